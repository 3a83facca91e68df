"""One term of the chain rule: what flows along an edge, times the partial there, in symbols and with numbers put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.autodiff.graph import Edge, Graph
from graphs.autodiff.kinks import kink_at
from graphs.notation.numbers import literal_latex, number_latex, value_latex
from graphs.notation.precedence import factor, product
from graphs.operations.flows import outside
from graphs.study import Study

_LONGEST = 60  # characters of a partial with its numbers put in; a longer one is told worked out only


def pushed(study: Study, edge: Edge, tangent: str, values: list[Any] | None) -> str:
    """What an operand adds to its user's tangent; with `values`, in numbers."""
    graph, notation = study.graph, study.notation
    if graph.rows[edge.target].maps is not None:
        return notation.mapped_latex(edge, notation.rule(edge).pushed, tangent, _numbers_of(graph, values))
    return _times_partial(study, edge, tangent, values is not None, first=True)


def pulled(study: Study, edge: Edge, adjoint: str, values: list[Any] | None) -> str:
    """What a user's adjoint adds to an operand's; with `values`, in numbers."""
    graph, notation = study.graph, study.notation
    if graph.rows[edge.target].maps is not None:
        return notation.mapped_latex(edge, notation.rule(edge).pulled, adjoint, _numbers_of(graph, values))
    product = _times_partial(study, edge, adjoint, values is not None, first=False)
    repeated = graph.shapes[edge.source] != graph.shapes[edge.target]
    return f"\\textstyle\\sum {product}" if repeated else product


def _numbers_of(graph: Graph, values: list[Any] | None) -> Callable[[int], str] | None:
    if values is None:
        return None

    def number(k: int) -> str:  # constants stand at the list's end, by their negative numbers
        return value_latex(values[k], number_latex if k >= 0 or k in graph.owners else literal_latex)

    return number


def _partial_in_numbers(study: Study, edge: Edge) -> str:
    """A partial, worked out; a constant of the program as it stands there."""
    if study.notation.is_constant(edge):
        return study.notation.edge_latex(edge)
    return number_latex(study.partial(edge) or 0.0)


def _times_partial(study: Study, edge: Edge, flow: str, in_numbers: bool, first: bool) -> str:
    """partial · tangent, or adjoint · partial; arrays meet entry by entry."""
    graph = study.graph
    if not graph.shapes[edge.target]:
        written = _partial_in_numbers(study, edge) if in_numbers else study.notation.edge_latex(edge)
        return product(written, flow) if first else product(flow, written)
    partial, formula = study.partial(edge), study.notation.edge_latex(edge)
    if formula in ("1", "-1"):
        return flow if formula == "1" else f"-{factor(flow)}"
    if in_numbers and not study.notation.is_constant(edge):
        number = outside(partial, graph.shapes[edge.target])
        constant = number.flat[0] if np.all(number == number.flat[0]) else None
        formula = value_latex(number if constant is None else float(constant))
    sign = "\\cdot" if not in_numbers and re.fullmatch(r"-?[\d.]+", formula) else "\\odot"
    left, right = (formula, flow) if first else (flow, formula)
    return f"{factor(left)} {sign} {factor(right)}"


def put_in(study: Study, edge: Edge, flow: Any, first: bool) -> str:
    """The same product in numbers with the partial not worked out yet, where it is more than a number: 1 · 3 · 4².
    An undefined partial has nothing to work out: where no value is, c + z is no sum whose slope by z would be 1.
    Nor has the choice at a kink: [1 > 1] is not 0.5.

    The partial stands in braces, which nobody sees: so a reader of the LaTeX can tell it from the flow.
    """
    graph = study.graph
    number = value_latex(outside(flow, graph.shapes[edge.source if first else edge.target]))
    if edge.target in graph.arrays:
        write = pushed if first else pulled
        return write(study, edge, number, study.evaluation.values)
    partial = study.partial(edge) or 0.0
    filled = study.notation.edge_in_numbers(edge, study.evaluation.values)
    bends = kink_at(graph, study.evaluation, edge.target) is not None
    worked_out = _partial_in_numbers(study, edge)
    is_told = partial == partial and not bends and filled != worked_out and len(filled) <= _LONGEST
    filled = f"{{{factor(filled)}}}" if is_told else worked_out
    return product(filled, number) if first else product(number, filled)
