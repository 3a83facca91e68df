"""The numbers that a row's formula can be read over: floats, and IEEE floats.

A reading m is a class of functions with one set of names, so that a row of operations/table.py writes its
formula once, as `m.sin(x)`, and it means a number, a careful number or (symbols.py) a symbol. All angles are radians.

Floats  fast; raises ValueError or ZeroDivisionError outside a function's domain, OverflowError past a double.
Ieee    the same functions without exceptions: poles and overflow are infinities, the rest is NaN (IEEE 754).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.operations.readings import special
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.late import special as scipy_special
from graphs.operations.readings.special import normcdf2

NOTHING = None  # a partial through which nothing flows; 0 would turn an infinite tangent into 0·∞

_ROOT_HALF = math.sqrt(0.5)
_INVERSE_ROOT_TAU = 1.0 / math.sqrt(2.0 * math.pi)


class Floats:
    """Python floats; the `math` module tells domain faults by raising."""

    nothing = NOTHING
    pi = math.pi
    two_over_root_pi = 2.0 / math.sqrt(math.pi)
    exp, log, log2, log10, log1p, expm1 = math.exp, math.log, math.log2, math.log10, math.log1p, math.expm1
    sqrt, cbrt, power, hypot, absolute = math.sqrt, math.cbrt, math.pow, math.hypot, math.fabs
    sin, cos, tan, asin, acos, atan = math.sin, math.cos, math.tan, math.asin, math.acos, math.atan
    sinh, cosh, tanh, asinh, acosh, atanh = math.sinh, math.cosh, math.tanh, math.asinh, math.acosh, math.atanh
    erf, erfc, gamma = math.erf, math.erfc, math.gamma

    @staticmethod
    def atan2(y: float, x: float) -> float:
        return math.atan2(y + 0.0, x + 0.0)  # -0 counts as 0, else atan2(-0, -1) is -π

    @staticmethod
    def detach(x: float) -> float:
        return x

    @staticmethod
    def floor(x: float) -> float:
        return float(math.floor(x))

    @staticmethod
    def ceil(x: float) -> float:
        return float(math.ceil(x))

    @staticmethod
    def mod(x: float, y: float) -> float:
        """The remainder with the divisor's sign: x - y⌊x/y⌋ without its cancellation."""
        return x % y

    @staticmethod
    def floor_divide(x: float, y: float) -> float:
        return x // y

    @staticmethod
    def sign(x: float) -> float:
        return 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise

    select = where  # a choice that only mends isolated points: symbols read the general case

    @staticmethod
    def equal(x: float, y: float) -> float:
        return 1.0 if x == y else 0.0

    @staticmethod
    def unequal(x: float, y: float) -> float:
        return 1.0 if x != y else 0.0

    @staticmethod
    def less(x: float, y: float) -> float:
        return 1.0 if x < y else 0.0

    @staticmethod
    def less_equal(x: float, y: float) -> float:
        return 1.0 if x <= y else 0.0

    @staticmethod
    def greater(x: float, y: float) -> float:
        return 1.0 if x > y else 0.0

    @staticmethod
    def maximum(*x: float) -> float:
        return max(x)

    @staticmethod
    def minimum(*x: float) -> float:
        return min(x)

    @staticmethod
    def share(slot: int, extremum: float, x: tuple[float, ...], fixed: tuple[int, ...]) -> float | None:
        """The part of the derivative of a max or min that operand `slot` gets.

        The subgradient of least norm: tied variables share evenly, and none gets any where a constant
        (its slot is in `fixed`) ties too.
        """
        if x[slot] != extremum or any(x[k] == extremum for k in fixed):
            return NOTHING
        return 1.0 / x.count(extremum)

    @staticmethod
    def sigmoid(x: float) -> float:
        if x >= 0.0:
            return 1.0 / (1.0 + math.exp(-x))
        e = math.exp(x)
        return e / (1.0 + e)

    @staticmethod
    def one_minus_sigmoid(x: float) -> float:
        return Floats.sigmoid(-x)  # exact where 1 - sigmoid(x) cancels

    @staticmethod
    def one_minus_square(x: float) -> float:
        return (1.0 - x) * (1.0 + x)  # exact near ±1, where 1 - x*x cancels

    @staticmethod
    def sech_squared(x: float) -> float:
        """1 - tanh²(x), without the cancellation."""
        return 4.0 * Floats.sigmoid(2.0 * x) * Floats.sigmoid(-2.0 * x)

    @staticmethod
    def softplus(x: float) -> float:
        return max(x, 0.0) + math.log1p(math.exp(-abs(x)))

    @staticmethod
    def normpdf(x: float) -> float:
        return math.exp(-0.5 * x * x) * _INVERSE_ROOT_TAU

    @staticmethod
    def normcdf(x: float) -> float:
        return 0.5 * math.erfc(-x * _ROOT_HALF)

    @staticmethod
    def lognormcdf(x: float) -> float:
        if x > 0.0:
            return math.log1p(-Floats.normcdf(-x))  # SciPy's has no subnormal values
        return float(scipy_special.log_ndtr(x))

    @staticmethod
    def inverse_mills(x: float) -> float:
        """normpdf(x) / normcdf(x); left of 0 by the scaled complementary error function, right in the far tail."""
        if x > 0.0:
            return Floats.normpdf(x) / Floats.normcdf(x)
        return 2.0 * _INVERSE_ROOT_TAU / float(scipy_special.erfcx(-x * _ROOT_HALF))

    lgamma, digamma = staticmethod(special.lgamma), staticmethod(special.digamma)
    trigamma, tetragamma = staticmethod(special.trigamma), staticmethod(special.tetragamma)
    beta, beta_slopes = staticmethod(special.beta), staticmethod(special.beta_slopes)
    binomial, binomial_slopes = staticmethod(special.binomial), staticmethod(special.binomial_slopes)
    beta_seconds, binomial_seconds = staticmethod(special.beta_seconds), staticmethod(special.binomial_seconds)
    normcdf2 = staticmethod(normcdf2)


