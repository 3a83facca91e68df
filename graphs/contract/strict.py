"""What every part of the contract is made of: models that hold the listed keys and no others; a fix."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """What holds the listed keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class FixDocument(Strict):
    """A change of the program that keeps its mathematics: `text` takes the place of `length` characters from line and
    column on; `label` is what a button says."""

    line: int
    column: int
    length: int
    text: str
    label: str
