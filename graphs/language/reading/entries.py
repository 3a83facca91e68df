"""What stands in the brackets behind a value: entries of arrays, of lists and of dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphs.errors import BadSyntax, Place
from graphs.language.calls.calls import with_options
from graphs.language.program import Bound
from graphs.language.reading import operators
from graphs.language.reading.draft import Draft
from graphs.language.reading.operands import Operands
from graphs.language.reading.values import Keyed, Listed, Scope, Term, Value, Written
from graphs.language.tree import place_of
from graphs.operations.rearrangement import INDEX


def entry_at(term: Term, key: tuple[int, ...], place: Place) -> Term:
    """One entry of an array, counted from 0."""
    return operators.applied(with_options(INDEX, key=key), term, place)


class Entries:
    """value: of an expression."""

    def __init__(self, draft: Draft, operands: Operands, value: Callable[[ast.expr, Scope], Value]):
        self.draft, self.operands, self.value = draft, operands, value

    def of(self, tree: ast.Subscript, value: Value, scope: Scope) -> Value:
        row = getattr(tree, "applied", None)  # of plain text, where no name stands in an index
        if row is not None:
            return operators.applied(row.row, self.operands.as_term(value, tree.value), row.place)
        if isinstance(value, Listed):
            return self._of_list(value, tree.slice, scope)
        if isinstance(value, Keyed):
            return self._of_dictionary(value, tree.slice, scope)
        parts = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
        key = tuple(self._part(part, scope) for part in parts)
        term = self.operands.as_term(value, tree.value)
        if any(isinstance(each, list) for each in key):
            return self._gathered(term, key, tree)
        return operators.applied(with_options(INDEX, key=key), term, place_of(tree.slice))

    def _of_list(self, listed: Listed, tree: ast.expr, scope: Scope) -> Value:
        part = self._part(tree, scope)
        if isinstance(part, tuple):
            return Listed(listed.entries[slice(*part)], place_of(tree))
        if not isinstance(part, int) or not -len(listed.entries) <= part < len(listed.entries):
            raise BadSyntax(f"the list has {len(listed.entries)} entries", place_of(tree))
        return listed.entries[part]

    def _part(self, tree: ast.expr, scope: Scope) -> Any:
        """One part of an index: a whole number, a list of them, a slice, None or …"""
        if isinstance(tree, ast.Slice):
            start, stop, step = (
                None if each is None else self._number(self.value(each, scope), each)
                for each in (tree.lower, tree.upper, tree.step)
            )
            if step == 0:
                raise BadSyntax("the step of a slice is not 0", place_of(tree))
            return start, stop, step
        if isinstance(tree, ast.Constant) and tree.value in (None, ...):
            return tree.value
        if isinstance(tree, ast.Attribute) and tree.attr == "newaxis":
            return None
        value = self.value(tree, scope)
        if isinstance(value, Written) and value.value is None:
            return None
        if isinstance(value, Written) and isinstance(value.value, str):
            raise BadSyntax("the dictionary that has this name is not given", place_of(tree),
                            f"params = {{'{value.value}': 2.0}} gives it")  # fmt: skip
        term = self.operands.as_term(value, tree)
        if self.draft.shape(term):
            return self._numbers(term, place_of(tree))
        return self._number(term, tree)

    def _number(self, value: Value, tree: ast.expr) -> int:
        return self.draft.counting(self.operands.as_term(value, tree), place_of(tree), "an index")

    # Entries at lists of numbers.

    def _numbers(self, term: Term, place: Place) -> list[int]:
        """A list of whole numbers that is known while the text is read. Raises BadSyntax, also for a condition."""
        if self._is_condition(term):
            raise BadSyntax("entries that a condition chooses are not read", place, "np.where(x > 0, x, 0)")
        source = self.draft.source(term.words)
        if source.is_free:
            raise BadSyntax("an index must be known while the text is read, and depends on an input", place)
        numbers = np.asarray(self.draft.known(term))
        self.draft.limits.check("literal", numbers.size, "entries may stand in one list", place)
        if numbers.ndim != 1 or not np.array_equal(numbers, np.trunc(numbers)):
            raise BadSyntax("an index is a whole number, or a list of them", place)
        self.draft.indexes(source)
        return [int(each) for each in numbers]

    def _is_condition(self, term: Term) -> bool:
        """Whether a term is made of comparisons, or of True and False."""
        waiting, seen = [*term.words], set[int]()
        while waiting:
            word = waiting.pop()
            if word.row in operators.COMPARISONS or self.draft.typed(word.place) in ("True", "False"):
                return True
            if isinstance(word.leaf, Bound) and word.leaf.line not in seen:
                seen.add(word.leaf.line)
                waiting += self.draft.lines[word.leaf.line].words
        return False

    def _gathered(self, term: Term, key: Sequence[Any], tree: ast.Subscript) -> Value:
        """p[np.arange(n), t] and x[[0, 2]]: an entry for each of the numbers."""
        place = place_of(tree.slice)
        if not all(isinstance(each, list | int) for each in key):
            raise BadSyntax("a list of numbers beside a slice is not read in an index", place, "A[[0, 2]], A[:, 0]")
        columns = [each if isinstance(each, list) else [each] for each in key]
        count = max(map(len, columns))
        if any(len(column) not in (1, count) for column in columns):
            raise BadSyntax("the lists of an index have one length", place)
        found: list[Value] = [
            entry_at(term, tuple(column[k % len(column)] for column in columns), place) for k in range(count)
        ]
        return self.operands.as_term(Listed(found, place), tree)

    # Dictionaries.

    def dictionary(self, tree: ast.Dict, scope: Scope) -> Keyed:
        """{'w': 2.0}."""
        keys = [str(each.value) for each in tree.keys if isinstance(each, ast.Constant)]
        asked = getattr(tree, "trained", [True] * len(keys))
        data = frozenset(key for key, trained in zip(keys, asked, strict=True) if not trained)
        entries = {key: self.value(each, scope) for key, each in zip(keys, tree.values, strict=True)}
        return Keyed(entries, place_of(tree), data)

    def _of_dictionary(self, keyed: Keyed, tree: ast.expr, scope: Scope) -> Value:
        key = self.value(tree, scope)
        if not isinstance(key, Written) or key.value not in keyed.entries:
            listed = f"has the names {', '.join(keyed.entries)}" if keyed.entries else "is empty"
            raise BadSyntax(f"the dictionary {listed}", place_of(tree))
        return keyed.entries[str(key.value)]
