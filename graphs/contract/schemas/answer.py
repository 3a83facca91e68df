"""The answer's shape, key by key: what the OpenAPI document says of it, and what the tests hold every answer to.

Nothing here computes. A key that is not listed is refused, so that a new one is described on the day it is added.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from graphs.contract.paths import PathsDocument
from graphs.contract.reading import Reading
from graphs.contract.schemas.code import Code, CodeLines
from graphs.contract.state import Sweep
from graphs.contract.strict import Finite, FixDocument, Numbers, Place, Real, Strict
from graphs.notation.names import Choice

ByInput = dict[str, Numbers]
Shape = list[int]
Parts = list[str | list[str | None]]
_ROLES = (
    "A part is a string, or what is written, its role and its node's id or null; of a symbol in a sentence its LaTeX "
    "too. With `parts` in include."
)


class Written(Strict):
    """A closed form as text of the language and as LaTeX."""

    text: str
    latex: str


class Form(Written):
    """A closed form in the c's, and in the inputs; null where it is too long to be written."""

    inputs: Written | None


class Symbolic(Strict):
    """A node's closed forms."""

    value: Form | None
    tangents: dict[str, Form | None]
    adjoint: Form | None


class Hessian(Strict):
    """Second derivatives over all input entries, and what their eigenvalues say."""

    order: list[str]
    matrix: list[list[Finite]]
    eigenvalues: list[Real]
    definiteness: str
    decided: bool = Field(description="Whether rounding leaves the definiteness beyond doubt.")
    test: str | None


class HessianVector(Strict):
    """H v by input, and vᵀ H v, for the request's direction v."""

    product: ByInput
    along: Real


class Bearing(Strict):
    """One unit direction of the circle and the rate along it."""

    angle: Finite
    direction: ByInput
    rate: Finite
    mark: Literal["ascent", "descent"] | None


class Station(Strict):
    """One point of a path downhill."""

    at: ByInput
    value: Finite
    norm: Real


class Path(Strict):
    """A path downhill from the point, and how it ended."""

    step: Finite
    points: list[Station]
    stationary: bool
    tolerance: Finite
    note: str


class Paths(Strict):
    """Gradient descent and Newton's method."""

    gradient: Path
    newton: Path


class Directions(Strict):
    """The steepest directions at the point, their rates, and why they are so; null where there is none."""

    norm: Finite | None
    ascent: ByInput | None
    descent: ByInput | None
    rate: Finite | None
    statement: str
    parts: Parts | None = Field(default=None, description=f"The statement. {_ROLES}")
    circle: list[Bearing]
    paths: Paths | None


class Agreement(Strict):
    """Forward against reverse mode: the largest disagreement, and whether it is rounding."""

    residual: Real
    ok: bool


class Comparison(Strict):
    """The gradient against another's; nulls where nothing could be compared, and why in the note."""

    residual: Finite | None
    ok: bool | None
    note: str
    parts: Parts | None = Field(default=None, description="The note in parts, with `parts` in include.")


class Quotient(Strict):
    """The difference quotient at one h, and how far off it is."""

    h: Finite
    quotient: Finite | None
    error: Finite | None


class Quotients(Comparison):
    """The gradient against difference quotients along one direction."""

    table: list[Quotient]


class Checks(Strict):
    """The same gradient by other means; all but the first with `checks` in include."""

    tangent_gradient: Agreement
    differences: Quotients | None = None
    sympy: Comparison | None = None
    torch: Comparison | None = None


class Why(Strict):
    """The first node that made the output or a derivative undefined or infinite, and the usual remedy; its fix, where
    that writes the same function in another way."""

    node: str | None
    operand: str | None
    message: str
    outcome: Literal["undefined", "infinite"]
    remedy: str | None
    fix: FixDocument | None
    parts: Parts | None = Field(default=None, description=f"The message. {_ROLES}")


class Names(Strict):
    """What the nodes are called in every formula and sentence."""

    choice: Choice = Field(description="c: c1, c2, …; own: by the program's names, and its parts by their lines'.")
    wanted: Choice = Field(description="The request's choice, or the default: c for one line, own for several.")
    why_not_c: str | None = Field(description="Why the nodes cannot be called c1, c2, …; null where they can.")


