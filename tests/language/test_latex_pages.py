"""What stands round formulas on public pages: questions, lists, directives, brackets, words in several languages."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import numpy as np
import pytest

from graphs import Study, study
from graphs.errors import BadSyntax, Problem
from graphs.language.parser import parse

SAME: list[tuple[str, dict[str, Any], str]] = [  # LaTeX, a point, and the program that it means
    # nothing behind a sign of equality is asked, and says nothing
    (r"If $z = x^{2}y + \sin x$, then $\frac{\partial^{2}z}{\partial x\partial y} =$", {"x": 2, "y": 3}, "x^2*y + sin(x)"),
    (r"Let $f(x)=x^3$. Find $f'(x) = $ ?", {"x": 2}, "x^3"),
    (r"$z = x^2$, so $\frac{dz}{dx} = \ ?$", {"x": 2}, "x^2"),
    (r"If $y = \ln(\sin x)$, then $\frac{dy}{dx} = \_\_\_\_$.", {"x": 1}, "log(sin(x))"),
    (r"Given $f(x,y)=x^2y$. Then $\nabla f(1,2) = \boxed{\phantom{x}}$", {"x": 1, "y": 2}, "x^2*y"),
    (r"$f(x) = x^3 + 1$, $f(2) = \underline{\hspace{2cm}}$", {"x": 2}, "x^3 + 1"),
    (r"$\sin(x) + x = ?$", {"x": 2}, "sin(x) + x"),
    (r"$w = 2$, $x = 3$. $$z = w x = ?$$", {}, "w = 2; x = 3; z = w*x"),
    # square brackets round one thing only group
    (r"$y = [x + 1][x - 1]$", {"x": 3}, "(x + 1)*(x - 1)"),
    (r"$L = \lambda w^\top w$", {"lambda": 2, "w": [1, 3]}, "lambda*sum(w*w)"),
    (r"$L = c \mathbf{w}^\top\mathbf{w}$", {"c": 2, "w": [1, 3]}, "c*sum(w*w)"),
    (r"L = -[y \log a + (1-y)\log(1-a)]", {"y": 0.5, "a": 0.25}, "-(y*log(a) + (1-y)*log(1-a))"),
    (r"y = \frac{[x+1]}{[x-1]} \times [x]", {"x": 3}, "(x+1)/(x-1)*x"),
    (r"y = [\sin(x/2) + x] \times [x/2]", {"x": 3}, "(sin(x/2) + x)*(x/2)"),
    (r"We want \\[ y = [x + 1] \times [x - 2] \\] when \\( x = 5 \\)", {}, "x = 5; y = (x + 1)*(x - 2)"),
    # lists and directives
    ("* - ELU\n  - .. math::\n      \\begin{cases}\n        a e^z & (z \\lt 0) \\\\ z & (z \\ge 0)\n      \\end{cases}",
     {"a": 2, "z": -1}, "where(z < 0, a*exp(z), z)"),
    (".. math:: f(x) = x^2 + x\n\nwhere :math:`x` is the input.", {"x": 2}, "x^2 + x"),
    ("The loss is\n\n.. math::\n   :label: loss\n\n   \\begin{align}\n   z &= w x \\\\\n   L &= z^2\n   \\end{align}\n\n"
     "with :math:`w = 2`.", {"x": 3}, "w = 2; z = w*x; L = z^2"),
    ("The loss:\n\n```math\nL = \\frac{1}{2}(y - t)^2\n```\n\nwith $`t = 1`$.", {"y": 3}, "t = 1; L = (y - t)^2/2"),
    ("- ReLU:\n  \\max(0, x)", {"x": 3}, "max(0, x)"),
    ("* z = x^2\n* y = \\sqrt{z} + z", {"x": 3}, "z = x^2; y = sqrt(z) + z"),
    (r"\eqalign{ L &= \ln(x^2) \\ &= 2\ln(x) }", {"x": 3}, "log(x^2)"),
    # a stop in another font
    (r"The functions are\(z = {x^2} + xy,x = \sin t\) and\(y = {e^t}{\rm{. }}\)", {"t": 0.5},
     "x = sin(t); y = exp(t); z = x^2 + x*y"),
    (r"\(u = {x^2}{\rm{,}}\) \(y = 2u{\bf.}\)", {"x": 3}, "u = x^2; y = 2*u"),
    (r"$y = x^2 \text{ ,}$ $z = y + 1 \mathrm{.}$", {"x": 3}, "y = x^2; z = y + 1"),
    # the square of a letter that stands nowhere without its square is what is named
    (r"We have $\sigma^2 = \frac{(x - \mu)^2 + (y - \mu)^2}{2}$ where $\mu = \frac{x + y}{2}$.", {"x": 1, "y": 4},
     "m = (x + y)/2; s = ((x - m)^2 + (y - m)^2)/2"),
    (r"$\sigma_B^2 = x^2 + 1$ $$y = \frac{x}{\sqrt{\sigma^{2}_{\mathcal{B}} + \epsilon}}$$", {"x": 2, "epsilon": 1},
     "x/sqrt(x^2 + 1 + epsilon)"),
    (r"$$\hat{\sigma}^2 = \frac{(x-\mu)^2}{2}, \quad z = \frac{1}{\sqrt{\hat{\sigma}^2}}$$", {"x": 3, "mu": 1},
     "1/sqrt((x - mu)^2/2)"),
    (r"$r^2 = x^2 + y^2$, $z = e^{-r^2}$", {"x": 1, "y": 0.5}, "exp(-(x^2 + y^2))"),
    (r"Let $r = \sqrt{x^2+y^2}$. So $r^2 = x^2+y^2$.", {"x": 1, "y": 2}, "sqrt(x^2 + y^2)"),
    # an index below within an accent, and a semicolon between parameters
    (r"$u_i = x_i^2$, $\hat{u_{i}} = u_i + 1$, $L = \sum_i \hat{u_i}$", {"x": [1, 2]}, "sum(x^2 + 1)"),
    (r"$f(x; a, b) = a x + b$", {"x": 2, "a": 3, "b": 4}, "a*x + b"),
    (r"$$f(x \mid \mu, \sigma^2) = \frac{1}{\sigma} e^{-(x-\mu)^2}$$", {"x": 2, "mu": 1, "sigma": 2},
     "exp(-(x-mu)^2)/sigma"),
    # a point that is said twice, and another one
    (r"Let \( f(x) = x^2 \) at $x = 2$. Again at $x = 2$: $f(2) = 4$", {}, "x = 2; f = x^2"),
    (r"Let \( f(x, y) = x^2y \) at \( (1, 2) \). At the point \( (3, 2) \): \( f_x(3, 2) = 12 \)", {},
     "x = 1; y = 2; f = x^2*y"),
    (r"$L = (x - 1)^2$. Let $u = 3x$. Then $\frac{dL}{dx} = 2(x - 1) + 0u$.", {"x": 3}, "(x - 1)^2"),
    # units
    (r"$E = \frac{1}{2}mv^2$ with $m = 4\ \text{kg}$ and $v = 3\ \mathrm{m/s}$.", {}, "m = 4; v = 3; E = m*v^2/2"),
    (r"The area is $A = 3 r^2$ with $r = 5\,\text{cm}$.", {}, "r = 5; A = 3*r^2"),
    (r"$A = 3 r^2$, $r = 5 cm$", {}, "r = 5; A = 3*r^2"),
    (r"$F = m a$, $m = 2 \text{ kg}$, $a = 9.81 \text{ m s}^{-2}$", {}, "m = 2; a = 9.81; F = m*a"),
    (r"$F = m a$, $m = 2~\mathrm{kg}$, $a = 9.81\,\mathrm{m}/\mathrm{s}^2$", {}, "m = 2; a = 9.81; F = m*a"),
    (r"$y = 2\,\text{rate}$", {"rate": 3}, "2*rate"),
    # rows and columns are vectors
    (r"$x = (1, 2, 3)^T$, $w = (0.5, -1, 2)^\top$, $z = w^T x$", {}, "x = [1, 2, 3]; w = [0.5, -1, 2]; z = w @ x"),
    (r"$x = \begin{bmatrix} 1 & 2 \end{bmatrix}^T$, $z = x^T x$", {}, "x = [1, 2]; z = x @ x"),
    (r"$z = \begin{bmatrix} a & 1 \\ 0 & b \end{bmatrix} \begin{bmatrix} a \\ b \end{bmatrix}$, $y = \|z\|_1$",
     {"a": 2, "b": 3}, "abs(a*a + b) + abs(b*b)"),
    # the words of cases
    (r"$d = \begin{cases} 2x, & \text{si } x < y \\ 1, & \text{si } x \geq y \end{cases}$", {"x": 1, "y": 2},
     "where(x < y, 2*x, 1 + 0*y)"),
    (r"$f(x) = \begin{cases} x^2, & \text{falls } x > 0 \\ 0, & \text{sonst} \end{cases}$", {"x": 3}, "where(x > 0, x^2, 0)"),
    (r"$f(x) = \begin{cases} x^2 & x > 0 \text{ 时} \\ 0 & \text{其他} \end{cases}$", {"x": 3}, "where(x > 0, x^2, 0)"),
    (r"$f(x) = \begin{cases} x^2 & \text{if x > 0} \\ 0 & \text{em caso contrário} \end{cases}$", {"x": 3},
     "where(x > 0, x^2, 0)"),
    (r"$f(x) = \begin{cases} x^2 & \text{if $x > 0$} \\ 0 & \text{when it is not} \end{cases}$", {"x": 3},
     "where(x > 0, x^2, 0)"),
    (r"$f(x) = \begin{cases} \mathrm{e}^x & x > 0 \\ 0 & \text{otherwise} \end{cases}$", {"x": 3}, "where(x > 0, exp(x), 0)"),
    (r"$f(x) = \begin{cases} x & \text{rate} > 0 \\ 0 & \text{otherwise} \end{cases}$", {"x": 3, "rate": 1},
     "where(rate > 0, x, 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "program"), SAME)
def test_a_text_is_the_program_that_it_means(text: str, at: dict[str, Any], program: str) -> None:
    made, meant = study(text, at), study(program, at)
    ours, theirs = value_of(made), value_of(meant)
    assert np.shape(ours) == np.shape(theirs)
    assert np.allclose(ours, theirs, rtol=1e-12)
    ours, theirs = by_name(made), by_name(meant)
    assert ours.keys() == theirs.keys()
    assert all(np.allclose(ours[name], theirs[name], rtol=1e-12) for name in ours)


def value_of(made: Study) -> Any:
    return made.evaluation.values[made.graph.outputs[0]]


def by_name(made: Study) -> dict[str, Any]:
    return dict(zip(made.graph.inputs, (made.jacobian or [[]])[0], strict=True))


@pytest.mark.parametrize("text", [r"b = [0.5]", r"b = [-2]", r"b = [[1, 2]]"])
def test_brackets_round_numbers_alone_are_arrays(text: str) -> None:
    assert np.ndim(value_of(study(text))) > 0


@pytest.mark.parametrize("words", [r"\text{x is even}", r"\text{if not } x > 0", r"\text{unless } x > 0"])
def test_a_condition_in_other_words_is_refused(words: str) -> None:
    with pytest.raises(BadSyntax, match="condition in words"):
        study(rf"$f(x) = \begin{{cases}} x^2 & {words} \\ 0 & \text{{otherwise}} \end{{cases}}$")


@pytest.mark.parametrize(
    "text", [r"$\sigma^2 = x^2$, $f = \sigma + 1$", r"$r^2 = x^2 + y^2$, $z = r + 1$", r"$x^2 = 4$"]
)
def test_a_square_alone_defines_no_letter(text: str) -> None:
    with pytest.raises(BadSyntax, match="may stand only after the name"):
        study(text)


HOSTILE = [
    r"$y = 1 \text{m}" + " " * 400 + r"+ x$",
    "$y = (" + "1," * 3000 + "x$",
    r"$y = x$, $z = \text{" + ".1.cm" * 400 + "x}$",
    "$y = x(" + "a;" * 2000 + "$",
    "$y = " + "x_1" * 2000 + "^2 = $",
    r"$\sigma^2 = " + r"\hat{x" * 300 + "$",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_latex_is_read_or_refused_in_time(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(Problem):
        parse(text)
    assert time.perf_counter() - began < 5
