"""Program → Graph: read once, word by word, with a stack; shapes are inferred on the way, before anything runs.

Equal nodes (the same operation on the same operands in the same order) are one unless sharing is off; constants
fold into the operation that uses them; nothing is reordered or simplified.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from graphs.algebra import MATMUL
from graphs.elementwise import DATA, INPUT
from graphs.entries import found
from graphs.errors import Place, WrongBinding, WrongShape, shown
from graphs.graph import NAMED_CONSTANTS, Graph, Value, natural
from graphs.language import Line, Program
from graphs.limits import DOOR, Limits
from graphs.rows import Mismatch, Operation, Shape, broadcast
from graphs.shapes import said


def build(
    program: Program, given: Mapping[str, Shape] | None = None, share: bool = True, limits: Limits = DOOR
) -> Graph:
    """The graph of a program.

    given: the names that the point binds, with their shapes; those that the program does not use become unused
    inputs, free names that are not given are numbers.
    share: whether equal subexpressions are one node.
    Raises WrongBinding where the point binds a name that the program assigns before it reads it, WrongShape at the
    operation whose operands do not fit, and TooLarge past the bounds on nodes, inputs and entries.
    """
    given = given or {}
    return Builder(inputs_of(program, set(given), limits), given, share, limits).run(program.lines)


def inputs_of(program: Program, given: set[str], limits: Limits) -> list[str]:
    """Free names (read before a line binds them) and the point's own, in natural order."""
    free: set[str] = set()
    assigned: set[str] = set()
    for line in program.lines:
        free |= line.reads - assigned
        if line.name is not None:
            assigned.add(line.name)
    if not NAMED_CONSTANTS.keys().isdisjoint(free):
        free -= NAMED_CONSTANTS.keys() - given
    for name in sorted(given & assigned - free) if given else ():
        raise WrongBinding(f"the program assigns {shown(name)} before it reads it, so the point cannot bind it")
    names = sorted(free | given, key=natural)
    if len(names) > limits.inputs:
        limits.check("inputs", len(names), "inputs are taken")
    return names


