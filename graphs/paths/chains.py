"""The entries and arcs between a number and what it is made of: of an adjoint on to the outputs, of a tangent back to
the inputs. An arc is what one entry of an operand is to one entry of a node; a number is an array of one entry.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Edge, Graph
from graphs.clock import tick
from graphs.limits import Limits
from graphs.operations.flows import Elementwise, Flow, Linear, Partly, one_hot, outside
from graphs.operations.row import Shape

Vertex = tuple[int, Shape]  # a node and one of its entries


class Arc(NamedTuple):
    """Along an edge to the vertex of number `head`. partial: None where nothing flows, NaN where undefined."""

    edge: Edge
    partial: float | None
    head: int


class Chains(NamedTuple):
    """vertices: the first is the one that is asked about, every arc leads to a later one. arcs: by vertex.

    ends: by vertex that a path may end at, what is seeded there. through: the nodes that lie between, whether a
    derivative passes them or not.
    """

    vertices: list[Vertex]
    arcs: list[list[Arc]]
    ends: dict[int, float]
    through: list[int]


def chains(
    graph: Graph, evaluation: Evaluation, root: Vertex, seed: Mapping[int, Flow], is_back: bool, limits: Limits
) -> Chains:
    """What lies between an entry and the seeds. is_back: towards the inputs, as a tangent is made.

    Raises TooLarge before the work where there are more entries between them than the bound, and where the arcs of
    arrays pass theirs.
    """
    leading = _leading(graph, is_back)
    through = _between(leading, root[0], seed, len(graph), is_back)
    entries = sum(math.prod(graph.shapes[i]) for i in through)
    limits.check("chain_entries", entries, "entries may lie between a number and what its paths lead to")
    numbers: dict[Vertex, int] = {root: 0}
    waiting: dict[int, set[Shape]] = {root[0]: {root[1]}}
    reached: list[Vertex] = []
    found: list[list[tuple[Edge, float | None, Vertex]]] = []
    inside, count = set(through), 0
    for i in through:  # in the order that arcs lead in
        for entry in sorted(waiting.pop(i, ())):
            numbers[i, entry] = len(reached)
            reached.append((i, entry))
            own = []
            for edge in leading[i]:
                other = edge.source if is_back else edge.target
                if other in inside:
                    ahead = waiting.setdefault(other, set())
                    for partial, there in _arcs(graph, evaluation, edge, entry, is_back):
                        own.append((edge, partial, (other, there)))
                        ahead.add(there)
            count += len(own)
            limits.check("chain_edges", count, "partials may lie between a number and what its paths lead to")
            tick(1 + len(own))
            found.append(own)
    arcs = [[Arc(edge, partial, numbers[vertex]) for edge, partial, vertex in own] for own in found]
    ends = {
        k: end for k, vertex in enumerate(reached) if (end := _at_entry(seed.get(vertex[0]), vertex[1])) is not None
    }
    return Chains(reached, arcs, ends, through)


def _leading(graph: Graph, is_back: bool) -> list[list[Edge]]:
    """By node, the edges that lead on from it; data lead nowhere."""
    leading: list[list[Edge]] = [[] for _ in range(len(graph))]
    for edge in graph.edges:
        if edge.source not in graph.data:
            leading[edge.target if is_back else edge.source].append(edge)
    return leading


def _between(leading: list[list[Edge]], root: int, seed: Mapping[int, Flow], size: int, is_back: bool) -> list[int]:
    """The nodes that can be reached from the root, and from which a seed can be."""
    order = range(root, -1, -1) if is_back else range(root, size)
    nodes = {root}
    for i in order:
        if i in nodes:
            nodes.update(edge.source if is_back else edge.target for edge in leading[i])
    arriving = {i for i, flow in seed.items() if flow is not None}
    for i in reversed(order):
        if any((edge.source if is_back else edge.target) in arriving for edge in leading[i]):
            arriving.add(i)
    return [i for i in order if i in nodes and i in arriving]


def _at_entry(flow: Flow, entry: Shape) -> float | None:
    """A flow at one entry; None where nothing flows."""
    if flow is None or (isinstance(flow, Partly) and not flow.flows[entry]):
        return None
    numbers = flow.numbers if isinstance(flow, Partly) else flow
    return float(np.asarray(numbers)[entry])


def _arcs(
    graph: Graph, evaluation: Evaluation, edge: Edge, entry: Shape, is_back: bool
) -> Iterator[tuple[float | None, Shape]]:
    """The partials between one entry and those at the other end of an edge. Of a linear map those that are not 0."""
    local = evaluation.partials[edge.target][edge.position]
    operand, node = graph.shapes[edge.source], graph.shapes[edge.target]
    if isinstance(local, Linear):
        yield from _of_map(local, entry, is_back)
        return
    if graph.rows[edge.target].maps is not None:
        return  # nothing flows, to whatever entry
    partial = local.partial if isinstance(local, Elementwise) else local
    if is_back:
        yield _at_entry(_spread(partial, node), entry), _kept(entry, operand)
    else:
        for there in _repeated(entry, operand, node):
            yield _at_entry(_spread(partial, node), there), there


def _of_map(local: Linear, entry: Shape, is_back: bool) -> Iterator[tuple[float, Shape]]:
    shape = local.operand if is_back else local.node
    with np.errstate(all="ignore"):
        flow = one_hot(local.node, entry) * local if is_back else local * one_hot(local.operand, entry)
        row = np.asarray(outside(flow, shape), float)
    tick(row.size)
    for there in map(tuple, np.argwhere(row != 0.0).tolist()):
        yield float(row[there]), there


def _spread(partial: Any, node: Shape) -> Flow:
    """A partial in the node's shape."""
    if partial is None or np.shape(getattr(partial, "numbers", partial)) == node:
        return partial
    if isinstance(partial, Partly):
        return Partly(np.broadcast_to(partial.numbers, node), np.broadcast_to(partial.flows, node))
    return np.broadcast_to(partial, node)


def _kept(entry: Shape, operand: Shape) -> Shape:
    """The operand's entry that one of the node is made of, by NumPy's rule of broadcasting."""
    last = entry[len(entry) - len(operand) :]
    return tuple(0 if size == 1 else k for k, size in zip(last, operand, strict=True))


def _repeated(entry: Shape, operand: Shape, node: Shape) -> Iterator[Shape]:
    """The node's entries that an operand's is repeated in."""
    extra = len(node) - len(operand)
    axes = [range(size) for size in node[:extra]]
    axes += [
        range(size) if own == 1 else range(k, k + 1) for k, own, size in zip(entry, operand, node[extra:], strict=True)
    ]
    yield from itertools.product(*axes)
