"""What a name may stand for while a text is read: a number or an array, a list, a function, a word."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graphs.errors import Place
from graphs.language.program import Bound, Word


class Term(NamedTuple):
    """A number or an array, known or not: the words of its formula."""

    words: list[Word]


class Listed(NamedTuple):
    """A list or a tuple of code, or an array that is written out. sign: where its bracket stands."""

    entries: list[Value]
    place: Place
    sign: Place | None = None


class Keyed(NamedTuple):
    """A dictionary of code: its values by their names. data: the names of those that are no inputs of its line."""

    entries: dict[str, Value]
    place: Place
    data: frozenset[str] = frozenset()


class Written(NamedTuple):
    """A word, None, True or False: what options are given by."""

    value: str | bool | None


class Ours(NamedTuple):
    """A function of the language or of a library under another name: g = np.tanh."""

    name: str
    library: str


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the text. scope: where it was defined; its own names are looked up there after those of a call.

    is_header: it is a line of mathematics, f(x) = …, so that what it gives is called f. rest: the name of *args, a list
    of the arguments that its parameters leave; only so many of the parameters may stand without their names then.
    """

    name: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Value]
    body: list[ast.stmt]
    scope: Scope
    place: Place
    is_header: bool = False
    rest: str = ""
    in_order: int | None = None


@dataclass(frozen=True, eq=False)
class Class:
    """A class of the text. methods: each with what it calls its object; fields: of a tuple, as parameters."""

    name: str
    methods: Mapping[str, tuple[str, Function]]
    fields: Function | None


class Record(NamedTuple):
    """An object of a class, or a tuple whose values have names."""

    entries: dict[str, Value]
    of: Class
    place: Place

    def method(self, name: str) -> Function | None:
        """A method, its object bound."""
        owner, method = self.of.methods.get(name, ("", None))
        return method and replace(method, scope=Scope(method.scope, None, {owner: self}))

    @property
    def called(self) -> Function | None:
        return self.method("call") or self.method("forward")


class Mapped(NamedTuple):
    """vmap(f). axes: for each argument 0, or None where it is the same in all turns; none: 0 for all."""

    function: Function | Mapped
    axes: tuple[int | None, ...]


Value = Term | Listed | Keyed | Written | Ours | Function | Mapped | Class | Record


@dataclass(eq=False)
class Scope:
    """The names of a text, of the call of a function, or of a comprehension.

    group: the group that lines of this scope belong to. index: under a sum, the names that count.
    """

    outer: Scope | None = None
    group: int | None = None
    names: dict[str, Value] = field(default_factory=dict)
    indices: frozenset[str] = frozenset()

    def find(self, name: str) -> Value | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None

    def counts(self, name: str) -> bool:
        """Whether a name is the index of a sum around."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.indices:
                return True
            scope = scope.outer
        return False


def leaf(value: float | str | Bound, place: Place) -> Term:
    return Term([Word(None, value, 0, place)])


def in_group(value: Value, group: int | None) -> Value:
    """The same value, with what is left to compute of it in a group, unless it is in one already."""
    if group is None or leaf_of(value) is not None:
        return value
    if isinstance(value, Term):
        return Term([word if word.group is not None else word._replace(group=group) for word in value.words])
    if isinstance(value, Listed):
        return value._replace(entries=[in_group(each, group) for each in value.entries])
    return value


def leaf_of(value: Value | None) -> float | str | Bound | None:
    """The number, the name or the line before that a value is; None where something is left to compute."""
    if isinstance(value, Term) and len(value.words) == 1:
        return value.words[0].leaf
    return None


def line_of(value: Value | None) -> int | None:
    """The number of the line that a value stands for."""
    of = leaf_of(value)
    return of.line if isinstance(of, Bound) else None
