"""Directions at a point: which way a function of one number rises and falls fastest, and paths that follow it.

The rate along a unit direction u is ∇f·u; by Cauchy-Schwarz it lies between -|∇f| and |∇f|, and reaches them only
along -∇f/|∇f| and ∇f/|∇f|. At kinks the gradient is a convention, so that nothing is claimed there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.autodiff.graph import Graph
from graphs.landscape.descent import NEAR, Path, gradient_descent, newton
from graphs.landscape.stationary import zero
from graphs.limits import Limits
from graphs.notation.formula import FORMULA, Formula, Part, sentence
from graphs.notation.names import label
from graphs.notation.notation import Notation
from graphs.notation.numbers import number_said
from graphs.strict_json import number, numbers
from graphs.study import Study
from graphs.study.gradient import ValueAndGradient, flat, shaped, value_and_gradient

SWEPT = 24  # directions round the circle, every 15 degrees


def directions(study: Study, step: float, steps: int, limits: Limits) -> dict[str, Any]:
    """The contract's `directions`; step and steps are those of gradient descent (steps of Newton's method too).

    norm, ascent, descent, rate: null where the output is not one number, or has no gradient; ascent and descent also
    where it is zero. circle: for two input entries. `statement` says what holds, and why something is left out.
    """
    graph = study.graph
    if not study.scalar:
        return _nothing("Directions are steepest for an output of one number; this one has more.")
    if not graph.inputs:
        return _nothing("The program has no inputs, so there is no direction to go.")
    start = value_and_gradient(study.elsewhere, list(study.point.values()), study.evaluation)
    answer = _steepest(study.notation, start)
    answer["paths"] = {
        "gradient": _path(graph, gradient_descent(study.elsewhere, start, step, steps, limits)),
        "newton": _path(graph, newton(study.elsewhere, start, steps, limits)),
    }
    return answer


def unit(gradient: np.ndarray) -> np.ndarray:
    """The gradient's direction, also where its square would overflow or vanish."""
    scaled = gradient / np.abs(gradient).max()
    return np.asarray(scaled / np.linalg.norm(scaled))


def circle(graph: Graph, gradient: np.ndarray) -> list[dict[str, Any]]:
    """Unit directions round the circle with their rates, the steepest two marked; [] unless there are two entries."""
    if gradient.shape != (2,):
        return []
    up = unit(gradient)
    around = [2.0 * math.pi * k / SWEPT for k in range(SWEPT)]
    swept = [(angle, np.array([math.cos(angle), math.sin(angle)]), None) for angle in around]
    steepest = [(math.atan2(u[1], u[0]) % (2.0 * math.pi), u, mark) for u, mark in ((up, "ascent"), (-up, "descent"))]
    by_angle = {round(angle, 12): (angle, u, mark) for angle, u, mark in [*swept, *steepest]}
    return [
        {"angle": angle, "direction": _by_input(graph, u), "rate": float(gradient @ u) + 0.0, "mark": mark}
        for _, (angle, u, mark) in sorted(by_angle.items())
    ]


def _steepest(notation: Notation, start: ValueAndGradient) -> dict[str, Any]:
    graph = notation.graph
    if start.trouble:
        return _nothing(sentence("No direction is steepest here: {}.", start.trouble))
    norm, standing = start.norm, zero(graph, start.point, start.evaluation, start.gradient)
    if standing == "not" and norm == 0.0:
        return _nothing("The gradient is not zero, but smaller than a double can hold, so that its direction is lost.")
    if standing == "within":
        statement = (
            "The gradient is zero to within rounding: its direction is that of the rounding, and none is claimed."
        )
        return {**_nothing(statement), "norm": norm, "rate": 0.0 - norm}
    if norm == 0.0:
        statement = "The gradient is zero: along every direction the rate is 0, and none is steepest."
        return {**_nothing(statement), "norm": 0.0, "rate": 0.0}
    if not math.isfinite(norm):
        return _nothing("The gradient is longer than a double can hold, so that its directions have no rates.")
    up = unit(start.gradient)
    return {
        "norm": norm,
        "ascent": _by_input(graph, up),
        "descent": _by_input(graph, -up),
        "rate": -norm,
        "statement": _statement(notation, norm),
        "circle": circle(graph, start.gradient),
    }


def _statement(notation: Notation, norm: float) -> Formula:
    name, latex = notation.result, label(notation.result)
    slope, its_slope = f"∇{name}", f"\\nabla {latex}"
    size, its_size = f"|{slope}|", f"\\lvert{its_slope}\\rvert"
    u, f, gradient = _signs("u", "u"), _signs(name, latex), _signs(slope, its_slope)
    longest, up = _signs(size, its_size), _signs(f"{slope}/{size}", f"{its_slope}/{its_size}")
    falls, least = _signs(f"−{slope}/{size}", f"-{its_slope}/{its_size}"), _signs(f"−{size}", f"-{its_size}")
    rate, lengths = _signs(f"{slope}·u", f"{its_slope} \\cdot u"), _signs(f"{size}·1", f"{its_size} \\cdot 1")
    fastest = sentence(
        "Of all unit directions {}, {} falls fastest along {}, at the rate {} = {}, and rises fastest along {}, at the "
        "rate {} = {}.",
        u, f, falls, least, number_said(-norm), up, longest, number_said(norm),
    )  # fmt: skip
    reason = sentence(
        "The reason is the Cauchy-Schwarz inequality: the rate along {} is {}, and a product of two vectors is never "
        "larger in size than the product of their lengths, here {}; it is as large only where {} points along {} or "
        "straight against it.",
        u, rate, lengths, u, gradient,
    )  # fmt: skip
    return sentence("{} {}", fastest, reason)


def _signs(text: str, latex: str) -> Part:
    return Part(text, FORMULA, None, latex)


def _nothing(statement: str) -> dict[str, Any]:
    nowhere: dict[str, Any] = dict.fromkeys(("norm", "ascent", "descent", "rate"))
    return {**nowhere, "statement": statement, "circle": [], "paths": None}


def _path(graph: Graph, path: Path) -> dict[str, Any]:
    return {
        "step": path.step,
        "points": [
            {
                "at": _by_input(graph, flat(here.point)),
                "value": here.value + 0.0,
                "norm": None if here.trouble else number(here.norm),
            }
            for here in path.points
            if math.isfinite(here.value)
        ],
        "stationary": path.stationary,
        "tolerance": NEAR,
        "note": path.note,
    }


def _by_input(graph: Graph, entries: np.ndarray) -> dict[str, Any]:
    return {name: numbers(value) for name, value in zip(graph.inputs, shaped(graph, entries), strict=True)}
