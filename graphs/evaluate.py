"""The value sweep: every node's value and local partials, in order of evaluation (Griewank & Walther, §2.2)."""

from __future__ import annotations

import math
from typing import NamedTuple

from graphs.faults import Partials, partials_of, value_of
from graphs.graph import Graph
from graphs.readings import Floats


class Evaluation(NamedTuple):
    """What the value sweep finds, by node number.

    values: doubles, NaN where undefined; the constants follow, last first.
    partials: one per operand position; None where nothing flows, NaN where undefined, ±inf where infinite.
    faults: (node, kind) where a bad value starts; kind is domain, overflow or undefined.
    """

    values: list[float]
    partials: list[Partials]
    faults: list[tuple[int, str]]


def evaluate(graph: Graph, point: list[float]) -> Evaluation:
    """Values and partials at a point (one finite double per input)."""
    values = [*point, *[math.nan] * (len(graph) - len(point)), *reversed(graph.constants)]
    partials: list[Partials] = [()] * len(graph)
    faults = []
    undefined = {k for k in graph.owners if graph.constant(k) != graph.constant(k)}
    rows, operands, m = graph.rows, graph.operands, Floats
    for i in range(len(point), len(rows)):
        row, args = rows[i], operands[i]
        try:
            if len(args) == 2:  # most nodes have one operand or two: no list is made for them
                a, b = values[args[0]], values[args[1]]
                c = row.value(m, a, b)
                partials[i] = row.partials(m, c, a, b)
            elif len(args) == 1:
                a = values[args[0]]
                c = row.value(m, a)
                partials[i] = row.partials(m, c, a)
            else:
                x = [values[k] for k in args]
                c = row.value(m, *x)
                partials[i] = row.partials(m, c, *x)
            if c - c != 0.0 or (undefined and not undefined.isdisjoint(args)):
                raise OverflowError
        except (ValueError, ArithmeticError):  # off the fast road: the careful reading tells what it is
            x = [values[k] for k in args]
            c, kind = value_of(row, x)
            partials[i] = partials_of(row, c, x)
            if kind is not None:
                faults.append((i, kind))
            if c != c:
                undefined.add(i)
        values[i] = c
    return Evaluation(values, partials, faults)
