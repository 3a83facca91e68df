"""Names that stand for several rows, or for one or another by the shapes: what libraries mean by them.

Each is written in the rows of the table, so that their derivatives are those of the rows. Most are a line of text in
the language itself (`defined`); those that ask for shapes build their nodes (`_composed`). The meanings are those of
the documentation of NumPy, SciPy, PyTorch and JAX.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from graphs.errors import Fix, Place, WrongShape
from graphs.operations.along_axis import LOG_SOFTMAX, SOFTMAX
from graphs.operations.elementwise import DIVIDE, ELEMENTWISE, POWER, SUBTRACT
from graphs.operations.linear_algebra import DOT, INV, MATMUL
from graphs.operations.rearrangement import CONCAT, RESHAPE, STACK, TRANSPOSE
from graphs.operations.reductions import LOGSUMEXP, MEAN, SUM
from graphs.operations.row import ByName, Mismatch, Operation, Shape, called_by_name, optional
from graphs.operations.shapes import axes_of

_ROWS = {row.name: row for row in ELEMENTWISE}


class Maker(Protocol):
    """What an expansion builds with; operands and nodes are numbers, as in autodiff/build.py."""

    def make(self, row: Operation, *operands: int) -> int:
        """The node of a row at these operands."""

    place: Place

    def shape(self, operand: int) -> Shape: ...

    def constant(self, value: float) -> int: ...

    def value(self, operand: int) -> Any:
        """What a constant is; None of anything else."""

    def is_left_out(self, operand: int) -> bool:
        """Whether it is an input that the point leaves out."""


def _row(name: str, *aliases: str, **rest: Any) -> Operation:
    return called_by_name(name, None, None, *aliases, **rest)  # type: ignore[arg-type]


def composed(name: str, expand: Callable[..., int], count: int = 1, **rest: Any) -> Operation:
    """A row that stands for several rows. expand(make, *operands): the node that they make; count: its operands."""
    chosen, usual = rest.get("chosen", ()), dict(rest.get("options", ()))
    given = {key: [*value] if isinstance(value, tuple) else value for key, value in chosen if value != usual[key]}
    text = ByName(name, "{all}", **given)
    return _row(name, **{"arity": (count, count), "expand": expand, "text": text, **rest})


def defined(head: str, text: str, *aliases: str, **rest: Any) -> Operation:
    """A function by what it stands for, both as one would type them: "clip(x, low, high)", "min(max(x, low), high)".

    head: the name and its parameters; the last ones may have a number that stands where they are left out (delta=1).
    options: static ones with their defaults, whose values replace {axis} in the text; {reduction} is mean, sum, or
    nothing for 'none'. latex: "" for a function that formulas show as what it stands for.
    """
    name, _, listed = head.removesuffix(")").partition("(")
    parameters = [each.strip().partition("=") for each in listed.split(",")]
    preset = tuple(float(value) for _, sign, value in parameters if sign)
    fixed: dict[str, Any] = {"arity": (len(parameters) - len(preset), len(parameters)), "preset": preset, **rest}
    options = fixed.pop("options", {})

    def make(fixed_options: dict[str, Any], **chosen: Any) -> Operation:
        if "reduction" in chosen:
            chosen["reduction"] = chosen["reduction"].replace("none", "")
        names = tuple(each for each, _, _ in parameters)
        row = _row(name, *aliases, parameters=names, definition=text.format(**chosen), **fixed, **fixed_options)
        return row if "latex" in rest else replace(row, latex="")

    return optional(make, **options) if options else make({})


def with_options(row: Operation, **options: Any) -> Operation:
    """The row with these options, the same object for equal options; the others keep their defaults."""
    assert row.given is not None
    return row.given(**options)


def _inner(m: Maker, a: int, b: int) -> int:
    """Sums over the last axis of both."""
    if len(m.shape(a)) == len(m.shape(b)) == 1:
        return m.make(DOT, a, b)
    return m.make(MATMUL, a, m.make(TRANSPOSE, b) if len(m.shape(b)) > 1 else b)


def _flat(m: Maker, x: int) -> int:
    return m.make(RESHAPE, x) if len(m.shape(x)) > 1 else x


def _hstack(m: Maker, *x: int) -> int:
    """Joined along the second axis; vectors end to end."""
    if not any(map(m.shape, x)):
        return m.make(STACK, *x)
    return m.make(with_options(CONCAT, axis=1 if len(m.shape(x[0])) > 1 else 0), *x)


def _vstack(m: Maker, *x: int) -> int:
    """Joined along the first axis; a vector is a row."""
    rows = [m.make(with_options(RESHAPE, shape=(1, *m.shape(k))), k) if len(m.shape(k)) == 1 else k for k in x]
    return m.make(STACK, *x) if all(len(m.shape(k)) == 1 for k in x) else m.make(CONCAT, *rows)


def _variance(name: str) -> Operation:
    """The mean of the squared deviations, or its root. ddof is what n is less than by in the divisor."""

    def make(
        options: dict[str, Any], axis: Any, ddof: float | None, keepdims: bool, unbiased: bool | None
    ) -> Operation:
        less = (ddof or 0) if unbiased is None else int(unbiased)

        def expand(m: Maker, x: int) -> int:
            count = math.prod(m.shape(x)[k] for k in axes_of(axis, m.shape(x))) - less
            if count <= 0:
                raise Mismatch(f"{name} divides by n - {less}, and n is {count + less}")
            mean = m.make(MEAN if axis is None else with_options(MEAN, axis=axis, keepdims=True), x)
            squares = m.make(POWER, m.make(SUBTRACT, x, mean), m.constant(2.0))
            along = {"axis": axis, "keepdims": keepdims}
            if less:
                variance = m.make(DIVIDE, m.make(with_options(SUM, **along), squares), m.constant(float(count)))
            else:
                variance = m.make(with_options(MEAN, **along), squares)
            return m.make(_ROWS["sqrt"], variance) if name == "std" else variance

        plain = ddof is None and unbiased is None
        note = f"{name} divides by n, as in NumPy; torch.{name} divides by n - 1" if plain else ""
        return composed(name, expand, note=note, **options)

    return optional(make, axis=None, ddof=None, keepdims=False, unbiased=None)


def _over_all(row: Operation, back: bool) -> Callable[..., int]:
    """A row along the last axis, over all entries of an array at once; back: in the array's shape."""

    def expand(m: Maker, x: int) -> int:
        value = m.make(row, _flat(m, x))
        return m.make(with_options(RESHAPE, shape=m.shape(x)), value) if back and len(m.shape(x)) > 1 else value

    return expand


