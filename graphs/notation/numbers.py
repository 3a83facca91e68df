"""How numbers and arrays are written, in text and in LaTeX.

A value is told with five digits; a constant of the program is a literal, with all of its digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from graphs.operations.shapes import size_text

_SMALL = 4  # rows and columns of a matrix that is shown whole in a formula


def literal(x: float) -> str:
    """A double in full, as one would type it."""
    if math.isinf(x) or math.isnan(x):
        return "undefined" if x != x else "∞" if x > 0 else "-∞"
    return str(int(x)) if x == int(x) and abs(x) < 1e16 else repr(x)


def literal_latex(x: float) -> str:
    """A double in full, in LaTeX."""
    mantissa, power, exponent = literal(x).partition("e")
    if power:
        front = {"1": "", "-1": "-"}.get(mantissa, f"{mantissa} \\cdot ")
        return f"{front}10^{{{int(exponent)}}}"
    return "\\text{undefined}" if x != x else mantissa.replace("∞", "\\infty")


@lru_cache(maxsize=8192)  # one answer says most of its numbers several times
def number_text(x: float, digits: int = 5) -> str:
    """A double as the picture and the table show it: `digits` significant digits, 1.23·10^-5 outside 1e-4 … 1e6."""
    if x != x or math.isinf(x) or x == 0:
        return literal(x + 0.0)
    if not 1e-4 <= abs(x) < 1e6:
        mantissa, exponent = f"{x:.{min(2, digits - 1)}e}".split("e")
        return f"{_trimmed(mantissa)}·10^{int(exponent)}"
    if x == int(x):
        return str(int(x))
    return _trimmed(f"{x:.{max(0, digits - 1 - math.floor(math.log10(abs(x))))}f}")


def number_latex(x: float, digits: int = 5) -> str:
    """The same in LaTeX."""
    text = number_text(x, digits)
    mantissa, power, exponent = text.partition("·10^")
    if power:
        return f"{mantissa} \\cdot 10^{{{exponent}}}"
    return "\\text{undefined}" if x != x else text.replace("∞", "\\infty")


def value_text(x: Any) -> str:
    """A number or an array in a sentence; a large array by its size."""
    if isinstance(x, float):
        return number_text(x)
    shape = np.shape(x)
    if len(shape) < 3 and max(shape) <= _SMALL and math.prod(shape) <= 2 * _SMALL:
        return _listed(x)
    return f"a vector of {shape[0]} entries" if len(shape) == 1 else f"an array {size_text(shape)}"


def _listed(x: Any) -> str:
    return "[" + ", ".join(_listed(each) if np.ndim(each) else number_text(float(each)) for each in x) + "]"


def value_latex(x: Any, written: Callable[[float], str] = number_latex) -> str:
    """A number or an array in LaTeX: a vector as a column, of more than 4 rows or columns the first and the last.

    written: how each number is.
    """
    if isinstance(x, float):
        return written(x)
    shape = np.shape(x)
    if len(shape) > 2:
        return f"\\text{{array {size_text(shape)}}}"
    grid = np.reshape(x, (shape[0], -1))
    rows = [[written(float(x)) for x in row] for row in grid[np.ix_(*map(_ends, grid.shape))]]
    if grid.shape[1] > _SMALL:
        rows = [[row[0], "\\cdots", row[1]] for row in rows]
    if grid.shape[0] > _SMALL:
        rows.insert(1, ["\\vdots"] * len(rows[0]))
    body = " \\\\ ".join(" & ".join(row) for row in rows)
    return f"\\begin{{bmatrix}}{body}\\end{{bmatrix}}"


def _ends(size: int) -> list[int]:
    return [*range(size)] if size <= _SMALL else [0, size - 1]


def _trimmed(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals
