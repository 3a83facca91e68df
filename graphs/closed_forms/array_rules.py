"""What flows along the edges of arrays, as closed forms: the rows' own, read over signs between forms.

A form has the shape of the node that it flows at.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import sympy

from graphs.autodiff.graph import Edge, Graph
from graphs.closed_forms.arrays import identity, multiplied, ones, product, scaled, turned, written_out, zero
from graphs.closed_forms.expressions import Bracket, Cut, Form, Unwritable, call
from graphs.language.calls.calls import with_options
from graphs.operations.along_axis import SOFTMAX
from graphs.operations.elementwise import ADD, DIVIDE, EQUAL, POWER, SUBTRACT
from graphs.operations.linear_algebra import INV, OUTER, SOLVE, TRACE
from graphs.operations.rearrangement import DIAG, RESHAPE, TRANSPOSE
from graphs.operations.reductions import SUM
from graphs.operations.row import NoShortForm, Shape, Use, broadcast
from graphs.operations.table import FUNCTIONS

(EXP,) = FUNCTIONS["exp"]


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
        form_shapes = dict(zip([*c, *x], [*graph.shapes, *shapes], strict=True))
        return _elementwise(graph, edge, flow, forth, partial, form_shapes)
    use = Use(graph.rows[edge.target], x, c[edge.target], shapes, graph.shapes[edge.target], edge.position)
    rule = use.row.closed_push if forth else use.row.closed_pull
    try:
        if rule is not None:
            return rule(Matrices, use, flow)
    except NoShortForm:
        raise _no_rule() from None
    if forth and use.row.linear:
        return call(use.row, *[flow if slot == use.slot else each for slot, each in enumerate(x)])
    raise _no_rule()


def _elementwise(
    graph: Graph, edge: Edge, flow: Form, forth: bool, partial: Form, form_shapes: dict[Form, Shape]
) -> Form:
    if partial == 0:
        return sympy.S.Zero
    node, operand = graph.shapes[edge.target], graph.shapes[edge.source]
    local = _shape(partial, form_shapes)
    if forth:
        moved, reached = product(flow, partial, operand, local), broadcast(operand, local)
        return moved if reached == node else product(ones(node), moved, node, reached)
    moved = product(flow, partial, node, local)
    return moved if operand == node else _gathered(moved, node, operand)


def _gathered(moved: Form, node: Shape, operand: Shape) -> Form:
    """The sum over all axes along which an operand was repeated."""
    if not operand:
        return call(SUM, moved)
    more = len(node) - len(operand)
    if more:
        moved = call(with_options(SUM, axis=0 if more == 1 else tuple(range(more))), moved)
    wide = tuple(k for k, size in enumerate(operand) if size == 1 != node[more + k])
    return call(with_options(SUM, axis=wide[0] if len(wide) == 1 else wide, keepdims=True), moved) if wide else moved


def _shape(partial: Form, form_shapes: dict[Form, Shape]) -> Shape:
    """The shape of an elementwise formula, by those of what stands in it."""
    if partial in form_shapes or not partial.args:
        return form_shapes.get(partial, ())
    return broadcast(*[_shape(each, form_shapes) for each in partial.args])


class Matrices:
    """The reading m that rows write the closed forms of their maps over: signs between forms of known shapes."""

    call, product, matmul, transpose = (
        staticmethod(call), staticmethod(product), staticmethod(multiplied), staticmethod(turned),
    )  # fmt: skip
    ones, zeros, eye, written_out = (
        staticmethod(ones), staticmethod(zero), staticmethod(identity), staticmethod(written_out),
    )  # fmt: skip
    fraction = sympy.Rational
    outer, solve, inv, trace, diag = (staticmethod(partial(call, row)) for row in (OUTER, SOLVE, INV, TRACE, DIAG))
    sign, absolute = (staticmethod(partial(call, FUNCTIONS[name][0])) for name in ("sign", "abs"))
    power = staticmethod(partial(call, POWER))
    add, subtract, quotient, exp = (staticmethod(partial(call, row)) for row in (ADD, SUBTRACT, DIVIDE, EXP))

    @staticmethod
    def tied(x: Form, extremum: Form) -> Form:
        """1 where x is the extremum, 0 elsewhere."""
        return Bracket(call(EQUAL, x, extremum))

    @staticmethod
    def scaled(front: Any, array: Form) -> Form:
        return scaled(sympy.Integer(front) if isinstance(front, int) else front, array)

    @staticmethod
    def sum(x: Form, **options: Any) -> Form:
        return call(with_options(SUM, **options), x)

    @staticmethod
    def softmax(x: Form, **options: Any) -> Form:
        return call(with_options(SOFTMAX, **options), x)

    @staticmethod
    def swapped(x: Form, one: int, other: int) -> Form:
        return call(with_options(TRANSPOSE, axes=(one, other)), x)

    @staticmethod
    def permuted(x: Form, axes: Shape) -> Form:
        return call(with_options(TRANSPOSE, axes=axes), x)

    @staticmethod
    def reshape(x: Form, shape: Shape) -> Form:
        return call(with_options(RESHAPE, shape=shape), x)
