"""Wrong numbers of values: a row is a pure function of the work on one cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.notation.formula import sentence
from graphs.operations.elementwise import ADD, DIVIDE, MULTIPLY, SUBTRACT
from graphs.operations.linear_algebra import DOT, MATMUL
from graphs.practice.work import HERE, Candidate, Work, use_of


def derivative_for_value(work: Work) -> Iterator[Candidate]:
    study, node = work.study, work.cell.node
    for edge in study.graph.edges_into(node):
        partial = use_of(study, edge).partial
        if partial is not None and edge.source not in study.graph.data:
            message = sentence("That is the partial of {} by {}, not its value.", work.name, work.named(edge.source))
            yield work.candidate("value for partial", partial, message, HERE, edge)


def wrong_operands(work: Work) -> Iterator[Candidate]:
    """A sign lost, operands exchanged, one left out or taken twice, a division for a product."""
    study, node = work.study, work.cell.node
    graph, row = study.graph, study.graph.rows[node]
    x = [study.evaluation.values[k] for k in graph.operands[node]]
    edges = graph.edges_into(node)
    yield work.candidate("sign", 0.0 - work.right, sentence("The sign is the other one."))
    if node < len(graph.inputs) or node in graph.data:
        return

    def value(operands: list[Any]) -> Any:
        try:
            return outcome(row, operands, graph.shapes[node])[0]
        except (ValueError, ArithmeticError):  # shapes that do not fit
            return np.nan

    if row.maps is None and not row.compares:
        for edge in edges:
            turned = [0.0 - each if k == edge.position else each for k, each in enumerate(x)]
            yield work.candidate(
                "sign", value(turned), sentence("The sign of {} is lost.", work.named(edge.source)), HERE, edge
            )
    if row in (MATMUL, DOT) or len(x) != 2:
        return
    a, b = x
    if row in (ADD, SUBTRACT, MULTIPLY, DIVIDE):
        for k, other in ((0, b), (1, a)):
            written = study.notation.operand_texts(node)[k]
            yield work.candidate("missing use", other, sentence("{} is left out.", written))
    if row in (ADD, SUBTRACT):
        sign = 1.0 if row is ADD else -1.0
        yield work.candidate(
            "added twice", work.right + sign * np.asarray(b), sentence("The second operand is counted twice.")
        )
        yield work.candidate("added twice", work.right + a, sentence("The first operand is counted twice."))
        yield work.candidate("sign", np.asarray(a) - sign * np.asarray(b), sentence("Plus and minus are exchanged."))
    if row is MULTIPLY:
        for numerator, denominator in ((a, b), (b, a)):
            message = sentence("That is a quotient, not the product.")
            yield work.candidate("inverted", np.divide(numerator, denominator), message)
    elif row is DIVIDE:
        yield work.candidate("inverted", np.divide(b, a), sentence("Numerator and denominator have changed places."))
        yield work.candidate("inverted", np.multiply(a, b), sentence("That is the product, not the quotient."))
    elif row.maps is None and np.shape(a) == np.shape(b):
        yield work.candidate("other operand", value([b, a]), sentence("The operands have changed places."))


def transposed_operands(work: Work) -> Iterator[Candidate]:
    study, node = work.study, work.cell.node
    if study.graph.rows[node] is not MATMUL:
        return
    x = [np.asarray(study.evaluation.values[k]) for k in study.graph.operands[node]]
    for k in (0, 1):
        turned = [each.T if j == k else each for j, each in enumerate(x)]
        if x[k].ndim == 2 and turned[0].shape[-1] == turned[1].shape[0]:
            number = turned[0] @ turned[1]
            if np.shape(number) == work.right.shape:
                name = study.notation.operand_texts(node)[k]
                yield work.candidate("transposed", number, sentence("{} is transposed.", name))
