"""Vectors and matrices: every row alone, and random programs, in both modes, against NumPy and central differences."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph
from graphs.contract.document import document
from graphs.limits import WEB
from graphs.operations.arrays.constants import CONSTANTS
from graphs.operations.flows import outside
from graphs.operations.table import OPERATIONS
from graphs.study import Study, study
from tests.support.arrays import Grown, grown

Point = dict[str, Any]


def value_of(made: Study) -> Any:
    found = [made.evaluation.values[k] for k in made.graph.outputs]
    return found[0] if len(found) == 1 else np.array(found)


def entries_of(graph: Graph) -> list[tuple[int, tuple[int, ...]]]:
    return [(i, entry) for i in range(len(graph.inputs)) for entry in np.ndindex(*graph.shapes[i])]


def by_reverse(made: Study) -> np.ndarray:
    """The Jacobian as a matrix: a row per entry of the value, a column per entry of the inputs."""
    assert made.jacobian is not None
    return np.array([np.concatenate([np.ravel(column) for column in row]) for row in made.jacobian])


def by_forward(made: Study) -> np.ndarray:
    graph = made.graph
    columns = [
        np.concatenate([np.ravel(outside(tangents[k], graph.shapes[k])) for k in graph.outputs])
        for tangents in made.tangents.values()
    ]
    return np.array(columns).T


def by_differences(point: Point, graph: Graph, h: float = 1e-5) -> np.ndarray:
    """Central differences of the value sweep, extrapolated once (Richardson): an error of the order of h⁴."""

    def moved(name: str, entry: tuple[int, ...], step: float) -> np.ndarray:
        other = {key: np.array(value, float) for key, value in point.items()}
        other[name][entry] += step
        values = evaluate(graph, [other[each] if other[each].shape else float(other[each]) for each in graph.inputs])
        return np.ravel([values.values[k] for k in graph.outputs])

    columns = []
    for i, entry in entries_of(graph):
        name = graph.inputs[i]
        near = (moved(name, entry, h) - moved(name, entry, -h)) / (2 * h)
        far = (moved(name, entry, 2 * h) - moved(name, entry, -2 * h)) / (4 * h)
        columns.append((4 * near - far) / 3)
    return np.array(columns).T


def same_in_both_modes(program: str, point: Point) -> Study:
    made = study(program, point)
    rows, columns = by_reverse(made), by_forward(made)
    scale = max(1.0, np.abs(rows).max(initial=0.0))
    np.testing.assert_allclose(rows, columns, rtol=1e-11, atol=1e-12 * scale)
    np.testing.assert_allclose(rows, by_differences(point, made.graph), rtol=1e-6, atol=1e-7 * scale)
    assert made.check.ok and made.check.residual <= 1e-11 * scale
    return made


RANDOM = np.random.default_rng(20)


def entries(*shape: int) -> Any:
    return (RANDOM.permutation(math.prod(shape)).reshape(shape) / 4 + RANDOM.uniform(0.1, 0.2, shape)).tolist()


VECTOR, OTHER, LONG = entries(3), entries(3), entries(4)
MATRIX, WIDE, SQUARE = entries(3, 2), entries(2, 3), (np.array(entries(3, 3)) / 4 + 2 * np.eye(3)).tolist()
X, Y, A, B, S = {"x": VECTOR}, {"y": OTHER}, {"A": MATRIX}, {"B": WIDE}, {"S": SQUARE}
T = {"T": entries(2, 2, 3)}
SINGULAR = {"S": [[1, 2, 3], [2, 4, 6], [1, 0, 1]]}

# program, point, the same by NumPy or SciPy
ALONE: list[tuple[str, Point, Callable[..., Any]]] = [
    ("sum(x)", X, np.sum),
    ("sum(A)", A, np.sum),
    ("sum(A, axis=0)", A, lambda A: A.sum(0)),
    ("sum(A, axis=1)", A, lambda A: A.sum(1)),
    ("sum(A, axis=-1, keepdims=True)", A, lambda A: A.sum(-1, keepdims=True)),
    ("mean(x)", X, np.mean),
    ("mean(A, axis=0)", A, lambda A: A.mean(0)),
    ("prod(x)", X, np.prod),
    ("prod(A, axis=1)", A, lambda A: A.prod(1)),
    ("prod(A)", A, np.prod),
    ("prod(x)", {"x": [2, 0, 3]}, np.prod),
    ("prod(x)", {"x": [0, 0, 3]}, np.prod),
    ("max(x)", X, np.max),
    ("max(A, axis=0)", A, lambda A: A.max(0)),
    ("min(A, axis=1)", A, lambda A: A.min(1)),
    ("min(A)", A, np.min),
    ("max(x, y)", X | Y, np.maximum),
    ("min(A, 0.7)", A, lambda A: np.minimum(A, 0.7)),
    ("norm(x)", X, np.linalg.norm),
    ("norm(x, 1)", X, lambda x: np.linalg.norm(x, 1)),
    ("norm(x, 2)", X, lambda x: np.linalg.norm(x, 2)),
    ("norm(A)", A, np.linalg.norm),
    ("norm(A, axis=1)", A, lambda A: np.linalg.norm(A, axis=1)),
    ("norm(A, ord=1, axis=0)", A, lambda A: np.linalg.norm(A, 1, axis=0)),
    ("logsumexp(x)", X, scipy.special.logsumexp),
    ("logsumexp(A)", A, lambda A: scipy.special.logsumexp(A, axis=-1)),
    ("logsumexp(A, axis=0)", A, lambda A: scipy.special.logsumexp(A, axis=0)),
    ("softmax(x)", X, scipy.special.softmax),
    ("softmax(A)", A, lambda A: scipy.special.softmax(A, axis=-1)),
    ("softmax(A, axis=0)", A, lambda A: scipy.special.softmax(A, axis=0)),
    ("log_softmax(x)", X, scipy.special.log_softmax),
    ("log_softmax(A, axis=0)", A, lambda A: scipy.special.log_softmax(A, axis=0)),
    ("cumsum(x)", X, np.cumsum),
    ("cumsum(A)", A, np.cumsum),
    ("cumsum(A, axis=1)", A, lambda A: np.cumsum(A, 1)),
    ("dot(x, y)", X | Y, np.dot),
    ("dot(x, x)", X, lambda x: x @ x),
    ("A @ B", A | B, np.matmul),
    ("B @ x", B | X, np.matmul),
    ("x @ A", A | X, lambda A, x: x @ A),
    ("x @ y", X | Y, np.matmul),
    ("S @ S", S, lambda S: S @ S),
    ("outer(x, z)", {"x": VECTOR, "z": LONG}, np.outer),
    ("outer(x, x)", X, lambda x: np.outer(x, x)),
    ("trace(S)", S, np.trace),
    ("det(S)", S, np.linalg.det),
    ("det(S)", SINGULAR, np.linalg.det),
    ("logdet(S)", S, lambda S: np.linalg.slogdet(S)[1]),
    ("logdet(S)", {"S": [[0, 1], [2, 0]]}, lambda S: np.linalg.slogdet(S)[1]),
    ("inv(S)", S, np.linalg.inv),
    ("solve(S, x)", S | X, np.linalg.solve),
    ("solve(S, A)", S | A, lambda A, S: np.linalg.solve(S, A)),
    ("transpose(A)", A, np.transpose),
    ("A.transpose(0, 1)", A, np.transpose),
    ("np.transpose(A, (1, 0)) @ A", A, lambda A: A.T @ A),
    ("torch.transpose(A, -2, -1)", A, np.transpose),
    ("outer(x, x)[:, :, None].transpose(0, 2)", X, lambda x: np.outer(x, x)[:, :, None].swapaxes(0, 2)),
    ("reshape(A, [2, 3])", A, lambda A: A.reshape(2, 3)),
    ("reshape(x, [3, 1])", X, lambda x: x.reshape(3, 1)),
    ("diag(x)", X, np.diag),
    ("diag(A)", A, np.diag),
    ("x[1]", X, lambda x: x[1]),
    ("x[-1]", X, lambda x: x[-1]),
    ("x[1:]", X, lambda x: x[1:]),
    ("x[::2]", X, lambda x: x[::2]),
    ("A[0, 1]", A, lambda A: A[0, 1]),
    ("A[:, 0]", A, lambda A: A[:, 0]),
    ("A[1:]", A, lambda A: A[1:]),
    ("[x[0], 2, x[1]*x[2]]", X, lambda x: np.array([x[0], 2, x[1] * x[2]])),
    ("[[s, 1], [s*s, 2*s]]", {"s": 0.7}, lambda s: np.array([[s, 1], [s * s, 2 * s]])),
    ("[x, y]", X | Y, lambda x, y: np.array([x, y])),
    ("stack([x, y], axis=1)", X | Y, lambda x, y: np.stack([x, y], 1)),
    ("concat(x, z)", {"x": VECTOR, "z": LONG}, lambda x, z: np.concatenate([x, z])),
    ("concat([A, A], axis=1)", A, lambda A: np.concatenate([A, A], 1)),
    ("x * eye(3)", X, lambda x: x * np.eye(3)),
    ("x + zeros(3)", X, lambda x: x),
    ("x * ones([2, 3])", X, lambda x: x * np.ones((2, 3))),
    ("A + s", A | {"s": 0.5}, np.add),
    ("A * r", A | {"r": [0.5, -2]}, np.multiply),
    ("reshape(x, [3, 1]) * A", A | X, lambda A, x: x[:, None] * A),
    ("x ** y", X | Y, np.power),
    ("where(x > 0.5, x**2, exp(x))", X, lambda x: np.where(x > 0.5, x**2, np.exp(x))),
    ("cumprod(x)", X, np.cumprod),
    ("cumprod(x)", {"x": [2, 0, 3, 0]}, np.cumprod),
    ("cumprod(A, axis=1)", A, lambda A: np.cumprod(A, 1)),
    ("logcumsumexp(A, axis=0)", A, lambda A: np.logaddexp.accumulate(A, 0)),
    ("sort(A, axis=0)", A, lambda A: np.sort(A, 0)),
    ("torch.sort(x, descending=True)[0]", X, lambda x: np.sort(x)[::-1]),
    ("argmax(A, axis=1)*x", A | X, lambda A, x: np.argmax(A, 1) * x),
    ("argmin(x)*x", X, lambda x: np.argmin(x) * x),
    ("einsum('ij,jk,k->i', A, B, x)", A | B | X, lambda A, B, x: A @ B @ x),
    ("einsum('iij->j', T)", T, lambda T: np.einsum("iij->j", T)),
    ("einsum('...ij,ij->...', T, U)", T | {"U": [[1, 2, 3], [0.5, -1, 2]]}, lambda T, U: np.einsum("kij,ij->k", T, U)),
    ("cross(x, y)", X | Y, np.cross),
    ("convolve(x, z, mode='same')", {"x": VECTOR, "z": LONG}, lambda x, z: np.convolve(x, z, "same")),
    ("correlate(z, x)", {"x": VECTOR, "z": LONG}, lambda x, z: np.correlate(z, x)),
    ("cholesky(S @ S.T)", S, lambda S: np.linalg.cholesky(S @ S.T)),
    ("pinv(A)", A, np.linalg.pinv),
    ("flip(A, axis=1)", A, np.fliplr),
    ("roll(A, (1, 3), (0, 1))", A, lambda A: np.roll(A, (1, 3), (0, 1))),
    ("tile(A, (2, 1))", A, lambda A: np.tile(A, (2, 1))),
    ("repeat(A, 2, axis=1)", A, lambda A: np.repeat(A, 2, 1)),
    ("repeat(x, (0, 2, 1))", X, lambda x: np.repeat(x, (0, 2, 1))),
    ("tril(S, 1) + triu(S, 1)", S, lambda S: np.tril(S, 1) + np.triu(S, 1)),
    ("diagonal(S, 1)", S, lambda S: np.diagonal(S, 1)),
    ("broadcast_to(x, [2, 3])", X, lambda x: np.broadcast_to(x, (2, 3))),
    ("transpose(T, [2, 0, 1])", T, lambda T: np.transpose(T, (2, 0, 1))),
    ("T @ A", T | A, lambda A, T: T @ A),
    ("x @ T.mT", T | X, lambda T, x: x @ np.swapaxes(T, 1, 2)),
    ("norm(A, 3, axis=0)", A, lambda A: np.linalg.norm(A, 3, axis=0)),
    ("norm(A, inf)", A, lambda A: np.linalg.norm(A, np.inf)),
    ("normcdf2(x, y, 0.4)", X | Y, lambda x, y: scipy.stats.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]])
        .cdf(np.stack([x, y], -1))),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "reference"), ALONE, ids=[f"{p} {[*a]}" for p, a, _ in ALONE])
def test_every_row_alone(program: str, point: Point, reference: Callable[..., Any]) -> None:
    made = same_in_both_modes(program, point)
    expected = reference(*[np.array(point[name], float) for name in sorted(point)])
    loose = 1e-5 if "normcdf2" in program else 1e-12
    np.testing.assert_allclose(value_of(made), expected, rtol=loose, atol=loose)
    assert np.shape(expected) == made.graph.value_shape


def test_every_row_is_among_those_tested_alone() -> None:
    used = {row.name for program, point, _ in ALONE for row in study(program, point).graph.rows}
    used |= {row.name for row in CONSTANTS}  # they fold
    assert {row.name for row in OPERATIONS if row.maps is not None} <= used


@settings(max_examples=75)  # each has dozens of entries to compare
@given(grown(), st.data())
def test_random_programs_of_random_shapes(program: Grown, data: st.DataObject) -> None:
    made = same_in_both_modes(program.text, program.point)
    by_numpy = program.run(np, {name: np.array(value, float) for name, value in program.point.items()})
    np.testing.assert_allclose(value_of(made), by_numpy, rtol=1e-9, atol=1e-9)
    graph = made.graph
    numbers = st.floats(-2, 2).map(lambda x: round(x, 3))

    def drawn(shape: tuple[int, ...]) -> Any:
        flat = data.draw(st.lists(numbers, min_size=math.prod(shape), max_size=math.prod(shape)))
        return np.array(flat).reshape(shape).tolist()

    v = {name: drawn(graph.shapes[i]) for i, name in enumerate(graph.inputs)}
    u = drawn(graph.value_shape)
    along = study(program.text, program.point, direction=v)
    back = study(program.text, program.point, cotangent=u)
    left = np.sum(np.array(u) * np.asarray(along.directional))
    assert back.adjoints is not None
    pulled = [outside(back.adjoints[i], graph.shapes[i]) for i in range(len(graph.inputs))]
    right = sum(np.sum(np.array(v[name]) * each) for name, each in zip(graph.inputs, pulled, strict=True))
    size = sum(np.sum(np.abs(np.array(v[name]) * each)) for name, each in zip(graph.inputs, pulled, strict=True))
    assert abs(left - right) <= 1e-10 * max(1.0, size)


def test_a_long_list_of_expressions_costs_what_its_entries_cost() -> None:
    """Its formulas name two operands at most, and the pattern of what flows is made once for all of them."""

    def work(entries: int) -> int:
        calls = 0

        def counted(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event == "call"

        sys.setprofile(counted)
        try:
            program = "[" + ", ".join(["x"] * entries) + "]"
            made = study(program, {"x": 2.0}, cotangent=[1.0] * entries, limits=few)
            document(made, "/", ["steps"], few)
        finally:
            sys.setprofile(None)
        return calls

    few = dataclasses.replace(WEB, jacobian=100)
    assert work(800) < 3 * work(400)


def test_the_passes_of_a_jacobian_are_bounded_by_the_edges_that_they_visit() -> None:
    made = study("[" + ", ".join(["x"] * 3_000) + "]", {"x": 2.0}, limits=WEB)
    assert made.jacobian is None
    assert "visits of edges, and it would take 9,000,000" in made.issues[-1].message
