"""A call as it stands → the row that it means, with its options, and its operands.

Arguments stand in their order or by their names (sum(A, 1), sum(A, axis=1)); see signatures.py and meanings.py.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphs.errors import Fix, Place, WrongArguments
from graphs.language.calls.array_meanings import TORCH_METHODS
from graphs.language.calls.libraries import CASTS, FILLED, IGNORED, STORAGE
from graphs.language.calls.meanings import Meaning, Part, meaning, spoken_by
from graphs.language.calls.options import check, is_none, is_written_out, value_of
from graphs.language.calls.signatures import LISTED, VARIADIC, in_order, operands_of, parameter, parameters_of
from graphs.language.messages.edits import instead, mended
from graphs.language.tokens import Token
from graphs.language.tree import Argument, place_of, placed
from graphs.operations.rearrangement import TRANSPOSE
from graphs.operations.row import Operation


class Called(Token):
    """The name of a function where it is called.

    method: it stands after its first operand, x.sum(). library: the prefix it has, np of np.sum(x).
    """

    __slots__ = ("library", "method")
    method: bool
    library: str


def called(function: str, name: Token, method: bool = False, library: str = "") -> Called:
    made = Called(function)
    made.kind, made.place, made.typed = "function", name.place, name.typed
    made.method, made.library = method, library
    return made


class Applied(Token):
    """What follows its one operand: x!, A.T, x[0].

    part: the name of one of several arrays that a call gives, as an attribute: torch.sort(x).values.
    """

    __slots__ = ("part", "row")
    row: Operation
    part: str


def applied(row: Operation, place: Place, part: str = "") -> Applied:
    made = Applied(row.name)
    made.kind, made.place, made.typed, made.row, made.part = "postfix", place, row.name, row, part
    return made


def with_options(row: Operation, **options: Any) -> Operation:
    assert row.given is not None
    return row.given(**options)


def meaning_of(function: Called) -> Meaning:
    only_torch = function.method and function in TORCH_METHODS
    return meaning(str(function), function.library or ("torch" if only_torch else ""))


def takes_lists(function: Called) -> bool:
    """Whether (a, b) may stand for one operand or option: operands in a list, axes, sizes."""
    return function in CASTS or any(row.spread or row.options for row in meaning_of(function).rows)


def takes_no_operands(function: Called) -> bool:
    return any(row.arity == (0, 0) for row in meaning_of(function).rows)


def ignores(function: Called, named: Token) -> bool:
    """Whether an option of this name only says how an array is stored."""
    return named in IGNORED or (named in STORAGE and (function in CASTS | FILLED or takes_no_operands(function)))


def check_option(function: Called, named: Token, equals: Token) -> None:
    """A name before `=` in a call. Raises WrongArguments where the function has no such parameter."""
    known = meaning_of(function)
    taken = parameters_of(known.rows, known.signature)
    if parameter(named, taken) is not None:
        return
    options = [name for name in taken if any(name in dict(row.options) for row in known.rows)]
    operands = [name for row in known.rows for name in row.parameters[1:]]
    taken = tuple(dict.fromkeys(operands + options))
    listed = ", ".join(taken[:-2]) + ", " * (len(taken) > 2) + " and ".join(taken[-2:])
    hint = f"it takes {listed}" if taken else "it takes no options"
    fixes: tuple[Fix, ...] = ()
    if function == "where":
        hint, fixes = "== compares", mended(named, equals, instead(equals, "=="))
    raise WrongArguments(f"{function.typed} takes no {named.typed}", named.place, hint, fixes)


class Named(NamedTuple):
    """An argument by its name."""

    name: Token
    tree: ast.expr


class Reading(NamedTuple):
    """The row of a call and its operands; a number stands for one that was left out between others."""

    row: Operation
    operands: list[ast.expr | float]


def parts_of(
    function: Called, trees: Sequence[ast.expr], keywords: Sequence[Named], library: str = ""
) -> tuple[Part, ...]:
    """The arrays that a call gives, where those are several: values and indices of torch.max(A, dim=1)."""
    names = {str(each.name) for each in keywords}
    known = meaning(str(function), library or function.library or spoken_by(names))
    by_axis = not names.isdisjoint(("dim", "axis")) or (
        len(trees) > 1 and _may_be_option(trees[1]) and not is_none(trees[1])
    )
    return known.parts if by_axis or not known.by_axis else ()


def row_of(
    function: Called, trees: list[ast.expr], keywords: Sequence[Named] = (), part: Part | None = None
) -> Reading:
    """The row and its operands; of a call that gives several arrays, of one of them. Raises WrongArguments."""
    known = meaning_of(function)
    if part is not None:
        known = known._replace(rows=part.rows)
    named = _named(known, keywords)
    rows = list(known.rows)
    if len(trees) > 1 and (function.method or function.library) and _may_be_option(trees[1]):
        # x.max(1) and np.max(x, 1) mean the axis
        rows = [row for row in rows if row.options] or rows
    for row in rows:
        reading = _read(function, row, known, trees, named)
        if reading is not None:
            return reading
    raise _misfit(function, known, trees, named)


def _may_be_option(tree: ast.expr) -> bool:
    """Whether an argument among the operands is written out, or a whole number of code: np.max(A, axis)."""
    return (isinstance(tree, Argument) and tree.counts) or is_written_out(tree)


def _named(known: Meaning, keywords: Sequence[Named]) -> dict[str, Named]:
    """The arguments that are named, by our names."""
    among = parameters_of(known.rows, known.signature)
    named: dict[str, Named] = {}
    for keyword in keywords:
        ours = parameter(keyword.name, among)
        assert ours is not None  # check_option has seen it
        if ours in named:
            raise WrongArguments(f"{ours} is given twice", keyword.name.place)
        named[ours] = keyword
    return named


def _read(function: Called, row: Operation, known: Meaning, trees: list[ast.expr],
          named: Mapping[str, Named]) -> Reading | None:  # fmt: skip
    """The call as one of this row; None where its arguments are not the row's."""
    options = tuple(name for name, _ in row.options)
    order = in_order(row, known.signature)
    operands: list[ast.expr] = []
    if VARIADIC in order:
        at = order.index(VARIADIC)
        first, rest = trees[:at], trees[at:]
        if row.spread:
            operands, rest = _spread(function, rest)
        else:
            operands, rest = rest[: row.arity[1]], rest[row.arity[1] :]
        if len(operands) < row.arity[0]:
            return None
        trees, order = first + rest, (*order[:at], *order[at + 1 :])
    counts = known.signature.counts if known.signature is not None and not named and not function.method else ()
    if counts and len(trees) not in counts:
        return None
    given = _in_order(order, trees, known.signature is not None)
    if given is None:
        return None
    fixed = operands_of(row)
    written = {name: value_of(name, tree) for name, tree in given.items() if name in options}
    for name, (typed, tree) in named.items():
        if name not in options and is_none(tree):
            continue
        if name not in options and name not in fixed:
            return None
        if name in options:
            value = value_of(str(typed), tree)
            if name in written:
                raise WrongArguments(f"{name} is given twice", value.place)
            written[name] = value
        elif name in given:
            raise WrongArguments(f"{typed.typed} is given twice", typed.place)
        else:
            given[name] = tree
    given = {name: tree for name, tree in given.items() if name in options or not is_none(tree)}
    if not given.keys() <= {*fixed, *options}:
        return None
    found = operands or _operands(row, given)
    return None if found is None else Reading(_chosen(function, row, known, written), [*found])


