"""Brackets that wait for their end."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphs.errors import BadSyntax, Fix, Place
from graphs.language.calls.calls import Called
from graphs.language.messages.edits import after, mended, typed
from graphs.language.tokens import OPENS, Token
from graphs.limits import Limits


@dataclass(slots=True)
class Open:
    """A bracket, or |, that waits for its end.

    kind: group, tuple (a group with commas), call, cast (a call that only makes an array), bars or literal.
    start: where its operand starts in the rewritten line. end: what is written at its end.
    entries: the entries of a literal so far, those of lists inside it counted one by one.
    compares: whether it holds a comparison, so that | after it is "or".
    choices: the ifs in it that wait for their else.
    has_options: of a call, whether an option was read, after which no operand stands.
    """

    sign: Token
    kind: str
    start: int
    end: tuple[Token, ...]
    function: Called | None = None
    entries: int = 0
    element: int = 0
    nested: tuple[int, int] = (0, 0)
    has_options: bool = False
    compares: bool = False
    choices: list[Token] = field(default_factory=list)

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


def not_closed(opened: list[Open], before: Token | None, last: Token, line: int | None = None) -> BadSyntax:
    """opened: the brackets that wait, the innermost last. before: the bracket that closes another one; None where the
    text ended. last: the token after which their ends are missing. line: where, if that is not the last one."""
    inner = opened[-1].sign
    where = f" before '{before.typed}'" if before is not None else ""
    of_line = "" if line is None else f" of line {line}"
    hint = f"write {closing(inner)} at the end{of_line}" if before is None else None
    missing = opened if before is None else opened[-1:]
    ends = "".join(closing(each.sign) for each in reversed(missing))
    if last == ",":  # an argument is missing, too
        return BadSyntax(f"'{inner}' is not closed{where}", inner.place, hint)
    first = missing[0].sign
    shown = mended(first, last, after(last, ends))
    place = Place(last.place.line, last.place.column + last.place.length, 0)
    return BadSyntax(f"'{inner}' is not closed{where}", inner.place, hint,
                     (Fix(place, ends, shown[0].label if shown else typed(last, last) + ends),))  # fmt: skip
