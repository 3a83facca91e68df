"""How a text was read, as the contract has it: its form, notes at their places, and the groups of its nodes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from graphs.contract import groups
from graphs.contract.groups import GroupDocument
from graphs.contract.strict import FixDocument, Numbers, Strict
from graphs.language.form import Form
from graphs.language.program import NamedLiteral, Stated
from graphs.language.sheet import Note
from graphs.limits import Limits
from graphs.strict_json import numbers
from graphs.study import Study
from graphs.study.claims import Judged, judged


class NoteDocument(Strict):
    """What goes beyond the plain grammar: line and column count from 1, in characters."""

    line: int
    column: int
    length: int
    kind: Literal["left out", "read as", "input", "data", "product", "followed", "once", "other"]
    message: str
    fix: FixDocument | None = Field(description="The other reading, where there is one.")


class ClaimDocument(Strict):
    """What the text states beside its program."""

    line: int
    column: int
    length: int
    text: str
    about: str = Field(description="value, or what is derived by what: dL/dw")
    at: dict[str, Numbers] = Field(description="The point where it is compared, by input.")
    ours: Numbers = Field(description="The program's number there; null where there is none.")
    holds: bool | None = Field(description="Null where it cannot be decided.")


class LiteralDocument(Strict):
    """A name that the text gives a value: what a switch offers to be an input, or data."""

    name: str
    line: int
    column: int
    length: int
    value: Any = Field(description="What the text gives it: a number, or lists of numbers.")
    role: Literal["input", "data"]


class Reading(Strict):
    """How a text was read."""

    read_as: Form
    notes: list[NoteDocument]
    claims: list[ClaimDocument]
    groups: list[GroupDocument]
    literals: list[LiteralDocument]


def of(study: Study, limits: Limits) -> dict[str, Any]:
    """The keys of `Reading` for a study."""
    program = study.program
    return {
        "read_as": program.form,
        "notes": [_note(each) for each in sorted(program.notes, key=lambda note: note.place)],
        "claims": [_claim(each) for each in judged(program, study.point, limits)],
        "groups": groups.of(study.graph),
        "literals": [_literal(each) for each in program.literals],
    }


def _literal(literal: NamedLiteral) -> dict[str, Any]:
    role = "input" if literal.is_input else "data"
    return {"name": literal.name, **literal.place._asdict(), "value": numbers(literal.value), "role": role}


def _note(note: Note) -> dict[str, Any]:
    fix = None if note.fix is None else note.fix.document()
    return {**note.place._asdict(), "kind": note.kind, "message": note.message, "fix": fix}


def _claim(claim: Judged) -> dict[str, Any]:
    stated = claim.stated
    return {
        **stated.place._asdict(),
        "text": stated.text,
        "about": _about(stated),
        "at": {name: numbers(value) for name, value in claim.at.items()},
        "ours": numbers(claim.ours),
        "holds": claim.holds,
    }


def _about(stated: Stated) -> str:
    """value, or what is derived by what, as it is written in one line: dL/dw, d2f/dxdy."""
    if stated.about == "value":
        return "value"
    of = next((line.name for line in reversed(stated.of.of.lines) if line.name), "") or "f"
    if stated.about == "gradient":
        return f"gradient of {of}"
    order = str(len(stated.of.by)) if len(stated.of.by) > 1 else ""
    return f"d{order}{of}/" + "".join(f"d{name}" for name in stated.of.by)
