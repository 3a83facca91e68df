"""The value of a graph in as many digits as its numbers ask for, by mpmath: what doubles have lost on the way.

It costs a thousand times a sweep over doubles, and is asked only where rounding may have cost half of the digits.
Derivatives are central differences, so that no partial of ours is read.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import mpmath
import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph, Value
from graphs.language.program import Word
from graphs.operations.elementwise import DATA
from graphs.operations.readings.arrays import Objects
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.row import Operation, Shape

Array = Any  # numbers of mpmath as objects
WORK = 3_000  # entries computed, a special function counted as _SPECIAL of them: about a fifth of a second
_SPECIAL = 30
_PLAIN = 200  # digits up to which that holds; from there on special functions take the square of it
_FEW = 60  # digits beyond what the sizes of the numbers span
_STEP = 40  # a difference quotient moves an input by 10^-40 of itself, and is right to twice as many digits
_AT_ZERO = 330  # of 0: what a square of the step leaves is no double
_MOST = 1_500
_OF_CONSTANTS, _VANISHED = 50, 40  # digits: a double has 17, and what is typed cancels a few; what is left of a 0
_LARGEST_EXPONENT = mpmath.mpf(10) ** 700  # of e, and of an angle: mpmath could hold more, and take long for it
_LARGEST_ARGUMENT = 1e4  # of special functions, for the same reason

mp = mpmath.mp.clone()
_precision = threading.RLock()  # one thread at a time may change that of the context


class Unknown(Exception):
    """No more digits can be had: the numbers are too many or too large, or a row has no reading here."""


def _bounded(function: Callable[..., Any], most: Any) -> Callable[..., Any]:
    def read(*x: Any) -> Any:
        if any(abs(each) > most for each in x):
            raise Unknown
        return function(*x)

    return staticmethod(read)


def _real(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of mpmath that has complex values, where no formula of ours goes on."""

    def read(*x: Any) -> Any:
        value = function(*x)
        if isinstance(value, mp.mpc):
            raise ValueError("no real number")
        return value

    return staticmethod(read)


def _special(function: Callable[..., Any]) -> Callable[..., Any]:
    return _bounded(function, _LARGEST_ARGUMENT)


