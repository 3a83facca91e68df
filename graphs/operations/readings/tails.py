"""Functions whose derivatives cancel, with their first and second derivatives: erfcx, Dawson's integral, expm1(x)/x.

`order` is that of the derivative. Far out the asymptotic series serve (DLMF 7.12.1), whose terms are small from 8 on.
"""

from __future__ import annotations

import math

from graphs.operations.readings.late import special

_FAR = 8.0
_TERMS = 30
_TWO_OVER_ROOT_PI = 2.0 / math.sqrt(math.pi)


def _series(x: float, sign: float, order: int) -> float:
    """The derivative of order 1 or 2 of ∑ (sign)ᵏ (2k - 1)!!/(2x²)ᵏ/(2x), which is the series of either function."""
    term, total = 1.0, 0.0
    for k in range(1, _TERMS):
        term *= sign * (2 * k - 1) / (2.0 * x * x)
        total += term if order == 1 else -2 * k * term / x
    return total


def erfcx(x: float, order: int) -> float:
    """exp(x²) erfc(x). Raises OverflowError."""
    if x > 1e150 and order:
        return -_TWO_OVER_ROOT_PI * (0.5 / x / x if order == 1 else -1.0 / x / x / x)
    if x > _FAR and order:
        return _TWO_OVER_ROOT_PI * _series(x, -1.0, order)
    c = float(special.erfcx(x))
    if math.isinf(c):
        raise OverflowError
    slope = 2.0 * x * c - _TWO_OVER_ROOT_PI
    return (c, slope, 2.0 * (c + x * slope))[order]


def dawsn(x: float, order: int) -> float:
    """Dawson's integral: exp(-x²) times the integral of exp(t²) from 0 to x."""
    if abs(x) > 1e150 and order:
        return -0.5 / x / x if order == 1 else 1.0 / x / x / x
    if abs(x) > _FAR and order:
        return -_series(x, 1.0, order)
    c = float(special.dawsn(x))
    slope = 1.0 - 2.0 * x * c
    return (c, slope, -2.0 * (c + x * slope))[order]


def exprel(x: float, order: int) -> float:
    """(exp(x) - 1)/x, 1 at 0: ∑ xᵏ/(k + 1)!. Raises OverflowError."""
    if abs(x) < 1.0:
        return math.fsum(
            math.perm(k, order) * x ** (k - order) / math.factorial(k + 1) for k in range(order, order + 20)
        )
    if x > 700.0:  # the exponential overflows before the quotient
        e = math.exp(x - math.log(x))
        return e * (1.0, 1.0 - 1.0 / x, 1.0 - 2.0 / x + 2.0 / x / x)[order]
    c, e = math.expm1(x) / x, math.exp(x)
    slope = (e - c) / x
    return (c, slope, (e - 2.0 * slope) / x)[order]
