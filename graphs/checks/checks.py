"""The same gradient by other means: difference quotients, SymPy's own derivative, PyTorch's backward()."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Value
from graphs.autodiff.reverse import reverse
from graphs.checks import pytorch, symbolic
from graphs.checks.differences import Differences, differences, direction
from graphs.limits import Limits
from graphs.notation.formula import Formula, formula, joined, sentence
from graphs.notation.numbers import number_said
from graphs.operations.elementwise import DETACH
from graphs.operations.flows import Term
from graphs.study import Study
from graphs.study.rounding import largest_terms, noise

_AGREED = 1e-9  # of the largest contribution to a slope: what rounding leaves between two right derivatives
_MOST_SHOWN = 4  # slopes and directions that a note spells out


class Comparison(NamedTuple):
    """One check. residual: the largest disagreement; ok: whether it is rounding; None, where nothing was compared."""

    residual: float | None
    ok: bool | None
    note: str

    def document(self) -> dict[str, Any]:
        """As the contract has it."""
        return {"residual": self.residual, "ok": self.ok, "note": self.note}


def checks(study: Study, limits: Limits) -> dict[str, Any]:
    """The contract's `differences`, `sympy` and `torch`; what could not be compared says why in its note."""
    comparison, table = by_differences(study)
    return {
        "differences": {**comparison.document(), "table": table},
        "sympy": by_sympy(study, limits).document(),
        "torch": by_torch(study).document(),
    }


def _forbidden(study: Study) -> str | None:
    """Why there is nothing to compare with, if so."""
    if not study.graph.inputs:
        return "the program has no inputs"
    if study.jacobian is None:
        return "the Jacobian is too large to be compared"
    ancestors = set().union(*(study.graph.reaching(k) for k in study.graph.outputs))
    values = [study.evaluation.values[k] for k in study.graph.outputs]
    if all(np.isfinite(each).all() for each in [*values, *(slope for row in study.jacobian for slope in row)]):
        return None
    issue = next((each for each in study.issues if each.node in ancestors and not each.kind.has_derivative), None)
    return sentence("the value or its derivative is not finite here{}", [": ", issue.message] if issue else "")


def _nothing(reason: str | None) -> Formula:
    return sentence("Nothing to compare: {}.", reason or "")


def _kink(study: Study) -> str | None:
    """The kink on the way to the outputs, if there is one: the derivative shown is a choice there."""
    ancestors = set().union(*(study.graph.reaching(k) for k in study.graph.outputs))
    for issue in study.issues:
        if issue.node in ancestors and issue.kind.bends:
            return issue.message
    return None


def by_differences(study: Study) -> tuple[Comparison, list[dict[str, Any]]]:
    """Against difference quotients; and the table of the contract."""
    reason = _forbidden(study)
    if reason is not None or study.jacobian is None:
        return Comparison(None, None, _nothing(reason)), []
    along = direction(study)
    result = differences(study, along, study.jacobian)
    table = [{"h": row.h, "quotient": _finite(row.quotient), "error": _finite(row.error)} for row in result.table]
    kink = _kink(study)
    if kink is not None:
        mean = sentence("No judgement: {}. Across it the quotient is a mean of both sides.", kink)
        return Comparison(None, None, mean), table
    if _has_detached(study):
        moves = "detach holds its operand fixed for derivatives, and the quotient moves it"
        return Comparison(None, None, f"No judgement: {moves}."), table
    return _judged(study, along, result), table


def _has_detached(study: Study) -> bool:
    ancestors = set().union(*(study.graph.reaching(k) for k in study.graph.outputs))
    return any(study.graph.rows[k] is DETACH and k not in study.graph.data for k in ancestors)


def _judged(study: Study, along: dict[int, Value], found: Differences) -> Comparison:
    where = formula("Along ", _direction_said(study, along))
    if found.best is None:
        nowhere = sentence("{} there is nothing to compare: the value is not finite nearby.", where)
        return Comparison(None, None, nowhere)
    h, _, error = found.best
    slope = number_said(found.slope)
    if error <= found.tolerance:
        nearest = "{} the quotient comes nearest to {} at h = {}; with smaller h rounding drowns it."
        return Comparison(error, True, sentence(nearest, where, slope, number_said(h)))
    if found.settled is None:
        drowned = "{} there is no judgement: rounding drowns the quotient before it settles."
        return Comparison(error, None, sentence(drowned, where))
    settled = sentence("{} the quotient settles at {}, not at {}.", where, number_said(found.settled), slope)
    return Comparison(error, False, settled)


def _direction_said(study: Study, along: dict[int, Value]) -> Formula:
    if sum(np.size(v) for v in along.values()) > _MOST_SHOWN:
        return formula("a direction that moves all entries" if study.direction is None else "the direction")
    names = study.graph.inputs
    return formula("v = (", joined(", ", [[f"{names[i]}: ", _said(v)] for i, v in along.items()]), ")")


