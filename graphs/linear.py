"""Linear algebra of float64 matrices; one that is singular to working precision raises ValueError."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.linalg import lapack

Array = Any


def others(x: Array, axes: tuple[int, ...]) -> Array:
    """For each entry the product of all others along the axes, without dividing: entries may be 0."""
    moved = np.moveaxis(x, axes, range(-len(axes), 0))
    flat = moved.reshape(*moved.shape[: x.ndim - len(axes)], -1)
    ones = np.ones((*flat.shape[:-1], 1))
    before = np.cumprod(np.concatenate([ones, flat[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([ones, flat[..., :0:-1]], axis=-1), axis=-1)[..., ::-1]
    return np.moveaxis((before * after).reshape(moved.shape), range(-len(axes), 0), axes)


def logdet(a: Array) -> Array:
    _decomposed(a)
    return np.linalg.slogdet(a)[1]


def cofactors(a: Array) -> Array:
    """The derivative of the determinant: det(A) A⁻ᵀ, and its limit where A is singular.

    By the singular values, A = U S Vᵀ: cofactors(A) = det(U) det(V) U cofactors(S) Vᵀ (G. W. Stewart, "On the
    adjugate matrix", Linear Algebra and its Applications 283, 1998).
    """
    if not np.isfinite(a).all():
        return np.full(a.shape, math.nan)
    u, s, vt = np.linalg.svd(a)
    return np.linalg.det(u) * np.linalg.det(vt) * (u * others(s, (0,))) @ vt


def inv(a: Array) -> Array:
    return solve(a, np.eye(len(a)))


def solve(a: Array, b: Array) -> Array:
    """A⁻¹ B by LU decomposition. Raises ValueError where A is singular to working precision."""
    if not np.isfinite(a).all():
        return np.full(np.shape(b), math.nan)
    (lu, pivots), rows, columns = _decomposed(a)
    found = lapack.dgetrs(lu, pivots, b / (rows if np.ndim(b) > 1 else rows[:, 0]))[0]
    return found / (columns[:, None] if np.ndim(b) > 1 else columns)


def solved(a: Array, b: Array) -> Array:
    """A⁻¹ B for a matrix that the value sweep has found regular; NaN where it has not."""
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        return np.full(np.shape(b), math.nan)


def _decomposed(a: Array) -> tuple[tuple[Array, Array], Array, Array]:
    """The LU decomposition of A with rows and columns brought to size 1, and the powers of two that did it.

    Raises ValueError where A is singular to working precision: the reciprocal condition number of the scaled
    matrix (a regular one may well hold 1e-200) is below 2^-52, as in LAPACK's driver dgesvx.
    """
    if not (np.any(a, axis=0).all() and np.any(a, axis=1).all()):
        raise ValueError("the matrix is singular")
    rows = _power_of_two(np.max(np.abs(a), axis=1, keepdims=True))
    columns = _power_of_two(np.max(np.abs(a) / rows, axis=0))
    scaled = a / rows / columns
    lu, pivots, failed = lapack.dgetrf(scaled)
    rcond = 0.0 if failed else lapack.dgecon(lu, np.max(np.sum(np.abs(scaled), axis=0)))[0]
    if rcond < 2.0**-52:
        raise ValueError("the matrix is singular")
    return (lu, pivots), rows, columns


def _power_of_two(x: Array) -> Array:
    """The power of two below each entry: scaling by it rounds nothing."""
    return np.exp2(np.floor(np.log2(x)))
