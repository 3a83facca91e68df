"""The program while it is written: its lines, and what is known of their values so far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from graphs.errors import BadSyntax, Fix, Place
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.program import Bound, Group, Line, Word
from graphs.language.reading.values import Term, leaf
from graphs.language.sheet import Note
from graphs.limits import Limits
from graphs.operations.elementwise import NEGATE
from graphs.operations.row import Shape


class PointNeeded(Exception):
    """The text chooses by a value that depends on an input, and the point is not known."""


class Evaluation(Protocol):
    """The values of lines while a program is read; autodiff has it."""

    def value(self, lines: list[Line], words: list[Word]) -> Any:
        """A float or an array; an input that the point does not bind counts as 1."""

    def shape(self, lines: list[Line], words: list[Word]) -> Shape: ...


@dataclass
class Literal:
    """A line that gives a number or an array: an input, or data.

    is_trainable: the text asks for its gradient. is_parameter: of the function that is the program. counts: it sizes
    arrays, counts turns or is an index. starts: it is bound again from itself, as a sum is that a loop adds to.
    """

    name: str
    line: int
    is_trainable: bool = False
    is_parameter: bool = False
    counts: bool = False
    starts: bool = False


@dataclass(frozen=True)
class Source:
    """What a value depends on: inputs that no line gives, and literal lines by their number."""

    is_free: bool = False
    literals: frozenset[int] = frozenset()


_NOTHING = Source()


def _written_out(term: Term) -> float:
    """The value of a number with its sign. Raises PointNeeded for all else."""
    number, *signs = term.words
    if not isinstance(number.leaf, float) or any(each.row is not NEGATE for each in signs):
        raise PointNeeded
    return -number.leaf if len(signs) % 2 else number.leaf


class Draft:
    """given: the names that the point binds. wanted: the names that are to be inputs, where the question says so."""

    def __init__(self, text: str, given: Mapping[str, Shape], wanted: frozenset[str] | None, limits: Limits,
                 evaluation: Evaluation | None):  # fmt: skip
        self.text, self.given, self.wanted, self.limits = text, given, wanted, limits
        self.evaluation = evaluation
        self.outside: set[str] = set()  # names whose values the question gives, and that are no inputs
        self.lines: list[Line] = []
        self.sources: list[Source] = []
        self.literals: dict[int, Literal] = {}
        self.groups: list[Group] = []
        self.notes: list[Note] = []
        self.given_lines: list[str] = []  # the inputs of literal lines whose values come from the question
        self.parameters: list[str] = []  # the inputs that a header or a call names, in their order
        self.followed: list[frozenset[int]] = []  # by choice that was made by a value: the literals that it depends on
        self.is_followed = False
        self.has_arrays = any(given.values())  # of the point, or of lines so far
        self.counted = {"words": 0, "tests": 0, "turns": 0}

    def note(self, place: Place, kind: str, message: str, fix: Fix | None = None) -> None:
        self.notes.append(Note(place, kind, message, fix))

    def typed(self, place: Place) -> str:
        """What stands at a place of the text."""
        return self.text.split("\n")[place.line - 1][place.column - 1 : place.column - 1 + place.length]

    # Lines.

    def bind(self, name: str | None, term: Term, place: Place, group: int | None = None, values: int = 1) -> Term:
        """Write a line; the term that stands for it from now on."""
        self.counted["words"] += len(term.words)
        self.has_arrays = self.has_arrays or any(
            word.row is not None and word.row.shape is not None for word in term.words
        )
        self.limits.check(
            "unrolled", self.counted["words"], "words stand in a program with its loops written out", place
        )
        reads = frozenset(word.leaf for word in term.words if isinstance(word.leaf, str))
        self.lines.append(Line(name, place, term.words, values, reads, group))
        self.sources.append(self.source(term.words))
        return leaf(Bound(len(self.lines) - 1, name or ""), place)

    def source(self, words: Iterable[Word]) -> Source:
        is_free, literals = False, frozenset[int]()
        for word in words:
            if isinstance(word.leaf, Bound):
                of = self.sources[word.leaf.line]
                is_free, literals = is_free or of.is_free, literals | of.literals
                if word.leaf.line in self.literals:
                    literals |= {word.leaf.line}
            elif isinstance(word.leaf, str):
                is_free = is_free or self.is_input(word.leaf)
        return Source(is_free, literals) if is_free or literals else _NOTHING

    def is_input(self, name: str) -> bool:
        """Whether a name that no line binds is an input, and no constant."""
        return name in self.given or name not in NAMED_CONSTANTS

    def is_constant(self, term: Term) -> bool:
        """Whether a term is a literal or an expression of literals."""
        return self.source(term.words) == _NOTHING

    # Values.

    def known(self, term: Term) -> Any:
        """The value of a term that depends on no input. Raises PointNeeded where it does, and no point is known."""
        if self.evaluation is None:
            return _written_out(term)
        return self.evaluation.value(self.lines, term.words)

    def turns(self, count: int, place: Place) -> None:
        """Raises TooLarge where so many turns would be written out."""
        self.counted["turns"] += count
        self.limits.check("turns", self.counted["turns"], "turns of loops are written out: that is the limit", place)

    def whole(self, term: Term, place: Place) -> int:
        """The whole part of a number that is known while reading, as int of code gives it. Raises BadSyntax."""
        if self.source(term.words).is_free:
            raise BadSyntax("int needs a number that depends on no input", place, "floor(x) has a value at each point")
        return int(self.known(term))

    def counting(self, term: Term, place: Place, what: str) -> int:
        """A whole number that is needed while reading: a count of turns, a size, an index. Raises BadSyntax."""
        source = self.source(term.words)
        if source.is_free:
            raise BadSyntax(f"{what} must be known while the text is read, and depends on an input", place)
        value = self.known(term)
        if np.ndim(value) or not math.isfinite(value) or value != int(value):
            raise BadSyntax(f"{what} is a whole number", place)
        for line in source.literals:
            self.literals[line].counts = True
        return int(value)

    def holds(self, term: Term, place: Place) -> bool:
        """Whether a condition holds at the point; the choice is noted where an input decides it."""
        self.counted["tests"] += 1
        self.limits.check("tests", self.counted["tests"], "conditions are followed", place)
        source = self.source(term.words)
        value = self.known(term)
        if np.size(value) > 1:
            raise BadSyntax(
                "a condition of an array is true and false at once", place, "where(x > 0, …, …) chooses by entry"
            )
        if source.is_free or source.literals:
            self.followed.append(source.literals)
            self.is_followed = self.is_followed or source.is_free
        return bool(np.reshape(value, ()))

    def shape(self, term: Term) -> Shape:
        """The shape of a term's value."""
        return () if self.evaluation is None else self.evaluation.shape(self.lines, term.words)
