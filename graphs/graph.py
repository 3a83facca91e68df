"""The computational graph: nodes c1 … cn in order of evaluation (the Wengert list), kept in columns.

build() reads a Program once, word by word, with a stack. Equal nodes (the same operation on the same
operands in the same order) are one unless sharing is off; constants fold into the operation that uses them;
nothing is reordered or simplified.

An operand is an int: k >= 0 is node k, k < 0 is constant k, counted from the end, so that one list
`values = nodes + reversed(constants)` serves every pass by plain indexing. A data node (a line whose value
depends on no input) is such a constant with a node that shows it: passes see only the constant.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import networkx as nx

from graphs.elementwise import DATA, INPUT
from graphs.errors import Place, WrongBinding, shown
from graphs.faults import value_of
from graphs.language import Line, Program
from graphs.limits import DOOR, Limits
from graphs.rows import Operation

_DIGITS = re.compile(r"(\d+)")
NAMED_CONSTANTS = {"pi": math.pi, "e": math.e, "E": math.e}


class Edge(NamedTuple):
    """One use of a node as an operand: `slot` counts a node's node operands, `position` all its operands."""

    source: int
    target: int
    slot: int
    position: int


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes in columns; column i belongs to c(i+1). Inputs come first, in natural order of their names.

    constants: doubles; constant k (k < 0) is constants[-1 - k]; labels holds how a named one is written.
    owners: the data node that shows a constant. outputs: node numbers.
    """

    inputs: tuple[str, ...]
    rows: list[Operation] = field(repr=False)
    operands: list[tuple[int, ...]] = field(repr=False)
    names: list[str | None] = field(repr=False)
    places: list[Place | None] = field(repr=False)
    constants: list[float] = field(repr=False)
    labels: dict[int, str] = field(repr=False)
    owners: dict[int, int] = field(repr=False)
    outputs: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def data(self) -> frozenset[int]:
        """The nodes that depend on no input."""
        return frozenset(self.owners.values())

    def constant(self, k: int) -> float:
        return self.constants[-1 - k]

    def edges_into(self, target: int) -> Iterator[Edge]:
        """The uses that a node makes of others, by slot; constants are no nodes, a data node uses none."""
        if target in self.data:
            return
        slot = 0
        for position, k in enumerate(self.operands[target]):
            source = k if k >= 0 else self.owners.get(k, -1)
            if source >= 0:
                yield Edge(source, target, slot, position)
                slot += 1

    def edges(self) -> Iterator[Edge]:
        for target in range(len(self.inputs), len(self)):
            yield from self.edges_into(target)

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """The same graph for NetworkX, keyed by slot: it answers the questions about structure."""
        network = nx.MultiDiGraph()
        network.add_nodes_from(range(len(self)))
        network.add_edges_from((edge.source, edge.target, edge.slot) for edge in self.edges())
        return network

    @cached_property
    def levels(self) -> list[int]:
        """The length of the longest path from a node without operands to each node."""
        levels = [0] * len(self)
        for level, generation in enumerate(nx.topological_generations(self.network)):
            for node in generation:
                levels[node] = level
        return levels

    def reached_from(self, node: int) -> set[int]:
        """The nodes whose value depends on this one, and itself."""
        return {node, *nx.descendants(self.network, node)}

    def reaching(self, node: int) -> set[int]:
        """The nodes that this one's value depends on, and itself."""
        return {node, *nx.ancestors(self.network, node)}


def build(program: Program, given: Iterable[str] = (), share: bool = True, limits: Limits = DOOR) -> Graph:
    """The graph of a program.

    given: the names that the point binds; those that the program does not use become unused inputs.
    share: whether equal subexpressions are one node.
    Raises WrongBinding where the point binds a name that the program assigns before it reads it, and
    TooLarge past the bounds on nodes and inputs.
    """
    return _Builder(_inputs(program, set(given), limits), share, limits).run(program.lines)


@lru_cache(maxsize=1024)
def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts x2 before x10."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name))


def _inputs(program: Program, given: set[str], limits: Limits) -> list[str]:
    """Free names (read before a line binds them) and the point's own, in natural order."""
    free: set[str] = set()
    assigned: set[str] = set()
    for line in program.lines:
        free |= line.reads - assigned
        if line.name is not None:
            assigned.add(line.name)
    free -= NAMED_CONSTANTS.keys() - given
    for name in sorted(given & assigned - free):
        raise WrongBinding(f"the program assigns {shown(name)} before it reads it, so the point cannot bind it")
    names = sorted(free | given, key=natural)
    limits.check("inputs", len(names), "inputs are taken")
    return names


