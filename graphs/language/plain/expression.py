"""Tokens of one expression, as the line's reader hands them on → the common tree, each node with its place.

Every name and number becomes a leaf `_k` (k is its token's number), SymPy's `convert_xor` and
`implicit_multiplication` work on those tokens where a power is written ^ or a product's sign is left out, `ast.parse`
reads the joined text, and the leaves get their names back. No character of the user's is in the text that `ast.parse`
reads; nothing is evaluated.
"""

from __future__ import annotations

import ast
import math
from bisect import bisect_left
from itertools import pairwise
from token import NAME, OP
from typing import Any

from graphs.errors import BadSyntax, Place
from graphs.language.calls.calls import Applied, Called
from graphs.language.plain.operands import WITH_INDEX
from graphs.language.tokens import Token, spanning
from graphs.language.tree import nodes, placed

# Calls that are no functions of the language: the reading of a text knows them by their names.
_OF_TEXT = WITH_INDEX | {"entry", "angles", "Derivative"}
_WORDS: dict[str, bool | float | None] = {"None": None, "True": True, "False": False, "inf": math.inf}


def expression(typed: list[Token]) -> ast.expr:
    """The tree of what the line's reader let through; several outputs are a Tuple. Raises BadSyntax.

    Besides `place`, a Name and a Constant carry `typed`; what has an operator `sign` and `sign_typed` (a BoolOp and a
    Compare all their `signs`), empty where a product's sign was left out; a List its bracket as `sign`; the call of a
    function or a method `function`, a Called; a Subscript by what follows an operand `applied`, an Applied.
    """
    return _Tree(typed).read()


class _Placed(str):
    """The text that SymPy sees, carrying the typed token it stands for."""

    __slots__ = ("token",)
    token: Token

    def __new__(cls, text: str, typed: Token) -> _Placed:
        made = super().__new__(cls, text)
        made.token = typed
        return made


