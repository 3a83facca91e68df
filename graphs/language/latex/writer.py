"""What is written of a formula in LaTeX: pieces of the language, each with its place, and what waits for its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graphs.errors import BadSyntax, Fix, Place, printable
from graphs.language.latex.names import Names
from graphs.language.latex.source import Source
from graphs.language.latex.table import ACCENTS, BOLD, RELATIONS, UPRIGHT
from graphs.language.latex.tokens import Piece
from graphs.language.sheet import Note
from graphs.limits import Limits

_SPACE = re.compile(
    r"(?:[ \t\r\n~$]|\\[,;:! ]|\\(?:left|right|[bB]igg?[lrm]?|limits|nolimits|displaystyle)(?![A-Za-z]))*+"
)
_INDEX = re.compile(r"_\{\[((?:[-0-9:, ]|\\dots|None){1,200})\]\}")
_FACES = "|".join(sorted(UPRIGHT | BOLD | ACCENTS.keys()))
_SIGN = re.compile(rf"\\(?:{_FACES})\s*+\{{[^{{}}]*+\}}|\\[A-Za-z]+|[^\s{{}}\\]")
_OPEN_LATE = ("bare", "sum")


def _by_entry(pieces: list[Piece]) -> list[Piece]:
    """(x, y) = (0, 0) is x = 0 and y = 0; with ≠ one of them at least."""
    at = next((k for k, piece in enumerate(pieces) if piece.kind == "sign" and piece.text in ("=", "==", "!=")), 0)
    left, right = _entries_of(pieces[:at]), _entries_of(pieces[at + 1 :])
    if not at or len(left) < 2 or len(left) != len(right):
        return pieces
    sign = pieces[at]
    equal = sign.text != "!="
    made: list[Piece] = []
    for a, b in zip(left, right, strict=True):
        made += [sign._replace(text="&" if equal else "|")] if made else []
        made += [sign._replace(text="(", kind=""), *a, sign._replace(text="==" if equal else "!="), *b]
        made.append(sign._replace(text=")", kind=""))
    return made


def _entries_of(pieces: list[Piece]) -> list[list[Piece]]:
    """What the commas of a list in brackets part."""
    if len(pieces) < 5 or pieces[0].text != "(" or pieces[-1].text != ")":
        return []
    parts: list[list[Piece]] = [[]]
    depth = 0
    for piece in pieces[1:-1]:
        depth += 0 if piece.kind else piece.text.count("(") - piece.text.count(")")
        if depth < 0:
            return []
        if piece.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts if all(parts) else []


class Span(NamedTuple):
    """A stretch of the formula, and where what holds it ends."""

    start: int
    end: int
    after: int


@dataclass(slots=True)
class Open:
    """What waits for its end.

    kind: the sign that ends it; "arguments" of a command, "bare" (a function without brackets), "sum", "matrix" or
    "cases". rest: what is still to be written round a command's arguments. ends: pieces written at the end. rows: where
    a matrix's rows begin. condition: where that of a row of cases begins. wide: rows have several entries. array: the
    operand that a power is of was one. begins: the piece that opens it. alone: a call that is all of what a function
    without brackets takes: \\log\\det(A). bound: the indices that a sum binds. compares: it holds a condition alone.
    listed: it holds a comma.
    """

    kind: str
    start: int
    close: str = ")"
    rest: list[str] = field(default_factory=list)
    ends: list[Piece] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    condition: int = 0
    wide: bool = False
    array: bool = False
    begins: int = 0
    alone: bool = False
    bound: tuple[str, ...] = ()
    compares: bool = False
    listed: bool = False
    grouped: bool = False


class Writer:
    """text: a formula, read up to `at`; it begins at `base` of the source. out: the pieces.

    ended: an operand stands last, out[start] its first piece. array: by custom it is one. plain: it is a name.
    beside: it was multiplied with a name before it that is no array. raised: it has its power. bound: the indices of
    the sums that are open. level: how many readers this one is inside of. labels: by the ends of braces, where
    what is set below them ends. is_listed: a comma stands outside of all brackets. point: what stands
    below a bar at the end. bold: the letters stand for arrays. each: the index of
    y_i = …, which is said for every i: on the left side it is no part of the name.
    """

    def __init__(self, text: str, base: int, source: Source, names: Names, limits: Limits):
        self.text, self.base, self.source, self.names, self.limits = text, base, source, names, limits
        self.at = self.start = self.level = 0
        self.bold = False
        self.each = ""
        self.out: list[Piece] = []
        self.notes: list[Note] = []
        self.stack: list[Open] = []
        self.bound: list[str] = []
        self.is_listed = False
        self.point: list[Piece] = []
        self.labels: dict[int, int] = {}
        self.ended = self.array = self.plain = self.beside = self.raised = False

    def _write(self, piece: str, typed: int, end: int = 0, kind: str = "") -> None:
        if piece:
            self.out.append(Piece(piece, typed, end, kind))

    def _operand(self, piece: str | Piece, typed: int, array: bool = False, plain: bool = False) -> None:
        """An operand begins; where one stands already, the two are multiplied."""
        self.beside = self.ended and self.plain and not self.array
        if self.ended:
            self._write("@" if self.array else "*", typed, kind="implied")
        self.start, self.ended, self.array, self.plain, self.raised = len(self.out), True, array, plain, False
        if isinstance(piece, Piece):
            self.out.append(piece)
        else:
            self._write(piece, typed)

    def _entry(self, typed: int) -> None:
        """x_{[0, 1:]} chooses entries, as the page itself prints them."""
        if self.each and self.ended and self._of(span := self._script(self.at)) == self.each[:1]:
            self.at = span.after
            if self.bound:  # (Wx)_i on a right side
                begins = self.start
                self.out[begins:begins] = [Piece("entry", typed, typed + 1, "name"), Piece("(", typed)]
                self.out += [Piece(",", typed), Piece(self.each, span.start, span.end, "name"), Piece(")", typed)]
                self.start, self.plain, self.array = begins, False, False
            return
        if self.ended and self._is_point_below(typed):
            return
        match = _INDEX.match(self.text, typed)
        if match is None or not self.ended:
            raise self._refuse("a subscript stands after a name", typed)
        self.at = match.end()
        self._write(f"[{match.group(1)}]".replace("\\dots", "..."), typed)
        self.plain = self.array = False

    def _is_point_below(self, typed: int) -> bool:
        """Whether a point stands below a bracket, [x^2]_{x=3}, which is read."""
        raise NotImplementedError

    def _operator(self, sign: str, typed: int, end: int = 0) -> None:
        if sign in ("*", "/", "%", "@"):
            self._end_bare()
        elif self.ended or sign not in ("+", "-"):
            self._end_sums()
        if sign == ",":
            self.is_listed |= not self.stack
            for opened in self.stack[-1:]:
                opened.listed = True
        self._write(sign, typed, end, "sign")
        self.ended = False
        if self.each and not self.stack and sign in ("=", ":=", "≈"):
            self.bound = [*self.each]

    def _after_space(self) -> int:
        """Where the next sign is that is more than space."""
        match = _SPACE.match(self.text, self.at)
        return match.end() if match is not None else self.at

    @cached_property
    def _closing(self) -> dict[int, int]:
        """By each opening brace, where its closing one stands."""
        found: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(r"\\.|[{}]", self.text, re.DOTALL):
            if match.group() == "{":
                opened.append(match.start())
            elif match.group() == "}" and opened:
                found[opened.pop()] = match.start()
        return found

    def _span(self, at: int) -> Span | None:
        """An argument: what stands in braces, or one sign; None where a brace has no end, or nothing follows."""
        while at < len(self.text) and self.text[at] in " \t\r\n~$":
            at += 1
        if self.text[at : at + 1] == "{":
            end = self._closing.get(at)
            return None if end is None else Span(at + 1, end, end + 1)
        match = _SIGN.match(self.text, at)
        return None if match is None else Span(at, match.end(), match.end())

    def _script(self, at: int) -> Span:
        """What stands above or below, behind its sign."""
        span = self._span(at)
        if span is None and self.text[at:].lstrip().startswith("{"):
            raise self._refuse("this is not closed", self.text.index("{", at))
        if span is None:
            raise self._refuse(f"something is expected after '{self.text[at - 1]}'", at - 1)
        return span

    def _of(self, span: Span) -> str:
        return self.text[span.start : span.end].strip()

    def _push(self, opened: Open) -> None:
        self.stack.append(opened)
        self.bound += opened.bound
        self.limits.check("depth", len(self.stack), "brackets may be open at once", self._place(opened.start))

    def _end_bare(self) -> None:
        """A function without brackets ends where its argument does."""
        self._end(("bare",))

    def _end_sums(self) -> None:
        """A sum, and a function without brackets, end where their term does."""
        self._end(_OPEN_LATE)

    def _end(self, kinds: tuple[str, ...]) -> None:
        while self.stack and self.stack[-1].kind in kinds:
            opened = self.stack.pop()
            if opened.kind == "sum" and not self.ended:
                raise self._refuse(f"expected what \\{'sum' if opened.close == 'Sum' else 'prod'} adds", opened.start)
            last = self.out[-1]  # the end of what is added, or of the argument
            if opened.kind == "sum":
                self.out += [*opened.ends, Piece(")", last.at, last.end)]
                del self.bound[len(self.bound) - len(opened.bound) :]
            else:
                self._write(opened.close, last.at, last.end)
            self.start = opened.begins
            self.ended, self.array, self.plain, self.raised = True, False, False, False

    def _argument_ends(self, typed: int) -> None:
        while self.stack and self.stack[-1].kind == "arguments":
            opened = self.stack[-1]
            self._write(opened.rest.pop(0), typed)
            self._unwrap(opened, typed)
            self.ended = not opened.rest
            self.array, self.plain, self.raised = False, False, opened.rest == [] and self.text[opened.start] == "^"
            if opened.rest:
                return
            self.stack.pop()
            self.array = opened.array

    def _unwrap(self, opened: Open, typed: int) -> None:
        """Brackets round one name or number are left out: (1/2), x^2; those typed as braces of x^{2} stay."""
        before, after = self.out[opened.begins], self.out[-1]
        if len(self.out) == opened.begins + 3 and (
            before.text in ("((", "/(") or (before.text == "^(" and self.text[typed] != "}")
        ):
            self.out[opened.begins] = before._replace(text=before.text[:-1])
            after = self.out[-1] = after._replace(text=after.text[1:])
        opened.begins = len(self.out)
        if opened.rest and after.text.endswith("/("):
            self.out[-1] = after._replace(text=after.text.removesuffix("/("))
            self.out.append(after._replace(text="/("))

    def _waits_for_argument(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "arguments"

    def _condition(self, begins: int) -> None:
        """What is written from there on is a condition: -1 <= t <= 1 are two, and `=` compares."""
        depth, signs = 0, list[int]()
        pieces = self.out[begins:] = _by_entry(self.out[begins:])
        joins = [-1]
        for k, piece in enumerate(pieces):
            if piece.kind == "sign" and not depth and piece.text == "=":
                pieces[k] = piece._replace(text="==")
            if not depth and pieces[k].text in RELATIONS:
                signs.append(k)
            elif not depth and piece.text in ("&", "|") and piece.kind == "sign":
                joins.append(k)
            depth += sum((sign in "([") - (sign in ")]") for sign in piece.text) if not piece.kind else 0
        if len(signs) < 2:
            self.out[begins:] = pieces
            return
        made: list[Piece] = []
        for join, end in zip(joins, [*joins[1:], len(pieces)], strict=True):
            inside = [k for k in signs if join < k < end]
            made += pieces[join : join + 1] if join >= 0 else []
            edges = [join, *inside, end]
            for n in range(len(inside)):
                first, last = pieces[edges[n] + 1], pieces[edges[n + 2] - 1]
                made += [Piece("&", pieces[inside[n]].at, kind="sign")] if n else []
                made += [Piece("(", first.at), *pieces[edges[n] + 1 : edges[n + 2]], Piece(")", last.at)]
            made += pieces[join + 1 : end] if not inside else []
        self.out[begins:] = made

    def _place(self, at: int, end: int = 0) -> Place:
        return self.source.place(self.base + at, self.base + end if end else 0)

    def _refuse(self, message: str, at: int, hint: str | None = None, fixes: tuple[Fix, ...] = ()) -> BadSyntax:
        return BadSyntax(printable(message), self._place(at), hint, fixes)

    def _fix(self, start: int, end: int, text: str, label: str) -> tuple[Fix, ...]:
        """The fix that puts a text in place of a stretch of one line."""
        place = self._place(start)._replace(length=end - start)
        return () if "\n" in self.text[start:end] else (Fix(place, text, label),)
