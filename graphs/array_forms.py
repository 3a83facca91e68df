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
from graphs.forms import Cut, Form, Forms, Sign, Unwritable, call, number
from graphs.graph import Edge, Graph
from graphs.rows import Operation, Shape, broadcast

_SCALED = Sign("scaled", "{0}*{1}", "{0}\\, {1}", 2)
_ODOT = Sign("odot", "{0}*{1}", "{0} \\odot {1}", 2)
_LONGEST_SEED = 16  # entries of an array that is written out

NEGATE, ADD, SUBTRACT, DIVIDE = elementwise.NEGATE, elementwise.ADD, elementwise.SUBTRACT, elementwise.DIVIDE
MATMUL, OUTER, INV, T = algebra.MATMUL, algebra.OUTER, algebra.INV, arrangements.TRANSPOSE
SUM = reductions.SUM


def _no_rule() -> Unwritable:
    return Unwritable(Cut.RULE)


def seeded(flow: Flow, shape: Shape) -> Form:
    """A seed: a number, or an array with its entries."""
    if not shape:
        return sympy.S.Zero if flow is None else number(float(flow))
    entries = flow.numbers if isinstance(flow, Partly) else flow
    if flow is None or not np.any(entries):
        return sympy.S.Zero
    if np.all(np.asarray(entries) == 1.0):
        return _ones(shape)
    if len(shape) > 2 or math.prod(shape) > _LONGEST_SEED:
        raise Unwritable(Cut.ARRAY)
    row = arrangements.LITERAL.given(grid=shape)
    return call(row, *[number(float(x)) for x in np.ravel(entries)])


def zero(shape: Shape) -> Form:
    """Where nothing flows to an array: zeros of its shape."""
    return _given_by_size("zeros", "\\mathbf{{0}}", shape) if shape else sympy.S.Zero


def _ones(shape: Shape) -> Form:
    return _given_by_size("ones", "\\mathbf{{1}}", shape)


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
    if isinstance(partial, Cut):
        raise Unwritable(partial)
    if partial is not None:
        return _elementwise(graph, edge, flow, forth, c, partial)
    shapes = [graph.shape_of(k) for k in graph.operands[edge.target]]
    use = _Use(graph.rows[edge.target], x, c[edge.target], shapes, graph.shapes[edge.target], edge.position)
    rule = (_PUSHES if forth else _PULLS).get(use.row.name)
    if rule is None:
        raise _no_rule()
    return rule(use, flow)


def _elementwise(graph: Graph, edge: Edge, flow: Form, forth: bool, c: list[Form], partial: Form) -> Form:
    if partial == 0:
        return sympy.S.Zero
    node, operand = graph.shapes[edge.target], graph.shapes[edge.source]
    at = {symbol: graph.shapes[i] for i, symbol in enumerate(c)}
    local = broadcast((), *[at.get(symbol, node) for symbol in partial.free_symbols])
    if forth:
        product = _product(flow, partial, operand, local)
        return product if broadcast(operand, local) == node else _product(_ones(node), product, node, operand)
    product = _product(flow, partial, node, local)
    if operand == node:
        return product
    if operand:
        raise _no_rule()
    return call(SUM, product)


def _product(flow: Form, factor: Form, shape: Shape, other: Shape) -> Form:
    """flow · factor entry by entry, each with its shape."""
    if factor == 1:
        return flow
    if factor == -1:
        return call(NEGATE, flow)
    if flow == 1:
        return factor
    if other and shape:
        return factor if _is_ones(flow) and other == shape else call(_ODOT, flow, factor)
    return call(_SCALED, factor, flow) if not other else call(_SCALED, flow, factor)


def _is_ones(form: Form) -> bool:
    return getattr(form, "sign", None) is not None and form.sign.name == "ones"


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
        return _product(g, (b, a)[u.slot], (), u.own)
    if u.slot == 0:
        return call(OUTER, g, b) if columns == 1 else call(MATMUL, b, g) if rows == 1 else call(MATMUL, g, call(T, b))
    return call(OUTER, a, g) if rows == 1 else call(MATMUL, call(T, a), g)


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
    w = call(algebra.SOLVE, call(T, u.a), g)
    if u.slot == 1:
        return w
    return call(NEGATE, call(OUTER, w, u.c) if len(u.shape) == 1 else call(MATMUL, w, call(T, u.c)))


def _solve_forth(u: _Use, d: Form) -> Form:
    return u.with_flow(d) if u.slot == 1 else call(NEGATE, call(algebra.SOLVE, u.a, call(MATMUL, d, u.c)))


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
    return call(T, call(INV, u.a))


def _diag_back(u: _Use, g: Form) -> Form:
    if len(set(u.own)) != 1:
        raise _no_rule()
    return call(arrangements.DIAG, g)


_TRACE, _DOT = algebra.TRACE, algebra.DOT
_PULLS: dict[str, Callable[[_Use, Form], Form]] = {
    "matmul": _matmul_back,
    "dot": _matmul_back,
    "outer": lambda u, g: call(MATMUL, g, u.x[1]) if u.slot == 0 else call(MATMUL, call(T, g), u.a),
    "transpose": lambda u, g: call(T, g),
    "trace": lambda u, g: _product(g, _eye(u.own), (), u.own),
    "det": lambda u, g: _product(g * u.c, _inverse_transposed(u), (), u.own),
    "logdet": lambda u, g: _product(g, _inverse_transposed(u), (), u.own),
    "inv": lambda u, g: call(NEGATE, call(MATMUL, call(MATMUL, call(T, u.c), g), call(T, u.c))),
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
    "det": lambda u, d: u.c * call(_TRACE, call(MATMUL, call(INV, u.a), d)),
    "logdet": lambda u, d: call(_TRACE, call(MATMUL, call(INV, u.a), d)),
    "inv": lambda u, d: call(NEGATE, call(MATMUL, call(MATMUL, u.c, d), u.c)),
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
