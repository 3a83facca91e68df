"""Whether a gradient is zero, and what a Hessian is, by the errors of what was computed: the one rule of the
second-derivative test, of the directions and of the paths downhill.

Of a rational program both are facts (jets.py). Of any other, a gradient within its rounding may be zero here, or a
little beside: the point's own digits are rounded too. Where the Hessian is regular, and stays so as far as Newton's
step reaches, a stationary point is there (Kantorovich's theorem; Ortega & Rheinboldt, §12.6).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.kinks import Bend, bends_of
from graphs.autodiff.second_order import symmetric
from graphs.landscape.inertia import Inertia, by_powers, eigenvalues, exact_inertia, inertia, scaled
from graphs.landscape.jets import Exact, exact
from graphs.landscape.monte_carlo import Rounding, gradient_rounding, rounding
from graphs.landscape.sides import hessian_at
from graphs.limits import Limits
from graphs.study.gradient import flat, shaped

_SAMPLED = 3  # times the work of a Hessian is what its rounding costs
_COARSE = 2.0**-40  # of an entry: what its rounding is taken for where that is too much work

Zero = Literal["zero", "within", "not"]  # the gradient is 0, it is 0 to within its rounding, it is not 0
Standing = Literal["stationary", "near", "open", "not"]


class Second(NamedTuple):
    """A symmetric Hessian over the entries of all inputs. eigenvalues: ascending, with the signs that `inertia` has.

    off: how far it and the gradient may be off. truth: both as fractions, if they are.
    """

    matrix: np.ndarray
    eigenvalues: np.ndarray
    inertia: Inertia
    off: Rounding
    truth: Exact | None


class Stationary(NamedTuple):
    """standing: the gradient is 0; a point where it is lies within `reach`; it may be 0, which cannot be decided; it is
    not 0."""

    standing: Standing
    reach: float = 0.0


def zero(graph: Graph, point: list[Value], evaluation: Evaluation, gradient: np.ndarray) -> Zero:
    """Whether the gradient of a scalar output, over the entries of all inputs, is 0."""
    truth = exact(graph, point)
    if truth is not None:
        return "not" if any(truth.gradient.values()) else "zero"
    with np.errstate(all="ignore"):
        return _zero(gradient, gradient_rounding(graph, point, evaluation, gradient))


def _zero(gradient: np.ndarray, off: np.ndarray) -> Zero:
    if not gradient.any() and not off.any():
        return "zero"
    return "within" if bool(np.all(np.abs(gradient) <= off)) else "not"


def second(graph: Graph, point: list[Value], evaluation: Evaluation, bends: list[Bend],
           gradient: np.ndarray, hessian: np.ndarray, limits: Limits) -> Second:  # fmt: skip
    """What is known of a finite Hessian. bends: those at the point, all of them smooth."""
    matrix, truth = symmetric(hessian), exact(graph, point)
    if truth is not None:
        size, none = range(len(matrix)), Fraction(0)
        exactly = [[truth.hessian.get((min(i, j), max(i, j)), none) for j in size] for i in size]
        try:
            matrix = np.array([[float(each) for each in row] for row in exactly]).reshape(matrix.shape)
        except OverflowError:
            truth = None
    if truth is not None:
        off, signature = Rounding(np.zeros_like(gradient), np.zeros_like(matrix)), exact_inertia(exactly)
    else:
        work = (len(gradient) if graph.arrays else 1) * len(graph) * _SAMPLED
        with np.errstate(all="ignore"):
            if work <= limits.hessian_visits:
                off = rounding(graph, point, evaluation, bends, gradient, matrix)
            else:
                off = Rounding(gradient_rounding(graph, point, evaluation, gradient), _COARSE * np.abs(matrix))
        signature = inertia(matrix, off.hessian)
    values, signature = eigenvalues(matrix, signature)
    return Second(matrix, values, signature, off, truth)


def stationary(graph: Graph, point: list[Value], gradient: np.ndarray, analysis: Second) -> Stationary:
    """Whether the gradient of a scalar output is 0 here, or near."""
    off = analysis.off.gradient
    if analysis.truth is not None:
        gradient = np.array([_double(analysis.truth.gradient.get(i, 0)) for i in range(len(gradient))])
    is_zero = _zero(gradient, off)
    if is_zero == "zero":
        return Stationary("stationary")
    here = flat(point)
    with np.errstate(all="ignore"):
        beside = np.abs(analysis.matrix) @ np.spacing(np.abs(here))
        if is_zero == "not" and not np.all(np.abs(gradient) <= off + beside):
            return Stationary("not")
        if not analysis.inertia.regular:
            return Stationary("open")
        reach = _reach(graph, here, np.abs(gradient) + off, analysis.matrix)
    return Stationary("open") if reach is None else Stationary("near", reach)


def _double(x: Fraction | int) -> float:
    """The double next to a fraction; one that is not 0 stays so, and one past the largest is infinite."""
    try:
        return float(x) or (math.ulp(0.0) if x else 0.0)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def _reach(graph: Graph, here: np.ndarray, most: np.ndarray, matrix: np.ndarray) -> float | None:
    """How far Newton's step may lead from a gradient of `most` at most; None where the Hessian is another there."""
    small, exponents = scaled(matrix)
    inverse = np.abs(by_powers(np.linalg.inv(small), exponents))
    step = inverse @ most
    least = float(np.min(np.abs(np.linalg.eigvalsh(small))))
    for side in (here + step, here - step):
        there = shaped(graph, side)
        if not np.isfinite(side).all():
            return None
        evaluation = evaluate(graph, there)
        try:
            hessian = hessian_at(graph, there, evaluation, bends_of(graph, evaluation))
        except ArithmeticError:
            return None
        if hessian is None:
            return None
        change = np.linalg.norm(by_powers(symmetric(hessian) - matrix, exponents))
        if not change <= least / 2.0:
            return None
    return math.hypot(*step)
