"""OPERATIONS: one row per operation; everything that the house knows about `sin` stands in its row."""

from __future__ import annotations

from graphs.algebra import ALGEBRA
from graphs.along import ALONG
from graphs.arrangements import ARRANGEMENTS
from graphs.composed import COMPOSED
from graphs.elementwise import ELEMENTWISE
from graphs.reductions import REDUCTIONS
from graphs.rows import Operation

OPERATIONS: tuple[Operation, ...] = (*ELEMENTWISE, *REDUCTIONS, *ALONG, *ALGEBRA, *ARRANGEMENTS)


def _by_function() -> dict[str, tuple[Operation, ...]]:
    """The rows that a function's name may mean (log takes one operand or two, max one array or several; std is several
    rows)."""
    named: dict[str, tuple[Operation, ...]] = {}
    for row in (*OPERATIONS, *COMPOSED):
        for name in row.functions:
            named[name] = (*named.get(name, ()), row)
    return named


FUNCTIONS: dict[str, tuple[Operation, ...]] = _by_function()
