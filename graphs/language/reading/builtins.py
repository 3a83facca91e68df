"""What code calls to count and to go through lists: range, len, zip, enumerate, sum, …"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graphs.errors import WrongArguments
from graphs.language.program import Word
from graphs.language.reading.values import Listed, Scope, Term, Value, leaf
from graphs.language.tree import place_of
from graphs.operations import elementwise

if TYPE_CHECKING:
    from graphs.language.reading.calling import Calls


def _range(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    place = place_of(tree)
    ends = [
        calls.draft.counting(calls.expressions.term(each, scope), place_of(each), "a range's end") for each in tree.args
    ]
    if not 1 <= len(ends) <= 3 or (len(ends) == 3 and not ends[2]):
        raise WrongArguments("range takes one to three whole numbers, and a step that is not 0", place, "range(3)")
    turns = range(*ends)
    calls.draft.turns(len(turns), place)
    return Listed([leaf(float(k), place) for k in turns], place)


def _len(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    (value,) = _values(calls, tree, scope, 1)
    place = place_of(tree)
    if isinstance(value, Listed):
        return leaf(float(len(value.entries)), place)
    shape = calls.draft.shape(calls.expressions.as_term(value, tree.args[0]))
    if not shape:
        raise WrongArguments("len is of a list or an array; this is a number", place)
    return leaf(float(shape[0]), place)


def _zip(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    columns = _columns(calls, tree, scope)
    return Listed([Listed([*row], place_of(tree)) for row in zip(*columns, strict=False)], place_of(tree))


def _enumerate(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    place = place_of(tree)
    start = 0
    rest = [*tree.args[1:], *(each.value for each in tree.keywords)]
    if rest:
        start = calls.draft.counting(calls.expressions.term(rest[0], scope), place, "the start of enumerate")
    entries = calls.expressions.iterated(calls.expressions.value(tree.args[0], scope), place)
    return Listed([Listed([leaf(float(k), place), each], place) for k, each in enumerate(entries, start)], place)


def _listed(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    if not tree.args:
        return Listed([], place_of(tree))
    (column,) = _columns(calls, tree, scope)
    return Listed([*column], place_of(tree))


def _reversed(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    (column,) = _columns(calls, tree, scope)
    return Listed(column[::-1], place_of(tree))


def _sum(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    """sum of a list adds its entries one by one, as code does; of an array, along its first axis."""
    values = _values(calls, tree, scope, 1, 2)
    place = place_of(tree)
    entries = calls.expressions.iterated(values[0], place)
    terms = [calls.expressions.as_term(each, tree) for each in (*values[1:], *entries)]
    if not terms:
        return leaf(0.0, place)
    words = [*terms[0].words]
    for each in terms[1:]:
        words += [*each.words, Word(elementwise.ADD, None, 2, place)]
    return Term(words)


def _number(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    """float(x): the number itself."""
    (value,) = _values(calls, tree, scope, 1)
    return value


def _whole(calls: Calls, tree: ast.Call, scope: Scope) -> Value:
    (value,) = _values(calls, tree, scope, 1)
    return leaf(
        float(calls.draft.whole(calls.expressions.as_term(value, tree.args[0]), place_of(tree))), place_of(tree)
    )


def _values(calls: Calls, tree: ast.Call, scope: Scope, *counts: int) -> list[Value]:
    if len(tree.args) not in counts or tree.keywords:
        name = tree.func.id if isinstance(tree.func, ast.Name) else "this"
        raise WrongArguments(
            f"{name} takes {' or '.join(map(str, counts))} argument{'s' * (counts != (1,))}", place_of(tree)
        )
    return [calls.expressions.value(each, scope) for each in tree.args]


def _columns(calls: Calls, tree: ast.Call, scope: Scope) -> list[list[Value]]:
    return [calls.expressions.iterated(calls.expressions.value(each, scope), place_of(each)) for each in tree.args]


BUILTINS: dict[str, Callable[[Any, ast.Call, Scope], Value]] = {
    "range": _range,
    "len": _len,
    "zip": _zip,
    "enumerate": _enumerate,
    "list": _listed,
    "tuple": _listed,
    "reversed": _reversed,
    "sum": _sum,
    "float": _number,
    "int": _whole,
}
