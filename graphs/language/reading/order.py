"""Which statements of a text are its program: what is defined, what is called, and what stands before what."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from graphs.language.tree import Claim, Given, nodes, place_of, placed


def names_in(tree: ast.AST) -> set[str]:
    """All names that a tree reads, bound ones of its own included."""
    return {each.id for each in nodes(tree) if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store)}


def bound_by(statement: ast.stmt) -> list[str]:
    """The names that a statement binds."""
    if isinstance(statement, ast.FunctionDef):
        return [statement.name]
    if isinstance(statement, Given):
        return statement.names
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AugAssign):
        targets = [statement.target]
    return [each.id for target in targets for each in nodes(target) if isinstance(each, ast.Name)]


def called_in(trees: Iterable[ast.AST]) -> set[str]:
    """The names that are called; those in claims do not count."""
    return {
        each.func.id
        for tree in trees
        if not isinstance(tree, Claim)
        for each in nodes(tree)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
    }


def parameters_of(tree: ast.FunctionDef) -> list[str]:
    return [each.arg for each in (*tree.args.args, *tree.args.kwonlyargs)]


_SIZES = frozenset("shape size ndim".split())  # of something else
_COUNTS = _SIZES | {"len", "range"}


def is_written_out(tree: ast.expr) -> bool:
    """Whether a value is written out in the text, and is no size of something else."""
    return not any(
        (isinstance(each, ast.Attribute) and each.attr in _SIZES) or (isinstance(each, ast.Name) and each.id in _COUNTS)
        for each in nodes(tree)
    )


def as_line(header: ast.FunctionDef) -> ast.Assign:
    """f(x) = … as the line f = …, where nothing calls f: its parameters are names of the text."""
    (given,) = header.body
    assert isinstance(given, ast.Return) and given.value is not None
    place = getattr(header, "name_place", place_of(header))
    target = placed(ast.Name(header.name, ast.Store()), place, typed=header.name)
    return placed(ast.Assign([target], given.value), place_of(header), header=True)


def in_order(statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Statements of mathematics in an order in which each name is bound before it is read, else as they stand.

    Only a name that is bound once can be bound later than it is read.
    """
    binders: dict[str, list[int]] = {}
    for at, statement in enumerate(statements):
        for name in bound_by(statement):
            binders.setdefault(name, []).append(at)
    later = {name: places[0] for name, places in binders.items() if len(places) == 1}
    ordered: list[ast.stmt] = []
    done: set[int] = set()
    for start in range(len(statements)):
        waiting = [start]
        opened: set[int] = set()
        while waiting:
            at = waiting[-1]
            if at in done:
                waiting.pop()
                continue
            needed = [later[name] for name in names_in(statements[at]) if name in later]
            missing = sorted(k for k in needed if k not in done and k not in opened and k != at and k > at)
            opened.add(at)
            if missing:
                waiting += reversed(missing)
            else:
                done.add(at)
                ordered.append(statements[at])
                waiting.pop()
    return ordered