def _in_order(order: tuple[str, ...], trees: list[ast.expr], of_library: bool) -> dict[str, ast.expr] | None:
    """The arguments that have no names, by the names of their places. of_library: in the library's own order."""
    if len(trees) > len(order):
        last = next((k for k, name in enumerate(order) if name in LISTED or (of_library and name == "reps")), None)
        if last is None:
            return None
        rest = trees[last:]
        trees = [*trees[:last], placed(ast.Tuple(rest), place_of(rest[0]))]
    return dict(zip(order, trees, strict=False))


def _operands(row: Operation, given: Mapping[str, ast.expr]) -> list[ast.expr | float] | None:
    """The operands in the order of the row; None where one is missing."""
    names = operands_of(row)
    if any(name not in given for name in names[: row.arity[0]]):
        return None
    values = dict(zip(names[len(names) - len(row.preset) :], row.preset, strict=True))
    last = max((k + 1 for k, name in enumerate(names) if name in given), default=0)
    if any(name not in given and name not in values for name in names[:last]):
        return None
    return [given[name] if name in given else values[name] for name in names[:last]]


def _chosen(function: Called, row: Operation, known: Meaning, written: dict[str, Any]) -> Operation:
    """The row with the options that are given, and those that the library sets itself."""
    if row.given is None:
        return row
    places = {name: place for name, (_, place) in written.items()}
    values = {name: value for name, (value, _) in written.items()}
    if not values and [name for name, _ in row.options] == ["shape"] and known.signature is None:
        raise WrongArguments(f"{function.typed} needs a size", function.place, f"{function.typed}(3)"
                             if takes_no_operands(function) else f"{function.typed}(x, [3, 2])")  # fmt: skip
    for name, value in values.items():
        check(row, name, value, places[name])
    if row is TRANSPOSE and function.library in _NUMPY and values.get("axes") == (0, 1):
        raise WrongArguments(f"{function.library}.transpose by (0, 1) leaves an array as it is", places["axes"])
    if isinstance(values.get("shape"), int):
        values["shape"] = (values["shape"],)
    fixed = dict(known.signature.fixed) if known.signature is not None else {}
    return row.given(**{**{name: value for name, value in fixed.items() if name in dict(row.options)}, **values})


