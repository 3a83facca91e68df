"""Pasted text → characters that Python reads, each with its place in the text as it was sent.

Typographic signs become those that they stand for; spaces of all kinds become spaces, those without width nothing.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from graphs.errors import Place

_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\r")
_SIGNS = {
    **dict.fromkeys("−–—‐‑‒", "-"), **dict.fromkeys("×·⋅∗", "*"), "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‘’‚‛", "'"), "…": "...",
}  # fmt: skip
_HATS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}


class Text:
    """A text as it was sent, and places in it."""

    def __init__(self, typed: str):
        self.typed = typed
        self._starts = [0]
        for line in typed.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, start: int, end: int) -> Place:
        """The stretch between two offsets; no longer than its first line."""
        line = bisect_right(self._starts, start) - 1
        rest = self._starts[line + 1] - 1
        return Place(line + 1, start - self._starts[line] + 1, max(min(end, rest) - start, 0))

    def stretch(self, start: int, end: int) -> Place:
        """The stretch between two offsets; each end of a line in it counts as one."""
        return self.place(start, start)._replace(length=end - start)

    def offset(self, place: Place) -> int:
        return self._starts[place.line - 1] + place.column - 1


class Characters(NamedTuple):
    """What is left of the text for the scanner; starts and ends: offsets in the text of what each stands for."""

    text: str
    starts: list[int]
    ends: list[int]


def characters(typed: str, stretches: list[tuple[int, int]]) -> Characters:
    """Of these stretches of the text, each one line without its end."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def write(piece: str, start: int, end: int) -> None:
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))

    for first, last in stretches:
        for at in range(first, last):
            character = typed[at]
            if character in _HATS and pieces and pieces[-1].isalpha():
                start = starts[-1]
                write(_HATS[character], start, at + 1)
            else:
                write(_read_as(character), at, at + 1)
        write("\n", last, last + 1)
    return Characters("".join(pieces), starts, ends)


def _read_as(character: str) -> str:
    if character < "\u007f" and character != "\r":
        return " " if character in "\x0b\x0c" else character
    if character in _NOTHING:
        return ""
    if character in _SIGNS:
        return _SIGNS[character]
    if unicodedata.category(character) == "Zs":
        return " "
    if "\uff01" <= character <= "\uff5e" or "\U0001d400" <= character <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", character)
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in _HATS:
        return parts[0] + _HATS[parts[1]]
    return character
