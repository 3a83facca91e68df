"""Random programs in which every number matters: one text, read by Wengert and, as Python, by its peers.

A random graph makes a benchmark lie where nothing flows: under a node that no output uses, or behind an
`x - x`, an adjoint is 0, and a sweep that skips it looks fast. So here every node reaches the output, values
stay bounded and slopes away from 0 at the sample's point; whoever measures asserts `is_live` besides.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from random import Random

SMALLEST, LARGEST = 1e-2, 4.0  # bounds on |value|: of two values' sum, difference and quotient one is always inside
FLATTEST = 1e-3  # the least slope
FAINTEST = 1e-12  # the least adjoint

# Large programs are blocks of so many nodes on the same inputs, joined at the end, as a loss summed over
# examples is. Operands drawn from all of 100,000 nodes would measure the memory's caches, the floor's too.
BLOCK = 1_000

NEAR = 8  # how many of the oldest unused nodes one is joined with

# What is used once is written where it is used, as people do, up to so many operations a line.
LINE = 4

BINARY = ("+", "-", "*", "/")
UNARY = ("sin", "tanh", "exp")
FIXED = ("scale", "square")  # a constant times a node, and a node to the power of 2

Operation = tuple[str, int, int | float]  # name; a node; a node where BINARY, a constant where FIXED, else unused


@dataclass(frozen=True)
class Sample:
    """A program, its point, and its operations as data, in the text's order (nodes count from 0, inputs first)."""

    point: list[float]
    operations: list[Operation]
    text: str
    output: str

    def __len__(self) -> int:
        return len(self.point) + len(self.operations)

    @property
    def inputs(self) -> list[str]:
        return [f"x{i + 1}" for i in range(len(self.point))]


def sample(nodes: int, inputs: int, seed: int) -> Sample:
    """The program of so many nodes, its inputs among them; the same for the same seed."""
    random = Random(seed)
    point = [random.uniform(0.3, 1.5) for _ in range(inputs)]
    values = list(point)
    drawn: list[Operation] = []
    unused = dict.fromkeys(range(inputs))  # an ordered set: joined oldest first, the depth stays logarithmic
    seen: set[Operation] = set()
    while len(values) < nodes:
        joining = len(unused) >= nodes - len(values)  # from here on each node must use up two
        each = _drawn(random, len(values), inputs, unused, joining)
        value = _live_value(each, values)
        if value is None or each in seen or _may_cancel(each, drawn, inputs):
            continue  # an equal node would be shared, and the count wrong
        seen.add(each)
        drawn.append(each)
        for operand in _operands(each):
            unused.pop(operand, None)
        unused[len(values)] = None
        values.append(value)
    return _Writer(drawn, point).sample()


def different(nodes: int, inputs: int, seed: int) -> Iterator[Sample]:
    """Programs without end, no two of them with the same text."""
    seen = set()
    for k in count(seed):
        each = sample(nodes, inputs, k)
        if each.text not in seen:
            seen.add(each.text)
            yield each


def is_live(adjoints: Sequence[float | None]) -> bool:
    """Whether something flows to every node, and it is a finite number that is more than the rounding of a 0."""
    return all(each is not None and FAINTEST <= abs(each) < math.inf for each in adjoints)


def _operands(operation: Operation) -> list[int]:
    name, a, b = operation
    return [a, int(b)] if name in BINARY else [a]


def _drawn(random: Random, nodes: int, inputs: int, unused: dict[int, None], joining: bool) -> Operation:
    """An operation on nodes of this block and inputs; when joining, on two of the oldest that nothing uses yet."""

    def any_node() -> int:
        start = max(inputs, nodes - nodes % BLOCK)
        k = random.randrange(inputs + nodes - start)
        return k if k < inputs else k - inputs + start

    if joining:
        a, *near = islice(unused, NEAR)
        return random.choice(BINARY), a, random.choice(near or [any_node()])
    name, a = random.choice(BINARY + UNARY + FIXED), any_node()
    if name in BINARY:
        return name, a, any_node()
    return name, a, {"scale": round(random.uniform(0.3, 2.0), 3), "square": 2}.get(name, 0)


