"""Text → Program: the language of the house, read by SymPy's parser front end and a whitelist.

scan.py has bounded and checked the tokens. Here every name and number becomes a leaf `_k` (k is its token's
number), SymPy's `convert_xor` and `implicit_multiplication` work on those tokens, `ast.parse` reads the joined
text, and a walk with its own stack lets only the listed nodes through, yielding postfix words. Nothing is
ever evaluated: `ast.parse` builds a tree of leaves `_k`, and no character of the user's is in its text.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable
from token import NAME, OP
from typing import Any, NamedTuple

from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication

from graphs import elementwise
from graphs.errors import BadSyntax, Place, WrongArguments
from graphs.limits import DOOR, Limits
from graphs.operations import FUNCTIONS
from graphs.rows import Operation
from graphs.scan import ScannedLine, scan
from graphs.tokens import Token

_SIGNS: dict[type[ast.AST], Operation] = {
    ast.Add: elementwise.ADD,
    ast.Sub: elementwise.SUBTRACT,
    ast.Mult: elementwise.MULTIPLY,
    ast.Div: elementwise.DIVIDE,
    ast.Pow: elementwise.POWER,
    ast.USub: elementwise.NEGATE,
    ast.Lt: elementwise.LESS,
    ast.LtE: elementwise.LESS_EQUAL,
    ast.Gt: elementwise.GREATER,
    ast.GtE: elementwise.GREATER_EQUAL,
    ast.Eq: elementwise.EQUAL,
    ast.NotEq: elementwise.UNEQUAL,
}


def ascii_name(text: str) -> str | None:
    """A name as the language reads it, or None."""
    return text if re.fullmatch("[A-Za-z][A-Za-z0-9_]*", text) else None


class Word(NamedTuple):
    """One word of a line in postfix order: a leaf (a number or a name), or a row applied to the last `arity` values."""

    row: Operation | None
    leaf: float | str | None
    arity: int
    place: Place


class Line(NamedTuple):
    """One line: its name, where it stands, its words, how many values they leave, and the names they read."""

    name: str | None
    place: Place
    words: list[Word]
    values: int
    reads: frozenset[str]


class Program(NamedTuple):
    """A program as it was understood; the last line is the output."""

    text: str
    lines: list[Line]


def parse(text: str, given: Iterable[str] = (), limits: Limits = DOOR) -> Program:
    """Read a program.

    text: one expression, or lines `name = expression` (also split by `;`).
    given: the names that the point binds; a function's name among them is an input.
    Raises BadSyntax, UnknownFunction, WrongArguments, TooLarge, each with its place in the text.
    """
    scanned = scan(text, given, limits)
    lines = [_line(line) for line in scanned]
    for line in lines[:-1]:
        if line.values > 1:
            raise BadSyntax("only the last line may have several outputs", line.place)
    limits.check("outputs", lines[-1].values, "outputs are computed", lines[-1].place)
    return Program(text, lines)


def _line(line: ScannedLine) -> Line:
    tree, tokens, starts = _read(line.tokens)
    outputs = tree.elts if isinstance(tree, ast.Tuple) else [tree]
    words = _Walk(line.tokens, tokens, starts).words(outputs)
    name = line.name
    reads = frozenset(word.leaf for word in words if isinstance(word.leaf, str))
    place = (name or line.tokens[0]).place
    return Line(str(name) if name is not None else None, place, words, len(outputs), reads)


def _read(typed: list[Token]) -> tuple[ast.expr, list[Token], list[int]]:
    """The line's tree, with the tokens of the text that `ast` read and the column where each starts."""
    leaves = [f"_{k}" if this.kind != "sign" else this for k, this in enumerate(typed)]
    pairs = [(OP if this.kind == "sign" else NAME, leaf) for this, leaf in zip(typed, leaves, strict=True)]
    # SymPy asks which names are callable, to tell a call from a product; ours are known by their numbers.
    callables: dict[str, Any] = {leaf: len for this, leaf in zip(typed, leaves, strict=True) if this.kind == "function"}
    # convert_xor makes a fresh token for each '^', one for one: pair its tokens with ours again.
    converted = [
        (kind, _Placed(text, this)) for (kind, text), this in zip(convert_xor(pairs, {}, {}), typed, strict=True)
    ]
    pieces, tokens, starts, column = [], [], [], 0
    read = implicit_multiplication(converted, callables, {})
    following: Token = typed[-1]
    places: list[Token] = []
    for _, text in reversed(read):  # an inserted '*' has no place of its own: it points at its right neighbour
        following = text.token if isinstance(text, _Placed) else following
        places.append(following)
    for (_, text), place in zip(read, reversed(places), strict=True):
        pieces.append(str(text))
        tokens.append(place)
        starts.append(column)
        column += len(text) + 1
    try:
        return ast.parse(" ".join(pieces), mode="eval").body, tokens, starts
    except (SyntaxError, RecursionError, MemoryError) as failure:
        # scan() lets through only what `ast` reads; should one slip past, it is still the person's text.
        raise BadSyntax("this line cannot be read", typed[0].place) from failure


