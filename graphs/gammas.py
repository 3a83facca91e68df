"""The gamma function's kin over floats, right next to their poles too; `math` and SciPy lose digits there.

Formulas are those of the DLMF, chapter 5. Poles raise ValueError, values past a double OverflowError.
"""

from __future__ import annotations

import math

import numpy as np
import scipy.special as special

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(10)


def _pole(x: float) -> bool:
    """Whether x is 0, -1, -2, …"""
    return x <= 0.0 and x == math.floor(x)


def _sine(x: float) -> float:
    """sin(πx) up to its sign, from the distance to the nearest whole number, which is exact."""
    return math.sin(math.pi * (x - round(x)))


def digamma(x: float) -> float:
    """ψ(x); left of 0 by reflection (DLMF 5.5.4), where SciPy's loses digits near the poles."""
    if _pole(x):
        raise ValueError("digamma has a pole at 0, -1, -2, …")
    if x >= 0.0 or not math.isfinite(x):
        return float(special.digamma(x))
    return float(special.digamma(1.0 - x)) - math.pi / math.tan(math.pi * (x - round(x)))


def trigamma(x: float) -> float:
    """The derivative of digamma; left of 1/2 by reflection (DLMF 5.15.6), where SciPy's series fails."""
    if x >= 0.5 or not math.isfinite(x):
        return float(special.polygamma(1, x))
    if _pole(x):
        raise ValueError("trigamma has a pole at 0, -1, -2, …")
    return (math.pi / _sine(x)) ** 2 - float(special.polygamma(1, 1.0 - x))


def _gap(x: float, y: float, h: float) -> float:
    """ψ(x) - ψ(y) with h = x - y; where h is small by the integral of trigamma, for the difference would cancel."""
    if abs(h) > 0.1:
        return digamma(x) - digamma(y)
    if _pole(x) or _pole(y):
        raise ValueError("digamma has a pole at 0, -1, -2, …")
    if min(x, y) >= 0.5:
        return h * 0.5 * float(np.dot(_WEIGHTS, special.polygamma(1, y + h * 0.5 * (_NODES + 1.0))))
    return math.pi * _sine(h) / (_signed_sine(x) * _signed_sine(y)) - _gap(1.0 - y, 1.0 - x, h)


def _signed_sine(x: float) -> float:
    return _sine(x) if round(x) % 2 == 0 else -_sine(x)


def _at_pole(x: float) -> float:
    """The derivative of 1/Γ at a pole of Γ: (-1)^m m! at -m (DLMF 5.2.1)."""
    m = -x
    return math.gamma(m + 1.0) * (1.0 if m % 2.0 == 0.0 else -1.0)


def beta(a: float, b: float) -> float:
    return _told(float(special.beta(a, b)), a, b, _pole(a) or _pole(b))


def binomial(n: float, k: float) -> float:
    return _told(float(special.binom(n, k)), n, k, _pole(n + 1.0))


def _told(c: float, x: float, y: float, pole: bool) -> float:
    """SciPy answers inf or NaN at a pole and past a double, where `math` raises: make them alike."""
    if not math.isfinite(c) and math.isfinite(x) and math.isfinite(y):
        if not pole and not math.isnan(c):
            raise OverflowError
        raise ValueError("a pole")
    return c


def beta_slopes(c: float, a: float, b: float) -> tuple[float, float]:
    """c(ψ(a) - ψ(a+b)) and its twin; where a + b is a pole of Γ, c is 0 and the slopes are the limit."""
    if _pole(a + b) and c == 0.0:
        both = math.gamma(a) * math.gamma(b) * _at_pole(a + b)
        return both, both
    return -c * _gap(a + b, a, b), -c * _gap(a + b, b, a)


def binomial_slopes(c: float, n: float, k: float) -> tuple[float, float]:
    """c(ψ(n+1) - ψ(n-k+1)) and c(ψ(n-k+1) - ψ(k+1)); at poles, where c is 0, the limit.

    C(n, k) is Γ(n+1) times 1/Γ(k+1) and 1/Γ(n-k+1), which have a zero and a slope at the poles of Γ.
    """
    low, rest = k + 1.0, n - k + 1.0
    if _pole(low) and _pole(rest):
        return 0.0, 0.0
    if _pole(rest):
        slope = _quotient(n, k) * _at_pole(rest)
        return slope, -slope
    if _pole(low):
        return 0.0, _quotient(n, n - k) * _at_pole(low)
    return c * _gap(n + 1.0, rest, k), c * _gap(rest, low, n - 2.0 * k)


def _quotient(n: float, k: float) -> float:
    """Γ(n+1)/Γ(k+1)."""
    return float(special.gamma(n + 1.0) * special.rgamma(k + 1.0)) if max(n, k) < 170.0 else _large_quotient(n, k)


def _large_quotient(n: float, k: float) -> float:
    sign = float(special.gammasgn(n + 1.0) * special.gammasgn(k + 1.0))
    return sign * math.exp(float(special.gammaln(n + 1.0) - special.gammaln(k + 1.0)))
