"""Where rows of numbers bend or jump: what their `kink` is made of."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from graphs.operations.row import Kink


def at(place: float, choice: float, left: float, right: float) -> Callable[..., Kink | None]:
    """A bend at one place: the slope that is shown there, between those on its two sides."""
    return lambda x, *rest: Kink(choice, (left, right)) if x == place else None


def slope_on_the_left(m: Any, x: Any, a: Any) -> Any:
    """The slope left of a bend at 0 whose right slope is 1; at 0 itself the one of least norm in [a, 1]."""
    return m.select(m.equal(x, 0), m.minimum(m.maximum(a, 0), 1), a)


def bent(x: float, a: float, curved: bool = False) -> Kink | None:
    """A bend at 0 whose right slope is 1. curved: the left side is, so that a bend is left where the slopes agree."""
    return Kink(min(max(a, 0.0), 1.0), (a, 1.0)) if x == 0 and (a != 1 or curved) else None


def at_whole_numbers(x: float) -> Kink | None:
    """A step at every whole number: the slope 0 is shown, and the sides have none."""
    return Kink(0.0, None) if x == math.floor(x) else None


def on_the_cut(y: float, x: float) -> Kink | None:
    """The angle jumps from π to -π across the left half of the axis; the slope is that of the side it belongs to."""
    return Kink(1.0 / x, None) if y == 0.0 > x else None
