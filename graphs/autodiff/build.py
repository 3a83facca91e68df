"""Program → Graph: read once, word by word, with a stack; shapes are inferred on the way, before anything runs.

Equal nodes (the same operation on the same operands in the same order) are one unless sharing is off; constants
fold into the operation that uses them; nothing is reordered or simplified.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.autodiff.array_nodes import outcome
from graphs.autodiff.graph import Binding, Graph, NodeGroup, Value, kept, natural
from graphs.autodiff.misfits import misfit
from graphs.autodiff.parts import Columns, with_parts
from graphs.clock import tick
from graphs.errors import Place, WrongBinding, WrongShape, shown
from graphs.language.definitions import definition_of
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.program import Bound, Group, Line, Program, Word, arguments_of, around, in_function, names_in
from graphs.limits import DOOR, Limits
from graphs.operations.elementwise import DATA, INPUT
from graphs.operations.row import Mismatch, Operation, Shape, broadcast
from graphs.operations.shapes import shape_phrase

Leaf = float | str | Bound | None


def build(
    program: Program, shapes: Mapping[str, Shape] | None = None, share: bool = True, limits: Limits = DOOR
) -> Graph:
    """The graph of a program.

    shapes: the names that the point binds, with their shapes; those that the program does not use become unused
    inputs, free names that are not given are numbers.
    share: whether equal subexpressions are one node.
    Raises WrongBinding where the point binds a name that the program assigns before it reads it, WrongShape at the
    operation whose operands do not fit, and TooLarge past the bounds on nodes, inputs and entries.
    """
    shapes = shapes or {}
    builder = Builder(inputs_of(program, set(shapes), limits), shapes, share, limits, program.text)
    graph = builder.run(program.lines, program.groups)
    return replace(graph, merged=builder.merged) if builder.merged else graph


def build_deciding(program: Program, graph: Graph, limits: Limits = DOOR) -> Graph:
    """The graph of the conditions that a program's reading followed, over the same inputs; its outputs are they.

    It may pass the bound on nodes: its words are bounded.
    """
    shapes = dict(zip(graph.inputs, graph.shapes, strict=False))
    unbounded = replace(limits, nodes=DOOR.nodes, total_entries=DOOR.total_entries)
    conditions = frozenset(each.line for each in program.conditions)
    return Builder([*graph.inputs], shapes, True, unbounded, program.text).run(
        [*program.deciding], program.groups, conditions
    )


def inputs_of(program: Program, bound_names: set[str], limits: Limits) -> list[str]:
    """Free names and the point's own: those whose order the program gives, then the others in natural order."""
    free = free_names(program)
    assigned = {
        line.name for line in program.lines if line.name is not None and not in_function(program.groups, line.group)
    }
    free |= {name for name in program.inputs if name not in assigned}
    if not NAMED_CONSTANTS.keys().isdisjoint(free):
        free -= NAMED_CONSTANTS.keys() - bound_names - program.point.keys()
    for name in sorted(bound_names & assigned - free) if bound_names else ():
        raise WrongBinding(f"the program assigns {shown(name)} before it reads it, so the point cannot bind it")
    order = {name: k for k, name in enumerate(program.inputs)}
    names = sorted(free | bound_names, key=lambda name: (order.get(name, len(order)), natural(name)))
    if len(names) > limits.inputs:
        limits.check("inputs", len(names), "inputs are taken")
    return names


def free_names(program: Program) -> set[str]:
    """The names that no line binds before they are read, constants among them."""
    return set().union(*(line.reads for line in (*program.lines, *program.deciding)))


class _Making:
    """What operations/composed.py builds with: all nodes of one name stand at its place."""

    def __init__(self, builder: Builder, place: Place):
        self.builder, self.place = builder, place

    def make(self, row: Operation, *operands: int) -> int:
        return self.builder.applied(row, operands, min(operands, default=-1) < 0, self.place)

    def shape(self, operand: int) -> Shape:
        return self.builder.shape_of(operand)

    def constant(self, value: float) -> int:
        return self.builder.leaf(value)

    def value(self, operand: int) -> Value | None:
        return self.builder.constants[-1 - operand] if operand < 0 else None

    def is_left_out(self, operand: int) -> bool:
        inputs = self.builder.inputs
        return 0 <= operand < len(inputs) and inputs[operand] not in self.builder.point_shapes


