"""How numbers and arrays are written, in text and in LaTeX.

A value is told with five digits; a constant of the program is a literal, with all of its digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from graphs.notation.formula import EXPONENT, NUMBER, Constant, Formula, Part, formula, joined
from graphs.notation.precedence import CLOSED, DIGIT, MINUS_SIGN, POWER, PRODUCT
from graphs.operations.shapes import size_text

_SMALL = 4  # rows and columns of a matrix that is shown whole in a formula


def literal(x: float) -> str:
    """A double in full, as one would type it."""
    if math.isinf(x) or math.isnan(x):
        return "undefined" if x != x else "∞" if x > 0 else "-∞"
    return str(int(x)) if x == int(x) and abs(x) < 1e16 else repr(x)


@lru_cache(maxsize=8192)
def literal_latex(x: float) -> Formula:
    """A double in full, in LaTeX."""
    mantissa, power, exponent = literal(x).partition("e")  # as Python writes it
    if not power:
        return _latex(x, mantissa, None)
    front = {"1": "", "-1": "-"}.get(mantissa)
    if front is None:
        return _latex(x, mantissa, int(exponent))
    return Formula((f"{front}10^{{{int(exponent)}}}",), POWER, _sign_of(x))


def literal_text(x: float) -> Formula:
    """A double in full, as one would type it, as an operand."""
    return Formula((Constant(literal(x), x),), CLOSED, _sign_of(x))


@lru_cache(maxsize=8192)  # one answer says most of its numbers several times
def _digits(x: float, digits: int) -> tuple[str, int | None]:
    """A double in `digits` significant digits, and its power of ten outside 1e-4 … 1e6."""
    if x != x or math.isinf(x) or x == 0:
        return literal(x + 0.0), None
    if not 1e-4 <= abs(x) < 1e6:
        return _scientific(x, min(2, digits - 1))
    if x == int(x):
        return str(int(x)), None
    return _trimmed(f"{x:.{max(0, digits - 1 - math.floor(math.log10(abs(x))))}f}"), None


def _scientific(x: float, decimals: int) -> tuple[str, int]:
    mantissa, exponent = f"{x:.{decimals}e}".split("e")  # as Python writes it
    return _trimmed(mantissa), int(exponent)


class Numeral(NamedTuple):
    """A number as people read it: 1.23·10 and, to be raised, -5; the exponent is empty where it has none."""

    base: str
    exponent: str = ""

    @property
    def text(self) -> str:
        return f"{self.base}^{self.exponent}" if self.exponent else self.base


def numeral(x: float, digits: int = 5) -> Numeral:
    """A double as the picture and the table show it: `digits` significant digits, 1.23·10^-5 outside 1e-4 … 1e6."""
    return _numeral(*_digits(x, digits))


def _numeral(mantissa: str, exponent: int | None) -> Numeral:
    return Numeral(mantissa) if exponent is None else Numeral(f"{mantissa}·10", str(exponent))


def power_of_ten(x: float) -> Numeral:
    """A double as one digit times a power of ten."""
    return _numeral(*_scientific(x, 0))


def number_text(x: float, digits: int = 5) -> str:
    """The same in one text."""
    return numeral(x, digits).text


@lru_cache(maxsize=8192)
def number_latex(x: float, digits: int = 5) -> Formula:
    """The same in LaTeX."""
    return _latex(x, *_digits(x, digits))


def _latex(x: float, mantissa: str, exponent: int | None) -> Formula:
    if exponent is not None:
        return Formula((f"{mantissa} \\cdot 10^{{{exponent}}}",), PRODUCT, _sign_of(x))
    if math.isinf(x):
        return Formula(("-\\infty" if x < 0 else "\\infty",), CLOSED, MINUS_SIGN if x < 0 else "")
    return Formula(("\\text{undefined}" if x != x else mantissa,), CLOSED, _sign_of(x))


def _sign_of(x: float) -> str:
    return "" if x != x else MINUS_SIGN if x < 0 else DIGIT


@lru_cache(maxsize=8192)
def number_said(x: float) -> Formula:
    """A double in a sentence: the same text, its sign and its power of ten as parts."""
    base, exponent = numeral(x)
    if exponent:
        return Formula((Part(base, NUMBER), Part(f"^{exponent}", EXPONENT)))
    return Formula((Part(base, NUMBER) if x < 0 else base,))


def literal_said(x: float) -> Formula:
    """A double in full in a sentence."""
    return Formula((Part(literal(x), NUMBER) if x < 0 else literal(x),))


def value_text(x: Any) -> Formula:
    """A number or an array in a sentence; a large array by its size."""
    if isinstance(x, float):
        return number_said(x)
    if is_listed(x):
        return _listed(x)
    shape = np.shape(x)
    return formula(f"a vector of {shape[0]} entries" if len(shape) == 1 else f"an array {size_text(shape)}")


def is_listed(x: Any) -> bool:
    """Whether a number or an array stands in a sentence whole."""
    shape = () if isinstance(x, float) else np.shape(x)
    return not shape or (len(shape) < 3 and max(shape) <= _SMALL and math.prod(shape) <= 2 * _SMALL)


def _listed(x: Any) -> Formula:
    entries = [_listed(each) if np.ndim(each) else number_said(float(each)) for each in x]
    return formula("[", joined(", ", entries), "]")


def value_latex(x: Any, written: Callable[[float], Formula] = number_latex) -> Formula:
    """A number or an array in LaTeX: a vector as a column, of more than 4 rows or columns the first and the last.

    written: how each number is.
    """
    if isinstance(x, float):
        return written(x)
    shape = np.shape(x)
    if len(shape) > 2:
        return formula(f"\\text{{array {size_text(shape)}}}")
    grid = np.reshape(x, (shape[0], -1))
    rows: list[list[str]] = [[written(float(x)) for x in row] for row in grid[np.ix_(*map(_ends, grid.shape))]]
    if grid.shape[1] > _SMALL:
        rows = [[row[0], "\\cdots", row[1]] for row in rows]
    if grid.shape[0] > _SMALL:
        rows.insert(1, ["\\vdots"] * len(rows[0]))
    body = " \\\\ ".join(" & ".join(row) for row in rows)
    return formula(f"\\begin{{bmatrix}}{body}\\end{{bmatrix}}")


def of(x: Any, role: str, node: int | None) -> Formula:
    """A number or an array in LaTeX that is some node's value, tangent or adjoint."""
    written = value_latex(x)
    return Formula((Part(written, role, node),), written.binds, written.begins)


def _ends(size: int) -> list[int]:
    return [*range(size)] if size <= _SMALL else [0, size - 1]


def _trimmed(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals
