"""What is claimed of extrema, against mpmath's derivatives of the same function at the same doubles.

A strict minimum, a maximum or a saddle is one; "within r of here" has a zero of the gradient that near; where nothing
is said the gradient is not 0; what is not decided claims nothing.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from graphs.landscape.curvature import curvature
from graphs.landscape.directions import directions
from graphs.limits import WEB
from graphs.study import study

_DIGITS = 900  # exp(-800) beside 1, twice over
NONE, DECIDES_NOT, SAYS_NOTHING = "", "cannot be decided", "says nothing"

# The program, the same by mpmath, the point by name, what must be said.
CLAIMS: list[tuple[str, Callable[..., Any], dict[str, float], str]] = [
    # gradients that are small, and not 0
    ("exp(-x)", lambda x: mp.exp(-x), {"x": 25}, NONE),
    ("exp(-x)", lambda x: mp.exp(-x), {"x": 700}, NONE),
    ("1e-10*(x-3)**2", lambda x: mp.mpf(1e-10) * (x - 3) ** 2, {"x": 1}, NONE),
    ("tanh(x)", mp.tanh, {"x": 12}, NONE),
    ("sin(x)", mp.sin, {"x": 1.5707}, NONE),
    ("x**3", lambda x: x**3, {"x": 1e-200}, NONE),
    ("x**2", lambda x: x**2, {"x": 1e-160}, NONE),
    ("1e-300*cos(x)", lambda x: mp.mpf(1e-300) * mp.cos(x), {"x": 1e-3}, NONE),
    ("x**2 + y**4 - 1e-20*y", lambda x, y: x**2 + y**4 - mp.mpf(1e-20) * y, {"x": 0, "y": 0}, NONE),
    # gradients that are lost in rounding, or below the doubles
    ("(x + exp(-x)) - x", lambda x: mp.exp(-x), {"x": 40}, DECIDES_NOT),
    ("x - (x - exp(-x))", lambda x: mp.exp(-x), {"x": 40}, DECIDES_NOT),
    ("tanh(x)", mp.tanh, {"x": 400}, SAYS_NOTHING),
    ("exp(-x**2)", lambda x: mp.exp(-(x**2)), {"x": 30}, SAYS_NOTHING),
    ("exp(y)*x**3", lambda x, y: mp.exp(y) * x**3, {"x": 1e-200, "y": 1}, SAYS_NOTHING),
    ("sin(x)*1e-200*(x*1e-200)*exp(x)", lambda x: mp.sin(x) * mp.mpf(1e-200) ** 2 * x * mp.exp(x), {"x": 1}, SAYS_NOTHING),
    # the gradient is 0
    ("x**2 + 1e-13*y**2", lambda x, y: x**2 + mp.mpf(1e-13) * y**2, {"x": 0, "y": 0}, "0 and the Hessian positive definite: a strict local minimum."),
    ("1e6*x**2 - 1e-6*y**2", lambda x, y: mp.mpf(1e6) * x**2 - mp.mpf(1e-6) * y**2, {"x": 0, "y": 0}, ": a saddle."),
    ("1e150*x**2 + 1e-150*cosh(y)", lambda x, y: mp.mpf(1e150) * x**2 + mp.mpf(1e-150) * mp.cosh(y), {"x": 0, "y": 0}, ": a strict local minimum."),
    ("x**2 - 2*x", lambda x: x**2 - 2 * x, {"x": 1}, ": a strict local minimum."),
    ("(1-x)**2 + 100*(y-x**2)**2", lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, {"x": 1, "y": 1}, ": a strict local minimum."),
    ("1e16*x**2 + x**2 - 1e16*x**2", lambda x: x**2, {"x": 0}, ": a strict local minimum."),
    ("exp(x) - x", lambda x: mp.exp(x) - x, {"x": 0}, ": a strict local minimum."),
    ("exp(-x**2)", lambda x: mp.exp(-(x**2)), {"x": 0}, ": a strict local maximum."),
    ("cosh(x)*cos(y)", lambda x, y: mp.cosh(x) * mp.cos(y), {"x": 0, "y": 0}, ": a saddle."),
    ("x*sinh(y)", lambda x, y: x * mp.sinh(y), {"x": 0, "y": 0}, ": a saddle."),
    ("x**2*exp(z) - y**2", lambda x, y, z: x**2 * mp.exp(z) - y**2, {"x": 0, "y": 0, "z": 1}, ": a saddle."),
    ("x**4", lambda x: x**4, {"x": 0}, SAYS_NOTHING),
    ("x**2*exp(y)", lambda x, y: x**2 * mp.exp(y), {"x": 0, "y": 1}, SAYS_NOTHING),
    ("(0.1*x + 0.3*y)**2", lambda x, y: (mp.mpf(0.1) * x + mp.mpf(0.3) * y) ** 2, {"x": 0, "y": 0}, SAYS_NOTHING),
    ("log(exp(x) + exp(y)) - x/2 - y/2", lambda x, y: mp.log(mp.exp(x) + mp.exp(y)) - x / 2 - y / 2, {"x": 0.7, "y": 0.7}, SAYS_NOTHING),
    # it is 0 next to the point
    ("sin(x)", mp.sin, {"x": math.pi / 2}, "a strict local maximum, here or within"),
    ("(3*x - 1)**2", lambda x: (3 * x - 1) ** 2, {"x": 1 / 3}, "a strict local minimum, here or within"),
    ("x*exp(-x)", lambda x: x * mp.exp(-x), {"x": 1}, "a strict local maximum, here or within"),
    ("x**2*log(x)", lambda x: x**2 * mp.log(x), {"x": math.exp(-0.5)}, "a strict local minimum, here or within"),
    ("exp(x) + exp(y) - 2*x - 3*y", lambda x, y: mp.exp(x) + mp.exp(y) - 2 * x - 3 * y, {"x": math.log(2), "y": math.log(3)}, "here or within"),
    ("sin(x)*sin(y)", lambda x, y: mp.sin(x) * mp.sin(y), {"x": math.pi, "y": math.pi}, "a saddle, here or within"),
]  # fmt: skip


def truth(f: Callable[..., Any], point: list[Any]) -> tuple[Any, Any]:
    size = len(point)

    def by(*axes: int) -> Any:
        return mp.diff(f, tuple(point) if size > 1 else point[0], tuple(axes) if size > 1 else axes[0])

    unit = np.eye(size, dtype=int)
    return [by(*unit[i]) for i in range(size)], mp.matrix(
        [[by(*(unit[i] + unit[j])) for j in range(size)] for i in range(size)]
    )


@pytest.mark.parametrize(
    ("program", "f", "at", "said"), CLAIMS, ids=[f"{p} {[*at.values()]}" for p, _, at, _ in CLAIMS]
)
def test_what_is_claimed_is_so(program: str, f: Callable[..., Any], at: dict[str, float], said: str) -> None:
    found, _ = curvature(study(program, at), WEB)
    assert found is not None
    test = found["test"] or ""
    assert said in test and bool(said) == bool(test)
    with mp.workdps(_DIGITS):
        gradient, hessian = truth(f, [mp.mpf(x) for x in at.values()])
        eigenvalues = sorted(mp.eigsy(hessian, eigvals_only=True))
        none = mp.mpf(10) ** -(_DIGITS // 2)
        is_zero = max(map(abs, gradient)) < none
        signs = [0 if abs(x) < none else int(mp.sign(x)) for x in eigenvalues]
        shown = [int(np.sign(x)) for x in found["eigenvalues"]]
        assert all(one == other for one, other in zip(shown, signs, strict=True) if found["decided"] or one)
        if "strict local" in test or "saddle" in test:
            wanted = {"minimum": {1}, "maximum": {-1}, "saddle": {1, -1}}
            assert set(signs) - {0} == next(kinds for word, kinds in wanted.items() if word in test)
        if not test:
            assert not is_zero
        near = re.search(r"within (\S+) of here", test)
        if near is None:
            assert is_zero or ("local" not in test and "saddle" not in test)
        else:
            factor, _, power = near[1].partition("·10^")
            step = mp.lu_solve(hessian, mp.matrix(gradient))
            assert mp.norm(step) <= float(f"{factor}e{power or 0}") * 1.01  # Newton's step, at its own rounding


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
def test_words_and_eigenvalues_agree_over_scales(sign: str) -> None:
    """ax² + bxy + cy² over scales that a threshold of any size would take for 0 somewhere."""
    for a, c in itertools.product([1e-9, -1e3, 1e12], [-1e-12, 1e-3, 1e9]):
        b = math.sqrt(abs(a * c)) * {"<": 1.0, "<=": 1.99, ">": 2.01, ">=": 3.0, "==": 0.0, "!=": -1.5}[sign]
        found, _ = curvature(study(f"{a}*x**2 + {b}*x*y + {c}*y**2", {"x": 0, "y": 0}), WEB)
        assert found is not None and found["decided"]
        word = "indefinite" if 4 * a * c < b * b else "positive definite" if a > 0 else "negative definite"
        assert found["definiteness"] == word
        assert {"indefinite": (-1, 1), "positive definite": (1, 1), "negative definite": (-1, -1)}[word] == tuple(
            np.sign(found["eigenvalues"]).astype(int)
        )


def test_what_is_undecided_is_said() -> None:
    found, issues = curvature(study("logsumexp(x)", {"x": [0.1, 0.5, 0.9]}), WEB)
    assert found is not None and not found["decided"] and found["definiteness"] == "positive semidefinite"
    assert found["eigenvalues"][0] == 0.0 and not issues
    singular, none = curvature(study("sum((A @ x)**2)", {"A": [[1, 2], [2, 4]], "x": [0.0, 0.0]}), WEB)
    assert singular is not None and singular["decided"] and not none


@pytest.mark.parametrize(
    ("program", "at", "told", "stationary"),
    [
        ("(x + exp(-x)) - x", {"x": 60}, "to within rounding", False),
        ("tanh(x)", {"x": 400}, "to within rounding", False),
        ("x**3", {"x": 1e-200}, "smaller than a double can hold", False),
        ("x*exp(-x)", {"x": 1}, "to within rounding", True),
        ("exp(x) - x", {"x": 0}, "The gradient is zero: along", True),
        ("exp(-x)", {"x": 25}, "falls fastest", False),
    ],
)
def test_directions_and_paths_have_the_same_rule(
    program: str, at: dict[str, float], told: str, stationary: bool
) -> None:
    found = directions(study(program, at), 1e-3, 3, WEB)
    assert told in found["statement"] and found["paths"]["newton"]["stationary"] is stationary, found["paths"]


def test_a_hessian_at_the_end_of_the_doubles() -> None:
    for program, matrix in [
        ("5e307*x**2", [[1e308]]),
        ("9e307*x*y", [[0, 9e307], [9e307, 0]]),
        ("1e-320*x**2", [[2e-320]]),
    ]:
        found, _ = curvature(study(program, {"x": 1, "y": 1} if "y" in program else {"x": 1}), WEB)
        assert found is not None and found["matrix"] == matrix
    wide, _ = curvature(study("6e307*x**2 + 1.6e308*x*y + 6e307*y**2", {"x": 0, "y": 0}), WEB)
    assert wide is not None and wide["eigenvalues"] == [pytest.approx(-4e307), "Infinity"]
