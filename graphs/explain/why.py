"""Why is this NaN? The first node that made the output or a derivative undefined or infinite, and the usual remedy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.issue_kinds import Kind
from graphs.diagnosis.cures import Cure
from graphs.diagnosis.issues import Issue
from graphs.diagnosis.patterns import Around
from graphs.diagnosis.remedies import remedy
from graphs.notation.formula import OPERATION, Pieces, parts_of, sentence
from graphs.notation.names import id_of
from graphs.notation.notation import author_name
from graphs.notation.numbers import value_text
from graphs.operations.flows import Elementwise, Linear, outside
from graphs.study import Study


class _Suspect(NamedTuple):
    """A node where something starts, what that is, and the position of the operand that is to blame."""

    node: int
    kind: Kind
    position: int


def why(study: Study) -> dict[str, Any] | None:
    """The contract's `why`: node, operand, message, remedy and its fix; None where all is well."""
    graph, values = study.graph, study.evaluation.values
    lost_values = [k for k in graph.outputs if not np.isfinite(values[k]).all()]
    lost_inputs = _lost_inputs(study)
    if not lost_values and not lost_inputs:
        return None
    suspects = _suspects(study, lost_values, lost_inputs)
    suspect = min(suspects, key=lambda each: each.node, default=None)
    outcome = _outcome(study, lost_values, lost_inputs)
    if suspect is None:
        issue = next((each for each in study.issues if each.kind == Kind.OVERFLOW and each.node is not None), None)
        return None if issue is None else _document(study, issue.node, None, issue.message, outcome, None)
    k = graph.operands[suspect.node][suspect.position]
    around = Around(study.notation, values, study.program)
    cure = remedy(around, suspect.node, suspect.kind)
    return _document(study, suspect.node, k if k >= 0 else None, _message(study, suspect), outcome, cure)


def _document(
    study: Study, node: int | None, operand: int | None, cause: str, outcome: tuple[str, str], cure: Cure | None
) -> dict[str, Any]:
    what, how = outcome
    fix = None if cure is None else cure.fix()
    return {
        "node": None if node is None else id_of(node),
        "operand": None if operand is None else id_of(operand),
        "message": sentence("{}, so {} comes out {}", _named(study, cause), what, how),
        "outcome": how,
        "remedy": None if cure is None else cure.words,
        "fix": None if fix is None else fix.document(),
    }


def _named(study: Study, message: str) -> list[Pieces]:
    """A message with inputs by name, as the remedy beside it has them."""
    inputs = study.graph.inputs
    pieces: list[Pieces] = []
    for part in parts_of(message):
        if isinstance(part, str) or part.node is None:
            pieces.append(part)
        elif part.role == OPERATION:
            pieces += _named(study, part.written)
        elif part.node < len(inputs):
            pieces.append(author_name(inputs[part.node], part.node))
        else:
            pieces.append(part)
    return pieces


def _lost_inputs(study: Study) -> list[int]:
    """The inputs by which some derivative is undefined or infinite."""
    if study.jacobian is not None:
        rows = study.jacobian
    elif study.adjoints is not None:
        shapes = study.graph.shapes
        rows = [[outside(study.adjoints[i], shapes[i]) for i in range(len(study.graph.inputs))]]
    else:
        return []
    return [i for i in range(len(study.graph.inputs)) if not all(np.isfinite(row[i]).all() for row in rows)]


def _suspects(study: Study, lost_values: list[int], lost_inputs: list[int]) -> Iterator[_Suspect]:
    """Where the trouble may start: at bad values, and at bad slopes of good ones that the derivative passes."""
    graph = study.graph
    ancestors = _ancestors(study, lost_values or [*graph.outputs])
    for fault in study.evaluation.faults:
        if fault.kind != Kind.UNDERFLOW and fault.node in ancestors:
            yield _Suspect(fault.node, fault.kind, _blamed(study, fault.node, fault.entries[0]))
    if lost_values:
        return
    moved = set().union(*(graph.reached_from(i) for i in lost_inputs))
    for i in sorted(ancestors & moved):
        if study.adjoints is not None and study.adjoints[i] is None:
            continue
        for position, (k, local) in enumerate(zip(graph.operands[i], study.evaluation.partials[i], strict=False)):
            if k in moved and not _finite(local):
                yield _Suspect(i, Kind.INFINITE_SLOPE, position)
                break


