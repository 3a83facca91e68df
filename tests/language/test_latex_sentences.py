"""Formulas and documents in LaTeX become statements of tokens, each with its place in what was typed."""

from __future__ import annotations

import time

import pytest

from graphs.errors import Problem
from graphs.language.latex.document import is_latex
from graphs.language.latex.text import LatexText, latex_sentences
from graphs.language.tokens import Derived, Token, spanning
from graphs.limits import DOOR, WEB

ARE_LATEX = [
    (r"\frac{1}{2}", True),
    (r"$y = abx + c$", True),
    ("\\(x\\)", True),
    (r"a \\ b", True),
    ("a^{[1]} + b^{[2]}", True),
    ("W^{(1)} x", True),
    ("loss = (yhat - y)^{2}", False),
    ("sqrt{x^{2}+1}", False),
    ("x_{1} + y", False),
    ("x**2 + y", False),
    ("it costs $4 and $5 more", False),
    ("between $4-$5 a piece", False),
    ("a price of $4", False),
    ("$" * 19_000 + "x", False),
]


@pytest.mark.parametrize(("text", "is_one"), ARE_LATEX, ids=lambda text: str(text)[:40])
def test_a_command_or_a_formula_between_dollars_makes_latex(text: str, is_one: bool) -> None:
    assert is_latex(text) is is_one


