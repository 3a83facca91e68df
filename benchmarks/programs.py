"""Random programs in which every number matters: one text, read by Wengert and, as Python, by its peers.

A random graph makes a benchmark lie where nothing flows: under a node that no output uses, or behind an
`x - x`, an adjoint is 0, and a sweep that skips it looks fast. So here every node reaches the output, values
stay bounded and slopes away from 0 at the sample's point; whoever measures asserts `is_live` besides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from random import Random

SMALLEST, LARGEST = 1e-2, 4.0  # bounds on |value|: of two values' sum, difference and quotient one is always inside
FLATTEST = 1e-3  # the least slope

# Large programs are blocks of so many nodes on the same inputs, joined at the end, as a loss summed over
# examples is. Operands drawn from all of 100,000 nodes would measure the memory's caches, the floor's too.
BLOCK = 1_000

BINARY = ("+", "-", "*", "/")
UNARY = ("sin", "tanh", "exp")
FIXED = ("scale", "square")  # a constant times a node, and a node to the power of 2

Operation = tuple[str, int, int | float]  # name; a node; a node where BINARY, a constant where FIXED, else unused


@dataclass(frozen=True)
class Sample:
    """A program of one operation a line, its point, and its operations as data (nodes count from 0, inputs first)."""

    point: list[float]
    operations: list[Operation]
    text: str

    def __len__(self) -> int:
        return len(self.point) + len(self.operations)

    @property
    def inputs(self) -> list[str]:
        return [f"x{i + 1}" for i in range(len(self.point))]


def sample(nodes: int, inputs: int, seed: int) -> Sample:
    """The program of so many nodes, its inputs among them; the same for the same seed."""
    random = Random(seed)
    point = [random.uniform(0.3, 1.5) for _ in range(inputs)]
    values, operations = list(point), []
    unused = dict.fromkeys(range(inputs))  # an ordered set: joined oldest first, the depth stays logarithmic
    seen: set[Operation] = set()
    while len(values) < nodes:
        each = _drawn(random, len(values), inputs, unused, joining=len(unused) >= nodes - len(values))
        value = _live_value(each, values)
        if value is None or each in seen or _undoes(each, operations, inputs):
            continue  # an equal node would be shared, and the count wrong
        seen.add(each)
        operations.append(each)
        for operand in each[1:] if each[0] in BINARY else each[1:2]:
            unused.pop(int(operand), None)
        unused[len(values)] = None
        values.append(value)
    names = [f"x{i + 1}" if i < inputs else f"v{i + 1}" for i in range(nodes)]
    lines = (f"{names[inputs + i]} = {_written(each, names)}" for i, each in enumerate(operations))
    return Sample(point, operations, "\n".join(lines))


def different(nodes: int, inputs: int, seed: int) -> Iterator[Sample]:
    """Programs without end, no two of them with the same text."""
    seen = set()
    for k in count(seed):
        each = sample(nodes, inputs, k)
        if each.text not in seen:
            seen.add(each.text)
            yield each


def is_live(adjoints: Sequence[float | None]) -> bool:
    """Whether something flows to every node, and it is a finite number other than 0."""
    return all(each is not None and math.isfinite(each) and each != 0.0 for each in adjoints)


def _drawn(random: Random, nodes: int, inputs: int, unused: dict[int, None], joining: bool) -> Operation:
    """An operation on nodes of this block and inputs; when joining, on the two oldest that nothing uses yet."""

    def any_node() -> int:
        start = max(inputs, nodes - nodes % BLOCK)
        k = random.randrange(inputs + nodes - start)
        return k if k < inputs else k - inputs + start

    if joining:
        a, b = (*islice(unused, 2), any_node())[:2]
        return random.choice(BINARY), a, b
    name, a = random.choice(BINARY + UNARY + FIXED), any_node()
    if name in BINARY:
        return name, a, any_node()
    return name, a, {"scale": round(random.uniform(0.3, 2.0), 3), "square": 2}.get(name, 0)


def _undoes(operation: Operation, operations: list[Operation], inputs: int) -> bool:
    """Whether one operand is made of the other: x - x, or (a + b) - b, whose derivative by b cancels."""

    def parts(k: int | float) -> tuple[int | float, ...]:
        made = operations[int(k) - inputs] if k >= inputs else ("", -1, -1)
        return (k, *made[1:]) if made[0] in BINARY else (k, made[1])

    name, a, b = operation
    return name in BINARY and (b in parts(a) or a in parts(b))


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


def _written(operation: Operation, names: list[str]) -> str:
    name, a, b = operation
    if name in BINARY:
        return f"{names[a]} {name} {names[int(b)]}"
    if name in UNARY:
        return f"{name}({names[a]})"
    return f"{b} * {names[a]}" if name == "scale" else f"{names[a]}**{b}"
