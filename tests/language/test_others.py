"""Texts of other languages: prose that is no English, and the spellings of Julia, MATLAB, Octave, R and Maple."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app

Point = dict[str, Any]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def asked(client: FlaskClient, text: str, at: Point | None = None) -> tuple[int, Any]:
    response = client.post("/api/v1/trace", json={"program": text, "at": at or {}})
    return response.status_code, response.get_json()


ROSENBROCK = "100*(x(2) - x(1)^2)^2 + (1 - x(1))^2"

# text, point, value, gradient by input in the order of the inputs
READ: list[tuple[str, Point, float, Point]] = [
    # prose of other languages
    ("Gunakan kondisi utilitas maksimum utilitas U(x, y) = x*y dengan kendala anggaran.", {"x": 2, "y": 3}, 6,
     {"x": 3, "y": 2}),
    ("Wenn ich die Funktion f(x)= 3x² +4 habe, ist die Ableitung f’(x)= 6x, so viel weiß ich.", {"x": 2}, 16, {"x": 12}),
    ("Calcule a derivada da função f(x) = x³ - 2x no ponto x = 1.", {}, -1, {"x": 1}),
    ("Soit la fonction f définie par f(x) = 3x² + 2x - 1. Calculer f'(2).", {}, 15, {"x": 14}),
    ("Найдите производную функции y = x^2 + 3x в точке x = 2", {}, 10, {"x": 7}),
    ("求函数f(x)=x^2+3x在x=2处的导数", {}, 10, {"x": 7}),
    ("Bestimmen Sie die Ableitungen der Funktion f(x,y) = x²y für x = 1 und y = 2.", {}, 2, {"x": 4, "y": 1}),
    ("Sea f(x, y) = x^2 + 3xy. Hallar las derivadas parciales en el punto (1, 2).", {}, 7, {"x": 8, "y": 3}),
    ("La funzione di costo è C(q) = 100 + q^2 con q = 20", {}, 500, {"q": 40}),
    ("Ableitung\n  • f(x) = ax²\n  • f'(x) = 2ax", {"x": 2, "a": 3}, 12, {"x": 12, "a": 4}),
    ("Tính đạo hàm của hàm số y = x^3 - 3x + 2 tại x = 2", {}, 4, {"x": 9}),
    ("z = 3x + 2y mit x = 1, y = 2", {}, 7, {"x": 3, "y": 2}),
    ("f(x, y) = x^2 + y^2 pour x = 1 et y = 2", {}, 5, {"x": 2, "y": 4}),
    ("Wenn x = 3 ist, was ist y = x^2 ?", {}, 9, {"x": 6}),
    ("Consider the Cobb-Douglas function Q = 2*K^2 with K = 4", {}, 32, {"K": 16}),
    # letters that prose speaks of are letters of a product
    ("E = mc^2 where m is mass and c the speed of light", {"m": 2, "c": 3}, 18, {"c": 12, "m": 9}),
    # words that only look like prose
    ("ŷ = 3\nL = ŷx", {"x": 2}, 6, {"x": 3}),
    ("the derivative Fx of the function f(x,y) = x*y - 2xy is y - 2y.", {"x": 1, "y": 2}, -2, {"x": -2, "y": -1}),
    # lines that go on
    ("y = x^2 +\n   3x\nx = 2", {}, 10, {"x": 7}),
    ("f(x) = x^2 + 1\n     + 3x\nx = 2", {}, 11, {"x": 7}),
    ("f(x) = x^2\n- smooth everywhere", {"x": 2}, 4, {"x": 4}),
    ("y = x1 + ...\n    x2^2;\n% done", {"x1": 1, "x2": 2}, 5, {"x1": 1, "x2": 4}),
    # money, a first value, a point for one name
    ("C = $3*x + $20, x = 4", {}, 32, {"x": 3}),
    ("Q = K*L, W = $5, R = $20,", {"K": 2, "L": 3}, 6, {"K": 3, "L": 2}),
    ("w ← 0.5\nL = w^2", {}, 0.25, {"w": 1}),
    ("y = x^2 at 3", {}, 9, {"x": 6}),
    # MATLAB and Octave
    (f"f = {ROSENBROCK};", {"x": [-1, 2]}, 104, {"x": [396, 200]}),
    (f"f = @(x) {ROSENBROCK};\nx0 = [-1; 2];\nf(x0)", {}, 104, {"x": [396, 200]}),
    (f"function y = f(x)\n% objective\ny = {ROSENBROCK};\nend\nf([-1, 2])", {}, 104, {"x": [396, 200]}),
    (f"function [f, g] = f1(x)\nf = {ROSENBROCK};\nif nargout > 1\n g = [x(1);\n x(2)];\nend\nend", {"x": [-1, 2]}, 104,
     {"x": [396, 200]}),
    ("clc; clear all; x = 2;\ny = x^2\nfprintf('%f\\n', y)", {}, 4, {"x": 4}),
    ("syms x y\nf = x^2*y;\ngradient(f, [x, y])", {"x": 2, "y": 3}, 12, {"x": 12, "y": 4}),
    ("y = A(1,2)*A(2,1)", {"A": [[1, 2], [3, 4]]}, 6, {"A": [[0, 3], [2, 0]]}),
    # Julia, R and Maple
    ("using Zygote\nf(x) = x[1]^2 + 3x[2]\nx0 = [2.0, 1.0]\nprintln(gradient(f, x0))", {}, 7, {"x": [4, 3]}),
    ("using ForwardDiff\nfunction f(x)\n  return x^2 + 3x\nend\nForwardDiff.derivative(f, 2.0)", {}, 10, {"x": 7}),
    ("function f(x)\n a = x^2\n return a * (a + 1)\nend", {"x": 2}, 20, {"x": 36}),
    ("f(x) = sin.(x) .* 0 .+ x.^2\nx = 2", {}, 4, {"x": 4}),
    ("f <- function(x, y) {\n  x^2 * y\n}\nx <- 2\ny <- 3\nf(x, y)", {}, 12, {"x": 12, "y": 4}),
    ("f := (x, y) -> x^2*y", {"x": 2, "y": 3}, 12, {"x": 12, "y": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "value", "gradient"), READ)
def test_a_text_is_read(client: FlaskClient, text: str, at: Point, value: float, gradient: Point) -> None:
    status, answer = asked(client, text, at)
    assert status == 200, answer
    assert answer["value"] == pytest.approx(value)
    assert [each["name"] for each in answer["inputs"]] == [*gradient]
    for name, each in gradient.items():
        assert answer["gradient"][name] == pytest.approx(each) if not isinstance(each, list) else (
            answer["gradient"][name] == each)  # fmt: skip


# text, point, kind of the problem, a piece of what is said
REFUSED: list[tuple[str, Point, str, str]] = [
    ("y = 2x learning rate", {}, "syntax", "side by side"),
    ("y = w * learned rate value", {}, "syntax", "side by side"),
    ("f(х) = х^2", {}, "syntax", "cyrillic"),
    ("y = x^2 +\nz = 3x", {}, "syntax", "expected an operand"),
    ("y = 1 + x + ...", {}, "syntax", "..."),
    ("y = 20% x", {}, "two-readings", "(20/100)*x"),
    ("y = x + 5% * x", {}, "syntax", "expected an operand"),
    ("y = a(2) + 3", {}, "two-readings", "a(2)"),
    ("y = x(2) + x", {"x": 3}, "two-readings", "x(2)"),
    ("FV = PV(1 + r)^n", {}, "two-readings", "PV*("),
    ("x | y\n1 | 2\nz = x + y", {}, "syntax", "row of a table"),
    ("A = [1 2; 3 4];\nx = [5; 6];\ny = x/A", {}, "two-readings", "x./A"),
    ("function f(x)\n a = x^2\n return a\nend\nf(2)", {}, "syntax", "several statements"),
]


@pytest.mark.parametrize(("text", "at", "kind", "piece"), REFUSED)
def test_a_text_is_refused_or_asked(client: FlaskClient, text: str, at: Point, kind: str, piece: str) -> None:
    status, answer = asked(client, text, at)
    assert status >= 400, answer
    assert answer["type"] == f"/problems/{kind}"
    assert piece in f"{answer['detail']} {answer.get('hint')}"
