"""Loops whose turns are alike."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.language.code.names import bound_names, loaded, targets_of


def is_once(loop: ast.For | ast.While, body: Sequence[ast.stmt], left_out: bool) -> bool:
    """Whether every turn computes the same: none reads the loop's variable, or what a turn before computed.

    left_out: something of the body was left out; a `while` goes round once only if that would have ended it.
    """
    if isinstance(loop, ast.While) and not left_out:
        return False
    counted = set(targets_of(loop)) if isinstance(loop, ast.For) else set()
    read = set().union(*(_reads(statement) for statement in body)) if body else set()
    return not (read & counted) and not _carried(body, set())


def without_breaks(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """A loop's body without what only ends it."""
    return [statement for statement in body if not _only_breaks(statement)]


def _only_breaks(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.If):
        return not statement.orelse and all(_only_breaks(each) for each in statement.body)
    return isinstance(statement, ast.Break | ast.Continue)


def _reads(statement: ast.AST) -> set[str]:
    own = set(targets_of(statement)) if isinstance(statement, ast.AugAssign) else set()
    for each in ast.walk(statement):
        if isinstance(each, ast.AugAssign):
            own |= set(targets_of(each))
    return loaded(statement) | own


def _binds(statements: Sequence[ast.stmt]) -> set[str]:
    bound = {name for statement in statements for name in bound_names(ast.walk(statement))}
    for statement in statements:
        for node in ast.walk(statement):
            stored = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
            if stored or (isinstance(node, ast.Attribute) and node.attr in ("append", "extend", "insert")):
                bound |= loaded(node.value)  # type: ignore[attr-defined]
    return bound


def _carried(body: Sequence[ast.stmt], fresh: set[str]) -> set[str]:
    """Names that a turn reads before it binds them, and binds. fresh: those bound before the body in each turn."""
    bound = _binds(body)
    carried: set[str] = set()
    fresh = set(fresh)
    for statement in body:
        carried |= (_reads(statement) & bound) - fresh - _bound_inside(statement)
        if isinstance(statement, ast.Assign | ast.FunctionDef):
            fresh |= set(bound_names(ast.walk(statement)))
        elif isinstance(statement, ast.If) and statement.orelse:
            fresh |= _binds(statement.body) & _binds(statement.orelse)
        elif isinstance(statement, ast.For):
            carried |= _carried(statement.body, fresh | set(targets_of(statement))) & bound
            if getattr(statement, "once", False):
                fresh |= _binds(statement.body)
    return carried


def _bound_inside(statement: ast.stmt) -> set[str]:
    """Names that a block binds before it reads them."""
    if isinstance(statement, ast.For):
        inner = _binds(statement.body) | set(targets_of(statement))
        return inner - _carried(statement.body, set(targets_of(statement)))
    if isinstance(statement, ast.If):
        inner = _binds(statement.body) | _binds(statement.orelse)
        return inner - _carried(statement.body, set()) - _carried(statement.orelse, set()) - loaded(statement.test)
    if isinstance(statement, ast.FunctionDef):
        return set(bound_names(ast.walk(statement)))
    return set()