class _Tree:
    """The reading of one line: its tokens, those that `ast` read, and the column where each of these starts."""

    def __init__(self, typed: list[Token]):
        self.typed = typed
        self.tokens: list[Token] = []
        self.implied: list[bool] = []  # whether a product's sign was left out there
        self.starts: list[int] = []

    def read(self) -> ast.expr:
        tree = self._parsed()
        made: dict[int, ast.AST] = {}
        # From the leaves up, without recursion: a sum of a thousand terms is a thousand deep.
        for node in reversed(list(nodes(tree))):
            for name, value in ast.iter_fields(node):
                if isinstance(value, ast.AST):
                    setattr(node, name, made.get(id(value), value))
                elif isinstance(value, list):
                    setattr(node, name, [made.get(id(each), each) for each in value])
            if isinstance(node, ast.expr | ast.keyword):
                made[id(node)] = self._made(node)
        whole = made[id(tree)]
        assert isinstance(whole, ast.expr)
        return whole

    def _parsed(self) -> ast.expr:
        leaves = [f"_{k}" if this.kind != "sign" else this for k, this in enumerate(self.typed)]
        pairs = [(OP if this.kind == "sign" else NAME, leaf) for this, leaf in zip(self.typed, leaves, strict=True)]
        read = _by_sympy(pairs, self.typed)
        following: Token = self.typed[-1]
        places: list[Token] = []
        for _, text in reversed(read):  # an inserted '*' has no place of its own: it points at its right neighbour
            following = text.token if isinstance(text, _Placed) else following
            places.append(following)
        pieces, column = [], 0
        for (_, text), place in zip(read, reversed(places), strict=True):
            pieces.append(str(text))
            self.tokens.append(place)
            self.implied.append(not isinstance(text, _Placed))
            self.starts.append(column)
            column += len(text) + 1
        try:
            return ast.parse(" ".join(pieces), mode="eval").body
        except (SyntaxError, RecursionError, MemoryError) as failure:
            # The line's reader lets through only what `ast` reads; should one slip past, it is still the person's text.
            raise BadSyntax("this line cannot be read", self.typed[0].place) from failure

    # One node, whose parts are made.

    def _made(self, node: ast.expr | ast.keyword) -> ast.AST:
        if isinstance(node, ast.keyword):
            name = self.typed[int(str(node.arg)[1:])]
            node.arg = str(name)
            return placed(node, name.place, typed=name.typed)
        place = self._stretch(node)
        if isinstance(node, ast.Name):
            return self._leaf(node)
        if isinstance(node, ast.Subscript):
            return self._applied(node, place)
        if isinstance(node, ast.Call):
            return self._called(node, place)
        if isinstance(node, ast.BinOp):
            return self._signed(placed(node, place), self._after(node.left))
        if isinstance(node, ast.UnaryOp | ast.List):
            return self._signed(placed(node, place), bisect_left(self.starts, node.col_offset))
        if isinstance(node, ast.IfExp):
            return self._signed(placed(node, place), self._after(node.body))
        if isinstance(node, ast.BoolOp | ast.Compare):
            operands = node.values[:-1] if isinstance(node, ast.BoolOp) else [node.left, *node.comparators[:-1]]
            signs = [self._after(each) for each in operands]
            node = placed(node, place, signs=tuple(self.tokens[at].place for at in signs))
            return self._signed(node, signs[0])
        if isinstance(node, ast.Tuple):
            return placed(node, place)
        raise BadSyntax("this is not part of the language", self._at(node.col_offset).place)

    def _signed(self, node: ast.expr, at: int) -> ast.expr:
        sign = self.tokens[at]
        return placed(node, _place_of(node), sign=sign.place, sign_typed="" if self.implied[at] else sign.typed)

    def _leaf(self, node: ast.Name) -> ast.expr:
        leaf = self.typed[int(node.id[1:])]
        made: ast.expr
        if isinstance(leaf, Called | Applied):
            return placed(node, leaf.place, token=leaf)
        if leaf.kind == "number":
            made = ast.Constant(int(leaf) if leaf.lstrip("+-").isdigit() else float(leaf))
        elif leaf.kind == "word":
            made = ast.Constant(_WORDS.get(str(leaf), str(leaf).strip("'\"")))
        else:
            made = ast.Name(str(leaf), ast.Load())
        return placed(ast.copy_location(made, node), leaf.place, typed=leaf.typed)

    def _called(self, node: ast.Call, place: Place) -> ast.Call:
        named: Any = node.func
        function = named.token
        assert isinstance(function, Called)
        node.func = placed(ast.Name(str(function), ast.Load()), function.place, typed=function.typed)
        if function in _OF_TEXT and not function.library:
            return placed(node, place)
        return placed(node, place, function=function)

    def _applied(self, node: ast.Subscript, place: Place) -> ast.expr:
        """x[_k] is a row applied to x, x[_k(…)] the call of a method."""
        inner: Any = node.slice
        if not isinstance(inner, ast.Call):
            return placed(node, place, applied=inner.token)
        function: Called = inner.function  # type: ignore[attr-defined]
        method = placed(ast.Attribute(node.value, str(function), ast.Load()), function.place, typed=function.typed)
        made = ast.Call(method, inner.args, inner.keywords)
        return placed(ast.copy_location(made, node), place, function=function)

    def _at(self, column: int) -> Token:
        return self.tokens[bisect_left(self.starts, column)]

    def _stretch(self, node: ast.expr) -> Place:
        """From a tree's first token to its last."""
        last = bisect_left(self.starts, node.end_col_offset or 0) - 1
        return spanning(self._at(node.col_offset), self.tokens[last])

    def _after(self, left: ast.expr) -> int:
        """The operator after a left operand, whose closing brackets are not part of it."""
        at = bisect_left(self.starts, left.end_col_offset or 0)
        while self.tokens[at] == ")" and not self.implied[at]:
            at += 1
        return at


Pair = tuple[int, str]


def _by_sympy(pairs: list[Pair], typed: list[Token]) -> list[Pair]:
    """The tokens with ** for ^ and with the products' signs that were left out; what was typed stays a _Placed."""
    own = [(kind, _Placed(text, this)) for (kind, text), this in zip(pairs, typed, strict=True)]
    if not any(text == "^" for _, text in pairs) and not any(map(_may_be_product, pairwise(typed))):
        return [*own]
    from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication

    # SymPy asks which names are callable, to tell a call from a product; ours are known by their numbers.
    callables: dict[str, Any] = {
        text: len for (_, text), this in zip(pairs, typed, strict=True) if this.kind == "function"
    }
    # convert_xor makes a fresh token for each '^', one for one: pair its tokens with ours again.
    converted = [
        (kind, _Placed(text, this)) for (kind, text), this in zip(convert_xor(pairs, {}, {}), typed, strict=True)
    ]
    read: list[Pair] = implicit_multiplication(converted, callables, {})
    return read


def _may_be_product(neighbours: tuple[Token, Token]) -> bool:
    """Whether two tokens side by side are factors, or SymPy may take them for such."""
    left, right = neighbours
    ends = left.kind != "sign" or left == ")"
    begins = right.kind != "sign" or (right == "(" and left.kind != "function")
    return ends and begins


def _place_of(node: Any) -> Place:
    place: Place = node.place
    return place
