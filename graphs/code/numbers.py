"""How PyTorch, JAX and NumPy say the rows of numbers: one formula per row over their functions; see spellings.py."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial, reduce
from typing import Any

from graphs.code.written import Written

Spelling = Callable[..., Any] | None


def _softplus(m: Any, x: Any) -> Any:
    return m.logaddexp(x, m.zeros_like(x))


def _elu(m: Any, x: Any, a: Any = 1) -> Any:
    return m.where(x > 0, x, a * m.expm1(m.where(x > 0, m.zeros_like(x), x)))  # minimum halves the slope at 0


# Elementwise rows that both say alike: f(m, *x).
SHARED: dict[str, Spelling] = {
    "add": lambda m, x, y: x + y, "subtract": lambda m, x, y: x - y, "multiply": lambda m, x, y: x * y,
    "divide": lambda m, x, y: x / y, "negate": lambda m, x: -x, "power": lambda m, x, y: x**y,
    # a condition is 1 or 0, and may be reckoned with
    "less": lambda m, x, y: (x < y) * 1.0, "less or equal": lambda m, x, y: (x <= y) * 1.0,
    "greater": lambda m, x, y: (x > y) * 1.0, "greater or equal": lambda m, x, y: (x >= y) * 1.0,
    "equal": lambda m, x, y: (x == y) * 1.0, "unequal": lambda m, x, y: (x != y) * 1.0,
    "mod": lambda m, x, y: m.remainder(x, y),
    "exp": lambda m, x: m.exp(x), "log": lambda m, x, *b: m.log(x) / m.log(b[0]) if b else m.log(x),
    "log2": lambda m, x: m.log2(x), "log10": lambda m, x: m.log10(x), "log1p": lambda m, x: m.log1p(x),
    "expm1": lambda m, x: m.expm1(x), "sqrt": lambda m, x: m.sqrt(x), "hypot": lambda m, x, y: m.hypot(x, y),
    "abs": lambda m, x: m.abs(x), "sign": lambda m, x: m.sign(x), "floor": lambda m, x: m.floor(x),
    "ceil": lambda m, x: m.ceil(x), "max": lambda m, *x: reduce(m.maximum, x),
    "min": lambda m, *x: reduce(m.minimum, x), "where": lambda m, k, x, y: m.where(k != 0, x, y),
    "sin": lambda m, x: m.sin(x), "cos": lambda m, x: m.cos(x), "tan": lambda m, x: m.tan(x),
    "sec": lambda m, x: 1 / m.cos(x), "csc": lambda m, x: 1 / m.sin(x), "cot": lambda m, x: m.cos(x) / m.sin(x),
    "asin": lambda m, x: m.arcsin(x), "acos": lambda m, x: m.arccos(x), "atan": lambda m, x: m.arctan(x),
    "atan2": lambda m, y, x: m.arctan2(y, x), "sinh": lambda m, x: m.sinh(x), "cosh": lambda m, x: m.cosh(x),
    "tanh": lambda m, x: m.tanh(x), "asinh": lambda m, x: m.arcsinh(x), "acosh": lambda m, x: m.arccosh(x),
    "atanh": lambda m, x: m.arctanh(x), "softplus": _softplus,
    "leaky_relu": lambda m, x, a=0.01: m.where(x > 0, x, a * x), "elu": _elu,
    "sinc": lambda m, x: m.sinc(x), "logaddexp": lambda m, x, y: m.logaddexp(x, y),
    "logaddexp2": lambda m, x, y: m.logaddexp2(x, y), "arcctg": lambda m, x: m.arctan2(m.ones_like(x), x),
    "asec": lambda m, x: m.arccos(1 / x), "acsc": lambda m, x: m.arcsin(1 / x), "acoth": lambda m, x: m.arctanh(1 / x),
    "sech": lambda m, x: 1 / m.cosh(x), "csch": lambda m, x: 1 / m.sinh(x), "coth": lambda m, x: 1 / m.tanh(x),
    "sind": lambda m, x: m.sin(m.deg2rad(x)), "cosd": lambda m, x: m.cos(m.deg2rad(x)),
    "tand": lambda m, x: m.tan(m.deg2rad(x)), "round": lambda m, x: m.round(x), "trunc": lambda m, x: m.trunc(x),
    "frac": lambda m, x: x - m.trunc(x), "fmod": lambda m, x, y: m.fmod(x, y),
    "copysign": lambda m, x, y: m.copysign(x, y),
    "ieee_remainder": lambda m, x, y: x - y * m.round(x / y),
    "heaviside": lambda m, x, h=0.5: m.where(x == 0, h, (m.sign(x) + 1) / 2),
    "rel_entr": lambda m, x, y: x * m.log(x / y), "tanhshrink": lambda m, x: x - m.tanh(x),
    "softshrink": lambda m, x, a=0.5: m.where(m.abs(x) > a, x - a * m.sign(x), 0 * x),
    "hardshrink": lambda m, x, a=0.5: m.where(m.abs(x) > a, x, 0 * x), "log_sigmoid": lambda m, x: -_softplus(m, -x),
    "mish": lambda m, x: x * m.tanh(_softplus(m, x)), "softsign": lambda m, x: x / (1 + m.abs(x)),
    "squareplus": lambda m, x, b=4: (x + m.sqrt(x**2 + b)) / 2,
    "celu": lambda m, x, a=1: m.where(x > 0, x, a * m.expm1(m.where(x > 0, 0 * x, x) / a)),
    "boxcox": lambda m, x, k: (x**k - 1) / k, "boxcox1p": lambda m, x, k: ((1 + x)**k - 1) / k,
    "exprel": lambda m, x: m.expm1(x) / x,
    "lognormpdf": lambda m, x: -(x**2) / 2 - math.log(2 * math.pi) / 2,
    "normpdf": lambda m, x: m.exp(-(x**2) / 2) / (2 * m.pi) ** 0.5, "normcdf2": None,
}  # fmt: skip


# 1/Γ(x) = reflection(x) exp(-log_gamma(x)), which at a pole of Γ is 0 with its slope: left of 1/2 it is
# sin(πx) Γ(1 - x)/π (DLMF, 5.5.3). Code calls the two by name; `helpers` has what they are.


def log_gamma(m: Any, lgamma: Any, x: Any) -> Any:
    """lgamma(x) from 1/2 on, and -lgamma(1 - x) left of it, which `reflection` completes (DLMF 5.5.3)."""
    return m.where(x < 0.5, -1, 1) * lgamma(m.where(x < 0.5, 1 - x, x))


def reflection(m: Any, x: Any) -> Any:
    """1, and left of 1/2 sin(πx)/π: 1/Γ(x) is reflection(x)·exp(-log_gamma(x)), 0 at the poles of Γ."""
    sign = 1 - 2 * m.remainder(m.round(x), 2)
    return m.where(x < 0.5, sign * m.sin(m.pi * (x - m.round(x))) / m.pi, 1)


def _gammas(m: Any, lgamma: Any, above: tuple[Any, ...], below: tuple[Any, ...]) -> Any:
    """A product of gammas over another, through their logarithms, so that none overflows."""
    log: Callable[[Any], Any] = partial(log_gamma, m, lgamma)
    rest: Callable[[Any], Any] = partial(reflection, m)
    if isinstance(m, Written):
        log, rest = Written("log_gamma"), Written("reflection")
    if above:
        logs = reduce(lambda a, b: a + b, [log(x) for x in above])
        product = m.exp(reduce(lambda a, b: a - b, [logs, *(log(x) for x in below)]))
    else:
        product = m.exp(-reduce(lambda a, b: a + b, [log(x) for x in below]))
    product = reduce(lambda a, b: a * b, [product, *(rest(x) for x in below)])
    return reduce(lambda a, b: a / b, [product, *(rest(x) for x in above)])


def _torch_gammas(t: Any, above: tuple[Any, ...], below: tuple[Any, ...]) -> Any:
    return _gammas(t, t.lgamma, above, below)


def _jax_gammas(j: Any, above: tuple[Any, ...], below: tuple[Any, ...]) -> Any:
    return _gammas(j.numpy, j.scipy.special.gammaln, above, below)


def _torch_normcdf(t: Any, x: Any) -> Any:
    """PyTorch's own ndtr is 1 + erf, which has no digits left far out on the left."""
    return t.erfc(-x / 2**0.5) / 2


