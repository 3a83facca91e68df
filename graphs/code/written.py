"""Code as text: a formula over `Written` operands writes itself down, as `torch.exp(c1)*2`.

So one table of spellings (spellings.py) runs on a library's own arrays and writes the library's code. What it writes is
made of names that the caller gives, of numbers, and of signs; brackets stand where the language needs them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.operations.shapes import index_text

Factors = tuple[bool, tuple[str, ...]]  # of a product: whether it has a minus, and its factors with their signs
# How tightly Python's signs bind.
_COMPARED, _SUM, _PRODUCT, _MINUS, _POWER, _CLOSED = range(6)


class Written:
    """A piece of code: a name of a module or of a value, or what a formula has made of some."""

    __slots__ = ("binds", "factors", "text")

    def __init__(self, text: str, binds: int = _CLOSED, factors: Factors | None = None):
        self.text, self.binds, self.factors = text, binds, factors

    def __getattr__(self, name: str) -> Written:
        if name.startswith("_"):
            raise AttributeError(name)
        text = f"{_within(self, _CLOSED)}.{name}"
        return Written("jnp" if text == "jax.numpy" else text)  # as JAX's own pages import it

    def __call__(self, *operands: Any, **options: Any) -> Written:
        arguments = [*map(number, operands), *(f"{name}={number(value)}" for name, value in options.items())]
        return Written(f"{self.text}({', '.join(arguments)})")

    def __str__(self) -> str:
        return self.text

    def chosen(self, key: tuple[Any, ...]) -> Written:
        """x[key], the key as the table of operations keeps it."""
        return Written(f"{_within(self, _CLOSED)}[{index_text(key)}]")

    def __add__(self, other: Any) -> Written:
        return _signed(self, " + ", other, _SUM)

    def __radd__(self, other: Any) -> Written:
        return _signed(other, " + ", self, _SUM)

    def __sub__(self, other: Any) -> Written:
        return _signed(self, " - ", other, _SUM)

    def __rsub__(self, other: Any) -> Written:
        return _signed(other, " - ", self, _SUM)

    def __mul__(self, other: Any) -> Written:
        return _multiplied(self, "*", other)

    def __rmul__(self, other: Any) -> Written:
        return _multiplied(other, "*", self)

    def __truediv__(self, other: Any) -> Written:
        return _multiplied(self, "/", other)

    def __rtruediv__(self, other: Any) -> Written:
        return _multiplied(other, "/", self)

    def __matmul__(self, other: Any) -> Written:
        return _signed(self, " @ ", other, _PRODUCT)

    def __pow__(self, other: Any) -> Written:
        return Written(f"{_within(self, _CLOSED)}**{_within(other, _POWER)}", _POWER)

    def __rpow__(self, other: Any) -> Written:
        return Written(f"{_within(other, _CLOSED)}**{_within(self, _POWER)}", _POWER)

    def __neg__(self) -> Written:
        minus, factors = factors_of(self)
        return Written(f"-{_within(self, _MINUS)}", _MINUS, (not minus, factors))

    def __lt__(self, other: Any) -> Written:
        return _signed(self, " < ", other, _COMPARED)

    def __le__(self, other: Any) -> Written:
        return _signed(self, " <= ", other, _COMPARED)

    def __gt__(self, other: Any) -> Written:
        return _signed(self, " > ", other, _COMPARED)

    def __ge__(self, other: Any) -> Written:
        return _signed(self, " >= ", other, _COMPARED)

    def __eq__(self, other: Any) -> Written:  # type: ignore[override]
        return _signed(self, " == ", other, _COMPARED)

    def __ne__(self, other: Any) -> Written:  # type: ignore[override]
        return _signed(self, " != ", other, _COMPARED)

    __hash__ = None  # type: ignore[assignment]


def _signed(left: Any, sign: str, right: Any, binds: int) -> Written:
    """The right side binds tighter: a - (b - c), and a comparison stands alone."""
    return Written(f"{_within(left, binds + (binds == _COMPARED))}{sign}{_within(right, binds + 1)}", binds)


def _multiplied(left: Any, sign: str, right: Any) -> Written:
    minus, factors = factors_of(left)
    made = _signed(left, sign, right, _PRODUCT)
    made.factors = minus, (*factors, f"{sign}{_within(right, _PRODUCT + 1)}")
    return made


def factors_of(x: Any) -> Factors:
    """What stands behind the first factor where something is multiplied by this: *3, *c6**2; of 1/c nothing but /c."""
    if isinstance(x, Written):
        return x.factors or (False, (f"*{_within(x, _PRODUCT + 1)}",))
    if isinstance(x, (int, float)):
        return x < 0, () if abs(x) == 1 else (f"*{number(abs(x))}",)
    return False, (f"*{number(x)}",)


def times(flow: Any, partial: Any) -> Any:
    """flow·partial, a product written without brackets round its factors: -g*c/x. Of numbers: the product."""
    if not isinstance(flow, Written):
        return flow * partial
    minus, factors = factors_of(partial)
    text = ("-" if minus else "") + _within(flow, _PRODUCT) + "".join(factors)
    return Written(text, _PRODUCT) if minus or factors else flow


def _within(operand: Any, binds: int) -> str:
    text = number(operand)
    bound = operand.binds if isinstance(operand, Written) else _MINUS if text.startswith("-") else _CLOSED
    return f"({text})" if bound < binds else text


def number(x: Any) -> str:
    """A constant as Python reads it: a number, an array as nested lists; and what is written already."""
    if isinstance(x, Written):
        return x.text
    if isinstance(x, np.ndarray):
        return number(x.tolist())
    if isinstance(x, (list, tuple)):
        inner = ", ".join(map(number, x))
        return f"[{inner}]" if isinstance(x, list) else f"({inner}{',' * (len(x) == 1)})"
    if isinstance(x, float) and not math.isfinite(x):
        return f'float("{"nan" if x != x else "inf" if x > 0 else "-inf"}")'
    return (
        str(int(x))
        if isinstance(x, float) and x == int(x) and abs(x) < 1e16
        else repr(float(x) if isinstance(x, float) else x)
    )


def floats(x: Any) -> str:
    """The same with every number as a double, which arrays of a library are made of: 2.0, [1.0, 2.0]."""
    if np.ndim(x):
        return f"[{', '.join(map(floats, x))}]"
    return repr(float(x)) if math.isfinite(x) else number(float(x))
