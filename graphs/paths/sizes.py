"""Sizes of products past what a double can hold, so that paths of a thousand small factors have an order and shares."""

from __future__ import annotations

import math
from typing import NamedTuple


class Size(NamedTuple):
    """fraction · 2^power, 0 or more, in an order: the fraction of a finite number is 0.5 or more, and below 1."""

    power: float
    fraction: float

    def times(self, factor: float) -> Size:
        """The same times |factor|."""
        if not math.isfinite(self.power):
            return size_of(self.value * abs(factor))
        fraction, power = math.frexp(factor)  # a factor near the least double has its full fraction
        return size_of(self.fraction * fraction, self.power + power)

    def plus(self, other: Size) -> Size:
        """The sum."""
        if not (math.isfinite(self.power) and math.isfinite(other.power)):
            return max(self, other)
        more, less = max(self, other), min(self, other)
        return size_of(more.fraction + math.ldexp(less.fraction, int(max(-2000, less.power - more.power))), more.power)

    def over(self, other: Size) -> float | None:
        """The quotient; None where the other is 0, infinite or undefined, or this one is."""
        if not math.isfinite(other.power) or self.power == math.inf:
            return None
        if self == ZERO:
            return 0.0
        return math.ldexp(self.fraction / other.fraction, int(max(-2000, min(1000, self.power - other.power))))

    @property
    def value(self) -> float:
        """As a double: 0 or infinite past what one can hold."""
        if not math.isfinite(self.power):
            return 0.0 if self == ZERO else math.inf if self == INFINITE else math.nan
        try:
            return math.ldexp(self.fraction, int(self.power))
        except OverflowError:
            return math.inf


ZERO, INFINITE, UNDEFINED = Size(-math.inf, 0.0), Size(math.inf, 1.0), Size(math.inf, 2.0)


def size_of(x: float, power: float = 0) -> Size:
    """|x| · 2^power."""
    if x != x:
        return UNDEFINED
    if x in (math.inf, -math.inf):
        return INFINITE
    if not x:
        return ZERO
    fraction, own = math.frexp(abs(x))
    return Size(own + power, fraction)
