"""What flows along the edges of arrays, as closed forms: the rows' pushes and pulls in matrix form, where short.

SymPy does not know shapes, so every sign here is opaque. A form has the shape of the node that it flows at. The
formulas are those of reductions.py, algebra.py and arrangements.py, with their sources.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy

from graphs import algebra, arrangements, elementwise, reductions
from graphs.flows import Flow, Partly
from graphs.forms import Call, Cut, Form, Forms, Sign, Unwritable, call, number
from graphs.graph import Edge, Graph, Value
from graphs.rows import Operation, Shape, broadcast

_SCALED = Sign("scaled", "{0}*{1}", "{0}\\, {1}", 2)
_ODOT = Sign("odot", "{0}*{1}", "{0} \\odot {1}", 1.5)  # looser, so that brackets tell it from a matrix product
_LONGEST = 16  # entries of an array that is written out

NEGATE, ADD, SUBTRACT, DIVIDE = elementwise.NEGATE, elementwise.ADD, elementwise.SUBTRACT, elementwise.DIVIDE
MATMUL, OUTER, INV, T = algebra.MATMUL, algebra.OUTER, algebra.INV, arrangements.TRANSPOSE
SUM = reductions.SUM


def _no_rule() -> Unwritable:
    return Unwritable(Cut.RULE)


def seeded(flow: Flow, shape: Shape) -> Form:
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
        return _ones(shape) if np.any(x) else zero(shape)
    if len(shape) > 2 or math.prod(shape) > _LONGEST:
        raise Unwritable(Cut.ARRAY)
    return call(arrangements.LITERAL.given(grid=shape), *[number(float(each)) for each in np.ravel(x)])


def zero(shape: Shape) -> Form:
    """Where nothing flows to an array: zeros of its shape."""
    return _given_by_size("zeros", "\\mathbf{{0}}", shape) if shape else sympy.S.Zero


def _ones(shape: Shape) -> Form:
    return _given_by_size("ones", "\\mathbf{{1}}", shape) if shape else sympy.S.One


def _given_by_size(name: str, latex: str, shape: Shape) -> Form:
    size = ", ".join(map(str, shape))
    return call(Sign(name, f"{name}({size})" if len(shape) == 1 else f"{name}([{size}])", latex))


def summed(terms: list[Form]) -> Form:
    """A sum of arrays."""
    made = sympy.S.Zero
    for term in terms:
        if made == 0:
            made = term
        elif getattr(term, "sign", None) is NEGATE:
            made = call(SUBTRACT, made, term.args[0])
        elif term != 0:
            made = call(ADD, made, term)
    return made


def carried(
    graph: Graph, edge: Edge, flow: Form, forth: bool, x: list[Form], c: list[Form], partial: Form | Cut | None
) -> Form:
    """A tangent carried forth along an edge where arrays stand, or an adjoint carried back.

    x: the operands of the edge's node; c: all nodes; partial: of an elementwise row. Raises Unwritable.
    """
    if flow == 0:
        return sympy.S.Zero
    shapes = [graph.shape_of(k) for k in graph.operands[edge.target]]
    if isinstance(partial, Cut):
        raise Unwritable(partial)
    if partial is not None:
        return _elementwise(graph, edge, flow, forth, partial, dict(zip([*c, *x], [*graph.shapes, *shapes], strict=True)))
    use = _Use(graph.rows[edge.target], x, c[edge.target], shapes, graph.shapes[edge.target], edge.position)
    rule = (_PUSHES if forth else _PULLS).get(use.row.name)
    if rule is None:
        raise _no_rule()
    return rule(use, flow)


def _elementwise(graph: Graph, edge: Edge, flow: Form, forth: bool, partial: Form, known: dict[Form, Shape]) -> Form:
    if partial == 0:
        return sympy.S.Zero
    node, operand = graph.shapes[edge.target], graph.shapes[edge.source]
    local = _shape(partial, known)
    if forth:
        product = _product(flow, partial, operand, local)
        return product if broadcast(operand, local) == node else _product(_ones(node), product, node, operand)
    product = _product(flow, partial, node, local)
    if operand == node:
        return product
    if operand:
        raise _no_rule()
    return call(SUM, product)


def _shape(partial: Form, known: dict[Form, Shape]) -> Shape:
    """The shape of an elementwise formula, by those of what stands in it."""
    if partial in known or not partial.args:
        return known.get(partial, ())
    return broadcast(*[_shape(each, known) for each in partial.args])


def _product(flow: Form, factor: Form, shape: Shape, other: Shape) -> Form:
    """flow · factor entry by entry, each with its shape; their numbers stand in front."""
    if not other:
        return _scaled(factor, flow) if shape else flow * factor
    if not shape:
        return _scaled(flow, factor)
    (front, left), (more, right) = _apart(flow), _apart(factor)
    if _is("ones", left) and broadcast(shape, other) == other:
        return _scaled(front * more, right)
    is_spread = not _is("ones", right) or broadcast(shape, other) != shape
    return _scaled(front * more, call(_ODOT, left, right) if is_spread else left)


def _scaled(front: Form, array: Form) -> Form:
    """A number times an array."""
    more, array = _apart(array)
    front = front * more
    if front == 1:
        return array
    return call(NEGATE, array) if front == -1 else call(_SCALED, front, array)


def _apart(array: Form) -> tuple[Form, Form]:
    """An array as a number and what it multiplies."""
    sign = getattr(array, "sign", None)
    if sign is NEGATE:
        return sympy.S.NegativeOne, array.args[0]
    if sign is _SCALED:
        return array.args
    front, rest = array.as_coeff_Mul()
    return (front, rest) if rest != 1 else (sympy.S.One, array)


def _is(name: str, form: Form) -> bool:
    return isinstance(form, Call) and form.sign.name == name


class _Use(NamedTuple):
    """A row of arrays at work: its operands, its node c, their shapes, and which operand the edge comes from."""

    row: Operation
    x: list[Form]
    c: Form
    shapes: list[Shape]
    shape: Shape
    slot: int

    @property
    def a(self) -> Form:
        return self.x[0]

    @property
    def own(self) -> Shape:
        return self.shapes[self.slot]

    @property
    def is_vector(self) -> bool:
        """Whether the operand is a vector, and the row works along all of it."""
        return len(self.own) == 1

    def with_flow(self, d: Form) -> Form:
        """The row with the tangent in the operand's place: what a linear row does to it."""
        return call(self.row, *[d if slot == self.slot else each for slot, each in enumerate(self.x)])


def _turned(a: Form) -> Form:
    return a.args[0] if getattr(a, "sign", None) is T else a if _is("eye", a) else call(T, a)


def _multiplied(a: Form, b: Form) -> Form:
    """A product of matrices and vectors; the identity goes."""
    return b if _is("eye", a) else a if _is("eye", b) else call(MATMUL, a, b)


def _vectors_only(rule: Callable[[_Use, Form], Form]) -> Callable[[_Use, Form], Form]:
    def checked(u: _Use, flow: Form) -> Form:
        if not u.is_vector:
            raise _no_rule()
        return rule(u, flow)

    return checked


def _matmul_back(u: _Use, g: Form) -> Form:
    a, b = u.x
    rows, columns = map(len, u.shapes)
    if rows == columns == 1:
        return _product(g, (b, a)[u.slot], (), u.own)
    if u.slot == 0:
        return call(OUTER, g, b) if columns == 1 else _multiplied(b, g) if rows == 1 else _multiplied(g, _turned(b))
    return call(OUTER, a, g) if rows == 1 else _multiplied(_turned(a), g)


def _sum_back(u: _Use, g: Form) -> Form:
    """Repeated along what was summed."""
    probe = tuple(range(2, 2 + len(u.own)))  # sizes that differ tell which axes go
    assert u.row.shape is not None
    left = u.row.shape(probe)
    if left in ((), probe[1:]) or len(left) == len(probe):
        return _product(g, _ones(u.own), u.shape, u.own)
    if left == probe[:1]:
        return call(OUTER, g, _ones(u.own[-1:]))
    raise _no_rule()


