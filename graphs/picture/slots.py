"""The slots of a node: how a scalar's number and an array's entries stand in them. Twin: static/js/picture/slots.js and
array_entries.js.

A slot has its place and size from the shape alone. Inside it an array's brackets close around the entries that are
shown, right-aligned as a scalar's number is; only those are ever formatted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphs.notation.numbers import Numeral, numeral, power_of_ten
from graphs.operations.row import Shape
from graphs.operations.shapes import size_text
from graphs.picture.frame import Cell
from graphs.picture.sizes import PITCH, Grid, grid, slot_height
from graphs.picture.svg_text import numeral_spans, px

DIGITS = 5  # significant ones of a number, where it has room
_CHARACTERS = 8  # of a decimal; one that is longer shows fewer digits
_ENTRY_DIGITS = 3  # of an entry beside others
_COLUMN_DIGITS = 4  # of an entry alone in its row
_ENTRY_ROOM, _ALONE_ROOM = 3_200, 4_700  # thousandths of an em of such entries, where fewer digits can do it
SIZES = (18, 15, 13)  # the type of entries: the first in which all columns fit
_GAP = 500  # thousandths of an em between columns
_ARM = 4.0  # the length of a bracket's arms
PLAIN = (99, (18,))  # of a room: a number of any length in one type, so that it is read where all is seen smaller
INSET = 6  # from a bracket to the entries beside it
BELOW = 6.0  # from a row's middle to its baseline
_DOTS_ASIDE = 2  # from the right end of a column to the dots that stand for its other rows

# Advance widths in bold, so that a number that becomes current needs no other place; digits are all alike. Whole
# thousandths of an em, so that the page computes the very same places.
_ADVANCES = {"-": 894, ".": 319, "·": 319, "?": 543, "∞": 1150, "…": 1172, "⋮": 278}
_DIGIT = 575
_ROWS_LEFT_OUT = Numeral("⋮")


class Space(NamedTuple):
    """An array's slot in its node: where it begins, its right end, what its columns may take in width; their type."""

    top: float
    right: int
    room: int
    sizes: tuple[int, ...] = SIZES


class Room(NamedTuple):
    """What a number's slot has: pixels in width, characters at full size, the type at its sizes."""

    width: int
    longest: int
    sizes: tuple[int, ...]


def slot(kind: str, cell: Cell, right: float, baseline: float, room: Room, digits: int = DIGITS, *,
         told: bool = False) -> str:  # fmt: skip
    """A number's slot: a dot until it is reached, a word where a fault starts, ? where it has come, else its digits.

    told: whether it says itself how long a number may be and in which type, for it is not what nodes have.
    """
    note, state = _note(cell)
    written = Numeral(note)
    if cell.kind == "number":
        written, size = fitted_number(cell.number, digits, room)
        state = ("", " small", " small smaller")[size]
    fewer = f' data-digits="{digits}"' if digits != DIGITS else ""
    if told:
        fewer += f' data-longest="{room.longest}" data-sizes="{" ".join(map(str, room.sizes))}"'
    return (
        f'<text class="{kind}{state}" x="{px(right)}" y="{px(baseline)}" data-room="{room.width}"{fewer}>'
        f"{numeral_spans(written)}</text>"
    )


def fitted_number(x: float, digits: int, room: Room) -> tuple[Numeral, int]:
    """A number as it fits beside its symbol, and which of three sizes of type it has: digits go last."""
    written = compact(x, digits)
    last = len(room.sizes) - 1
    size = 0 if len(written.text) <= room.longest else min(1, last)
    while ems(written) * room.sizes[size] > room.width * 1000:
        if size < last:
            size += 1
        elif digits > 1:
            digits -= 1
            written = compact(x, digits)
        else:
            break
    return written, size


def _note(cell: Cell) -> tuple[str, str]:
    """What stands in a slot without numbers, and its class."""
    notes = {"waiting": ("⋅", " unreached"), "undefined": ("undefined", " word"), "nothing": ("?", "")}
    return notes.get(cell.kind, ("", ""))


def compact(x: float, digits: int) -> Numeral:
    """A number with so many digits, or with as many fewer as make a decimal fit its slot."""
    written = numeral(x, digits)
    while len(written.text) > _CHARACTERS and not written.exponent and digits > 2:
        digits -= 1
        written = numeral(x, digits)
    return written


