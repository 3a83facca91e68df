"""Where brackets stand: the one place that decides, by how tightly signs bind and by what begins with a minus."""

from __future__ import annotations

from typing import Protocol

from graphs.autodiff.graph import Graph
from graphs.operations.row import Operation

# How tightly signs bind, as `binds` of a row has it.
COMPARED, SUM, PRODUCT, MINUS, POWER, CLOSED = 0, 1, 2, 3, 4, 9
MINUS_SIGN, DIGIT = "-", "0"  # what something written begins with, where that matters


class Writing(Protocol):
    """What is written, as far as brackets go."""

    @property
    def binds(self) -> float: ...

    @property
    def begins(self) -> str: ...


def is_looser(inner: float, sign: float) -> bool:
    """Whether what binds like `inner` needs brackets beside this sign: it binds no more tightly."""
    return inner <= sign


def is_torn_in_product(factor: Writing) -> bool:
    """Whether a product sign beside it would tear it: a sum, a comparison, what begins with a minus."""
    return is_looser(factor.binds, SUM) or factor.begins == MINUS_SIGN


def is_torn_in_operation(row: Operation, is_first: bool, is_enclosed: bool, operand: Writing) -> bool:
    """Whether an operand's own sign would read as part of the operation: a negative number after an infix sign or as a
    base, and there a number with its power of ten."""
    if row.binds > POWER or is_enclosed or (is_first and row.binds <= PRODUCT):
        return False
    return operand.begins == MINUS_SIGN or (row.binds == POWER and operand.begins == DIGIT and operand.binds < CLOSED)


def is_torn_in_partial(is_alone: bool, is_enclosed: bool, after_digit: bool, operand: Writing) -> bool:
    """The same in the formula of a partial, where a number must not run on from one before it either."""
    if is_alone or is_enclosed:
        return False
    return operand.begins == MINUS_SIGN or operand.binds < CLOSED or (after_digit and operand.begins == DIGIT)


def is_open(graph: Graph, k: int, row: Operation) -> bool:
    """Whether an array that stands in a formula by what it is made of needs brackets there."""
    return k in graph.folded and k not in graph.owners and graph.folded[k][0].binds <= row.binds < CLOSED
