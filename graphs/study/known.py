"""What is known of a program's values while it is read: its lines on constants, which fold as they are built."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphs.autodiff.build import Builder
from graphs.autodiff.graph import Value
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.program import Bound, Line, Word
from graphs.language.reading.draft import PointNeeded
from graphs.limits import Limits
from graphs.operations.row import Shape


class Known:
    """The values of lines at a point, by the same rows as the graph; each line is computed once.

    point: by name, the values of the inputs; those of `sized` have a shape alone, so that what depends on them has one,
    too, and no value. turned: the number of a condition that is taken the other way.
    """

    def __init__(self, point: Mapping[str, Value], sized: Mapping[str, Shape], text: str, limits: Limits,
                 turned: int | None = None):  # fmt: skip
        self.builder = Builder([], {}, True, limits, text)
        self.builder.flat = not any(np.shape(each) for each in point.values()) and not any(sized.values())
        self.point, self.sized, self.turned = point, sized, turned
        self.done: dict[int, set[str]] = {}  # by line, the inputs that it depends on

    def value(self, lines: list[Line], words: list[Word]) -> Value:
        """A float or an array; an input of no value counts as 1. Raises PointNeeded for one with a shape alone."""
        if self._computed(lines, words) & self.sized.keys():
            raise PointNeeded
        return self.builder.constant_of(self.builder.evaluate(words)[0])

    def shape(self, lines: list[Line], words: list[Word]) -> Shape:
        self._computed(lines, words)
        return self.builder.shape_of(self.builder.evaluate(words)[0])

    def is_turned(self, number: int) -> bool:
        return number == self.turned

    def anew(self) -> Known:
        """The same for another text, of which nothing is computed."""
        return Known(self.point, self.sized, self.builder.typed, self.builder.limits, self.turned)

    def _computed(self, lines: list[Line], words: list[Word]) -> set[str]:
        """Compute the lines that words depend on; the inputs that they depend on."""
        waiting = self._missing(words)
        while waiting:
            k = waiting[-1]
            missing = self._missing(lines[k].words)
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if k not in self.done:
                inputs = self._inputs(lines[k].words)
                self.builder.scope[Bound(k, lines[k].name or "")] = self.builder.evaluate(lines[k].words)[0]
                self.done[k] = inputs  # last: a line that does not fit is tried again, and refused again
        return self._inputs(words)

    def _missing(self, words: list[Word]) -> list[int]:
        return [each.leaf.line for each in words if isinstance(each.leaf, Bound) and each.leaf.line not in self.done]

    def _inputs(self, words: list[Word]) -> set[str]:
        """The inputs that words depend on, each given to the builder as a constant."""
        inputs: set[str] = set()
        for word in words:
            if isinstance(word.leaf, Bound):
                inputs |= self.done[word.leaf.line]
            elif isinstance(word.leaf, str):
                self._bound(word.leaf)
                inputs.add(word.leaf)
        return inputs

    def _bound(self, name: str) -> None:
        if name in self.builder.scope or (
            name in NAMED_CONSTANTS and name not in self.point and name not in self.sized
        ):
            return
        value = self.point.get(name, np.ones(self.sized.get(name, ()))[()])
        self.builder.scope[name] = self.builder.add_constant(value)
