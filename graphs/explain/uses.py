"""What a contribution makes of an adjoint, in words: of the only use, or of one of several."""

from __future__ import annotations

from collections import Counter

from graphs.notation.formula import Pieces, clause
from graphs.notation.numbers import value_text
from graphs.study import Study
from graphs.study.steps import Step

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def sum_words(study: Study, step: Step) -> Pieces:
    """What a contribution makes of an adjoint."""
    node = study.notation.name(step.node)
    if uses_of(study, step.node) >= 2:
        return use_words(study, step)
    if step.node in study.seed:
        return clause(
            "That adds {} to what {} has, which makes {}", value_text(step.term), node, value_text(step.after)
        )
    return clause("So the adjoint of {} is {}", node, value_text(step.after))


def use_words(study: Study, step: Step) -> Pieces:
    """Of a node with several uses: which of them this is, and what they make so far. Some may pass nothing back."""
    passing, name = uses_of(study, step.node), study.notation.name(step.node)
    uses = sum(edge.source == step.node for edge in study.graph.edges)
    which = _nth(study, step)
    there_are = (
        clause(f"{{}} has {uses} uses", name)
        if passing == uses
        else clause(f"{passing} of the {uses} uses of {{}} pass something back", name)
    )
    adds = clause("the {} adds {}", _ordinal(which), value_text(step.term))
    if which == 1 and step.node not in study.seed:
        return clause("{}; {}", there_are, adds)
    return clause("{}; {}, which makes {}", there_are, adds, value_text(step.after))


def _nth(study: Study, step: Step) -> int:
    """Which of its node's contributions a step adds, from 1."""
    if "contributions" not in study.written:
        counts: Counter[int] = Counter()
        order = study.written["contributions"] = {}
        for i, position, _, _ in study.terms:
            source = study.graph.operands[i][position]
            counts[source] += 1
            order[i, position] = counts[source]
    nth: int = study.written["contributions"][step.edge]
    return nth


def _ordinal(count: int) -> str:
    if count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def uses_of(study: Study, node: int) -> int:
    """How many contributions a node's adjoint gets in this sweep."""
    return study.uses.get(node, 0)
