"""A graph looked at as formulas: what stands round a node, and how a person would type it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from graphs.diagnosis.spans import Stretches
from graphs.language.program import Program
from graphs.notation.notation import Notation
from graphs.notation.numbers import literal


class Part(NamedTuple):
    """A node or a constant, looked at as a formula."""

    around: Around
    k: int

    @property
    def name(self) -> str:
        """Its row's name; "" of inputs, data and constants."""
        graph = self.around.graph
        return graph.rows[self.k].name if len(graph.inputs) <= self.k and self.k not in graph.data else ""

    @property
    def operands(self) -> list[Part]:
        """Its operands in order; none of a constant or an input."""
        return [Part(self.around, k) for k in self.around.graph.operands[self.k]] if self.name else []

    @property
    def value(self) -> Any:
        """A number or an array, at the point."""
        return self.around.values[self.k]

    @property
    def text(self) -> str:
        """How a person would type it: its own name, a constant's number, else what the node is called."""
        graph = self.around.graph
        if self.k < 0:
            constant = graph.constant(self.k)
            return graph.labels.get(self.k) or (literal(constant) if np.ndim(constant) == 0 else "constant")
        return graph.names[self.k] or self.around.notation.names[self.k]

    @property
    def rank(self) -> int:
        """The number of its axes."""
        return len(self.around.graph.shape_of(self.k))

    def number(self, value: float) -> bool:
        """Whether it is this constant."""
        return self.k < 0 and np.ndim(self.value) == 0 and self.value == value

    def of(self, name: str) -> Part | None:
        """The first operand, if the row is this one."""
        return self.operands[0] if self.name == name else None

    @property
    def square_of(self) -> Part | None:
        """x of x**2 or x*x."""
        if self.name not in ("power", "multiply"):
            return None
        a, b = self.operands
        return a if (b.number(2) if self.name == "power" else a.k == b.k) else None

    @property
    def beside_one(self) -> Part | None:
        """x of 1 + x, x + 1 or 1 - x."""
        if self.name not in ("add", "subtract"):
            return None
        a, b = self.operands
        return b if a.number(1) else a if b.number(1) and self.name == "add" else None


class Around:
    """A graph at a point, with the uses of every node, and the program that it was made of."""

    def __init__(self, notation: Notation, values: list[Any], program: Program | None = None):
        self.graph, self.notation, self.values, self.program = notation.graph, notation, values, program

    @cached_property
    def stretches(self) -> Stretches | None:
        """Where its nodes stand in the program's text, if that is known."""
        return None if self.program is None else Stretches(self.program, self.graph)

    @cached_property
    def _uses(self) -> list[list[int]]:
        uses: list[list[int]] = [[] for _ in range(len(self.graph))]
        for i in range(len(self.graph.inputs), len(self.graph)):
            for k in self.graph.operands[i]:
                if k >= 0:
                    uses[k].append(i)
        return uses

    def uses(self, term: Part) -> list[Part]:
        """The nodes that a term is an operand of."""
        return [Part(self, i) for i in self._uses[term.k]]
