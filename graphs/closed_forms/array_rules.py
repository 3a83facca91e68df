"""What flows along the edges of arrays, as closed forms: the rows' pushes and pulls in matrix form, where short.

A form has the shape of the node that it flows at. The formulas, and their sources, are those of
operations/reductions.py, linear_algebra.py and rearrangement.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy

from graphs.autodiff.graph import Edge, Graph
from graphs.closed_forms.arrays import identity, multiplied, ones, product, scaled, turned, written_out, zero
from graphs.closed_forms.expressions import Cut, Form, Unwritable, call
from graphs.language.calls import with_options
from graphs.operations.along_axis import SOFTMAX
from graphs.operations.elementwise import ADD, SUBTRACT
from graphs.operations.linear_algebra import INV, OUTER, SOLVE, TRACE
from graphs.operations.rearrangement import CONCAT, DIAG, INDEX, RESHAPE, STACK
from graphs.operations.reductions import NORM, SUM
from graphs.operations.row import Operation, Shape, broadcast
from graphs.operations.table import FUNCTIONS

(EXP,) = FUNCTIONS["exp"]
MINUS = sympy.S.NegativeOne


def _no_rule() -> Unwritable:
    return Unwritable(Cut.RULE)


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
        known = dict(zip([*c, *x], [*graph.shapes, *shapes], strict=True))
        return _elementwise(graph, edge, flow, forth, partial, known)
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
        moved, reached = product(flow, partial, operand, local), broadcast(operand, local)
        return moved if reached == node else product(ones(node), moved, node, reached)
    moved = product(flow, partial, node, local)
    if operand and operand != node:
        raise _no_rule()
    return moved if operand == node else call(SUM, moved)


def _shape(partial: Form, known: dict[Form, Shape]) -> Shape:
    """The shape of an elementwise formula, by those of what stands in it."""
    if partial in known or not partial.args:
        return known.get(partial, ())
    return broadcast(*[_shape(each, known) for each in partial.args])


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
        return product(g, (b, a)[u.slot], (), u.own)
    if u.slot == 0:
        return call(OUTER, g, b) if columns == 1 else multiplied(b, g) if rows == 1 else multiplied(g, turned(b))
    return call(OUTER, a, g) if rows == 1 else multiplied(turned(a), g)


def _sum_back(u: _Use, g: Form) -> Form:
    """Repeated along what was summed."""
    assert u.row.shape is not None
    probe = tuple(range(2, 2 + len(u.own)))  # sizes that differ tell which axes go
    left = u.row.shape(probe)
    if left in ((), probe[1:]) or len(left) == len(probe):
        return product(g, ones(u.own), u.shape, u.own)
    if left == probe[:1]:
        return call(OUTER, g, ones(u.own[-1:]))
    raise _no_rule()


def _over_count(u: _Use, g: Form) -> Form:
    share = sympy.Rational(math.prod(u.shape), math.prod(u.own))
    return scaled(share, g) if u.shape else share * g


def _of_all(rule: Callable[[_Use, Form], Form], row: Operation) -> Callable[[_Use, Form], Form]:
    """A rule for the row without options, which takes all entries together."""

    def checked(u: _Use, flow: Form) -> Form:
        if u.row is not row:
            raise _no_rule()
        return rule(u, flow)

    return checked


def _softmax_through(u: _Use, flow: Form) -> Form:
    """c ⊙ (flow - c · flow): its Jacobian is symmetric."""
    mean = call(SUM, product(u.c, flow, u.own, u.own))
    return product(u.c, call(SUBTRACT, flow, mean), u.own, u.own)


def _log_softmax_back(u: _Use, g: Form) -> Form:
    return call(SUBTRACT, g, scaled(call(SUM, g), call(EXP, u.c)))


def _log_softmax_forth(u: _Use, d: Form) -> Form:
    return call(SUBTRACT, d, call(SUM, product(call(EXP, u.c), d, u.own, u.own)))


def _solve_back(u: _Use, g: Form) -> Form:
    w = call(SOLVE, turned(u.a), g)
    if u.slot == 1:
        return w
    return scaled(MINUS, call(OUTER, w, u.c) if len(u.shape) == 1 else multiplied(w, turned(u.c)))


def _solve_forth(u: _Use, d: Form) -> Form:
    return u.with_flow(d) if u.slot == 1 else scaled(MINUS, call(SOLVE, u.a, multiplied(d, u.c)))


def _place(u: _Use) -> tuple[Any, ...]:
    """Where the entries of a literal, or the rows of a stack, come from their operand."""
    if u.row.name == "array":
        grid = u.shape[: len(u.shape) - len(u.own)]
        return tuple(map(int, np.unravel_index(u.slot, grid)))
    if u.row is not STACK:
        raise _no_rule()
    return (u.slot,)


def _among_zeros(u: _Use, d: Form) -> Form:
    return call(u.row, *[d if slot == u.slot else zero(shape) for slot, shape in enumerate(u.shapes)])


def _index_back(u: _Use, g: Form) -> Form:
    """A chosen entry's adjoint among zeros; those of chosen entries of a vector by the matrix that puts them back."""
    chosen = np.asarray(u.row.value(None, np.arange(math.prod(u.own)).reshape(u.own)))
    if not u.shape:
        return product(g, written_out((np.arange(math.prod(u.own)) == chosen).reshape(u.own) * 1.0), (), u.own)
    if len(u.own) == len(u.shape) == 1:
        return multiplied(written_out((np.arange(u.own[0])[:, None] == chosen) * 1.0), g)
    raise _no_rule()


