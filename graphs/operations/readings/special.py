"""Special functions over floats, right to twelve digits: the gamma function's kin, near poles, near zeros and at large
arguments too, and the distribution of two normal variables.

Formulas are those of the DLMF, chapter 5. Where arguments are positive, what would cancel in a difference is summed
from terms of one sign; elsewhere multiprecision.py takes as many digits as it needs. Poles raise ValueError, values
past a double OverflowError.
"""

from __future__ import annotations

import math
from functools import cache

from graphs.operations.readings import multiprecision
from graphs.operations.readings.late import special
from graphs.operations.readings.multiprecision import is_pole

_FAR = 12.0  # from here on Stirling's series gives sixteen digits
# B_2k for k = 1, 2, …
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
_HALF_LOG_TAU = 0.5 * math.log(2.0 * math.pi)
_CANCELS = 0.1  # a sum below this share of its terms has lost a digit
_LEAST = 2.0**-1000  # below it products may have lost digits to the least doubles
_WHOLE = 512.0  # binomial coefficients of whole numbers up to here are worked out exactly
_TAYLOR = 0.25
_ONE_LESS_EULER = 0.42278433509846713939


def lgamma(x: float) -> float:
    """log |Γ(x)|; near its zeros, 1 and 2 and some left of -2, `math` loses digits."""
    near = 1.0 if x < 1.5 else 2.0
    z = x - near
    if abs(z) < _TAYLOR:
        above = z * (_ONE_LESS_EULER + _series(_at_two(), z) * z)
        return above if near == 2.0 else above - math.log1p(z)
    value = math.lgamma(x)
    if x < 0.0 and abs(value) < 1.0 + abs(x):
        return multiprecision.lgamma(x)
    return value


@cache
def _at_two() -> tuple[float, ...]:
    """(-1)^k (ζ(k) - 1)/k for k = 2, 3, …: log Γ(2 + z) = z (1 - γ) + Σ (-1)^k (ζ(k) - 1) z^k/k (DLMF 5.7.3)."""
    return tuple((-1) ** k * float(special.zetac(k)) / k for k in range(2, 20))


def _series(coefficients: tuple[float, ...], z: float) -> float:
    total = 0.0
    for each in reversed(coefficients):
        total = total * z + each
    return total


def digamma(x: float) -> float:
    """ψ(x); left of 0 by reflection (DLMF 5.5.4), where SciPy's loses digits near the poles."""
    if is_pole(x):
        raise ValueError("digamma has a pole at 0, -1, -2, …")
    if x >= 0.0 or not math.isfinite(x):
        return float(special.digamma(x))
    right, left = float(special.digamma(1.0 - x)), math.pi / math.tan(math.pi * (x - round(x)))
    value = right - left
    return value if abs(value) > _CANCELS * abs(left) else multiprecision.digamma(x)


def trigamma(x: float) -> float:
    """The derivative of digamma; left of 1/2 by reflection (DLMF 5.15.6), where SciPy's series fails."""
    if x >= 0.5 or not math.isfinite(x):
        return float(special.polygamma(1, x))
    if is_pole(x):
        raise ValueError("trigamma has a pole at 0, -1, -2, …")
    return (math.pi / _sine(x)) ** 2 - float(special.polygamma(1, 1.0 - x))


def tetragamma(x: float) -> float:
    """The second derivative of digamma; left of 1/2 by reflection, as trigamma."""
    if x >= 0.5 or not math.isfinite(x):
        return float(special.polygamma(2, x))
    if is_pole(x):
        raise ValueError("tetragamma has a pole at 0, -1, -2, …")
    sine = _sine(x)
    right = float(special.polygamma(2, 1.0 - x))
    left = 2.0 * math.pi * math.cos(math.pi * (x - round(x))) / sine * (math.pi / sine) * (math.pi / sine)
    value = right - left
    return value if abs(value) > _CANCELS * abs(right) else multiprecision.tetragamma(x)


def _sine(x: float) -> float:
    """sin(πx) up to its sign, from the distance to the nearest whole number, which is exact."""
    return math.sin(math.pi * (x - round(x)))


# Differences of polygamma functions at positive arguments: every term has the sign of h, so that nothing cancels.


def digamma_gap(x: float, y: float, h: float) -> float:
    """ψ(x) - ψ(y) of positive x and y with h = x - y: recurrence to the right, then the asymptotic series.

    DLMF 5.5.2 and 5.11.2. Raises OverflowError.
    """
    near = 0.0
    while min(x, y) < _FAR:
        near += h / max(x, y) / min(x, y)
        x, y = x + 1.0, y + 1.0
    if math.isinf(near):
        raise OverflowError
    u, v = 1.0 / x, 1.0 / y
    step = -h / x / y  # u - v
    power, gap = v, step  # v^j and u^j - v^j
    total = 0.5 * step
    for k, number in enumerate(_BERNOULLI, 1):
        power, gap = power * v, u * gap + power * step
        total += number / (2 * k) * gap
        power, gap = power * v, u * gap + power * step
    return near + (_log_ratio(x, y, h) - total)


