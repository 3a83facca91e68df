"""Every sentence of the diagnosis against mpmath: nothing is said falsely, and nothing that is off goes unsaid."""

from __future__ import annotations

from typing import Any

import pytest

from graphs.study import study
from tests.support.judge import judged

# Programs of x, and where each goes wrong, bends, cancels, or leaves the doubles.
ROWS: dict[str, tuple[float, ...]] = {
    "x**2": (1e160, 1e-160, -1e-200, 0.0),
    "sqrt(x**2)": (1e160, 1e-160, -1e-160, 1e-200, 0.0),
    "1/x": (1e308, 1e-160, 1e-308, 1e-310, 0.0),
    "x/(1 + x**2)": (-1e154, 1e160),
    "exp(x)": (710.0, -745.0, -740.0, -1e308),
    "log(x)": (5e-324, 0.0, -1.0),
    "log(exp(x))": (1000.0, -1000.0, 1e-9, 1e-154),
    "log(1 + exp(x))": (1000.0, -40.0, -1e308),
    "exp(x) - 1": (0.0, 1e-9, 5e-324),
    "(exp(x) - 1)/x": (1e-5, 1e-12),
    "1 - cos(x)": (0.0, 1e-5, 1e-9),
    "x - sin(x)": (0.0, 1e-5),
    "sin(x)/x": (1e-5, 0.0),
    "log(x**2)": (1.0000000000000002, 1e-160),
    "atan(x)": (1e160, 1e308),
    "tanh(x)": (40.0, -1e308),
    "1 - tanh(x)": (1e308, 19.0, 5.0),
    "sigmoid(x)": (40.0, -800.0, 1e308),
    "exp(x)/(1 + exp(x))": (40.0, 800.0),
    "1/(1 + exp(-x))": (-1000.0, 30.0),
    "softplus(x)": (-1000.0, 1e308),
    "erf(x)": (6.0, 30.0),
    "1 - erf(x)": (5.0, 1e308),
    "log(normcdf(x))": (-50.0, 10.0),
    "normpdf(x)/normcdf(x)": (-30.0, -40.0),
    "gamma(x)": (172.0, -190.5, 0.0),
    "(x + 1) - x": (1e308, 1e16, 3.0),
    "x**2 - (x - 1)**2": (0.5, 1e9),
    "sqrt(x)": (0.0, 1e-320, -1.0),
    "asin(x)": (1.0, 2.0),
    "x*1e-200*1e200": (1e-200, 1.0),
    "x*1e200*1e-200": (1e200, 1.0),
    "exp(-1/x**2)": (1e-3, 1e-154, 0.0),
    "hypot(x, x)": (1e308, 1e-160),
    "x**3": (1e-110, -1e103),
    "cosh(x)": (711.0, 1e-9),
    "sin(1e10*x)": (0.123, 1.0),
    "x*exp(-x)": (1.0000000000000002, 800.0),
    "2**x": (1024.0, -1075.0),
    "where(x > 0, log(x), x)": (-1.0, 1e-9),
    "abs(x)": (0.0, -1e-310),
    "1e308*x": (1.0, 2.0),
    "beta(x, 2)": (1e-308, 3.0),
}  # fmt: skip
ARRAYS: list[tuple[str, dict[str, Any]]] = [
    ("mean(softmax(cumsum(x)))", {"x": [0.1, 0.2, 0.3]}),
    ("sum(softmax(x))", {"x": [1, 2, 3]}),
    ("log_softmax(x)[0]", {"x": [30, 0]}),
    ("sum(x)", {"x": [1e16, 1, -1e16]}),
    ("sum(x)", {"x": [1e308, 1e308, -1e308]}),
    ("prod(x)", {"x": [1e-200, 1e-200]}),
    ("prod(x)", {"x": [1e-200, 1e-120, 1e20]}),
    ("dot(x, y)", {"x": [1e-200, 2], "y": [1e-200, 1e-320]}),
    ("norm(x)", {"x": [1e-310, 1e-311]}),
    ("sqrt(sum(x**2))", {"x": [1e-160, 1e-161]}),
    ("log(sum(exp(x)))", {"x": [1000, 0]}),
    ("sum(x**2)", {"x": [1e-160, 1e-200]}),
    ("sum(exp(x))", {"x": [-745, 710]}),
    ("det(A)", {"A": [[1e-200, 0], [0, 1e-200]]}),
    ("logdet(A)", {"A": [[1, 2], [2, 4]]}),
    ("sum(solve(A, b))", {"A": [[1, 2], [3, 4]], "b": [1e308, 1]}),
    ("sum(1/x)", {"x": [1e-310, 1]}),
    ("A @ x", {"A": [[1, -1], [1, 1]], "x": [1e9, 1e9]}),
]  # fmt: skip
CASES = [*((program, {"x": x}) for program, points in ROWS.items() for x in points), *ARRAYS]


@pytest.mark.parametrize(("program", "at"), CASES, ids=[f"{program} {at}" for program, at in CASES])
def test_nothing_is_said_falsely_and_nothing_lost_goes_unsaid(program: str, at: dict[str, Any]) -> None:
    assert not judged(study(program, at))
