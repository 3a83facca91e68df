"""Every elementwise row by mpmath: its exact value and slopes at any doubles, rounded once.

Slopes are central differences with a step of 1e-400 among 1,200 digits, so they hold for any double, down to the
least subnormal, and share no formula with the house. Gammas, which take a hundred times as long among so many, are asked
for no nearer to a pole than 1e-100: a step of 1e-160 among 480 digits is right to a hundred of them there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath

mp = mpmath.mp.clone()
mp.dps = 1200
_STEP, _GAMMA_STEP = mp.mpf(10) ** -400, mp.mpf(10) ** -160
_GAMMA_DIGITS = 480
ROOT = mp.sqrt(2)


def _phi(x: Any) -> Any:
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def _erfc(x: Any) -> Any:
    """erfc, whose mpmath version is slow past a few thousand: there its continued fraction's first terms do."""
    if x > 10**4:
        return (
            mp.exp(-x * x)
            / (x * mp.sqrt(mp.pi))
            * mp.fsum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(8))
        )
    return 2 - _erfc(-x) if x < -(10**4) else mp.erfc(x)


def _normal(x: Any) -> Any:
    return _erfc(-x / ROOT) / 2


def _log_below_one(q: Any) -> Any:
    """log(1 - q) of a q that is lost beside 1; the terms left out are lost even in a slope across the place where it is turned to."""
    return -(q + q**2 / 2 + q**3 / 3)


EXACT: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y, "negate": lambda x: -x, "power": lambda x, y: x**y,
    "exp": mp.exp, "log": lambda x, b=mp.e: mp.log(x) / mp.log(b) if b else mp.nan, "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": lambda x: mp.log(x) / mp.log(10), "log1p": lambda x: mp.log(1 + x), "expm1": lambda x: mp.exp(x) - 1,
    "sqrt": mp.sqrt, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)), "hypot": lambda x, y: mp.sqrt(x * x + y * y),
    "abs": abs, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "sec": mp.sec, "csc": mp.csc, "cot": mp.cot,
    "asin": mp.asin, "acos": mp.acos, "atan": mp.atan, "atan2": mp.atan2, "sinh": mp.sinh, "cosh": mp.cosh,
    "tanh": mp.tanh, "asinh": mp.asinh, "acosh": mp.acosh, "atanh": mp.atanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "softplus": lambda x: mp.log(1 + mp.exp(x)) if x > -2000 else mp.exp(x),
    "relu": lambda x: max(x, mp.mpf(0)), "leaky_relu": lambda x, a=mp.mpf(0.01): x if x > 0 else a * x,
    "elu": lambda x, a=mp.mpf(1): x if x > 0 else a * (mp.exp(x) - 1),
    "gelu": lambda x: x * _normal(x), "silu": lambda x: x / (1 + mp.exp(-x)),
    "erf": lambda x: 1 - _erfc(x) if abs(x) > 1 else mp.erf(x), "erfc": _erfc, "gamma": mp.gamma,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))), "digamma": mp.digamma, "factorial": lambda x: mp.gamma(x + 1),
    "normpdf": _phi, "normcdf": _normal, "lognormcdf": lambda x: mp.log(_normal(x)) if x < 40 else _log_below_one(_normal(-x)),
    "beta": mp.beta, "binomial": mp.binomial,
}  # fmt: skip
GAMMAS = {"gamma", "lgamma", "digamma", "factorial", "beta", "binomial"}


def exact(name: str, x: tuple[float, ...]) -> Any:
    """The value in all these digits, or None where it is no real number."""
    with mp.workdps(_GAMMA_DIGITS if name in GAMMAS else mp.dps):
        return _real(EXACT[name], [mp.mpf(v) for v in x])


def slope(name: str, x: tuple[float, ...], slot: int) -> Any:
    """The derivative by one operand, right to a hundred digits; None where either side is no real number."""
    step = _GAMMA_STEP if name in GAMMAS else _STEP
    with mp.workdps(_GAMMA_DIGITS if name in GAMMAS else mp.dps):
        points = [[mp.mpf(v) + (sign * step if k == slot else 0) for k, v in enumerate(x)] for sign in (1, -1)]
        right, left = (_real(EXACT[name], point) for point in points)
        return None if right is None or left is None else (right - left) / (2 * step)


def _real(function: Callable[..., Any], x: list[Any]) -> Any:
    try:
        value = function(*x)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if isinstance(value, mp.mpf) and mp.isfinite(value) else None


def rounded(x: Any) -> float:
    """The nearest double: infinite past the largest, 0 below half the least."""
    if abs(x) > mp.mpf(math.ldexp(1.0, 1023)) * 2:
        return math.inf if x > 0 else -math.inf
    return float(x)
