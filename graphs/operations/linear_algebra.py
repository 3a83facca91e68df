"""Rows of linear algebra: products, traces, determinants, inverses.

Pushes and pulls are those of M. B. Giles, "Collected matrix derivative results for forward and reverse mode
algorithmic differentiation" (2008), and of K. B. Petersen and M. S. Pedersen, "The Matrix Cookbook" (2012).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.operations.row import Map, Mismatch, Rule, Shape, Use, array_row, broadcast
from graphs.operations.shapes import matmul_shape, square


def _product_maps(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
    """dC = dA B + A dB; Ā = C̄ Bᵀ, B̄ = Aᵀ C̄ (Giles, §2.2.2), a vector on the left as a row, on the right as a column."""
    if a.ndim == b.ndim == 2:
        return (
            Map(lambda d: m.matmul(d, b), lambda g: m.matmul(g, b.T)),
            Map(lambda d: m.matmul(a, d), lambda g: m.matmul(a.T, g)),
        )
    if a.ndim > 2 or b.ndim > 2:
        return _stacked_maps(m, a, b)
    wide = a.shape[-1:] if a.ndim > 1 else (1, *a.shape)
    rows = m.reshape(a, (-1, wide[-1]))
    columns = m.reshape(b, (b.shape[0], -1))

    def grid(g: Any) -> Any:
        return m.reshape(g, (rows.shape[0], columns.shape[1]))

    return (
        Map(lambda d: m.matmul(d, b), lambda g: m.reshape(m.matmul(grid(g), columns.T), a.shape)),
        Map(lambda d: m.matmul(a, d), lambda g: m.reshape(m.matmul(rows.T, grid(g)), b.shape)),
    )


def _stacked_maps(m: Any, a: Any, b: Any) -> tuple[Map, ...]:
    """The same for each matrix of a stack; a matrix that meets several of them gets the sum of their adjoints."""
    rows = a if a.ndim > 1 else m.reshape(a, (1, *a.shape))
    columns = b if b.ndim > 1 else m.reshape(b, (*b.shape, 1))
    leading = broadcast(rows.shape[:-2], columns.shape[:-2])

    def grid(g: Any) -> Any:
        return m.reshape(g, (*leading, rows.shape[-2], columns.shape[-1]))

    def gathered(flow: Any, one: Any, operand: Any) -> Any:
        more = len(leading) + 2 - one.ndim
        spread = tuple(k for k in range(len(leading)) if k < more or one.shape[k - more] == 1 != leading[k])
        return m.reshape(m.sum(flow, spread) if spread else flow, operand.shape)

    return (
        Map(lambda d: m.matmul(d, b), lambda g: gathered(m.matmul(grid(g), m.swapped(columns, -2, -1)), rows, a)),
        Map(lambda d: m.matmul(a, d), lambda g: gathered(m.matmul(m.swapped(rows, -2, -1), grid(g)), columns, b)),
    )


def _product_pulled(m: Any, u: Use, g: Any) -> Any:
    a, b = u.x
    rows, columns = map(len, u.shapes)
    if max(rows, columns) > 2:
        u.check(u.shapes[0][:-2] == u.shapes[1][:-2] and rows == columns)
        over = m.swapped((b, a)[u.slot], -2, -1)
        return m.matmul(g, over) if u.slot == 0 else m.matmul(over, g)
    if rows == columns == 1:
        return m.product(g, (b, a)[u.slot], (), u.own)
    if u.slot == 0:
        return m.outer(g, b) if columns == 1 else m.matmul(b, g) if rows == 1 else m.matmul(g, m.transpose(b))
    return m.outer(a, g) if rows == 1 else m.matmul(m.transpose(a), g)


def _vanishes(product: Callable[..., Any], a: Any, b: Any) -> Any:
    """By entry, whether a sum of products that are not 0 is 0 though nothing in it cancels."""
    return (product(np.abs(a), np.abs(b)) == 0.0) & (product((a != 0.0) * 1.0, (b != 0.0) * 1.0) != 0.0)


# small arrays for the rules that the rows state
_A = {"A": [[2.0, 1.0], [0.0, 3.0]]}
_X = {"x": [1.0, -1.0]}
_XY = {"x": [1.0, 2.0], "y": [3.0, -1.0]}
_REGULAR = "the matrix is not singular"

_PRODUCT: dict[str, Any] = {
    "value": lambda m, a, b: m.matmul(a, b),
    "maps": _product_maps,
    "shape": matmul_shape,
    "arity": (2, 2),
    "sums": True,
    "linear": True,
    "closed_pull": _product_pulled,
    "binds": 2,
    "rule": "matrix product",
    "vanishes": lambda a, b: _vanishes(np.matmul, a, b),
    "pattern": lambda m, c, a, b: _product_maps(m, c, m.ones(a), m.ones(b)),
}
MATMUL = array_row(
    "matmul", "mm", "mv",
    rules=(
        Rule("· {1}{T}", "{d}\\, {1}", r"{g}\, {1}^{{\top}}",
             "Row i of {0} feeds only row i of {c}, through {1}; so that row's adjoint comes back times {1} transposed",
             r"{1}^{{\top}}", "{1}"),
        Rule("{0}{T} ·", "{0}\\, {d}", r"{0}^{{\top}} {g}",
             "Row k of {1} meets only column k of {0}; so the adjoint of {c} comes back times that column", "{0}",
             r"{0}^{{\top}}")),
    **{**_PRODUCT, "text": "{0} @ {1}"}, latex=r"{0}\, {1}", example=("A @ x", _A | _X))  # fmt: skip


def _dot_shape(a: Shape, b: Shape) -> Shape:
    if len(a) > 2 or len(b) > 2:
        raise Mismatch("dot takes vectors and matrices; @ multiplies stacks of matrices")
    return matmul_shape(a, b)


DOT = array_row(
    "dot",
    rules=(
        Rule("× {1}", r"{d} \cdot {1}", r"{g}\, {1}",
             "Entry i of {0} meets only entry i of {1}, so it gets that entry times the adjoint of {c}",
             r"{1}^{{\top}}", "{1}"),
        Rule("× {0}", r"{0} \cdot {d}", r"{g}\, {0}",
             "Entry i of {1} meets only entry i of {0}, so it gets that entry times the adjoint of {c}",
             r"{0}^{{\top}}", "{0}")),
    **{**_PRODUCT, "rule": "inner product", "shape": _dot_shape}, latex=r"{0} \cdot {1}",
    example=("dot(x, y)", _XY))  # fmt: skip


def _vectors(a: Shape, b: Shape) -> Shape:
    if len(a) != 1 or len(b) != 1:
        raise Mismatch("outer takes two vectors")
    return (*a, *b)


def _outer_maps(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
    return (
        Map(lambda d: m.outer(d, b), lambda g: m.matmul(g, b)),
        Map(lambda d: m.outer(a, d), lambda g: m.matmul(g.T, a)),
    )


OUTER = array_row(
    "outer", value=lambda m, a, b: m.outer(a, b), shape=_vectors, arity=(2, 2), rule="outer product",
    maps=_outer_maps, pattern=lambda m, c, a, b: _outer_maps(m, c, m.ones(a), m.ones(b)),
    rules=(
        Rule("· {1}", r"{d}\, {1}^{{\top}}", "{g}\\, {1}",
             "Entry i of {0} makes row i of {c}, so it gets that row's adjoint times {1}"),
        Rule("{gT} {0}", r"{0}\, {d}^{{\top}}", r"{g}^{{\top}} {0}",
             "Entry j of {1} makes column j of {c}, so it gets that column's adjoint times {0}")),
    binds=2, latex=r"{0}\, {1}^{{\top}}", vanishes=lambda a, b: _vanishes(np.multiply.outer, a, b),
    linear=True, closed_pull=lambda m, u, g: m.matmul(g, u.x[1]) if u.slot == 0 else m.matmul(m.transpose(g), u.a),
    typeset_by_name=True, example=("outer(x, y)", _XY))  # fmt: skip


# Square matrices.


def _is_square(name: str, result: str) -> Any:
    def shape(a: Shape, *b: Shape) -> Shape:
        size = square(name, a)
        return (size, size) if result == "matrix" else ()

    return shape


def _trace_maps(m: Any, c: Any, a: Any) -> tuple[Map, ...]:
    return (Map(lambda d: m.sum(m.diag(d), (0,)), lambda g: m.diag(m.repeated(g, a.shape[:1]))),)


TRACE = array_row(
    "trace", "tr", value=lambda m, a: m.sum(m.diag(a), (0,)), shape=_is_square("trace", "number"),
    maps=_trace_maps, pattern=_trace_maps,
    linear=True, closed_pull=lambda m, u, g: m.scaled(g, m.eye(u.own[0])),
    rules=(Rule("× {I}", r"\operatorname{{tr}} {d}", "{g}\\, I",
                "Only the diagonal of {0} adds to the trace, each entry at rate 1"),),
    latex=r"\operatorname{{tr}}({0})", sums=True, example=("trace(A)", _A))  # fmt: skip
DET = array_row(
    "det", value=lambda m, a: m.det(a), shape=_is_square("det", "number"), rule="Jacobi's formula",
    maps=lambda m, c, a: (Map(lambda d: m.sum(m.cofactors(a) * d, (0, 1)), lambda g: g * m.cofactors(a)),),
    closed_push=lambda m, u, d: u.c * m.trace(m.matmul(m.inv(u.a), d)),
    closed_pull=lambda m, u, g: m.product(g * u.c, m.transpose(m.inv(u.a)), (), u.own),
    rules=(Rule("× {c} inv({0}){T}", r"{c} \operatorname{{tr}}({0}^{{-1}} {d})", r"{g}\, {c}\, {0}^{{-\top}}",
                "An entry of {0} moves the determinant by its cofactor: {c} times the inverse, transposed"),),
    latex=r"\det({0})", costly=True, example=("det(A)", _A),
    vanishes=lambda a: np.linalg.slogdet(a)[0] != 0.0)  # fmt: skip
LOGDET = array_row(
    "logdet", value=lambda m, a: m.logdet(a), shape=_is_square("logdet", "number"), rule="Jacobi's formula",
    maps=lambda m, c, a: (
        Map(lambda d: m.sum(m.solved(a, m.eye(a)).T * d, (0, 1)), lambda g: g * m.solved(a, m.eye(a)).T),),
    closed_push=lambda m, u, d: m.trace(m.matmul(m.inv(u.a), d)),
    closed_pull=lambda m, u, g: m.product(g, m.transpose(m.inv(u.a)), (), u.own),
    rules=(Rule("× inv({0}){T}", r"\operatorname{{tr}}({0}^{{-1}} {d})", r"{g}\, {0}^{{-\top}}",
                "The logarithm divides the cofactors by the determinant, which leaves the inverse, transposed"),),
    latex=r"\log\left|\det({0})\right|", costly=True, inverts=True, domain=_REGULAR,
    example=("logdet(A)", _A))  # fmt: skip
INV = array_row(
    "inv", "inverse", value=lambda m, a: m.inv(a), shape=_is_square("inv", "matrix"), rule="inverse",
    maps=lambda m, c, a: (
        Map(lambda d: -m.matmul(m.matmul(c, d), c), lambda g: -m.matmul(m.matmul(c.T, g), c.T)),),
    closed_push=lambda m, u, d: m.scaled(-1, m.matmul(m.matmul(u.c, d), u.c)),
    closed_pull=lambda m, u, g: m.scaled(-1, m.matmul(m.matmul(m.transpose(u.c), g), m.transpose(u.c))),
    rules=(Rule("-{c}{T} · {c}{T}", "-{c}\\, {d}\\, {c}", r"-{c}^{{\top}} {g}\, {c}^{{\top}}",
                "Because {0} times {c} stays I, a small move of {0} moves {c} by minus {c} times the move times {c}"),),
    latex="{0}^{{-1}}", binds=4, costly=True, inverts=True, domain=_REGULAR, example=("inv(A)", _A))  # fmt: skip


def _solve_maps(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
    """A dX = dB - dA X; with W = A⁻ᵀ X̄: B̄ = W, Ā = -W Xᵀ (Giles, §2.2.3)."""

    onto_right_side = _remembering(lambda g: m.solved(a.T, g))

    def onto_matrix(g: Any) -> Any:
        w = onto_right_side(g)
        return -m.outer(w, c) if c.ndim == 1 else -m.matmul(w, c.T)

    return (
        Map(lambda d: -m.solved(a, m.matmul(d, c)), onto_matrix),
        Map(lambda d: m.solved(a, d), onto_right_side),
    )


def _remembering(solved: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same, solved once for one adjoint: both operands of a node get it, one after the other."""
    latest: list[Any] = [None, None]

    def once(g: Any) -> Any:
        if latest[0] is not g:
            latest[:] = g, solved(g)
        return latest[1]

    return once


