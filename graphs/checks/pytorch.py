"""The same graph built of PyTorch's functions, row by row, and its backward(): where PyTorch is installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from graphs.autodiff.graph import Graph, Value
from graphs.code.spellings import SIGNS, spelled, spelling
from graphs.operations.row import Operation
from graphs.study import Study


def installed() -> bool:
    """Whether PyTorch can be imported; it is not imported by asking."""
    return find_spec("torch") is not None


def lacking(graph: Graph, library: str) -> Operation | None:
    """The first row on the way to the outputs that a library has no counterpart of."""
    ancestors = set().union(*(graph.reaching(k) for k in graph.outputs))
    rows = (graph.rows[i] for i in sorted(ancestors) if i >= len(graph.inputs) and i not in graph.data)
    return next((row for row in rows if spelling(library, row) is None), None)


def backward(study: Study, weights: Value) -> list[Value]:
    """The gradient of weights · output by PyTorch's backward(), by input, in its shape.

    weights: in the shape of the answer's value. Raises RuntimeError where PyTorch refuses (a singular matrix).
    """
    import torch  # heavy: only who asks for it waits for it

    graph = study.graph

    def tensor(value: Value) -> Any:
        return torch.tensor(value, dtype=torch.float64)

    nodes: list[Any] = [tensor(value).requires_grad_() for value in study.point.values()]
    ancestors = set().union(*(graph.reaching(k) for k in graph.outputs))
    for i in range(len(nodes), len(graph)):
        if i in graph.data:
            nodes.append(tensor(study.evaluation.values[i]))
        elif i not in ancestors:
            nodes.append(None)
        else:
            row, operands = graph.rows[i], graph.operands[i]
            x = [nodes[k] if k >= 0 else _constant(row, graph.constant(k), tensor) for k in operands]
            shapes = tuple(graph.shape_of(k) for k in operands)
            nodes.append(spelled("pytorch", torch, row, shapes, graph.shapes[i], x))
    outputs = [nodes[k] for k in graph.outputs]
    weighed = torch.sum((outputs[0] if len(outputs) == 1 else torch.stack(outputs)) * tensor(weights))
    inputs = nodes[: len(graph.inputs)]
    if weighed.requires_grad:
        weighed.backward()
    slopes = [np.zeros(np.shape(x.detach())) if x.grad is None else x.grad.numpy() for x in inputs]
    return [float(slope) if slope.ndim == 0 else slope for slope in slopes]


def _constant(row: Operation, value: Value, tensor: Callable[[Value], Any]) -> Any:
    """Beside a sign a plain number may stand; PyTorch's functions take tensors only."""
    return value if np.ndim(value) == 0 and row.name in SIGNS else tensor(value)
