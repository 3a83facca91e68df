"""Exponentials, logarithms, roots and powers; formulas of the DLMF, chapter 4."""

from __future__ import annotations

from graphs.operations.numbers.domains import POSITIVE
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero

EXPONENTIALS: tuple[Operation, ...] = (
    # exponentials and logarithms
    called_by_name("exp", lambda m, x: m.exp(x), lambda m, c, x: (c,), latex=r"\exp({0})", vanishes=nowhere_zero),
    called_by_name("log", lambda m, x: m.log(x), lambda m, c, x: (1 / x,), "ln", latex=r"\log({0})",
              domain=POSITIVE),
    # No base is 0 (nor negative); a logarithm that is minus infinity there would make the quotient 0 in arrays.
    called_by_name("log", lambda m, x, b: m.log(x) / m.log(m.select(m.equal(b, 0), -1, b)),
              lambda m, c, x, b: (1 / m.log(b) / x, -c / m.log(b) / b),
              "ln", latex=r"\log_{{{1}}}({0})", arity=(2, 2), domain=POSITIVE),
    called_by_name("log2", lambda m, x: m.log2(x), lambda m, c, x: (1 / m.log(2) / x,), latex=r"\log_2({0})",
              domain=POSITIVE),
    called_by_name("log10", lambda m, x: m.log10(x), lambda m, c, x: (1 / m.log(10) / x,), latex=r"\log_{{10}}({0})",
              domain=POSITIVE),
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
)  # fmt: skip
