"""The answer's shape, key by key: what the OpenAPI document says of it, and what the tests hold every answer to.

The rooms of `graphs` make the answer; nothing here computes. A key that is not listed is refused, so that a new one
is described on the day it is added.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, RootModel

from graphs.contract.parts import (
    ByInput,
    Checks,
    Code,
    CodeLines,
    Directions,
    FixDocument,
    Hessian,
    HessianVector,
    Numbers,
    Real,
    Strict,
    Symbolic,
    Why,
)
from graphs.contract.state import Sweep

Shape = list[int]


class Input(Strict):
    """An input with the value it has at the point."""

    name: str
    node: str
    shape: Shape
    value: Numbers
    latex: str


class Place(Strict):
    """A stretch of the program: line and column count from 1, in characters."""

    line: int
    column: int
    length: int


class Node(Strict):
    """One node c1 … cn: its operation on its operands, its value, and both derivatives."""

    id: str
    name: str | None
    operation: str
    operands: list[str]
    text: str
    latex: str
    symbol: str
    label: str | None
    shape: Shape
    value: Numbers
    tangents: dict[str, Numbers]
    adjoint: Numbers
    issue: str | None
    place: Place | None
    symbolic: Symbolic | None = Field(default=None, description="With `symbolic` in include.")


class Edge(Strict):
    """One use of an operand, and the local derivative along it."""

    id: str
    source: str = Field(alias="from")
    to: str
    slot: int
    partial: Numbers
    elementwise: bool
    text: str
    latex: str


class Chain(Strict):
    """The chain rule with its shapes, in LaTeX, in both layouts."""

    numerator: str
    denominator: str


class Step(Strict):
    """One step of a sweep: the slot that it writes, what that held before, what is added, what it holds after."""

    index: int
    sweep: Sweep
    node: str
    edge: str | None
    slot: str
    before: Numbers
    term: Numbers
    after: Numbers
    rule: str
    latex: str | None
    numbers: str | None
    text: str | None
    chain: Chain | None


class Sweeps(Strict):
    """What the passes of one mode cost."""

    passes: int
    operations: int


class Stored(Sweeps):
    """The same, and the numbers that were kept for it."""

    stored: int


class Cost(Strict):
    """What the answer cost, and how that grows; a number of paths past 2^53 is told as text."""

    forward: Sweeps
    reverse: Stored
    paths: dict[str, int | str]
    edges: int
    growth: list[str]


class Issue(Strict):
    """One thing to know about the answer, with the node where it starts."""

    node: str | None
    kind: Literal["domain", "overflow", "undefined", "underflow", "infinite slope", "not differentiable",
                  "unused input", "missing input", "limit", "hint"]  # fmt: skip
    message: str
    choice: Real
    slopes: list[Real] | None
    fix: FixDocument | None


class Answer(Strict):
    """The contract's answer: the graph, its values, both sweeps, and what must be told of them."""

    version: Literal[1]
    program: str
    url: str
    formula: list[str]
    inputs: list[Input]
    outputs: list[str]
    nodes: list[Node]
    edges: list[Edge]
    value: Numbers
    gradient: ByInput | None
    jacobian: ByInput | None
    directional: Numbers
    hessian: Hessian | None
    hessian_vector: HessianVector | None
    directions: Directions | None
    steps: list[Step]
    cost: Cost
    checks: Checks
    issues: list[Issue]
    svg: str | None
    structure: str
    why: Why | None
    code: Code | None = Field(default=None, description="With `code` in include.")
    code_lines: CodeLines | None = Field(default=None, description="With `code` in include.")


class Secant(Strict):
    """The line through the point and the one at a distance h."""

    h: float
    value: Real
    slope: Real


class Line(Strict):
    """An output along one input entry; a value is null where it is undefined, or the line breaks."""

    along: str
    at: float
    value: Real
    slope: Real
    sides: list[Real] | None
    note: str
    points: list[float]
    values: list[Real]
    secants: list[Secant]


class Grid(Strict):
    """An output over two input entries; `values` has a row for each y."""

    axes: list[str]
    at: list[float]
    value: Real
    gradient: list[Real]
    note: str
    x: list[float]
    y: list[float]
    values: list[list[Real]]


class PlotAnswer(RootModel[Line | Grid]):
    """With one axis a line, with two a grid."""


class ProblemDocument(Strict):
    """What went wrong (RFC 9457), and where in the program: line and column count from 1, in characters."""

    type: str
    title: str
    status: int
    detail: str
    line: int | None
    column: int | None
    length: int | None
    hint: str | None
    fixes: list[FixDocument] = Field(default_factory=list)


class Kept(Strict):
    """The short address of a kept state."""

    url: str


class Health(Strict):
    """The main job works."""

    status: Literal["ok"]


class Readiness(Strict):
    """This process shall be sent requests. checks: what no answer can do without."""

    status: Literal["ready"]
    checks: dict[str, Literal["ok"]]
    links: Literal["ok", "away", "full"]
