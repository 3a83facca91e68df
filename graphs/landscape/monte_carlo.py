"""How far rounding may have moved a gradient and a Hessian: both again on graphs whose every value and slope is off by
a unit in its last place, this way or that, at random (D. S. Parker, "Monte Carlo arithmetic", 1997).

What cancels then no longer does, what is ill-conditioned moves, and what is 0 because a factor is 0 stays 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.kinks import Bend
from graphs.autodiff.reverse import reverse
from graphs.landscape.sides import hessian_at
from graphs.operations.flows import Elementwise, outside
from graphs.operations.row import Map, Operation
from graphs.study.gradient import flat

_UNIT = 2.0**-53
_SAMPLES = 3
_MARGIN = 16.0  # between the farthest of so few samples and what rounding can do
_LEAST = 1e-300  # where something was too small for a double, it was smaller than this
_EXPONENTIAL = frozenset(("softmax", "log_softmax", "logsumexp"))  # a rounded operand would move these too far


class Rounding(NamedTuple):
    """How far each entry may be off: of the gradient, in a row, and of the Hessian; 0 where it is exact."""

    gradient: np.ndarray
    hessian: np.ndarray


def gradient_rounding(graph: Graph, point: list[Value], evaluation: Evaluation, gradient: np.ndarray) -> np.ndarray:
    """How far each entry of the gradient of a scalar output may be off; infinite where it cannot be told."""
    off = np.zeros_like(gradient)
    for seed in range(_SAMPLES):
        other = _shaken(graph, seed)
        estimate = _gradient(other, evaluate(other, point))
        off = np.fmax(off, _distance(estimate, gradient))
    return _MARGIN * off + _least(graph, evaluation)


def rounding(graph: Graph, point: list[Value], evaluation: Evaluation, bends: list[Bend],
             gradient: np.ndarray, matrix: np.ndarray) -> Rounding:  # fmt: skip
    """The same of gradient and Hessian. bends: those at the point, all of them smooth."""
    slopes, seconds = np.zeros_like(gradient), np.zeros_like(matrix)
    for seed in range(_SAMPLES if not graph.arrays or len(gradient) <= 8 else 1):
        other = _shaken(graph, seed)
        shaken = evaluate(other, point)
        slopes = np.fmax(slopes, _distance(_gradient(other, shaken), gradient))
        try:
            hessian = hessian_at(other, point, shaken, bends)
        except ArithmeticError:
            hessian = None
        hessian = np.full_like(matrix, np.inf) if hessian is None else hessian
        seconds = np.fmax(seconds, _distance(hessian, matrix))
    least = _least(graph, evaluation)
    return Rounding(_MARGIN * slopes + least, _MARGIN * np.fmax(seconds, seconds.T) + least)


def _gradient(graph: Graph, evaluation: Evaluation) -> np.ndarray:
    adjoints = reverse(graph, evaluation, {graph.outputs[0]: 1.0})
    return flat([outside(adjoints[i], graph.shapes[i]) for i in range(len(graph.inputs))])


def _distance(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    gap = np.abs(one - other)
    return np.where(np.isnan(gap), np.inf, gap)


def _least(graph: Graph, evaluation: Evaluation) -> float:
    """What an entry may be off by because something was too small for a double: a product of numbers that are not 0, or
    a slope of a smooth row at operands that are not 0."""
    adjoints = reverse(graph, evaluation, {graph.outputs[0]: 1.0})
    for i in range(len(graph.inputs), len(graph)):
        row, operands = graph.rows[i], graph.operands[i]
        if i in graph.data or row.maps is not None or adjoints[i] is None:
            continue
        x, adjoint = [evaluation.values[k] for k in operands], outside(adjoints[i], graph.shapes[i])
        smooth = row.kink is None and not row.chooses
        whole = smooth & np.logical_and.reduce([np.not_equal(each, 0.0) for each in np.broadcast_arrays(*x)])
        for k, local in zip(operands, evaluation.partials[i], strict=False):
            if k >= 0 and local is not None:
                partial = local.numbers() if isinstance(local, Elementwise) else local
                lost = np.where(np.equal(partial, 0.0), whole, np.equal(partial * adjoint, 0.0))
                if np.any(lost & np.not_equal(adjoint, 0.0)):
                    return _LEAST
    return 0.0


def _shaken(graph: Graph, seed: int) -> Graph:
    rows = [_off(row, 64 * i + seed) if i >= len(graph.inputs) else row for i, row in enumerate(graph.rows)]
    return replace(graph, rows=rows)


def _off(row: Operation, seed: int) -> Operation:
    """A row whose values and slopes are off by a unit in the last place: the same ones whenever it is read."""
    if row.rule == "selection" or row.value is None:
        return row
    random = np.random.default_rng(seed)
    turns = 1.0 + _UNIT * random.choice([-2.0, -1.0, 1.0, 2.0], size=(2, 68))

    def moved(x: Any, slot: int = 0) -> Any:
        """By entry, each in its own way."""
        shape = np.shape(getattr(x, "value", x))
        return x * (np.resize(turns[0, slot % 3 :], shape) if shape else float(turns[0, slot % 68]))

    if row.maps is None:

        def partials(m: Any, c: Any, *x: Any) -> Any:
            slopes = row.partials(m, c, *x)
            return tuple([None if p is None else p * float(turns[1, k % 68]) for k, p in enumerate(slopes)])

        if row.kink is not None:  # what chooses an operand, or rounds to whole numbers, rounds nothing else
            return replace(row, partials=partials)
        return replace(row, value=lambda m, *x: moved(row.value(m, *x)), partials=partials)
    if row.name in _EXPONENTIAL:
        maps = row.maps
        return replace(row, value=lambda m, *x: moved(row.value(m, *x)),
                       maps=lambda m, c, *x: tuple(_turned(one, moved) for one in maps(m, c, *x)))  # fmt: skip
    return _backwards(row, moved)


def _turned(one: Map, moved: Callable[[Any], Any]) -> Map:
    return Map(lambda d: moved(one.push(d)), lambda g: moved(one.pull(g)))


def _backwards(row: Operation, moved: Callable[[Any, int], Any]) -> Operation:
    """A row of arrays at operands that are off, as its sums of products round (Higham, §3.1)."""
    assert row.maps is not None
    maps = row.maps

    def off(x: tuple[Any, ...]) -> list[Any]:
        return [moved(each, slot) for slot, each in enumerate(x)]

    def turned(m: Any, c: Any, *x: Any) -> tuple[Map, ...]:
        return tuple(_turned(one, lambda flow: moved(flow, 1)) for one in maps(m, c, *off(x)))

    return replace(row, value=lambda m, *x: row.value(m, *off(x)), maps=turned)
