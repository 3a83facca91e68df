"""What every part of the contract is made of: models that hold the listed keys and no others; places and fixes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

Finite = Annotated[float, Field(allow_inf_nan=False)]
Infinite = Literal["Infinity", "-Infinity"]
Real = TypeAliasType("Real", Finite | Infinite | None)
Numbers = TypeAliasType("Numbers", "Finite | Infinite | list[Numbers] | None")


class Strict(BaseModel):
    """What holds the listed keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class Place(Strict):
    """A stretch of the program: line and column count from 1, in characters."""

    line: int
    column: int
    length: int


class FixDocument(Strict):
    """A change of the program that keeps its mathematics: `text` takes the place of `length` characters from line and
    column on; `label` is what a button says."""

    line: int
    column: int
    length: int
    text: str
    label: str
