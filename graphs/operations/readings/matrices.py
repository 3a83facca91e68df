"""Linear algebra of float64 matrices; one that is singular to working precision raises ValueError."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.operations.readings.late import lapack, linalg

Array = Any

# What np.sum and np.max call in the end; on small arrays these take three times as long.
added: Any = np.add.reduce
largest: Any = np.maximum.reduce

_LARGE = 500  # exponents of two from which sums and products of entries may leave the doubles
_REGULAR = 2.0**-20  # of the largest singular value: a smaller one costs the inverse digits
_WELL_CONDITIONED = 2.0**-7  # a reciprocal condition number: scaling first would save two digits at most
_LEAST = 2.0**-1022  # below it doubles have lost digits


def finite(x: Array) -> bool:
    """Whether every entry is: so the sum of squares says at once, unless it overflows."""
    entries = np.asarray(x).ravel()
    return math.isfinite(entries.dot(entries)) or bool(np.isfinite(entries).all())


def has_zero(x: Array) -> bool:
    """Whether any entry is 0."""
    return not np.logical_and.reduce(np.asarray(x).ravel())


def others(x: Array, axes: tuple[int, ...]) -> Array:
    """For each entry the product of all others along the axes, without dividing: entries may be 0."""
    moved = np.moveaxis(x, axes, range(-len(axes), 0))
    flat = moved.reshape(*moved.shape[: x.ndim - len(axes)], -1)
    ones = np.ones((*flat.shape[:-1], 1))
    before = np.cumprod(np.concatenate([ones, flat[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([ones, flat[..., :0:-1]], axis=-1), axis=-1)[..., ::-1]
    return np.moveaxis((before * after).reshape(moved.shape), range(-len(axes), 0), axes)


def total(x: Array, axes: tuple[int, ...], keepdims: bool = False) -> Array:
    """The sum along axes; where it leaves the doubles on the way, again with entries that are 2^-64 times as large."""
    found = added(x, axes, keepdims=keepdims)
    if finite(found) or not finite(x):
        return found
    return np.where(np.isfinite(found), found, np.sum(x * 2.0**-64, axis=axes, keepdims=keepdims) * 2.0**64)


def mean(x: Array, axes: tuple[int, ...], keepdims: bool = False) -> Array:
    """The mean along axes, which is a double where the sum is none."""
    found = added(x, axes, keepdims=keepdims)
    count = np.size(x) // np.size(found)
    found = found / count
    if finite(found) or not finite(x):
        return found
    return np.where(np.isfinite(found), found, np.sum(x * 2.0**-64, axis=axes, keepdims=keepdims) / count * 2.0**64)


def prod(x: Array, axes: tuple[int, ...], keepdims: bool = False) -> Array:
    """The product along axes; where it leaves the doubles on the way, again by fractions and exponents of two."""
    products = np.prod(x, axis=axes, keepdims=keepdims)
    odd = (np.abs(products) < _LEAST) | ~np.isfinite(products)
    if not np.any(odd) or not finite(x):
        return products
    moved = np.moveaxis(x, axes, range(-len(axes), 0))
    flat = moved.reshape(*moved.shape[: x.ndim - len(axes)], -1)
    fraction, exponent = np.ones(flat.shape[:-1]), np.zeros(flat.shape[:-1], int)
    for k in range(flat.shape[-1]):
        fraction, more = np.frexp(fraction * np.frexp(flat[..., k])[0])
        exponent += more + np.frexp(flat[..., k])[1]
    return np.where(odd, np.reshape(np.ldexp(fraction, exponent), np.shape(products)), products)


def matmul(a: Array, b: Array) -> Array:
    """A B; where a product leaves the doubles on the way, again with both factors brought to size 1."""
    product = np.matmul(a, b)
    if finite(product) or not (finite(a) and finite(b)):
        return product
    p, q = _exponent(a), _exponent(b)
    left = np.ldexp(a, -p)[..., :, None]
    right = np.ldexp(b if b.ndim > 1 else b[:, None], -q)[..., None, :, :]
    again = np.sum(left * right, axis=-2).reshape(np.shape(product))  # each product rounded: equal ones cancel to 0
    return np.where(np.isfinite(product), product, np.ldexp(again, p + q))


def _exponent(x: Array) -> int:
    """The exponent of two that brings the largest entry below 1."""
    return math.frexp(largest(np.abs(x), None, initial=0.0))[1]


def det(a: Array) -> Array:
    """The determinant; of very large or small entries from the matrix with rows and columns brought to size 1."""
    if abs(_exponent(a)) < _LARGE:
        return np.linalg.det(a)
    scaled, rows, columns = _equilibrated(a)
    return np.ldexp(np.linalg.det(scaled), int(np.sum(rows) + np.sum(columns)))


def logdet(a: Array) -> Array:
    (lu, _), scales = _decomposed(a)
    sizes = np.log(np.abs(lu.diagonal()))
    if scales is not None:
        rows, columns = scales
        sizes = sizes + np.log(rows[:, 0]) + np.log(columns)
    return added(sizes)


def cofactors(a: Array) -> Array:
    """The derivative of the determinant: det(A) A⁻ᵀ, and its limit where A is singular.

    By the singular values, A = U S Vᵀ: cofactors(A) = det(U) det(V) U cofactors(S) Vᵀ (G. W. Stewart, "On the
    adjugate matrix", Linear Algebra and its Applications 283, 1998).
    """
    if not finite(a):
        return np.full(a.shape, math.nan)
    if abs(_exponent(a)) >= _LARGE:  # of A = R S C with diagonal R and C: det(RC) R⁻¹ cofactors(S) C⁻¹
        scaled, rows, columns = _equilibrated(a)
        return np.ldexp(_cofactors(scaled), np.sum(rows) + np.sum(columns) - rows - columns)
    return _cofactors(a)


def _cofactors(a: Array) -> Array:
    u, s, vt = np.linalg.svd(a)
    if s.size and s[-1] > _REGULAR * s[0] and (determinant := np.linalg.det(a)) and math.isfinite(determinant):
        return determinant * np.linalg.inv(a).T  # which keeps the zeros of a triangular matrix
    return np.linalg.det(u) * np.linalg.det(vt) * (u * others(s, (0,))) @ vt


def inv(a: Array) -> Array:
    """A⁻¹. Raises ValueError where A is singular to working precision."""
    return solve(a, np.eye(len(a)))


def solve(a: Array, b: Array) -> Array:
    """A⁻¹ B by LU decomposition. Raises ValueError where A is singular to working precision."""
    if not finite(a):
        return np.full(np.shape(b), math.nan)
    (lu, pivots), scales = _decomposed(a)
    if scales is None:
        return lapack.dgetrs(lu, pivots, b)[0]
    rows, columns = scales
    found = lapack.dgetrs(lu, pivots, b / (rows if np.ndim(b) > 1 else rows[:, 0]))[0]
    return found / (columns[:, None] if np.ndim(b) > 1 else columns)


def solved(a: Array, b: Array) -> Array:
    """A⁻¹ B for a matrix that the value sweep has found regular; NaN where it has not."""
    try:
        if abs(_exponent(a)) >= _LARGE:
            return solve(a, b)
    except ValueError:
        return np.full(np.shape(b), math.nan)
    _, _, found, failed = lapack.dgesv(a, b)
    return np.full(np.shape(b), math.nan) if failed else found


def substituted(a: Array, b: Array, lower: bool) -> Array:
    """A⁻¹ B for a triangular matrix, without pivots: what is 0 by the triangle stays 0. NaN where A is singular."""
    try:
        return linalg.solve_triangular(a, b, lower=lower, check_finite=False)
    except np.linalg.LinAlgError:
        return np.full(np.shape(b), math.nan)


def _decomposed(a: Array) -> tuple[tuple[Array, Array], tuple[Array, Array] | None]:
    """The LU decomposition of A, and None; of an ill-conditioned one that with rows and columns brought to size 1, and
    the powers of two that did it.

    Raises ValueError where A is singular to working precision: the reciprocal condition number of the scaled
    matrix (a regular one may well hold 1e-200) is below 2^-52, as in LAPACK's driver dgesvx.
    """
    factors, rcond = _factors(a)
    if rcond > _WELL_CONDITIONED:
        return factors, None
    if not (np.any(a, axis=0).all() and np.any(a, axis=1).all()):
        raise ValueError("the matrix is singular")
    scaled, rows, columns = _equilibrated(a)
    factors, rcond = _factors(scaled)
    if rcond < 2.0**-52:
        raise ValueError("the matrix is singular")
    return factors, (np.ldexp(1.0, rows), np.ldexp(1.0, columns))


def _factors(a: Array) -> tuple[tuple[Array, Array], float]:
    """The LU decomposition, and LAPACK's estimate of the reciprocal condition number: 0 where a pivot is."""
    lu, pivots, failed = lapack.dgetrf(a)
    return (lu, pivots), 0.0 if failed else lapack.dgecon(lu, lapack.dlange("1", a))[0]


def _equilibrated(a: Array) -> tuple[Array, Array, Array]:
    """A with rows and columns brought to size 1, and the exponents of two of what they were divided by.

    Scaling by powers of two rounds nothing.
    """
    rows = np.frexp(np.max(np.abs(a), axis=1, keepdims=True))[1] - 1
    scaled = np.ldexp(a, -rows)
    columns = np.frexp(np.max(np.abs(scaled), axis=0))[1] - 1
    return np.ldexp(scaled, -columns), rows, columns


_ASYMMETRIC = 1e-3  # of the largest entry: a step of a difference quotient may be taken, another matrix not


def cholesky(a: Array) -> Array:
    """The lower factor L with L Lᵀ = (A + Aᵀ)/2. Raises ValueError where A is not symmetric and positive definite.

    Libraries read one half of A, or both; so A must be symmetric, but for the step of a difference quotient.
    """
    if not finite(a):
        return np.full(np.shape(a), math.nan)
    if np.max(np.abs(a - a.T)) > _ASYMMETRIC * np.max(np.abs(a)):
        raise ValueError("the matrix is not symmetric")
    try:
        return np.linalg.cholesky((a + a.T) / 2.0)
    except np.linalg.LinAlgError as failure:
        raise ValueError("the matrix is not positive definite") from failure


def cholesky_moved(factor: Array, d: Array) -> Array:
    """How Cholesky's factor moves with its symmetric matrix, column by column as it is computed: nothing cancels that
    does not depend on d."""
    moved = np.zeros_like(factor)
    for j in range(len(factor)):
        row, own = factor[j, :j], moved[j, :j]
        moved[j, j] = (d[j, j] / 2.0 - own @ row) / factor[j, j]
        below = d[j + 1 :, j] - moved[j + 1 :, :j] @ row - factor[j + 1 :, :j] @ own - factor[j + 1 :, j] * moved[j, j]
        moved[j + 1 :, j] = below / factor[j, j]
    return moved


def pinv(a: Array) -> Array:
    """The Moore-Penrose inverse, by singular values."""
    return np.linalg.pinv(a) if finite(a) else np.full(a.shape[::-1], math.nan)


def has_full_rank(a: Array) -> bool:
    """Whether the rank is the smaller size, to NumPy's tolerance."""
    return bool(np.linalg.matrix_rank(a) == min(np.shape(a)))