def trigamma_gap(x: float, y: float, h: float) -> float:
    """ψ'(x) - ψ'(y) of positive x and y with h = x - y; it has the sign of -h. Raises OverflowError."""
    near = 0.0
    while min(x, y) < _FAR:
        near -= h / max(x, y) / min(x, y) * (1.0 / x + 1.0 / y)
        x, y = x + 1.0, y + 1.0
    if math.isinf(near):
        raise OverflowError
    u, v = 1.0 / x, 1.0 / y
    step = -h / x / y
    power, gap = v * v, u * step + v * step
    total = step + 0.5 * gap
    for number in _BERNOULLI:
        power, gap = power * v, u * gap + power * step
        total += number * gap
        power, gap = power * v, u * gap + power * step
    return near + total


def _log_ratio(x: float, y: float, h: float) -> float:
    return math.log1p(h / y) if abs(h) < 0.5 * y else math.log(x / y)


# The beta function and the binomial coefficient.


def _stirling(x: float) -> float:
    """log Γ(x) less (x - 1/2) log x - x + log(2π)/2 (DLMF 5.11.1)."""
    square = 1.0 / (x * x) if x < 1e150 else 0.0
    return _series(tuple(b / (2 * k * (2 * k - 1)) for k, b in enumerate(_BERNOULLI, 1)), square) / x


def beta_of_positive(a: float, b: float, s: float) -> tuple[float, float]:
    """(factor, logarithm) of B(a, b) with s = a + b: a logarithm of so many digits as the value has.

    A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM Transactions on Mathematical Software 18 (1992).
    """
    if a > b:
        a, b = b, a
    if s < 20.0:
        return (math.gamma(b) / math.gamma(s) * math.gamma(a), 0.0) if a > 1e-300 else (1.0 / a, 0.0)
    if a < _FAR:
        rest = a - (b - 0.5) * math.log1p(a / b) - a * math.log(s)
        return (math.gamma(a) if a > 1e-300 else 1.0 / a), rest + _stirling(b) - _stirling(s)
    logs = -(a - 0.5) * math.log1p(b / a) - b * math.log1p(a / b) - 0.5 * math.log(b)
    return 1.0, logs + _HALF_LOG_TAU + _stirling(a) + _stirling(b) - _stirling(s)


def exponential(factor: float, logarithm: float) -> float:
    """factor·exp(logarithm), of which the second alone may leave the doubles."""
    if abs(logarithm) < 600.0 or factor == 0.0:
        return factor * math.exp(logarithm) if factor else 0.0
    return math.copysign(math.exp(logarithm + math.log(abs(factor))), factor)


def beta(a: float, b: float) -> float:
    """B(a, b). Raises ValueError where a or b is 0, -1, -2, …, and OverflowError."""
    if not (math.isfinite(a) and math.isfinite(b)):
        return float(special.beta(a, b))
    if is_pole(a) or is_pole(b):
        raise ValueError("beta has poles at 0, -1, -2, …")
    if a > 0.0 < b:
        return _finite(exponential(*beta_of_positive(a, b, a + b)))
    return _finite(multiprecision.beta(a, b, 0)[0])


def binomial(n: float, k: float) -> float:
    """C(n, k). Raises ValueError where n is -1, -2, …, and OverflowError."""
    if not (math.isfinite(n) and math.isfinite(k)):
        return float(special.binom(n, k))
    if is_pole(n + 1.0):
        raise ValueError("binomial has poles at n = -1, -2, …")
    if n == math.floor(n) and k == math.floor(k) and 0.0 <= min(k, n - k) <= _WHOLE:
        return float(math.comb(int(n), int(min(k, n - k))))
    rest = math.fsum((n, -k, 1.0))
    if min(n + 1.0, k + 1.0, rest) > 0.0:
        factor, logarithm = beta_of_positive(k + 1.0, rest, n + 2.0)
        return _finite(exponential(1.0 / factor / (n + 1.0), -logarithm))
    return _finite(multiprecision.binomial(n, k, 0)[0])


def _finite(c: float) -> float:
    if math.isinf(c):
        raise OverflowError
    return c


def beta_slopes(c: float, a: float, b: float) -> tuple[float, float]:
    """c(ψ(a) - ψ(a+b)) and its twin; where a + b is a pole of Γ, c is 0 and the slopes are the limit."""
    _refuse(a, b, is_pole(a) or is_pole(b))
    if a > 0.0 < b:
        s = a + b
        factor, logarithm = (c, 0.0) if c > _LEAST else beta_of_positive(a, b, s)
        by_a, by_b = digamma_gap(a, s, -b), digamma_gap(b, s, -a)
        return exponential(factor * by_a, logarithm), exponential(factor * by_b, logarithm)
    return _pair(multiprecision.beta(a, b, 1))


