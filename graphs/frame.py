"""What the screen shows at one place of one sweep: the fold of the first k steps, as numbers and states.

The page's static/js/frame.js is its twin; a browser test holds them together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graphs.steps import fold
from graphs.study import Study


@dataclass(frozen=True)
class Frame:
    """One screen.

    sweep: value, forward or reverse. entry: the forward pass that is shown. cursor: steps done, of `steps`.
    values, derivatives: by node; None where the sweep has not been yet, NaN where undefined.
    done: nodes that the sweep has written. passed: edges (node, slot) that it has used.
    current_node, current_edges: what the last step done wrote and used.
    """

    sweep: str
    entry: str | None
    cursor: int
    steps: int
    values: list[float | None]
    derivatives: list[float | None]
    done: set[int]
    passed: set[tuple[int, int]]
    current_node: int | None
    current_edges: set[tuple[int, int]]


def frame(study: Study, sweep: str, entry: str | None = None, cursor: int | None = None) -> Frame:
    """The screen after `cursor` steps of a sweep (None or more than there are: its end)."""
    if sweep == "forward" and entry is None:
        entry = next(iter(study.tangents), None)
    steps = study.steps(sweep, entry)
    k = len(steps) if cursor is None else min(cursor, len(steps))
    graph = study.graph
    reached = {node: after for (node, _), after in fold(steps[:k]).items()}
    slots = {(edge.target, edge.position): edge.slot for edge in graph.edges()}
    if sweep == "reverse":
        passed = {(step.edge[0], slots[step.edge]) for step in steps[:k] if step.edge is not None}
    else:
        passed = {(edge.target, edge.slot) for edge in graph.edges() if edge.target in reached}
    node, edges = None, set()
    if k:
        node, last = steps[k - 1].node, steps[k - 1].edge
        if sweep != "reverse":
            edges = {(edge.target, edge.slot) for edge in graph.edges_into(node)}
        elif last is not None:
            edges = {(last[0], slots[last])}
    written: list[float | None] = [reached.get(i) for i in range(len(graph))]
    if k == len(steps) and sweep != "value":
        written = _final(study, sweep, entry, written)
    done = {i for i, number in enumerate(written) if number is not None} | (graph.data if sweep != "value" else set())
    values: list[float | None] = written if sweep == "value" else list(study.evaluation.values[: len(graph)])
    none: list[float | None] = [None] * len(graph)
    derivatives = none if sweep == "value" else written
    return Frame(sweep, entry, k, len(steps), values, derivatives, set(done), passed, node, edges)


def _final(study: Study, sweep: str, entry: str | None, written: list[float | None]) -> list[float | None]:
    """At the end of a sweep what no step wrote is known too: nothing flows there, 0, or it is undefined."""
    numbers = study.adjoints if sweep == "reverse" else study.tangents.get(entry or "")
    if numbers is None:
        return written
    data = study.graph.data
    return [
        None if i in data else number if number is not None else (numbers[i] or 0.0) for i, number in enumerate(written)
    ]


def undefined(number: float | None) -> bool:
    return number is not None and math.isnan(number)
