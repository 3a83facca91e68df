"""Kinks that matter at a point: bends and jumps that something flows through, from an input and on to an output.

A bend leaves a mark on the first derivative only where the slopes of its two sides differ and its node's adjoint is
not 0: relu(x)² has a derivative at 0, though relu has none. Neither a condition (unless its branches differ) nor a
branch that is not taken passes anything on. All of it is read off a few reverse sweeps, whose seeds carry weights that
differ from entry to entry, so that no two entries hide each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph
from graphs.autodiff.reverse import reverse
from graphs.operations.arrays.order import uneven_neighbours
from graphs.operations.flows import Elementwise, Flow, Partly, outside
from graphs.operations.row import Kink, Operation, Shape

Seed = dict[int, Flow]


class Bend(NamedTuple):
    """A kink that matters.

    node: the one with the issue; of a choice, the comparison that switches between values that differ, or the `where`
    whose branches meet.
    kink: the row's, or None where two branches of a `where` meet. there: by entry of the node, whether it is bent.
    smooth: whether the first derivative exists all the same; the second may jump. crossed: whether both sides of the
    kink are reached from the point, as far as first derivatives tell. switch: the comparison that chooses a branch.
    open: whether the branch that is not taken is undefined here, so that nothing can be said of it.
    """

    node: int
    kink: Kink | None
    there: Any
    smooth: bool = False
    crossed: bool = True
    switch: int | None = None
    open: bool = False

    @property
    def entries(self) -> tuple[Shape, ...]:
        """Where it is bent; ((),) of a number, and of a row that works on a whole array."""
        return tuple(map(tuple, np.argwhere(self.there).tolist())) or ((),)


def bends_of(graph: Graph, evaluation: Evaluation) -> list[Bend]:
    """The kinks that matter, by node; those that leave the first derivative as it is are `smooth`."""
    kinks = [(i, *met) for i in range(len(graph.inputs), len(graph)) if (met := kink_at(graph, evaluation, i))]
    chosen = [i for i in range(len(graph.inputs), len(graph)) if _stands_at_zero(graph, evaluation, i)]
    if not kinks and not chosen:
        return []
    with np.errstate(all="ignore"):
        outputs = dict.fromkeys(graph.outputs)
        adjoints = reverse(graph, evaluation, {k: _weights(graph.shapes[k], k) for k in outputs})
        bends: list[Bend] = []
        for i, kink, there in kinks:
            if graph.rows[i].compares:
                bends += _switched(graph, evaluation, adjoints, i, kink, there)
            else:
                bends += _bent(graph, evaluation, adjoints[i], i, kink, there)
        for i in chosen:
            bends += _chosen_at_zero(graph, evaluation, adjoints[i], i)
    return bends


def _stands_at_zero(graph: Graph, evaluation: Evaluation, i: int) -> bool:
    """Whether a node chooses by a number that is no comparison, and is 0 here: beside it, it chooses otherwise."""
    k = graph.operands[i][0]
    if not graph.rows[i].chooses or k < 0 or graph.rows[k].compares:
        return False
    return bool(np.any(np.equal(evaluation.values[k], 0.0)))


def _chosen_at_zero(graph: Graph, evaluation: Evaluation, adjoint: Flow, i: int) -> Iterator[Bend]:
    """where(x, a, b) at x = 0: it is a on both sides, unless the number cannot move; the branches may meet there."""
    shape, (k, *branches) = graph.shapes[i], graph.operands[i]
    zero = np.equal(evaluation.values[k], 0.0)
    if adjoint is None or not _flows(_gradient(graph, evaluation, {k: _weights(graph.shapes[k]) * zero})):
        return
    there = np.broadcast_to(zero, shape) & (adjoint.flows if isinstance(adjoint, Partly) else True)
    a, b = (np.broadcast_to(evaluation.values[each], shape) for each in branches)
    if np.any(there & np.isnan(a)):
        yield Bend(i, None, there, open=True)
    elif np.any(there & (a != b)):
        yield Bend(i, Kink(0.0, None), there & (a != b))
    elif np.any(there):
        apart = _moves(_gradient(graph, evaluation, _between_branches(graph, i, there)))
        yield Bend(i, None, there, smooth=not apart)


def kink_at(graph: Graph, evaluation: Evaluation, i: int) -> tuple[Kink, Any] | None:
    """The kink that a node stands at and its entries, whatever comes of it; None where there is none."""
    row, operands = graph.rows[i], graph.operands[i]
    if row.kink is None or i in graph.data or max(operands) < 0:
        return None
    x = [evaluation.values[k] for k in operands]
    if not graph.shapes[i] and row.maps is None:
        kink = row.kink(*x) if all(map(math.isfinite, x)) else None
        return None if kink is None else (kink, np.True_)
    if row.maps is not None:
        whole = all(np.isfinite(each).all() for each in x)
        kink = row.kink(*map(np.asarray, x)) if whole else None
        return None if kink is None else (kink, np.True_ if row.bent is None else row.bent(evaluation.values[i]))
    columns = np.broadcast_arrays(*x)
    kinks = [
        row.kink(*each) if all(map(math.isfinite, each)) else None
        for each in zip(*[column.ravel().tolist() for column in columns], strict=True)
    ]
    bent = [kink for kink in kinks if kink is not None]
    first = next(
        (kink for kink in bent if not kink.slopes or kink.slopes[0] != kink.slopes[1]), bent[0] if bent else None
    )
    there = np.array([kink is not None for kink in kinks]).reshape(graph.shapes[i])
    return None if first is None else (first, there)


def _bent(graph: Graph, evaluation: Evaluation, adjoint: Flow, i: int, kink: Kink, there: Any) -> Iterator[Bend]:
    """A node that is no comparison: what flows on from its bent entries, and what comes to them."""
    if adjoint is None:
        return
    if there.shape:
        there = there & (adjoint.flows if isinstance(adjoint, Partly) else True)
    if not there.any() or not _flows(_pulled(graph, evaluation, i, there)):
        return
    if kink.slopes is None:
        yield Bend(i, kink, there)
        return
    if graph.rows[i].orders:  # equal entries may change places: nothing comes of it where they are treated alike
        uneven = uneven_neighbours(graph.rows[i], evaluation.values[i], outside(adjoint, graph.shapes[i]))
        if np.any(uneven) and _moves(_gradient(graph, evaluation, {i: uneven})):
            yield Bend(i, kink, there & (uneven != 0.0))
        return
    passed = there & (outside(adjoint, graph.shapes[i]) != 0.0) if there.shape else np.any(outside(adjoint, ()) != 0.0)
    if passed.any() and kink.slopes[0] != kink.slopes[1] and _moves(_pulled(graph, evaluation, i, passed)):
        yield Bend(i, kink, passed)
    else:
        both = not graph.rows[i].cone and _moves(_pulled(graph, evaluation, i, there))
        yield Bend(i, kink, there, smooth=True, crossed=both)


def _switched(
    graph: Graph, evaluation: Evaluation, adjoints: list[Flow], i: int, kink: Kink, there: Any
) -> Iterator[Bend]:
    """A comparison of equal numbers: whether the branches that it chooses between differ, in value or in slope."""
    k, other = graph.operands[i]
    if k == other or not _flows(_gradient(graph, evaluation, _sides(graph, i, there))):
        return
    if any(i in graph.operands[w] and not _chooses_by(graph, w, i) for w in range(i + 1, len(graph))):
        yield from _other_side(graph, evaluation, i, kink, there)
        return
    smooth = []
    for w in range(i + 1, len(graph)):
        operands, adjoint = graph.operands[w], adjoints[w]
        if not _chooses_by(graph, w, i) or adjoint is None:
            continue
        shape = graph.shapes[w]
        tied = np.broadcast_to(there, shape) & (adjoint.flows if isinstance(adjoint, Partly) else True)
        a, b = (np.broadcast_to(evaluation.values[each], shape) for each in operands[1:])
        if not np.any(tied):
            continue
        if np.any(tied & np.isnan(a) | tied & np.isnan(b)):
            yield Bend(w, None, tied, switch=i, open=True)
            return
        if np.any(tied & (a != b)):
            yield Bend(i, kink, there)
            return
        if _moves(_gradient(graph, evaluation, _between_branches(graph, w, tied))):
            yield Bend(w, None, tied, switch=i)
            return
        smooth.append(Bend(w, None, tied, smooth=True, switch=i))
    yield from smooth


def _between_branches(graph: Graph, w: int, there: Any) -> Seed:
    """A seed whose gradient is 0 where both branches of a node move alike."""
    seed: Seed = {}
    for each, sign in zip(graph.operands[w][1:], (1.0, -1.0), strict=True):
        _sow(seed, graph, w, each, sign * (_weights(graph.shapes[w]) * there))
    return seed


def _chooses_by(graph: Graph, w: int, i: int) -> bool:
    """Whether node i is the condition of node w, and nothing else there."""
    operands = graph.operands[w]
    return graph.rows[w].chooses and operands[0] == i and i not in operands[1:]


def _other_side(graph: Graph, evaluation: Evaluation, i: int, kink: Kink, there: Any) -> Iterator[Bend]:
    """A comparison that is reckoned with, (x > 0)*y, or joined to another: what the outputs are on its other side."""
    c = evaluation.values[i]
    turned = np.where(there, 1.0 - c, c) if graph.shapes[i] else 1.0 - c
    other = evaluate(graph, list(evaluation.values[: len(graph.inputs)]), {i: turned})
    values = [[np.asarray(each.values[k]) for k in graph.outputs] for each in (evaluation, other)]
    if any(np.isnan(b).any() and not np.isnan(a).any() for a, b in zip(*values, strict=True)):
        yield Bend(i, kink, there, switch=i, open=True)
    elif any((a != b).any() for a, b in zip(*values, strict=True)):
        yield Bend(i, kink, there)
    else:
        seed = {k: _weights(graph.shapes[k], k) for k in graph.outputs}
        gradients = [[outside(flow, shape) for flow, shape in zip(_gradient(graph, each, seed), graph.shapes)]
                     for each in (evaluation, other)]  # fmt: skip
        is_smooth = all(np.array_equal(a, b) for a, b in zip(*gradients, strict=True))
        yield Bend(i, None, there, smooth=is_smooth, switch=i)


def _pulled(graph: Graph, evaluation: Evaluation, i: int, there: Any) -> list[Flow]:
    """The gradient, by input, of what makes the difference between the sides of a bend: 0 where they are alike."""
    row = graph.rows[i]
    if row.extremum:
        return _gradient(graph, evaluation, _tied(graph, evaluation, i, there))
    return _gradient(graph, evaluation, _sides(graph, i, there, evaluation))


def _sides(graph: Graph, i: int, there: Any, evaluation: Evaluation | None = None) -> Seed:
    """A seed at the operands that a row bends in; of a norm at their entries that are 0."""
    row, operands, seed = graph.rows[i], graph.operands[i], Seed()
    if row.orders and evaluation is not None:
        c, shape = evaluation.values[i], graph.shapes[i]
        return {i: uneven_neighbours(row, c, np.arange(math.prod(shape), dtype=float).reshape(shape) ** 2)}
    if row.maps is not None and evaluation is not None:
        x = np.asarray(evaluation.values[operands[0]])
        return {operands[0]: _weights(x.shape) * (x == 0.0)}
    bending = operands if row.cone or row.compares else operands[:1]
    for slot, k in enumerate(bending):
        _sow(seed, graph, i, k, _weights(graph.shapes[i], slot) * there)
    return seed


def _tied(graph: Graph, evaluation: Evaluation, i: int, there: Any) -> Seed:
    """A seed whose gradient is 0 where all operands, or entries, that tie for an extremum move alike."""
    row, operands, seed = graph.rows[i], graph.operands[i], Seed()
    x, c = [evaluation.values[k] for k in operands], evaluation.values[i]
    if row.maps is not None:
        whole = np.asarray(x[0])
        axes = _axes(row, whole.shape)
        seed[operands[0]] = _balanced(tied_entries(row, whole), axes)
        return seed
    tied = np.array([np.broadcast_to(np.equal(each, c) & there, graph.shapes[i]) for each in x])
    for k, weights in zip(operands, _balanced(tied, (0,)), strict=True):
        _sow(seed, graph, i, k, weights)
    return seed


def tied_entries(row: Operation, x: Any) -> Any:
    """By entry of an array, whether it is the extremum along the axes of a max or min of one array."""
    extremum = np.max if row.extremum > 0 else np.min
    return np.equal(x, extremum(x, axis=_axes(row, x.shape), keepdims=True))


def _axes(row: Operation, shape: Shape) -> Shape:
    axis = dict(row.chosen)["axis"]
    if axis is None:
        return tuple(range(len(shape)))
    return tuple(each % len(shape) for each in (axis if isinstance(axis, tuple) else (axis,)))


def _balanced(tied: Any, axes: Shape) -> Any:
    """Weights on the tied entries that sum to 0 along the axes, and would not in any other way."""
    moved = np.moveaxis(tied, axes, range(len(axes)))
    flat = moved.reshape(math.prod(moved.shape[: len(axes)]), -1)
    weights = _weights(flat.shape) * flat
    first, column = flat.argmax(axis=0), np.arange(flat.shape[1])
    weights[first, column] = 0.0
    weights[first, column] = -weights.sum(axis=0)
    return np.moveaxis(weights.reshape(moved.shape), range(len(axes)), axes)


def _weights(shape: Shape, start: int = 0) -> Any:
    """Numbers between 1 and 2 of seven binary digits, so that sums of few of them round nowhere."""
    weights = 1.0 + (np.arange(start, start + math.prod(shape)) * 37 % 128) / 128.0
    return weights.reshape(shape) if shape else float(weights[0])


def _sow(seed: Seed, graph: Graph, i: int, k: int, weights: Any) -> None:
    """Add to a seed what a node's weights are to an operand, if that is no constant."""
    if k >= 0:
        shape = graph.shapes[i]
        own = weights * Elementwise(1.0, shape, graph.shapes[k]) if shape else float(weights)
        seed[k] = seed[k] + own if k in seed else own


def _gradient(graph: Graph, evaluation: Evaluation, seed: Seed) -> list[Flow]:
    return reverse(graph, evaluation, seed)[: len(graph.inputs)]


def _flows(gradient: list[Flow]) -> bool:
    return any(flow is not None for flow in gradient)


def _moves(gradient: list[Flow]) -> bool:
    """Whether any slope is not 0; what is undefined may be anything."""
    return any(flow is not None and np.any(getattr(flow, "numbers", flow) != 0.0) for flow in gradient)
