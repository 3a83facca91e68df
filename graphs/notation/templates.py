"""Templates of rows and of partials, with slots for operands: parsed once, filled for each node and each edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from graphs.notation.formula import RAISED_FROM, ROUND_RAISED, Formula, Piece, Sign, bracketed
from graphs.notation.precedence import CLOSED, DIGIT, MINUS_SIGN

Operands = Mapping[int | str, Formula]


class Slot(NamedTuple):
    """A place for an operand. enclosed: brackets or braces stand around it; its exponent stands above it and is its
    own: KaTeX sets it over a subscript. after_digit: a number there would run on from one before it."""

    field: int | str
    enclosed: bool
    after_digit: bool
    exponent: tuple[Any, ...] = ()


class Template(NamedTuple):
    """Pieces of text with slots. number: the number that it is, where it has no slot."""

    pieces: tuple[str | Slot, ...]
    binds: float
    begins: str
    number: float | None = None

    @property
    def is_call(self) -> bool:
        """Whether it ends with the bracket around its last operand, as a call does."""
        before, last = (None, *self.pieces)[-2:]
        return isinstance(before, Slot) and before.enclosed and last == ")"

    def is_raised(self, field: int) -> bool:
        """Whether an operand has an exponent of its own: the inverse of a matrix, a power."""
        return any(isinstance(each, Slot) and each.field == field and bool(each.exponent) for each in self.pieces)


@lru_cache(maxsize=2048)
def template_of(text: str, binds: float = CLOSED) -> Template:
    """A row's template: {0}, {1}, {all}, and in a rule {c}, {d}, {g}, {n}."""
    pieces: list[str | int | tuple[str]] = []
    for literal, field, _, _ in Formatter().parse(text):
        pieces += [literal] if literal else []
        if field is not None:
            pieces.append(int(field) if field.isdigit() else (field,))
    return template(pieces, binds)


def template(pieces: Sequence[Any], binds: float, number: float | None = None) -> Template:
    """Text, and fields as whole numbers or as names in a tuple."""
    merged: list[Any] = []
    for piece in pieces:
        if piece.__class__ is str and merged and merged[-1].__class__ is str:
            merged[-1] += piece
        else:
            merged.append(piece)
    begins = "" if not merged or not isinstance(merged[0], str) else _begins(merged[0])
    return Template(tuple(_slots(merged)), binds, begins, number)


def _begins(text: str) -> str:
    return MINUS_SIGN if text[0] == "-" else DIGIT if text[0].isdigit() else ""


def _slots(pieces: Sequence[Any]) -> list[str | Slot]:
    slots: list[str | Slot] = []
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        if isinstance(piece, str):
            slots.append(piece)
            continue
        exponent = _exponent(rest) if rest and isinstance(rest[0], str) and rest[0].startswith("^{") else ()
        before = slots[-1] if slots else ""
        after = rest[0] if rest and isinstance(rest[0], str) else ""
        text = before if isinstance(before, str) else ""
        enclosed = text[-1:] in ("(", "{", "[") and after.startswith((")", "}", "]", "\\right")) and not exponent
        bare = text.rstrip(" }")
        is_beside = bare[-1:].isdigit() or (not bare and bool(slots))
        slots.append(Slot(piece if isinstance(piece, int) else piece[0], bool(text) and enclosed, is_beside, exponent))
    return slots


def _exponent(rest: list[Any]) -> tuple[Any, ...]:
    """The braces that come next with all that stands in them; they are taken off what is left."""
    group: list[Any] = []
    depth = 0
    while rest:
        piece = rest.pop(0)
        if not isinstance(piece, str):
            group.append(piece)
            continue
        for at, sign in enumerate(piece):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if sign == "}" and depth == 0:
                group.append(piece[: at + 1])
                if piece[at + 1 :]:
                    rest.insert(0, piece[at + 1 :])
                return tuple(_slots(group))
        group.append(piece)
    return tuple(_slots(group))


def fill(
    form: Template, operands: Operands, is_torn: Callable[[Slot, Formula], bool], brackets: tuple[str, str]
) -> Formula:
    """A template with its operands. is_torn(slot, operand) decides on brackets."""
    only = form.pieces[0] if len(form.pieces) == 1 else ""
    if isinstance(only, Slot) and not only.exponent and not is_torn(only, operands[only.field]):
        return operands[only.field]
    parts, begins = _filled(form.pieces, operands, is_torn, brackets)
    return Formula(parts, form.binds, form.begins or begins)


def _filled(
    pieces: Sequence[str | Slot],
    operands: Operands,
    is_torn: Callable[[Slot, Formula], bool],
    brackets: tuple[str, str],
) -> tuple[list[Piece], str]:
    parts: list[Piece] = []
    begins = ""
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        operand: Formula = operands[piece.field]
        if is_torn(piece, operand):
            before = parts[-1] if parts else ""
            is_raised = isinstance(before, Sign) and before.role == RAISED_FROM
            operand = bracketed(operand, ROUND_RAISED if is_raised else brackets)
        elif not parts:
            begins = operand.begins
        if piece.exponent:
            above = Formula(_filled(piece.exponent, operands, is_torn, brackets)[0])
            last = operand.parts[-1]
            raised = last + above if isinstance(last, str) else last._replace(written=last.written + above)
            parts += (*operand.parts[:-1], raised)
        else:
            parts.append(operand)
    return parts, begins
