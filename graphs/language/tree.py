"""The one tree of all forms of text: Python's `ast` nodes, each with its place in the text as it was typed.

`ast` gives the node classes alone; nothing of a tree is ever compiled. Every expression and statement carries
`place`; a Name also `typed`, how it was written (`id` is its ASCII name); what has an operator carries `sign`, the
operator's place, and `sign_typed`. Sum, Product, Piecewise and entry are calls of these names.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from graphs.errors import Place

_LEAVES = (ast.Name, ast.Constant)
_MARKS = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
Node = TypeVar("Node", bound=ast.AST)


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """A tree and all below it, from left to right, without operators; `ast.walk` takes three times as long."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ in _LEAVES:
            continue
        below: list[ast.AST] = []
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                below += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, _MARKS):
                below.append(value)
        stack += reversed(below)


def placed(node: Node, place: Place, **rest: Any) -> Node:
    """The node, with its place and what else it carries."""
    named: Any = node
    named.place = place
    for name, value in rest.items():
        setattr(named, name, value)
    return node


def place_of(node: ast.AST) -> Place:
    place: Place = node.place  # type: ignore[attr-defined]
    return place


def sign_of(node: ast.AST) -> Place:
    """Where the operator of a sum, product, comparison … stands."""
    place: Place = node.sign  # type: ignore[attr-defined]
    return place


def sign_typed(node: ast.AST) -> str:
    """The operator as it was typed: ^ or **."""
    typed: str = getattr(node, "sign_typed", "")
    return typed


def typed_of(node: ast.AST) -> str:
    """A name as it was typed."""
    typed: str = getattr(node, "typed", "") or getattr(node, "id", "")
    return typed


def end_of(tree: ast.Attribute) -> Place:
    """Where the name after the last dot stands."""
    place = place_of(tree)
    return place._replace(column=place.column + place.length - len(tree.attr), length=len(tree.attr))


def dotted(tree: ast.expr) -> str:
    """np.linalg of its tree."""
    names: list[str] = []
    while isinstance(tree, ast.Attribute):
        names.append(tree.attr)
        tree = tree.value
    assert isinstance(tree, ast.Name)
    return ".".join([tree.id, *reversed(names)])


class Given(ast.stmt):
    """A point that the text gives aside: "at (1, 2)", "where w = 0.8".

    names: those of the values; empty where they follow the parameters of the header.
    """

    _fields = ("values",)

    def __init__(self, names: list[str], values: list[ast.expr]):
        super().__init__()
        self.names, self.values = names, values


class Claim(ast.stmt):
    """What the text states beside its program.

    text: the stated part as typed. about: value, derivative or gradient. left: what it is stated of, None for the
    program's output. by: the names that it is derived by, the first one first. at: the point, where the claim has its
    own. approximate: stated with ≈.
    """

    _fields = ("left", "right")

    def __init__(self, text: str, about: str, left: ast.expr | None, right: ast.expr, by: tuple[str, ...] = (),
                 at: tuple[ast.expr, ...] | None = None, approximate: bool = False):  # fmt: skip
        super().__init__()
        self.text, self.about, self.left, self.right = text, about, left, right
        self.by, self.at, self.approximate = by, at, approximate


class Output(ast.stmt):
    """What the text asks the derivative of: y.backward(), grad(f)(x), a tape's gradient. cotangent: its argument."""

    _fields = ("value",)

    def __init__(self, value: ast.expr, cotangent: ast.expr | None = None):
        super().__init__()
        self.value, self.cotangent = value, cotangent


class _NotWritten:
    """Stands for the value of an argument that is not written out."""


NOT_WRITTEN = _NotWritten()


class Argument(ast.expr):
    """An argument of a call as it was understood.

    value: what it is for an operand. literal: what it is for an option, where it is written out; NOT_WRITTEN else.
    settle: computes it for an option, where it is known while the text is read. counts: it is a whole number of code.
    """

    _fields = ()

    def __init__(self, value: Any, literal: Any = NOT_WRITTEN, settle: Callable[[], Any] | None = None,
                 counts: bool = False):  # fmt: skip
        super().__init__()
        self.value, self.literal, self.settle, self.counts = value, literal, settle, counts
