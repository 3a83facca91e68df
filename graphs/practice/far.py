"""Wrong numbers of a tangent or an adjoint by a mistake at another operation on the way, carried on as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from graphs.autodiff.graph import Edge
from graphs.autodiff.reverse import reverse
from graphs.notation.formula import sentence
from graphs.operations.flows import Flow
from graphs.practice.flows import way
from graphs.practice.work import FAR, Candidate, Work


def far(work: Work) -> Iterator[Candidate]:
    """At every other edge between the cell and the sweep's start; of numbers alone."""
    graph, evaluation, node = work.study.graph, work.study.evaluation, work.cell.node
    if graph.arrays or work.cell.slot not in ("adjoint", "tangent"):
        return
    reach = _pushed(work) if work.backwards else reverse(graph, evaluation, {node: 1.0})
    left = work.assumptions.limits.practice_numbers
    by_end: dict[int, list[tuple[Edge, float]]] = {}
    for edge in graph.edges:
        end = edge.source if work.backwards else edge.target
        partial = evaluation.partials[edge.target][edge.position]
        flow = work.flows[edge.target if work.backwards else edge.source]
        if partial and flow and edge.source not in graph.data and end != node and reach[end]:
            by_end.setdefault(end, []).append((edge, partial * flow))
    for end, uses in by_end.items():
        for edge, term in uses:
            flow = work.flows[edge.target if work.backwards else edge.source]
            wrong = [(slip.kind, slip.partial * flow, message) for slip, message in work.assumptions.slips(edge)]
            carried = way(work, edge, begins=False)
            if len(uses) > 1:
                wrong.append(("missing use", 0.0, sentence("On the way, {} is left out.", carried)))
            wrong.append(("added twice", 2.0 * term, sentence("On the way, {} is added twice.", carried)))
            for kind, number, message in wrong:
                left -= 1
                if left < 0:
                    return
                yield Candidate(kind, float(work.right + (number - term) * reach[end]), message, FAR, end, edge)


def _pushed(work: Work) -> list[Flow]:
    """By node, its derivative by the cell's node; None where it does not depend on that."""
    graph, partials = work.study.graph, work.study.evaluation.partials
    rates: list[Flow] = [None] * len(graph)
    rates[work.cell.node] = 1.0
    for i in range(work.cell.node + 1, len(graph)):
        for k, partial in zip(graph.operands[i], partials[i], strict=False):
            if k >= 0 and partial is not None and rates[k] is not None:
                rates[i] = (rates[i] or 0.0) + partial * rates[k]
    return rates
