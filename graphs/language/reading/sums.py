"""Sums, products and cases of mathematics: Sum(body, (i, 1, n)), Product, Piecewise((a, c), …), entry(x, i)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from graphs.errors import BadSyntax, WrongArguments
from graphs.language.program import Word
from graphs.language.reading.draft import Draft
from graphs.language.reading.expressions import Expressions
from graphs.language.reading.operators import WHERE
from graphs.language.reading.values import Scope, Term, Value, leaf
from graphs.language.tree import place_of, placed
from graphs.operations import elementwise
from graphs.operations.row import Operation, Shape


def _over(row: Operation, empty: float) -> Callable[[Expressions, ast.Call, Scope], Value]:
    def of(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
        """The terms one by one, joined by the row."""
        place = place_of(tree)
        if not tree.args:
            raise WrongArguments("a sum has terms, and an index with its bounds", place, "Sum(x^k, (k, 1, 3))")
        body, bounds = tree.args[0], tree.args[1:]
        words: list[Word] = []
        for k, inner in enumerate(_turns(expressions, body, bounds, scope)):
            words += expressions.term(body, inner).words
            expressions.draft.check(Term(words), place)
            if k:
                words.append(Word(row, None, 2, place))
        return Term(words) if words else leaf(empty, place)

    return of


def _turns(expressions: Expressions, body: ast.expr, bounds: list[ast.expr], scope: Scope) -> Iterable[Scope]:
    """A scope for each turn, with its indices bound; several indices count as loops in one another."""
    if not bounds:
        raise WrongArguments("a sum has an index with its bounds", place_of(body), "Sum(x^k, (k, 1, 3))")
    first, *rest = bounds
    if not isinstance(first, ast.Tuple) or not isinstance(first.elts[0], ast.Name):
        raise WrongArguments("a sum has an index with its bounds", place_of(first), "Sum(x^k, (k, 1, 3))")
    index, *ends = first.elts
    assert isinstance(index, ast.Name)
    low, high = _ends(expressions, body, index.id, ends, scope)
    expressions.draft.turns(max(0, high - low + 1), place_of(first))
    for k in range(low, high + 1):
        inner = Scope(scope, scope.group, {index.id: leaf(float(k), place_of(first))}, frozenset((index.id,)))
        if rest:
            yield from _turns(expressions, body, rest, inner)
        else:
            yield inner


def _ends(expressions: Expressions, body: ast.expr, index: str, ends: list[ast.expr], scope: Scope) -> tuple[int, int]:
    """The bounds of an index; without them it goes through the entries of what it is an index of."""
    given = [each for each in ends if not (isinstance(each, ast.Constant) and each.value is None)]
    if len(given) == 2:
        low, high = (
            expressions.draft.counting(expressions.term(each, scope), place_of(each), "a bound of a sum")
            for each in given
        )
        return low, high
    size = _size(expressions, body, index, scope)
    if size is None:
        raise BadSyntax(f"how far {index} counts is not known", place_of(body),
                        "write its bounds, or give what it is an index of as a list")  # fmt: skip
    return 1, size


def _size(expressions: Expressions, body: ast.expr, index: str, scope: Scope) -> int | None:
    """The number of entries that an index goes through in what it is an index of."""
    for tree in ast.walk(body):
        base: str | None = None
        positions: list[bool] = []
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "entry":
            base = tree.args[0].id if isinstance(tree.args[0], ast.Name) else None
            positions = [_mentions(each, index) for each in tree.args[1:]]
        elif isinstance(tree, ast.Name) and "_" in tree.id:
            base, _, letters = tree.id.rpartition("_")
            positions = (
                [letters == index] if letters == index or len(letters) < 2 else [each == index for each in letters]
            )
        shape = shape_of_name(expressions.draft, base, scope) if base and any(positions) else ()
        if len(shape) >= len(positions) > 0:
            return shape[positions.index(True)]
    return None


def _mentions(tree: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(tree))


def shape_of_name(draft: Draft, name: str, scope: Scope) -> Shape:
    """The shape of what a name stands for; () where nothing binds it."""
    value = scope.find(name)
    if isinstance(value, Term):
        return draft.shape(value)
    return draft.given.get(name, ())


def lengths(expressions: Expressions, tree: ast.AST, scope: Scope) -> None:
    """Bind the letters that only bound sums, n and N, to the length of what is summed over."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Sum", "Product")):
            continue
        for bounds in call.args[1:]:
            if not isinstance(bounds, ast.Tuple) or not isinstance(bounds.elts[0], ast.Name):
                continue
            for end in ast.walk(ast.Tuple(bounds.elts[1:])):
                if isinstance(end, ast.Name) and scope.find(end.id) is None and end.id not in expressions.draft.given:
                    size = _size(expressions, call.args[0], bounds.elts[0].id, scope)
                    if size is not None:
                        scope.names[end.id] = leaf(float(size), place_of(bounds))


def entry(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """x_i, counted from 1: an entry of x where that is an array, else the input x_1, x_2, …"""
    base, *indices = tree.args
    numbers = [
        expressions.draft.counting(expressions.term(each, scope), place_of(each), "an index") for each in indices
    ]
    if isinstance(base, ast.Name) and len(shape_of_name(expressions.draft, base.id, scope)) < len(numbers):
        name = ast.Name(f"{base.id}_{''.join(map(str, numbers))}")
        return expressions.name(placed(name, place_of(tree), typed=name.id), scope)
    term = expressions.term(base, scope)
    shape = expressions.draft.shape(term)
    for number, size in zip(numbers, shape, strict=False):
        if not 1 <= number <= size:
            raise BadSyntax(f"there is no entry {number}: they count from 1 to {size}", place_of(tree))
    return expressions.entry(term, tuple(number - 1 for number in numbers), place_of(tree))


def _piecewise(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """The value of the first condition that holds."""
    place = place_of(tree)
    rows = [each for each in tree.args if isinstance(each, ast.Tuple) and len(each.elts) == 2]
    if not rows or len(rows) < len(tree.args):
        raise WrongArguments(
            "Piecewise takes pairs of a value and its condition", place, "Piecewise((x, x > 0), (0, True))"
        )
    *others, last = rows
    if not (isinstance(last.elts[1], ast.Constant) and last.elts[1].value is True):
        expressions.draft.note(
            place_of(last.elts[1]), "read as", "the last row counts for all values that no other row takes"
        )
    values = [each.elts[0] for each in rows]
    if expressions.enters_again(values, scope):  # all of them at once would never end
        taken = next((k for k, row in enumerate(others) if expressions.holds(row.elts[1], scope, "if")), -1)
        return expressions.term(values[taken], scope)
    words: list[Word] = []
    for row in others:
        value, condition = row.elts
        words += expressions.term(condition, scope).words + expressions.term(value, scope).words
    words += expressions.term(last.elts[0], scope).words
    return Term([*words, *[Word(WHERE, None, 3, place_of(row)) for row in reversed(others)]])


SPECIAL: dict[str, Callable[[Expressions, ast.Call, Scope], Value]] = {
    "Sum": _over(elementwise.ADD, 0.0),
    "Product": _over(elementwise.MULTIPLY, 1.0),
    "Piecewise": _piecewise,
    "entry": entry,
}
