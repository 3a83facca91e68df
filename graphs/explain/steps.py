"""Words for steps: the rule that a step uses, with its numbers, and as a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge, Value
from graphs.explain.chain_rule import Chain, chain_of
from graphs.explain.terms import pulled, pushed, put_in
from graphs.notation.names import barred, dotted, label
from graphs.notation.numbers import number_text, value_latex, value_text
from graphs.operations.flows import outside
from graphs.study import Study
from graphs.study.steps import Step


class Explanation(NamedTuple):
    """A step three times: the rule in symbols, with the numbers put in (both LaTeX), and as a sentence.

    chain: the same rule as a product of Jacobians with their shapes, where there are vectors.
    """

    rule: str | None
    numbers: str | None
    words: str | None
    chain: Chain | None = None


def explain(study: Study, step: Step) -> Explanation:
    """Why the number that a step writes is what it is."""
    if step.sweep == "value":
        return _explain_value(study, step)
    if step.sweep == "forward":
        return _explain_forward(study, step)
    return _explain_seed(study, step) if step.edge is None else _explain_reverse(study, step)


def _undefined(value: Value) -> bool:
    return value != value if isinstance(value, float) else bool(np.isnan(value).all())


def _explain_value(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    name, value = study.notation.names[i], value_text(step.after)
    left, right = study.notation.symbols[i], study.notation.latex(i)
    if step.rule == "input":
        given = graph.inputs[i]
        rule = left if left == right else f"{left} = {right}"
        return Explanation(
            rule, f"{left} = {value_latex(step.after)}", f"{given} is an input; its value here is {value}."
        )
    if step.rule == "data":
        says = f"{left} = {right}"
        return Explanation(says, f"{left} = {value_latex(step.after)}", f"{name} is data: it depends on no input.")
    values = {study.notation.names[e.source]: study.evaluation.values[e.source] for e in graph.edges_into(i)}
    known = " and ".join(f"{operand} = {value_text(x)}" for operand, x in values.items() if not _large(x))
    given_words = f"With {known}, " if known else ""
    words = f"{given_words}{study.notation.text(i)} is {'undefined' if _undefined(step.after) else value}."
    given_latex = ",\\; ".join(f"{study.notation.symbols[e.source]} = {value_latex(study.evaluation.values[e.source])}"
                               for e in _distinct(graph.edges_into(i)))  # fmt: skip
    return Explanation(
        f"{left} = {right}", f"{given_latex} \\;\\Rightarrow\\; {left} = {value_latex(step.after)}", words
    )


def _large(value: Value) -> bool:
    return not isinstance(value, float) and value_text(value).startswith("a")


def _distinct(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each operand, where an operand is used twice."""
    return list({edge.source: edge for edge in edges}.values())


