"""Points for exercises, drawn by a seed: whole numbers and simple fractions at every node, where the program allows it.

The same program, shapes and seed give the same point, on every machine.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.reverse import reverse
from graphs.limits import Limits
from graphs.operations.flows import Elementwise, Linear, outside
from graphs.practice.cells import every_cell, whole_of
from graphs.study import Study
from graphs.study.elsewhere import Beyond

_POOL = (-3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0)
_SMALL = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)  # of arrays: their sums grow
_DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 16)
_LARGEST = 1_000.0  # that is worked with by hand
_NEAR = 1e-9
# What a number adds to a point's score; the least is drawn.
_UNDEFINED, _UNPLEASANT, _LARGE, _ZERO = 20.0, 1.0, 0.5, 0.25


def is_pleasant(x: float) -> bool:
    """Whether a number is whole, or a fraction with a small denominator, and of a size that is worked with by hand."""
    if not math.isfinite(x) or abs(x) > _LARGEST:
        return False
    return any(abs(x * k - round(x * k)) <= _NEAR * k for k in _DENOMINATORS)


def drawn_point(study: Study, seed: int, limits: Limits) -> dict[str, Value]:
    """A point for a study's program, by input, in the shapes that it has: of so many as may be looked at, the one with
    the most pleasant numbers in values, partials and adjoints."""
    chance = random.Random(seed)  # noqa: S311  # an exercise is no secret
    graph, best = study.graph, (math.inf, [*study.point.values()])
    for _ in range(limits.practice_points):
        point = [_drawn(chance, graph.shapes[i]) for i in range(len(graph.inputs))]
        score = _score(study, point)
        if score < best[0]:
            best = score, point
    return dict(zip(graph.inputs, best[1], strict=True))


def _drawn(chance: random.Random, shape: tuple[int, ...]) -> Value:
    if not shape:
        return chance.choice(_POOL)
    return np.array([chance.choice(_SMALL) for _ in range(math.prod(shape))]).reshape(shape)


def _score(study: Study, point: list[Value]) -> float:
    try:
        way = study.elsewhere.at(point)
    except Beyond:
        return math.inf
    graph = way.graph
    with np.errstate(all="ignore"):
        evaluation = evaluate(graph, point)
        numbers = [*_numbers(graph, evaluation)]
    alike = len(point) - len({str(np.ravel(each)) for each in point})  # equal numbers tell no input from another
    return alike + sum(map(_weight, numbers))


def _weight(x: float) -> float:
    if not math.isfinite(x):
        return _UNDEFINED
    if x == 0.0:
        return _ZERO
    return 0.0 if is_pleasant(x) else _UNPLEASANT + _LARGE * (abs(x) > _LARGEST)


def _numbers(graph: Graph, evaluation: Evaluation) -> Iterator[float]:
    """Every value, partial and adjoint."""
    for i in range(len(graph)):
        yield from np.ravel(evaluation.values[i]).tolist()
        for partial in evaluation.partials[i]:
            if not isinstance(partial, Linear) and partial is not None:
                yield from np.ravel(partial.numbers() if isinstance(partial, Elementwise) else partial).tolist()
    if graph.value_shape == ():
        for i, flow in enumerate(reverse(graph, evaluation, {graph.outputs[0]: 1.0})):
            yield from np.ravel(outside(flow, graph.shapes[i])).tolist()


def share_of_pleasant(study: Study) -> float:
    """Of all numbers of a study, those that are pleasant."""
    numbers: list[Any] = []
    for cell in every_cell(study):
        numbers += np.ravel(whole_of(study, cell)).tolist()
    return sum(map(is_pleasant, numbers)) / max(1, len(numbers))
