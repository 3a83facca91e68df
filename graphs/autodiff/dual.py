"""A number (or an array) and its derivative along one direction, or along many at once (Griewank & Walther, §5).

Beside a float the derivative may be an array, one entry per direction; beside an array it has the array's shape.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.operations.readings.arrays import Arrays
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Shape


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
