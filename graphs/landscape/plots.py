"""What a plot is drawn from: an output of one number along one input entry, or over two, around the point.

The other entries stay at the point. A line comes with its slope at the point and with the secants of a shrinking h;
at a kink with the slopes on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Graph, Value
from graphs.errors import WrongBinding
from graphs.landscape.breaks import MOST, ROUNDS, traced
from graphs.language.form import Form
from graphs.limits import Limits
from graphs.notation.formula import sentence
from graphs.notation.names import Choice
from graphs.operations.row import Shape
from graphs.strict_json import number, numbers
from graphs.study.elsewhere import Elsewhere, Moved
from graphs.study.gradient import ValueAndGradient, shaped, value_and_gradient
from graphs.study.question import bind, entry_named

Range = tuple[float, float]
Sides = list[float | str | None] | None  # slopes from the left and from the right

_SECANTS = 11  # from h to h/1024
_LARGEST_H = 0.25  # of the width of the view, at most
_BESIDE = 1e-6  # how far from a kink its sides are looked at, of the entry's size (of 1 at least)
_SAME, _NOTHING = 1e-6, 1e-9  # sides whose slopes differ by less of their size, or by less at all, are one slope
_GROWS = 1.2  # a slope that is so many times larger at half the distance has no limit: a root's
_COARSER = (1, 2, 3, 4)  # what the number of samples is divided by until the work fits
_HALF = 2.0  # of a view that nobody chose, at least


class Axis(NamedTuple):
    """An input entry that is plotted along: its name, input number and index, its value at the point, and the view."""

    name: str
    input: int
    entry: Shape
    at: float
    low: float
    high: float

    def spread(self, count: int) -> np.ndarray:
        """Points over the view, both ends among them."""
        return np.asarray(np.linspace(self.low, self.high, count))


def plot(text: str, at: dict[str, Any], axes: Sequence[str], ranges: Sequence[Range] | None, share: bool,
         limits: Limits, names: Choice | None = None, inputs: Sequence[str] | None = None,
         form: Form | None = None) -> dict[str, Any]:  # fmt: skip
    """A line along one axis, or a grid over two: strict JSON; null where the output is undefined, or the line breaks.

    axes: input entries (`x1`, `x[0]`, `A[0,1]`). ranges: the view along each, from low to high; around the point where
    none are given. inputs, form: how the text is read, as of a study.
    Raises a Problem: the program or the point does not fit, the output is not one number, or the work would pass
    `plot_visits` even with a quarter of the samples.
    """
    wishes = bind(text, at, None, None, None, share, limits, names, inputs, form)
    graph, point = wishes.graph, list(wishes.point.values())
    if graph.value_shape:
        size = math.prod(graph.value_shape)
        raise WrongBinding(f"a plot shows an output of one number; this one has {size:,} numbers")
    chosen = [_axis(graph, point, name, None if ranges is None else ranges[k]) for k, name in enumerate(axes)]
    if len({axis.name for axis in chosen}) < len(chosen):
        raise WrongBinding("the two axes of a plot must be two input entries")
    elsewhere = Elsewhere(wishes, limits)
    here = value_and_gradient(elsewhere, point)
    moved = Moved(elsewhere, {axis.input for axis in chosen})
    if len(chosen) > 1:
        return _grid(here, moved, chosen, limits)
    return _line(here, moved, chosen[0], _sides(elsewhere, here, chosen[0]), limits)


def _axis(graph: Graph, point: list[Value], typed: str, view: Range | None) -> Axis:
    name, i, entry = entry_named(graph, typed)
    value = float(np.asarray(point[i])[entry])
    half = max(_HALF, abs(value))
    low, high = view or (value - half, value + half)
    if not (low < high and math.isfinite(high - low)):
        raise WrongBinding(
            f"the range of {name} must go from a lower to a higher number, and be no wider than a double"
        )
    return Axis(name, i, entry, value, low, high)


def _columns(here: ValueAndGradient, axes: list[Axis], places: list[np.ndarray]) -> dict[int, np.ndarray]:
    """The moved inputs at all points: places holds the axes' entries, point by point."""
    columns: dict[int, np.ndarray] = {}
    for axis, entries in zip(axes, places, strict=True):
        if axis.input not in columns:
            columns[axis.input] = np.repeat(np.asarray(here.point[axis.input])[None], len(entries), axis=0)
        index: Any = (slice(None), *axis.entry)
        columns[axis.input][index] = entries
    return columns


