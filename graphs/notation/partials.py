"""A row's partials as formulas: read over SymPy's symbols and printed once per row, with places for operands.

The operands are placeholders, characters of Unicode's private use area, which no name can hold; printed text
is split at them, so that filling a formula for an edge is a join.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from graphs.notation.precedence import CLOSED, POWER, PRODUCT, SUM
from graphs.notation.templates import Template, template
from graphs.operations.readings.symbols import Symbols
from graphs.operations.row import Operation

_FIRST = 0xE000
_PLACEHOLDER = re.compile("([\ue000-\ue0ff])")


@lru_cache(maxsize=2048)
def templates(row: Operation, count: int, exponent: float | None) -> tuple[list[Template], list[Template]]:
    """The row's partials as text and LaTeX with placeholders; a constant exponent is put in: 3x², not 3x^(3-1)."""
    partials = _partials(row, count, exponent)
    return [_split(p, Text()) for p in partials], [_split(p, Latex()) for p in partials]


@lru_cache(maxsize=2048)
def templates_for_numbers(row: Operation, count: int, exponent: float | None) -> list[Template]:
    """The row's partials in LaTeX for numbers to be put in: every product has its dot, 3 · 4² and not 3 4²."""
    return [_split(p, Latex(mul_symbol="dot")) for p in _partials(row, count, exponent)]


def _partials(row: Operation, count: int, exponent: float | None) -> list[Any]:
    x: list[Any] = [sympy.Symbol(chr(_FIRST + slot), real=True) for slot in range(count)]
    if exponent is not None and math.isfinite(exponent):
        fraction = Fraction(exponent).limit_denominator(12)
        if float(fraction) == exponent and abs(exponent) < 1e6:
            x[1] = sympy.Rational(fraction.numerator, fraction.denominator)
    return [*row.partials(Symbols, row.value(Symbols, *x), *x)]


def _split(partial: Any, printer: Any) -> Template:
    pieces = _PLACEHOLDER.split(printer.doprint(partial))
    slots = [ord(piece) - _FIRST if _PLACEHOLDER.fullmatch(piece) else piece for piece in pieces if piece]
    return template(slots, _binds(partial), _number(partial))


def _number(partial: Any) -> float | None:
    """A partial that is a whole number or a decimal; a fraction is written as one."""
    is_number = isinstance(partial, (int, float)) or partial.is_Integer or partial.is_Float
    return float(partial) if is_number else None


def _binds(partial: Any) -> int:
    if isinstance(partial, (int, float)):
        return CLOSED
    if partial.is_Add:
        return SUM
    if partial.is_Mul or (partial.is_Rational and not partial.is_Integer):
        return PRODUCT
    return POWER if partial.is_Pow else CLOSED


_SIGNS = {"Equality": "==", "Unequality": "!=", "StrictGreaterThan": ">", "StrictLessThan": "<"}
_LATEX_SIGNS = {"==": "=", "!=": "\\ne", ">": ">", "<": "<"}
_LATEX_NAMES = {
    "sigmoid": "\\sigma", "normpdf": "\\varphi", "normcdf": "\\Phi", "trigamma": "\\psi_1", "exp": "\\exp",
    "asin": "\\arcsin", "acos": "\\arccos", "atan": "\\arctan", "gamma": "\\Gamma", "sign": "\\operatorname{sgn}",
    **{name: "\\" + name for name in ["log", "sin", "cos", "tan", "sinh", "cosh", "tanh"]},
}  # fmt: skip


class Text(StrPrinter):  # type: ignore[misc]
    """SymPy's text in the words of our language."""

    def _print_Iverson(self, e: Any) -> str:
        return f"[{self._print(e.args[0])}]"

    def _print_Relational(self, e: Any) -> str:
        return f"{self._print(e.lhs)} {_SIGNS[type(e).__name__]} {self._print(e.rhs)}"

    def _print_polygamma(self, e: Any) -> str:
        return f"digamma({self._print(e.args[1])})"

    def _print_Abs(self, e: Any) -> str:
        return f"abs({self._print(e.args[0])})"

    def _print_Max(self, e: Any) -> str:
        return f"max({self.stringify(e.args, ', ')})"

    def _print_Min(self, e: Any) -> str:
        return f"min({self.stringify(e.args, ', ')})"

    def _print_Piecewise(self, e: Any) -> str:
        (chosen, condition), (otherwise, _) = e.args
        return f"where({self._print(condition)}, {self._print(chosen)}, {self._print(otherwise)})"


class Latex(LatexPrinter):  # type: ignore[misc]
    """SymPy's LaTeX with plain brackets at functions and \\exp for the exponential."""

    def __init__(self, mul_symbol: str | None = None) -> None:
        super().__init__({"mul_symbol": mul_symbol})

    def _print_Function(self, e: Any, exp: str | None = None) -> str:
        name = type(e).__name__
        sign = _LATEX_NAMES.get(name, f"\\operatorname{{{name}}}") + (f"^{{{exp}}}" if exp else "")
        return f"{sign}({', '.join(map(self._print, e.args))})"

    _print_exp = _print_ExpBase = _print_log = _print_gamma = _print_Function

    def _print_polygamma(self, e: Any, exp: str | None = None) -> str:
        return "\\psi" + (f"^{{{exp}}}" if exp else "") + f"({self._print(e.args[1])})"

    def _print_Iverson(self, e: Any, exp: str | None = None) -> str:
        return f"[{self._print(e.args[0])}]"

    def _print_Relational(self, e: Any) -> str:
        return f"{self._print(e.lhs)} {_LATEX_SIGNS[_SIGNS[type(e).__name__]]} {self._print(e.rhs)}"