def _explain_forward(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    entry = step.slot.partition(":")[2]
    dot, after = dotted(study.notation.symbols[i]), value_latex(step.after)
    if step.rule == "seed":
        return _explain_forward_seed(study, step, entry)
    tangents = study.tangents[entry]
    moving = [e for e in graph.edges_into(i) if e.source not in graph.data]
    symbols = [pushed(study, e, dotted(study.notation.symbols[e.source]), None) for e in moving]
    numbers = [
        pushed(study, e, value_latex(outside(tangents[e.source], graph.shapes[e.source])), study.evaluation.values)
        for e in moving
    ]
    filled = " + ".join(put_in(study, e, tangents[e.source], first=True) for e in moving)
    stages = [filled] if filled != " + ".join(numbers) else []
    rule = f"{dot} = {' + '.join(symbols)}"
    chain = chain_of(study, moving[0], entry) if len(moving) == 1 else None
    told = " = ".join([dot, *stages, " + ".join(numbers), after])
    return Explanation(rule, told, _forward_words(study, step, moving), chain)


def _explain_forward_seed(study: Study, step: Step, entry: str) -> Explanation:
    i, given = step.node, study.graph.inputs[step.node]
    dot, after = dotted(study.notation.symbols[i]), value_latex(step.after)
    moves, _, place = entry.partition("[")
    if entry == "direction":
        words = f"The direction moves {given} at rate {value_text(step.after)}."
        return Explanation(f"{dot} = {after}", f"{dot} = {after}", words)
    if given == entry:
        words = f"We ask how everything moves with {given}, so {given} itself moves at rate 1."
    elif given == moves:
        words = f"We ask how everything moves with {entry}: of {given}, this entry alone moves, at rate 1."
    else:
        words = f"{given} stays where it is while {entry} moves, so its tangent is 0."
    by = f"{{{label(moves)}}}_{{[{place}}}" if place else label(moves)
    rule = f"{dot} = \\frac{{\\partial {label(given)}}}{{\\partial {by}}} = {after}"
    return Explanation(rule, f"{dot} = {after}", words)


def _forward_words(study: Study, step: Step, moving: list[Edge]) -> str:
    graph, tangents = study.graph, study.tangents[step.slot.partition(":")[2]]
    name, rate = study.notation.names[step.node], value_text(step.after)
    if _undefined(step.after):
        return f"{name} has no derivative here: a number that it needs is undefined."
    if step.node in graph.arrays:
        sources = " and ".join(dict.fromkeys(study.notation.names[e.source] for e in moving))
        verb = "moves" if len(moving) == 1 else "move"
        if graph.rows[step.node].maps is None:
            return f"Entry by entry: as {sources} {verb}, {name} moves at rate {rate}."
        said = f"The derivative of {study.notation.text(step.node)} is linear"
        return f"{said}: as {sources} {verb}, {name} moves at rate {rate}."
    flows = [(e, study.partial(e), outside(tangents[e.source], ())) for e in moving]
    if len(flows) == 1:
        [(edge, partial, given)] = flows
        source = study.notation.names[edge.source]
        if given == 0.0:
            return f"{source} has rate 0, and so has {name}."
        return f"{source} moves at rate {number_text(given)}; {_moving(name, partial, 'fast')}: rate {rate}."
    terms = [_added(study.notation.names[e.source], partial, given) for e, partial, given in flows]
    return f"{', '.join(terms)}: together {name} moves at rate {rate}."


def _added(source: str, partial: float | None, given: float) -> str:
    if partial is None or not math.isfinite(partial):
        return f"{source} adds {'nothing' if partial is None or given == 0.0 else number_text(partial * given)}"
    return f"{source} adds {number_text(partial)} · {number_text(given)}"


def _moving(name: str, factor: float | None, how: str, than: str = "") -> str:
    """How a node moves with another: so many times as far, or as fast. A slope of 0 stops it to first order only."""
    if not factor:
        return f"{name} does not move, to first order"
    turned = ", the other way" if factor < 0 else ""
    if abs(factor) == 1.0:
        return f"{name} moves just as {how}{than}{turned}"
    if math.isinf(factor):
        return f"{name} moves infinitely {how}{turned}"
    return f"{name} moves {number_text(factor)} times as {how}{than}"


def _explain_seed(study: Study, step: Step) -> Explanation:
    bar, name = barred(study.notation.symbols[step.node]), study.notation.names[step.node]
    if study.scalar and len(study.seed) == 1 and step.term == 1.0:
        output = study.notation.symbols[step.node]
        rule = f"{bar} = \\frac{{\\partial {output}}}{{\\partial {output}}} = 1"
        return Explanation(
            rule, f"{bar} = 1", f"{name} is the output: it moves exactly as itself, so its adjoint is 1."
        )
    said = f"The cotangent gives the output {name} the adjoint {value_text(step.term)}."
    return Explanation(f"{bar} = {value_latex(step.term)}", f"{bar} = {value_latex(step.term)}", said)


def _explain_reverse(study: Study, step: Step) -> Explanation:
    graph = study.graph
    assert step.edge is not None
    user, position = step.edge
    edge = next(e for e in graph.edges_into(user) if e.position == position)
    above, below = study.notation.symbols[user], study.notation.symbols[step.node]
    adjoint = outside((study.adjoints or [])[user], graph.shapes[user])
    fraction = "" if user in graph.arrays else f" {barred(above)} \\frac{{\\partial {above}}}{{\\partial {below}}} ="
    rule = f"{barred(below)} \\mathrel{{+}}={fraction} {pulled(study, edge, barred(above), None)}"
    product = pulled(study, edge, value_latex(adjoint), study.evaluation.values)
    start = f"{value_latex(step.before)} + " if _uses(study, step.node) > 1 else ""
    filled = put_in(study, edge, (study.adjoints or [])[user], first=False)
    numbers = f"{barred(below)} = "
    if filled != product:
        numbers += f"{start}{filled} = "
    numbers += f"{start}{product}"
    if start:
        numbers += f" = {start}{value_latex(step.term)}".replace("+ -", "- ")
    numbers += f" = {value_latex(step.after)}"
    return Explanation(rule, numbers, _reverse_words(study, step, edge, adjoint), chain_of(study, edge, None))


def _reverse_words(study: Study, step: Step, edge: Edge, adjoint: Value) -> str:
    graph = study.graph
    node, above, uses = study.notation.names[step.node], study.notation.names[edge.target], _uses(study, step.node)
    if _undefined(step.after):
        return f"{node} has no derivative here: a number that it needs is undefined."
    adds = f"adds {value_text(step.term)}" + ("" if uses < 2 else f", making {value_text(step.after)}")
    if edge.target in graph.arrays:
        return f"{_array_words(study, edge)}. {_this_use(study, step.node)} {adds}."
    words = f"Nudge {node} a little: {_moving(above, study.partial(edge), 'far')}"
    if edge.target not in study.seed:
        then = _moving(_output(study), adjoint, "far", f" as {above}")
        words += f", and {f'{_output(study)} moves with {above}' if adjoint == 1.0 else then}"
    return f"{words}. {_this_use(study, step.node)} {adds}."


def _array_words(study: Study, edge: Edge) -> str:
    """How an adjoint comes back along an edge of arrays."""
    graph = study.graph
    node, above = study.notation.names[edge.source], study.notation.names[edge.target]
    if graph.rows[edge.target].maps is None:
        shared = graph.shapes[edge.source] != graph.shapes[edge.target]
        summed = f", and sums them up, because {node} is repeated there" if shared else ""
        return f"Each entry of {above} passes its adjoint, times the partial there, back to {node}{summed}"
    return study.notation.rule_words(edge)


def _output(study: Study) -> str:
    """What the output is called in a sentence."""
    return (study.program.lines[-1].name or "f") if study.scalar else "the output"


def _this_use(study: Study, node: int) -> str:
    """Which of how many uses a step tells of; of some nothing may come back."""
    passing, name = _uses(study, node), study.notation.names[node]
    if passing < 2:
        return "This use"
    uses = sum(edge.source == node for edge in study.graph.edges)
    if passing < uses:
        return f"{passing} of the {uses} uses of {name} pass something back; this one"
    return f"{name} has {uses} uses; this one"


def _uses(study: Study, node: int) -> int:
    """How many contributions a node's adjoint gets in this sweep."""
    return study.uses.get(node, 0)
