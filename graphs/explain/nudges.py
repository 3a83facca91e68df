"""A partial told by trying: the operation evaluated at a nudged operand, and how far the node moves.

The nudge is 0.001 where that shows the slope: where the node moves by the partial times the nudge, within four
thousandths. Where it is too far (beside 1e-6) or lost to rounding (beside 1e20), it is a power of ten that shows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.autodiff.graph import Edge, Value
from graphs.operations.flows import Elementwise, Linear, one_hot, outside
from graphs.operations.row import Shape
from graphs.study import Study

NUDGE = 0.001
_NEAR = 0.004  # how far a move may be from what the slope says, as a share of it
_LOST = 1e-3  # the share of a move that rounding may be
_ROUNDING = 4 * 2.0**-52
_STEPS_DOWN = 10  # powers of ten that are tried below the operand's own
_ENTRIES = 8  # entries of an array that are tried


class Nudge(NamedTuple):
    """An operand moved by `by` in its entry (() of a number) to `operand`; the node's value then, and its move."""

    by: float
    entry: Shape
    operand: float
    value: Value
    moved: Value


def nudge_of(study: Study, edge: Edge) -> Nudge | None:
    """The nudge that shows the slope along an edge; None where none does. Of an array an entry that moves something."""
    shape = study.graph.shapes[edge.source]
    flat = []
    for entry in islice(np.ndindex(shape), _ENTRIES):
        slope = slope_at(study, edge, entry)
        if not np.isfinite(slope).all():
            continue
        if shape and not np.any(slope):
            flat.append(entry)
        elif (nudge := _showing(study, edge, entry, slope)) is not None:
            return nudge
    return next(filter(None, (_showing(study, edge, entry, np.asarray(0.0)) for entry in flat)), None)


def _showing(study: Study, edge: Edge, entry: Shape, slope: Any) -> Nudge | None:
    for by in _candidates(_at(study.evaluation.values[edge.source], entry)):
        tried = nudged(study, edge, by, entry)
        if tried is not None and _shows(study, edge, tried, slope):
            return tried
    return None


def nudged(study: Study, edge: Edge, by: float, entry: Shape = ()) -> Nudge | None:
    """The operation at an operand that is moved in one entry, and in this use alone; None where it has no value."""
    graph, values = study.graph, study.evaluation.values
    operands = [values[k] for k in graph.operands[edge.target]]
    if entry:
        moved = np.array(operands[edge.position], float)
        moved[entry] += by
        operand, operands[edge.position] = float(moved[entry]), moved
    else:
        operand = operands[edge.position] = float(operands[edge.position]) + by
    with np.errstate(all="ignore"):
        value = outcome(graph.rows[edge.target], operands, graph.shapes[edge.target]).value
        moves = value - values[edge.target]
    if not np.isfinite(moves).all():
        return None
    rounding = _rounding(values[edge.target], value)
    moves = (
        np.where(np.abs(moves) <= rounding, 0.0, moves) if np.ndim(moves) else 0.0 if abs(moves) <= rounding else moves
    )
    return Nudge(by, entry, operand, value, moves if np.ndim(moves) else float(moves))


def slope_at(study: Study, edge: Edge, entry: Shape) -> Any:
    """What the node moves by for each unit that an operand's entry does, to first order."""
    local = study.evaluation.partials[edge.target][edge.position]
    shape = study.graph.shapes[edge.target]
    if isinstance(local, (Elementwise, Linear)):
        with np.errstate(all="ignore"):
            return np.asarray(outside(local * one_hot(study.graph.shapes[edge.source], entry), shape))
    return np.asarray(0.0 if local is None else local)


def _candidates(x: float) -> Iterator[float]:
    """The nudges that are tried, by size."""
    if not math.isfinite(x):
        return
    own = math.floor(math.log10(abs(x))) if x else 0
    yield NUDGE
    for power in range(own - 2, own - 2 - _STEPS_DOWN, -1):
        if power > -300:
            yield float(f"1e{power}")


def _shows(study: Study, edge: Edge, tried: Nudge, slope: Any) -> bool:
    """Whether the node moves as the slope says, and rounding is not what is seen."""
    before = _at(study.evaluation.values[edge.source], tried.entry)
    if abs((tried.operand - before) - tried.by) > _LOST * tried.by:
        return False
    moved, said = np.asarray(tried.moved), slope * tried.by
    if not np.any(said):
        return _stays(study, edge, tried, float(np.max(np.abs(moved))))
    largest = float(np.max(np.abs(said)))
    noise = float(np.max(_rounding(study.evaluation.values[edge.target], tried.value)))
    return noise <= _LOST * largest and float(np.max(np.abs(moved - said))) <= _NEAR * largest


def _stays(study: Study, edge: Edge, tried: Nudge, moved: float) -> bool:
    """Whether the node stays, or moves so little more than the nudge's square that it does to first order."""
    if moved == 0.0:
        return True
    closer = nudged(study, edge, tried.by / 10, tried.entry)
    return closer is not None and moved <= _NEAR * tried.by and float(np.max(np.abs(closer.moved))) <= 0.2 / 10 * moved


def _rounding(before: Value, after: Value) -> Any:
    """What two values may be off by, so that a smaller move is none."""
    return _ROUNDING * np.maximum(np.abs(before), np.abs(after))


def _at(value: Value, entry: Shape) -> float:
    return float(value[entry]) if entry else float(value)
