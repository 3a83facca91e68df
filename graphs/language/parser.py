"""Text → Program: the language of the house, read by SymPy's parser front end and a whitelist.

lines.py has bounded and checked the tokens. Here every name and number becomes a leaf `_k` (k is its token's
number), SymPy's `convert_xor` and `implicit_multiplication` work on those tokens, `ast.parse` reads the joined
text, and a walk with its own stack lets only the listed nodes through, yielding postfix words. `a[_k]` is a row
applied to what stands before it, `a[_k(b)]` the call of a method. Nothing is ever evaluated: `ast.parse` builds a
tree of leaves `_k`, and no character of the user's is in its text.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable
from token import NAME, OP
from typing import Any, NamedTuple

from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication

from graphs.errors import BadSyntax, Place, Problem, TwoReadings, WrongArguments, WrongShape
from graphs.language.calls import Applied, Called, Reader, with_options
from graphs.language.lines import ScannedLine, scan
from graphs.language.meanings import Part
from graphs.language.messages.edits import checked, instead, mended
from graphs.language.program import Line, Program, Word
from graphs.language.tokens import Token, spanning
from graphs.limits import DOOR, Limits
from graphs.operations import elementwise
from graphs.operations.composed import TO_MINUS_ONE, TO_THE_T
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.rearrangement import LITERAL
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

_SIGNS: dict[type[ast.AST], Operation] = {
    ast.Add: elementwise.ADD,
    ast.Sub: elementwise.SUBTRACT,
    ast.Mult: elementwise.MULTIPLY,
    ast.Div: elementwise.DIVIDE,
    ast.MatMult: MATMUL,
    ast.Pow: elementwise.POWER,
    ast.Mod: elementwise.MOD,
    ast.FloorDiv: elementwise.FLOOR_DIVIDE,
    ast.BitAnd: elementwise.MULTIPLY,  # of conditions, which are 1 or 0: both, and one at least
    ast.BitOr: elementwise.MAXIMUM,
    ast.And: elementwise.MULTIPLY,
    ast.Or: elementwise.MAXIMUM,
    ast.USub: elementwise.NEGATE,
    ast.Lt: elementwise.LESS,
    ast.LtE: elementwise.LESS_EQUAL,
    ast.Gt: elementwise.GREATER,
    ast.GtE: elementwise.GREATER_EQUAL,
    ast.Eq: elementwise.EQUAL,
    ast.NotEq: elementwise.UNEQUAL,
}


(_WHERE,) = FUNCTIONS["where"]


def parse(text: str, given: Iterable[str] = (), limits: Limits = DOOR) -> Program:
    """Read a program.

    text: one expression, or lines `name = expression` (also split by `;`).
    given: the names that the point binds; a function's name among them is an input.
    Raises BadSyntax, UnknownFunction, WrongArguments, WrongShape (a literal of uneven rows), TooLarge, each with its
    place in the text.
    """
    try:
        return _parse(text, given, limits)
    except Problem as problem:
        problem.fixes = checked(text, problem.fixes, lambda mended: _parse(mended, given, limits))
        raise


def _parse(text: str, given: Iterable[str], limits: Limits) -> Program:
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
    name = line.name
    words = _Walk(line.tokens, tokens, starts).words(outputs, name is not None)
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


class _Called(NamedTuple):
    """A call and its operands, that of a method with what stands before the dot."""

    tree: ast.Call
    operands: list[ast.expr]


def _call_of(tree: ast.expr) -> _Called | None:
    if isinstance(tree, ast.Call):
        return _Called(tree, tree.args)
    if isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Call):
        return _Called(tree.slice, [tree.value, *tree.slice.args])
    return None


class _Walk:
    """The whitelist: a walk over the tree with its own stack, in postfix order."""

    def __init__(self, typed: list[Token], tokens: list[Token], starts: list[int]):
        self.typed = typed
        self.tokens = tokens
        self.starts = starts
        self.calls = Reader(typed, self._stretch)
        self.stack: list[ast.expr | Word] = []
        self.outputs: list[ast.expr] = []

    def words(self, trees: list[ast.expr], named: bool) -> list[Word]:
        """named: the line has a name, so that it may be a condition for a later one."""
        self.outputs = [] if named else trees
        call = _call_of(trees[0]) if named else None
        if call is not None and (parts := self._parts(call)):
            function, names = self._function(call), " and ".join(part.name for part in parts)
            raise WrongArguments(f"{function.typed} gives {names} here", function.place,
                                 f".{parts[0].name} or [0] is the first of them")  # fmt: skip
        words: list[Word] = []
        stack = self.stack
        stack += reversed(trees)
        while stack:
            tree = stack.pop()
            if isinstance(tree, Word):
                words.append(tree)
            elif isinstance(tree, ast.Name):
                words.append(self._leaf(tree))
            elif isinstance(tree, ast.BinOp):
                stack += (self._binary(tree), tree.right, tree.left)
            elif isinstance(tree, ast.UnaryOp):
                self._unary(tree)
            elif isinstance(tree, ast.BoolOp):
                signs = [self._sign(left) for left in tree.values[:-1]]
                self._check_conditions(tree.values, signs[0])
                stack += [Word(_SIGNS[type(tree.op)], None, 2, sign.place) for sign in signs]
                stack += reversed(tree.values)
            elif isinstance(tree, ast.IfExp):
                stack += (Word(_WHERE, None, 3, self._sign(tree.body).place), tree.orelse, tree.body, tree.test)
            elif isinstance(tree, ast.List):
                self._literal(tree)
            elif (call := _call_of(tree)) is not None:
                self._call(call)
            elif isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Name):
                self._applied(tree.value, self._typed(tree.slice))
            elif isinstance(tree, ast.Compare):
                self._comparison(tree)
            elif isinstance(tree, ast.Tuple):
                raise self._no_tuple(tree)
            else:
                raise BadSyntax("this is not part of the language", self._at(tree.col_offset).place)
        return words

    def _binary(self, tree: ast.BinOp) -> Word:
        """An operator; A^-1 and A^T, as mathematics writes them, may be the inverse and the transpose."""
        sign = self._sign(tree.left)
        row = _SIGNS[type(tree.op)]
        if self._joins(tree):
            self._check_conditions([tree.left, tree.right], sign)
        elif row is elementwise.POWER and sign.typed != "**" and self._is_minus_one(tree.right):
            row = TO_MINUS_ONE
        elif row is elementwise.POWER and isinstance(tree.right, ast.Name) and self._typed(tree.right) == "T":
            row = TO_THE_T
        return Word(row, None, 2, sign.place)

    def _unary(self, tree: ast.UnaryOp) -> None:
        sign = self._at(tree.col_offset)
        if isinstance(tree.op, ast.Not | ast.Invert):  # of a condition, which is 1 or 0
            self._check_conditions([tree.operand], sign)
            one = Word(None, 1.0, 0, sign.place)
            self.stack += (Word(elementwise.SUBTRACT, None, 2, sign.place), tree.operand, one)
            return
        if isinstance(tree.op, ast.USub):
            self.stack.append(Word(elementwise.NEGATE, None, 1, sign.place))
        self.stack.append(tree.operand)

    def _check_conditions(self, trees: list[ast.expr], sign: Token) -> None:
        """Raises BadSyntax where what and, or, not join cannot be a condition; a name or a call may be one."""
        for tree in trees:
            is_number = isinstance(tree, ast.Name) and self._typed(tree).kind == "number"
            if is_number or isinstance(tree, ast.List | ast.Tuple) or self._computes(tree):
                raise BadSyntax(f"'{sign.typed}' joins conditions", sign.place, "(x > 0) & (y > 0)")

    def _computes(self, tree: ast.expr) -> bool:
        """Whether a tree is a sum or a product, and no condition joined to another."""
        if isinstance(tree, ast.UnaryOp):
            return isinstance(tree.op, ast.USub | ast.UAdd)
        return isinstance(tree, ast.BinOp) and not self._joins(tree)

    @staticmethod
    def _joins(tree: ast.BinOp) -> bool:
        return isinstance(tree.op, ast.BitAnd | ast.BitOr)

    def _is_minus_one(self, tree: ast.expr) -> bool:
        negative = isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub)
        leaf = tree.operand if isinstance(tree, ast.UnaryOp) else tree
        digits = self._typed(leaf) if isinstance(leaf, ast.Name) else ""
        return digits == ("1" if negative else "-1")

    def _leaf(self, tree: ast.Name) -> Word:
        leaf = self._typed(tree)
        if leaf.kind == "word":
            is_infinity = leaf == "inf"
            raise BadSyntax(
                "numbers are finite here" if is_infinity else f"{leaf.typed} cannot be an operand", leaf.place
            )
        return Word(None, float(leaf) if leaf.kind == "number" else str(leaf), 0, leaf.place)

    def _applied(self, tree: ast.expr, row: Token) -> None:
        """What follows an operand: x!, A.T, x[0]; of a call that gives several arrays an index chooses one."""
        assert isinstance(row, Applied)
        call = _call_of(tree)
        parts = self._parts(call, row) if call is not None else ()
        if not parts or call is None:
            self.stack += (Word(row.row, None, 1, row.place), tree)
            return
        names = [part.name for part in parts]
        key = dict(row.row.chosen).get("key", ())
        at = names.index(row.part) if row.part in names else key[0] if len(key) == 1 else None
        if not isinstance(at, int) or not -len(names) <= at < len(names):
            raise WrongArguments(f"this gives {' and '.join(names)}", row.place, "[0] and [1] choose one of them")
        if not parts[at].rows:
            raise WrongArguments(f"{names[at]} are not computed here", row.place, f".{names[0]}")
        self._call(call, parts[at])

    def _parts(self, call: _Called, chosen_by: Applied | None = None) -> tuple[Part, ...]:
        """The arrays that a call gives, where those are several. Raises TwoReadings where a method's may be one."""
        function = self._function(call)
        parts = self.calls.parts(function, call.operands, call.tree.keywords)
        if parts or chosen_by is None or not function.method or function.library:
            return parts
        in_torch = self.calls.parts(function, call.operands, call.tree.keywords, "torch")
        if in_torch and not chosen_by.part and isinstance(dict(chosen_by.row.chosen).get("key", ("",))[0], int):
            raise TwoReadings(
                f".{function.typed}(…)[0] is an entry in NumPy, the {in_torch[0].name} in PyTorch", chosen_by.place,
                f".{in_torch[0].name} are PyTorch's; axis= is NumPy's word, dim= is PyTorch's")  # fmt: skip
        return in_torch if chosen_by.part else ()

    def _function(self, call: _Called) -> Called:
        assert isinstance(call.tree.func, ast.Name)
        function = self._typed(call.tree.func)
        assert isinstance(function, Called)
        return function

    def _call(self, call: _Called, part: Part | None = None) -> None:
        function = self._function(call)
        row, given = self.calls.row(function, call.operands, call.tree.keywords, part)
        self.stack.append(Word(row, None, len(given), function.place))
        self.stack += [Word(None, x, 0, function.place) if isinstance(x, float) else x for x in reversed(given)]

    def _no_tuple(self, tree: ast.Tuple) -> BadSyntax:
        first, last = self._at(tree.col_offset), self._at((tree.end_col_offset or 1) - 1)
        fixes = mended(first, last, instead(first, "["), instead(last, "]"))
        return BadSyntax("(…, …) cannot be an operand", spanning(first, last), "an array is written [ … ]", fixes)

    def _literal(self, tree: ast.List) -> None:
        """[a, b] is one node; so is [[a, b], [c, d]], unless its rows hold lists themselves."""
        entries, grid = tree.elts, [len(tree.elts)]
        rows = [row.elts for row in entries if isinstance(row, ast.List)]
        if len(rows) == len(entries):
            for row, entry in zip(rows, entries, strict=True):
                if len(row) != len(rows[0]):
                    raise WrongShape(
                        f"this row has {_entries(row)}, the first has {len(rows[0])}", self._stretch(entry),
                        "the rows of a matrix have equally many entries")  # fmt: skip
            if not any(isinstance(entry, ast.List) for row in rows for entry in row):
                entries, grid = [entry for row in rows for entry in row], [len(rows), len(rows[0])]
        self.stack.append(
            Word(with_options(LITERAL, grid=tuple(grid)), None, len(entries), self._at(tree.col_offset).place)
        )
        self.stack += reversed(entries)

    def _comparison(self, tree: ast.Compare) -> None:
        sign = self._sign(tree.left)
        if any(tree is output for output in self.outputs):
            raise BadSyntax(f"'{sign.typed}' compares only inside of a formula", sign.place,
                            "where(x > 0, x, 0) or (x > 0)*x")  # fmt: skip
        joined = next((each for each in tree.comparators if isinstance(each, ast.BinOp) and self._joins(each)), None)
        if joined is not None:
            raise BadSyntax(f"'{self._sign(joined.left).typed}' holds more tightly than '{sign.typed}'",
                            self._sign(joined.left).place, "(x > 0) & (y > 0)")  # fmt: skip
        if len(tree.ops) > 1:
            raise BadSyntax("one comparison at a time", self._sign(tree.comparators[0]).place,
                            "(a < x) & (x < b)")  # fmt: skip
        self.stack += (Word(_SIGNS[type(tree.ops[0])], None, 2, sign.place), tree.comparators[0], tree.left)

    def _typed(self, tree: ast.Name) -> Token:
        return self.typed[int(tree.id[1:])]

    def _at(self, column: int) -> Token:
        return self.tokens[bisect_left(self.starts, column)]

    def _stretch(self, tree: ast.expr) -> Place:
        """From a tree's first token to its last."""
        last = bisect_left(self.starts, tree.end_col_offset or 0) - 1
        return spanning(self._at(tree.col_offset), self.tokens[last])

    def _sign(self, left: ast.expr) -> Token:
        """The operator after a left operand, whose closing brackets are not part of it."""
        at = bisect_left(self.starts, left.end_col_offset or 0)
        while self.tokens[at] == ")":
            at += 1
        return self.tokens[at]


def _entries(row: list[ast.expr]) -> str:
    return f"{len(row)} entr{'y' if len(row) == 1 else 'ies'}"
