"""Where a program is followed another way: at a point where two sides of a condition are equal, both ways meet.

The other way is read at the same point. Where its value is another one the function jumps; where its slopes are, it has
a kink; else both are smooth there, up to second derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.reverse import reverse
from graphs.diagnosis.issues import Issue
from graphs.errors import Place, shown
from graphs.language.program import Condition
from graphs.operations.flows import outside
from graphs.study.elsewhere import Beyond, Elsewhere, Way

_MOST = 4  # borders that are looked at: each is a text read anew
_NEAR = 1e-9  # of the sides of a comparison: only those as near as this may be equal to within rounding
_SAME = 1e-9  # of a number: what rounding leaves between two that are equal
_BESIDE = 1e-7  # how far from a border its sides are, of the input's size (of 1 at least)
_UNIT = 2.0**-53

Meeting = Literal["jump", "kink", "smooth", "open"]  # open: the other way is undefined here, so nothing can be said


class Border(NamedTuple):
    """A condition that is taken either way at a point. way: the one that is not taken; None where it cannot be read.

    choice, slopes: of one number by one number, the slope shown, and those from the left and from the right.
    """

    condition: Condition
    typed: str
    meeting: Meeting
    way: Way | None
    choice: float | None = None
    slopes: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """The condition as it was typed."""
        return shown(self.typed, 60)

    def issue(self, output: int) -> Issue | None:
        """What a person must know of it; None where it is smooth."""
        condition = self.name
        if self.meeting == "smooth":
            return None
        if self.meeting == "open":
            message = f"the program may jump or bend here: the other branch of {condition} is undefined at this point"
        elif self.meeting == "jump":
            message = f"the program jumps here, where {condition} changes; the slope shown is that of the branch taken"
        else:
            both = "meet here with different slopes, showing that of the branch taken"
            message = f"the branches of {condition} {both}"
        return Issue(output, Kind.NOT_DIFFERENTIABLE, message, self.choice, self.slopes)


def borders_of(elsewhere: Elsewhere, way: Way, point: list[Value], evaluation: Evaluation) -> list[Border]:
    """The conditions of a way that may be taken either way at its point. evaluation: of the way's graph there."""
    if way.deciding is None:
        return []
    borders = []
    with np.errstate(all="ignore"):
        for condition in islice(_tied(way, evaluate(way.deciding, point)), _MOST):
            borders.append(_border(elsewhere, way, point, evaluation, condition))
    return borders


def _tied(way: Way, evaluation: Evaluation) -> Iterator[Condition]:
    """The conditions that change where two sides of a comparison that are equal do not, each once."""
    graph, found = way.deciding, set[int]()
    assert graph is not None
    conditions = [*way.conditions]
    for i in range(len(graph.inputs), len(graph)):
        if graph.rows[i].compares and i not in graph.data and (there := _equal(graph, evaluation, i)) is not None:
            c = evaluation.values[i]
            turned = np.where(there, 1.0 - c, c) if np.ndim(c) else 1.0 - c
            other = evaluate(graph, [*evaluation.values[: len(graph.inputs)]], {i: turned})
            changed = (each for k, each in conditions if _is_true(other.values[k]) != each.holds)
            first = next(changed, None)
            if first is not None and first.number not in found:
                found.add(first.number)
                yield first
    for k, each in conditions:  # a number alone, which is true where it is not 0
        is_zero = not np.any(evaluation.values[k]) and each.number not in found
        if is_zero and not any(graph.rows[j].compares for j in graph.reaching(k)):
            found.add(each.number)
            yield each


def _is_true(value: Value) -> bool:
    return bool(np.any(value))


def _equal(graph: Graph, evaluation: Evaluation, i: int) -> Any:
    """Where the sides of a comparison are equal to within what rounding may have done to them; None where nowhere."""
    left, right = graph.operands[i]
    if left == right:
        return None
    a, b = evaluation.values[left], evaluation.values[right]
    gap = np.abs(np.subtract(a, b))
    if np.any(gap == 0.0):
        return gap == 0.0
    if graph.shapes[i] or not gap <= _NEAR * max(1.0, abs(a), abs(b)):
        return None
    seed = {k: sign for k, sign in ((left, 1.0), (right, -1.0)) if k >= 0}
    adjoints = reverse(graph, evaluation, dict(seed))
    rounding = (abs(float(a)) + abs(float(b))) * _UNIT
    for j in range(len(graph)):
        if adjoints[j] is not None:
            rounding += float(np.sum(np.abs(outside(adjoints[j], graph.shapes[j]) * evaluation.values[j]))) * _UNIT
    return np.True_ if gap <= rounding else None


def _border(elsewhere: Elsewhere, way: Way, point: list[Value], evaluation: Evaluation, at: Condition) -> Border:
    typed = _typed(way.program.text, at.place)
    try:
        other = elsewhere.read(point, at.number)
    except Beyond:
        return Border(at, typed, "open", None)
    there = evaluate(other.graph, point)
    values = [_outputs(graph, each) for graph, each in ((way.graph, evaluation), (other.graph, there))]
    if np.isnan(values[1]).any() and not np.isnan(values[0]).any():
        return Border(at, typed, "open", None)
    slopes = [_slopes(graph, each) for graph, each in ((way.graph, evaluation), (other.graph, there))]
    same_value, same_slopes = _are_alike(*values), _are_alike(*slopes)
    meeting: Meeting = "smooth" if same_value and same_slopes else "kink" if same_value else "jump"
    choice, sides = None, None
    if len(slopes[0]) == 1 and way.graph.value_shape == ():
        choice = float(slopes[0][0])
        sides = _sides(way, point, choice, float(slopes[1][0]))
    return Border(at, typed, meeting, other, choice, sides)


def _typed(text: str, place: Place) -> str:
    return text.split("\n")[place.line - 1][place.column - 1 : place.column - 1 + place.length]


def _outputs(graph: Graph, evaluation: Evaluation) -> np.ndarray:
    return np.concatenate([np.ravel(evaluation.values[k]) for k in graph.outputs])


def _slopes(graph: Graph, evaluation: Evaluation) -> np.ndarray:
    """The slopes of the outputs by all inputs; of several numbers a sum with weights in which none hides another."""
    seed: dict[int, Any] = {}
    start = 0
    for k in dict.fromkeys(graph.outputs):
        shape = graph.shapes[k]
        weights = 1.0 + (np.arange(start, start + math.prod(shape)) * 37 % 128) / 128.0
        seed[k] = weights.reshape(shape) if shape else float(weights[0])
        start += math.prod(shape)
    adjoints = reverse(graph, evaluation, seed)
    return np.concatenate([np.ravel(outside(adjoints[i], graph.shapes[i])) for i in range(len(graph.inputs))])


def _are_alike(one: np.ndarray, other: np.ndarray) -> bool:
    size = float(np.max(np.maximum(np.abs(one), np.abs(other)), initial=0.0))
    return bool(np.all((one == other) | (np.abs(one - other) <= _SAME * size) | (np.isnan(one) & np.isnan(other))))


def _sides(way: Way, point: list[Value], own: float, other: float) -> tuple[float, float]:
    """The slopes from the left and from the right of one number."""
    assert way.deciding is not None
    x = float(np.reshape(point[0], ()))
    distance = _BESIDE * max(1.0, abs(x))
    left, right = (
        way.is_taken(evaluate(way.deciding, [np.full(np.shape(point[0]), x + sign * distance)[()]]).values)[0]
        for sign in (-1.0, 1.0)
    )
    return own if left else other, own if right else other
