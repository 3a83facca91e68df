"""Which stretch of the typed text some operations of one line make up: found from the signs' own places, when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from graphs.errors import Place

_OPEN, _CLOSE = "([{", ")]}"
_WORD = re.compile(r"[\w.'\\]")
_TIGHT = ("**", "^")  # what stands before them belongs to them


def stretch(line: str, places: Sequence[Place], with_left: bool = True) -> Place:
    """From the first of the places to the last, with the operands at both ends and the brackets that are open there.

    line: of the text, in which all of the places are. with_left: whether what stands before the first place belongs
    to it.
    """
    first = min(place.column - 1 for place in places)
    last = max(place.column - 1 + place.length for place in places)
    if with_left and not line[first : first + 1].isalpha():
        first = _before(line, first)
    last = _after(line, last)
    first, last = _balanced(line, first, last)
    return Place(places[0].line, first + 1, last - first)


@lru_cache(maxsize=8)
def _partners(line: str) -> dict[int, int]:
    """By bracket, where the other one of the pair is."""
    partners, waiting = {}, []
    for at, sign in enumerate(line):
        if sign in _OPEN:
            waiting.append(at)
        elif sign in _CLOSE and waiting:
            opened = waiting.pop()
            partners[at], partners[opened] = opened, at
    return partners


def _before(line: str, end: int) -> int:
    """Where the operand begins that ends before here; the place itself where none does."""
    while True:
        at = len(line[:end].rstrip())
        begun = at
        while at and line[at - 1] in _CLOSE:
            at = _partners(line).get(at - 1, at - 1)
        while at and _WORD.match(line[at - 1]):
            at -= 1
        if at == begun:
            return end
        before = line[:at].rstrip()
        tight = next((sign for sign in _TIGHT if before.endswith(sign)), None)
        if tight is None:
            return at
        end = len(before) - len(tight)


def _after(line: str, start: int) -> int:
    """Where the operand ends that begins here; the place itself where none does."""
    while True:
        at = start
        while at < len(line) and line[at] in " +-":
            at += 1
        begun = at
        while at < len(line) and _WORD.match(line[at]):
            at += 1
        while at < len(line) and line[at] in _OPEN:
            at = _partners(line).get(at, at) + 1
        if at == begun:
            return start
        tight = next((sign for sign in _TIGHT if line.startswith(sign, at)), None)
        if tight is None:
            return at
        start = at + len(tight)


def _balanced(line: str, first: int, last: int) -> tuple[int, int]:
    """With the brackets that the stretch closes or opens, and the name that is called by one."""
    partners = _partners(line)
    ahead, behind = last, first  # what is looked through: from `behind` to `ahead`
    looked = range(first, last)
    while looked:
        for at in looked:
            other = partners.get(at, at)
            first, last = min(first, other), max(last, other + 1)
        while first < behind and first and line[first] in _OPEN and _WORD.match(line[first - 1]):
            first -= 1
            while first and _WORD.match(line[first - 1]):
                first -= 1
        looked = range(first, behind) if first < behind else range(ahead, last)
        ahead, behind = (ahead, first) if first < behind else (last, behind)
    return first, last