class Builder:
    """A graph while it grows. stack: makes the stack that each line's words leave their operands on."""

    stack: type[list[int]] = list

    def __init__(self, inputs: list[str], given: Mapping[str, Shape], share: bool, limits: Limits):
        count = len(inputs)
        self.inputs, self.given, self.share, self.limits = inputs, given, share, limits
        self.most_nodes = limits.nodes
        self.rows: list[Operation] = [INPUT] * count
        self.operands: list[tuple[int, ...]] = [()] * count
        self.shapes: list[Shape] = [given.get(name, ()) for name in inputs]
        self.names: list[str | None] = list(inputs)
        self.places: list[Place | None] = [None] * count
        self.constants: list[Value] = []
        self.labels: dict[int, str] = {}
        self.folded: dict[int, tuple[Operation, tuple[int, ...]]] = {}
        self.owners: dict[int, int] = {}
        self.flat = not any(given.values())  # no array so far: nothing to infer
        self.arrays: set[int] = set() if self.flat else {k for k, shape in enumerate(self.shapes) if shape}
        self.entries = count if self.flat else sum(map(math.prod, self.shapes))
        self.scope: dict[str, int] = {name: k for k, name in enumerate(inputs)}
        self.bindings: dict[str, int] = dict.fromkeys(inputs, 1)
        self.known: dict[Operation, dict[tuple[int, ...], int]] = defaultdict(dict)
        self.literals: dict[object, int] = {}

    def run(self, lines: list[Line]) -> Graph:
        for line in lines:
            stack = self.evaluate(line)
            if line.name is not None:
                self.bind(line, stack[0])
        if len(stack) > 1:
            self.check_outputs(stack, lines[-1])
        outputs = tuple([self.shown(k, lines[-1].place) for k in stack])
        return Graph(tuple(self.inputs), self.rows, self.operands, self.all_shapes(), self.names, self.places,
                     self.constants, self.labels, self.folded, self.owners,
                     frozenset(self.arrays), outputs)  # fmt: skip

    def evaluate(self, line: Line) -> list[int]:
        """The operands that the line's words leave on the stack."""
        stack = self.stack()
        push, pop = stack.append, stack.pop
        scope, known, share, add = self.scope, self.known, self.share, self.add
        for row, leaf, arity, place in line.words:
            if row is None:
                push(scope[leaf] if leaf in scope else self.leaf(leaf))
                continue
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
            if some_fixed:
                if max(operands, default=-1) < 0:
                    push(self.fold(row, operands, place))
                    continue
                if row.special is not None:
                    row = row.special(tuple(slot for slot, k in enumerate(operands) if k < 0))
            equal = known[row]
            node = equal.get(operands) if share else None
            if node is None:
                node = equal[operands] = add(row, operands, place)
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

    def add_constant(self, value: Value) -> int:
        self.constants.append(value)
        return -len(self.constants)

    def fold(self, row: Operation, operands: tuple[int, ...], place: Place) -> int:
        """The constant that a row of constants is; where it faults or overflows, a data node keeps the fault."""
        x = [self.constants[-1 - k] for k in operands]
        shape = self.inferred(row, operands, place)
        with np.errstate(all="ignore"):
            value, _, _, _, whole = found(row, x, shape)
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
        """The error that names the operands' shapes and the rule; inputs that are not given are asked for."""
        sides = ("the left side", "the right side") if row.text.startswith("{0} ") else None
        told: list[str] = []
        for slot, (k, shape) in enumerate(zip(operands, shapes, strict=True)):
            one = "the argument" if len(operands) == 1 else sides[slot] if sides else f"argument {slot + 1}"
            one = "the condition" if row.chooses and slot == 0 else one
            said_of = f"{self.name_of(k) or one} {said(shape)}"
            if said_of not in told and len(told) < 4:
                told.append(said_of)
        message = f"{', '.join(told)}: {rule}" if told else rule
        absent = [name for k, name in enumerate(self.inputs) if name not in self.given and self.feeds(k, operands)]
        if absent:
            names = " and ".join(absent)
            counts = "is not given and counts" if len(absent) == 1 else "are not given and count"
            return WrongShape(f"{message}; {names} {counts} as 1", place, f"give {names} a value, such as [1, 2]")
        return WrongShape(message, place, self.turned(row, operands, shapes))

    def turned(self, row: Operation, operands: tuple[int, ...], shapes: list[Shape]) -> str | None:
        """The matrix product that would fit if one side were transposed, where both have names."""
        names = [self.name_of(k) for k in operands]
        if row is not MATMUL or None in names or not all(shapes):
            return None
        (a, b), (left, right) = shapes, names
        if len(a) == 2 and a[0] == b[0]:
            return f"{left}.T @ {right} would fit"
        return f"{left} @ {right}.T would fit" if len(b) == 2 and a[-1] == b[1] else None

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
        node = len(self.rows)
        if node >= self.most_nodes:
            self.limits.check("nodes", node + 1, "nodes are built", place)
        if not self.flat or row.shape is not None:
            self.add_shape(row, operands, place)
        self.rows.append(row)
        self.operands.append(operands)
        self.names.append(None)
        self.places.append(place)
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
        return self.all_shapes()[k] if k >= 0 else np.shape(self.constants[-1 - k])

    def add_data(self, row: Operation, operands: tuple[int, ...], value: Value, place: Place) -> int:
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

    def check_outputs(self, stack: list[int], line: Line) -> None:
        """Several outputs are stacked, so they must share a shape."""
        shapes = [self.shape_of(k) for k in stack]
        for number, shape in enumerate(shapes[1:], 2):
            if shape != shapes[0]:
                message = f"output 1 {said(shapes[0])}, output {number} {said(shape)}: outputs must share a shape"
                raise WrongShape(message, line.place)

    def shown(self, k: int, place: Place) -> int:
        """The node that shows an output."""
        if k < 0 and k not in self.owners:
            k = self.add_data(DATA, (k,), self.constants[-1 - k], place)
        return k if k >= 0 else self.owners[k]
