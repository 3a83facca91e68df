"""OPERATIONS: one row per operation; everything that the house knows about `sin` stands in its row."""

from __future__ import annotations

from graphs.operations.along_axis import ALONG
from graphs.operations.arranged import ARRANGED
from graphs.operations.arrays.constants import CONSTANTS
from graphs.operations.arrays.decompositions import DECOMPOSITIONS
from graphs.operations.arrays.moved import MOVED
from graphs.operations.arrays.order import ORDER
from graphs.operations.arrays.products import PRODUCTS
from graphs.operations.calculated import CALCULATED
from graphs.operations.composed import COMPOSED
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.linear_algebra import ALGEBRA
from graphs.operations.rearrangement import ARRANGEMENTS
from graphs.operations.reductions import REDUCTIONS
from graphs.operations.row import Operation
from graphs.operations.written.formulas import FORMULAS
from graphs.operations.written.losses import LOSSES

OPERATIONS: tuple[Operation, ...] = (
    *ELEMENTWISE, *REDUCTIONS, *ALONG, *ORDER, *PRODUCTS, *ALGEBRA, *DECOMPOSITIONS, *ARRANGEMENTS, *MOVED, *CONSTANTS,
)  # fmt: skip


def _by_function() -> dict[str, tuple[Operation, ...]]:
    """The rows that a function's name may mean (log takes one operand or two, max one array or several; std is several
    rows)."""
    named: dict[str, tuple[Operation, ...]] = {}
    for row in (*OPERATIONS, *COMPOSED, *FORMULAS, *LOSSES, *ARRANGED, *CALCULATED):
        for name in row.functions:
            named[name] = (*named.get(name, ()), row)
    return named


FUNCTIONS: dict[str, tuple[Operation, ...]] = _by_function()