def _count(most: int, power: int, extra: int, moved: Moved, limits: Limits) -> int:
    """As many samples along an axis as the work allows. power: of it that there are in all; extra: points besides."""
    counts = [most // divisor for divisor in _COARSER]
    efforts = [(count**power + extra) * moved.effort for count in counts]
    limits.check("plot_visits", efforts[-1], "visits of nodes may be made for one plot")
    return next(count for count, effort in zip(counts, efforts) if effort <= limits.plot_visits)


def _line(here: ValueAndGradient, moved: Moved, axis: Axis, sides: Sides, limits: Limits) -> dict[str, Any]:
    count = _count(limits.plot_samples, 1, MOST * ROUNDS + _SECANTS + 1, moved, limits)

    def f(places: np.ndarray) -> np.ndarray:
        return moved(_columns(here, [axis], [places]))

    points = axis.spread(count)
    if axis.low < axis.at < axis.high:
        points = np.union1d(points, [axis.at])  # so that the line goes through the point
    points, values = traced(f, points)
    secants = _secants(axis, here.value, f)
    return {
        "along": axis.name,
        "at": axis.at,
        "value": number(here.value),
        "slope": number(_slope(here, axis)),
        "sides": sides,
        "note": _note(here, moved),
        "points": numbers(points),
        "values": numbers(values),
        "secants": secants,
    }


def _grid(here: ValueAndGradient, moved: Moved, axes: list[Axis], limits: Limits) -> dict[str, Any]:
    count = _count(limits.plot_side, 2, 0, moved, limits)
    x, y = (axis.spread(count) for axis in axes)
    places = [np.tile(x, count), np.repeat(y, count)]
    values = moved(_columns(here, axes, places))
    return {
        "axes": [axis.name for axis in axes],
        "at": [axis.at for axis in axes],
        "value": number(here.value),
        "gradient": [number(_slope(here, axis)) for axis in axes],
        "note": _note(here, moved),
        "x": numbers(x),
        "y": numbers(y),
        "values": numbers(values.reshape(count, count)),
    }


def _note(here: ValueAndGradient, moved: Moved) -> str:
    """Why there is no gradient at the point, and why values are missing elsewhere."""
    stopped = moved.elsewhere.stopped
    if not here.trouble or not stopped:
        return here.trouble or stopped
    return sentence("{}; {}", here.trouble, stopped)


def _slope(here: ValueAndGradient, axis: Axis) -> float:
    """The gradient's entry along the axis."""
    return float(np.asarray(shaped(here.way.graph, here.gradient)[axis.input])[axis.entry])


def _secants(axis: Axis, value: float, f: Any) -> list[dict[str, Any]]:
    """Through the point and the one at a distance h, halved again and again: powers of two, which are exact."""
    largest = 2.0 ** math.floor(math.log2(max((axis.high - axis.low) * _LARGEST_H, np.finfo(float).tiny)))
    steps = largest * 0.5 ** np.arange(_SECANTS)
    there = axis.at + steps
    with np.errstate(all="ignore"):
        ends = f(there)
        slopes = (ends - value) / (there - axis.at)
    secants = zip(steps.tolist(), ends.tolist(), slopes.tolist(), strict=True)
    return [{"h": h, "value": number(end), "slope": number(slope)} for h, end, slope in secants]


def _sides(elsewhere: Elsewhere, here: ValueAndGradient, axis: Axis) -> Sides:
    """At a kink the slopes from the left and from the right, where they differ."""
    if not here.trouble or not math.isfinite(here.value) or not np.isfinite(here.gradient).all():
        return None
    left, right = (_slope_beside(elsewhere, here, axis, side) for side in (-1.0, 1.0))
    return None if math.isclose(left, right, rel_tol=_SAME, abs_tol=_NOTHING) else [number(left), number(right)]


def _slope_beside(elsewhere: Elsewhere, here: ValueAndGradient, axis: Axis, side: float) -> float:
    """The slope's limit from one side, by the slopes a little and twice as far away: what is linear in that cancels."""
    near, far = (
        _slope_at(elsewhere, here, axis, side * times * _BESIDE * max(1.0, abs(axis.at))) for times in (1.0, 2.0)
    )
    return math.copysign(math.inf, near) if abs(near) > max(1.0, _GROWS * abs(far)) else 2.0 * near - far


def _slope_at(elsewhere: Elsewhere, here: ValueAndGradient, axis: Axis, distance: float) -> float:
    point = [*here.point]
    moved = _columns(here, [axis], [np.array([axis.at + distance])])[axis.input][0]
    point[axis.input] = moved if axis.entry else float(moved)
    return _slope(value_and_gradient(elsewhere, point), axis)
