"""Vectors and matrices where something goes wrong, bends, or does not flow; and numerics in the far tails."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

from graphs.contract.document import document
from graphs.errors import TooLarge, WrongBinding
from graphs.limits import DOOR, WEB, Limits
from graphs.operations.flows import outside
from graphs.operations.readings.special import normcdf2
from graphs.study import Study, study

inf, nan = math.inf, math.nan


def gradient(program: str, **point: Any) -> list[Any]:
    made = study(program, point)
    assert made.jacobian is not None
    for tangents, column in zip(made.tangents.values(), _columns(made), strict=True):
        forward = outside(tangents[made.graph.outputs[0]], made.graph.value_shape)
        np.testing.assert_allclose(np.ravel(forward), column, rtol=1e-12)
    return [np.asarray(each).tolist() for each in made.jacobian[0]]


def _columns(made: Study) -> Any:
    assert made.jacobian is not None
    return np.array([np.concatenate([np.ravel(each) for each in row]) for row in made.jacobian]).T


def issues(program: str, **point: Any) -> list[tuple[str, str]]:
    return [(issue.kind, issue.message) for issue in study(program, point).issues]


FLOWS = [
    # the branch not taken may be infinitely steep: nothing flows there, so no 0·∞ arises
    ("sum(where(x > 0, sqrt(x), 0))", [0.0, 4.0], [0.0, 0.25]),
    ("sum(where(x > 0, log(x), x))", [-1.0, 0.0, 2.0], [1.0, 1.0, 0.5]),
    ("x[1]**2 + sqrt(x[0])", [4.0, 3.0], [0.25, 6.0]),
    ("x[0]**2 + x[0]*sqrt(x[1])*0", [3.0, 0.0], [6.0, nan]),
    ("sqrt(x)[0]", [4.0, 0.0], [0.25, 0.0]),
    ("max(sqrt(x))", [0.0, 4.0], [0.0, 0.25]),
    ("sum(relu(x))", [-1.0, 0.0, 2.0], [0.0, 0.0, 1.0]),
    ("sum(sqrt(x))", [0.0, 4.0], [inf, 0.25]),
    ("norm(x)", [0.0, 0.0], [0.0, 0.0]),
    ("norm(x, 1)", [-2.0, 0.0], [-1.0, 0.0]),
    ("max(x)", [2.0, 2.0, 1.0], [0.5, 0.5, 0.0]),
    ("sum(max(x, 2))", [2.0, 3.0], [0.0, 1.0]),
    ("sum(abs(x))", [-1.0, 0.0, 3.0], [-1.0, 0.0, 1.0]),
    ("det([[x[0], x[1]], [x[1], x[0]]])", [1.0, 1.0], [2.0, -2.0]),
    ("logsumexp(x)", [1000.0, 0.0], [1.0, 0.0]),
    ("sum(softmax(x)*[1, 0])", [-1000.0, 0.0], [0.0, 0.0]),
    ("log_softmax(x)[0]", [-1000.0, 0.0], [1.0, -1.0]),
    ("norm(x)", [3e200, 4e200], [0.6, 0.8]),
    ("norm(x)", [3e-200, 4e-200], [0.6, 0.8]),
    ("sum(log(x))", [-1.0, 2.0], [nan, nan]),
    ("sum(log(3, x))", [0.0, 2.0], [nan, nan]),  # no base is 0
]


@pytest.mark.parametrize(("program", "x", "expected"), FLOWS, ids=[f"{p} at {x}" for p, x, _ in FLOWS])
def test_what_flows_through_entries(program: str, x: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(gradient(program, x=x)[0], expected, rtol=1e-12, atol=1e-300)


LARGE = [1e6, 1e6, 1e6 - 1.0]  # here log(sum) beside the largest entry has ten digits less


@pytest.mark.parametrize("x", [LARGE, [-1e308, -1e308], [40.0, 0.0, -3.0], [0.0, -40.0], [1000.0, 1000.0, -1000.0]])
def test_softmax_and_its_kin_keep_their_digits(x: list[float]) -> None:
    mpmath.mp.dps = 60
    total = mpmath.fsum(mpmath.exp(mpmath.mpf(each) - max(x)) for each in x)
    logs = [mpmath.mpf(each) - max(x) - mpmath.log(total) for each in x]
    shares = [float(mpmath.exp(each)) for each in logs]
    cases: list[tuple[str, Any]] = [
        ("softmax(x)", shares),
        ("log_softmax(x)", [float(each) for each in logs]),
        ("logsumexp(x)", float(max(x) + mpmath.log(total))),
    ]
    for program, expected in cases:
        made = study(program, {"x": x})
        np.testing.assert_allclose(made.evaluation.values[-1], expected, rtol=1e-14)
    np.testing.assert_allclose(gradient("logsumexp(x)", x=x)[0], shares, rtol=1e-12)


def test_faults_name_the_entry_and_only_its_derivatives_are_lost() -> None:
    made = study("log(x)", {"x": [-1.0, 2.0, -3.0]})
    assert [(issue.node, issue.kind, issue.message) for issue in made.issues] == [
        (1, "domain", "log(c1) at [0] and 1 more is undefined where c1 = -1")
    ]
    told = document(made, "/", ["steps"], WEB)
    assert told["value"][0] is None and told["value"][1] == pytest.approx(math.log(2))
    assert told["jacobian"]["x"] == [[None, 0, 0], [0, 0.5, 0], [0, 0, None]]


@pytest.mark.parametrize("program", ["mean(1/x)", "sum(1/x)", "cumsum(1/x)[1]", "norm(1/x)", "[1/x[0], 2] @ x"])
def test_the_steps_of_an_undefined_output_say_what_its_nodes_say(program: str) -> None:
    made = study(program, {"x": [0.0, 2.0]})
    assert made.adjoints is not None
    last = {step.node: step.after for step in made.reverse_steps}
    for node, after in last.items():
        np.testing.assert_array_equal(after, outside(made.adjoints[node], made.graph.shapes[node]))
    assert np.isnan(last[0]).all()


@pytest.mark.parametrize("program", ["inv(A)", "solve(A, [1, 2])", "logdet(A)"])
def test_singular_matrices_are_domain_faults_at_their_node(program: str) -> None:
    made = study(program, {"A": [[1, 2], [2, 4]]})
    assert [(issue.kind, issue.node) for issue in made.issues] == [("domain", len(made.graph) - 1)]
    assert made.issues[0].message.endswith("cannot be computed: the matrix is singular to working precision")
    assert np.isnan(made.evaluation.values[len(made.graph) - 1]).all()
    assert all(np.isnan(np.ravel(column)).all() for row in made.jacobian or [] for column in row)
    ill = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]  # singular, though elimination leaves a pivot of 1e-16
    assert study("inv(A)", {"A": ill}).issues[0].kind == "domain"


def test_a_badly_scaled_matrix_is_not_singular() -> None:
    made = study("solve(A, b)", {"A": [[1e-200, 0], [0, 3]], "b": [1e-200, 6]})
    assert not made.issues and made.evaluation.values[2].tolist() == [1, 2]


def test_overflow_and_undefined_in_matrices() -> None:
    assert issues("sum(exp(x))", x=[1.0, 1000.0])[0][0] == "overflow"
    assert [kind for kind, _ in issues("dot(x, x)", x=[1e200, 1.0])] == ["overflow"]
    assert [kind for kind, _ in issues("exp(x) - exp(x)", x=[1000.0])] == ["overflow", "undefined"]


KINKS = [
    ("sum(abs(x))", [1.0, 0.0, 0.0], "abs(c1) at [1] and 1 more is not differentiable here, showing 0 of [-1, 1]"),
    ("max(x)", [1.0, 1.0], "max(c1) is not differentiable here, showing 0.5 of [0, 1]"),
    ("norm(x)", [0.0, 0.0], "norm(c1) is not differentiable here, showing 0 of [-1, 1]"),
    ("sum(floor(x))", [0.5, 2.0], "floor(c1) at [1] jumps here where c1 = 2"),
]


@pytest.mark.parametrize(("program", "x", "message"), KINKS)
def test_kinks_name_their_entries(program: str, x: list[float], message: str) -> None:
    assert ("not differentiable", message) in issues(program, x=x)


DEEP: Any = 1
for _ in range(33):
    DEEP = [DEEP]
BINDINGS: list[tuple[dict[str, Any], str]] = [
    ({"at": {"x": []}}, "x must have an entry at least"),
    ({"at": {"x": [[1, 2], [3]]}}, "the rows of x must have the same number of entries"),
    ({"at": {"x": [1, [2]]}}, "the rows of x must have the same number of entries"),
    ({"at": {"x": DEEP}}, "x must be a number, or lists in lists, at most 32 deep"),
    ({"at": {"x": [[[1, 2], [3]]]}}, "the rows of x must have the same number of entries"),
    ({"at": {"x": [1, "2"]}}, "the value of an entry of x must be a number"),
    ({"at": {"x": [1, nan]}}, "must be a finite double"),
    ({"at": {"x": [1, True]}}, "the value of an entry of x must be a number"),
    ({"at": {"x": [1, 2]}, "direction": {"x": [1]}}, "direction must have the shape of x, a list of 2 numbers"),
    ({"at": {"x": [1, 2]}, "direction": {"x": 1}}, "direction must have the shape of x, a list of 2 numbers"),
    ({"at": {"x": [1, 2]}, "cotangent": [1, 2, 3]}, "the cotangent must have the output's shape: a list of 2 numbers"),
    ({"at": {"x": [1, 2]}, "cotangent": 1}, "the cotangent must have the output's shape: a list of 2 numbers"),
    ({"at": {"x": [1, 2]}, "wrt": "x[2]"}, "wrt names no input: 'x[2]'"),
    ({"at": {"x": [1, 2]}, "wrt": "x[0,0]"}, "wrt names no input: 'x[0,0]'"),
]


@pytest.mark.parametrize(("asked", "message"), BINDINGS, ids=[str(asked) for asked, _ in BINDINGS])
def test_wishes_that_do_not_fit(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongBinding) as caught:
        study("2*x", asked.pop("at"), **asked)
    assert message in caught.value.message


def test_entries_are_named_and_chosen() -> None:
    point = {"A": [[1, 2], [3, 4]], "s": 2, "x": [1, 2]}
    assert [*study("s*sum(A @ x)", point).tangents] == ["A[0,0]", "A[0,1]", "A[1,0]", "A[1,1]", "s", "x[0]", "x[1]"]
    assert [*study("s*sum(A @ x)", point, wrt="x").tangents] == ["x[0]", "x[1]"]
    made = study("s*sum(A @ x)", point, wrt="A[ 0, 1 ]")
    assert {entry: outside(tangents[-1], ()) for entry, tangents in made.tangents.items()} == {"A[0,1]": 4.0}


def test_past_sixteen_entries_forward_mode_waits_to_be_asked() -> None:
    made = study("sum(x*x)", {"x": [1.0] * 17}, limits=WEB)
    assert made.tangents == {} and [issue.kind for issue in made.issues] == ["limit"]
    assert made.check.ok and made.jacobian == [[pytest.approx([2.0] * 17)]]
    assert len(study("sum(x*x)", {"x": [1.0] * 16}, limits=WEB).tangents) == 16


def test_large_jacobians_are_left_out_and_said_so() -> None:
    point = {"x": [0.5] * 101}
    made = study("sin(x)", point, limits=WEB)
    assert made.jacobian is None
    assert "at most 10,000 entries, and it would have 10,201" in made.issues[-1].message
    back = study("sin(x)", point, cotangent=[1.0] * 101, limits=WEB)
    assert back.adjoints is not None and back.check.ok
    assert document(made, "/", ["steps"], WEB)["jacobian"] is None


@pytest.mark.parametrize(
    ("limits", "program"),
    [
        (Limits(entries=8), "outer(x, x)"),
        (Limits(entries=8), "eye(3)*x"),
        (Limits(total_entries=11), "x*x + x*x*x"),
        (Limits(axes=2), "stack([outer(x, x), outer(x, x)])"),
    ],
)
def test_bounds_on_entries_are_checked_before_the_work(limits: Limits, program: str) -> None:
    study(program, {"x": [1.0, 2.0, 3.0]}, limits=DOOR)
    with pytest.raises(TooLarge) as caught:
        study(program, {"x": [1.0, 2.0, 3.0]}, limits=limits)
    assert caught.value.place is not None


def bivariate(h: float, k: float, rho: float) -> float:
    """By quadrature of the conditional distribution, with 30 digits."""
    with mpmath.workdps(30):
        root = mpmath.sqrt(1 - mpmath.mpf(rho) ** 2)
        low, middle = mpmath.mpf(-12), k / rho if rho else 0
        points = sorted({low, *(p for p in (-6, -3, 0, 3, h, middle) if low < p <= h)})
        if points[-1] < h:
            points.append(mpmath.mpf(h))
        if h <= -12:
            points = [mpmath.mpf(h) - 6, mpmath.mpf(h) - 1, mpmath.mpf(h)]
        return float(mpmath.quad(lambda x: mpmath.npdf(x) * mpmath.ncdf((k - rho * x) / root), points))


@pytest.mark.parametrize("rho", [-0.999, -0.9, -0.4, 0.0, 0.4, 0.9, 0.999])
@pytest.mark.parametrize(
    ("h", "k"), [(0, 0), (0, 1), (-1, 0), (0.4, -0.4), (1, 2), (-3, -4), (-8, 2), (-20, -20), (5, 6), (0.3, 0.3)]
)
def test_the_bivariate_normal_to_twelve_digits(h: float, k: float, rho: float) -> None:
    assert normcdf2(h, k, rho) == pytest.approx(bivariate(h, k, rho), abs=1e-13)
    assert normcdf2(h, k, rho) == normcdf2(k, h, rho)


def test_the_bivariate_normal_at_its_edges() -> None:
    assert normcdf2(1.0, 2.0, 1.0) == pytest.approx(0.8413447460685429, abs=1e-15)
    assert normcdf2(1.0, -2.0, -1.0) == 0.0
    assert normcdf2(inf, 0.0, 0.3) == 0.5 and normcdf2(-inf, 3.0, 0.3) == 0.0
    with pytest.raises(ValueError, match="between -1 and 1"):
        normcdf2(0.0, 0.0, 1.5)
    assert issues("normcdf2(x, x, 2)", x=0.5)[0][0] == "domain"


@pytest.mark.parametrize("call", ["repeat(x, 100000000)", "tile(x, 100000000)", "broadcast_to(x, [100000000, 3])",
                                  "sum(zeros(100000000))*x", "sum(arange(100000000))*x", "outer(arange(9999), arange(9999)) @ x"])  # fmt: skip
def test_python_callers_too_are_told_of_arrays_without_end_before_they_are_made(call: str) -> None:
    with pytest.raises(TooLarge):
        study(call, {"x": [1.0, 2.0, 3.0]}, limits=DOOR)
