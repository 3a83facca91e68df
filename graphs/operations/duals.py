"""Dual numbers: a number (or an array) and its derivative along one direction, or along many at once (Griewank &
Walther, §5), and the reading over them.

Beside a float the derivative may be an array, one entry per direction; beside an array it has the array's shape. What
is linear does the same to value and derivative; every other function takes its derivative from its own row of the
table, so that second order knows no rule that first order does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.clock import timed
from graphs.operations.elementwise import POWER, POWER_CONSTANT
from graphs.operations.readings.arrays import Arrays
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Shape
from graphs.operations.table import FUNCTIONS


class Dual:
    """value + derivative·ε with ε² = 0."""

    __slots__ = ("derivative", "value")
    __array_ufunc__ = None  # so that an array leaves the sign to us

    def __init__(self, value: Any, derivative: Any):
        self.value, self.derivative = value, derivative

    @property
    def slope(self) -> Any:
        """The derivative in the value's shape, where a constant's 0 may have a smaller one."""
        if isinstance(self.value, np.ndarray) and np.shape(self.derivative) != self.value.shape:
            return np.broadcast_to(self.derivative, self.value.shape)
        return self.derivative

    def __add__(self, other: Any) -> Dual:
        if other.__class__ is Dual:
            return Dual(self.value + other.value, self.derivative + other.derivative)
        return Dual(self.value + other, self.derivative)

    def __mul__(self, other: Any) -> Dual:
        if other.__class__ is Dual:
            return Dual(self.value * other.value, self.derivative * other.value + self.value * other.derivative)
        return Dual(self.value * other, self.derivative * other)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.derivative)

    def __sub__(self, other: Any) -> Dual:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Dual:
        return self.__neg__().__add__(other)

    def __truediv__(self, other: Any) -> Dual:
        value, derivative = parts(other)
        quotient = self.value / value
        return Dual(quotient, (self.derivative - quotient * derivative) / value)

    def __rtruediv__(self, other: Any) -> Dual:
        return Dual(other, np.zeros_like(other)[()] if np.ndim(other) else 0.0) / self

    def __getitem__(self, key: Any) -> Dual:
        return Dual(self.value[key], self.slope[key])

    @property
    def shape(self) -> Shape:
        return tuple(np.shape(self.value))

    @property
    def ndim(self) -> int:
        return np.ndim(self.value)

    @property
    def size(self) -> int:
        return np.size(self.value)

    @property
    def T(self) -> Dual:
        return Dual(self.value.T, self.slope.T)


def parts(x: Any) -> tuple[Any, Any]:
    """Value and derivative, in one shape; a constant's is 0."""
    return (x.value, x.slope) if isinstance(x, Dual) else (x, 0.0)


def plain(*x: Any) -> Any:
    """The reading that the values are of."""
    return Arrays if any(np.ndim(parts(each)[0]) for each in x) else Floats


def _chained(partials: Callable[..., Any], name: str) -> Callable[..., Any]:
    """A function of the reading, its derivative by its partials: of the row that it is the value of."""
    of_floats = getattr(Floats, name)

    def read(*x: Any) -> Any:
        try:
            if len(x) == 1 and x[0].__class__ is Dual and x[0].value.__class__ is float:  # the most, and the fastest
                c = of_floats(x[0].value)
                return Dual(c, partials(Floats, c, x[0].value)[0] * x[0].derivative)
            m, values = plain(*x), [parts(each)[0] for each in x]
            c = getattr(m, name)(*values)
            slopes = partials(m, c, *values)
        except (ValueError, ArithmeticError):  # no number here has a derivative: x**0.5 at 0
            return Dual(math.nan, math.nan)
        moving = zip(slopes, x, strict=False)
        return Dual(c, sum(p * each.derivative for p, each in moving if isinstance(each, Dual) and p is not None))

    return read


def _of_values(name: str) -> Any:
    """A comparison, a step: it has a value and no derivative."""
    return staticmethod(lambda *x: getattr(plain(*x), name)(*[parts(each)[0] for each in x]))


def _linear(function: Callable[..., Any]) -> Any:
    """What is linear in its first operand does the same to value and derivative."""

    def read(x: Any, *rest: Any) -> Any:
        if not isinstance(x, Dual):
            return function(x, *rest)
        return Dual(function(x.value, *rest), function(x.slope, *rest))

    return staticmethod(read)


def _bilinear(function: Callable[..., Any]) -> Any:
    def read(x: Any, y: Any) -> Any:
        (a, da), (b, db) = parts(x), parts(y)
        moved = function(da, b) if isinstance(x, Dual) else 0.0
        return Dual(function(a, b), moved + function(a, db) if isinstance(y, Dual) else moved)

    return staticmethod(read)