class _Builder:
    def __init__(self, inputs: list[str], share: bool, limits: Limits):
        count = len(inputs)
        self.inputs, self.share, self.limits = inputs, share, limits
        self.rows: list[Operation] = [INPUT] * count
        self.operands: list[tuple[int, ...]] = [()] * count
        self.names: list[str | None] = list(inputs)
        self.places: list[Place | None] = [None] * count
        self.constants: list[float] = []
        self.labels: dict[int, str] = {}
        self.owners: dict[int, int] = {}
        self.scope: dict[str, int] = {name: k for k, name in enumerate(inputs)}
        self.bindings: dict[str, int] = dict.fromkeys(inputs, 1)
        self.known: dict[Operation, dict[tuple[int, ...], int]] = defaultdict(dict)
        self.literals: dict[float | str, int] = {}

    def run(self, lines: list[Line]) -> Graph:
        for line in lines:
            stack = self.evaluate(line)
            if line.name is not None:
                self.bind(line, stack[0])
        outputs = tuple(self.shown(k, lines[-1].place) for k in stack)
        return Graph(tuple(self.inputs), self.rows, self.operands, self.names, self.places,
                     self.constants, self.labels, self.owners, outputs)  # fmt: skip

    def evaluate(self, line: Line) -> list[int]:
        """The operands that the line's words leave on the stack."""
        stack: list[int] = []
        push, pop = stack.append, stack.pop
        scope, known, share = self.scope, self.known, self.share
        for row, leaf, arity, place in line.words:
            if row is None:
                push(scope[leaf] if leaf in scope else self.leaf(leaf))
                continue
            operands: tuple[int, ...]
            last = pop()
            if arity == 1:
                operands, some_fixed = (last,), last < 0
            elif arity == 2:
                first = pop()
                operands, some_fixed = (first, last), first < 0 or last < 0
            else:
                operands = (*stack[1 - arity :], last)
                del stack[1 - arity :]
                some_fixed = min(operands) < 0
            if some_fixed:
                if max(operands) < 0:
                    push(self.fold(row, operands, place))
                    continue
                if row.special is not None:
                    row = row.special(tuple(slot for slot, k in enumerate(operands) if k < 0))
            equal = known[row]
            node = equal.get(operands) if share else None
            if node is None:
                node = equal[operands] = self.add(row, operands, place)
            push(node)
        return stack

    def leaf(self, leaf: float | str | None) -> int:
        """The constant that a number or an unbound name stands for."""
        if leaf not in self.literals:
            assert leaf is not None
            self.literals[leaf] = self.add_constant(NAMED_CONSTANTS[leaf] if isinstance(leaf, str) else leaf)
            if isinstance(leaf, str):
                self.labels[self.literals[leaf]] = leaf
        return self.literals[leaf]

    def add_constant(self, value: float) -> int:
        self.constants.append(value)
        return -len(self.constants)

    def fold(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The constant that a row of constants is; where it faults or overflows, a data node keeps the fault."""
        value, _ = value_of(row, [self.constants[-1 - k] for k in operands])
        if math.isfinite(value):
            return self.leaf(value)
        return self.add_data(row, operands, value, place)

    def add(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        node = len(self.rows)
        if node >= self.limits.nodes:
            self.limits.check("nodes", node + 1, "nodes are built", place)
        self.rows.append(row)
        self.operands.append(operands)
        self.names.append(None)
        self.places.append(place)
        return node

    def add_data(self, row: Operation, operands: tuple[int, ...], value: float, place: Place) -> int:
        """A data node, and the constant that its users see."""
        k = self.add_constant(value)
        self.owners[k] = self.add(row, operands, place)
        return k

    def bind(self, line: Line, k: int) -> None:
        """Name what a line computes; a line that only renames adds no node, and the first name stays."""
        assert line.name is not None
        name = line.name
        if k < 0:
            k = self.bind_data(line, k)
        times = self.bindings.get(name, 0)
        self.bindings[name] = times + 1
        node = k if k >= 0 else self.owners[k]
        if self.names[node] is None:
            self.names[node] = name + ("'" * times if times < 4 else f"'{times}") if times else name
        self.scope[name] = k

    def bind_data(self, line: Line, k: int) -> int:
        """The constant of a data line's own node; another name of a data line keeps its node."""
        if k in self.owners:
            renames = len(line.words) == 1 and isinstance(line.words[0].leaf, str)
            if renames or self.names[self.owners[k]] is None:
                return k
        return self.add_data(DATA, (k,), self.constants[-1 - k], line.place)

    def shown(self, k: int, place: Place) -> int:
        """The node that shows an output."""
        if k < 0 and k not in self.owners:
            k = self.add_data(DATA, (k,), self.constants[-1 - k], place)
        return k if k >= 0 else self.owners[k]