def array_slot(kind: str, cell: Cell, shape: Shape, space: Space) -> str:
    """An array's slot: entries in brackets, or what a scalar's says instead of a number."""
    note, state = _note(cell)
    shown, middle = grid(shape), space.top + slot_height(shape) / 2 + BELOW
    if shown is None:
        if cell.kind == "number":
            note, state = summary(shape), " word"
        return f'<g class="{kind} array-slot{state}">{_stand_in(note, space.right, middle)}</g>'
    written = [[Numeral("")] * len(shown.columns)] * len(shown.rows)
    if cell.kind == "number":
        written = entries_of(cell.number, shown)
    size, ends, left = columns_of(written, space)
    state += f" fit-{size}" if cell.kind == "number" else " blank"
    top, high = space.top + (slot_height(shape) - PITCH * len(shown.rows)) / 2, PITCH * len(shown.rows)
    entries = [
        f'<text class="entry" x="{px(end - (_DOTS_ASIDE if each is _ROWS_LEFT_OUT else 0))}" '
        f'y="{px(top + PITCH * (row + 0.5) + BELOW)}">{numeral_spans(each)}</text>'
        for row, line in enumerate(written)
        for end, each in zip(ends, line, strict=True)
    ]
    told = "" if space.sizes is SIZES else f' data-sizes="{" ".join(map(str, space.sizes))}"'
    return (
        f'<g class="{kind} array-slot{state}" data-right="{px(space.right)}" data-room="{px(space.room)}"{told}>'
        f"{_bracket(left, top - 1, high + 2, _ARM)}{_bracket(space.right, top - 1, high + 2, -_ARM)}"
        f"{''.join(entries)}{_stand_in(note, space.right - INSET, middle)}</g>"
    )


def _bracket(x: float, top: float, high: float, arm: float) -> str:
    return f'<path class="bracket" transform="translate({px(x)},{px(top)})" d="M{px(arm)} 0H0V{px(high)}H{px(arm)}"/>'


def _stand_in(text: str, right: float, baseline: float) -> str:
    return f'<text class="stand-in" x="{px(right)}" y="{px(baseline)}">{text}</text>'


def summary(shape: Shape) -> str:
    """What stands for an array of more than two axes."""
    return f"{size_text(shape)} array"


def entries_of(numbers: Any, shown: Grid) -> list[list[Numeral]]:
    """What stands at each shown place of an array; dots stand for rows and columns left out."""
    is_vector = numbers.ndim == 1
    alone = len(shown.columns) == 1
    return [
        [
            (Numeral("") if column is None else _ROWS_LEFT_OUT) if row is None
            else Numeral("…") if column is None
            else entry(float(numbers[row] if is_vector else numbers[row, column]), alone)
            for column in shown.columns
        ]
        for row in shown.rows
    ]  # fmt: skip


def entry(x: float, alone: bool) -> Numeral:
    """An entry; beside others it has as many digits as its column has room for."""
    if x != x:
        return Numeral("?")
    written = Numeral("")
    for digits in range(_COLUMN_DIGITS if alone else _ENTRY_DIGITS, 0, -1):
        written = compact(x, digits) if alone else numeral(x, digits)
        if ems(written) <= _ALONE_ROOM if alone else not written.exponent and ems(written) <= _ENTRY_ROOM:
            return written
    return min(power_of_ten(x), written, key=ems)


def ems(written: Numeral) -> int:
    """The width of an entry, in thousandths of an em."""
    return _advance(written.base) + _advance(written.exponent) * 7 // 10


def _advance(text: str) -> int:
    return sum(_ADVANCES.get(character, _DIGIT) for character in text)


def columns_of(written: list[list[Numeral]], space: Space) -> tuple[int, list[int], int]:
    """The type size in which entries fit their slot, the right end of each column, and the left bracket's place."""
    widths = [max(map(ems, column)) for column in zip(*written, strict=True)]
    across = sum(widths) + _GAP * (len(widths) - 1)
    size = next((size for size in space.sizes if across * size <= space.room * 1000), space.sizes[-1])
    ends, end = [], (space.right - INSET) * 1000
    for width in reversed(widths):
        ends.append((end + 500) // 1000)
        end -= (width + _GAP) * size
    return size, ends[::-1], (end + _GAP * size + 500) // 1000 - INSET