def _erfc(x: Any) -> Any:
    """erfc; in the far tail, where mpmath takes long, by its asymptotic series (DLMF 7.12.1)."""
    if abs(x) <= _LARGEST_ARGUMENT:
        return mp.erfc(x)
    if x < 0:
        return 2 - _erfc(-x)
    terms = [(-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(8)]
    return mp.exp(-x * x) / (x * mp.sqrt(mp.pi)) * mp.fsum(terms)


def _normcdf(x: Any) -> Any:
    return _erfc(-x / mp.sqrt(2)) / 2


class Precise:
    """mpmath's numbers of any precision, one at a time; what is no real number raises ValueError."""

    pi = mp.pi  # in the digits of the day
    exp, expm1 = _bounded(lambda x: mp.exp(x), _LARGEST_EXPONENT), _bounded(lambda x: mp.expm1(x), _LARGEST_EXPONENT)
    sinh, cosh = _bounded(lambda x: mp.sinh(x), _LARGEST_EXPONENT), _bounded(lambda x: mp.cosh(x), _LARGEST_EXPONENT)
    tanh = _bounded(lambda x: mp.tanh(x), _LARGEST_EXPONENT)
    power = _real(_bounded(lambda x, y: mp.power(x, y), mpmath.mpf(10) ** 700))
    log, log1p, sqrt = _real(mp.log), _real(mp.log1p), _real(mp.sqrt)
    log2, log10 = _real(lambda x: mp.log(x, 2)), _real(lambda x: mp.log(x, 10))
    cbrt = staticmethod(lambda x: mp.sign(x) * mp.cbrt(abs(x)))
    hypot, absolute, sign = staticmethod(mp.hypot), staticmethod(abs), staticmethod(mp.sign)
    mod, floor_divide = staticmethod(lambda x, y: x - y * mp.floor(x / y)), staticmethod(lambda x, y: mp.floor(x / y))
    detach = staticmethod(lambda x: x)
    floor, ceil, atan2 = staticmethod(mp.floor), staticmethod(mp.ceil), staticmethod(mp.atan2)
    # Of an angle of n digits, n digits of π are subtracted: of e^(10^43) they had no end.
    sin, cos = _bounded(lambda x: mp.sin(x), _LARGEST_EXPONENT), _bounded(lambda x: mp.cos(x), _LARGEST_EXPONENT)
    tan = _bounded(lambda x: mp.tan(x), _LARGEST_EXPONENT)
    asin, acos, atan = _real(mp.asin), _real(mp.acos), staticmethod(mp.atan)
    asinh, acosh, atanh = staticmethod(mp.asinh), _real(mp.acosh), _real(mp.atanh)
    erf, erfc = staticmethod(lambda x: 1 - _erfc(x) if abs(x) > 1 else mp.erf(x)), staticmethod(_erfc)
    gamma, digamma = _special(lambda x: mp.gamma(x)), _special(lambda x: mp.digamma(x))
    beta, binomial = _special(lambda a, b: mp.beta(a, b)), _special(lambda n, k: mp.binomial(n, k))
    one_minus_square = staticmethod(lambda x: (1 - x) * (1 + x))
    trigamma = _special(lambda x: mp.psi(1, x))
    polygamma = _special(lambda n, x: mp.psi(int(n), x))
    erfi, erfinv = _bounded(lambda x: mp.erfi(x), 30), staticmethod(lambda x: mp.erfinv(x))
    round, trunc = staticmethod(mp.nint), staticmethod(lambda x: mp.sign(x) * mp.floor(abs(x)))
    lgamma = _special(lambda x: mp.log(abs(mp.gamma(x))))
    normcdf = staticmethod(_normcdf)
    lognormcdf = staticmethod(lambda x: mp.log(_normcdf(x)) if x < 0 else mp.log1p(-_normcdf(-x)))
    normpdf = _bounded(lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi), mpmath.mpf(10) ** 350)
    sigmoid = _bounded(lambda x: 1 / (1 + mp.exp(-x)), _LARGEST_EXPONENT)
    softplus = _bounded(lambda x: mp.log1p(mp.exp(x)), _LARGEST_EXPONENT)
    maximum, minimum = staticmethod(max), staticmethod(min)
    equal, unequal = staticmethod(lambda x, y: mp.mpf(x == y)), staticmethod(lambda x, y: mp.mpf(x != y))
    less, less_equal = staticmethod(lambda x, y: mp.mpf(x < y)), staticmethod(lambda x, y: mp.mpf(x <= y))
    greater = staticmethod(lambda x, y: mp.mpf(x > y))

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise

    select = where

    @staticmethod
    def normcdf2(*x: Any) -> Any:
        raise Unknown


for _name, _function in CAREFUL.items():
    if _function.plain is not None and not hasattr(Precise, _name):
        setattr(Precise, _name, staticmethod(partial(_function.plain, Precise)))


