"""Plain text → sentences: lists of tokens, one a statement, with what stands around them left out and noted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.names import spelled
from graphs.language.plain.matlab import check_products
from graphs.language.plain.rewriting import anonymous, made, rewritten
from graphs.language.plain.scanner import gap, tokens_of
from graphs.language.plain.words import BINDS, defines, is_between, is_word, prose_of
from graphs.language.sheet import Note
from graphs.language.tokens import OPENS, Token, check_leaf, spanning, stranger, token
from graphs.limits import Limits

# MATLAB's marks, beside which % opens a comment.
_MATLAB = re.compile(
    r"\.[\^*/]|^[ \t]*syms\s|\[[^\]\[;]*;[^\]\[]*\]|\][ \t]*;[ \t]*$|=\s*@\(|;\s*%|^[ \t]*%[ %]", re.MULTILINE
)
_BULLET = frozenset(("-", "*", "+", ">"))
_ITEM = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+")
_EQUATION_NUMBER = re.compile(r"(?:\s{2,}|\t)\(\d{1,2}(?:\.\d{1,2})?[a-z]?\)\s*$")


class Sentences(NamedTuple):
    """A text's statements as lists of tokens, and what is said about how they were found.

    is_document: the text holds prose, beside which a formula alone may be prose, too.
    """

    sentences: list[list[Token]]
    notes: list[Note]
    is_document: bool


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
                if line[k - 1].kind == "name":
                    found.add(str(line[k - 1]))
                elif line[k - 1] == ")":
                    start = next((j for j in range(k - 1, max(-1, k - 100), -1) if line[j] == "("), k)
                    start -= bool(start) and not gap(line[start - 1], line[start])
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
        self.names = {*map(spelled, given)} | _bound_in(self.lines)
        self.is_document = False
        self.open: list[Token] = []  # a piece whose brackets the next line goes on with
        self.opened = 0

    def read(self) -> Sentences:
        for number, line in enumerate(self.lines, 1):
            self._line(self._without_frame(line, number))
        if self.open:
            self._ends(self.open)
        if not self.sentences:
            raise self._empty()
        if self.matlab:
            check_products(self.sentences)
        return Sentences(self.sentences, self.notes, self.is_document)

    def _empty(self) -> BadSyntax:
        found = next((line for line in self.lines if line and line[0] != "#"), None)
        if found is None:
            first = Place(1, 1, len(self.typed[0]))
            return BadSyntax("an expression is expected; the text is empty", first)
        return BadSyntax("no formula is found in this text", spanning(found[0], found[-1]), "y = x^2 + 1")

    def _left_out(self, first: Token, last: Token, what: str) -> None:
        self.notes.append(Note(spanning(first, last), "left out", f"{what} is left out"))

    # Lines.

    def _without_frame(self, line: list[Token], number: int) -> list[Token]:
        """The line without comments, rulers, quotation marks, bullets, numbers of lists and of equations."""
        line = self._without_comment(line)
        if not line or self.open:
            return line
        if len(line) > 2 and all(this in ("-", "=", "*", "_", "~", "==", "**", "#", "...") for this in line):
            self._left_out(line[0], line[-1], "a ruler")
            return []
        while line and line[0] == ">":
            self._left_out(line[0], line[0], "a quotation mark")
            line = line[1:]
        ticks = [this for this in line if this == "`"]
        if ticks and len(ticks) % 2 == 0:
            line = [this for this in line if this != "`"]
        if line and len(line) > 2 and line[0] in ("**", "__") and line[-1] == line[0]:
            line = line[1:-1]
        line = self._without_item(line)
        typed = self.typed[number - 1]
        match = _EQUATION_NUMBER.search(typed)
        if match is not None and any(this == "=" for this in line):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            rest = [this for this in line if this.place.column > start]
            if rest and len(rest) < len(line):
                self._left_out(rest[0], rest[-1], "an equation number")
                line = line[: -len(rest)]
        return line

    def _without_comment(self, line: list[Token]) -> list[Token]:
        for k, this in enumerate(line):
            comment = this == "#" or (this == "%" and self.matlab) or (this == "//" and _is_comment(line, k))
            if comment and this.kind in ("sign", "stranger"):
                self._left_out(this, line[-1], "a comment")
                return line[:k]
        return line

    def _without_item(self, line: list[Token]) -> list[Token]:
        """1. z = …, (a) z = …, - z = …: what begins an item of a list, before a definition or prose."""
        if len(line) < 3:
            return line
        if line[0] in _BULLET and gap(line[0], line[1]) and defines(line, 1):
            self._left_out(line[0], line[0], "a bullet")
            return line[1:]
        match = _ITEM.match(line[0].line)
        if match is None:
            return line
        rest = [this for this in line if this.place.column > match.end()]
        if rest and (defines(rest) or any(prose_of(rest, self.names)) or line[1] == ")"):
            self._left_out(line[0], line[len(line) - len(rest) - 1], "the number of an item")
            return rest
        return line

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
        line = self._without_label(line)
        marks = prose_of(line, self.names)
        if any(marks) and _splits_bracket(line, marks):
            marks = [False] * len(line)
        if not any(marks):
            self._pieces(line)
            return
        self.is_document = True
        at = 0
        binds: Token | None = None
        while at < len(line):
            end = at
            while end < len(line) and marks[end] == marks[at]:
                end += 1
            run = line[at:end]
            if marks[at]:
                binds = self._prose(run, line[end : end + 1])
            else:
                for part in _at_colons(run):
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
        listed = bare and not any(this == "=" for this in run)
        if listed and (len(core) == 1 or any(this.kind == "stranger" for this in core) or all(
                this in self.names for this in core)):  # fmt: skip
            self._left_out(run[0], run[-1], "prose")
            return []
        return run

    def _without_label(self, line: list[Token]) -> list[Token]:
        """Loss: L = …, Step 2: z = …"""
        colon = next((k for k, this in enumerate(line) if this == ":"), 0)
        if not colon or colon + 1 == len(line) or "↦" in line or (line[0] == "f" and colon == 1):
            return line
        label = line[:colon]
        if _is_label(label):
            self._left_out(label[0], line[colon], "a label")
            self.is_document = True
            rest = line[colon + 1 :]
            word = label[-1].lower()
            if word in ("at", "point", "where", "given") and rest:
                return rest if rest[0] != "(" else [token("at", "at", label[-1].place, label[-1].typed), *rest]
            return rest
        return line

    # Pieces of a line.

    def _pieces(self, line: list[Token]) -> None:
        """Split where a statement ends: at ; and ⇒, and after a full stop before another one."""
        piece, depth = self.open, self.opened
        brackets = 0
        for k, this in enumerate(line):
            brackets += (this == "[") - (this == "]")
            depth += (this in OPENS) - (this in OPENS.values())
            depth = max(depth, 0)
            arrow = this == "→" and piece[1:2] != [":"]  # f: R → R
            announces = this == ":" and bool(piece) and defines(line, k + 1)  # x = 3: y = x^2
            ends = depth == 0 and (this in (";", "⇒") or arrow or announces or self._stops(line, k))
            if this == ";" and depth and brackets <= 0 and not _row_bracket(piece):
                self._ends([*piece, this])
            if not ends:
                piece = [*piece, this]
                continue
            if this.kind == "number":
                piece = [*piece, this]
            self._ends(piece)
            piece = []
        self.open, self.opened = (piece, depth) if depth and piece else ([], 0)
        if not self.open and piece:
            self._ends(piece)

    def _stops(self, line: list[Token], k: int) -> bool:
        this = line[k]
        if not (this == "." or (this.kind == "number" and this.typed.endswith("."))) or k + 1 >= len(line):
            return False
        return gap(this, line[k + 1]) and defines(line, k + 1)

    def _ends(self, piece: list[Token], goes_on: bool = False) -> None:
        """A statement's tokens are complete: check and rewrite them. goes_on: with the chain of the line before."""
        piece = anonymous(_update_sign(self._trimmed(piece)))
        if not piece:
            return
        self.limits.check("lines", len(self.sentences) + 1, "lines are read", piece[0].place)
        if "..." in piece[-1:] and self.matlab:
            piece = piece[:-1]
        self._check_depth(piece)
        piece = self._signature(rewritten(piece, self.matlab))
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


