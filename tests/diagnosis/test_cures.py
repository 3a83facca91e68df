"""Remedies that one click applies: each keeps the function, and gives a number where the program gave none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from graphs.explain.why import why
from graphs.study import Study, study
from tests.support.fixes import applied
from tests.support.truth import mp, true_values

V, W = [0.5, 1.5], [1000.0, 0.0]
# program, the point where it goes wrong, the program with the fix in it; an ordinary point is 0.3, 0.7, … or V
FIXED: list[tuple[str, dict[str, Any], str]] = [
    ("y + log(1 + exp(x))*2", {"x": 1000, "y": 1}, "y + softplus(x)*2"),
    ("log(exp(x*y) + 1)", {"x": 1000, "y": 1}, "softplus(x*y)"),
    ("np.log(1 + np.exp(x))", {"x": 1000}, "softplus(x)"),
    ("a = exp(x)\nb = 1 + a\ny*log(b)", {"x": 1000, "y": 1}, "a = exp(x)\nb = 1 + a\ny*softplus(x)"),
    ("t = x*y\nlog(1 + exp(t))", {"x": 1000, "y": 1}, "t = x*y\nsoftplus(t)"),
    ("log(1+exp(x)) + 2log(1+exp(x))", {"x": 1000}, "softplus(x) + 2softplus(x)"),
    ("2*log(exp(x - y))", {"x": 1000, "y": 1}, "2*(x - y)"),
    ("log(exp(x) + exp(2x) + 1)", {"x": 1000}, "logsumexp([x, 2x, 0])"),
    ("log(sum(exp(v)))", {"v": W}, "logsumexp(v)"),
    ("log(np.sum(np.exp(v - 1)))", {"v": W}, "logsumexp(v - 1)"),
    ("exp(v)/sum(exp(v))", {"v": W}, "softmax(v)"),
    ("1/(1 + exp(-x))", {"x": -1000}, "sigmoid(x)"),
    ("1/(1 + exp(x + 1))", {"x": 1000}, "sigmoid(-(x + 1))"),
    ("(x + y)/exp(x)", {"x": 1000, "y": 1}, "(x + y)*exp(-x)"),
    ("log(softmax(v))", {"v": W}, "log_softmax(v)"),
    ("3*log(sigmoid(x + y))", {"x": -1000, "y": 1}, "3*(-softplus(-(x + y)))"),
    ("log(1 - sigmoid(x))", {"x": 50}, "-softplus(x)"),
    ("log(1 - exp(-x))", {"x": 1e-20}, "log(-expm1(-x))"),
    ("log(normcdf(x))", {"x": -50}, "lognormcdf(x)"),
    ("log(1 - normcdf(x))", {"x": 50}, "lognormcdf(-x)"),
    ("x*log(normpdf(x + 1))", {"x": 50}, "x*(-(x + 1)**2/2 - log(2*pi)/2)"),
    ("normpdf(x)/normcdf(x)", {"x": -40}, "exp(-x**2/2 - log(2*pi)/2 - lognormcdf(x))"),
    ("log(gamma(x))", {"x": 300}, "lgamma(x)"),
    ("sqrt(x**2 + y*y)", {"x": 0, "y": 0}, "hypot(x, y)"),
    ("sqrt((x + 1)**2)*y", {"x": 1e200, "y": 1}, "abs(x + 1)*y"),
    ("sqrt(sum(v**2))", {"v": [0, 0]}, "norm(v)"),
    ("sqrt(v @ v)", {"v": [0, 0]}, "norm(v)"),
    ("(x**2)**0.5", {"x": 0}, "abs(x)"),
    # cancellation: in the issues
    ("1 - cos(x)", {"x": 1e-9}, "2*sin(x/2)**2"),
    ("(1 - cos(2x))/x**2", {"x": 1e-6}, "(2*sin((2x)/2)**2)/x**2"),
    ("(exp(x) - 1)/x", {"x": 1e-12}, "expm1(x)/x"),
    ("1 - exp(-x)", {"x": 1e-12}, "-expm1(-x)"),
    ("1 - erf(x)", {"x": 5.8}, "erfc(x)"),
    ("y/(1 - normcdf(x))", {"x": 8, "y": 1}, "y/normcdf(-x)"),
    ("log(1 + x)", {"x": 1e-10}, "log1p(x)"),
    ("log(1 - x/3)", {"x": 1e-10}, "log1p(-(x/3))"),
    ("sqrt(x + 1) - sqrt(x)", {"x": 1e14}, "((x + 1) - x)/(sqrt(x + 1) + sqrt(x))"),
    ("log(x + 1) - log(x)", {"x": 1e13}, "log((x + 1)/x)"),
    ("(x + y)**2 - x**2", {"x": 1e9, "y": 1e-5}, "((x + y) - x)*((x + y) + x)"),
]  # fmt: skip
# What has no fix: advice that changes the function, text that is rewritten before it is read, or stands in two lines.
UNFIXED: list[tuple[str, dict[str, Any]]] = [
    ("log(x)", {"x": -1}), ("sqrt(x)", {"x": 0}), ("sin(x)/x", {"x": 0}), ("inv(A)", {"A": [[1, 2], [2, 4]]}),
    ("x**(1/0)", {"x": 1}), ("log(prod(v))", {"v": [1e-200, 1e-200]}), ("\\log(1 + e^x)", {"x": 1000}),
    ("log(1 + exp(|x|))", {"x": 1000}), ("x = 2*x\nlog(1 + exp(x))", {"x": 1000}), ("y*exp(x)", {"x": 1000, "y": 2}),
    ("a = log(1 + exp(x))\nb = 2*log(1 + exp(x))\na + b", {"x": 1000}), ("log(sum(exp(A)))", {"A": [[1000, 0], [0, 0]]}),
    ("exp(A)/sum(exp(A))", {"A": [[1000, 0], [0, 0]]}), ("2/(1 + exp(x))", {"x": 1000}), ("log(\n1 + exp(x))", {"x": 1000}),
]  # fmt: skip


def fix_of(made: Study) -> dict[str, Any] | None:
    told = why(made)
    if told is not None:
        found: dict[str, Any] | None = told["fix"]
        return found
    return next((issue.fix.document() for issue in made.issues if issue.fix is not None), None)


def ordinary(at: dict[str, Any]) -> dict[str, Any]:
    return {name: V if np.ndim(x) else 0.3 + 0.4 * k for k, (name, x) in enumerate(at.items())}


def truth(program: str, at: dict[str, Any]) -> Any:
    made = study(program, at)
    return true_values(made.graph, [*made.point.values()])[made.graph.outputs[0]].ravel()


@pytest.mark.parametrize(("program", "at", "wanted"), FIXED, ids=[row[0] for row in FIXED])
def test_a_fix_keeps_the_function_and_gives_a_number(program: str, at: dict[str, Any], wanted: str) -> None:
    fix = fix_of(study(program, at))
    assert fix is not None
    better = applied(program, fix)
    assert better == wanted
    for point in (ordinary(at), at):
        for a, b in zip(truth(program, point), truth(better, point), strict=True):
            if not mp.isnan(a):
                assert abs(a - b) <= abs(a) * 1e-15
    made = study(better, at)
    numbers = [made.evaluation.values[made.graph.outputs[0]], *(made.jacobian or [[]])[0]]
    assert all(np.isfinite(each).all() for each in numbers)
    assert not [each for each in made.issues if each.fix is not None]


@pytest.mark.parametrize(("program", "at"), UNFIXED, ids=[row[0] for row in UNFIXED])
def test_what_would_change_the_function_or_the_wrong_text_is_no_fix(program: str, at: dict[str, Any]) -> None:
    assert fix_of(study(program, at)) is None


def test_a_cube_root_is_the_same_where_both_are_real() -> None:
    program = "y*x**(1/3)"
    fix = fix_of(study(program, {"x": -8, "y": 1}))
    assert fix is not None and applied(program, fix) == "y*cbrt(x)"
    assert study("y*cbrt(x)", {"x": 8, "y": 1}).evaluation.values[-1] == pytest.approx(math.cbrt(8))
