"""Words for steps: the rule that a step uses, with its numbers, and as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge, Value
from graphs.explain.chain_rule import Chain, chain_of
from graphs.explain.moves import added, follows, moving, rate
from graphs.explain.terms import pulled, pushed, put_in
from graphs.explain.uses import sum_words, uses_of
from graphs.notation.formula import (
    ADDITION,
    ADJOINT,
    FORMULA,
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
    said = "undefined" if _undefined(step.after) else [_truth(study, i), value]
    words = clause("{} is {}.", study.notation.operation(i), said)
    if clauses:
        words = clause("With {}, {}", joined(" and ", clauses), words)
    if i in graph.merged:
        count = 1 + len([*graph.merged[i]])
        words = clause(f"{{}} It stands in {count} places of the program, and is computed once.", words)
    rule = _rule(study, ("value", i), lambda: _sides(left, right))
    return _explanation(rule, [joined(",\\; ", equations), _SO, numbers], words)


def _truth(study: Study, i: int) -> str:
    """What 1 and 0 mean of a comparison of numbers."""
    if not study.graph.rows[i].compares or study.graph.shapes[i]:
        return ""
    return "true: " if study.evaluation.values[i] else "false: "


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


def _forward_words(study: Study, step: Step, moving_edges: list[Edge]) -> Pieces:
    graph, tangents = study.graph, study.tangents[step.slot.partition(":")[2]]
    name, operation = study.notation.name(step.node), study.notation.operation(step.node)
    if _undefined(step.after):
        return clause(_NO_DERIVATIVE, name)
    if all(study.evaluation.partials[step.node][e.position] is None for e in moving_edges):
        return clause("{} is flat here: nothing passes, and {} has rate 0.", operation, name)
    if step.node in graph.arrays:
        return _array_forward_words(study, step, moving_edges)
    numbers = [(e, study.partial(e), outside(tangents[e.source], ())) for e in moving_edges]
    if len(numbers) == 1:
        [(edge, partial, tangent)] = numbers
        source = study.notation.name(edge.source)
        if tangent == 0.0:
            return clause("{} has rate 0, and so has {}.", source, name)
        moves = follows(name, partial, source)
        return clause("{} moves at rate {}; {}: rate {}.", source, number_said(tangent), moves, value_text(step.after))
    terms = [added(study.notation.name(e.source), partial, tangent) for e, partial, tangent in numbers]
    return clause("{}: together {} moves at rate {}.", joined(", ", terms), name, value_text(step.after))


def _array_forward_words(study: Study, step: Step, moving_edges: list[Edge]) -> Pieces:
    graph, tangents = study.graph, study.tangents[step.slot.partition(":")[2]]
    name = study.notation.name(step.node)
    flows = {e.source: outside(tangents[e.source], graph.shapes[e.source]) for e in moving_edges}
    sources = [study.notation.name(k) for k in flows]
    if not any(np.any(x) for x in flows.values()):
        have = "has" if len(flows) == 1 else "have"
        return clause("{} {} rate 0, and so has {}.", joined(" and ", sources), have, name)
    rates = [clause("{}{} {}", source, "" if k else " moves", rate(x))
             for k, (source, x) in enumerate(zip(sources, flows.values(), strict=True))]  # fmt: skip
    together = joined(" and ", rates)
    if not np.any(step.after):
        return clause("{}; {} does not move, to first order.", together, name)
    if graph.rows[step.node].maps is None:
        return clause("Entry by entry: {}, so {} moves {}.", together, name, rate(step.after))
    operation = study.notation.operation(step.node)
    return clause(
        "{}; the derivative of {}, a linear map, makes {} move {}.", together, operation, name, rate(step.after)
    )


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
    start = of(step.before, ADJOINT, None) if uses_of(study, step.node) > 1 else None
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
    node, above = study.notation.name(step.node), study.notation.name(edge.target)
    if _undefined(step.after):
        return clause(_NO_DERIVATIVE, node)
    if edge.target in graph.arrays:
        return clause("{}. {}.", _array_words(study, edge, adjoint), _array_sum(study, step, edge, adjoint))
    partial = study.partial(edge)
    moves = moving(above, partial)
    output, is_output = _output(study), edge.target in study.seed
    if is_output and adjoint != 1.0:
        moves = clause("{}, and the adjoint of {} is {}", moves, above, value_text(adjoint))
    if not is_output:
        then = clause("{} moves with {}", output, above) if adjoint == 1.0 else moving(output, adjoint, above)
        moves = clause("{}, and {}", moves, then)
    is_down = (partial or 0.0) < 0 or (not is_output and adjoint < 0)
    return clause("Nudge {} {}: {}. {}.", node, "up a little" if is_down else "a little", moves, sum_words(study, step))


def _array_words(study: Study, edge: Edge, adjoint: Value) -> Pieces:
    """Why an adjoint comes back along an edge of arrays as it does."""
    graph = study.graph
    node, above = study.notation.name(edge.source), study.notation.name(edge.target)
    if graph.rows[edge.target].maps is not None:
        return study.notation.rule_words(edge, *_told_of_vectors(study, edge.target, adjoint))
    if graph.shapes[edge.source] != graph.shapes[edge.target]:
        back = clause("Each entry of {} passes back its adjoint, times the partial there", above)
        return clause("{}; {} adds them up, because it stands in several entries", back, node)
    return clause(
        "Each entry of {} passes back its adjoint, times the partial there, to its own entry of {}", above, node
    )


def _told_of_vectors(study: Study, node: int, adjoint: Value) -> tuple[Pieces, Pieces]:
    """The adjoint's dot product with its node, and its sum, with their numbers; of vectors."""
    value = study.evaluation.values[node]
    if np.ndim(value) != 1:
        return "", ""
    name, symbol, bar = study.notation.name(node), study.notation.symbols[node], study.notation.adjoint(node)
    with np.errstate(all="ignore"):
        dot, total = float(np.dot(adjoint, value)), float(np.sum(adjoint))
    return (
        [" (", Part(f"adjoint·{name}", FORMULA, None, f"{bar}^{{\\top}} {symbol}"), " = ", number_said(dot), ")"],
        [" (", Part("sum(adjoint)", FORMULA, None, f"\\textstyle\\sum {bar}"), " = ", number_said(total), ")"],
    )


def _array_sum(study: Study, step: Step, edge: Edge, adjoint: Value) -> Pieces:
    """What comes back to an array, or from one."""
    is_short = is_listed(adjoint) and is_listed(step.after)
    if uses_of(study, step.node) >= 2 or step.node in study.seed or not is_short:
        return sum_words(study, step)
    node, above = study.notation.name(step.node), study.notation.name(edge.target)
    came, back = value_text(adjoint), value_text(step.after)
    return clause("Here the adjoint {} of {} comes back to {} as {}", came, above, node, back)


def _output(study: Study) -> Pieces:
    """What the output is called in a sentence."""
    return study.notation.output if study.scalar else "the output"
