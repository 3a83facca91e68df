"""The reference data: numbers from sources that are not us."""

from __future__ import annotations

import json
from typing import Any

from tests.support.paths import DATA


def cases() -> list[dict[str, Any]]:
    """Worked examples with every intermediate number, from sources that are not us."""
    return json.loads((DATA / "cases.json").read_text())


def gallery() -> list[dict[str, Any]]:
    """The gallery's scalar programs, with references from an independent library."""
    entries = json.loads((DATA.parent.parent / "graphs" / "gallery.json").read_text())["entries"]
    arrays = ("[", "@", "softmax", "logdet", "normcdf2", "sum(", "mean(", "norm(", "dot(", "trace(")
    return [e for e in entries if not any(sign in e["program"] for sign in arrays)]


def bad_inputs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "bad_inputs.jsonl").read_text().splitlines()]
