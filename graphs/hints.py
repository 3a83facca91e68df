"""Quiet hints about numbers that are right but poor: digits lost to cancellation, slopes lost to saturation.

The measure is the relative condition number |x ∂c/∂x / c| of a node by an operand that is itself rounded (Higham,
"Accuracy and Stability of Numerical Algorithms", 2002, §1.6): what a rounding error in x grows by in c.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.answers import Numbers
from graphs.evaluate import Evaluation
from graphs.flows import Elementwise, Linear, outside
from graphs.graph import Graph
from graphs.issues import Issue
from graphs.notation import called, node_text
from graphs.numerals import number_text
from graphs.patterns import Around
from graphs.remedies import remedy

CONDITION = 1e8  # half of a double's digits are gone
SLOPE = 1e-8  # what passes less than this hardly learns
_MOST = 2  # hints of a kind
_SATURATING = frozenset(("sigmoid", "tanh", "softmax"))
_EXACT = frozenset(("negate", "abs", "index", "transpose", "reshape", "concat", "stack", "max", "min", "relu", "floor"))


def hints_of(graph: Graph, evaluation: Evaluation, adjoints: Numbers | None) -> list[Issue]:
    """At most two hints of a kind, by node, on nodes that the output depends on.

    Cancellation is told where the lost digits are lost to the output too, or where a better formula is known: a
    residual that is almost 0 before it is squared and summed is nobody's trouble.
    """
    cancelling: list[Issue] = []
    saturated: list[Issue] = []
    around, rounded = Around(graph, evaluation.values), _rounded(graph)
    told = {fault.node for fault in evaluation.faults}
    for i in range(len(graph.inputs), len(graph)):
        if i in graph.data or i in told or i in evaluation.undefined or (adjoints is not None and adjoints[i] is None):
            continue
        if len(cancelling) < _MOST:
            cancelling += _cancelling(around, evaluation, adjoints, i, rounded)
        if graph.rows[i].name in _SATURATING and len(saturated) < _MOST:
            saturated += _saturated(graph, evaluation, i)
    return cancelling + saturated


def _rounded(graph: Graph) -> list[bool]:
    """Which nodes hold a rounding error of their own or an earlier one; inputs and data are taken as exact."""
    rounded = [False] * len(graph)
    for i in range(len(graph.inputs), len(graph)):
        if i not in graph.data:
            operands = graph.operands[i]
            rounded[i] = graph.rows[i].name not in _EXACT or any(k >= 0 and rounded[k] for k in operands)
    return rounded


def _cancelling(
    around: Around, evaluation: Evaluation, adjoints: Numbers | None, i: int, rounded: list[bool]
) -> Iterator[Issue]:
    graph, c = around.graph, evaluation.values[i]
    operands = graph.operands[i]
    if graph.rows[i].maps is not None or len(set(operands)) < len(operands):
        return
    for k, local in zip(operands, evaluation.partials[i], strict=False):
        if k < 0 or not rounded[k] or local is None or isinstance(local, Linear):
            continue
        moved = evaluation.values[k] * (local.numbers() if isinstance(local, Elementwise) else local)
        condition = _largest(moved, c)
        if condition <= CONDITION:
            continue
        better = remedy(around, i, "cancellation")
        if better is None and not _reaches(graph, evaluation, adjoints, i, moved):
            continue
        told = f"{node_text(graph, i)} {_lost(graph, i, k, condition)}"
        yield Issue(i, "hint", f"{told}; {better}" if better else told)
        return


def _lost(graph: Graph, i: int, k: int, condition: float) -> str:
    if condition == math.inf:
        return "cancels to 0: its digits are those of rounding alone"
    if graph.rows[i].name in ("add", "subtract"):
        return f"cancels: about {min(16, math.floor(math.log10(condition)))} of 16 digits are lost"
    return f"is ill-conditioned: a rounding error in {called(graph, k)} grows {number_text(condition, 2)}-fold"


def _reaches(graph: Graph, evaluation: Evaluation, adjoints: Numbers | None, i: int, moved: Any) -> bool:
    """Whether what the node loses is as large beside the output, if that is a number other than 0."""
    if adjoints is None or graph.value_shape or not evaluation.values[graph.outputs[0]]:
        return False
    adjoint = outside(adjoints[i], graph.shapes[i])
    return _largest(moved * adjoint, evaluation.values[graph.outputs[0]]) > CONDITION


def _largest(moved: Any, c: Any) -> float:
    """The largest |moved / c| among the entries: infinite where c alone is 0, 0 where it is undefined."""
    if isinstance(c, float) and isinstance(moved, float):  # most are
        found = abs(moved / c) if c else math.inf if moved else 0.0
        return found if math.isfinite(moved) and math.isfinite(c) else 0.0
    ratios = np.abs(np.divide(moved, c))
    return float(np.max(np.where(np.isfinite(moved) & np.isfinite(c) & ~np.isnan(ratios), ratios, 0.0)))


def _saturated(graph: Graph, evaluation: Evaluation, i: int) -> Iterator[Issue]:
    c, row = evaluation.values[i], graph.rows[i]
    text, passed = node_text(graph, i), "so hardly any derivative passes"
    if row.maps is not None:
        if np.size(c) > 1 and np.max(c * (1.0 - c)) < SLOPE:
            yield Issue(i, "hint", f"{text} is saturated: one entry is almost 1, {passed}")
        return
    local, k = evaluation.partials[i][0], graph.operands[i][0]
    slopes = np.abs(outside(local.partial, local.node) if isinstance(local, Elementwise) else local)
    if np.all(slopes < SLOPE):
        x = evaluation.values[k]
        at = "" if np.ndim(x) else f" at {called(graph, k)} = {number_text(x)}"
        yield Issue(i, "hint", f"{text} is saturated{at}: its slope is {number_text(float(np.max(slopes)))}, {passed}")
