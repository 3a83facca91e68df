"""Circular and hyperbolic functions and their inverses; formulas of the DLMF, chapter 4. Angles are radians."""

from __future__ import annotations

from typing import Any

from graphs.operations.numbers.bends import on_the_cut
from graphs.operations.numbers.domains import BETWEEN, NOT_ZERO
from graphs.operations.row import Operation, called_by_name, nowhere_zero

_BEYOND_ONE = "the argument is at most −1 or at least 1; there the slope is infinite"


def _root_above_one(m: Any, x: Any) -> Any:
    """√(x² - 1), without its cancellation."""
    return m.sqrt(m.absolute(x) - 1) * m.sqrt(m.absolute(x) + 1)


CIRCULAR: tuple[Operation, ...] = (
    # circular functions
    called_by_name("sin", lambda m, x: m.sin(x), lambda m, c, x: (m.cos(x),), latex=r"\sin({0})"),
    called_by_name("cos", lambda m, x: m.cos(x), lambda m, c, x: (-m.sin(x),), latex=r"\cos({0})"),
    called_by_name("tan", lambda m, x: m.tan(x), lambda m, c, x: (1 + c * c,), "tg", latex=r"\tan({0})"),
    called_by_name("sec", lambda m, x: 1 / m.cos(x), lambda m, c, x: (c * m.tan(x),), latex=r"\sec({0})"),
    called_by_name("csc", lambda m, x: 1 / m.sin(x), lambda m, c, x: (-c * m.cos(x) / m.sin(x),), "cosec",
              latex=r"\csc({0})", domain=NOT_ZERO),
    called_by_name("cot", lambda m, x: m.cos(x) / m.sin(x), lambda m, c, x: (-1 - c * c,), "cotan", "ctg",
              latex=r"\cot({0})", domain=NOT_ZERO),
    called_by_name("asin", lambda m, x: m.asin(x), lambda m, c, x: (1 / m.sqrt(m.one_minus_square(x)),), "arcsin",
              latex=r"\arcsin({0})", domain=BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("acos", lambda m, x: m.acos(x), lambda m, c, x: (-1 / m.sqrt(m.one_minus_square(x)),), "arccos",
              latex=r"\arccos({0})", domain=BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("atan", lambda m, x: m.atan(x), lambda m, c, x: (1 / m.hypot(1, x) / m.hypot(1, x),), "arctan",
              "arctg", latex=r"\arctan({0})"),
    called_by_name("atan2", lambda m, y, x: m.atan2(y, x),
              lambda m, c, y, x: (x / m.hypot(x, y) / m.hypot(x, y), -y / m.hypot(x, y) / m.hypot(x, y)),
              "arctan2", arity=(2, 2), kink=on_the_cut, vanishes=nowhere_zero, bends_at={"x": 0.0, "y": -1.0}),
    called_by_name("asec", lambda m, x: m.atan2(_root_above_one(m, x), m.sign(x)),
                   lambda m, c, x: (1 / m.absolute(x) / _root_above_one(m, x),), "arcsec",
                   latex=r"\operatorname{{arcsec}}({0})", domain=_BEYOND_ONE, example=("asec(x)", {"x": 2.0})),
    called_by_name("acsc", lambda m, x: m.atan2(m.sign(x), _root_above_one(m, x)),
                   lambda m, c, x: (-1 / m.absolute(x) / _root_above_one(m, x),), "arccsc",
                   latex=r"\operatorname{{arccsc}}({0})", domain=_BEYOND_ONE, example=("acsc(x)", {"x": 2.0})),
    # of two conventions that of SymPy and MATLAB, odd with a jump at 0; arcctg is the other one
    called_by_name("acot", lambda m, x: m.atan(1 / x), lambda m, c, x: (-1 / m.hypot(1, x) / m.hypot(1, x),), "arccot",
                   latex=r"\operatorname{{arccot}}({0})", domain=NOT_ZERO),
    called_by_name("arcctg", lambda m, x: m.atan2(1, x), lambda m, c, x: (-1 / m.hypot(1, x) / m.hypot(1, x),)),
    called_by_name("sind", lambda m, x: m.sind(x), lambda m, c, x: (m.pi / 180 * m.cosd(x),), "sindg"),
    called_by_name("cosd", lambda m, x: m.cosd(x), lambda m, c, x: (-m.pi / 180 * m.sind(x),), "cosdg"),
    called_by_name("tand", lambda m, x: m.sind(x) / m.cosd(x), lambda m, c, x: (m.pi / 180 * (1 + c * c),), "tandg",
                   domain="the argument is none of ±90, ±270, …"),
    called_by_name("sinc", lambda m, x: m.sinc(x), lambda m, c, x: (m.sinc_slope(x),)),
    called_by_name("cosm1", lambda m, x: -2 * m.sin(x / 2) * m.sin(x / 2), lambda m, c, x: (-m.sin(x),),
                   vanishes=nowhere_zero),
    # hyperbolic functions
    called_by_name("sinh", lambda m, x: m.sinh(x), lambda m, c, x: (m.cosh(x),), "sh", latex=r"\sinh({0})"),
    called_by_name("cosh", lambda m, x: m.cosh(x), lambda m, c, x: (m.sinh(x),), "ch", latex=r"\cosh({0})"),
    called_by_name("tanh", lambda m, x: m.tanh(x), lambda m, c, x: (m.sech_squared(x),), "th", latex=r"\tanh({0})",
              saturates=True),
    called_by_name("asinh", lambda m, x: m.asinh(x), lambda m, c, x: (1 / m.hypot(1, x),), "arcsinh", "arsinh"),
    called_by_name("acosh", lambda m, x: m.acosh(x), lambda m, c, x: (1 / (m.sqrt(x - 1) * m.sqrt(x + 1)),),
              "arccosh", "arcosh",
              domain="the argument is at least 1; at 1 the slope is infinite", example=("acosh(x)", {"x": 2.0})),
    called_by_name("atanh", lambda m, x: m.atanh(x), lambda m, c, x: (1 / m.one_minus_square(x),), "arctanh", "artanh",
              domain=BETWEEN + ", the ends left out"),
    called_by_name("sech", lambda m, x: m.sech(x), lambda m, c, x: (-c * m.tanh(x),), vanishes=nowhere_zero),
    called_by_name("csch", lambda m, x: m.csch(x), lambda m, c, x: (-c / m.tanh(x),), "cosech", vanishes=nowhere_zero,
                   domain=NOT_ZERO),
    called_by_name("coth", lambda m, x: 1 / m.tanh(x), lambda m, c, x: (-m.csch(x) * m.csch(x),), "cth",
                   latex=r"\coth({0})", domain=NOT_ZERO, saturates=True),
    # both terms are positive: nothing cancels
    called_by_name("asech", lambda m, x: m.log1p(m.sqrt(m.one_minus_square(x))) - m.log(x),
                   lambda m, c, x: (-1 / x / m.sqrt(m.one_minus_square(x)),), "arcsech", "arsech",
                   domain="the argument lies between 0 and 1; at 1 the slope is infinite"),
    called_by_name("acsch", lambda m, x: m.asinh(1 / x), lambda m, c, x: (-1 / m.absolute(x) / m.hypot(1, x),),
                   "arccsch", "arcsch", domain=NOT_ZERO),
    called_by_name("acoth", lambda m, x: m.sign(x) * m.log1p(2 / (m.absolute(x) - 1)) / 2,
                   lambda m, c, x: (1 / m.one_minus_square(x),), "arccoth", "arcoth",
                   domain="the argument is less than −1 or greater than 1", example=("acoth(x)", {"x": 2.0})),
)  # fmt: skip
