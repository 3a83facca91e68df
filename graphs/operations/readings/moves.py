"""Entries of float64 arrays moved about, sorted, and carried along an axis.

`at` says for each entry of a result where it comes from: its place in the operand's entries, counted row by row; -1
for an entry that comes from nowhere, which is 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.operations.flows import part
from graphs.operations.row import Shape

Array = Any


def picked(x: Array, at: Array) -> Array:
    """The entries of x at these places; 0 at the places -1."""
    picks = np.ravel(x)[at]
    return np.where(at < 0, 0.0, picks) if np.any(at < 0) else picks


def passed(flow: Array, at: Array) -> Array:
    """The same of what flows: nothing flows to what comes from nowhere."""
    return part(picked(flow, at), at >= 0)


def returned(flow: Array, at: Array, shape: Shape) -> Array:
    """What flows back to where the entries came from, summed where one was taken several times."""
    at, flow = np.ravel(at), np.ravel(flow)
    mask = at >= 0
    numbers = np.bincount(at[mask], flow[mask], np.prod(shape, dtype=int)).reshape(shape)
    reached = np.zeros(shape, bool)
    reached.reshape(-1)[at[mask]] = True
    return part(numbers, reached)


def order(x: Array, axis: int, descending: bool) -> Array:
    """The places of the entries of x in their order along an axis; of equal ones the first comes first."""
    ranks = np.argsort(-x if descending else x, axis=axis, kind="stable")
    places = np.arange(x.size).reshape(x.shape)
    return np.take_along_axis(places, ranks, axis)


def scanned(rates: Array, terms: Array, axis: int, backwards: bool = False) -> Array:
    """y with y[k] = rates[k] y[k - 1] + terms[k] along an axis, from nothing; backwards from the end."""
    rates, terms = np.broadcast_arrays(rates, terms)
    by_rate, by_term = np.moveaxis(rates, axis, 0), np.moveaxis(terms, axis, 0)
    y = np.array(by_term)
    count = len(y)
    for k in range(count - 2, -1, -1) if backwards else range(1, count):
        y[k] += by_rate[k] * y[k + 1 if backwards else k - 1]
    return np.moveaxis(y, 0, axis)


def einsum(spec: str, *x: Array) -> Array:
    """NumPy's, with the order of products optimized where there are more than two factors."""
    return np.einsum(spec, *x, optimize=len(x) > 2)


def convolved(a: Array, b: Array) -> Array:
    """All overlaps of two vectors."""
    return np.convolve(a, b)
