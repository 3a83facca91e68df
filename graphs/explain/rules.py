"""The rule of every operation, stated: printed from its row by the steps of one small worked example.

Nothing is written twice: the formulas are those of the row, the sentences those that every step has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from graphs.explain.steps import Explanation, explain
from graphs.operations.along_axis import ALONG
from graphs.operations.arrays.decompositions import DECOMPOSITIONS
from graphs.operations.arrays.moved import MOVED
from graphs.operations.arrays.order import ORDER
from graphs.operations.arrays.products import PRODUCTS
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.linear_algebra import ALGEBRA
from graphs.operations.rearrangement import ARRANGEMENTS
from graphs.operations.reductions import REDUCTIONS
from graphs.operations.row import Operation, Shape
from graphs.operations.table import OPERATIONS
from graphs.study import study

_FAMILIES = (
    ("Entry by entry", ELEMENTWISE), ("Reductions", REDUCTIONS), ("Along an axis", (*ALONG, *ORDER)),
    ("Products and linear algebra", (*PRODUCTS, *ALGEBRA, *DECOMPOSITIONS)),
    ("Entries moved about", (*ARRANGEMENTS, *MOVED)),
)  # fmt: skip
_NAMES = ("x", "y", "z")
_POINT = {"x": 0.5, "y": 2.0, "z": 0.25}
_X = [1.0, 2.0, -1.0]
# Where a row has a value and a slope, in words; every other row has both for all numbers.
DOMAINS = {row.name: row.domain for row in OPERATIONS if row.domain}


@dataclass(frozen=True)
class Statement:
    """The rule of one row, with numbers.

    value, forward, reverse: what each sweep does at the row's node in the example, rule by rule.
    program, at, cotangent: the example. kink: the message where the row bends, or None.
    """

    program: str
    at: dict[str, Any]
    cotangent: Any
    value: Explanation
    forward: Explanation | None
    reverse: tuple[Explanation, ...]
    kink: str | None


@dataclass(frozen=True)
class Family:
    """Rows of one kind: name → how it is written, in LaTeX."""

    title: str
    rows: dict[str, str]


@cache
def families() -> tuple[Family, ...]:
    """Every operation that a derivative passes, or could."""
    return tuple(Family(title, _by_name(rows)) for title, rows in _FAMILIES)


@cache
def statements(name: str) -> tuple[Statement, ...]:
    """The rules of the rows of this name; () where there are none."""
    return tuple(_stated(row) for row in OPERATIONS if row.name == name and row.arity[1])


def _by_name(rows: tuple[Operation, ...]) -> dict[str, str]:
    """Of rows that share a name the first is shown; those without operands have no rule."""
    written: dict[str, str] = {}
    for row in rows:
        if row.arity[1]:
            written.setdefault(row.name, _written(row))
    return written


def _written(row: Operation) -> str:
    names = _names(row)
    return row.latex.format(*names, *_NAMES, all=", ".join(names))


def _names(row: Operation) -> list[str]:
    return [*_NAMES[: max(row.arity[0], min(2, row.arity[1]) if row.arity[1] > 2 else 1)]]


def _example(row: Operation) -> tuple[str, dict[str, Any]]:
    if row.example is not None:
        return row.example
    names = _names(row)
    if row.maps is not None:
        return f"{row.name}(x)", {"x": _X}
    return row.text.format(*names, all=", ".join(names)), {name: _POINT[name] for name in names}


def _stated(row: Operation) -> Statement:
    program, at = _example(row)
    shape = study(program, at).graph.value_shape
    cotangent = _counted(shape) if shape else None
    direction = {name: _counted(np.shape(value)) for name, value in at.items()}
    example = study(program, at, direction=direction, cotangent=cotangent)
    (node,) = [i for i in range(len(example.graph)) if example.graph.rows[i].name == row.name]
    (value,) = [explain(example, step) for step in example.value_steps if step.node == node]
    forward = [explain(example, step) for step in example.steps("forward") if step.node == node]
    reverse = [
        explain(example, step) for step in example.reverse_steps if step.edge is not None and step.edge[0] == node
    ]
    pushed = forward[0] if forward else None
    return Statement(program, at, cotangent, value, pushed, tuple(reverse), _kink(row, program, at))


def _counted(shape: Shape) -> Any:
    """1, 2, 3, …: other numbers in other entries, so that one sees which goes where."""
    return np.arange(1.0, math.prod(shape) + 1.0).reshape(shape).tolist()


def _everywhere(at: dict[str, Any], x: float) -> dict[str, Any]:
    """The same inputs with one number in every entry."""
    return {name: np.full(np.shape(value), x).tolist() for name, value in at.items()}


def _kink(row: Operation, program: str, at: dict[str, Any]) -> str | None:
    """The message where the example bends; None where its slopes agree there."""
    if row.kink is None:
        return None
    bent = row.bends_at if isinstance(row.bends_at, dict) else _everywhere(at, row.bends_at)
    messages = [issue.message for issue in study(program, bent).issues if issue.kind.bends]
    return messages[0] if messages else None
