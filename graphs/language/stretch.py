"""Which stretch of the typed text some operations of one line make up: found from the signs' own places, when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.errors import Place

_OPEN, _CLOSE = dict(zip("([{", ")]}", strict=True)), dict(zip(")]}", "([{", strict=True))
_WORD = re.compile(r"[\w.'\\]")
_TIGHT = ("**", "^")  # what stands before them belongs to them


def stretch(lines: Sequence[str], places: Sequence[Place], with_left: bool = True) -> Place:
    """From the first of the places to the last, with the operands at both ends and the brackets that are open there.

    lines: of the text. places: all in one line. with_left: whether what stands before the first place belongs to it.
    """
    number = places[0].line
    text = lines[number - 1]
    first = min(place.column - 1 for place in places)
    last = max(place.column - 1 + place.length for place in places)
    if with_left and not _is_word(text, first):
        first = _before(text, first)
    last = _after(text, last)
    first, last = _balanced(text, first, last)
    return Place(number, first + 1, last - first)


def _is_word(text: str, at: int) -> bool:
    return at < len(text) and text[at].isalpha()


def _before(text: str, end: int) -> int:
    """Where the operand begins that ends before here; the place itself where none does."""
    at = len(text[:end].rstrip())
    begun = at
    while at and text[at - 1] in _CLOSE:
        at = _matching(text, at - 1, -1)
    while at and _WORD.match(text[at - 1]):
        at -= 1
    for sign in _TIGHT:
        if at < begun and text[:at].rstrip().endswith(sign):
            return _before(text, len(text[:at].rstrip()) - len(sign))
    return at if at < begun else end


def _after(text: str, start: int) -> int:
    """Where the operand ends that begins here; the place itself where none does."""
    at = start + len(text[start:]) - len(text[start:].lstrip(" +-"))
    begun = at
    while at < len(text) and _WORD.match(text[at]):
        at += 1
    while at < len(text) and text[at] in _OPEN:
        at = _matching(text, at, 1) + 1
    for sign in _TIGHT:
        if at > begun and text[at:].startswith(sign):
            return _after(text, at + len(sign))
    return min(at, len(text)) if at > begun else start


def _matching(text: str, at: int, way: int) -> int:
    """Where the bracket is that belongs to the one here; the text's end where there is none."""
    depth = 0
    while 0 <= at < len(text):
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        if not depth:
            return at
        at += way
    return max(0, min(at, len(text) - 1))


def _balanced(text: str, first: int, last: int) -> tuple[int, int]:
    """With the brackets that the stretch closes or opens, and the name that is called by one."""
    while True:
        depth, closed = 0, 0
        for sign in text[first:last]:
            if sign in _OPEN:
                depth += 1
            elif sign in _CLOSE:
                closed += not depth
                depth -= depth > 0
        if closed and first:
            first -= 1
            while first and text[first] in _OPEN and _WORD.match(text[first - 1]):
                first -= 1
                while first and _WORD.match(text[first - 1]):
                    first -= 1
        elif depth and last < len(text):
            last += 1
        else:
            return first, last
