"""The value sweep at many points at once: of every node one column, which holds its value at each of them.

Only nodes between the moved inputs and the output are read; the others keep their value. Elementwise rows are read over
whole columns, rows of vectors and matrices point by point. What is a fault, is one by the careful reading (faults.py).
"""

from __future__ import annotations

import math
from functools import reduce
from typing import NamedTuple

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.autodiff.faults import value_of
from graphs.autodiff.graph import Graph, Value
from graphs.clock import tick, timed
from graphs.operations.readings.arrays import Arrays
from graphs.operations.readings.matrices import finite
from graphs.operations.row import Operation, Shape

_ONE_BY_ONE = 20  # what a row costs that is read point by point, or entry by entry: visits of a node of one number

Column = np.ndarray  # (points, *shape of the node)


class Between(NamedTuple):
    """What lies between some inputs and the output, and must be read anew when they move.

    values: those of an evaluation at the point, which all other nodes keep. nodes: in order of evaluation.
    odd: the operands among the others that are not finite. effort: of one point, in visits of a node of one number.
    """

    graph: Graph
    values: list[Value]
    nodes: list[int]
    odd: frozenset[int]
    effort: int


def between(graph: Graph, values: list[Value], moved: set[int]) -> Between:
    """What a move of these inputs computes anew on its way to the outputs. values: by node, at the point."""
    reached, ancestors = set(moved), {*graph.outputs}
    for i in range(len(graph.inputs), len(graph)):
        if not reached.isdisjoint(graph.operands[i]):
            reached.add(i)
    for i in range(len(graph) - 1, -1, -1):
        if i in ancestors and i in reached:
            ancestors.update(graph.operands[i])
    nodes = [i for i in range(len(graph.inputs), len(graph)) if i in reached and i in ancestors]
    constants = {k for i in nodes for k in graph.operands[i] if k not in reached}
    odd = frozenset(k for k in constants if not np.isfinite(values[k]).all())
    return Between(graph, values, nodes, odd, 1 + sum(_effort(graph, i) for i in nodes))


def _effort(graph: Graph, i: int) -> int:
    row, entries = graph.rows[i], math.prod(graph.shapes[i])
    if row.shape is not None:
        return _ONE_BY_ONE + entries + sum(math.prod(graph.shape_of(k)) for k in graph.operands[i])
    return entries * (_ONE_BY_ONE if isinstance(getattr(Arrays, row.name, None), np.vectorize) else 1)


def sampled(way: Between, moved: dict[int, Column]) -> list[Column]:
    """The outputs' columns, NaN where they are undefined. moved: by input, its column."""
    graph, values = way.graph, way.values
    columns, odd = dict(moved), set(way.odd)
    (count,) = {len(column) for column in moved.values()}
    with np.errstate(all="ignore"):
        for i in way.nodes:
            tick(count * graph.effort[i])
            row, operands, shape = graph.rows[i], graph.operands[i], graph.shapes[i]
            x = [columns[k] if k in columns else values[k] for k in operands]
            moves = [k in columns for k in operands]
            if row.shape is not None:
                columns[i] = _point_by_point(row, x, moves, count, shape)
            else:
                columns[i] = _whole(row, x, moves, count, shape, odd.isdisjoint(operands))
            if not finite(columns[i]):
                odd.add(i)
    return [
        columns[k] if k in columns else np.repeat(np.asarray(values[k])[None], count, axis=0) for k in graph.outputs
    ]


def _whole(row: Operation, x: list[Value], moves: list[bool], count: int, shape: Shape, is_finite: bool) -> Column:
    """An elementwise row over whole columns. is_finite: whether all operands are, at all points."""
    if shape:
        x = [_spread(each, len(shape)) if moving else each for each, moving in zip(x, moves)]
    x = [np.asarray(each) for each in x]  # a Python float would raise where NumPy's goes on
    c = np.asarray(row.value(Arrays, *x), float)
    if c.shape != (count, *shape):
        c = np.broadcast_to(c, (count, *shape))
    if is_finite and finite(c):
        return c
    c = c.copy()
    if row.chooses:  # the value is that of an operand, which has been read carefully
        c[np.broadcast_to(np.isnan(x[0]), c.shape)] = math.nan
        return c
    c[np.broadcast_to(reduce(np.logical_or, map(np.isnan, x)), c.shape)] = math.nan
    faults = ~np.isfinite(c) & reduce(np.logical_and, map(np.isfinite, x))
    if faults.any():
        operands = zip(*[np.broadcast_to(each, c.shape)[faults].tolist() for each in x], strict=True)
        c[faults] = [value_of(row, [*each])[0] for each in operands]
    return c


def _spread(column: Column, axes: int) -> Column:
    """A column whose entries broadcast to a node of so many axes."""
    count, *shape = column.shape
    return column.reshape(count, *[1] * (axes - len(shape)), *shape)


def _point_by_point(row: Operation, x: list[Value], moves: list[bool], count: int, shape: Shape) -> Column:
    column = np.empty((count, *shape))
    for point in timed(range(count)):
        operands = [each[point] if moving else each for each, moving in zip(x, moves)]
        column[point] = outcome(row, operands, shape).value
    return column
