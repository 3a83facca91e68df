"""Imported names that the text binds again: before that, and outside of functions that bind them, they are imports.

`from torch.autograd import grad`, then `for name, grad in …`: the same name is a function first, and a value later.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_SCOPES = ast.FunctionDef | ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp
# Functions that people paste without their import: what is called so before the text binds it is theirs.
_KNOWN = frozenset("grad value_and_grad jacfwd jacrev jacobian hessian vmap jit".split())


def told_apart(tree: ast.Module) -> dict[str, str]:
    """Give the uses of such an import a name of their own, which nobody can type; the import's name by each of them."""
    imported = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    bound = _bound_in(tree)
    apart = _Apart(bound & imported, bound & _KNOWN - imported)
    if apart.names or apart.pasted:
        apart.block(tree.body, frozenset())
    return apart.found


class _Apart:
    """names: imports that are bound again. pasted: functions without an import, which are meant where they are called
    outside of all functions. again: the names that the lines so far have bound again. found: the old name by the new.
    """

    def __init__(self, names: frozenset[str], pasted: frozenset[str]):
        self.names, self.pasted = names, pasted
        self.again: set[str] = set()
        self.found: dict[str, str] = {}
        self.functions = 0  # in one another

    def block(self, nodes: Iterable[ast.AST], local: frozenset[str]) -> None:
        """One after another, with a stack of its own. local: the names that the functions around bind."""
        waiting = [*nodes][::-1]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.ImportFrom | ast.Import):
                self.again -= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.Name):
                self._name(node, local)
            elif isinstance(node, _SCOPES):
                self._scope(node, local)
            else:
                waiting += [*_in_order(node)][::-1]
                if isinstance(node, ast.ClassDef):
                    self._binds(node.name)

    def _scope(self, node: ast.AST, local: frozenset[str]) -> None:
        is_function = isinstance(node, ast.FunctionDef)
        inside = local | _bound_in(node, node.name if isinstance(node, ast.FunctionDef) else "")
        self.functions += is_function
        self.block(ast.iter_child_nodes(node), inside)
        self.functions -= is_function
        if isinstance(node, ast.FunctionDef):
            self._binds(node.name)

    def _binds(self, name: str) -> None:
        if not self.functions:
            self.again.add(name)

    def _name(self, node: ast.Name, local: frozenset[str]) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._binds(node.id)
        elif node.id not in local | self.again and (
            node.id in self.names or (node.id in self.pasted and not self.functions)
        ):
            alias = f"{node.id}·"
            self.found[alias] = node.id
            node.id = alias


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """What a node holds, a value before the names that it is given to."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.For):
        given = node.iter if isinstance(node, ast.For) else node.value
        if given is not None:
            yield given
        yield from (each for each in ast.iter_child_nodes(node) if each is not given)
    else:
        yield from ast.iter_child_nodes(node)


def _bound_in(tree: ast.AST, but: str = "") -> frozenset[str]:
    """The names that a scope binds: parameters, targets, definitions."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != but:
            bound.add(node.name)
    return frozenset(bound)
