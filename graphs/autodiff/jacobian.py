"""From sweeps to answers: the Jacobian row by row, the adjoints that are shown, and forward against reverse mode."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.reverse import reverse
from graphs.limits import Limits
from graphs.operations.flows import Flow, Linear, Numbers, Term, one_hot, outside
from graphs.operations.shapes import positions

_ROWS = 64  # of a linear map's matrix, made to measure what it sums up
_SUBNORMAL = 1e-300  # products below lose digits to underflow, whatever their order


@dataclass(frozen=True)
class Check:
    """Reverse against forward mode: the largest disagreement, whether it is rounding, and the largest relative one."""

    residual: float
    ok: bool
    gap: float


class Reverse(NamedTuple):
    """What the reverse passes gave; adjoints, seed and terms are those of the one pass that is shown.

    jacobian: one row per entry of the answer's value, one column per input, in its shape; None past a limit.
    left_out: why there is no Jacobian, or "".
    """

    jacobian: list[list[Value]] | None
    seed: dict[int, Flow]
    adjoints: Numbers | None
    terms: list[Term]
    passes: int
    operations: int
    left_out: str


def components(graph: Graph) -> Iterator[dict[int, Flow]]:
    """The seeds of the reverse passes of a Jacobian: one for each entry of the answer's value."""
    for output in graph.outputs:
        for entry in positions(graph.shapes[output]):
            yield {output: one_hot(graph.shapes[output], entry)}


def reverse_sweeps(graph: Graph, evaluation: Evaluation, cotangent: dict[int, Flow] | None, limits: Limits) -> Reverse:
    """One pass per entry of the answer's value, and one more for a cotangent; only one of them can be shown."""
    jacobian: list[list[Value]] = []
    seed: dict[int, Flow] = {}
    adjoints: Numbers | None = None
    terms: list[Term] = []
    passes = operations = 0
    too_much = _too_much(graph, limits)
    no_columns = bool(graph.value_shape) and not graph.inputs  # then its rows are empty, and need no pass

    def run(one: dict[int, Flow]) -> tuple[Numbers, list[Term]]:
        nonlocal passes, operations
        listed: list[Term] = []
        flows = reverse(graph, evaluation, one, lambda *term: listed.append(term))
        passes, operations = passes + 1, operations + len(listed)
        return flows, listed

    for one in () if too_much or no_columns else components(graph):
        flows, listed = run(one)
        jacobian.append([outside(flows[i], graph.shapes[i]) for i in range(len(graph.inputs))])
        if graph.value_shape == ():
            seed, adjoints, terms = one, flows, listed
    if no_columns:
        jacobian = [[]] * math.prod(graph.value_shape)
    if cotangent is not None:
        seed = cotangent
        adjoints, terms = run(cotangent)
    return Reverse(None if too_much else jacobian, seed, adjoints, terms, passes, operations, too_much)


def _too_much(graph: Graph, limits: Limits) -> str:
    """Why the Jacobian is left out, if it is."""
    if not graph.value_shape:
        return ""
    rows, columns = math.prod(graph.value_shape), sum(math.prod(shape) for shape in graph.shapes[: len(graph.inputs)])
    visits = rows * max(len(graph), sum(map(len, graph.operands)))
    if rows * columns > limits.jacobian:
        size = f"at most {limits.jacobian:,} entries, and it would have {rows * columns:,}"
    elif visits > limits.jacobian_visits:
        size = f"at most {limits.jacobian_visits:,} visits of edges, and it would take {visits:,}"
    else:
        return ""
    return f"the Jacobian is computed up to {size}: choose a cotangent or a direction"


def stacked(graph: Graph, numbers: Numbers) -> Value:
    """The outputs' numbers in the shape of the answer's value."""
    values = [outside(numbers[k], graph.shapes[k]) for k in graph.outputs]
    return values[0] if len(values) == 1 else np.array(values)


def tape_size(graph: Graph) -> int:
    """What the reverse sweep must remember: every entry of every value."""
    return sum(map(math.prod, graph.shapes)) if graph.arrays else len(graph)


