"""Steps and bends: functions of numbers that jump, or whose slope does."""

from __future__ import annotations

import math

from graphs.operations.numbers.bends import at, at_whole_numbers
from graphs.operations.row import Kink, Operation, called_by_name


def _at_halves(x: float) -> Kink | None:
    return Kink(0.0, None) if x - math.floor(x) == 0.5 else None


def _at_whole_numbers_but_zero(x: float) -> Kink | None:
    return Kink(0.0, None) if x and x == math.floor(x) else None


def _falls(x: float) -> Kink | None:
    return Kink(1.0, None) if x and x == math.floor(x) else None


def _wraps(x: float, y: float) -> Kink | None:
    """Where x is a whole multiple of y, but not at 0, the remainder falls to 0."""
    return Kink(1.0, None) if x and y and math.fmod(x, y) == 0.0 else None


def _halfway(x: float, y: float) -> Kink | None:
    return Kink(1.0, None) if y and abs(math.remainder(x, y)) == 0.5 * abs(y) else None


STEPS: tuple[Operation, ...] = (
    called_by_name(
        "abs", lambda m, x: m.absolute(x), lambda m, c, x: (m.sign(x),), "absolute", "fabs",
        latex=r"\left|{0}\right|", kink=at(0.0, 0.0, -1.0, 1.0), exact=True,
    ),
    called_by_name("sign", lambda m, x: m.sign(x), lambda m, c, x: (m.nothing,), "sgn", "signum",
              kink=lambda x: Kink(0.0, None) if x == 0 else None, exact=True),
    called_by_name("floor", lambda m, x: m.floor(x), lambda m, c, x: (m.nothing,),
              latex=r"\lfloor {0} \rfloor", kink=at_whole_numbers, bends_at=1.0, exact=True),
    called_by_name("ceil", lambda m, x: m.ceil(x), lambda m, c, x: (m.nothing,), "ceiling",
              latex=r"\lceil {0} \rceil", kink=at_whole_numbers, bends_at=1.0, exact=True),
    called_by_name("round", lambda m, x: m.round(x), lambda m, c, x: (m.nothing,), "rint", "around",
                   latex=r"\lfloor {0} \rceil", kink=_at_halves, bends_at=0.5, exact=True,
                   example=("round(x)", {"x": 0.7})),
    called_by_name("trunc", lambda m, x: m.trunc(x), lambda m, c, x: (m.nothing,), "fix",
                   kink=_at_whole_numbers_but_zero, bends_at=1.0, exact=True),
    called_by_name("frac", lambda m, x: x - m.trunc(x), lambda m, c, x: (1,), kink=_falls, bends_at=1.0, exact=True),
    called_by_name("fmod", lambda m, x, y: m.fmod(x, y), lambda m, c, x, y: (1, -m.trunc(x / y)),
                   arity=(2, 2), kink=_wraps, bends_at=1.0, domain="the divisor is not 0"),
    called_by_name("ieee_remainder", lambda m, x, y: m.ieee_remainder(x, y), lambda m, c, x, y: (1, -m.round(x / y)),
                   arity=(2, 2), kink=_halfway, bends_at={"x": 1.0, "y": 2.0},
                   domain="the divisor is not 0"),
    called_by_name("heaviside", lambda m, x, h=0.5: m.where(m.equal(x, 0), h, m.where(m.greater(x, 0), 1.0, 0.0)),
                   lambda m, c, x, h=0.5: (m.nothing, m.where(m.equal(x, 0), 1, m.nothing)), "Heaviside",
                   arity=(1, 2), kink=lambda x, h=0.5: Kink(0.0, None) if x == 0 else None,
                   example=("heaviside(x)", {"x": 0.5}), exact=True),
    called_by_name("copysign", lambda m, x, y: m.absolute(x) * m.where(m.less(y, 0), -1, 1),
                   lambda m, c, x, y: (m.sign(x) * m.where(m.less(y, 0), -1, 1), m.nothing), arity=(2, 2),
                   kink=lambda x, y: Kink(0.0, (-1.0, 1.0)) if x == 0 else Kink(0.0, None) if y == 0 else None,
                   bends_at={"x": 0.0, "y": 1.0}, exact=True),
)  # fmt: skip
