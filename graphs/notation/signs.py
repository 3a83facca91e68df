"""The rows whose plain text a typesetter does not set as it is typed: their templates, with the signs as such.

Read together, the pieces of a row are its own text (tests/notation/test_signs.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from graphs.notation.formula import (
    APART,
    BESIDE,
    DRAWN,
    ENCLOSED,
    LEVEL,
    NAME,
    RAISED,
    RAISED_FROM,
    ROOT,
    TIMES,
    UNSEEN,
    Constant,
    Formula,
    Sign,
)
from graphs.notation.templates import Template, template, template_of
from graphs.operations.elementwise import MULTIPLY, POWER, POWER_CONSTANT
from graphs.operations.linear_algebra import DOT, MATMUL
from graphs.operations.rearrangement import TRANSPOSE
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

(SQRT,), (SIGMOID,) = FUNCTIONS["sqrt"], FUNCTIONS["sigmoid"]
_TRANSPOSED = Sign(".T", RAISED, "T")
_TO_THE = (0, Sign("**", RAISED_FROM), 1, Sign("", LEVEL))
_PIECES = {
    MULTIPLY: (0, Sign("*", TIMES), 1),
    POWER: _TO_THE,
    POWER_CONSTANT: _TO_THE,
    MATMUL: (0, Sign(" @ ", APART), 1),
    DOT: (Sign("dot(", UNSEEN), ("all",), Sign(")", UNSEEN)),
    TRANSPOSE: (0, _TRANSPOSED),
    SIGMOID: (Sign("sigmoid", DRAWN, "σ"), "(", 0, ")"),
    SQRT: (Sign("sqrt(", ROOT), 0, Sign(")", UNSEEN)),
}
SET_OTHERWISE = {row: template(pieces, row.binds) for row, pieces in _PIECES.items()}
_NUMBER_TIMES = template((0, Sign("*", BESIDE), 1), MULTIPLY.binds)  # 2x

# What a rule's text names beside operands: a transpose, that of the adjoint, inverses, the identity matrix.
IN_RULES = {
    "T": Formula((_TRANSPOSED,)),
    "gT": Formula((Sign("·", ENCLOSED), _TRANSPOSED)),
    "inv": Formula((Sign("^-1", RAISED, "−1"),)),
    "invT": Formula((Sign("^-T", RAISED, "−T"),)),
    "I": Formula((Sign("I", NAME),)),
}


def text_template(row: Operation, operands: Sequence[Formula]) -> Template:
    """A row's text as a template: a number as the first factor needs no sign before a name."""
    if row is MULTIPLY and _is_number(operands[0]) and not _is_number(operands[1]):
        return _NUMBER_TIMES
    return SET_OTHERWISE.get(row) or template_of(row.text, row.binds)


def separator(row: Operation) -> str:
    """What stands between all operands of a row."""
    return Sign(", ", TIMES) if row is DOT else ", "


def _is_number(operand: Formula) -> bool:
    return isinstance(operand.parts[-1], Constant)
