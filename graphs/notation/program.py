"""A program's lines in LaTeX as they were understood, for people to compare with what they meant.

What is written here is read back by language/latex/reader.py as the same program: a product has a sign of its own
where the reader would take what stands side by side for a matrix product, a call or an index, and options stand in
the call. Only programs with functions or loops are not read back: their lines have the names of their nodes, z_{[2]}.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from graphs.errors import Place
from graphs.language.definitions import definition_of
from graphs.language.latex.document import is_latex
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.program import Bound, Program, Word
from graphs.notation.names import Name, Symbol, is_capital, label, symbol_of
from graphs.notation.numbers import literal_latex
from graphs.notation.precedence import CLOSED, COMPARED, DIGIT, MINUS, MINUS_SIGN, POWER, PRODUCT, SUM, is_looser
from graphs.notation.templates import Slot, template_of
from graphs.operations.elementwise import EQUAL
from graphs.operations.linear_algebra import DOT
from graphs.operations.rearrangement import TRANSPOSE
from graphs.operations.row import ByName, Mismatch, Operation, Option, Shape
from graphs.operations.sizes import shape_of
from graphs.operations.table import FUNCTIONS

(EXP,) = FUNCTIONS["exp"]
(ABS,) = FUNCTIONS["abs"]
_LOG = FUNCTIONS["log"]
_WORD, _BRACKET = "word", "["  # what a piece begins with, beside MINUS_SIGN and DIGIT
_NO_WORD = 9  # braces behind a word that ends a piece: of more than one it is the end no longer
_NUMBER = re.compile(r"([0-9]*\.?[0-9]*)(?:[eE]([+-]?[0-9]+))?")


class Piece(NamedTuple):
    """LaTeX of a part of a line. binds: how tightly its outermost sign does.

    array: the reader takes what stands beside its end for the right side of a matrix product, as beside A.
    plain: it ends as a name does, so that a bracket beside it would be a call's. turned: it is a transpose.
    begins: MINUS_SIGN, DIGIT, _WORD, _BRACKET or "". word: how many braces stand behind a word that ends it.
    leaf: of a name or a number alone, what it is. last: the name that it ends with.
    """

    latex: str
    binds: float = CLOSED
    shape: Shape = ()
    array: bool = False
    plain: bool = False
    turned: bool = False
    begins: str = ""
    word: int = _NO_WORD
    leaf: str = ""
    last: str = ""

    def within(self, binds: float) -> Piece:
        """In brackets, unless its sign binds more tightly than this."""
        if not is_looser(self.binds, binds):
            return self
        return Piece(f"\\left({self.latex}\\right)", CLOSED, self.shape, begins=_BRACKET)


@lru_cache(maxsize=64)  # as many as study/question.py keeps
def typeset(program: Program, shapes: tuple[tuple[str, Shape], ...] = (), result: str = "f",
            names: tuple[Name | None, ...] = ()) -> list[str]:  # fmt: skip
    """One formula per line; result: what a last one without a name is called.

    shapes: those of the inputs that are arrays, and that of one that is called e. names: by line, where they have more
    than what was typed; of several lines with one name the first is written.
    """
    scope = dict(shapes)
    has_e = "e" in scope or any(line.name == "e" for line in program.lines)
    for space in (" ", " \\, "):  # which makes LaTeX of what else could be the language's: x y
        writer = _Writer(program, scope, has_e, space, result, names)
        lines = [(name, writer.line(number)) for number, name in enumerate(names or [None] * len(program.lines))]
        first = {name: k for k, (name, _) in reversed([*enumerate(lines)])}
        written = [line for k, (name, line) in enumerate(lines) if name is None or first[name] == k]
        if any(map(is_latex, written)):
            break
    return written


def shapes_of(point: Mapping[str, Any]) -> tuple[tuple[str, Shape], ...]:
    """The shapes of a point's inputs, as `typeset` takes them; numbers are left out, but for one that is called e."""
    shapes = ((name, np.shape(value)) for name, value in point.items())
    return tuple((name, shape) for name, shape in shapes if shape or name == "e")


