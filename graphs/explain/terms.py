"""One term of the chain rule: what flows along an edge, times the partial there, in symbols and with numbers put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge, Graph
from graphs.autodiff.kinks import kink_at
from graphs.notation.formula import PARTIAL, Formula, Part, Pieces, factor, formula, product
from graphs.notation.numbers import literal_latex, number_latex, value_latex
from graphs.operations.flows import outside
from graphs.study import Study

_LONGEST = 60  # characters of a partial with its numbers put in; a longer one is shown worked out only


def pushed(study: Study, edge: Edge, tangent: Formula, values: list[Any] | None) -> Pieces:
    """What an operand adds to its user's tangent; with `values`, in numbers."""
    graph = study.graph
    if graph.rows[edge.target].maps is not None:
        return study.notation.mapped_latex(edge, study.notation.rule(edge).pushed, tangent, _numbers_of(graph, values))
    return _times_partial(study, edge, tangent, values is not None, first=True)


def pulled(study: Study, edge: Edge, adjoint: Formula, values: list[Any] | None) -> Pieces:
    """What a user's adjoint adds to an operand's; with `values`, in numbers."""
    graph = study.graph
    if graph.rows[edge.target].maps is not None:
        return study.notation.mapped_latex(edge, study.notation.rule(edge).pulled, adjoint, _numbers_of(graph, values))
    product = _times_partial(study, edge, adjoint, values is not None, first=False)
    repeated = graph.shapes[edge.source] != graph.shapes[edge.target]
    return ["\\textstyle\\sum ", product] if repeated else product


def _numbers_of(graph: Graph, values: list[Any] | None) -> Callable[[int], Formula] | None:
    if values is None:
        return None

    def number(k: int) -> Formula:  # constants stand at the list's end, by their negative numbers
        return value_latex(values[k], number_latex if k >= 0 or k in graph.owners else literal_latex)

    return number


def _times_partial(study: Study, edge: Edge, flow: Formula, in_numbers: bool, first: bool) -> Pieces:
    """partial · tangent, or adjoint · partial; arrays meet entry by entry."""
    graph = study.graph
    if not graph.shapes[edge.target]:
        written = partial_in_numbers(study, edge).worked_out if in_numbers else study.notation.edge_latex(edge)
        return product(written, flow) if first else product(flow, written)
    constant = study.notation.constant_partial(edge)
    if constant == 1.0:
        return flow
    if constant == -1.0:
        return ["-", factor(flow)]
    written = study.notation.edge_latex(edge)
    if in_numbers and not study.notation.is_constant(edge):
        number = outside(study.partial(edge), graph.shapes[edge.target])
        same = number.flat[0] if np.all(number == number.flat[0]) else None
        written = value_latex(number if same is None else float(same))
    sign = " \\cdot " if not in_numbers and constant is not None else " \\odot "
    return product(written, flow, sign) if first else product(flow, written, sign)


def put_in(study: Study, edge: Edge, flow: Formula, worked_out: Pieces, first: bool) -> Pieces:
    """The same product in numbers with the partial not worked out yet, where it is more than a number: 1 · 3 · 4².

    worked_out: the product with the partial worked out, which is the answer of arrays.
    """
    if edge.target in study.graph.arrays:
        return worked_out
    within = partial_in_numbers(study, edge).put_in
    if within is None:
        return worked_out
    return product(within, flow) if first else product(flow, within)


class _Partial(NamedTuple):
    """A partial in numbers: worked out, and with its operands' numbers put in, where that is more than a number."""

    worked_out: Formula
    put_in: Formula | None


def partial_in_numbers(study: Study, edge: Edge) -> _Partial:
    """The same for every pass over the point.

    An undefined partial has nothing to work out: where no value is, c + z is no sum whose slope by z would be 1.
    Nor has the choice at a kink: [1 > 1] is not 0.5. A constant of the program stands as it was typed.
    """
    in_numbers: _Partial | None = study.written.get(edge)
    if in_numbers is None:
        notation, partial = study.notation, study.partial(edge) or 0.0
        worked_out = notation.edge_latex(edge) if notation.is_constant(edge) else number_latex(partial)
        filled = notation.edge_in_numbers(edge, study.evaluation.values)
        bends = kink_at(study.graph, study.evaluation, edge.target) is not None
        is_shown = partial == partial and not bends and filled != worked_out and len(filled) <= _LONGEST
        put_in = formula(Part(f"{{{factor(filled)}}}", PARTIAL)) if is_shown else None
        in_numbers = study.written[edge] = _Partial(worked_out, put_in)
    return in_numbers