def _concat_back(u: _Use, g: Form) -> Form:
    if u.row is not CONCAT:
        raise _no_rule()
    start = sum(shape[0] for shape in u.shapes[: u.slot])
    return call(with_options(INDEX, key=((start, start + u.own[0], None),)), g)


def _inverse_transposed(u: _Use) -> Form:
    return turned(call(INV, u.a))


def _diag_back(u: _Use, g: Form) -> Form:
    if len(set(u.own)) != 1:
        raise _no_rule()
    return call(DIAG, g)


_PULLS: dict[str, Callable[[_Use, Form], Form]] = {
    "matmul": _matmul_back,
    "dot": _matmul_back,
    "outer": lambda u, g: multiplied(g, u.x[1]) if u.slot == 0 else multiplied(turned(g), u.a),
    "transpose": lambda u, g: turned(g),
    "trace": lambda u, g: scaled(g, identity(u.own[0])),
    "det": lambda u, g: product(g * u.c, _inverse_transposed(u), (), u.own),
    "logdet": lambda u, g: product(g, _inverse_transposed(u), (), u.own),
    "inv": lambda u, g: scaled(MINUS, multiplied(multiplied(turned(u.c), g), turned(u.c))),
    "solve": _solve_back,
    "sum": _sum_back,
    "mean": lambda u, g: _sum_back(u, _over_count(u, g)),
    "norm": _of_all(lambda u, g: product(g / u.c, u.a, (), u.own), NORM),
    "softmax": _vectors_only(_softmax_through),
    "log_softmax": _vectors_only(_log_softmax_back),
    "logsumexp": _vectors_only(lambda u, g: product(g, call(SOFTMAX, u.a), u.shape, u.own)),
    "cumsum": _vectors_only(lambda u, g: call(ADD, call(SUBTRACT, call(SUM, g), call(u.row, g)), g)),
    "diag": _diag_back,
    "reshape": lambda u, g: call(with_options(RESHAPE, shape=u.own), g),
    "index": _index_back,
    "array": lambda u, g: call(with_options(INDEX, key=_place(u)), g),
    "stack": lambda u, g: call(with_options(INDEX, key=_place(u)), g),
    "concat": _concat_back,
}
_PUSHES: dict[str, Callable[[_Use, Form], Form]] = {
    "det": lambda u, d: u.c * call(TRACE, multiplied(call(INV, u.a), d)),
    "logdet": lambda u, d: call(TRACE, multiplied(call(INV, u.a), d)),
    "inv": lambda u, d: scaled(MINUS, multiplied(multiplied(u.c, d), u.c)),
    "solve": _solve_forth,
    "norm": _of_all(lambda u, d: call(SUM, product(u.a, d, u.own, u.own)) / u.c, NORM),
    "softmax": _vectors_only(_softmax_through),
    "log_softmax": _vectors_only(_log_softmax_forth),
    "logsumexp": _vectors_only(lambda u, d: call(SUM, product(call(SOFTMAX, u.a), d, u.own, u.own))),
    "array": _among_zeros,
    "stack": _among_zeros,
    "concat": _among_zeros,
} | dict.fromkeys(
    "matmul dot outer transpose trace sum mean cumsum diag reshape index".split(), lambda u, d: u.with_flow(d)
)
