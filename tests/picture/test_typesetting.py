"""Formulas and names are set as a typesetter would, by their parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.autodiff.build import build
from graphs.language.parser import parse
from graphs.notation.names import Name
from graphs.notation.notation import Notation
from graphs.picture import layout as drawing
from graphs.picture.svg import picture
from graphs.picture.typesetting import Runs, fitted, name_runs, runs, width
from graphs.study import study


def notation_of(program: str) -> Notation:
    return Notation(build(parse(program)))


def head_of(notation: Notation, i: int) -> Runs:
    return runs(notation.text(i), notation.called)


def words(line: Runs) -> str:
    """Runs as words: / is italic, ^ raised, _ lowered."""
    return " ".join(
        each.text.strip() + "/" * each.italic + "^" * (each.rise > 0) + "_" * (each.rise < 0)
        for each in line
        if each.text
    )


# a program and one of its nodes → how what it computes is set; and the partials along its edges.
TYPESET: list[tuple[str, int, str, list[str]]] = [
    ("x + pi", 1, "c/ 1_ + π/", ["1"]),
    ("theta*2", 1, "c/ 1_ ⋅ 2", ["2"]),
    ("2*x", 1, "2 c/ 1_", ["2"]),
    ("-2*x", 1, "−2 c/ 1_", ["−2"]),
    ("x*y", 2, "c/ 1_ ⋅ c/ 2_", ["c/ 2_", "c/ 1_"]),
    ("x/y", 2, "c/ 1_ / c/ 2_", ["1/ c/ 2_", "− c/ 1_ / c/ 2_ 2^"]),
    ("x**-1", 1, "c/ 1_ −1^", ["−1/ c/ 1_ 2^"]),
    ("x**-2", 1, "c/ 1_ −2^", ["−2/ c/ 1_ 3^"]),
    ("x**3", 1, "c/ 1_ 3^", ["3 c/ 1_ 2^"]),
    ("x**y", 2, "c/ 1_ c/^ 2^", ["c/ 1_ c/^ 2^ −1^ ⋅ c/ 2_", "c/ 1_ c/^ 2^ ⋅ log( c/ 1_ )"]),
    ("x*0.30000000000000004", 1, "c/ 1_ ⋅ 0.3", ["0.3"]),
    ("x + 1e-7", 1, "c/ 1_ + 1⋅10 −7^", ["1"]),
    ("sqrt(x)", 1, "√ c/ 1_", ["1/(2√ c/ 1_ )"]),
    ("erf(x)", 1, "erf( c/ 1_ )", ["2 exp(− c/ 1_ 2^ )/√ π/"]),
    ("asin(x)", 1, "asin( c/ 1_ )", ["1/sqrt(1 − c/ 1_ 2^ )"]),
    ("relu(x)", 1, "relu( c/ 1_ )", ["[ c/ 1_ > 0]"]),
    ("where(x >= y, x, y)", 2, "c/ 1_ ≥ c/ 2_", ["0", "0"]),
    ("x**[1, 2]", 1, "c/ 1_ [1,2]^", ["c/ 1_ [1,2]−1^ ⋅ [1, 2]"]),
    ("z = 3*a\nz = z + 1\nsqrt(z)", 3, "√ z/ (2)^", ["1/(2√ z/ (2)^ )"]),
]
MATRICES: list[tuple[str, int, str, list[str]]] = [
    ("A @ B", 2, "c/ 1_ c/ 2_", ["⋅ c/ 2_ T^", "c/ 1_ T^ ⋅"]),
    ("A.T", 1, "c/ 1_ T^", ["(⋅) T^"]),
    ("inv(A)", 1, "inv( c/ 1_ )", ["− c/ 2_ T^ ⋅ c/ 2_ T^"]),
    ("det(A)", 1, "det( c/ 1_ )", ["× c/ 2_ inv( c/ 1_ ) T^"]),
    ("trace(A)", 1, "trace( c/ 1_ )", ["× I/"]),
    ("cholesky(A)", 1, "cholesky( c/ 1_ )", ["sym( c/ 2_ −T^ Φ( c/ 2_ T^ ⋅) c/ 2_ −1^ )"]),
    ("dot(A[0], B[0])", 4, "c/ 3_ ⋅ c/ 4_", ["× c/ 4_", "× c/ 3_"]),
    ("sum(A, axis=1)", 1, "sum( c/ 1_ , axis=1)", ["× 1"]),
    ("A[1:, 0]", 1, "c/ 1_ [1:, 0]", ["→ [1:, 0]"]),
    ("einsum('ij->i', A)", 1, "einsum('ij−>i', c/ 1_ )", ["einsum with the other factors"]),
]


@pytest.mark.parametrize(("program", "i", "head", "partials"), [*TYPESET, *MATRICES])
def test_notation_is_typeset(program: str, i: int, head: str, partials: list[str]) -> None:
    made = study(program, {name: [[2, 0], [0, 2]] for name in "AB" if name in program})
    notation = made.notation
    assert words(head_of(notation, i)) == head
    edges = made.graph.edges_into(i)
    assert [words(runs(notation.edge_text(edge), notation.called)) for edge in edges] == partials


def test_a_superscript_stands_above_the_subscript() -> None:
    squared = notation_of("x**2")
    assert width(head_of(squared, 1)) == pytest.approx(width(name_runs(Name("c1"))))


def test_a_hat_takes_no_room() -> None:
    hatted, plain = notation_of("yhat = 3*z\nyhat/2"), notation_of("y = 3*z\ny/2")
    assert width(head_of(hatted, 2)) == pytest.approx(width(head_of(plain, 2)))


NAMES = [
    (Name("x1"), "x/ 1_"), (Name("theta"), "θ/"), (Name("w_out"), "w/ out_"), (Name("a''"), "a/ ′′^"),
    (Name("h", part=4), "h/ 4_"), (Name("h1", part=2, is_apart=True), "h/ 1.2_"), (Name("z", turn=3), "z/ [3]_"),
    (Name("a", definition=2), "a/ (2)^"), (Name("loss"), "loss"), (Name("yhat"), "y/ ˆ"), (Name("x_"), "x_"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_names_are_typeset(name: Name, written: str) -> None:
    assert words(name_runs(name)) == written


@pytest.mark.parametrize("name", ["learning_rate_schedule", "theta_long_name", "x_ab", "x1", "loss"])
def test_a_subscript_that_reaches_past_the_power_above_it_has_its_width(name: str) -> None:
    squared = notation_of(f"{name} = sin(z)\n{name}**2")
    assert width(head_of(squared, 2)) >= width(name_runs(Name(name)))
    made = study(f"{name} = sin(z)\n{name}**2", {"z": 1})
    drawn = picture(made, drawing.layout(drawing.structure_of(made.graph, "wide")))
    head = re.findall(r'<text class="head[^>]*>(.*?)</text>', drawn)[-1]
    assert re.sub("<[^>]*>", "", head).endswith("…") == (len(name) > 20)


@given(st.text(max_size=40), st.floats(30, 200))
def test_fitted_text_fits(text: str, room: float) -> None:
    assert width(fitted(runs(text), room / 18), 18) <= room + 1e-9


# program and choice of names → the names of parts in the heads of its nodes, in the order of the nodes
PARTS = [
    ("i = sigmoid(w*x + b)\nL = i**2", "own", ["", "", "", "i1", "i2", "", ""]),
    ("i = sigmoid(w*x + b)\nL = i**2", "c", [""] * 7),
    ("h1 = tanh(x*y)\nh1*x", "own", ["", "", "h1.1", "", ""]),
    ("z = softplus(exp(x) + logaddexp(x, y))*0.25\nz", "own", ["", "", "z1", "", "z3", "z4", ""]),  # one has no room
]


@pytest.mark.parametrize(("program", "names", "parts"), PARTS)
def test_the_name_of_a_lines_part_stands_in_its_head(program: str, names: str, parts: list[str]) -> None:
    made = study(program, {}, names=names)  # type: ignore[arg-type]
    drawn = picture(made, drawing.layout(drawing.structure_of(made.graph, "wide")))
    heads = {
        int(node): head
        for node, head in re.findall(r'data-node="c(\d+)".*?<text class="head[^>]*>(.*?)</text>', drawn, re.DOTALL)
    }
    muted = [re.findall(r'<tspan class="(?:italic )?muted"[^>]*>(.*?)</tspan>', heads[k]) for k in sorted(heads)]
    assert ["".join(each) for each in muted] == parts


def test_a_name_in_a_head_is_apart_from_what_it_names() -> None:
    made = study("i = sigmoid(w*x + b)\ni*i")
    drawn = picture(made, drawing.layout(drawing.structure_of(made.graph, "wide")))
    head = re.findall(r'<text class="head[^>]*>.*?</text>', drawn)[3]
    sizes, rises = re.findall(r'font-size="([\d.]+)em"', head), re.findall(r' dy="(-?[\d.]+)em"', head)
    assert [float(each) * 18 for each in sizes] == pytest.approx([15, 10.5], abs=0.02)
    assert float(rises[0]) * float(sizes[1]) + float(rises[1]) == pytest.approx(0, abs=0.002)  # back on the line
