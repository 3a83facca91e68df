"""Beta, binomial, lgamma and digamma to twelve digits, with first and second derivatives, against mpmath.

The oracle differentiates by psi functions; where 1/Γ is 0, by its own Taylor coefficients (DLMF 5.7.1, 5.2.1).
"""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

from graphs.autodiff.second_order import hessian
from graphs.operations.readings import multiprecision, special
from graphs.study import study

mp = mpmath.mp.clone()
mp.dps = 100


def _gamma(x: Any) -> tuple[Any, Any, Any]:
    g, p = mp.gamma(x), mp.psi(0, x)
    return g, g * p, g * (p * p + _trigamma(x))


def _trigamma(x: Any) -> Any:
    return mp.psi(1, x)


def _reciprocal(x: Any) -> tuple[Any, Any, Any]:
    if x <= 0 and mp.isint(x):
        m = int(-x)
        slope = mp.factorial(m) * (-1) ** m
        return mp.mpf(0), slope, -2 * slope * mp.psi(0, m + 1)
    r, p = mp.rgamma(x), mp.psi(0, x)
    return r, -r * p, r * (p * p - _trigamma(x))


def beta(a: Any, b: Any) -> list[Any]:
    """Value, by a, by b, aa, ab, bb."""
    f, g, r = _gamma(a), _gamma(b), _reciprocal(a + b)
    return [
        f[0] * g[0] * r[0],
        g[0] * (f[1] * r[0] + f[0] * r[1]),
        f[0] * (g[1] * r[0] + g[0] * r[1]),
        g[0] * (f[2] * r[0] + 2 * f[1] * r[1] + f[0] * r[2]),
        f[1] * g[1] * r[0] + (f[1] * g[0] + f[0] * g[1]) * r[1] + f[0] * g[0] * r[2],
        f[0] * (g[2] * r[0] + 2 * g[1] * r[1] + g[0] * r[2]),
    ]


def binomial(n: Any, k: Any) -> list[Any]:
    """Value, by n, by k, nn, nk, kk."""
    g, p, q = _gamma(n + 1), _reciprocal(k + 1), _reciprocal(n - k + 1)
    return [
        g[0] * p[0] * q[0],
        p[0] * (g[1] * q[0] + g[0] * q[1]),
        g[0] * (p[1] * q[0] - p[0] * q[1]),
        p[0] * (g[2] * q[0] + 2 * g[1] * q[1] + g[0] * q[2]),
        g[1] * (p[1] * q[0] - p[0] * q[1]) + g[0] * (p[1] * q[1] - p[0] * q[2]),
        g[0] * (p[2] * q[0] - 2 * p[1] * q[1] + p[0] * q[2]),
    ]


BETA = [
    (0.45, 0.1), (0.05, 0.47), (0.5, 0.5), (5.0, 2.0), (1.0, 1.0), (1e8, 2.0), (2.0, 1e8), (1e5, 50.3), (12.0, 12.0), (11.9, 30.0),
    (300.0, 200.0), (667.2, 288.5), (1e-9, 7.0), (1e-15, 3.0), (1e-20, 1e-20), (0.3, -1.3), (0.3, -1.3000000001), (0.5, -1.5),
    (-0.5, -0.25), (-3.0000000001, 2.5), (-7.5, 1e-9), (3.0, -0.9999999999), (1e6, 1e-6), (19.0, 0.9999),
]  # fmt: skip
BINOMIAL = [
    (-0.45, 0.1), (-0.99, -0.52), (5.0, 2.0), (5.0, 6.0), (1.0, 3.0), (5.0, -1.0), (5.0, -2.0), (2.0, 4.0), (1e8, 2.0), (1e16, 2.0),
    (-0.9999999999999999, 2.0), (0.3, 4.3000000001), (8.0, 0.0), (4.9, 0.0), (2.9, 1.0), (10.0, 5.0), (897.9, 492.7), (475.15, 5.44),
    (-12.5, 3.0), (-2.0000000001, 7.0), (1e-17, 0.5), (581279.95, 19.0), (3.0, 2.9999999999), (6.0, 7.28e-18), (0.5, -1e-9),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "x"), [("beta", x) for x in BETA] + [("binomial", x) for x in BINOMIAL], ids=lambda each: str(each)
)
def test_values_slopes_and_second_derivatives_have_twelve_digits(name: str, x: tuple[float, float]) -> None:
    exact = {"beta": beta, "binomial": binomial}[name](*map(mp.mpf, x))
    c = getattr(special, name)(*x)
    found = [c, *getattr(special, f"{name}_slopes")(c, *x), *getattr(special, f"{name}_seconds")(c, *x)]
    size = max(map(abs, exact[3:]))
    for ours, true in zip(found, exact, strict=True):
        if abs(true) > mp.mpf(1e308):
            assert math.isinf(ours)
        else:
            assert abs(ours - true) <= 1e-12 * abs(true) or abs(true) < size * mp.mpf(10) ** -80, (ours, float(true))


# Near the zeros of log |Γ| at 1, 2 and left of -2, and of digamma left of 0.
NEAR_ZEROS = [
    2.000000000001, 1.00000001, 1.0000000000000002, 0.9999999999999999, 1.24, 1.26, 1.9, 2.2, 2.25, 0.76, 1.4999, 1.5001,
    -2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -2.4570247, -5.0081681, -0.5040830082644554,
    -1.5734984731623904, -2.610720868444144, -0.504083, -10.6, -3.0000001, 1.4616321449683623, 1e-300, 1e300,
]  # fmt: skip


@pytest.mark.parametrize("x", NEAR_ZEROS)
def test_lgamma_and_digamma_keep_their_digits_near_zeros(x: float) -> None:
    v = mp.mpf(x)
    for ours, true in ((special.lgamma(x), mp.log(abs(mp.gamma(v)))), (special.digamma(x), mp.psi(0, v))):
        assert abs(ours - true) <= 1e-12 * abs(true), (ours, float(true))


@pytest.mark.parametrize("x", [0.3, 0.5, 3.7, -0.5, -1.4999, -1.3, -20.7, -1e-9, -2.9999999, 1e-5])
def test_trigamma_and_tetragamma(x: float) -> None:
    for ours, true in ((special.trigamma(x), mp.psi(1, mp.mpf(x))), (special.tetragamma(x), mp.psi(2, mp.mpf(x)))):
        assert abs(ours - true) <= 1e-12 * abs(true), (ours, float(true))


def test_hessians_are_finite_at_whole_numbers() -> None:
    """C(n, 3) = n(n-1)(n-2)/6 has the second derivative n - 1."""
    for n in (1.0, 2.0, 0.0):
        made = study("binomial(n, 3)", {"n": n})
        assert hessian(made.graph, made.evaluation) == pytest.approx(np.array([[n - 1.0]]), abs=1e-300)


def test_poles_raise_and_large_values_overflow() -> None:
    for fails in (lambda: special.beta(0.0, 1.0), lambda: special.binomial(-1.0, 2.0), lambda: special.digamma(-3.0)):
        with pytest.raises(ValueError, match="pole"):
            fails()
    with pytest.raises(OverflowError):
        special.binomial(2000.0, 1000.0)


def test_two_zeros_of_a_difference_are_not_yet_agreement() -> None:
    """B(a, 6e-201) is 2e200, and its slope by a is lost in a difference until there are digits enough."""
    assert multiprecision.beta(-0.08, 5.8e-201, 1)[0] == pytest.approx(
        -special.trigamma(-0.08), rel=1e-12
    )  # B ≈ 1/b - ψ(a) - γ
