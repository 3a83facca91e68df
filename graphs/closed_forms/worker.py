"""Closed forms, written by a child: SymPy may take long over one step, which nobody can stop from within."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.autodiff.issue_kinds import Kind
from graphs.clock import tick
from graphs.closed_forms.sweeps import Reading, closed_forms
from graphs.diagnosis.issues import Issue
from graphs.errors import Busy, OutOfTime
from graphs.limits import WEB, Limits
from graphs.study import study
from graphs.workers.pool import Child

Question = tuple[Mapping[str, Any], Limits]
_FORM = 1_000  # visits that the forms of one node cost
_NOTHING: Reading = {"value": None, "tangents": {}, "adjoint": None}


def forms_apart(request: Mapping[str, Any], nodes: int, limits: Limits) -> tuple[list[Reading], list[Issue]]:
    """The closed forms of a study that was made, as `closed_forms` has them.

    request: the arguments of `study` that made it, which the child makes again: they are plain data, a study is not.
    nodes: of its graph. Where the child is ended or has no room, nothing is written, and an issue tells why.
    """
    # Twice the time that writing may take: making the study comes before, and the last form may be a long one.
    bounds = limits.bounds(2 * limits.form_seconds)
    tick(_FORM * nodes)
    try:
        readings, issues = _child.ask(_written, (request, limits), bounds, nodes)
    except (Busy, OutOfTime) as problem:
        return [_NOTHING] * nodes, [Issue(None, Kind.LIMIT, f"no formulas are written: {problem.message}")]
    return readings, [Issue(node, Kind(kind), *rest) for node, kind, *rest in issues]


def _written(question: Question) -> tuple[list[Reading], list[Issue]]:
    """In the child: the study made again, and its forms."""
    request, limits = question
    return closed_forms(study(**request, limits=limits), limits)


# SymPy's caches grow with what it has seen: the child is replaced now and then.
_child = Child("forms", (_written, ({"text": "x*exp(x)"}, WEB)), 200, "writing the formulas", waiting=4)
