"""A sentence → its pieces: definitions and points that commas part, each split at its signs of equality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphs.language.tokens import OPENS, Token

EQUALS = ("=", ":=", "≈", "←")
_PARTS = ("⇒", "→", ";")


@dataclass(slots=True)
class Piece:
    """One statement's tokens. at: the word that binds it as a point ("at", "where"), if there is one.

    parts: what stands between the signs of equality; signs: these, one fewer.
    """

    tokens: list[Token]
    at: Token | None = None
    parts: list[list[Token]] = field(default_factory=list)
    signs: list[Token] = field(default_factory=list)


def pieces_of(sentence: Sequence[Token]) -> list[Piece]:
    found: list[Piece] = []
    at: Token | None = None
    current: list[Token] = []
    depths = depths_of(sentence)
    for k, this in enumerate(sentence):
        depth = depths[k]
        if this.kind == "at" and depth == 0:
            _finish(found, current, at)
            at, current = this, []
        elif depth == 0 and this.kind == "sign" and this in _PARTS:
            _finish(found, current, at)
            at, current = None, []
        elif depth == 0 and this in (",", "and") and _parts_here(sentence, k, current, at):
            _finish(found, current, at)
            current = []
        else:
            current.append(this)
    _finish(found, current, at)
    return found


def depths_of(tokens: Sequence[Token]) -> list[int]:
    """How many brackets are open at each token; a bracket itself stands outside."""
    found, depth = [], 0
    for this in tokens:
        depth = max(0, depth - (this in OPENS.values()))
        found.append(depth)
        depth += this in OPENS
    return found


def _finish(found: list[Piece], tokens: list[Token], at: Token | None) -> None:
    while tokens and tokens[-1] in (",", "and") and at is not None:
        tokens = tokens[:-1]
    if not tokens:
        return
    piece = Piece(tokens, at)
    start = 0
    for k, (this, depth) in enumerate(zip(tokens, depths_of(tokens), strict=True)):
        if this.kind == "sign" and this in EQUALS and depth == 0:
            piece.parts.append(tokens[start:k])
            piece.signs.append(this)
            start = k + 1
    piece.parts.append(tokens[start:])
    found.append(piece)


def _parts_here(sentence: Sequence[Token], k: int, current: Sequence[Token], at: Token | None) -> bool:
    """Whether a comma parts two definitions: one begins behind it, and what stands before it is whole."""
    if not begins_definition(sentence, k + 1):
        return False
    if any(this in EQUALS for this in current):
        return True
    return bool(current) and not all(this.kind == "name" or this == "," for this in current) and at is None


def begins_definition(tokens: Sequence[Token], at: int) -> bool:
    """Whether a left side and a sign of equality stand here: x =, f(x, y) =, dL/dw ="""
    while at < len(tokens) and tokens[at] in ("∇",):
        at += 1
    if at >= len(tokens) or tokens[at].kind not in ("name", "derivative"):
        return False
    k = at + 1
    if k < len(tokens) and tokens[k] == "(":
        end = closing(tokens, k)
        if end is None:
            return False
        k = end + 1
    return k < len(tokens) and tokens[k] in EQUALS


def closing(tokens: Sequence[Token], at: int) -> int | None:
    """Where the bracket tokens[at] ends."""
    depth = 0
    for k in range(at, len(tokens)):
        depth += (tokens[k] in OPENS) - (tokens[k] in OPENS.values())
        if depth == 0:
            return k
    return None


def comma_parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """What commas part, outside of brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for this in tokens:
        depth += (this in OPENS) - (this in OPENS.values())
        if this == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(this)
    return parts


def in_brackets(tokens: Sequence[Token]) -> list[Token] | None:
    """What one pair of brackets holds that stands round all of the tokens."""
    if len(tokens) > 2 and tokens[0] in OPENS and closing(tokens, 0) == len(tokens) - 1:
        return list(tokens[1:-1])
    return None


def listed_parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """What commas and `and` part, outside of brackets."""
    parts: list[list[Token]] = []
    for part in comma_parts(tokens):
        at = next((k for k, this in enumerate(part) if this == "and"), len(part))
        parts += [part[:at], part[at + 1 :]]
    return [part for part in parts if part]


def is_name(tokens: Sequence[Token]) -> bool:
    """Whether a part is a name and no more."""
    return len(tokens) == 1 and tokens[0].kind == "name"
