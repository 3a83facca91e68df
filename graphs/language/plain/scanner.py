"""One line of plain text → tokens, each with its place; what is no part of the language is a token of kind `stranger`,
for it may stand in prose."""

from __future__ import annotations

import re
import unicodedata

from graphs.errors import Place
from graphs.language.names import NAME
from graphs.language.plain.characters import SPOKEN, letters_of
from graphs.language.tokens import Token, meaning_of, token

_POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PARTS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SIGNS = "·⋅×∗−÷≤≥≠≈←→⇒↦≔∂∇‖√ᵀ∞"
# Words of scripts that no formula is written in: Cyrillic of two letters and more, Chinese, Japanese, Korean, Arabic.
_SCRIPTS = "[\u0400-\u052f]{2,}|[\u0590-\u06ff\u0900-\u0dff]+|[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
_SCANNER = re.compile(
    r"(?P<space>[ \t\r\f\v\u2063]+)"
    r"|(?P<prose>(?:i\.e|e\.g|w\.r\.t|s\.t|etc|resp|cf|vs|[Ee]q|[Ff]ig|[Ss]ec|[Cc]h|No)\.(?=[\s,:(]|$)"
    r"|[A-Za-z]{2,}'(?:s|t|re|ll|ve|d|m)(?![A-Za-z'(]))"
    rf"|(?P<foreign>[^\W\d_]*{SPOKEN}[^\W\d_]*|{_SCRIPTS})"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<part>[{_PARTS}])"
    rf"|(?P<name>(?:{NAME})(?: ['′]+(?=\s*\()|['′]*))"
    rf"|(?P<power>[⁻⁺]?[{_POWERS}]+)"
    r"""|(?P<word>'[\w:., >-]{0,60}'|"[\w:., >-]{0,60}")"""
    rf"|(?P<sign>\*\*|//|<=|>=|==|!=|:=|->|=>|\.\.\.|\.[\^*/'+-]|[-+*/%^()|&~!=<>,;@.:\[\]{_SIGNS}])"
    r"|(?P<stranger>.)",
    re.DOTALL,
)
_LATIN = "\u024f"  # the last of the Latin letters: a lone one is refused by its name
# MATLAB's signs, entry by entry, and others that say the same.
_SAME = {".^": "^", ".*": "*", "./": "/", ".+": "+", ".-": "-", ".'": "ᵀ", "≔": ":=", "=>": "⇒", "->": "↦"}


def tokens_of(line: str, number: int) -> list[Token]:
    """number: of the line in the text, from 1."""
    text, at = letters_of(line)
    found = []
    for match in _SCANNER.finditer(text):
        kind, piece = str(match.lastgroup), match.group()
        if kind == "space":
            continue
        start, end = at[match.start()], at[match.end() - 1] + 1
        meant, kind = _meant(kind, piece)
        made = token(meant, kind, Place(number, start + 1, end - start), line[start:end])
        made.line = line
        found.append(made)
    return found


def _meant(kind: str, piece: str) -> tuple[str, str]:
    if kind == "foreign":
        return piece, "prose" if len(piece) > 1 or piece > _LATIN else "stranger"
    if kind == "part":
        return repr(unicodedata.numeric(piece)), "number"
    if kind == "sign" and piece in _SAME:
        return _SAME[piece], "sign"
    return meaning_of(kind, piece.replace(" ", "") if kind == "name" else piece), kind  # f '(x)


def gap(left: Token, right: Token) -> bool:
    """Whether there is space between two neighbours."""
    if left.place.line != right.place.line:
        return True
    return left.place.column + left.place.length < right.place.column
