"""The table of sentences is up to date, and every sentence that can be said stands in it."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType
from typing import Any

import pytest

from graphs.explain import edge, moves, steps, uses
from graphs.operations.table import OPERATIONS
from scripts import sentences

SPEAKING: tuple[Any, ...] = (steps, moves, uses, edge)


def templates(module: ModuleType) -> set[str]:
    """The sentences that a room of words can say: what it hands to `clause`."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    handed = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "clause"]
    whole = [each for each in handed if not isinstance(each, ast.JoinedStr)]  # counts stand in the others
    return {node.value for each in whole for node in ast.walk(each) if isinstance(node, ast.Constant)}


def test_the_table_is_up_to_date_and_has_every_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()

    def heard(template: str, *fields: Any, **named: Any) -> Any:
        said.add(template)
        return plain(template, *fields, **named)

    plain = steps.clause
    for module in SPEAKING:
        monkeypatch.setattr(module, "clause", heard)
    written = sentences.text()
    assert written == sentences.PATH.read_text(encoding="utf-8"), "run python scripts/sentences.py"
    can_be_said = set().union(*map(templates, SPEAKING))
    assert {each for each in can_be_said if " " in each.strip()} - said == set()
    told = {line.split(" | ")[0].removeprefix("| ") for line in written.splitlines() if line.startswith("| ")}
    assert {row.name for row in OPERATIONS if row.arity[1]} <= told


@pytest.mark.parametrize(
    "stiff", ["This use", "times as far as -", "moves -", "together they stay", "rate -0 ", " 1 uses"]
)
def test_no_sentence_says_it_stiffly(stiff: str) -> None:
    assert stiff not in sentences.PATH.read_text(encoding="utf-8")
