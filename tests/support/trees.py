"""Random expressions as trees that know their text, their columns and their value by another engine (mpmath)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import mpmath
from hypothesis import strategies as st

mpmath.mp.dps = 50

NAMES = ("x", "y", "x1", "long_name")
INFIX = {"+": ("add", 1), "-": ("subtract", 1), "*": ("multiply", 2), "/": ("divide", 2), "^": ("power", 4)}
UNARY = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "exp": mpmath.exp,
    "tanh": mpmath.tanh,
    "atan": mpmath.atan,
    "asinh": mpmath.asinh,
    "erf": mpmath.erf,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "normcdf": mpmath.ncdf,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
}


@dataclass(frozen=True)
class Tree:
    """A leaf (name or number), a negation, an infix operation, or a call."""

    kind: str
    label: str
    children: tuple[Tree, ...] = ()


@st.composite
def trees(draw: Any, functions: tuple[str, ...] = tuple(UNARY), depth: int = 4) -> Tree:
    """A random tree; exponents are small whole numbers, so that values stay real."""
    kind = draw(st.sampled_from(["leaf"] if depth == 0 else ["leaf", "infix", "infix", "infix", "call", "negate"]))
    if kind == "leaf":
        if draw(st.booleans()):
            return Tree("name", draw(st.sampled_from(NAMES)))
        return Tree("number", draw(st.sampled_from(["2", "0.5", "3", "1.25", "10"])))
    if kind == "negate":
        return Tree("negate", "-", (draw(trees(functions, depth - 1)),))
    if kind == "call":
        return Tree("call", draw(st.sampled_from(functions)), (draw(trees(functions, depth - 1)),))
    sign = draw(st.sampled_from(list(INFIX)))
    left = draw(trees(functions, depth - 1))
    right = Tree("number", draw(st.sampled_from(["2", "3"]))) if sign == "^" else draw(trees(functions, depth - 1))
    return Tree("infix", sign, (left, right))


@dataclass
class Text:
    """A rendering that grows: the text so far, and the words it will be read as, with their columns."""

    spaces: Any
    text: str = ""
    words: list[tuple[str, int]] = field(default_factory=list)

    def put(self, piece: str) -> int:
        self.text += " " * self.spaces()
        column = len(self.text) + 1
        self.text += piece
        return column


def render(tree: Tree, spaces: Any) -> Text:
    """The tree as text with random spaces; products may be implied, powers written ^ or **."""
    out = Text(spaces)
    _render(tree, out)
    return out


def _binds(tree: Tree) -> int:
    return {"infix": INFIX.get(tree.label, ("", 0))[1], "negate": 3}.get(tree.kind, 9)


def _render(tree: Tree, out: Text) -> None:
    if tree.kind in ("name", "number"):
        out.words.append((tree.label, out.put(tree.label)))
        return
    if tree.kind == "negate":
        column = out.put("-")
        _bracketed(tree.children[0], out, _binds(tree.children[0]) < 3)
        out.words.append(("negate", column))
        return
    if tree.kind == "call":
        column = out.put(tree.label)
        out.put("(")
        _render(tree.children[0], out)
        out.put(")")
        out.words.append((tree.label, column))
        return
    name, binds = INFIX[tree.label]
    left, right = tree.children
    _bracketed(left, out, _binds(left) < binds or (tree.label == "^" and _binds(left) <= binds))
    if tree.label == "*" and left.kind == "number" and right.kind == "name":
        _render(right, out)  # the product is implied, and stands where its right neighbour stands
        out.words.append((name, out.words[-1][1]))
        return
    column = out.put(tree.label if tree.label != "^" or out.spaces() else "**")
    _bracketed(right, out, _binds(right) <= binds or right.kind == "negate")
    out.words.append((name, column))


def _bracketed(tree: Tree, out: Text, brackets: bool) -> None:
    if brackets:
        out.put("(")
    _render(tree, out)
    if brackets:
        out.put(")")


def value(tree: Tree, point: dict[str, Any]) -> Any:
    """The tree's value in 50 digits; raises where it is not a real number of modest size."""
    c = _value(tree, point)
    if not isinstance(c, mpmath.mpf) or not mpmath.isfinite(c) or abs(c) > mpmath.mpf(10) ** 60:
        raise ArithmeticError
    return c


def _value(tree: Tree, point: dict[str, Any]) -> Any:
    if tree.kind == "name":
        return point[tree.label]
    if tree.kind == "number":
        return mpmath.mpf(tree.label)
    x = [value(child, point) for child in tree.children]
    if tree.kind == "negate":
        return -x[0]
    if tree.kind == "call":
        return UNARY[tree.label](x[0])
    sign = tree.label
    return x[0] + x[1] if sign == "+" else x[0] - x[1] if sign == "-" else x[0] * x[1] if sign == "*" else (
        x[0] / x[1] if sign == "/" else x[0] ** x[1])  # fmt: skip


def derivative(tree: Tree, point: dict[str, Any], name: str) -> Any:
    """A central difference in 50 digits: right to about 25."""
    h = mpmath.mpf(10) ** -15
    return (value(tree, {**point, name: point[name] + h}) - value(tree, {**point, name: point[name] - h})) / (2 * h)
