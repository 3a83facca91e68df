"""Wrong numbers of tangents and adjoints: a row is a pure function of the work on one cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.notation.formula import Formula, Pieces, clause, joined, sentence
from graphs.operations.elementwise import DIVIDE, MULTIPLY
from graphs.operations.flows import Elementwise, outside
from graphs.practice.work import HERE, WHOLE, Candidate, Work

_MANY = 5  # terms of a sum, up to which every choice of them is tried


def uses_left_out(work: Work) -> Iterator[Candidate]:
    """Some of the terms, not all; of many, one or all but one."""
    terms = work.terms
    sizes = range(1, len(terms)) if len(terms) <= _MANY else (1, len(terms) - 1)
    for size in sizes if len(terms) > 1 else ():
        for left in combinations(terms, size):
            number = work.right - sum(term.number for term in left)
            through = joined(" and ", [way(work, term.edge, k == 0) for k, term in enumerate(left)])
            yield work.candidate("missing use", number, sentence("{} is left out.", through),
                                 HERE if size in (1, len(terms) - 1) else WHOLE, left[0].edge)  # fmt: skip


def way(work: Work, edge: Edge, begins: bool = True) -> Pieces:
    """What an edge carries, at the beginning of a sentence or within one."""
    what, source, target = "What" if begins else "what", work.named(edge.source), work.named(edge.target)
    if work.backwards:
        return clause(f"{what} {{}} passes back to {{}}", target, source)
    return clause(f"{what} {{}} passes on to {{}}", source, target)


def twice(work: Work) -> Iterator[Candidate]:
    for term in work.terms:
        message = sentence("{} is added twice.", way(work, term.edge))
        yield work.candidate("added twice", work.right + term.number, message, HERE, term.edge)


def signs(work: Work) -> Iterator[Candidate]:
    yield work.candidate("sign", 0.0 - work.right, sentence("The sign is the other one."))
    for term in work.terms if len(work.terms) > 1 else ():
        message = sentence("{} has the wrong sign.", way(work, term.edge))
        yield work.candidate("sign", work.right - 2.0 * term.number, message, HERE, term.edge)


def wrong_partials(work: Work) -> Iterator[Candidate]:
    """At one edge, or the same at all."""
    together: dict[tuple[str, int], tuple[Any, Formula, int]] = {}
    for term in work.terms:
        counted: dict[str, int] = {}
        for slip, message in work.assumptions.slips(term.edge):
            wrong = term.partial
            wrong = slip.partial if not isinstance(wrong, Elementwise) else \
                Elementwise(np.broadcast_to(slip.partial, wrong.node), wrong.node, wrong.operand)  # fmt: skip
            change = work.carried(wrong, term.flow) - term.number
            yield work.candidate(slip.kind, work.right + change, message, HERE, term.edge)
            key = slip.kind, counted.setdefault(slip.kind, 0)
            counted[slip.kind] += 1
            sum_, _, count = together.get(key, (work.right, message, 0))
            together[key] = sum_ + change, message, count + 1
    for (kind, _), (number, message, count) in together.items():
        if count == len(work.terms) > 1:
            yield work.candidate(kind, number, message)


def factor_left_out(work: Work) -> Iterator[Candidate]:
    """What flows to an edge taken for 1: the partial alone."""
    for term in work.terms:
        at = term.edge.target if work.backwards else term.edge.source
        ones = np.ones(work.study.graph.shapes[at])[()]
        what = "adjoint" if work.backwards else "tangent"
        message = sentence(f"The {what} of {{}} is left out of the chain: the partial stands alone.", work.named(at))
        number = work.right - term.number + work.carried(term.partial, ones)
        yield work.candidate("inner derivative", number, message, HERE, term.edge)


def products_of_tangents(work: Work) -> Iterator[Candidate]:
    """(xy)' taken for x'y', and (x/y)' for x'/y'."""
    row, edges = work.study.graph.rows[work.cell.node], work.study.graph.edges_into(work.cell.node)
    if work.backwards or row not in (MULTIPLY, DIVIDE) or len(edges) != 2:
        return
    first, second = (outside(work.flows[each.source], work.study.graph.shapes[each.source]) for each in edges)
    number = np.asarray(first) * second if row is MULTIPLY else np.asarray(first, float) / second
    what = "product" if row is MULTIPLY else "quotient"
    message = sentence(f"The derivative of a {what} is not the {what} of the derivatives.")
    yield work.candidate("other operand", number, message)


def start(work: Work) -> Iterator[Candidate]:
    """Of the sweep: forgotten, doubled, the output's value, or at another input."""
    study, cell = work.study, work.cell
    seeded = cell.node in study.seed if work.backwards else cell.node < len(study.graph.inputs)
    near = HERE if seeded else WHOLE
    what = "adjoint of the output" if work.backwards else "tangent of the input that moves"
    message = sentence(f"The {what} is 2 in place of 1: the start of the sweep is doubled.")
    yield work.candidate("start", 2.0 * work.right, message, near)
    message = sentence(f"The start of the sweep is forgotten: the {what} is 1.")
    yield work.candidate("start", 0.0 * work.right, message, near)
    if work.backwards and study.scalar:
        value = study.evaluation.values[study.graph.outputs[0]]
        message = sentence("The sweep starts with the value of {} in place of 1.", study.notation.output)
        yield work.candidate("start", value * work.right, message, near)
    if work.backwards and len(study.seed) == 1 and np.ndim(given := next(iter(study.seed.values()))) == 0:
        yield work.candidate(
            "start", work.right / given, sentence("The sweep starts with 1 in place of the cotangent."), near
        )
    for entry, flows in study.tangents.items() if not work.backwards else ():
        if entry != cell.entry:
            message = sentence(f"That is the tangent along {entry}: this sweep starts at {cell.entry}.")
            yield work.candidate("start", outside(flows[cell.node], work.shape), message, near)