# Elementwise rows with a spelling of each library's own: f(torch, *x), f(jax, *x).
TORCH: dict[str, Spelling] = {
    "cbrt": lambda t, x: t.sign(x) * t.abs(x) ** (1 / 3), "sigmoid": lambda t, x: t.sigmoid(x),
    "relu": lambda t, x: t.relu(x), "gelu": lambda t, x: x * _torch_normcdf(t, x),
    "silu": lambda t, x: t.nn.functional.silu(x), "erf": lambda t, x: t.erf(x), "erfc": lambda t, x: t.erfc(x),
    "gamma": lambda t, x: _torch_gammas(t, (x,), ()), "lgamma": lambda t, x: t.lgamma(x),
    "digamma": lambda t, x: t.digamma(x),
    "factorial": lambda t, x: _torch_gammas(t, (x + 1,), ()),
    "binomial": lambda t, n, k: _torch_gammas(t, (n + 1,), (k + 1, n - k + 1)),
    "beta": lambda t, a, b: _torch_gammas(t, (a, b), (a + b,)),
    "logit": lambda t, x: t.logit(x), "xlogy": lambda t, x, y: t.xlogy(x, y),
    "xlog1py": lambda t, x, y: t.special.xlog1py(x, y), "entr": lambda t, x: t.special.entr(x),
    "kl_term": lambda t, x, y: t.xlogy(x, x / y) - x + y,
    "erfinv": lambda t, x: t.erfinv(x), "erfcinv": lambda t, x: t.erfinv(1 - x),
    "ndtri": lambda t, x: t.special.ndtri(x),
    "erfcx": lambda t, x: t.special.erfcx(x), "erfi": None, "dawsn": None, "trigamma": lambda t, x: t.polygamma(1, x),
    "polygamma": lambda t, n, x: t.polygamma(int(n) if isinstance(n, float) else n, x),
    "betaln": lambda t, a, b: t.lgamma(a) + t.lgamma(b) - t.lgamma(a + b),
    "rgamma": lambda t, x: _torch_gammas(t, (), (x,)), "poch": lambda t, x, n: _torch_gammas(t, (x + n,), (x,)),
    "detach": lambda t, x: t.detach(x),
    # which has no derivative in PyTorch, not even 0
    "floor_divide": lambda t, x, y: t.floor_divide(t.detach(x), t.detach(y)),
    "normcdf": _torch_normcdf, "lognormcdf": lambda t, x: t.special.log_ndtr(x),
}  # fmt: skip
JAX: dict[str, Spelling] = {
    "cbrt": lambda j, x: j.numpy.cbrt(x), "sigmoid": lambda j, x: j.nn.sigmoid(x), "relu": lambda j, x: j.nn.relu(x),
    "gelu": lambda j, x: j.nn.gelu(x, approximate=False), "silu": lambda j, x: j.nn.silu(x),
    "erf": lambda j, x: j.scipy.special.erf(x), "erfc": lambda j, x: j.scipy.special.erfc(x),
    "gamma": lambda j, x: j.scipy.special.gamma(x), "lgamma": lambda j, x: j.scipy.special.gammaln(x),
    "digamma": lambda j, x: j.scipy.special.digamma(x), "factorial": lambda j, x: j.scipy.special.gamma(x + 1),
    "binomial": lambda j, n, k: _jax_gammas(j, (n + 1,), (k + 1, n - k + 1)),
    "beta": lambda j, a, b: _jax_gammas(j, (a, b), (a + b,)),
    "logit": lambda j, x: j.scipy.special.logit(x), "xlogy": lambda j, x, y: j.scipy.special.xlogy(x, y),
    "xlog1py": lambda j, x, y: j.scipy.special.xlog1py(x, y), "entr": lambda j, x: j.scipy.special.entr(x),
    "kl_term": lambda j, x, y: j.scipy.special.kl_div(x, y),
    "erfinv": lambda j, x: j.scipy.special.erfinv(x), "erfcinv": lambda j, x: j.scipy.special.erfinv(1 - x),
    "ndtri": lambda j, x: j.scipy.special.ndtri(x), "erfcx": lambda j, x: j.scipy.special.erfcx(x),
    "erfi": lambda j, x: 2 / math.sqrt(math.pi) * j.numpy.exp(x**2) * j.scipy.special.dawsn(x),
    "dawsn": lambda j, x: j.scipy.special.dawsn(x),
    "trigamma": lambda j, x: j.scipy.special.polygamma(1, x),
    "polygamma": lambda j, n, x: j.scipy.special.polygamma(n, x),
    "betaln": lambda j, a, b: j.scipy.special.betaln(a, b), "rgamma": lambda j, x: _jax_gammas(j, (), (x,)),
    "poch": lambda j, x, n: _jax_gammas(j, (x + n,), (x,)),
    "detach": lambda j, x: j.lax.stop_gradient(x), "floor_divide": lambda j, x, y: j.numpy.floor_divide(x, y),
    "normcdf": lambda j, x: j.scipy.special.ndtr(x), "lognormcdf": lambda j, x: j.scipy.special.log_ndtr(x),
}  # fmt: skip
# NumPy's, and SciPy's special functions: f(modules, *x), modules.np and modules.special.
NUMPY: dict[str, Spelling] = {
    "less": lambda n, x, y: n.np.float64(x < y), "less or equal": lambda n, x, y: n.np.float64(x <= y),
    "greater": lambda n, x, y: n.np.float64(x > y), "greater or equal": lambda n, x, y: n.np.float64(x >= y),
    "equal": lambda n, x, y: n.np.float64(x == y), "unequal": lambda n, x, y: n.np.float64(x != y),
    "cbrt": lambda n, x: n.np.cbrt(x), "sigmoid": lambda n, x: 1 / (1 + n.np.exp(-x)),
    "softplus": lambda n, x: n.np.logaddexp(0, x), "log_sigmoid": lambda n, x: -n.np.logaddexp(0, -x),
    "relu": lambda n, x: n.np.maximum(x, 0), "gelu": lambda n, x: x * n.special.ndtr(x),
    "silu": lambda n, x: x / (1 + n.np.exp(-x)), "mish": lambda n, x: x * n.np.tanh(n.np.logaddexp(0, x)),
    "elu": lambda n, x, a=1: n.np.where(x > 0, x, a * n.np.expm1(n.np.minimum(x, 0))),
    "celu": lambda n, x, a=1: n.np.where(x > 0, x, a * n.np.expm1(n.np.minimum(x, 0) / a)),
    "softshrink": lambda n, x, a=0.5: n.np.where(n.np.abs(x) > a, x - a * n.np.sign(x), 0),
    "hardshrink": lambda n, x, a=0.5: n.np.where(n.np.abs(x) > a, x, 0),
    "heaviside": lambda n, x, h=0.5: n.np.heaviside(x, h), "arcctg": lambda n, x: n.np.arctan2(1, x),
    "erf": lambda n, x: n.special.erf(x), "erfc": lambda n, x: n.special.erfc(x),
    "gamma": lambda n, x: n.special.gamma(x), "lgamma": lambda n, x: n.special.gammaln(x),
    "digamma": lambda n, x: n.special.digamma(x), "factorial": lambda n, x: n.special.gamma(x + 1),
    "binomial": lambda n, a, k: n.special.binom(a, k), "beta": lambda n, a, b: n.special.beta(a, b),
    "logit": lambda n, x: n.special.logit(x), "xlogy": lambda n, x, y: n.special.xlogy(x, y),
    "xlog1py": lambda n, x, y: n.special.xlog1py(x, y), "entr": lambda n, x: n.special.entr(x),
    "rel_entr": lambda n, x, y: n.special.rel_entr(x, y), "kl_term": lambda n, x, y: n.special.kl_div(x, y),
    "exprel": lambda n, x: n.special.exprel(x), "boxcox": lambda n, x, k: n.special.boxcox(x, k),
    "boxcox1p": lambda n, x, k: n.special.boxcox1p(x, k),
    "erfinv": lambda n, x: n.special.erfinv(x), "erfcinv": lambda n, x: n.special.erfcinv(x),
    "ndtri": lambda n, x: n.special.ndtri(x), "erfcx": lambda n, x: n.special.erfcx(x),
    "erfi": lambda n, x: n.special.erfi(x), "dawsn": lambda n, x: n.special.dawsn(x),
    "trigamma": lambda n, x: n.special.polygamma(1, x), "polygamma": lambda n, k, x: n.special.polygamma(k, x),
    "betaln": lambda n, a, b: n.special.betaln(a, b), "rgamma": lambda n, x: n.special.rgamma(x),
    "poch": lambda n, x, k: n.special.poch(x, k), "detach": lambda n, x: x,
    "floor_divide": lambda n, x, y: n.np.floor_divide(x, y), "fmod": lambda n, x, y: n.np.fmod(x, y),
    "normcdf": lambda n, x: n.special.ndtr(x), "lognormcdf": lambda n, x: n.special.log_ndtr(x),
}  # fmt: skip