def _to_minus_one(m: Maker, x: int, exponent: int) -> int:
    """A⁻¹ of a matrix is its inverse, x⁻¹ of anything else the reciprocal of its entries."""
    return m.make(INV, x) if len(m.shape(x)) == 2 else m.make(POWER, x, exponent)


def _to_the_t(m: Maker, x: int, t: int) -> int:
    """x^T is a power; of an array, where nothing gives T a value, its transpose was meant."""
    if m.shape(x) and m.is_left_out(t):
        raise WrongShape("the transpose of an array is written A.T; T is an input here", m.place, "A.T",
                         (Fix(m.place, ".", ".T"),))  # fmt: skip
    return m.make(POWER, x, t)


TO_MINUS_ONE = composed("power", _to_minus_one, 2, functions=(), latex="{0}^{{{1}}}", binds=4)
TO_THE_T = composed("power", _to_the_t, 2, functions=(), latex="{0}^{{{1}}}", binds=4)
VARIANCE, DEVIATION = _variance("var"), _variance("std")
# Hendrycks and Gimpel (2016), §2
_GELU_TANH = defined("gelu(x)", "x*(0.5*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3))))", functions=())


def _gelu(options: dict[str, Any], approximate: Any) -> Operation:
    return _GELU_TANH if approximate in ("tanh", True) else replace(_ROWS["gelu"], functions=(), **options)


GELU = optional(_gelu, approximate="none")
SIGN_OF_DET = defined("sign(A)", "sign(det(A))", functions=())
SOFTMAX_ALL = composed("softmax", _over_all(SOFTMAX, back=True), functions=())
LOG_SOFTMAX_ALL = composed("log_softmax", _over_all(LOG_SOFTMAX, back=True), functions=())
LOGSUMEXP_ALL = composed("logsumexp", _over_all(LOGSUMEXP, back=False), functions=())

COMPOSED: tuple[Operation, ...] = (
    composed("inner", _inner, 2),
    composed("vdot", lambda m, a, b: m.make(DOT, _flat(m, a), _flat(m, b)), 2),
    composed("hstack", _hstack, arity=CONCAT.arity, spread=True),
    composed("vstack", _vstack, arity=CONCAT.arity, spread=True),
    VARIANCE,
    DEVIATION,
    defined("clip(x, low, high)", "min(max(x, low), high)", "clamp"),
    defined("clip(x, low)", "max(x, low)", "clamp"),
    defined("clip(x, high)", "min(x, high)", "clamp"),
)
