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
from graphs.operations.row import Mismatch, Operation, Shape, called_by_name, optional

_ROWS = {row.name: row for row in ELEMENTWISE}


class Maker(Protocol):
    """What an expansion builds with; operands and nodes are numbers, as in autodiff/build.py."""

    def make(self, row: Operation, *operands: int) -> int:
        """The node of a row at these operands."""

    place: Place

    def shape(self, operand: int) -> Shape: ...

    def constant(self, value: float) -> int: ...

    def is_left_out(self, operand: int) -> bool:
        """Whether it is an input that the point leaves out."""


def _row(name: str, *aliases: str, **rest: Any) -> Operation:
    return called_by_name(name, None, None, *aliases, **rest)  # type: ignore[arg-type]


def _composed(name: str, expand: Callable[..., int], count: int = 1, **rest: Any) -> Operation:
    return _row(name, **{"arity": (count, count), "expand": expand, **rest})


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

    def make(given: dict[str, Any], **chosen: Any) -> Operation:
        if "reduction" in chosen:
            chosen["reduction"] = chosen["reduction"].replace("none", "")
        names = tuple(each for each, _, _ in parameters)
        row = _row(name, *aliases, parameters=names, definition=text.format(**chosen), **fixed, **given)
        return row if "latex" in rest else replace(row, latex="")

    return optional(make, **options) if options else make({})


def _given(row: Operation, **options: Any) -> Operation:
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
    return m.make(_given(CONCAT, axis=1 if len(m.shape(x[0])) > 1 else 0), *x)


def _vstack(m: Maker, *x: int) -> int:
    """Joined along the first axis; a vector is a row."""
    rows = [m.make(_given(RESHAPE, shape=(1, *m.shape(k))), k) if len(m.shape(k)) == 1 else k for k in x]
    return m.make(STACK, *x) if all(len(m.shape(k)) == 1 for k in x) else m.make(CONCAT, *rows)


def _sample_variance(root: bool) -> Callable[..., int]:
    """Of all entries, by n - 1."""

    def expand(m: Maker, x: int) -> int:
        count = math.prod(m.shape(x)) - 1
        if count < 1:
            raise Mismatch("this divides by n - 1, and there is one number only")
        deviations = m.make(SUBTRACT, x, m.make(MEAN, x))
        squares = m.make(SUM, m.make(POWER, deviations, m.constant(2.0)))
        mean = m.make(DIVIDE, squares, m.constant(float(count)))
        return m.make(_ROWS["sqrt"], mean) if root else mean

    return expand


def _over_all(row: Operation, back: bool) -> Callable[..., int]:
    """A row along the last axis, over all entries of an array at once; back: in the array's shape."""

    def expand(m: Maker, x: int) -> int:
        found = m.make(row, _flat(m, x))
        return m.make(_given(RESHAPE, shape=m.shape(x)), found) if back and len(m.shape(x)) > 1 else found

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


TO_MINUS_ONE = _composed("power", _to_minus_one, 2, functions=(), latex="{0}^{{{1}}}", binds=4)
TO_THE_T = _composed("power", _to_the_t, 2, functions=(), latex="{0}^{{{1}}}", binds=4)
_VAR, _VAR_LATEX = "mean((x - mean(x))**2)", r"\operatorname{{var}}({all})"
_STD, _STD_LATEX = "sqrt(mean((x - mean(x))**2))", r"\operatorname{{std}}({all})"
VARIANCE_OF_ALL = defined("var(x)", _VAR, functions=(), latex=_VAR_LATEX)
DEVIATION_OF_ALL = defined("std(x)", _STD, functions=(), latex=_STD_LATEX)
VARIANCE_OF_SAMPLE = _composed("var", _sample_variance(root=False), functions=())
DEVIATION_OF_SAMPLE = _composed("std", _sample_variance(root=True), functions=())
# Hendrycks and Gimpel (2016), §2
GELU_TANH = defined("gelu(x)", "x*(0.5*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3))))", functions=(),
                    latex=r"\operatorname{{gelu}}({all})")  # fmt: skip
SIGN_OF_DET = defined("sign(A)", "sign(det(A))", functions=())
SOFTMAX_ALL = _composed("softmax", _over_all(SOFTMAX, back=True), functions=())
LOG_SOFTMAX_ALL = _composed("log_softmax", _over_all(LOG_SOFTMAX, back=True), functions=())
LOGSUMEXP_ALL = _composed("logsumexp", _over_all(LOGSUMEXP, back=False), functions=())

COMPOSED: tuple[Operation, ...] = (
    _composed("inner", _inner, 2),
    _composed("vdot", lambda m, a, b: m.make(DOT, _flat(m, a), _flat(m, b)), 2),
    _composed("hstack", _hstack, arity=CONCAT.arity, spread=True),
    _composed("vstack", _vstack, arity=CONCAT.arity, spread=True),
    # divided by n - 1 in PyTorch
    defined("var(x)", _VAR, latex=_VAR_LATEX, said="var divides by n, as in NumPy; torch.var divides by n - 1"),
    defined("std(x)", _STD, latex=_STD_LATEX, said="std divides by n, as in NumPy; torch.std divides by n - 1"),
    defined("square(x)", "x**2"),
    defined("clip(x, low, high)", "min(max(x, low), high)", "clamp"),
    defined("clip(x, low)", "max(x, low)", "clamp"),
    defined("clip(x, high)", "min(x, high)", "clamp"),
    defined("mse_loss(x, y)", "{reduction}((x - y)**2)", options={"reduction": "mean"}),
)
