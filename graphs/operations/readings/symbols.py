"""The reading over SymPy's symbols: a row's formula as an expression, for formulas and as the tests' oracle."""

from __future__ import annotations

from functools import partial
from typing import Any

import sympy

from graphs.operations.readings.careful import CAREFUL


class Iverson(sympy.Function):  # type: ignore[misc]
    """Iverson's bracket: 1 where the condition holds, 0 elsewhere."""


def _opaque(name: str) -> Any:
    """A function that SymPy prints by its name and does not look into."""
    return sympy.Function(name, real=True)


class Symbols:
    """SymPy expressions of real symbols; formulas are printed from them and never evaluated to numbers here."""

    nothing = sympy.S.Zero
    pi = sympy.pi
    two_over_root_pi = 2 / sympy.sqrt(sympy.pi)
    exp, log, sqrt, cbrt, absolute, sign = sympy.exp, sympy.log, sympy.sqrt, sympy.cbrt, sympy.Abs, sympy.sign
    sin, cos, tan, asin, acos, atan = sympy.sin, sympy.cos, sympy.tan, sympy.asin, sympy.acos, sympy.atan
    sinh, cosh, tanh = sympy.sinh, sympy.cosh, sympy.tanh
    asinh, acosh, atanh, atan2 = sympy.asinh, sympy.acosh, sympy.atanh, sympy.atan2
    erf, erfc, gamma, digamma, beta, binomial = (
        sympy.erf,
        sympy.erfc,
        sympy.gamma,
        sympy.digamma,
        sympy.beta,
        sympy.binomial,
    )
    maximum, minimum = sympy.Max, sympy.Min
    equal, unequal, less, less_equal, greater = sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt
    # Opaque: SymPy expands some of these, recurses for ever in others (floor, ceil), or lacks them.
    lgamma, trigamma, floor, ceil = _opaque("lgamma"), _opaque("trigamma"), _opaque("floor"), _opaque("ceil")
    mod, floor_divide, detach = _opaque("mod"), _opaque("floor_divide"), _opaque("detach")
    sigmoid, softplus = _opaque("sigmoid"), _opaque("softplus")
    normpdf, normcdf, lognormcdf = _opaque("normpdf"), _opaque("normcdf"), _opaque("lognormcdf")
    normcdf2 = _opaque("normcdf2")

    @staticmethod
    def power(x: Any, y: Any) -> Any:
        return x**y

    @staticmethod
    def hypot(x: Any, y: Any) -> Any:
        return sympy.sqrt(x**2 + y**2)

    @staticmethod
    def log2(x: Any) -> Any:
        return sympy.log(x) / sympy.log(2)

    @staticmethod
    def log10(x: Any) -> Any:
        return sympy.log(x) / sympy.log(10)

    @staticmethod
    def log1p(x: Any) -> Any:
        return sympy.log(1 + x)

    @staticmethod
    def expm1(x: Any) -> Any:
        return sympy.exp(x) - 1

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        if otherwise == 0:
            return chosen * Iverson(condition)
        return sympy.Piecewise((chosen, condition), (otherwise, True))

    @staticmethod
    def select(condition: Any, special_case: Any, general: Any) -> Any:
        return general

    @staticmethod
    def share(slot: int, extremum: Any, x: tuple[Any, ...], fixed: tuple[int, ...]) -> Any:
        if len(x) == 2:
            other = x[1 - slot]
            return Iverson(sympy.Gt(x[slot], other) if extremum.func is sympy.Max else sympy.Lt(x[slot], other))
        return Iverson(sympy.Eq(x[slot], extremum, evaluate=False))

    @staticmethod
    def one_minus_sigmoid(x: Any) -> Any:
        return 1 - Symbols.sigmoid(x)

    @staticmethod
    def one_minus_square(x: Any) -> Any:
        return 1 - x**2

    @staticmethod
    def sech_squared(x: Any) -> Any:
        return 1 - sympy.tanh(x) ** 2

    @staticmethod
    def inverse_mills(x: Any) -> Any:
        return Symbols.normpdf(x) / Symbols.normcdf(x)

    @staticmethod
    def beta_slopes(c: Any, a: Any, b: Any) -> tuple[Any, Any]:
        psi = sympy.digamma
        return c * (psi(a) - psi(a + b)), c * (psi(b) - psi(a + b))

    @staticmethod
    def binomial_slopes(c: Any, n: Any, k: Any) -> tuple[Any, Any]:
        psi = sympy.digamma
        return c * (psi(n + 1) - psi(n - k + 1)), c * (psi(n - k + 1) - psi(k + 1))


# What has a formula of its own in a partial is shown by it; all other functions by their names.
_SHOWN = "sinc_slope log_ratio exprel_slope erfcx_slope dawsn_slope digamma_drop trigamma_drop rgamma_slope".split()
_KNOWN = {
    "sech": sympy.sech,
    "csch": sympy.csch,
    "erfi": sympy.erfi,
    "erfinv": sympy.erfinv,
    "polygamma": sympy.polygamma,
}
for _name, _function in CAREFUL.items():
    _shown = partial(_function.plain, Symbols) if _name in _SHOWN and _function.plain else _opaque(_name)
    setattr(Symbols, _name, staticmethod(_KNOWN.get(_name, _shown)))
