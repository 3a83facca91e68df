"""What stands around a line's formula: comments, rulers, fences, bullets, numbers of items and of equations, labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from graphs.language.plain.left_sides import defines, derives
from graphs.language.plain.prose.words import is_word, prose_of
from graphs.language.plain.scanner import gap
from graphs.language.sheet import Note
from graphs.language.tokens import Token, spanning, token

_BULLET = frozenset(("-", "*", "+", ">"))
_MARKS = frozenset("◦‣▪▫►▶◆◇★☆✓✔❑❖—①②③④⑤⑥⑦⑧⑨⑩")
_MEANT = "°℃℉"
_ITEM = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})\)|\d{1,2}\.|(?:[Qq]|[Ee]x\.? ?)\d{1,2}[a-z]?[.):]|\d{1,2}[a-z][.)]"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?|[a-z]\.)\s+"
)
_EQUATION_NUMBER = re.compile(r"(?:(?<=\s\s)|(?<=\t))\(\d{1,2}(?:\.\d{1,2})?[a-z]?\)$")
_MONEY = ("$", "€", "£", "¥")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*[A-Za-z]*\s*$")
_RULED = ("-", "=", "*", "_", "~", "==", "**", "#", "...", "—")


class Frames:
    """typed: the lines of the text. names: those that the text or the point binds. notes: of what is left out."""

    def __init__(self, typed: Sequence[str], names: Collection[str], matlab: bool, notes: list[Note]):
        self.typed, self.names, self.matlab, self.notes = typed, names, matlab, notes

    def _left_out(self, first: Token, last: Token, what: str) -> None:
        self.notes.append(Note(spanning(first, last), "left out", f"{what} is left out"))

    def without_comment(self, line: list[Token]) -> list[Token]:
        for k, this in enumerate(line):
            comment = this == "#" or (this == "%" and self.matlab) or (this == "//" and _is_comment(line, k))
            if comment and this.kind in ("sign", "stranger"):
                self._left_out(this, line[-1], "a comment")
                return line[:k]
        return line

    def without_money(self, line: list[Token]) -> list[Token]:
        """$5 and 5 € are numbers."""
        found = []
        for k, this in enumerate(line):
            if this in _MONEY and this.kind == "stranger":
                before, after = line[k - 1] if k else None, line[k + 1] if k + 1 < len(line) else None
                leads = after is not None and after.kind == "number" and not gap(this, after)
                if leads or (this != "$" and before is not None and before.kind == "number"):
                    self._left_out(this, this, "a unit")
                    continue
            found.append(this)
        return found

    def bare(self, line: list[Token], number: int) -> list[Token]:
        """The line without all of these but its label. number: of the line in the text, from 1."""
        if not line:
            return line
        typed = self.typed[number - 1]
        if _FENCE.match(typed):
            self._left_out(line[0], line[-1], "a fence")
            return []
        if all(this in (":", ".", ",", ";") for this in line):
            self._left_out(line[0], line[-1], "punctuation")
            return []
        if len(line) > 2 and all(this in _RULED for this in line):
            self._left_out(line[0], line[-1], "a ruler")
            return []
        while line and line[0] == ">":
            self._left_out(line[0], line[0], "a quotation mark")
            line = line[1:]
        if any(_is_picture(this) for this in line):
            line = [this for k, this in enumerate(line) if not (_is_picture(this) and _is_beside(line, k))]
        ticks = [this for this in line if this == "`"]
        if ticks and len(ticks) % 2 == 0:
            line = [this for this in line if this != "`"]
        line = _without_bold(line)
        for _ in range(2):  # 1. (a)
            line = self._without_item(line)
        return self._without_number(line, typed)

    def _without_item(self, line: list[Token]) -> list[Token]:
        """1. z = …, (a) z = …, - Compute z = …: what begins an item of a list, before a definition or prose."""
        if len(line) > 1 and line[0].typed in _MARKS:
            self._left_out(line[0], line[0], "a bullet")
            return line[1:]
        if len(line) < 3:
            return line
        if line[0] in _BULLET and gap(line[0], line[1]) and self._is_item(line[1:]):
            self._left_out(line[0], line[0], "a bullet")
            return line[1:]
        if line[0].kind == "number" and len(line[0].typed) < 3 and gap(line[0], line[1]) and _is_header(line[1:]):
            self._left_out(line[0], line[0], "the number of an item")
            return line[1:]
        match = _ITEM.match(line[0].line, line[0].place.column - 1)
        if match is None:
            return line
        rest = [this for this in line if this.place.column > match.end()]
        if rest and (self._is_item(rest) or line[1] == ")"):
            self._left_out(line[0], line[len(line) - len(rest) - 1], "the number of an item")
            return rest
        return line

    def _is_item(self, rest: list[Token]) -> bool:
        """Whether a definition begins here, its label or its own number, or a sentence."""
        numbered = rest[0] == "(" and rest[2:3] == [")"] and defines(rest, 3)
        begins = defines(rest) or derives(rest) or numbered
        return begins or bool(self.label_of(rest)) or any(prose_of(rest, self.names))

    def _without_number(self, line: list[Token], typed: str) -> list[Token]:
        """y = x^2   (3)"""
        match = _EQUATION_NUMBER.search(typed.rstrip())
        if match is None or not any(this == "=" for this in line):
            return line
        rest = [this for this in line if this.place.column > match.start()]
        if not rest or len(rest) == len(line):
            return line
        self._left_out(rest[0], rest[-1], "an equation number")
        return line[: -len(rest)]

    # Labels.

    def label_of(self, line: list[Token]) -> int:
        """How many tokens stand before the colon of a label, Loss: L = …, Step 2: z = …; 0 where there is none."""
        colon = next((k for k, this in enumerate(line) if this == ":"), 0)
        if not colon or colon + 1 == len(line) or "↦" in line or (line[0] == "f" and colon == 1):
            return 0
        return colon if _is_label(line[:colon]) else 0

    def without_label(self, line: list[Token]) -> list[Token]:
        """The line behind its label; one that says where binds what follows."""
        colon = self.label_of(line)
        if not colon:
            return line
        label, rest = line[:colon], line[colon + 1 :]
        self._left_out(label[0], line[colon], "a label")
        if label[-1].lower() in ("at", "point", "where", "given") and rest[0] == "(":
            return [token("at", "at", label[-1].place, label[-1].typed), *rest]
        return rest


def _is_header(line: list[Token]) -> bool:
    """f(x, y) = …"""
    return len(line) > 4 and line[0].kind == "name" and line[1] == "(" and not gap(*line[:2]) and defines(line)


def _is_picture(this: Token) -> bool:
    """Emoji and arrows of a page's ornaments, which say nothing."""
    return this.kind == "stranger" and unicodedata.category(this.typed[0]) == "So" and this.typed not in _MEANT


