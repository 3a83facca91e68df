"""How a text was read, as the contract has it: its form, and notes at their places."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from graphs.contract.strict import FixDocument, Strict
from graphs.language.form import Form
from graphs.language.sheet import Note
from graphs.study import Study


class NoteDocument(Strict):
    """What goes beyond the plain grammar: line and column count from 1, in characters."""

    line: int
    column: int
    length: int
    kind: Literal["left out", "read as", "input", "data", "product", "followed", "once", "other"]
    message: str
    fix: FixDocument | None = Field(description="The other reading, where there is one.")


class Reading(Strict):
    """How a text was read."""

    read_as: Form
    notes: list[NoteDocument]


def of(study: Study) -> dict[str, Any]:
    """The keys of `Reading` for a study."""
    return {"read_as": study.program.form, "notes": [_note(each) for each in study.program.notes]}


def _note(note: Note) -> dict[str, Any]:
    fix = None if note.fix is None else note.fix.document()
    return {**note.place._asdict(), "kind": note.kind, "message": note.message, "fix": fix}
