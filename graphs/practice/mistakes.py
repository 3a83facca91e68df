"""Wrong numbers of a cell, each with the mistake that would make it: the table of mistakes, by the kind of the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from graphs.notation.formula import sentence
from graphs.operations.flows import Linear, outside
from graphs.practice.flows import (
    factor_left_out,
    products_of_tangents,
    signs,
    start,
    twice,
    uses_left_out,
    wrong_partials,
)
from graphs.practice.otherwise import Otherwise, is_trigonometric
from graphs.practice.values import derivative_for_value, transposed_operands, wrong_operands
from graphs.practice.work import HERE, WHOLE, Candidate, Work


def candidates(work: Work) -> Iterator[Candidate]:
    """Every wrong number of a cell that a mistake at it, or in the whole sweep, would make."""
    with np.errstate(all="ignore"):
        for row in _TABLES[work.cell.slot]:
            yield from row(work)


def _other_sweep(work: Work) -> Iterator[Candidate]:
    study, node = work.study, work.cell.node
    shape = study.graph.shapes[node]
    for entry, flows in study.tangents.items():
        if work.cell.slot in ("adjoint", "value"):
            message = sentence(f"That is the tangent of {{}} along {entry}, not its {work.cell.slot}.", work.name)
            yield work.candidate("tangent for adjoint", outside(flows[node], shape), message, WHOLE)
    if work.cell.slot in ("tangent", "value") and study.adjoints is not None:
        message = sentence(f"That is the adjoint of {{}}, not its {work.cell.slot}.", work.name)
        yield work.candidate("tangent for adjoint", outside(study.adjoints[node], shape), message, WHOLE)


def _value_of_node(work: Work) -> Iterator[Candidate]:
    message = sentence(f"That is the value of {{}}, not its {work.cell.slot}.", work.name)
    yield work.candidate("value for partial", work.study.evaluation.values[work.cell.node], message, WHOLE)


def _transposed(work: Work) -> Iterator[Candidate]:
    """The entry across the diagonal; a matrix in place of its transpose in a product."""
    shape, place = work.right.shape, work.cell.place
    if len(shape) == 2 and place[::-1] != place and place[0] < shape[1] and place[1] < shape[0]:
        message = sentence("That is the entry across the diagonal: the matrix is transposed.")
        yield Candidate("transposed", float(work.right[place[::-1]]), message, HERE, work.cell.node)
    for term in work.terms if work.cell.slot in ("adjoint", "tangent") else ():
        if isinstance(term.partial, Linear) and term.partial.node == term.partial.operand:
            with np.errstate(all="ignore"):
                other = term.partial * term.flow if work.backwards else term.flow * term.partial
            number = work.right - term.number + outside(other, work.shape)
            message = sentence(
                "The matrix of {} is not transposed, or is where it should not be.", work.named(term.edge.target)
            )
            yield work.candidate("transposed", number, message, HERE, term.edge)


def _slips_of_edge(work: Work) -> Iterator[Candidate]:
    edge = work.cell.edge
    assert edge is not None
    for slip, message in work.assumptions.slips(edge):
        if slip.kind != "inner derivative":
            yield work.candidate(slip.kind, slip.partial, message, HERE, edge)


def _other_points(work: Work) -> Iterator[Candidate]:
    yield from _otherwise(work, "another point", work.assumptions.points)


def _degrees(work: Work) -> Iterator[Candidate]:
    graph, cell = work.study.graph, work.cell
    if not work.assumptions.degrees:
        return
    above = graph.reaching(cell.node)
    below = graph.reached_from(cell.node) if work.backwards else set()
    reading = above | set().union(*(graph.reaching(k) for k in below)) if below else above
    if any(is_trigonometric(work.study, i) for i in reading):
        yield from _otherwise(work, "degrees", work.assumptions.degrees)


def _otherwise(work: Work, kind: str, assumed: list[Otherwise]) -> Iterator[Candidate]:
    for each in assumed:
        number = each.number(work.cell)
        if number is not None:
            yield Candidate(kind, work.at(number), each.said, WHOLE, each.node)


_Row = Callable[[Work], Iterator[Candidate]]
_FLOWS: tuple[_Row, ...] = (
    uses_left_out, signs, wrong_partials, products_of_tangents, factor_left_out, twice, _other_sweep,
    _value_of_node, _transposed, start, _degrees, _other_points,
)  # fmt: skip
_TABLES: dict[str, tuple[_Row, ...]] = {
    "value": (
        wrong_operands,
        derivative_for_value,
        _other_sweep,
        transposed_operands,
        _transposed,
        _degrees,
        _other_points,
    ),
    "tangent": _FLOWS,
    "adjoint": _FLOWS,
    "partial": (_slips_of_edge, _transposed, _degrees, _other_points),
}
