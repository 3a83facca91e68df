"""Words for steps and programs: a step's rule, its numbers and a sentence; a program's lines typeset."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from graphs.elementwise import ADD, DIVIDE, MULTIPLY, NEGATE
from graphs.graph import NAMED_CONSTANTS, Edge
from graphs.language import Line, Word
from graphs.notation import called, edge_latex, label, node_latex, node_text, number_latex, number_text, symbol
from graphs.operations import OPERATIONS
from graphs.steps import Step
from graphs.study import Study

EXP = next(row for row in OPERATIONS if row.name == "exp")


class Explanation(NamedTuple):
    """A step three times: the rule in symbols, with the numbers put in (both LaTeX), and as a sentence."""

    rule: str
    numbers: str
    words: str


def explain(study: Study, step: Step) -> Explanation:
    """Why the number that a step writes is what it is."""
    if step.sweep == "value":
        return _explain_value(study, step)
    if step.sweep == "forward":
        return _explain_forward(study, step)
    return _explain_seed(study, step) if step.edge is None else _explain_reverse(study, step)


def dotted(latex: str) -> str:
    """The symbol of a node's tangent."""
    return _accented("\\dot", latex)


def barred(latex: str) -> str:
    """The symbol of a node's adjoint."""
    return _accented("\\bar", latex)


@lru_cache(maxsize=8192)
def _accented(accent: str, latex: str) -> str:
    base, _, subscript = latex.partition("_")
    if re.fullmatch(r"[A-Za-z]|\\[a-z]+", base):
        return f"{accent}{{{base}}}" + ("_" + subscript if subscript else "")
    return f"{accent}{{{latex}}}"


