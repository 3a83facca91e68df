"""What the body of a plot may ask for."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from graphs.contract.state import Number, Text, Value, validated
from graphs.errors import WrongRequest
from graphs.limits import Limits
from graphs.strict_json import strict_json


class Plot(BaseModel):
    """The body of a plot: one axis or two, each an input entry, and the range of the view along each."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: Text
    at: dict[Text, Value] = {}
    share: bool = True
    axes: Annotated[list[Text], Field(min_length=1, max_length=2)]
    ranges: list[Annotated[list[Number], Field(min_length=2, max_length=2)]] | None = None


def plot_from_body(body: bytes, limits: Limits) -> Plot:
    """The plot that a JSON body asks for. Raises Unreadable, TooLarge or WrongRequest."""
    plot = validated(Plot, strict_json(body, limits), limits)
    if plot.ranges is not None and len(plot.ranges) != len(plot.axes):
        raise WrongRequest("'ranges' must hold one range for each of the axes")
    return plot
