"""Functions whose plain formula loses digits, or has no value where the function has one: both, side by side.

The plain formula is what symbols, code and numbers of many digits read; floats and arrays read the careful one.
Formulas are those of the DLMF, chapters 4 to 7 and 24.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.operations.readings import gammas, tails
from graphs.operations.readings.late import special as scipy_special


class Function(NamedTuple):
    """One function, over each reading.

    plain(m, *x): its formula over the reading m; None where a reading has it under its own name, or not at all.
    floats: raises ValueError, ZeroDivisionError or OverflowError. arrays: of float64; without it, entry by entry.
    beyond: of numbers where `floats` raises, by IEEE's rules; without it what `arrays` says, or NaN.
    partials(m, c, *x): of one that no row has the name of, for second order.
    """

    plain: Callable[..., Any] | None
    floats: Callable[..., float]
    arrays: Callable[..., Any] | None = None
    beyond: Callable[..., Any] | None = None
    partials: Callable[..., tuple[Any, ...]] | None = None


def _sech(x: float) -> float:
    e = math.exp(-abs(x))
    return 2.0 * e / (1.0 + e * e)


def _sechs(x: Any) -> Any:
    e = np.exp(-np.abs(x))
    return 2.0 * e / (1.0 + e * e)


def _csch(x: float) -> float:
    return math.copysign(-2.0 * math.exp(-abs(x)) / math.expm1(-2.0 * abs(x)), x)


def _cschs(x: Any) -> Any:
    return np.copysign(-2.0 * np.exp(-np.abs(x)) / np.expm1(-2.0 * np.abs(x)), x)


def _logit(x: float) -> float:
    return 2.0 * math.atanh(2.0 * x - 1.0) if 0.25 < x < 0.75 else math.log(x) - math.log1p(-x)


def _logits(x: Any) -> Any:
    middle = (x > 0.25) & (x < 0.75)
    return np.where(middle, 2.0 * np.arctanh(2.0 * np.where(middle, x, 0.5) - 1.0), np.log(x) - np.log1p(-x))


def _sine_of_degrees(x: float) -> float:
    turned = math.remainder(x, 360.0)
    angle = min(abs(turned), 180.0 - abs(turned))
    sine = math.sin(math.radians(angle)) if angle <= 45.0 else math.cos(math.radians(90.0 - angle))
    return math.copysign(sine, turned) if sine else 0.0


def _cosine_of_degrees(x: float) -> float:
    turned = abs(math.remainder(x, 360.0))
    angle = min(turned, 180.0 - turned)
    cosine = math.cos(math.radians(angle)) if angle <= 45.0 else math.sin(math.radians(90.0 - angle))
    return cosine if turned <= 90.0 else -cosine


def _sinc(x: float) -> float:
    """sin(πx)/(πx), of NumPy and SciPy; whole numbers are its zeros."""
    if x == 0.0:
        return 1.0
    rest = math.remainder(x, 2.0)
    sine = math.sin(math.pi * (rest if abs(rest) <= 0.5 else math.copysign(1.0, rest) - rest))
    return sine / (math.pi * x) + 0.0 if abs(x) < 1e307 else 0.0


def _sincs(x: Any) -> Any:
    return np.where(x == np.floor(x), np.where(x == 0.0, 1.0, 0.0), np.sinc(x))


def _sinc_slope(x: float) -> float:
    """-π times the spherical Bessel function j₁ of πx (DLMF 10.49.3): near 0 by its series (DLMF 10.53.1)."""
    z = math.pi * x
    if abs(z) < 2.0:
        term = total = 1.0
        for k in range(1, 16):
            term *= -0.5 * z * z / (k * (2 * k + 3))
            total += term
        return -math.pi * z / 3.0 * total
    return (math.cos(math.pi * math.remainder(x, 2.0)) - _sinc(x)) / x


def _log_ratio(x: float, y: float) -> float:
    if not (x > 0.0 < y):
        raise ValueError("the logarithm of a ratio needs positive numbers")
    ratio = x / y if x != y else 1.0
    if 0.5 < ratio < 2.0:
        return math.log1p((x - y) / y)
    return math.log(ratio) if 0.0 < ratio < math.inf else math.log(x) - math.log(y)


def _kl_term(x: float, y: float) -> float:
    """x log(x/y) - x + y; where x is near y, y (t²/2 - t³/6 + t⁴/12 - …) with t = (x - y)/y."""
    if x == 0.0 <= y:
        return y
    if not (x > 0.0 < y):
        raise ValueError("the divergence needs positive numbers")
    t = (x - y) / y
    if abs(t) > 0.125:
        return math.fsum((x * _log_ratio(x, y), -x, y))
    return y * t * t * sum((-t) ** k / ((k + 1) * (k + 2)) for k in range(20))


def _tanhshrink(x: float) -> float:
    """x - tanh x, by the continued fraction of tanh (DLMF 4.39.1) where that cancels."""
    if abs(x) > 1.0:
        return x - math.tanh(x)
    below = 25.0
    for odd in range(23, 1, -2):
        below = odd + x * x / below
    part = x * x / below
    return x * (part / (1.0 + part))


def _tanhshrinks(x: Any) -> Any:
    near = np.where(np.abs(x) > 1.0, 0.0, x)
    below = np.full_like(near, 25.0)
    for odd in range(23, 1, -2):
        below = odd + near * near / below
    part = near * near / below
    return np.where(np.abs(x) > 1.0, x - np.tanh(x), x * (part / (1.0 + part)))


def _of_scipy(function: Callable[..., Any], fault: type[Exception]) -> Callable[..., float]:
    """A function of SciPy that raises as Python's own: ValueError where it is undefined, `fault` where infinite."""

    def read(*x: float) -> float:
        value = float(function(*x))
        if math.isnan(value):
            raise ValueError("undefined here")
        if math.isinf(value) and all(map(math.isfinite, x)):
            raise fault("infinite here")
        return value

    return read


