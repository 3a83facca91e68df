"""Names that stand for several rows, or for one or another by the shapes: what libraries mean by them.

Each is written in the rows of the table, so that their derivatives are those of the rows. The meanings are those of the
documentation of NumPy, SciPy, PyTorch and JAX.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

from graphs.errors import Fix, Place, WrongShape
from graphs.operations.along_axis import LOG_SOFTMAX, SOFTMAX
from graphs.operations.elementwise import ADD, DIVIDE, ELEMENTWISE, MULTIPLY, POWER, SUBTRACT
from graphs.operations.linear_algebra import DOT, INV, MATMUL
from graphs.operations.rearrangement import CONCAT, RESHAPE, STACK, TRANSPOSE
from graphs.operations.reductions import LOGSUMEXP, MEAN, SUM
from graphs.operations.row import Mismatch, Operation, Shape, called_by_name

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


def _composed(name: str, expand: Callable[..., int], count: int = 1, **rest: Any) -> Operation:
    return called_by_name(name, None, None, arity=(count, count), expand=expand, **rest)  # type: ignore[arg-type]


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


def _variance(less: int, root: bool = False) -> Callable[..., int]:
    """Of all entries, by n - less."""

    def expand(m: Maker, x: int) -> int:
        count = math.prod(m.shape(x)) - less
        if count < 1:
            raise Mismatch("this divides by n - 1, and there is one number only")
        deviations = m.make(SUBTRACT, x, m.make(MEAN, x))
        squares = m.make(POWER, deviations, m.constant(2.0))
        mean = m.make(DIVIDE, m.make(SUM, squares), m.constant(float(count))) if less else m.make(MEAN, squares)
        return m.make(_ROWS["sqrt"], mean) if root else mean

    return expand


def _over_all(row: Operation, back: bool) -> Callable[..., int]:
    """A row along the last axis, over all entries of an array at once; back: in the array's shape."""

    def expand(m: Maker, x: int) -> int:
        found = m.make(row, _flat(m, x))
        return m.make(_given(RESHAPE, shape=m.shape(x)), found) if back and len(m.shape(x)) > 1 else found

    return expand


def _gelu_tanh(m: Maker, x: int) -> int:
    """x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))), Hendrycks and Gimpel (2016), §2."""
    cube = m.make(MULTIPLY, m.constant(0.044715), m.make(POWER, x, m.constant(3.0)))
    inner = m.make(MULTIPLY, m.constant(math.sqrt(2 / math.pi)), m.make(ADD, x, cube))
    half = m.make(MULTIPLY, m.constant(0.5), m.make(ADD, m.constant(1.0), m.make(_ROWS["tanh"], inner)))
    return m.make(MULTIPLY, x, half)


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
VARIANCE = _composed("var", _variance(0))
DEVIATION = _composed("std", _variance(0, root=True))
VARIANCE_OF_ALL = _composed("var", _variance(0), functions=())
DEVIATION_OF_ALL = _composed("std", _variance(0, root=True), functions=())
VARIANCE_OF_SAMPLE = _composed("var", _variance(1), functions=())
DEVIATION_OF_SAMPLE = _composed("std", _variance(1, root=True), functions=())
GELU_TANH = _composed("gelu", _gelu_tanh, functions=())
SOFTMAX_ALL = _composed("softmax", _over_all(SOFTMAX, back=True), functions=())
LOG_SOFTMAX_ALL = _composed("log_softmax", _over_all(LOG_SOFTMAX, back=True), functions=())
LOGSUMEXP_ALL = _composed("logsumexp", _over_all(LOGSUMEXP, back=False), functions=())

# What is told where no library says which is meant.
SAID = {
    VARIANCE: "var divides by n, as in NumPy; torch.var divides by n - 1",
    DEVIATION: "std divides by n, as in NumPy; torch.std divides by n - 1",
}

COMPOSED: tuple[Operation, ...] = (
    _composed("inner", _inner, 2),
    _composed("vdot", lambda m, a, b: m.make(DOT, _flat(m, a), _flat(m, b)), 2),
    called_by_name("hstack", None, None, arity=CONCAT.arity, spread=True, expand=_hstack),  # type: ignore[arg-type]
    called_by_name("vstack", None, None, arity=CONCAT.arity, spread=True, expand=_vstack),  # type: ignore[arg-type]
    VARIANCE,
    DEVIATION,
)
