"""Brackets that wait for their end."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.calls import Called
from graphs.errors import BadSyntax
from graphs.limits import Limits
from graphs.tokens import OPENS, Token


@dataclass(slots=True)
class Open:
    """A bracket, or |, that waits for its end.

    kind: group, tuple (a group with commas), call, cast (a call that only makes an array), bars or literal.
    start: where its operand starts in the rewritten line. end: what is written at its end.
    entries: the entries of a literal so far, those of lists inside it counted one by one.
    """

    sign: Token
    kind: str
    start: int
    end: tuple[Token, ...]
    function: Called | None = None
    entries: int = 0
    element: int = 0
    nested: tuple[int, int] = (0, 0)

    def begins(self, at: int) -> None:
        """The next entry begins at this place of the rewritten line."""
        self.element = at

    def entry_ends(self, at: int, limits: Limits) -> None:
        """An entry ended just before this place. Raises TooLarge past the bound on entries."""
        if at > self.element:
            entries, end = self.nested
            self.entries += entries if end == at else 1
            limits.check("literal", self.entries, "entries may stand in one literal", self.sign.place)

    def holds(self, inner: Open, at: int) -> None:
        """A literal inside this one ended just before this place; if it is the whole entry, its entries count."""
        if inner.start == self.element:
            self.nested = (inner.entries, at)


def closing(sign: str) -> str:
    """The end of a bracket."""
    return OPENS.get(sign, "|")


def not_closed(opened: Open, before: Token | None = None, line: int | None = None) -> BadSyntax:
    """before: the bracket that closes another one; None where the text ended. line: where its end was to be expected,
    if that is not the last one."""
    where = f" before '{before.typed}'" if before is not None else ""
    last = "" if line is None else f" of line {line}"
    hint = f"write {closing(opened.sign)} at the end{last}" if before is None else None
    return BadSyntax(f"'{opened.sign}' is not closed{where}", opened.sign.place, hint)
