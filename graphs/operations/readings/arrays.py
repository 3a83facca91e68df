"""The reading over float64 arrays: a row's formula for all entries at once, by NumPy and SciPy.

Nothing raises and nothing warns (callers hold `np.errstate(all="ignore")`): what is not finite is read again entry
by entry (autodiff/faults.py), so that there is one classification of faults.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from graphs.operations.flows import part
from graphs.operations.readings import matrices, moves, special
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.floats import Floats
from graphs.operations.readings.late import special as scipy_special
from graphs.operations.readings.special import normcdf2
from graphs.operations.row import Shape

Array = Any  # a float64 array, or a float where it meets one


def _entries(function: Callable[..., Any], outputs: int = 1) -> Callable[..., Any]:
    """A function of floats, entry by entry; NaN where it raises, which is read again."""

    def read(*x: float) -> Any:
        try:
            return function(*x)
        except (ValueError, ArithmeticError):
            return math.nan if outputs == 1 else (math.nan,) * outputs

    return np.vectorize(read, [float] * outputs)


class Arrays:
    """float64 arrays, and floats among them, which broadcast."""

    nothing = None
    pi = Floats.pi
    two_over_root_pi = Floats.two_over_root_pi
    exp, log, log2, log10, log1p, expm1 = np.exp, np.log, np.log2, np.log10, np.log1p, np.expm1
    sqrt, cbrt, hypot, absolute, sign = np.sqrt, np.cbrt, np.hypot, np.fabs, np.sign
    sin, cos, tan, asin, acos, atan = np.sin, np.cos, np.tan, np.arcsin, np.arccos, np.arctan
    sinh, cosh, tanh, asinh, acosh, atanh = np.sinh, np.cosh, np.tanh, np.arcsinh, np.arccosh, np.arctanh
    floor, ceil, mod, floor_divide = np.floor, np.ceil, np.mod, np.floor_divide
    equal, unequal, less, less_equal, greater = np.equal, np.not_equal, np.less, np.less_equal, np.greater
    erf, erfc, gamma = scipy_special.erf, scipy_special.erfc, scipy_special.gamma
    normcdf, lognormcdf = scipy_special.ndtr, scipy_special.log_ndtr
    lgamma, digamma = _entries(special.lgamma), _entries(special.digamma)
    trigamma, tetragamma, normcdf2 = _entries(special.trigamma), _entries(special.tetragamma), _entries(normcdf2)
    beta, beta_slopes, beta_seconds = (
        _entries(special.beta),
        _entries(special.beta_slopes, 2),
        _entries(special.beta_seconds, 3),
    )
    binomial, binomial_slopes, binomial_seconds = (
        _entries(special.binomial),
        _entries(special.binomial_slopes, 2),
        _entries(special.binomial_seconds, 3),
    )

    @staticmethod
    def select(condition: Array, chosen: Array, otherwise: Array) -> Array:
        if type(condition) is np.bool_:  # of numbers; as an array, which does not raise as Python's numbers do
            return np.asarray(chosen if condition else otherwise, float)
        return np.where(condition, chosen, otherwise)

    @staticmethod
    def power(x: Array, y: Array) -> Array:
        """np.power, which takes three times as long for what a square and its slope need."""
        if np.ndim(y) == 0 and y == 2.0:
            return x * x
        return x if np.ndim(y) == 0 and y == 1.0 else np.power(x, y)

    @staticmethod
    def detach(x: Array) -> Array:
        return x

    @staticmethod
    def atan2(y: Array, x: Array) -> Array:
        return np.arctan2(y + 0.0, x + 0.0)  # -0 counts as 0

    @staticmethod
    def where(condition: Array, chosen: Array, otherwise: Array) -> Array:
        if chosen is None or otherwise is None:
            condition = np.asarray(condition)
            return part(otherwise, ~condition) if chosen is None else part(chosen, condition)
        return np.where(condition, chosen, otherwise)

    @staticmethod
    def maximum(*x: Array) -> Array:
        return reduce(np.maximum, x)

    @staticmethod
    def minimum(*x: Array) -> Array:
        return reduce(np.minimum, x)

    @staticmethod
    def share(slot: int, extremum: Array, x: tuple[Array, ...], fixed: tuple[int, ...]) -> Array:
        """The part of the derivative of a max or min that operand `slot` gets, as in Floats.share."""
        ties = sum(np.equal(each, extremum) * 1.0 for each in x)
        gets = reduce(np.logical_and, [np.not_equal(x[k], extremum) for k in fixed], np.equal(x[slot], extremum))
        return part(1.0 / ties, np.broadcast_to(gets, np.shape(extremum)))

    @staticmethod
    def sigmoid(x: Array) -> Array:
        e = np.exp(-np.abs(x))  # SciPy's expit has no subnormal values
        return np.where(np.less(x, 0.0), e, 1.0) / (1.0 + e)

    @staticmethod
    def one_minus_sigmoid(x: Array) -> Array:
        return Arrays.sigmoid(-x)

    @staticmethod
    def one_minus_square(x: Array) -> Array:
        return (1.0 - x) * (1.0 + x)

    @staticmethod
    def sech_squared(x: Array) -> Array:
        """As 1/cosh²(x), which costs an eighth of the sigmoids in Floats; squared last, so that no square overflows."""
        sech = 1.0 / np.cosh(x)
        return sech * sech

    @staticmethod
    def softplus(x: Array) -> Array:
        return np.logaddexp(0.0, x)

    @staticmethod
    def normpdf(x: Array) -> Array:
        return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)

    @staticmethod
    def inverse_mills(x: Array) -> Array:
        tail = math.sqrt(2.0 / math.pi) / scipy_special.erfcx(-x * math.sqrt(0.5))
        return np.where(np.greater(x, 0.0), Arrays.normpdf(x) / scipy_special.ndtr(x), tail)

    # Sums, products and choices along axes; axes is a tuple of axis numbers from 0.

    sum, mean, prod = staticmethod(matrices.total), staticmethod(matrices.mean), staticmethod(matrices.prod)

    others = staticmethod(matrices.others)

    @staticmethod
    def max(x: Array, axes: Shape, keepdims: bool = False) -> Array:
        return matrices.largest(x, axes, keepdims=keepdims)

    @staticmethod
    def min(x: Array, axes: Shape, keepdims: bool = False) -> Array:
        return np.min(x, axis=axes, keepdims=keepdims)

    @staticmethod
    def weighed(share: Array, flow: Array) -> Array:
        """A share of a flow; where the share is 0, whatever the flow is there, 0."""
        return np.where(share != 0.0, share * flow, 0.0)

    @staticmethod
    def chosen(share: Array, flow: Array) -> Array:
        """The same, with the entries marked that nothing flows to."""
        return part(share * flow, share != 0.0)

    @staticmethod
    def norm(x: Array, axes: Shape, keepdims: bool = False, order: float = 2.0) -> Array:
        """The root of the sum of squares, or of other powers, scaled so that none overflows or vanishes."""
        scale = matrices.largest(np.abs(x), axes, keepdims=True)
        scale = np.where((scale == 0.0) | ~np.isfinite(scale), 1.0, scale)
        if order == 2.0:
            found = scale * np.sqrt(matrices.added((x / scale) ** 2, axes, keepdims=True))
        else:
            found = scale * matrices.added(np.abs(x / scale) ** order, axes, keepdims=True) ** (1.0 / order)
        return found if keepdims else np.squeeze(found, axis=axes)

    @staticmethod
    def logsumexp(x: Array, axes: Shape, keepdims: bool = False) -> Array:
        """P. Blanchard, D. and N. Higham, "Accurately computing the log-sum-exp and softmax functions", 2021."""
        top, others = _above(x, axes)
        value = top + np.log1p(others)
        return value if keepdims else np.squeeze(value, axis=axes)

    @staticmethod
    def softmax(x: Array, axes: Shape) -> Array:
        exponentials = np.exp(x - _top(x, axes))
        return exponentials / matrices.added(exponentials, axes, keepdims=True)

    @staticmethod
    def log_softmax(x: Array, axes: Shape) -> Array:
        top, others = _above(x, axes)
        return (x - top) - np.log1p(others)

    @staticmethod
    def without_largest(x: Array, by: Array, axis: int) -> Array:
        """x with 0 where `by` is largest along the axis (at the first such entry)."""
        made = np.empty(by.shape)
        made[...] = x
        places = [*_grid(by.shape)]
        places[axis] = by.argmax(axis, keepdims=True)
        made[tuple(places)] = 0.0
        return made

    cumprod, logcumsumexp = staticmethod(np.cumprod), staticmethod(np.logaddexp.accumulate)

    @staticmethod
    def cumsum(x: Array, axis: int, backwards: bool = False) -> Array:
        return np.flip(np.cumsum(np.flip(x, axis), axis), axis) if backwards else np.cumsum(x, axis)

    # Entries moved about.

    @staticmethod
    def reshape(x: Array, shape: Shape) -> Array:
        return np.asarray(x).reshape(shape)

    @staticmethod
    def repeated(x: Array, shape: Shape) -> Array:
        made = np.empty(shape)
        made[...] = x
        return made

    @staticmethod
    def transpose(x: Array) -> Array:
        return np.transpose(x)

    @staticmethod
    def swapped(x: Array, one: int, other: int) -> Array:
        return np.swapaxes(x, one, other)

    @staticmethod
    def permuted(x: Array, axes: Shape) -> Array:
        return np.transpose(x, axes)

    picked, passed, returned = staticmethod(moves.picked), staticmethod(moves.passed), staticmethod(moves.returned)
    order, scanned = staticmethod(moves.order), staticmethod(moves.scanned)
    einsum, convolved = staticmethod(moves.einsum), staticmethod(moves.convolved)

    @staticmethod
    def stack(x: tuple[Array, ...], axis: int) -> Array:
        return np.stack(x, axis)

    @staticmethod
    def concat(x: tuple[Array, ...], axis: int) -> Array:
        return np.concatenate(x, axis)

    @staticmethod
    def put(x: Array, key: Any, shape: Shape) -> Array:
        """An array of zeros with x at a key, where alone something flows."""
        numbers, flows = np.zeros(shape), np.zeros(shape, bool)
        numbers[key], flows[key] = x, True
        return part(numbers, flows)

    @staticmethod
    def diag(x: Array) -> Array:
        return np.diag(x)

    @staticmethod
    def outer(x: Array, y: Array) -> Array:
        return np.multiply.outer(x, y)

    # Linear algebra.

    matmul = staticmethod(matrices.matmul)

    @staticmethod
    def ones(a: Array) -> Array:
        return np.ones_like(a)

    @staticmethod
    def eye(a: Array) -> Array:
        """The unit matrix of a's size."""
        return np.eye(len(a))

    cholesky, pinv = staticmethod(matrices.cholesky), staticmethod(matrices.pinv)
    substituted, cholesky_moved = staticmethod(matrices.substituted), staticmethod(matrices.cholesky_moved)
    det, logdet, cofactors, inv, solve, solved = (
        staticmethod(matrices.det),
        staticmethod(matrices.logdet),
        staticmethod(matrices.cofactors),
        staticmethod(matrices.inv),
        staticmethod(matrices.solve),
        staticmethod(matrices.solved),
    )