def _rounded(x: float) -> float:
    return float(round(x))


def _truncated(x: float) -> float:
    return float(math.trunc(x))


_PI_SQUARED = math.pi**2

CAREFUL: dict[str, Function] = {
    "sech": Function(lambda m, x: 1 / m.cosh(x), _sech, _sechs),
    "csch": Function(lambda m, x: 1 / m.sinh(x), _csch, _cschs),
    "logit": Function(lambda m, x: m.log(x / (1 - x)), _logit, _logits),
    "sind": Function(lambda m, x: m.sin(m.pi * x / 180), _sine_of_degrees),
    "cosd": Function(lambda m, x: m.cos(m.pi * x / 180), _cosine_of_degrees),
    "sinc": Function(lambda m, x: m.select(m.equal(x, 0), 1, m.sin(m.pi * x) / (m.pi * m.select(m.equal(x, 0), 1, x))),
                     _sinc, _sincs),
    "sinc_slope": Function(
        lambda m, x: m.select(m.equal(x, 0), 0, (m.cos(m.pi * x) - m.sinc(x)) / m.select(m.equal(x, 0), 1, x)),
        _sinc_slope,
        partials=lambda m, c, x: (m.select(m.equal(x, 0), -_PI_SQUARED / 3,
                                           -_PI_SQUARED * m.sinc(x) - 2 * c / m.select(m.equal(x, 0), 1, x)),)),
    "log_ratio": Function(lambda m, x, y: m.log(x / y), _log_ratio,
                          beyond=lambda x, y: np.log(x) - np.log(y), partials=lambda m, c, x, y: (1 / x, -1 / y)),
    "kl_term": Function(lambda m, x, y: x * m.log(m.select(m.equal(x, 0), 1, x / y)) - x + y, _kl_term),
    "tanhshrink": Function(lambda m, x: x - m.tanh(x), _tanhshrink, _tanhshrinks),
    "exprel": Function(lambda m, x: m.select(m.equal(x, 0), 1, m.expm1(x) / m.select(m.equal(x, 0), 1, x)),
                       lambda x: tails.exprel(x, 0), beyond=scipy_special.exprel),
    "exprel_slope": Function(
        lambda m, x: m.select(m.equal(x, 0), 0.5, (m.exp(x) - m.exprel(x)) / m.select(m.equal(x, 0), 1, x)),
        lambda x: tails.exprel(x, 1), beyond=scipy_special.exprel, partials=lambda m, c, x: (m.exprel_bend(x),)),
    "exprel_bend": Function(None, lambda x: tails.exprel(x, 2)),
    "erfcx": Function(lambda m, x: m.exp(x * x) * m.erfc(x), _of_scipy(scipy_special.erfcx, OverflowError),
                      scipy_special.erfcx),
    "erfcx_slope": Function(lambda m, x: 2 * x * m.erfcx(x) - m.two_over_root_pi, lambda x: tails.erfcx(x, 1),
                            partials=lambda m, c, x: (m.erfcx_bend(x),)),
    "erfcx_bend": Function(None, lambda x: tails.erfcx(x, 2)),
    "dawsn": Function(lambda m, x: m.exp(-x * x) * m.erfi(x) * m.sqrt(m.pi) / 2,
                      lambda x: float(scipy_special.dawsn(x)), scipy_special.dawsn),
    "dawsn_slope": Function(lambda m, x: 1 - 2 * x * m.dawsn(x), lambda x: tails.dawsn(x, 1),
                            partials=lambda m, c, x: (m.dawsn_bend(x),)),
    "dawsn_bend": Function(None, lambda x: tails.dawsn(x, 2)),
    "erfi": Function(None, _of_scipy(scipy_special.erfi, OverflowError), scipy_special.erfi),
    "erfinv": Function(None, _of_scipy(scipy_special.erfinv, ValueError), scipy_special.erfinv),
    "erfcinv": Function(lambda m, x: m.erfinv(1 - x),
                        _of_scipy(scipy_special.erfcinv, ValueError), scipy_special.erfcinv),
    "ndtri": Function(lambda m, x: m.sqrt(2) * m.erfinv(2 * x - 1), _of_scipy(scipy_special.ndtri, ValueError),
                      scipy_special.ndtri),
    "polygamma": Function(None, gammas.polygamma, beyond=scipy_special.polygamma),
    "digamma_drop": Function(lambda m, a, b: m.digamma(a) - m.digamma(a + b), gammas.digamma_drop,
                             partials=lambda m, c, a, b: (m.trigamma_drop(a, b), -m.trigamma(a + b))),
    "trigamma_drop": Function(lambda m, a, b: m.trigamma(a) - m.trigamma(a + b), gammas.trigamma_drop),
    "betaln": Function(lambda m, a, b: m.lgamma(a) + m.lgamma(b) - m.lgamma(a + b), gammas.betaln,
                       beyond=scipy_special.betaln),
    "rgamma": Function(lambda m, x: 1 / m.gamma(x), lambda x: gammas.rgamma(x, 0), beyond=scipy_special.rgamma),
    "rgamma_slope": Function(lambda m, x: -m.digamma(x) / m.gamma(x), lambda x: gammas.rgamma(x, 1),
                             partials=lambda m, c, x: (m.rgamma_bend(x),)),
    "rgamma_bend": Function(None, lambda x: gammas.rgamma(x, 2)),
    "poch": Function(lambda m, x, n: m.gamma(x + n) / m.gamma(x), gammas.poch, beyond=scipy_special.poch),
    "round": Function(None, _rounded, np.rint),
    "trunc": Function(None, _truncated, np.trunc),
    "fmod": Function(lambda m, x, y: x - y * m.trunc(x / y), math.fmod, np.fmod),
    "ieee_remainder": Function(lambda m, x, y: x - y * m.round(x / y), math.remainder),
}  # fmt: skip