class Builder:
    """A graph while it grows. stack: makes the stack that each line's words leave their operands on."""

    stack: type[list[int]] = list

    def __init__(self, inputs: list[str], point_shapes: Mapping[str, Shape], share: bool, limits: Limits, typed: str):
        count = len(inputs)
        self.inputs, self.point_shapes, self.share, self.limits, self.typed = inputs, point_shapes, share, limits, typed
        self.most_nodes = limits.nodes
        self.rows: list[Operation] = [INPUT] * count
        self.operands: list[tuple[int, ...]] = [()] * count
        self.shapes: list[Shape] = [point_shapes.get(name, ()) for name in inputs]
        self.names: list[str | None] = list(inputs)
        self.places: list[Place | None] = [None] * count
        self.groups: list[int | None] = [None] * count
        self.group: int | None = None  # of the nodes that are being made
        self.constants: list[Value] = []
        self.labels: dict[int, str] = {}
        self.folded: dict[int, tuple[Operation, tuple[int, ...]]] = {}
        self.owners: dict[int, int] = {}
        self.flat = not any(point_shapes.values())  # no array so far: nothing to infer
        self.arrays: set[int] = set() if self.flat else {k for k, shape in enumerate(self.shapes) if shape}
        self.entries = count if self.flat else sum(map(math.prod, self.shapes))
        self.scope: dict[Leaf, int] = {name: k for k, name in enumerate(inputs)}
        self.times_bound: dict[tuple[str, int | None], int] = dict.fromkeys(((name, None) for name in inputs), 1)
        self.bindings: list[Binding] = []
        self.nodes_by_row: dict[Operation, dict[tuple[int, ...], int]] = defaultdict(dict)
        self.literals: dict[object, int] = {}
        self.merged: dict[int, dict[Place, None]] = {}  # by node, the further places that it stands at

    def run(self, lines: list[Line], groups: Sequence[Group] = (), shown: frozenset[int] = frozenset()) -> Graph:
        """The graph of lines, in their order. groups: those that the lines stand in. shown: the lines that are its
        outputs, where it is not the last alone. Raises as `build`.
        """
        arguments = arguments_of(lines, groups)
        several = []
        for number, line in enumerate(lines):
            stack = self.evaluate(line.words, around(groups, line.group) if number in arguments else line.group)
            bound = self.bind(line, stack[0], names_in(groups, line.group))
            self.scope[Bound(number, line.name or "")] = bound
            several += [bound] if number in shown else []
        if shown:
            stack = several
        elif len(stack) > 1:
            self.check_outputs(stack, lines[-1])
        outputs = tuple([self.shown(k, lines[-1].place) for k in stack])
        self.bindings[-1] = self.bindings[-1]._replace(node=outputs[-1], end=len(self.rows))
        columns = Columns(self.rows, self.operands, self.places, *self.grouped(groups), self.bindings, outputs,
                          len(self.inputs))  # fmt: skip
        return Graph(tuple(self.inputs), self.rows, self.operands, self.all_shapes(), self.names, self.bindings,
                     self.places, self.constants, self.labels, self.folded, self.owners,
                     frozenset(self.arrays), *with_parts(columns, self.typed), outputs)  # fmt: skip

    def grouped(self, groups: Sequence[Group]) -> tuple[list[int | None], tuple[NodeGroup, ...]]:
        """By node, its group; and the groups that have nodes."""
        bound = [[(name, self.node_of(word.leaf)) for name, word in group.bindings] for group in groups]
        bindings = [tuple((name, node) for name, node in each if node is not None) for each in bound]
        return kept(groups, self.groups, bindings)

    def node_of(self, leaf: Leaf) -> int | None:
        """The node that shows the value of a leaf, if one does."""
        k = self.scope.get(leaf, -1)
        return k if k >= 0 else self.owners.get(k)

    def evaluate(self, words: list[Word], group: int | None = None) -> list[int]:
        """The operands that a line's words leave on the stack. group: of their nodes, unless a word has its own."""
        stack = self.stack()
        push, pop = stack.append, stack.pop
        scope = self.scope
        self.group = group
        for row, leaf, arity, place, own_group in words:
            if row is None:
                push(scope[leaf] if leaf in scope else self.leaf(leaf))
                continue
            self.group = group if own_group is None else own_group
            operands: tuple[int, ...]
            if arity == 1:
                last = pop()
                operands, some_fixed = (last,), last < 0
            elif arity == 2:
                last = pop()
                first = pop()
                operands, some_fixed = (first, last), first < 0 or last < 0
            else:
                operands = tuple(stack[len(stack) - arity :])
                del stack[len(stack) - arity :]
                some_fixed = min(operands, default=-1) < 0
            push(self.applied(row, operands, some_fixed, place))
        return stack

    def applied(self, row: Operation, operands: tuple[int, ...], some_fixed: bool, place: Place) -> int:
        """The node of a row at these operands: a known one, a new one, or a constant."""
        if row.expand is not None:
            return self.expanded(row, operands, place)
        if row.definition:
            return self.defined(row, operands, place)
        if some_fixed:
            if max(operands, default=-1) < 0:
                return self.fold(row, operands, place)
            if row.special is not None:
                row = row.special(tuple(slot for slot, k in enumerate(operands) if k < 0))
        equal = self.nodes_by_row[row]
        node = equal.get(operands) if self.share else None
        if node is None:
            node = equal[operands] = self.add(row, operands, place)
        elif place != self.places[node]:
            self.merged.setdefault(node, {})[place] = None
        return node

    def expanded(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The last node of a name that stands for several rows. Raises WrongShape."""
        assert row.expand is not None
        try:
            return row.expand(_Making(self, place), *operands)
        except Mismatch as mismatch:
            raise self.misfit(row, operands, [self.shape_of(k) for k in operands], str(mismatch), place) from None

    def defined(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The last node of a function of text; all of its nodes stand where it is called."""
        missing = len(row.parameters) - len(operands)
        preset = [self.leaf(value) for value in row.preset[len(row.preset) - missing :]]
        scope: dict[Leaf, int] = dict(zip(row.parameters, (*operands, *preset), strict=True))
        for number, line in enumerate(definition_of(row)):
            stack: list[int] = []
            for part, leaf, arity, _, _ in line.words:
                if part is None:
                    stack.append(scope[leaf] if leaf in scope else self.leaf(leaf))
                    continue
                x = tuple(stack[len(stack) - arity :])
                del stack[len(stack) - arity :]
                stack.append(self.applied(part, x, min(x, default=-1) < 0, place))
            scope[Bound(number, line.name or "")] = stack[-1]
        return stack[-1]

    def leaf(self, leaf: Leaf) -> int:
        """The constant that a number or an unbound name stands for."""
        if leaf not in self.literals:
            assert leaf is not None and not isinstance(leaf, Bound)
            self.literals[leaf] = self.add_constant(NAMED_CONSTANTS[leaf] if isinstance(leaf, str) else leaf)
            if isinstance(leaf, str):
                self.labels[self.literals[leaf]] = leaf
        return self.literals[leaf]

    def constant_of(self, k: int) -> Value:
        """The constant that rows have as their operand k, below 0."""
        return self.constants[-1 - k]

    def add_constant(self, value: Value) -> int:
        """The number, below 0, under which rows have a constant as their operand."""
        self.constants.append(value)
        return -len(self.constants)

    def fold(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The constant that a row of constants is; where it faults or overflows, a data node keeps the fault."""
        x = [self.constants[-1 - k] for k in operands]
        shape = self.inferred(row, operands, place)
        tick(math.prod(shape) + sum(map(np.size, x)))
        with np.errstate(all="ignore"):
            value, _, _, _, whole = outcome(row, x, shape)
        if not whole:
            return self.add_data(row, operands, value, place)
        if not shape:
            return self.leaf(value)
        key = (shape, value.tobytes())
        if key not in self.literals:
            self.literals[key] = self.add_constant(value)
            self.folded[self.literals[key]] = (row, operands)
        return self.literals[key]

    def inferred(self, row: Operation, operands: tuple[int, ...], place: Place) -> Shape:
        """The shape of a row's value at these operands. Raises WrongShape, and TooLarge past the bound on entries."""
        if self.flat and row.shape is None:
            return ()
        shapes = [self.shape_of(k) for k in operands]
        try:
            shape = row.shape(*shapes) if row.shape is not None else broadcast(*shapes)
        except Mismatch as mismatch:
            raise self.misfit(row, operands, shapes, str(mismatch), place) from None
        if shape:
            self.limits.check("axes", len(shape), "axes are taken", place)
            self.limits.check("entries", math.prod(shape), "entries may stand in one value", place)
            self.flat = False
        return shape

    def misfit(
        self, row: Operation, operands: tuple[int, ...], shapes: list[Shape], rule: str, place: Place
    ) -> WrongShape:
        """The error that names the operands' shapes and the rule."""
        shapes_of = self.point_shapes
        absent = [name for k, name in enumerate(self.inputs) if name not in shapes_of and self.feeds(k, operands)]
        return misfit(row, [self.name_of(k) for k in operands], shapes, rule, place, absent, self.typed)

    def feeds(self, source: int, targets: tuple[int, ...]) -> bool:
        """Whether a node's value goes into one of the targets."""
        seen, waiting = set(), [k for k in targets if k >= 0]
        while waiting:
            k = waiting.pop()
            if k == source:
                return True
            if k not in seen:
                seen.add(k)
                waiting += [operand for operand in self.operands[k] if operand >= 0]
        return False

    def name_of(self, k: int) -> str | None:
        """What a person calls an operand, if anything."""
        node = k if k >= 0 else self.owners.get(k, -1)
        return self.names[node] if node >= 0 else self.labels.get(k)

    def add(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The node of a row, appended. Raises TooLarge past the bound on nodes, WrongShape where it does not fit."""
        node = len(self.rows)
        if node >= self.most_nodes:
            self.limits.check("nodes", node + 1, "nodes are built", place)
        if not self.flat or row.shape is not None:
            self.add_shape(row, operands, place)
        self.rows.append(row)
        self.operands.append(operands)
        self.names.append(None)
        self.places.append(place)
        self.groups.append(self.group)
        return node

    def add_shape(self, row: Operation, operands: tuple[int, ...], place: Place) -> None:
        """The shape of the node to be added."""
        shape = self.inferred(row, operands, place)
        self.entries += math.prod(shape)
        self.limits.check("total_entries", self.entries, "entries are computed in all", place)
        if shape or row.shape is not None or any(map(self.shape_of, operands)):
            self.arrays.add(len(self.rows))
        self.all_shapes().append(shape)

    def all_shapes(self) -> list[Shape]:
        """The shapes of the nodes so far; those of numbers are not written one by one."""
        self.shapes += [()] * (len(self.rows) - len(self.shapes))
        return self.shapes

    def shape_of(self, k: int) -> Shape:
        """The shape of an operand: of node k, or of a constant where k < 0."""
        return self.all_shapes()[k] if k >= 0 else np.shape(self.constants[-1 - k])

    def add_data(self, row: Operation, operands: tuple[int, ...], value: Value, place: Place) -> int:
        """A data node, and the constant that its users see."""
        k = self.add_constant(value)
        self.owners[k] = self.add(row, operands, place)
        return k

    def bind(self, line: Line, k: int, group: int | None) -> int:
        """Name what a line computes; a line that only renames adds no node, and the first name stays.

        group: the call or the turn that the name belongs to.
        """
        name, times = line.name, 0
        if name is not None:
            if k < 0:
                k = self.bind_data(line, k)
            times = self.times_bound[name, group] = self.times_bound.get((name, group), 0) + 1
        node = k if k >= 0 else self.owners.get(k, -1)
        if name is not None and self.names[node] is None:
            self.names[node] = name
        self.bindings.append(Binding(name, times, node, len(self.rows), group))
        return k

    def bind_data(self, line: Line, k: int) -> int:
        """The constant of a data line's own node; another name of a data line keeps its node."""
        if k in self.owners:
            renames = len(line.words) == 1 and isinstance(line.words[0].leaf, Bound)
            if renames or self.names[self.owners[k]] is None:
                return k
        return self.add_data(DATA, (k,), self.constants[-1 - k], line.place)

    def check_outputs(self, stack: list[int], line: Line) -> None:
        """Several outputs are stacked, so they must share a shape."""
        shapes = [self.shape_of(k) for k in stack]
        for number, shape in enumerate(shapes[1:], 2):
            if shape != shapes[0]:
                both = f"output 1 {shape_phrase(shapes[0])}, output {number} {shape_phrase(shape)}"
                raise WrongShape(f"{both}: outputs must share a shape", line.place)

    def shown(self, k: int, place: Place) -> int:
        """The node that shows an output."""
        if k < 0 and k not in self.owners:
            k = self.add_data(DATA, (k,), self.constants[-1 - k], place)
        return k if k >= 0 else self.owners[k]
