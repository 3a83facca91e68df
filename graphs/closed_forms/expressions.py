"""Closed forms: SymPy expressions of our own symbols, and the reading that makes them of a row's formulas.

SymPy collects sums, products and powers; every other operation stays opaque (a Call), so that nothing is looked into,
nothing is decided by assumptions, and a form takes time in proportion to its parts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, NamedTuple

import sympy

from graphs.operations import elementwise
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.floats import Floats
from graphs.operations.row import ByName, Operation
from graphs.operations.table import FUNCTIONS

Form = Any  # a SymPy expression of symbols, numbers, sums, products, powers, Calls and Brackets

PI = sympy.Symbol("_pi")
CLOSED = 1000  # SymPy's precedence of what needs no brackets
_SMALL_POWER = 64  # larger constant exponents, and a number's powers past a double, are not worked out
_LOG_LARGEST = 690.0
_UNWRITABLE = {sympy.nan, sympy.zoo, sympy.oo, -sympy.oo, sympy.I}
_COMPARISONS = {row.name: row for row in elementwise.ELEMENTWISE if row.binds == 0}
_OPPOSITE = {"less": "greater or equal", "greater": "less or equal", "equal": "unequal"}
_OPPOSITE |= {other: name for name, other in _OPPOSITE.items()}


class Cut(Enum):
    """Why a form is not written; it is formatted with the limits."""

    LONG = "formulas of more than {0.form_parts:,} parts, or more than {0.form_depth} deep, are left out"
    MUCH = "formulas are left out, because all of them together pass {0.form_characters:,} characters"
    LATE = "formulas are left out, because writing them all takes longer than {0.form_seconds:g} seconds"
    RULE = "formulas are left out, because a rule of arrays on their way has no short form"
    ARRAY = "formulas are left out, because they hold an array too long to be typed"
    NUMBER = "formulas are left out, because they hold a number that is infinite or past a double"


class Unwritable(Exception):
    """A form that cannot be written; `cut` tells why."""

    def __init__(self, cut: Cut = Cut.NUMBER) -> None:
        super().__init__(cut)
        self.cut = cut


class Sign(NamedTuple):
    """How an operation is written, as the rows have it: templates in the operands, and how tightly it binds.

    enclosed: the operands that stand in brackets of its LaTeX.
    """

    name: str
    text: str
    latex: str
    binds: float = 9
    enclosed: tuple[int, ...] = ()


class Call(sympy.Function):  # type: ignore[misc]
    """An operation that SymPy does not look into; `sign` is the row, or what stands for one.

    precedence: how tightly it binds in LaTeX, on SymPy's scale; typed: the same in text.
    """

    sign: Operation | Sign
    precedence: int
    typed: int

    def _sympystr(self, printer: Any) -> str:
        return str(printer.called(self))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return str(printer.called(self, exp))

    @classmethod
    def eval(cls, *x: Any) -> Any:
        """A comparison is what it was compared with: (x > 0) ≠ 0 is x > 0."""
        if len(x) == 2 and x[1] == 0 and isinstance(x[0], Call) and x[0].sign.name in _COMPARISONS:
            if cls.sign is elementwise.UNEQUAL:
                return x[0]
            if cls.sign is elementwise.EQUAL:
                return call(_COMPARISONS[_OPPOSITE[x[0].sign.name]], *x[0].args)
        return None


class Bracket(sympy.Function):  # type: ignore[misc]
    """Iverson's bracket: 1 where the condition holds; elsewhere 0, whatever it is multiplied by."""

    nargs = 1
    precedence = CLOSED

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_positive else None


_LEVELS = {0: 35, 1: 40, 1.5: 45, 2: 50, 3: 42, 4: 60, 5: 60}  # by how tightly our rows bind


@lru_cache(maxsize=1024)
def _kind(sign: Operation | Sign) -> Any:
    level = _LEVELS.get(sign.binds, CLOSED)
    typed = CLOSED if isinstance(sign.text, ByName) else 50 if level == 45 else level
    return type(sign.text, (Call,), {"sign": sign, "precedence": level, "typed": typed})


def call(sign: Operation | Sign, *x: Any) -> Form:
    """An operation on forms, as it stands."""
    return _kind(sign)(*map(form_of, x))


def number(x: float) -> Form:
    """A double: a whole number or a simple fraction as such. Raises Unwritable where it is no finite number."""
    if not math.isfinite(x):
        raise Unwritable
    fraction = Fraction(x).limit_denominator(12)
    if float(fraction) == x and abs(x) < 1e16:
        return sympy.Rational(fraction.numerator, fraction.denominator)
    return sympy.Float(x)


def form_of(x: Any) -> Form:
    """A number of a row's formula, or a form, as a form."""
    return x if isinstance(x, sympy.Basic) else number(float(x))


def tidied(form: Form) -> Form:
    """Doubles that are simple by now as such. Raises Unwritable."""
    leaves = set(_leaves(form))
    if not leaves.isdisjoint(_UNWRITABLE):
        raise Unwritable
    decimals = [each for each in leaves if each.is_Float]
    return form.xreplace({each: number(float(each)) for each in decimals}) if decimals else form


def _leaves(form: Form) -> Iterator[Form]:
    """The symbols and numbers of a form, as often as they stand in it."""
    waiting = [form]
    while waiting:
        each = waiting.pop()
        waiting += each.args
        if not each.args:
            yield each