def _is_beside(line: list[Token], k: int) -> bool:
    """Whether no sign of a formula wants an operand here."""
    return not any(this in ("+", "-", "*", "/", "^", "**", "=") for this in line[max(0, k - 1) : k + 2])


def _without_bold(line: list[Token]) -> list[Token]:
    """**Loss:** L = …; the power x**2 has space on both sides, or on none."""
    found: list[Token] = []
    opened: int | None = None
    for k, this in enumerate(line):
        if this == "**":
            before = k == 0 or gap(line[k - 1], this)
            after = k + 1 == len(line) or gap(this, line[k + 1]) or line[k + 1] in (".", ",", ":", ";")
            if before and not after and opened is None:
                opened = len(found)
            elif opened is not None and not before and after:
                del found[opened]
                opened = None
                continue
        found.append(this)
    return found


def _is_label(label: list[Token]) -> bool:
    """Words, numbers and capitals: Loss, Step 2, Layer A, Hidden layer (first)."""
    if any(this in ("lambda", "while", "for", "if", "def", "else", "with", "class") for this in label[:1]):
        return False
    single = all(this.kind == "name" for this in label) and len(label) == 1
    words = [this for this in label if is_word(this)]
    return single or (bool(words) and all(
        is_word(this) or this.kind == "number" or this.typed.isupper() or this in ("(", ")", ".", "-", ",", "&", "/")
        or this.typed in ("—", "#")
        for this in label))  # fmt: skip


def _is_comment(line: list[Token], at: int) -> bool:
    """// at the start of a line, or before words side by side."""
    rest = line[at + 1 :]
    if at == 0 or line[at - 1] == ";":
        return True
    return len(rest) > 1 and all(is_word(this) for this in rest[:2]) and gap(rest[0], rest[1])
