"""Forward mode: one sweep carries the tangents of all nodes along one direction (Griewank & Walther, §3.1)."""

from __future__ import annotations

import math

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph
from graphs.operations.flows import Flow, lost


def forward(graph: Graph, evaluation: Evaluation, seed: dict[int, Flow]) -> list[Flow]:
    """Every node's tangent, in its shape: its directional derivative along the seed.

    seed: the direction, input number -> number or array; an input that is left out does not move.
    None where nothing flows (a derivative of 0), NaN where undefined.
    """
    tangents: list[Flow] = [None] * len(graph)
    for i, entry in seed.items():
        tangents[i] = entry
    operands, partials = graph.operands, evaluation.partials
    for i in graph.visited(range(len(graph.inputs), len(operands))):
        tangent = None
        for k, partial in zip(operands[i], partials[i]):
            if k >= 0 and partial is not None:
                moved = tangents[k]
                if moved is not None:
                    term = partial * moved
                    if tangent is None:
                        tangent = term
                    elif term is not None:
                        tangent = tangent + term
        tangents[i] = tangent
    return _undefined_with_their_values(graph, evaluation, seed, tangents)


def _undefined_with_their_values(
    graph: Graph, evaluation: Evaluation, seed: dict[int, Flow], tangents: list[Flow]
) -> list[Flow]:
    """An undefined value has no derivative by anything that it depends on.

    In a graph of numbers that is all that it can be reached from, be it through a condition; an entry of an array
    depends on what flows to it.
    """
    nodes = evaluation.undefined
    if nodes and graph.arrays:
        for i in nodes:
            tangents[i] = lost(evaluation.values[i], tangents[i])
    elif nodes:
        reached = set().union(*(graph.reached_from(i) for i in seed)) if seed else set()
        for i in reached.intersection(nodes):
            tangents[i] = math.nan
    return tangents
