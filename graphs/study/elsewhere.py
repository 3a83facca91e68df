"""A program at other points than its own: where an input decides what is read, its graph is another one there.

A way through the text is the conditions that were followed and how each was taken. Where all of them are taken alike at
a point, the reader would go the same way there, and the way's graph is that of the point; else the text is read anew,
up to a bound. A program that follows nothing has one way, and costs nothing more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.build import build_deciding
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.sampling import Between, Column, between, sampled
from graphs.errors import Problem, TooLarge
from graphs.language.program import Condition, Program
from graphs.limits import Limits
from graphs.notation.notation import Notation
from graphs.study.question import Again, Reading, Wishes

_WAYS = 4  # that are counted on where work is bounded before it is done
_REFUSALS = (400, 413, 422)  # of a text, as against those of a server


class Beyond(Exception):
    """The program is not known at a point; the message says why."""


class Way(NamedTuple):
    """A program as it was read at some point. deciding: the graph of its conditions; None where there are none."""

    program: Program
    notation: Notation
    deciding: Graph | None

    @property
    def graph(self) -> Graph:
        return self.notation.graph

    @property
    def conditions(self) -> Iterator[tuple[int, Condition]]:
        """The conditions, each with its node of the graph `deciding`."""
        return zip(() if self.deciding is None else self.deciding.outputs, self.program.conditions, strict=True)

    def is_taken(self, values: Sequence[Value]) -> tuple[bool, bool]:
        """Whether all conditions are taken alike; and else whether the first that is not is undefined.

        values: by node of the graph `deciding`.
        """
        for k, condition in self.conditions:
            value = float(np.reshape(values[k], ()))
            if math.isnan(value) or (value != 0.0) != condition.holds:
                return False, math.isnan(value)
        return True, False


class Elsewhere:
    """The ways of a program, the one at the question's own point first; they are kept as they are found.

    stopped: why the program is not known everywhere that it was asked for, or "".
    """

    def __init__(self, wishes: Wishes, limits: Limits):
        self.point = [*wishes.point.values()]
        self.limits, self.stopped = limits, ""
        self._again: Again = wishes.again
        self._left = limits.ways
        self.ways = [self._way((wishes.program, wishes.graph, wishes.notation))]

    @property
    def here(self) -> Way:
        """The way at the question's own point."""
        return self.ways[0]

    @property
    def is_followed(self) -> bool:
        return self.here.deciding is not None

    @property
    def reads(self) -> bool:
        """Whether the text may be read once more."""
        return self._left > 0

    def _way(self, reading: Reading) -> Way:
        program, graph, notation = reading
        return Way(program, notation, build_deciding(program, graph, self.limits) if program.is_followed else None)

    def at(self, point: list[Value]) -> Way:
        """The way at a point, by input. Raises Beyond where it is not known."""
        for way in self.ways:
            if way.deciding is None:
                return way
            is_taken, is_undefined = way.is_taken(evaluate(way.deciding, point).values)
            if is_taken:
                return way
            if is_undefined:
                raise Beyond("a condition is undefined there")
        way = self.read(point)
        self.ways.append(way)
        return way

    def read(self, point: list[Value], turned: int | None = None) -> Way:
        """The way at a point, read anew. turned: the number of a condition that is taken the other way.

        Raises Beyond where the text cannot be read there, or was read too often.
        """
        if not self.reads:
            most = self.limits.ways
            self.stopped = f"at most {most} ways through the program are read for one answer: elsewhere it is not known"
            raise Beyond(self.stopped)
        self._left -= 1
        graph = self.here.graph
        try:
            way = self._way(self._again(dict(zip(graph.inputs, point, strict=True)), turned))
        except Problem as problem:
            if problem.status not in _REFUSALS:
                raise
            if isinstance(problem, TooLarge):  # the next one would take as long
                self._left = 0
            self.stopped = f"the program cannot be read everywhere: {problem.message}"
            raise Beyond(f"the program cannot be read there: {problem.message}") from None
        if way.graph.inputs != graph.inputs or way.graph.value_shape != graph.value_shape:
            self.stopped = "the program has other inputs, or an output of another shape, elsewhere"
            raise Beyond(self.stopped)
        return way


class Moved:
    """The output of one number at many points, where some inputs are moved. effort: of one, in visits of nodes."""

    def __init__(self, elsewhere: Elsewhere, moved: set[int]):
        self.elsewhere, self.moved = elsewhere, moved
        self.betweens: dict[Graph, tuple[Between, Between | None]] = {}

    @cached_property
    def effort(self) -> int:
        output, deciding = self._between(self.elsewhere.here)
        return output.effort + (0 if deciding is None else _WAYS * (deciding.effort + output.effort))

    def _between(self, way: Way) -> tuple[Between, Between | None]:
        """What is computed anew: of the output, and of the conditions."""
        if way.graph not in self.betweens:
            graphs = (way.graph, way.deciding)
            output, deciding = (
                None if graph is None else between(graph, evaluate(graph, self.elsewhere.point).values, self.moved)
                for graph in graphs
            )
            assert output is not None
            self.betweens[way.graph] = (output, deciding)
        return self.betweens[way.graph]

    def __call__(self, columns: dict[int, Column]) -> Column:
        """The output's column, NaN where it is undefined or not known. columns: by input, its values at all points."""
        ways = self.elsewhere.ways
        if not self.elsewhere.is_followed:
            return sampled(self._between(ways[0])[0], columns)[0]
        (count,) = {len(column) for column in columns.values()}
        values, left, number = np.full(count, math.nan), np.arange(count), 0
        while len(left):
            is_new = number == len(ways)
            if is_new:
                try:
                    ways.append(self.elsewhere.read(self._point(columns, left[0])))
                except Beyond:
                    left = left[1:] if self.elsewhere.reads else left[:0]
                    continue
            output, deciding = self._between(ways[number])
            assert deciding is not None
            here = {i: column[left] for i, column in columns.items()}
            taken, undefined = _taken(ways[number], sampled(deciding, here), len(left))
            taken[0] |= is_new  # whatever rounding makes of it
            if taken.any():
                values[left[taken]] = sampled(output, {i: column[taken] for i, column in here.items()})[0]
            left = left[~(taken | undefined)]
            number += 1
        return values

    def _point(self, columns: dict[int, Column], k: int) -> list[Value]:
        point = [*self.elsewhere.point]
        for i, column in columns.items():
            point[i] = column[k] if column.ndim > 1 else float(column[k])
        return point


def _taken(way: Way, columns: list[Column], count: int) -> tuple[np.ndarray, np.ndarray]:
    """By point, whether all conditions of a way are taken alike, and whether the first that is not is undefined."""
    alike, undefined = np.ones(count, bool), np.zeros(count, bool)
    for column, condition in zip(columns, way.program.conditions, strict=True):
        values = column.reshape(count)
        undefined |= alike & np.isnan(values)
        alike &= ~np.isnan(values) & ((values != 0.0) == condition.holds)
    return alike, undefined
