"""Exponentials, logarithms, roots and powers; formulas of the DLMF, chapter 4."""

from __future__ import annotations

from typing import Any

from graphs.operations.numbers.domains import POSITIVE
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero


def _by_exponent(m: Any, c: Any, log: Any, k: Any) -> Any:
    """The derivative of c = (exp(k log) - 1)/k by k, which cancels where k log is small."""
    return m.select(m.less(m.absolute(k * log), 1), log * log * m.exprel_slope(k * log),
                    (m.exp(k * log) * log - c) / m.select(m.equal(k, 0), 1, k))  # fmt: skip


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
    called_by_name("log10", lambda m, x: m.log10(x), lambda m, c, x: (1 / m.log(10) / x,), "lg",
              latex=r"\log_{{10}}({0})", domain=POSITIVE),
    called_by_name("log1p", lambda m, x: m.log1p(x), lambda m, c, x: (1 / (1 + x),),
              domain="the argument is greater than −1"),
    called_by_name("expm1", lambda m, x: m.expm1(x), lambda m, c, x: (m.exp(x),)),
    called_by_name("logit", lambda m, x: m.logit(x), lambda m, c, x: (1 / x / (1 - x),),
                   domain="the argument lies between 0 and 1, the ends left out"),
    called_by_name("logaddexp", lambda m, x, y: m.maximum(x, y) + m.softplus(-m.absolute(x - y)),
                   lambda m, c, x, y: (m.sigmoid(x - y), m.sigmoid(y - x)), arity=(2, 2)),
    called_by_name("logaddexp2",
                   lambda m, x, y: m.maximum(x, y) + m.softplus(-m.absolute(x - y) * m.log(2)) / m.log(2),
                   lambda m, c, x, y: (m.sigmoid((x - y) * m.log(2)), m.sigmoid((y - x) * m.log(2))), arity=(2, 2)),
    called_by_name("xlogy", lambda m, x, y: x * m.log(m.select(m.equal(x, 0), 1, y)),
                   lambda m, c, x, y: (m.log(y), x / y), arity=(2, 2),
                   domain="the second argument is positive; the value is 0 where the first is"),
    called_by_name("xlog1py", lambda m, x, y: x * m.log1p(m.select(m.equal(x, 0), 0, y)),
                   lambda m, c, x, y: (m.log1p(y), x / (1 + y)), arity=(2, 2),
                   domain="the second argument is greater than −1; the value is 0 where the first is"),
    called_by_name("entr", lambda m, x: 0 - x * m.log(m.select(m.equal(x, 0), 1, x)), lambda m, c, x: (-m.log(x) - 1,),
                   domain="the argument is not negative; at 0 the slope is infinite"),
    called_by_name("rel_entr",
                   lambda m, x, y: x * m.log_ratio(m.select(m.equal(x, 0), 1, x), m.select(m.equal(x, 0), 1, y)),
                   lambda m, c, x, y: (m.log_ratio(x, y) + 1, -x / y), arity=(2, 2),
                   domain="both arguments are positive; at x = 0 the slope is infinite"),
    called_by_name("kl_term", lambda m, x, y: m.kl_term(x, y), lambda m, c, x, y: (m.log_ratio(x, y), (y - x) / y),
                   arity=(2, 2), domain="both arguments are positive; at x = 0 the slope is infinite"),
    called_by_name("exprel", lambda m, x: m.exprel(x), lambda m, c, x: (m.exprel_slope(x),), vanishes=nowhere_zero),
    # (xᵏ - 1)/k, log x at k = 0; G. E. P. Box and D. R. Cox, "An analysis of transformations", 1964
    called_by_name("boxcox", lambda m, x, k: m.log(x) * m.exprel(k * m.log(x)),
                   lambda m, c, x, k: (m.power(x, k - 1), _by_exponent(m, c, m.log(x), k)),
                   arity=(2, 2), domain=POSITIVE),
    called_by_name("boxcox1p", lambda m, x, k: m.log1p(x) * m.exprel(k * m.log1p(x)),
                   lambda m, c, x, k: (m.exp((k - 1) * m.log1p(x)), _by_exponent(m, c, m.log1p(x), k)),
                   arity=(2, 2), domain="the argument is greater than −1"),
    # roots and powers
    called_by_name("sqrt", lambda m, x: m.sqrt(x), lambda m, c, x: (1 / (2 * c),), latex=r"\sqrt{{{0}}}",
              domain="the argument is not negative; at 0 the slope is infinite"),
    called_by_name("cbrt", lambda m, x: m.cbrt(x), lambda m, c, x: (1 / (3 * c * c),), latex=r"\sqrt[3]{{{0}}}",
              domain="everywhere; at 0 the slope is infinite"),
    called_by_name("hypot", lambda m, x, y: m.hypot(x, y),
              lambda m, c, x, y: (x / m.select(m.equal(c, 0), 1, c), y / m.select(m.equal(c, 0), 1, c)),
              arity=(2, 2), kink=lambda x, y: Kink(0.0, (-1.0, 1.0)) if x == 0 == y else None, cone=True),
)  # fmt: skip
