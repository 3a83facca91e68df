"""Words for steps: the rule that a step uses, with its numbers, and as a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge, Value
from graphs.explain.chain_rule import Chain, chain_of
from graphs.explain.terms import pulled, pushed, put_in
from graphs.notation.formula import (
    ADDITION,
    ADJOINT,
    FRACTION,
    NAME,
    RELATION,
    RESULT,
    TANGENT,
    Formula,
    Part,
    Pieces,
    clause,
    formula,
    joined,
)
from graphs.notation.names import label
from graphs.notation.notation import author_name
from graphs.notation.numbers import is_listed, number_said, of, value_latex, value_text
from graphs.operations.flows import outside
from graphs.study import Study
from graphs.study.steps import Step


class Explanation(NamedTuple):
    """A step three times: the rule in symbols, with the numbers put in (both LaTeX), and as a sentence.

    chain: the same rule as a product of Jacobians with their shapes, where there are vectors.
    """

    rule: Formula | None
    numbers: Formula | None
    words: Formula | None
    chain: Chain | None = None


def explain(study: Study, step: Step) -> Explanation:
    """Why the number that a step writes is what it is."""
    if step.sweep == "value":
        return _explain_value(study, step)
    if step.sweep == "forward":
        return _explain_forward(study, step)
    return _explain_seed(study, step) if step.edge is None else _explain_reverse(study, step)


_EQUALS, _ADDS, _SO = Part(" = ", RELATION), Part(" \\mathrel{+}= ", ADDITION), Part(" \\;\\Rightarrow\\; ", RELATION)
_NO_DERIVATIVE = "{} has no derivative here: a number that it needs is undefined."


def _undefined(value: Value) -> bool:
    return value != value if isinstance(value, float) else bool(np.isnan(value).all())


def _explanation(rule: Formula, numbers: Pieces, words: Pieces, chain: Chain | None = None) -> Explanation:
    return Explanation(rule, formula(numbers), formula(words), chain)


def _sides(*sides: Pieces) -> list[Pieces]:
    """One side = the next."""
    return joined(_EQUALS, sides)


def _rule(study: Study, key: object, write: Callable[[], Pieces]) -> Formula:
    """A rule in symbols, which no point changes: written once."""
    formulas = study.notation.written
    if key not in formulas:
        formulas[key] = formula(write())
    return formulas[key]


def _result(step: Step) -> Formula:
    return of(step.after, RESULT, None)


def _ratio(above: Pieces, below: Pieces) -> list[Pieces]:
    """∂above/∂below."""
    return [Part("\\frac{\\partial ", FRACTION), above, "}{\\partial ", below, "}"]


def _explain_value(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    name, value = study.notation.name(i), value_text(step.after)
    left, right = study.notation.value(i), study.notation.latex(i)
    numbers = _sides(left, _result(step))
    if step.rule == "input":
        rule = left if left == right else formula(_sides(left, right))
        words = clause("{} is an input; its value here is {}.", author_name(graph.inputs[i], i), value)
        return _explanation(rule, numbers, words)
    if step.rule == "data":
        return _explanation(formula(_sides(left, right)), numbers, clause("{} is data: it depends on no input.", name))
    operands = {edge.source: study.evaluation.values[edge.source] for edge in graph.edges_into(i)}
    clauses = [clause("{} = {}", study.notation.name(k), value_text(x)) for k, x in operands.items() if is_listed(x)]
    equations = [_sides(study.notation.value(k), value_latex(x)) for k, x in operands.items()]
    words = clause("{} is {}.", study.notation.operation(i), "undefined" if _undefined(step.after) else value)
    if clauses:
        words = clause("With {}, {}", joined(" and ", clauses), words)
    rule = _rule(study, ("value", i), lambda: _sides(left, right))
    return _explanation(rule, [joined(",\\; ", equations), _SO, numbers], words)


def _explain_forward(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    entry = step.slot.partition(":")[2]
    if step.rule == "seed":
        return _explain_forward_seed(study, step, entry)
    tangents, values = study.tangents[entry], study.evaluation.values
    moving = [e for e in graph.edges_into(i) if e.source not in graph.data]
    numbers, filled = [], []
    for e in moving:
        flow = of(outside(tangents[e.source], graph.shapes[e.source]), TANGENT, e.source)
        numbers.append(pushed(study, e, flow, values))
        filled.append(put_in(study, e, flow, numbers[-1], first=True))
    dot = study.notation.tangent(i)
    stages = [joined(" + ", filled)] if filled != numbers else []

    def rule() -> Pieces:
        terms = [pushed(study, e, study.notation.tangent(e.source), None) for e in moving]
        return _sides(dot, joined(" + ", terms))

    chain = chain_of(study, moving[0], entry) if len(moving) == 1 else None
    equation = _sides(dot, *stages, joined(" + ", numbers), _result(step))
    return _explanation(_rule(study, ("forward", i), rule), equation, _forward_words(study, step, moving), chain)


def _explain_forward_seed(study: Study, step: Step, entry: str) -> Explanation:
    graph, i = study.graph, step.node
    own_name = graph.inputs[i]
    dot, name = study.notation.tangent(i), author_name(own_name, i)
    numbers = _sides(dot, _result(step))
    if entry == "direction":
        words = clause("The direction moves {} at rate {}.", name, value_text(step.after))
        return _explanation(formula(numbers), numbers, words)
    moves, _, place = entry.partition("[")
    moved = author_name(moves, graph.inputs.index(moves))
    if own_name == entry:
        words = clause("We ask how everything moves with {0}, so {0} itself moves at rate 1.", name)
    elif own_name == moves:
        one = formula(moved, f"[{place}")
        words = clause("We ask how everything moves with {}: of {}, this entry alone moves, at rate 1.", one, name)
    else:
        one = formula(moved, f"[{place}") if place else moved
        words = clause("{} stays where it is while {} moves, so its tangent is 0.", name, one)
    by = f"{{{label(moves)}}}_{{[{place}}}" if place else label(moves)
    ratio = _ratio(Part(label(own_name), NAME, i), Part(by, NAME, graph.inputs.index(moves)))
    return _explanation(formula(_sides(dot, ratio, value_latex(step.after))), numbers, words)


def _forward_words(study: Study, step: Step, moving: list[Edge]) -> Pieces:
    graph, tangents = study.graph, study.tangents[step.slot.partition(":")[2]]
    name, rate = study.notation.name(step.node), value_text(step.after)
    if _undefined(step.after):
        return clause(_NO_DERIVATIVE, name)
    if step.node in graph.arrays:
        sources = joined(" and ", [study.notation.name(k) for k in dict.fromkeys(e.source for e in moving)])
        verb = "moves" if len(moving) == 1 else "move"
        if graph.rows[step.node].maps is None:
            return clause("Entry by entry: as {} {}, {} moves at rate {}.", sources, verb, name, rate)
        operation = study.notation.operation(step.node)
        linear = clause("The derivative of {} is linear", operation)
        return clause("{}: as {} {}, {} moves at rate {}.", linear, sources, verb, name, rate)
    flows = [(e, study.partial(e), outside(tangents[e.source], ())) for e in moving]
    if len(flows) == 1:
        [(edge, partial, tangent)] = flows
        source = study.notation.name(edge.source)
        if tangent == 0.0:
            return clause("{} has rate 0, and so has {}.", source, name)
        moves = _moving(name, partial, "fast")
        return clause("{} moves at rate {}; {}: rate {}.", source, number_said(tangent), moves, rate)
    terms = [_added(study.notation.name(e.source), partial, tangent) for e, partial, tangent in flows]
    return clause("{}: together {} moves at rate {}.", joined(", ", terms), name, rate)


def _added(source: Pieces, partial: float | None, tangent: float) -> Pieces:
    if partial is None or not math.isfinite(partial):
        nothing = partial is None or tangent == 0.0
        return clause("{} adds {}", source, "nothing" if nothing else number_said((partial or 0.0) * tangent))
    return clause("{} adds {} · {}", source, number_said(partial), number_said(tangent))


def _moving(name: Pieces, factor: float | None, how: str, than: Pieces = "") -> Pieces:
    """How a node moves with another: so many times as far, or as fast. A slope of 0 stops it to first order only."""
    if not factor:
        return clause("{} does not move, to first order", name)
    turned = ", the other way" if factor < 0 else ""
    if abs(factor) == 1.0:
        return clause("{} moves just as {}{}{}", name, how, than, turned)
    if math.isinf(factor):
        return clause("{} moves infinitely {}{}", name, how, turned)
    return clause("{} moves {} times as {}{}", name, number_said(factor), how, than)


def _explain_seed(study: Study, step: Step) -> Explanation:
    i = step.node
    bar, name = study.notation.adjoint(i), study.notation.name(i)
    numbers = _sides(bar, of(step.term, RESULT, None))
    if study.scalar and len(study.seed) == 1 and step.term == 1.0:
        output = study.notation.value(i)
        words = clause("{} is the output: it moves exactly as itself, so its adjoint is 1.", name)
        return _explanation(formula(_sides(bar, _ratio(output, output), "1")), numbers, words)
    words = clause("The cotangent gives the output {} the adjoint {}.", name, value_text(step.term))
    return _explanation(formula(numbers), numbers, words)


def _explain_reverse(study: Study, step: Step) -> Explanation:
    graph = study.graph
    assert step.edge is not None
    user, position = step.edge
    edge = next(e for e in graph.edges_into(user) if e.position == position)
    bar, above = study.notation.adjoint(step.node), study.notation.adjoint(user)
    adjoint = outside((study.adjoints or [])[user], graph.shapes[user])

    def rule() -> Pieces:
        passed = pulled(study, edge, above, None)
        if user not in graph.arrays:
            ratio = _ratio(study.notation.value(user), study.notation.value(step.node))
            passed = joined(_EQUALS, [[above, " ", ratio], passed])
        return [bar, _ADDS, passed]

    flow = of(adjoint, ADJOINT, user)
    product = pulled(study, edge, flow, study.evaluation.values)
    filled = put_in(study, edge, flow, product, first=False)
    start = of(step.before, ADJOINT, None) if _uses(study, step.node) > 1 else None
    stages: list[Pieces] = [filled, product] if filled != product else [product]
    if start is not None:
        stages = [joined(" + ", [start, stage]) for stage in stages]
        term = of(abs(step.term) if _is_negative(step.term) else step.term, ADJOINT, None)
        stages.append(joined(" - " if _is_negative(step.term) else " + ", [start, term]))
    numbers = _sides(bar, *stages, _result(step))
    words, chain = _reverse_words(study, step, edge, adjoint), chain_of(study, edge, None)
    return _explanation(_rule(study, ("reverse", edge), rule), numbers, words, chain)


def _is_negative(term: Value) -> bool:
    """Whether what is added is a number with a minus, which is taken off instead."""
    return isinstance(term, float) and term < 0.0


def _reverse_words(study: Study, step: Step, edge: Edge, adjoint: Value) -> Pieces:
    graph = study.graph
    node, above, uses = study.notation.name(step.node), study.notation.name(edge.target), _uses(study, step.node)
    if _undefined(step.after):
        return clause(_NO_DERIVATIVE, node)
    adds = clause("adds {}", value_text(step.term))
    if uses >= 2:
        adds = clause("{}, making {}", adds, value_text(step.after))
    if edge.target in graph.arrays:
        return clause("{}. {} {}.", _array_words(study, edge), _this_use(study, step.node), adds)
    words = clause("Nudge {} a little: {}", node, _moving(above, study.partial(edge), "far"))
    if edge.target not in study.seed:
        output = _output(study)
        then = _moving(output, adjoint, "far", clause(" as {}", above))
        words = clause("{}, and {}", words, clause("{} moves with {}", output, above) if adjoint == 1.0 else then)
    return clause("{}. {} {}.", words, _this_use(study, step.node), adds)


def _array_words(study: Study, edge: Edge) -> Pieces:
    """How an adjoint comes back along an edge of arrays."""
    graph = study.graph
    node, above = study.notation.name(edge.source), study.notation.name(edge.target)
    if graph.rows[edge.target].maps is not None:
        return study.notation.rule_words(edge)
    words = clause("Each entry of {} passes its adjoint, times the partial there, back to {}", above, node)
    shared = graph.shapes[edge.source] != graph.shapes[edge.target]
    return clause("{}, and sums them up, because {} is repeated there", words, node) if shared else words


def _output(study: Study) -> Pieces:
    """What the output is called in a sentence."""
    return study.notation.output if study.scalar else "the output"


def _this_use(study: Study, node: int) -> Pieces:
    """Which of how many uses a step is about; of some nothing may come back."""
    passing, name = _uses(study, node), study.notation.name(node)
    if passing < 2:
        return "This use"
    uses = sum(edge.source == node for edge in study.graph.edges)
    if passing < uses:
        return clause(f"{passing} of the {uses} uses of {{}} pass something back; this one", name)
    return clause(f"{{}} has {uses} uses; this one", name)


def _uses(study: Study, node: int) -> int:
    """How many contributions a node's adjoint gets in this sweep."""
    return study.uses.get(node, 0)
