"""The program while it is written: its lines, and what is known of their values so far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from graphs.clock import tick
from graphs.errors import BadSyntax, Fix, Place
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.program import Bound, Group, Line, Word
from graphs.language.reading.values import Function, Listed, Term, Value, leaf
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

    def is_turned(self, number: int) -> bool:
        """Whether the condition of this number is taken the other way: to see what the other side of a border gives."""

    def anew(self) -> Evaluation:
        """The same for another text."""


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
_UNROLLED = "words stand in a program with its loops and calls written out"
_COPIED = 16  # words that are copied in the time of a visit


@dataclass
class Asked:
    """A condition, once it is asked. kind: if, while, or entries (of a comprehension)."""

    place: Place
    kind: str
    holds: bool = False


class Followed(NamedTuple):
    """A condition, or a part that `and`, `or` or `not` joins, that was decided by its value.

    words: its own. source: what its value depends on. number: among all of them, in the order of reading.
    """

    asked: Asked
    place: Place
    words: list[Word]
    source: Source
    number: int
    holds: bool


def _written_out(term: Term) -> float:
    """The value of a number with its sign. Raises PointNeeded for all else."""
    number, *signs = term.words
    if not isinstance(number.leaf, float) or any(each.row is not NEGATE for each in signs):
        raise PointNeeded
    return -number.leaf if len(signs) % 2 else number.leaf


class Setting(NamedTuple):
    """A name that the text gives a number or an array. line: None where the question's value stands in its place."""

    name: str
    place: Place
    value: Term
    line: int | None


