"""What a Study is taken apart into: nodes, steps, notes, claims, issues, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graphs.explain.steps import Explanation, explain
from graphs.notation.names import id_of
from graphs.operations.flows import outside
from graphs.study import Study as Traced
from graphs.study import steps

Number = float | NDArray[np.float64]  # an array where the input, the node or the output is one


@dataclass(frozen=True)
class Node:
    """A node. id: c1, c2, …; operands: their ids. tangents: by forward pass; none and no adjoint where it is data."""

    id: str
    name: str
    operation: str
    operands: tuple[str, ...]
    text: str
    value: Number
    tangents: dict[str, Number]
    adjoint: Number | None


@dataclass(frozen=True)
class Step:
    """A step of a sweep (value, forward, reverse): it writes `after` to a slot of a node, by adding `term` to `before`.

    node: its id. slot: value, tangent:x1, adjoint.
    """

    sweep: str
    index: int
    node: str
    slot: str
    rule: str
    before: Number | None
    term: Number
    after: Number
    _of: tuple[Traced, steps.Step] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """Why the number is what it is, as a sentence."""
        return str(self._told.words or "")

    @property
    def latex(self) -> str:
        """The rule in symbols, in LaTeX."""
        return str(self._told.rule or "")

    @property
    def numbers(self) -> str:
        """The rule with its numbers, in LaTeX."""
        return str(self._told.numbers or "")

    @property
    def _told(self) -> Explanation:
        return explain(*self._of)


@dataclass(frozen=True)
class Note:
    """How a stretch of the text was read; line and column count from 1."""

    message: str
    kind: str
    line: int
    column: int


@dataclass(frozen=True)
class Claim:
    """What the text states beside its program. ours: the program's number; holds: None where it cannot be decided."""

    text: str
    ours: Number | None
    holds: bool | None
    line: int
    column: int


@dataclass(frozen=True)
class Issue:
    """What is to be known about the answer; node: where it starts, None where it is about all."""

    message: str
    kind: str
    node: str | None


def nodes_of(traced: Traced) -> list[Node]:
    """All nodes, in order of evaluation."""
    graph, notation, values = traced.graph, traced.notation, traced.evaluation.values
    made = []
    for i, row in enumerate(graph.rows):
        shape, is_data = graph.shapes[i], i in graph.data
        made.append(
            Node(
                id_of(i),
                str(notation.names[i]),
                row.name,
                tuple(id_of(edge.source) for edge in graph.edges_into(i)),
                str(notation.text(i)),
                values[i],
                {} if is_data else {entry: outside(each[i], shape) for entry, each in traced.tangents.items()},
                None if is_data or traced.adjoints is None else outside(traced.adjoints[i], shape),
            )
        )
    return made


def step_of(traced: Traced, step: steps.Step) -> Step:
    """A step as a record."""
    return Step(
        step.sweep, step.index, id_of(step.node), step.slot, step.rule, step.before, step.term, step.after,
        (traced, step),
    )  # fmt: skip
