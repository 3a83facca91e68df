"""The answers of routes beside traces and plots."""

from __future__ import annotations

from typing import Literal

from graphs.contract.schemas.answer import Step
from graphs.contract.strict import Strict


class Steps(Strict):
    """Steps of one sweep, one after the other."""

    steps: list[Step]


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
