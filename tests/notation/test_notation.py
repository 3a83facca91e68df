"""Names, numbers and partials are written as a textbook writes them."""

from __future__ import annotations

import json
import math

import pytest

from graphs.autodiff.build import build
from graphs.language.parser import parse
from graphs.notation.names import label
from graphs.notation.notation import Notation
from graphs.notation.numbers import literal, literal_latex, number_latex, number_text
from graphs.operations.elementwise import ELEMENTWISE
from tests.support.paths import TWINS

NUMBERS = json.loads((TWINS / "numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("x", "text"), NUMBERS)
def test_numbers_have_five_digits(x: float | str | None, text: str) -> None:
    """As on the page: tests/js/number.test.js."""
    assert number_text(math.nan if x is None else float(x)) == text


def test_numbers_in_latex_and_in_full() -> None:
    assert number_latex(-1.2345e-5) == r"-1.23 \cdot 10^{-5}"
    assert number_latex(math.inf) == r"\infty"
    told = [literal_latex(x) for x in (299792458.0, 0.1 + 0.2, 1.0000000001, 1e-7, -1e22, 2.5e-9, math.inf)]
    assert told == [
        "299792458", "0.30000000000000004", "1.0000000001", "10^{-7}", "-10^{22}", r"2.5 \cdot 10^{-9}", r"\infty",
    ]  # fmt: skip
    assert (literal(0.1 + 0.2), literal(2.0), literal(1e22)) == ("0.30000000000000004", "2", "1e+22")


LABELS = [
    ("x", "x"), ("x1", "x_1"), ("x12", "x_{12}"), ("theta", r"\theta"), ("theta_2", r"\theta_2"), ("yhat", r"\hat{y}"),
    ("w_out", r"w_{\mathrm{out}}"), ("loss", r"\mathrm{loss}"), ("P0", "P_0"), ("a'", r"{a^{\prime}}"), ("x1''", r"{x_1^{\prime\prime}}"),
    ("my_long_name", r"\mathrm{my}_{\mathrm{long\_name}}"), ("x_", r"\mathrm{x\_}"), ("x__y", r"\mathrm{x\_\_y}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "latex"), LABELS)
def test_names(name: str, latex: str) -> None:
    assert label(name) == latex


# program with one operation as its last node, its LaTeX, its partials as text and as LaTeX
PARTIALS = [
    ("exp(x)", r"\exp(c_1)", ["exp(c1)"], [r"\exp(c_1)"]),
    ("x**3", "c_1^{3}", ["3*c1**2"], ["3 c_1^{2}"]),
    ("x**2", "c_1^{2}", ["2*c1"], ["2 c_1"]),
    ("x**0.5", "c_1^{0.5}", ["1/(2*sqrt(c1))"], [r"\frac{1}{2 \sqrt{c_1}}"]),
    ("x*y", r"c_1 \cdot c_2", ["c2", "c1"], ["c_2", "c_1"]),
    ("x/y", r"\frac{c_1}{c_2}", ["1/c2", "-c1/c2**2"], [r"\frac{1}{c_2}", r"- \frac{c_1}{c_2^{2}}"]),
    ("digamma(x)", r"\psi(c_1)", ["trigamma(c1)"], [r"\psi_1(c_1)"]),
    ("trigamma(x)", r"\psi_1(c_1)", ["polygamma(2, c1)"], [r"\psi^{(2)}(c_1)"]),
    ("3*x", r"3 \cdot c_1", ["3"], ["3"]),
    ("-3*x", r"-3 \cdot c_1", ["-3"], ["-3"]),
    ("x - y", "c_1 - c_2", ["1", "-1"], ["1", "-1"]),
    ("sqrt(x)", r"\sqrt{c_1}", ["1/(2*sqrt(c1))"], [r"\frac{1}{2 \sqrt{c_1}}"]),
    ("tanh(x)", r"\tanh(c_1)", ["1 - tanh(c1)**2"], [r"1 - \tanh^{2}(c_1)"]),
    ("sigmoid(x)", r"\sigma(c_1)", ["(1 - sigmoid(c1))*sigmoid(c1)"], [r"\left(1 - \sigma(c_1)\right) \sigma(c_1)"]),
    ("relu(x)", r"\operatorname{relu}(c_1)", ["[c1 > 0]"], ["[c_1 > 0]"]),
    ("max(x, y)", r"\max(c_1, c_2)", ["[c1 > c2]", "[c2 > c1]"], ["[c_1 > c_2]", "[c_2 > c_1]"]),
    ("299792458*x", r"299792458 \cdot c_1", ["299792458"], ["299792458"]),
    ("1e-7**x", r"\left(10^{-7}\right)^{c_1}", ["1e-07**c1*log(1e-07)"], [r"\left(10^{-7}\right)^{c_1} \log(10^{-7})"]),
    ("x/1e-9", r"\frac{c_1}{10^{-9}}", ["1/1e-09"], [r"\frac{1}{10^{-9}}"]),
    ("k = 3\nx**k", "x^{k}", ["3*x**2", ""], ["3 x^{2}", ""]),
]


@pytest.mark.parametrize(("program", "latex", "texts", "latexes"), PARTIALS)
def test_operations_and_their_partials(program: str, latex: str, texts: list[str], latexes: list[str]) -> None:
    graph = build(parse(program))
    notation, last = Notation(graph), len(graph) - 1
    assert notation.latex(last) == latex
    assert [notation.edge_text(edge) for edge in graph.edges_into(last)] == texts
    assert [notation.edge_latex(edge) for edge in graph.edges_into(last)] == latexes


def test_a_faulty_constant_exponent_can_be_written() -> None:
    for program in ("x**(1/0)", "x**exp(1000)", "x**(-exp(1000))"):
        graph = build(parse(program))
        notation = Notation(graph)
        assert all(notation.edge_text(edge) and notation.edge_latex(edge) for edge in graph.edges if edge.source == 0)


@pytest.mark.parametrize(
    "row", [row for row in ELEMENTWISE if row.functions], ids=lambda row: f"{row.name}-{row.arity}"
)
def test_every_row_can_be_written(row: object) -> None:
    count = max(row.arity[0], 1)  # type: ignore[attr-defined]
    graph = build(parse(f"{row.functions[0]}({', '.join('xyz'[:count])})"))  # type: ignore[attr-defined]
    notation = Notation(graph)
    for edge in graph.edges_into(len(graph) - 1):
        written = notation.edge_text(edge) + notation.edge_latex(edge)
        assert written and not any("\ue000" <= c <= "\uf8ff" for c in written)
        latex = notation.latex(edge.target) + notation.edge_latex(edge)
        assert latex.count("{") == latex.count("}") and "Piecewise" not in written