class PreciseArrays(Objects):
    """The same, of arrays: what NumPy does to objects, and what it does only to doubles."""

    absolute = staticmethod(np.abs)  # type: ignore[assignment]
    sign = staticmethod(np.vectorize(mp.sign, otypes=[object]))  # type: ignore[assignment]
    exp = staticmethod(np.vectorize(Precise.exp, otypes=[object]))  # type: ignore[assignment]
    log = staticmethod(np.vectorize(mp.log, otypes=[object]))  # type: ignore[assignment]

    @staticmethod
    def norm(x: Array, axes: Shape, keepdims: bool = False, order: float = 2.0) -> Array:
        powers = x * x if order == 2.0 else np.abs(x) ** mp.mpf(order)
        sums = np.sum(powers, axis=axes, keepdims=keepdims)
        root = mp.sqrt if order == 2.0 else lambda each: each ** (1 / mp.mpf(order))
        return np.vectorize(root, otypes=[object])(sums)

    @staticmethod
    def logsumexp(x: Array, axes: Shape, keepdims: bool = False) -> Array:
        top = np.max(x, axis=axes, keepdims=True)
        value = top + PreciseArrays.log(np.sum(PreciseArrays.exp(x - top), axis=axes, keepdims=True))
        return value if keepdims else np.squeeze(value, axis=axes)

    @staticmethod
    def log_softmax(x: Array, axes: Shape) -> Array:
        return x - PreciseArrays.logsumexp(x, axes, True)

    @staticmethod
    def softmax(x: Array, axes: Shape) -> Array:
        return PreciseArrays.exp(PreciseArrays.log_softmax(x, axes))

    @staticmethod
    def det(a: Array) -> Array:
        try:
            return mp.det(mp.matrix(a.tolist()))
        except TypeError as error:  # mpmath finds no pivot in a column of zeros
            raise Unknown from error

    @staticmethod
    def logdet(a: Array) -> Array:
        return mp.log(abs(PreciseArrays.det(a)))

    @staticmethod
    def cholesky(a: Array) -> Array:
        return np.array(mp.cholesky(mp.matrix(((a + a.T) / 2).tolist())).tolist(), object)

    @staticmethod
    def pinv(a: Array) -> Array:
        raise Unknown

    @staticmethod
    def logcumsumexp(x: Array, axis: int) -> Array:  # type: ignore[override]
        return PreciseArrays.log(np.cumsum(PreciseArrays.exp(x), axis))

    @staticmethod
    def einsum(spec: str, *x: Array) -> Array:
        return np.einsum(spec, *x, optimize=False)

    @staticmethod
    def inv(a: Array) -> Array:
        return np.array(mp.inverse(mp.matrix(a.tolist())).tolist(), object)

    @staticmethod
    def solve(a: Array, b: Array) -> Array:
        return np.dot(PreciseArrays.inv(a), b)


def _entry(row: Operation, x: list[Any]) -> Any:
    try:
        value = row.value(Precise, *x)
    except (ValueError, ArithmeticError, TypeError):  # a complex number has no order
        return mp.nan
    if isinstance(value, (int, float)):
        value = mp.mpf(value)
    return value if isinstance(value, mp.mpf) and mp.isfinite(value) else mp.nan


def _by_row(row: Operation, x: list[Array], shape: Shape) -> Array:
    if row.maps is not None:
        if any(mp.isnan(each) for array in x for each in array.flat):
            return np.full(shape, mp.nan, object)
        try:
            return np.array(row.value(PreciseArrays, *x), object)
        except (ValueError, ArithmeticError):
            return np.full(shape, mp.nan, object)
    spread = [np.broadcast_to(each, shape) for each in x]
    entries = np.empty(shape, object)
    for entry in np.ndindex(*shape):
        operands = [each[entry] for each in spread]
        relevant = [operands[0], operands[1] if operands[0] else operands[2]] if row.chooses else operands
        entries[entry] = mp.nan if any(map(mp.isnan, relevant)) else _entry(row, operands)
    return entries


def lifted(x: Value) -> Array:
    """Doubles as mpmath's numbers, exactly."""
    entries = np.empty(np.shape(x), object)
    for entry in np.ndindex(*entries.shape):
        entries[entry] = mp.mpf(float(np.asarray(x)[entry]))
    return entries


def constant(words: Sequence[Word]) -> float:
    """What words of numbers come to, worked out in 50 digits and rounded once; NaN where that is no real number.

    Raises Unknown where a row has no reading here.
    """
    stack: list[Any] = []
    largest = mp.mpf(0)
    with _precision, mp.workdps(_OF_CONSTANTS):
        for word in words:
            if word.row is None:
                named = {"pi": mp.pi, "e": mp.e, "E": mp.e}
                if not isinstance(word.leaf, float) and word.leaf not in named:
                    raise Unknown
                stack.append(named[word.leaf] + 0 if isinstance(word.leaf, str) else mp.mpf(word.leaf))
                continue
            if word.row.maps is not None or word.row.expand is not None or len(stack) < word.arity:
                raise Unknown
            start = len(stack) - word.arity
            stack[start:] = [_entry(word.row, stack[start:])]
            largest = max(largest, *map(abs, stack))
        if len(stack) != 1:
            raise Unknown
        vanishes = abs(stack[0]) < largest * mp.mpf(10) ** -_VANISHED
        return 0.0 if vanishes else float(stack[0])


