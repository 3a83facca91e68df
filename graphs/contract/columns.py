"""The numbers of an answer by column, for a reader that has the names and makes the steps itself.

Of the value and the forward sweep a step adds nothing to what stands on the nodes; of the reverse sweep its terms do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.autodiff.graph import Value
from graphs.operations.flows import outside
from graphs.strict_json import number, numbers
from graphs.study import Study

LONGEST = 16  # entries of an array that a step holds


def columns(study: Study, partials: list[Any], has_tangents: bool, has_steps: bool) -> dict[str, Any]:
    """By node in their order: value, tangents by entry, adjoint and rule. By edge in their order: partial. By step of
    the reverse sweep: the numbers of node and edge from 0 (-1: the seed), before, term and after.

    partials: as the document has them. has_tangents, has_steps: whether there is room for them in one answer.
    """
    graph, data = study.graph, study.graph.data

    def by_node(flows: Any) -> list[Any]:
        return [
            None if i in data else numbers(outside(flow, shape))
            for i, (flow, shape) in enumerate(zip(flows, graph.shapes, strict=True))
        ]

    return {
        "value": [numbers(value) for value in study.evaluation.values[: len(graph)]],
        "tangents": {entry: by_node(tangents) for entry, tangents in study.tangents.items()} if has_tangents else {},
        "adjoint": None if study.adjoints is None else by_node(study.adjoints),
        "rule": ["data" if i in data else row.rule for i, row in enumerate(graph.rows)],
        "partial": partials,
        "reverse": _reverse(study) if has_steps else None,
    }


def _reverse(study: Study) -> dict[str, list[Any]]:
    edges = {(edge.target, edge.position): number for number, edge in enumerate(study.graph.edges)}
    steps = study.reverse_steps
    return {
        "node": [step.node for step in steps],
        "edge": [-1 if step.edge is None else edges[step.edge] for step in steps],
        "before": [short(step.before) for step in steps],
        "term": [short(step.term) for step in steps],
        "after": [short(step.after) for step in steps],
    }


def short(x: Value | None) -> Any:
    """A step's number; of a larger array the node has it."""
    if not isinstance(x, np.ndarray):
        return number(x)
    return numbers(x) if x.size <= LONGEST else None