# A text; its sentences, each as its tokens.
SENTENCES: list[tuple[str, list[str]]] = [
    # documents
    ("Parameters: $w = 0.8$, $b = -0.3$.\n$$L = (\\sigma(wx + b) - y)^2$$",
     ["w = 0.8", "b = - 0.3", "L = ( sigmoid ( w * x + b ) - y ) ^ 2"]),
    ("1. $z = w \\cdot x$\n2. $\\hat{y} = \\sigma(z)$", ["z = w * x", "yhat = sigmoid ( z )"]),
    ("> $f(x, y) = x y$\n> at $(x, y) = (-2, 5)$", ["f ( x , y ) = x * y", "at ( x , y ) = ( - 2 , 5 )"]),
    ("$f(x) = x^2$ at $x = \\pi/2$, $y = 1$", ["f ( x ) = x ^ 2", "at x = pi / 2", "at y = 1"]),
    ("$f(x) = x^2$ at x = 3", ["f ( x ) = x ^ 2", "at x = 3"]),
    ("Let w = 0.8 and x = 1.5.\n$$z = wx$$", ["w = 0.8", "x = 1.5", "z = w * x"]),
    ("w = 2\nx = 3\n$$z = wx$$", ["w = 2", "x = 3", "z = w * x"]),
    ("Forward pass:\nz = w \\cdot x\na = \\sigma(z)", ["z = w * x", "a = sigmoid ( z )"]),
    ("\\begin{itemize}\n\\item $u = x$\n\\item $y = \\ln u$\n\\end{itemize}", ["u = x", "y = ln ( u )"]),
    ("$L = (\\hat y - y)^2$ where $\\hat y = wx$", ["L = ( yhat - y ) ^ 2", "yhat = w * x"]),
    ("The loss $L$ of $w \\in \\mathbb{R}$ is $L = w^2$, a parabola.", ["L = w ^ 2"]),
    ("$L(w) = w^2$ and $L(1.2) = 1.44$", ["L ( w ) = w ^ 2", "L ( 1.2 ) = 1.44"]),
    ("$z = wx$ $= 0.9$", ["z = w * x = 0.9"]),
    ("Let $z = wx$. If $z = 0$, then stop. If $x = 3$, find $y = z^2$.", ["z = w * x", "x = 3", "y = z ^ 2"]),
    ("For $x = 2$, compute $x^2 y$.", ["x = 2", "x ^ 2 * y"]),
    (r"\(z=w x\) \(\mathcal{L}=z^{2}\)", ["z = w * x", "L = z ^ ( 2 )"]),
    # one formula, several statements
    ("w = 0.8, \\quad x = 1.5\n\\\\ z = wx = 0.9", ["w = 0.8", "x = 1.5", "z = w * x = 0.9"]),
    ("\\begin{align}\nv_1 &= 3x, \\\\\nv_2 &= \\exp(v_1).\n\\end{align}", ["v_1 = 3 * x", "v_2 = exp ( v_1 )"]),
    ("\\begin{align*}\nf(x) &= (x+1)^2 \\\\\n &= x^2 + 1\n\\end{align*}", ["f ( x ) = ( x + 1 ) ^ 2 = x ^ 2 + 1"]),
    ("z &= x y + \\\\\n & \\quad \\sin(x)\\,,", ["z = x * y + sin ( x )"]),
    ("$$\nL = a\n + b\n$$", ["L = a + b"]),
    ("$$\nL = a\nM = b\n$$", ["L = a", "M = b"]),
    (r"y = x^2 \quad (2)", ["y = x ^ 2"]),
    (r"y = \frac{x}{2} \tag{3} \label{eq:y}", ["y = ( x / 2 )"]),
    (r"f(x) = x^2, \quad x \in \mathbb{R}", ["f ( x ) = x ^ 2"]),
    (r"f: \mathbb{R}^2 \to \mathbb{R}, \quad f(x) = x^2", ["f ( x ) = x ^ 2"]),
    (r"f(x) = x y \hspace{0.5in} \rightarrow \hspace{0.5in} z = y \hspace{0.5in} u = x",
     ["f ( x ) = x * y", "z = y", "u = x"]),
    (r"x = a \Rightarrow y = b \implies z = c \iff u = d", ["x = a", "y = b", "z = c", "u = d"]),
    (r"x_1, x_2 = 1, 2, \; y = 3", ["x_1 , x_2 = 1 , 2", "y = 3"]),
    (r"y = wx, \text{ where } w = 2 \text{ and } x = 3", ["y = w * x", "w = 2", "x = 3"]),
    (r"L = w_1^2 \text{ at } (w_1, w_2) = (1, 0)", ["L = w_1 ^ 2", "at ( w_1 , w_2 ) = ( 1 , 0 )"]),
    (r"2 x \quad y \qquad", ["2 * x * y"]),
    (r"w \leftarrow w - \eta g", ["w ← w - eta * g"]),
    (r"w := w - \eta g", ["w ← w - eta * g"]),
    (r"f(x) := x^2 \\ z := \frac{x}{2}", ["f ( x ) = x ^ 2", "z = ( x / 2 )"]),
    (r"a \approx 0.71", ["a ≈ 0.71"]),
    ("$$\nz &= wx && \\text{(first layer)} \\\\\na &= \\tanh z \\quad \\text{activation} \\\\\ny = 2a\n$$",
     ["z = w * x", "a = tanh ( z )", "y = 2 * a"]),
    (r"f(x) = 2x \quad \text{if } x > 0", ["f ( x ) = 2 * x"]),
    ("$P(y=1|x) = \\sigma(z)$", ["sigmoid ( z )"]),
    (r"w_j := w_j - \alpha g_j, \quad j = 0,1,2", ["w_j ← w_j - alpha * g_j"]),
    ("The value $e^{-z} \\approx 0$, so $\\hat{y} \\approx 1$, as $y = 2x$.", ["yhat ≈ 1", "y = 2 * x"]),
    ("* $`f(x, y) = x^2`$\n* $`f\\_x = 2x`$", ["f ( x , y ) = x ^ 2", "d(f)/d(x) = 2 * x"]),
    ("For $x$ = 2 and $y$ = 3.5, $z = xy$.", ["x = 2", "y = 3.5", "z = x * y"]),
    ("Let $u = x$. % but not $z = 3$\n10 % of $u^2$", ["u = x"]),
    (r"y = x^2 \Big|_{x=3}", ["y = x ^ 2", "at x = 3"]),
    (r"\left. x^2 y \right|_{(x,y)=(1,2)}", ["x ^ 2 * y", "at ( x , y ) = ( 1 , 2 )"]),
    (r"\begin{cases} u = x + y \\ v = x y \end{cases}", ["u = x + y", "v = x * y"]),
    (r"z = \boxed{\frac{x}{2} = 3}", ["z = ( x / 2 ) = 3"]),
    # names
    (r"E = \frac{1}{2}(target - out)^2", ["E = ( 1 / 2 ) * ( target - out ) ^ 2"]),
    (r"net_{h1} = x \\ out = \tanh net_{h1}", ["net_h1 = x", "out = tanh ( net_h1 )"]),
    (r"\alpha abx + a", ["alpha * a * b * x + a"]),
    (r"e = x - y \\ L = e^2 e^{x}", ["e = x - y", "L = e ^ 2 * e ^ ( x )"]),
    (r"e_1 = \frac{x}{2} \\ L = e^{e_1}", ["e_1 = ( x / 2 )", "L = exp ( e_1 )"]),
    (r"\hat y_1 + \dot\theta + \bar{x} + \tilde{c}_t + \vec v", ["yhat_1 + thetadot + xbar + ctilde_t + v"]),
    (r"v_{-1} + h_{t-1} + x_{max} + L_{\text{BCE}}", ["v_-1 + h_t-1 + x_max + L_BCE"]),
    (r"W^{(1)} x + b^{[2]} + a^{[1]}_2 + W^{(l)} x", ["W1 @ x + b2 + a1_2 + W_l @ x"]),
    (r"h^{(t)} = h^{(t-1)} + x^{(n+1)}", ["h_t = h_t-1 + x ^ ( ( n + 1 ) )"]),
    (r"\hat{y_1} + \sum_i \hat{y_i}", ["yhat_1 + Sum ( entry ( yhat , i ) , ( i , None , None ) )"]),
    (r"\mathcal{L} + \ell + \mathscr{J}", ["L + l + J"]),
    (r"w^{new} = \theta^{\text{old}}", ["w_new = theta_old"]),
    (r"\sin(y) + log(v_3) + sigmoid(Wx) + xsin(x) + cos x",
     ["sin ( y ) + log ( v_3 ) + sigmoid ( W @ x ) + x * sin ( x ) + cos ( x )"]),
    (r"\sigma(z) = \frac{1}{1+e^{-z}} \\ y = \sigma(x)", ["sigma ( z ) = ( 1 / ( 1 + exp ( - z ) ) )", "y = sigma ( x )"]),
    (r"\text{ReLU}(x) = \max(0, x)", ["ReLU ( x ) = max ( 0 , x )"]),
    (r"\underbrace{w x}_{z} + b", ["( w * x ) + b"]),
    # numbers
    (r"y = 0{,}5 x + \frac{1,25}{2}", ["y = 0.5 * x + ( 1.25 / 2 )"]),
    (r"f(1,2) \cdot \max\{0,5\}", ["f ( 1 , 2 ) * max ( 0 , 5 )"]),
    # sums
    (r"-\frac{1}{N} \sum_{i=1}^{N} y_i \log(\hat{y}_i) + b",
     ["- ( 1 / N ) * Sum ( entry ( y , i ) * log ( entry ( yhat , i ) ) , ( i , 1 , N ) ) + b"]),
    (r"\sum_{i=1}^{n-1} (x_{i+1} - x_i)^2", ["Sum ( ( entry ( x , i + 1 ) - entry ( x , i ) ) ^ 2 , ( i , 1 , n - 1 ) )"]),
    (r"\sum_{i} W_{ij} x^{(i)}_2", ["Sum ( entry ( W , i , j ) * entry ( x , i , 2 ) , ( i , None , None ) )"]),
    (r"\sum_{i,j} W_{ij}", ["Sum ( entry ( W , i , j ) , ( i , None , None ) , ( j , None , None ) )"]),
    (r"\sum_{i=1}^2 \sum_{j=1}^3 a_{i,j}^2",
     ["Sum ( Sum ( entry ( a , i , j ) ^ 2 , ( j , 1 , 3 ) ) , ( i , 1 , 2 ) )"]),
    (r"\log \sum\limits_k e^{x_k} - x_k", ["log ( Sum ( exp ( entry ( x , k ) ) , ( k , None , None ) ) ) - x_k"]),
    (r"\sum x_i y_i", ["Sum ( entry ( x , i ) * entry ( y , i ) , ( i , None , None ) )"]),
    (r"\sum (y - t)^2", ["Sum ( ( y - t ) ^ 2 )"]),
    (r"\sum_{1 \le i \le 3} x_{2i}", ["Sum ( entry ( x , 2 * i ) , ( i , 1 , 3 ) )"]),
    (r"\prod_{k=1}^{3} (1 + x_k) \cdot 2", ["Product ( ( 1 + entry ( x , k ) ) * 2 , ( k , 1 , 3 ) )"]),
    # cases and conditions
    (r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0.1x & \text{otherwise} \end{cases}",
     ["f ( x ) = Piecewise ( ( x , x > 0 ) , ( 0.1 * x , True ) )"]),
    (r"\begin{cases} -1, & t < -1, \\ t, & -1 \leq t \leq 1, \\ 1, & t > 1. \end{cases}",
     ["Piecewise ( ( - 1 , t < - 1 ) , ( t , ( - 1 <= t ) & ( t <= 1 ) ) , ( 1 , t > 1 ) )"]),
    (r"\left\{ \begin{array}{ll} x^2 & x = 0 \\ -x & \text{else} \end{array} \right.",
     ["Piecewise ( ( x ^ 2 , x == 0 ) , ( - x , True ) )"]),
    (r"\begin{cases} x \text{ if $x > 0$} \\ 0, \text{ otherwise.} \end{cases}",
     ["Piecewise ( ( x , x > 0 ) , ( 0 , True ) )"]),
    (r"\mathbb{1}(x >= y) + \mathbf{1}_{x>0} z + \mathbb{1}\{0 < x < 1\}",
     ["( x >= y ) + ( x > 0 ) * z + ( ( 0 < x ) & ( x < 1 ) )"]),
    # arrays
    (r"\mathbf{w} \cdot \mathbf{x} + b \cdot c", ["w @ x + b * c"]),
    (r"x^T A^{-1} x + A^2", ["x . T @ A ^ ( - 1 ) @ x + A ^ 2"]),
    (r"||x||_2 + \|x\|_\infty + \lVert A \rVert_F + |y|", ["norm ( x , 2 ) + norm ( x , inf ) + norm ( A ) + abs ( y )"]),
    (r"\log\det A + \tr(A^\top A) + |\Sigma|", ["log ( det ( A ) ) + trace ( A . T @ A ) + abs ( Sigma )"]),
    (r"2 [x + y] + [x, y]", ["2 * ( x + y ) + [ x , y ]"]),
    (r"D_{KL}(p \| q) = (a \|p\|) + (b || q ||)", ["D_KL ( p , q ) = ( a * norm ( p ) ) + ( b * norm ( q ) )"]),
    # what only sets how a formula looks, words within one, what underlines a heading
    (r"{\displaystyle ELU = {\begin{cases}a(e^{x}-1)&{\text{if }}x\leq 0\\x&{\text{if }}x>0\end{cases}}}",
     ["ELU = ( Piecewise ( ( a ( exp ( x ) - 1 ) , x <= 0 ) , ( x , x > 0 ) ) )"]),
    (r"$x_\text{max} + w^{\text{old}} + x^* + b^{\star}$", ["x_max + w_old + x_star + b_star"]),
    (r"$f(x) = x^2 \textrm{ with gradient } \nabla f(x) = 2x$", ["f ( x ) = x ^ 2", "d(f)/d() ( x ) = 2 * x"]),
    ("運動\n=====\n\n$$T = \\frac{1}{2} m v^2$$", ["T = ( 1 / 2 ) * m * v ^ 2"]),
    (r"\sin^2 x + \tan^{-1} y + \log_2 z", ["sin ^ 2 ( x ) + atan ( y ) + log2 ( z )"]),
]  # fmt: skip


