"""Products of slopes that leave the doubles though every factor is one: the first in each sweep is an issue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph
from graphs.autodiff.issue_kinds import Kind
from graphs.diagnosis.issues import Issue
from graphs.notation.formula import sentence
from graphs.notation.notation import Notation
from graphs.operations.flows import Elementwise, Linear, Numbers, Partly, Term

_SIZES = {
    Kind.OVERFLOW: "larger than a double can hold (about 1.8e308); it counts as infinite from here on",
    Kind.UNDERFLOW: "smaller than a double can hold (about 4.9e-324); it counts as 0 from here on",
}


def products_of(
    notation: Notation,
    evaluation: Evaluation,
    tangents: Mapping[str, Numbers],
    adjoints: Numbers | None,
    terms: list[Term],
) -> list[Issue]:
    """At most one issue of a kind for the forward sweeps and one for the reverse sweep."""
    graph = notation.graph
    issues: dict[tuple[str, Kind], Issue] = {}
    for entry, numbers in tangents.items():
        for i, size in _forward(graph, evaluation, numbers):
            by = "" if entry in ("direction", "ones") else f" by {entry}"
            message = sentence("the tangent of {}{} is {}", notation.name(i), by, _SIZES[size])
            issues.setdefault(("forward", size), Issue(i, size, message))
    for i, position, _, term in terms if adjoints is not None else ():
        k = graph.operands[i][position]
        kind = _kind(evaluation.partials[i][position], adjoints[i], term)  # type: ignore[index]
        if kind == Kind.OVERFLOW or (kind and not adjoints[k]):  # type: ignore[index]  # else others outweigh it
            through = "the adjoint of {}, through {}, is {}"
            message = sentence(through, notation.name(k), notation.name(i), _SIZES[kind])
            issues.setdefault(("reverse", kind), Issue(k, kind, message))
    return [*issues.values()]


def _forward(graph: Graph, evaluation: Evaluation, tangents: Numbers) -> Iterator[tuple[int, Kind]]:
    for i, tangent in enumerate(tangents):
        if tangent is None or (isinstance(tangent, float) and tangent and math.isfinite(tangent)):
            continue
        for k, partial in zip(graph.operands[i], evaluation.partials[i], strict=False):
            if k >= 0 and partial is not None and tangents[k] is not None:
                kind = _kind(partial, tangents[k], partial * tangents[k])
                if kind:
                    yield i, kind


def _kind(partial: Any, flow: Any, term: Any) -> Kind | None:
    """What befell a product of a slope and what flows, if anything did."""
    if isinstance(term, float) and isinstance(partial, (int, float)) and isinstance(flow, float):
        if not term:
            return Kind.UNDERFLOW if partial and flow else None
        return Kind.OVERFLOW if math.isinf(term) and math.isfinite(partial) and math.isfinite(flow) else None
    if term is None or not np.isinf(_numbers(term)).any() or not np.isfinite(_numbers(flow)).all():
        return None
    if isinstance(partial, Linear):
        return Kind.OVERFLOW
    return Kind.OVERFLOW if np.isfinite(_numbers(partial)).all() else None


def _numbers(flow: Any) -> Any:
    if isinstance(flow, Elementwise):
        flow = flow.partial
    return flow.numbers if isinstance(flow, Partly) else flow
