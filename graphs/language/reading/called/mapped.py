"""vmap(f): f at each entry of its arguments, one turn of a loop for each; the results are stacked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from graphs.errors import BadSyntax, Place, WrongArguments
from graphs.language.reading.expressions import Expressions
from graphs.language.reading.values import Function, Listed, Mapped, Scope, Value
from graphs.language.tree import place_of

Entered = Callable[[Function, Mapping[str, Value], Place, int | None], Value]
_AXES = "vmap is read over the first axis of its arguments: in_axes holds 0 and None"


def of_function(expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
    """vmap(f, in_axes=(0, None)). Raises BadSyntax for other axes, and for what is no function of the text."""
    place = place_of(tree)
    function = expressions.value(tree.args[0], scope) if tree.args else None
    if not isinstance(function, Function | Mapped):
        raise BadSyntax("vmap takes a function of the text", place, "vmap(lambda x: jnp.sin(x))")
    options = {each.arg: each.value for each in tree.keywords}
    given = tree.args[1] if len(tree.args) > 1 else options.get("in_axes", options.get("in_dims"))
    out = options.get("out_axes", options.get("out_dims"))
    if len(tree.args) > 2 or (out is not None and _axis(out) != 0):
        raise BadSyntax("the results of vmap are stacked along the first axis", place, "out_axes=0")
    if given is None or not isinstance(given, ast.Tuple | ast.List):
        return Mapped(function, () if given is None or _axis(given) == 0 else (None,))
    return Mapped(function, tuple(_axis(each) for each in given.elts))


def _axis(tree: ast.expr) -> int | None:
    if isinstance(tree, ast.Constant) and (tree.value is None or (tree.value == 0 and tree.value is not False)):
        return None if tree.value is None else 0
    raise BadSyntax(_AXES, place_of(tree))


def called(expressions: Expressions, entered: Entered, mapped: Mapped, tree: ast.Call, scope: Scope) -> Value:
    """What vmap(f) gives of the arguments of a call. Raises WrongArguments where they have not one length."""
    if tree.keywords or any(isinstance(each, ast.Starred) for each in tree.args):
        raise WrongArguments("a function of vmap takes its arguments in their order", place_of(tree))
    values = [expressions.value(each, scope) for each in tree.args]
    return _applied(expressions, entered, mapped, values, tree, scope)


def _applied(expressions: Expressions, entered: Entered, function: Function | Mapped, values: Sequence[Value],
             tree: ast.Call, scope: Scope) -> Value:  # fmt: skip
    place = place_of(tree)
    if isinstance(function, Mapped):
        return _mapped(expressions, entered, function, values, tree, scope)
    needed = len(function.parameters) - len(function.defaults)
    if not needed <= len(values) <= len(function.parameters) or function.rest:
        raise WrongArguments(f"{function.name} takes {len(function.parameters)} arguments; it has {len(values)} here",
                             place, f"{function.name}({', '.join(function.parameters)})")  # fmt: skip
    expressions.draft.calls(function.name, place)
    group = expressions.draft.group(function.name, "function", scope.group, place)
    return entered(
        function, {**function.defaults, **dict(zip(function.parameters, values, strict=False))}, place, group
    )


def _mapped(expressions: Expressions, entered: Entered, mapped: Mapped, values: Sequence[Value], tree: ast.Call,
            scope: Scope) -> Value:  # fmt: skip
    place = place_of(tree)
    axes = mapped.axes or (0,) * len(values)
    if len(axes) != len(values):
        raise WrongArguments(f"in_axes is for {len(axes)} arguments; there are {len(values)}", place)
    columns = [None if axis is None else expressions.iterated(value, place)
               for axis, value in zip(axes, values, strict=True)]  # fmt: skip
    counts = {len(column) for column in columns if column is not None}
    if len(counts) != 1:
        raise WrongArguments("the arguments of vmap have one length along their first axis", place)
    (count,) = counts
    expressions.draft.turns(count, place)
    results: list[Value] = []
    for k in range(count):
        turn = [value if column is None else column[k] for value, column in zip(values, columns, strict=True)]
        results.append(_applied(expressions, entered, mapped.function, turn, tree, scope))
    return _stacked(expressions, results, tree)


def _stacked(expressions: Expressions, results: Sequence[Value], tree: ast.Call) -> Value:
    """The results of the turns; of several in a turn, each stacked by itself."""
    first = results[0]
    if isinstance(first, Listed) and all(isinstance(each, Listed) for each in results):
        columns = zip(*(each.entries for each in results if isinstance(each, Listed)), strict=True)
        return Listed([_stacked(expressions, column, tree) for column in columns], place_of(tree))
    return expressions.as_term(Listed([*results], place_of(tree)), tree)
