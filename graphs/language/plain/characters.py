"""One line's characters as they are read: alphabets of mathematics, spaces and dashes in their plain form, each with
its place in the line as it was typed."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

SPACES = frozenset("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
# Letters of Latin alphabets that no formula has as a name with a mark: ŷ and ŵ are such names.
SPOKEN = "[ß-öø-ÿĀ-ųŸ-ſÀ-ÖØ-Þ\u1ea0-\u1ebb\u1ebe-\u1ef7]"
# Signs without a width, and those that only say how a formula is spoken.
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\u2061\u2063\ufe0e\ufe0f\ufeff")
_SAME = {
    "–": "-", "‒": "-", "‐": "-", "‑": "-", "➖": "-", "∙": "*", "•": "*", "⨯": "*", "✕": "*", "⋆": "*", "⊙": "*",
    "∘": "*", "\u2062": "*", "∕": "/", "⁄": "/", "∥": "‖", "⊤": "ᵀ", "’": "'", "ʹ": "'", "⟵": "←", "⇐": "←", "⟶": "→",
    "⟹": "⇒", "∴": "⇒", "⟼": "↦", "≃": "≈", "≅": "≈", "∼": "~", "≔": "≔", "⩽": "≤", "⩾": "≥", "“": '"', "”": '"',
    "″": "''", "‴": "'''", "≡": "=",
}  # fmt: skip
_ACCENTS = {
    "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u0308": "ddot",
    "\u20d7": "vec",
}  # fmt: skip
# Letters of one formula stand beside a letter with an accent; those of a longer word belong to prose.
_BREAK = "\u2063"


# A word with letters of other languages than English, für and où: an accent in it is no mark over a formula's letter.
_SPOKEN = re.compile(rf"[^\W\d_]*(?:{SPOKEN}(?<=[^\W\d_]{{3}})|[äöüßçñ](?=[^\W\d_])|[àèìòùáéíóú])[^\W\d_]*")


class Letters(NamedTuple):
    """What is read in place of a line; at: for each of its characters, the offset in the line as it was typed."""

    text: str
    at: list[int]


def letters_of(line: str) -> Letters:
    if line.isascii():
        return Letters(line, list(range(len(line))))
    text, at = "", []
    spoken = {k for match in _SPOKEN.finditer(line) for k in range(*match.span())}
    for k, character in enumerate(line):
        piece = character if k in spoken else _read(line, k, character)
        text += piece
        at += [k] * len(piece)
    return Letters(text, at)


def _read(line: str, k: int, character: str) -> str:
    if character.isascii():
        return character
    if character in SPACES:
        return " "
    if character in _NOTHING:
        return ""
    if character in _SAME:
        return _SAME[character]
    if character in _ACCENTS and k and line[k - 1].isalpha():
        return _accented("", _ACCENTS[character], line, k - 1, k + 1)
    if _is_lettered(character):
        return unicodedata.normalize("NFKC", character)
    bare, *marks = list(unicodedata.normalize("NFD", character))
    if len(marks) == 1 and marks[0] in _ACCENTS and bare.isascii():
        return _accented(bare, _ACCENTS[marks[0]], line, k, k + 1)
    return character


def _is_lettered(character: str) -> bool:
    """Letters and digits of mathematical alphabets, and the wide forms of ASCII signs."""
    code = ord(character)
    return 0x1D400 <= code <= 0x1D7FF or 0xFF01 <= code <= 0xFF5E or character in "ℎℓℊℯℴℐℑℒℓℛℜℝℬℭℰℱℳℋℌℍℂℕℙℚℤ"


def _accented(bare: str, mark: str, line: str, start: int, end: int) -> str:
    """ŷ is yhat; a letter beside it is another name."""
    before = _BREAK if bare and start and line[start - 1].isalnum() else ""
    after = _BREAK if end < len(line) and line[end].isalpha() and line[end] not in _ACCENTS else ""
    return before + bare + mark + after


def is_break(character: str) -> bool:
    return character == _BREAK
