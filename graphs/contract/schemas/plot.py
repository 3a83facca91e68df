"""The shape of what plots are drawn from, key by key."""

from __future__ import annotations

from pydantic import RootModel

from graphs.contract.schemas.answer import Parts
from graphs.contract.strict import Real, Strict


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
    note_parts: Parts
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
    note_parts: Parts
    x: list[float]
    y: list[float]
    values: list[list[Real]]


class PlotAnswer(RootModel[Line | Grid]):
    """With one axis a line, with two a grid."""
