"""Typed text → tokens by line, each with its place; characters and tokens are bounded here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graphs.errors import BadSyntax, Place, shown
from graphs.limits import Limits

_SCANNER = re.compile(
    r"(?P<space>[ \t\r\f\v]+|\#[^\n]*)|(?P<newline>\n)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^()|!=<>,;])"
)


class Token(str):
    """A piece of the text with its place; what it says is the text as typed."""

    __slots__ = ("column", "kind", "line")
    kind: str  # number, name, function, sign
    line: int
    column: int

    @property
    def place(self) -> Place:
        return Place(self.line, self.column, len(self))


def token(text: str, kind: str, line: int, column: int) -> Token:
    made = Token(text)
    made.kind, made.line, made.column = kind, line, column
    return made


def token_lines(text: str, limits: Limits) -> Iterator[list[Token]]:
    """Tokens by line; `;` splits too, a newline inside parentheses does not."""
    line: list[Token] = []
    opened: list[Token] = []
    number, start, at, count = 1, 0, 0, 0
    while at < len(text):
        match = _SCANNER.match(text, at)
        column = at - start + 1
        if match is None:
            raise _stranger(text[at], Place(number, column, 1))
        kind, piece, at = str(match.lastgroup), match.group(), match.end()
        if kind == "newline":
            number, start = number + 1, at
        if kind == "space" or (kind == "newline" and opened):
            continue
        if kind == "newline" or piece == ";":
            if piece == ";" and opened:
                raise BadSyntax(f"'(' is not closed before '{piece}'", opened[-1].place)
            if line:
                yield line
            line = []
            continue
        count += 1
        made = token(piece, kind, number, column)
        limits.check("tokens", count, "tokens are read", made.place)
        _check_leaf(made, limits)
        if piece == "(":
            opened.append(made)
        elif piece == ")" and opened:
            opened.pop()
        line.append(made)
    if line:
        yield line


def _stranger(character: str, place: Place) -> BadSyntax:
    name = unicodedata.name(character, "") if character.isprintable() else ""
    said = f"U+{ord(character):04X}" + (f", {name.lower()}," if name else "")
    what = f"{shown(character)} ({said.rstrip(',')})" if character.isprintable() else said.rstrip(",")
    return BadSyntax(f"the character {what} is not part of the language", place)


def _check_leaf(leaf: Token, limits: Limits) -> None:
    if leaf.kind == "number":
        limits.check("digits", len(leaf), "characters may stand in one number", leaf.place)
        if float(leaf) == float("inf"):
            raise BadSyntax("this number is larger than a double can hold (about 1.8e308)", leaf.place)
    elif leaf.kind == "name":
        limits.check("name", len(leaf), "characters may stand in one name", leaf.place)
        if leaf.startswith("_"):
            raise BadSyntax("names do not begin with '_'", leaf.place, leaf.lstrip("_") or None)
