"""Special functions and those of the normal distribution; formulas of the DLMF, chapters 5 to 7."""

from __future__ import annotations

import math

from graphs.operations.numbers.domains import BETWEEN, NO_POLE
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero


def _zero_factor(x: float) -> bool:
    """Whether 1/Γ is 0 at x."""
    return x <= 0.0 and x == math.floor(x)


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

SPECIAL: tuple[Operation, ...] = (
    called_by_name("erf", lambda m, x: m.erf(x), lambda m, c, x: (m.two_over_root_pi * m.exp(-x * x),), costly=True),
    called_by_name("erfc", lambda m, x: m.erfc(x), lambda m, c, x: (-m.two_over_root_pi * m.exp(-x * x),),
              vanishes=nowhere_zero, costly=True),
    called_by_name("gamma", lambda m, x: m.gamma(x), lambda m, c, x: (c * m.digamma(x),), latex=r"\Gamma({0})",
              vanishes=nowhere_zero, domain=NO_POLE, costly=True),
    called_by_name("lgamma", lambda m, x: m.lgamma(x), lambda m, c, x: (m.digamma(x),), "loggamma", "gammaln",
              latex=r"\log\Gamma({0})", domain=NO_POLE, costly=True, typeset_by_name=True),
    called_by_name("digamma", lambda m, x: m.digamma(x), lambda m, c, x: (m.trigamma(x),), "psi", latex=r"\psi({0})",
              domain=NO_POLE, costly=True),
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
    called_by_name("erfinv", lambda m, x: m.erfinv(x), lambda m, c, x: (m.exp(c * c) / m.two_over_root_pi,),
                   domain=BETWEEN + ", the ends left out", costly=True),
    called_by_name("erfcinv", lambda m, x: m.erfcinv(x), lambda m, c, x: (-m.exp(c * c) / m.two_over_root_pi,),
                   domain="the argument lies between 0 and 2, the ends left out", costly=True),
    called_by_name("ndtri", lambda m, x: m.ndtri(x), lambda m, c, x: (1 / m.normpdf(c),),
                   domain="the argument lies between 0 and 1, the ends left out", costly=True),
    called_by_name("erfcx", lambda m, x: m.erfcx(x), lambda m, c, x: (m.erfcx_slope(x),), vanishes=nowhere_zero,
                   costly=True),
    called_by_name("erfi", lambda m, x: m.erfi(x), lambda m, c, x: (m.two_over_root_pi * m.exp(x * x),), costly=True),
    called_by_name("dawsn", lambda m, x: m.dawsn(x), lambda m, c, x: (m.dawsn_slope(x),), costly=True),
    called_by_name("trigamma", lambda m, x: m.trigamma(x), lambda m, c, x: (m.polygamma(2, x),), latex=r"\psi_1({0})",
                   domain=NO_POLE, costly=True, typeset_by_name=True),
    called_by_name("polygamma", lambda m, n, x: m.polygamma(n, x),
                   lambda m, c, n, x: (m.nothing, m.polygamma(n + 1, x)),
                   arity=(2, 2), latex=r"\psi^{{({0})}}({1})", example=("polygamma(1, x)", {"x": 2.0}),
                   kink=lambda n, x: Kink(0.0, None),  # in the order, which is there at whole numbers alone
                   domain="the order is a whole number from 0 to 100; " + NO_POLE, costly=True, typeset_by_name=True),
    called_by_name("betaln", lambda m, a, b: m.betaln(a, b),
                   lambda m, c, a, b: (m.digamma_drop(a, b), m.digamma_drop(b, a)), "lbeta",
                   latex=r"\log\mathrm{{B}}({all})", arity=(2, 2), domain=NO_POLE, costly=True, typeset_by_name=True),
    called_by_name("rgamma", lambda m, x: m.rgamma(x), lambda m, c, x: (m.rgamma_slope(x),),
                   latex=r"1/\Gamma({0})", binds=2, vanishes=lambda x: x > 1, costly=True, typeset_by_name=True),
    called_by_name("poch", lambda m, x, n: m.poch(x, n),
                   lambda m, c, x, n: (-c * m.digamma_drop(x, n), c * m.digamma(x + n)),
                   arity=(2, 2), vanishes=nowhere_zero, costly=True,
                   domain="neither x nor x + n is one of 0, −1, −2, …"),
    called_by_name("lognormpdf", lambda m, x: -x * x / 2 - m.log(2 * m.pi) / 2, lambda m, c, x: (-x,),
                   latex=r"\log\varphi({0})", typeset_by_name=True),
)  # fmt: skip
