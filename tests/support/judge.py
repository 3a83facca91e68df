"""Every sentence of an answer held against mpmath: which of them are false, and what is off that none tells of."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from graphs.diagnosis.issues import Issue
from graphs.explain.why import why
from graphs.study import Study
from tests.support.exact import EXACT, mp
from tests.support.truth import STEP, Slope, Unjudged, by_row, double, lifted, slope_of, true_values

OFF = 1e-6  # relative: an answer that is farther off has lost digits, and must say so
_BESIDE = ("missing input", "unused input", "limit")


class Judge:
    """One study, and its numbers by mpmath. Raises Unjudged where there are none."""

    def __init__(self, study: Study):
        self.study, self.graph = study, study.graph
        self.point = [*study.point.values()]
        self.true = true_values(self.graph, self.point)
        self.output = self.graph.outputs[0]

    def faults(self) -> Iterator[str]:
        """What is said falsely, or not at all."""
        yield from self._values()
        for issue in self.study.issues:
            if issue.kind not in _BESIDE:
                yield from (f"FALSE {issue.kind}: {issue.message} ({reason})" for reason in self._false(issue))
        issues = [issue for issue in self.study.issues if issue.kind not in _BESIDE]
        if not issues:
            yield from (f"SILENT {each}" for each in self._off())
        if not self.study.check.ok and not issues:
            yield f"BADGE residual {self.study.check.residual}"
        if (why(self.study) is None) != self._all_finite():
            yield "WHY is there without need, or lacks"

    def _all_finite(self) -> bool:
        numbers = [self.study.evaluation.values[k] for k in self.graph.outputs]
        numbers += [slope for row in self.study.jacobian or [] for slope in row]
        return all(np.isfinite(each).all() for each in numbers)

    # Faults of values: each at the operands that it names, which are doubles.

    def _values(self) -> Iterator[str]:
        for node, kind, entries in self.study.evaluation.faults:
            local = self._local(node)
            if kind == "overflow" and self.graph.rows[node].maps is not None:
                local = self._local(node, abs)  # a number on the way to it may be the one that is too large
            for entry in entries:
                at = local[entry] if np.ndim(local) == len(entry) else None
                if kind == "overflow" and not (at is None or math.isinf(double(at))):
                    yield f"FALSE overflow of {self.graph.rows[node].name} at {entry}: it is {mp.nstr(at, 6)}"
                if kind == "underflow" and not (at is None or (at != 0 and double(at) == 0.0)):
                    yield f"FALSE underflow of {self.graph.rows[node].name} at {entry}: it is {mp.nstr(at, 6)}"
                if kind == "domain" and self._is_defined(node, at, local):
                    yield f"FALSE domain of {self.graph.rows[node].name} at {entry}"

    def _is_defined(self, node: int, at: Any, local: Any) -> bool:
        """Whether it is a number; a matrix that is singular to a double's precision is said to be no more."""
        if self.graph.rows[node].name in ("inv", "solve", "logdet"):
            a = np.asarray(self.study.evaluation.values[self.graph.operands[node][0]])
            return bool(np.linalg.cond(a / np.abs(a).max()) < 1e12)
        return at is not None and not mp.isnan(at)

    def _local(self, node: int, of: Callable[[Any], Any] = lambda x: x) -> Any:
        """The node's true value at its operands' doubles, or at something of them."""
        x = [self.study.evaluation.values[k] for k in self.graph.operands[node]]
        if not all(np.isfinite(each).all() for each in x):
            x = [np.where(np.isfinite(each), each, np.nan) for each in x]
        try:
            return by_row(self.graph.rows[node], [lifted(of(each)) for each in x])
        except Unjudged:
            return _unknown(self.graph.shapes[node])

    # Sentences.

    def _false(self, issue: Issue) -> Iterator[str]:
        message = issue.message
        if issue.kind in ("overflow", "infinite slope", "undefined") and re.search(
            "the slope of|has no slope", message
        ):
            yield from self._slope(issue)
        elif message.startswith(("the tangent of", "the adjoint of")):
            yield from self._product(issue)
        elif re.search("cancel|ill-conditioned|right value|have lost", message) and "may have" not in message:
            yield from self._hint(issue)

    def _slope(self, issue: Issue) -> Iterator[str]:
        """A partial of an elementwise row at its operands' doubles."""
        i = issue.node
        assert i is not None
        row, operands = self.graph.rows[i], self.graph.operands[i]
        numbers = [self.study.evaluation.values[k] for k in operands]
        name = (re.search(r"(?:slope of .*?|has no slope) in ([\w']+)", issue.message) or [None, ""])[1]
        positions = [p for p, k in enumerate(operands) if k >= 0 and self._called(k) == name]
        entry = tuple(map(int, re.findall(r"\d+", (re.search(r"at \[([\d, ]+)\]", issue.message) or ["", ""])[1])))
        x = [float(np.broadcast_to(each, self.graph.shapes[i])[entry]) for each in numbers]
        if not all(map(math.isfinite, x)) or row.name not in EXACT:
            return

        def moved(position: int, h: Any) -> Any:
            at = [lifted(each) for each in x]
            at[position] = at[position] + h
            return by_row(row, at)[()]

        try:
            slopes = [slope_of(lambda h, p=p: moved(p, h)) for p in positions]
        except Unjudged:
            return
        wrong = [[*_wrong(issue.kind, each)] for each in slopes]
        if all(wrong):  # one operand twice: the sentence is about either use
            yield wrong[0][0]

    def _called(self, k: int) -> str:
        return self.study.notation.names[k]

    def _product(self, issue: Issue) -> Iterator[str]:
        """A tangent or an adjoint is too large or too small: by the true one."""
        i = issue.node
        assert i is not None
        size = [abs(each) for each in self._flows(issue)]
        if not size:
            return
        if issue.kind == "overflow" and not any(math.isinf(double(each)) for each in size):
            yield f"the largest is {mp.nstr(max(size), 6)}"
        if issue.kind == "underflow" and not any(each != 0 and double(each) == 0.0 for each in size):
            yield f"the sizes are {[mp.nstr(each, 6) for each in size[:4]]}"

    def _flows(self, issue: Issue) -> list[Any]:
        """The true derivatives that the sentence is about; [] where it cannot be told."""
        i = issue.node
        assert i is not None
        if issue.message.startswith("the tangent of"):
            by = (re.search(r" by (\S+) is ", issue.message) or [None, None])[1]
            if by is None:
                return []
            name, _, entry = by.partition("[")
            source = self.graph.inputs.index(name)
            at = tuple(map(int, entry.rstrip("]").split(","))) if entry else ()
            return [each for each in self._derivative(source, at, i) if each is not None]
        if self.study.seed and self.graph.value_shape == ():
            through = (re.search(r", through ([\w']+), is", issue.message) or [None, None])[1]
            target = next((k for k in range(len(self.graph)) if self._called(k) == through), None)
            if target is None:
                return []
            derivatives = []
            adjoint = {e: self._derivative(target, e, self.output)[0] for e in np.ndindex(*self.graph.shapes[target])}
            for at in np.ndindex(*self.graph.shapes[i]):
                local = self._derivative(i, at, target, only=True)
                parts = [a * b for a, b in zip(adjoint.values(), local, strict=True) if a is not None and b is not None]
                uses = self.graph.operands[target].count(i)
                derivatives += [mp.fsum(parts), *[each / uses for each in parts]]
            return derivatives
        return []

    def _derivative(self, source: int, entry: tuple[int, ...], target: int, only: bool = False) -> list[Any]:
        """d target / d one entry of the source, by entry of the target; only: through no node between."""

        def value(h: Any) -> Any:
            move = np.full(self.graph.shapes[source], mp.mpf(0), object)
            move[entry] = h
            if only:
                x = [self.true[k] + (move if k == source else 0) for k in self.graph.operands[target]]
                return by_row(self.graph.rows[target], [np.array(each, object) for each in x]).ravel()
            return true_values(self.graph, self.point, {source: move})[target].ravel()

        after, before = value(STEP), value(-STEP)
        return [
            None if mp.isnan(a) or mp.isnan(b) else (a - b) / (2 * STEP) for a, b in zip(after, before, strict=True)
        ]

    def _hint(self, issue: Issue) -> Iterator[str]:
        """Digits are lost: the node's value, the answer's, or a derivative is off."""
        i = issue.node
        off = [] if i is None else [_error(self.study.evaluation.values[i], self.true[i])]
        off += [_error(self.study.evaluation.values[self.output], self.true[self.output])]
        off += [error for _, error in self._slopes_off()]
        worst = max(off)
        claimed = re.search(r"about (\d+) of 16", issue.message)
        least = 10.0 ** (int(claimed[1]) - 20) if claimed else 1e-13
        if worst < least:
            yield f"it is off by {worst:.1e}"

    # The answer itself.

    def _off(self) -> Iterator[str]:
        """What of the answer is off by more than its digits."""
        for k in self.graph.outputs:
            error = _error(self.study.evaluation.values[k], self.true[k])
            if error > OFF:
                yield f"value {self.study.evaluation.values[k]} is off by {error:.1e}: {_nstr(self.true[k])}"
        for slope, error in self._slopes_off():
            if error > OFF:
                yield f"{slope} by {error:.1e}"

    def _slopes_off(self) -> Iterator[tuple[str, float]]:
        for source, name in enumerate(self.graph.inputs):
            for number, entry in enumerate(np.ndindex(*self.graph.shapes[source])):
                for row, true in zip(self._rows(source, number), self._slopes(source, entry), strict=True):
                    if true is None:
                        continue
                    error = _relative(row, true)
                    yield f"slope {row} by {name}{list(entry)} is off from {mp.nstr(true, 10)}", error

    def _rows(self, source: int, number: int) -> list[float]:
        if self.study.jacobian is None:
            return []
        return [float(np.ravel(row[source])[number]) for row in self.study.jacobian]

    def _slopes(self, source: int, entry: tuple[int, ...]) -> list[Any]:
        """The true derivatives of every output entry; None where there is a kink, a pole or none."""

        def values(h: Any) -> list[Any]:
            move = np.full(self.graph.shapes[source], mp.mpf(0), object)
            move[entry] = h
            moved_values = true_values(self.graph, self.point, {source: move})
            return [each for k in self.graph.outputs for each in moved_values[k].ravel()]

        at = {h: values(h) for h in (mp.mpf(0), STEP, -STEP, STEP / 10**100, -STEP / 10**100)}
        slopes = [slope_of(lambda h, k=k: at[h][k]) for k in range(len(at[mp.mpf(0)]))]
        return [each.value if each.exists else None for each in slopes][: len(self._rows(source, 0))]


