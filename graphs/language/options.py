"""What may stand in a program only as itself, never as the value of an expression: indices and options.

Both are read from the tokens here; no parser sees them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.messages.edits import after, mended
from graphs.language.tokens import Token
from graphs.operations.shapes import Key

# Of an index, of a shape: more axes than limits.py lets an array have, and fewer than NumPy refuses by a fault.
PARTS = 16
WORDS = {"None": None, "True": True, "False": False}
REDUCTIONS = ("mean", "sum", "none")
# Options by the names that other libraries give them.
OPTIONS = {"dim": "axis", "keepdim": "keepdims", "p": "ord", "newshape": "shape", "size": "shape"}
_WHOLE = "a whole number, written out"
_VALUES = {
    "axis": _WHOLE,
    "shape": _WHOLE,
    "keepdims": "True or False",
    "axes": "two whole numbers, written out",
    "ord": "1, 2 or 'fro'",
    "reduction": "'mean', 'sum' or 'none'",
}


class Option(NamedTuple):
    """The value of an option, and where it stands."""

    value: Any
    place: Place


def index_key(raw: list[Token], at: int) -> tuple[Key, int]:
    """The key of the index whose '[' is raw[at], and where its ']' is. Raises BadSyntax."""
    opening = raw[at]
    key: list[Any] = []
    while True:
        at += 1
        if at < len(raw) and raw[at] == "]" and key:  # a comma at the end
            return tuple(key), at
        part, at = _part(raw, at, opening)
        if part is Ellipsis and Ellipsis in key:
            raise BadSyntax("'...' stands at most once in an index", raw[at - 1].place)
        key.append(part)
        if len(key) > PARTS:
            raise BadSyntax(f"an index has at most {PARTS} parts", raw[at - 1].place)
        end = _following(raw, at, opening)
        if end == "]":
            return tuple(key), at
        if end != ",":
            raise _no_index(raw, at)


def _following(raw: list[Token], at: int, opening: Token) -> Token:
    if at == len(raw):
        fixes = mended(opening, raw[-1], after(raw[-1], "]"))
        raise BadSyntax(f"'{opening}' is not closed", opening.place, "write ] at the end", fixes)
    return raw[at]


def _part(raw: list[Token], at: int, opening: Token) -> tuple[Any, int]:
    """One part of an index, from raw[at], and where it ends."""
    if _following(raw, at, opening) == "...":
        return Ellipsis, at + 1
    new_axis = _new_axis(raw, at)
    if new_axis:
        return None, new_axis
    numbers: list[int | None] = []
    while True:
        number, after = whole(raw, at)
        numbers.append(number)
        colon = _following(raw, after, opening) == ":"
        if not colon or len(numbers) == 3:
            break
        at = after + 1
    if len(numbers) == 1:
        if number is None:
            raise _no_index(raw, after)
        return number, after
    start, stop, step = (*numbers, None)[:3]
    if step == 0:
        raise BadSyntax("the step of a slice is not 0", raw[after - 1].place)
    return (start, stop, step), after


def _new_axis(raw: list[Token], at: int) -> int:
    """Where None, newaxis or np.newaxis ends; 0 where there is none."""
    if raw[at] in ("None", "newaxis"):
        return at + 1
    return at + 3 if raw[at].kind == "name" and raw[at + 1 : at + 3] == [".", "newaxis"] else 0


def _no_index(raw: list[Token], at: int) -> BadSyntax:
    this = raw[at]
    if this == "]" and raw[at - 1] == "[":
        return BadSyntax("an index is expected", this.place, "x[0]")
    return BadSyntax("an index is a whole number, written out", this.place, "x[0], x[-1], x[1:], A[0, 1], A[:, 0]")


def whole(raw: list[Token], at: int) -> tuple[int | None, int]:
    """The whole number with its sign at raw[at], and where it ends; None where there is none."""
    signed = at < len(raw) and raw[at] in ("-", "+")
    digits = raw[at + signed] if at + signed < len(raw) else None
    if digits is None or digits.kind != "number" or not digits.isdigit():
        return None, at
    return (-int(digits) if raw[at] == "-" else int(digits)), at + signed + 1


def wanted(name: str) -> str:
    """What an option takes, in a sentence."""
    return ("a size" if OPTIONS.get(name, name) == "shape" else name) + " is " + _VALUES[OPTIONS.get(name, name)]
