"""More of the gamma function's kin over floats: polygamma, 1/Γ, Γ(x + n)/Γ(x), log B; formulas of the DLMF, chapter 5.

Poles raise ValueError, values past a double OverflowError.
"""

from __future__ import annotations

import math

from graphs.operations.readings import multiprecision, special
from graphs.operations.readings.late import special as scipy_special
from graphs.operations.readings.multiprecision import is_pole

_LARGEST_ORDER = 100  # of polygamma; its factorial is a double by far
_PRODUCT = 64  # Γ(x + n)/Γ(x) of whole numbers n up to here is their product


def polygamma(n: float, x: float) -> float:
    """The n-th derivative of digamma."""
    if not (0.0 <= n <= _LARGEST_ORDER + 2 and n == math.floor(n)):
        raise ValueError(f"the order is a whole number from 0 to {_LARGEST_ORDER}")
    if n < 3.0:
        return (special.digamma, special.trigamma, special.tetragamma)[int(n)](x)
    if x > 0.0:
        magnitude = math.gamma(n + 1.0) * float(scipy_special.zeta(n + 1.0, x))
        if math.isinf(magnitude) and math.isfinite(x):
            raise OverflowError
        return magnitude if n % 2.0 else -magnitude
    if is_pole(x):
        raise ValueError("polygamma has poles at 0, -1, -2, …")
    return multiprecision.polygamma(int(n), x)


def digamma_drop(a: float, b: float) -> float:
    """ψ(a) - ψ(a + b)."""
    s = a + b
    return special.digamma_gap(a, s, -b) if min(a, s) > 0.0 else special.digamma(a) - special.digamma(s)


def trigamma_drop(a: float, b: float) -> float:
    """ψ'(a) - ψ'(a + b)."""
    s = a + b
    return special.trigamma_gap(a, s, -b) if min(a, s) > 0.0 else special.trigamma(a) - special.trigamma(s)


def betaln(a: float, b: float) -> float:
    """log |B(a, b)|."""
    if a > 0.0 < b and math.isfinite(a + b):
        factor, logarithm = special.beta_of_positive(a, b, a + b)
        return math.log(factor) + logarithm
    if is_pole(a) or is_pole(b) or is_pole(a + b):
        raise ValueError("no logarithm of 0 or of a pole")
    return special.lgamma(a) + special.lgamma(b) - special.lgamma(a + b)


def rgamma(x: float, order: int) -> float:
    """1/Γ(x) and its derivatives; left of 1/2 by reflection (DLMF 5.5.3), which has no poles."""
    if x >= 0.5:
        c = 1.0 / math.gamma(x) if x < 171.0 else math.exp(-special.lgamma(x))
        if not order:
            return c
        psi = special.digamma(x)
        return -c * psi if order == 1 else c * (psi * psi - special.trigamma(x))
    rest = math.remainder(x, 2.0)
    sine = math.sin(math.pi * (rest if abs(rest) <= 0.5 else math.copysign(1.0, rest) - rest)) / math.pi
    other = math.gamma(1.0 - x)
    if not order:
        return sine * other + 0.0 if x != math.floor(x) else 0.0
    cosine, psi = math.cos(math.pi * rest), special.digamma(1.0 - x)
    if order == 1:
        return other * (cosine - sine * psi)
    return other * (sine * (psi * psi + special.trigamma(1.0 - x) - math.pi**2) - 2.0 * cosine * psi)


def poch(x: float, n: float) -> float:
    """Γ(x + n)/Γ(x)."""
    s = x + n
    if not (math.isfinite(s) and math.isfinite(x)):
        return float(scipy_special.poch(x, n))
    if is_pole(x) or is_pole(s):
        raise ValueError("Γ has poles at 0, -1, -2, …")
    if n == math.floor(n) and 0.0 <= n <= _PRODUCT:
        return _finite(math.prod((x + k for k in range(int(n))), start=1.0))
    if x > 0.0 < n:
        factor, logarithm = special.beta_of_positive(x, n, s)
        if n < 170.0:
            return _finite(special.exponential(math.gamma(n) / factor, -logarithm))
        return _finite(special.exponential(1.0 / factor, special.lgamma(n) - logarithm))
    if x > 0.0 < s:
        return 1.0 / poch(s, -n)
    return multiprecision.gamma_ratio(s, x)


def _finite(c: float) -> float:
    if math.isinf(c):
        raise OverflowError
    return c
