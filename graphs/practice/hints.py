"""Hints for a cell in three rungs: which rule, the formula in names, the numbers; its own number in the last alone.

The formulas are those of the steps that write the cell.
"""

from __future__ import annotations

from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.explain.edge import explain_edge
from graphs.explain.steps import explain
from graphs.notation.formula import Formula, Pieces, formula, joined, sentence
from graphs.notation.notation import author_name
from graphs.practice.cells import Cell
from graphs.study import Study
from graphs.study.steps import Step

RUNGS = 3


class Rung(NamedTuple):
    """One hint. kind: rule, formula or numbers. text: a sentence. latex: formulas, one for each term."""

    kind: str
    text: Formula
    latex: tuple[str, ...]


def hints(study: Study, cell: Cell, rungs: int = RUNGS) -> list[Rung]:
    """The first so many rungs."""
    made = (_rule, _formula, _numbers)[: max(0, rungs)]
    return [rung(study, cell) for rung in made]


def _steps(study: Study, cell: Cell) -> list[Step]:
    """Those that write the cell."""
    sweep = {"value": "value", "tangent": "forward", "adjoint": "reverse"}[cell.slot]
    return [step for step in study.steps(sweep, cell.entry) if step.node == cell.node]


def _rule(study: Study, cell: Cell) -> Rung:
    return Rung("rule", {"value": _of_value, "tangent": _of_tangent, "adjoint": _of_adjoint, "partial": _of_partial}[
        cell.slot](study, cell), ())  # fmt: skip


def _of_value(study: Study, cell: Cell) -> Formula:
    graph, i = study.graph, cell.node
    if i < len(graph.inputs):
        return sentence("{} is an input: its value is that of the point.", author_name(graph.inputs[i], i))
    return sentence("Put the values of its operands into {}.", study.notation.operation(i))


def _of_tangent(study: Study, cell: Cell) -> Formula:
    graph, i, name = study.graph, cell.node, study.notation.name(cell.node)
    if i < len(graph.inputs):
        return sentence(f"{{}} is an input: the sweep along {cell.entry} starts here.", name)
    rule = f"the {graph.rows[i].rule} rule"
    return sentence(f"{{}} is {{}}: {rule}. Each operand adds its partial times its own tangent.", name,
                    study.notation.operation(i))  # fmt: skip


def _of_adjoint(study: Study, cell: Cell) -> Formula:
    graph, name = study.graph, study.notation.name(cell.node)
    uses = [edge for edge in graph.edges if edge.source == cell.node]
    if not uses:
        if cell.node in study.seed:
            return sentence("{} is the output: the reverse sweep starts here.", name)
        return sentence("{} is used by nothing: what comes back to it?", name)
    users: list[Pieces] = [study.notation.operation(edge.target) for edge in uses]
    rules = [*dict.fromkeys(f"the {graph.rows[edge.target].rule} rule" for edge in uses)]
    if len(uses) == 1:
        once = f"{{}} is used once, in {{}}: {rules[0]}. Its adjoint is what comes back from there."
        return sentence(once, name, users[0])
    said = f"{{}} has {len(uses)} uses, in {{}}: {', '.join(rules)}. What they all pass back is added up."
    return sentence(said, name, joined(" and ", users))


def _of_partial(study: Study, cell: Cell) -> Formula:
    edge = _edge(cell)
    rule = f"the {study.graph.rows[edge.target].rule} rule"
    return sentence(f"Derive {{}} by {{}} alone: {rule}.", study.notation.operation(edge.target),
                    study.notation.name(edge.source))  # fmt: skip


def _edge(cell: Cell) -> Edge:
    assert cell.edge is not None
    return cell.edge


def _formula(study: Study, cell: Cell) -> Rung:
    text = sentence("The formula in names.")
    if cell.slot == "partial":
        return Rung("formula", text, (str(_partial_formula(study, _edge(cell))),))
    told = [_symbols(study, cell, step) for step in _steps(study, cell)]
    return Rung("formula", text, tuple(str(each) for each in told if each))


def _partial_formula(study: Study, edge: Edge) -> Formula:
    """∂c/∂x and what it is; where that is a number, it stays a question."""
    notation = study.notation
    ratio = formula("\\frac{\\partial ", notation.value(edge.target), "}{\\partial ", notation.value(edge.source), "}")
    if study.graph.shapes[edge.target] or notation.constant_partial(edge) is None:
        return formula(ratio, " = ", notation.edge_latex(edge))
    return formula(ratio, " = \\;?")


def _symbols(study: Study, cell: Cell, step: Step) -> Formula | None:
    """A step's rule; of what a sweep starts with, only what it is the derivative of."""
    notation = study.notation
    if step.rule != "seed":
        return explain(study, step).rule
    symbol = notation.adjoint(cell.node) if cell.slot == "adjoint" else notation.tangent(cell.node)
    own = notation.value(cell.node)
    if cell.slot == "adjoint" and study.scalar:
        return formula(symbol, " = \\frac{\\partial ", own, "}{\\partial ", own, "} = \\;?")
    return formula(symbol, " = \\;?")


def _numbers(study: Study, cell: Cell) -> Rung:
    if cell.slot == "partial":
        told = explain_edge(study, _edge(cell))
        return Rung("numbers", told.words, () if told.numbers is None else (str(told.numbers),))
    told_of = [explain(study, step) for step in _steps(study, cell)]
    words: list[Pieces] = [each.words for each in told_of if each.words is not None]
    if not words:  # nothing comes back to it
        return Rung("numbers", sentence("Nothing flows here: it is 0."), ())
    return Rung("numbers", formula(joined(" ", words)), tuple(str(each.numbers) for each in told_of))
