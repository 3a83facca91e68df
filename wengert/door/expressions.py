"""A graph of numbers as an expression of SymPy: its rows read over SymPy's own functions."""

from __future__ import annotations

from typing import Any

import sympy

from graphs.checks.symbolic import Exact
from graphs.errors import WrongShape
from graphs.study import Study


def expression_of(study: Study) -> Any:
    """A tuple of expressions where there are several outputs. Raises WrongShape where there are arrays, or an operation
    that SymPy has no function for.
    """
    graph = study.graph
    if graph.arrays:
        raise WrongShape("an expression of SymPy is made of numbers only, not of vectors and matrices")
    nodes: list[Any] = [sympy.Symbol(name, real=True) for name in graph.inputs]
    for i in range(len(nodes), len(graph)):
        owned = next((k for k, node in graph.owners.items() if node == i), None)
        nodes.append(_number(graph.constant(owned)) if owned is not None else _applied(study, i, nodes))
    made = [nodes[k] for k in graph.outputs]
    return made[0] if len(made) == 1 else tuple(made)


def _applied(study: Study, i: int, nodes: list[Any]) -> Any:
    graph = study.graph
    row = graph.rows[i]
    try:
        return row.value(Exact, *(nodes[k] if k >= 0 else _number(graph.constant(k)) for k in graph.operands[i]))
    except TypeError:  # Exact has no such function
        raise WrongShape(f"SymPy has no function for {row.name}") from None


def _number(constant: float) -> Any:
    """Whole numbers stay whole: x**2, and not x**2.0."""
    return sympy.Integer(int(constant)) if float(constant).is_integer() else sympy.Float(constant)
