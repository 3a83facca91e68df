"""Paths downhill from a point: gradient descent with a chosen step, and Newton's method with the exact Hessian.

Every point of a path is evaluated anew on the same graph. A path ends where the gradient is zero, where the function
has no gradient (a fault, a kink), or where no step can be taken, and says so (Nocedal & Wright, §2.2 and §3.3).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Graph
from graphs.autodiff.jacobian import tape_size
from graphs.autodiff.kinks import Bend, bends_of
from graphs.autodiff.second_order import symmetric
from graphs.landscape.inertia import eigenvalues, inertia
from graphs.landscape.sides import hessian_at, hessian_jumps
from graphs.landscape.stationary import second, stationary, zero
from graphs.limits import Limits
from graphs.notation.numbers import number_text
from graphs.operations.readings.matrices import solve
from graphs.study.elsewhere import Elsewhere
from graphs.study.gradient import ValueAndGradient, flat, shaped, value_and_gradient

NEAR = 1e-8  # of a path's extent: a point where the gradient is zero counts as found when it is as near as this
_SLACK = 10.0  # between the two ways of telling how near it is
_COARSE = 2.0**-44  # of an entry of a Hessian: what its rounding is taken for along a path
_ARRAY_VISIT = 20  # times what a node of one number costs
_DUAL_VISIT = 10

Move = tuple[np.ndarray | None, str]  # the way to go, over all entries; or None and why there is none
Arrival = tuple[bool, str] | None  # whether the gradient is zero here, and how that is known; None: go on


class Path(NamedTuple):
    """Where a method goes, from the first point on; stationary: the gradient is zero within NEAR of the last."""

    step: float
    points: list[ValueAndGradient]
    stationary: bool
    note: str


def gradient_descent(elsewhere: Elsewhere, start: ValueAndGradient, step: float, steps: int, limits: Limits) -> Path:
    """x - step ∇f(x), again and again."""
    graph, result = elsewhere.here.graph, elsewhere.here.notation.result

    def arrived(points: list[ValueAndGradient], way: np.ndarray) -> Arrival:
        """By the secant through the last two points, which one Hessian then confirms: a flat tail is no arrival."""
        if len(points) < 2:
            return None
        (before, here), reach = points[-2:], NEAR * _extent(points)
        came = math.dist(flat(before.point), flat(here.point))
        turned = math.dist(before.gradient, here.gradient)
        if not reach or came / reach > turned / here.norm:
            return None
        if _too_large(here.way.graph, limits):
            return True, "by the last two points; too many inputs for second derivatives to confirm it"
        if _confirmed(here, _SLACK * reach):
            return True, "as second derivatives confirm"
        size = f"|∇{result}| is only {number_text(here.norm)}"
        return False, f"{size}, but second derivatives show no stationary point near"

    allowed = limits.path_visits // _effort(graph)
    path = _walk(elsewhere, start, step, steps, allowed, limits, lambda here: (-step * here.gradient, ""), arrived)
    if path.stationary or not path.points[-1].value > start.value:
        return path
    return path._replace(note=f"{path.note} The value has grown on the way: a shorter step may help.")


def newton(elsewhere: Elsewhere, start: ValueAndGradient, steps: int, limits: Limits) -> Path:
    """x + p with H(x) p = -∇f(x), where the Hessian is definite: downhill if positive, uphill if negative."""

    def arrived(points: list[ValueAndGradient], way: np.ndarray) -> Arrival:
        is_near = math.hypot(*way) <= NEAR * _extent(points)
        return (True, "as the next Newton step is shorter than that") if is_near else None

    graph, count = elsewhere.here.graph, len(start.gradient)
    if _too_large(graph, limits):
        note = f"Newton's method is left out: the graph is too large for Hessians of {count:,} input entries."
        return Path(1.0, [start], False, note)
    dual = len(graph) * _ARRAY_VISIT * count if graph.arrays else len(graph) * (_DUAL_VISIT + count // 10)
    allowed = limits.path_visits // (_effort(graph) + dual + count**2)
    return _walk(elsewhere, start, 1.0, steps, allowed, limits, _newton_step, arrived)


def _effort(graph: Graph) -> int:
    """What one gradient costs, in visits of a node of one number."""
    return 1 + len(graph) + len(graph.arrays) * _ARRAY_VISIT + (tape_size(graph) if graph.arrays else 0)


def _too_large(graph: Graph, limits: Limits) -> bool:
    count = sum(map(math.prod, graph.shapes[: len(graph.inputs)]))
    return count > limits.hessian or (count if graph.arrays else 1) * len(graph) > limits.hessian_visits


def _extent(points: list[ValueAndGradient]) -> float:
    """What is near is measured by this: how far the path has come, or how far from 0 it is."""
    first, last = flat(points[0].point), flat(points[-1].point)
    return max(math.hypot(*last), math.dist(first, last))


def _walk(
    elsewhere: Elsewhere,
    here: ValueAndGradient,
    step: float,
    steps: int,
    allowed: int,
    limits: Limits,
    move: Callable[[ValueAndGradient], Move],
    arrived: Callable[[list[ValueAndGradient], np.ndarray], Arrival],
) -> Path:
    result, points, remark = elsewhere.here.notation.result, [here], ""

    def ended(note: str, stationary: bool = False) -> Path:
        return Path(step, points, stationary, f"{note} {remark}".rstrip())

    while True:
        count = _counted(len(points) - 1)
        if here.trouble:
            return ended(f"Stopped {count}: {here.trouble}.")
        if not here.gradient.any():
            return ended(*_zero(here, _extent(points), limits, count))
        with np.errstate(all="ignore"):
            way, reason = move(here)
            if way is None:
                return ended(f"Stopped {count}: {reason}.")
            arrival = arrived(points, way)
            before = flat(here.point)
            after = before + way
        if arrival is not None:
            is_zero, how = arrival
            near = f"The gradient is zero {count}, to within {number_text(NEAR)} of the path's extent, {how}."
            return ended(near if is_zero else f"Stopped {count}: {how}.", is_zero)
        if len(points) > min(steps, allowed):
            cut = "" if steps <= allowed else f"; {steps:,} steps would be more work than one answer may take"
            return ended(f"Not stationary {count}: |∇{result}| is {number_text(here.norm)}{cut}.")
        remark = remark or reason
        if not np.isfinite(after).all():
            return ended(f"Stopped {count}: the next point is larger than a double can hold.")
        if (after == before).all():
            return ended(f"Stopped {count}: the next step is too short to change the point.")
        there = value_and_gradient(elsewhere, shaped(here.way.graph, after))
        if not math.isfinite(there.value):
            return ended(f"Stopped {count}, before a point where {there.trouble}.")
        points.append(there)
        here = there


def _zero(here: ValueAndGradient, extent: float, limits: Limits, count: str) -> tuple[str, bool]:
    """The remark on a gradient that was computed as 0, and whether it is 0, or is near a point where it is."""
    graph = here.way.graph
    if zero(graph, here.point, here.evaluation, here.gradient) == "zero":
        return f"The gradient is zero {count}.", True
    remark = f"Stopped {count}: the gradient is zero to within rounding; whether it is, cannot be decided."
    bends = bends_of(graph, here.evaluation)
    hessian = None if _too_large(graph, limits) else _hessian(here, bends)
    if hessian is None or not np.isfinite(hessian).all():
        return remark, False
    analysis = second(graph, here.point, here.evaluation, bends, here.gradient, hessian, limits)
    standing, reach = stationary(graph, here.point, here.gradient, analysis)
    if standing == "near" and reach <= NEAR * extent:
        return f"The gradient is zero {count}, or at a distance of at most {number_text(reach, 2)}.", True
    return remark, False


def _hessian(here: ValueAndGradient, bends: list[Bend]) -> np.ndarray | None:
    try:
        hessian = hessian_at(here.way.graph, here.point, here.evaluation, bends)
        return None if hessian is None or hessian_jumps(here.borders, here.point, hessian) else hessian
    except ArithmeticError:
        return None


def _second(here: ValueAndGradient) -> tuple[np.ndarray, np.ndarray] | None:
    """The Hessian over the entries of the inputs that the output depends on, and which they are; None without one."""
    graph = here.way.graph
    reaching = graph.reaching(graph.outputs[0])
    inputs = range(len(graph.inputs))
    used = np.concatenate([np.full(math.prod(graph.shapes[i]), i in reaching) for i in inputs])
    matrix = _hessian(here, bends_of(graph, here.evaluation))
    if matrix is None:
        return None
    matrix = symmetric(matrix)[np.ix_(used, used)]
    return (matrix, used) if np.isfinite(matrix).all() else None


def _confirmed(here: ValueAndGradient, reach: float) -> bool:
    """Whether the quadratic model has a stationary point within reach, be the Hessian singular or not."""
    model = _second(here)
    if model is None:
        return False
    matrix, used = model
    gradient = here.gradient[used]
    way = -np.linalg.pinv(matrix, rcond=1e-12, hermitian=True) @ gradient
    rest = math.hypot(*(gradient + matrix @ way))
    return math.hypot(*way) <= reach and rest <= reach * float(np.abs(matrix).max())


def _newton_step(here: ValueAndGradient) -> Move:
    model = _second(here)
    if model is None:
        return None, "a second derivative is infinite or undefined, or jumps"
    matrix, used = model
    signature = inertia(matrix, _COARSE * np.abs(matrix))
    definiteness = signature.word
    way = np.zeros(len(used))
    try:
        if not signature.regular:
            raise ValueError
        way[used] = -solve(matrix, here.gradient[used])
    except ValueError:
        return None, f"the Hessian is singular ({definiteness}), so there is no Newton step"
    if definiteness == "positive definite":
        return way, ""
    slope = float(here.gradient @ way)
    falls = definiteness == "indefinite" and slope < 0.0
    descends = f"is {'' if falls else 'not '}a descent direction (∇{here.way.notation.result}·p = {number_text(slope)})"
    if definiteness == "indefinite":
        spectrum, _ = eigenvalues(matrix, signature)
        spread = f"eigenvalues from {number_text(float(spectrum[0]))} to {number_text(float(spectrum[-1]))}"
        return None, f"the Hessian is indefinite ({spread}), and the Newton step {descends}"
    return way, f"A Newton step {descends}: the Hessian is negative definite, so that the path looks for a maximum."


def _counted(steps: int) -> str:
    return "at the start" if steps == 0 else f"after {steps} step{'s' * (steps != 1)}"
