"""The parts of an answer that stand beside its graph: closed forms, second derivatives, directions, checks, code.

See schema.py for the answer itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

Finite = Annotated[float, Field(allow_inf_nan=False)]
Infinite = Literal["Infinity", "-Infinity"]
Real = TypeAliasType("Real", Finite | Infinite | None)
Numbers = TypeAliasType("Numbers", "Finite | Infinite | list[Numbers] | None")
ByInput = dict[str, Numbers]


class Strict(BaseModel):
    """What holds the listed keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


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
    """H v by input, and vᵀ H v, for the direction v that was asked for."""

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


class FixDocument(Strict):
    """A change of the program that keeps its mathematics: `text` takes the place of `length` characters from line and
    column on; `label` is what a button says."""

    line: int
    column: int
    length: int
    text: str
    label: str


class Why(Strict):
    """The first node that made the output or a derivative undefined or infinite, and the usual remedy; its fix, where
    that writes the same function in another way."""

    node: str | None
    operand: str | None
    message: str
    remedy: str | None
    fix: FixDocument | None


class Code(Strict):
    """The same computation in PyTorch and JAX, as scripts that assert what is shown."""

    pytorch: str
    jax: str


class CodeLine(Strict):
    """The line, from 1, that computes a node."""

    node: str
    line: int


class CodeLines(Strict):
    """Where each node stands in each script."""

    pytorch: list[CodeLine]
    jax: list[CodeLine]