def _at_colons(run: list[Token]) -> list[list[Token]]:
    """A formula between words in parts: what stands before a colon announces what follows."""
    parts: list[list[Token]] = [[]]
    for k, this in enumerate(run):
        if (
            this == ":"
            and 0 < k < len(run) - 1
            and not any(each in OPENS for each in run[:k])
            and run[k + 1 : k + 2] != ["="]
        ):
            parts.append([])
        else:
            parts[-1].append(this)
    return [part for part in parts if part]


def _update_sign(piece: list[Token]) -> list[Token]:
    """w <- w - eta*g; x<-1 compares."""
    if len(piece) < 4 or piece[0].kind != "name" or piece[1:3] != ["<", "-"]:
        return piece
    if gap(piece[1], piece[2]) or not gap(piece[0], piece[1]) or not gap(piece[2], piece[3]):
        return piece
    return [piece[0], made(piece[1], "←", "sign", piece[2]), *piece[3:]]


def _is_label(label: list[Token]) -> bool:
    """Words, numbers and capitals: Loss, Step 2, Layer A, Hidden layer (first)."""
    if any(this in ("lambda", "while", "for", "if", "def", "else", "with", "class") for this in label[:1]):
        return False
    single = all(this.kind == "name" for this in label) and len(label) == 1
    words = [this for this in label if is_word(this)]
    return single or (bool(words) and all(
        is_word(this) or this.kind == "number" or this.typed.isupper() or this in ("(", ")", ".", "-", ",", "&")
        for this in label))  # fmt: skip


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


def _is_comment(line: list[Token], at: int) -> bool:
    """// at the start of a line, or before words side by side."""
    rest = line[at + 1 :]
    if at == 0 or line[at - 1] == ";":
        return True
    return len(rest) > 1 and all(is_word(this) for this in rest[:2]) and gap(rest[0], rest[1])


def _splits_bracket(line: list[Token], marks: list[bool]) -> bool:
    """Whether prose stands beside a formula inside of one bracket, so that both must be read together."""
    depth = 0
    for this, mark in zip(line, marks, strict=True):
        if this in OPENS and not mark:
            depth += 1
        elif this in OPENS.values() and not mark:
            depth -= 1
        elif mark and depth > 0:
            return True
    return False
