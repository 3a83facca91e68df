"""Study → plain dict: the JSON contract (version 1). Fields are added, never renamed.

Numbers leave through one function: NaN becomes null, infinities become strings, -0 becomes 0, so that what
leaves is strict JSON for any study.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from graphs.formulas import explain, typeset
from graphs.graph import Edge
from graphs.limits import Limits
from graphs.notation import edge_latex, edge_text, id_of, label, node_latex, node_text, symbol
from graphs.steps import Step
from graphs.study import Numbers, Study

VERSION = 1


def number(x: float | None) -> float | str | None:
    """A double as strict JSON holds it; None and NaN (undefined) are null."""
    if x is None or x != x:
        return None
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return float(x) + 0.0


def flowing(x: float | None) -> float | str | None:
    """A derivative: None inside means that nothing flows, which is 0 outside."""
    return number(0.0 if x is None else x)


def document(study: Study, url: str, include: Collection[str], limits: Limits, **readings: Any) -> dict[str, Any]:
    """The answer of the contract for a study.

    url: the state's relative address. include: which optional parts are wanted. readings: parts made by other
    rooms, put in as they are (`svg`, `structure`).
    """
    graph = study.graph
    told = {issue.node: issue.message for issue in reversed(study.issues)}
    return {
        "version": VERSION,
        "program": study.program.text,
        "url": url,
        "formula": typeset(study.program.lines),
        "inputs": [
            {"name": name, "node": id_of(i), "shape": [], "value": number(value), "latex": label(name)}
            for i, (name, value) in enumerate(study.point.items())
        ],
        "outputs": [id_of(k) for k in graph.outputs],
        "nodes": [_node(study, i, told) for i in range(len(graph))],
        "edges": [_edge(study, edge) for edge in graph.edges()],
        "value": _stacked(study, [number(study.evaluation.values[k]) for k in graph.outputs]),
        "gradient": dict(zip(graph.inputs, map(number, study.jacobian[0]), strict=True)) if study.scalar else None,
        "jacobian": None if study.scalar else _jacobian(study),
        "directional": None if study.directional is None else _stacked(study, [*map(number, study.directional)]),
        "hessian": None,
        "steps": steps(study, limits.rendered_steps) if "steps" in include else [],
        "cost": {
            "forward": {"passes": study.cost.forward_passes, "operations": study.cost.forward_operations},
            "reverse": {
                "passes": study.cost.reverse_passes,
                "operations": study.cost.reverse_operations,
                "stored": study.cost.stored,
            },
        },
        "checks": {"tangent_gradient": {"residual": number(study.check.residual), "ok": study.check.ok}},
        "issues": [
            {
                "node": None if issue.node is None else id_of(issue.node),
                "kind": issue.kind,
                "message": issue.message,
                "choice": number(issue.choice),
                "slopes": None if issue.slopes is None else [*map(number, issue.slopes)],
            }
            for issue in study.issues
        ],
        **readings,
    }


def _stacked(study: Study, numbers: list[Any]) -> Any:
    return numbers[0] if study.scalar else numbers


def _jacobian(study: Study) -> dict[str, list[float | str | None]]:
    return {name: [number(row[i]) for row in study.jacobian] for i, name in enumerate(study.graph.inputs)}


def _node(study: Study, i: int, told: dict[int | None, str]) -> dict[str, Any]:
    graph, data = study.graph, i in study.graph.data
    name = graph.names[i]
    return {
        "id": id_of(i),
        "name": name,
        "operation": "data" if data else graph.rows[i].name,
        "operands": [id_of(edge.source) for edge in graph.edges_into(i)],
        "text": node_text(graph, i),
        "latex": node_latex(graph, i),
        "symbol": symbol(graph, i),
        "label": None if name is None else label(name),
        "shape": [],
        "value": number(study.evaluation.values[i]),
        "tangents": {} if data else {entry: flowing(tangents[i]) for entry, tangents in study.tangents.items()},
        "adjoint": None if data else _adjoint(study.adjoints, i),
        "issue": told.get(i),
    }


def _adjoint(adjoints: Numbers | None, i: int) -> float | str | None:
    return None if adjoints is None else flowing(adjoints[i])


def _edge(study: Study, edge: Edge) -> dict[str, Any]:
    graph = study.graph
    partial = None if edge.source in graph.data else study.evaluation.partials[edge.target][edge.position]
    return {
        "id": f"{id_of(edge.target)}-{edge.slot}",
        "from": id_of(edge.source),
        "to": id_of(edge.target),
        "slot": edge.slot,
        "partial": None if edge.source in graph.data else flowing(partial),
        "text": edge_text(graph, edge),
        "latex": edge_latex(graph, edge),
    }


def steps(study: Study, rendered: int) -> list[dict[str, Any]]:
    """All steps in the order of the sweeps; the first `rendered` of them with formulas and words."""
    listed = [*study.value_steps]
    for forward_steps in study.forward_steps.values():
        listed += forward_steps
    listed += study.reverse_steps
    return [step(study, each, position < rendered) for position, each in enumerate(listed)]


def step(study: Study, each: Step, rendered: bool = True) -> dict[str, Any]:
    """One step of the contract; `rendered` decides whether its formulas and words are made."""
    rule, numbers, words = explain(study, each) if rendered else (None, None, None)
    return {
        "index": each.index,
        "sweep": each.sweep,
        "node": id_of(each.node),
        "edge": None if each.edge is None else _edge_id(study, *each.edge),
        "slot": each.slot,
        "before": number(each.before),
        "term": number(each.term),
        "after": number(each.after),
        "rule": each.rule,
        "latex": rule,
        "numbers": numbers,
        "text": words,
    }


def _edge_id(study: Study, target: int, position: int) -> str:
    slot = next(edge.slot for edge in study.graph.edges_into(target) if edge.position == position)
    return f"{id_of(target)}-{slot}"
