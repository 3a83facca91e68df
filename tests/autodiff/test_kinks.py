"""A kink counts where something flows through it, from an input and on to the output, and its sides differ there.

The right answers are made by hand: derivatives of the pieces, and whether they agree where the pieces meet.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graphs.landscape.curvature import curvature, curvature_along
from graphs.limits import WEB
from graphs.study import study

Point = dict[str, Any]

# No kink to speak of: gradient and Hessian are those of the function.
SMOOTH: list[tuple[str, Point, list[float], Any]] = [
    # a kink in a condition alone
    ("where(abs(x) < 1e-5, 1 + x/2 + x**2/6, expm1(x)/x)", {"x": 0}, [0.5], [[1 / 3]]),
    ("where(max(x, y) > 0, x*y, 0)", {"x": 1, "y": 1}, [1, 1], [[0, 1], [1, 0]]),
    ("where(floor(x) > 1, x**2, x)", {"x": 2}, [4], [[2]]),
    # a branch that is not taken
    ("where(x > 0, sqrt(x), 0)", {"x": -3}, [0], [[0]]),
    ("where(x > 0, abs(y), y**2)", {"x": -1, "y": 0}, [0, 0], [[0, 0], [0, 2]]),
    ("where(x > 0, floor(y), y**2)", {"x": -1, "y": 2}, [0, 4], [[0, 0], [0, 2]]),
    ("relu(-1 - abs(x))", {"x": 0}, [0], [[0]]),
    ("max(abs(x), 5 + x**2)", {"x": 0}, [0], [[2]]),
    ("sum(where(x > 0, sqrt(x), x**2))", {"x": [-3, 4]}, [-6, 0.25], [[2, 0], [0, -1 / 32]]),
    ("sum(where(x > 1, sqrt(x), x))", {"x": [0, 4]}, [1, 0.25], [[0, 0], [0, -1 / 32]]),
    ("sum(where(x > 0, abs(x - 1), x**2))", {"x": [-3, 4]}, [-6, 1], [[2, 0], [0, 0]]),
    # what the kink stands on does not move
    ("atan2(0, x)", {"x": -1}, [0], [[0]]),
    ("abs(relu(x))", {"x": -1}, [0], [[0]]),
    ("floor(relu(x))", {"x": -1}, [0], [[0]]),
    ("max(relu(x), 0)", {"x": -1}, [0], [[0]]),
    ("max(x, 2, 2)", {"x": 1}, [0], [[0]]),
    ("k = abs(y)\nx**2", {"x": 1, "y": 0}, [2, 0], [[2, 0], [0, 0]]),
    # a number that chooses, and does not move, or is not 0
    ("where(x, y, z)", {"x": 1, "y": 2, "z": 3}, [0, 1, 0], np.zeros((3, 3))),
    ("polygamma(1, x)*0", {"x": 2}, [0], [[0]]),
    ("where(floor(x), y, z)", {"x": 0.5, "y": 2, "z": 3}, [0, 0, 1], np.zeros((3, 3))),
    ("where((x > 0) & (y > 0), y, z)", {"x": 1, "y": -1, "z": 3}, [0, 0, 1], np.zeros((3, 3))),
    ("m = [0, 1]\nsum(where(m, y, z))", {"y": 2, "z": 3}, [1, 1], np.zeros((2, 2))),
    # the sides agree
    ("max(x, x)**2", {"x": 3}, [6], [[2]]),
    ("max(2*x, x + x)**2", {"x": 1}, [8], [[8]]),
    ("max([2*x, x + x])**2", {"x": 1}, [8], [[8]]),
    ("where(x > 0, y, y)", {"x": 0, "y": 2}, [0, 1], [[0, 0], [0, 0]]),
    ("where(x >= 0, x**2, x*x)", {"x": 0}, [0], [[2]]),
    ("(x > 0)*x**3", {"x": 0}, [0], [[0]]),
    ("where((x > 0) | (y > 0), x, y)", {"x": 0, "y": 1}, [1, 0], [[0, 0], [0, 0]]),
    ("where(x > 0, x**3, -x**3)", {"x": 0}, [0], [[0]]),
    ("abs(x**3)", {"x": 0}, [0], [[0]]),
    ("abs(0*x)", {"x": 0}, [0], [[0]]),
    ("relu(x)**3", {"x": 0}, [0], [[0]]),
    ("abs(x)**2", {"x": 0}, [0], [[2]]),
    ("log1p(abs(x)**2) + y", {"x": 0, "y": 1}, [0, 1], [[2, 0], [0, 0]]),
    ("sum(relu(x)**3)", {"x": [0, 1]}, [0, 3], [[0, 0], [0, 6]]),
    ("sum(abs(x)**2)", {"x": [0, 0, 1]}, [0, 0, 2], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]),
    # the tip of a norm
    ("norm(y - [1, 2])**2/2", {"y": [1, 2]}, [0, 0], [[1, 0], [0, 1]]),
    ("hypot(x, 2*y)**2", {"x": 0, "y": 0}, [0, 0], [[2, 0], [0, 8]]),
    ("cos(norm(x))", {"x": [0, 0]}, [0, 0], [[-1, 0], [0, -1]]),
    ("norm(x)**3", {"x": [0, 0]}, [0, 0], [[0, 0], [0, 0]]),
]  # fmt: skip


def named(table: list[Any]) -> Any:
    return {"ids": [f"{row[0]} {[*row[1].values()]}" for row in table]}


@pytest.mark.parametrize(("program", "point", "slopes", "matrix"), SMOOTH, **named(SMOOTH))
def test_a_kink_that_does_not_matter_is_no_matter(program: str, point: Point, slopes: list[float], matrix: Any) -> None:
    made = study(program, point)
    assert not [issue for issue in made.issues if issue.kind == "not differentiable"]
    assert made.jacobian is not None
    np.testing.assert_allclose(np.concatenate([np.ravel(each) for each in made.jacobian[0]]), slopes, rtol=1e-12)
    found, issues = curvature(made, WEB)
    assert found is not None, issues
    np.testing.assert_allclose(found["matrix"], matrix, rtol=1e-12, atol=0)


# The gradient is that of the function; the second derivative is not there, or is not claimed to be.
JUMPS = [
    ("abs(x)*x", {"x": 0}, "jumps at c2 = abs(c1)"),
    ("relu(x)**2", {"x": 0}, "jumps at c2 = relu(c1)"),
    ("sum(relu(x)**2)", {"x": [0, 1]}, "jumps at c2 = relu(c1)"),
    ("sum(relu(x)**2*[1, -1])", {"x": [0, 0]}, "jumps at c2 = relu(c1)"),
    ("1e-12*relu(x)**2 + y**2", {"x": 0, "y": 0}, "jumps at c3 = relu(c1)"),
    ("leaky_relu(x, 0.1)**2", {"x": 0}, "jumps"),
    ("elu(x)", {"x": 0}, "jumps at c2 = elu(c1)"),
    ("max(x, y)*(x - y)", {"x": 1, "y": 1}, "jumps at c3 = max(c1, c2)"),
    ("max(x)*(x[0] - x[1])", {"x": [1, 1]}, "jumps at c2 = max(c1)"),
    ("where(x >= 0, x**2, -x**2)", {"x": 0}, "jumps at c5 = where(c2, c3, c4)"),
    ("abs(x**2)", {"x": 0}, "may jump at c3 = abs(c2)"),
    ("norm(x)*x[0]", {"x": [0, 0]}, "may jump at c2 = norm(c1)"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "told"), JUMPS, **named(JUMPS))
def test_a_second_derivative_that_jumps_is_not_claimed(program: str, point: Point, told: str) -> None:
    made = study(program, point)
    assert not [issue for issue in made.issues if issue.kind == "not differentiable"]
    found, issues = curvature(made, WEB)
    assert found is None and told in issues[0].message


# The first derivative shown is a choice, and that is told at the node.
BENT = [
    ("abs(x)*y", {"x": 0, "y": 2}, "abs(c1) is not differentiable here, showing 0 of [-1, 1]"),
    ("where(x > -1, abs(x), 0)", {"x": 0}, "abs(c1) is not differentiable here"),
    ("sum(abs(x)*[0, 1, 1])", {"x": [0, 0, 3]}, "abs(c1) at [1] is not differentiable here"),
    ("sum(where(x > -1, abs(x), 0))", {"x": [0, -2]}, "abs(c1) at [0] is not differentiable here"),
    ("max(2*x, 3*x)", {"x": 0}, "max(c2, c3) is not differentiable here, showing 0.5 of [0, 1]"),
    ("norm(A, axis=1)[0]", {"A": [[0, 0], [1, 2]]}, "at [0] is not differentiable here"),
    ("where(x > 0, 1, y)", {"x": 0, "y": 2}, "c1 > 0 jumps here at c1 = 0"),
    ("(x > 0)*exp(x)", {"x": 0}, "c1 > 0 jumps here at c1 = 0"),
    ("(x > 0)*x", {"x": 0}, "the sides of c1 > 0 meet here with different slopes, showing that of the side taken"),
    ("where((x > 0) & (y > 0), x, y)", {"x": 0, "y": 1}, "c1 > 0 jumps here at c1 = 0"),
    ("where(~(x > 0), 1, y)", {"x": 0, "y": 2}, "c1 > 0 jumps here at c1 = 0"),
    ("sum((x > 0)*exp(x))", {"x": [0, 1]}, "c1 > 0 at [0] jumps here"),
    ("x % 3", {"x": 6}, "c1 % 3 jumps here at c1 = 6"),
    ("x // y", {"x": 6, "y": 2}, "c1 // c2 jumps here at c1 = 6 and c2 = 2"),
    ("where(x, y, z)", {"x": 0, "y": 1, "z": 2}, "where(c1, c2, c3) jumps here at c1 = 0 and c2 = 1 and c3 = 2"),
    ("where(x, x, 2*x)", {"x": 0}, "the branches of where(c1, c1, c2) meet here with different slopes"),
    ("where(x, sin(x)/x, 1)", {"x": 0}, "may jump or bend here: the branch that is not taken is undefined"),
    ("sum(where(x - w, y, z))", {"x": [0.5, 1], "w": [0.5, 2], "y": 1, "z": 2}, "at [0] jumps here where"),
    ("where(x > 0, x, 2*x)", {"x": 0}, "the branches of where(c2, c1, c3) meet here with different slopes"),
    ("sum(where(x > 0, x, 2*x))", {"x": [0, 1]}, "meet here with different slopes"),
    ("where(x == 0, 1, sin(x)/x)", {"x": 0}, "may jump or bend here: the branch that is not taken is undefined"),
    ("polygamma(n, x)", {"n": 1, "x": 2}, "polygamma(c1, c2) jumps here at c1 = 1 and c2 = 2"),
    ("floor(x)*x", {"x": 2}, "floor(c1) jumps here at c1 = 2"),
    ("atan2(y, x)", {"x": -1, "y": 0}, "atan2(c2, c1) jumps here"),
    ("abs(x), x", {"x": 0}, "abs(c1) is not differentiable here"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "told"), BENT, **named(BENT))
def test_a_kink_that_matters_is_told_where_it_is(program: str, point: Point, told: str) -> None:
    made = study(program, point)
    assert any(issue.kind == "not differentiable" and told in issue.message for issue in made.issues), made.issues
    if made.scalar:
        assert curvature(made, WEB)[0] is None


def test_a_direction_gets_its_curvature_from_the_sides_that_agree() -> None:
    made = study("norm(x)**2 + y**3", {"x": [0, 0], "y": 2}, direction={"x": [1, 2], "y": 1})
    assert curvature_along(made, WEB) == {"product": {"x": [2.0, 4.0], "y": 12.0}, "along": 22.0}
    assert curvature_along(study("relu(x)**2", {"x": 0}, direction={"x": 1}), WEB) is None
