"""A program as it was understood: lines of words in postfix order, each with its place in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphs.errors import Place
from graphs.language.sheet import Note
from graphs.operations.row import Operation


class Bound(NamedTuple):
    """A leaf: the value of the program's line of this number, from 0 on, and that line's name."""

    line: int
    name: str = ""


class Word(NamedTuple):
    """One word of a line in postfix order: a leaf, or a row applied to the last `arity` values.

    leaf: a number, the name of an input or a constant, or a line before. group: where it was computed, if not in the
    group of its line: what a function returns stands in the line that calls it.
    """

    row: Operation | None
    leaf: float | str | Bound | None
    arity: int
    place: Place
    group: int | None = None


class Line(NamedTuple):
    """One line: its name, where it stands, its words, how many values they leave, the inputs and constants that they
    read, and the number of the group that it is part of."""

    name: str | None
    place: Place
    words: list[Word]
    values: int
    reads: frozenset[str]
    group: int | None = None


class Group(NamedTuple):
    """What is computed together: for a line with a name, in a call of a function of the text, or in a turn of a loop.

    kind: line, function or turn. name: the line's, the function's, or the loop's variable with its value. parent: the
    group around it. bindings: the parameters of a call and the variables of a loop, each with the word that it is.
    """

    name: str
    kind: str
    parent: int | None
    place: Place
    bindings: tuple[tuple[str, Word], ...] = ()


class Derivative(NamedTuple):
    """What is derived, as a program of its own, and the names that it is derived by, the first one first."""

    of: Program
    by: tuple[str, ...]


class Stated(NamedTuple):
    """A claim of the text: what it states, and what that is stated of, each as a program in the text's inputs.

    place, text: the claim as typed. about: value, derivative or gradient. right: what is stated; derivatives: the
    inputs of `right` that stand for derivatives of the program. at: the claim's own point. half_unit: half a unit of
    the last printed digit, relative where a formula of printed numbers is stated; None where the claim is exact.
    """

    place: Place
    text: str
    about: str
    of: Derivative
    right: Program
    derivatives: Mapping[str, Derivative]
    at: Mapping[str, Any]
    approximate: bool
    half_unit: float | None
    is_relative: bool


class Condition(NamedTuple):
    """A condition that was followed, since it is decided by an input.

    number: its place among all conditions of the text, in the order of reading. line: of `Program.deciding`, that it
    is the value of. holds: how it was taken.
    """

    place: Place
    number: int
    line: int
    holds: bool


class NamedLiteral(NamedTuple):
    """A name that the text gives a number or an array, at this place: an input, or data."""

    name: str
    place: Place
    value: Any
    is_input: bool


@dataclass(frozen=True, eq=False)
class Program:
    """A program as it was understood; the last line is the output. One is equal to itself alone, as a graph is.

    form: plain, python or latex. inputs: the names whose order the text gives; others follow in natural order. data:
    the names that are no inputs although a point binds them. point: the values that the text gives its inputs.
    cotangent: what the text pulls back from its output. conditions: those that were followed, so that another point may
    take other lines; deciding: the lines that they are computed by. has_several_lines: the text has more than one,
    those that give inputs their values included. literals: the names that may be inputs or data, with the values that
    the text gives them. counts: names of the point that only bound sums, and are no inputs.
    """

    text: str
    lines: list[Line]
    form: str = "plain"
    inputs: tuple[str, ...] = ()
    point: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    claims: tuple[Stated, ...] = ()
    groups: tuple[Group, ...] = ()
    cotangent: Any = None
    conditions: tuple[Condition, ...] = ()
    deciding: tuple[Line, ...] = ()
    has_several_lines: bool = False
    literals: tuple[NamedLiteral, ...] = ()
    counts: frozenset[str] = frozenset()

    @property
    def is_followed(self) -> bool:
        """Whether another point may take other lines."""
        return bool(self.conditions)


def arguments_of(lines: Sequence[Line], groups: Sequence[Group]) -> set[int]:
    """The lines that compute the argument of a call: they are named within it, and computed around it."""
    bound = {(word.leaf, k) for k, group in enumerate(groups) for _, word in group.bindings}
    return {k for k, line in enumerate(lines) if (Bound(k, line.name or ""), line.group) in bound}


def around(groups: Sequence[Group], group: int | None) -> int | None:
    """The group around a group."""
    return None if group is None else groups[group].parent


def names_in(groups: Sequence[Group], group: int | None) -> int | None:
    """The call or the turn that the names of a group's lines belong to; None at the top."""
    return groups[group].parent if group is not None and groups[group].kind == "line" else group


def in_function(groups: Sequence[Group], group: int | None) -> bool:
    """Whether a group is the call of a function, or in one: its names are not those of the program."""
    while group is not None and groups[group].kind != "function":
        group = groups[group].parent
    return group is not None
