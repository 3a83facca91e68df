"""Study → plain dict: the JSON contract (version 1). Fields are added, never renamed.

Numbers leave through strict_json.numbers alone: NaN becomes null, infinities become strings, -0 becomes 0.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.jacobian import stacked
from graphs.clock import tick
from graphs.contract import parts, reading
from graphs.contract.columns import LONGEST, columns, short
from graphs.contract.unchanging import wording
from graphs.diagnosis.issues import Issue
from graphs.explain import cost
from graphs.explain.steps import Explanation, explain
from graphs.limits import Limits
from graphs.notation.names import dotted, id_of, label, names_to_write
from graphs.notation.notation import Notation
from graphs.notation.program import shapes_of, typeset
from graphs.operations.flows import Flow, outside
from graphs.operations.row import Shape
from graphs.strict_json import number, numbers
from graphs.study import Study
from graphs.study.steps import Step

VERSION = 1
_NO_EXPLANATION = Explanation(None, None, None)
_WRITTEN = 50  # visits that a node costs, or a step with its words
_STEP = 10  # numbers that the rest of a step is as long as


def flowing(flow: Flow, shape: Shape) -> Any:
    """A derivative: what nothing flows through is 0 outside."""
    return numbers(outside(flow, shape))


def document(
    study: Study,
    url: str,
    include: Collection[str],
    limits: Limits,
    symbolic: Sequence[Any] | None = None,
    explained: Step | None = None,
    held: str | None = None,
    **readings: Any,
) -> dict[str, Any]:
    """The answer of the contract for a study.

    url: the state's relative address. include: which optional parts are wanted. symbolic: by node, its closed forms.
    explained: the one step that has formulas and words, and only its sweep is listed, beside columns it alone; None:
    all steps, the first of them with words, up to a bound.
    held: the digest of the wording that whoever asks has; where it is still that, nodes and edges are not said again.
    readings: parts made by other rooms, put in as they are (`svg`, `structure`).
    """
    graph, written, in_parts = study.graph, wording(study.notation), "parts" in include
    messages = {issue.node: issue.message for issue in reversed(study.issues)}
    omitted = _omitted(study, include, limits)
    has_steps = "steps" not in omitted
    has_columns = "columns" in include
    words = f"{written.digest}{'-parts' * in_parts}"
    is_held = has_columns and held == words
    partials = [None if "partials" in omitted else _partial(study, edge) for edge, _ in written.edges]
    issues = [*study.issues, *(Issue(None, Kind.LIMIT, why) for why in omitted.values())]
    return {
        "version": VERSION,
        "program": study.program.text,
        "url": url,
        "formula": typeset(study.program, shapes_of(study.point), study.notation.result, names_to_write(graph)),
        **reading.of(study, limits),
        "names": _names(study.notation),
        "inputs": [
            {"name": name, "node": id_of(i), "shape": [*np.shape(value)], "value": numbers(value), "latex": label(name)}
            | ({"tangent": dotted(name)} if in_parts else {})
            for i, (name, value) in enumerate(study.point.items())
        ],
        "outputs": [id_of(k) for k in graph.outputs],
        **({"result": parts.of_result(study)} if in_parts else {}),
        "nodes": [
            {**words, **_node(study, i, messages, "tangents" in omitted)}
            | ({"symbolic": symbolic[i]} if symbolic is not None else {})
            | ({"symbols": parts.of_node(study, i)} if in_parts else {})
            for i, words in enumerate(() if is_held else written.nodes)
        ],
        "edges": [
            {**words, "partial": partial} | ({"parts": parts.of_edge(study, edge)} if in_parts else {})
            for (edge, words), partial in zip(() if is_held else written.edges, partials, strict=not is_held)
        ],
        "value": numbers(stacked(graph, study.evaluation.values)),
        "gradient": _derivatives(study) if study.scalar else None,
        "jacobian": None if study.scalar else _derivatives(study),
        "directional": numbers(study.directional),
        "hessian": None,
        "hessian_vector": None,
        "directions": None,
        "steps": _listed(study, include, limits, explained) if has_steps else [],
        "cost": cost.document(study),
        "checks": {
            "tangent_gradient": {"residual": number(study.check.residual), "ok": study.check.ok},
            **readings.pop("checks", {}),
        },
        "issues": [issue_document(issue, in_parts) for issue in issues],
        **(
            {"columns": columns(study, partials, "tangents" not in omitted, has_steps), "wording": words}
            if has_columns
            else {}
        ),
        **readings,
    }


def _listed(study: Study, include: Collection[str], limits: Limits, explained: Step | None) -> list[dict[str, Any]]:
    in_parts = "parts" in include
    if "steps" in include:
        return steps(study, limits.rendered_steps, explained, in_parts)
    return [step(study, explained, in_parts=in_parts)] if explained is not None else []


def issue_document(issue: Issue, in_parts: bool) -> dict[str, Any]:
    """One entry of `issues`."""
    return {
        "node": None if issue.node is None else id_of(issue.node),
        "kind": issue.kind.value,
        "message": issue.message,
        "choice": number(issue.choice),
        "slopes": None if issue.slopes is None else [*map(number, issue.slopes)],
        "fix": None if issue.fix is None else issue.fix.document(),
    } | ({"parts": parts.parts(issue.message)} if in_parts else {})


def _names(notation: Notation) -> dict[str, Any]:
    """How the nodes are called."""
    return {
        "choice": notation.choice,
        "wanted": notation.wanted,
        "why_not_c": notation.why_not_counted,
    }


def _omitted(study: Study, include: Collection[str], limits: Limits) -> dict[str, str]:
    """What would write more numbers than the bound leaves, and why; it is known from the shapes alone."""
    graph, passes = study.graph, len(study.tangents)
    sizes = [*map(math.prod, graph.shapes)]
    small = [size if size <= LONGEST else 0 for size in sizes]
    amounts = {
        "tangents": passes * sum(sizes),
        "partials": sum(sizes[edge.target] for edge in graph.edges if graph.rows[edge.target].maps is None),
        "steps": (1 + passes) * sum(_STEP + 2 * size for size in small)
        + sum(_STEP + 3 * small[graph.operands[i][position]] for i, position, _, _ in study.terms),
    }
    left, omitted = limits.numbers - 2 * sum(sizes), {}
    for part, amount in amounts.items():
        if part == "steps" and not {"steps", "columns"}.intersection(include):
            continue
        if amount <= left:
            left -= amount
        else:
            omitted[part] = f"the {part} are left out: at most {limits.numbers:,} numbers are written in one answer"
    return omitted


def _derivatives(study: Study) -> dict[str, Any] | None:
    """By input: the gradient in its shape, or an array of the output's shape and then its own."""
    if study.jacobian is None:
        return None
    graph, size = study.graph, study.graph.value_shape
    if not size:
        return dict(zip(graph.inputs, map(numbers, study.jacobian[0]), strict=True))
    columns = zip(*study.jacobian, strict=True)
    return {
        name: numbers(np.array(rows).reshape(*size, *graph.shapes[i]))
        for i, (name, rows) in enumerate(zip(graph.inputs, columns, strict=True))
    }


