"""What second derivatives say: the Hessian with its eigenvalues, along a direction, and the test that they make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.binding import entries
from graphs.flows import Flow, outside
from graphs.issues import Issue
from graphs.limits import Limits
from graphs.notation import called, node_text
from graphs.second_order import hessian, hessian_product
from graphs.study import Study

_ROUNDING = 1e-12  # eigenvalues below this share of the largest, times their number, count as 0
_STATIONARY = 1e-9  # a gradient whose entries are all below this counts as 0
_SMOOTH = frozenset({"unused input", "missing input", "limit", "hint", "underflow"})  # issues that bend nothing

_TESTS = {
    "positive definite": "The gradient is 0 and the Hessian positive definite: a strict local minimum.",
    "negative definite": "The gradient is 0 and the Hessian negative definite: a strict local maximum.",
    "indefinite": "The gradient is 0 and the Hessian indefinite: a saddle.",
}
_UNDECIDED = "The gradient is 0, but the Hessian is {}: the second-derivative test says nothing."


def curvature(study: Study, limits: Limits) -> tuple[dict[str, Any] | None, list[Issue]]:
    """The contract's `hessian` for a scalar output, or None with the issue that forbids it.

    order: the entries of all inputs, row by row; matrix: in that order, symmetric; eigenvalues: ascending.
    """
    count = len(entries(study.graph))
    forbidden = _forbidden(study) or _too_large(study, count, limits)
    if forbidden is not None:
        return None, [forbidden]
    try:
        with np.errstate(all="ignore"):
            found = hessian(study.graph, study.evaluation)
    except ArithmeticError:
        found = np.full((count, count), math.nan)
    if not np.isfinite(found).all():
        return None, [Issue(None, "infinite slope", "there is no Hessian: a second derivative is infinite here")]
    matrix = (found + found.T) / 2.0
    eigenvalues = np.linalg.eigvalsh(matrix) if count else np.zeros(0)
    definiteness = definiteness_of(eigenvalues)
    return {
        "order": [*entries(study.graph)],
        "matrix": (matrix + 0.0).tolist(),
        "eigenvalues": eigenvalues.tolist(),
        "definiteness": definiteness,
        "test": _test(study, definiteness),
    }, []


def curvature_along(study: Study) -> dict[str, Any] | None:
    """H v by input and vᵀ H v for the direction asked for: one sweep, and no Hessian; None where there is none."""
    if study.direction is None or _forbidden(study) is not None:
        return None
    graph = study.graph
    try:
        with np.errstate(all="ignore"):
            product = hessian_product(graph, study.evaluation, study.direction)
    except ArithmeticError:
        return None
    if not all(np.isfinite(each).all() for each in product):
        return None
    moved: list[tuple[Any, Flow]] = [
        (each, outside(study.direction.get(i), graph.shapes[i])) for i, each in enumerate(product)
    ]
    return {
        "product": {name: np.asarray(each + 0.0).tolist() for name, each in zip(graph.inputs, product, strict=True)},
        "along": float(sum(np.sum(each * v) for each, v in moved)),
    }


def definiteness_of(eigenvalues: np.ndarray) -> str:
    """The contract's word for a symmetric matrix with these eigenvalues; what is rounding counts as 0."""
    if not eigenvalues.size or not np.abs(eigenvalues).max():
        return "zero"
    bound = _ROUNDING * eigenvalues.size * np.abs(eigenvalues).max()
    above, below = np.sum(eigenvalues > bound), np.sum(eigenvalues < -bound)
    if above and below:
        return "indefinite"
    sign = "positive" if above else "negative"
    return f"{sign} definite" if above + below == eigenvalues.size else f"{sign} semidefinite"


def _test(study: Study, definiteness: str) -> str | None:
    """What the second-derivative test says, where the gradient is 0."""
    assert study.jacobian is not None
    if not study.graph.inputs or any(np.max(np.abs(each)) > _STATIONARY for each in study.jacobian[0]):
        return None
    return _TESTS.get(definiteness, _UNDECIDED.format(definiteness))


def _forbidden(study: Study) -> Issue | None:
    """Why no second derivative is claimed: a kink, a fault or an infinite slope that the output depends on."""
    if not study.scalar:
        return Issue(None, "hint", "the Hessian is that of a scalar output")
    needed = study.graph.reaching(study.graph.outputs[0])
    for issue in study.issues:
        if issue.node in needed and issue.kind not in _SMOOTH:
            where = f"{called(study.graph, issue.node)} = {node_text(study.graph, issue.node)}"
            return Issue(issue.node, issue.kind, f"there is no Hessian here, because of {where}")
    return None


def _too_large(study: Study, count: int, limits: Limits) -> Issue | None:
    sweeps = count if study.graph.arrays else 1
    if count > limits.hessian:
        told = f"at most {limits.hessian} input entries, and there are {count}"
    elif sweeps * len(study.graph) > limits.hessian_visits:
        told = f"at most {limits.hessian_visits:,} node visits, and it would take {sweeps * len(study.graph):,}"
    else:
        return None
    return Issue(None, "limit", f"the Hessian is computed for {told}: choose a direction")
