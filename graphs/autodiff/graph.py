"""The computational graph: nodes c1 … cn in order of evaluation (the Wengert list), kept in columns.

An operand is an int: k >= 0 is node k, k < 0 is constant k, counted from the end, so that one list
`values = nodes + reversed(constants)` serves every pass by plain indexing. A data node (a line whose value
depends on no input) is such a constant with a node that shows it: passes see only the constant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphs.clock import tick
from graphs.errors import Place
from graphs.language.program import Group
from graphs.operations.row import Operation, Shape

if TYPE_CHECKING:  # read when a question about structure is asked
    import networkx as nx

Value = Any  # a float, or a float64 array
_DIGITS = re.compile(r"(\d+)")
_QUICK = 10_000  # visits of a whole pass: some milliseconds


class Edge(NamedTuple):
    """One use of a node as an operand: `slot` counts a node's node operands, `position` all its operands."""

    source: int
    target: int
    slot: int
    position: int


class Binding(NamedTuple):
    """What a line binds. name: the line's own, None where it has none. definition: how often that name is bound so far,
    this time included, at the top or in that call or turn; being an input counts. node: what the name stands for. end:
    how many nodes there are after it. group: the program's call or turn that the name belongs to.
    """

    name: str | None
    definition: int
    node: int
    end: int
    group: int | None = None


