"""What a person must be told about an answer: faults, kinks, infinite slopes, and how inputs were taken."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from graphs.evaluate import Evaluation
from graphs.graph import Graph
from graphs.notation import called, literal, node_text


class Issue(NamedTuple):
    """One thing to know, with the node where it starts; an answer with issues is still an answer.

    kind: one of API.md's words. choice: the slope shown at a kink. slopes: the one-sided slopes there.
    """

    node: int | None
    kind: str
    message: str
    choice: float | None = None
    slopes: tuple[float, float] | None = None


def issues_of(graph: Graph, evaluation: Evaluation) -> list[Issue]:
    """The issues of a graph at a point, by node."""
    found = [Issue(i, kind, _told(graph, evaluation, i, kind)) for i, kind in evaluation.faults]
    found += _kinks(graph, evaluation)
    found += _slopes(graph, evaluation, {issue.node for issue in found})
    return sorted(found, key=lambda issue: issue.node or 0)


def _told(graph: Graph, evaluation: Evaluation, i: int, kind: str) -> str:
    text = node_text(graph, i)
    if kind == "overflow":
        return f"{text} is larger than a double can hold (about 1.8e308); it counts as infinite from here on"
    where = _where(graph, evaluation, i)
    return f"{text} is undefined{where}"


def _where(graph: Graph, evaluation: Evaluation, i: int) -> str:
    operands = {called(graph, edge.source): evaluation.values[edge.source] for edge in graph.edges_into(i)}
    said = " and ".join(f"{name} = {literal(value)}" for name, value in operands.items())
    return f" at {said}" if said else ""


def _kinks(graph: Graph, evaluation: Evaluation) -> Iterator[Issue]:
    values = evaluation.values
    for i, row in enumerate(graph.rows):
        if row.kink is None or i in graph.data:
            continue
        x = [values[k] for k in graph.operands[i]]
        kink = row.kink(*x) if all(map(math.isfinite, x)) else None
        if kink is None:
            continue
        text = node_text(graph, i)
        if kink.slopes is None:
            yield Issue(i, "not differentiable", f"{text} jumps here{_where(graph, evaluation, i)}", kink.choice)
        else:
            low, high = sorted(kink.slopes)
            choice = f"showing {literal(kink.choice)} of [{literal(low)}, {literal(high)}]"
            message = f"{text} is not differentiable here, {choice}"
            yield Issue(i, "not differentiable", message, kink.choice, kink.slopes)


def _slopes(graph: Graph, evaluation: Evaluation, told: set[int | None]) -> Iterator[Issue]:
    """Infinite and undefined partials of nodes that have a value; constants' own partials concern no one."""
    for i, partials in enumerate(evaluation.partials):
        if i in told or i in graph.data or evaluation.values[i] != evaluation.values[i]:
            continue
        for k, partial in zip(graph.operands[i], partials, strict=False):
            if k < 0 or partial is None or partial - partial == 0.0:
                continue
            text, name = node_text(graph, i), called(graph, k)
            if partial == partial:
                yield Issue(
                    i, "infinite slope", f"the slope of {text} in {name} is infinite{_where(graph, evaluation, i)}"
                )
            else:
                yield Issue(i, "undefined", f"{text} has no slope in {name}{_where(graph, evaluation, i)}")
            break
