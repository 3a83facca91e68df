"""What makes a path's product small or large: one factor, or several of one source; and where a factor comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.notation.formula import Pieces, clause
from graphs.notation.numbers import literal_said, number_said, value_text
from graphs.paths.chains import Vertex
from graphs.paths.ranked import Path
from graphs.study import Study

_ALONE = 0.6  # of the orders of magnitude: from here on one factor, or one source, is the cause
_FLAT, _STEEP = 0.05, 10.0
_PRODUCTS = frozenset(("multiply", "dot", "matmul", "outer", "einsum", "convolve", "correlate"))


class Factor(NamedTuple):
    """One partial of a path, with the vertices at both ends of its edge."""

    edge: Edge
    partial: float
    source: Vertex
    target: Vertex

    @property
    def order(self) -> float:
        """log2 |partial|."""
        return math.log2(abs(self.partial))


Source = tuple[str, str | int]  # an operation's slope, or the operand that it multiplies by


class Reason(NamedTuple):
    """factors: what decides, in order. source: what all of them come from; None where that is not one thing."""

    factors: list[Factor]
    source: Source | None

    @property
    def product(self) -> float:
        """Of these factors."""
        return math.prod(each.partial for each in self.factors)


def factors_of(path: Path) -> list[Factor]:
    """The partials of a path that pass something finite."""
    return [
        Factor(edge, partial, path.vertices[k], path.vertices[k + 1])
        for k, (edge, partial) in enumerate(zip(path.edges, path.partials, strict=True))
        if partial and math.isfinite(partial)
    ]


def reason_of(study: Study, path: Path, is_small: bool) -> Reason | None:
    """Which factors make a product small, or large; None where none does, so that it is its seed."""
    sign = -1 if is_small else 1
    deciding = [each for each in factors_of(path) if sign * each.order > 0]
    if not deciding:
        return None
    whole = sum(each.order for each in deciding)
    first = max(deciding, key=lambda each: sign * each.order)
    if len(deciding) == 1 or first.order / whole >= _ALONE:
        return Reason([first], source_of(study, first.edge))
    groups: dict[Source, list[Factor]] = {}
    for each in deciding:
        groups.setdefault(source_of(study, each.edge), []).append(each)
    source, largest = max(groups.items(), key=lambda item: sign * sum(each.order for each in item[1]))
    if sum(each.order for each in largest) / whole >= _ALONE / 2 and len(largest) > 1:
        return Reason(largest, source)
    return Reason(deciding, None)


def source_of(study: Study, edge: Edge) -> Source:
    """What the partial along an edge comes from."""
    other = other_operand(study, edge)
    return ("slope", study.graph.rows[edge.target].name) if other is None else ("operand", other)


def other_operand(study: Study, edge: Edge) -> int | None:
    """The operand of a product that a partial is, or is made of; None elsewhere."""
    operands = study.graph.operands[edge.target]
    if study.graph.rows[edge.target].name not in _PRODUCTS or len(operands) != 2:
        return None
    k = operands[1 - edge.position]
    return study.graph.owners.get(k, k)


def said_of_all(study: Study, reason: Reason, is_small: bool) -> Pieces:
    """Several factors with what they come from: 12 slopes of sigmoid, each at most 0.25."""
    count = len(reason.factors)
    sizes = [abs(each.partial) for each in reason.factors]
    bound = max(sizes) if is_small else min(sizes)
    each = clause(
        "each {}{},", "" if max(sizes) == min(sizes) else "at most " if is_small else "at least ", number_said(bound)
    )
    if reason.source is None:
        return clause("{} factors, {}", str(count), each)
    kind, what = reason.source
    if kind == "slope":
        return clause("{} slopes of {}, {}", str(count), str(what), each)
    assert isinstance(what, int)
    if what < 0 and not study.graph.shape_of(what):
        return clause("{} factors {}", str(count), literal_said(study.graph.constant(what)))
    if what < 0:
        return clause("{} factors, {}", str(count), each)
    name = study.notation.name(what)
    if not study.graph.shapes[what]:
        return clause("{} factors {} = {}", str(count), name, value_text(study.evaluation.values[what]))
    return clause("{} factors from {}, {}", str(count), name, each)


def said_of_one(study: Study, factor: Factor, is_small: bool) -> Pieces:
    """One factor and why it is so small, or so large."""
    edge, notation, graph = factor.edge, study.notation, study.graph
    row = graph.rows[edge.target]
    partial = number_said(factor.partial)
    other = other_operand(study, edge)
    if other is not None:
        return _multiplied(study, factor, other, is_small)
    operation = notation.operation(edge.target)
    source = at_entry(study, factor.source)
    value = value_text(float(_value_at(study, factor.source)))
    if row.name == "divide":
        below = next((k for k in graph.operands[edge.target][1:] if k >= 0), None)
        if below is not None:
            size = value_text(study.evaluation.values[below])
            return clause("{} divides by {} = {}: its slope of {}", operation, notation.name(below), size, partial)
    if is_small and row.saturates and abs(factor.partial) <= _FLAT:
        return clause("{} is saturated: at {} = {} its slope is {}, which", operation, source, value, partial)
    if _FLAT < abs(factor.partial) < _STEEP:
        return clause("{} has the slope {} at {} = {}: that", operation, partial, source, value)
    steep = "flat" if is_small else "steep"
    made = _made_by_softmax(study, edge.source)
    weight = ", a small weight of softmax" if made and not is_small else ""
    return clause("{} is {} at {} = {}{}: its slope of {}", operation, steep, source, value, weight, partial)


def _multiplied(study: Study, factor: Factor, other: int, is_small: bool) -> Pieces:
    notation, graph = study.notation, study.graph
    partial = number_said(factor.partial)
    if other < 0:
        return clause("{} is multiplied by {}, which", at_entry(study, factor.source), partial)
    name = notation.name(other)
    if _made_by_softmax(study, other):
        largest = float(np.max(study.evaluation.values[other]))
        is_largest = abs(factor.partial) == largest
        rank = "the dominant one" if is_largest else clause("where the dominant one is {}", number_said(largest))
        return clause("the softmax {} gives {} the weight {}, {}: that", name, at_entry(study, factor.source), partial,
                      rank)  # fmt: skip
    row = graph.rows[other]
    by = name if graph.shapes[other] else clause("{} = {}", name, partial)
    whole = "" if not graph.shapes[other] else clause(" ({})", partial)
    inner = next((k for k in graph.operands[other] if k >= 0), None)
    if is_small and row.saturates and abs(factor.partial) <= _FLAT and inner is not None and not graph.shapes[inner]:
        at = value_text(study.evaluation.values[inner])
        gate = clause("a {} that is saturated at {} = {}", row.name, notation.name(inner), at)
        return clause("{} is multiplied by {}, {}, which", at_entry(study, factor.source), by, gate)
    return clause("{} is multiplied by {}{}, which", at_entry(study, factor.source), by, whole)


def _made_by_softmax(study: Study, k: int) -> bool:
    """Whether a node's entries are weights of softmax, moved about or not."""
    graph = study.graph
    while graph.rows[k].exact and graph.rows[k].maps is not None:
        inner = [each for each in graph.operands[k] if each >= 0]
        if len(inner) != 1:
            return False
        k = inner[0]
    return graph.rows[k].name == "softmax"


def _value_at(study: Study, vertex: Vertex) -> float:
    node, entry = vertex
    value = study.evaluation.values[node]
    return float(value[entry]) if entry else float(value)


def at_entry(study: Study, vertex: Vertex) -> Pieces:
    """A node, or one entry of it."""
    node, entry = vertex
    name = study.notation.name(node)
    return [name, f"[{', '.join(map(str, entry))}]"] if entry else name


def first_and_last(study: Study, factors: Iterable[Factor]) -> Pieces:
    """Where the factors come in."""
    targets = list(dict.fromkeys(each.edge.target for each in factors))
    names = [study.notation.name(k) for k in targets]
    if len(names) == 1:
        return clause("It comes in at {}.", names[0])
    if len(names) == 2:
        return clause("They come in at {} and {}.", *names)
    return clause("They come in from {} to {}.", names[0], names[-1])