@lru_cache(maxsize=32_768)
def parts(form: Form) -> tuple[int, int]:
    """Of how many parts a form is made, and how deep it is."""
    if not form.args:
        return 1, 1
    inner = [parts(each) for each in form.args]
    return 1 + sum(size for size, _ in inner), 1 + max(depth for _, depth in inner)


def occurrences(form: Form) -> Counter[Form]:
    """How often each symbol stands in a form."""
    return Counter(each for each in _leaves(form) if each.is_Symbol)


def times(flow: Form, factor: Form) -> Form:
    """A product; what flows under conditions keeps each of them to itself, for there the factor need not be defined."""
    if flow.is_Add and flow.has(Bracket):
        return sympy.Add(*[each * factor for each in flow.args])
    return flow * factor


def valued(row: Operation, x: list[Form], opaque: bool) -> Form:
    """A row's value: sums, products and powers are SymPy's, all else is called by its name.

    opaque: nothing is SymPy's. It does not know shapes: of arrays, x - x is no 0, and not all products commute.
    """
    if opaque:
        return call(row, *x)
    if row in _ARITHMETIC:
        return row.value(Forms, *x)
    if row is elementwise.NEGATE:
        return -x[0]
    return call(row, *x)


class Forms:
    """The reading over forms, for m in a row's formulas."""

    nothing = sympy.S.Zero
    pi = PI
    two_over_root_pi = 2 / sympy.sqrt(PI)
    sqrt = staticmethod(sympy.sqrt)
    less, less_equal = (
        staticmethod(partial(call, elementwise.LESS)),
        staticmethod(partial(call, elementwise.LESS_EQUAL)),
    )
    greater, unequal = (
        staticmethod(partial(call, elementwise.GREATER)),
        staticmethod(partial(call, elementwise.UNEQUAL)),
    )

    @staticmethod
    def power(x: Form, y: Form) -> Form:
        x, y = form_of(x), form_of(y)
        if x.is_Number or (y.is_Number and (abs(y) > _SMALL_POWER or not _is_modest(x, y))):
            return call(elementwise.POWER, x, y)
        return x**y

    @staticmethod
    def hypot(x: Form, y: Form) -> Form:
        return sympy.sqrt(x**2 + y**2)

    @staticmethod
    def equal(x: Form, y: Form) -> Form:
        return form_of(x) == y if form_of(x).is_Number else call(elementwise.EQUAL, x, y)

    @staticmethod
    def where(condition: Form, chosen: Form, otherwise: Form) -> Form:
        if otherwise == 0:
            return chosen * Bracket(condition)
        return call(_WHERE, condition, chosen, otherwise)

    @staticmethod
    def select(condition: Any, special_case: Any, general: Any) -> Any:
        """The general case; where x is the constant 0, what mends log(x) in the slope of x**y."""
        if isinstance(condition, bool):
            return special_case if condition else general
        return special_case if general == 0 and special_case == 1 else general

    @staticmethod
    def share(slot: int, extremum: Form, x: tuple[Form, ...], fixed: tuple[int, ...]) -> Form:
        if len(x) == 2:
            larger = extremum.sign.name == "max"
            return Bracket(call(elementwise.GREATER if larger else elementwise.LESS, x[slot], x[1 - slot]))
        return Bracket(call(elementwise.EQUAL, x[slot], extremum))

    @staticmethod
    def one_minus_sigmoid(x: Form) -> Form:
        return 1 - Forms.sigmoid(x)  # type: ignore[attr-defined]

    @staticmethod
    def one_minus_square(x: Form) -> Form:
        return 1 - x**2

    @staticmethod
    def sech_squared(x: Form) -> Form:
        return 1 - Forms.tanh(x) ** 2  # type: ignore[attr-defined]

    @staticmethod
    def inverse_mills(x: Form) -> Form:
        """φ/Φ through its logarithm: far out on the left both are smaller than a double can hold."""
        return Forms.exp(-(x**2) / 2 - Forms.lognormcdf(x)) / sympy.sqrt(2 * PI)  # type: ignore[attr-defined]

    @staticmethod
    def beta_slopes(c: Form, a: Form, b: Form) -> tuple[Form, Form]:
        psi = Forms.digamma  # type: ignore[attr-defined]
        return c * (psi(a) - psi(a + b)), c * (psi(b) - psi(a + b))

    @staticmethod
    def binomial_slopes(c: Form, n: Form, k: Form) -> tuple[Form, Form]:
        psi = Forms.digamma  # type: ignore[attr-defined]
        return c * (psi(n + 1) - psi(n - k + 1)), c * (psi(n - k + 1) - psi(k + 1))


def _is_modest(x: Form, y: Form) -> bool:
    """Whether the number in front of x has a power that is a double."""
    front = abs(float(x.as_coeff_Mul()[0])) or 1.0
    return abs(float(y)) * abs(math.log(front)) < _LOG_LARGEST


for _name, _rows in FUNCTIONS.items():
    if hasattr(Floats, _name) and not hasattr(Forms, _name):
        setattr(Forms, _name, staticmethod(partial(call, _rows[0])))

for _name, _function in CAREFUL.items():
    if not hasattr(Forms, _name) and _function.plain is not None:
        setattr(Forms, _name, staticmethod(partial(_function.plain, Forms)))

(_WHERE,) = FUNCTIONS["where"]
_ARITHMETIC = (elementwise.ADD, elementwise.SUBTRACT, elementwise.MULTIPLY, elementwise.DIVIDE, elementwise.POWER,
               elementwise.POWER_CONSTANT, *FUNCTIONS["sqrt"])  # fmt: skip
