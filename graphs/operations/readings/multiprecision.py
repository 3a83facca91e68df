"""Gamma functions to as many digits as it takes, by mpmath: for sums of doubles that cancel, and next to poles.

Derivatives are central differences of values with hundreds of digits (mpmath's polygamma functions take a hundred
times as long); the step is far below the distance to the nearest pole. What two steps and precisions agree on is right.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import mpmath

from graphs.clock import tick

# Bits of the step and of the working precision, the last for numbers between 2^-100 and 2^100 and for all others: a
# process makes a table for each precision, which takes a second for 2,100 bits and a tenth for 1,000.
_READINGS, _PLAIN, _FAR = ((40, 240), (80, 480)), (240, 1_000), (240, 2_100)
_AGREE = 2.0**-55
_remembered = lru_cache(maxsize=4096)  # both modes, second order and checks ask for the same numbers

Number = Any  # an mpf
Formula = Callable[[Any, int], tuple[Number, ...]]  # of mpmath's context and the step's bits


class _Own(threading.local):
    """mpmath changes the precision of its context while it works, so no two threads may share one."""

    def __init__(self) -> None:
        self.mp = mpmath.MPContext()


_own = _Own()


def is_pole(x: float) -> bool:
    """Whether Γ has a pole at x: 0, -1, -2, …"""
    return x <= 0.0 and x == math.floor(x)


@_remembered
def lgamma(x: float) -> float:
    """log |Γ(x)|."""
    return _settled(lambda mp, bits: (mp.log(abs(mp.gamma(x))),))[0]


@_remembered
def digamma(x: float) -> float:
    """The derivative of lgamma."""

    def formula(mp: Any, bits: int) -> tuple[Number, ...]:
        h = _step(mp, x, bits)
        right, left = (mp.log(abs(mp.gamma(_sum(mp, x, move)))) for move in (h, -h))
        return ((right - left) / (2 * h),)

    return _settled(formula, x)[0]


@_remembered
def tetragamma(x: float) -> float:
    """The third derivative of lgamma."""

    def formula(mp: Any, bits: int) -> tuple[Number, ...]:
        h = _step(mp, x, bits)
        far, right, left, farther = (mp.log(abs(mp.gamma(_sum(mp, x, k * h)))) for k in (2, 1, -1, -2))
        return ((far - 2 * right + 2 * left - farther) / (2 * h**3),)

    return _settled(formula, x)[0]


@_remembered
def polygamma(n: int, x: float) -> float:
    """The derivative of digamma of order n, by mpmath's own: it is asked for left of 0 alone."""
    mp = _own.mp
    mp.prec = _READINGS[0][1]
    tick(_READINGS[1][1])
    return float(mp.psi(n, mp.mpf(x))) + 0.0


@_remembered
def gamma_ratio(x: float, y: float) -> float:
    """Γ(x)/Γ(y); neither is a pole of Γ."""
    mp = _own.mp
    mp.prec = _READINGS[0][1]
    return float(mp.gamma(mp.mpf(x)) * mp.rgamma(mp.mpf(y))) + 0.0


@_remembered
def beta(a: float, b: float, order: int) -> tuple[float, ...]:
    """B(a, b) = Γ(a) Γ(b) / Γ(a+b): of order 0 the value, 1 its derivatives by a and b, 2 by aa, ab and bb.

    Neither a nor b is a pole of Γ; a + b may be one, for 1/Γ has none.
    """

    def value(mp: Any, x: Number, y: Number) -> Number:
        return mp.gamma(x) * mp.gamma(y) * mp.rgamma(_sum(mp, x, y))

    return _derivatives(value, (a, b), lambda mp, bits: (_step(mp, a, bits), _step(mp, b, bits)), order)


@_remembered
def binomial(n: float, k: float, order: int) -> tuple[float, ...]:
    """Γ(n+1) / (Γ(k+1) Γ(n-k+1)): of order 0 the value, 1 its derivatives by n and k, 2 by nn, nk and kk.

    n + 1 is no pole of Γ; k + 1 and n - k + 1 may be.
    """

    def value(mp: Any, x: Number, y: Number) -> Number:
        return mp.gamma(_sum(mp, x, 1)) * mp.rgamma(_sum(mp, y, 1)) * mp.rgamma(_sum(mp, x, -y, 1))

    return _derivatives(value, (n, k), lambda mp, bits: (_step(mp, n + 1.0, bits), mp.ldexp(1, -bits)), order)


def _derivatives(
    value: Callable[..., Number],
    at: tuple[float, float],
    steps: Callable[[Any, int], tuple[Number, Number]],
    order: int,
) -> tuple[float, ...]:
    """A product of gamma functions, which cancels in nothing, or its derivatives of one order."""
    if order == 0:
        mp = _own.mp
        mp.prec = _READINGS[0][1]
        return (float(value(mp, *map(mp.mpf, at))) + 0.0,)
    return _settled(lambda mp, bits: _differences(mp, value, at, steps(mp, bits), order), *at)


def _differences(
    mp: Any, value: Callable[..., Number], at: tuple[float, float], steps: tuple[Number, Number], order: int
) -> tuple[Number, ...]:
    x, y = map(mp.mpf, at)
    h, k = steps

    def f(i: int, j: int) -> Number:
        return value(mp, _sum(mp, x, i * h), _sum(mp, y, j * k))

    right, left, above, below = f(1, 0), f(-1, 0), f(0, 1), f(0, -1)
    if order == 1:
        return _significant(mp, right - left, right) / (2 * h), _significant(mp, above - below, above) / (2 * k)
    middle, corner = f(0, 0), f(1, 1)
    return (
        _significant(mp, right - 2 * middle + left, right) / h**2,
        _significant(mp, corner - f(1, -1) - f(-1, 1) + f(-1, -1), corner) / (4 * h * k),
        _significant(mp, above - 2 * middle + below, above) / k**2,
    )


def _step(mp: Any, x: float, bits: int) -> Number:
    """A step from x in proportion to the distance of the nearest pole of Γ."""
    distance = x if x > 0.0 else abs(x - round(x))
    return mp.ldexp(mp.mpf(distance), -bits)


def _range(*x: float) -> int:
    """The bits between the largest and the smallest of 1, the numbers and their distances from whole ones."""
    exponents = [math.frexp(each)[1] for y in x for each in (y, y - round(y)) if each]
    return max(exponents, default=0) - min(exponents, default=0) if exponents else 0


def _settled(formula: Formula, *x: float) -> tuple[float, ...]:
    """A formula's numbers, rounded to doubles: infinite past the largest."""
    mp = _own.mp
    before: tuple[Number, ...] | None = None
    for step, bits in (*_READINGS, _PLAIN if _range(*x, 1.0) <= 100 else _FAR):
        tick(bits)  # a gamma of so many bits takes about as many microseconds, and the first of them a second
        mp.prec = bits
        numbers = formula(mp, step)
        if before is not None and all(map(_agree, numbers, before)):
            break
        before = numbers
    return tuple(0.0 if mp.isnan(each) else float(each) + 0.0 for each in numbers)


def _agree(x: Number, y: Number) -> bool:
    return bool(abs(x - y) <= abs(x) * _AGREE)


def _significant(mp: Any, difference: Number, term: Number) -> Number:
    """A difference of terms; where it is no more than their rounding, it is lost, and more digits may tell it."""
    return difference if not term or abs(difference) > mp.ldexp(abs(term), 20 - mp.prec) else mp.nan


def _sum(mp: Any, *terms: Any) -> Number:
    """A sum without rounding."""
    total = mp.mpf(0)
    for each in terms:
        total = mp.fadd(total, each, exact=True)
    return total
