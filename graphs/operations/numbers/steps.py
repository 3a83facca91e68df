"""Steps and bends: functions of numbers that jump, or whose slope does."""

from __future__ import annotations

from graphs.operations.numbers.bends import at, at_whole_numbers
from graphs.operations.row import Kink, Operation, called_by_name

STEPS: tuple[Operation, ...] = (
    called_by_name(
        "abs", lambda m, x: m.absolute(x), lambda m, c, x: (m.sign(x),), "absolute", "fabs",
        latex=r"\left|{0}\right|", kink=at(0.0, 0.0, -1.0, 1.0), exact=True,
    ),
    called_by_name("sign", lambda m, x: m.sign(x), lambda m, c, x: (m.nothing,), "sgn",
              kink=lambda x: Kink(0.0, None) if x == 0 else None, exact=True),
    called_by_name("floor", lambda m, x: m.floor(x), lambda m, c, x: (m.nothing,),
              latex=r"\lfloor {0} \rfloor", kink=at_whole_numbers, bends_at=1.0, exact=True),
    called_by_name("ceil", lambda m, x: m.ceil(x), lambda m, c, x: (m.nothing,), "ceiling",
              latex=r"\lceil {0} \rceil", kink=at_whole_numbers, bends_at=1.0, exact=True),
)  # fmt: skip