def plain(token: Token) -> str:
    return f"d({' '.join(token.of)})/d({' '.join(token.by)})" if isinstance(token, Derived) else str(token)


def read(text: str, *given: str) -> LatexText:
    return latex_sentences(text, DOOR, given)


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_a_text_has_its_sentences(text: str, sentences: list[str]) -> None:
    found = read(text).sentences
    assert [" ".join(map(plain, sentence)) for sentence in found] == sentences
    lines = text.split("\n")
    for token in (token for sentence in found for token in sentence if token.typed):
        line, column, length = token.place
        assert lines[line - 1][column - 1 : column - 1 + length] == token.typed


# A text and its derivatives: what, by what, at what, where it stands.
DERIVED: list[tuple[str, list[tuple[str, str, str, str]]]] = [
    (r"\frac{dL}{dw} = 2w - 6", [("L", "w", "", r"\frac{dL}{dw}")]),
    (r"\frac{\partial f}{\partial \hat y} = y", [("f", "yhat", "", r"\frac{\partial f}{\partial \hat y}")]),
    (r"\dfrac{\mathrm{d}f}{\mathrm{d}x} = 1", [("f", "x", "", r"\dfrac{\mathrm{d}f}{\mathrm{d}x}")]),
    (r"\frac{\partial^2 f}{\partial x \partial y} = 1", [("f", "y x", "", r"\frac{\partial^2 f}{\partial x \partial y}")]),
    (r"\frac{d^2 f}{dx^2} = 2", [("f", "x x", "", r"\frac{d^2 f}{dx^2}")]),
    (r"\frac{\partial out_{o1}}{\partial net_{o1}} = 1",
     [("out_o1", "net_o1", "", r"\frac{\partial out_{o1}}{\partial net_{o1}}")]),
    (r"\frac{\partial L}{\partial W^{(1)}} = 1", [("L", "W1", "", r"\frac{\partial L}{\partial W^{(1)}}")]),
    (r"\frac{d}{dx} x^2", [("", "x", "", r"\frac{d}{dx}")]),
    (r"\frac{d}{dx} f(x) = 2x", [("f", "x", "", r"\frac{d}{dx} f")]),
    (r"\left. \frac{df}{dx} \right|_{x=2} = 4", [("f", "x", "x = 2", r"\left. \frac{df}{dx} \right|_{x=2}")]),
    (r"\frac{dy}{dx}\Big|_{x=1} = 3", [("y", "x", "x = 1", r"\frac{dy}{dx}\Big|_{x=1}")]),
    (r"dL/dw = \partial L/\partial z \cdot dz/dw",
     [("L", "w", "", "dL/dw"), ("L", "z", "", r"\partial L/\partial z"), ("z", "w", "", "dz/dw")]),
    (r"\nabla f = [1, 2]", [("f", "", "", r"\nabla f")]),
    (r"\nabla_w L = 3", [("L", "w", "", r"\nabla_w L")]),
    (r"\partial_x f = 3", [("f", "x", "", r"\partial_x f")]),
    (r"f(x) = x^2 \\ f'(x) = 2x \\ f''(3) = 2", [("f", "x", "", "f'"), ("f", "x x", "", "f''")]),
    (r"f(x, y) = x y \\ f_x = y \\ f_{xy}(1, 2) = 1", [("f", "x", "", "f_x"), ("f", "x y", "", "f_{xy}")]),
    (r"\frac{d_1}{d_2} + \frac{d x}{d + 1}", []),
    (r"d = x \\ L = \frac{d x}{d y}", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "derived"), DERIVED)
