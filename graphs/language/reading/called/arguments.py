"""The arguments of a call of the text's own functions and classes, by parameter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from graphs.errors import BadSyntax, Place, WrongArguments
from graphs.language.reading.expressions import Expressions
from graphs.language.reading.values import Class, Function, Keyed, Listed, Record, Scope, Value
from graphs.language.tree import place_of

Entered = Callable[[Function, Mapping[str, Value], Place, int | None], Value]


def bound(expressions: Expressions, tree: ast.Call, function: Function, scope: Scope) -> dict[str, Value]:
    """The arguments of a call by parameter. Raises WrongArguments."""
    place = place_of(tree)
    name, parameters = function.name, function.parameters
    given: list[Value] = []
    for each in tree.args:
        if isinstance(each, ast.Starred):
            given += expressions.iterated(expressions.value(each.value, scope), place_of(each))
        else:
            given.append(expressions.value(each, scope))
    rest = Listed(given[function.in_order :], place)
    if function.rest:
        given = given[: function.in_order]
    if len(given) > len(parameters):
        raise WrongArguments(f"{name} takes {_several(len(parameters))}; it has {len(given)} here", place,
                             f"{name}({', '.join(parameters)})")  # fmt: skip
    values = dict(zip(parameters, given, strict=False))
    for key, keyword, value in _by_keyword(expressions, tree, scope):
        if key not in parameters or key in values:
            what = "is given twice" if key in values else f"is no parameter of {name}"
            raise WrongArguments(f"{key} {what}", place_of(keyword), f"{name}({', '.join(parameters)})")
        values[key] = value
    missing = [each for each in parameters if each not in values and each not in function.defaults]
    if missing:
        raise WrongArguments(f"{name} takes {_several(len(parameters))}; {' and '.join(missing)} "
                             f"{'is' if len(missing) == 1 else 'are'} missing", place,
                             f"{name}({', '.join(parameters)})")  # fmt: skip
    told: dict[str, Value] = {each: values[each] if each in values else function.defaults[each]
                              for each in parameters}  # fmt: skip
    return {**told, function.rest: rest} if function.rest else told


def _by_keyword(expressions: Expressions, tree: ast.Call, scope: Scope) -> Iterator[tuple[str, ast.keyword, Value]]:
    """The arguments by name; f(**params) gives those of a dictionary."""
    for keyword in tree.keywords:
        value = expressions.value(keyword.value, scope)
        if keyword.arg is not None:
            yield keyword.arg, keyword, value
        elif isinstance(value, Keyed):
            yield from ((key, keyword, each) for key, each in value.entries.items())
        else:
            raise BadSyntax("** stands before a dictionary", place_of(keyword))


def made(expressions: Expressions, entered: Entered, of: Class, tree: ast.Call, scope: Scope) -> Value:
    """An object of a class: what its __init__ gives it, or the named values of a tuple."""
    place = place_of(tree)
    if of.fields is not None:
        return Record(bound(expressions, tree, of.fields, scope), of, place)
    expressions.draft.calls(of.name, place)
    record = Record({}, of, place)
    init = record.method("init")
    if init is not None:
        entered(init, bound(expressions, tree, init, scope), place, scope.group)
    elif tree.args or tree.keywords:
        raise WrongArguments(f"{of.name} takes no arguments", place, f"{of.name}()")
    return record


def _several(count: int) -> str:
    return f"{count} argument{'s' * (count != 1)}"
