"""The chain rule as a product of Jacobians with their shapes, in numerator or denominator layout.

In numerator layout ∂y/∂x has a row per entry of y and a column per entry of x, so the chain runs back from the
output: (M×N) = (M×L)(L×N); in denominator layout every factor is transposed and the order turned round. (J. R.
Magnus and H. Neudecker, "Matrix Differential Calculus", 2019, argue for the first; much of statistics uses the second.)
"""

from __future__ import annotations

import math
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.notation.formula import ROUND_LATEX as BRACKETS
from graphs.notation.formula import Formula, formula
from graphs.notation.names import label
from graphs.notation.notation import Notation
from graphs.notation.precedence import CLOSED, MINUS_SIGN, POWER
from graphs.notation.templates import fill, template_of
from graphs.operations.row import Shape
from graphs.study import Study


class Chain(NamedTuple):
    """One use of the chain rule in both layouts, in LaTeX."""

    numerator: str
    denominator: str


def chain_of(study: Study, edge: Edge, entry: str | None) -> Chain | None:
    """The chain rule along an edge, with shapes, where numbers and vectors meet; None elsewhere.

    entry: of a forward pass, what moves; without one, the chain of the reverse sweep.
    """
    graph, symbols = study.graph, study.notation.symbols
    source, target = graph.shapes[edge.source], graph.shapes[edge.target]
    if len(source) > 1 or len(target) > 1 or not (source or target):
        return None
    inner = _Factor(symbols[edge.target], symbols[edge.source], math.prod(target), math.prod(source))
    jacobian = jacobian_of(study.notation, edge)
    if entry is None:
        output = label(study.notation.result)
        outer = _Factor(output, inner.of, 1, inner.rows)
        whole = _Factor(output, inner.by, 1, inner.columns)
        return _chain(whole, outer, inner, inner, jacobian)
    moved = "t" if entry == "direction" else _moved(entry)
    last = _Factor(inner.by, moved, inner.columns, 1)
    return _chain(_Factor(inner.of, moved, inner.rows, 1), inner, last, inner, jacobian)


class _Factor(NamedTuple):
    """∂of/∂by, with a row per entry of `of` and a column per entry of `by`."""

    of: str
    by: str
    rows: int
    columns: int

    def ratio(self) -> str:
        return f"\\frac{{\\partial {self.of}}}{{\\partial {self.by}}}"

    def written(self, turned: bool) -> str:
        rows, columns = (self.columns, self.rows) if turned else (self.rows, self.columns)
        return f"\\underset{{{rows} \\times {columns}}}{{{self.ratio()}}}"


class Jacobian(NamedTuple):
    """What ∂c/∂x is in numerator layout, and its transpose, in LaTeX."""

    numerator: Formula
    denominator: Formula


def _chain(whole: _Factor, left: _Factor, right: _Factor, inner: _Factor, jacobian: Jacobian | None) -> Chain:
    numerator = f"{whole.written(False)} = {left.written(False)}\\;{right.written(False)}"
    denominator = f"{whole.written(True)} = {right.written(True)}\\;{left.written(True)}"
    if jacobian is not None:
        numerator += f",\\quad {inner.ratio()} = {jacobian.numerator}"
        denominator += f",\\quad {inner.ratio()} = {jacobian.denominator}"
    return Chain(numerator, denominator)


def _moved(entry: str) -> str:
    name, bracket, place = entry.partition("[")
    return f"{{{label(name)}}}_{{[{place}}}" if bracket else label(name)


def jacobian_of(notation: Notation, edge: Edge) -> Jacobian | None:
    """∂c/∂x along an edge of numbers and vectors, or None where it has no short form."""
    graph = notation.graph
    source, target = graph.shapes[edge.source], graph.shapes[edge.target]
    if graph.rows[edge.target].maps is not None:
        rule = notation.rule(edge)
        if not rule.jacobian or not _fits(source, target):
            return None
        whole = notation.mapped_latex(edge, rule.jacobian, formula())
        turned = notation.mapped_latex(edge, rule.transposed, formula()) if rule.transposed else None
        return Jacobian(whole, turned or formula("\\left(", whole, "\\right)^{\\top}"))
    partial, constant = notation.edge_latex(edge), notation.constant_partial(edge)
    if source == target:  # diagonal, which is its own transpose
        unit = {1.0: "I", -1.0: "-I"}.get(constant or 0.0)
        diagonal = formula(unit) if unit else formula("\\operatorname{diag}\\left(", partial, "\\right)")
        return Jacobian(diagonal, diagonal)
    if source:
        return None  # a broadcast row or column
    column = formula("\\mathbf{1}") if constant == 1.0 else partial
    return Jacobian(column, _transposed(column))


def _transposed(column: Formula) -> Formula:
    """In brackets, unless it is a single sign."""
    return fill(template_of("{0}^{{\\top}}", POWER), {0: column},
                lambda _, inner: inner.binds < CLOSED or inner.begins == MINUS_SIGN, BRACKETS)  # fmt: skip


def _fits(source: Shape, target: Shape) -> bool:
    """Rules of reductions are written for vectors."""
    return len(source) <= 1 and len(target) <= 1
