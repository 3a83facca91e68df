"""Gradient and Hessian of a rational program without any rounding, so that zeros and signs are facts.

A double is a fraction. A jet is a fraction with its first and second derivatives by the inputs' entries; sums,
products, quotients and whole powers of jets are exact (Griewank & Walther, §13.2), and so are the elementary functions
where value and derivatives are fractions, as exp at 0. Nodes are read by their rows' values alone, over arrays of jets.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Graph, Value
from graphs.operations.readings.arrays import Objects
from graphs.operations.shapes import positions

_BITS = 4_000  # of a fraction: repeated squares double them
_TERMS = 30_000  # products of fractions for one answer, a fifth of a second
_ENTRIES = 24  # of all inputs: the second derivatives are their square
_ZERO, _ONE = Fraction(0), Fraction(1)

First = dict[int, Fraction]
Second = dict[tuple[int, int], Fraction]


class Inexact(Exception):
    """The value is no fraction, or one too long to go on with."""


class Exact(NamedTuple):
    """gradient: by entry of all inputs; hessian: by pair of them. Entries that are 0 may be left out."""

    gradient: First
    hessian: Second


class _Work:
    """What is left of the products that one answer may take."""

    def __init__(self) -> None:
        self.left = _TERMS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Inexact


class Jet:
    """A fraction with its derivatives; those that are 0 are left out. second has pairs (i, j) with i <= j."""

    __slots__ = ("first", "second", "value", "work")

    def __init__(self, value: Fraction, first: First, second: Second, work: _Work):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > _BITS:
            raise Inexact
        self.value, self.first, self.second, self.work = value, first, second, work

    def _of(self, other: Any) -> Jet:
        if isinstance(other, Jet):
            return other
        if not math.isfinite(other):
            raise Inexact
        return Jet(Fraction(float(other)), {}, {}, self.work)

    def __add__(self, other: Any) -> Jet:
        other = self._of(other)
        self.work.take(1 + len(other.first) + len(other.second))
        first, second = dict(self.first), dict(self.second)
        for i, slope in other.first.items():
            first[i] = first.get(i, _ZERO) + slope
        for pair, slope in other.second.items():
            second[pair] = second.get(pair, _ZERO) + slope
        return Jet(self.value + other.value, first, second, self.work)

    def __mul__(self, other: Any) -> Jet:
        other = self._of(other)
        a, b = self.value, other.value
        self.work.take(
            1 + len(self.first) * (1 + len(other.first)) + len(other.first) + len(self.second) + len(other.second)
        )
        first = {i: slope * b for i, slope in self.first.items()}
        second = {pair: slope * b for pair, slope in self.second.items()}
        for i, slope in other.first.items():
            first[i] = first.get(i, _ZERO) + a * slope
        for pair, slope in other.second.items():
            second[pair] = second.get(pair, _ZERO) + a * slope
        for i, one in self.first.items():
            for j, another in other.first.items():
                pair = (i, j) if i <= j else (j, i)
                second[pair] = second.get(pair, _ZERO) + one * another * (2 if i == j else 1)
        return Jet(a * b, first, second, self.work)

    __radd__, __rmul__ = __add__, __mul__

    def composed(self, value: Fraction, slope: Fraction, bend: Fraction) -> Jet:
        """f(self), given f, f' and f'' at its value."""
        self.work.take(1 + len(self.first) ** 2 + len(self.second))
        first = {i: slope * each for i, each in self.first.items()}
        second = {pair: slope * each for pair, each in self.second.items()}
        for i, one in self.first.items():
            for j, another in self.first.items():
                if i <= j:
                    second[i, j] = second.get((i, j), _ZERO) + bend * one * another
        return Jet(value, first, second, self.work)

    def __neg__(self) -> Jet:
        return self * -1

    def __sub__(self, other: Any) -> Jet:
        return self + -self._of(other)

    def __rsub__(self, other: Any) -> Jet:
        return self._of(other) + -self

    def __truediv__(self, other: Any) -> Jet:
        return self * self._of(other).to_the(-1)

    def __rtruediv__(self, other: Any) -> Jet:
        return self._of(other) * self.to_the(-1)

    def __pow__(self, n: Any) -> Jet:
        return self.to_the(n)

    def to_the(self, n: Any) -> Jet:
        """A whole power."""
        if isinstance(n, Jet):
            if n.first or n.second:
                raise Inexact
            n = n.value
        bits = max(self.value.numerator.bit_length(), self.value.denominator.bit_length())
        if n != int(n) or abs(n) * bits > _BITS:
            raise Inexact
        n = int(n)
        if not self.value and n < 0:
            raise Inexact
        u = self.value
        slope = n * u ** (n - 1) if n != 0 and (u or n >= 1) else _ZERO
        bend = n * (n - 1) * u ** (n - 2) if n not in (0, 1) and (u or n >= 2) else _ZERO
        return self.composed(u**n, Fraction(slope), Fraction(bend))

    def sqrt(self) -> Jet:
        """Raises Inexact where the root is no fraction, and at 0."""
        roots = math.isqrt(max(self.value.numerator, 0)), math.isqrt(self.value.denominator)
        root = Fraction(*roots)
        if not root or root * root != self.value:
            raise Inexact
        return self.composed(root, 1 / (2 * root), -1 / (4 * root**3))

    def fabs(self) -> Jet:
        """Raises Inexact at 0, where it bends."""
        if not self.value:
            raise Inexact
        return self if self.value > 0 else -self

    def floor(self) -> Jet:
        return Jet(Fraction(math.floor(self.value)), {}, {}, self.work)

    def ceil(self) -> Jet:
        return Jet(Fraction(math.ceil(self.value)), {}, {}, self.work)

    def __lt__(self, other: Any) -> bool:
        return self.value < self._of(other).value

    def __le__(self, other: Any) -> bool:
        return self.value <= self._of(other).value

    def __gt__(self, other: Any) -> bool:
        return self.value > self._of(other).value

    def __ge__(self, other: Any) -> bool:
        return self.value >= self._of(other).value

    def __eq__(self, other: object) -> bool:
        return self.value == self._of(other).value

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return bool(self.value)