def _said(x: Value) -> Formula:
    return formula("[", joined(", ", [*map(_said, x)]), "]") if np.ndim(x) else number_said(float(x))


def by_sympy(study: Study, limits: Limits) -> Comparison:
    """Against SymPy's own derivative, of numbers."""
    reason = _forbidden(study) or _kink(study)
    if reason is not None or study.jacobian is None:
        return Comparison(None, None, _nothing(reason))
    try:
        exact = symbolic.derivatives(study, limits)
    except symbolic.Unanswered as unanswered:
        return Comparison(None, None, _nothing(str(unanswered)))
    gaps = [float(abs(Decimal(ours) - theirs)) for ours, theirs in zip(study.jacobian[0], exact, strict=True)]
    ok = _agree(study, gaps, [abs(float(theirs)) for theirs in exact])
    slopes = [f"∂f/∂{name} = {slope:f}" if 1e-4 <= abs(slope) < 1e6 or not slope else f"∂f/∂{name} = {slope:e}"
            for name, slope in zip(study.graph.inputs[:_MOST_SHOWN], exact, strict=False)]  # fmt: skip
    more = ", …" if len(exact) > _MOST_SHOWN else ""
    verdict = "To 30 digits" if ok else "A wrong rule, or rounding: to 30 digits"
    return Comparison(max(gaps), ok, f"{verdict} {', '.join(slopes)}{more}.")


def by_torch(study: Study) -> Comparison:
    """Against PyTorch's backward(), where it is installed."""
    if not pytorch.installed():
        return Comparison(None, None, "PyTorch is not installed.")
    reason = _forbidden(study)
    if reason is not None or study.jacobian is None:
        return Comparison(None, None, _nothing(reason))
    kink = _kink(study)
    if kink is not None:
        own = sentence("No judgement: {}. PyTorch has conventions of its own there.", kink)
        return Comparison(None, None, own)
    lacking = pytorch.lacking(study.graph, "pytorch")
    if lacking is not None:
        return Comparison(None, None, f"PyTorch has no counterpart of {lacking.name}.")
    shape = study.graph.value_shape
    weights = _weights(shape)
    try:
        theirs = pytorch.backward(study, weights)
    except RuntimeError:
        return Comparison(None, None, "PyTorch gives no answer here.")
    flat = np.ravel(weights)
    with np.errstate(all="ignore"):
        ours = [sum(w * row[i] for w, row in zip(flat, study.jacobian, strict=True)) for i in range(len(theirs))]
        gaps = [float(np.max(np.abs(a - b))) for a, b in zip(ours, theirs, strict=True)]
        sizes = [float(np.max(np.abs(b))) for b in theirs]
    faulty = _fault(study)
    if faulty is not None and not all(map(math.isfinite, gaps)):
        through = sentence("No judgement: {}. PyTorch lets that through a branch not chosen.", faulty)
        return Comparison(None, None, through)
    residual = max(gaps)
    # PyTorch has 1 - tanh² where we have what does not cancel: what it loses there is no fault of ours.
    ok = _agree(study, gaps, sizes, noise(study), _weighed_terms(study, weights) if shape else study.terms)
    what = "By backward()" + (" of a weighted sum of the output's entries" if shape else "")
    return Comparison(_finite(residual), ok, f"{what}, over the same operations in PyTorch's own functions.")


def _fault(study: Study) -> str | None:
    return next((each.message for each in study.issues if not each.kind.has_derivative and each.node is not None), None)


def _weights(shape: tuple[int, ...]) -> Value:
    """Weights of the output's entries, so that one backward pass covers all; 1 of a single number."""
    count = math.prod(shape)
    return (np.resize([1.0, 0.7, 1.3, 0.9, 1.1, 0.6], count).reshape(shape)) if shape else 1.0


def _weighed_terms(study: Study, weights: Value) -> list[Term]:
    """The contributions of a reverse sweep seeded with these weights of the output's entries."""
    graph, terms = study.graph, list[Term]()
    outputs = [weights] if len(graph.outputs) == 1 else [*weights]
    seed: dict[int, Value] = {}
    for output, weight in zip(graph.outputs, outputs, strict=True):
        seed[output] = seed[output] + weight if output in seed else weight
    with np.errstate(all="ignore"):
        reverse(graph, study.evaluation, seed, lambda *term: terms.append(term))
    return terms


def _agree(
    study: Study, gaps: list[float], sizes: list[float], rounding: float = 0.0, terms: list[Term] | None = None
) -> bool:
    """Whether gaps, by input, are rounding: against the slopes and the largest contribution that they sum up.

    rounding: what may be lost besides, on the way to the output. terms: of the sweep that is compared.
    """
    most = map(max, sizes, largest_terms(study, terms))
    return all(gap <= _AGREED * each + rounding + 1e-300 for gap, each in zip(gaps, most, strict=True))


def _finite(x: float) -> float | None:
    return x if math.isfinite(x) else None
