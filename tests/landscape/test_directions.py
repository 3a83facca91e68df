"""Directions and paths: the steepest rates hold against any other direction, and paths do what theory says."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphs.landscape.directions import directions
from graphs.limits import WEB, Limits
from graphs.study import Study, study
from tests.support.arrays import Grown, grown
from tests.support.references import gallery
from tests.support.trees import NAMES, Tree, render, trees

RANDOM = np.random.default_rng(7)
SMOOTH = ("sin", "cos", "exp", "tanh", "sigmoid")


def asked(
    program: str, at: dict[str, Any] | None = None, step: float = 0.1, steps: int = 50, limits: Limits = WEB
) -> dict[str, Any]:
    return directions(study(program, at or {}), step, steps, limits)


def flat(by_input: dict[str, Any]) -> np.ndarray:
    return np.concatenate([np.ravel(value) for value in by_input.values()])


def gradient_of(made: Study) -> np.ndarray:
    return np.concatenate([np.ravel(each) for each in made.jacobian[0]])


def along(program: str, at: dict[str, Any], direction: dict[str, Any]) -> float:
    """The rate along a direction by one forward pass."""
    return float(study(program, at, direction=direction).directional)


def hold_steepest(program: str, at: dict[str, Any]) -> None:
    """No unit direction of 1,000 has a smaller rate than the descent, which has -|∇f| by a forward pass."""
    found, gradient = asked(program, at, steps=1), gradient_of(study(program, at))
    norm, down = found["norm"], flat(found["descent"])
    assert found["rate"] == -norm and norm == pytest.approx(np.linalg.norm(gradient), rel=1e-12)
    assert np.linalg.norm(down) == pytest.approx(1.0, rel=1e-12) and np.allclose(flat(found["ascent"]), -down)
    others = RANDOM.normal(size=(1000, len(down)))
    rates = others / np.linalg.norm(others, axis=1)[:, None] @ gradient
    assert rates.min() >= -norm * (1 + 1e-12) and rates.max() <= norm * (1 + 1e-12)
    assert along(program, at, found["descent"]) == pytest.approx(-norm, rel=1e-9)
    assert along(program, at, found["ascent"]) == pytest.approx(norm, rel=1e-9)


@pytest.mark.parametrize("entry", [entry for entry in gallery() if "gradient" in entry], ids=lambda entry: entry["id"])
def test_no_direction_is_steeper_in_the_gallery(entry: dict[str, Any]) -> None:
    if asked(entry["program"], entry["at"])["norm"]:
        hold_steepest(entry["program"], entry["at"])


def test_the_gallerys_steepest_descent() -> None:
    entry = next(entry for entry in gallery() if entry["id"] == "steepest")
    found = asked(entry["program"], entry["at"])
    norm = math.sqrt(52)
    assert found["norm"] == pytest.approx(norm) and found["rate"] == pytest.approx(-norm)
    assert found["descent"] == pytest.approx({"x1": -4 / norm, "x2": 6 / norm})
    assert "Cauchy-Schwarz" in found["statement"] and "7.2111" in found["statement"]
    assert (
        found["paths"]["newton"]["points"][-1]["at"] == {"x1": 0.0, "x2": 0.0}
        and found["paths"]["newton"]["stationary"]
    )


@given(trees(functions=SMOOTH), st.tuples(*[st.floats(-2, 2).map(lambda x: round(x, 3)) for _ in NAMES]))
def test_no_direction_is_steeper_in_random_programs(tree: Tree, point: tuple[float, ...]) -> None:
    program, at = render(tree, lambda: 0).text, dict(zip(NAMES, point, strict=True))
    norm = asked(program, at, steps=1)["norm"]
    assume(norm is not None and 1e-100 < norm < 1e100)
    hold_steepest(program, at)


@settings(max_examples=75)  # each is a circle of passes
@given(grown())
def test_no_direction_is_steeper_in_random_programs_of_arrays(one: Grown) -> None:
    *lines, last = one.text.splitlines()
    program = "\n".join([*lines, f"sum(sin({last}))"])
    found = asked(program, one.point, steps=1)
    assume(found["norm"] is not None and 1e-6 < found["norm"] < 1e6)
    gradient, down = gradient_of(study(program, one.point)), flat(found["descent"])
    assert {name: np.shape(each) for name, each in found["descent"].items()} == {
        n: np.shape(v) for n, v in one.point.items()
    }
    assert (
        gradient @ down
        == pytest.approx(-found["norm"], rel=1e-9)
        == pytest.approx(along(program, one.point, found["descent"]), rel=1e-6)
    )


CIRCLES = [
    ("x1**2 + 3*x2**2", {"x1": 2.0, "x2": -1.0}), ("exp(x)*sin(y)", {"x": 0.3, "y": 1.0}), ("x**2", {"x": 1.0, "z": 4.0}),
    ("dot(x, x) + x[0]", {"x": [1.0, 2.0]}), ("prod(A)", {"A": [[2.0, 5.0]]}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), CIRCLES)
def test_rates_round_the_circle_are_those_of_forward_passes(program: str, at: dict[str, Any]) -> None:
    found = asked(program, at)
    swept = found["circle"]
    angles = [each["angle"] for each in swept]
    assert angles == sorted(angles) and 24 <= len(swept) <= 26 and angles[0] >= 0 and angles[-1] < 2 * math.pi
    for each in swept:
        assert flat(each["direction"]) == pytest.approx([math.cos(each["angle"]), math.sin(each["angle"])], abs=1e-12)
        assert each["rate"] == pytest.approx(along(program, at, each["direction"]), rel=1e-12, abs=1e-12)
    marked = {each["mark"]: each for each in swept if each["mark"]}
    assert min(swept, key=lambda each: each["rate"])["mark"] == "descent"
    assert max(swept, key=lambda each: each["rate"])["mark"] == "ascent"
    assert marked["descent"]["rate"] == pytest.approx(found["rate"])


@pytest.mark.parametrize(
    ("program", "at"),
    [("x**2", {"x": 1.0}), ("x*y*z", {}), ("dot(x, x)", {"x": [1.0, 2.0, 3.0]}), ("x + 0*y", {"x": 0})],
)
def test_a_circle_needs_two_entries(program: str, at: dict[str, Any]) -> None:
    assert len(asked(program, at)["circle"]) == (0 if program != "x + 0*y" else 24)


NOWHERE = [
    ("abs(x)", {"x": 0}, "not differentiable"), ("relu(x) + y", {"x": 0}, "not differentiable"), ("norm(x)", {"x": [0, 0]}, "not differentiable"),
    ("floor(x)", {"x": 2}, "jumps"), ("log(x)", {"x": -1}, "f is undefined"), ("sqrt(x)", {"x": 0}, "gradient is infinite"),
    ("exp(x)", {"x": 1000}, "f is infinite"), ("logdet(A)", {"A": [[1, 2], [2, 4]]}, "singular"), ("x, y", {}, "more"), ("[x, 1]", {}, "more"), ("3", {}, "no inputs"),
    ("1e308*x + 1.7e308*y", {"x": 0, "y": 0}, "longer than a double"), ("f = log(x)\n2*f", {"x": -1}, "out is undefined"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "why"), NOWHERE)
def test_without_a_gradient_no_direction_is_claimed(program: str, at: dict[str, Any], why: str) -> None:
    found = asked(program, at)
    assert [found[key] for key in ("norm", "ascent", "descent", "rate", "circle")] == [None, None, None, None, []]
    assert why in found["statement"]
    for path in (found["paths"] or {}).values():
        assert not path["stationary"] and len(path["points"]) <= 1 and path["note"]


@pytest.mark.parametrize(
    ("program", "at"), [("x**2 + y**2", {"x": 0, "y": 0}), ("3", {"x": 1}), ("x**3 - y**2", {"x": 0, "y": 0})]
)
def test_where_the_gradient_is_zero_no_direction_is_steepest(program: str, at: dict[str, Any]) -> None:
    found = asked(program, at)
    assert (found["norm"], found["rate"], found["ascent"], found["circle"]) == (0.0, 0.0, None, [])
    assert "zero" in found["statement"]
    for path in found["paths"].values():
        assert path["stationary"] and len(path["points"]) == 1


@settings(max_examples=25)  # each is a path
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_newton_finds_the_minimum_of_a_quadratic_form_in_one_step(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    root = random.normal(size=(size, size))
    matrix, b, start = root @ root.T + np.eye(size), random.normal(size=size), random.normal(size=size)
    program = f"x.T @ {matrix.tolist()} @ x / 2 - dot({b.tolist()}, x)"
    path = asked(program, {"x": start.tolist()})["paths"]["newton"]
    assert path["stationary"] and path["tolerance"] == 1e-8
    assert len(path["points"]) <= 3 and path["step"] == 1.0
    assert np.allclose(path["points"][1]["at"]["x"], np.linalg.solve(matrix, b), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("step", [0.01, 0.1, 0.15, 0.25])
def test_gradient_descent_contracts_as_theory_says(step: float) -> None:
    """On Σ λ x²/2 every entry shrinks by 1 - step λ at each step."""
    curvatures, start = np.array([1.0, 2.0, 6.0]), np.array([1.0, -2.0, 0.5])
    path = asked("dot([1, 2, 6]*x, x)/2", {"x": start.tolist()}, step, 40)["paths"]["gradient"]
    assert path["step"] == step and len(path["points"]) == 41
    for k, point in enumerate(path["points"]):
        here = start * (1 - step * curvatures) ** k
        assert np.allclose(point["at"]["x"], here, rtol=1e-9, atol=1e-15)
        assert point["value"] == pytest.approx(float(curvatures @ here**2 / 2), rel=1e-9)
        assert point["norm"] == pytest.approx(float(np.linalg.norm(curvatures * here)), rel=1e-9)


def test_too_long_a_step_diverges_and_says_so() -> None:
    path = asked("10*x**2", {"x": 1}, 0.5, 1000)["paths"]["gradient"]
    assert not path["stationary"] and path["points"][-1]["value"] > 1e100
    assert "f is infinite" in path["note"] and "a shorter step" in path["note"]


ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"


def test_the_valley_of_rosenbrock() -> None:
    found = asked(ROSENBROCK, {"x": -1.2, "y": 1}, 0.001, 1000)["paths"]
    values = [point["value"] for point in found["gradient"]["points"]]
    assert all(later < earlier for earlier, later in pairwise(values)) and not found["gradient"]["stationary"]
    assert found["newton"]["stationary"] and found["newton"]["points"][-1]["at"] == pytest.approx(
        {"x": 1, "y": 1}, abs=1e-8
    )
    assert "Not stationary after 1000 steps" in found["gradient"]["note"]


def test_gradient_descent_finds_where_the_gradient_is_zero() -> None:
    for program, at, where in [
        ("(x - 3)**2 + 2*(y + 1)**2", {"x": 0, "y": 0}, {"x": 3.0, "y": -1.0}),
        ("x*log(x)", {"x": 1}, {"x": math.exp(-1)}),
        ("sum((x - [1, 2])**2) + 5", {"x": [0, 0]}, {"x": [1, 2]}),
    ]:
        path = asked(program, at, 0.1, 1000)["paths"]["gradient"]
        assert path["stationary"] and "second derivatives confirm" in path["note"]
        assert np.allclose(flat(path["points"][-1]["at"]), flat(where), rtol=1e-6)
    singular = asked("(a*b - 1)**2", {"a": 2, "b": 1}, 0.1, 1000)["paths"]["gradient"]  # its minima form a curve
    assert singular["stationary"] and math.prod(singular["points"][-1]["at"].values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("program", "start", "step"),
    [
        ("log(x)", 1.0, 0.001),
        ("-log(x)", 1, 1e3),
        ("exp(x)", 0, 10),
        ("tanh(x)", 0.5, 100),
        ("sigmoid(x)", 40, 1),
        ("exp(1000*x)", 0.5, 1e-225),
        ("1/x", 1, 1e5),
        ("x", 1, 0.1),
        ("1e13 + x", 1, 0.1),
    ],
)
def test_what_only_flattens_is_not_called_stationary(program: str, start: float, step: float) -> None:
    for path in asked(program, {"x": start}, step, 200)["paths"].values():
        assert not path["stationary"], path["note"]


ENDS = [
    ("log(x)", {"x": 0.2}, "gradient", 1, "before a point where f is undefined"),
    ("abs(x)", {"x": 0.1}, "gradient", 2, "not differentiable"),
    ("sqrt(x)", {"x": 0}, "gradient", 1, "gradient is infinite"),
    ("where(x > 0, log(x), x**2)", {"x": -1}, "newton", 2, "may jump or bend"),
    ("abs(x)", {"x": 1}, "newton", 1, "singular (zero)"),
    ("x**2*y**2", {"x": 0, "y": 1}, "newton", 1, "zero at the start"),
    ("(x - y)**2", {"x": 0, "y": 1}, "newton", 1, "singular (positive semidefinite)"),
    ("x*y", {"x": 1, "y": 2}, "newton", 1, "indefinite (eigenvalues from -1 to 1), and the Newton step is a descent direction"),
    ("x*y - x**2/4", {"x": 2, "y": 1}, "newton", 1, "indefinite"),
    ("det(A)", {"A": [[1, 2], [3, 4]]}, "newton", 1, "the Newton step is not a descent direction"),
    ("x*y + 0*z", {"x": 1, "y": 2, "z": 3}, "newton", 1, "singular (indefinite)"),
    ("x**1.5", {"x": 0}, "newton", 1, "zero at the start"),
    ("x**1.5 + x", {"x": 0}, "newton", 1, "a second derivative is infinite"),
    ("-x**2", {"x": 1}, "newton", 2, "not a descent direction (∇f·p = 2): the Hessian is negative definite"),
    ("f = -x**2\n2*f", {"x": 1}, "newton", 2, "not a descent direction (∇out·p = 4)"),
    ("1e-300*x**2", {"x": 1}, "gradient", 1, "too short"),
    ("x**2", {"x": 1e-200}, "newton", 2, "zero after 1 step"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "name", "points", "note"), ENDS)
def test_paths_end_with_a_reason(program: str, at: dict[str, Any], name: str, points: int, note: str) -> None:
    path = asked(program, at)["paths"][name]
    assert (len(path["points"]), note in path["note"]) == (points, True), path


def test_inputs_that_the_output_does_not_use_stay() -> None:
    path = asked("x**2 + x", {"x": 3, "z": [1, 2]})["paths"]["newton"]
    assert path["stationary"] and path["points"][-1]["at"] == {"x": -0.5, "z": [1.0, 2.0]}


def test_work_is_bounded_before_it_is_done() -> None:
    long = "a = x\n" + "a = sin(a)*cos(a) + x\n" * 300
    limits = Limits(path_visits=6_000)
    path = asked(long, {"x": 0.3}, 0.1, 50, limits)["paths"]["gradient"]
    assert len(path["points"]) < 10 and "more work than one answer may take" in path["note"]
    newton = asked("dot(x, x)", {"x": [1.0] * 101})["paths"]["newton"]
    assert len(newton["points"]) == 1 and "left out" in newton["note"]
    many = asked("sum((x - 1)**2)", {"x": [0.0] * 101}, 0.4, 100)["paths"]["gradient"]
    assert many["stationary"] and "too many inputs" in many["note"]


def test_the_api_gives_directions_only_where_they_are_asked_for(client: FlaskClient) -> None:
    body = {"program": "x1**2 + 3*x2**2", "at": {"x1": 2, "x2": -1}, "include": []}
    assert client.post("/api/v1/trace", json=body).get_json()["directions"] is None
    body |= {"include": ["directions"], "descent": {"step": 0.25, "steps": 3}}
    found = client.post("/api/v1/trace", json=body).get_json()["directions"]
    assert found == asked(body["program"], body["at"], 0.25, 3)
    assert set(found) == {"norm", "ascent", "descent", "rate", "statement", "circle", "paths"}
    assert [point["at"]["x1"] for point in found["paths"]["gradient"]["points"]] == [2.0, 1.0, 0.5, 0.25]
    query = client.get("/api/v1/trace?e=x*descent&descent=3&x=2&include=directions").get_json()
    assert query["gradient"] == {"descent": 2.0, "x": 3.0} and query["directions"]["norm"] == pytest.approx(
        math.sqrt(13)
    )


WRONG = [
    ({"step": 0}, 422), ({"step": -1}, 422), ({"step": "1"}, 422), ({"steps": 0}, 422), ({"steps": 1.5}, 422), ({"steps": True}, 422), ({"foo": 1}, 422),
    (None, 422), ([], 422), ({"steps": 1001}, 413), ({"step": 1e308}, 200), ({"step": 5e-324}, 200), ({}, 200),
]  # fmt: skip


@pytest.mark.parametrize(("descent", "status"), WRONG)
def test_wishes_for_a_path_are_checked(client: FlaskClient, descent: Any, status: int) -> None:
    body = {"program": "x**2 + y", "include": ["directions"], "descent": descent}
    response = client.post("/api/v1/trace", json=body)
    assert response.status_code == status
    if status != 200:
        assert "descent" in response.get_json()["detail"]


@given(
    trees(functions=("log", "sqrt", "exp", "abs", "gamma", "relu", "sin", "asin", "floor")),
    st.sampled_from([0.0, 1.0, -2.5, 1e-310, 1e308, 800.0]),
)
def test_answers_are_strict_json_whatever_happens_on_the_way(client: FlaskClient, tree: Tree, x: float) -> None:
    body = {"program": render(tree, lambda: 0).text, "at": dict.fromkeys(NAMES, x), "include": ["directions"]}
    response = client.post("/api/v1/trace", json=body)
    assert response.status_code == 200
    for path in (response.get_json()["directions"]["paths"] or {}).values():
        assert path["note"] and all(isinstance(point["value"], float) for point in path["points"])
