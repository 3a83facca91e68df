"""A formula as parts: what each piece of it is, and of which node.

A Formula is the LaTeX, the plain text or the sentence itself, a string; beside that it knows its parts, how tightly its
outermost sign binds and what it begins with, so that nobody has to read them back out of what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from graphs.notation.precedence import CLOSED, PRODUCT, SUM, is_looser, is_torn_in_product

# What a part is. Signs, and numbers that belong to no sweep, are strings.
VALUE, TANGENT, ADJOINT = "value", "tangent", "adjoint"  # a node's symbol, or its number
NAME = "name"  # an input or the output as the person calls it
OPERATION = "operation"  # a node's operation whole, in a sentence
RELATION = "relation"  # the sign between two sides: =, +=, ⇒
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


Piece = str | Part


class Formula(str):
    """What is written, with its parts.

    binds: how tightly its outermost sign does, as a row's. begins: MINUS_SIGN, DIGIT or "".
    """

    __slots__ = ("begins", "binds", "parts")
    parts: tuple[Piece, ...]
    binds: float
    begins: str

    def __new__(cls, parts: Iterable[Piece], binds: float = CLOSED, begins: str = "") -> Formula:
        held = (*parts,)
        made = str.__new__(cls, "".join([part if part.__class__ is str else part[0] for part in held]))
        made.parts, made.binds, made.begins = held, binds, begins
        return made

    def __getnewargs__(self) -> Any:
        return self.parts, self.binds, self.begins


def parts_of(written: str) -> tuple[Piece, ...]:
    """The parts of what may be a Formula; a plain string is its own."""
    return written.parts if isinstance(written, Formula) else (written,) if written else ()


def formula(*pieces: Piece, binds: float = CLOSED, begins: str = "") -> Formula:
    """Pieces and formulas, one after the other."""
    return Formula(_flat(pieces), binds, begins)


def _flat(pieces: Iterable[Piece]) -> list[Piece]:
    parts: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Formula):
            parts += piece.parts
        else:
            parts.append(piece)
    return parts


def joined(sign: Piece, terms: Sequence[Piece], binds: float = CLOSED) -> Formula:
    """Terms with a sign between them."""
    return Formula(_flat(piece for term in terms for piece in (sign, term))[1:] if terms else (), binds)


def bracketed(inner: Formula, brackets: tuple[str, str]) -> Formula:
    """In brackets, which close it."""
    return Formula((brackets[0], *inner.parts, brackets[1]))


ROUND = ("(", ")")
ROUND_LATEX = ("\\left(", "\\right)")


def factor(written: Formula, brackets: tuple[str, str] = ROUND_LATEX) -> Formula:
    """What stands in a product: in brackets, if the dot beside it would tear it."""
    return bracketed(written, brackets) if is_torn_in_product(written) else written


def product(left: Formula, right: Formula, sign: str = " \\cdot ") -> Formula:
    """A product in LaTeX; a factor 1 in symbols is kept: it is the lesson."""
    return formula(factor(left), sign, factor(right), binds=PRODUCT)


def multiplied(text: Formula) -> Formula:
    """What an adjoint is multiplied by, entry by entry, in plain text."""
    return formula("× ", bracketed(text, ROUND) if is_looser(text.binds, SUM) else text)


def said(template: str, *fields: Piece, **named: Piece) -> Formula:
    """A sentence: a template of str.format, into which parts, formulas and strings go."""
    pieces: list[Piece] = []
    for text, field in _sentence(template):
        if text:
            pieces.append(text)
        if field is not None:
            pieces.append(named[field] if isinstance(field, str) else fields[field])
    return Formula(_flat(pieces))


@lru_cache(maxsize=1024)
def _sentence(template: str) -> tuple[tuple[str, int | str | None], ...]:
    found: list[tuple[str, int | str | None]] = []
    count = 0
    for text, field, _, _ in Formatter().parse(template):
        key: int | str | None = field
        if field is not None and (not field or field.isdigit()):
            key, count = int(field or count), count + 1
        found.append((text, key))
    return tuple(found)
