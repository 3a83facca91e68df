"""Typed text → tokens by line, each with its place; characters and tokens are bounded here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graphs.errors import BadSyntax, Fix, Place, shown
from graphs.language.names import NAME, spelled
from graphs.limits import Limits

_POWERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
# Signs that say the same.
_SIGNS = {"·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_SCANNER = re.compile(
    r"(?P<space>[ \t\r\f\v]+|\#[^\n]*)|(?P<newline>\n)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>(?:{NAME})['′]*)"
    rf"|(?P<power>[⁻⁺]?[{''.join(_POWERS)[:10]}]+)"
    r"""|(?P<word>'[\w:., >-]{0,60}'|"[\w:., >-]{0,60}")"""
    rf"|(?P<sign>\*\*|//|<=|>=|==|!=|\.\.\.|[-+*/%^()|&~!=<>,;@.:\[\]√ᵀ{''.join(_SIGNS)}])"
)
_ROWS = re.compile(r"\[([^\[\]]*)\]")
_HINTS = {
    **dict.fromkeys("∂∇", "give the function alone; its derivative is what is shown"),
    "∑": "a sum is written Sum(k*x, (k, 1, 3)), or in LaTeX \\sum_{k=1}^{3} k x",
    "∏": "a product is written Product(k*x, (k, 1, 3)), or in LaTeX \\prod_{k=1}^{3} k x",
    "∫": "give the function alone, without its integral",
}
OPENS = {"(": ")", "[": "]"}


class Token(str):
    """A piece of the text with its place: the string is what it means, `typed` how it was written (× for *).

    kind: number, name, power (a raised number), word (in quotes) or sign; function and postfix are made by the scan.
    line: the typed line that it stands in; only tokens of the text have it.
    """

    __slots__ = ("kind", "line", "place", "typed")
    kind: str
    line: str
    place: Place
    typed: str


class Derived(Token):
    """A derivative as a text states it, dL/dw, ∂f/∂x; its kind is `derivative`.

    of: the tokens of what is derived; none where that stands behind the sign, as in d/dx x². by: the names that it is
    derived by, the first one first; none of a gradient in all inputs. at: what stands below a bar behind it, w = 0.
    """

    __slots__ = ("at", "by", "is_gradient", "of")
    at: list[Token]
    by: list[str]
    is_gradient: bool
    of: list[Token]


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
    lines = text.split("\n")
    number, start, at, count = 1, 0, 0, 0
    while at < len(text):
        match = _SCANNER.match(text, at)
        column = at - start + 1
        if match is None or (match.group() == ":" and opened[-1:] != ["["]):
            raise stranger(text[at], Place(number, column, 1))
        kind, piece, at = str(match.lastgroup), match.group(), match.end()
        if kind == "newline":
            number, start = number + 1, at
        if kind == "space" or (kind == "newline" and opened):
            continue
        if kind == "newline" or piece == ";":
            if piece == ";" and opened:
                raise no_rows(opened[-1])
            if line:
                yield line
            line = []
            continue
        count += 1
        made = token(meaning_of(kind, piece), kind, Place(number, column, len(piece)), piece)
        made.line = lines[number - 1]
        limits.check("tokens", count, "tokens are read", made.place)
        check_leaf(made, limits)
        if piece in OPENS:
            opened.append(made)
        elif piece in OPENS.values() and opened:
            opened.pop()
        line.append(made)
    if line:
        yield line


def no_rows(opened: Token) -> BadSyntax:
    """[1, 2; 3, 4], as in MATLAB; entries of a row may be parted by spaces."""
    message = f"'{opened}' is not closed before ';'"
    start = opened.place.column - 1
    match = _ROWS.match(opened.line, start)
    if opened != "[" or match is None:
        return BadSyntax(message, opened.place, "rows are written [[1, 2], [3, 4]]" if opened == "[" else None)
    rows = [row.strip() for row in match.group(1).split(";")]
    lists = ", ".join(f"[{row if ',' in row else ', '.join(row.split())}]" for row in rows if row)
    fix = Fix(opened.place._replace(length=match.end() - start), f"[{lists}]", f"[{lists}]")
    return BadSyntax(message, opened.place, "rows are written [[1, 2], [3, 4]]", (fix,))


def meaning_of(kind: str, piece: str) -> str:
    if kind == "name":
        bare = piece.rstrip("'′")
        return spelled(bare) + "'" * (len(piece) - len(bare))
    if kind == "power":
        return "".join(_POWERS[character] for character in piece)
    return _SIGNS.get(piece, piece)


def stranger(character: str, place: Place) -> BadSyntax:
    name = unicodedata.name(character, "") if character.isprintable() else ""
    said = f"U+{ord(character):04X}" + (f", {name.lower()}," if name else "")
    what = f"{shown(character)} ({said.rstrip(',')})" if character.isprintable() else said.rstrip(",")
    return BadSyntax(f"the character {what} is not part of the language", place, _HINTS.get(character))


def check_leaf(leaf: Token, limits: Limits) -> None:
    if leaf.kind in ("number", "power"):
        limits.check("digits", len(leaf), "characters may stand in one number", leaf.place)
        exponent = len(leaf.lower().partition("e")[2].lstrip("+-"))
        limits.check("exponent", exponent, "digits may stand in an exponent", leaf.place)
        if abs(float(leaf)) == float("inf"):
            raise BadSyntax("this number is larger than a double can hold (about 1.8e308)", leaf.place)
    elif leaf.kind == "name":
        limits.check("name", len(leaf), "characters may stand in one name", leaf.place)
        if leaf.startswith("_"):
            bare = leaf.typed.lstrip("_")
            fixes = (Fix(leaf.place, bare, bare),) if bare else ()
            raise BadSyntax("names do not begin with '_'", leaf.place, bare or None, fixes)
