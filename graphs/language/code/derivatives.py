"""Derivatives that code asks for: grad(f)(x) and its kin, a tape's gradient, what is made of them."""

from __future__ import annotations

import ast
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

from graphs.language.code.names import Names
from graphs.language.tree import Output, nodes, place_of, placed

# Functions that take a function and give its derivative.
_DERIVING = frozenset(
    "grad value_and_grad jacfwd jacrev jacobian hessian elementwise_grad egrad derivative holomorphic_grad "
    "value_and_jacobian grad_and_value".split()
)
_WITH_VALUE = frozenset("value_and_grad value_and_jacobian grad_and_value".split())
_AT_ONCE = frozenset("vjp jvp linearize".split())
# Functions of two values: the first one by the second.
_OF_VALUES = frozenset("grad gradients gradient diff Rop Lop".split())
_OF_A_TAPE = frozenset("gradient jacobian batch_jacobian".split())
_WRAPPERS = frozenset("jit vmap pmap".split())
_MAPS = ("vmap", "pmap")


class Derived(NamedTuple):
    """A function's derivative. function: the function itself. with_value: it gives both."""

    function: ast.expr
    with_value: bool


class Asked(NamedTuple):
    """One derivative that an expression asks for. value: of what; with_value: the expression gives that, too."""

    value: ast.expr
    cotangent: ast.expr | None
    with_value: bool