def test_a_derivative_is_one_token(text: str, derived: list[tuple[str, str, str, str]]) -> None:
    found = [token for sentence in read(text).sentences for token in sentence if isinstance(token, Derived)]
    assert [(" ".join(each.of), " ".join(each.by), " ".join(each.at), each.typed) for each in found] == derived
    assert [each.is_gradient for each in found] == [typed.startswith("\\nabla") for *_, typed in derived]


def test_the_names_of_the_point_settle_runs_of_letters() -> None:
    (sentence,) = read(r"y = abx + \alpha").sentences
    assert [*map(str, sentence)] == ["y", "=", "abx", "+", "alpha"]
    (sentence,) = read(r"y = abx + \alpha", "a", "b", "x").sentences
    assert [*map(str, sentence)] == ["y", "=", "a", "*", "b", "*", "x", "+", "alpha"]


# A sentence, and the text from its first token to its last.
STRETCHES = [
    (r"\cos x", r"\cos x"),
    (r"\sum_{i=1}^{n} w_i x_i + b", r"\sum_{i=1}^{n} w_i x_i + b"),
    (r"2w^{2}\,.", "2w^{2}"),
    (r"\log \sum_i x_i^2", r"\log \sum_i x_i^2"),
    (r"\begin{cases} x & x > 0 \\ 0 & x < 0 \end{cases}", r"\begin{cases} x & x > 0 \\ 0 & x < 0 \end{cases}"),
    (r"\left[ 2x, x \right] \quad", r"\left[ 2x, x \right]"),
    (r"\begin{pmatrix} 1 & 2 \end{pmatrix}", r"\begin{pmatrix} 1 & 2 \end{pmatrix}"),
    (r"\dfrac{1}{1+e^{-0.9}}", r"\dfrac{1}{1+e^{-0.9}}"),
    (r"\frac12 x_{max}", r"\frac12 x_{max}"),
]


