"""A function of one number as a line: where it breaks, at the edge of its domain, at a jump or a pole, is sought out.

Between two samples a break cannot be told from a steep slope; halving the interval tells: a slope's rise halves too.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

MOST = 16  # breaks that are sought: more cannot be told apart in a picture
ROUNDS = 16  # halvings: a break is placed to 2e-5 of the interval
_STEEP = 6.0  # times the usual rise between two samples
_REMAINS = 0.1  # of the rise, after all rounds: then it is no slope
_CUT = 0.4871  # not in the middle, so that symmetric poles are not met themselves

Function = Callable[[np.ndarray], np.ndarray]  # NaN where undefined


def traced(function: Function, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and values of the line, with both sides of every break, and NaN between them.

    points: where to look, in ascending order. An infinite value is one that overflows.
    """
    with np.errstate(all="ignore"):
        values = function(points)
        starts = _suspected(values)
        if not len(starts):
            return points, values
        low, high, left, right = points[starts], points[starts + 1], values[starts], values[starts + 1]
        rises = np.abs(right - left)
        for _ in range(ROUNDS):
            middle = low + _CUT * (high - low)
            here = function(middle)
            goes_left = _breaks_more(left, here, right)
            low, left = np.where(goes_left, low, middle), np.where(goes_left, left, here)
            high, right = np.where(goes_left, middle, high), np.where(goes_left, here, right)
        edges = np.isnan(left) != np.isnan(right)
        breaks = edges | ~(np.abs(right - left) <= _REMAINS * rises)
    low, high, left, right = low[breaks], high[breaks], left[breaks], right[breaks]
    between = np.full(len(low), np.nan)
    more = np.concatenate([low, low + _CUT * (high - low), high])
    order = np.argsort(np.concatenate([points, more]), kind="stable")
    ordinates = np.concatenate([values, left, between, right])
    return np.concatenate([points, more])[order], ordinates[order]


def _suspected(values: np.ndarray) -> np.ndarray:
    """The intervals to look into, by the number of the sample they start at: edges, and what rises above both sides."""
    rises = np.abs(np.diff(values))
    edges = np.isnan(values[:-1]) != np.isnan(values[1:])
    climbs = np.where(np.isnan(rises), 0.0, rises)
    usual = float(np.median(climbs[np.isfinite(climbs)])) if np.isfinite(climbs).any() else 0.0
    beside = np.maximum(np.append(climbs[1:], 0.0), np.insert(climbs[:-1], 0, 0.0))
    stands_out = (climbs > _STEEP * usual) & (climbs > beside)
    suspicion = np.where(edges, np.inf, np.where(stands_out, climbs / np.maximum(beside, np.finfo(float).tiny), 0.0))
    most = np.argsort(-suspicion, kind="stable")[:MOST]
    return np.sort(most[suspicion[most] > 0.0])


def _breaks_more(left: np.ndarray, here: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether the break lies left of the middle: where one side alone is undefined, or where more of the rise is."""
    before, after = np.isnan(left) != np.isnan(here), np.isnan(here) != np.isnan(right)
    more: np.ndarray = np.where(before | after, before, ~(np.abs(here - left) < np.abs(right - here)))
    return more
