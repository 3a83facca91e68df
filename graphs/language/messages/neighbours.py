"""The tokens around a place of the text, for messages that show how the text there can be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from graphs.errors import Place, Problem
from graphs.language.tokens import Token, token_lines
from graphs.limits import DOOR


class Neighbours:
    """Tokens of a text by line; none where its signs are not those of plain text."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def lines(self) -> list[list[Token]]:
        try:
            return list(token_lines(self.text, DOOR))
        except Problem:
            return []

    def problem(self, place: Place, of: Callable[[Sequence[Token], int], Problem]) -> Problem | None:
        """The problem of the token at a place, given its line and where it stands there."""
        for line in self.lines:
            for at, each in enumerate(line):
                if each.place == place:
                    return of(line, at)
        return None
