"""Rows of matrices by their decompositions: Cholesky's factor and the pseudoinverse.

cholesky: M. B. Giles, "An extended collection of matrix derivative results for forward and reverse mode algorithmic
differentiation" (2008), and I. Murray, "Differentiation of the Cholesky decomposition" (2016), §3. pinv: G. H. Golub
and V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate"
(1973), §4.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.operations.readings.matrices import has_full_rank
from graphs.operations.row import Kink, Map, Mismatch, Rule, Shape, Use, array_row
from graphs.operations.shapes import square

_SYMMETRIC = {"A": [[4.0, 2.0], [2.0, 3.0]]}


def _cholesky_shape(a: Shape) -> Shape:
    size = square("cholesky", a)
    return size, size


def _half_lower(size: int) -> Any:
    """1 below the diagonal, 1/2 on it."""
    return np.tri(size) - np.eye(size) / 2.0


def _cholesky_maps(m: Any, c: Any, a: Any) -> tuple[Map, ...]:
    """dL = L Φ(L⁻¹ dA L⁻ᵀ), where Φ keeps the lower triangle and half of the diagonal; Ā = sym(L⁻ᵀ Φ(Lᵀ L̄) L⁻¹)."""
    mask = _half_lower(a.shape[0])

    def halved(x: Any) -> Any:
        return (x + x.T) * 0.5

    def pull(g: Any) -> Any:
        inner = m.substituted(c.T, mask * m.matmul(c.T, g), False)
        return halved(m.substituted(c.T, inner.T, False).T)

    return (Map(lambda d: m.cholesky_moved(c, halved(d)), pull),)


def _cholesky_pushed(m: Any, u: Use, d: Any) -> Any:
    mask = m.written_out(_half_lower(u.own[0]))
    even = m.scaled(m.fraction(1, 2), m.add(d, m.transpose(d)))
    inner = m.solve(u.c, m.transpose(m.solve(u.c, even)))
    return m.matmul(u.c, m.product(mask, inner, u.own, u.own))


def _cholesky_pulled(m: Any, u: Use, g: Any) -> Any:
    mask, turned = m.written_out(_half_lower(u.own[0])), m.transpose(u.c)
    inner = m.solve(turned, m.product(mask, m.matmul(turned, g), u.own, u.own))
    outer = m.solve(turned, m.transpose(inner))
    return m.scaled(m.fraction(1, 2), m.add(outer, m.transpose(outer)))


CHOLESKY = array_row(
    "cholesky", value=lambda m, a: m.cholesky(a), maps=_cholesky_maps, shape=_cholesky_shape,
    closed_push=_cholesky_pushed, closed_pull=_cholesky_pulled, rule="Cholesky's factor",
    rules=(Rule("sym({c}{invT} Φ({c}{T} ·) {c}{inv})", r"{c}\, \Phi({c}^{{-1}} {d}\, {c}^{{-\top}})",
                r"\operatorname{{sym}}({c}^{{-\top}}\, \Phi({c}^{{\top}} {g})\, {c}^{{-1}})",
                "From {c} times its transpose = {0}: Φ keeps the lower triangle and half of the diagonal, as {c} stays "
                "triangular and {0} symmetric"),),
    latex=r"\operatorname{{cholesky}}({0})", costly=True, inverts=True,
    domain="the matrix is symmetric and positive definite", example=("cholesky(A)", _SYMMETRIC))  # fmt: skip


def _pinv_shape(a: Shape) -> Shape:
    if len(a) != 2:
        raise Mismatch("pinv takes a matrix")
    return a[::-1]


def _pinv_maps(m: Any, c: Any, a: Any) -> tuple[Map, ...]:
    """dP = -P dA P + P Pᵀ dAᵀ (I - A P) + (I - P A) dAᵀ Pᵀ P, where the rank stays."""
    rows, columns = a.shape
    left, right = np.eye(rows) - m.matmul(a, c), np.eye(columns) - m.matmul(c, a)
    inner, outer = m.matmul(c, c.T), m.matmul(c.T, c)

    def push(d: Any) -> Any:
        moved = m.matmul(m.matmul(inner, d.T), left) + m.matmul(m.matmul(right, d.T), outer)
        return moved - m.matmul(m.matmul(c, d), c)

    def pull(g: Any) -> Any:
        moved = m.matmul(m.matmul(left, g.T), inner) + m.matmul(m.matmul(outer, g.T), right)
        return moved - m.matmul(m.matmul(c.T, g), c.T)

    return (Map(push, pull),)


def _less_identity(m: Any, size: int, x: Any) -> Any:
    return m.subtract(m.eye(size), x)


def _pinv_pushed(m: Any, u: Use, d: Any) -> Any:
    a, c, turned = u.a, u.c, m.transpose(d)
    rows, columns = u.own
    one = m.matmul(m.matmul(m.matmul(c, m.transpose(c)), turned), _less_identity(m, rows, m.matmul(a, c)))
    other = m.matmul(m.matmul(_less_identity(m, columns, m.matmul(c, a)), turned), m.matmul(m.transpose(c), c))
    return m.subtract(m.add(one, other), m.matmul(m.matmul(c, d), c))


def _pinv_pulled(m: Any, u: Use, g: Any) -> Any:
    a, c, turned = u.a, u.c, m.transpose(g)
    rows, columns = u.own
    one = m.matmul(m.matmul(_less_identity(m, rows, m.matmul(a, c)), turned), m.matmul(c, m.transpose(c)))
    other = m.matmul(m.matmul(m.matmul(m.transpose(c), c), turned), _less_identity(m, columns, m.matmul(c, a)))
    return m.subtract(m.add(one, other), m.matmul(m.matmul(m.transpose(c), g), m.transpose(c)))


PINV = array_row(
    "pinv", "pinverse", value=lambda m, a: m.pinv(a), maps=_pinv_maps, shape=_pinv_shape,
    closed_push=_pinv_pushed, closed_pull=_pinv_pulled, rule="pseudoinverse",
    kink=lambda a: None if has_full_rank(a) else Kink(0.0, None),
    rules=(Rule("Golub and Pereyra's formula",
                r"-{c} {d} {c} + {c} {c}^{{\top}} {d}^{{\top}} (I - {0} {c})"
                r" + (I - {c} {0}) {d}^{{\top}} {c}^{{\top}} {c}",
                r"-{c}^{{\top}} {g} {c}^{{\top}} + (I - {0} {c}) {g}^{{\top}} {c} {c}^{{\top}}"
                r" + {c}^{{\top}} {c} {g}^{{\top}} (I - {c} {0})",
                "Of a square matrix {c} is the inverse; otherwise what {0} does not reach moves {c} too"),),
    latex="{0}^{{+}}", binds=4, costly=True, bends_at=1.0,
    example=("pinv(A)", {"A": [[2.0, 1.0], [0.0, 1.0], [1.0, 0.0]]}))  # fmt: skip

DECOMPOSITIONS = (CHOLESKY, PINV)
