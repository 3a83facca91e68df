"""Functions that the NumPy code of some rows calls: they run here, and their text is copied into the code."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

Array = Any


def others(x: Array) -> Array:
    """By entry, the product of all others."""
    return np.array([np.prod(np.delete(x, k)) for k in range(len(x))])


def cumprod_pullback(g: Array, x: Array) -> Array:
    """An entry moves its own running product and all later ones, by the product of the other factors."""
    places = np.arange(len(x))
    return np.array([g @ (np.cumprod(np.where(places == k, 1, x))*(places >= k)) for k in places])  # fmt: skip


def minor(A: Array, i: Array, j: Array) -> Array:
    """The determinant of what is left without a row and a column."""
    return np.linalg.det(np.delete(np.delete(A, i, 0), j, 1))


def cofactors(A: Array) -> Array:
    """By entry, the minor with its sign."""
    return np.array([[(-1)**(i + j)*minor(A, i, j) for j in range(len(A))] for i in range(len(A))])  # fmt: skip


def cholesky_pullback(g: Array, L: Array) -> Array:
    """A = L L.T: g comes back through half of the diagonal and what is below it, made symmetric."""
    half = np.tril(L.T @ g)
    half -= np.diag(np.diag(half))/2  # fmt: skip
    S = np.linalg.solve(L.T, np.linalg.solve(L.T, half.T).T)
    return (S + S.T)/2  # fmt: skip


def pinv_pullback(g: Array, A: Array, P: Array) -> Array:
    """Golub and Pereyra's formula, transposed."""
    left, right = np.eye(len(A)) - A @ P, np.eye(len(P)) - P @ A
    return left @ g.T @ P @ P.T + P.T @ P @ g.T @ right - P.T @ g @ P.T


NAMES = tuple(each.__name__ for each in (others, cumprod_pullback, minor, cofactors, cholesky_pullback, pinv_pullback))


def source(name: str) -> str:
    """The text of one of these, without what only a reader of types needs."""
    text = inspect.getsource(globals()[name])
    for mark in (": Array", " -> Array", "  # fmt: skip"):
        text = text.replace(mark, "")
    return text
