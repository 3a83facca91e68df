"""Second order: the reverse sweep on duals carries the derivative of every adjoint along a direction.

Of a scalar f the derivative of the gradient along v is H v, so one sweep gives a Hessian-vector product and never
builds the Hessian; where all values are numbers, one sweep carries all directions at once (Griewank & Walther, §5.4).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.forward import forward
from graphs.autodiff.graph import Graph
from graphs.autodiff.reverse import reverse
from graphs.operations.duals import Dual, Duals, parts
from graphs.operations.flows import Elementwise, Flow, Partly, outside


def hessian_product(
    graph: Graph, evaluation: Evaluation, seed: dict[int, Flow], flows: list[Flow] | None = None
) -> list[Any]:
    """H v by input, in the inputs' shapes, for a scalar output.

    seed: the direction v, input number -> number or array. In a graph of numbers each may be an array with one entry
    per direction, and so is each result: the rows of H times the matrix of directions.
    flows: the adjoints of the first order, if they are known; where nothing flows to an entry of an array, nothing
    does in the second order either, whatever its numbers are.
    Where a second derivative is infinite or undefined it is not finite, or an ArithmeticError is raised.
    """
    tangents = forward(graph, evaluation, seed)
    values = [
        value if tangent is None else Dual(value, outside(tangent, shape) if shape else tangent)
        for value, tangent, shape in zip(evaluation.values, tangents, graph.shapes, strict=False)
    ]
    values += evaluation.values[len(graph) :]
    (output,) = graph.outputs
    if graph.arrays and flows is None:
        flows = reverse(graph, evaluation, {output: 1.0})
    adjoints: list[Any] = [None] * len(graph)
    adjoints[output] = 1.0
    for i in graph.visited(range(output, len(graph.inputs) - 1, -1)):
        adjoint = adjoints[i]
        if adjoint is None:
            continue
        operands = graph.operands[i]
        if i in graph.arrays:
            terms = _pulled(graph, i, adjoint, values, flows[i] if flows is not None else None)
        else:
            partials = graph.rows[i].partials(Duals, values[i], *[values[k] for k in operands])
            terms = [None if p is None else adjoint if p.__class__ is int and p == 1 else adjoint * p for p in partials]
        for k, term in zip(operands, terms):
            if k >= 0 and term is not None:
                before = adjoints[k]
                adjoints[k] = term if before is None else before + term
    directions = () if graph.arrays else np.shape(next(iter(seed.values()), 0.0))
    slopes = [parts(adjoints[i])[1] for i in range(len(graph.inputs))]
    return [np.broadcast_to(slope, (*directions, *graph.shapes[i]))[()] for i, slope in enumerate(slopes)]


def _pulled(graph: Graph, i: int, adjoint: Any, values: list[Any], flow: Flow) -> list[Any]:
    """What the dual adjoint of a node of arrays adds to those of its operands. flow: its adjoint of the first order."""
    row, x = graph.rows[i], [values[k] for k in graph.operands[i]]
    if row.maps is None:
        partials = row.partials(Duals, values[i], *x)
        terms = [None if partial is None else _flowing(adjoint * partial, flow) for partial in partials]
        sizes = [graph.shape_of(k) for k in graph.operands[i]]
        return [
            None if term is None else _in_shape(term, graph.shapes[i], size)
            for term, size in zip(terms, sizes, strict=False)
        ]
    c, *x = [_as_array(each) for each in (values[i], *x)]
    return [one.pull(adjoint) for one in row.maps(Duals, c, *x)]


def _flowing(term: Any, flow: Flow) -> Any:
    """A term where something flows: 0 elsewhere, be it 0·∞."""
    if not isinstance(flow, Partly):
        return term
    value, slope = parts(term)
    return Dual(np.where(flow.flows, value, 0.0), np.where(flow.flows, slope, 0.0))


def _as_array(x: Any) -> Any:
    """The rows of vectors and matrices ask for shapes, which Python's floats do not have."""
    return Dual(np.asarray(x.value), np.asarray(x.slope)) if isinstance(x, Dual) else np.asarray(x)


def _in_shape(term: Any, node: Any, operand: Any) -> Any:
    """An adjoint in the operand's shape: summed over what was broadcast."""
    one = Elementwise(1.0, node, operand)
    value, slope = (term.value, term.slope) if isinstance(term, Dual) else (term, None)
    value = np.broadcast_to(value, node) * one
    return value if slope is None else Dual(value, np.broadcast_to(slope, node) * one)


def hessian(graph: Graph, evaluation: Evaluation) -> np.ndarray:
    """The Hessian of a scalar output over the entries of all inputs, row by row: symmetric up to rounding.

    Where a second derivative is infinite or undefined it is not finite, or an ArithmeticError is raised.
    """
    count = len(graph.inputs)
    if not graph.arrays:
        unit = np.eye(count)
        columns = hessian_product(graph, evaluation, {i: unit[i] for i in range(count)})
        return np.array(columns).reshape(count, count)
    columns = []
    flows = reverse(graph, evaluation, {graph.outputs[0]: 1.0})
    for i in range(count):
        for entry in np.ndindex(*graph.shapes[i]):
            one = np.zeros(graph.shapes[i])
            one[entry] = 1.0
            products = hessian_product(graph, evaluation, {i: one if graph.shapes[i] else 1.0}, flows)
            columns.append(np.concatenate([np.ravel(each) for each in products]))
    return np.array(columns).T


def symmetric(matrix: np.ndarray) -> np.ndarray:
    """The mean of a matrix and its transpose, also where their sum would overflow."""
    with np.errstate(over="ignore"):
        mean = (matrix + matrix.T) / 2.0
    return np.where(np.isfinite(mean), mean, matrix / 2.0 + matrix.T / 2.0)