def _node(study: Study, i: int, messages: dict[int | None, str], is_short: bool) -> dict[str, Any]:
    shape, data = study.graph.shapes[i], i in study.graph.data
    tick(_WRITTEN + (2 + len(study.tangents)) * math.prod(shape))
    return {
        "value": numbers(study.evaluation.values[i]),
        "tangents": {}
        if data or is_short
        else {entry: flowing(tangents[i], shape) for entry, tangents in study.tangents.items()},
        "adjoint": None if data or study.adjoints is None else flowing(study.adjoints[i], shape),
        "issue": messages.get(i),
    }


def _partial(study: Study, edge: Edge) -> Any:
    """A number or an array; None for a linear map, and from data, which pass no derivative."""
    graph = study.graph
    passes = graph.rows[edge.target].maps is None and edge.source not in graph.data
    return flowing(study.partial(edge), graph.shapes[edge.target]) if passes else None


def steps(study: Study, rendered: int, explained: Step | None = None, in_parts: bool = False) -> list[dict[str, Any]]:
    """All steps in the order of the sweeps, the first `rendered` of them with formulas and words.

    explained: its sweep's steps alone, and of them that one with formulas and words.
    """
    if explained is not None:
        sweep = study.steps(explained.sweep, explained.slot.removeprefix("tangent:"))
        return [step(study, each, each.index == explained.index, in_parts) for each in sweep]
    listed = [*study.value_steps]
    for forward_steps in study.forward_steps.values():
        listed += forward_steps
    listed += study.reverse_steps
    return [step(study, each, position < rendered, in_parts) for position, each in enumerate(listed)]


def step(study: Study, each: Step, rendered: bool = True, in_parts: bool = False) -> dict[str, Any]:
    """One step of the contract; `rendered` decides whether its formulas and words are made, `in_parts` adds theirs."""
    tick(_WRITTEN if rendered else 1)
    explanation = explain(study, each) if rendered else _NO_EXPLANATION
    return {
        "index": each.index,
        "sweep": each.sweep,
        "node": id_of(each.node),
        "edge": None if each.edge is None else _edge_id(study, *each.edge),
        "slot": each.slot,
        "before": short(each.before),
        "term": short(each.term),
        "after": short(each.after),
        "rule": each.rule,
        "latex": explanation.rule,
        "numbers": explanation.numbers,
        "text": explanation.words,
        "chain": None if explanation.chain is None else explanation.chain._asdict(),
        **({"parts": parts.of_step(explanation)} if in_parts else {}),
    }


def _edge_id(study: Study, target: int, position: int) -> str:
    return f"{id_of(target)}-{study.graph.slots[target, position]}"
