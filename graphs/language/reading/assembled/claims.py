"""Claims of a text: the digits that they are printed with, and the derivatives that stand in them."""

from __future__ import annotations

import ast
from typing import NamedTuple

from graphs.language.tree import place_of, placed

DERIVATIVE = "Derivative"


class Unknown(NamedTuple):
    """A derivative in what is stated: the name that stands for it, what is derived, and by what."""

    name: str
    of: ast.expr
    by: tuple[str, ...]


class _Derivatives(ast.NodeTransformer):
    """Puts names in the place of Derivative(L, z)."""

    def __init__(self) -> None:
        self.unknowns: list[Unknown] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not (isinstance(node.func, ast.Name) and node.func.id == DERIVATIVE):
            return self.generic_visit(node)
        of, *by = node.args
        name = f"∂{len(self.unknowns)}"  # which nobody can type
        self.unknowns.append(Unknown(name, of, tuple(each.id for each in by if isinstance(each, ast.Name))))
        return placed(ast.Name(name, ast.Load()), place_of(node), typed=name)


def without_derivatives(tree: ast.expr) -> tuple[ast.expr, list[Unknown]]:
    """A tree with names for the derivatives in it."""
    derivatives = _Derivatives()
    made: ast.expr = derivatives.visit(tree)
    return made, derivatives.unknowns


class Digits(NamedTuple):
    """Half a unit of the last printed digit; relative: to what a formula of printed numbers gives. None: exact."""

    half_unit: float | None
    is_relative: bool = False


def digits_of(tree: ast.expr) -> Digits:
    """How exactly a claim is printed: a number, a list of numbers, or a formula of rounded numbers alone."""
    units = [_unit(each) for each in _numbers(tree)] if _is_printed(tree) else []
    if units:
        known = [unit for unit in units if unit is not None]
        return Digits(max(known) / 2 if known else None)
    if any(isinstance(each, ast.Name | ast.Call) for each in ast.walk(tree)):
        return Digits(None)
    relative = 0.0
    for each in _numbers(tree):
        unit = _unit(each)
        value = abs(float(each.value))  # type: ignore[arg-type]
        if unit is not None and unit < 0.1 and value:
            relative += unit / 2 / value
    return Digits(relative or None, True)


def _is_printed(tree: ast.expr) -> bool:
    """Whether a claim is a number, or an array of numbers, and no formula."""
    if isinstance(tree, ast.List | ast.Tuple):
        return all(map(_is_printed, tree.elts))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
        return isinstance(tree.operand, ast.Constant)
    return isinstance(tree, ast.Constant)


def _numbers(tree: ast.expr) -> list[ast.Constant]:
    return [each for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, int | float)]


def _unit(number: ast.Constant) -> float | None:
    """The unit of a decimal's last digit; None of a whole number."""
    typed: str = getattr(number, "typed", "")
    mantissa, _, exponent = typed.lower().partition("e")
    if "." not in mantissa:
        return None
    power = int(exponent) if exponent.lstrip("+-").isdigit() else 0
    return float(10.0 ** (power - len(mantissa.partition(".")[2])))
