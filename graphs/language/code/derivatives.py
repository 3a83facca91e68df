"""Derivatives that code asks for: grad(f)(x) and its kin, a tape's gradient, what is made of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple

from graphs.language.code.names import Names
from graphs.language.tree import Output, place_of, placed

# Functions that take a function and give its derivative.
_DERIVING = frozenset(
    "grad value_and_grad jacfwd jacrev jacobian hessian elementwise_grad egrad derivative holomorphic_grad "
    "value_and_jacobian grad_and_value".split()
)
_WITH_VALUE = frozenset("value_and_grad value_and_jacobian grad_and_value".split())
_AT_ONCE = frozenset("vjp jvp linearize".split())
_OF_A_TAPE = frozenset("gradient jacobian batch_jacobian".split())
_WRAPPERS = frozenset("jit vmap pmap".split())


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
    tapes: names of gradient tapes.
    """

    names: Names
    functions: dict[str, Derived] = field(default_factory=dict)
    tainted: set[str] = field(default_factory=set)
    tapes: set[str] = field(default_factory=set)

    def function(self, node: ast.expr) -> Derived | None:
        """Of grad(f), jit(grad(f)), grad(grad(f)), or a name of one."""
        derives, with_value = False, False
        while True:
            if isinstance(node, ast.Name) and node.id in self.functions:
                known = self.functions[node.id]
                return Derived(known.function, (known.with_value or with_value))
            if not isinstance(node, ast.Call) or not node.args:
                return Derived(node, with_value) if derives else None
            leaf = self.names.meant(node.func).rpartition(".")[2]
            if self._derives(node):
                with_value = with_value or (leaf in _WITH_VALUE and not derives)
                derives = True
            elif leaf not in _WRAPPERS:
                return Derived(node, with_value) if derives else None
            node = node.args[0]

    def _derives(self, node: ast.Call) -> bool:
        meant = self.names.meant(node.func)
        leaf = meant.rpartition(".")[2]
        if leaf not in _DERIVING or "functional" in meant or meant == "torch.autograd.grad":
            return False
        plain = meant == leaf or self.names.is_library(node.func)
        return plain and not (leaf in ("jacobian", "hessian", "derivative") and len(node.args) > 1)

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
        if self._is_of_a_tape(node.func) and node.args:
            return Asked(node.args[0], options.get("output_gradients"), False)
        two = len(node.args) >= 2 and (self.names.is_library(node.func) or meant == leaf)
        if two and (
            leaf in _AT_ONCE or (leaf in _DERIVING and leaf not in _WITH_VALUE and meant != "torch.autograd.grad")
        ):
            arguments = node.args[1].elts if isinstance(node.args[1], ast.Tuple | ast.List) else [node.args[1]]
            if leaf == "vjp":
                arguments = node.args[1:]
            if isinstance(node.args[0], ast.Name | ast.Lambda | ast.Attribute):
                return Asked(
                    placed(ast.Call(node.args[0], list(arguments), []), place_of(node)), None, leaf in _AT_ONCE
                )
        return None

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
                stack += ast.iter_child_nodes(node)
            elif not self.is_tainted(asked.value):
                found.append(placed(Output(asked.value, asked.cotangent), place_of(node)))
        return found

    def is_tainted(self, tree: ast.AST) -> bool:
        """Whether a derivative, or what is made of one, stands in a tree."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and (node.id in self.tainted or node.id in self.functions):
                return True
            if isinstance(node, ast.Attribute) and node.attr == "grad" and not self.names.is_library(node):
                return True
            if isinstance(node, ast.Call) and (self._derives(node) or self.asked(node) is not None):
                return True
        return False


def _one(node: ast.expr) -> ast.expr:
    """The one entry of a list or tuple."""
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 1:
        return node.elts[0]
    return node
