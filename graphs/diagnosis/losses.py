"""Digits that an answer has lost: to rounding that grew, to numbers below the normal doubles, to slopes that cancel.

A running error bound over both sweeps (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, §3.3) says
where half of the digits may be gone; there the same program is computed with more digits, and only a number that is off
in truth gets an issue.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.jacobian import Check, Reverse
from graphs.autodiff.reference import Reference, Unknown, error, short, worst
from graphs.diagnosis.cures import Cure
from graphs.diagnosis.issues import Issue
from graphs.diagnosis.patterns import Around
from graphs.diagnosis.remedies import remedy_of_cancellation
from graphs.language.program import Program
from graphs.notation.formula import Formula, Pieces, formula, sentence
from graphs.notation.notation import Notation
from graphs.notation.numbers import number_said
from graphs.operations.flows import Elementwise, Linear, Numbers
from graphs.operations.row import Operation

LOST = 1e-8  # relative: half of a double's digits are gone
_UNIT = 2.0**-53
_NORMAL = float(np.finfo(float).tiny)
_LEAST = 5e-324
_BESIDE = 1e-12  # of the largest slope: what rounding leaves of a 0 beside it misleads nobody
_MOST = 2  # nodes that get an issue


def losses_of(
    notation: Notation, evaluation: Evaluation, back: Reverse, check: Check, faults: list[Issue], program: Program
) -> list[Issue]:
    """Issues of kind `hint`, or `underflow` where that is the cause: at most two nodes, and one derivative.

    faults: the issues there are already; what they explain is no new issue.
    """
    graph = notation.graph
    bounds = _value_bounds(graph, evaluation)
    nodes = [*_starts(graph, evaluation, back.adjoints, bounds)]
    is_lost = any(bounds[k] > LOST for k in graph.outputs)
    is_steep = _slopes_suspected(graph, evaluation, back, check, bounds)
    if not (nodes or is_lost or is_steep):
        return []
    around = Around(notation, evaluation.values, program)
    try:
        reference = Reference(graph, evaluation)
    except Unknown:
        return [*_unproved(around, nodes, bounds)][:_MOST]
    losses = _Losses(around, evaluation, back, reference, {fault.node for fault in evaluation.faults})
    return losses.issues(nodes, explained=any(each.kind != Kind.HINT for each in faults))


# The bounds. By node one number, the largest among its entries.


def _value_bounds(graph: Graph, evaluation: Evaluation) -> list[float]:
    """Relative error bounds of the values; inputs and data count as exact."""
    bounds = [0.0] * len(graph)
    values, data = evaluation.values, graph.data
    for i in range(len(graph.inputs), len(graph)):
        if i in data or i in evaluation.undefined:
            continue
        c, row = values[i], graph.rows[i]
        bound = 0.0 if row.exact else _UNIT
        for k, local in zip(graph.operands[i], evaluation.partials[i], strict=False):
            if k >= 0 and local is not None and (bounds[k] or row.sums):  # a sum rounds at each of its terms
                growth = _growth(row, values, graph.operands[i], k, local, c)
                bound += growth * (bounds[k] + (_UNIT if row.sums else 0.0))
        bounds[i] = max(bound, _coarseness(c)) if not row.exact else bound
    return bounds


def _growth(row: Operation, values: list[Any], operands: tuple[int, ...], k: int, local: Any, c: Any) -> float:
    """|x ∂c/∂x / c|: what a relative error of an operand grows by."""
    if isinstance(local, Linear):
        if row.sums:
            x = values[k]
            others = [np.max(np.abs(values[j]), initial=0.0) for j in operands if j != k]
            total = np.sum(np.abs(x)) * math.prod(others) if np.size(c) == 1 else np.max(np.abs(x)) * math.prod(others)
            if row.name == "mean":
                total = total / np.size(x)
            return max(1.0, _largest(total, c))
        return 1.0
    moved = values[k] * (local.numbers() if isinstance(local, Elementwise) else local)
    return _largest(moved, c)


def _largest(moved: Any, c: Any) -> float:
    """The largest |moved / c| among the entries: infinite where c alone is 0, 0 where it is undefined."""
    if isinstance(c, float) and isinstance(moved, float):  # most are
        ratio = abs(moved / c) if c else math.inf if moved else 0.0
        return ratio if math.isfinite(moved) and math.isfinite(c) else 0.0
    ratios = np.abs(np.divide(moved, c))
    return float(np.max(np.where(np.isfinite(moved) & np.isfinite(c) & ~np.isnan(ratios), ratios, 0.0)))


def _coarseness(c: Any) -> float:
    """The relative error of a number below the normal doubles; 0 of one that is not."""
    if isinstance(c, float):
        return _LEAST / abs(c) if 0.0 < abs(c) < _NORMAL else 0.0
    small = np.abs(c[(c != 0.0) & (np.abs(c) < _NORMAL)]) if np.ndim(c) else np.zeros(0)
    return float(_LEAST / np.min(small)) if small.size else 0.0


def _starts(graph: Graph, evaluation: Evaluation, adjoints: Numbers | None, bounds: list[float]) -> Iterator[int]:
    """Nodes where the bound passes half of the digits, and that the output depends on."""
    for i in range(len(graph.inputs), len(graph)):
        is_heard = adjoints is None or adjoints[i] is not None
        if bounds[i] > LOST and is_heard and all(k < 0 or bounds[k] <= LOST for k in graph.operands[i]):
            yield i


def _slopes_suspected(graph: Graph, evaluation: Evaluation, back: Reverse, check: Check, bounds: list[float]) -> bool:
    """Whether some derivative may have lost half of its digits."""
    if check.gap > LOST or _coarse_slopes(graph, evaluation):
        return True
    adjoints = back.adjoints
    if adjoints is None:
        return False
    errors = [0.0] * len(graph)  # absolute, of the adjoints
    for i, position, _, term in back.terms:
        k, size = graph.operands[i][position], _size(term)
        own = max([bounds[i], _UNIT, *[bounds[j] for j in graph.operands[i] if j >= 0]])
        propagated = errors[i] * _size_of(evaluation.partials[i][position]) if errors[i] else 0.0
        errors[k] += own * size + propagated if size < math.inf else 0.0
    return any(errors[i] > LOST * _least(adjoints[i]) for i in range(len(graph.inputs)) if adjoints[i] is not None)


def _coarse_slopes(graph: Graph, evaluation: Evaluation) -> bool:
    """Whether a slope is 0 or below the normal doubles though no operand is 0."""
    values = evaluation.values
    for i in range(len(graph.inputs), len(graph)):
        if i in graph.data or graph.rows[i].maps is not None:
            continue
        for k, local in zip(graph.operands[i], evaluation.partials[i], strict=False):
            if k < 0 or local is None or isinstance(local, (int, Linear)):
                continue
            if isinstance(local, float):
                if abs(local) < _NORMAL and all(map(np.all, [values[j] for j in graph.operands[i]])):
                    return True
            elif not isinstance(local.partial, (int, float)) and np.any(
                (np.abs(local.numbers()) < _NORMAL) & (local.numbers() != 0.0)
            ):
                return True
    return False


def _size_of(local: Any) -> float:
    """The largest entry of a local derivative; of a map it is taken to be 1."""
    return 1.0 if isinstance(local, Linear) else _size(local.partial if isinstance(local, Elementwise) else local)


def _size(flow: Any) -> float:
    if flow is None:
        return 0.0
    if isinstance(flow, (int, float)):
        return abs(flow)
    return float(np.max(np.abs(getattr(flow, "numbers", flow)), initial=0.0))


def _least(flow: Any) -> float:
    """The size of the smallest entry."""
    return (
        abs(flow)
        if isinstance(flow, float)
        else float(np.min(np.abs(getattr(flow, "numbers", flow)), initial=math.inf))
    )


# The issues.


class _Losses:
    """An answer beside its reference."""

    def __init__(self, around: Around, evaluation: Evaluation, back: Reverse, reference: Reference, faulty: set[int]):
        self.graph, self.evaluation, self.back, self.reference = around.graph, evaluation, back, reference
        self.around, self.faulty = around, faulty

    def issues(self, starts: list[int], explained: bool) -> list[Issue]:
        values = max(self.error(k) for k in self.graph.outputs)
        slopes = self.slopes()
        is_off = values > LOST or any(off > LOST for _, _, _, off, _ in slopes)
        hints = [issue for i in starts if (issue := self.node(i, is_off)) is not None]
        if not hints and not explained and values > LOST:
            first = min(i for i in range(len(self.graph)) if self.error(i) > LOST)
            hints = [self.lost(first)]
        if not hints and not explained:
            hints = [*self.slope(slopes)]
        return hints[:_MOST]

    def error(self, i: int) -> float:
        return worst(self.evaluation.values[i], self.reference.values[i])[0]

    def node(self, i: int, is_off: bool) -> Issue | None:
        """An issue where it is off in truth, and the answer is off with it or a better formula is known."""
        if i in self.faulty or self.error(i) <= LOST:
            return None
        return self.lost(i) if is_off or remedy_of_cancellation(self.around, i) else None

    def lost(self, i: int) -> Issue:
        c = self.evaluation.values[i]
        off, entry = worst(c, self.reference.values[i])
        number, true = float(np.asarray(c)[entry]), self.reference.values[i][entry]
        at = f" at [{', '.join(map(str, entry))}]" if entry else ""
        text = formula(self.around.notation.operation(i), at)
        if abs(true) < _NORMAL or any(0.0 < abs(v) < _NORMAL for v in self.numbers(i, entry)):
            lost = "{} loses its digits among the subnormal doubles (below about 2.2e-308){}"
            return Issue(i, Kind.UNDERFLOW, sentence(lost, text, _right(true)))
        message = sentence("{} {}{}", text, self.how(i, number, off), _right(true))
        return _with_remedy(i, message, remedy_of_cancellation(self.around, i))

    def how(self, i: int, number: float, off: float) -> str:
        if number == 0.0:
            return "cancels to 0: all of its digits are lost"
        if self.graph.rows[i].name in ("add", "subtract"):
            return f"cancels: {_digits(off)} are lost"
        return f"is ill-conditioned: {_digits(off)} are lost"

    def numbers(self, i: int, entry: tuple[int, ...]) -> list[float]:
        """The numbers round an entry: the node's and its operands'."""
        entries = [float(np.asarray(self.evaluation.values[i])[entry])]
        for k in self.graph.operands[i]:
            value = self.evaluation.values[k]
            if not np.ndim(value):
                entries.append(float(value))
        return entries

    def slopes(self) -> list[tuple[int, str, float, float, Any]]:
        """By input entry and answer entry: the input, how it is called, the slope, how far it is off, the true one."""
        if self.back.jacobian is None:
            return []
        rows, places = [], [*np.ndindex(*self.graph.value_shape)]
        try:
            for source, name in enumerate(self.graph.inputs):
                for number, entry in enumerate(np.ndindex(*self.graph.shapes[source])):
                    true = self.reference.slopes(source, entry)
                    called_so = f"by {name}" + (f"[{','.join(map(str, entry))}]" if entry else "")
                    for place, row, each in zip(places, self.back.jacobian, true, strict=True):
                        slope = float(np.ravel(row[source])[number])
                        where = f"of the answer's entry [{','.join(map(str, place))}] " if place else ""
                        rows.append((source, where + called_so, slope, error(slope, each), each))
        except Unknown:
            pass  # the slopes so far are enough
        return rows

    def slope(self, slopes: list[tuple[int, str, float, float, Any]]) -> Iterator[Issue]:
        largest = max((abs(value) for _, _, value, _, _ in slopes), default=0.0)
        slopes = [each for each in slopes if each[4] or abs(each[2]) > _BESIDE * largest]
        source, called_so, value, off, true = max(slopes, key=lambda each: each[3], default=(0, "", 0.0, 0.0, 0.0))
        if off <= LOST:
            return
        if abs(true) < _NORMAL and true:
            reason, kind = "loses its digits among the subnormal doubles (below about 2.2e-308)", Kind.UNDERFLOW
        elif value == 0.0:
            reason, kind = "comes out as 0: its terms cancel, or are too small for a double", Kind.HINT
        elif not true:
            reason, kind = "consists of rounding errors alone", Kind.HINT
        else:
            reason, kind = f"has lost {_digits(off)}", Kind.HINT
        yield Issue(source, kind, sentence("the derivative {} {}{}", called_so, reason, _right(true)))


def _with_remedy(i: int, message: Formula, better: Cure | None) -> Issue:
    """A loss, and how it is avoided, where that is known."""
    if better is None:
        return Issue(i, Kind.HINT, message)
    return Issue(i, Kind.HINT, sentence("{}; {}", message, better.words), fix=better.fix())


def _right(true: Any) -> Pieces:
    """The number that more digits give."""
    if true != true:
        return ""
    number = number_said(float(true)) if 1e-320 < abs(true) < 1e308 or not true else short(true)
    return ["; the right value is ", number]


def _digits(off: float) -> str:
    """How many of a double's digits an error leaves wrong."""
    count = min(16, max(1, 16 + math.ceil(math.log10(off)))) if off > 0 else 0
    return f"about {count} of 16 digits"


def _unproved(around: Around, nodes: list[int], bounds: list[float]) -> Iterator[Issue]:
    """What the bounds alone say, where no more digits are to be had."""
    reaches = any(bounds[k] > LOST for k in around.graph.outputs)
    for i in nodes:
        better = remedy_of_cancellation(around, i)
        message = sentence("{} may have lost half of its digits to rounding", around.notation.operation(i))
        if better or reaches:
            yield _with_remedy(i, message, better)
