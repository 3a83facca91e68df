"""What is written of a LaTeX text: pieces of the language, each with its place, and what waits for its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graphs.errors import BadSyntax, Fix, Place, printable
from graphs.limits import Limits

COMMAND = re.compile(r"\\([A-Za-z]+|.|\n)")
_SPACE = re.compile(r"(?:[ \t\r~$]|\\[,;:! ]|\\(?:left|right|[bB]igg?[lrm]?|limits)(?![A-Za-z]))*")
_INDEX = re.compile(r"_\{\[((?:[-0-9:, ]|\\dots|None){1,200})\]\}")
_SCRIPT = re.compile(r"\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+|[^\s{}\\]))")


@dataclass(slots=True)
class Open:
    """What waits for its end.

    kind: the sign that ends it; "arguments" of a command, "bare" (a function without brackets) or "matrix".
    rest: what is still to be written round a command's arguments. rows: where a matrix's rows begin. wide: they have
    several entries. array: the operand that a power is of was one. begins: the piece that opens an argument. alone: a
    call that is all of what a function without brackets takes: \\log\\det(A).
    """

    kind: str
    start: int
    close: str = ")"
    rest: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    wide: bool = False
    array: bool = False
    begins: int = 0
    alone: bool = False


class Writer:
    """text: what was typed, read up to `at`. names: those of several letters that it may hold. out: the pieces.

    ended: an operand stands last, out[start] its first piece. array: by custom it is one. plain: it is a name.
    beside: it was multiplied with a name before it that is no array. raised: it has its power.
    """

    def __init__(self, text: str, names: set[str], limits: Limits):
        self.text, self.names, self.limits = text, names, limits
        self.at = self.start = 0
        self.out: list[tuple[str, int]] = []
        self.stack: list[Open] = []
        self.ended = self.array = self.plain = self.beside = self.raised = False

    def _write(self, piece: str, typed: int) -> None:
        if piece:
            self.out.append((piece, typed))

    def _operand(self, piece: str, typed: int, array: bool = False, plain: bool = False) -> None:
        """An operand begins; where one stands already, the two are multiplied."""
        self.beside = self.ended and self.plain and not self.array
        if self.ended:
            self._write(" @ " if self.array else "*", typed)
        self.start, self.ended, self.array, self.plain, self.raised = len(self.out), True, array, plain, False
        self._write(piece, typed)

    def _entry(self, typed: int) -> None:
        """x_{[0, 1:]} chooses entries, as the page itself prints them."""
        match = _INDEX.match(self.text, typed)
        if match is None or not self.ended:
            raise self._refuse("a subscript stands after a name", typed)
        self.at = match.end()
        self._write(f"[{match.group(1)}]".replace("\\dots", "..."), typed)
        self.plain = self.array = False

    def _operator(self, sign: str, typed: int) -> None:
        if sign == "=" and typed and self.text[typed - 1] == "=" and self.out[-1] == (" = ", typed - 1):
            self.out[-1] = (" == ", typed - 1)
            return
        if not (sign in "+-" and self.stack and self.stack[-1].kind == "bare" and not self.ended):
            self._end_bare()
        spaced = f" {sign} " if sign in ("+", "-", "=") and self.ended else ", " if sign == "," else sign
        self._write(spaced, typed)
        self.ended = False

    def _after_space(self) -> int:
        """Where the next sign is that is more than space."""
        match = _SPACE.match(self.text, self.at)
        return match.end() if match is not None else self.at

    def _script(self, at: int, deep: bool = False) -> tuple[str, int]:
        """What stands above or below, and where it ends; "" for braces three deep, where `deep` allows them."""
        match = _SCRIPT.match(self.text, at)
        if match is None and deep and self.text[at:].lstrip().startswith("{"):
            return "", at
        if match is None:
            raise self._refuse(f"something is expected after '{self.text[at - 1]}'", at - 1)
        return (match.group(1) if match.group(1) is not None else match.group(2)).strip(), match.end()

    def _push(self, opened: Open) -> None:
        self.stack.append(opened)
        self.limits.check("depth", len(self.stack), "brackets may be open at once", self._place(opened.start))

    def _end_bare(self) -> None:
        """A function without brackets ends where its argument does."""
        while self.stack and self.stack[-1].kind == "bare":
            opened = self.stack.pop()
            self._write(opened.close, opened.start)
            self.ended, self.array, self.plain, self.raised = True, False, False, False

    def _argument_ends(self, typed: int) -> None:
        while self.stack and self.stack[-1].kind == "arguments":
            opened = self.stack[-1]
            self._write(opened.rest.pop(0), typed)
            self._unwrap(opened)
            self.ended = not opened.rest
            self.array, self.plain, self.raised = False, False, opened.rest == [] and self.text[opened.start] == "^"
            if opened.rest:
                return
            self.stack.pop()
            self.array = opened.array

    def _unwrap(self, opened: Open) -> None:
        """Brackets round one name or number are left out: (1/2), x**2."""
        before, at = self.out[opened.begins]
        after, end = self.out[-1]
        if len(self.out) == opened.begins + 3 and before in ("**(", "((", "/("):
            self.out[opened.begins], self.out[-1] = (before[:-1], at), (after[1:], end)
        opened.begins = len(self.out)
        if opened.rest and after.endswith("/("):
            self.out[-1] = (self.out[-1][0].removesuffix("/("), end)
            self._write("/(", end)

    def _waits_for_argument(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "arguments"

    def _place(self, at: int) -> Place:
        command = COMMAND.match(self.text, at)
        line = self.text.count("\n", 0, at) + 1
        return Place(line, at - (self.text.rfind("\n", 0, at) + 1) + 1, len(command.group()) if command else 1)

    def _refuse(self, message: str, at: int, hint: str | None = None, fixes: tuple[Fix, ...] = ()) -> BadSyntax:
        return BadSyntax(printable(message), self._place(at), hint, fixes)

    def _fix(self, start: int, end: int, text: str, label: str) -> tuple[Fix, ...]:
        """The fix that puts a text in place of a stretch of one line."""
        place = Place(self._place(start).line, self._place(start).column, end - start)
        return () if "\n" in self.text[start:end] else (Fix(place, text, label),)
