"""Homework as it is typed: definitions, sentences around them, and what these ask, at every door the same."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app

Numbers = dict[str, float]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def asked(client: FlaskClient, text: str, at: Numbers | None = None) -> tuple[int, Any]:
    response = client.post("/api/v1/trace", json={"program": text, "at": at or {}})
    return response.status_code, response.get_json()


def read(client: FlaskClient, text: str, at: Numbers | None = None) -> Any:
    status, answer = asked(client, text, at)
    assert status == 200, answer
    return answer


# text, point, value, gradient by input in the order of the inputs
READ: list[tuple[str, Numbers, float, Numbers]] = [
    # a partial has all parameters of its function; f_x(x) of f(x, y) is a function of its own
    ("f(x, y) = x^2 + x*y\nb = 4\nf_x(x) = f(x, b)", {"x": 3}, 21, {"x": 10}),
    ("f(x, y) = x*y\ng(x) = f(x, 3)", {"x": 2}, 6, {"x": 3}),
    # the parameters of the header that is the program are the inputs, other numbers are data
    ("g(x) = a*x\na = 2; x = 3", {}, 6, {"x": 2}),
    ("h(x) = w*x + b\nL = (h - y)^2\nw = 1; b = 2; x = 3; y = 4", {}, 1, {"x": 2, "w": 6, "b": 2, "y": -2}),
    # a header behind another left side
    ("y = f(x) = x^2", {"x": 3}, 9, {"x": 6}),
    ("z = f(x, y) = x^2 y + 3\nf(1, 2)", {}, 5, {"x": 4, "y": 1}),
    ("a = σ(z) = 0.5\nz = 0", {}, 0.5, {"z": 0.25}),
    # lines that give numbers stand in their own order
    ("p = w*x + b\nL = (y - p)^2\nx = 3, y = 7\nw = 1.5, b = 2", {}, 0.25,
     {"x": -1.5, "y": 1, "w": -3, "b": -1}),
    # sentences around formulas
    ("Let's see. The profit (in millions) of P(x, y) = 3xy - x^3 for selling x thousands of product A.",
     {"x": 1, "y": 2}, 5, {"x": 3, "y": 3}),
    ("- Threshold the output (s(x) = 1 / (1 + e^-x))\n- If f(x) = s(x), it is smooth.", {"x": 0}, 0.5, {"x": 0.25}),
    ("If y = u^3 and u = 2x + 1, find dy/dx when x = 1.", {}, 27, {"x": 54}),
    ("If z = 0, then y = z + x^2", {"x": 3}, 9, {"x": 6}),
    ("A first/second order method. f(x) = x^2 is convex - see below.", {"x": 3}, 9, {"x": 6}),
    ("- Compute a = x + y\n- Compute f = a * y\nFor x = 2, y = 3:", {}, 15, {"x": 3, "y": 8}),
    ("1. (a) f(x) = x^2 at x = 3", {}, 9, {"x": 6}),
    ("Q2) f(x) = x^2\nx = 3", {}, 9, {"x": 6}),
    ("```\n**Loss:** L = x^2\n```\nx = 3", {}, 9, {"x": 6}),
    # what is asked is the point
    ("Given f(x) = x^3 - 2x, find f'(2).", {}, 4, {"x": 10}),
    ("Let f(x,y) = x^2 y. Compute f_x(1, 2) and f_y(1, 2).", {}, 2, {"x": 4, "y": 1}),
    ("Let f(x,y) = x^2 y. Compute ∇f(1, 2).", {}, 2, {"x": 4, "y": 1}),
    ("f(x, y) = y ln(x), P = (1, -3), u = (1, 0)", {}, 0, {"x": -3, "y": 0}),
    ("f(x) = x^2 + 1 when x is 3", {}, 10, {"x": 6}),
    ("f(x) = x^2 + 1, where x equals -3.", {}, 10, {"x": -6}),
    # remarks, units, and where it holds
    ("q = x + y = 3   (x=-2, y=5)\nf = q * z = -12 (z=-4)", {}, -12, {"x": -4, "y": -4, "z": 3}),
    ("z = w*x          (linear step)\na = σ(z)         (activation)\nw = 0; x = 1", {}, 0.5, {"w": 0.25, "x": 0}),
    ("y (true label) = 1.0\nx = 3\nL = (y - x)^2", {}, 4, {"y": -4, "x": 4}),
    ("V(r,h) = r²h, r = 3 cm, h = 10 cm", {}, 90, {"r": 60, "h": 9}),
    ("d = v*t where v = 20 m/s and t = 3 seconds", {}, 60, {"v": 3, "t": 20}),
    ("s(t) = t^3 - 6t, 0 ≤ t ≤ 5", {"t": 2}, -4, {"t": 6}),
    ("f(x) = x^2, x ∈ ℝ", {"x": 3}, 9, {"x": 6}),
    # several in one line, tables
    ("x₁ = 0.5 | x₂ = 2\nnet = x₁*x₂", {}, 1, {"x1": 2, "x2": 0.5}),
    ("q = x + y     ∂q/∂x = 1, ∂q/∂y = 1\nf = q*z", {}, 2, {"x": 1, "y": 1, "z": 2}),
    ("| Symbol | Value | What |\n|---|---|---|\n| x₁ | 0.5 | Input 1 |\n| w₁ | -2 | x₁ → h₁ |\nh = w₁·x₁", {}, -1,
     {"x1": -2, "w1": 0.5}),
    # ornaments, equations to solve, what is a remark, and what stands for its entries
    ("Find the minimum of f(x) = x² + 4.\n💡 x² ≥ 0; minimum when x = 3.", {}, 13, {"x": 6}),
    ("We have a function f(x) = x^2 + 2x.\nSolve for x:\n2x + 2 = 0\n2x = -2\nx = -1", {}, -1, {"x": 0}),
    ("z = 3x + 2y - 5 (a plane)", {"x": 1, "y": 1}, 0, {"x": 3, "y": 2}),
    ("g(x) = e^(2x). g'(0) = ?", {}, 1, {"x": 2}),
    ("f(w, x) = w0*x0 + w1*x1\nw0 = 2, x0 = -1, w1 = -3, x1 = 1", {}, -5, {"w0": -1, "x0": 2, "w1": 1, "x1": -3}),
    # brackets of a sum, and MATLAB's function alone
    ("BCE = - [y·log(p) + (1-y)·log(1-p)]", {"y": 1, "p": 0.5}, 0.6931471805599453, {"p": -2, "y": 0}),
    ("L = [y - w x]^2", {"w": 1, "x": 2, "y": 3}, 1, {"w": -4, "x": -2, "y": 2}),
    ("@(x) x.^2 + 3", {"x": 2}, 7, {"x": 4}),
    ("a = sigma(z)", {"z": 0}, 0.5, {"z": 0.25}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "value", "gradient"), READ)
def test_a_sheet_is_read(client: FlaskClient, text: str, at: Numbers, value: float, gradient: Numbers) -> None:
    answer = read(client, text, at)
    assert answer["value"] == pytest.approx(value, rel=1e-9)
    assert [each["name"] for each in answer["inputs"]] == list(gradient)
    assert answer["gradient"] == pytest.approx(gradient, rel=1e-9)


# text, claims with whether they hold
CLAIMED: list[tuple[str, list[tuple[str, bool]]]] = [
    ("g(z) = (e^z - e^-z)/(e^z + e^-z)\ng'(z) = 1 - tanh(z)^2 = 1 - g(z)^2",
     [("g'(z) = 1 - tanh(z)^2", True), ("1 - g(z)^2", True)]),
    ("f(x) = x^2\ng(x) = f(x) + 1\ng'(x) = 2x = 3f(x)", [("g'(x) = 2x", True), ("3f(x)", False)]),
    ("z = f(x, y) = x² + y² = 5", [("5", False)]),
    ("f = x^2 = 0.999 (approx.)", [("0.999", True)]),
    # a line beside the program says nothing of its derivatives
    ("f(x,y,z) = (x+y)z\nq = x+y\nf = qz      ∂f/∂q = z, ∂f/∂z = q", [("qz", True), ("∂f/∂z = q", True)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claims"), CLAIMED)
def test_a_sheet_claims(client: FlaskClient, text: str, claims: list[tuple[str, bool]]) -> None:
    answer = read(client, text)
    assert [(each["text"], each["holds"]) for each in answer["claims"]] == claims


# text, the labels of the fixes that are offered
ASKED: list[tuple[str, list[str]]] = [
    ("f(x,y)=x4+y4-4xy+1", ["x^4+y^4", "x_4+y_4"]),
    ("f(x,y) = x2y + 3y2", ["x^2y + 3y^2", "x_2*y + 3y_2"]),
    ("f(x,y) = x2y3", ["x^2y^3", "x_2*y_3"]),
    ("f(x,y) = (x2 + y2)/(x2 - y2)", ["(x^2 + y^2)/(x^2 - y^2)", "(x_2 + y_2)/(x_2 - y_2)"]),
    ("f(x) = 2x3 - 5x2 + 4", ["x^3 - 5x^2", "x_3 - 5x_2"]),
    ("y = 5 ± x", ["+", "-"]),
]


@pytest.mark.parametrize(("text", "labels"), ASKED)
def test_two_readings_are_offered(client: FlaskClient, text: str, labels: list[str]) -> None:
    status, problem = asked(client, text)
    assert (status, problem["type"]) == (422, "/problems/two-readings")
    assert [fix["label"] for fix in problem["fixes"]] == labels


# text, what is told, the fixes that are offered
REFUSED: list[tuple[str, str, list[str]]] = [
    ("y = 45° + x", "radians", ["45*pi/180"]),
    ("We have f(x) = x^2.\nw x + b = z", "'=' may stand only after the name", []),
    ("y = x + 20%", "20% is 20/100", ["(20/100)"]),
    ("D[x^2, x]", "derivative", []),
    ("y = ∑_j W_ij z_j", "Sum(k*x, (k, 1, 3))", []),
    ("We take the + sum of the y = 2 - its terms", "on a line of its own", []),
    ("| x | y |\n|---|---|\n| 1 | 2 |\nf = x*y", "row of a table", []),
    ("| x | 1 | 2 |\n|---|---|---|\nf = x*y", "row of a table", []),
]


@pytest.mark.parametrize(("text", "told", "labels"), REFUSED)
def test_what_cannot_be_read_is_told(client: FlaskClient, text: str, told: str, labels: list[str]) -> None:
    status, problem = asked(client, text)
    assert (status, problem["type"]) == (400, "/problems/syntax"), problem
    assert told in problem["detail"] + (problem.get("hint") or "")
    assert [fix["label"] for fix in problem.get("fixes") or []] == labels