class Input(Strict):
    """An input with the value it has at the point."""

    name: str
    node: str
    shape: Shape
    value: Numbers
    latex: str
    tangent: str | None = Field(
        default=None, description="The symbol of its tangent in LaTeX, with `parts` in include."
    )


class Result(Strict):
    """What the program's result is called: its last line's name, f, or out beside an f; and its adjoint in LaTeX."""

    text: str
    latex: str
    adjoint: str


class Symbols(Strict):
    """The symbols of a node's tangent and adjoint, in LaTeX."""

    tangent: str
    adjoint: str


class StepParts(Strict):
    """A step's rule, its numbers and its words in parts."""

    rule: Parts
    numbers: Parts
    words: Parts


class Node(Strict):
    """One node c1 … cn: its operation on its operands, its value, and both derivatives."""

    id: str
    name: str | None
    display_name: str = Field(description="What formulas and sentences call it; no two nodes share one.")
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
    group: str | None = Field(description="The innermost group that it stands in.")
    also: list[Place] | None = Field(default=None, description="Where the same stands again, for it is one node.")
    symbolic: Symbolic | None = Field(default=None, description="With `symbolic` in include.")
    symbols: Symbols | None = Field(default=None, description="With `parts` in include.")


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
    parts: Parts | None = Field(default=None, description=f"What comes back along it. {_ROLES}")


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
    parts: StepParts | None = Field(default=None, description=_ROLES)


class ReverseColumns(Strict):
    """By step of the reverse sweep: which node and edge, by their numbers from 0 (-1: the seed), and the numbers."""

    node: list[int]
    edge: list[int]
    before: list[Numbers]
    term: list[Numbers]
    after: list[Numbers]


class Columns(Strict):
    """The numbers by node, by edge and by step of the reverse sweep, each in their order; data pass nulls."""

    value: list[Numbers]
    tangents: dict[str, list[Numbers]]
    adjoint: list[Numbers] | None
    rule: list[str] = Field(description="By node, the rule of differentiation of its steps.")
    partial: list[Numbers]
    reverse: ReverseColumns | None


class Sweeps(Strict):
    """What the passes of one mode cost."""

    passes: int
    operations: int


class Stored(Sweeps):
    """The same, and the numbers that were kept for it."""

    stored: int


class Cost(Strict):
    """What the answer cost, and how that grows; a number of paths past 2^53 is text."""

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
    parts: Parts | None = Field(default=None, description=f"The message. {_ROLES}")


class Answer(Reading):
    """The contract's answer: the graph, its values, both sweeps, and the issues."""

    version: Literal[1]
    program: str
    url: str
    formula: list[str]
    names: Names
    inputs: list[Input]
    outputs: list[str]
    result: Result | None = Field(default=None, description="With `parts` in include.")
    nodes: list[Node]
    edges: list[Edge]
    value: Numbers
    gradient: ByInput | None
    jacobian: ByInput | None
    directional: Numbers
    hessian: Hessian | None
    no_hessian: str | None = Field(default=None, description="Why there is none, with `hessian` in include.")
    hessian_vector: HessianVector | None
    directions: Directions | None
    steps: list[Step]
    cost: Cost
    checks: Checks
    issues: list[Issue]
    columns: Columns | None = Field(default=None, description="With `columns` in include.")
    wording: str | None = Field(default=None, description="Stands for nodes and edges but numbers. With `columns`.")
    svg: str | None
    open: list[str] | None = Field(description="The ids of the groups that are open in `svg`; null: it has no boxes.")
    structure: str
    why: Why | None
    paths: PathsDocument | None = Field(default=None, description="Of the number that `paths` names.")
    symbolic_notes: list[str] | None = Field(default=None, description="What is left out, with `symbolic` in include.")
    code: Code | None = Field(default=None, description="With `code` in include.")
    code_lines: CodeLines | None = Field(default=None, description="With `code` in include.")


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
