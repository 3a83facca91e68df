"""Closed forms as text in our language, which a program can hold, and as LaTeX."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import sympy
from sympy.printing.precedence import PRECEDENCE, precedence

from graphs.closed_forms.expressions import CLOSED, Bracket, Call, Form, Sign, Unwritable
from graphs.notation.formula import Formula
from graphs.notation.numbers import literal, literal_latex
from graphs.notation.partials import Latex, Text
from graphs.notation.precedence import CLOSED as BRACKETED
from graphs.notation.templates import template_of
from graphs.operations.elementwise import DIVIDE, FLOOR_DIVIDE
from graphs.operations.row import Operation

_LONG = 1e15  # a whole number past this is written as a double
_ENCLOSING = {DIVIDE, FLOOR_DIVIDE}  # rows of two operands whose sign goes around both in LaTeX


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


def _binds_in_text(item: Any) -> int:
    """How tightly a form binds in text, on SymPy's scale; x**-1 and x**(-1/2) are written as quotients: 1/x."""
    if isinstance(item, Call):
        return item.typed
    is_quotient = item.is_Pow and item.exp in (-1, -sympy.S.Half)
    return PRECEDENCE["Mul"] if is_quotient else int(precedence(item))


class _Writer:
    """A printer of forms. names: how symbols are called."""

    doprint: Callable[[Any], str]

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def written(self, form: Form) -> str:
        """A form as text; a comparison that stands alone is a number, 1 or 0."""
        is_comparison = isinstance(form, Call) and form.sign.binds == 0
        return str(self.doprint(Bracket(form) if is_comparison else form))


class InWords(_Writer, Text):
    """Text in our language. names: how symbols are called."""

    def _print_Symbol(self, e: Any) -> str:
        return self.names[e.name]

    def _print_Float(self, e: Any) -> str:
        return literal(_double(e))

    def _print_Integer(self, e: Any) -> str:
        return str(e.p) if abs(e.p) < _LONG else literal(_double(e))

    def parenthesize(self, item: Any, level: int, strict: bool = False) -> str:
        """In brackets, if it binds no more tightly than the level (strict: less tightly)."""
        binds = _binds_in_text(item)
        needed = binds < level or (binds == level and not strict)
        return f"({self._print(item)})" if needed else str(self._print(item))

    def called(self, e: Call) -> str:
        """An operation: by its name, or with its sign and the brackets that it needs."""
        is_closed = e.typed == CLOSED
        x = [
            self._print(each) if is_closed else self.parenthesize(each, e.typed, _loose(e.sign, slot))
            for slot, each in enumerate(e.args)
        ]
        return str(e.sign.text.format(*x, all=", ".join(x)))

    def _print_Bracket(self, e: Any) -> str:
        return f"where({self._print(e.args[0])}, 1, 0)"

    def _print_Mul(self, e: Any) -> str:
        brackets = [each for each in e.args if isinstance(each, Bracket)]
        if not brackets:
            return str(super()._print_Mul(e))
        body = self._print(sympy.Mul(*[each for each in e.args if not isinstance(each, Bracket)]))
        for each in brackets:
            body = f"where({self._print(each.args[0])}, {body}, 0)"
        return str(body)


class InSymbols(_Writer, Latex):
    """LaTeX. names: the symbols' own."""

    def _print_Symbol(self, e: Any, style: str = "plain") -> str:
        return self.names[e.name]

    def _print_Float(self, e: Any) -> str:
        return literal_latex(_double(e))

    def _print_Integer(self, e: Any) -> str:
        return str(e.p) if abs(e.p) < _LONG else literal_latex(_double(e))

    def parenthesize(self, item: Any, level: int, is_neg: bool = False, strict: bool = False) -> str:
        """In brackets, if it binds no more tightly than the level; so is a number with its power of ten as a base."""
        written = super().parenthesize(item, level, is_neg, strict)
        is_open = isinstance(written, Formula) and written.binds < BRACKETED and level >= PRECEDENCE["Pow"]
        return f"\\left({written}\\right)" if is_open else str(written)

    def called(self, e: Call, exp: str | None = None) -> str:
        """An operation, raised to a power if one is given."""
        is_closed = e.precedence == CLOSED or e.sign in _ENCLOSING
        x = [self._print(each) if is_closed else self._operand(e, slot) for slot, each in enumerate(e.args)]
        written = str(e.sign.latex.format(*x, all=", ".join(x)))
        if exp is None:
            return written
        is_call = e.precedence == CLOSED and template_of(e.sign.latex).is_call
        return f"{written}^{{{exp}}}" if is_call else f"\\left({written}\\right)^{{{exp}}}"

    def _operand(self, e: Call, slot: int) -> str:
        """An operand beside a sign; beneath an exponent, only what has none of its own stands without brackets."""
        if isinstance(e.sign, Sign) and slot in e.sign.enclosed:
            return str(self._print(e.args[slot]))
        if template_of(e.sign.latex).is_raised(slot):
            return str(self.parenthesize(e.args[slot], PRECEDENCE["Pow"]))
        return str(self.parenthesize(e.args[slot], e.precedence, strict=_loose(e.sign, slot)))

    def _print_Bracket(self, e: Any, exp: str | None = None) -> str:
        return f"\\left[{self._print(e.args[0])}\\right]"
