"""Plots: every sample is what the program is worth there, lines break where they must, and the work is bounded."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import sympy
from flask.testing import FlaskClient

from graphs import errors
from graphs.autodiff.evaluate import evaluate
from graphs.gallery import groups
from graphs.landscape.breaks import traced
from graphs.landscape.plots import plot
from graphs.limits import WEB, Limits
from graphs.study.question import bind, entries

ASSIGNMENT = ("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0.0, "x2": 2.0})
EXAMPLES = [example for group in groups() for example in group.examples]


def line(program: str, at: dict[str, Any], axis: str, view: tuple[float, float] | None = None) -> dict[str, Any]:
    made = plot(program, at, [axis], None if view is None else [view], True, WEB)
    json.dumps(made, allow_nan=False)
    return made


def grid(program: str, at: dict[str, Any], axes: list[str], views: Any = None, limits: Limits = WEB) -> dict[str, Any]:
    made = plot(program, at, axes, views, True, limits)
    json.dumps(made, allow_nan=False)
    return made


def number(json_number: Any) -> float:
    return math.nan if json_number is None else float(json_number)


def value_at(program: str, at: dict[str, Any], moved: dict[str, float]) -> float:
    """The program's value with some input entries moved, by a sweep of its own."""
    wishes = bind(program, at, None, None, None, True, WEB)
    point = [np.array(value, float) for value in wishes.point.values()]
    for name, value in moved.items():
        i, entry = entries(wishes.graph)[name]
        point[i][entry] = value
    values = evaluate(wishes.graph, [each if each.ndim else float(each) for each in point]).values
    return float(values[wishes.graph.outputs[0]])


def hold_sample(found: Any, program: str, at: dict[str, Any], moved: dict[str, float]) -> None:
    expected = value_at(program, at, moved)
    assert number(found) == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True), moved


@pytest.mark.parametrize(
    ("program", "at", "axis", "view"),
    [
        (*ASSIGNMENT, "x1", (-2, 2)),
        (*ASSIGNMENT, "x2", (-3, 3)),
        ("log(x) + sqrt(2 - x)", {"x": 1.0}, "x", (-1, 3)),
        ("where(x > 0, log(x), exp(x))", {"x": 1.0}, "x", (-2, 2)),
        ("exp(exp(x))*0 + exp(800*x)", {"x": 0.0}, "x", (-1, 8)),
        ("pow(x, y) + 0*pow(log(x), 0)", {"x": 1.0, "y": -1.5}, "x", (-2, 2)),
        ("max(x, y, 1) - min(x**2, y) + hypot(log(x), exp(800*x))", {"x": 1.0, "y": 2.0}, "x", (-2, 2)),
        ("floor(3*x) + gamma(x) + digamma(x) + normcdf2(x, 1, 0.3)", {"x": 1.0}, "x", (-2, 2)),
        ("pow(log(x), 0) + hypot(log(x), exp(-800*x))", {"x": 1.0}, "x", (-2, 2)),
        ("where(log(x) > 0, 1, 2)", {"x": 1.0}, "x", (-2, 2)),
        ("k = log(-1)\nwhere(x > 0, x, k)", {"x": 1.0}, "x", (-2, 2)),
        ("sum(sigmoid(A @ x))", {"A": [[1, 2], [3, 4]], "x": [1, -1]}, "A[0,1]", (-4, 4)),
        ("sum(sigmoid(A @ x))", {"A": [[1, 2], [3, 4]], "x": [1, -1]}, "x[1]", (-4, 4)),
        ("a = A*x + log(x)\nsum(a.T)", {"A": [[1, 2], [3, 4]], "x": [1, 1]}, "x[0]", (-4, 4)),
        ("x[0]*norm(x) + logdet([[x[1], 1], [1, 2]])", {"x": [1.0, 3.0]}, "x[1]", (-1, 4)),
    ],
)
def test_a_lines_samples_are_the_programs_values(program: str, at: Any, axis: str, view: Any) -> None:
    made = line(program, at, axis, view)
    told = {x for x, found in zip(made["points"], made["values"], strict=True) if found is not None}
    for x, found in zip(made["points"], made["values"], strict=True):
        if found is None and any(abs(x - other) < 1e-5 for other in told):
            continue  # between the two sides of a jump or an edge the line breaks, whatever the value
        hold_sample(found, program, at, {axis: x})


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.at], ids=lambda each: each.id)
def test_the_examples_can_be_plotted_along_every_entry_and_over_two(example: Any) -> None:
    graph = bind(example.program, example.at, None, None, None, True, WEB).graph
    names = [*entries(graph)]
    if graph.value_shape:
        with pytest.raises(errors.WrongBinding, match="an output of one number"):
            line(example.program, example.at, names[0])
        return
    for name in names[:3]:
        made = line(example.program, example.at, name)
        k = made["points"].index(made["at"])
        hold_sample(made["values"][k], example.program, example.at, {})
    if len(names) > 1:
        made = grid(example.program, example.at, names[:2])
        for j, i in [(0, 0), (3, 7), (-1, 2)]:
            moved = dict(zip(names, (made["x"][i], made["y"][j])))
            hold_sample(made["values"][j][i], example.program, example.at, moved)


