"""Reverse mode: one sweep carries the adjoints of all nodes back from the output (Griewank & Walther, §3.2)."""

from __future__ import annotations

import math
from collections.abc import Callable

from graphs.evaluate import Evaluation
from graphs.graph import Graph
from graphs.operations import OPERATIONS

# told of every contribution: node, operand position, the operand's adjoint before, the term that is added
Record = Callable[[int, int, float, float], object]

_POSITIONS = range(max(row.arity[1] for row in OPERATIONS))  # cheaper to zip than to enumerate


def reverse(
    graph: Graph, evaluation: Evaluation, seed: dict[int, float], record: Record | None = None
) -> list[float | None]:
    """Every node's adjoint: the derivative of the output, weighted by the seed, by that node.

    seed: output node -> its adjoint (the cotangent; 1 for a scalar output).
    None where nothing flows (a derivative of 0), NaN where undefined.
    """
    adjoints: list[float | None] = [None] * len(graph)
    for i, entry in seed.items():
        adjoints[i] = entry
    operands, partials = graph.operands, evaluation.partials
    for i in range(max(seed, default=-1), len(graph.inputs) - 1, -1):
        adjoint = adjoints[i]
        if adjoint is None:
            continue
        for position, k, partial in zip(_POSITIONS, operands[i], partials[i]):
            if k >= 0 and partial is not None:
                term = adjoint * partial
                before = adjoints[k]
                adjoints[k] = term if before is None else before + term
                if record is not None:
                    record(i, position, before or 0.0, term)
    for i in seed:
        if math.isnan(evaluation.values[i]):  # no derivative by anything that the undefined output depends on
            for k in graph.reaching(i) - {i}:
                adjoints[k] = math.nan
    return adjoints
