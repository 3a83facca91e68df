"""A row's partials as formulas: read over SymPy's symbols and printed once per row, with places for operands.

What is more than a character stands in the printed text as a placeholder, a character of Unicode's private use area,
which no name can hold: the operands, and in plain text its numbers and the signs that a typesetter writes otherwise.
Printed text is split at them, so that filling a formula for an edge is a join.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import precedence
from sympy.printing.str import StrPrinter

from graphs.notation.formula import APART, BESIDE, LEVEL, NAME, RAISED_FROM, ROOT, TIMES, UNSEEN, Constant, Sign
from graphs.notation.precedence import CLOSED, POWER, PRODUCT, SUM
from graphs.notation.templates import Template, template
from graphs.operations.readings.symbols import Symbols
from graphs.operations.row import Operation

_FIRST = 0xE000
_FIRST_PIECE = 0xE100
_PLACEHOLDER = re.compile("([\ue000-\uf8ff])")


@lru_cache(maxsize=2048)
def templates(row: Operation, count: int, exponent: float | None) -> tuple[list[Template], list[Template]]:
    """The row's partials as text and LaTeX with placeholders; a constant exponent is put in: 3x², not 3x^(3-1)."""
    partials = _partials(row, count, exponent)
    return [_split(p, _Parts()) for p in partials], [_split(p, Latex()) for p in partials]


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
    pieces: list[Any] = _PLACEHOLDER.split(printer.doprint(partial))
    for at in range(1, len(pieces), 2):  # every other one is a placeholder
        code = ord(pieces[at])
        pieces[at] = code - _FIRST if code < _FIRST_PIECE else printer.pieces[code - _FIRST_PIECE]
    kept = [piece for piece in pieces if piece.__class__ is not str or piece]  # a Sign may be empty
    return template(kept, _binds(partial), _number(partial))


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
        order, x = map(self._print, e.args)
        return f"digamma({x})" if e.args[0] == 0 else f"polygamma({order}, {x})"

    def _print_Abs(self, e: Any) -> str:
        return f"abs({self._print(e.args[0])})"

    def _print_Max(self, e: Any) -> str:
        return f"max({self.stringify(e.args, ', ')})"

    def _print_Min(self, e: Any) -> str:
        return f"min({self.stringify(e.args, ', ')})"

    def _print_Piecewise(self, e: Any) -> str:
        (chosen, condition), (otherwise, _) = e.args
        return f"where({self._print(condition)}, {self._print(chosen)}, {self._print(otherwise)})"


class _Parts(Text):
    """The same, with its numbers and signs as pieces: placeholders stand for them in what is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def _placed(self, piece: str) -> str:
        self.pieces.append(piece)
        return chr(_FIRST_PIECE + len(self.pieces) - 1)

    def _sign(self, text: str, role: str) -> str:
        return self._placed(Sign(text, role))

    def _number(self, text: str) -> str:
        """In full, as SymPy writes it; a minus is a sign of the formula."""
        return "-" * (text[0] == "-") + self._placed(Constant(text.lstrip("-"), abs(float(text))))

    def _print_int(self, e: Any) -> str:
        return self._number(str(e))

    def _print_Integer(self, e: Any) -> str:
        return self._number(str(e.p))

    def _print_Float(self, e: Any) -> str:
        return self._number(super()._print_Float(e))

    def _print_Rational(self, e: Any) -> str:
        return f"{self._number(str(e.p))}/{self._number(str(e.q))}"

    def _print_Pi(self, e: Any) -> str:
        return self._sign("pi", NAME)

    def _print_Pow(self, e: Any, rational: bool = False) -> str:
        """A power as StrPrinter writes it: a root, a quotient, or with its exponent raised."""
        if abs(e.exp) is sympy.S.Half:
            over = "" if e.exp is sympy.S.Half else f"{self._number('1')}/"
            return f"{over}{self._root(e.base)}"
        base = self.parenthesize(e.base, precedence(e))
        if e.exp is sympy.S.NegativeOne:
            return f"{self._number('1')}/{base}"
        opening, closing = ("**(", ")") if precedence(e.exp) <= precedence(e) else ("**", "")
        return f"{base}{self._sign(opening, RAISED_FROM)}{self._print(e.exp)}{self._sign(closing, LEVEL)}"

    def _root(self, inner: Any) -> str:
        """Of one name or number: the sign reaches over it."""
        if inner.args:
            return f"sqrt({self._print(inner)})"
        return f"{self._sign('sqrt(', ROOT)}{self._print(inner)}{self._sign(')', UNSEEN)}"

    def _print_Mul(self, e: Any) -> str:
        """A product as StrPrinter writes it: what has a negative power stands below."""
        level, (front, rest) = precedence(e), e.as_coeff_Mul()
        minus = "-" if front < 0 else ""
        above: list[Any] = []
        below: list[Any] = []
        for each in (abs(front), *(rest.as_ordered_factors() if rest != 1 else ())):
            if each.is_Rational:
                above += [sympy.Integer(each.p)] * (each.p != 1)
                below += [sympy.Integer(each.q)] * (each.q != 1)
            elif each.is_Pow and each.exp.as_coeff_Mul()[0] < 0:
                below.append(
                    each.base if each.exp is sympy.S.NegativeOne else sympy.Pow(each.base, -each.exp, evaluate=False)
                )
            else:
                above.append(each)
        numerator = self._factors(above or [sympy.S.One], level)
        if not below:
            return minus + numerator
        denominator = self._factors(below, level)
        return f"{minus}{numerator}/{denominator if len(below) == 1 else f'({denominator})'}"

    def _factors(self, factors: list[Any], level: int) -> str:
        """2x and 2 sin(x) need no sign; every other product has its dot."""
        text: str = self.parenthesize(factors[0], level)
        for before, factor in pairwise(factors):
            role = TIMES
            if before.is_number and before.is_Atom and not factor.is_number:
                role = APART if factor.is_Function else BESIDE
            text += self._sign("*", role) + self.parenthesize(factor, level)
        return text


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
        order, x = map(self._print, e.args)
        if e.args[0] == 0:
            return "\\psi" + (f"^{{{exp}}}" if exp else "") + f"({x})"
        written = f"\\psi^{{({order})}}({x})"
        return f"\\left({written}\\right)^{{{exp}}}" if exp else written

    def _print_Iverson(self, e: Any, exp: str | None = None) -> str:
        return f"[{self._print(e.args[0])}]"

    def _print_Relational(self, e: Any) -> str:
        return f"{self._print(e.lhs)} {_LATEX_SIGNS[_SIGNS[type(e).__name__]]} {self._print(e.rhs)}"
