"""(study, sweep, entry, cursor) → what the screen shows. Pure, and the twin of static/js/study/frame.js.

The screen at cursor k is the fold of the first k steps of a sweep; what they have not reached is waiting, never 0.
The steps of an array past SMALL_ARRAY entries do not carry its sums, so it is reached when the last of them is.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.operations.flows import outside
from graphs.study import Study
from graphs.study.steps import Step

SMALL_ARRAY = 16  # entries up to which an array is written out: in steps, in tooltips
PASSED = {"value": "value", "forward": "tangent", "reverse": "adjoint"}  # by sweep: what its edges have carried


class Cell(NamedTuple):
    """One slot. kind: number, waiting, undefined (a fault starts here), nothing (or upstream), absent (data).

    number: a float, or an array of the node's shape, of which some entries may be NaN but not all.
    """

    kind: str
    number: Any = 0.0


WAITING, ABSENT = Cell("waiting"), Cell("absent")


class ShownNode(NamedTuple):
    """A node: derivative is the slot of the sweep's second row, None in the value sweep; state is waiting or done."""

    value: Cell
    derivative: Cell | None
    state: str
    current: bool
    issue: bool
    kink: bool
    downstream: bool


class ShownEdge(NamedTuple):
    """An edge: waiting, or what it has carried (value, tangent, adjoint); current on the step that was done last."""

    state: str
    current: bool


class Frame(NamedTuple):
    """One screen: nodes by number, edges by (target, slot), and the step done last."""

    sweep: str
    entry: str | None
    cursor: int
    length: int
    nodes: list[ShownNode]
    edges: dict[tuple[int, int], ShownEdge]
    current: Step | None


def frame(study: Study, sweep: str, entry: str | None = None, cursor: int | None = None) -> Frame:
    """The screen after `cursor` steps of a sweep (None, or more than there are: its end).

    entry: the forward pass; one that the study does not hold counts as its first.
    """
    entry = entry if entry in study.tangents else next(iter(study.tangents), None)
    steps = study.steps(sweep, entry)
    cursor = len(steps) if cursor is None else max(0, min(cursor, len(steps)))
    past = steps[:cursor]
    current = past[-1] if past else None
    finals = _finals(study, sweep, entry) if past and cursor == len(steps) else None
    nodes = _nodes(study, sweep, _reached(study, steps, cursor), finals, current)
    return Frame(sweep, entry, cursor, len(steps), nodes, _edges(study, sweep, past, current), current)


def _reached(study: Study, steps: list[Step], cursor: int) -> dict[int, Any]:
    """What stands at the nodes that the first steps wrote."""
    reached = {step.node: step.after for step in steps[:cursor]}
    large = [i for i, shape in enumerate(study.graph.shapes) if prod(shape) > SMALL_ARRAY]
    if large:
        for i in {step.node for step in steps[cursor:]}.intersection(large):
            reached.pop(i, None)
    return reached


def _finals(study: Study, sweep: str, entry: str | None) -> list[Any]:
    """What the sweep's end shows at nodes that no step wrote: a flow is None, which is 0, where nothing flows."""
    if sweep == "value":
        return [*study.evaluation.values]
    numbers = study.adjoints if sweep == "reverse" else study.tangents.get(entry or "")
    return [*numbers] if numbers is not None else [None] * len(study.graph)


def _nodes(study: Study, sweep: str, reached: dict[int, Any], finals: list[Any] | None,
           current: Step | None) -> list[ShownNode]:  # fmt: skip
    values, data = study.evaluation.values, study.graph.data
    starts = {issue.node for issue in study.issues if issue.kind.is_fault}
    kinks = {issue.node for issue in study.issues if issue.kind.bends}
    shown = []
    for i in range(len(study.graph)):
        starts_here = i in starts
        folded = WAITING
        if i in reached:
            folded = _cell(reached[i], starts_here)
        elif finals is not None:
            folded = _cell(outside(finals[i], study.graph.shapes[i]), starts_here)
        value, derivative = folded, None
        if sweep != "value":
            value = _cell(values[i], starts_here)
            derivative = ABSENT if i in data else folded
        state = "waiting" if folded is WAITING and (sweep == "value" or i not in data) else "done"
        downstream = _undefined(values[i]) and not starts_here
        now = current is not None and current.node == i
        shown.append(ShownNode(value, derivative, state, now, starts_here, i in kinks, downstream))
    return shown


def _undefined(number: Any) -> bool:
    """Whether there is no number at all: an array shows those of its entries that there are."""
    if isinstance(number, np.ndarray):
        return bool(np.isnan(number.flat[0]) and np.isnan(number).all())
    return bool(number != number)


def _cell(number: Any, starts_here: bool) -> Cell:
    if _undefined(number):
        return Cell("undefined" if starts_here else "nothing")
    return Cell("number", number)


def _edges(study: Study, sweep: str, past: list[Step], current: Step | None) -> dict[tuple[int, int], ShownEdge]:
    """A reverse step passes its own edge; the other sweeps pass all edges into the node that they write."""
    backwards = sweep == "reverse"

    def key(edge: Edge) -> object:
        return (edge.target, edge.position) if backwards else edge.target

    passed: set[object] = {step.edge if backwards else step.node for step in past}
    now = None if current is None else current.edge if backwards else current.node
    return {
        (edge.target, edge.slot): ShownEdge(
            PASSED[sweep] if key(edge) in passed else "waiting", now is not None and key(edge) == now
        )
        for edge in study.graph.edges
    }