def _spread(function: Called, trees: list[ast.expr]) -> tuple[list[ast.expr], list[ast.expr]]:
    """The operands of concat([a, b], 1) or concat(a, b), and the options after them."""
    lists = [tree for tree in trees if isinstance(tree, ast.List | ast.Tuple)]
    rest = trees[1:]
    if lists and trees[0] is lists[0] and len(lists) == 1 and all(map(is_written_out, rest)):
        return lists[0].elts, rest
    if len(trees) == 1:
        raise WrongArguments(f"{function.typed} takes several arrays", function.place, f"{function.typed}([a, b])")
    return trees, []


def _misfit(function: Called, known: Meaning, trees: list[ast.expr],
            named: Mapping[str, Named]) -> WrongArguments:  # fmt: skip
    """What is told of arguments that no row takes: their number, or one that is missing."""
    rows, own = known.rows, known.signature
    if not rows:
        return WrongArguments(f"{function.typed} stands behind a dot, and without arguments: x.{function}()",
                              function.place)  # fmt: skip
    counts = sorted({n for row in rows for n in row.arity})
    if own is not None and own.counts:
        counts = [own.counts[-1]]
    if own is not None and VARIADIC not in own.positional and len(trees) > len(own.positional):
        others = [name for name in parameters_of(rows, own) if name not in own.positional]
        places = f"{len(own.positional)} argument{'s' * (len(own.positional) > 1)}"
        hint = "by name: " + ", ".join(f"{name}=" for name in others) if others else None
        return WrongArguments(f"{function.typed} takes {places} by place; it has {len(trees)} here",
                              function.place, hint)  # fmt: skip
    operands = [name for row in rows for name in operands_of(row)[: row.arity[0]]]
    given = {**dict(zip(in_order(rows[0], own), trees, strict=False)),
             **{name: each.tree for name, each in named.items()}}  # fmt: skip
    given = {name: tree for name, tree in given.items() if not is_none(tree)}
    missing = next((name for name in operands if name not in given), None)
    count = len(trees) + sum(name in operands_of(row) for row in rows[:1] for name in named)
    if counts[0] <= count <= counts[-1] and missing is not None:
        return WrongArguments(f"{function.typed} needs {missing}", function.place)
    allowed = " or ".join(map(str, counts)) if len(counts) < 3 and counts[-1] < 9 else f"{counts[0]} to {counts[-1]}"
    return WrongArguments(
        f"{function.typed} takes {allowed} argument{'' if allowed == '1' else 's'}; it has {count} here",
        function.place,
    )


_NUMPY = ("np", "numpy", "jnp", "jax.numpy")
