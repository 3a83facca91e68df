"""Characters → logical lines of tokens, each with its place; all bounds are checked here, before any tree is built."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from graphs.errors import BadSyntax, Fix, Place
from graphs.language.code.parsed.pasted import is_prose
from graphs.language.code.parsed.source import Characters, Text
from graphs.language.names import NAME, spelled
from graphs.language.sheet import Note
from graphs.language.tokens import stranger
from graphs.limits import Limits

_POWERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
_SCANNER = re.compile(
    r"(?P<space>[ \t]+|\#[^\n]*|\\[ \t]*\n)|(?P<newline>\n)"
    r"""|(?P<string>[rRbBuUfF]{0,2}(?:'''|\"""|'|"))"""
    r"|(?P<number>0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?[jJ]?)"
    rf"|(?P<name>{NAME})"
    rf"|(?P<power>⁻?[{''.join(_POWERS)[:10]}]+)"
    r"|(?P<sign>\*\*=|//=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|[-+*/%@&|^]=|\*\*|//|<<|>>|[-+*/%@&|^~<>()\[\]{},:;.=!])"
)
_ENDS = {
    quote: re.compile(rf"(?:\\[\s\S]|(?!{quote})[{inside}])*({quote})")
    for quote, inside in (("'''", r"^\\"), ('"""', r"^\\"), ("'", r"^\\\n"), ('"', r"^\\\n"))
}
_OPENS = {"(": ")", "[": "]", "{": "}"}
_NO_OPERANDS = frozenset(keyword.kwlist) - {"True", "False", "None"}
_TAB = 8


class Piece(NamedTuple):
    """A token: what Python reads, and from where to where it stands in the text. kind: as in the scanner."""

    text: str
    kind: str
    start: int
    end: int

    @property
    def is_operand(self) -> bool:
        return self.kind in ("number", "string") or (self.kind == "name" and self.text not in _NO_OPERANDS)


@dataclass
class Line:
    """A logical line. indent: in columns."""

    indent: int
    pieces: list[Piece] = field(default_factory=list)


class Scan:
    """The lines of a text's code; notes: of what was left out."""

    def __init__(self, text: Text, code: Characters, limits: Limits):
        self.text, self.code, self.limits = text, code, limits
        self.notes: list[Note] = []
        self.lines: list[Line] = []
        self._opened: list[Piece] = []
        self._line: Line | None = None
        self._count = self._operations = 0
        self._read()

    def _read(self) -> None:
        code, at = self.code.text, 0
        fresh = True
        while at < len(code):
            if fresh:
                end = code.index("\n", at)
                fresh = False
                if is_prose(code[at:end]):
                    self._leave(at, end)
                    at = end
                    continue
            match = _SCANNER.match(code, at)
            if match is None:
                raise stranger(code[at], self._place(at, at + 1))
            kind, end = str(match.lastgroup), match.end()
            if kind == "string":
                end = self._string_end(match.group(), at, end)
            if kind == "newline" and not self._opened:
                self._ends_line()
                fresh = True
            elif kind not in ("space", "newline"):
                self._add(kind, at, end)
            at = end
        if self._opened:
            raise self._not_closed()

    def _leave(self, at: int, end: int) -> None:
        bare = self.code.text[at:end]
        at += len(bare) - len(bare.lstrip())
        end = at + len(bare.strip())
        start = self.code.starts[at]
        self.notes.append(Note(self.text.stretch(start, self.code.ends[end - 1]), "left out", "prose beside the code"))

    def _place(self, at: int, end: int) -> Place:
        return self.text.place(self.code.starts[at], self.code.ends[end - 1])

    def _string_end(self, opening: str, at: int, inside: int) -> int:
        quote = opening.lstrip("rRbBuUfF")
        match = _ENDS[quote].match(self.code.text, inside)
        if match is None:
            raise BadSyntax("this quotation is not closed", self._place(at, inside), f"write {quote} at its end")
        return match.end()

    def _add(self, kind: str, at: int, end: int) -> None:
        place = self._place(at, end)
        written = _written(kind, self.code.text[at:end])
        piece = Piece(written, kind, self.code.starts[at], self.code.ends[end - 1])
        self._count += 1
        self.limits.check("tokens", self._count, "tokens are read", place)
        self._check_leaf(piece)
        if self._line is None:
            column = at - self.code.text.rfind("\n", 0, at) - 1
            before = self.code.text[at - column : at]
            self._line = Line(len(before.expandtabs(_TAB)))
            self._operations = 0
        self._operations += not piece.is_operand and written not in (")", "]", "}", ",")
        self.limits.check("operations", self._operations, "operations may stand in one line", place)
        if written in _OPENS:
            self._opened.append(piece)
            self.limits.check("depth", len(self._opened), "brackets may stand inside each other", place)
        elif written in _OPENS.values():
            self._close(piece)
        self._check_neighbours(piece)
        self._line.pieces.append(piece)

    def _close(self, piece: Piece) -> None:
        place = self.text.place(piece.start, piece.end)
        if not self._opened:
            message = f"'{piece.text}' closes nothing"
            raise BadSyntax(message, place, None, (Fix(place, "", f"without '{piece.text}'"),))
        opened = self._opened.pop()
        expected = _OPENS[opened.text]
        if piece.text != expected:
            message = f"'{opened.text}' is not closed before '{piece.text}'"
            raise BadSyntax(message, self.text.place(opened.start, opened.end), f"write {expected} for its end",
                            (Fix(place, expected, f"{expected} for {piece.text}"),))  # fmt: skip

    def _not_closed(self) -> BadSyntax:
        inner = self._opened[-1]
        line = self.text.place(inner.start, inner.end).line
        pieces = self._line.pieces if self._line is not None else []
        on_line = [piece for piece in pieces if self.text.place(piece.start, piece.end).line == line]
        missing = [each for each in self._opened if self.text.place(each.start, each.end).line == line]
        ends = "".join(_OPENS[each.text] for each in reversed(missing))
        place = self.text.place(on_line[-1].end, on_line[-1].end)
        fixes = () if on_line[-1].text == "," else (Fix(place, ends, f"{ends} at the end of line {line}"),)
        message = f"'{inner.text}' is not closed"
        hint = f"write {ends} at the end of line {line}"
        return BadSyntax(message, self.text.place(inner.start, inner.end), hint, fixes)

    def _ends_line(self) -> None:
        if self._line is not None:
            self.lines.append(self._line)
            first = self._line.pieces[0]
            self.limits.check("lines", len(self.lines), "lines are read", self.text.place(first.start, first.end))
        self._line = None

    def _check_leaf(self, piece: Piece) -> None:
        place = self.text.place(piece.start, piece.end)
        if piece.kind == "name":
            self.limits.check("name", len(piece.text), "characters may stand in one name", place)
        elif piece.kind == "number":
            self._check_number(piece)

    def _check_number(self, piece: Piece) -> None:
        place, number = self.text.place(piece.start, piece.end), piece.text
        self.limits.check("digits", len(number), "characters may stand in one number", place)
        if number[-1] in "jJ":
            raise BadSyntax("there are no complex numbers here: numbers are real", place)
        if number[:2].lower() in ("0x", "0o", "0b"):
            number = str(_whole(number))
        exponent = number.lower().partition("e")[2].lstrip("+-")
        self.limits.check("exponent", len(exponent), "digits may stand in an exponent", place)
        bare = number.lstrip("0")
        if number.isdigit() and bare != number and bare:
            raise BadSyntax("in Python a number does not begin with 0", place, bare, (Fix(place, bare, bare),))
        try:
            value = float(number)
        except ValueError:
            raise BadSyntax("this is no number", place) from None
        if value == float("inf"):
            raise BadSyntax("this number is larger than a double can hold (about 1.8e308)", place)

    def _check_neighbours(self, piece: Piece) -> None:
        """Two operands side by side: a product in mathematics, nothing in Python. `print x` is Python 2."""
        pieces = self._line.pieces if self._line is not None else []
        if pieces and piece.text in ("&", "|") and pieces[-1].text == piece.text:
            word, place = {"&": "and", "|": "or"}[piece.text], self.text.place(pieces[-1].start, piece.end)
            message = f"'{piece.text * 2}' is written '{word}' in Python"
            raise BadSyntax(message, place, word, (Fix(place, f" {word} ", word),))
        if not pieces or not piece.is_operand:
            return
        last = pieces[-1]
        if not (last.is_operand or last.text in (")", "]")) or last.text in ("print", "exec"):
            return
        if piece.kind == last.kind == "string":
            return
        place = self.text.place(piece.start, piece.end)
        if self._opened and place.line > self.text.place(last.start, last.end).line:
            raise self._not_closed()
        what = {"name": "two names", "number": "two numbers"}.get(piece.kind if piece.kind == last.kind else "", "")
        message = f"{what} side by side" if what else f"expected an operator before '{self._typed(piece)}'"
        fixes: tuple[Fix, ...] = ()
        if "string" not in (piece.kind, last.kind) and place.line == self.text.place(last.start, last.end).line:
            typed = self._typed(last)
            whole = self.text.place(last.start, piece.end)
            in_list = self._opened[-1:] and self._opened[-1].text == "[" and piece.kind == last.kind == "number"
            joined = typed + (", " if in_list else "*") + self._typed(piece)
            fixes = (Fix(whole, joined, joined),)
            if in_list:
                raise BadSyntax(message, place, "entries are parted by commas", fixes)
        raise BadSyntax(message, place, "a product is written with *", fixes)

    def _typed(self, piece: Piece) -> str:
        return self.text.typed[piece.start : piece.end]


def _whole(number: str) -> int:
    return int(number.replace("_", ""), 0)


def _written(kind: str, piece: str) -> str:
    """What Python is given: all ASCII, one line. A string keeps only what is printable; nothing reads the rest."""
    if kind == "name":
        return "lambda_" if piece == "λ" else spelled(piece)
    if kind == "power":
        return "**" + "".join(_POWERS[character] for character in piece)
    if kind == "string":
        inside = piece.lstrip("rRbBuUfF").strip("'\"")
        return '"' + re.sub(r"[^ -~]|[\\\"]", "?", inside) + '"'
    return piece
