"""The elementwise rows: one row per operation on numbers; on arrays they work entry by entry and broadcast.

Here stand those with a sign of their own; functions, by family, in numbers/. See row.py for what a row holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphs.operations.numbers.activations import ACTIVATIONS
from graphs.operations.numbers.circular import CIRCULAR
from graphs.operations.numbers.exponentials import EXPONENTIALS
from graphs.operations.numbers.special import SPECIAL
from graphs.operations.numbers.steps import STEPS
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero


def _wrap(x: float, y: float) -> Kink | None:
    """Where x is a whole multiple of y the remainder falls from y to 0, and the quotient steps up."""
    return Kink(0.0, None) if y and x % y == 0 else None


def _tie(x: float, y: float) -> Kink | None:
    return Kink(0.0, None) if x == y else None


def _comparison(name: str, sign: str, latex: str, value: Callable[..., Any]) -> Operation:
    """A row whose value is 1 where the comparison holds, else 0; no derivative passes through it."""
    return Operation(
        name,
        value,
        lambda m, c, x, y: (m.nothing, m.nothing),
        text=f"{{0}} {sign} {{1}}",
        latex=f"{{0}} {latex} {{1}}",
        rule="selection",
        arity=(2, 2),
        binds=0,
        kink=_tie,
        example=(f"where(x {sign} y, x**2, y)", {"x": 0.5, "y": 2.0}),
        bends_at=1.0,
    )


def _extremum(name: str, sign: int, value: Callable[..., Any], *aliases: str) -> Operation:
    """max or min; a tie between variables is shared evenly, a tie with a constant passes nothing."""

    @lru_cache(maxsize=256)
    def row(fixed: tuple[int, ...]) -> Operation:
        def partials(m: Any, c: Any, *x: Any) -> tuple[Any, ...]:
            return tuple(m.share(slot, c, x, fixed) for slot in range(len(x)))

        def kink(*x: float) -> Kink | None:
            c = value(Floats, *x)
            tied = x.count(c)
            if tied < 2:
                return None
            return Kink(0.0 if any(x[k] == c for k in fixed) else 1.0 / tied, (0.0, 1.0))

        return called_by_name(
            name, value, partials, *aliases, latex=rf"\{name}({{all}})", arity=(2, 64), rule=name + "imum", kink=kink,
            special=row, extremum=sign, bends_at=1.0, exact=True,
        )  # fmt: skip

    return row(())


INPUT = Operation("input", None, None, "", "", rule="input")  # type: ignore[arg-type]
DATA = Operation("data", lambda m, x: x, lambda m, c, x: (m.nothing,), "{0}", "{0}", rule="data")
DETACH = called_by_name("detach", lambda m, x: m.detach(x), lambda m, c, x: (m.nothing,), "stop_gradient", exact=True,
                        note="detach lets no derivative through: what stands in it counts as a constant")  # fmt: skip

_POWER_TEXT = {"text": "{0}**{1}", "latex": "{0}^{{{1}}}", "arity": (2, 2), "binds": 4, "vanishes": nowhere_zero,
               "domain": "the base is positive, or the exponent a whole number "
               "(and the base not 0 where that is negative)"}  # fmt: skip
POWER_CONSTANT = Operation(
    "power",
    lambda m, x, n: m.power(x, n),
    lambda m, c, x, n: (n * m.power(x, m.select(m.equal(n, 0), 1, n - 1)),),
    rule="power",
    example=("x**3", {"x": 2.0}),
    **_POWER_TEXT,  # type: ignore[arg-type]
)
POWER: Operation = Operation(
    "power",
    lambda m, x, y: m.power(x, y),
    lambda m, c, x, y: (
        y * m.power(x, m.select(m.equal(y, 0), 1, y - 1)),
        c * m.log(m.select(m.equal(x, 0), m.select(m.greater(y, 0), 1, x), x)),
    ),
    rule="general power",
    functions=("pow", "power", "float_power"),
    special=lambda fixed: POWER_CONSTANT if fixed == (1,) else POWER,
    **_POWER_TEXT,  # type: ignore[arg-type]
)
ADD = Operation("add", lambda m, x, y: x + y, lambda m, c, x, y: (1, 1),
                "{0} + {1}", "{0} + {1}", "sum", ("add",), arity=(2, 2), binds=1)  # fmt: skip
SUBTRACT = Operation("subtract", lambda m, x, y: x - y, lambda m, c, x, y: (1, -1),
                     "{0} - {1}", "{0} - {1}", "difference", ("subtract", "sub"), arity=(2, 2),
                     binds=1)  # fmt: skip
MULTIPLY = Operation("multiply", lambda m, x, y: x * y, lambda m, c, x, y: (y, x),
                     "{0}*{1}", r"{0} \cdot {1}", "product", ("multiply", "mul"), arity=(2, 2),
                     binds=2, vanishes=nowhere_zero)  # fmt: skip
DIVIDE = Operation("divide", lambda m, x, y: x / y, lambda m, c, x, y: (1 / y, -c / y),
                   "{0}/{1}", r"\frac{{{0}}}{{{1}}}", "quotient", ("divide", "true_divide", "div"),
                   arity=(2, 2), binds=2, vanishes=nowhere_zero, domain="the divisor is not 0")  # fmt: skip
# 0 - x, because -x of 0 is -0, and 1/sqrt(-0) is minus infinity
NEGATE = Operation("negate", lambda m, x: 0.0 - x, lambda m, c, x: (-1,),
                   "-{0}", "-{0}", "constant multiple", ("negate", "negative", "neg"), binds=3, exact=True)  # fmt: skip

MOD = called_by_name("mod", lambda m, x, y: m.mod(x, y), lambda m, c, x, y: (1, -m.floor_divide(x, y)), "remainder",
                     text="{0} % {1}", latex=r"{0} \bmod {1}", arity=(2, 2), binds=2, kink=_wrap, bends_at=1.0,
                     domain="the divisor is not 0")  # fmt: skip
FLOOR_DIVIDE = called_by_name("floor_divide", lambda m, x, y: m.floor_divide(x, y),
                              lambda m, c, x, y: (m.nothing, m.nothing), text="{0} // {1}", arity=(2, 2), binds=2,
                              latex=r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor", kink=_wrap, bends_at=1.0,
                              domain="the divisor is not 0")  # fmt: skip

LESS = _comparison("less", "<", "<", lambda m, x, y: m.less(x, y))
LESS_EQUAL = _comparison("less or equal", "<=", r"\le", lambda m, x, y: m.less_equal(x, y))
GREATER = _comparison("greater", ">", ">", lambda m, x, y: m.greater(x, y))
GREATER_EQUAL = _comparison("greater or equal", ">=", r"\ge", lambda m, x, y: m.less_equal(y, x))
EQUAL = _comparison("equal", "==", "=", lambda m, x, y: m.equal(x, y))
UNEQUAL = _comparison("unequal", "!=", r"\ne", lambda m, x, y: m.unequal(x, y))

MAXIMUM = _extremum("max", 1, lambda m, *x: m.maximum(*x), "maximum")
MINIMUM = _extremum("min", -1, lambda m, *x: m.minimum(*x), "minimum")

ELEMENTWISE: tuple[Operation, ...] = (
    ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, POWER, POWER_CONSTANT, MOD, FLOOR_DIVIDE,
    LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, UNEQUAL,
    *EXPONENTIALS, *STEPS, DETACH, MAXIMUM, MINIMUM,
    called_by_name("where", lambda m, k, x, y: m.where(m.unequal(k, 0), x, y),
              lambda m, c, k, x, y: (m.nothing, m.where(m.unequal(k, 0), 1, m.nothing),
                                     m.where(m.equal(k, 0), 1, m.nothing)),
              rule="selection", arity=(3, 3), chooses=True,
              example=("where(x > 0, x**2, y)", {"x": 0.5, "y": 2.0}), exact=True),
    *CIRCULAR, *ACTIVATIONS, *SPECIAL,
)  # fmt: skip
