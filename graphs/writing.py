"""Closed forms as text in our language, which a program can hold, and as LaTeX."""

from __future__ import annotations

import math
import re
from typing import Any

import sympy

from graphs.forms import Bracket, Call, Form, Sign, Unwritable
from graphs.numerals import literal, number_latex
from graphs.printing import Latex, Text
from graphs.rows import Operation

_LONG = 1e15  # a whole number past this is written as a double
_CLOSED = ("\\frac", "\\sqrt", "\\left", "\\begin", "\\lfloor", "\\lceil", "\\lVert")


def _double(e: Any) -> float:
    """A number as a double; raises Unwritable where it is past one."""
    try:
        x = float(e)
    except OverflowError:
        raise Unwritable from None
    if math.isinf(x) or (x == 0.0 and e != 0):
        raise Unwritable
    return x


def _loose(sign: Operation | Sign, slot: int) -> bool:
    """Whether an operand that binds as tightly as the sign itself needs no brackets."""
    return slot == 0 and sign.binds < 4


class InWords(Text):
    """Text in our language. names: how symbols are called."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def written(self, form: Form) -> str:
        """A form as a program."""
        is_comparison = isinstance(form, Call) and form.sign.binds == 0
        return str(self.doprint(Bracket(form) if is_comparison else form))

    def _print_Symbol(self, e: Any) -> str:
        return self.names[e.name]

    def _print_Float(self, e: Any) -> str:
        return literal(_double(e))

    def _print_Integer(self, e: Any) -> str:
        return str(e.p) if abs(e.p) < _LONG else literal(_double(e))

    def called(self, e: Call) -> str:
        """An operation: by its name, or with its sign and the brackets that it needs."""
        sign = e.sign
        x = [
            self._print(each) if sign.binds == 9 else self.parenthesize(each, e.precedence, _loose(sign, slot))
            for slot, each in enumerate(e.args)
        ]
        return str(sign.text.format(*x, all=", ".join(x)))

    def _print_Bracket(self, e: Any) -> str:
        return f"where({self._print(e.args[0])}, 1, 0)"

    def _print_Mul(self, e: Any) -> str:
        brackets = [each for each in e.args if isinstance(each, Bracket)]
        if not brackets:
            return str(super()._print_Mul(e))
        body = self._print(sympy.Mul(*[each for each in e.args if not isinstance(each, Bracket)]))
        for each in brackets:
            body = f"where({self._print(each.args[0])}, {body}, 0)"
        return body


class InSymbols(Latex):
    """LaTeX. names: the symbols' own."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def written(self, form: Form) -> str:
        """A form in LaTeX."""
        is_comparison = isinstance(form, Call) and form.sign.binds == 0
        return str(self.doprint(Bracket(form) if is_comparison else form))

    def _print_Symbol(self, e: Any, style: str = "plain") -> str:
        return self.names[e.name]

    def _print_Float(self, e: Any) -> str:
        return number_latex(_double(e))

    def _print_Integer(self, e: Any) -> str:
        return str(e.p) if abs(e.p) < _LONG else number_latex(_double(e))

    def called(self, e: Call, exp: str | None = None) -> str:
        """An operation, raised to a power if one is given."""
        sign = e.sign
        is_closed = sign.binds == 9 or sign.latex.startswith(_CLOSED)
        x = [
            self._print(each) if is_closed else self.parenthesize(each, e.precedence, strict=_loose(sign, slot))
            for slot, each in enumerate(e.args)
        ]
        written = str(sign.latex.format(*x, all=", ".join(x)))
        if exp is None:
            return written
        return f"{written}^{{{exp}}}" if written.endswith(")") else f"\\left({written}\\right)^{{{exp}}}"

    def _print_Bracket(self, e: Any, exp: str | None = None) -> str:
        return f"\\left[{self._print(e.args[0])}\\right]"
