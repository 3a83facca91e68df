"""How large rounding may be in an answer: in its value, and in the sums that its slopes are."""

from __future__ import annotations

import math

import numpy as np

from graphs.operations.flows import Term, outside
from graphs.study.study import Study

_NORMAL = float(np.finfo(float).tiny)  # the smallest number of full precision


def largest_terms(study: Study, terms: list[Term] | None = None) -> list[float]:
    """By input, the largest number that a reverse sweep (the one shown) summed up for its slopes."""
    largest = [0.0] * len(study.graph.inputs)
    for i, position, before, term in study.terms if terms is None else terms:
        target = study.graph.operands[i][position]
        if target < len(largest):
            for flow in (before, term):
                size = getattr(flow, "numbers", flow)
                largest[target] = max(largest[target], 0.0 if size is None else float(np.max(np.abs(size))))
    return largest


def noise(study: Study) -> float:
    """What the rounding of every node may do to f: the sum of |adjoint · value| times 2^-53, where what lies below the
    normal numbers is rounded as coarsely as the smallest of them (Higham, §2.1 and §3.3)."""
    if study.adjoints is None:
        # Of an array's entries there are no adjoints to weigh by: values on the way count as they are.
        sizes = [np.ravel(np.abs(value)) for value in study.evaluation.values]
        return _rounding(max((float(np.max(each[np.isfinite(each)], initial=0.0)) for each in sizes), default=0.0))
    total = 0.0
    for adjoint, value, shape in zip(study.adjoints, study.evaluation.values, study.graph.shapes, strict=False):
        if adjoint is not None:
            with np.errstate(all="ignore"):
                flow = np.abs(outside(adjoint, shape)) * np.maximum(np.abs(value), _NORMAL)
            total += float(np.sum(np.where(np.isfinite(flow), flow, 0.0)))
    return _rounding(total)


def _rounding(size: float) -> float:
    """Half a unit in the last place; never none, where that is no number any more."""
    return max(size * 2.0**-53, math.ulp(0.0))