def _ancestors(study: Study, outputs: list[int]) -> set[int]:
    """The nodes that the outputs are made of: without the branches that `where` did not take."""
    graph, ancestors, stack = study.graph, set(outputs), list(outputs)
    while stack:
        i = stack.pop()
        operands = list(graph.operands[i]) if i not in graph.data else []
        if graph.rows[i].chooses:
            condition = np.asarray(study.evaluation.values[operands[0]])
            taken = (True, bool(np.any(condition)), not np.all(condition))
            operands = [k for k, used in zip(operands, taken, strict=True) if used]
        for k in operands:
            node = k if k >= 0 else graph.owners.get(k, -1)
            if node >= 0 and node not in ancestors:
                ancestors.add(node)
                stack.append(node)
    return ancestors


def _finite(local: Any) -> bool:
    """Whether a local derivative is finite wherever something flows; of maps of arrays it is taken to be."""
    if local is None or isinstance(local, Linear):
        return True
    return bool(np.isfinite(outside(local.partial, local.node) if isinstance(local, Elementwise) else local).all())


def _blamed(study: Study, i: int, entry: tuple[int, ...]) -> int:
    """The position of the operand that made a value bad; a node rather than a constant."""
    operands = study.graph.operands[i]
    position = _guilty(study, i, entry)
    return position if operands[position] >= 0 else next((p for p, k in enumerate(operands) if k >= 0), position)


def _guilty(study: Study, i: int, entry: tuple[int, ...]) -> int:
    graph, row = study.graph, study.graph.rows[i]
    operands = graph.operands[i]
    if len(operands) == 1 or row.maps is not None:
        return 0
    numbers = [study.evaluation.values[k] for k in operands]
    if graph.shapes[i]:
        numbers = [np.broadcast_to(each, graph.shapes[i])[entry] for each in numbers]
    infinite = [position for position, x in enumerate(numbers) if math.isinf(x)]
    if infinite:
        return infinite[0]
    if row.name == "divide":
        return 1
    if row.name == "log":
        return 0 if numbers[0] <= 0 else 1
    if row.name in ("multiply", "add", "subtract"):
        return 0 if abs(numbers[0]) >= abs(numbers[1]) else 1
    return 2 if row.name == "normcdf2" else 0


def _message(study: Study, suspect: _Suspect) -> str:
    """The message of the node's own issue, with its operand's number."""
    issues = [
        each for each in study.issues if each.node == suspect.node and each.kind not in (Kind.HINT, Kind.UNDERFLOW)
    ]
    k = study.graph.operands[suspect.node][suspect.position]
    if not issues:
        return sentence("{} has an infinite or undefined slope", study.notation.name(suspect.node))
    message = _first(issues)
    value = study.evaluation.values[k]
    if k >= 0 and study.graph.rows[suspect.node].maps is not None and 1 < np.size(value) <= 8:
        return sentence("{} ({} = {})", message, study.notation.name(k), value_text(value))
    return message


def _first(issues: list[Issue]) -> str:
    bad = [each for each in issues if not each.kind.bends] or issues
    return bad[0].cause or bad[0].message


def _outcome(study: Study, lost_values: list[int], lost_inputs: list[int]) -> tuple[str, str]:
    """What comes out undefined or infinite, and which of the two."""
    values = study.evaluation.values
    if lost_values:
        undefined = any(np.isnan(values[k]).any() for k in lost_values)
        return "the output", "undefined" if undefined else "infinite"
    names = [study.graph.inputs[i] for i in lost_inputs[:3]]
    more = " and others" if len(lost_inputs) > 3 else ""
    rows = study.jacobian or [[outside(flow, shape) for flow, shape in zip(study.adjoints or [], study.graph.shapes)]]
    undefined = any(np.isnan(row[i]).any() for row in rows for i in lost_inputs)
    return f"the derivative by {' and '.join(names)}{more}", "undefined" if undefined else "infinite"
