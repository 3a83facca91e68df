"""LaTeX as textbooks and papers write it is read like the program that it means, with places in the LaTeX."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest
from scipy import special

from graphs import Study, study
from graphs.errors import Problem
from graphs.language.latex.document import is_latex
from graphs.language.parser import parse
from graphs.limits import WEB

AT = {
    "x": 0.7,
    "y": 1.3,
    "x_1": 0.4,
    "x_2": -1.2,
    "mu": 0.2,
    "sigma": 1.5,
    "theta": 0.3,
    "a": 2.0,
    "b": -0.5,
    "n": 3.0,
    "k": 2.0,
}
X, Y, X1, X2, MU, SIGMA, THETA, A, B = (AT[name] for name in "x y x_1 x_2 mu sigma theta a b".split())
LOGISTIC = 1 / (1 + math.exp(-X))

VALUES = [
    (r"\frac{1}{1+e^{-x}}", LOGISTIC),
    (r"\sqrt[3]{x}", X ** (1 / 3)),
    (r"\sqrt[n]{x}", X ** (1 / 3)),
    (r"\sqrt2\,x", math.sqrt(2) * X),
    (r"x_1^2 \cdot x_1", X1**3),
    (r"x_{1}^{2} x_{2}", X1**2 * X2),
    (r"\left( x_{1} + x_{2} \right)^{3}", (X1 + X2) ** 3),
    (r"\sin^2 x", math.sin(X) ** 2),
    (r"\sin^{2} x + \cos^{2} x", 1.0),
    (r"\sin^{-1}(x) + \tan^{-1} y", math.asin(X) + math.atan(Y)),
    (r"\sin^2(x)", math.sin(X) ** 2),
    (r"\sin x \cos y", math.sin(X) * math.cos(Y)),
    (r"\sin 2\pi x", math.sin(2 * math.pi * X)),
    (r"\sin -x", -math.sin(X)),
    (r"\sin x^2", math.sin(X**2)),
    (r"\sin\frac{x}{2}", math.sin(X / 2)),
    (r"\sin\left(x\right)y", math.sin(X) * Y),
    (r"\log_2 x", math.log2(X)),
    (r"\log_{10} x", math.log10(X)),
    (r"\log_{a}(x)", math.log(X, 2)),
    (r"\log x + \ln y", math.log(X) + math.log(Y)),
    (r"\log\left|x_2\right|", math.log(1.2)),
    (r"\ln\left(1+e^x\right)", math.log1p(math.exp(X))),
    (r"\frac12", 0.5),
    (r"\frac12x^2", X**2 / 2),
    (r"\tfrac{1}{2} x", X / 2),
    (r"\frac\alpha2 + 0\alpha", 0.5),
    (r"\frac{x}{y}^2", (X / Y) ** 2),
    (r"\frac{x+1}{y-\frac{1}{2}}", (X + 1) / (Y - 0.5)),
    (r"\frac{1}{\sqrt{2\pi}\sigma} e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
     math.exp(-((X - MU) ** 2) / (2 * SIGMA**2)) / math.sqrt(2 * math.pi) / SIGMA),
    (r"\exp\left(-\frac{(x-\mu)^{2}}{2\sigma^{2}}\right)", math.exp(-((X - MU) ** 2) / (2 * SIGMA**2))),
    (r"e^{-\frac{(x-\mu)^{2}}{2\sigma^{2}}}", math.exp(-((X - MU) ** 2) / (2 * SIGMA**2))),
    (r"e^{x_1} \left(x_1^{2} + x_2^{2}\right)^{3}", math.exp(X1) * (X1**2 + X2**2) ** 3),
    (r"e^{e^{x}}", math.exp(math.exp(X))),
    (r"2^{x^{2}}", 2 ** (X**2)),
    (r"-x^{2}", -(X**2)),
    (r"\frac{xy^2}{2}", X * Y**2 / 2),
    (r"2xy\,", 2 * X * Y),
    (r"2 x y \quad", 2 * X * Y),
    (r"(x+1)(x-1)", (X + 1) * (X - 1)),
    (r"3\left[x + y\right]", 3 * (X + Y)),
    (r"\{x + y\}^2", (X + Y) ** 2),
    (r"x \times y \div a", X * Y / A),
    (r"x / y\,a", X / Y * A),
    (r"|x_2|^2", 1.44),
    (r"\lvert x_2 \rvert", 1.2),
    (r"\left\lfloor x_2 \right\rfloor + \lceil x \rceil", -1.0),
    (r"\max(x, y)", Y),
    (r"\max\{x, y, a\}", A),
    (r"\min\left(x, y\right)", X),
    (r"\tanh x", math.tanh(X)),
    (r"\arctan\left(\frac{y}{x}\right)", math.atan(Y / X)),
    (r"\sigma(x)", LOGISTIC),
    (r"\sigma\left(a x + b\right)", 1 / (1 + math.exp(-(A * X + B)))),
    (r"\Gamma(a)\,\Phi(x)", math.gamma(A) * special.ndtr(X)),
    (r"\binom{n}{k}", 3.0),
    (r"n!", 6.0),
    (r"\operatorname{softplus}(x)", math.log1p(math.exp(X))),
    (r"\mathrm{ReLU}(x) + \operatorname{sgn}(x)", X + 1),
    (r"\text{erf}(x)", math.erf(X)),
    (r"\cos\theta + \cos \theta^{2}", math.cos(THETA) + math.cos(THETA**2)),
    (r"\varepsilon + \vartheta x", 1 + THETA * X),
    (r"\pi x^2", math.pi * X**2),
    (r"$x^2 + y^2$", X**2 + Y**2),
    (r"\[ x^{2} \]", X**2),
    (r"\displaystyle \frac{x}{1 + x} % a note", X / (1 + X)),
    (r"f(x, y) = x^{2} y", X**2 * Y),
    (r"\[ f(x, y) = x^{2} y \]", X**2 * Y),
    (r"$f(x, y) = x^{2} y$", X**2 * Y),
    (r"z = \frac{x}{y} \\ z^2 + 1", (X / Y) ** 2 + 1),
    ("\\begin{align*}\nz &= \\frac{x}{y} \\\\\nz^2 + 1\n\\end{align*}", (X / Y) ** 2 + 1),
    ("yhat = \\frac{x}{y}\nyhat^2", (X / Y) ** 2),
    (r"x_{\text{max}} + \hat{y} + \bar x", 3.0),
    (r"x^{10}", X**10),
    (r"\sqrt{\frac{x}{\sqrt{y}}}", math.sqrt(X / math.sqrt(Y))),
    (r"\exp(x)\sin(y)", math.exp(X) * math.sin(Y)),
    (r"exp(x) \cdot sin(y)", math.exp(X) * math.sin(Y)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_formula_has_its_value(text: str, value: float) -> None:
    found = study(text, {name: x for name, x in AT.items() if name in names_read(text)})
    assert value_of(found) == pytest.approx(value, rel=1e-12)


def value_of(made: Study) -> Any:
    return made.evaluation.values[made.graph.outputs[0]]


def names_read(text: str) -> set[str]:
    lines = parse(text).lines
    return set().union(*(line.reads for line in lines)) - {str(line.name) for line in lines}


PRIMES = [  # LaTeX, and the program that it means; None: refused, as the language refuses it
    (r"{c^{\prime}} = f c \\ {c^{\prime}}^{2} + \frac{1}{{c^{\prime}}}", "c' = f*c\nc'**2 + 1/c'"),
    (r"c^\prime = f c \\ c' \tanh c'", "c' = f*c\nc'*tanh(c')"),
    (r"{y^{\prime\prime}} = 2 \alpha \\ y''^{2} {y''}", "y'' = 2*alpha\ny''**2*y''"),
    (r"w_{1}' = \alpha \\ w_1^\prime x", "w_1' = alpha\nw_1'*x"),
    (r"\text{out}' = \alpha \\ \text{out}' + 1", "out' = alpha\nout' + 1"),
    (r"x' + \alpha", None),
    (r"x^{\prime 2} + \alpha", None),
    (r"(\alpha + 1)'", None),
]


@pytest.mark.parametrize(("text", "program"), PRIMES)
def test_a_prime_is_part_of_a_name_that_a_line_has(text: str, program: str | None) -> None:
    if program is None:
        with pytest.raises(Problem, match=r"no line before|derivative|no power|not part of the language"):
            study(text)
        return
    found, meant = study(text), study(program)
    assert (found.notation.names, str(value_of(found))) == (meant.notation.names, str(value_of(meant)))


ARRAYS: list[tuple[str, dict[str, Any], str]] = [
    (r"\|x\|_2", {"x": [3, 4]}, "norm(x, 2)"),
    (r"\lVert x \rVert^2", {"x": [3, 4]}, "norm(x)**2"),
    (r"\left\| A x - b \right\|_2^2", {"A": [[1, 2], [3, 4]], "x": [1, 2], "b": [0, 1]}, "norm(A @ x - b)**2"),
    (r"\|x\|_1", {"x": [3, -4]}, "norm(x, 1)"),
    (r"A^\top x", {"A": [[1, 2], [3, 4]], "x": [1, 2]}, "A.T @ x"),
    (r"x^{T} A x", {"A": [[1, 2], [3, 4]], "x": [1, 2]}, "x.T @ A @ x"),
    (r"\mathbf{w}^\top \mathbf{x} + b", {"w": [1, 2], "x": [3, 4], "b": 1}, "w @ x + b"),
    (r"A^{-1} b", {"A": [[1, 2], [3, 4]], "b": [1, 2]}, "inv(A) @ b"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} x", {"x": [1, 2]}, "[[1, 2], [3, 4]] @ x"),
    (r"\begin{bmatrix} x \\ x^2 \\ \end{bmatrix}", {"x": 3}, "[x, x**2]"),
    (r"\operatorname{softmax}(W x)", {"W": [[1, 2], [3, 4]], "x": [1, 2]}, "softmax(W @ x)"),
    (r"W^{(1)} x", {"W1": [[1, 2], [3, 4]], "x": [1, 2]}, "W1 @ x"),
    (r"\det(A)", {"A": [[1, 2], [3, 4]]}, "det(A)"),
    (r"\operatorname{tr}(A)", {"A": [[1, 2], [3, 4]]}, "trace(A)"),
    (r"A^T(Ax - b)", {"A": [[1, 2], [3, 4]], "x": [1, 2], "b": [0, 1]}, "A.T @ (A @ x - b)"),
    (r"|| \textbf{Ax - b} ||_2^2", {"A": [[1, 2], [3, 4]], "x": [1, 2], "b": [0, 1]}, "norm(A @ x - b)**2"),
    (r"\mathbf{A} \mathbf{x} + \mathbf{Ax}", {"A": [[1, 2], [3, 4]], "x": [1, 2]}, "A @ x + A @ x"),
    (r"\mathbf{x^T x}", {"x": [1, 2]}, "x @ x"),
    (r"y_i = \frac{e^{z_i}}{\sum_j e^{z_j}}", {"z": [1, 3]}, "y = exp(z)/sum(exp(z))"),
    (r"\sigma(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j=1}^K e^{z_j}}", {"z": [1, 3]}, "f(z) = exp(z)/sum(exp(z))"),
    (r"$y_i = z_i^2$, $L = \sum_i y_i$", {"z": [1, 3]}, "y = z**2\nL = sum(y)"),
    (r"$y_i = \alpha z_i$", {"z_i": 3, "alpha": 2}, "y = alpha*z_i"),
    (r"$‖X−PT‖^2$", {"X": [[1, 2], [0, 1]], "P": [[1, 1], [0, 2]], "T": [[2, 1], [1, 3]]}, "norm(X - P @ T)**2"),
    (
        r"{\displaystyle f(\mathbf {x} )=\mathbf {x} ^{\mathsf {T}}A\mathbf {x} }",
        {"A": [[1, 2], [3, 4]], "x": [1, 2]},
        "f(x) = x.T @ A @ x",
    ),
]


@pytest.mark.parametrize(("text", "at", "program"), ARRAYS)
def test_a_formula_of_arrays_is_the_program_that_it_means(text: str, at: dict[str, Any], program: str) -> None:
    latex, plain = study(text, at), study(program, at)
    assert str(value_of(latex)) == str(value_of(plain))
    assert str(latex.jacobian) == str(plain.jacobian)


REFUSED = [
    ("\\alpha^\nx", (1, 7, 1), "something is expected after '^'", None),  # not past the end of its line
    (r"\int x dx", (1, 1, 4), r"\int is not part of the language", "integrals"),
    (
        r"\frac{\partial f}{\partial x}",
        (1, 1, 29),
        "a derivative sign is not part of the language",
        "give the function alone",
    ),
    (r"x + \foo{y}", (1, 5, 4), r"the command \foo is not known", None),
    (r"\href{javascript:alert(1)}{x}", (1, 1, 5), r"the command \href is not known", None),
    (r"\frac{x + * 2}{y}", (1, 11, 1), "expected an operand after '+', found '*'", None),
    ("\\alpha\n+ \\frac{\\beta}{2} *", (2, 19, 1), "found the end of the line", None),
    ("z = \\alpha\n2\\,z + \\frac{\\beta}{2} *", (2, 24, 1), "found the end of the line", None),
    (r"\sin^{-2}(x)", (1, 1, 4), "a power of sin must be a positive number", "asin(x)"),
    (r"\frac{1}", (1, 1, 5), "not closed", None),
    (r"\left(x", (1, 1, 5), "not closed", None),
    (r"\sqrt{x", (1, 6, 1), "not closed", None),
    (r"x\right)", (1, 2, 6), "closes nothing", None),
    (r"x^{2}^{3} \alpha", (1, 6, 1), "it is not clear which comes first", "x^{2^{3}}"),
    (r"x^10 \alpha", (1, 4, 1), "only the first digit is raised", "x^{10}"),
    (r"x y^\top", (1, 4, 1), "outer product", "outer(x, y)"),
    (r"\alpha x(x+1)^{2}", (1, 8, 1), "may be a product, or a function", "x*(x+1)"),
    (r"\log", (1, 1, 4), "log needs an argument", None),
    (r"\alpha §", (1, 8, 1), "not part of the language", None),
    ("\\", (1, 1, 1), "not part of the language", None),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), REFUSED)
def test_what_cannot_be_read_is_pointed_at(
    text: str, place: tuple[int, int, int], message: str, hint: str | None
) -> None:
    with pytest.raises(Problem) as told:
        study(text)
    assert tuple(told.value.place or ()) == place
    assert message in told.value.message
    assert hint is None or hint in (told.value.hint or "")


HOSTILE = [
    "x^{" * 6000, r"\frac" * 4000, r"\sqrt{" * 3000, r"\sin" * 4000, "{" * 9000 + r"\alpha", r"\begin{pmatrix}" * 1300,
    r"9^{9^{9}}", r"\|" * 9000, "$" * 19_000 + "x", r"\alpha" + "^{x}" * 4000, r"\\" * 9000, "a_{" * 6000,
    r"\text{" * 3000, "x^{" + "{a}" * 6000, "f(" * 9000 + r"\alpha", "$" + "\n" * 19_900, "$" + " \n" * 9_900, "$" + "; " * 9_900,
    "$¹", "$x^¹", "$x_¹", "$²", r"\frac²³", "$٣", "$x^٣", "7\\\x00", "\\left\x01x", "\\\ud83d",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_latex_is_answered_or_refused(text: str) -> None:
    began = time.monotonic()
    try:
        study(text, limits=WEB)
    except Problem as problem:
        assert problem.status < 500 and problem.message.isprintable()
    assert time.monotonic() - began < 5  # what any hostile text may take


def test_text_of_the_language_is_left_alone() -> None:
    assert not any(map(is_latex, ["x**2 + y", "[[1, 2]]", "sin^2(x)", "x_1 + y", "{{ 6*7 }}", "a = |x|; a"]))
