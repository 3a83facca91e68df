"""The elementwise rows: one row per operation on numbers; on arrays they work entry by entry and broadcast.

Formulas are those of Abramowitz & Stegun and the DLMF, chapters 4 to 7; see row.py for what a row holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphs.operations.readings.floats import Floats
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero

_POSITIVE = "the argument is positive"
_NOT_ZERO = "the argument is not 0"
_BETWEEN = "the argument lies between −1 and 1"
_NO_POLE = "the argument is none of 0, −1, −2, …"


def _at(place: float, choice: float, left: float, right: float) -> Callable[..., Kink | None]:
    return lambda x, *rest: Kink(choice, (left, right)) if x == place else None


def _bend(m: Any, x: Any, a: Any) -> Any:
    """The slope left of a bend at 0 whose right slope is 1; at 0 itself the one of least norm in [a, 1]."""
    return m.select(m.equal(x, 0), m.minimum(m.maximum(a, 0), 1), a)


def _bent(x: float, a: float, curved: bool = False) -> Kink | None:
    """A bend at 0 whose right slope is 1. curved: the left side is, so that a bend is left where the slopes agree."""
    return Kink(min(max(a, 0.0), 1.0), (a, 1.0)) if x == 0 and (a != 1 or curved) else None


def _jump(x: float) -> Kink | None:
    return Kink(0.0, None) if x == math.floor(x) else None


def _zero_factor(x: float) -> bool:
    """Whether 1/Γ is 0 at x."""
    return x <= 0.0 and x == math.floor(x)


def _cut(y: float, x: float) -> Kink | None:
    """The angle jumps from π to -π across the left half of the axis; the slope is that of the side it belongs to."""
    return Kink(1.0 / x, None) if y == 0.0 > x else None


def _wrap(x: float, y: float) -> Kink | None:
    """Where x is a whole multiple of y the remainder falls from y to 0, and the quotient steps up."""
    return Kink(0.0, None) if y and x % y == 0 else None


def _tie(x: float, y: float) -> Kink | None:
    return Kink(0.0, None) if x == y else None


def _comparison(name: str, sign: str, latex: str, value: Callable[..., Any]) -> Operation:
    """A row whose value is 1 where the comparison holds, else 0; no derivative passes through it."""
    return Operation(
        name,
        value,
        lambda m, c, x, y: (m.nothing, m.nothing),
        text=f"{{0}} {sign} {{1}}",
        latex=f"{{0}} {latex} {{1}}",
        rule="selection",
        arity=(2, 2),
        binds=0,
        kink=_tie,
        example=(f"where(x {sign} y, x**2, y)", {"x": 0.5, "y": 2.0}),
        bends_at=1.0,
    )


def _extremum(name: str, sign: int, value: Callable[..., Any], *aliases: str) -> Operation:
    """max or min; a tie between variables is shared evenly, a tie with a constant passes nothing."""

    @lru_cache(maxsize=256)
    def row(fixed: tuple[int, ...]) -> Operation:
        def partials(m: Any, c: Any, *x: Any) -> tuple[Any, ...]:
            return tuple(m.share(slot, c, x, fixed) for slot in range(len(x)))

        def kink(*x: float) -> Kink | None:
            c = value(Floats, *x)
            tied = x.count(c)
            if tied < 2:
                return None
            return Kink(0.0 if any(x[k] == c for k in fixed) else 1.0 / tied, (0.0, 1.0))

        return called_by_name(
            name, value, partials, *aliases, latex=rf"\{name}({{all}})", arity=(2, 64), rule=name + "imum", kink=kink,
            special=row, extremum=sign, bends_at=1.0, exact=True,
        )  # fmt: skip

    return row(())


INPUT = Operation("input", None, None, "", "", rule="input")  # type: ignore[arg-type]
DATA = Operation("data", lambda m, x: x, lambda m, c, x: (m.nothing,), "{0}", "{0}", rule="data")
DETACH = called_by_name("detach", lambda m, x: m.detach(x), lambda m, c, x: (m.nothing,), "stop_gradient", exact=True,
                        said="detach lets no derivative through: what stands in it counts as a constant")  # fmt: skip

_POWER_TEXT = {"text": "{0}**{1}", "latex": "{0}^{{{1}}}", "arity": (2, 2), "binds": 4, "vanishes": nowhere_zero,
               "domain": "the base is positive, or the exponent a whole number "
               "(and the base not 0 where that is negative)"}  # fmt: skip
POWER_CONSTANT = Operation(
    "power",
    lambda m, x, n: m.power(x, n),
    lambda m, c, x, n: (n * m.power(x, m.select(m.equal(n, 0), 1, n - 1)),),
    rule="power",
    example=("x**3", {"x": 2.0}),
    **_POWER_TEXT,  # type: ignore[arg-type]
)
POWER: Operation = Operation(
    "power",
    lambda m, x, y: m.power(x, y),
    lambda m, c, x, y: (
        y * m.power(x, m.select(m.equal(y, 0), 1, y - 1)),
        c * m.log(m.select(m.equal(x, 0), m.select(m.greater(y, 0), 1, x), x)),
    ),
    rule="general power",
    functions=("pow", "power"),
    special=lambda fixed: POWER_CONSTANT if fixed == (1,) else POWER,
    **_POWER_TEXT,  # type: ignore[arg-type]
)
ADD = Operation("add", lambda m, x, y: x + y, lambda m, c, x, y: (1, 1),
                "{0} + {1}", "{0} + {1}", "sum", ("add",), arity=(2, 2), binds=1)  # fmt: skip
SUBTRACT = Operation("subtract", lambda m, x, y: x - y, lambda m, c, x, y: (1, -1),
                     "{0} - {1}", "{0} - {1}", "difference", ("subtract", "sub"), arity=(2, 2),
                     binds=1)  # fmt: skip
MULTIPLY = Operation("multiply", lambda m, x, y: x * y, lambda m, c, x, y: (y, x),
                     "{0}*{1}", r"{0} \cdot {1}", "product", ("multiply", "mul"), arity=(2, 2),
                     binds=2, vanishes=nowhere_zero)  # fmt: skip
DIVIDE = Operation("divide", lambda m, x, y: x / y, lambda m, c, x, y: (1 / y, -c / y),
                   "{0}/{1}", r"\frac{{{0}}}{{{1}}}", "quotient", ("divide", "true_divide", "div"),
                   arity=(2, 2), binds=2, vanishes=nowhere_zero, domain="the divisor is not 0")  # fmt: skip
# 0 - x, because -x of 0 is -0, and 1/sqrt(-0) is minus infinity
NEGATE = Operation("negate", lambda m, x: 0.0 - x, lambda m, c, x: (-1,),
                   "-{0}", "-{0}", "constant multiple", ("negate", "negative", "neg"), binds=3, exact=True)  # fmt: skip

MOD = called_by_name("mod", lambda m, x, y: m.mod(x, y), lambda m, c, x, y: (1, -m.floor_divide(x, y)), "remainder",
                     text="{0} % {1}", latex=r"{0} \bmod {1}", arity=(2, 2), binds=2, kink=_wrap, bends_at=1.0,
                     domain="the divisor is not 0")  # fmt: skip
FLOOR_DIVIDE = called_by_name("floor_divide", lambda m, x, y: m.floor_divide(x, y),
                              lambda m, c, x, y: (m.nothing, m.nothing), text="{0} // {1}", arity=(2, 2), binds=2,
                              latex=r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor", kink=_wrap, bends_at=1.0,
                              domain="the divisor is not 0")  # fmt: skip

LESS = _comparison("less", "<", "<", lambda m, x, y: m.less(x, y))
LESS_EQUAL = _comparison("less or equal", "<=", r"\le", lambda m, x, y: m.less_equal(x, y))
GREATER = _comparison("greater", ">", ">", lambda m, x, y: m.greater(x, y))
GREATER_EQUAL = _comparison("greater or equal", ">=", r"\ge", lambda m, x, y: m.less_equal(y, x))
EQUAL = _comparison("equal", "==", "=", lambda m, x, y: m.equal(x, y))
UNEQUAL = _comparison("unequal", "!=", r"\ne", lambda m, x, y: m.unequal(x, y))

MAXIMUM = _extremum("max", 1, lambda m, *x: m.maximum(*x), "maximum")
MINIMUM = _extremum("min", -1, lambda m, *x: m.minimum(*x), "minimum")
FACTORIAL = called_by_name(
    "factorial",
    lambda m, x: m.gamma(x + 1),
    lambda m, c, x: (c * m.digamma(x + 1),),
    latex="{0}!",
    binds=5,
    vanishes=nowhere_zero,
    domain="the argument is none of −1, −2, …",
    costly=True,
)
ABS = called_by_name(
    "abs", lambda m, x: m.absolute(x), lambda m, c, x: (m.sign(x),), "absolute", "fabs",
    latex=r"\left|{0}\right|", kink=_at(0.0, 0.0, -1.0, 1.0), exact=True,
)  # fmt: skip

ELEMENTWISE: tuple[Operation, ...] = (
    ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, POWER, POWER_CONSTANT, MOD, FLOOR_DIVIDE,
    LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, UNEQUAL,
    # exponentials and logarithms
    called_by_name("exp", lambda m, x: m.exp(x), lambda m, c, x: (c,), latex=r"\exp({0})", vanishes=nowhere_zero),
    called_by_name("log", lambda m, x: m.log(x), lambda m, c, x: (1 / x,), "ln", latex=r"\log({0})",
              domain=_POSITIVE),
    # No base is 0 (nor negative); a logarithm that is minus infinity there would make the quotient 0 in arrays.
    called_by_name("log", lambda m, x, b: m.log(x) / m.log(m.select(m.equal(b, 0), -1, b)),
              lambda m, c, x, b: (1 / m.log(b) / x, -c / m.log(b) / b),
              "ln", latex=r"\log_{{{1}}}({0})", arity=(2, 2), domain=_POSITIVE),
    called_by_name("log2", lambda m, x: m.log2(x), lambda m, c, x: (1 / m.log(2) / x,), latex=r"\log_2({0})",
              domain=_POSITIVE),
    called_by_name("log10", lambda m, x: m.log10(x), lambda m, c, x: (1 / m.log(10) / x,), latex=r"\log_{{10}}({0})",
              domain=_POSITIVE),
    called_by_name("log1p", lambda m, x: m.log1p(x), lambda m, c, x: (1 / (1 + x),),
              domain="the argument is greater than −1"),
    called_by_name("expm1", lambda m, x: m.expm1(x), lambda m, c, x: (m.exp(x),)),
    # roots and powers
    called_by_name("sqrt", lambda m, x: m.sqrt(x), lambda m, c, x: (1 / (2 * c),), latex=r"\sqrt{{{0}}}",
              domain="the argument is not negative; at 0 the slope is infinite"),
    called_by_name("cbrt", lambda m, x: m.cbrt(x), lambda m, c, x: (1 / (3 * c * c),), latex=r"\sqrt[3]{{{0}}}",
              domain="everywhere; at 0 the slope is infinite"),
    called_by_name("hypot", lambda m, x, y: m.hypot(x, y),
              lambda m, c, x, y: (x / m.select(m.equal(c, 0), 1, c), y / m.select(m.equal(c, 0), 1, c)),
              arity=(2, 2), kink=lambda x, y: Kink(0.0, (-1.0, 1.0)) if x == 0 == y else None, cone=True),
    # steps and bends
    ABS,
    DETACH,
    called_by_name("sign", lambda m, x: m.sign(x), lambda m, c, x: (m.nothing,), "sgn",
              kink=lambda x: Kink(0.0, None) if x == 0 else None, exact=True),
    called_by_name("floor", lambda m, x: m.floor(x), lambda m, c, x: (m.nothing,),
              latex=r"\lfloor {0} \rfloor", kink=_jump, bends_at=1.0, exact=True),
    called_by_name("ceil", lambda m, x: m.ceil(x), lambda m, c, x: (m.nothing,), "ceiling",
              latex=r"\lceil {0} \rceil", kink=_jump, bends_at=1.0, exact=True),
    MAXIMUM,
    MINIMUM,
    called_by_name("where", lambda m, k, x, y: m.where(m.unequal(k, 0), x, y),
              lambda m, c, k, x, y: (m.nothing, m.where(m.unequal(k, 0), 1, m.nothing),
                                     m.where(m.equal(k, 0), 1, m.nothing)),
              rule="selection", arity=(3, 3), chooses=True,
              example=("where(x > 0, x**2, y)", {"x": 0.5, "y": 2.0}), exact=True),
    # circular functions
    called_by_name("sin", lambda m, x: m.sin(x), lambda m, c, x: (m.cos(x),), latex=r"\sin({0})"),
    called_by_name("cos", lambda m, x: m.cos(x), lambda m, c, x: (-m.sin(x),), latex=r"\cos({0})"),
    called_by_name("tan", lambda m, x: m.tan(x), lambda m, c, x: (1 + c * c,), latex=r"\tan({0})"),
    called_by_name("sec", lambda m, x: 1 / m.cos(x), lambda m, c, x: (c * m.tan(x),), latex=r"\sec({0})"),
    called_by_name("csc", lambda m, x: 1 / m.sin(x), lambda m, c, x: (-c * m.cos(x) / m.sin(x),), "cosec",
              latex=r"\csc({0})", domain=_NOT_ZERO),
    called_by_name("cot", lambda m, x: m.cos(x) / m.sin(x), lambda m, c, x: (-1 - c * c,), "cotan", latex=r"\cot({0})",
              domain=_NOT_ZERO),
    called_by_name("asin", lambda m, x: m.asin(x), lambda m, c, x: (1 / m.sqrt(m.one_minus_square(x)),), "arcsin",
              latex=r"\arcsin({0})", domain=_BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("acos", lambda m, x: m.acos(x), lambda m, c, x: (-1 / m.sqrt(m.one_minus_square(x)),), "arccos",
              latex=r"\arccos({0})", domain=_BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("atan", lambda m, x: m.atan(x), lambda m, c, x: (1 / m.hypot(1, x) / m.hypot(1, x),), "arctan",
              latex=r"\arctan({0})"),
    called_by_name("atan2", lambda m, y, x: m.atan2(y, x),
              lambda m, c, y, x: (x / m.hypot(x, y) / m.hypot(x, y), -y / m.hypot(x, y) / m.hypot(x, y)),
              "arctan2", arity=(2, 2), kink=_cut, vanishes=nowhere_zero, bends_at={"x": 0.0, "y": -1.0}),
    # hyperbolic functions
    called_by_name("sinh", lambda m, x: m.sinh(x), lambda m, c, x: (m.cosh(x),), latex=r"\sinh({0})"),
    called_by_name("cosh", lambda m, x: m.cosh(x), lambda m, c, x: (m.sinh(x),), latex=r"\cosh({0})"),
    called_by_name("tanh", lambda m, x: m.tanh(x), lambda m, c, x: (m.sech_squared(x),), latex=r"\tanh({0})",
              saturates=True),
    called_by_name("asinh", lambda m, x: m.asinh(x), lambda m, c, x: (1 / m.hypot(1, x),), "arcsinh", "arsinh"),
    called_by_name("acosh", lambda m, x: m.acosh(x), lambda m, c, x: (1 / (m.sqrt(x - 1) * m.sqrt(x + 1)),),
              "arccosh", "arcosh",
              domain="the argument is at least 1; at 1 the slope is infinite", example=("acosh(x)", {"x": 2.0})),
    called_by_name("atanh", lambda m, x: m.atanh(x), lambda m, c, x: (1 / m.one_minus_square(x),), "arctanh", "artanh",
              domain=_BETWEEN + ", the ends left out"),
    # activations
    called_by_name("sigmoid", lambda m, x: m.sigmoid(x), lambda m, c, x: (c * m.one_minus_sigmoid(x),),
              "logistic", "expit", latex=r"\sigma({0})", vanishes=nowhere_zero, saturates=True),
    called_by_name("softplus", lambda m, x: m.softplus(x), lambda m, c, x: (m.sigmoid(x),), vanishes=nowhere_zero),
    called_by_name("relu", lambda m, x: m.where(m.greater(x, 0), x, 0.0),
              lambda m, c, x: (m.where(m.greater(x, 0), 1, m.nothing),), "ReLU", kink=_at(0.0, 0.0, 0.0, 1.0),
              exact=True),
    called_by_name("leaky_relu", lambda m, x, a=0.01: m.where(m.greater(x, 0), x, a * x),
              lambda m, c, x, a=0.01: (m.where(m.greater(x, 0), 1, _bend(m, x, a)),
                                       m.where(m.greater(x, 0), m.nothing, x)),
              parameters=("x", "alpha"), arity=(1, 2), kink=lambda x, a=0.01: _bent(x, a), vanishes=nowhere_zero),
    called_by_name("elu", lambda m, x, a=1: m.where(m.greater(x, 0), x, a * m.expm1(m.minimum(x, 0))),
              lambda m, c, x, a=1: (m.where(m.greater(x, 0), 1, _bend(m, x, a) * m.exp(m.minimum(x, 0))),
                                      m.where(m.greater(x, 0), m.nothing, m.expm1(m.minimum(x, 0)))),
              parameters=("x", "alpha"), arity=(1, 2), kink=lambda x, a=1: _bent(x, a, True), vanishes=nowhere_zero,
              example=("elu(x, 2)", {"x": -0.5})),
    called_by_name("gelu", lambda m, x: x * m.normcdf(x), lambda m, c, x: (m.normcdf(x) + x * m.normpdf(x),),
              vanishes=nowhere_zero, costly=True),
    called_by_name("silu", lambda m, x: x * m.sigmoid(x),
              lambda m, c, x: (m.sigmoid(x) * (1 + x * m.one_minus_sigmoid(x)),), "swish", vanishes=nowhere_zero),
    # special functions
    called_by_name("erf", lambda m, x: m.erf(x), lambda m, c, x: (m.two_over_root_pi * m.exp(-x * x),), costly=True),
    called_by_name("erfc", lambda m, x: m.erfc(x), lambda m, c, x: (-m.two_over_root_pi * m.exp(-x * x),),
              vanishes=nowhere_zero, costly=True),
    called_by_name("gamma", lambda m, x: m.gamma(x), lambda m, c, x: (c * m.digamma(x),), latex=r"\Gamma({0})",
              vanishes=nowhere_zero, domain=_NO_POLE, costly=True),
    called_by_name("lgamma", lambda m, x: m.lgamma(x), lambda m, c, x: (m.digamma(x),), "loggamma", "gammaln",
              latex=r"\log\Gamma({0})", domain=_NO_POLE, costly=True, typeset_by_name=True),
    called_by_name("digamma", lambda m, x: m.digamma(x), lambda m, c, x: (m.trigamma(x),), latex=r"\psi({0})",
              domain=_NO_POLE, costly=True),
    FACTORIAL,
    called_by_name("binomial", lambda m, n, k: m.binomial(n, k),
              lambda m, c, n, k: m.binomial_slopes(c, n, k),
              "binom", "comb", latex=r"\binom{{{0}}}{{{1}}}", arity=(2, 2),
              vanishes=lambda n, k: nowhere_zero(n, k) and not _zero_factor(k + 1) and not _zero_factor(n - k + 1),
              example=("binomial(x, y)", {"x": 5.0, "y": 2.0}), costly=True),
    called_by_name("beta", lambda m, a, b: m.beta(a, b),
              lambda m, c, a, b: m.beta_slopes(c, a, b),
              latex=r"\mathrm{{B}}({all})", arity=(2, 2),
              vanishes=lambda a, b: nowhere_zero(a, b) and not _zero_factor(a + b),
              costly=True, typeset_by_name=True),
    called_by_name("normpdf", lambda m, x: m.normpdf(x), lambda m, c, x: (-x * c,), latex=r"\varphi({0})",
              vanishes=nowhere_zero),
    called_by_name("normcdf", lambda m, x: m.normcdf(x), lambda m, c, x: (m.normpdf(x),), "ndtr", latex=r"\Phi({0})",
              vanishes=nowhere_zero, costly=True),
    called_by_name("lognormcdf", lambda m, x: m.lognormcdf(x), lambda m, c, x: (m.inverse_mills(x),), "log_ndtr",
              latex=r"\log\Phi({0})", vanishes=nowhere_zero, costly=True, typeset_by_name=True),
    # the slopes are Plackett's (1954): fix one variable, and the other is normal with mean ρh and variance 1 - ρ²
    called_by_name("normcdf2", lambda m, h, k, r: m.normcdf2(h, k, r),
                   lambda m, c, h, k, r: (
                       m.normpdf(h) * m.normcdf((k - r * h) / m.sqrt(m.one_minus_square(r))),
                       m.normpdf(k) * m.normcdf((h - r * k) / m.sqrt(m.one_minus_square(r))),
                       m.normpdf(h) * m.normpdf((k - r * h) / m.sqrt(m.one_minus_square(r)))
                       / m.sqrt(m.one_minus_square(r))),
                   latex=r"\Phi_2({all})", arity=(3, 3), vanishes=lambda h, k, r: r != -1 and h - h == k - k,
              domain="the correlation lies between −1 and 1", typeset_by_name=True),
)  # fmt: skip
