"""What code calls to count and to go through lists: range, len, zip, enumerate, sum, …"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from graphs.errors import BadSyntax, WrongArguments
from graphs.language.program import Word
from graphs.language.reading import operators
from graphs.language.reading.expressions import Expressions
from graphs.language.reading.values import Function, Keyed, Listed, Scope, Term, Value, Written, leaf
from graphs.language.tree import place_of
from graphs.operations import elementwise
from graphs.operations.table import FUNCTIONS

(TRUNC,) = FUNCTIONS["trunc"]


def _range(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    turns, place = _turns(expressions, tree, scope), place_of(tree)
    expressions.draft.range(max(0, -(-(turns.stop - turns.start) // turns.step)), place)
    return Listed([leaf(float(k), place) for k in turns], place)


def first_of_range(expressions: Expressions, tree: ast.expr, scope: Scope) -> list[Value] | None:
    """The first number of a range, however long that is; None where a tree is no range."""
    is_range = isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "range"
    if not is_range or scope.find("range") is not None:
        return None
    assert isinstance(tree, ast.Call)
    return [leaf(float(k), place_of(tree)) for k in _turns(expressions, tree, scope)[:1]]


def _turns(expressions: Expressions, tree: ast.Call, scope: Scope) -> range:
    place = place_of(tree)
    ends = [
        expressions.draft.counting(expressions.term(each, scope), place_of(each), "a range's end") for each in tree.args
    ]
    if not 1 <= len(ends) <= 3 or (len(ends) == 3 and not ends[2]):
        raise WrongArguments("range takes one to three whole numbers, and a step that is not 0", place, "range(3)")
    return range(*ends)


def _len(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    (value,) = _values(expressions, tree, scope, 1)
    place = place_of(tree)
    if isinstance(value, Listed | Keyed):
        return leaf(float(len(value.entries)), place)
    shape = expressions.draft.shape(expressions.as_term(value, tree.args[0]))
    if not shape:
        raise WrongArguments("len is of a list or an array; this is a number", place)
    return leaf(float(shape[0]), place)


def _zip(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    columns = _columns(expressions, tree, scope)
    return Listed([Listed([*row], place_of(tree)) for row in zip(*columns, strict=False)], place_of(tree))


def _enumerate(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    place = place_of(tree)
    if not tree.args:
        raise WrongArguments("enumerate goes through a list", place, "enumerate(xs)")
    start = 0
    rest = [*tree.args[1:], *(each.value for each in tree.keywords)]
    if rest:
        start = expressions.draft.counting(expressions.term(rest[0], scope), place, "the start of enumerate")
    entries = expressions.iterated(expressions.value(tree.args[0], scope), place)
    return Listed([Listed([leaf(float(k), place), each], place) for k, each in enumerate(entries, start)], place)


def _listed(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    if not tree.args:
        return Listed([], place_of(tree))
    column = _column(expressions, tree, scope)
    return Listed([*column], place_of(tree))


def _reversed(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    column = _column(expressions, tree, scope)
    return Listed(column[::-1], place_of(tree))


def _sum(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """sum of a list adds its entries one by one, as code does; of an array, along its first axis."""
    values = _values(expressions, tree, scope, 1, 2)
    place = place_of(tree)
    entries = expressions.iterated(values[0], place)
    terms = [expressions.as_term(each, tree) for each in (*values[1:], *entries)]
    if not terms:
        return leaf(0.0, place)
    words = [*terms[0].words]
    for each in terms[1:]:
        words += [*each.words, Word(elementwise.ADD, None, 2, place)]
    return Term(words)


def _number(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """float(x): the number itself."""
    (value,) = _values(expressions, tree, scope, 1)
    return value


def _whole(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """int(x): without its fraction; a known number is a constant, so that it can count."""
    (value,) = _values(expressions, tree, scope, 1)
    term = expressions.as_term(value, tree.args[0])
    number = expressions.draft.known(term) if expressions.draft.is_constant(term) else None
    if isinstance(number, float) and isfinite(number):
        return leaf(float(int(number)), place_of(tree))
    return operators.applied(TRUNC, term, place_of(tree))


def _partial(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """partial(f, a, b=2): f with some of its parameters set."""
    place = place_of(tree)
    function = expressions.value(tree.args[0], scope) if tree.args else None
    if not isinstance(function, Function) or function.rest:
        raise BadSyntax("partial takes a function of the text", place, "partial(f, 2.0)")
    given: list[Value] = []
    for each in tree.args[1:]:
        if isinstance(each, ast.Starred):
            given += expressions.iterated(expressions.value(each.value, scope), place_of(each))
        else:
            given.append(expressions.value(each, scope))
    named = {str(each.arg): expressions.value(each.value, scope) for each in tree.keywords}
    free = function.parameters[len(given) :]
    if len(given) > len(function.parameters) or not named.keys() <= set(free):
        raise WrongArguments(f"{function.name} takes {', '.join(function.parameters)}", place)
    bound = {**dict(zip(function.parameters, given, strict=False)), **named}
    left = tuple(name for name in free if name not in named)
    return replace(function, parameters=left, scope=Scope(function.scope, None, bound))


def of_dictionary(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """params.values(), .keys(), .items(): lists, in the order of the names."""
    assert isinstance(tree.func, ast.Attribute)
    keyed, place = expressions.value(tree.func.value, scope), place_of(tree)
    if not isinstance(keyed, Keyed):
        raise BadSyntax(f".{tree.func.attr}() is of a dictionary", place)
    if tree.func.attr == "values":
        return Listed([*keyed.entries.values()], place)
    keys: list[Value] = [Written(key) for key in keyed.entries]
    if tree.func.attr == "keys":
        return Listed(keys, place)
    return Listed([Listed([*pair], place) for pair in zip(keys, keyed.entries.values(), strict=True)], place)


def _values(expressions: Expressions, tree: ast.Call, scope: Scope, *counts: int) -> list[Value]:
    if len(tree.args) not in counts or tree.keywords:
        name = tree.func.id if isinstance(tree.func, ast.Name) else "this"
        raise WrongArguments(
            f"{name} takes {' or '.join(map(str, counts))} argument{'s' * (counts != (1,))}", place_of(tree)
        )
    return [expressions.value(each, scope) for each in tree.args]


def _column(expressions: Expressions, tree: ast.Call, scope: Scope) -> list[Value]:
    (value,) = _values(expressions, tree, scope, 1)
    return expressions.iterated(value, place_of(tree.args[0]))


def _columns(expressions: Expressions, tree: ast.Call, scope: Scope) -> list[list[Value]]:
    return [expressions.iterated(expressions.value(each, scope), place_of(each)) for each in tree.args]


BUILTINS: dict[str, Callable[[Expressions, ast.Call, Scope], Value]] = {
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
    "partial": _partial,
}
