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
from graphs.autodiff.sampling import Between, between, sampled
from graphs.errors import WrongBinding
from graphs.landscape.breaks import MOST, ROUNDS, traced
from graphs.limits import Limits
from graphs.notation.names import Choice
from graphs.notation.notation import Notation
from graphs.operations.row import Shape
from graphs.strict_json import number, numbers
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
         limits: Limits, names: Choice | None = None) -> dict[str, Any]:  # fmt: skip
    """A line along one axis, or a grid over two: strict JSON; null where the output is undefined, or the line breaks.

    axes: input entries (`x1`, `x[0]`, `A[0,1]`). ranges: the view along each, from low to high; around the point where
    none are given. Raises a Problem: the program or the point does not fit, the output is not one number, or the work
    would pass `plot_visits` even with a quarter of the samples.
    """
    wishes = bind(text, at, None, None, None, share, limits, names)
    graph, point = wishes.graph, list(wishes.point.values())
    if graph.value_shape:
        size = math.prod(graph.value_shape)
        raise WrongBinding(f"a plot shows an output of one number; this one has {size:,} numbers")
    chosen = [_axis(graph, point, name, None if ranges is None else ranges[k]) for k, name in enumerate(axes)]
    if len({axis.name for axis in chosen}) < len(chosen):
        raise WrongBinding("the two axes of a plot must be two input entries")
    here = value_and_gradient(wishes.notation, point)
    way = between(graph, here.evaluation.values, {axis.input for axis in chosen})
    if len(chosen) > 1:
        return _grid(here, way, chosen, limits)
    return _line(here, way, chosen[0], _sides(wishes.notation, here, chosen[0]), limits)


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


def _count(most: int, power: int, extra: int, way: Between, limits: Limits) -> int:
    """As many samples along an axis as the work allows. power: of it that there are in all; extra: points besides."""
    counts = [most // divisor for divisor in _COARSER]
    efforts = [(count**power + extra) * way.effort for count in counts]
    limits.check("plot_visits", efforts[-1], "visits of nodes may be made for one plot")
    return next(count for count, effort in zip(counts, efforts) if effort <= limits.plot_visits)


def _line(here: ValueAndGradient, way: Between, axis: Axis, sides: Sides, limits: Limits) -> dict[str, Any]:
    count = _count(limits.plot_samples, 1, MOST * ROUNDS + _SECANTS + 1, way, limits)

    def f(places: np.ndarray) -> np.ndarray:
        return sampled(way, _columns(here, [axis], [places]))

    points = axis.spread(count)
    if axis.low < axis.at < axis.high:
        points = np.union1d(points, [axis.at])  # so that the line goes through the point
    points, values = traced(f, points)
    return {
        "along": axis.name,
        "at": axis.at,
        "value": number(here.value),
        "slope": number(_slope(way.graph, here, axis)),
        "sides": sides,
        "note": here.trouble,
        "points": numbers(points),
        "values": numbers(values),
        "secants": _secants(axis, here.value, f),
    }


def _grid(here: ValueAndGradient, way: Between, axes: list[Axis], limits: Limits) -> dict[str, Any]:
    count = _count(limits.plot_side, 2, 0, way, limits)
    x, y = (axis.spread(count) for axis in axes)
    places = [np.tile(x, count), np.repeat(y, count)]
    values = sampled(way, _columns(here, axes, places))
    return {
        "axes": [axis.name for axis in axes],
        "at": [axis.at for axis in axes],
        "value": number(here.value),
        "gradient": [number(_slope(way.graph, here, axis)) for axis in axes],
        "note": here.trouble,
        "x": numbers(x),
        "y": numbers(y),
        "values": numbers(values.reshape(count, count)),
    }


def _slope(graph: Graph, here: ValueAndGradient, axis: Axis) -> float:
    """The gradient's entry along the axis."""
    return float(np.asarray(shaped(graph, here.gradient)[axis.input])[axis.entry])


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


def _sides(notation: Notation, here: ValueAndGradient, axis: Axis) -> Sides:
    """At a kink the slopes from the left and from the right, where they differ."""
    if not here.trouble or not math.isfinite(here.value) or not np.isfinite(here.gradient).all():
        return None
    left, right = (_slope_beside(notation, here, axis, side) for side in (-1.0, 1.0))
    return None if math.isclose(left, right, rel_tol=_SAME, abs_tol=_NOTHING) else [number(left), number(right)]


def _slope_beside(notation: Notation, here: ValueAndGradient, axis: Axis, side: float) -> float:
    """The slope's limit from one side, by the slopes a little and twice as far away: what is linear in that cancels."""
    near, far = (
        _slope_at(notation, here, axis, side * times * _BESIDE * max(1.0, abs(axis.at))) for times in (1.0, 2.0)
    )
    return math.copysign(math.inf, near) if abs(near) > max(1.0, _GROWS * abs(far)) else 2.0 * near - far


def _slope_at(notation: Notation, here: ValueAndGradient, axis: Axis, distance: float) -> float:
    point = [*here.point]
    moved = _columns(here, [axis], [np.array([axis.at + distance])])[axis.input][0]
    point[axis.input] = moved if axis.entry else float(moved)
    return _slope(notation.graph, value_and_gradient(notation, point), axis)