def _pair(name: str) -> Any:
    """The two slopes of beta or binomial, whose derivatives are its second ones."""

    def slopes(c: Any, x: Any, y: Any) -> tuple[Dual, Dual]:
        m, (a, da), (b, db) = plain(c, x, y), parts(x), parts(y)
        try:
            by_x, by_y = getattr(m, f"{name}_slopes")(parts(c)[0], a, b)
            twice, mixed, other = getattr(m, f"{name}_seconds")(parts(c)[0], a, b)
        except (ValueError, ArithmeticError):  # no derivative at a pole
            return Dual(math.nan, math.nan), Dual(math.nan, math.nan)
        return Dual(by_x, twice * da + mixed * db), Dual(by_y, mixed * da + other * db)

    return staticmethod(slopes)


def _put(x: Any, key: Any, shape: Shape) -> Any:
    array = np.zeros(shape)
    array[key] = x
    return array


def _returned(flow: Any, at: Any, shape: Shape) -> Any:
    back = Arrays.returned(flow, at, shape)
    return np.zeros(shape) if back is None else getattr(back, "numbers", back)


class Duals:
    """Duals, and plain numbers and arrays among them."""

    nothing = None
    pi = Floats.pi
    two_over_root_pi = Floats.two_over_root_pi
    equal, unequal, less = _of_values("equal"), _of_values("unequal"), _of_values("less")
    less_equal, greater = _of_values("less_equal"), _of_values("greater")
    round, trunc = _of_values("round"), _of_values("trunc")
    sum, reshape, repeated = _linear(Arrays.sum), _linear(Arrays.reshape), _linear(Arrays.repeated)
    cumsum, transpose, diag = _linear(Arrays.cumsum), _linear(Arrays.transpose), _linear(Arrays.diag)
    swapped, permuted, picked = _linear(Arrays.swapped), _linear(Arrays.permuted), _linear(Arrays.picked)
    passed, returned = picked, _linear(_returned)
    put = _linear(_put)
    matmul, outer, convolved = _bilinear(Arrays.matmul), _bilinear(Arrays.outer), _bilinear(Arrays.convolved)

    @staticmethod
    def sign(x: Any) -> Any:
        return plain(x).sign(parts(x)[0])

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        if np.ndim(condition) == 0:
            return chosen if condition else otherwise
        chosen, otherwise = (0.0 if each is None else each for each in (chosen, otherwise))
        (a, da), (b, db) = parts(chosen), parts(otherwise)
        return Dual(np.where(condition, a, b), np.where(condition, da, db))

    select = where

    @staticmethod
    def maximum(x: Any, y: Any) -> Any:
        return Duals.where(Duals.greater(x, y), x, y)

    @staticmethod
    def minimum(x: Any, y: Any) -> Any:
        return Duals.where(Duals.less(x, y), x, y)

    @staticmethod
    def share(slot: int, extremum: Any, x: tuple[Any, ...], fixed: tuple[int, ...]) -> Any:
        share = plain(*x).share(slot, parts(extremum)[0], tuple(parts(each)[0] for each in x), fixed)
        return getattr(share, "numbers", share)

    @staticmethod
    def power(x: Any, y: Any) -> Any:
        return _chained((POWER if isinstance(y, Dual) else POWER_CONSTANT).partials, "power")(x, y)

    @staticmethod
    def one_minus_sigmoid(x: Any) -> Any:
        value, derivative = parts(x)
        rest = plain(x).one_minus_sigmoid(value)
        return Dual(rest, -rest * plain(x).sigmoid(value) * derivative)

    @staticmethod
    def one_minus_square(x: Any) -> Any:
        value, derivative = parts(x)
        return Dual(plain(x).one_minus_square(value), -2.0 * value * derivative)

    @staticmethod
    def sech_squared(x: Any) -> Any:
        value, derivative = parts(x)
        c = plain(x).sech_squared(value)
        return Dual(c, -2.0 * c * plain(x).tanh(value) * derivative)

    @staticmethod
    def inverse_mills(x: Any) -> Any:
        """λ' = -λ (x + λ)."""
        value, derivative = parts(x)
        c = plain(x).inverse_mills(value)
        return Dual(c, -c * (value + c) * derivative)

    beta_slopes, binomial_slopes = _pair("beta"), _pair("binomial")

    # Rows of vectors and matrices.

    @staticmethod
    def ones(a: Any) -> Any:
        return np.ones(a.shape)

    @staticmethod
    def eye(a: Any) -> Any:
        return np.eye(a.shape[0])

    @staticmethod
    def weighed(share: Any, flow: Any) -> Any:
        return share * flow

    chosen = weighed

    @staticmethod
    def order(x: Any, axis: int, descending: bool) -> Any:
        return Arrays.order(parts(x)[0], axis, descending)

    @staticmethod
    def einsum(spec: str, *x: Any) -> Any:
        values = [parts(each)[0] for each in x]
        moved = [
            Arrays.einsum(spec, *values[:k], each.slope, *values[k + 1 :])
            for k, each in enumerate(x)
            if isinstance(each, Dual)
        ]
        return Dual(Arrays.einsum(spec, *values), sum(moved, np.float64(0.0)))

    @staticmethod
    def scanned(rates: Any, terms: Any, axis: int, backwards: bool = False) -> Any:
        """dy[k] = rates[k] dy[k - 1] + (drates[k] y[k - 1] + dterms[k])."""
        (a, da), (b, db) = parts(rates), parts(terms)
        y = Arrays.scanned(a, b, axis, backwards)
        if not (isinstance(rates, Dual) or isinstance(terms, Dual)):
            return y
        before = np.moveaxis(np.zeros_like(y), axis, 0)
        moved = np.moveaxis(y, axis, 0)
        before[: -1 if backwards else None][0 if backwards else 1 :] = moved[1:] if backwards else moved[:-1]
        slopes = np.broadcast_to(da * np.moveaxis(before, 0, axis) + db, y.shape)
        return Dual(y, Arrays.scanned(a, slopes, axis, backwards))

    @staticmethod
    def softmax(x: Any, axes: Shape) -> Any:
        """dc = c (dx - ∑ c dx), with dx taken from that of the largest entry: its share may be almost 1."""
        value, derivative = parts(x)
        c = Arrays.softmax(value, axes)
        derivative = np.broadcast_to(derivative, value.shape)  # one number where nothing moves
        largest = np.unravel_index(np.argmax(value), value.shape) if len(axes) == value.ndim else None
        if largest is None:
            (axis,) = axes
            at = np.expand_dims(np.argmax(value, axis), axis)
            moved = derivative - np.take_along_axis(derivative, at, axis)
        else:
            moved = derivative - derivative[largest]
        return Dual(c, c * (moved - np.sum(c * moved, axis=axes, keepdims=True)))

    @staticmethod
    def without_largest(x: Any, by: Any, axis: int) -> Any:
        by = parts(by)[0]
        if not isinstance(x, Dual):
            return Arrays.without_largest(x, by, axis)
        return Dual(Arrays.without_largest(x.value, by, axis), Arrays.without_largest(x.slope, by, axis))

    @staticmethod
    def solved(a: Any, b: Any) -> Any:
        """dX = A⁻¹ (dB - dA X)."""
        matrix, solution = parts(a)[0], Arrays.solved(parts(a)[0], parts(b)[0])
        moved = b.slope if isinstance(b, Dual) else np.zeros_like(solution)
        if isinstance(a, Dual):
            moved = moved - np.matmul(a.slope, solution)
        return Dual(solution, Arrays.solved(matrix, moved))

    @staticmethod
    def substituted(a: Any, b: Any, lower: bool) -> Any:
        """As solved."""
        matrix, solution = parts(a)[0], Arrays.substituted(parts(a)[0], parts(b)[0], lower)
        moved = b.slope if isinstance(b, Dual) else np.zeros_like(solution)
        if isinstance(a, Dual):
            moved = moved - np.matmul(a.slope, solution)
        return Dual(solution, Arrays.substituted(matrix, moved, lower))

    @staticmethod
    def others(x: Any, axes: Shape) -> Any:
        """The product of all others; its derivative by the same products with one entry replaced by its own."""
        value, derivative = parts(x)
        moved = np.moveaxis(value, axes, range(-len(axes), 0))
        flat = moved.reshape(*moved.shape[: value.ndim - len(axes)], -1)
        slopes = np.moveaxis(np.broadcast_to(derivative, value.shape), axes, range(-len(axes), 0)).reshape(flat.shape)
        total = np.zeros_like(flat)
        for k in timed(range(flat.shape[-1]), flat.size):
            replaced = flat.copy()
            replaced[..., k] = slopes[..., k]
            one = Arrays.others(replaced, (flat.ndim - 1,))
            one[..., k] = 0.0
            total += one
        back = np.moveaxis(total.reshape(moved.shape), range(-len(axes), 0), axes)
        return Dual(Arrays.others(value, axes), back)

    @staticmethod
    def cofactors(a: Any) -> Any:
        """The derivative by interpolation: cofactors(A + t dA) is a polynomial of degree n - 1 in t.

        So it is right for singular matrices too, where det(A) A⁻ᵀ has no meaning. The points are Chebyshev's.
        """
        value, derivative = parts(a)
        size = len(value)
        if size == 1:
            return Dual(Arrays.cofactors(value), np.zeros((1, 1)))
        reach = max(np.abs(value).max(), 1e-300) / max(np.abs(derivative).max(), 1e-300)
        points = np.cos(math.pi * (np.arange(size) + 0.5) / size)
        values = np.array([Arrays.cofactors(value + t * reach * derivative).ravel() for t in timed(points, value.size)])
        slope = np.polynomial.chebyshev.chebder(np.polynomial.chebyshev.chebfit(points, values, size - 1))
        at_zero = np.polynomial.chebyshev.chebval(0.0, slope)
        return Dual(Arrays.cofactors(value), np.reshape(at_zero, value.shape) / reach)


for _name, _rows in FUNCTIONS.items():
    if hasattr(Floats, _name) and not hasattr(Duals, _name):
        setattr(Duals, _name, staticmethod(_chained(_rows[0].partials, _name)))
for _name, _function in CAREFUL.items():
    if _function.partials is not None:
        setattr(Duals, _name, staticmethod(_chained(_function.partials, _name)))