for _name, _function in CAREFUL.items():
    setattr(Arrays, _name, staticmethod(_function.arrays or _entries(_function.floats)))


@lru_cache(maxsize=256)
def _grid(shape: Shape) -> tuple[Array, ...]:
    """The places of all entries, axis by axis, which broadcast."""
    return tuple(np.ogrid[tuple(slice(size) for size in shape)])


def _top(x: Array, axes: Shape) -> Array:
    """The largest entry along the axes, which no exponential overflows with; 0 where it is not finite."""
    top = matrices.largest(x, axes, keepdims=True)
    return top if matrices.finite(top) else np.where(np.isfinite(top), top, 0.0)


def _above(x: Array, axes: Shape) -> tuple[Array, Array]:
    """The largest entry along the axes, and the sum of exp(entry - largest) over all others, small though it may be."""
    top = _top(x, axes)
    is_top = np.equal(x, top)
    less = np.exp(x - top) * ~is_top
    ties = matrices.added(is_top, axes, keepdims=True)
    return top, matrices.added(less, axes, keepdims=True) + (ties - 1.0)


def _along(function: Callable[..., Any]) -> Any:
    return staticmethod(lambda x, axes, keepdims=False: function(x, axis=axes, keepdims=keepdims))


class Objects(Arrays):
    """Arrays of fractions or numbers of many digits: nothing leaves their range on the way, so NumPy's own serve."""

    sum, prod, mean, matmul = _along(np.sum), _along(np.prod), _along(np.mean), staticmethod(np.matmul)  # type: ignore[assignment]