def beta_seconds(c: float, a: float, b: float) -> tuple[float, float, float]:
    """The second derivatives by aa, ab and bb."""
    _refuse(a, b, is_pole(a) or is_pole(b))
    if a > 0.0 < b:
        s = a + b
        factor, logarithm = (c, 0.0) if c > _LEAST else beta_of_positive(a, b, s)
        by_a, by_b, common = digamma_gap(a, s, -b), digamma_gap(b, s, -a), trigamma(s)
        mixed = by_a * by_b - common
        if abs(mixed) > _CANCELS * common:
            own = by_a * by_a + trigamma_gap(a, s, -b), by_b * by_b + trigamma_gap(b, s, -a)
            return _triple(tuple(exponential(factor * each, logarithm) for each in (own[0], mixed, own[1])))
    return _triple(multiprecision.beta(a, b, 2))


def binomial_slopes(c: float, n: float, k: float) -> tuple[float, float]:
    """c(ψ(n+1) - ψ(n-k+1)) and c(ψ(n-k+1) - ψ(k+1)); at poles, where c is 0, the limit.

    C(n, k) is Γ(n+1) times 1/Γ(k+1) and 1/Γ(n-k+1), which have a zero and a slope at the poles of Γ.
    """
    _refuse(n, k, is_pole(n + 1.0))
    rest = math.fsum((n, -k, 1.0))
    if min(n + 1.0, k + 1.0, rest) > 0.0 and c > _LEAST:
        return c * digamma_gap(n + 1.0, rest, k), c * digamma_gap(rest, k + 1.0, n - 2.0 * k)
    return _pair(multiprecision.binomial(n, k, 1))


def binomial_seconds(c: float, n: float, k: float) -> tuple[float, float, float]:
    """The second derivatives by nn, nk and kk."""
    _refuse(n, k, is_pole(n + 1.0))
    low, rest = k + 1.0, math.fsum((n, -k, 1.0))
    if min(n + 1.0, low, rest) > 0.0 and c > _LEAST:
        by_n, by_k = digamma_gap(n + 1.0, rest, k), digamma_gap(rest, low, n - 2.0 * k)
        of_rest = trigamma(rest)
        sums = (
            (by_n * by_n, trigamma_gap(n + 1.0, rest, k)),
            (by_n * by_k, of_rest),
            (by_k * by_k, -of_rest - trigamma(low)),
        )
        if all(abs(x + y) > _CANCELS * abs(y) for x, y in sums):
            return _triple(tuple(c * (x + y) for x, y in sums))
    return _triple(multiprecision.binomial(n, k, 2))


def _refuse(x: float, y: float, pole: bool) -> None:
    if pole or not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("no derivative at a pole, nor at an infinity")


def _pair(numbers: tuple[float, ...]) -> tuple[float, float]:
    x, y = numbers
    return x, y


def _triple(numbers: tuple[float, ...]) -> tuple[float, float, float]:
    x, y, z = numbers
    return x, y, z


def normcdf2(h: float, k: float, rho: float) -> float:
    """P(X ≤ h, Y ≤ k), to about 1e-15 absolute, also in the far tails.

    By Owen's T function: D. B. Owen, "Tables for computing bivariate normal probabilities", Annals of
    Mathematical Statistics 27 (1956), equation 2.1; T itself is SciPy's (M. Patefield and D. Tandy, 2000).
    Raises ValueError where |ρ| > 1.
    """
    if math.isnan(h) or math.isnan(k) or not abs(rho) <= 1.0:
        raise ValueError("a correlation lies between -1 and 1")
    if h > k:
        h, k = k, h
    if h == -math.inf:
        return 0.0
    if k == math.inf or rho == 1.0:
        return float(special.ndtr(h))
    if rho == -1.0:
        return max(0.0, float(special.ndtr(h)) - float(special.ndtr(-k)))
    root = math.sqrt((1.0 - rho) * (1.0 + rho))
    if h == 0.0 == k:
        return 0.25 + math.asin(rho) / (2.0 * math.pi)
    both = 0.5 * (float(special.ndtr(h)) + float(special.ndtr(k)))
    both -= _owen(h, k, rho, root) + _owen(k, h, rho, root)
    if h * k < 0.0 or (h * k == 0.0 and h + k < 0.0):
        both -= 0.5
    return min(max(both, 0.0), 1.0)


def _owen(h: float, k: float, rho: float, root: float) -> float:
    """T(h, (k/h - ρ)/√(1 - ρ²)); k - ρh is summed so that nothing cancels where k is near h and ρ near 1."""
    if h == 0.0:
        return math.copysign(0.25, k)  # T(0, ±∞)
    gap = (k - h) + (1.0 - rho) * h if rho > 0.0 else (k + h) - (1.0 + rho) * h
    return float(special.owens_t(h, gap / (h * root)))