@pytest.mark.parametrize(("text", "stretch"), STRETCHES)
def test_the_first_and_the_last_token_hold_all_that_was_typed(text: str, stretch: str) -> None:
    (sentence,) = read(text).sentences
    place = spanning(sentence[0], sentence[-1])
    assert text[place.column - 1 : place.column - 1 + place.length] == stretch


def test_a_sign_of_the_point_that_only_brackets_follow_is_a_factor() -> None:
    (sentence,) = read(r"\dot x = \sigma (y - x)", "sigma").sentences
    assert " ".join(sentence) == "xdot = sigma * ( y - x )"
    (sentence,) = read(r"\dot x = \sigma (y - x)", "x", "y").sentences
    assert " ".join(sentence) == "xdot = sigmoid ( y - x )"
    (sentence,) = read(r"\sigma(\sigma)", "sigma").sentences
    assert " ".join(sentence) == "sigmoid ( sigma )"


NOTES = [
    ("Let $x = 3$.\nThen $y = x^2$.", [(1, 1, 3, "left out"), (2, 1, 4, "left out")]),
    (r"y = \alpha x \quad (2)", [(1, 20, 3, "left out")]),
    (r"E = \frac{1}{2} out", [(1, 17, 3, "read as")]),
    (r"y = 0{,}5 \alpha", [(1, 5, 5, "read as")]),
    (r"\sigma = 2 \\ \sigma(\sigma)", [(1, 15, 6, "read as")]),
    (r"f(x) = x, \quad x \in \mathbb{R}", [(1, 17, 16, "left out")]),
    ("$y = wx$ with the weight $w$", [(1, 10, 15, "left out"), (1, 27, 1, "left out")]),
]


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_what_is_left_out_or_settled_is_told_at_its_place(text: str, notes: list[tuple[int, int, int, str]]) -> None:
    assert [(*note.place, note.kind) for note in read(text).notes] == notes