class _Placed(str):
    """The text that SymPy sees, carrying the typed token it stands for."""

    __slots__ = ("token",)
    token: Token

    def __new__(cls, text: str, typed: Token) -> _Placed:
        made = super().__new__(cls, text)
        made.token = typed
        return made


class _Walk:
    """The whitelist: a walk over the tree with its own stack, in postfix order."""

    def __init__(self, typed: list[Token], tokens: list[Token], starts: list[int]):
        self.typed = typed
        self.tokens = tokens
        self.starts = starts

    def words(self, trees: list[ast.expr]) -> list[Word]:
        words: list[Word] = []
        stack: list[ast.expr | Word] = list(reversed(trees))
        conditions: set[int] = set()
        while stack:
            tree = stack.pop()
            if isinstance(tree, Word):
                words.append(tree)
            elif isinstance(tree, ast.Name):
                leaf = self._typed(tree)
                words.append(Word(None, float(leaf) if leaf.kind == "number" else str(leaf), 0, leaf.place))
            elif isinstance(tree, ast.BinOp):
                stack += (Word(_SIGNS[type(tree.op)], None, 2, self._sign(tree.left).place), tree.right, tree.left)
            elif isinstance(tree, ast.UnaryOp):
                if isinstance(tree.op, ast.USub):
                    stack.append(Word(elementwise.NEGATE, None, 1, self._at(tree.col_offset).place))
                stack.append(tree.operand)
            elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
                function = self._typed(tree.func)
                row = _row(function, len(tree.args))
                if row.chooses:
                    conditions.add(id(tree.args[0]))
                stack.append(Word(row, None, len(tree.args), function.place))
                stack += reversed(tree.args)
            elif isinstance(tree, ast.Compare):
                sign = self._sign(tree.left)
                if id(tree) not in conditions:
                    raise BadSyntax(f"'{sign}' compares only in the first argument of where", sign.place,
                                    "where(x > 0, x, 0)")  # fmt: skip
                if len(tree.ops) > 1:
                    raise BadSyntax("one comparison at a time", self._sign(tree.comparators[0]).place,
                                    "where(a < x, where(x < b, …, …), …)")  # fmt: skip
                stack += (Word(_SIGNS[type(tree.ops[0])], None, 2, sign.place), tree.comparators[0], tree.left)
            else:
                raise BadSyntax("this is not part of the language", self._at(tree.col_offset).place)
        return words

    def _typed(self, tree: ast.Name) -> Token:
        return self.typed[int(tree.id[1:])]

    def _at(self, column: int) -> Token:
        return self.tokens[bisect_left(self.starts, column)]

    def _sign(self, left: ast.expr) -> Token:
        """The operator after a left operand, whose closing brackets are not part of it."""
        at = bisect_left(self.starts, left.end_col_offset or 0)
        while self.tokens[at] == ")":
            at += 1
        return self.tokens[at]


def _row(function: Token, count: int) -> Operation:
    rows = FUNCTIONS[function]
    for row in rows:
        if row.arity[0] <= count <= row.arity[1]:
            return row
    counts = sorted({n for row in rows for n in row.arity})
    allowed = " or ".join(map(str, counts)) if len(counts) < 3 and counts[-1] < 9 else f"{counts[0]} to {counts[-1]}"
    raise WrongArguments(
        f"{function} takes {allowed} argument{'' if allowed == '1' else 's'}; it has {count} here", function.place
    )
