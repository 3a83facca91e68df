"""The work on one cell: its number, the terms that it is the sum of, and the wrong numbers that are thought of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.limits import Limits
from graphs.notation.formula import Formula, Pieces, clause, formula
from graphs.operations.flows import Elementwise, Flow, Linear, outside
from graphs.practice.cells import Cell, whole_of
from graphs.practice.otherwise import Otherwise, at_other_points, in_degrees
from graphs.practice.slips import Slip, Use, slips
from graphs.study import Study

# How near a mistake is: at the cell itself, of the whole sweep or point, or at another operation on the way.
HERE, WHOLE, FAR = 0, 1, 2


class Candidate(NamedTuple):
    """A number that a mistake makes of a cell. message: a sentence on what was done. node, edge: where."""

    kind: str
    number: float
    message: Formula
    nearness: int = HERE
    node: int | None = None
    edge: Edge | None = None


class Assumptions:
    """What is worked out once for all cells of a study: wrong partials, other points, angles in degrees."""

    def __init__(self, study: Study, limits: Limits):
        self.study, self.limits = study, limits
        self._slips: dict[Edge, list[tuple[Slip, Formula]]] = {}

    def slips(self, edge: Edge) -> list[tuple[Slip, Formula]]:
        """The wrong partials of an edge, each with its sentence."""
        if edge not in self._slips:
            use = use_of(self.study, edge)
            known = [] if use.partial is None or use.row.maps is not None else [*slips(use)]
            self._slips[edge] = [(slip, _said(self.study, slip, edge)) for slip in known]
        return self._slips[edge]

    @cached_property
    def points(self) -> list[Otherwise]:
        return at_other_points(self.study, self.limits)

    @cached_property
    def degrees(self) -> list[Otherwise]:
        return in_degrees(self.study)


class Term(NamedTuple):
    """A term of a tangent or an adjoint: what flows to the edge, its partial, and their product in the cell's shape."""

    edge: Edge
    flow: Flow
    partial: Any
    number: Any


class Work:
    """The work on one cell: its number whole, and the terms that it is the sum of."""

    def __init__(self, study: Study, cell: Cell, assumptions: Assumptions):
        self.study, self.cell, self.assumptions = study, cell, assumptions
        self.right = np.asarray(whole_of(study, cell), float)
        self.shape = study.graph.shapes[cell.node]
        self.backwards = cell.slot == "adjoint"

    @property
    def name(self) -> Formula:
        return self.study.notation.name(self.cell.node)

    def named(self, node: int) -> Formula:
        return self.study.notation.name(node)

    @cached_property
    def flows(self) -> list[Flow]:
        """The sweep that the cell is of, by node."""
        entry = self.cell.entry
        return (self.study.adjoints or []) if entry is None else self.study.tangents[entry]

    @cached_property
    def terms(self) -> list[Term]:
        """Those that are not 0."""
        graph, evaluation, node = self.study.graph, self.study.evaluation, self.cell.node
        edges = graph.edges if self.backwards else graph.edges_into(node)
        found = []
        for edge in edges:
            if edge.source in graph.data or (self.backwards and edge.source != node):
                continue
            partial = evaluation.partials[edge.target][edge.position]
            flow = self.flows[edge.target if self.backwards else edge.source]
            number = self.carried(partial, flow)
            if np.any(number):
                found.append(Term(edge, flow, partial, number))
        return found

    def carried(self, partial: Any, flow: Flow) -> Any:
        """What an edge with this partial makes of a flow, in the cell's shape."""
        if partial is None or flow is None:
            return outside(None, self.shape)
        with np.errstate(all="ignore"):
            passed = flow * partial if self.backwards else partial * flow
        return np.asarray(outside(passed, self.shape), float)

    def at(self, number: Any) -> float:
        """The cell's entry of its whole."""
        if not self.right.shape:
            return float(number)
        return float(np.broadcast_to(np.asarray(number, float), self.right.shape)[self.cell.place])

    def candidate(
        self, kind: str, number: Any, message: Formula, nearness: int = HERE, edge: Edge | None = None
    ) -> Candidate:
        return Candidate(kind, self.at(number), message, nearness, self.cell.node, edge)


def use_of(study: Study, edge: Edge) -> Use:
    """The operation that an edge leads to, with its numbers."""
    graph, values = study.graph, study.evaluation.values
    partials = [each.numbers() if isinstance(each, Elementwise) else None if isinstance(each, Linear) else each
                for each in study.evaluation.partials[edge.target]]  # fmt: skip
    x = [np.asarray(values[k], float) for k in graph.operands[edge.target]]
    return Use(graph.rows[edge.target], x, np.asarray(values[edge.target], float), edge.position,
               [None if each is None else np.asarray(each, float) for each in partials])  # fmt: skip


def _said(study: Study, slip: Slip, edge: Edge) -> Formula:
    name = study.notation.name
    others = [each.source for each in study.graph.edges_into(edge.target) if each.position != edge.position]
    named: dict[str, Pieces] = {"c": name(edge.target), "x": name(edge.source)}
    named["y"] = name(others[0]) if others else "the other operand"
    text = slip.said if slip.said[0] == "{" else slip.said[0].upper() + slip.said[1:]
    return formula(clause(text, **named), ".")
