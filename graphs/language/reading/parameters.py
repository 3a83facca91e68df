"""The parameters of the function that is the program: what sets them, and which of them are inputs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy

from graphs.errors import Place
from graphs.language.calls.libraries import ROOTS
from graphs.language.reading.called.arguments import bound as bound_arguments
from graphs.language.reading.draft import Literal
from graphs.language.reading.statements import Statements
from graphs.language.reading.values import Function, Keyed, Listed, Mapped, Record, Term, Value, leaf, leaf_of, line_of
from graphs.language.tree import place_of, placed

_ARGUMENTS = ("x", "y", "z")


class Parameters:
    """has_function: the program is a function of the text, so that literal lines are data."""

    def __init__(self, reader: Statements):
        self.reader, self.draft = reader, reader.draft
        self.has_function = False

    def free(self, function: Function, name: str) -> Value:
        """A parameter that no call sets: its default, a line of the text, or an input."""
        place = function.place
        self.draft.parameters.append(name)
        if name in self.draft.given:
            return leaf(name, place)
        of_text = self.reader.top.names.get(name)
        if of_text is not None:
            self._is_parameter(of_text)
            return of_text
        if name in function.defaults:
            return self._literal(name, function.defaults[name], place)
        return leaf(name, place)

    def _literal(self, name: str, value: Value, place: Place) -> Value:
        """A parameter's value; a number becomes a line of its own, which may be an input."""
        if isinstance(value, Listed):
            if not all(isinstance(each, Term) and self.draft.is_constant(each) for each in value.entries):
                several = sum(line_of(each) is None for each in value.entries) > 1
                names = [f"{name}{k}" if several else name for k in range(len(value.entries))]
                pairs = zip(names, value.entries, strict=True)
                return value._replace(entries=[self._of_key(*pair, place) for pair in pairs])
            value = self.reader.expressions.as_term(value, placed(ast.Name(name), place, typed=name))
        if isinstance(value, Record):
            return value._replace(entries={key: self._of_key(key, each, place) for key, each in value.entries.items()})
        if isinstance(value, Keyed):
            return Keyed({key: self._of_key(key, each, place) for key, each in value.entries.items()}, value.place)
        if not isinstance(value, Term):
            return value
        if line_of(value) in self.draft.literals or self.draft.is_constant(value):
            self.draft.parameters.append(name)
            self.has_function = True
        if not self.draft.is_constant(value):
            self._is_parameter(value, name)
            for line in self.draft.source(value.words).literals if leaf_of(value) is None else ():
                self.draft.literals[line].is_parameter = True  # f(*args), f(2*x): what the argument is made of
            return value if leaf_of(value) is not None else self.draft.bind(name, value, place)
        if name in self.draft.given:
            self.draft.sets(name, place, value)
            return leaf(name, place)
        bound = self.draft.bind(name, value, place)
        line = len(self.draft.lines) - 1
        self.draft.literals[line] = Literal(name, line, is_parameter=True)
        self.draft.sets(name, place, value, line)
        return bound

    def _is_parameter(self, value: Value, name: str = "") -> None:
        line = line_of(value)
        if line is not None and line in self.draft.literals:
            literal = self.draft.literals[line]
            literal.is_parameter, literal.name = True, name or literal.name

    def _of_key(self, key: str, value: Value, place: Place) -> Value:
        """A value of a dictionary that is an argument; a line of the text keeps its name."""
        line = line_of(value)
        literal = None if line is None else self.draft.literals.get(line)
        return self._literal(key if literal is None else literal.name, value, place)

    def is_call(self, tree: ast.expr) -> bool:
        """Whether an expression calls one of the text's functions."""
        if not isinstance(tree, ast.Call):
            return False
        head = tree.func.value if isinstance(tree.func, ast.Attribute) else tree.func
        value = self.reader.top.find(head.id) if isinstance(head, ast.Name) else None
        if isinstance(value, Record) or (isinstance(value, Function) and head is tree.func):
            return True
        is_partial = isinstance(tree.func, ast.Call) and getattr(tree.func.func, "id", "") == "partial"
        return isinstance(tree.func, ast.Lambda) or (is_partial and self.reader.top.find("partial") is None)

    def called(self, tree: ast.Call) -> Value:
        """The value of a call that is the program: numbers among its arguments are its point."""
        function = self.reader.calls.function(tree, self.reader.top)
        assert isinstance(function, Function)
        held = self._object(tree)
        for name, value in held.items():
            self._is_parameter(value, name if line_of(value) is None else "")
        values = bound_arguments(self.reader.expressions, tree, function, self.reader.top)
        bound: dict[str, Value] = {}
        for name, value in values.items():
            if held and line_of(value) in self.draft.literals:  # a line as good as those that the object holds
                self._is_parameter(value)
                self.has_function = True
                bound[name] = value
            else:
                bound[name] = self._literal(name, value, place_of(tree))
        return self.reader.calls.entered(function, bound, place_of(tree), None)

    def _object(self, tree: ast.Call) -> Mapping[str, Value]:
        """What an object holds whose method is called."""
        head = tree.func.value if isinstance(tree.func, ast.Attribute) else tree.func
        value = self.reader.top.find(head.id) if isinstance(head, ast.Name) else None
        return value.entries if isinstance(value, Record) else {}

    @staticmethod
    def is_of_numbers(tree: ast.Call) -> bool:
        """Whether all arguments of a call are written out in numbers."""
        return all(map(_is_number, tree.args)) and not tree.keywords

    def of_inner_call(self, tree: ast.expr) -> ast.expr:
        """np.sqrt(f(2.0)), 3*f(2.0): the numbers of the one call of a function of the text are its point."""
        called = {id(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)}
        names = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and id(each) not in called]
        if self.is_call(tree) or any(each.id not in ROOTS for each in names):
            return tree
        tree = deepcopy(tree)  # a text may be read again
        calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and self.is_call(each)]
        inner = {id(part) for each in calls for part in ast.walk(each) if part is not each}
        calls = [each for each in calls if id(each) not in inner]
        if len(calls) != 1 or any(isinstance(each, ast.Starred) for each in calls[0].args):
            return tree
        if calls[0].keywords or not isinstance(calls[0].func, ast.Name):
            return tree
        function = self.reader.top.find(calls[0].func.id)
        if isinstance(function, Function) and not function.rest and len(calls[0].args) <= len(function.parameters):
            calls[0].args = [self._named(*pair) for pair in zip(function.parameters, calls[0].args, strict=False)]
        return tree

    def _named(self, name: str, tree: ast.expr) -> ast.expr:
        """The name of a parameter in the place of the number that it is given."""
        value = self._literal(name, self.reader.expressions.value(tree, self.reader.top), place_of(tree))
        self.reader.top.names[name] = value
        return placed(ast.Name(name), place_of(tree), typed=name)

    def is_mapped(self, tree: ast.expr) -> bool:
        """Whether an expression calls vmap(f), or a name of it."""
        return bool(self._of_mapped(tree))

    def _of_mapped(self, tree: ast.expr) -> tuple[str, ...]:
        """The parameters of f where vmap(f) is called; none where it is not."""
        head = tree.func if isinstance(tree, ast.Call) else None
        value = self.reader.top.find(head.id) if isinstance(head, ast.Name) else None
        made = head.func if isinstance(head, ast.Call) else None
        if "vmap" in (getattr(made, "attr", ""), getattr(made, "id", "")):
            assert head is not None
            value = self.reader.expressions.value(head, self.reader.top)
        if not isinstance(value, Mapped):
            return ()
        while isinstance(value, Mapped):
            value = value.function
        return value.parameters

    def of_numbers(self, tree: ast.expr) -> ast.expr:
        """grad(jnp.tanh)(2.0): the numbers that a function of the language is asked at are inputs, x, y, …"""
        names = self._of_mapped(tree) or _ARGUMENTS
        if not isinstance(tree, ast.Call) or self.is_call(tree) or not all(map(_is_number, tree.args)):
            return tree
        arguments = [self._named(*pair) for pair in zip(names, tree.args, strict=False)]
        return placed(ast.Call(tree.func, arguments, tree.keywords), place_of(tree))


def _is_number(tree: ast.expr) -> bool:
    """Whether an argument is written out in numbers alone."""
    if isinstance(tree, ast.Starred):
        return False
    return not any(isinstance(each, ast.Name) and each.id not in ROOTS for each in ast.walk(tree))
