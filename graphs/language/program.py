"""A program as it was understood: lines of words in postfix order, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphs.errors import Place
from graphs.operations.row import Operation


class Word(NamedTuple):
    """One word of a line in postfix order: a leaf (a number or a name), or a row applied to the last `arity` values."""

    row: Operation | None
    leaf: float | str | None
    arity: int
    place: Place


class Line(NamedTuple):
    """One line: its name, where it stands, its words, how many values they leave, and the names they read."""

    name: str | None
    place: Place
    words: list[Word]
    values: int
    reads: frozenset[str]


@dataclass(frozen=True, eq=False)
class Program:
    """A program as it was understood; the last line is the output. One is equal to itself alone, as a graph is."""

    text: str
    lines: list[Line]
