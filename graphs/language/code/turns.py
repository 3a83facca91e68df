"""Loops whose turns are alike."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.language.calls.libraries import ROOTS
from graphs.language.code.names import bound_names, loaded, targets_of
from graphs.language.tree import nodes

GROWS = ("append", "extend")


def grows(statement: ast.AST) -> bool:
    """Whether a statement makes a list longer: xs.append(…), and not np.append(…)."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    func = call.func if isinstance(call, ast.Call) else None
    if not isinstance(func, ast.Attribute) or func.attr not in GROWS:
        return False
    return not (isinstance(func.value, ast.Name) and func.value.id in ROOTS)


def is_once(loop: ast.For | ast.While, body: Sequence[ast.stmt], left_out: bool) -> bool:
    """Whether every turn computes the same: none reads the loop's variable, or what a turn before computed.

    left_out: something of the body was left out; a `while` goes round once only if that would have ended it.
    """
    if isinstance(loop, ast.While) and not left_out:
        return False
    counted = set(targets_of(loop)) if isinstance(loop, ast.For) else set()
    exposed, bound = _flow(body)
    return not exposed & (counted | bound | _changed(body))


def without_breaks(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """A loop's body without what only ends it."""
    return [statement for statement in body if not _only_breaks(statement)]


def _only_breaks(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.If):
        return not statement.orelse and all(_only_breaks(each) for each in statement.body)
    return isinstance(statement, ast.Break | ast.Continue)


def _changed(body: Sequence[ast.stmt]) -> set[str]:
    """Names that some path through a body binds, and lists and arrays that it changes."""
    changed: set[str] = set()
    for node in (each for statement in body for each in nodes(statement)):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed |= loaded(node.value)
        elif grows(node):
            changed |= list_of(node)
        else:
            changed |= set(bound_names([node]))
    return changed


def list_of(statement: ast.AST) -> set[str]:
    """The list that a statement makes longer."""
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert isinstance(statement.value.func, ast.Attribute)
    return loaded(statement.value.func.value)


def _flow(body: Sequence[ast.stmt]) -> tuple[set[str], set[str]]:
    """The names that a body reads before it binds them, and those that it binds."""
    exposed: set[str] = set()
    bound: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.If):
            (first, here), (second, there) = _flow(statement.body), _flow(statement.orelse)
            exposed |= (loaded(statement.test) | first | second) - bound
            bound |= here & there
        elif isinstance(statement, ast.For):
            inner, here = _flow(statement.body)
            exposed |= (loaded(statement.iter) | (inner - set(targets_of(statement)))) - bound
            bound |= here | set(targets_of(statement))
        elif isinstance(statement, ast.While):
            inner, here = _flow(statement.body)
            exposed |= (loaded(statement.test) | inner) - bound
            bound |= here
        elif isinstance(statement, ast.FunctionDef):
            exposed |= loaded(statement) - set(bound_names(nodes(statement))) - bound
            bound.add(statement.name)
        else:
            again = set(targets_of(statement)) if isinstance(statement, ast.AugAssign) else set()
            exposed |= (loaded(statement) | again) - bound
            bound |= set(targets_of(statement)) if isinstance(statement, ast.Assign | ast.AugAssign) else set()
    return exposed, bound