class Reference:
    """A graph's numbers in more digits: values by node, slopes of an output by an input entry. Raises Unknown."""

    def __init__(self, graph: Graph, evaluation: Evaluation):
        self.graph = graph
        self.point = [lifted(evaluation.values[i]) for i in range(len(graph.inputs))]
        self.constants = [lifted(each) for each in graph.constants]
        self.digits = _digits(evaluation, len(graph.inputs))
        self.left: float = WORK
        self.special = _SPECIAL * max(1.0, (self.digits / _PLAIN) ** 2)
        self.values = self._swept({})

    def slopes(self, source: int, entry: Shape) -> list[Any]:
        """The derivatives of the answer's entries by one input entry; NaN where there is none."""
        with _precision, mp.workdps(self.digits):
            x = self.point[source][entry]
            step = abs(x) * mp.mpf(10) ** -_STEP if x else mp.mpf(10) ** -_AT_ZERO
            move = np.full(self.graph.shapes[source], mp.mpf(0), object)
            move[entry] = step
            after, before = self._swept({source: move}), self._swept({source: -move})
            derivatives = []
            for k in self.graph.outputs:
                for here, right, left in zip(self.values[k].flat, after[k].flat, before[k].flat, strict=True):
                    sides = (right - here) / step, (here - left) / step
                    bent = abs(sides[0] - sides[1]) > (abs(sides[0]) + abs(sides[1])) * 1e-12
                    derivatives.append(mp.nan if bent else (right - left) / (2 * step))
        return derivatives

    def _swept(self, moves: Mapping[int, Array]) -> list[Array]:
        graph, values = self.graph, list[Array]()
        constants = [*self.constants]
        with _precision, mp.workdps(self.digits):
            for i, row in enumerate(graph.rows):
                self.left -= math.prod(graph.shapes[i]) * (self.special if row.costly else 1)
                if self.left < 0:
                    raise Unknown
                if i < len(self.point):
                    value = np.asarray(self.point[i] + moves[i], object) if i in moves else self.point[i]
                elif row is DATA:
                    value = constants[-1 - graph.operands[i][0]]
                else:
                    x = [values[k] if k >= 0 else constants[-1 - k] for k in graph.operands[i]]
                    value = _by_row(row, x, graph.shapes[i])
                values.append(value)
                for k in (k for k, owner in graph.owners.items() if owner == i):
                    constants[-1 - k] = value
        return values


def _digits(evaluation: Evaluation, inputs: int) -> int:
    """Enough for sums and slopes of all numbers that are met, were they to cancel."""
    sizes = [np.abs(np.ravel(each)) for each in evaluation.values]
    sizes = [each[np.isfinite(each) & (each != 0.0)] for each in sizes]
    exponents = [math.log10(extreme(each)) for each in sizes if len(each) for extreme in (np.min, np.max)]
    span = int(max(exponents, default=0.0) - min(exponents, default=0.0))
    has_zero = any(np.any(np.equal(each, 0.0)) for each in evaluation.values[:inputs])
    digits = _FEW + 2 * _STEP + 3 * span + (2 * _AT_ZERO if has_zero else 0)
    return min(_MOST, -(-digits // 200) * 200)  # mpmath makes tables for each precision: few are asked for


def error(number: float, true: Any) -> float:
    """How far a double is off, relative to the truth; 0 where it is the nearest that a double can be, or undefined."""
    if mp.isnan(true) or not math.isfinite(number):
        return 0.0
    least = mp.mpf(2) ** -1074
    gap = abs(mp.mpf(number) - true) - least
    if gap <= 0:
        return 0.0
    return float(min(gap / abs(true), mp.mpf(1e300))) if true else math.inf


def short(true: Any) -> str:
    """A number that no double can hold, in three digits."""
    return str(mp.nstr(true, 3))


def worst(numbers: Value, true: Array) -> tuple[float, Shape]:
    """The largest error among the entries, and where it is."""
    errors = {entry: error(float(np.asarray(numbers)[entry]), true[entry]) for entry in np.ndindex(*np.shape(numbers))}
    entry = max(errors, key=lambda each: errors[each])
    return errors[entry], entry