def _over_count(u: _Use, g: Form) -> Form:
    return call(DIVIDE, g, sympy.Integer(math.prod(u.own) // math.prod(u.shape)))


def _of_all(rule: Callable[[_Use, Form], Form], row: Operation) -> Callable[[_Use, Form], Form]:
    """A rule for the row without options, which takes all entries together."""

    def checked(u: _Use, flow: Form) -> Form:
        if u.row is not row:
            raise _no_rule()
        return rule(u, flow)

    return checked


def _norm_back(u: _Use, g: Form) -> Form:
    return _product(_ratio(g, u.c), u.a, (), u.own)


def _ratio(flow: Form, c: Form) -> Form:
    return flow / c  # both are numbers: SymPy may collect them


def _softmax_through(u: _Use, flow: Form) -> Form:
    """c ⊙ (flow - c · flow): its Jacobian is symmetric."""
    return call(_ODOT, u.c, call(SUBTRACT, flow, call(SUM, call(_ODOT, u.c, flow))))


def _log_softmax_back(u: _Use, g: Form) -> Form:
    return call(SUBTRACT, g, call(_SCALED, call(SUM, g), Forms.exp(u.c)))  # type: ignore[attr-defined]


def _log_softmax_forth(u: _Use, d: Form) -> Form:
    return call(SUBTRACT, d, call(SUM, call(_ODOT, Forms.exp(u.c), d)))  # type: ignore[attr-defined]


def _solve_back(u: _Use, g: Form) -> Form:
    w = call(algebra.SOLVE, _turned(u.a), g)
    if u.slot == 1:
        return w
    return call(NEGATE, call(OUTER, w, u.c) if len(u.shape) == 1 else _multiplied(w, _turned(u.c)))


def _solve_forth(u: _Use, d: Form) -> Form:
    return u.with_flow(d) if u.slot == 1 else call(NEGATE, call(algebra.SOLVE, u.a, _multiplied(d, u.c)))


def _place(u: _Use) -> tuple[Any, ...]:
    """Where the entries of a literal, or the rows of a stack, come from their operand."""
    if u.row.name == "array":
        grid = u.shape[: len(u.shape) - len(u.own)]
        return tuple(map(int, np.unravel_index(u.slot, grid)))
    assert u.row.shape is not None
    if u.row is not arrangements.STACK:
        raise _no_rule()
    return (u.slot,)


def _among_zeros(u: _Use, d: Form) -> Form:
    return call(u.row, *[d if slot == u.slot else zero(shape) for slot, shape in enumerate(u.shapes)])


def _concat_back(u: _Use, g: Form) -> Form:
    if u.row is not arrangements.CONCAT:
        raise _no_rule()
    start = sum(shape[0] for shape in u.shapes[: u.slot])
    return call(arrangements.INDEX.given(key=((start, start + u.own[0], None),)), g)


def _inverse_transposed(u: _Use) -> Form:
    return _turned(call(INV, u.a))


def _diag_back(u: _Use, g: Form) -> Form:
    if len(set(u.own)) != 1:
        raise _no_rule()
    return call(arrangements.DIAG, g)


_TRACE, _DOT = algebra.TRACE, algebra.DOT
_PULLS: dict[str, Callable[[_Use, Form], Form]] = {
    "matmul": _matmul_back,
    "dot": _matmul_back,
    "outer": lambda u, g: _multiplied(g, u.x[1]) if u.slot == 0 else _multiplied(_turned(g), u.a),
    "transpose": lambda u, g: _turned(g),
    "trace": lambda u, g: _scaled(g, _eye(u.own)),
    "det": lambda u, g: _product(g * u.c, _inverse_transposed(u), (), u.own),
    "logdet": lambda u, g: _product(g, _inverse_transposed(u), (), u.own),
    "inv": lambda u, g: call(NEGATE, _multiplied(_multiplied(_turned(u.c), g), _turned(u.c))),
    "solve": _solve_back,
    "sum": _sum_back,
    "mean": lambda u, g: _sum_back(u, _over_count(u, g)),
    "norm": _of_all(_norm_back, reductions.NORM),
    "softmax": _vectors_only(_softmax_through),
    "log_softmax": _vectors_only(_log_softmax_back),
    "logsumexp": _vectors_only(lambda u, g: _product(g, call(reductions.SOFTMAX, u.a), u.shape, u.own)),
    "cumsum": _vectors_only(lambda u, g: call(ADD, call(SUBTRACT, call(SUM, g), call(u.row, g)), g)),
    "diag": _diag_back,
    "reshape": lambda u, g: call(arrangements.RESHAPE.given(shape=u.own), g),
    "array": lambda u, g: call(arrangements.INDEX.given(key=_place(u)), g),
    "stack": lambda u, g: call(arrangements.INDEX.given(key=_place(u)), g),
    "concat": _concat_back,
}
_PUSHES: dict[str, Callable[[_Use, Form], Form]] = {
    "det": lambda u, d: u.c * call(_TRACE, _multiplied(call(INV, u.a), d)),
    "logdet": lambda u, d: call(_TRACE, _multiplied(call(INV, u.a), d)),
    "inv": lambda u, d: call(NEGATE, _multiplied(_multiplied(u.c, d), u.c)),
    "solve": _solve_forth,
    "norm": _of_all(lambda u, d: call(SUM, call(_ODOT, u.a, d)) / u.c, reductions.NORM),
    "softmax": _vectors_only(_softmax_through),
    "log_softmax": _vectors_only(_log_softmax_forth),
    "logsumexp": _vectors_only(lambda u, d: call(SUM, call(_ODOT, call(reductions.SOFTMAX, u.a), d))),
    "array": _among_zeros,
    "stack": _among_zeros,
    "concat": _among_zeros,
} | dict.fromkeys(
    "matmul dot outer transpose trace sum mean cumsum diag reshape index".split(), lambda u, d: u.with_flow(d)
)


def _eye(shape: Shape) -> Form:
    return call(Sign("eye", f"eye({shape[0]})", "I"))
