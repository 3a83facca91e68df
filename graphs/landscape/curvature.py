"""What second derivatives say: the Hessian with its eigenvalues, along a direction, and the test that they make."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.kinks import Bend, bends_of
from graphs.autodiff.reverse import reverse
from graphs.autodiff.second_order import hessian_product
from graphs.diagnosis.issues import Issue
from graphs.landscape.sides import hessian_at, hessian_jumps
from graphs.landscape.stationary import Second, second, stationary
from graphs.limits import Limits
from graphs.notation.formula import Formula, sentence
from graphs.notation.notation import Notation
from graphs.notation.numbers import number_text
from graphs.operations.flows import Flow, Partly, outside
from graphs.strict_json import number
from graphs.study import Study
from graphs.study.gradient import flat, shaped
from graphs.study.question import entries

_TESTS = {
    "positive definite": "a strict local minimum",
    "negative definite": "a strict local maximum",
    "indefinite": "a saddle",
}


def curvature(study: Study, limits: Limits) -> tuple[dict[str, Any] | None, list[Issue]]:
    """The contract's `hessian` for a scalar output, or None with the issue that forbids it.

    order: the entries of all inputs, row by row; matrix: in that order, symmetric; eigenvalues: ascending.
    """
    count = len(entries(study.graph))
    hessian = _hessian(study, count, limits)
    if isinstance(hessian, Issue):
        return None, [hessian]
    analysis = _second_order(study, hessian, limits)
    signature = analysis.inertia
    return {
        "order": [*entries(study.graph)],
        "matrix": (analysis.matrix + 0.0).tolist(),
        "eigenvalues": [number(each) for each in analysis.eigenvalues.tolist()],
        "definiteness": signature.word,
        "decided": signature.decided,
        "test": _test(study, analysis),
    }, []


def _second_order(study: Study, hessian: np.ndarray, limits: Limits) -> Second:
    graph, evaluation, point = study.graph, study.evaluation, [*study.point.values()]
    return second(graph, point, evaluation, bends_of(graph, evaluation), _gradient(study), hessian, limits)


def _gradient(study: Study) -> np.ndarray:
    assert study.jacobian is not None
    return flat(study.jacobian[0])


def curvature_along(study: Study, limits: Limits) -> dict[str, Any] | None:
    """H v by input and vᵀ H v for the direction asked for: one sweep, and no Hessian; None where there is none."""
    if study.direction is None or not study.scalar:
        return None
    graph, bends = study.graph, bends_of(study.graph, study.evaluation)
    if _forbidden(study, bends) is not None:
        return None
    try:
        with np.errstate(all="ignore"):
            product = _product(study, study.direction, bool(bends), limits)
    except ArithmeticError:
        return None
    if product is None or not all(np.isfinite(each).all() for each in product):
        return None
    moved: list[tuple[Any, Flow]] = [
        (each, outside(study.direction.get(i), graph.shapes[i])) for i, each in enumerate(product)
    ]
    return {
        "product": {name: np.asarray(each + 0.0).tolist() for name, each in zip(graph.inputs, product, strict=True)},
        "along": number(float(sum(np.sum(each * v) for each, v in moved))),
    }


def _test(study: Study, analysis: Second) -> str | None:
    """What the second-derivative test says, where the gradient is 0 or may be."""
    if not study.graph.inputs:
        return None
    signature, point = analysis.inertia, [*study.point.values()]
    stationarity = stationary(study.graph, point, _gradient(study), analysis)
    if stationarity.standing == "not":
        return None
    if stationarity.standing == "open" and signature.regular:
        return "Whether the gradient is 0 cannot be decided at this precision: rounding may be as large as it is."
    zero = "The gradient is 0" if stationarity.standing == "stationary" else "The gradient is 0 to within rounding"
    outcome = _TESTS.get(signature.word)
    if outcome is None or stationarity.standing == "open":
        word = signature.word if signature.decided else f"{signature.word} to within rounding"
        return f"{zero}, but the Hessian is {word}: the second-derivative test says nothing."
    reach = number_text(1.05 * stationarity.reach, 2)  # two digits of it that are not less
    where = f", here or within {reach} of here" if stationarity.standing == "near" else ""
    return f"{zero} and the Hessian {signature.word}: {outcome}{where}."


def _product(study: Study, direction: dict[int, Flow], bent: bool, limits: Limits) -> list[Any] | None:
    """H v by input; between the sides of a bend there is no sweep for it, but the Hessian."""
    graph = study.graph
    if not bent:
        return hessian_product(graph, study.evaluation, direction)
    hessian = _hessian(study, len(entries(graph)), limits)
    if isinstance(hessian, Issue):
        return None
    inputs = range(len(graph.inputs))
    return shaped(graph, hessian @ flat([outside(direction.get(i), graph.shapes[i]) for i in inputs]))


def _hessian(study: Study, count: int, limits: Limits) -> np.ndarray | Issue:
    """The Hessian over the entries of all inputs, or why there is none."""
    graph, bends = study.graph, bends_of(study.graph, study.evaluation)
    forbidden = _forbidden(study, bends) or _too_large(study, count, limits)
    if forbidden is not None:
        return forbidden
    try:
        with np.errstate(all="ignore"):
            matrix = hessian_at(graph, [*study.point.values()], study.evaluation, bends)
    except ArithmeticError:
        matrix = np.full((count, count), math.nan)
    if matrix is None:
        jumps = "jumps" if len(bends) == 1 and bends[0].crossed else "may jump"
        name = _name(study.notation, bends[0].node)
        message = sentence("there is no Hessian to show: the second derivative {} at {}", jumps, name)
        return Issue(bends[0].node, Kind.NOT_DIFFERENTIABLE, message)
    if np.isfinite(matrix).all():
        return _jump(study, matrix) or matrix
    blamed = next((issue for issue, _ in _faulty(study)), None)
    in_doubles = "there is no Hessian in doubles: a second derivative is infinite or too large here"
    return blamed or Issue(None, Kind.INFINITE_SLOPE, in_doubles)


def _jump(study: Study, matrix: np.ndarray) -> Issue | None:
    """At a border of two ways of the program: that their second derivatives differ."""
    try:
        with np.errstate(all="ignore"):
            jumps = hessian_jumps(study.borders, [*study.point.values()], matrix)
    except ArithmeticError:
        jumps = True
    if not jumps:
        return None
    where = f"where {study.borders[0].name} changes"
    return Issue(None, Kind.NOT_DIFFERENTIABLE, f"there is no Hessian to show: the second derivative may jump {where}")


def _forbidden(study: Study, bends: list[Bend]) -> Issue | None:
    """Why no second derivative is claimed: a kink, a fault or an infinite slope that something flows through."""
    if not study.scalar:
        return Issue(None, Kind.HINT, "the Hessian is that of a scalar output")
    border = next((each for each in study.borders if each.meeting != "smooth"), None)
    if border is not None:
        return Issue(None, Kind.NOT_DIFFERENTIABLE, f"there is no Hessian here, where {border.name} changes")
    kink = next((bend for bend in bends if not bend.smooth), None)
    if kink is not None:
        return _because(study.notation, kink.node, Kind.NOT_DIFFERENTIABLE, "here" if kink.kink else "to show")
    return next((each for each, whole in _faulty(study) if whole), None)


def _faulty(study: Study) -> Iterator[tuple[Issue, bool]]:
    """The faults and infinite slopes of nodes that something flows through; and whether it does in every entry."""
    graph = study.graph
    with np.errstate(all="ignore"):
        adjoints = reverse(graph, study.evaluation, {graph.outputs[0]: 1.0})
    for issue in study.issues:
        if issue.node is not None and issue.kind.is_fault and adjoints[issue.node] is not None:
            whole = issue.kind != Kind.OVERFLOW and not isinstance(
                adjoints[issue.node], Partly
            )  # what overflows may be a tangent alone
            yield _because(study.notation, issue.node, issue.kind), whole


def _because(notation: Notation, node: int, kind: Kind, where: str = "here") -> Issue:
    return Issue(node, kind, sentence("there is no Hessian {}, because of {}", where, _name(notation, node)))


def _name(notation: Notation, node: int) -> Formula:
    return sentence("{} = {}", notation.name(node), notation.operation(node))


def _too_large(study: Study, count: int, limits: Limits) -> Issue | None:
    sweeps = count if study.graph.arrays else 1
    if count > limits.hessian:
        bound = f"at most {limits.hessian} input entries, and there are {count}"
    elif sweeps * len(study.graph) > limits.hessian_visits:
        bound = f"at most {limits.hessian_visits:,} node visits, and it would take {sweeps * len(study.graph):,}"
    else:
        return None
    return Issue(None, Kind.LIMIT, f"the Hessian is computed for {bound}: choose a direction")
