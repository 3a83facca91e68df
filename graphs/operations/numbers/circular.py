"""Circular and hyperbolic functions and their inverses; formulas of the DLMF, chapter 4. Angles are radians."""

from __future__ import annotations

from graphs.operations.numbers.bends import on_the_cut
from graphs.operations.numbers.domains import BETWEEN, NOT_ZERO
from graphs.operations.row import Operation, called_by_name, nowhere_zero

CIRCULAR: tuple[Operation, ...] = (
    # circular functions
    called_by_name("sin", lambda m, x: m.sin(x), lambda m, c, x: (m.cos(x),), latex=r"\sin({0})"),
    called_by_name("cos", lambda m, x: m.cos(x), lambda m, c, x: (-m.sin(x),), latex=r"\cos({0})"),
    called_by_name("tan", lambda m, x: m.tan(x), lambda m, c, x: (1 + c * c,), latex=r"\tan({0})"),
    called_by_name("sec", lambda m, x: 1 / m.cos(x), lambda m, c, x: (c * m.tan(x),), latex=r"\sec({0})"),
    called_by_name("csc", lambda m, x: 1 / m.sin(x), lambda m, c, x: (-c * m.cos(x) / m.sin(x),), "cosec",
              latex=r"\csc({0})", domain=NOT_ZERO),
    called_by_name("cot", lambda m, x: m.cos(x) / m.sin(x), lambda m, c, x: (-1 - c * c,), "cotan", latex=r"\cot({0})",
              domain=NOT_ZERO),
    called_by_name("asin", lambda m, x: m.asin(x), lambda m, c, x: (1 / m.sqrt(m.one_minus_square(x)),), "arcsin",
              latex=r"\arcsin({0})", domain=BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("acos", lambda m, x: m.acos(x), lambda m, c, x: (-1 / m.sqrt(m.one_minus_square(x)),), "arccos",
              latex=r"\arccos({0})", domain=BETWEEN + "; at the ends the slope is infinite"),
    called_by_name("atan", lambda m, x: m.atan(x), lambda m, c, x: (1 / m.hypot(1, x) / m.hypot(1, x),), "arctan",
              latex=r"\arctan({0})"),
    called_by_name("atan2", lambda m, y, x: m.atan2(y, x),
              lambda m, c, y, x: (x / m.hypot(x, y) / m.hypot(x, y), -y / m.hypot(x, y) / m.hypot(x, y)),
              "arctan2", arity=(2, 2), kink=on_the_cut, vanishes=nowhere_zero, bends_at={"x": 0.0, "y": -1.0}),
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
              domain=BETWEEN + ", the ends left out"),
)  # fmt: skip