@dataclass
class Derivatives:
    """What is known of derivatives while the statements are read.

    functions: names of derivatives of functions. tainted: names that hold a derivative, or what is made of one.
    tapes: names of gradient tapes. symbols: names that SymPy declares.
    """

    names: Names
    functions: dict[str, Derived] = field(default_factory=dict)
    tainted: set[str] = field(default_factory=set)
    tapes: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)

    def function(self, node: ast.expr) -> Derived | None:
        """Of grad(f), jit(grad(f)), grad(grad(f)), or a name of one."""
        derives, with_value = False, False
        maps: list[ast.Call] = []
        while True:
            if isinstance(node, ast.Name) and node.id in self.functions and not hasattr(node, "is_itself"):
                known = self.functions[node.id]
                return Derived(_mapped(known.function, maps), (known.with_value or with_value))
            if not isinstance(node, ast.Call) or not node.args:
                return Derived(_mapped(node, maps), with_value) if derives else None
            leaf = self.names.meant(node.func).rpartition(".")[2]
            if self._derives(node):
                with_value = with_value or (leaf in _WITH_VALUE and not derives)
                derives = True
            elif leaf not in _WRAPPERS:
                return Derived(_mapped(node, maps), with_value) if derives else None
            elif leaf in _MAPS:
                maps.append(node)
            node = node.args[0]

    def decorated(self, node: ast.FunctionDef) -> Derived | None:
        """Of a function under @grad or @partial(grad, argnums=1): its name stands for its derivative from there on."""
        itself = placed(ast.Name(node.name, ast.Load()), place_of(node), typed=node.name, is_itself=True)
        applied: ast.expr = itself
        for each in reversed(node.decorator_list):
            whole = isinstance(each, ast.Call) and self.names.meant(each.func).rpartition(".")[2] == "partial"
            if isinstance(each, ast.Call) and each.args and whole:
                applied = placed(ast.Call(each.args[0], [applied, *each.args[1:]], each.keywords), place_of(each))
            elif not isinstance(each, ast.Call):
                applied = placed(ast.Call(each, [applied], []), place_of(each))
        return self.function(applied)

    def _derives(self, node: ast.Call) -> bool:
        meant = self.names.meant(node.func)
        leaf = meant.rpartition(".")[2]
        if leaf not in _DERIVING or "functional" in meant or meant == "torch.autograd.grad":
            return False
        known = meant == leaf or self.names.is_library(node.func)
        return known and bool(node.args) and all(map(_is_constant, node.args[1:2]))

    def asked(self, node: ast.expr) -> Asked | None:
        """Of one call."""
        if not isinstance(node, ast.Call):
            return None
        derived = self.function(node.func)
        if derived is not None:
            called = placed(ast.Call(derived.function, node.args, node.keywords), place_of(node))
            return Asked(called, None, derived.with_value)
        meant = self.names.meant(node.func)
        leaf = meant.rpartition(".")[2]
        options = {each.arg: each.value for each in node.keywords}
        if meant == "torch.autograd.grad" and (node.args or "outputs" in options):
            given = node.args[2] if len(node.args) > 2 else options.get("grad_outputs")
            return Asked(_one(node.args[0] if node.args else options["outputs"]), given and _one(given), False)
        if self.symbols and meant in ("diff", "sympy.diff") and len(node.args) == 1:
            return Asked(node.args[0], None, False)
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "diff"
            and node.args
            and (self.symbols & {each.id for each in node.args if isinstance(each, ast.Name)})
            and not self.names.is_library(node.func)
        ):
            return Asked(node.func.value, None, False)
        if self._is_of_a_tape(node.func) and node.args:
            return Asked(node.args[0], options.get("output_gradients"), False)
        known = len(node.args) >= 2 and (self.names.is_library(node.func) or meant == leaf)
        if not known or leaf not in _DERIVING | _AT_ONCE | _OF_VALUES or leaf in _WITH_VALUE:
            return None
        if not self._is_function(node.args[0]):
            return Asked(_one(node.args[0]), None, False) if leaf in _OF_VALUES | _DERIVING else None
        entries = node.args[1:] if leaf == "vjp" else _entries(node.args[1])
        if len(entries) == 1 and isinstance(entries[0], ast.Name):
            named = self.names.tuples.get(entries[0].id)
            entries = entries if named is None else deepcopy(named.elts)
        called = placed(ast.Call(node.args[0], entries, []), place_of(node))
        return Asked(called, None, leaf in _AT_ONCE)

    def _is_function(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.names.functions or node.id in self.names.imported
        return isinstance(node, ast.Lambda) or self.names.is_library(node)

    def _is_of_a_tape(self, node: ast.expr) -> bool:
        named = isinstance(node, ast.Attribute) and node.attr in _OF_A_TAPE and isinstance(node.value, ast.Name)
        return named and node.value.id in self.tapes  # type: ignore[attr-defined]

    def outputs(self, tree: ast.AST) -> list[Output]:
        """Of all derivatives that a tree asks for; of one inside another the outer one."""
        found: list[Output] = []
        stack: list[ast.AST] = [tree]
        while stack:
            node = stack.pop()
            asked = self.asked(node) if isinstance(node, ast.expr) else None
            if asked is None:
                stack += reversed(list(ast.iter_child_nodes(node)))
            elif not self.is_tainted(asked.value) and all(
                ast.dump(asked.value) != ast.dump(each.value) for each in found
            ):
                found.append(placed(Output(asked.value, asked.cotangent), place_of(node)))
        return found

    def is_tainted(self, tree: ast.AST) -> bool:
        """Whether a derivative, or what is made of one, stands in a tree."""
        for node in nodes(tree):
            is_derivative = isinstance(node, ast.Name) and (node.id in self.tainted or node.id in self.functions)
            if is_derivative and not hasattr(node, "is_itself"):
                return True
            if isinstance(node, ast.Attribute) and node.attr == "grad" and not self.names.is_library(node):
                return True
            if isinstance(node, ast.Call) and (self._derives(node) or self.asked(node) is not None):
                return True
        return False


def _mapped(function: ast.expr, maps: list[ast.Call]) -> ast.expr:
    """vmap(grad(f), in_axes) maps f as it maps its derivative."""
    for each in reversed(maps):
        function = placed(ast.Call(each.func, [function, *each.args[1:]], each.keywords), place_of(each))
    return function


def _is_constant(node: ast.expr) -> bool:
    """A number, or several: which arguments a function is derived by."""
    return all(isinstance(each, ast.Constant) for each in _entries(node))


def _entries(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]


def _one(node: ast.expr) -> ast.expr:
    """The one entry of a list or tuple."""
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 1:
        return node.elts[0]
    return node
