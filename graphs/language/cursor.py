"""Where the reading of a line stands: the tokens taken, the brackets open, what is written so far."""

from __future__ import annotations

from graphs.language.brackets import Open
from graphs.language.tokens import Token, token
from graphs.limits import Limits


class Cursor:
    """raw: the line as typed, read up to `at`. out: the line rewritten. bound: names that need no guessing, own: those
    of them that the point or a line binds. names: those of the line."""

    def __init__(self, raw: list[Token], bound: set[str], own: set[str], limits: Limits):
        self.raw = raw
        self.bound = bound
        self.own = own
        self.names = {each for each in raw if each.kind == "name"}
        self.limits = limits
        self.at = 0
        self.out: list[Token] = []
        self.opened: list[Open] = []
        self.operations = 0

    def _token(self, steps: int) -> Token | None:
        at = self.at + steps
        return self.raw[at] if 0 <= at < len(self.raw) else None

    def _next(self, steps: int = 1) -> str:
        return self._token(steps) or ""

    def _next_kind(self, steps: int = 1) -> str:
        following = self._token(steps)
        return following.kind if following is not None else ""

    def _count(self, this: Token) -> None:
        self.operations += 1
        self.limits.check("operations", self.operations, "operations may stand in one line", this.place)

    def _open(self, kind: str, sign: Token, *ends: Token, **rest: object) -> Open:
        opened = Open(sign, kind, len(self.out), ends, **rest)  # type: ignore[arg-type]
        self.opened.append(opened)
        self.limits.check("depth", len(self.opened), "brackets may be open at once", sign.place)
        return opened


def beside(place: Token, text: str) -> Token:
    """A sign of our own that stands where a typed token stands."""
    return token(text, "sign", place.place, place.typed)
