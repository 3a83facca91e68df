"""Second derivatives where a kink leaves the first ones as they are: those of its sides, which may agree.

On either side of a bend the graph is smooth, and its second derivatives there have limits at the bend. If the limits
of all sides agree they are the Hessian; if they do not, the second derivative jumps. To read a side, the operand in
which a row bends is moved by the smallest amount there is, for that row's slope alone.

A norm has as many sides as directions. With r = |u| at u = 0, and f(x, r) of slope 0 in r, the Hessian is that of x
alone and ∂²f/∂r² JᵀJ, J the Jacobian of u, provided that f has no mixed term: it would change sign with r's direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.kinks import Bend, bends_of, tied_entries
from graphs.autodiff.second_order import hessian
from graphs.operations.readings.arrays import Arrays
from graphs.operations.row import Map, Operation
from graphs.study.borders import Border

_MOST = 6  # bends at once, and entries of a norm at once: a Hessian is made for each, two for an entry
_ALIKE = 1e-9  # of an entry: what rounding leaves between two sides

Side = Callable[[int], Operation]  # the row of a bend, on its side 0, 1, …


def hessian_at(graph: Graph, point: list[Value], evaluation: Evaluation, bends: list[Bend]) -> np.ndarray | None:
    """The Hessian of a scalar output over the entries of all inputs; None where second derivatives may jump.

    bends: those at the point. Where a second derivative is infinite or undefined it is not finite, or an
    ArithmeticError is raised.
    """
    if not bends:
        return hessian(graph, evaluation)
    return _across(graph, point, evaluation, bends) if all(bend.smooth for bend in bends) else None


def hessian_jumps(borders: list[Border], point: list[Value], matrix: np.ndarray) -> bool:
    """Whether the Hessian of the way that is not taken at a border is another one. matrix: of the one that is."""
    for border in borders:
        if border.way is None:
            return True
        graph = border.way.graph
        evaluation = evaluate(graph, point)
        other = hessian_at(graph, point, evaluation, bends_of(graph, evaluation))
        if other is None or not _agree(matrix, other):
            return True
    return False


def _across(graph: Graph, point: list[Value], evaluation: Evaluation, bends: list[Bend]) -> np.ndarray | None:
    values = evaluation.values
    if not all(np.isfinite(values[k]).all() for bend in bends for k in graph.operands[bend.node]):
        return None
    rounded = [bend for bend in bends if graph.rows[bend.node].cone]
    others = [bend for bend in bends if bend not in rounded]
    if len(others) > _MOST or len(rounded) > 1:
        return None
    nodes = [bend.node if bend.switch is None else bend.switch for bend in others]
    sides = [_sides(graph, values, bend) for bend in others]
    first = hessian = _hessian(graph, point, {node: side[0] for node, side in zip(nodes, sides, strict=True)})
    for chosen in _choices([len(side) for side in sides]):
        rows = {node: side[k] for node, side, k in zip(nodes, sides, chosen, strict=True)}
        hessian = _hessian(graph, point, rows)
        if not _agree(first, hessian):
            return None
    rows = {node: side[0] for node, side in zip(nodes, sides, strict=True)}
    return _around(graph, point, values, rounded[0], rows, first) if rounded else first


def _choices(counts: list[int]) -> Iterator[list[int]]:
    """The sides to compare with the first of each: one bend's at a time, and the last of all."""
    for bend, count in enumerate(counts):
        for side in range(1, count):
            yield [side if each == bend else 0 for each in range(len(counts))]
    if len(counts) > 1:
        yield [count - 1 for count in counts]


def _hessian(graph: Graph, point: list[Value], rows: dict[int, Operation]) -> np.ndarray:
    other = replace(graph, rows=[rows.get(i, row) for i, row in enumerate(graph.rows)])
    return hessian(other, evaluate(other, point))


def _agree(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.all(np.abs(one - other) <= _ALIKE * np.maximum(np.abs(one), np.abs(other))))