def _solve_pushed(m: Any, u: Use, d: Any) -> Any:
    return m.solve(u.a, d) if u.slot == 1 else m.scaled(-1, m.solve(u.a, m.matmul(d, u.c)))


def _solve_pulled(m: Any, u: Use, g: Any) -> Any:
    w = m.solve(m.transpose(u.a), g)
    if u.slot == 1:
        return w
    return m.scaled(-1, m.outer(w, u.c) if len(u.shape) == 1 else m.matmul(w, m.transpose(u.c)))


def _solve_shape(a: Shape, b: Shape) -> Shape:
    size = square("solve", a)
    if len(b) not in (1, 2) or b[0] != size:
        raise Mismatch(f"the right side must be a vector of {size} entries or a matrix of {size} rows")
    return b


SOLVE = array_row(
    "solve", value=lambda m, a, b: m.solve(a, b), maps=_solve_maps, shape=_solve_shape, arity=(2, 2),
    closed_push=_solve_pushed, closed_pull=_solve_pulled,
    rule="linear system",
    rules=(Rule("-solve({0}{T}, ·) {c}{T}", r"-{0}^{{-1}} {d}\, {c}", r"-{0}^{{-\top}} {g}\, {c}^{{\top}}",
                "Because {0} times {c} stays {1}, a move of {0} acts like one of {1} by minus the move times {c}"),
           Rule("solve({0}{T}, ·)", "{0}^{{-1}} {d}", r"{0}^{{-\top}} {g}",
                "{c} is linear in {1}, so the adjoint comes back by solving one more system, with {0} transposed",
                "{0}^{{-1}}",
                r"{0}^{{-\top}}")),
    latex="{0}^{{-1}} {1}", binds=2, costly=True, inverts=True, domain=_REGULAR,
    example=("solve(A, x)", _A | _X))  # fmt: skip

ALGEBRA = (MATMUL, DOT, OUTER, TRACE, DET, LOGDET, INV, SOLVE)
