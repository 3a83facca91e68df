"""Ready exercises in the order in which courses teach. The data is ladder.json, which a teacher may copy and change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("ladder.json")


@dataclass(frozen=True)
class Stage:
    """A part of a guided sheet: what is done, and the cells that are blank. sweep: value, forward, reverse, or none."""

    title: str
    text: str
    sweep: str | None = None
    wrt: str | None = None
    cells: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One exercise. teaches: a sentence. at, direction, cotangent: as a trace takes them. cells: the blanks.

    stages: of a guided sheet, in place of cells of its own.
    """

    id: str
    title: str
    topic: str
    teaches: str
    program: str
    at: dict[str, Any]
    sweep: str
    cells: tuple[str, ...]
    wrt: str | None = None
    direction: dict[str, Any] | None = None
    cotangent: Any = None
    stages: tuple[Stage, ...] = ()


@cache
def ladder() -> tuple[Exercise, ...]:
    """All exercises, the first rung first; read once."""
    return tuple(_exercise(entry) for entry in json.loads(_DATA.read_text(encoding="utf-8"))["exercises"])


def _exercise(entry: dict[str, Any]) -> Exercise:
    stages = tuple(_stage(each) for each in entry.pop("stages", ()))
    cells = tuple(entry.pop("cells")) or tuple(cell for stage in stages for cell in stage.cells)
    return Exercise(**entry, cells=cells, stages=stages)


def _stage(entry: dict[str, Any]) -> Stage:
    fields: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in entry.items()}
    return Stage(**fields)
