"""How many eigenvalues of a symmetric matrix are positive, negative and zero, and what they are.

By Sylvester's law of inertia D H D has as many of each as H. With powers of two for D, which round nothing, entries of
all sizes come near 1, and the eigenvalues of what is left tell signs that those of H itself lose in the rounding of
the largest: those of diag(1e6, -1e-6) are decided. What is left undecided lies within the bounds of the errors, by
Weyl's inequality (Golub & Van Loan, "Matrix Computations", §8.1). Matrices of fractions are decided by elimination.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import mpmath
import numpy as np

_ROUNDS = 16  # of scaling: each brings the exponents half as far from 0
_UNIT = 2.0**-53
_SMALL = 2.0**-24  # of the largest: below it an eigenvalue has lost half of its digits
_PRECISE = 12  # rows of a matrix whose eigenvalues are found anew where doubles lose the smallest
_PRECISIONS = (160, 400, 1_000, 2_400)  # bits; the last reaches from the smallest double to the largest


class Inertia(NamedTuple):
    """Numbers of eigenvalues: of each sign, those that are 0, and those that cannot be told from 0."""

    positive: int
    negative: int
    zero: int
    unsure: int

    @property
    def word(self) -> str:
        """The contract's word; what cannot be told from 0 counts as 0."""
        if not self.positive and not self.negative:
            return "zero"
        if self.positive and self.negative:
            return "indefinite"
        sign = "positive" if self.positive else "negative"
        return f"{sign} semidefinite" if self.zero or self.unsure else f"{sign} definite"

    @property
    def decided(self) -> bool:
        """Whether the word would be the same if no eigenvalue were unsure."""
        return not self.unsure or self.word == "indefinite"

    @property
    def regular(self) -> bool:
        """Whether no eigenvalue is 0, or may be."""
        return not self.zero and not self.unsure


def scaled(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """D H D with the largest entry of each row about 1, and the exponents of D's powers of two."""
    with np.errstate(divide="ignore"):
        sizes = np.log2(np.abs(matrix))
    exponents = np.zeros(len(matrix))
    for _ in range(_ROUNDS):
        largest = np.max(sizes + exponents + exponents[:, None], axis=1, initial=-math.inf)
        exponents -= np.where(np.isfinite(largest), largest, 0.0) / 2.0
    whole = np.round(exponents).astype(int)
    return by_powers(matrix, whole), whole


def by_powers(matrix: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    """D H D for D the diagonal of these powers of two."""
    return np.asarray(np.ldexp(matrix, exponents + exponents[:, None]))


def inertia(matrix: np.ndarray, errors: np.ndarray | None = None) -> Inertia:
    """Of a symmetric matrix of finite doubles. errors: how far each entry may be off; without it each is exact."""
    errors = np.zeros_like(matrix) if errors is None else errors
    alive = np.any(matrix != 0.0, axis=1) | np.any(errors != 0.0, axis=1)
    size = int(np.sum(alive))
    zero = len(matrix) - size
    if not size:
        return Inertia(0, 0, zero, 0)
    small, exponents = scaled(matrix[np.ix_(alive, alive)])
    with np.errstate(over="ignore", invalid="ignore"):
        wrong = np.linalg.norm(by_powers(errors[np.ix_(alive, alive)], exponents))
        bound = float(wrong + 4.0 * size * _UNIT * np.linalg.norm(small))
    if not math.isfinite(bound):
        return Inertia(0, 0, zero, size)
    spectrum = np.linalg.eigvalsh(small)
    positive, negative = int(np.sum(spectrum > bound)), int(np.sum(spectrum < -bound))
    return Inertia(positive, negative, zero, size - positive - negative)


def exact_inertia(matrix: list[list[Fraction]]) -> Inertia:
    """Of a symmetric matrix of fractions, by symmetric elimination: with pivots of one row, or of two where the
    diagonal is 0 (J. Bunch and B. Parlett, 1971)."""
    rows, positive, negative = [list(row) for row in matrix], 0, 0
    while rows:
        size = range(len(rows))
        one = next((k for k in size if rows[k][k]), None)
        if one is not None:
            positive, negative = positive + (rows[one][one] > 0), negative + (rows[one][one] < 0)
            pivot, column = rows[one][one], [row[one] for row in rows]
            rest = [k for k in size if k != one]
            rows = [[rows[i][j] - column[i] * column[j] / pivot for j in rest] for i in rest]
            continue
        two = next(((i, j) for i in size for j in size if rows[i][j]), None)
        if two is None:
            break
        i0, j0 = two  # [[0, a], [a, 0]] has an eigenvalue of each sign
        positive, negative, pivot = positive + 1, negative + 1, rows[i0][j0]
        rest = [k for k in size if k not in two]
        p, q = [row[i0] for row in rows], [row[j0] for row in rows]
        rows = [[rows[i][j] - (p[i] * q[j] + q[i] * p[j]) / pivot for j in rest] for i in rest]
    return Inertia(positive, negative, len(matrix) - positive - negative, 0)


def eigenvalues(matrix: np.ndarray, signs: Inertia) -> tuple[np.ndarray, Inertia]:
    """Ascending, with the signs that are certain: what is 0, or cannot be told from 0, is shown as 0.

    Where a sign that is certain cannot be shown (a large matrix whose smallest eigenvalues drown), it becomes unsure.
    """
    size, largest = len(matrix), float(np.max(np.abs(matrix), initial=0.0))
    if not largest:
        return np.zeros(size), signs
    power = math.frexp(largest)[1]
    spectrum = np.linalg.eigvalsh(np.ldexp(matrix, -power))
    sizes = np.abs(spectrum) / np.max(np.abs(spectrum))
    doubtful = sizes <= 8.0 * size * _UNIT
    sure = np.arange(size) < signs.negative
    sure |= np.arange(size) >= size - signs.positive
    if np.any(sure & (sizes < _SMALL)) and size <= _PRECISE:
        spectrum = _precise(matrix, signs, power)
        doubtful = np.sign(spectrum) != _signs(size, signs)
    lost = sure & (doubtful | (np.sign(spectrum) != _signs(size, signs)))
    with np.errstate(over="ignore"):
        shown = np.where(sure & ~lost, np.ldexp(spectrum, power), 0.0)
    positive, negative = (int(np.sum(lost & (_signs(size, signs) == sign))) for sign in (1.0, -1.0))
    return shown, Inertia(
        signs.positive - positive,
        signs.negative - negative,
        signs.zero,
        signs.unsure + positive + negative,
    )


def _signs(size: int, signs: Inertia) -> np.ndarray:
    return np.repeat([-1.0, 0.0, 1.0], [signs.negative, size - signs.negative - signs.positive, signs.positive])


def _precise(matrix: np.ndarray, signs: Inertia, power: int) -> np.ndarray:
    """With as many bits as it takes for the signs that are certain."""
    spectrum = np.zeros(len(matrix))
    for bits in _PRECISIONS:
        with mpmath.workprec(bits):
            exact = sorted(mpmath.eigsy(mpmath.matrix(np.ldexp(matrix, -power).tolist()), eigvals_only=True))
            noise = mpmath.ldexp(max(map(abs, exact)), 16 - bits)
            spectrum = np.array([float(each) if abs(each) > noise else 0.0 for each in exact])
        if np.all((_signs(len(matrix), signs) == 0.0) | (np.sign(spectrum) == _signs(len(matrix), signs))):
            break
    return spectrum
