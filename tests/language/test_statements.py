"""Sentences become statements: names are settled over the whole text, and each line is what people mean by it."""

from __future__ import annotations

import ast
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.errors import Problem
from graphs.language.plain.reader import sentences_of
from graphs.language.sheet import Sheet
from graphs.language.statements.statements import statements
from graphs.limits import WEB
from tests.support.sheets import lines_of


def sheet(text: str, point: Collection[str] = ()) -> Sheet:
    found = sentences_of(text, point, WEB)
    made = statements(found.sentences, point, "plain", WEB, found.is_document)
    return made._replace(notes=[*found.notes, *made.notes])


NAMES: list[tuple[str, str, list[str]]] = [
    ("f(x, y) = xy + x", "", ["f(x, y) := x * y + x"]),
    ("f(x) = ax^2 + bx + c", "abc", ["f(x) := a * x ** 2 + b * x + c"]),
    ("f(x) = a + bx + cx^2 + dx^3", "", ["f(x) := a + b * x + c * x ** 2 + d * x ** 3"]),
    ("w = 2; x = 3; y = wx + 1", "", ["w = 2", "x = 3", "y = w * x + 1"]),
    ("ab = a + b; y = ab^2", "", ["ab = a + b", "y = ab ** 2"]),
    ("J(rate, time) = rate*time", "", ["J(rate, time) := rate * time"]),
    ("nRT + n + R + T", "", ["n * R * T + n + R + T"]),
    ("nRT + n", "", ["nRT + n"]),
    ("yhat - y", "", ["yhat - y"]),
    ("alpha*a + theta*t*h*e", "", ["alpha * a + theta * t * h * e"]),
    ("αx + α", "", ["alpha * x + alpha"]),
    ("2πr", "", ["2 * pi * r"]),
    ("x²y³ + x²(y + 1) + sin²(x)", "", ["x ** 2 * y ** 3 + x ** 2 * (y + 1) + sin(x) ** 2"]),
    ("𝑤𝑥 + 𝑏", "wx", ["w * x + b"]),
    ("f(x1, x2) = x1x2", "", ["f(x1, x2) := x1 * x2"]),
    ("sin(Pi*x) + e^x", "", ["sin(pi * x) + e ** x"]),
    ("wŷ + x_{1}y", "", ["w * yhat + x_1 * y"]),
    ("y' = 2; z = y' + 1", "", ["y' = 2", "z = y' + 1"]),
    ("sum(ab, axis=0) + a.T + ab.sum()", "", ["sum(a * b, axis=0) + a[transpose] + ab.sum()"]),
    ("v = distance/duration", "", ["v = distance / duration"]),
    ("dx = 2; dy = 3; dy/dx", "", ["dx = 2", "dy = 3", "dy / dx"]),
]


@pytest.mark.parametrize(("text", "point", "lines"), NAMES)
def test_names_are_settled_over_the_whole_text(text: str, point: str, lines: list[str]) -> None:
    assert lines_of(sheet(text, set(point))) == lines