def test_a_line_is_what_sympy_says() -> None:
    x = sympy.Symbol("x")
    made = line("sin(x)*exp(-x/3) + x**2/(1 + x**2)", {"x": 0.5}, "x", (-5, 5))
    form = sympy.sin(x) * sympy.exp(-x / 3) + x**2 / (1 + x**2)
    assert made["slope"] == pytest.approx(float(form.diff(x).subs(x, 0.5)), rel=1e-12)
    for place, found in list(zip(made["points"], made["values"], strict=True))[::20]:
        assert found == pytest.approx(float(form.subs(x, place)), rel=1e-12, abs=1e-14)


def test_a_grid_has_a_row_for_each_y() -> None:
    made = grid(*ASSIGNMENT, ["x1", "x2"], [(-1.0, 1.0), (-2.0, 3.0)])
    x, y = np.array(made["x"]), np.array(made["y"])[:, None]
    assert (x[0], x[-1], y[0, 0], y[-1, 0]) == (-1, 1, -2, 3)
    assert np.allclose(made["values"], np.exp(x) * (x**2 + y**2) ** 3, rtol=1e-13)
    assert made["gradient"] == [64, 192] and made["at"] == [0, 2] and made["value"] == 64


def test_two_entries_of_one_array_are_two_axes() -> None:
    made = grid("x[0]**2 * x[1]", {"x": [2.0, 3.0]}, ["x[1]", "x[0]"], [(0.0, 1.0), (5.0, 6.0)])
    assert made["values"][-1][-1] == 36 and made["values"][0][-1] == 25 and made["gradient"] == [4, 12]


@pytest.mark.parametrize(
    ("function", "view", "breaks"),
    [
        (np.floor, (-2.5, 2.5), [-2, -1, 0, 1, 2]),
        (lambda x: 1 / (x - 0.123), (-1, 1), [0.123]),
        (np.tan, (-4, 4), [-math.pi / 2, math.pi / 2]),
        (lambda x: np.sign(x - 1) + np.exp(x), (-5, 5), [1]),
        (lambda x: np.tanh(500 * x), (-4, 4), []),
        (lambda x: np.abs(np.sin(x)), (-9, 9), []),
        (np.exp, (-9, 9), []),
    ],
)
def test_a_line_breaks_at_jumps_and_poles_and_nowhere_else(function: Any, view: Any, breaks: list[float]) -> None:
    points, values = traced(function, np.linspace(*view, 201))
    assert points[np.isnan(values)] == pytest.approx(breaks, abs=1e-5)
    assert (np.diff(points) >= 0).all()
    assert values[~np.isnan(values)] == pytest.approx(function(points[~np.isnan(values)]))


def test_the_edge_of_a_domain_is_found() -> None:
    points, values = traced(lambda x: np.where(x < 0.12345, np.nan, x), np.linspace(-1, 1, 201))
    assert points[~np.isnan(values)][0] == pytest.approx(0.12345, abs=1e-6)
    assert values[~np.isnan(values)][0] == pytest.approx(0.12345, abs=1e-6)


def test_secants_near_the_tangent() -> None:
    made = line("x**3", {"x": 1.0}, "x", (-2, 4))
    steps = [each["h"] for each in made["secants"]]
    assert steps[0] == 1 and all(after == before / 2 for before, after in pairwise(steps))
    assert [each["slope"] for each in made["secants"][:3]] == [7, 4.75, 3.8125]
    assert made["slope"] == 3 and made["secants"][-1]["slope"] == pytest.approx(3, abs=4e-3)


