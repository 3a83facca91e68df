"""Faults, kinks and infinite slopes are told where they start; what lies downstream is undefined, never complex."""

from __future__ import annotations

import math
from typing import Any

import pytest

from graphs.study import Study, study

INF, NAN = math.inf, math.nan


def told(made: Study) -> list[tuple[str, str]]:
    """(what is told, at the node with this text), without how inputs were taken."""
    return [
        (issue.kind, f"c{issue.node + 1}" if issue.node is not None else "")
        for issue in made.issues
        if issue.kind not in ("missing input", "unused input")
    ]


def same(x: Any, y: Any) -> bool:
    return (x != x and y != y) or x == y or math.isclose(x, y, rel_tol=1e-12)


# program, point, value, gradient in the inputs' order, issues as (kind, node)
TABLE = [
    ("log(x)", {"x": -3}, NAN, [NAN], [("domain", "c2")]),
    ("log(x)", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("log(x) + y", {"x": -3}, NAN, [NAN, NAN], [("domain", "c3")]),
    ("1/x", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("0/x", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("x**-1", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("sqrt(x)", {"x": -0.25}, NAN, [NAN], [("domain", "c2")]),
    ("sqrt(x)", {"x": 0}, 0, [INF], [("infinite slope", "c2")]),
    ("sqrt(-x)", {"x": 0}, 0, [-INF], [("infinite slope", "c3")]),
    ("sqrt(-1*x)", {"x": 0}, 0, [-INF], [("infinite slope", "c3")]),
    ("cbrt(x)", {"x": 0}, 0, [INF], [("infinite slope", "c2")]),
    ("x**0.5", {"x": 0}, 0, [INF], [("infinite slope", "c2")]),
    ("asin(x)", {"x": 1}, math.pi / 2, [INF], [("infinite slope", "c2")]),
    ("acos(x)", {"x": 1}, 0, [-INF], [("infinite slope", "c2")]),
    ("asin(x)", {"x": 1.5}, NAN, [NAN], [("domain", "c2")]),
    ("atanh(x)", {"x": 1}, NAN, [NAN], [("domain", "c2")]),
    ("gamma(x)", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("gamma(x)", {"x": -2}, NAN, [NAN], [("domain", "c2")]),
    ("lgamma(x)", {"x": -1}, NAN, [NAN], [("domain", "c2")]),
    ("digamma(x)", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("x!", {"x": -1}, NAN, [NAN], [("domain", "c2")]),
    ("cot(x)", {"x": 0}, NAN, [NAN], [("domain", "c2")]),
    ("(-8)**(1/3) + x", {"x": 1}, NAN, [NAN], [("domain", "c2")]),
    ("x**(1/3)", {"x": -8}, NAN, [NAN], [("domain", "c2")]),
    ("x**y", {"x": -2, "y": 3}, -8, [12, NAN], [("undefined", "c3")]),
    ("x**3", {"x": -2}, -8, [12], []),
    ("(-3)**2*x", {"x": 1}, 9, [9], []),
    ("x^0", {"x": 0}, 1, [0], []),
    ("x^1", {"x": 0}, 0, [1], []),
    ("x^2.0", {"x": -3}, 9, [-6], []),
    ("x**y", {"x": 0, "y": 2}, 0, [0, 0], []),
    ("x**y", {"x": 0, "y": 0}, 1, [0, -INF], [("infinite slope", "c3")]),
    ("0**x", {"x": 2}, 0, [0], []),
    ("exp(x)", {"x": 710}, INF, [INF], [("overflow", "c2")]),
    ("log(1 + exp(x))", {"x": 1000}, INF, [NAN], [("overflow", "c2")]),
    ("softplus(x)", {"x": 1000}, 1000, [1], []),
    ("exp(x) - exp(x)", {"x": 1000}, NAN, [NAN], [("overflow", "c2"), ("undefined", "c3")]),
    ("0*exp(x)", {"x": 1000}, NAN, [NAN], [("overflow", "c2"), ("undefined", "c3")]),
    ("1/exp(x)", {"x": 1000}, 0, [NAN], [("overflow", "c2")]),
    ("sin(exp(x))", {"x": 1000}, NAN, [NAN], [("overflow", "c2"), ("undefined", "c3")]),
    ("x*10", {"x": 1e308}, INF, [10], [("overflow", "c2")]),
    ("exp(1000) + x", {"x": 1}, INF, [1], [("overflow", "c2")]),
    ("abs(x)", {"x": 0}, 0, [0], [("not differentiable", "c2")]),
    ("abs(x)", {"x": -2}, 2, [-1], []),
    ("relu(x - 1)", {"x": 1}, 0, [0], [("not differentiable", "c3")]),
    ("leaky_relu(x)", {"x": 0}, 0, [0.01], [("not differentiable", "c2")]),
    ("elu(x)", {"x": 0}, 0, [1], []),
    ("max(x, y)", {"x": 2, "y": 2}, 2, [0.5, 0.5], [("not differentiable", "c3")]),
    ("max(x, y, z)", {"x": 2, "y": 2, "z": 2}, 2, [1 / 3] * 3, [("not differentiable", "c4")]),
    ("max(x, y, z)", {"x": 2, "y": 1, "z": 2}, 2, [0.5, 0, 0.5], [("not differentiable", "c4")]),
    ("max(x, 2)", {"x": 2}, 2, [0], [("not differentiable", "c2")]),
    ("min(x, y, 2)", {"x": 2, "y": 2}, 2, [0, 0], [("not differentiable", "c3")]),
    ("k = 2\nmax(x, k)", {"x": 2}, 2, [0], [("not differentiable", "c3")]),
    ("hypot(x, y)", {"x": 0, "y": 0}, 0, [0, 0], [("not differentiable", "c3")]),
    ("sign(x)", {"x": 0}, 0, [0], [("not differentiable", "c2")]),
    ("floor(x)", {"x": 2}, 2, [0], [("not differentiable", "c2")]),
    ("floor(x)", {"x": 2.5}, 2, [0], []),
    ("where(x > 0, log(x), 0)", {"x": -1}, 0, [0], [("domain", "c3")]),
    ("where(x > 0, log(x), y)", {"x": -1, "y": 3}, 3, [0, 1], [("domain", "c4")]),
    ("where(x > 0, log(x), y)", {"x": 1, "y": 3}, 0, [1, 0], []),
    ("where(log(x) > 0, 1, y)", {"x": -1}, NAN, [NAN, NAN], [("domain", "c3")]),
    ("where(x > 1, sqrt(y), z)", {"x": 2, "y": -1}, NAN, [NAN, NAN, NAN], [("domain", "c5")]),
    ("where(x >= 1, x, 2)", {"x": 1}, 1, [1], [("not differentiable", "c2")]),
    ("relu(sqrt(x) - 1)", {"x": 0}, 0, [0], [("infinite slope", "c2")]),
    ("atan2(y, x)", {"x": 0, "y": 0}, 0, [NAN, NAN], [("undefined", "c3")]),
    ("atan2(x, y)", {"x": -0.0, "y": -1}, math.pi, [-1, 0], [("not differentiable", "c3")]),
    ("sigmoid(x)", {"x": 1000}, 1, [0], [("hint", "c2")]),
    ("sigmoid(x)", {"x": -1000}, 0, [0], [("underflow", "c2")]),
    ("1/x", {"x": 1e-310}, INF, [-INF], [("overflow", "c2")]),
    ("log(exp(x))", {"x": 1000}, INF, [NAN], [("overflow", "c2")]),
    ("x**(1/0)", {"x": 2}, NAN, [NAN], [("domain", "c2")]),
    ("x**exp(1000)", {"x": 2}, INF, [INF], [("overflow", "c2"), ("infinite slope", "c3")]),
    ("x**(0*exp(1000))", {"x": 2}, NAN, [NAN], [("overflow", "c2"), ("undefined", "c3")]),
    ("x/x", {"x": 1e-300}, 1, [0], []),
    ("x - x", {"x": 5}, 0, [0], []),
    ("binomial(x, 2)", {"x": 5}, 10, [4.5], []),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "value", "gradient", "issues"), TABLE)
def test_faults_and_kinks(
    program: str, point: dict[str, float], value: float, gradient: list[float], issues: list[tuple[str, str]]
) -> None:
    made = study(program, point)
    output = made.graph.outputs[0]
    assert same(made.evaluation.values[output], value)
    assert len(gradient) == len(made.jacobian[0])
    assert all(map(same, made.jacobian[0], gradient)), made.jacobian
    assert told(made) == issues
    forward = [made.tangents[name][output] or 0.0 for name in made.graph.inputs]
    assert all(map(same, forward, gradient)), forward
    assert made.check.ok


def test_an_input_that_an_undefined_output_does_not_depend_on_keeps_gradient_0() -> None:
    made = study("a = y*2\nlog(x)", {"x": -1, "y": 1})
    assert made.jacobian[0][1] == 0


def test_unused_and_missing_inputs_are_told() -> None:
    made = study("x*2", {"z": 3})
    assert [(issue.kind, issue.message) for issue in made.issues] == [
        ("missing input", "x is not given; it counts as 1"),
        ("unused input", "the program does not use z; its gradient is 0"),
    ]
    assert made.jacobian == [[2, 0]]


def test_messages_name_the_place_and_the_numbers() -> None:
    assert study("log(x)", {"x": -3}).issues[0].message == "log(c1) is undefined at c1 = -3"
    assert "showing 0 of [-1, 1]" in study("abs(x)", {"x": 0}).issues[0].message
    assert "jumps here" in study("sign(x)", {"x": 0}).issues[0].message
