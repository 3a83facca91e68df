"""A graph's numbers by mpmath in 1,200 digits: what every sentence about a double is held against.

Rows of numbers are those of exact.py; sums, products and decompositions are written here from their definitions, so
that nothing is shared with the house but the graph itself. Where a row is no real number its entry is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graphs.autodiff.graph import Graph
from graphs.operations.readings.arrays import Arrays
from graphs.operations.row import Operation
from tests.support.exact import EXACT, mp, rounded

STEP = mp.mpf(10) ** -400
_FAR = mp.mpf(10) ** 1500  # an exponential of more is no number that mpmath could hold
Array = Any  # of mpmath's numbers, as objects


class Unjudged(Exception):
    """Numbers that even mpmath cannot hold, or a row that has no definition here."""


def _chosen(condition: Any, x: Any, y: Any) -> Any:
    return condition if mp.isnan(condition) else x if condition != 0 else y


ROWS: dict[str, Callable[..., Any]] = {
    **EXACT,
    "lgamma": lambda x: mp.re(mp.loggamma(x)) if x > 10**4 else mp.log(abs(mp.gamma(x))),
    "sign": mp.sign, "floor": mp.floor, "detach": lambda x: x, "ceil": mp.ceil, "where": _chosen,
    "max": max, "min": min,
    "less": lambda x, y: mp.mpf(x < y), "less or equal": lambda x, y: mp.mpf(x <= y),
    "greater": lambda x, y: mp.mpf(x > y), "greater or equal": lambda x, y: mp.mpf(x >= y),
    "equal": lambda x, y: mp.mpf(x == y), "unequal": lambda x, y: mp.mpf(x != y),
}  # fmt: skip
_MOVES = frozenset(("transpose", "diag", "reshape", "index", "array", "stack", "concat"))


def by_row(row: Operation, x: list[Array]) -> Array:
    """The row's value at arrays of mpmath's numbers. Raises Unjudged."""
    if row.maps is None:
        function = ROWS.get(row.name)
        if function is None:
            raise Unjudged(row.name)
        spread = np.broadcast_arrays(*x)
        entries = np.empty(spread[0].shape, object)
        for entry in np.ndindex(*entries.shape):
            entries[entry] = _real(function, [each[entry] for each in spread], row.chooses)
        return entries
    if row.name in _MOVES:
        return np.array(row.value(Arrays, *x), object)
    whole = _WHOLE.get(row.name)
    if whole is None:
        raise Unjudged(row.name)
    return whole(dict(row.chosen), *x)


def _real(function: Callable[..., Any], x: list[Any], chooses: bool = False) -> Any:
    if not chooses and any(mp.isnan(each) for each in x):
        return mp.nan
    if any(mp.isinf(each) or abs(each) > _FAR for each in x if not mp.isnan(each)):
        raise Unjudged("too large")
    try:
        value = function(*x)
    except (ValueError, ZeroDivisionError, OverflowError):
        return mp.nan
    except TypeError:
        return mp.nan  # a complex number has no order
    return value if isinstance(value, mp.mpf) and mp.isfinite(value) else mp.nan


def _along(function: Callable[[list[Any]], Any]) -> Callable[..., Array]:
    """A function of the entries along the axes."""

    def reduce(options: Mapping[str, Any], x: Array) -> Array:
        axis, keep = options.get("axis"), options.get("keepdims", False)
        if axis is None:
            values = np.empty((), object)
            values[()] = _nan_safe(function, x.ravel().tolist())
            return values.reshape((1,) * x.ndim) if keep else values
        moved = np.moveaxis(x, axis, -1)
        values = np.empty(moved.shape[:-1], object)
        for entry in np.ndindex(*values.shape):
            values[entry] = _nan_safe(function, moved[entry].tolist())
        return np.expand_dims(values, axis) if keep else values

    return reduce


def _nan_safe(function: Callable[[list[Any]], Any], entries: list[Any]) -> Any:
    return mp.nan if any(mp.isnan(each) for each in entries) else function(entries)


def _norm(options: Mapping[str, Any], x: Array) -> Array:
    one = options.get("ord") == 1
    return _along(lambda v: mp.fsum(map(abs, v)) if one else mp.sqrt(mp.fsum(each**2 for each in v)))(options, x)


def _rows_of(function: Callable[[list[Any]], list[Any]]) -> Callable[..., Array]:
    """A function of the entries along an axis to as many."""

    def whole(options: Mapping[str, Any], x: Array) -> Array:
        moved = np.moveaxis(x, options.get("axis", -1) if options.get("axis") is not None else -1, -1)
        values = np.empty(moved.shape, object)
        for entry in np.ndindex(*moved.shape[:-1]):
            v = moved[entry].tolist()
            values[entry] = [mp.nan] * len(v) if any(map(mp.isnan, v)) else function(v)
        return np.moveaxis(values, -1, options["axis"] if options.get("axis") is not None else -1)

    return whole


def _lse(v: list[Any]) -> Any:
    top = max(v)
    return top + mp.log(mp.fsum(mp.exp(each - top) for each in v))


def _eliminated(a: Array, b: Array) -> tuple[Any, Array | None]:
    """det(A) and A⁻¹ B, by elimination; None where A is singular."""
    size, sign = len(a), mp.mpf(1)
    m = np.concatenate([a, b.reshape(size, -1)], axis=1)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(m[i, k]))
        if m[pivot, k] == 0:
            return mp.mpf(0), None
        if pivot != k:
            m[[k, pivot]] = m[[pivot, k]]
            sign = -sign
        for i in range(size):
            if i != k:
                m[i] = m[i] - m[k] * (m[i, k] / m[k, k])
    det = sign
    for k in range(size):
        det *= m[k, k]
    return det, (m[:, size:] / np.array([m[k, k] for k in range(size)], object)[:, None]).reshape(b.shape)


def _lost(shape: tuple[int, ...]) -> Array:
    return np.full(shape, mp.nan, object)


def _solve(options: Mapping[str, Any], a: Array, b: Array) -> Array:
    solution = None if _has_nan(a) or _has_nan(b) else _eliminated(a, b)[1]
    return _lost(b.shape) if solution is None else solution


def _eye(size: int) -> Array:
    return np.array([[mp.mpf(i == j) for j in range(size)] for i in range(size)], object)


def _det(options: Mapping[str, Any], a: Array) -> Array:
    return np.array(mp.nan if _has_nan(a) else _eliminated(a, _eye(len(a)))[0], object)


def _logdet(options: Mapping[str, Any], a: Array) -> Array:
    det = _det(options, a)[()]
    return np.array(mp.nan if mp.isnan(det) or det == 0 else mp.log(abs(det)), object)


def _has_nan(x: Array) -> bool:
    return any(map(mp.isnan, x.ravel()))


_WHOLE: dict[str, Callable[..., Array]] = {
    "sum": _along(mp.fsum), "mean": _along(lambda v: mp.fsum(v) / len(v)), "prod": _along(mp.fprod),
    "max": _along(max), "min": _along(min), "logsumexp": _along(_lse), "norm": _norm,
    "softmax": _rows_of(lambda v: [mp.exp(each - _lse(v)) for each in v]),
    "log_softmax": _rows_of(lambda v: [each - _lse(v) for each in v]),
    "cumsum": lambda options, x: np.cumsum(x, options.get("axis", 0) or 0),
    "matmul": lambda options, a, b: np.array(np.dot(a, b), object),
    "dot": lambda options, a, b: np.array(np.dot(a, b), object),
    "outer": lambda options, a, b: np.multiply.outer(a, b),
    "trace": lambda options, a: np.array(mp.fsum(np.diag(a)), object),
    "det": _det, "logdet": _logdet, "inv": lambda options, a: _solve(options, a, _eye(len(a))), "solve": _solve,
}  # fmt: skip


def lifted(x: Any) -> Array:
    """Doubles as mpmath's numbers, exactly."""
    flat = np.asarray(x, float)
    entries = np.empty(flat.shape, object)
    for entry in np.ndindex(*flat.shape):
        entries[entry] = mp.mpf(float(flat[entry]))
    return entries