class Draft:
    """given: the names that the point binds. wanted: the names that are to be inputs, where the question says so."""

    def __init__(self, text: str, given: Mapping[str, Shape], wanted: frozenset[str] | None, limits: Limits,
                 evaluation: Evaluation | None):  # fmt: skip
        self.text, self.given, self.wanted, self.limits = text, given, wanted, limits
        self.evaluation = evaluation
        self.outside: set[str] = set()  # names whose values the question gives, and that are no inputs
        self.counts: set[str] = set()  # those of them that bound sums
        self.lines: list[Line] = []
        self.line_names: set[str] = set()
        self.sources: list[Source] = []
        self.literals: dict[int, Literal] = {}
        self.groups: list[Group] = []
        self.notes: list[Note] = []
        self.asks_gradient = False  # of such an input
        self.given_lines: list[str] = []  # the inputs of literal lines whose values come from the question
        self.settings: list[Setting] = []
        self.parameters: list[str] = []  # the inputs that a header or a call names, in their order
        self.followed: list[Followed] = []  # what depends on literal lines or inputs and decided a condition
        self.headers: dict[str, list[str]] = {}  # the parameters of headers that are lines, by the lines' names
        self.executed: list[Function] = []  # the functions of the text that are being called, in one another
        self.has_arrays = any(given.values())  # of the point, or of lines so far
        self.counted = {"unrolled": 0, "tests": 0, "turns": 0, "inlined": 0, "statements": 0, "numbers": 0}

    def note(self, place: Place, kind: str, message: str, fix: Fix | None = None) -> None:
        self.notes.append(Note(place, kind, message, fix))

    def typed(self, place: Place) -> str:
        """What stands at a place of the text."""
        return self.text.split("\n")[place.line - 1][place.column - 1 : place.column - 1 + place.length]

    # Groups and lines.

    def group(self, name: str, kind: str, parent: int | None, place: Place) -> int:
        """The number of a new group."""
        self.groups.append(Group(name, kind, parent, place))
        return len(self.groups) - 1

    def binding(self, group: int, values: Iterable[tuple[str, Value]]) -> None:
        """Keep what the parameters of a group stand for, where it is a line or a name."""
        words = [(name, value.words[0]) for name, value in values if isinstance(value, Term) and len(value.words) == 1]
        self.groups[group] = self.groups[group]._replace(bindings=tuple(words))

    def is_at_top(self, line: Line) -> bool:
        """Whether a line stands in no function and in no turn."""
        group = None if line.group is None else self.groups[line.group]
        return group is None or (group.kind == "line" and group.parent is None)

    def bind(self, name: str | None, term: Term, place: Place, group: int | None = None, values: int = 1) -> Term:
        """Write a line; the term that stands for it from now on."""
        self.has_arrays = self.has_arrays or any(
            word.row is not None and word.row.shape is not None for word in term.words
        )
        self._count("unrolled", len(term.words), _UNROLLED, place)
        reads = frozenset(word.leaf for word in term.words if isinstance(word.leaf, str))
        self.line_names.add(name or "")
        self.lines.append(Line(name, place, term.words, values, reads, group))
        self.sources.append(self.source(term.words))
        return leaf(Bound(len(self.lines) - 1, name or ""), place)

    def from_outside(self, name: str, is_trainable: bool) -> None:
        """A line gives a number to an input whose value the question gives."""
        self.given_lines.append(name)
        self.asks_gradient = self.asks_gradient or is_trainable

    def sets(self, name: str, place: Place, value: Term, line: int | None = None) -> None:
        """The text gives a name this value, in the line of that number, or in none where the question gives another."""
        self.settings.append(Setting(name, place, value, line))

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
        self._count("turns", count, "turns of loops are written out", place)

    def calls(self, function: str, place: Place) -> None:
        """Raises TooLarge where one call more would be written out, or stands in too many others."""
        self._count("inlined", 1, "calls are written out", place)
        self.limits.check("calls", len(self.executed) + 1, f"calls of {function} stand in one another", place)

    def range(self, count: int, place: Place) -> None:
        """Raises TooLarge where so many numbers would be counted up."""
        self.limits.check("turns", count, "numbers may stand in a range: that is the limit", place)
        self.counted["numbers"] += count
        self.limits.check("statements", self.counted["numbers"], "numbers may stand in all ranges", place)

    def statement(self, place: Place) -> None:
        """Raises TooLarge where one statement more would be gone through."""
        self._count("statements", 1, "statements are gone through", place)

    def check(self, value: Value, place: Place) -> None:
        """Raises TooLarge where a value has too many words or entries, before more is made of it."""
        if isinstance(value, Term):
            tick(len(value.words) // _COPIED)
            self.limits.check("unrolled", len(value.words), _UNROLLED, place)
        elif isinstance(value, Listed):
            count, waiting = 0, [value]
            while waiting:
                entries = waiting.pop().entries
                inner = [each for each in entries if isinstance(each, Listed)]
                count += len(entries) - len(inner)
                self.limits.check("literal", max(count, len(inner)), "entries may stand in one list", place)
                waiting += inner

    def _count(self, name: str, more: int, what: str, place: Place) -> int:
        """So many more of what a limit bounds; how many there are. Raises TooLarge."""
        self.counted[name] += more
        self.limits.check(name, self.counted[name], what, place)
        return self.counted[name]

    def counting(self, term: Term, place: Place, what: str) -> int:
        """A whole number that is needed while reading: a count of turns, a size, an index. Raises BadSyntax."""
        source = self.source(term.words)
        if source.is_free:
            raise BadSyntax(f"{what} must be known while the text is read, and depends on an input", place)
        value = self.known(term)
        if np.ndim(value) or not math.isfinite(value) or value != int(value):
            raise BadSyntax(f"{what} is a whole number", place)
        self.indexes(source)
        return int(value)

    def is_settled(self, term: Term) -> bool:
        """Whether no input decides a value, and nothing whose gradient the text asks for."""
        source = self.source(term.words)
        return not source.is_free and not any(self.literals[line].is_trainable for line in source.literals)

    def settled(self, term: Term, place: Place) -> float | int:
        """A number that a function needs while reading, a whole one as an int: an option. Raises BadSyntax."""
        value = self.known(term)
        if np.ndim(value) or not math.isfinite(value):
            raise BadSyntax("an option of a function is a number", place)
        self.indexes(self.source(term.words))
        return int(value) if value == int(value) else float(value)

    def indexes(self, source: Source) -> None:
        """The literal lines of a source count, size arrays or choose entries, and are no inputs."""
        for line in source.literals:
            self.literals[line].counts = True

    def holds(self, term: Term, place: Place, asked: Asked) -> bool:
        """Whether a condition, or a part of one, holds at the point; it is kept where a line or an input decides it.

        Raises BadSyntax where it has no value, or several.
        """
        number = self._count("tests", 1, "conditions are followed", place)
        source = self.source(term.words)
        value = self.known(term)
        holds = bool(value) if isinstance(value, float) and value == value else self._holds(value, place)
        if source != _NOTHING:
            assert self.evaluation is not None
            holds = holds != self.evaluation.is_turned(number)
            self.followed.append(Followed(asked, place, term.words, source, number, holds))
        return holds

    @staticmethod
    def _holds(value: Any, place: Place) -> bool:
        """Of an array of one entry. Raises BadSyntax for several, and for nan."""
        if np.size(value) > 1:
            raise BadSyntax(
                "a condition of an array is true and false at once", place, "where(x > 0, …, …) chooses by entry"
            )
        if np.isnan(value).any():
            raise BadSyntax("this condition is undefined at this point", place, "choose another point")
        return bool(np.reshape(value, ()))

    def shape(self, term: Term) -> Shape:
        """The shape of a term's value."""
        return () if self.evaluation is None else self.evaluation.shape(self.lines, term.words)