class NodeGroup(NamedTuple):
    """Nodes that belong together: of a line with a name (kind line), of a call (function), of a turn of a loop (turn).

    parent: the number of the group around. nodes: all that stand in it, those of groups within it included. bindings:
    the parameters that stand for nodes, with these.
    """

    name: str
    kind: str
    parent: int | None
    nodes: tuple[int, ...]
    place: Place
    bindings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes in columns; column i belongs to c(i+1). Inputs come first, in natural order of their names.

    names: the author's own, of the first line that names a node; None where none does. bindings: by line.
    shapes: () is a number. constants: doubles and float64 arrays; constant k (k < 0) is constants[-1 - k]; labels holds
    how a named one is written, folded what an array among them was made of: a row and its operands.
    owners: the data node that shows a constant. arrays: the nodes where a value or an operand is an array, or whose
    row is made for arrays. merged: by node, the further places of the program where the same stands again, where equal
    subexpressions are one node. group_of: by node, the number of the innermost group that it stands in. outputs: node
    numbers, of one shape.
    """

    inputs: tuple[str, ...]
    rows: list[Operation] = field(repr=False)
    operands: list[tuple[int, ...]] = field(repr=False)
    shapes: list[Shape] = field(repr=False)
    names: list[str | None] = field(repr=False)
    bindings: list[Binding] = field(repr=False)
    places: list[Place | None] = field(repr=False)
    constants: list[Value] = field(repr=False)
    labels: dict[int, str] = field(repr=False)
    folded: dict[int, tuple[Operation, tuple[int, ...]]] = field(repr=False)
    owners: dict[int, int] = field(repr=False)
    arrays: frozenset[int] = field(repr=False)
    group_of: list[int | None] = field(repr=False)
    groups: tuple[NodeGroup, ...] = field(repr=False)
    outputs: tuple[int, ...] = ()
    merged: Mapping[int, Iterable[Place]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def data(self) -> frozenset[int]:
        """The nodes that depend on no input."""
        return frozenset(self.owners.values())

    def constant(self, k: int) -> Value:
        """The constant that rows have as operand k < 0, a number or an array."""
        return self.constants[-1 - k]

    def shape_of(self, k: int) -> Shape:
        """The shape of an operand: of node k, or of constant k where k < 0."""
        return self.shapes[k] if k >= 0 else np.shape(self.constant(k))

    @cached_property
    def effort(self) -> list[int]:
        """By node, the entries that one pass goes through there: its own and those of its operands, 1 at least."""
        if not self.arrays:
            return [1] * len(self)
        sizes = [*map(math.prod, self.shapes), *[np.size(each) for each in reversed(self.constants)]]
        return [size + sum(sizes[k] for k in operands) for size, operands in zip(sizes, self.operands, strict=False)]

    @cached_property
    def whole_effort(self) -> int:
        return sum(self.effort)

    def visited(self, nodes: range) -> Iterable[int]:
        """The same nodes, for a pass: the clock is looked at before each, or once for all where that is soon enough."""
        if not self.arrays:
            tick(len(nodes))
            return nodes
        if self.whole_effort < _QUICK:
            tick(self.whole_effort)
            return nodes
        return (self._visited(i) for i in nodes)

    def _visited(self, i: int) -> int:
        tick(self.effort[i])
        return i

    @cached_property
    def value_shape(self) -> Shape:
        """The shape of the answer's value: several outputs are stacked."""
        one = self.shapes[self.outputs[0]]
        return one if len(self.outputs) == 1 else (len(self.outputs), *one)

    def edges_into(self, target: int) -> list[Edge]:
        """The uses that a node makes of others, by slot; constants are no nodes, a data node uses none."""
        return self._uses[target]

    @cached_property
    def _uses(self) -> list[list[Edge]]:
        uses: list[list[Edge]] = []
        for target, operands in enumerate(self.operands):
            sources = [(k if k >= 0 else self.owners.get(k, -1), position) for position, k in enumerate(operands)]
            real = [] if target in self.data else [each for each in sources if each[0] >= 0]
            uses.append([Edge(source, target, slot, position) for slot, (source, position) in enumerate(real)])
        return uses

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All uses, in order of evaluation."""
        return tuple(edge for uses in self._uses[len(self.inputs) :] for edge in uses)

    @cached_property
    def slots(self) -> dict[tuple[int, int], int]:
        """The slot of each edge, by its target and the position of its operand."""
        return {(edge.target, edge.position): edge.slot for edge in self.edges}

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """The same graph for NetworkX, keyed by slot: it answers the questions about structure."""
        import networkx as nx

        network = nx.MultiDiGraph()
        network.add_nodes_from(range(len(self)))
        network.add_edges_from((edge.source, edge.target, edge.slot) for edge in self.edges)
        return network

    @cached_property
    def levels(self) -> list[int]:
        """The length of the longest path from a node without operands to each node."""
        levels: list[int] = []
        for uses in self._uses:  # operands stand before what they are used for
            levels.append(1 + max((levels[edge.source] for edge in uses), default=-1))
        return levels

    @cached_property
    def carrying(self) -> int:
        """The number of edges that a derivative can pass: those from data carry none."""
        return sum(edge.source not in self.data for edge in self.edges)

    @cached_property
    def paths(self) -> list[int]:
        """By node, the number of paths from it to the outputs: counted, edge by edge, and never listed."""
        paths = [0] * len(self)
        for output in self.outputs:
            paths[output] += 1
        for edge in reversed(self.edges):
            paths[edge.source] += paths[edge.target]
        return paths

    def reached_from(self, node: int) -> set[int]:
        """The nodes whose value depends on this one, and itself."""
        import networkx as nx

        return {node, *nx.descendants(self.network, node)}

    def reaching(self, node: int) -> set[int]:
        """The nodes that this one's value depends on, and itself."""
        import networkx as nx

        return {node, *nx.ancestors(self.network, node)}


@lru_cache(maxsize=1024)
def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts x2 before x10."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name))


def kept(
    groups: Sequence[Group], group_of: Sequence[int | None], bindings: Sequence[tuple[tuple[str, int], ...]]
) -> tuple[list[int | None], tuple[NodeGroup, ...]]:
    """By node, the number of its group among those that are kept; and these: with a node, a line with more than one.

    group_of: by node, the group of the program. bindings: by group, its parameters with their nodes.
    """
    nodes: list[list[int]] = [[] for _ in groups]
    for node, group in enumerate(group_of):
        while group is not None:
            nodes[group].append(node)
            group = groups[group].parent
    left = [k for k, group in enumerate(groups) if len(nodes[k]) > (group.kind == "line")]
    numbers: dict[int | None, int | None] = {k: number for number, k in enumerate(left)}
    for k, each in enumerate(groups):  # a parent comes before what it holds
        numbers.setdefault(k, numbers.get(each.parent))
    return [numbers.get(group) for group in group_of], tuple(
        NodeGroup(each.name, each.kind, numbers.get(each.parent), tuple(nodes[k]), each.place, bindings[k])
        for k, each in ((k, groups[k]) for k in left)
    )
