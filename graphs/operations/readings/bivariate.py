"""The distribution function of two standard normal variables with correlation ρ."""

from __future__ import annotations

import math

import scipy.special as special


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
    both -= _half(h, k, rho, root) + _half(k, h, rho, root)
    if h * k < 0.0 or (h * k == 0.0 and h + k < 0.0):
        both -= 0.5
    return min(max(both, 0.0), 1.0)


def _half(h: float, k: float, rho: float, root: float) -> float:
    """T(h, (k/h - ρ)/√(1 - ρ²)); k - ρh is summed so that nothing cancels where k is near h and ρ near 1."""
    if h == 0.0:
        return math.copysign(0.25, k)  # T(0, ±∞)
    gap = (k - h) + (1.0 - rho) * h if rho > 0.0 else (k + h) - (1.0 + rho) * h
    return float(special.owens_t(h, gap / (h * root)))
