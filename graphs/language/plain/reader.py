"""Plain text → sentences: lists of tokens, one a statement, with what stands around them left out and noted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.names import JOINS, NOT, spelled
from graphs.language.plain.continued import continued
from graphs.language.plain.ends import at_colons, begins_apart, splits_bracket, stops
from graphs.language.plain.left_sides import defines
from graphs.language.plain.matlab import check_products
from graphs.language.plain.others import Others
from graphs.language.plain.prose.asides import check_signs, condition_of, units_in
from graphs.language.plain.prose.frames import Frames
from graphs.language.plain.prose.remarks import equated, parted
from graphs.language.plain.prose.spoken import is_unknown
from graphs.language.plain.prose.tables import row_read, rows_of_tables
from graphs.language.plain.prose.words import BINDS, PRONOUNS, is_between, is_english, is_word, prose_of
from graphs.language.plain.rewriting import anonymous, made, rewritten
from graphs.language.plain.scanner import gap, tokens_of
from graphs.language.sheet import Note
from graphs.language.tokens import OPENS, Token, check_leaf, spanning, stranger, token
from graphs.limits import Limits

# MATLAB's marks, beside which % opens a comment.
_MATLAB = re.compile(
    r"\.[\^*/]|^[ \t]*syms\s|\[[^\]\[;]*;[^\]\[]*\]|\][ \t]*;[ \t]*$|=\s*@\(|;\s*%|^[ \t]*%[ %]", re.MULTILINE
)


class Sentences(NamedTuple):
    """A text's statements as lists of tokens, and what is said about how they were found.

    is_document: the text holds prose, beside which a formula alone may be prose, too. spoken: the letters that this
    prose speaks of, "where m is the mass".
    """

    sentences: list[list[Token]]
    notes: list[Note]
    is_document: bool
    spoken: frozenset[str] = frozenset()


def sentences_of(text: str, given: Iterable[str], limits: Limits) -> Sentences:
    """given: the names that the point binds. Raises BadSyntax and TooLarge, each with its place."""
    limits.check("characters", len(text), "characters are read")
    return _Reader(text, given, limits).read()


def _bound_in(lines: Iterable[list[Token]]) -> set[str]:
    """Names that stand on a left side or in a header: no prose, whatever word they are."""
    found: set[str] = set()
    for line in lines:
        for k, this in enumerate(line):
            if this in ("=", ":=", "←") and k:
                if line[k - 1].lower() in PRONOUNS and k > 1 and is_word(line[k - 2]):  # set it = 0
                    continue
                if line[k - 1].kind == "name":
                    found.add(str(line[k - 1]))
                elif line[k - 1] == ")":
                    start = next((j for j in range(k - 1, max(-1, k - 100), -1) if line[j] == "("), k)
                    inner = line[start + 1 : k - 1]
                    start -= bool(start) and not gap(line[start - 1], line[start])
                    if not any(a.kind == b.kind == "name" for a, b in pairwise(inner)):  # y (true label) = 1
                        found |= {str(each) for each in line[start:k] if each.kind == "name"}
    return found


class _Reader:
    def __init__(self, text: str, given: Iterable[str], limits: Limits):
        self.typed = text.split("\n")
        self.limits = limits
        self.notes: list[Note] = []
        self.sentences: list[list[Token]] = []
        self.matlab = _MATLAB.search(text) is not None
        self.lines: list[list[Token]] = []
        count = 0
        for number, line in enumerate(self.typed, 1):
            tokens = tokens_of(line, number)
            comment = next((k for k, this in enumerate(tokens) if this == "#"), len(tokens))
            count += sum(this != ";" for this in tokens[:comment])
            limits.check("tokens", count, "tokens are read", tokens[-1].place if tokens else None)
            self.lines.append(tokens)
        self.rows = rows_of_tables(self.typed)
        self.lines = self._plain(text)
        self.names = {*map(spelled, given)} | _bound_in(self.lines)
        self.frames = Frames(self.typed, self.names, self.matlab, self.notes)
        lines = [line for number, line in enumerate(self.lines, 1) if number not in self.rows] if self.rows else []
        self.outside = self.names.union(*lines)  # what stands outside of tables
        self.is_document = False
        self.spoken: set[str] = set()
        self.open: list[Token] = []  # a piece whose brackets the next line goes on with
        self.opened = 0

    def _plain(self, text: str) -> list[list[Token]]:
        """The lines without comments, and in the spelling of this language."""
        frames = Frames(self.typed, (), self.matlab, self.notes)
        return Others(text, self.notes).plain(
            [line if number in self.rows else frames.without_comment(line)
             for number, line in enumerate(self.lines, 1)])  # fmt: skip

    def read(self) -> Sentences:
        bare = [line if number in self.rows else self.frames.without_money(line)
                for number, line in enumerate(self.lines, 1)]  # fmt: skip
        for number, line in enumerate(continued(bare, self.names, self.matlab, self.notes), 1):
            if number in self.rows and line and not self.open:
                self._row(line, self.lines[self.rows[number] - 1])
                continue
            self._line(line if self.open else self.frames.bare(line, number))
        if self.open:
            self._ends(self.open)
        if not self.sentences:
            raise self._empty()
        if self.matlab:
            check_products(self.sentences)
        return Sentences(self.sentences, sorted(self.notes, key=lambda note: note.place[:2]), self.is_document,
                         frozenset(self.spoken))  # fmt: skip

    def _empty(self) -> BadSyntax:
        found = next((line for line in self.lines if line), None)
        if found is None:
            first = Place(1, 1, len(self.typed[0]))
            return BadSyntax("an expression is expected; the text is empty", first)
        return BadSyntax("no formula is found in this text", spanning(found[0], found[-1]), "y = x^2 + 1")

    def _left_out(self, first: Token, last: Token, what: str) -> None:
        self.notes.append(Note(spanning(first, last), "left out", f"{what} is left out"))

    # Lines.

    def _row(self, line: list[Token], head: list[Token]) -> None:
        """A row of a table: what it gives is a line of its own."""
        given = row_read(line, head, self.outside)
        if not given:
            self._left_out(line[0], line[-1], "a row of a table")
            return
        self.notes.append(Note(spanning(line[0], line[-1]), "read as", f"this row is read as {' '.join(given)}"))
        self._pieces(given)

    def _line(self, line: list[Token]) -> None:
        if self.open:
            self._pieces(line)
            return
        if not line:
            return
        if line[0] in ("=", "≈") and self.sentences:
            self._ends(line, goes_on=True)
            return
        if line[0] == "syms":
            self._left_out(line[0], line[-1], "a declaration of names")
            return
        if len(line) == 1 and self._is_lone_word(line[0]):
            self._left_out(line[0], line[0], "prose")
            return
        behind = self.frames.without_label(line)
        self.is_document = self.is_document or behind is not line
        line, cuts = parted(equated(behind, self.names), self.names, self.notes)
        marks = prose_of(line, self.names)
        if any(marks) and splits_bracket(line, marks):
            marks = [False] * len(line)
        if not any(marks) and not cuts:
            if not self._is_spoken(line):
                self._pieces(line)
            return
        self.is_document = True
        self._sentence(line, marks, cuts)

    def _is_lone_word(self, word: Token) -> bool:
        """Whether a word alone on a line is a heading: formulas stand in the text, and none has this word."""
        if not is_unknown(word, self.names) or len(word.typed) < 3:
            return False
        alike = sum(this == word for line in self.lines for this in line)
        return alike == 1 and any(this == "=" for line in self.lines for this in line)

    def _is_spoken(self, line: list[Token]) -> bool:
        """Leave out a line of words whose signs are those of prose: A first/second order method - see below.

        Raises BadSyntax where a definition may stand in it.
        """
        for left, right in pairwise(line):
            spoken = is_english(left, self.names) and is_word(right) and right not in self.names and gap(left, right)
            if not spoken or {left.lower(), right.lower()} & (JOINS.keys() | {NOT}):
                continue
            if any(this in ("=", ":=", "≈") for this in line):
                message = "words and a formula stand together here, and cannot be told apart"
                raise BadSyntax(message, spanning(left, right), "write the formula on a line of its own")
            self.is_document = True
            self._left_out(line[0], line[-1], "prose")
            return True
        return False

    def _sentence(self, line: list[Token], marks: list[bool], cuts: Collection[int]) -> None:
        """Runs of words are left out, unless they bind a point; what stands between them is formulas."""
        at = 0
        binds: Token | None = None
        while at < len(line):
            end = at + 1
            while end < len(line) and marks[end] == marks[at] and end not in cuts:
                end += 1
            run = line[at:end]
            if marks[at]:
                binds = self._prose(run, line[end : end + 1])
            else:
                for part in at_colons(run):
                    if binds is None or part[0].kind != "number":  # f(x) = 2x at 3
                        part = self._of_document(part)
                    if part:
                        self._pieces([binds, *part] if binds is not None else part)
                    binds = None
            at = end

    def _prose(self, run: list[Token], following: list[Token]) -> Token | None:
        """Leave out a run of words; the last of them may bind the point that follows."""
        if any(this in ("and", "then") for this in run[-1:]) and len(run) == 1:
            return None
        self.spoken |= {str(this) for this in run if len(this) == 1 and this.kind == "name" and this not in "aAIe"}
        k = len(run) - 1
        while k > 0 and is_between(run[k]) and run[k].lower() not in BINDS - {"point", "given"}:
            k -= 1
        word = run[k]
        if word.lower() in BINDS and following:
            if k:
                self._left_out(run[0], run[k - 1], "prose")
            return token("at", "at", spanning(word, run[-1]), word.typed)
        self._left_out(run[0], run[-1], "prose")
        return None

    def _of_document(self, run: list[Token]) -> list[Token]:
        """A formula between words; a lone name, a number and punctuation are prose."""
        while run and run[0] in (",", ".", ":", ";", "?", "!", "⇒", "-"):
            if run[0] == "-" and len(run) > 1 and not gap(run[0], run[1]):
                break
            run = run[1:]
        core = [this for this in run if this not in (",", ".", ":", ";", "?", "!", "and", "or")]
        if not core:
            return []
        bare = all(this.kind in ("name", "number", "stranger", "word", "prose") for this in core)
        if all(this.kind == "number" or this == "%" for this in core):  # by 20 %
            self._left_out(run[0], run[-1], "prose")
            return []
        listed = bare and not any(this == "=" for this in run)
        if len(core) == 1 and core[0].kind == "name" and len(core[0]) == 1:
            self.spoken |= {str(core[0])} - {"a", "A", "I", "e"}
        if listed and (len(core) == 1 or any(this.kind == "stranger" for this in core) or all(
                this in self.names for this in core)):  # fmt: skip
            self._left_out(run[0], run[-1], "prose")
            return []
        return run

    # Pieces of a line.

    def _pieces(self, line: list[Token]) -> None:
        """Split where a statement ends: at ; and ⇒, after a full stop, and where space parts it from the next one."""
        piece, depth = [*self.open], self.opened
        brackets = 0
        is_equation = any(this == "=" for this in piece)
        for k, this in enumerate(line):
            brackets += (this == "[") - (this == "]")
            depth += (this in OPENS) - (this in OPENS.values())
            depth = max(depth, 0)
            if depth == (this in OPENS) and is_equation and begins_apart(line, k):
                self._ends(piece)
                piece, is_equation = [], False
            arrow = this == "→" and piece[1:2] != [":"]  # f: R → R
            announces = this == ":" and bool(piece) and defines(line, k + 1)  # x = 3: y = x^2
            bar = this == "|" and is_equation and gap(line[k - 1], this) and defines(line, k + 1)
            ends = depth == 0 and (this in (";", "⇒") or arrow or announces or bar or stops(line, k))
            if this == ";" and depth and brackets <= 0 and not _row_bracket(piece):
                self._ends([*piece, this])
            if not ends:
                piece.append(this)
                is_equation = is_equation or this == "="
                continue
            if this.kind == "number":
                piece.append(this)
            self._ends(piece)
            piece, is_equation = [], False
        self.open, self.opened = (piece, depth) if depth and piece else ([], 0)
        if not self.open and piece:
            self._ends(piece)

    def _ends(self, piece: list[Token], goes_on: bool = False) -> None:
        """A statement's tokens are complete: check and rewrite them. goes_on: with the chain of the line before."""
        piece = anonymous(_update_sign(self._trimmed(piece)))
        if not piece:
            return
        self.limits.check("lines", len(self.sentences) + 1, "lines are read", piece[0].place)
        if "..." in piece[-1:] and self.matlab:
            piece = piece[:-1]
        self._check_depth(piece)
        piece = self._without_asides(self._signature(rewritten(piece, self.matlab)))
        check_signs(piece)
        for this in piece:
            if this == "(" and this.typed == "[":
                self.notes.append(
                    Note(this.place, "read as", "[…] beside other factors is read as brackets, not as an array")
                )
        for this in piece:
            if this.kind == "prose" or (this.kind == "stranger" and this not in "{}") or this in ("{", "}"):
                raise stranger(this.typed[0], this.place._replace(length=1))
            if this == ":" and not _in_square(piece, this):
                raise stranger(":", this.place)
            check_leaf(this, self.limits)
        if goes_on:
            self.sentences[-1] += piece
        elif piece:
            self.sentences.append(piece)

    def _without_asides(self, piece: list[Token]) -> list[Token]:
        """The piece without the conditions under which it holds, and without the units of its numbers."""
        end = condition_of(piece)
        if end < len(piece):
            self._left_out(piece[end], piece[-1], "where it holds")
        piece = piece[:end]
        for unit in reversed(units_in(piece, self.names)):
            self._left_out(piece[unit[0]], piece[unit[-1]], "a unit")
            del piece[unit[0] : unit[-1] + 1]
        return piece

    def _check_depth(self, piece: list[Token]) -> None:
        depth = 0
        for this in piece:
            depth += (this in OPENS or this == "{") - (this in OPENS.values() or this == "}")
            self.limits.check("depth", depth, "brackets may be open at once", this.place)

    def _trimmed(self, piece: list[Token]) -> list[Token]:
        end = len(piece)
        has_sign = any(this in ("=", "≈", "←", ":=") for this in piece) or self.is_document
        while end and has_sign and piece[end - 1] in (",", ".", ":", "?", "and", "&"):
            end -= 1
            if piece[end] == "?" and end > 1 and piece[end - 1] == "=":  # f'(2) = ?
                self.is_document = True
                end -= 1
        if 0 < end < len(piece):
            self._left_out(piece[end], piece[-1], "punctuation")
        piece = piece[:end]
        if end and has_sign and piece[-1].kind == "number" and piece[-1].typed.endswith("."):
            last = piece[-1]
            whole = made(last, last[:-1], "number")
            whole.place, whole.typed = last.place._replace(length=last.place.length - 1), last.typed[:-1]
            piece = [*piece[:-1], whole]
        return piece

    def _signature(self, piece: list[Token]) -> list[Token]:
        """f: R^2 → R says where a function is defined; the rule that follows it says what it is."""
        if len(piece) > 2 and piece[0].kind == "name" and piece[1] == ":":
            comma = piece.index(",") if "," in piece else len(piece)  # type: ignore[arg-type]
            head = piece[2:comma]
            if all(this.kind in ("name", "number", "power") or this in ("^", "*", "↦", "→", "(", ")") for this in head):
                self._left_out(piece[0], piece[comma - 1], "the domain of a function")
                return piece[comma + 1 :]
        return piece


def _update_sign(piece: list[Token]) -> list[Token]:
    """w <- w - eta*g; x<-1 compares."""
    if len(piece) < 4 or piece[0].kind != "name" or piece[1:3] != ["<", "-"]:
        return piece
    if gap(piece[1], piece[2]) or not gap(piece[0], piece[1]) or not gap(piece[2], piece[3]):
        return piece
    return [piece[0], made(piece[1], "←", "sign", piece[2]), *piece[3:]]


def _in_square(piece: list[Token], colon: Token) -> bool:
    opened: list[Token] = []
    for this in piece:
        if this is colon:
            break
        if this in OPENS:
            opened.append(this)
        elif this in OPENS.values() and opened:
            opened.pop()
    return opened[-1:] == ["["]


def _row_bracket(piece: Collection[Token]) -> bool:
    return any(this == "[" for this in piece)
