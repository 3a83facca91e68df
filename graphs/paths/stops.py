"""Where paths end on their way: the partials of 0 that are met first, and why each is 0."""

from __future__ import annotations

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.notation.formula import Pieces, clause
from graphs.notation.numbers import value_text
from graphs.paths.chains import Arc, Chains, Vertex
from graphs.paths.factors import at_entry, other_operand
from graphs.study import Study


def stops_of(chains: Chains) -> list[tuple[Vertex, Arc]]:
    """The arcs of partial 0 that what is asked about meets first, with where each sets out."""
    met: list[tuple[Vertex, Arc]] = []
    reached = {0}
    for v, arcs in enumerate(chains.arcs):
        if v in reached:
            for arc in arcs:
                if arc.partial:
                    reached.add(arc.head)
                else:
                    met.append((chains.vertices[v], arc))
    return met


def stop_said(study: Study, edge: Edge, partial: float | None, entry: tuple[int, ...]) -> Pieces:
    """Why nothing passes an edge. entry: of the operand."""
    graph, notation, values = study.graph, study.notation, study.evaluation.values
    row, operation = graph.rows[edge.target], notation.operation(edge.target)
    source = at_entry(study, (edge.source, entry))
    value = np.asarray(values[edge.source])
    at = value_text(float(value[entry])) if len(entry) == value.ndim else value_text(values[edge.source])
    if row.name == "detach":
        return clause("{} lets no derivative through", operation)
    if row.compares:
        return clause("{} is a condition, true or false, and flat", operation)
    if row.chooses:
        told = "{} only chooses in {}" if edge.position == 0 else "{} is the branch that {} does not take"
        return clause(told, source, operation)
    if row.extremum:
        most = "largest" if row.extremum > 0 else "smallest"
        return clause("{} takes another operand: {} = {} is not the {}", operation, source, at, most)
    other = other_operand(study, edge)
    if other is not None:
        if other >= 0:
            return clause("{} is multiplied by {} = {} in {}", source, notation.name(other), value_text(values[other]),
                          notation.name(edge.target))  # fmt: skip
        return clause("{} is multiplied by 0 in {}", source, notation.name(edge.target))
    if row.saturates and partial is not None:
        return clause("{} is saturated: at {} = {} its slope is 0", operation, source, at)
    return clause("{} is flat at {} = {}", operation, source, at)