def _sides(graph: Graph, values: list[Any], bend: Bend) -> list[Operation]:
    """The row of a bend read on its sides."""
    i = bend.node if bend.switch is None else bend.switch
    row, operands = graph.rows[i], graph.operands[i]
    x = [values[k] for k in operands]
    if bend.switch is not None:  # a comparison: on its sides it has other values
        return [_compared(row, _step(x[0], sign)) for sign in (-1.0, 1.0)]
    if not row.extremum:
        patterns: list[Any] = [-1.0, 1.0]
        if np.ndim(bend.there) and np.sum(bend.there) > 1:
            alternate = np.where(np.cumsum(bend.there).reshape(np.shape(bend.there)) % 2, 1.0, -1.0)
            patterns.append(alternate)
        return [_bent(row, _step(np.broadcast_to(x[0], graph.shapes[i])[()], sign) * bend.there) for sign in patterns]
    up = float(row.extremum)
    if row.maps is None:
        tied = [slot for slot, each in enumerate(x) if np.any(np.equal(each, values[i]) & bend.there)]
        return [_chosen(row, slot, _step(values[i], up) * bend.there) for slot in tied[:_MOST]]
    entries = tied_entries(row, x[0])
    return [_chosen_entries(row, x[0], entries * one * _step(x[0], up)) for one in _single(row, entries)]


def _single(row: Operation, entries: Any) -> Iterator[Any]:
    """Masks of one tied entry along the axes: the first, and the last."""
    axis = dict(row.chosen)["axis"]
    flat = entries.ravel() if axis is None else entries
    for turn in (1, -1):
        order = np.flip(flat, axis=axis) if turn < 0 else flat
        first = order & (np.cumsum(order, axis=0 if axis is None else axis) == 1)
        yield (np.flip(first, axis=axis) if turn < 0 else first).reshape(entries.shape)


def _step(x: Any, sign: Any) -> Any:
    """The way from x to the next double above, or below where the sign is negative."""
    step = np.nextafter(x, np.copysign(math.inf, sign)) - x
    return step if np.ndim(step) else float(step)


def _number(step: Any) -> Any:
    return step if np.ndim(step) else float(step)


def _compared(row: Operation, step: Any) -> Operation:
    return replace(row, value=lambda m, x, y: row.value(m, x + step, y), kink=None)


def _bent(row: Operation, step: Any) -> Operation:
    step = _number(step)
    return replace(row, partials=lambda m, c, x, *rest: row.partials(m, c, x + step, *rest))


def _chosen(row: Operation, slot: int, step: Any) -> Operation:
    step = _number(step)

    def partials(m: Any, c: Any, *x: Any) -> Any:
        return row.partials(m, c + step, *[each + step if k == slot else each for k, each in enumerate(x)])

    return replace(row, partials=partials)


def _chosen_entries(row: Operation, x: Any, steps: Any) -> Operation:
    assert row.maps is not None
    maps, step = row.maps, row.value(Arrays, x + steps) - row.value(Arrays, x)
    return replace(row, maps=lambda m, c, a: maps(m, c + step, a + steps), pattern=None)


def _around(
    graph: Graph, point: list[Value], values: list[Any], bend: Bend, rows: dict[int, Operation], apart: np.ndarray
) -> np.ndarray | None:
    """The Hessian at the tip of a norm. apart: without its share."""
    i, total = bend.node, apart
    row, x = graph.rows[i], [values[k] for k in graph.operands[i]]
    if graph.shapes[i] or (row.maps is not None and (row.bent is None or np.size(x[0]) > _MOST)):
        return None
    for unit in np.eye(len(x) if row.maps is None else np.size(x[0])):
        there, opposite = (_hessian(graph, point, {**rows, i: _towards(row, x, sign * unit)}) for sign in (1.0, -1.0))
        if not _agree(there, opposite):
            return None
        total = total + (there - apart)
    return total


def _towards(row: Operation, x: list[Any], unit: np.ndarray) -> Operation:
    """The row with the slope that it has coming from one direction."""
    if row.maps is None:
        return replace(row, partials=lambda m, c, *x: tuple(unit.tolist()))
    slope = unit.reshape(np.shape(x[0]))
    axes = tuple(range(slope.ndim))
    plain = Map(lambda d: np.sum(slope * d), lambda g: g * slope)
    keepdims = Map(lambda d: plain.push(d).reshape((1,) * len(axes)), plain.pull)
    one = keepdims if dict(row.chosen)["keepdims"] else plain
    return replace(row, maps=lambda m, c, a: (one,), pattern=None)
