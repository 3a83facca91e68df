"""Wrong partials: for one operation, the numbers that people take for its derivative, each with the name of the slip.

A row of the table is a pure function of an operation's row, its operands and its value; numbers may be arrays, entry
by entry. What comes out as the right partial is no slip, and is left to those who compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from graphs.operations.elementwise import DIVIDE, MULTIPLY, POWER, POWER_CONSTANT
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

(_SQRT,), (_CBRT,) = FUNCTIONS["sqrt"], FUNCTIONS["cbrt"]


class Use(NamedTuple):
    """An operation that uses a node: its row, its operands, its value, the operand's position, and all partials."""

    row: Operation
    x: list[Any]
    c: Any
    position: int
    partials: list[Any]

    @property
    def own(self) -> Any:
        return self.x[self.position]

    @property
    def partial(self) -> Any:
        return self.partials[self.position]

    @property
    def other(self) -> Any:
        return self.x[1 - self.position]


class Slip(NamedTuple):
    """A wrong partial. said: what was done, about {c}, the node, {x}, its operand, and {y}, the other one."""

    kind: str
    partial: Any
    said: str


def slips(use: Use) -> Iterator[Slip]:
    """The wrong partials of one use."""
    with np.errstate(all="ignore"):
        for row in _ROWS:
            yield from row(use)


def _value(use: Use) -> Iterator[Slip]:
    yield Slip("value for partial", use.c, "the value of {c} stands where its partial by {x} belongs")
    yield Slip("value for partial", use.own, "the value of {x} stands where the partial of {c} by {x} belongs")


def _sign(use: Use) -> Iterator[Slip]:
    yield Slip("sign", 0.0 - use.partial, "the partial of {c} by {x} has the other sign")


def _other(use: Use) -> Iterator[Slip]:
    if use.row is MULTIPLY and len(use.x) == 2:
        yield Slip("other operand", use.own, "the partial of a product by {x} is the other operand, not {x} itself")
    if use.row is DIVIDE:
        swapped = use.partials[1 - use.position]
        if swapped is not None:
            yield Slip("other operand", swapped, "the partial of {c} by {y} stands where that by {x} belongs")
        roles = [1 / use.own, 0.0 - use.other / use.own / use.own] if use.position == 0 else [1 / use.other]
        for partial in roles:
            yield Slip("other operand", partial, "numerator and denominator have changed places in the partial of {c}")


def _inner(use: Use) -> Iterator[Slip]:
    one = np.ones(np.shape(use.partial))[()]
    yield Slip("inner derivative", one, "the factor of {c} by {x} is left out of the chain")


def _power(use: Use) -> Iterator[Slip]:
    """Of xⁿ, of √x = x^(1/2), and of 1/x = x^(-1)."""
    base, n, factor = use.own, _exponent(use), 1.0
    if n is None:
        return
    if use.row is DIVIDE:
        factor = use.other
    yield Slip(
        "power not lowered", factor * n * np.power(base, n), "the exponent comes down, but the power of {x} stays"
    )
    yield Slip("exponent not brought down", factor * np.power(base, n - 1.0),
               "the power of {x} is lowered, but the exponent does not come down as a factor")  # fmt: skip


def _exponent(use: Use) -> Any:
    if use.row is POWER_CONSTANT or (use.row is POWER and use.position == 0):
        return use.x[1] if use.position == 0 else None
    if use.row is DIVIDE and use.position == 1:
        return -1.0
    return 0.5 if use.row is _SQRT else 1 / 3 if use.row is _CBRT else None


def _inverted(use: Use) -> Iterator[Slip]:
    yield Slip("inverted", 1 / use.partial, "the partial of {c} by {x} is upside down")


_ROWS: tuple[Callable[[Use], Iterator[Slip]], ...] = (_value, _sign, _other, _inner, _power, _inverted)