def _live_value(operation: Operation, values: list[float]) -> float | None:
    """The operation's value, or None where it, or one of its slopes, leaves the bounds."""
    name, a, b = operation
    x, y = values[a], values[int(b)] if name in BINARY else b
    value, *slopes = {
        "+": lambda: (x + y, 1.0, 1.0),
        "-": lambda: (x - y, 1.0, 1.0),
        "*": lambda: (x * y, y, x),
        "/": lambda: (x / y, 1.0 / y, x / y / y),
        "sin": lambda: (math.sin(x), math.cos(x)),
        "tanh": lambda: (math.tanh(x), 1.0 - math.tanh(x) ** 2),
        "exp": lambda: (math.exp(x), math.exp(x)),
        "scale": lambda: (y * x, y),
        "square": lambda: (x * x, 2.0 * x),
    }[name]()
    live = SMALLEST <= abs(value) <= LARGEST and all(abs(slope) >= FLATTEST for slope in slopes)
    return value if live else None


def _may_cancel(operation: Operation, drawn: list[Operation], inputs: int) -> bool:
    """Whether both operands hold the same term or factor, as in x - x, (a + b) - b or (a*b)/(c*b): there b cancels."""
    name, a, b = operation
    if name not in BINARY:
        return False
    alike = "+-" if name in "+-" else "*/"

    def parts(k: int, depth: int = 3) -> set[int]:
        if k < inputs or depth == 0 or drawn[k - inputs][0] not in alike:
            return {k}
        return {k}.union(*(parts(each, depth - 1) for each in _operands(drawn[k - inputs])))

    return not parts(a).isdisjoint(parts(int(b)))


class _Writer:
    """Operations in the order in which they were drawn → text, and the operations in the text's order."""

    def __init__(self, drawn: list[Operation], point: list[float]):
        self.drawn, self.point = drawn, point
        self.written: list[Operation] = []
        self.numbers = {i: i for i in range(len(point))}  # as drawn -> as written
        self.names = {i: f"x{i + 1}" for i in range(len(point))}
        self.inside = self._written_inside()

    def _written_inside(self) -> set[int]:
        """The nodes that stand inside their user's line."""
        uses = Counter(k for each in self.drawn for k in _operands(each))
        inside: set[int] = set()
        sizes = Counter[int]()
        for i, each in enumerate(self.drawn, len(self.point)):
            sizes[i] = 1
            for k in _operands(each):
                if uses[k] == 1 and k >= len(self.point) and sizes[i] + sizes[k] <= LINE:
                    inside.add(k)
                    sizes[i] += sizes[k]
        return inside

    def sample(self) -> Sample:
        lines: list[str] = []
        for i in range(len(self.point), len(self.point) + len(self.drawn)):
            if i not in self.inside:
                text = self._expression(i)
                self.names[i] = f"v{len(lines) + 1}"
                lines.append(f"{self.names[i]} = {text}")
        return Sample(self.point, self.written, "\n".join(lines), self.names[i])

    def _expression(self, i: int) -> str:
        """The text of a node's operation, its number given when its operands have theirs."""
        name, a, b = self.drawn[i - len(self.point)]
        operands = [self._operand(k, bare=name in UNARY) for k in _operands((name, a, b))]
        self.numbers[i] = len(self.point) + len(self.written)
        self.written.append((name, self.numbers[a], self.numbers[int(b)] if name in BINARY else b))
        if name in BINARY:
            return f"{operands[0]} {name} {operands[1]}"
        if name in UNARY:
            return f"{name}({operands[0]})"
        return f"{b} * {operands[0]}" if name == "scale" else f"{operands[0]}**{b}"

    def _operand(self, k: int, bare: bool) -> str:
        if k not in self.inside:
            return self.names[k]
        text = self._expression(k)
        return text if bare or self.drawn[k - len(self.point)][0] in UNARY else f"({text})"
