"""Every row against something that is not us: SymPy's derivative, and mpmath's values."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import mpmath
import pytest
import sympy

from graphs.autodiff.faults import partials_of, value_of
from graphs.checks.symbolic import Exact
from graphs.operations.elementwise import ELEMENTWISE, POWER_CONSTANT
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.floats import Floats
from graphs.operations.readings.symbols import Iverson, Symbols
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

# What the opaque functions of the symbols' reading mean, for the oracle.
MEANINGS = {
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "normpdf": lambda x: sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi),
    "normcdf": lambda x: (1 + sympy.erf(x / sympy.sqrt(2))) / 2,
    "lognormcdf": lambda x: sympy.log((1 + sympy.erf(x / sympy.sqrt(2))) / 2),
    "lgamma": sympy.loggamma,
    "trigamma": lambda x: sympy.polygamma(1, x),
    **{name: partial(each.plain, Exact) for name, each in CAREFUL.items() if each.plain is not None},
}
NO_ORACLE = set(
    "normcdf2 floor ceil mod floor_divide round trunc frac fmod ieee_remainder polygamma detach".split()
)  # SymPy recurses for ever in their derivatives, and knows no detach
COMPARISONS = {"less", "less or equal", "greater", "greater or equal", "equal", "unequal"}
POINTS = [(0.3, 0.7, 0.4), (0.85, 2.5, 1.5), (0.11, 0.2, 3.0), (0.6, 0.35, 0.9)]
RIGHT_OF_ONE = {"acosh", "asec", "acsc", "acoth"}
ROWS = [row for row in ELEMENTWISE if row.name not in NO_ORACLE | COMPARISONS]


def explicit(expression: sympy.Expr) -> sympy.Expr:
    for name, meaning in MEANINGS.items():
        expression = expression.replace(lambda e, n=name: type(e).__name__ == n, lambda e, m=meaning: m(*e.args))
    return expression.replace(Iverson, lambda condition: sympy.Piecewise((1, condition), (0, True)))


def counts(row: Operation) -> int:
    return max(row.arity[0], 2) if row.arity[1] > 3 else row.arity[1]


def gap(row: Operation, point: tuple[float, ...]) -> float:
    """The largest relative disagreement of a row's value and partials over floats with SymPy's, in 30 digits."""
    x = sympy.symbols("x:3", real=True)[: counts(row)]
    point = tuple(v + 1 if row.name in RIGHT_OF_ONE else v for v in point[: counts(row)])
    at = dict(zip(x, map(sympy.Float, [str(v) for v in point], [30] * 3), strict=False))
    formula = explicit(sympy.sympify(row.value(Symbols, *x)))
    c = row.value(Floats, *point)
    wrong = [float(abs(sympy.N(formula.subs(at), 30) - sympy.Float(str(c), 30)) / (1 + abs(c)))]
    partials = row.partials(Floats, c, *point)
    for symbol, slope in zip(x, partials, strict=row is not POWER_CONSTANT):  # its exponent is no variable
        expected = sympy.N(sympy.diff(formula, symbol).subs(at), 30)
        wrong.append(float(abs(expected - (slope or 0.0))) / (1 + abs(slope or 0.0)))
    return max(wrong)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.arity[1]}")
def test_values_and_partials_agree_with_sympy(row: Operation) -> None:
    for point in POINTS:
        assert gap(row, point) < 1e-13, point


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.arity[1]}")
def test_formulas_of_partials_agree_with_sympy(row: Operation) -> None:
    """What the page shows as a partial is the derivative of what it shows as the value."""
    x = sympy.symbols("x:3", real=True)[: counts(row)]
    at = dict(zip(x, [v + (row.name in RIGHT_OF_ONE) for v in POINTS[0]], strict=False))
    value = row.value(Symbols, *x)
    for symbol, slope in zip(x, row.partials(Symbols, value, *x), strict=row is not POWER_CONSTANT):
        shown = sympy.N(explicit(sympy.sympify(slope)).subs(at))
        assert abs(shown - sympy.N(sympy.diff(explicit(value), symbol).subs(at))) < 1e-12


def test_a_planted_wrong_partial_is_caught() -> None:
    sine = FUNCTIONS["sin"][0]
    assert gap(replace(sine, partials=lambda m, c, x: (m.sin(x),)), POINTS[0]) > 1e-3


mp = mpmath.mp.clone()
mp.dps = 40
# function, point, the derivative in 40 digits: where a plain formula would cancel or overflow
HARD = [
    ("sigmoid", 40.0, lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2),
    ("sigmoid", -700.0, lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2),
    ("tanh", 15.0, lambda x: mp.sech(x) ** 2),
    ("tanh", -300.0, lambda x: mp.sech(x) ** 2),
    ("softplus", -50.0, lambda x: 1 / (1 + mp.exp(-x))),
    ("asin", 0.999999999, lambda x: 1 / mp.sqrt(1 - x * x)),
    ("acos", -0.999999999, lambda x: -1 / mp.sqrt(1 - x * x)),
    ("atanh", 0.999999999, lambda x: 1 / (1 - x * x)),
    ("acosh", 1.000000001, lambda x: 1 / mp.sqrt(x * x - 1)),
    ("asinh", 1e200, lambda x: 1 / mp.sqrt(x * x + 1)),
    ("expm1", -45.0, mp.exp),
    ("lognormcdf", -40.0, lambda x: mp.npdf(x) / (mp.erfc(-x / mp.sqrt(2)) / 2)),
    ("lognormcdf", -1e8, lambda x: -x * (1 + 1 / x**2)),
    ("normcdf", -30.0, mp.npdf),
    ("silu", -40.0, lambda x: mp.diff(lambda y: y / (1 + mp.exp(-y)), x)),
    ("digamma", 0.1, lambda x: mp.psi(1, x)),
    ("digamma", -1.3, lambda x: mp.psi(1, x)),
    ("digamma", -20.7, lambda x: mp.psi(1, x)),
    ("gamma", -2.5, lambda x: mp.gamma(x) * mp.digamma(x)),
    ("lgamma", -2.5, mp.digamma),
    ("cbrt", -8.0, lambda x: mp.mpf(1) / 12),
]


@pytest.mark.parametrize(("name", "x", "slope"), HARD)
def test_slopes_keep_twelve_digits_where_formulas_cancel(name: str, x: float, slope: object) -> None:
    row = FUNCTIONS[name][0]
    c, kind = value_of(row, [x])
    assert kind is None
    [partial] = row.partials(Floats, c, x)
    expected = slope(mp.mpf(x))  # type: ignore[operator]
    assert abs(partial - expected) <= 1e-12 * abs(expected)


VALUES = [
    ("factorial", (5.0,), 120.0), ("factorial", (0.5,), 0.886226925452758), ("binomial", (5.0, 3.0), 10.0),
    ("beta", (2.0, 3.0), 1 / 12), ("atan2", (1.0, -1.0), 3 * math.pi / 4), ("atan2", (-0.0, -1.0), math.pi),
    ("hypot", (3.0, 4.0), 5.0), ("log2", (8.0,), 3.0), ("cbrt", (-8.0,), -2.0), ("floor", (-1.5,), -2.0),
    ("ceil", (-1.5,), -1.0), ("sign", (-3.0,), -1.0), ("sign", (0.0,), 0.0), ("elu", (-1.0,), math.expm1(-1)),
    ("leaky_relu", (-1.0,), -0.01), ("leaky_relu", (-1.0, 0.2), -0.2), ("gelu", (1.0,), 0.8413447460685429),
    ("softplus", (1000.0,), 1000.0), ("sigmoid", (-1000.0,), 0.0), ("lognormcdf", (-40.0,), -804.6084420137538),
]  # fmt: skip


@pytest.mark.parametrize(("name", "x", "expected"), VALUES)
def test_values(name: str, x: tuple[float, ...], expected: float) -> None:
    row = next(row for row in FUNCTIONS[name] if row.arity[0] <= len(x) <= row.arity[1])
    assert value_of(row, list(x)) == (pytest.approx(expected, rel=1e-13), None)


def test_every_function_of_the_language_is_there() -> None:
    listed = (
        "exp log ln log2 log10 log1p expm1 sqrt cbrt abs sign floor ceil sin cos tan sec csc cot asin acos atan atan2 sinh "
        "cosh tanh asinh acosh atanh sigmoid softplus relu leaky_relu elu gelu silu erf erfc gamma lgamma digamma factorial "
        "binomial beta max min hypot pow where normpdf normcdf lognormcdf arcsin logistic expit loggamma"
    )
    assert set(listed.split()) <= set(FUNCTIONS)


EXTREMES = [0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 1e-310, -1e-310, 1e308, -1e308, 710.0, -745.5, math.inf, -math.inf]


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: f"{row.name}-{row.arity[1]}")
def test_rows_never_raise_off_the_fast_road(row: Operation) -> None:
    """At every combination of extreme operands a row answers: a value or NaN, partials of numbers, NaN or None."""
    count = counts(row)
    for k in range(len(EXTREMES) ** min(count, 2)):
        x = [EXTREMES[k % len(EXTREMES)], EXTREMES[k // len(EXTREMES) % len(EXTREMES)], 2.0][:count]
        c, kind = value_of(row, x)
        assert (kind in ("domain", "undefined")) == math.isnan(c)
        partials = partials_of(row, c, x)
        assert len(partials) == count or row is POWER_CONSTANT
        assert all(p is None or isinstance(p, float) for p in partials)
