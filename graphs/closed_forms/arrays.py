"""Signs between arrays in closed forms: sums, products entry by entry and of matrices, arrays written out.

SymPy does not know shapes, so every sign here is opaque (a Call). The little that is simplified keeps the shape:
numbers stand in front, ones and identities go.
"""

from __future__ import annotations

import math

import numpy as np
import sympy

from graphs.autodiff.graph import Value
from graphs.closed_forms.expressions import Bracket, Call, Cut, Form, Sign, Unwritable, call, number
from graphs.language.calls.calls import with_options
from graphs.operations.elementwise import ADD, NEGATE, SUBTRACT
from graphs.operations.flows import Flow, Partly
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.rearrangement import LITERAL, TRANSPOSE
from graphs.operations.row import ByName, Option, Shape, broadcast

_SCALED = Sign("scaled", "{0}*{1}", "{0}\\, {1}", 2)
_ODOT = Sign("odot", "{0}*{1}", "{0} \\odot {1}", 1.5)  # looser, so that brackets tell it from a matrix product
_WHERE = Sign("where", ByName("where", "{0}", "{1}", "0"), "{{\\left[{0}\\right]}} \\odot {1}", 1.5, (0,))
_LONGEST = 16  # entries of an array that is written out


def seeded(flow: Flow) -> Form:
    """A seed: a number, or an array with its entries."""
    if flow is None:
        return sympy.S.Zero
    entries = flow.numbers if isinstance(flow, Partly) else flow
    return written_out(entries) if np.any(entries) else sympy.S.Zero


def written_out(x: Value) -> Form:
    """A number, or an array with its entries. Raises Unwritable."""
    shape = np.shape(x)
    if not shape:
        return number(float(x))
    if np.all(x == 1.0) or not np.any(x):
        return ones(shape) if np.any(x) else zero(shape)
    if len(shape) > 2 or math.prod(shape) > _LONGEST:
        raise Unwritable(Cut.ARRAY)
    return call(with_options(LITERAL, grid=shape), *[number(float(each)) for each in np.ravel(x)])


def zero(shape: Shape) -> Form:
    """Where nothing flows to an array: zeros of its shape."""
    return _constant_array("zeros", "\\mathbf{{0}}", shape) if shape else sympy.S.Zero


def ones(shape: Shape) -> Form:
    """Ones of a shape."""
    return _constant_array("ones", "\\mathbf{{1}}", shape) if shape else sympy.S.One


def identity(size: int) -> Form:
    """The identity matrix."""
    return call(Sign("eye", ByName("eye", Option(None, size)), "I"))


def _constant_array(name: str, latex: str, shape: Shape) -> Form:
    return call(Sign(name, ByName(name, Option(None, shape[0] if len(shape) == 1 else [*shape])), latex))


def _is(name: str, form: Form) -> bool:
    return isinstance(form, Call) and form.sign.name == name


def summed(terms: list[Form]) -> Form:
    """A sum of arrays."""
    total = sympy.S.Zero
    for term in terms:
        if total == 0:
            total = term
        elif isinstance(term, Call) and term.sign is NEGATE:
            total = call(SUBTRACT, total, term.args[0])
        elif term != 0:
            total = call(ADD, total, term)
    return total


def product(flow: Form, factor: Form, shape: Shape, other: Shape) -> Form:
    """flow · factor entry by entry, each with its shape."""
    if not other:
        return scaled(factor, flow) if shape else flow * factor
    if not shape:
        return scaled(flow, factor)
    (front, left), (more, right) = _apart(flow), _apart(factor)
    if isinstance(right, Bracket):
        return scaled(front * more, call(_WHERE, right.args[0], left))
    if _is("ones", left) and broadcast(shape, other) == other:
        return scaled(front * more, right)
    is_spread = not _is("ones", right) or broadcast(shape, other) != shape
    return scaled(front * more, call(_ODOT, left, right) if is_spread else left)


def scaled(front: Form, array: Form) -> Form:
    """A number times an array."""
    more, array = _apart(array)
    front = front * more
    brackets = [each for each in sympy.Mul.make_args(front) if isinstance(each, Bracket)]
    for each in brackets:  # where it does not hold, the array need not be defined
        front, array = front / each, call(_WHERE, each.args[0], array)
    if front == 1:
        return array
    return call(NEGATE, array) if front == -1 else call(_SCALED, front, array)


def _apart(array: Form) -> tuple[Form, Form]:
    """An array as a number and what it multiplies."""
    if isinstance(array, Call) and array.sign is NEGATE:
        return sympy.S.NegativeOne, array.args[0]
    if isinstance(array, Call) and array.sign is _SCALED:
        return array.args[0], array.args[1]
    front, rest = array.as_coeff_Mul()
    return (front, rest) if rest != 1 else (sympy.S.One, array)


def turned(a: Form) -> Form:
    """A transpose."""
    return a.args[0] if isinstance(a, Call) and a.sign is TRANSPOSE else a if _is("eye", a) else call(TRANSPOSE, a)


def multiplied(a: Form, b: Form) -> Form:
    """A product of matrices and vectors."""
    return b if _is("eye", a) else a if _is("eye", b) else call(MATMUL, a, b)
