"""The tokens that only LaTeX has, and the pieces that become tokens."""

from __future__ import annotations

from typing import NamedTuple

from graphs.language.tokens import Token


class Raised(Token):
    """The sign of a power. is_array: what is raised is an array by custom: a capital, a bold letter."""

    __slots__ = ("is_array",)
    is_array: bool


class Piece(NamedTuple):
    """What is written for a stretch of LaTeX: text of the language; or, with a kind, one token; or a token made.

    at: where the stretch begins. end: where it ends; 0 for the sign or command that begins at `at`.
    """

    text: str
    at: int
    end: int = 0
    kind: str = ""
    made: Token | None = None
