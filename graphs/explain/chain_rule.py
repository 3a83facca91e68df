"""The chain rule as a product of Jacobians with their shapes, in numerator or denominator layout.

In numerator layout ∂y/∂x has a row per entry of y and a column per entry of x, so the chain runs back from the
output: (M×N) = (M×L)(L×N); in denominator layout every factor is transposed and the order turned round. (J. R.
Magnus and H. Neudecker, "Matrix Differential Calculus", 2019, argue for the first; much of statistics uses the second.)
"""

from __future__ import annotations

import math
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.notation.names import label
from graphs.notation.notation import Notation
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
    formula = jacobian_latex(study.notation, edge)
    if entry is None:
        output = label(study.program.lines[-1].name or "f") if study.scalar else "f"
        outer = _Factor(output, inner.of, 1, inner.rows)
        whole = _Factor(output, inner.by, 1, inner.columns)
        return _chain(whole, outer, inner, formula)
    moved = "t" if entry == "direction" else _moved(entry)
    last = _Factor(inner.by, moved, inner.columns, 1)
    return _chain(_Factor(inner.of, moved, inner.rows, 1), inner, last, formula)


class _Factor(NamedTuple):
    """∂of/∂by, with a row per entry of `of` and a column per entry of `by`."""

    of: str
    by: str
    rows: int
    columns: int

    def written(self, turned: bool) -> str:
        rows, columns = (self.columns, self.rows) if turned else (self.rows, self.columns)
        return f"\\underset{{{rows} \\times {columns}}}{{\\frac{{\\partial {self.of}}}{{\\partial {self.by}}}}}"


def _chain(whole: _Factor, left: _Factor, right: _Factor, formula: str) -> Chain:
    numerator = f"{whole.written(False)} = {left.written(False)}\\;{right.written(False)}"
    denominator = f"{whole.written(True)} = {right.written(True)}\\;{left.written(True)}"
    if formula:
        ratio, _, factor = formula.partition(" = ")
        numerator += f",\\quad {formula}"
        denominator += f",\\quad {ratio} = {_transposed(factor)}"
    return Chain(numerator, denominator)


def _transposed(factor: str) -> str:
    """A factor's transpose in LaTeX: what is transposed already is turned back, what is diagonal stays."""
    if factor in ("I", "-I") or factor.startswith("\\operatorname{diag}\\left("):
        return factor
    turned_back = factor.removesuffix("^{\\top}")
    isolated = turned_back != factor and not any(sign in turned_back for sign in (" + ", " - ", "\\,"))
    return turned_back if isolated else f"\\left({factor}\\right)^{{\\top}}"


def _moved(entry: str) -> str:
    name, bracket, place = entry.partition("[")
    return f"{{{label(name)}}}_{{[{place}}}" if bracket else label(name)


def jacobian_latex(notation: Notation, edge: Edge) -> str:
    """∂c/∂x along an edge of numbers and vectors in numerator layout, or "" where it has no short form."""
    graph, symbols = notation.graph, notation.symbols
    source, target = graph.shapes[edge.source], graph.shapes[edge.target]
    ratio = f"\\frac{{\\partial {symbols[edge.target]}}}{{\\partial {symbols[edge.source]}}}"
    if graph.rows[edge.target].maps is not None:
        found = notation.rule(edge).jacobian
        return f"{ratio} = {notation.mapped_latex(edge, found, '')}" if found and _fits(found, source, target) else ""
    partial = notation.edge_latex(edge)
    if source == target:
        diagonal = {"1": "I", "-1": "-I"}.get(partial, f"\\operatorname{{diag}}\\left({partial}\\right)")
        return f"{ratio} = {diagonal}"
    if source:
        return ""  # a broadcast row or column
    ones = "\\mathbf{1}"
    return f"{ratio} = {ones if partial == '1' else partial}"


def _fits(template: str, source: Shape, target: Shape) -> bool:
    """Rules of reductions are written for vectors."""
    return len(source) <= 1 and len(target) <= 1