def true_values(graph: Graph, point: list[Any], moved: Mapping[int, Array] | None = None) -> list[Array]:
    """By node and constant, as in Evaluation.values, at a point of doubles; moved: by node, what is added to it.

    Constants that were folded are taken from what they were made of. Raises Unjudged.
    """
    moved = moved or {}
    values: list[Array] = [None] * len(graph)
    constants = [lifted(each) for each in graph.constants]

    def of(k: int) -> Array:
        return values[k] if k >= 0 else constants[-1 - k]

    for i in range(len(graph)):
        if i < len(point):
            values[i] = lifted(point[i])
        elif graph.rows[i].name == "data":
            values[i] = of(graph.operands[i][0])
        else:
            values[i] = by_row(graph.rows[i], [of(k) for k in graph.operands[i]])
        if i in moved:
            values[i] = np.asarray(values[i] + moved[i], object)
        for k, owner in graph.owners.items():
            if owner == i:
                constants[-1 - k] = values[i]
    return values + constants[::-1]


class Slope:
    """One derivative of a number by a number: the slopes to the right and to the left, None where there is no value."""

    def __init__(self, right: Any, left: Any, steep: bool):
        self.right, self.left, self.steep = right, left, steep

    @property
    def exists(self) -> bool:
        if self.steep or self.right is None or self.left is None:
            return False
        return (
            abs(self.right - self.left) <= mp.mpf(10) ** -60 * (abs(self.right) + abs(self.left)) + mp.mpf(10) ** -600
        )

    @property
    def value(self) -> Any:
        return (self.right + self.left) / 2


def slope_of(function: Callable[[Any], Any]) -> Slope:
    """Of a function of a step h at h = 0; NaN where it has no value. Its quotients at two steps tell a vertical tangent."""
    middle = function(mp.mpf(0))
    sides = []
    steep = False
    for sign in (1, -1):
        at, nearer = function(sign * STEP), function(sign * STEP / 10**100)
        if mp.isnan(middle) or mp.isnan(at):
            sides.append(None)
            continue
        quotient = (at - middle) / (sign * STEP)
        if not mp.isnan(nearer) and abs(nearer - middle) * 10**100 > STEP * 10**60:
            steep = steep or abs(nearer - middle) * 10**100 > 1000 * abs(at - middle)
        sides.append(quotient)
    return Slope(sides[0], sides[1], steep)


def double(x: Any) -> float:
    """The nearest double, NaN of NaN."""
    return math.nan if mp.isnan(x) else rounded(x)
