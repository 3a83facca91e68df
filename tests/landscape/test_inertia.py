"""The signs of eigenvalues against exact elimination, over entries of all sizes; nothing shown contradicts them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.landscape.inertia import Inertia, eigenvalues, exact_inertia, inertia

TABLE = [
    ([[1e6, 0], [0, -1e-6]], (1, 1, 0, 0)),
    ([[2, 0], [0, 2e-13]], (2, 0, 0, 0)),
    ([[1e300, 0, 0], [0, 1, 0], [0, 0, 1e-300]], (3, 0, 0, 0)),
    ([[0, 9e307], [9e307, 0]], (1, 1, 0, 0)),
    ([[1.7e308, 1.7e308], [1.7e308, -1.7e308]], (1, 1, 0, 0)),
    ([[2, 0], [0, 0]], (1, 0, 1, 0)),
    ([[2, 2], [2, 2]], (1, 0, 0, 1)),
    ([[1, 1], [1, 1 + 2**-52]], (1, 0, 0, 1)),
    ([[0, 0], [0, 0]], (0, 0, 2, 0)),
    ([[5e-324]], (1, 0, 0, 0)),
    ([[1e200, 1], [1, 1e-199]], (2, 0, 0, 0)),
    ([[1e200, 1], [1, 1e-201]], (1, 1, 0, 0)),
]


@pytest.mark.parametrize(("matrix", "counts"), TABLE)
def test_signs_of_eigenvalues(matrix: list[list[float]], counts: tuple[int, ...]) -> None:
    assert inertia(np.array(matrix, float)) == counts


def test_errors_leave_signs_open() -> None:
    matrix = np.array([[1.0, 0.0], [0.0, 1e-10]])
    assert inertia(matrix, np.array([[1e-3, 0.0], [0.0, 1e-12]])) == (2, 0, 0, 0)
    assert inertia(matrix, np.array([[1e-3, 0.0], [0.0, 1e-9]])) == (0, 0, 0, 2)
    assert inertia(np.zeros((1, 1)), np.full((1, 1), 1e-300)) == (0, 0, 0, 1)


@st.composite
def graded(draw: st.DrawFn) -> np.ndarray:
    """Whole numbers on scales that reach over most of the doubles; singular often enough."""
    size = draw(st.integers(1, 5))
    entries = draw(st.lists(st.integers(-3, 3), min_size=size * size, max_size=size * size))
    root = np.array(entries, float).reshape(size, size)
    core = draw(st.sampled_from([root + root.T, root @ root.T, -root @ root.T, np.diag(np.diag(root))]))
    scales = draw(st.lists(st.integers(-150, 150), min_size=size, max_size=size))
    return np.asarray(np.ldexp(core, np.add.outer(scales, scales)))


def fractions(matrix: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(float(each)) for each in row] for row in matrix]


def agree(shown: np.ndarray, told: Inertia) -> bool:
    return (int(np.sum(shown > 0)), int(np.sum(shown < 0))) == (told.positive, told.negative)


@given(graded())
def test_what_is_decided_is_so_and_what_is_shown_agrees(matrix: np.ndarray) -> None:
    truth, found = exact_inertia(fractions(matrix)), inertia(matrix)
    assert found.positive <= truth.positive and found.negative <= truth.negative and found.zero <= truth.zero
    if not found.unsure:
        assert found == truth
    for told in (truth, found):
        shown, left = eigenvalues(matrix, told)
        assert left == told and agree(shown, told) and list(shown) == sorted(shown)


@given(graded(), st.integers(0, 2**32 - 1))
def test_exact_inertia_is_that_of_any_congruent_matrix(matrix: np.ndarray, seed: int) -> None:
    random = np.random.default_rng(seed)
    lower = [
        [Fraction(int(random.integers(-3, 4)) if j < i else int(i == j)) for j in range(len(matrix))]
        for i in range(len(matrix))
    ]
    size, exact = range(len(matrix)), fractions(matrix)
    half = [[sum((lower[i][k] * exact[k][j] for k in size), Fraction(0)) for j in size] for i in size]
    whole = [[sum((half[i][k] * lower[j][k] for k in size), Fraction(0)) for j in size] for i in size]
    assert exact_inertia(whole) == exact_inertia(exact)


def test_eigenvalues_of_a_large_matrix_do_not_contradict_what_is_told() -> None:
    matrix = np.diag([10.0 ** (3 * k) for k in range(-10, 10)])
    told = inertia(matrix)
    assert told == (20, 0, 0, 0)
    shown, left = eigenvalues(matrix, told)
    assert agree(shown, left) and left.unsure == 20 - left.positive
