"""A formula as parts: what each piece of it is, and of which node.

A Formula is the LaTeX, the plain text or the sentence itself, a string; beside that it knows its parts, how tightly its
outermost sign binds and what it begins with, so that nobody has to read them back out of what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple, TypeAlias

from graphs.notation.precedence import CLOSED, SUM, is_looser, is_torn_in_product

# What a part is. Signs, and numbers that belong to no sweep, are strings.
VALUE, TANGENT, ADJOINT = "value", "tangent", "adjoint"  # a node's symbol, or its number
NAME = "name"  # an input or the output as the person calls it
FORMULA = "formula"  # mathematics in a sentence that is no node's
OPERATION = "operation"  # a node's operation whole, in a sentence
RELATION = "relation"  # the sign between two sides: = and ⇒
ADDITION = "addition"  # +=
FRACTION = "fraction"  # what opens ∂c/∂x
PARTIAL = "partial"  # a partial with its numbers put in, not worked out yet
RESULT = "result"  # what a step writes
NUMBER, EXPONENT = "number", "exponent"  # in a sentence: a number with a sign of its own, and its power of ten


class Part(NamedTuple):
    """One piece: how it is written, what it is, whose it is, and how it is typeset where it stands in a sentence."""

    written: str
    role: str
    node: int | None = None
    latex: str = ""


# How a sign of plain text is set where formulas are drawn: see picture/typesetting.py.
RAISED_FROM, LEVEL = "raised from", "level"  # what stands between the two is raised
DRAWN = "drawn"  # it has a letter of its own, as sigmoid has σ
RAISED = "raised"  # it stands above itself, as the T of a transpose does
TIMES, BESIDE, APART = "times", "beside", "apart"  # a product: a dot, no sign, a thin space
ROOT = "root"
UNSEEN, ENCLOSED = "unseen", "enclosed"  # a bracket that height or a sign makes needless; a sign that needs brackets


class Sign(str):
    """A sign of plain text that a typesetter writes otherwise, as its role tells.

    drawn: what stands above (RAISED), or in its place (DRAWN)."""

    __slots__ = ("drawn", "role")
    role: str
    drawn: str

    def __new__(cls, written: str, role: str, drawn: str = "") -> Sign:
        made = str.__new__(cls, written)
        made.role, made.drawn = role, drawn
        return made

    def __getnewargs__(self) -> Any:
        return str(self), self.role, self.drawn


class Constant(str):
    """A number of the program in full, and which one it is; a typesetter shows fewer digits."""

    __slots__ = ("number",)
    number: float

    def __new__(cls, written: str, number: float) -> Constant:
        made = str.__new__(cls, written)
        made.number = number
        return made

    def __getnewargs__(self) -> Any:
        return str(self), self.number


Piece = str | Part  # a Sign and a Constant are strings too
Pieces: TypeAlias = "str | Part | Sequence[Pieces]"  # a formula is its parts


class Formula(str):
    """What is written, with its parts.

    binds: how tightly its outermost sign does, as a row's. begins: MINUS_SIGN, DIGIT or "".
    Its pieces may be formulas and lists of pieces; whoever only reads it never asks for its parts.
    """

    __slots__ = ("_is_flat", "_pieces", "begins", "binds")
    _pieces: Sequence[Any]
    _is_flat: bool
    binds: float
    begins: str

    def __new__(cls, pieces: Sequence[Pieces], binds: float = CLOSED, begins: str = "") -> Formula:
        texts: list[str] = []
        _write(texts, pieces)
        made = str.__new__(cls, "".join(texts))
        made._pieces, made._is_flat, made.binds, made.begins = pieces, False, binds, begins
        return made

    @property
    def parts(self) -> Sequence[Piece]:
        """One after the other, without any within another."""
        if not self._is_flat:
            parts: list[Piece] = []
            _add(parts, self._pieces)
            self._pieces, self._is_flat = parts, True
        return self._pieces

    def __getnewargs__(self) -> Any:
        return self.parts, self.binds, self.begins


def parts_of(written: str) -> Sequence[Piece]:
    """The parts of what may be a Formula; a plain string is its own."""
    return written.parts if isinstance(written, Formula) else (written,) if written else ()


def formula(*pieces: Pieces, binds: float = CLOSED, begins: str = "") -> Formula:
    """Pieces and formulas, one after the other."""
    return Formula(pieces, binds, begins)


def _write(texts: list[str], pieces: Iterable[Any]) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif piece.__class__ is Part:
            texts.append(piece.written)
        else:
            _write(texts, piece)


def _add(parts: list[Piece], pieces: Iterable[Any]) -> None:
    for piece in pieces:
        if piece.__class__ is Formula:
            parts += piece.parts
        elif isinstance(piece, (str, Part)):
            parts.append(piece)
        else:
            _add(parts, piece)


def joined(sign: Piece, terms: Sequence[Pieces]) -> list[Pieces]:
    """Terms with a sign between them, as pieces."""
    pieces: list[Pieces] = []
    for term in terms:
        pieces += (sign, term)
    return pieces[1:]


def bracketed(inner: Formula, brackets: tuple[str, str]) -> Formula:
    """In brackets, which close it."""
    return Formula((brackets[0], inner, brackets[1]))


ROUND = ("(", ")")
ROUND_RAISED = (Sign("(", UNSEEN), Sign(")", UNSEEN))  # its height tells where an exponent ends
ROUND_LATEX = ("\\left(", "\\right)")


def factor(written: Formula, brackets: tuple[str, str] = ROUND_LATEX) -> Formula:
    """What stands in a product: in brackets, if the dot beside it would tear it."""
    return bracketed(written, brackets) if is_torn_in_product(written) else written


def product(left: Formula, right: Formula, sign: str = " \\cdot ") -> list[Pieces]:
    """A product in LaTeX, as pieces; a factor 1 in symbols is kept: it is the lesson."""
    return [factor(left), sign, factor(right)]


def multiplied(text: Formula) -> Formula:
    """What an adjoint is multiplied by, entry by entry, in plain text."""
    return formula("× ", bracketed(text, ROUND) if is_looser(text.binds, SUM) else text)


def clause(template: str, *fields: Pieces, **named: Pieces) -> list[Pieces]:
    """A sentence in pieces: a template of str.format, into which parts, formulas and pieces go."""
    return [
        piece if isinstance(piece, str) else named[piece[0]] if isinstance(piece[0], str) else fields[piece[0]]
        for piece in _sentence(template)
    ]


def sentence(template: str, *fields: Pieces) -> Formula:
    """The same, put together."""
    return Formula(clause(template, *fields))


@lru_cache(maxsize=1024)
def _sentence(template: str) -> tuple[str | tuple[int | str], ...]:
    """Text, and fields in tuples: numbered from 0 where they have no names."""
    pieces: list[str | tuple[int | str]] = []
    count = 0
    for text, field, _, _ in Formatter().parse(template):
        if text:
            pieces.append(text)
        if field is not None:
            pieces.append((field if field and not field.isdigit() else int(field or count),))
            count += 1
    return tuple(pieces)
