"""The others: a flat hand-written tape as the floor, micrograd, and PyTorch's eager mode where it is installed.

micrograd and PyTorch get the program as the Python that it is, which is how their users write it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import graphviz
from micrograd.engine import Value

from benchmarks.programs import BINARY, FIXED, UNARY, Sample

try:
    import torch
except ImportError:  # an extra: the tables are then without it
    torch = None

ADD, SUBTRACT, MULTIPLY, DIVIDE, SIN, TANH, EXP, SCALE, SQUARE = range(9)
_CODES = dict(zip(BINARY + UNARY + FIXED, range(9)))

Tape = list[tuple[int, int, Any]]  # opcode, operand, second operand or constant


def tape_of(sample: Sample) -> Tape:
    return [(_CODES[name], a, b) for name, a, b in sample.operations]


def tape_adjoints(tape: Tape, point: list[float]) -> list[float]:
    """Every node's adjoint: two loops over one list, the least that a sweep in plain Python can be."""
    sin, cos, tanh, exp = math.sin, math.cos, math.tanh, math.exp
    v = list(point)
    push = v.append
    for op, a, b in tape:
        if op == ADD:
            push(v[a] + v[b])
        elif op == SUBTRACT:
            push(v[a] - v[b])
        elif op == MULTIPLY:
            push(v[a] * v[b])
        elif op == DIVIDE:
            push(v[a] / v[b])
        elif op == SIN:
            push(sin(v[a]))
        elif op == TANH:
            push(tanh(v[a]))
        elif op == EXP:
            push(exp(v[a]))
        elif op == SCALE:
            push(v[a] * b)
        else:
            push(v[a] ** 2)
    g = [0.0] * len(v)
    i = len(v) - 1
    g[i] = 1.0
    for op, a, b in reversed(tape):
        d = g[i]
        if op == ADD:
            g[a] += d
            g[b] += d
        elif op == SUBTRACT:
            g[a] += d
            g[b] -= d
        elif op == MULTIPLY:
            g[a] += d * v[b]
            g[b] += d * v[a]
        elif op == DIVIDE:
            g[a] += d / v[b]
            g[b] -= d * v[i] / v[b]
        elif op == SIN:
            g[a] += d * cos(v[a])
        elif op == TANH:
            g[a] += d * (1.0 - v[i] * v[i])
        elif op == EXP:
            g[a] += d * v[i]
        elif op == SCALE:
            g[a] += d * b
        else:
            g[a] += d * 2.0 * v[a]
        i -= 1
    return g


def sin(x: Value) -> Value:
    """micrograd has no sine: one written as its relu is. So are tanh and exp."""
    out = Value(math.sin(x.data), (x,), "sin")

    def _backward() -> None:
        x.grad += math.cos(x.data) * out.grad

    out._backward = _backward
    return out


def tanh(x: Value) -> Value:
    out = Value(math.tanh(x.data), (x,), "tanh")

    def _backward() -> None:
        x.grad += (1 - out.data**2) * out.grad

    out._backward = _backward
    return out


def exp(x: Value) -> Value:
    out = Value(math.exp(x.data), (x,), "exp")

    def _backward() -> None:
        x.grad += out.data * out.grad

    out._backward = _backward
    return out


def python_of(sample: Sample, functions: dict[str, Any]) -> Callable[..., Any]:
    """The program as a Python function of its inputs, compiled before it is timed."""
    body = "\n ".join(sample.text.split("\n"))
    names = dict(functions)
    exec(f"def program({', '.join(sample.inputs)}):\n {body}\n return {sample.output}\n", names)
    return names["program"]


def micrograd_gradient(program: Callable[..., Value], point: list[float]) -> list[float]:
    """Graph, values and gradient: micrograd builds while it computes."""
    inputs = [Value(x) for x in point]
    program(*inputs).backward()
    return [each.grad for each in inputs]


def micrograd_picture(sample: Sample) -> tuple[list[float], bytes]:
    """Text to gradient and SVG: what micrograd's notebook does with the `graphviz` package and the `dot` program.

    A record for each value with its data and gradient, a node for each operation, left to right.
    """
    names: dict[str, Any] = dict(MICROGRAD)
    inputs = [Value(x) for x in sample.point]
    names.update(zip(sample.inputs, inputs))
    exec(sample.text, names)
    output = names[sample.output]
    output.backward()
    drawing = graphviz.Digraph(format="svg", graph_attr={"rankdir": "LR"})
    seen, waiting = {output}, [output]
    while waiting:
        value = waiting.pop()
        name = str(id(value))
        drawing.node(name, label=f"{{ data {value.data:.4f} | grad {value.grad:.4f} }}", shape="record")
        if value._op:
            drawing.node(name + value._op, label=value._op)
            drawing.edge(name + value._op, name)
        for operand in value._prev:
            drawing.edge(str(id(operand)), name + value._op)
            if operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return [each.grad for each in inputs], drawing.pipe()


def torch_gradient(program: Callable[..., Any], point: list[float]) -> list[Any]:
    """The same for PyTorch, in double precision like the rest."""
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
    program(*inputs).backward()
    return [each.grad for each in inputs]


MICROGRAD = {"sin": sin, "tanh": tanh, "exp": exp}
TORCH = {} if torch is None else {"sin": torch.sin, "tanh": torch.tanh, "exp": torch.exp}
