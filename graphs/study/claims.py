"""What a text states beside its program, held to the program's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.build import build
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.jacobian import components, stacked
from graphs.autodiff.reverse import reverse
from graphs.autodiff.second_order import hessian
from graphs.clock import tick
from graphs.errors import Problem
from graphs.language.program import Derivative, Program, Stated
from graphs.limits import Limits
from graphs.operations.flows import outside

_EXACT, _ABOUT = 1e-9, 1e-2  # relative: the rounding of both sides, and what ≈ allows


class Judged(NamedTuple):
    """A claim beside our number at the claim's point; holds is None where it cannot be decided."""

    stated: Stated
    at: Mapping[str, Value]
    ours: Value | None
    holds: bool | None


def judged(program: Program, point: Mapping[str, Value], limits: Limits) -> list[Judged]:
    """The claims of a program, each at its own point, or at the program's."""
    return [_judged(stated, {**point, **stated.at}, limits) for stated in program.claims]


def _judged(stated: Stated, at: Mapping[str, Value], limits: Limits) -> Judged:
    try:
        with np.errstate(all="ignore"):
            ours = _number(stated.of, at, limits, stated.about == "gradient")
            unknown = {name: _number(each, at, limits) for name, each in stated.derivatives.items()}
            theirs = None if None in unknown.values() else _value(stated.right, {**at, **unknown}, limits)
    except Problem:  # sizes that do not fit, or a name that the program does not have
        return Judged(stated, at, None, None)
    return Judged(stated, at, ours, None if ours is None or theirs is None else _agree(stated, ours, theirs))


def _agree(stated: Stated, ours: Value, theirs: Value) -> bool | None:
    """Whether two numbers, or all entries of two arrays, agree to the digits that the claim is printed with."""
    if np.size(ours) != np.size(theirs) or not np.all(np.isfinite(ours)) or not np.all(np.isfinite(theirs)):
        return None
    ours, theirs = np.ravel(ours), np.ravel(theirs)
    tolerance = _EXACT * np.maximum(np.abs(ours), np.abs(theirs)) + 1e-12
    if stated.half_unit is not None:
        tolerance = tolerance + stated.half_unit * (np.abs(theirs) if stated.is_relative else 1.0)
    if stated.approximate:
        tolerance = np.maximum(tolerance, _ABOUT * np.abs(ours))
    return bool(np.all(np.abs(ours - theirs) <= tolerance))


def _graph(program: Program, at: Mapping[str, Value], limits: Limits) -> tuple[Graph, list[Value]] | None:
    """The graph of a part of the text and its point; None where it has an input that the program has not."""
    shapes = {name: np.shape(value) for name, value in at.items() if any(name in line.reads for line in program.lines)}
    graph = build(program, shapes, True, limits)
    tick(len(graph))
    if any(name not in at for name in graph.inputs):
        return None
    return graph, [at[name] for name in graph.inputs]


def _value(program: Program, at: Mapping[str, Value], limits: Limits) -> Value | None:
    made = _graph(program, at, limits)
    return None if made is None else stacked(made[0], evaluate(*made).values)


def _number(of: Derivative, at: Mapping[str, Value], limits: Limits, is_gradient: bool = False) -> Any:
    """The value of what is stated, its derivative by one name, or by two inputs, or its gradient; None of others."""
    made = _graph(of.of, at, limits)
    if made is None:
        return None
    graph, point = made
    evaluation = evaluate(graph, point)
    if not of.by:
        return stacked(graph, evaluation.values)
    nodes = [_node(graph, name) for name in of.by]
    if is_gradient or len(nodes) == 1:
        flows = [reverse(graph, evaluation, seed) for seed in components(graph)]
        parts = [
            np.zeros(graph.value_shape) if k is None else _column(graph, flows, k) for k in nodes
        ]  # of an input that it does not read the derivative is 0
        return parts[0] if len(parts) == 1 else np.concatenate([np.ravel(part) for part in parts])
    if len(nodes) == 2 and graph.value_shape == () and not any(graph.shapes[: len(graph.inputs)]):
        first, second = nodes
        if first is None or second is None:
            return 0.0
        if max(first, second) < len(graph.inputs):
            return hessian(graph, evaluation)[first, second]
    return None


def _column(graph: Graph, flows: list[Any], node: int) -> Value:
    """The derivatives by one node: of a number its adjoint, of an array one for each entry."""
    rows = [outside(flow[node], graph.shapes[node]) for flow in flows]
    return rows[0] if graph.value_shape == () else np.reshape(rows, (*graph.value_shape, *graph.shapes[node]))


def _node(graph: Graph, name: str) -> int | None:
    """The node that a name stands for: an input, or the last line so called."""
    if name in graph.inputs:
        return graph.inputs.index(name)
    return next((each.node for each in reversed(graph.bindings) if each.name == name), None)
