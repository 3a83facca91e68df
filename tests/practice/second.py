"""A second, small engine for the corpus: NumPy functions by operation, their Jacobians by complex steps, dense sweeps.

It shares nothing with the project's rows, passes and mistakes but the names of operations, and who uses whom.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.study import Study

DEGREE = np.pi / 180


def _relu(x: Any) -> Any:
    return np.where(np.real(x) > 0, x, 0)


def _softmax(x: Any) -> Any:
    e = np.exp(x)
    return e / e.sum()


OPERATIONS: dict[str, Any] = {
    "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y, "divide": lambda x, y: x / y,
    "negate": lambda x: -x, "power": lambda x, n: np.power(np.asarray(x, complex), n), "exp": np.exp, "log": np.log,
    "sqrt": lambda x: np.sqrt(np.asarray(x, complex)), "sin": np.sin, "cos": np.cos, "tan": np.tan, "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "softplus": lambda x: np.log(1 + np.exp(x)), "relu": _relu,
    "sum": lambda x: np.sum(x), "mean": lambda x: np.mean(x), "matmul": lambda a, b: a @ b, "dot": lambda a, b: a @ b,
    "transpose": lambda a: a.T, "softmax": _softmax, "atan": np.arctan,
}  # fmt: skip


class Second:
    """A study's graph worked out again. degrees: whether angles are."""

    def __init__(self, study: Study, point: dict[str, Any], degrees: bool = False):
        self.graph, self.degrees = study.graph, degrees
        graph = study.graph
        self.values: list[Any] = [np.asarray(point[name], float) for name in graph.inputs]
        self.jacobians: list[list[Any]] = [[] for _ in graph.inputs]
        for i in range(len(graph.inputs), len(graph)):
            x = [self.values[k] if k >= 0 else np.asarray(graph.constant(k), float) for k in graph.operands[i]]
            if i in graph.data:
                self.values.append(x[0])
                self.jacobians.append([None])
                continue
            run = self.function(i)
            self.values.append(np.real(run(*x)))
            self.jacobians.append([self.jacobian(run, x, k) for k in range(len(x))])

    def function(self, i: int) -> Any:
        run = OPERATIONS[self.graph.rows[i].name]
        if self.degrees and self.graph.rows[i].name in ("sin", "cos", "tan"):
            return lambda x: run(x * DEGREE)
        if self.degrees and self.graph.rows[i].name == "atan":
            return lambda x: run(x) / DEGREE
        return run

    def jacobian(self, run: Any, x: list[Any], k: int) -> Any:
        """∂ of all entries by all entries of operand k, by complex steps. In degrees a calculator's cos is sin's slope."""
        columns = []
        for entry in np.ndindex(x[k].shape):
            moved = np.array(x[k], complex)
            moved[entry] += 1e-30j
            there = [moved if j == k else each for j, each in enumerate(x)]
            columns.append(np.ravel(np.imag(run(*there)) / 1e-30))
        matrix = np.stack(columns, axis=1)
        if (
            self.degrees
            and getattr(run, "__name__", "") == "<lambda>"
            and len(x) == 1
            and run not in OPERATIONS.values()
        ):
            matrix = matrix / DEGREE if run(np.float64(0.5)) < 1.0 else matrix * DEGREE
        return matrix

    def uses(self, j: int) -> list[tuple[int, int]]:
        """(user, position) of every use of a node that a derivative can pass."""
        graph = self.graph
        return [
            (i, p) for i in range(len(graph)) if i not in graph.data for p, k in enumerate(graph.operands[i]) if k == j
        ]

    def adjoints(self, start: float = 1.0) -> list[Any]:
        """By node, flat."""
        bars = [np.zeros(value.size) for value in self.values]
        bars[self.graph.outputs[0]] = np.array([start])
        for j in range(len(bars) - 1, -1, -1):
            for i, p in self.uses(j):
                bars[j] = bars[j] + self.jacobians[i][p].T @ bars[i]
        return bars

    def tangents(self, source: int, entry: int, start: float = 1.0) -> list[Any]:
        dots = [np.zeros(value.size) for value in self.values]
        dots[source][entry] = start
        for i in range(len(self.graph.inputs), len(self.values)):
            if i not in self.graph.data:
                for p, k in enumerate(self.graph.operands[i]):
                    if k >= 0:
                        dots[i] = dots[i] + self.jacobians[i][p] @ dots[k]
        return dots
