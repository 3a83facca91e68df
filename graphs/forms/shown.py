"""What a form shows: a study, and how far which sweep has come.

A sweep shows the values and what it writes; without one all sweeps are shown at their ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from graphs.notation.names import id_of
from graphs.picture.boxes.picture import Places
from graphs.picture.boxes.scene import Scene
from graphs.picture.frame import ABSENT, PASSED, Cell, Frame, frame
from graphs.study import Study
from graphs.study.steps import Step

Part = Literal["step", "table", "derivation"]
Kinds = Literal["wide", "tall"]
_TITLE = 60  # characters


class Column(NamedTuple):
    """A quantity of all nodes. kind: value, tangent or adjoint; entry: the forward pass of a tangent, else empty."""

    kind: str
    entry: str
    cells: list[Cell]

    @property
    def slot(self) -> str:
        """Its name in the contract: value, tangent:x1, adjoint."""
        return f"{self.kind}:{self.entry}" if self.entry else self.kind


def title(program: str) -> str:
    """What a program is about, on one line: its last."""
    lines = program.strip().splitlines()
    return lines[-1][:_TITLE] if lines else "Program"


@dataclass(frozen=True)
class Shown:
    """A study as a form shows it.

    sweep: value, forward or reverse; None: all of them. entry: the forward pass. cursor: how many steps are done; None:
    all. part: of a document; None: its usual one. every_step: whether all steps of the sweep are told, or of all
    sweeps. scale: pixels by each of the picture's. theme: light or dark. animate: whether a picture plays the sweep.
    layout: of the picture. scene: what is drawn where there are boxes. url: the address that opens the page in this
    state. page: the state as a page's script takes it. home: where a server is, as https://host; empty: none is known.
    document, placed: the contract's answer, and by layout where everything stands in the picture, made when they are
    asked for.
    """

    study: Study
    document: Callable[[], dict[str, Any]]
    placed: Callable[[Kinds], Places]
    scene: Scene | None = None
    layout: Kinds = "wide"
    sweep: str | None = None
    entry: str | None = None
    cursor: int | None = None
    part: Part | None = None
    every_step: bool = False
    scale: float = 2.0
    theme: str = "light"
    animate: bool = False
    url: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    home: str = ""

    @property
    def query(self) -> str:
        """Of the link that opens the page in this state."""
        return self.url.partition("?")[2]

    @property
    def shown_sweep(self) -> str:
        """The sweep of the picture: without a choice the last one that there is."""
        return self.sweep or ("reverse" if self.study.adjoints is not None else "value")

    @cached_property
    def places(self) -> Places:
        """Where everything stands in the picture. Raises TooLarge, OutOfTime or Busy."""
        return self.placed(self.layout)

    @cached_property
    def frame(self) -> Frame:
        """The screen at the step."""
        return frame(self.study, self.shown_sweep, self.entry, self.cursor)

    @property
    def columns(self) -> list[Column]:
        """The quantities that are shown, from left to right."""
        if self.sweep is not None:
            return self._of(self.frame)
        frames = [frame(self.study, "value")]
        frames += [frame(self.study, "forward", entry) for entry in self.study.tangents]
        frames += [frame(self.study, "reverse")] * (self.study.adjoints is not None)
        return [self._of(each)[-1] for each in frames]

    def _of(self, at: Frame) -> list[Column]:
        values = [Column("value", "", [node.value for node in at.nodes])]
        if at.sweep == "value":
            return values
        entry = (at.entry or "") if at.sweep == "forward" else ""
        return [*values, Column(PASSED[at.sweep], entry, [node.derivative or ABSENT for node in at.nodes])]

    @property
    def current(self) -> Step | None:
        """The step that was done last."""
        return self.frame.current

    def steps(self) -> Iterator[Step]:
        """All steps of the sweep, or of all sweeps in their order."""
        if self.sweep is not None:
            yield from self.study.steps(self.sweep, self.entry)
            return
        yield from self.study.value_steps
        for steps in self.study.forward_steps.values():
            yield from steps
        yield from self.study.reverse_steps

    def edge_of(self, step: Step) -> str:
        """The id of the edge that a step passes; empty where it passes none."""
        if step.edge is None:
            return ""
        target, position = step.edge
        return f"{id_of(target)}-{self.study.graph.slots[target, position]}"
