"""Sums, products and cases of mathematics: Sum(body, (i, 1, n)), Product, Piecewise((a, c), …), entry(x, i)."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeGuard

from graphs.errors import BadSyntax, Fix, TwoReadings, WrongArguments
from graphs.language.program import Word
from graphs.language.reading import operators
from graphs.language.reading.draft import Draft
from graphs.language.reading.entries import entry_at
from graphs.language.reading.expressions import Expressions
from graphs.language.reading.operators import WHERE
from graphs.language.reading.values import Listed, Scope, Term, Value, leaf
from graphs.language.tree import nodes, place_of, placed
from graphs.operations import elementwise
from graphs.operations.reductions import MAX, MIN
from graphs.operations.row import Operation, Shape
from graphs.operations.table import FUNCTIONS

_COUNTS = ("n", "N", "m", "M")
_BOUND = ("Sum", "Product", "max_over", "min_over")
_RANGLE = re.compile(r"\\rangle")


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


def _extreme(row: Operation) -> Callable[[Expressions, ast.Call, Scope], Value]:
    def of(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
        """The largest or the smallest of the terms."""
        terms = _terms(expressions, tree, scope)
        if not terms:
            raise BadSyntax("nothing is compared here", place_of(tree))
        return operators.applied(row, operators.literal(Listed([*terms], place_of(tree)), terms), place_of(tree))

    return of


def _terms(expressions: Expressions, tree: ast.Call, scope: Scope) -> list[Term]:
    """The terms of all turns."""
    body, bounds = tree.args[0], tree.args[1:]
    terms: list[Term] = []
    for inner in _turns(expressions, body, bounds, scope):
        terms.append(expressions.term(body, inner))
        expressions.draft.check(Listed([*terms], place_of(tree)), place_of(tree))
    return terms


def _each(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """What is said for every i: of whole vectors where i is the only index of what it stands at, else row by row."""
    body, index = tree.args[0], tree.args[1]
    assert isinstance(index, ast.Tuple) and isinstance(index.elts[0], ast.Name)
    letter = index.elts[0].id
    if not any(_is_deep(expressions, each, letter, scope) for each in nodes(body)):
        return expressions.value(_whole(body, letter), scope)
    terms = _terms(expressions, tree, scope)
    return operators.literal(Listed([*terms], place_of(tree)), terms)


def _is_deep(expressions: Expressions, tree: ast.AST, letter: str, scope: Scope) -> bool:
    """Whether an entry has this index beside others, or is a row of a matrix."""
    if not _is_entry(tree) or not any(_mentions(each, letter) for each in tree.args[1:]):
        return False
    base = tree.args[0]
    rank = len(shape_of_name(expressions.draft, base.id, scope)) if isinstance(base, ast.Name) else 1
    return len(tree.args) > 2 or rank > 1 or not isinstance(tree.args[1], ast.Name)


def _is_entry(tree: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "entry"


def _whole(tree: ast.AST, letter: str) -> Any:
    """A tree where entries with an index are what they are entries of."""
    if _is_entry(tree) and any(_mentions(each, letter) for each in tree.args[1:]):
        return tree.args[0]
    made = copy.copy(tree)  # what its nodes carry stays the same
    for field, value in ast.iter_fields(tree):
        if isinstance(value, ast.AST):
            setattr(made, field, _whole(value, letter))
        elif isinstance(value, list):
            setattr(made, field, [_whole(each, letter) if isinstance(each, ast.AST) else each for each in value])
    return made


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
    for tree in nodes(body):
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
    return any(isinstance(each, ast.Name) and each.id == name for each in nodes(tree))


def shape_of_name(draft: Draft, name: str, scope: Scope) -> Shape:
    """The shape of what a name stands for; () where nothing binds it."""
    value = scope.find(name)
    if isinstance(value, Term):
        return draft.shape(value)
    return draft.given.get(name, ())


def lengths(expressions: Expressions, tree: ast.AST, scope: Scope) -> None:
    """Bind the letters that only bound sums, n and N, to the length of what is summed over."""
    for call in nodes(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _BOUND):
            continue
        for bounds in call.args[1:]:
            if not isinstance(bounds, ast.Tuple) or not isinstance(bounds.elts[0], ast.Name):
                continue
            ends = [*nodes(ast.Tuple(bounds.elts[1:]))]
            if all(isinstance(each, ast.Constant) and each.value is None for each in bounds.elts[1:]):
                ends = [*_divisors(tree)]  # 1/n before a sum over all entries
            for end in ends:
                if isinstance(end, ast.Name) and scope.find(end.id) is None and end.id not in expressions.draft.given:
                    size = _size(expressions, call.args[0], bounds.elts[0].id, scope)
                    if size is not None:
                        scope.names[end.id] = leaf(float(size), place_of(bounds))


def _divisors(tree: ast.AST) -> Iterable[ast.Name]:
    """The letters of a number of entries that stand below a fraction's line."""
    for each in nodes(tree):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div):
            yield from (name for name in nodes(each.right) if isinstance(name, ast.Name) and name.id in _COUNTS)


def counted(trees: Iterable[ast.AST]) -> set[str]:
    """The names that bound sums, which are no inputs."""
    calls = [each for tree in trees for each in nodes(tree) if isinstance(each, ast.Call)]
    bounds = [each for call in calls if isinstance(call.func, ast.Name) and call.func.id in _BOUND
              for each in call.args[1:] if isinstance(each, ast.Tuple)]  # fmt: skip
    ends = [end for each in bounds for end in each.elts[1:]]
    return {name.id for end in ends for name in nodes(end) if isinstance(name, ast.Name)}


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
    return entry_at(term, tuple(number - 1 for number in numbers), place_of(tree))


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


def _angles(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """⟨x, y⟩ of two arrays is their inner product, of numbers a vector.

    Raises TwoReadings for two names that are numbers, where either is likely.
    """
    place, draft = place_of(tree), expressions.draft
    terms = [expressions.term(each, scope) for each in tree.args]
    shapes = [draft.shape(each) for each in terms]
    if len(terms) == 2 and all(shapes):
        (row,) = FUNCTIONS["dot"]
        return Term([*terms[0].words, *terms[1].words, Word(row, None, 2, place)])
    if len(terms) == 2 and all(isinstance(each, ast.Name) for each in tree.args) and draft.evaluation is not None:
        x, y = (draft.typed(place_of(each)) for each in tree.args)
        line = draft.text.split("\n")[place.line - 1]
        end = _RANGLE.search(line, place.column)
        whole = place._replace(length=(end.end() if end is not None else len(line)) - place.column + 1)
        vector, product = f"\\begin{{pmatrix}} {x} \\\\ {y} \\end{{pmatrix}}", f"{x} \\cdot {y}"
        fixes = (Fix(whole, vector, "the vector"), Fix(whole, product, "the product")) if end is not None else ()
        raise TwoReadings("this may be a vector, or an inner product", place, f"{vector} or {product}", fixes)
    return operators.literal(Listed([*terms], place), terms)


SPECIAL: dict[str, Callable[[Expressions, ast.Call, Scope], Value]] = {
    "Sum": _over(elementwise.ADD, 0.0),
    "Product": _over(elementwise.MULTIPLY, 1.0),
    "Piecewise": _piecewise,
    "entry": entry,
    "max_over": _extreme(MAX),
    "min_over": _extreme(MIN),
    "each_of": _each,
    "angles": _angles,
}