def compare(
    graph: Graph, evaluation: Evaluation, seeds: dict[str, dict[int, Flow]], tangents: dict[str, Numbers], back: Reverse
) -> Check:
    """Tangent along v against gradient · v, for every pass and entry of the output; undefined numbers are left out.

    Without a Jacobian, the shown pass is compared: its seed · tangent against gradient · v.
    The scale is the largest flow |adjoint · tangent| along an edge: what rounding can be measured by.
    """
    residual, ok, relative = 0.0, True, 0.0
    for entry, seed in seeds.items():
        for row, one, forward_mode in _rows(graph, back, tangents[entry]):
            reverse_mode = sum(_paired(row[i], outside(v, graph.shapes[i])) for i, v in seed.items())
            if forward_mode == reverse_mode or forward_mode != forward_mode or reverse_mode != reverse_mode:
                continue
            gap = abs(forward_mode - reverse_mode)
            residual = max(residual, gap)
            if math.isfinite(gap):
                relative = max(relative, gap / abs(forward_mode) if forward_mode else math.inf)
            if gap > 1e-12 * abs(forward_mode) + _SUBNORMAL:
                largest = _largest_flow(graph, evaluation, one, tangents[entry])
                ok = ok and math.isfinite(gap) and gap <= 1e-9 * largest + _SUBNORMAL
    return Check(residual, ok, relative)


def _rows(graph: Graph, back: Reverse, tangents: Numbers) -> Iterator[tuple[list[Value], dict[int, Flow], float]]:
    """By reverse pass: its gradient, its seed, and the tangent of what it seeded."""
    if back.jacobian is not None:
        rates = np.ravel(stacked(graph, tangents)).tolist() if graph.value_shape else [stacked(graph, tangents)]
        yield from zip(back.jacobian, components(graph), rates, strict=True)
    elif back.adjoints is not None:
        row = [outside(back.adjoints[i], graph.shapes[i]) for i in range(len(graph.inputs))]
        seeded = [(outside(tangents[k], graph.shapes[k]), outside(v, graph.shapes[k])) for k, v in back.seed.items()]
        yield row, back.seed, sum(_paired(tangent, v) for tangent, v in seeded)


def _paired(numbers: Value, direction: Value) -> float:
    """numbers · direction, where the direction is not 0."""
    if isinstance(direction, float):
        return float(numbers * direction) if direction else 0.0
    return float(np.sum(np.where(direction != 0.0, numbers * direction, 0.0)))


def _largest_flow(graph: Graph, evaluation: Evaluation, seed: dict[int, Flow], tangents: Numbers) -> float:
    """The largest |contribution · tangent|: contributions may cancel in their sum, and what cancels has rounded."""
    largest = 0.0

    def record(i: int, position: int, before: Flow, term: Flow) -> None:
        nonlocal largest
        k = graph.operands[i][position]
        if tangents[k] is not None:
            shape, local = graph.shapes[k], evaluation.partials[i][position]
            tangent = np.abs(outside(tangents[k], shape))
            flow = float(np.sum(np.abs(outside(term, shape)) * tangent))
            if isinstance(local, Linear):
                mapped.append((i, local, tangent))
            largest = max(largest, math.inf if math.isnan(flow) else flow)  # what is undefined measures nothing

    mapped: list[tuple[int, Linear, Value]] = []
    adjoints = reverse(graph, evaluation, seed, record)
    for i, local, tangent in mapped:
        largest = max(largest, _through(local, np.abs(outside(adjoints[i], graph.shapes[i])), tangent))
    return largest


def _through(local: Linear, adjoint: Value, tangent: Value) -> float:
    """|adjoint| · |J| |tangent|: what a map sums up on its way, row by row of J; of a large one, of some rows."""
    entries = [entry for entry in np.ndindex(*local.node) if np.asarray(adjoint)[entry]]
    rows = entries[:: max(1, len(entries) // _ROWS)]
    total = 0.0
    for entry in rows:
        row = outside(one_hot(local.node, entry) * local, local.operand)
        total += float(np.asarray(adjoint)[entry]) * float(np.sum(np.abs(row) * tangent))
    total *= len(entries) / max(1, len(rows))
    return math.inf if math.isnan(total) else total
