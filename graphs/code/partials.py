"""The partials of rows of numbers as NumPy code: a row's own formulas, read over the functions of spellings.py.

A plain number is reckoned with as it is read, so that c**3 has the partial 3*c**2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from graphs.code.spellings import Formula, Modules
from graphs.code.written import Written
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Operation

Partials = tuple[Any, ...]  # by operand; None: nothing flows to it
# Functions that are reckoned out where they meet plain numbers alone.
_RECKONED = frozenset("equal unequal less less_equal greater maximum minimum absolute sign floor ceil".split())


class _IsEqual(Written):
    """A condition that holds at isolated points."""

    __slots__ = ()


class _Slopes(Formula):
    """n: NumPy and SciPy, or their names.

    mends: whether the point is one where a formula's general case may have no number, or operands tie. sign: 1 of a
    maximum, -1 of a minimum.
    """

    nothing = None

    def __init__(self, n: Any, mends: bool, sign: int):
        super().__init__("numpy", n)
        self._n, self._mends, self._sign = n, mends, sign
        self._writes = isinstance(n.np, Written)

    @property
    def pi(self) -> Any:
        return self._n.np.pi

    @property
    def two_over_root_pi(self) -> Any:  # type: ignore[override]
        return 2 / self._n.np.sqrt(self._n.np.pi)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        own = _OWN.get(name)
        if own is not None:
            return lambda *x: own(self, self._n, *x)
        spell = super().__getattr__(name)
        if name not in _RECKONED:
            return spell
        return lambda *x: getattr(Floats, name)(*x) if all(map(_is_number, x)) else spell(*x)

    def less(self, x: Any, y: Any) -> Any:
        return x < y

    def greater(self, x: Any, y: Any) -> Any:
        return x > y

    def unequal(self, x: Any, y: Any) -> Any:
        return x != y

    def equal(self, x: Any, y: Any) -> Any:
        made = x == y
        return _IsEqual(made.text, made.binds) if isinstance(made, Written) else made

    def power(self, x: Any, n: Any) -> Any:
        return x if _is_number(n) and n == 1 else x**n

    def where(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        """Where nothing flows, the condition is a factor: 1 or 0."""
        if self._writes and not isinstance(condition, Written):
            return chosen if condition else otherwise
        if otherwise is None:
            return condition if _is_number(chosen) and chosen == 1 else condition * chosen
        return self._n.np.where(condition, 0 if chosen is None else chosen, otherwise)

    def select(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        if isinstance(condition, _IsEqual) and not self._mends:
            return otherwise
        return self.where(condition, chosen, otherwise)

    def share(self, slot: int, c: Any, x: tuple[Any, ...], fixed: tuple[int, ...]) -> Any:
        """Of a largest or smallest operand: 1 of the one that is it, shared evenly between variables that tie."""
        own = x[slot]
        if len(x) == 2:
            other = x[1 - slot]
            beyond = own > other if self._sign > 0 else own < other
            return beyond + (own == other) / 2 if self._mends and not fixed else beyond
        if not self._mends:
            return own == c
        shared = (own == c) / reduce(lambda a, b: a + b, [(each == c) * 1.0 for each in x])
        return reduce(lambda a, k: a * (x[k] != c), fixed, shared)


def _is_number(x: Any) -> bool:
    return isinstance(x, (int, float))


# What partials call that no row has the name of, and what NumPy says better than the row's formula.
_OWN: dict[str, Callable[..., Any]] = {
    "sech_squared": lambda m, n, x: 1 / n.np.cosh(x) ** 2,
    "one_minus_sigmoid": lambda m, n, x: 1 / (1 + n.np.exp(x)),
    "sinc_slope": lambda m, n, x: m.select(m.equal(x, 0), 0, (n.np.cos(n.np.pi * x) - n.np.sinc(x)) / x),
    "log_ratio": lambda m, n, x, y: n.np.log(x / y),
    "exprel_slope": lambda m, n, x: n.special.hyp1f1(2, 3, x) / 2,  # DLMF 13.3.15
    "erfcx_slope": lambda m, n, x: 2 * x * n.special.erfcx(x) - m.two_over_root_pi,
    "dawsn_slope": lambda m, n, x: 1 - 2 * x * n.special.dawsn(x),
    "digamma_drop": lambda m, n, a, b: n.special.digamma(a) - n.special.digamma(a + b),
    "rgamma_slope": lambda m, n, x: -n.special.digamma(x) * n.special.rgamma(x),
    "inverse_mills": lambda m, n, x: n.np.sqrt(2 / n.np.pi) / n.special.erfcx(-x / n.np.sqrt(2)),
    "beta_slopes": lambda m, n, c, a, b: (c * m.digamma_drop(a, b), c * m.digamma_drop(b, a)),
    "binomial_slopes": lambda m, n, c, a, k: (
        c * (n.special.digamma(a + 1) - n.special.digamma(a - k + 1)),
        c * (n.special.digamma(a - k + 1) - n.special.digamma(k + 1))),
}  # fmt: skip
# Rows whose partials read better so than by their own formulas, which keep squares within the doubles.
_READABLE: dict[str, Callable[..., Partials]] = {
    "atan": lambda n, c, x: (1 / (1 + x**2),), "acot": lambda n, c, x: (-1 / (1 + x**2),),
    "arcctg": lambda n, c, x: (-1 / (1 + x**2),), "asinh": lambda n, c, x: (1 / n.np.sqrt(1 + x**2),),
    "atan2": lambda n, c, y, x: (x / (x**2 + y**2), -y / (x**2 + y**2)),
    "tan": lambda n, c, x: (1 + c**2,), "cot": lambda n, c, x: (-(1 + c**2),),
    "cbrt": lambda n, c, x: (1 / (3 * c**2),), "acoth": lambda n, c, x: (1 / (1 - x**2),),
    "csc": lambda n, c, x: (-c / n.np.tan(x),), "softsign": lambda n, c, x: (1 / (1 + n.np.abs(x)) ** 2,),
    "tanhshrink": lambda n, c, x: (n.np.tanh(x) ** 2,), "coth": lambda n, c, x: (-1 / n.np.sinh(x) ** 2,),
    "sigmoid": lambda n, c, x: (c / (1 + n.np.exp(x)),),
    "silu": lambda n, c, x: ((1 + x / (1 + n.np.exp(x))) / (1 + n.np.exp(-x)),),
    "mish": lambda n, c, x: (n.np.tanh(n.np.logaddexp(0, x))
                             + x / n.np.cosh(n.np.logaddexp(0, x)) ** 2 / (1 + n.np.exp(-x)),),
    "erfinv": lambda n, c, x: (n.np.sqrt(n.np.pi) / 2 * n.np.exp(c**2),),
    "erfcinv": lambda n, c, x: (-n.np.sqrt(n.np.pi) / 2 * n.np.exp(c**2),),
    "erf": lambda n, c, x: (2 / n.np.sqrt(n.np.pi) * n.np.exp(-(x**2)),),
    "erfc": lambda n, c, x: (-2 / n.np.sqrt(n.np.pi) * n.np.exp(-(x**2)),),
}  # fmt: skip


def partials(row: Operation, n: Modules, c: Any, x: list[Any], mends: bool) -> Partials:
    """The partials of a row of numbers, by operand, written out or reckoned.

    n: the modules, or their names. c: the node; x: its operands. mends: whether an operand or the node is 0 somewhere,
    or operands of a maximum tie.
    Raises Unspelled where NumPy and SciPy do not have what the row's formula calls.
    """
    if row.name in _READABLE:
        return _READABLE[row.name](n, c, *x)
    found: Partials = row.partials(_Slopes(n, mends, row.extremum), c, *x)
    return found