def _wrong(kind: str, slope: Slope) -> Iterator[str]:
    """What is false about saying that a slope is infinite, too large, or none (`undefined`)."""
    sides = [side for side in (slope.right, slope.left) if side is not None]
    if kind == "infinite slope":
        if sides and not slope.steep:
            yield f"it is {_sides_text(slope)}"
    elif kind == "overflow":
        if slope.steep or not any(math.isinf(double(side)) for side in sides):
            yield f"it is {_sides_text(slope)}"
    elif slope.exists:
        yield f"it is {_sides_text(slope)}"


def _unknown(shape: tuple[int, ...]) -> Any:
    return np.full(shape, None, object)


def _sides_text(slope: Slope) -> str:
    return " and ".join("none" if each is None else mp.nstr(each, 6) for each in (slope.right, slope.left))


def _nstr(x: Any) -> str:
    return ", ".join(mp.nstr(each, 10) for each in np.ravel(x)[:4])


def _error(numbers: Any, true: Any) -> float:
    """The largest relative error among the entries."""
    return max((_relative(a, b) for a, b in zip(np.ravel(numbers), np.ravel(true), strict=True)), default=0.0)


def _relative(number: float, true: Any) -> float:
    """Beside the truth, where that is a number of full precision; what no double can hold is right if it is said so."""
    if mp.isnan(true):
        return 0.0 if number != number else math.inf
    if number != number:
        return math.inf
    nearest = double(true)
    if number == nearest or math.isinf(nearest) or math.isinf(number):
        return 0.0 if number == nearest else math.inf
    spread = abs(mp.mpf(float(number)) - true) - mp.mpf(2) ** -1074
    return float(max(spread, 0) / abs(true)) if true else math.inf


def judged(study: Study) -> list[str] | None:
    """What is false or silent in an answer; None where mpmath cannot judge."""
    try:
        return [*Judge(study).faults()]
    except Unjudged:
        return None