for _name, _function in CAREFUL.items():
    setattr(Floats, _name, staticmethod(_function.floats))


def _ieee(name: str, exact: Any, fallback: Any) -> Any:
    """`exact` where it answers; where it raises, the fallback's infinity or NaN."""

    def read(*x: Any) -> np.float64:
        try:
            return np.float64(exact(*x))
        except (ValueError, ZeroDivisionError, OverflowError):
            with np.errstate(all="ignore"):
                return np.float64(fallback(*x))

    read.__name__ = name
    return staticmethod(read)


class Ieee(Floats):
    """IEEE 754 doubles (np.float64 operands): nothing raises, so infinities can go on.

    Callers hold `np.errstate(all="ignore")`, for the plain operators of a formula.
    """


_FALLBACKS: dict[str, Any] = {
    **{name: getattr(np, name) for name in "exp log log2 log10 log1p expm1 sqrt cbrt power hypot".split()},
    **{name: getattr(np, name) for name in "sin cos tan sinh cosh tanh floor ceil mod floor_divide".split()},
    **{name: getattr(np, "arc" + name[1:]) for name in "asin acos atan atan2 asinh acosh atanh".split()},
    "sigmoid": scipy_special.expit,
    "softplus": lambda x: np.logaddexp(0.0, x),
    "gamma": scipy_special.gamma,
    "lgamma": scipy_special.gammaln,
    "digamma": scipy_special.digamma,
    "trigamma": lambda x: scipy_special.polygamma(1, x),
    "beta": scipy_special.beta,
    "binomial": scipy_special.binom,
    "beta_slopes": lambda c, a, b: (math.nan, math.nan),
    "binomial_slopes": lambda c, n, k: (math.nan, math.nan),
    "normpdf": lambda x: np.exp(-0.5 * x * x) * _INVERSE_ROOT_TAU,
    "normcdf2": lambda h, k, rho: math.nan,
    "inverse_mills": lambda x: np.float64(2.0 * _INVERSE_ROOT_TAU) / scipy_special.erfcx(-x * _ROOT_HALF),
    **{name: function.beyond or function.arrays or (lambda *x: math.nan) for name, function in CAREFUL.items()},
}
for _name, _fallback in _FALLBACKS.items():
    setattr(Ieee, _name, _ieee(_name, getattr(Floats, _name), _fallback))
