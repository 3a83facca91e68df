"""Practice: the body that asks for a check, and the answer to it, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graphs.contract.state import Text, Value, validated
from graphs.contract.strict import Numbers, Real, Strict
from graphs.language.form import Form
from graphs.limits import Limits
from graphs.notation.names import Choice, id_of
from graphs.practice.cells import NoCell, cell_of
from graphs.practice.hints import RUNGS, hints
from graphs.practice.practice import Checked, practice
from graphs.strict_json import number, numbers, strict_json
from graphs.study import Study

VERSION = 1
MistakeKind = Literal[
    "rounding", "missing use", "sign", "value for partial", "other operand", "power not lowered",
    "exponent not brought down", "inner derivative", "inverted", "added twice", "tangent for adjoint", "transposed",
    "start", "degrees", "another point",
]  # fmt: skip
_CELL = "c3.value, c3.tangent:x1, c3.adjoint, c7-0.partial; an entry of an array behind: c3.adjoint[1,2]."


class Practice(BaseModel):
    """A check of typed numbers: the question as a trace has it, and what was typed into which cells."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: Text
    at: dict[Text, Value] = {}
    direction: dict[Text, Value] | None = None
    cotangent: Value | None = None
    wrt: Text | None = None
    share: bool = True
    names: Choice | None = None
    inputs: list[Text] | None = None
    form: Form | None = None
    draw: Annotated[int, Field(ge=0, le=2**53)] | None = Field(
        default=None, description="Draws the point: whole numbers and simple fractions, the same for the same number."
    )
    cells: list[Text] = Field(default=[], description=f"The blanks: {_CELL}")
    given: dict[Text, Text] = Field(
        default={}, description="Cell → what was typed: 48, -0.416, 3/4, sqrt(3)/2, 2e, 0,5, undefined, inf."
    )
    hints: dict[Text, Annotated[int, Field(ge=1, le=RUNGS)]] = Field(
        default={}, description="Cell → how many rungs of hints: 1 the rule, 2 the formula too, 3 the numbers too."
    )


class MistakeDocument(Strict):
    """What would have made a wrong number. edge: the use that it is about."""

    kind: MistakeKind
    message: str
    node: str | None
    edge: str | None


class CheckedDocument(Strict):
    """What was typed into a cell, checked. cell: its name by ids; null where there is none. read: the number; null
    where it could not be read, which `message` tells, and where `undefined` was typed. mistakes: the likeliest first;
    none is "not this yet".
    """

    cell: str | None
    right: bool
    read: Real
    message: str | None
    mistakes: list[MistakeDocument]


class HintDocument(Strict):
    """One rung. latex: a formula for each term of the cell."""

    kind: Literal["rule", "formula", "numbers"]
    text: str
    latex: list[str]


class Unknown(Strict):
    """A cell that is asked for and is not there."""

    cell: str
    message: str


class PracticeAnswer(Strict):
    """By given cell, whether it is right; hints, where they are asked for; blanks that are not there. at: the point,
    which may be a drawn one.
    """

    version: Literal[1]
    at: dict[str, Numbers]
    cells: dict[str, CheckedDocument]
    hints: dict[str, list[HintDocument]]
    unknown: list[Unknown]


def practice_from_body(body: bytes, limits: Limits) -> Practice:
    """The check that a JSON body asks for. Raises Unreadable, TooLarge or WrongRequest."""
    content = strict_json(body, limits)
    for key in ("cells", "given", "hints") if isinstance(content, dict) else ():
        if isinstance(content.get(key), dict | list):
            limits.check("cells", len(content[key]), f"cells may be asked for in {key}")
    return validated(Practice, content, limits)


def document(study: Study, asked: Practice, limits: Limits) -> dict[str, Any]:
    """The contract's answer to a check."""
    by_names = asked.names == "own"
    checked = practice(study, asked.given, limits, by_names)
    unknown: dict[str, str] = {}
    rungs: dict[str, list[dict[str, Any]]] = {}
    for name in (*asked.cells, *asked.hints):
        try:
            cell = cell_of(study, name, by_names)
        except NoCell as none:
            unknown[name] = str(none)
            continue
        if name in asked.hints:
            told = hints(study, cell, asked.hints[name])
            rungs[name] = [{"kind": each.kind, "text": str(each.text), "latex": [*each.latex]} for each in told]
    return {
        "version": VERSION,
        "at": {name: numbers(value) for name, value in study.point.items()},
        "cells": checked_document(checked),
        "hints": rungs,
        "unknown": [{"cell": name, "message": message} for name, message in unknown.items()],
    }


def checked_document(checked: Mapping[str, Checked]) -> dict[str, Any]:
    """Cells checked, as JSON has them."""
    return {name: _checked(each) for name, each in checked.items()}


def _checked(told: Checked) -> dict[str, Any]:
    return {
        "cell": None if told.cell is None else told.cell.id,
        "right": told.is_right,
        "read": number(told.read),
        "message": told.message,
        "mistakes": [
            {
                "kind": each.kind,
                "message": str(each.message),
                "node": None if each.node is None else id_of(each.node),
                "edge": None if each.edge is None else f"{id_of(each.edge.target)}-{each.edge.slot}",
            }
            for each in told.mistakes
        ],
    }