LINES = [
    # headers
    ("f(x, y) = x*y", ["f(x, y) := x * y"]),
    ("f((x1, x2)) = x1*x2", ["f(x1, x2) := x1 * x2"]),
    ("f(x, k=2) := k*x", ["f(x, k=2) := k * x"]),
    ("f(x,y) = (x + y, x*y)", ["f(x, y) := [x + y, x * y]"]),
    ("sigmoid(z) = 1/(1 + exp(-z)); y = sigmoid(w)", ["sigmoid(z) := 1 / (1 + exp(-z))", "y = sigmoid(w)"]),
    ("f(x) = x^2; h(x) = f(2x)^2 + f^2(x)", ["f(x) := x ** 2", "h(x) := f(2 * x) ** 2 + f(x) ** 2"]),
    ("h(x) = f(x) + 1; f(t) = t^2", ["h(x) := f(x) + 1", "f(t) := t ** 2"]),
    ("f(x) = x^2; f(3)", ["f(x) := x ** 2", "f(3)"]),
    ("f(x) = x(x + 1)", ["f(x) := x * (x + 1)"]),
    ("a = sigmoid(z); d = a(1 - a)", ["a = sigmoid(z)", "d = a * (1 - a)"]),
    # factors side by side
    ("x e^y + y log(p)", ["x * e ** y + y * log(p)"]),
    ("e^x sin(y) + 1/2 m v^2", ["e ** x * sin(y) + 1 / 2 * m * v ** 2"]),
    ("speed = 3; time = 2; d = speed time", ["speed = 3", "time = 2", "d = speed * time"]),
    # definitions
    ("a = b = 2; c = a*b", ["a = b = 2", "c = a * b"]),
    ("x1, x2 = 1.0, 2.0", ["x1 = 1.0", "x2 = 2.0"]),
    ("(x, y) = (1, 2)", ["x = 1", "y = 2"]),
    ("q = x + y, f = q*z, x = -2", ["q = x + y", "f = q * z", "x = -2"]),
    ("x*y, sin(x)", ["(x * y, sin(x))"]),
    ("x = 3; x = 5; y = x", ["x = 3", "x = 5", "y = x"]),
    ("z = x; z = z + 1", ["z = x", "z = z + 1"]),
    ("x^2*y\nx = 2\ny = 3", ["x ** 2 * y", "x = 2", "y = 3"]),
    ("x = [1, 2]\nx(1) + x(2)", ["x = [1, 2]", "x[index] + x[index]"]),
    ("x^T A x", ["x[transpose] @ A @ x"]),
    ("x^T (A + B) x + y", ["x[transpose] @ (A + B) @ x + y"]),
    ("Sum(i*x, (i, 1, 3))", ["Sum(i * x, (i, 1, 3))"]),
    ("Piecewise((x, x > 0), (0, True))", ["Piecewise((x, x > 0), (0, True))"]),
    # points
    ("f(x, y) = x*y at (1, 2)", ["f(x, y) := x * y", "given 1, 2"]),
    ("x^2*y at x = 1, y = 2", ["x ** 2 * y", "given x = 1, y = 2"]),
    ("f(x, y) = x*y at (x, y) = (1, 2)", ["f(x, y) := x * y", "given x = 1, y = 2"]),
    ("f(x, y) = x*y, at the point P(2, 1)", ["f(x, y) := x * y", "given 2, 1"]),
    ("f(x, y) = x*y at P = (2, 1)", ["f(x, y) := x * y", "given 2, 1"]),
    ("L = (p - y)^2 where p = w*x, w = 2", ["L = (p - y) ** 2", "p = w * x", "given w = 2"]),
    ("y = sin(x) at x = pi/4", ["y = sin(x)", "given x = pi / 4"]),
    # chains and claims
    ("z = w*x = 0.9", ["z = w * x", "stated value of z = 0.9 [0.9]"]),
    ("z = w*x = 2*3 ≈ 6.1", ["z = w * x", "stated value of z = 2 * 3 [2*3]", "stated value of z ≈ 6.1 [6.1]"]),
    ("y = x^2; y = 9", ["y = x ** 2", "stated value of y = 9 [9]"]),
    ("f(x) = x^2 + x = x*(x + 1)", ["f(x) := x ** 2 + x", "stated value of f(x) = x * (x + 1) [x*(x + 1)]"]),
    ("L(w) = w^2; L(1.2) = 4.84", ["L(w) := w ** 2", "stated value of L(1.2) at 1.2 = 4.84 [4.84]"]),
    ("f(x) = x^2\nf'(x) = 2x", ["f(x) := x ** 2", "stated derivative of f by x = 2 * x [f'(x) = 2x]"]),
    ("f(x) = x^2\nf''(2) = 2", ["f(x) := x ** 2", "stated derivative of f by x, x at 2 = 2 [f''(2) = 2]"]),
    ("y = x^2\ny' = 2x", ["y = x ** 2", "stated derivative of y by x = 2 * x [y' = 2x]"]),
    ("L = w^2\ndL/dw = 2w = 6",
     ["L = w ** 2", "stated derivative of L by w = 2 * w [dL/dw = 2w]", "stated derivative of L by w = 6 [6]"]),
    ("z = w*x; L = z^2\ndL/dw = dL/dz . dz/dw",
     ["z = w * x", "L = z ** 2",
      "stated derivative of L by w = Derivative(L, z) * Derivative(z, w) [dL/dw = dL/dz . dz/dw]"]),
    ("f(x,y) = x*y\nf_x(1, 2) = 2; ∇f = (y, x)",
     ["f(x, y) := x * y", "stated derivative of f by x at 1, 2 = 2 [f_x(1, 2) = 2]",
      "stated gradient of f = [y, x] [∇f = (y, x)]"]),
    ("f(x,y) = x^2*y; ∂²f/∂x∂y = 2x",
     ["f(x, y) := x ** 2 * y", "stated derivative of f by x, y = 2 * x [∂²f/∂x∂y = 2x]"]),
    # left out
    ("L = w^2; w <- w - 0.1*dL/dw", ["L = w ** 2"]),
    ("L = w^2; w := w - eta*2*w", ["L = w ** 2"]),
    ("L = w^2; w = w - eta*g", ["L = w ** 2"]),
    ("L = w^2; w_new = w_old - eta*(dL/dw)", ["L = w ** 2"]),
    ("F = x^2; X = x - s(∂F/∂x)", ["F = x ** 2"]),
    ("F = x^2; y = x - 3", ["F = x ** 2", "y = x - 3"]),
    ("f(g) = g^2\nf'(g) = g'(2)*f'(g(2))", ["f(g) := g ** 2"]),
    ("Let y = x^2. Then x + 1 is odd.", ["y = x ** 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_a_line_is_what_people_mean_by_it(text: str, lines: list[str]) -> None:
    assert lines_of(sheet(text)) == lines


NOTES = [
    ("f(x) = ax", [((1, 8), "product", "ax is read as a*x")]),
    ("yhat - y", [((1, 1), "product", "yhat is one name")]),
    ("y = Pi", [((1, 5), "read as", "Pi is read as pi")]),
    ("f(x) = x(2)", [((1, 8), "product", "x(…) is read as a product")]),
    ("y = x^2\ny <- 2y", [((2, 1), "left out", "an update of a value is left out")]),
    ("x^T A x", [((1, 3), "read as", "side by side with a transpose, the factors are read as a product of matrices")]),
    ("x = [1, 2]\nx(2)", [((2, 1), "read as", "x(2) is read as entry 2 of x")]),
]


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_what_goes_beyond_the_grammar_is_said(text: str, notes: list[tuple[tuple[int, int], str, str]]) -> None:
    assert [(note.place[:2], note.kind, note.message) for note in sheet(text).notes] == notes


def test_the_note_of_a_name_offers_its_product() -> None:
    (note,) = sheet("2ab + c").notes
    assert note.fix is not None
    assert (note.place, note.fix.place, note.fix.text) == ((1, 2, 2), (1, 2, 2), "a*b")


REFUSED = [
    # asked: two readings that differ in value
    ("y = f(x + 1)", 422, (1, 5, 1), "may be a product", ["f*(x + 1)"]),
    ("e^xy + x", 422, (1, 3, 2), "how far '^' reaches", ["(x*y)", "x*y"]),
    ("1/xy^2 + x", 422, (1, 3, 2), "how far '/' reaches", ["(x*y^2)", "x*y^2"]),
    ("f(x, y) = x3 + y", 422, (1, 11, 2), "power x^3, or a name", ["x^3", "x_3"]),
    ("tan^-1(x)", 422, (1, 5, 1), "power of tan", ["atan(x)", "tan(x)^-1"]),
    ("0,5x^2", 422, (1, 2, 1), "decimal comma", ["0.5", "0, 5"]),
    ("1,000*x", 422, (1, 2, 1), "thousands", ["1.000", "1000", "1, 000"]),
    ("L = (w - 3)^2; L(2)", 422, (1, 16, 1), "may be a product", ["L*(2)"]),
    # refused, with a fix where there is one
    ("f(x) = 2xsin(x)", 422, (1, 9, 4), "no function 'xsin'", ["2x*sin(x)"]),
    ("f(x) = xsinx", 400, (1, 8, 5), "without its brackets", ["x*sin(x)"]),
    ("sin 2x", 400, (1, 1, 3), "needs an argument", ["sin(2x)"]),
    ("logsumexp([-inf, x])", 400, (1, 13, 3), "finite", []),
    ("x + 1j", 400, (1, 6, 1), "imaginary", []),
    ("e^x y", 400, (1, 5, 1), "two names side by side", ["x*y"]),
    ("d/dx x^2", 400, (1, 1, 4), "derivative sign", []),
    ("dL/dw = 2w - 6", 400, (1, 1, 5), "derivative sign", []),
    ("y = 2*dL/dw", 400, (1, 7, 5), "derivative sign", []),
    ("f(x) = x; y = f'(2)", 400, (1, 15, 2), "derivative sign", []),
    ("w <- w - eta*g", 400, (1, 1, 1), "update", []),
    ("A'*x", 400, (1, 2, 1), "a prime is part of a line's name", []),
    ("x\ny = 1", 400, (1, 1, 1), "only the last line", []),
    ("y = x, 3", 400, (1, 1, 1), "several outputs cannot have a name", ["[x, 3]"]),
    ("a, b = 1", 400, (1, 6, 1), "2 names", []),
    ("2x + 3 = 7", 400, (1, 8, 1), "'=' may stand only after", []),
    ("y =", 400, (1, 3, 1), "expected an expression after '='", []),
    ("None = 3", 400, (1, 1, 4), "cannot be a name", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "place", "words", "fixes"), REFUSED)
def test_what_is_not_clear_is_asked_or_refused(
    text: str, status: int, place: tuple[int, int, int], words: str, fixes: list[str]
) -> None:
    with pytest.raises(Problem) as refused:
        sheet(text)
    assert (refused.value.status, refused.value.place) == (status, place)
    assert words in refused.value.message
    assert [fix.text for fix in refused.value.fixes] == fixes


def test_every_node_has_its_place() -> None:
    text = "f(x, y) = 2x·max(x, y)^2 + |y| if x > 0 and y < 1 else [x, y][0]\nz = A.T @ x.sum(axis=0)"
    lines = text.split("\n")
    nodes = [node for statement in sheet(text).statements for node in ast.walk(statement)]
    for node in nodes:
        if isinstance(node, ast.expr | ast.stmt):
            place = node.place  # type: ignore[union-attr]
            assert lines[place.line - 1][place.column - 1 : place.column - 1 + place.length], ast.dump(node)
    signs = [node.sign_typed for node in nodes if isinstance(node, ast.BinOp)]  # type: ignore[attr-defined]
    assert sorted(signs) == ["", "+", "@", "^", "·"]
    functions = {node.function for node in nodes if isinstance(node, ast.Call)}  # type: ignore[attr-defined]
    assert functions == {"max", "abs", "sum"}


@given(st.lists(st.sampled_from("f x y ( ) = + - * / ^ ' , ; 2 a d dx dL / ∂ ∇ at where let ← ≈ [ ] |".split()), max_size=25),
       st.sampled_from(["", "\n"]))  # fmt: skip
def test_any_tokens_are_read_or_refused_with_a_place(tokens: list[str], join: str) -> None:
    text = (" " + join).join(tokens)
    try:
        sheet(text, {"x"})
    except Problem as refused:
        assert refused.place is not None


def test_long_texts_take_linear_time() -> None:
    for text in ("f(x)=x," * 600, "(x)=" * 2000, "||x" * 3000, "x," * 5000, "a=b=" * 2000 + "1", "at x=1 " * 1000):
        try:
            sheet(text)
        except Problem as refused:
            assert refused.message
