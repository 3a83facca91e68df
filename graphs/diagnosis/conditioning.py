"""Quiet hints about slopes that are right but hardly pass anything: saturation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.issue_kinds import Kind
from graphs.diagnosis.issues import Issue
from graphs.notation.formula import Pieces, clause, sentence
from graphs.notation.notation import Notation
from graphs.notation.numbers import number_said
from graphs.operations.flows import Elementwise, Numbers, outside

SLOPE = 1e-8  # what passes less than this hardly learns
_MOST = 2  # hints


def hints_of(notation: Notation, evaluation: Evaluation, adjoints: Numbers | None) -> list[Issue]:
    """At most two hints, by node, on nodes that the output depends on."""
    graph = notation.graph
    hints: list[Issue] = []
    faults = {fault.node for fault in evaluation.faults}
    for i in range(len(graph.inputs), len(graph)):
        passes_nothing = adjoints is not None and adjoints[i] is None
        if i in graph.data or i in faults or i in evaluation.undefined or passes_nothing:
            continue
        if graph.rows[i].saturates and len(hints) < _MOST:
            hints += _saturated(notation, evaluation, i)
    return hints


def _saturated(notation: Notation, evaluation: Evaluation, i: int) -> Iterator[Issue]:
    graph = notation.graph
    c, row = evaluation.values[i], graph.rows[i]
    text, passed = notation.operation(i), "so hardly any derivative passes"
    if row.maps is not None:
        if np.size(c) > 1 and np.max(c * (1.0 - c)) < SLOPE:
            yield Issue(i, Kind.HINT, sentence("{} is saturated: one entry is almost 1, {}", text, passed))
        return
    local, k = evaluation.partials[i][0], graph.operands[i][0]
    slopes = np.abs(outside(local.partial, local.node) if isinstance(local, Elementwise) else local)
    if np.all(slopes < SLOPE):
        x = evaluation.values[k]
        at: Pieces = "" if np.ndim(x) else clause(" at {} = {}", notation.name(k), number_said(x))
        slope = number_said(float(np.max(slopes)))
        yield Issue(i, Kind.HINT, sentence("{} is saturated{}: its slope is {}, {}", text, at, slope, passed))
