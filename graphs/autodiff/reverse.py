"""Reverse mode: one sweep carries the adjoints of all nodes back from the output (Griewank & Walther, §3.2)."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import count

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph
from graphs.operations.flows import Flow, outside, undefined

# called with every contribution: node, operand position, the operand's adjoint before (None: none yet), the term added
Record = Callable[[int, int, Flow, Flow], object]


def reverse(graph: Graph, evaluation: Evaluation, seed: dict[int, Flow], record: Record | None = None) -> list[Flow]:
    """Every node's adjoint, in its shape: the derivative of the output, weighted by the seed, by that node.

    seed: output node -> its adjoint (the cotangent; 1 for a scalar output).
    None where nothing flows (a derivative of 0), NaN where undefined.
    """
    adjoints: list[Flow] = [None] * len(graph)
    lost: set[int] = set()  # what an undefined output depends on has no derivative of it
    for i, entry in seed.items():
        adjoints[i] = entry
        nonzero = outside(entry, graph.shapes[i]) != 0
        if i in evaluation.undefined and np.any(np.isnan(evaluation.values[i]) & nonzero):
            lost |= graph.reaching(i) - {i}
    operands, partials = graph.operands, evaluation.partials
    for i in graph.visited(range(max(seed, default=-1), len(graph.inputs) - 1, -1)):
        adjoint = adjoints[i]
        if adjoint is None:
            continue
        for position, k, partial in zip(count(), operands[i], partials[i]):
            if k >= 0 and partial is not None:
                term = adjoint * partial
                if term is None:
                    continue
                if lost and k in lost:
                    term = undefined(term)
                before = adjoints[k]
                adjoints[k] = term if before is None else before + term
                if record is not None:
                    record(i, position, before, term)
    for k in lost:
        adjoints[k] = undefined(adjoints[k]) if graph.arrays else math.nan
    return adjoints