class _Writer:
    """scope: the shapes of names so far. has_e: the program has a name e, which is not Euler's number.

    space: what stands between factors. result: what a line without a name is called. names: by line, if not as typed.
    """

    def __init__(self, program: Program, scope: Mapping[str, Shape], has_e: bool, space: str, result: str,
                 names: tuple[Name | None, ...]):  # fmt: skip
        self.program_lines, self.names = program.lines, names
        self.shapes: list[Shape] = []  # by line
        self.bound: dict[str | Bound, Piece] = {}  # the parameters and lines of a function that is unfolded
        self.lines, self.scope, self.has_e, self.space = program.text.split("\n"), dict(scope), has_e, space
        self.result = result

    def line(self, number: int) -> str:
        """The formula of a line; those before it are written already."""
        line = self.program_lines[number]
        pieces = self._pieces(line.words)
        self.shapes.append(pieces[0].shape)
        name = label(self.result) if line.name is None else self._symbol(number, line.name).latex
        body = ", ".join(piece.latex for piece in pieces)
        return f"{name} = {body}" if len(pieces) == 1 else f"{name} = \\left({body}\\right)"

    def _pieces(self, words: list[Word]) -> list[Piece]:
        stack: list[Piece] = []
        for row, leaf, count, place, _ in words:
            if row is None:
                stack.append(self._leaf(leaf, place))
                continue
            x = stack[len(stack) - count :]
            del stack[len(stack) - count :]
            if row.definition and not row.latex:
                stack.append(self._unfolded(row, x, place))
                continue
            try:
                shape = shape_of(row, [each.shape for each in x])
            except Mismatch:  # of a name that asks for more than shapes
                shape = ()
            stack.append(self._row(row, x)._replace(shape=shape))
        return stack

    def _unfolded(self, row: Operation, x: list[Piece], place: Place) -> Piece:
        """A composed function as what it stands for."""
        outer = self.bound
        presets = row.preset[len(row.preset) - (len(row.parameters) - len(x)) :]
        self.bound = dict(zip(row.parameters, (*x, *(self._number(value, place) for value in presets)), strict=True))
        for number, line in enumerate(definition_of(row)):
            (piece,) = self._pieces([word._replace(place=place) for word in line.words])
            self.bound[Bound(number, line.name or "")] = piece
        self.bound = outer
        return piece

    def _leaf(self, leaf: float | str | Bound | None, place: Place) -> Piece:
        if isinstance(leaf, str | Bound) and leaf in self.bound:
            return self.bound[leaf]
        if isinstance(leaf, str | Bound):
            if isinstance(leaf, Bound):
                return self._name(leaf.name, self._symbol(leaf.line, leaf.name), self.shapes[leaf.line])
            return self._name(leaf, symbol_of(leaf), self.scope.get(leaf, ()))
        return self._number(leaf or 0.0, place)

    def _symbol(self, number: int, name: str) -> Symbol:
        """What a line is called."""
        own = self.names[number] if self.names else None
        return symbol_of(name) if own is None else own.symbol

    def _name(self, name: str, symbol: Symbol, shape: Shape) -> Piece:
        latex = "\\pi" if name == "pi" and name in NAMED_CONSTANTS else symbol.latex
        is_array = is_capital(name) and name != "Delta"
        word = (0 if symbol.is_word else _NO_WORD) if not symbol.below else 1 if len(symbol.below) > 2 else _NO_WORD
        begins = _WORD if symbol.is_word else ""
        return Piece(latex, CLOSED, shape, is_array, True, begins=begins, word=word, leaf=name, last=name)

    def _number(self, x: float, place: Place) -> Piece:
        """A number as it was typed: 1e-3 is a power of ten, and no digit is lost."""
        typed = self.lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
        found = _NUMBER.fullmatch(typed)
        if found is None or typed[0] not in "0123456789." or float(typed) != x:
            written = literal_latex(x)
            return Piece(written, written.binds, begins=written.begins, leaf=written)
        if found[2] is None:
            whole, _, decimals = typed.partition(".")
            latex = (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
            return Piece(latex, begins=DIGIT, leaf=latex)
        mantissa = found[1].removesuffix(".")
        front = "" if mantissa == "1" else f"{'0' if mantissa[0] == '.' else ''}{mantissa} \\cdot "
        latex = f"{front}10^{{{int(found[2])}}}"
        return Piece(latex, PRODUCT if front else POWER, begins=DIGIT, leaf=latex)

    def _row(self, row: Operation, x: list[Piece]) -> Piece:
        if row.name == "multiply":
            return _times(x, self.space)
        if row.name in _WITH_SIGNS:
            return _WITH_SIGNS[row.name](row, x)
        if row is ABS and len(x[0].shape) == 2:  # bars would be the determinant
            return _called(row, x)
        if row is EXP:  # e to a matrix would be its exponential
            return _filled(r"\exp({0})", x) if self.has_e or len(x[0].shape) == 2 else _filled("e^{{{0}}}", x, POWER)
        if row in _LOG and len(x) == 2 and not _is_base(x[1]):
            return _filled(r"\frac{{\log({0})}}{{\log({1})}}", x, 3.5)
        if row.typeset_by_name or _has_options(row):
            return _called(row, x)
        if row is EQUAL:  # one sign would name an option
            return _filled("{0} == {1}", x, COMPARED)
        if row.binds == CLOSED:
            return _filled(row.latex, x)
        return _filled(row.latex, [each.within(row.binds) for each in x], row.binds)


def _is_base(piece: Piece) -> bool:
    """Whether a logarithm's base stands as its subscript: a number, a letter, a letter with one sign below."""
    if piece.begins == DIGIT:
        return bool(piece.leaf) and not is_looser(piece.binds, POWER)
    symbol = symbol_of(piece.leaf) if piece.leaf else None
    return symbol is not None and len(symbol.base) == 1 and not symbol.above and len(symbol.below) in (0, 2)


def _has_options(row: Operation) -> bool:
    """Whether a row has options that its own sign does not show."""
    order = dict(row.chosen).get("ord")
    shown = {"ord": order} if row.name == "norm" and order in (None, 1, 2) else {}
    return row.chosen != tuple({**dict(row.options), **shown}.items())


def _filled(template: str, x: list[Piece], binds: float = CLOSED) -> Piece:
    """A row's template with its operands."""
    told = [each.latex for each in x]
    latex = template.format(*told, all=", ".join(told))
    pieces = template_of(template).pieces
    first, last = pieces[0], pieces[-1]
    begins = x[int(first.field)].begins if isinstance(first, Slot) and first.field != "all" else ""
    word = _NO_WORD
    if isinstance(last, Slot) and last.field != "all":
        above = last.exponent[1] if len(last.exponent) == 3 else None
        word = (
            x[int(above.field)].word + 1
            if isinstance(above, Slot)
            else _NO_WORD
            if last.exponent
            else x[int(last.field)].word
        )
    elif last == "}" and len(pieces) > 1 and isinstance(slot := pieces[-2], Slot) and slot.field != "all":
        word = x[int(slot.field)].word + 1
    return Piece(latex, binds, begins=begins, word=word)


def _called(row: Operation, x: list[Piece]) -> Piece:
    """A call as one would type it, options and all."""
    call = row.text
    if not isinstance(call, ByName):
        raise TypeError(f"{row.name} is not called by name")
    arguments = [_option(each) if isinstance(each, Option) else each for each in call.arguments]
    return _filled(f"\\operatorname{{{{{_underscored(call.name)}}}}}({', '.join(arguments)})", x)


def _option(option: Option) -> str:
    """An option in a template: its name and words upright."""
    value = _option_value(option.value)
    return value if option.name is None else f"{_upright(option.name)}={value}"


def _option_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        opening, closing = "[]" if isinstance(value, list) else "()"
        inner = ", ".join(map(_option_value, value))
        return f"{opening}{inner}{',' if isinstance(value, tuple) and len(value) == 1 else ''}{closing}"
    if isinstance(value, float) and math.isinf(value):
        return f"{'-' if value < 0 else ''}{_upright('inf')}"
    return _upright(repr(value)) if isinstance(value, bool | str) else repr(value)


def _upright(word: str) -> str:
    return f"\\text{{{{{_underscored(word)}}}}}"


def _underscored(word: str) -> str:
    return word.replace("_", "\\_")


def _sum(row: Operation, x: list[Piece]) -> Piece:
    """a + b and a - b."""
    left, right = x[0].within(0), x[1].within(1)
    return _filled(row.latex, [left, _unsigned(right)], SUM)


def _unsigned(piece: Piece) -> Piece:
    """In brackets where it begins with a minus."""
    return piece.within(CLOSED) if piece.begins == MINUS_SIGN else piece


def _negated(row: Operation, x: list[Piece]) -> Piece:
    inner = _unsigned(x[0].within(SUM))
    leaf = f"-{inner.leaf}" if inner.leaf else ""
    return inner._replace(latex=f"-{inner.latex}", binds=MINUS, begins=MINUS_SIGN, leaf=leaf)


def _times(x: list[Piece], space: str) -> Piece:
    """A product of numbers has no sign where none is needed; one of arrays is ⊙."""
    left, right = x[0].within(1), _unsigned(x[1].within(2))
    if left.shape and right.shape:
        return _joined(left, " \\odot ", right, 1.5)
    sign = " \\cdot " if left.array or _runs_on(left, right) else space
    return _beside(left, sign, right)


def _beside(left: Piece, sign: str, right: Piece) -> Piece:
    """A product; the right side stands in braces, which nobody sees, where it would be read with the name before it."""
    is_read_together = left.plain and (
        right.begins == _BRACKET or (right.turned and not left.array) or left.last == "Delta"
    )
    if is_read_together:
        return Piece(f"{left.latex}{sign}{{{right.latex}}}", PRODUCT, begins=left.begins, word=right.word + 1)
    return _joined(left, sign, right, PRODUCT)


def _joined(left: Piece, sign: str, right: Piece, binds: float) -> Piece:
    """Both with a sign between them: it begins as the left does, and ends as the right."""
    latex = left.latex + sign + right.latex
    return right._replace(latex=latex, binds=binds, turned=False, begins=left.begins, leaf="")


def _runs_on(left: Piece, right: Piece) -> bool:
    """Whether two factors would read as one number or one word."""
    return right.begins in (DIGIT, _WORD) or left.word <= 1


def _quotient(row: Operation, x: list[Piece]) -> Piece:
    return _filled(row.latex, x, 3.5)


def _power(row: Operation, x: list[Piece]) -> Piece:
    base, exponent = x[0].within(POWER), x[1]
    if (base.array or len(base.shape) == 2) and exponent.leaf == "-1":  # entry by entry; A^{-1} is the inverse
        return Piece(f"\\frac{{1}}{{{base.latex}}}", 3.5, word=base.word + 1)
    if len(base.shape) == 2 and _multiplies(exponent.leaf):  # entry by entry; A^2 is A A
        return _filled(r"\operatorname{{pow}}({0}, {1})", x)
    above = f"{{{exponent.latex}}}" if exponent.leaf == "T" else exponent.latex  # which else would transpose
    latex = f"{base.latex}^{{{above}}}"
    word = exponent.word + (2 if exponent.leaf == "T" else 1)
    return Piece(latex, POWER, array=base.array, plain=True, begins=base.begins, word=word)


def _multiplies(exponent: str) -> bool:
    """Whether a matrix to this power is a product of matrices."""
    return re.fullmatch(r"-?[0-9]+(\.0*)?", exponent) is not None and abs(float(exponent)) >= 2


def _matrix_product(row: Operation, x: list[Piece]) -> Piece:
    """Side by side where the reader sees that the left side is an array; a vector on the left stands as a row."""
    left, right = x[0].within(1.5), _unsigned(x[1].within(2))
    if len(left.shape) == 1 and (row is DOT or not left.array):
        return _beside(_transposed(TRANSPOSE, [left]), " ", right)
    return _beside(left, "\\, " if left.array else " \\;@\\; ", right)


def _transposed(row: Operation, x: list[Piece]) -> Piece:
    if row is not TRANSPOSE and row.name == "transpose":
        return _called(row, x)
    inner = x[0].within(4)
    return Piece(f"{inner.latex}^{{\\top}}", POWER, array=True, plain=True, turned=True, begins=inner.begins)


def _inverse(row: Operation, x: list[Piece]) -> Piece:
    base = x[0].within(4)
    if not base.array:
        return _named(row, x)
    return Piece(f"{base.latex}^{{-1}}", POWER, array=True, plain=True, begins=base.begins)


def _solved(row: Operation, x: list[Piece]) -> Piece:
    base, right = x[0].within(4), _unsigned(x[1].within(2))
    if not base.array:
        return _named(row, x)
    return _beside(_inverse(row, x), " ", right)


def _named(row: Operation, x: list[Piece]) -> Piece:
    return Piece(f"\\operatorname{{{row.name}}}({', '.join(each.latex for each in x)})")


def _factorial(row: Operation, x: list[Piece]) -> Piece:
    base = x[0].within(5)
    return Piece(f"{base.latex}!", 5, plain=True, begins=base.begins)


def _entries(row: Operation, x: list[Piece]) -> Piece:
    return _filled(row.latex, [x[0].within(POWER)], 5)


def _literal(row: Operation, x: list[Piece]) -> Piece:
    """A matrix in its brackets; one column is no vector, and keeps those that it was typed with."""
    grid = dict(row.chosen)["grid"]
    if len(grid) == 2 and grid[1] > 1:
        return _filled(row.latex, x)._replace(array=True)
    return _filled(row.text, x)._replace(begins=_BRACKET)


_WITH_SIGNS = {
    "add": _sum, "subtract": _sum, "negate": _negated, "divide": _quotient, "power": _power,
    "matmul": _matrix_product, "dot": _matrix_product, "transpose": _transposed, "inv": _inverse, "solve": _solved,
    "factorial": _factorial, "index": _entries, "array": _literal,
}  # fmt: skip
