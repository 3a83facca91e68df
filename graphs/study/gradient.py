"""Value and gradient of a scalar graph at any point, over the entries of all inputs in one row."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.reverse import reverse
from graphs.clock import tick
from graphs.diagnosis.issues import issues_of
from graphs.notation.formula import Pieces, sentence
from graphs.notation.notation import Notation
from graphs.operations.flows import outside
from graphs.study.borders import Border, borders_of
from graphs.study.elsewhere import Beyond, Elsewhere, Way

_LOOKED = 8  # visits that a node costs whose trouble is looked for


def flat(values: list[Value]) -> np.ndarray:
    """The entries of all inputs in one row."""
    return np.concatenate([np.ravel(value) for value in values]) if values else np.zeros(0)


def shaped(graph: Graph, entries: np.ndarray) -> list[Value]:
    """The same, by input, in the inputs' shapes."""
    values: list[Value] = []
    start = 0
    for shape in graph.shapes[: len(graph.inputs)]:
        end = start + math.prod(shape)
        values.append(entries[start:end].reshape(shape) + 0.0 if shape else float(entries[start]) + 0.0)
        start = end
    return values


class ValueAndGradient(NamedTuple):
    """A point of a graph with one number for output: its value and gradient, over the entries of all inputs.

    way: that of the point, with its graph. borders: the conditions that may be taken either way there. trouble: why
    there is no gradient, or "".
    """

    way: Way
    point: list[Value]
    value: float
    gradient: np.ndarray
    evaluation: Evaluation
    borders: list[Border]
    trouble: str

    @property
    def norm(self) -> float:
        """The gradient's Euclidean length; infinite past the doubles."""
        return math.hypot(*self.gradient)


def value_and_gradient(
    elsewhere: Elsewhere, point: list[Value], evaluation: Evaluation | None = None
) -> ValueAndGradient:
    """Value and gradient of a program at a point, or why there is none.

    evaluation: that of the question's own point, if it is this one and it is known.
    """
    try:
        way = elsewhere.here if evaluation is not None else elsewhere.at(point)
    except Beyond as beyond:
        nothing = np.full(sum(map(np.size, point)), math.nan)
        unknown = Evaluation([], [], [], frozenset())
        return ValueAndGradient(elsewhere.here, point, math.nan, nothing, unknown, [], str(beyond))
    graph, notation = way.graph, way.notation
    (output,) = graph.outputs
    tick(_LOOKED * len(graph))
    with np.errstate(all="ignore"):
        evaluation = evaluation or evaluate(graph, point)
        adjoints = reverse(graph, evaluation, {output: 1.0})
    gradient = flat([outside(adjoints[i], graph.shapes[i]) for i in range(len(point))])
    value = float(evaluation.values[output])
    borders = borders_of(elsewhere, way, point, evaluation)
    trouble = _trouble(notation, evaluation, value, gradient)
    trouble = trouble or next((issue.message for each in borders if (issue := each.issue(output))), "")
    return ValueAndGradient(way, point, value, gradient, evaluation, borders, trouble)


def _trouble(notation: Notation, evaluation: Evaluation, value: float, gradient: np.ndarray) -> str:
    concerned = notation.graph.reaching(notation.graph.outputs[0])
    issues = [issue for issue in issues_of(notation, evaluation) if issue.node in concerned]
    fault: Pieces = next(([": ", issue.message] for issue in issues if issue.kind.is_fault), "")
    if not math.isfinite(value):
        return sentence("{} is {}{}", notation.output, "undefined" if math.isnan(value) else "infinite", fault)
    if not np.isfinite(gradient).all():
        return sentence("the gradient is {}{}", "undefined" if np.isnan(gradient).any() else "infinite", fault)
    return next((issue.message for issue in issues if issue.kind.bends), "")
