"""Formulas and sentences as the parts that they are made of, for a reader that colours and links them.

A part is a string, or [what is written, role, the node's id or null], in a sentence with the symbol's LaTeX behind it.
"""

from __future__ import annotations

from typing import Any

from graphs.autodiff.graph import Edge
from graphs.explain.steps import Explanation
from graphs.explain.terms import pulled
from graphs.notation.formula import formula, parts_of
from graphs.notation.names import barred, id_of, label
from graphs.study import Study


def parts(written: str) -> list[Any]:
    """What stands between two parts that matter is one string."""
    pieces: list[Any] = []
    text = ""
    for part in parts_of(written):
        if isinstance(part, str):
            text += part
            continue
        if text:
            pieces.append(text)
            text = ""
        node = None if part.node is None else id_of(part.node)
        pieces.append([part.written, part.role, node, part.latex] if part.latex else [part.written, part.role, node])
    return [*pieces, text] if text else pieces


def of_step(explanation: Explanation) -> dict[str, Any] | None:
    """The rule, the numbers and the words of a step; None where they are not written."""
    if explanation.rule is None or explanation.numbers is None or explanation.words is None:
        return None
    return {"rule": parts(explanation.rule), "numbers": parts(explanation.numbers), "words": parts(explanation.words)}


def of_node(study: Study, i: int) -> dict[str, str]:
    """The symbols of a node's tangent and adjoint."""
    return {"tangent": study.notation.tangent(i), "adjoint": study.notation.adjoint(i)}


def of_result(study: Study) -> dict[str, str]:
    """What the program's result is called in formulas."""
    name = study.notation.result
    return {"text": name, "latex": label(name), "adjoint": barred(name)}


def of_edge(study: Study, edge: Edge) -> list[Any]:
    """What comes back along an edge, in symbols; from data nothing does."""
    if edge.source in study.graph.data:
        return []
    formulas = study.notation.written
    if (key := ("pulled", edge)) not in formulas:
        formulas[key] = formula(pulled(study, edge, study.notation.adjoint(edge.target), None))
    return parts(formulas[key])
