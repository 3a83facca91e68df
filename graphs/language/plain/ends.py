"""Where in a line one statement ends and another one begins."""

from __future__ import annotations

from graphs.language.plain.left_sides import defines, derives
from graphs.language.plain.rewriting import ended
from graphs.language.plain.scanner import gap
from graphs.language.tokens import OPENS, Token


def at_colons(run: list[Token]) -> list[list[Token]]:
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


def begins_apart(line: list[Token], k: int) -> bool:
    """Whether another statement begins here, with space before it and no sign: q = x + y    ∂q/∂x = 1"""
    if k == 0 or not ended(line[k - 1]):
        return False
    before = line[k - 1].place
    space = line[k].place.column - before.column - before.length
    return (space > 1 and derives(line, k)) or (space > 2 and defines(line, k))


def splits_bracket(line: list[Token], marks: list[bool]) -> bool:
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


def stops(line: list[Token], k: int) -> bool:
    """Whether a statement ends with the full stop line[k]: another one begins behind it."""
    this = line[k]
    if not (this == "." or (this.kind == "number" and this.typed.endswith("."))) or k + 1 >= len(line):
        return False
    return gap(this, line[k + 1]) and (defines(line, k + 1) or derives(line, k + 1))
