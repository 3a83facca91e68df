"""The derivative by difference quotients, (f(x + hv) - f(x - hv)) / 2h, as h shrinks.

The quotient nears the derivative as h², until the rounding of f, divided by h, drowns it (Griewank & Walther, §1.1).
"""

from __future__ import annotations

import math
from itertools import cycle
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Value
from graphs.autodiff.jacobian import stacked
from graphs.operations.flows import outside
from graphs.study import Study
from graphs.study.elsewhere import Beyond
from graphs.study.rounding import noise

STEPS = tuple(10.0**-k for k in range(1, 13))
# Weights of the entries where no direction was asked for: of one size, and no two errors cancel in them.
_WEIGHTS = (1.0, 0.7, 1.3, 0.9, 1.1, 0.6, 1.4, 0.8)
_FAR = 1e3  # from this factor on above or below 1 an input's own size is its unit
_NEAR = 1e-5  # of the slope's size: what the best quotient of a right derivative keeps
_STAYS = 3  # quotients in a row that have to be alike


class Row(NamedTuple):
    """One step of the table: the quotient and its distance from the derivative, NaN where f is not finite."""

    h: float
    quotient: float
    error: float


class Differences(NamedTuple):
    """slope: the derivative compared with. scale: its size, were there no cancellation. size: of f, where it was asked.
    noise: h times the error that rounding f can make. table: by h; of an output that is no single number, the entry
    that is farthest off."""

    slope: float
    scale: float
    size: float
    noise: float
    table: list[Row]

    @property
    def best(self) -> Row | None:
        """The row that is nearest to the derivative."""
        return min(self._finite_rows, key=lambda row: row.error, default=None)

    @property
    def tolerance(self) -> float:
        """How far the best quotient of a right derivative may be off: a share of the slope's size, or of the quotients
        that stand clear of rounding."""
        clear = [abs(row.quotient) for row in self._finite_rows if self.noise / row.h <= abs(row.quotient)]
        return _NEAR * max(self.scale, median(clear or [0.0]))

    @property
    def settled(self) -> float | None:
        """Where the quotient stays when h shrinks, before rounding moves it; None where it never does. Where a sine
        swings faster than the smallest h, each quotient is a chance, of f's size over h, small beside the slope."""
        last = [row for row in self._finite_rows if self.noise / row.h <= self.tolerance][-_STAYS:]
        if len(last) < _STAYS:
            return None
        quotients = [row.quotient for row in last]
        middle, spread = median(quotients), max(quotients) - min(quotients)
        followed = self.scale * last[-1].h <= self.size or spread <= _NEAR * abs(middle)
        return middle if followed and spread <= _STAYS * self.tolerance else None

    @property
    def _finite_rows(self) -> list[Row]:
        return [row for row in self.table if math.isfinite(row.error)]


def direction(study: Study) -> dict[int, Value]:
    """The direction v, by input: the one asked for, else all entries at once, each in its own unit."""
    graph = study.graph
    if "direction" in study.tangents:
        tangents = study.tangents["direction"]
        return {i: outside(tangents[i], graph.shapes[i]) for i in range(len(graph.inputs)) if tangents[i] is not None}
    weights = cycle(_WEIGHTS)
    v: dict[int, Value] = {}
    for i, value in enumerate(study.point.values()):
        size = np.abs(value)
        unit = np.where((size == 0) | ((size > 1 / _FAR) & (size < _FAR)), 1.0, size)
        weighed = np.array([next(weights) for _ in range(np.size(value))]).reshape(np.shape(value)) * unit
        v[i] = weighed if np.shape(value) else float(weighed)
    return v


def differences(study: Study, along: dict[int, Value], slopes: list[Value]) -> Differences:
    """The table along a direction.

    slopes: one row per entry of the answer's value, one column per input, in its shape: what is to be checked.
    """
    with np.errstate(all="ignore"):
        exact = np.array([sum(float(np.sum(row[i] * v)) for i, v in along.items()) for row in slopes])
        sizes = np.array([sum(float(np.sum(np.abs(row[i] * v))) for i, v in along.items()) for row in slopes])
        moved = [(_moved(study, along, h), _moved(study, along, -h)) for h in STEPS]
        quotients = [(after - before) / (2.0 * h) for h, (after, before) in zip(STEPS, moved, strict=True)]
        errors = np.array([np.abs(quotient - exact) for quotient in quotients])
        # The entry that is farthest off at its own best h stands for all.
        best = np.where(np.isfinite(errors), errors, math.inf).min(axis=0)
        entry = int(np.argmax(best / np.maximum(sizes, 1e-300)))
    rows = zip(STEPS, quotients, errors, strict=True)
    table = [Row(h, float(quotient[entry]), float(error[entry])) for h, quotient, error in rows]
    heights = np.abs([value[entry] for pair in moved for value in pair])
    size = float(np.max(heights, initial=0.0, where=np.isfinite(heights)))
    return Differences(float(exact[entry]), float(sizes[entry]), size, noise(study), table)


def _moved(study: Study, along: dict[int, Value], h: float) -> Any:
    """The answer's value at x + hv, flat; NaN where the program is not known."""
    point = [*study.point.values()]
    for i, v in along.items():
        point[i] = point[i] + h * v
    try:
        graph = study.elsewhere.at(point).graph
    except Beyond:
        return np.full(math.prod(study.graph.value_shape), math.nan)
    return np.ravel(stacked(graph, evaluate(graph, point).values))
