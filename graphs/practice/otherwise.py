"""The same graph under another assumption: at another point, or with angles in degrees. Each is evaluated once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.forward import forward
from graphs.autodiff.graph import Value
from graphs.autodiff.reverse import reverse
from graphs.limits import Limits
from graphs.notation.formula import Formula, sentence
from graphs.notation.notation import author_name
from graphs.operations.elementwise import DATA
from graphs.operations.flows import Elementwise, Flow, Linear, Numbers, one_hot, outside
from graphs.practice.cells import Cell
from graphs.study import Study
from graphs.study.elsewhere import Beyond
from graphs.study.question import entries

_ANGLE_IN = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))
_ANGLE_OUT = frozenset(("asin", "acos", "atan", "asec", "acsc", "acot", "arcctg", "atan2"))
_DEGREE = math.pi / 180.0
_CLOSE = 1e-12  # of an input to 0, 1 or −1: it is there already


class Otherwise:
    """A study's numbers under one other assumption, as cells ask for them. said: what was assumed, as a sentence."""

    def __init__(self, study: Study, evaluation: Evaluation, said: Formula, node: int | None = None):
        self.study, self.evaluation, self.said, self.node = study, evaluation, said, node
        self._tangents: dict[str, Numbers] = {}

    def number(self, cell: Cell) -> Any:
        """What the cell, whole, would hold; None where there is nothing."""
        graph = self.study.graph
        if cell.slot == "value":
            return self.evaluation.values[cell.node]
        if cell.slot == "partial":
            assert cell.edge is not None
            partial = self.evaluation.partials[cell.node][cell.edge.position]
            if isinstance(partial, Linear):
                return None
            return partial.numbers() if isinstance(partial, Elementwise) else partial or 0.0
        with np.errstate(all="ignore"):
            flows = self._adjoints if cell.entry is None else self._along(cell.entry)
        return outside(flows[cell.node], graph.shapes[cell.node])

    @cached_property
    def _adjoints(self) -> Numbers:
        return reverse(self.study.graph, self.evaluation, self.study.seed)

    def _along(self, entry: str) -> Numbers:
        if entry not in self._tangents:
            self._tangents[entry] = forward(self.study.graph, self.evaluation, seed_of(self.study, entry))
        return self._tangents[entry]


def seed_of(study: Study, entry: str) -> dict[int, Flow]:
    """What a forward pass starts with."""
    if entry == "direction":
        return study.direction or {}
    i, place = entries(study.graph)[entry]
    return {i: one_hot(study.graph.shapes[i], place)}


class _Move(NamedTuple):
    """Inputs with other values than those at the point."""

    moved: dict[int, Value]
    said: Formula


def at_other_points(study: Study, limits: Limits) -> list[Otherwise]:
    """An input at 0, 1 or −1, and two inputs exchanged, up to the limit; a point that the program takes another way, or
    where it is not known, is left out."""
    here = [*study.point.values()]
    found = []
    for move, _ in zip(_moves(study, here), range(limits.practice_points), strict=False):
        point = [move.moved.get(i, value) for i, value in enumerate(here)]
        try:
            way = study.elsewhere.at(point)
        except Beyond:
            continue
        if way.graph is study.graph:
            found.append(Otherwise(study, evaluate(study.graph, point), move.said, min(move.moved)))
    return found


def _moves(study: Study, here: list[Value]) -> Iterator[_Move]:
    graph = study.graph
    names = [author_name(name, i) for i, name in enumerate(graph.inputs)]
    for i, value in enumerate(here):
        for number, written in ((0.0, "0"), (1.0, "1"), (-1.0, "−1")):
            if np.max(np.abs(np.asarray(value) - number), initial=0.0) > _CLOSE:
                there = np.full(graph.shapes[i], number) if graph.shapes[i] else number
                yield _Move(
                    {i: there}, sentence(f"That is the number with {{}} = {written} in place of the point's.", names[i])
                )
    for i, j in combinations(range(len(here)), 2):
        if graph.shapes[i] == graph.shapes[j] and np.any(np.asarray(here[i]) != np.asarray(here[j])):
            said = sentence("That is the number with those of {} and {} exchanged.", names[i], names[j])
            yield _Move({i: here[j], j: here[i]}, said)


def in_degrees(study: Study) -> list[Otherwise]:
    """All angles in degrees; at one operation alone; and in the partials alone, with values by radians."""
    graph = study.graph
    trigonometric = [i for i in range(len(graph)) if graph.rows[i].name in _ANGLE_IN | _ANGLE_OUT]
    if not trigonometric:
        return []
    said = sentence("That is the number with angles in degrees: derivatives hold for radians.")
    kinds = [({*trigonometric}, True), ({*trigonometric}, False)]
    kinds += [({i}, True) for i in trigonometric[:4]] if len(trigonometric) > 1 else []
    with np.errstate(all="ignore"):
        return [Otherwise(study, _by_degrees(study, nodes, moved), said, min(nodes)) for nodes, moved in kinds]


def is_trigonometric(study: Study, node: int) -> bool:
    """Whether an operation takes an angle, or gives one."""
    return study.graph.rows[node].name in _ANGLE_IN | _ANGLE_OUT


def _by_degrees(study: Study, nodes: set[int], moves_values: bool) -> Evaluation:
    """nodes: those that are read in degrees. moves_values: whether their values are, and all that depends on them."""
    graph = study.graph
    values, partials = [*study.evaluation.values], [*study.evaluation.partials]
    for i in graph.visited(range(len(graph.inputs), len(graph))):
        row = graph.rows[i]
        if row is DATA or not (moves_values or i in nodes):
            continue
        x = [values[k] for k in graph.operands[i]]
        live = tuple(k >= 0 for k in graph.operands[i])
        if i in nodes and row.name in _ANGLE_IN:
            x = [each * _DEGREE for each in x]
        value, local = outcome(row, x, graph.shapes[i], live)[:2]
        if i in nodes and row.name in _ANGLE_OUT:
            value = value / _DEGREE
        values[i] = value if moves_values else values[i]
        partials[i] = local
    return Evaluation(values, partials, [], frozenset())
