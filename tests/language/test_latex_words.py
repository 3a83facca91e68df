"""What LaTeX can say in several ways is read alike: commands that a text defines, plain TeX, signs over signs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from graphs import Study, study
from graphs.errors import Problem, TwoReadings
from graphs.language.parser import parse
from graphs.limits import WEB

MATRIX = {"A": [[1, 2], [3, 4]], "x": [1, 2]}

SAME: list[tuple[str, dict[str, Any], str]] = [  # LaTeX, a point, and the program that it means
    # commands that the text defines
    (r"\newcommand{\sq}[1]{#1^2}" "\n" r"$f(x) = \sq{x} + \sq y$", {"x": 2, "y": 3}, "x^2 + y^2"),
    (r"\newcommand\xx{\mathbf{x}}\renewcommand{\ww}{\mathbf w}" "\n" r"$$z = \ww^\top \xx$$", {"x": [2, 3], "w": [1, 2]},
     "w @ x"),
    (r"$\newcommand{\fr}[2]{\frac{#1}{#2}}$ Let $y = \fr{x}{1 + \fr{1}{x}}$.", {"x": 2}, "x/(1 + 1/x)"),
    (r"\def\sq#1{#1^2} \def\half{\frac12} $y = \half\sq{x}$", {"x": 3}, "x^2/2"),
    (r"\DeclareMathOperator{\relu}{ReLU} $y = \relu(x)$", {"x": 3}, "relu(x)"),
    (r"\newcommand{\R}{\mathbb{R}} Let $f(x) = x^2$ for $x \in \R$.", {"x": 3}, "x^2"),
    (r"\newcommand{\a}{\alpha}\newcommand{\b}{\a^2} $y = \b x$", {"alpha": 2, "x": 3}, "alpha^2*x"),
    # plain TeX
    (r"f(x) = \cases{ x^2 & if $x > 2$ \cr 0 & otherwise \cr}", {"x": 3}, "where(x > 2, x^2, 0)"),
    (r"f(x) = \cases{ x^2, & \text{if } x > 2 \cr 0, & \text{otherwise} }", {"x": 1}, "where(x > 2, x^2, 0)"),
    (r"y = \pmatrix{1 & 2 \cr 3 & 4} x", {"x": [1, 2]}, "[[1, 2], [3, 4]] @ x"),
    (r"y = \left[\matrix{1 & 2 \cr 3 & 4 \cr}\right] x", {"x": [1, 2]}, "[[1, 2], [3, 4]] @ x"),
    (r"y = \begin{bmatrix}1 & 2 \cr 3 & 4\end{bmatrix} x", {"x": [1, 2]}, "[[1, 2], [3, 4]] @ x"),
    (r"y = {x^2 \over 2} + {1 \over {a \over x} + 1}", {"x": 3, "a": 2}, "x^2/2 + 1/(a/x + 1)"),
    (r"y = \left( a \over x \right)^2", {"x": 3, "a": 2}, "(a/x)^2"),
    (r"y = {n \choose 2}", {"n": 5}, "binomial(n, 2)"),
    # arrays
    (r"y = \left(\begin{array}{cc}1 & 2 \\ 3 & 4\end{array}\right) x", {"x": [1, 2]}, "[[1, 2], [3, 4]] @ x"),
    (r"\begin{array}{rcl} z &=& wx \\ y &=& \tanh(z) \end{array}", {"w": 0.5, "x": 2}, "tanh(w*x)"),
    (r"y = \left\{\begin{array}{rl} x^2 & : x > 1 \\ 1 & : x \le 1 \end{array}\right.", {"x": 2}, "where(x > 1, x^2, 1)"),
    (r"y = \begin{vmatrix} a & 2 \\ 3 & 4 \end{vmatrix} x", {"a": 5, "x": 2}, "det([[a, 2], [3, 4]])*x"),
    # composition
    (r"$f(x) = x^2$, $g(x) = \sin x$, $h(x) = (f \circ g)(x)$", {"x": 0.5}, "sin(x)^2"),
    (r"$f(x) = x^2$, $g(x) = \sin x$, $h(x) = f \circ g(x)$", {"x": 0.5}, "sin(x)^2"),
    (r"$f(x) = x^2$, $g(x) = \sin x$, $h = f \circ g$", {"x": 0.5}, "sin(x)^2"),
    (r"$f(x) = x^2$, $g(x) = 3x$, $(f \circ g)(x) = 9x^2$", {"x": 0.5}, "(3*x)^2"),
    (r"c = a \circ b", {"a": [1, 2], "b": [3, 4]}, "a*b"),
    # numbers
    (r"y = \sin 30^\circ \cdot x", {"x": 2}, "sin(pi/6)*x"),
    (r"y = 1\,000 x + 1{,}000{,}000", {"x": 2}, "1000*x + 1000000"),
    (r"y = 0{,}125 \cdot x + 2{,}5", {"x": 2}, "0.125*x + 2.5"),
    ("0{,}5 x", {"x": 2}, "0.5*x"),
    # conditions of several entries
    (r"f(x,y) = \begin{cases} \frac{xy}{x^2+y^2} & (x,y) \neq (0,0) \\ 0 & (x,y) = (0,0) \end{cases}", {"x": 1, "y": 2},
     "x*y/(x^2 + y^2)"),
    (r"f(x,y) = \begin{cases} 5 & \text{if } (x,y) = (0,0), \\ xy & \text{otherwise.} \end{cases}", {"x": 0, "y": 2}, "x*y"),
    # what is said for every i
    (r"y_i = \sum_j W_{ij} z_j", {"W": [[1, 2], [3, 4]], "z": [1, -1]}, "W @ z"),
    (r"$z_i = \sum_{j=1}^n W_{i,j} x_j + b_i$, $L = \sum_i z_i^2$", {"W": [[1, 2], [3, 4]], "x": [1, -1], "b": [0.5, 1]},
     "sum((W @ x + b)^2)"),
    (r"$a_i = \tanh((Wx)_i)$", {"W": [[1, 2], [3, 4]], "x": [1, -1]}, "tanh(W @ x)"),
    (r"$C_{ij} = \sum_k A_{ik} B_{kj}$", {"A": [[1, 2], [3, 4]], "B": [[0, 1], [1, 1]]}, "A @ B"),
    (r"$\hat{y}^{(i)} = \sigma(w^T x^{(i)} + b)$", {"x": [1, 2], "w": [2, -1], "b": 1}, "sigmoid(w @ x + b)"),
    (r"$\hat{y}_i = w^T X_i$", {"X": [[1, 2], [3, 4]], "w": [2, 3]}, "X @ w"),
    # sentences without dollar signs
    (r"Let f be given by f(x) = \frac{x^2}{1+x} for all x > 0.", {"x": 2}, "x^2/(1 + x)"),
    (r"The function f(x, y) = x^2 \sin(y) is differentiable.", {"x": 2, "y": 3}, "x^2*sin(y)"),
    # numbers of entries
    (r"\bar x = \frac1n \sum_i x_i, \quad s = \frac{1}{n-1}\sum_i (x_i - \bar x)^2", {"x": [1, 2, 4]}, "sum((x - mean(x))^2)/2"),
    # the largest entry, brackets in angles
    (r"y = \max_i x_i^2", {"x": [1, -5, 2]}, "max(x^2)"),
    (r"d = \min_{1 \le i \le 3} |x_i - y_i|", {"x": [1, -5, 2], "y": [3, 3, 3]}, "min(abs(x - y))"),
    (r"\langle x, y\rangle + \left\langle x, x \right\rangle", {"x": [1, 2], "y": [3, 4]}, "x @ y + x @ x"),
    (r"r(t) = \langle \cos t, \sin t \rangle", {"t": 1}, "[cos(t), sin(t)]"),
    # words and signs
    (r"y = \begin{cases} x^2 & if\ x > 1 \\ 0 & else \end{cases}", {"x": 2}, "where(x > 1, x^2, 0)"),
    (r"y \overset{\text{def}}{=} w x", {"x": 3, "w": 2}, "w*x"),
    (r"f(x) \stackrel{(1)}{=} x^2 \stackrel{\triangle}{=} x \cdot x", {"x": 3}, "x^2"),
    (r"Consider \\(f(x,y) = e^{xy}\\) and \\[ g = 2 \\].", {"x": 3, "y": 0.5}, "exp(x*y)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "program"), SAME)
def test_a_text_is_the_program_that_it_means(text: str, at: dict[str, Any], program: str) -> None:
    made, meant = study(text, at), study(program, at)
    assert np.allclose(value_of(made), value_of(meant), rtol=1e-12)
    assert made.jacobian is not None and meant.jacobian is not None
    ours, theirs = by_name(made), by_name(meant)
    assert ours.keys() == theirs.keys()
    assert all(np.allclose(ours[name], theirs[name], rtol=1e-12) for name in ours)


def value_of(made: Study) -> Any:
    return made.evaluation.values[made.graph.outputs[0]]


def by_name(made: Study) -> dict[str, Any]:
    return dict(zip(made.graph.inputs, (made.jacobian or [[]])[0], strict=True))


PLACES = [  # a text, and where what it refuses stands in what was typed
    (r"\newcommand{\sq}[1]{#1^2} $f(x) = \sq{x} + \foo$", (1, 44, 4), r"the command \foo"),
    (r"\newcommand{\bad}{\foo x}" "\n" r"$f(x) = x + \bad$", (2, 13, 4), r"the command \foo"),
    (r"y = {x \over \foo}", (1, 14, 4), r"the command \foo"),
    (r"\newcommand{\a}{\b}\newcommand{\b}{\a} $y = \a$", (1, 1, 19), "stands for itself"),
    (r"\newcommand{\a}{x}\newcommand{\a}{y} $y = \a$", (1, 19, 18), "in two ways"),
    (r"y = 1 \over x", (1, 7, 5), "not part of the language"),
]


@pytest.mark.parametrize(("text", "place", "message"), PLACES)
def test_what_is_refused_is_pointed_at_in_what_was_typed(text: str, place: tuple[int, int, int], message: str) -> None:
    with pytest.raises(Problem, match=message.replace("\\", "\\\\")) as told:
        parse(text)
    assert tuple(told.value.place or ()) == place


@pytest.mark.parametrize(("text", "value"), [(r"\frac1n \sum_{i=1}^n x_i^2", 2.5), (r"f(x) = \prod_{k=1}^n x_k", 2.0)])
def test_what_only_counts_is_no_input(text: str, value: float) -> None:
    made = study(text, {"x": [1, 2, 3], "n": 2})
    assert (made.graph.inputs, value_of(made)) == (("x",), pytest.approx(value))


ASKED = [r"y = 1{,}000 \cdot x", r"y = 12,500 \cdot x", r"\langle x, y \rangle"]


@pytest.mark.parametrize("text", ASKED)
def test_what_has_two_meanings_is_asked(text: str) -> None:
    with pytest.raises(TwoReadings) as told:
        study(text)
    assert len(told.value.fixes) == 2


@pytest.mark.parametrize(
    "text",
    [
        r"\min_w \|w - y\|^2",
        r"\max_{x \in [0, 1]} x^2",
        r"w = \arg\min_w w^2",
        r"20^\circ\text{C}",
        r"\sum_{i=1}^n x_i^2 where $n = 3$",
    ],
)
def test_a_search_and_a_temperature_are_refused(text: str) -> None:
    with pytest.raises(Problem, match=r"not computed here|dollar signs|no number|not part of the language"):
        study(text)


@pytest.mark.parametrize("times", [3, 12])
def test_commands_that_grow_are_bounded(times: int) -> None:
    lines = [r"\newcommand{\qa}{x + x}"]
    for a, b in pairwise("abcdefghijklm"[: times + 1]):
        inner = " + ".join([rf"\q{a}"] * 10)
        lines.append(rf"\newcommand{{\q{b}}}{{{inner}}}")
    text = "\n".join([*lines, r"$y = \q" + "abcdefghijklm"[times] + "$"])
    with pytest.raises(Problem, match=r"characters are read|operations"):
        parse(text, limits=WEB)
