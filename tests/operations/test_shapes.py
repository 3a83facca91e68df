"""Shapes are inferred before anything runs; what does not fit is told at its operator, with both shapes and the rule."""

from __future__ import annotations

import re

import pytest

from graphs.errors import Problem
from graphs.study import study

POINT = {"A": [[1, 2], [3, 4], [5, 6]], "B": [[1, 2], [3, 4], [5, 6]], "S": [[2, 1], [1, 2]],
         "x": [1, 2, 3], "y": [1, 2], "s": 2}  # fmt: skip
INNER = "the inner sizes {} and {} must agree"
TOGETHER = "the sizes {} and {} must agree, or one of them be 1"

# program, line, column and length of the place, message, hint (None: none)
WRONG: list[tuple[str, tuple[int, int, int], str, str | None]] = [
    ("A @ x", (1, 3, 1), "A is 3×2, x has 3 entries: " + INNER.format(2, 3), "A.T @ x would fit"),
    ("A @ B", (1, 3, 1), "A is 3×2, B is 3×2: " + INNER.format(2, 3), "A.T @ B would fit"),
    ("x @ y", (1, 3, 1), "x has 3 entries, y has 2 entries: " + INNER.format(3, 2), None),
    ("y @ A", (1, 3, 1), "y has 2 entries, A is 3×2: " + INNER.format(2, 3), "y @ A.T would fit"),
    ("A.T @ y", (1, 5, 1), "the left side is 2×3, y has 2 entries: " + INNER.format(3, 2), None),
    ("x + 2*(A @ x)", (1, 10, 1), "A is 3×2, x has 3 entries: " + INNER.format(2, 3), "A.T @ x would fit"),
    ("r = A @ y\nr @ A @ x", (2, 7, 1), "the left side has 2 entries, x has 3 entries: " + INNER.format(2, 3), None),
    ("h = A @ y\nB @ h", (2, 3, 1), "B is 3×2, h has 3 entries: " + INNER.format(2, 3), "B.T @ h would fit"),
    ("W = [[1, 2], [3, 4]]\nW @ x", (2, 3, 1), "W is 2×2, x has 3 entries: " + INNER.format(2, 3), None),
    ("s @ x", (1, 3, 1), "s is a number, x has 3 entries: a matrix product takes vectors and matrices; "
     "* multiplies by a number", None),
    ("x @ 2", (1, 3, 1), "x has 3 entries, the right side is a number: a matrix product takes vectors and matrices; "
     "* multiplies by a number", None),
    ("dot(x, y)", (1, 1, 3), "x has 3 entries, y has 2 entries: " + INNER.format(3, 2), None),
    ("x.dot(y)", (1, 3, 3), "x has 3 entries, y has 2 entries: " + INNER.format(3, 2), None),
    ("np.dot(x, y)", (1, 4, 3), "x has 3 entries, y has 2 entries: " + INNER.format(3, 2), None),
    ("x + y", (1, 3, 1), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("x - y*x", (1, 6, 1), "y has 2 entries, x has 3 entries: " + TOGETHER.format(2, 3), None),
    ("x / y", (1, 3, 1), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("x**y", (1, 2, 2), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("A * x", (1, 3, 1), "A is 3×2, x has 3 entries: the sizes 2 and 3 of the last axis must agree, or one of them be 1",
     None),
    ("A + S", (1, 3, 1), "A is 3×2, S is 2×2: the sizes 3 and 2 of the last axis but one must agree, or one of them be 1",
     None),
    ("max(x, y)", (1, 1, 3), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("where(x > 0, x, y)", (1, 1, 5), "the condition has 3 entries, x has 3 entries, y has 2 entries: "
     + TOGETHER.format(3, 2), None),
    ("where(x > y, 1, 2)", (1, 9, 1), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("atan2(x, y)", (1, 1, 5), "x has 3 entries, y has 2 entries: " + TOGETHER.format(3, 2), None),
    ("normcdf2(x, y, 0.5)", (1, 1, 8), "x has 3 entries, y has 2 entries, argument 3 is a number: "
     + TOGETHER.format(3, 2), None),
    ("inv(A)", (1, 1, 3), "A is 3×2: inv takes a square matrix", None),
    ("det(x)", (1, 1, 3), "x has 3 entries: det takes a square matrix", None),
    ("logdet(A)", (1, 1, 6), "A is 3×2: logdet takes a square matrix", None),
    ("trace(A)", (1, 1, 5), "A is 3×2: trace takes a square matrix", None),
    ("trace(s)", (1, 1, 5), "s is a number: trace takes a square matrix", None),
    ("solve(A, x)", (1, 1, 5), "A is 3×2, x has 3 entries: solve takes a square matrix", None),
    ("solve(S, x)", (1, 1, 5), "S is 2×2, x has 3 entries: the right side must be a vector of 2 entries or a matrix of "
     "2 rows", None),
    ("outer(A, x)", (1, 1, 5), "A is 3×2, x has 3 entries: outer takes two vectors", None),
    ("diag(s)", (1, 1, 4), "s is a number: diag takes a vector or a matrix", None),
    ("x[3]", (1, 2, 3), "x has 3 entries: there is no entry 3, only 0 to 2", None),
    ("x[-4]", (1, 2, 4), "x has 3 entries: there is no entry -4, only 0 to 2", None),
    ("A[0, 2]", (1, 2, 6), "A is 3×2: there is no entry 2, only 0 to 1", None),
    ("A[0, 0, 0]", (1, 2, 9), "A is 3×2: at most 2 indices can choose from it, not 3", None),
    ("x[2:2]", (1, 2, 5), "x has 3 entries: the slice 2:2 is empty", None),
    ("s[0]", (1, 2, 3), "s is a number: a number has no entries to choose from", None),
    ("sum(x)[0]", (1, 7, 3), "the argument is a number: a number has no entries to choose from", None),
    ("sum(x, axis=1)", (1, 1, 3), "x has 3 entries: there is no axis 1, only axis 0", None),
    ("A.sum(axis=2)", (1, 3, 3), "A is 3×2: there is no axis 2, only the axes 0 to 1", None),
    ("sum(s, axis=0)", (1, 1, 3), "s is a number: a number has no axes", None),
    ("softmax(s)", (1, 1, 7), "s is a number: a number has no axes", None),
    ("F.softmax(A, dim=2)", (1, 3, 7), "A is 3×2: there is no axis 2, only the axes 0 to 1", None),
    ("cumsum(x, axis=1)", (1, 1, 6), "x has 3 entries: there is no axis 1, only axis 0", None),
    ("prod(A, axis=(0, 0))", (1, 1, 4), "A is 3×2: an axis is named twice", None),
    ("norm(A, 2)", (1, 1, 4), "A is 3×2: the matrix norm 2 needs singular values; there are 'fro', 1 and inf", None),
    ("einsum('ij,jk', A, A)", (1, 1, 6), "A is 3×2: einsum: j is 2 in A and 3 in A", None),
    ("einsum('ij,jk', A, x)", (1, 1, 6), "A is 3×2, x has 3 entries: einsum: 'jk' names 2 axes, and x has 1", None),
    ("einsum('ij->ik', A)", (1, 1, 6), "A is 3×2: einsum: k of the result is in no operand", None),
    ("sort(s)", (1, 1, 4), "s is a number: sort takes an array", None),
    ("flip(x, 1)", (1, 1, 4), "x has 3 entries: there is no axis 1, only axis 0", None),
    ("roll(A, (1, 2, 3), (0, 1))", (1, 1, 4), "A is 3×2: roll takes as many shifts as axes", None),
    ("cholesky(A)", (1, 1, 8), "A is 3×2: cholesky takes a square matrix", None),
    ("cross(x, A)", (1, 1, 5), "x has 3 entries, A is 3×2: cross takes two vectors of 3 entries, or equally many of them", None),
    ("quantile(x, 2)", (1, 1, 8), "x has 3 entries: a quantile is between 0 and 1", None),
    ("moveaxis(A, (0, 1), 0)", (1, 1, 8), "A is 3×2: as many axes are moved as places are named, each once", None),
    ("reshape(x, [2, 2])", (1, 1, 7), "x has 3 entries: 3 entries cannot fill 2×2", None),
    ("x.reshape(2, -1)", (1, 3, 7), "x has 3 entries: 3 entries cannot fill [2, -1]", None),
    ("concat(x, A)", (1, 1, 6), "x has 3 entries, A is 3×2: joined arrays must have the same number of axes", None),
    ("concat([A, S], axis=1)", (1, 1, 6), "A is 3×2, S is 2×2: joined arrays must agree in all sizes but that of axis 1",
     None),
    ("concat(x, s)", (1, 1, 6), "x has 3 entries, s is a number: concat takes vectors or matrices", None),
    ("stack([x, y])", (1, 1, 5), "x has 3 entries, y has 2 entries: stacked arrays must have one shape", None),
    ("[x, y]", (1, 1, 1), "x has 3 entries, y has 2 entries: the entries of [ … ] must have one shape", None),
    ("[x, 1]", (1, 1, 1), "x has 3 entries, argument 2 is a number: the entries of [ … ] must have one shape", None),
    ("A.transpose(0, 2)", (1, 3, 9), "A is 3×2: there is no axis 2, only the axes 0 to 1", None),
    ("A.transpose(1, 1)", (1, 3, 9), "A is 3×2: transpose swaps two different axes", None),
    ("eye(0)", (1, 1, 3), "eye takes sizes from 1 on", None),
    ("x, y", (1, 1, 4), "output 1 has 3 entries, output 2 has 2 entries: outputs must share a shape", None),
    ("x, s", (1, 1, 4), "output 1 has 3 entries, output 2 is a number: outputs must share a shape", None),
    ("z @ x", (1, 3, 1), "z is a number, x has 3 entries: a matrix product takes vectors and matrices; * multiplies by a "
     "number; z is not given and counts as 1", "give z a value, such as [1, 2]"),
    ("h = tanh(W)\nsoftmax(h)", (2, 1, 7), "h is a number: a number has no axes; W is not given and counts as 1",
     "give W a value, such as [1, 2]"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "place", "message", "hint"), WRONG, ids=[program for program, *_ in WRONG])
def test_shapes_that_do_not_fit(program: str, place: tuple[int, int, int], message: str, hint: str | None) -> None:
    point = {name: value for name, value in POINT.items() if re.search(rf"\b{name}\b", program)}
    with pytest.raises(Problem) as caught:
        study(program, point)
    problem = caught.value
    assert (problem.status, problem.type) == (422, "shapes")
    assert (problem.message, problem.place and tuple(problem.place), problem.hint) == (message, place, hint)


INFERRED = [
    ("A @ y", [3]), ("x @ A", [2]), ("A.T @ A", [2, 2]), ("x @ x", []), ("A + y", [3, 2]), ("A[:, 0]", [3]),
    ("A[0]", [2]), ("A[:, None]", [3, 1, 2]), ("sum(A, axis=0)", [2]), ("mean(A, axis=1, keepdims=True)", [3, 1]),
    ("outer(x, y)", [3, 2]), ("diag(y)", [2, 2]), ("diag(A)", [2]), ("reshape(A, [-1])", [6]), ("stack([x, x])", [2, 3]),
    ("stack([x, x], axis=1)", [3, 2]), ("concat(x, y)", [5]), ("[x, x]", [2, 3]), ("[[s, 1], [2, s]]", [2, 2]),
    ("[[[s]]]", [1, 1, 1]), ("x, 2*x", [2, 3]), ("max(A)", []), ("max(A, y)", [3, 2]), ("logsumexp(A)", [3]),
    ("solve(S, A.T)", [2, 3]), ("x*s + 1", [3]), ("where(A > 0, y, 0)", [3, 2]), ("cumsum(A)", [6]), ("A[..., 0]", [3]),
]  # fmt: skip


@pytest.mark.parametrize(("program", "shape"), INFERRED)
def test_the_shape_of_every_node_is_inferred_as_numpy_has_it(program: str, shape: list[int]) -> None:
    made = study(program, {name: value for name, value in POINT.items() if re.search(rf"\b{name}\b", program)})
    assert [*made.graph.value_shape] == shape
