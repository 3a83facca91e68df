"""The careful reading of a row, off the fast road: what is wrong, and what goes on by IEEE 754's rules."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.autodiff.issue_kinds import Kind
from graphs.operations.readings.floats import Floats, Ieee
from graphs.operations.row import Operation

Partials = tuple[float | None, ...]  # by operand: None where nothing flows, NaN where undefined


def value_of(row: Operation, x: list[float]) -> tuple[float, Kind | None]:
    """The value of a row at any doubles, and the kind of fault that starts there, if one does.

    Undefined is NaN. A domain fault or pole at finite operands is `domain`; an infinity from finite operands
    is `overflow` and goes on by IEEE rules; NaN from infinite operands (∞ - ∞, 0·∞) is `undefined`. An
    undefined operand makes the value undefined, which is no new fault.
    """
    operands = (x[0], x[1] if x[0] else x[2]) if row.chooses else x
    if any(v != v for v in operands):
        return math.nan, None
    finite = all(map(math.isfinite, operands))
    try:
        c = row.value(Floats, *x)
    except (ValueError, ZeroDivisionError):
        if finite:
            return math.nan, Kind.DOMAIN
        c = _by_ieee_rules(row.value, x)
    except OverflowError:
        c = _by_ieee_rules(row.value, x)
    if c != c:
        return math.nan, Kind.UNDEFINED
    return c + 0.0, Kind.OVERFLOW if finite and math.isinf(c) else None


def partials_of(row: Operation, c: float, x: list[float]) -> Partials:
    """The partials of a row where the plain formula raised: ±inf for an infinite slope, NaN for none at all."""
    if c != c:
        return (math.nan,) * len(x)
    with np.errstate(all="ignore"):
        partials = row.partials(Ieee, np.float64(c), *map(np.float64, x))
    return tuple(None if p is None else float(p) + 0.0 for p in partials)


def _by_ieee_rules(value: Callable[..., Any], x: list[float]) -> float:
    with np.errstate(all="ignore"):
        return float(value(Ieee, *map(np.float64, x)))