@pytest.mark.parametrize(
    ("program", "at", "sides", "slope"),
    [
        ("abs(x) + x", 0.0, [0, 2], 1),
        ("relu(x - 2)", 2.0, [0, 1], 0),
        ("max(x**2, x)", 1.0, [1, 2], 1.5),
        ("where(x > 0, sqrt(x), 0)", 0.0, [0, "Infinity"], 0),
        ("where(x > 0, log(x), 3*x)", 0.0, [3, "Infinity"], 3),
        ("x*abs(x)", 0.0, None, 0),  # a kink inside that leaves the slope as it is
        ("floor(x)", 1.0, None, 0),  # a jump: 0 on both sides
        ("x**2", 1.0, None, 2),
        ("sqrt(x)", 0.0, None, "Infinity"),
        ("log(x)", 0.0, None, None),
    ],
)
def test_a_kink_has_a_slope_on_each_side(program: str, at: float, sides: Any, slope: Any) -> None:
    made = line(program, {"x": at}, "x")
    assert made["slope"] == slope
    assert made["sides"] == (sides if sides is None or "Infinity" in sides else pytest.approx(sides, abs=1e-9))
    assert bool(made["note"]) == (program not in ("x**2", "x*abs(x)"))


def test_infinite_values_are_words() -> None:
    made = line("exp(x) - exp(800)*0", {"x": 0.0}, "x", (-1000.0, 1000.0))
    assert made["values"] == [None] * len(made["values"])  # 0·∞
    assert "Infinity" in line("exp(x)", {"x": 0.0}, "x", (-1000.0, 1000.0))["values"]


def test_an_output_that_does_not_move_is_a_level_line() -> None:
    made = line("y**2", {"x": 1.0, "y": 3.0}, "x")
    assert set(made["values"]) == {9} and made["slope"] == 0
    assert set(line("x", {"x": 1.0, "y": 2.0}, "y")["values"]) == {1}


@pytest.mark.parametrize(
    ("axes", "ranges", "message"),
    [
        (["y"], None, "no input entry 'y'"),
        (["x"], None, "no input entry 'x'"),
        (["x[2]"], None, r"no input entry 'x\[2\]'"),
        (["x[0]", "x [0]"], None, "two input entries"),
        (["x[0]"], [(1.0, 1.0)], "from a lower"),
        (["x[0]"], [(-1.7e308, 1.7e308)], "no wider"),
    ],
)
def test_an_axis_must_fit(axes: list[str], ranges: Any, message: str) -> None:
    with pytest.raises(errors.WrongBinding, match=message):
        plot("sum(x)", {"x": [1.0, 2.0]}, axes, ranges, True, WEB)


def test_a_large_graph_is_plotted_coarser_and_a_too_large_one_not_at_all() -> None:
    chain = "a = x*y" + "".join(["\na = sin(a*x)"] * 200)
    at = {"x": 1.0, "y": 1.0}
    assert len(grid(chain, at, ["x", "y"])["x"]) == WEB.plot_side // 2
    assert len(grid("x*y", at, ["x", "y"])["x"]) == WEB.plot_side
    with pytest.raises(errors.TooLarge, match="visits of nodes may be made for one plot"):
        grid(chain, at, ["x", "y"], limits=Limits(plot_visits=10_000))


def ask(client: FlaskClient, **body: Any) -> Any:
    return client.post("/api/v1/plot", json=body)


def test_the_route_answers_a_body(client: FlaskClient) -> None:
    made = ask(client, program=ASSIGNMENT[0], at={"x1": 0, "x2": 2}, axes=["x₁"], ranges=[[-1, 1]])
    assert made.status_code == 200 and made.mimetype == "application/json"
    assert made.json["along"] == "x1" and made.json["slope"] == 64 and made.json["points"][0] == -1
    over_two = ask(client, program=ASSIGNMENT[0], at={"x1": 0, "x2": 2}, axes=["x1", "x2"])
    assert over_two.json["axes"] == ["x1", "x2"] and over_two.json["gradient"] == [64, 192]


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({"program": "x", "axes": []}, 422, "'axes' must be a list of one input entry, or of two"),
        ({"program": "x", "axes": ["x"] * 3}, 422, "'axes' must be"),
        ({"program": "x"}, 422, "the key 'axes' is missing"),
        ({"program": "x", "axes": ["x"], "ranges": [[1]]}, 422, "'ranges' must be a list of ranges"),
        ({"program": "x", "axes": ["x"], "ranges": []}, 422, "one range for each"),
        ({"program": "x", "axes": ["x"], "samples": 9}, 422, "no key 'samples'"),
        ({"program": "x +", "axes": ["x"]}, 400, "operand"),
        ({"program": "x, 2*x", "axes": ["x"]}, 422, "this one has 2 numbers"),
    ],
)
def test_the_route_tells_what_does_not_fit(client: FlaskClient, body: Any, status: int, detail: str) -> None:
    told = ask(client, **body)
    assert told.status_code == status and detail in told.json["detail"]


def test_the_route_takes_json_alone(client: FlaskClient) -> None:
    assert client.post("/api/v1/plot", data="{}").status_code == 415