def test_another_reading_of_a_run_is_one_fix_away() -> None:
    (note,) = read(r"E = \frac{1}{2} out").notes
    assert note.fix is not None and (note.fix.text, note.fix.place) == ("o u t", note.place)


REFUSED = [
    ("y = sinx + \\alpha", (1, 5, 1), "sin of x"),
    (r"\sum_{i \neq j} x_i", (1, 7, 1), "the index of a sum is a letter"),
    (r"\sum_{i}", (1, 1, 4), "expected what"),
    (r"\mathbb{1} x", (1, 1, 7), "a condition is expected"),
    (r"\begin{cases} & x > 0 \end{cases}", (1, 23, 4), "a row of cases has a value"),
    (r"\frac{d^2 f}{dx} = 1", (1, 1, 5), "it is not clear what this is derived by"),
    (r"x^\dagger + 1 \quad", (1, 2, 1), "this superscript is no power"),
]


@pytest.mark.parametrize(("text", "place", "message"), REFUSED)
def test_what_no_sentence_can_be_made_of_is_pointed_at(text: str, place: tuple[int, int, int], message: str) -> None:
    with pytest.raises(Problem) as told:
        read(text)
    assert tuple(told.value.place or ()) == place
    assert message in told.value.message


HOSTILE = [
    r"\sum_i " * 2_500, r"\sum_{i=\sum_{i=" * 800, r"\sum_i x_{" + "i_{" * 3_000, r"\sum_i " + "x_{i_" * 3_000 + "i" + "}" * 3_000,
    r"\begin{cases}" * 1_400, r"\begin{cases} x" + r" \\ x" * 4_000 + r"\end{cases}", r"\frac{dx}{" + "dx" * 9_000 + "}",
    r"$a$ " * 4_900, r"$" + "a, " * 6_500 + "$", r"\text{at} " * 1_900, "x = 1, " * 2_800 + r"\quad", r"\quad " * 3_300,
    r"d/d" * 6_600 + r"\alpha", r"\left\{\begin{array}{l}" * 800, "f'" * 9_900 + r"\alpha", r"\mathbb{1}_{" * 1_600,
    r"\nabla_" * 2_800, r"\underbrace{" * 1_600, ". " * 9_900 + r"\alpha", r"\alpha" + r"\, " * 6_600, "(" * 19_900 + r"\a",
    r"\alpha = " + "at (1, 2) " * 1_900 + "$x$", "$x$" + " 1 = " * 3_900, "$x$ " + "a=1 " * 4_900,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_latex_is_parted_or_refused_in_time(text: str) -> None:
    began = time.process_time()
    try:
        latex_sentences(text[:20_000], WEB)
    except Problem as problem:
        assert problem.status < 500 and problem.message.isprintable()
    assert time.process_time() - began < 2