# Where a function, its slope and its second derivative are fractions: the place, and the three.
_PLACES: dict[str, tuple[int, Any, Any, Any]] = {
    "exp": (0, 1, 1, 1), "expm1": (0, 0, 1, 1), "log": (1, 0, 1, -1), "log1p": (0, 0, 1, -1), "sin": (0, 0, 1, 0),
    "cos": (0, 1, 0, -1), "tan": (0, 0, 1, 0), "asin": (0, 0, 1, 0), "atan": (0, 0, 1, 0), "sinh": (0, 0, 1, 0),
    "cosh": (0, 1, 0, 1), "tanh": (0, 0, 1, 0), "asinh": (0, 0, 1, 0), "atanh": (0, 0, 1, 0),
    "sigmoid": (0, Fraction(1, 2), Fraction(1, 4), 0),
}  # fmt: skip
_READ = {
    *"nothing sum prod mean matmul outer reshape repeated transpose swapped stack concat diag cumsum".split(),
    *"permuted picked".split(),
    *"sqrt floor ceil less less_equal greater equal unequal maximum minimum max min".split(),
}


class _Reading:
    """The reading over jets and arrays of them: NumPy does to objects what their own methods do."""

    absolute = staticmethod(np.fabs)
    select = staticmethod(np.where)

    def __getattr__(self, name: str) -> Any:
        if name in _PLACES:
            return _entries(_special(name))
        if name in _READ:
            return getattr(Objects, name)
        raise Inexact

    @staticmethod
    def power(x: Any, n: Any) -> Any:
        return x**n

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        if not np.ndim(condition):
            return chosen if condition else otherwise
        return np.where(condition, chosen, otherwise)


def _special(name: str) -> Callable[[Any], Any]:
    place, *derivatives = _PLACES[name]

    def read(x: Any) -> Any:
        if not isinstance(x, Jet) or x.value != place:
            raise Inexact
        return x.composed(*map(Fraction, derivatives))

    return read


def _entries(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: np.frompyfunc(function, 1, 1)(x)


def exact(graph: Graph, point: list[Value]) -> Exact | None:
    """Gradient and Hessian of a scalar output by entry of all inputs; None where they are not all fractions."""
    if sum(math.prod(shape) for shape in graph.shapes[: len(point)]) > _ENTRIES:
        return None
    if graph.outputs[0] in graph.data:
        return Exact({}, {})
    work, m, count = _Work(), _Reading(), 0

    def fraction(x: Any) -> Jet:
        if not math.isfinite(x):
            raise Inexact
        return Jet(Fraction(float(x)), {}, {}, work)

    try:
        values: list[Any] = []
        for shape, value in zip(graph.shapes, point, strict=False):
            jets = np.empty(shape, object)
            for entry in positions(shape):
                jets[entry] = Jet(Fraction(float(np.asarray(value)[entry])), {count: _ONE}, {}, work)
                count += 1
            values.append(jets if shape else jets[()])
        work.take(sum(np.size(constant) for constant in graph.constants))
        constants = [np.frompyfunc(fraction, 1, 1)(constant) for constant in reversed(graph.constants)]
        values += [None] * (len(graph) - len(point)) + constants
        needed = graph.reaching(graph.outputs[0])
        for i in range(len(point), len(graph)):
            if i in needed and i not in graph.data:
                values[i] = _value(graph, m, i, [values[k] for k in graph.operands[i]])
        result = values[graph.outputs[0]]
    except (Inexact, ArithmeticError, TypeError, ValueError):
        return None
    result = result if isinstance(result, Jet) else fraction(result)
    return Exact(result.first, result.second)


def _value(graph: Graph, m: Any, i: int, x: list[Any]) -> Any:
    row = graph.rows[i]
    if row.chooses and not np.ndim(x[0]):
        return x[1] if x[0] else x[2]
    value = row.value(m, *([np.asarray(each, object) for each in x] if row.maps is not None else x))
    return np.asarray(value, object)[()] if np.ndim(value) or isinstance(value, np.ndarray) else value
