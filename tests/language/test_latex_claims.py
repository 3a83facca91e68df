"""Derivatives and gradients that a text in LaTeX states, in the spellings that people have, are held to our numbers."""

from __future__ import annotations

import pytest

from graphs import study
from graphs.errors import Problem
from graphs.limits import DOOR
from graphs.study.claims import judged

CUBE = "$f(x) = x^3$"
TWO = "$f(x, y) = x^2 y$"

# A text, its claims as typed, and whether they hold; at x = 2 and y = 1 where the text says no point.
HELD: list[tuple[str, list[tuple[str, bool]]]] = [
    *[
        (f"{CUBE} and ${left} = 3x^2$", [(f"{left} = 3x^2", True)])
        for left in (
            r"\frac{df}{dx}", r"\frac{\mathrm{d}f}{\mathrm{d}x}", r"\frac{d f(x)}{dx}", r"\frac{d}{dx} f", "f'(x)", "f'",
            r"\frac{d}{dx}[f(x)]", r"\frac{d}{dx}\left(f(x)\right)", r"\frac{d}{dx}\left[x^3\right]", r"\frac{d}{dx} x^3",
            r"\frac{d(x^3)}{dx}", "D_x f", "Df(x)", r"\nabla_x f(x)", r"\partial_x f", r"\mathrm{d}f/\mathrm{d}x",
        )
    ],
    *[
        (f"{CUBE} and ${left} = 3$", [(f"{left} = 3", True)])
        for left in (
            r"\left.\frac{df}{dx}\right|_{x=1}", r"\frac{df}{dx}\Big|_{x=1}", r"\frac{df}{dx}\bigg\rvert_{x=1}",
            r"\left[\frac{df}{dx}\right]_{x=1}", "f'(1)", r"f'(x)\Big|_{x=1}",
        )
    ],
    *[
        (f"{TWO}. ${left} = {right}$", [(f"{left} = {right}", True)])
        for left, right in (
            (r"\nabla f", r"\begin{pmatrix} 2xy \cr x^2 \end{pmatrix}"), (r"\nabla f", "(2xy, x^2)"),
            (r"\frac{\partial f(1,1)}{\partial x}", "2"), (r"\frac{\partial}{\partial y}\left(\frac{\partial f}{\partial x}\right)", "2x"),
            ("f_{xy}", "2x"), (r"\nabla f\big|_{(1,1)}", "(2, 1)"),
        )
    ],
    (r"Show that if $f(x) = \| x \|_2$ then $\nabla_x f(x) = \frac{x}{\| x \|_2}$.",
     [(r"\nabla_x f(x) = \frac{x}{\| x \|_2}", True)]),
    ("$y = x^3$, $y' = 3x^2$, $y'' = 6x$, $y'(3) = 27$", [("y' = 3x^2", True), ("y'' = 6x", True), ("y'(3) = 27", True)]),
    (r"$z = x^3 y$. $z_x = 3x^2 y$, $z_{xy} = 3x$", [("z_x = 3x^2 y", True), ("z_{xy} = 3x", False)]),
    (r"$u = x^3$ and $\dot u = 3x^2$", [(r"\dot u = 3x^2", True)]),
    (r"$s(x) = 4.9x^2$, $v(x) = s'(x) = 9.8x$", [("s'(x) = 9.8x", True)]),
    (r"$a = x^2$, $L = (a-y)^2$, $\delta = \frac{\partial L}{\partial a} = 2(a-y)$, $\frac{dL}{dx} = 2\delta x$",
     [(r"\frac{\partial L}{\partial a} = 2(a-y)", True), (r"\frac{dL}{dx} = 2\delta x", True)]),
    (f"{CUBE}. $f'(x)|_{{x=1}} = 3x^2|_{{x=1}} = 3$", [("f'(x)|_{x=1} = 3x^2", True), ("3", True)]),
    # what holds nothing to compute is left out, and no program
    (f"{CUBE}, $df = 3x^2 dx$", []),
    (rf"{CUBE}, $\frac{{df}}{{dx}} = \lim_{{h \to 0}} \frac{{f(x+h) - f(x)}}{{h}}$", []),
    (rf"{TWO}. $D_{{\mathbf{{u}}}} f = \nabla f \cdot \mathbf{{u}}$", []),
    (r"$v = x y$, $\dot x = 1$, $\dot v = \dot x y + x \dot y$", []),
    (r"$v = x y$, $L = v^2$, $\bar v = 2 v \bar L$, $\bar x = \bar v y$", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claims"), HELD)
def test_what_is_stated_is_held_to_our_numbers(text: str, claims: list[tuple[str, bool]]) -> None:
    at = {name: value for name, value in (("x", 2.0), ("y", 1.0)) if name == "x" or "y" in study(text).graph.inputs}
    made = study(text, {"x": [3.0, 4.0]} if "Show" in text else at)
    assert [(each.stated.text, each.holds) for each in judged(made.program, made.point, DOOR)] == claims
    assert set(made.graph.inputs) == ({"x"} if "Show" in text else at.keys())


@pytest.mark.parametrize("text", [r"\frac{d}{dx} x^2 = 2x", "$f(x) = x^2$, $y = f'(2)$"])
def test_a_derivative_alone_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="derivative"):
        study(text)


def test_the_text_of_a_claim_is_all_of_its_lines() -> None:
    text = "$$y = \\max(x, 1) = \\begin{cases}\n  x & x > 1 \\\\\n  1 & \\text{else}\n\\end{cases}$$"
    made = study(text, {"x": 2.0})
    (claim,) = judged(made.program, made.point, DOOR)
    assert (claim.stated.text, claim.holds) == (text[text.index("\\begin") : -2], True)