def _explain_value(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    name, value = called(graph, i), number_text(step.after)
    left, right = symbol(graph, i), node_latex(graph, i)
    if step.rule == "input":
        given = graph.inputs[i]
        rule = left if left == right else f"{left} = {right}"
        return Explanation(
            rule, f"{left} = {number_latex(step.after)}", f"{given} is an input; its value here is {value}."
        )
    if step.rule == "data":
        says = f"{left} = {right}"
        return Explanation(says, f"{left} = {number_latex(step.after)}", f"{name} is data: it depends on no input.")
    values = {called(graph, e.source): study.evaluation.values[e.source] for e in graph.edges_into(i)}
    known = " and ".join(f"{operand} = {number_text(x)}" for operand, x in values.items())
    words = f"With {known}, {node_text(graph, i)} is {value}."
    if step.after != step.after:
        words = f"With {known}, {node_text(graph, i)} is undefined."
    given_latex = ",\\; ".join(f"{symbol(graph, e.source)} = {number_latex(study.evaluation.values[e.source])}"
                               for e in _distinct(graph.edges_into(i)))  # fmt: skip
    return Explanation(
        f"{left} = {right}", f"{given_latex} \\;\\Rightarrow\\; {left} = {number_latex(step.after)}", words
    )


def _distinct(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each operand, where an operand is used twice."""
    return list({edge.source: edge for edge in edges}.values())


def _explain_forward(study: Study, step: Step) -> Explanation:
    graph, i = study.graph, step.node
    entry = step.slot.partition(":")[2]
    dot, _name, after = dotted(symbol(graph, i)), called(graph, i), number_latex(step.after)
    if step.rule == "seed":
        given = graph.inputs[i]
        if entry == "direction":
            words = f"The direction moves {given} at rate {number_text(step.after)}."
        elif given == entry:
            words = f"We ask how everything moves with {given}, so {given} itself moves at rate 1."
        else:
            words = f"{given} stays where it is while {entry} moves, so its tangent is 0."
        rule = f"{dot} = {after}" if entry == "direction" else (
            f"{dot} = \\frac{{\\partial {label(given)}}}{{\\partial {label(entry)}}} = {after}")  # fmt: skip
        return Explanation(rule, f"{dot} = {after}", words)
    tangents, partials = study.tangents[entry], study.evaluation.partials[i]
    moving = [(e, partials[e.position], tangents[e.source]) for e in graph.edges_into(i) if e.source not in graph.data]
    symbols = [_product(edge_latex(graph, e), dotted(symbol(graph, e.source))) for e, _, _ in moving]
    numbers = [_product(number_latex(p or 0.0), number_latex(t or 0.0)) for _, p, t in moving]
    rule = f"{dot} = {' + '.join(symbols)}"
    return Explanation(rule, f"{dot} = {' + '.join(numbers)} = {after}", _forward_words(study, step, moving))


def _forward_words(study: Study, step: Step, moving: list[tuple[Edge, float | None, float | None]]) -> str:
    name, rate = called(study.graph, step.node), number_text(step.after)
    if step.after != step.after:
        return f"{name} has no derivative here: a number that it needs is undefined."
    if len(moving) == 1:
        [(edge, partial, tangent)] = moving
        source = called(study.graph, edge.source)
        given = number_text(tangent or 0.0)
        return f"{source} moves at rate {given}; {name} moves {_times(partial, 'fast')}: rate {rate}."
    terms = [
        f"{called(study.graph, e.source)} adds {number_text(p or 0.0)} · {number_text(t or 0.0)}" for e, p, t in moving
    ]
    return f"{', '.join(terms)}: together {name} moves at rate {rate}."


def _times(factor: float | None, how: str) -> str:
    if not factor:
        return "not at all"
    if abs(factor) == 1.0:
        return f"just as {how}" + (", the other way" if factor < 0 else "")
    return f"{number_text(factor)} times as {how}"


def _explain_seed(study: Study, step: Step) -> Explanation:
    bar, name = barred(symbol(study.graph, step.node)), called(study.graph, step.node)
    if len(study.seed) == 1 and step.term == 1.0:
        output = symbol(study.graph, step.node)
        rule = f"{bar} = \\frac{{\\partial {output}}}{{\\partial {output}}} = 1"
        return Explanation(
            rule, f"{bar} = 1", f"{name} is the output: it moves exactly as itself, so its adjoint is 1."
        )
    said = f"The cotangent gives the output {name} the adjoint {number_text(step.term)}."
    return Explanation(f"{bar} = {number_latex(step.term)}", f"{bar} = {number_latex(step.term)}", said)


def _explain_reverse(study: Study, step: Step) -> Explanation:
    graph = study.graph
    assert step.edge is not None
    user, position = step.edge
    edge = next(e for e in graph.edges_into(user) if e.position == position)
    above, below = symbol(graph, user), symbol(graph, step.node)
    formula = edge_latex(graph, edge)
    partial = study.evaluation.partials[user][position]
    adjoint = (study.adjoints or [])[user]
    rule = (
        f"{barred(below)} \\mathrel{{+}}= {barred(above)} \\frac{{\\partial {above}}}{{\\partial {below}}}"
        f" = {_product(barred(above), formula)}"
    )
    product = _product(number_latex(adjoint or 0.0), number_latex(partial or 0.0))
    start = f"{number_latex(step.before or 0.0)} + " if _uses(study, step.node) > 1 else ""
    numbers = f"{barred(below)} = {start}{product}"
    if start:
        numbers += f" = {start}{number_latex(step.term)}".replace("+ -", "- ")
    numbers += f" = {number_latex(step.after)}"
    return Explanation(rule, numbers, _reverse_words(study, step, user, partial or 0.0, adjoint or 0.0))


def _reverse_words(study: Study, step: Step, user: int, partial: float, adjoint: float) -> str:
    graph = study.graph
    node, above = called(graph, step.node), called(graph, user)
    if step.after != step.after:
        return f"{node} has no derivative here: a number that it needs is undefined."
    words = f"Nudge {node} a little: {above} moves {_times(partial, 'far')}"
    if user not in study.seed:
        words += f", and {_output(study)} moves {_times(adjoint, 'far')} as {above}".replace("just as far as", "with")
    uses = _uses(study, step.node)
    adds = f"adds {number_text(step.term)}" + ("" if uses < 2 else f", making {number_text(step.after)}")
    return f"{words}. {'This use' if uses < 2 else f'{node} has {uses} uses; this one'} {adds}."


def _output(study: Study) -> str:
    """What the output is called in a sentence."""
    return (study.program.lines[-1].name or "f") if study.scalar else "the output"


def _uses(study: Study, node: int) -> int:
    """How many contributions a node's adjoint gets in this sweep."""
    return study.uses.get(node, 0)


def _product(left: str, right: str) -> str:
    """A product; a sum or a negative number stands in brackets, a factor 1 in symbols is kept: it is the lesson."""
    return f"{_factor(left)} \\cdot {_factor(right)}"


@lru_cache(maxsize=8192)
def _factor(latex: str) -> str:
    bare = re.sub(r"\\left\(.*\\right\)|\{[^{}]*\}|\([^()]*\)", "", latex)
    return f"\\left({latex}\\right)" if re.search(r"[+-]", bare) else latex


def typeset(lines: list[Line]) -> list[str]:
    """The program's lines in LaTeX as they were understood, for people to compare with what they meant."""
    written = []
    for line in lines:
        right = _typeset_words(line.words)
        name = label(line.name) if line.name is not None else "f"
        body = right[0] if len(right) == 1 else f"\\left({', '.join(right)}\\right)"
        written.append(f"{name} = {body}")
    return written


def _typeset_words(words: list[Word]) -> list[str]:
    stack: list[tuple[str, float]] = []  # LaTeX, and how tightly its outermost sign binds
    for row, leaf, count, _ in words:
        if row is None:
            if isinstance(leaf, str):
                stack.append(("\\pi" if leaf == "pi" and leaf in NAMED_CONSTANTS else label(leaf), 9))
            else:
                stack.append((number_latex(leaf or 0.0, 8), 9))
            continue
        operands = stack[-count:]
        del stack[-count:]
        texts = [
            text
            if _closed(row.latex, slot) or (binds > _needed(row.binds, slot) and not (slot and text.startswith("-")))
            else f"\\left({text}\\right)"
            for slot, (text, binds) in enumerate(operands)
        ]
        if row is EXP:
            stack.append((f"e^{{{operands[0][0]}}}", 4))
        elif row is MULTIPLY:
            stack.append((texts[0] + (" \\cdot " if texts[1][0].isdigit() else " ") + texts[1], 2))
        else:
            binds = 3.5 if row is DIVIDE else row.binds
            stack.append((row.latex.format(*texts, all=", ".join(texts)), binds))
    return [text for text, _ in stack]


def _needed(binds: int, slot: int) -> float:
    """An operand whose sign does not bind more tightly than this stands in brackets."""
    if binds in (ADD.binds, MULTIPLY.binds):
        return binds - 1 if slot == 0 else binds
    if binds == NEGATE.binds:
        return 1
    return 4 if binds < 9 else 0


def _closed(template: str, slot: int) -> bool:
    """Whether the row's own LaTeX already encloses this operand: a fraction, a root, an exponent, a call."""
    return f"{{{{{{{slot}}}}}}}" in template or f"({{{slot}}})" in template or "{all}" in template
