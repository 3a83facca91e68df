"""The value sweep: every node's value and local partials, in order of evaluation (Griewank & Walther, §2.2)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.autodiff.faults import partials_of, value_of
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.issue_kinds import Kind
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Shape


class Fault(NamedTuple):
    """Where a bad value starts: the node, domain, overflow, undefined or underflow, and in an array the entries."""

    node: int
    kind: Kind
    entries: tuple[Shape, ...] = ((),)


class Evaluation(NamedTuple):
    """What the value sweep finds, by node number.

    values: doubles and float64 arrays, NaN where undefined; the constants follow, last first.
    partials: one per operand position; None where nothing flows, NaN where undefined, ±inf where infinite; at the
    nodes of graph.arrays, what operations/flows.py has in their place.
    faults: where a bad value starts. undefined: the nodes that are undefined, arrays in some entry at least.
    """

    values: list[Value]
    partials: list[Any]
    faults: list[Fault]
    undefined: frozenset[int]


def evaluate(graph: Graph, point: list[Value], held: Mapping[int, Value] | None = None) -> Evaluation:
    """Values and partials at a point (finite doubles, one number or array per input).

    held: values that nodes are held at, whatever their operands are; nothing flows to them.
    """
    if not graph.arrays:
        return _swept(graph, point, held or {})
    with np.errstate(all="ignore"):
        return _swept(graph, point, held or {})


def _swept(graph: Graph, point: list[Value], held: Mapping[int, Value]) -> Evaluation:
    values = [*point, *[math.nan] * (len(graph) - len(point)), *reversed(graph.constants)]
    partials: list[Any] = [()] * len(graph)
    faults = []
    odd = {k for k in graph.owners if not np.isfinite(graph.constant(k)).all()}  # not finite in some entry
    undefined = {k for k in odd if np.isnan(graph.constant(k)).any()}
    rows, operands, shapes, arrays, m = graph.rows, graph.operands, graph.shapes, graph.arrays, Floats
    for i in graph.visited(range(len(point), len(rows))):
        row, args = rows[i], operands[i]
        if i in held:
            values[i], partials[i] = held[i], (None,) * len(args)
            continue
        if i in arrays:
            x, live = [values[k] for k in args], tuple([k >= 0 for k in args])
            values[i], partials[i], kind, entries, whole = outcome(row, x, shapes[i], live, odd.isdisjoint(args))
            if kind is not None:
                faults.append(Fault(i, kind, entries))
            if not whole:
                odd.add(i)
                if np.isnan(values[i]).any():
                    undefined.add(i)
            continue
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
                faults.append(Fault(i, kind))
            if c - c != 0.0:
                odd.add(i)
            if c != c:
                undefined.add(i)
        if not c and row.vanishes is not None and row.vanishes(*[values[k] for k in args]):
            faults.append(Fault(i, Kind.UNDERFLOW))
        values[i] = c
    return Evaluation(values, partials, faults, frozenset([i for i in undefined if i >= 0]))
