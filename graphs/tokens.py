"""Typed text → tokens by line, each with its place; characters and tokens are bounded here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graphs.errors import BadSyntax, Place, shown
from graphs.limits import Limits
from graphs.names import NAME, spelled

_POWERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
# Signs that say the same.
_SIGNS = {"·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_SCANNER = re.compile(
    r"(?P<space>[ \t\r\f\v]+|\#[^\n]*)|(?P<newline>\n)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>{NAME})"
    rf"|(?P<power>[⁻⁺]?[{''.join(_POWERS)[:10]}]+)"
    r"""|(?P<word>'[\w:.-]{0,20}'|"[\w:.-]{0,20}")"""
    rf"|(?P<sign>\*\*|<=|>=|==|!=|\.\.\.|[-+*/^()|!=<>,;@.:\[\]√ᵀ{''.join(_SIGNS)}])"
)
OPENS = {"(": ")", "[": "]"}


class Token(str):
    """A piece of the text with its place: the string is what it means, `typed` how it was written (× for *).

    kind: number, name, power (a raised number), word (in quotes) or sign; function and postfix are made by the scan.
    """

    __slots__ = ("kind", "place", "typed")
    kind: str
    place: Place
    typed: str


def token(text: str, kind: str, place: Place, typed: str | None = None) -> Token:
    made = Token(text)
    made.kind, made.place, made.typed = kind, place, text if typed is None else typed
    return made


def spanning(first: Token, last: Token) -> Place:
    """The place from one token to another; the first one alone, where they stand in different lines."""
    line, column, length = first.place
    if last.place.line == line:
        length = last.place.column + last.place.length - column
    return Place(line, column, length)


def token_lines(text: str, limits: Limits) -> Iterator[list[Token]]:
    """Tokens by line; `;` splits too, a newline inside brackets does not."""
    line: list[Token] = []
    opened: list[Token] = []
    number, start, at, count = 1, 0, 0, 0
    while at < len(text):
        match = _SCANNER.match(text, at)
        column = at - start + 1
        if match is None or (match.group() == ":" and opened[-1:] != ["["]):
            raise _stranger(text[at], Place(number, column, 1))
        kind, piece, at = str(match.lastgroup), match.group(), match.end()
        if kind == "newline":
            number, start = number + 1, at
        if kind == "space" or (kind == "newline" and opened):
            continue
        if kind == "newline" or piece == ";":
            if piece == ";" and opened:
                hint = "rows are written [[1, 2], [3, 4]]" if opened[-1] == "[" else None
                raise BadSyntax(f"'{opened[-1]}' is not closed before ';'", opened[-1].place, hint)
            if line:
                yield line
            line = []
            continue
        count += 1
        made = token(_meaning(kind, piece), kind, Place(number, column, len(piece)), piece)
        limits.check("tokens", count, "tokens are read", made.place)
        _check_leaf(made, limits)
        if piece in OPENS:
            opened.append(made)
        elif piece in OPENS.values() and opened:
            opened.pop()
        line.append(made)
    if line:
        yield line


def _meaning(kind: str, piece: str) -> str:
    if kind == "name":
        return spelled(piece)
    if kind == "power":
        return "".join(_POWERS[character] for character in piece)
    return _SIGNS.get(piece, piece)


def _stranger(character: str, place: Place) -> BadSyntax:
    name = unicodedata.name(character, "") if character.isprintable() else ""
    said = f"U+{ord(character):04X}" + (f", {name.lower()}," if name else "")
    what = f"{shown(character)} ({said.rstrip(',')})" if character.isprintable() else said.rstrip(",")
    return BadSyntax(f"the character {what} is not part of the language", place)


def _check_leaf(leaf: Token, limits: Limits) -> None:
    if leaf.kind in ("number", "power"):
        limits.check("digits", len(leaf), "characters may stand in one number", leaf.place)
        exponent = len(leaf.lower().partition("e")[2].lstrip("+-"))
        limits.check("exponent", exponent, "digits may stand in an exponent", leaf.place)
        if abs(float(leaf)) == float("inf"):
            raise BadSyntax("this number is larger than a double can hold (about 1.8e308)", leaf.place)
    elif leaf.kind == "name":
        limits.check("name", len(leaf), "characters may stand in one name", leaf.place)
        if leaf.startswith("_"):
            raise BadSyntax("names do not begin with '_'", leaf.place, leaf.lstrip("_") or None)
