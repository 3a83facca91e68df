"""Hints that the page applies by one click: the fixed program is accepted (tests/js/fix.test.js applies them)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphs import study
from graphs.errors import Problem
from web.problems import document

ROWS = json.loads((Path(__file__).parent / "js" / "fixes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["program"])
def test_the_table_holds_what_the_language_says(row: dict[str, Any]) -> None:
    with pytest.raises(Problem) as told:
        study(row["program"], row.get("at", {}))
    problem = document(told.value)
    assert {key: problem[key] for key in row["problem"]} == row["problem"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["fixed"] is not None], ids=lambda row: row["program"])
def test_a_fixed_program_is_accepted(row: dict[str, Any]) -> None:
    study(row["fixed"], row.get("at", {}))
