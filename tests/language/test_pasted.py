"""The rows of the corpora can be judged, and the judge tells each kind of answer from the others."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import as_typed
from tests.support.as_typed import Row, verdict
from tests.support.paths import DATA

ROWS = [row for name in ("pasted", "worksheets") for row in as_typed.rows(DATA / f"{name}.jsonl")]

# A text with all that a row may ask for, and the answer that is right.
READ: Row = {
    "id": "chain", "form": "plain", "text": "w = 2\ny = w^2 + 1 = 5", "at": {},
    "expect": {"reading": "read", "value": 5.0, "gradient": {"w": 4.0}, "order": ["w"], "point": {"w": 2},
               "names": {"y": {"value": 5.0, "adjoint": 1.0}}, "left_out": 1, "claims": [{"text": "5", "holds": True}]},
}  # fmt: skip
ANSWER: dict[str, Any] = {
    "read_as": "plain", "value": 5.0, "gradient": {"w": 4.0}, "jacobian": None, "inputs": [{"name": "w", "value": 2.0}],
    "nodes": [{"name": "w", "value": 2.0, "adjoint": 4.0}, {"name": "y", "value": 5.0, "adjoint": 1.0}],
    "notes": [{"line": 2, "column": 13, "length": 1, "kind": "left out", "message": "", "fix": None}],
    "claims": [{"text": "y = 5", "holds": True}],
}  # fmt: skip
PROBLEM = {"type": "/problems/syntax", "detail": "write sin(x)", "hint": None, "fixes": []}
QUESTION = {"type": "/problems/two-readings", "detail": "0.5 or 0, 5", "hint": None,
            "fixes": [{"text": "0.5", "label": "a point"}, {"text": "0, 5", "label": "two"}]}  # fmt: skip


def expecting(reading: str, hint: str) -> Row:
    return {**READ, "expect": {"reading": reading, "hint": hint}}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The right answer with one place changed."""
    answer = copy.deepcopy(ANSWER)
    place: Any = answer
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return answer


def test_the_right_answer_is_right() -> None:
    assert verdict(READ, 200, ANSWER).kind == as_typed.RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        changed("value", to=5.0 + 1e-7),
        changed("value", to=[5.0]),
        changed("value", to=None),
        changed("gradient", "w", to=4.0 - 1e-7),
        changed("gradient", to={"w": 4.0, "e": 0.0}),
        changed("gradient", to={}),
        changed("gradient", to=None),
    ],
)
def test_other_numbers_are_silently_wrong(answer: dict[str, Any]) -> None:
    assert verdict(READ, 200, answer).kind == as_typed.SILENTLY_WRONG


@pytest.mark.parametrize(
    "answer",
    [
        changed("read_as", to="latex"),
        changed("inputs", to=[{"name": "v", "value": 2.0}]),
        changed("inputs", 0, "value", to=1.0),
        changed("nodes", 1, "name", to=None),
        changed("nodes", 1, "value", to=4.0),
        changed("nodes", 1, "adjoint", to=None),
        changed("notes", to=[]),
        changed("notes", 0, "kind", to="read as"),
        changed("claims", to=[]),
        changed("claims", 0, "text", to="y = 15"),
        changed("claims", 0, "holds", to=False),
        changed("claims", 0, "holds", to=None),
    ],
)
def test_right_numbers_with_something_else_told_are_incomplete(answer: dict[str, Any]) -> None:
    assert verdict(READ, 200, answer).kind == as_typed.INCOMPLETE


@pytest.mark.parametrize(
    ("row", "status", "answer", "kind"),
    [
        (expecting("refuse", "SIN(x)"), 400, PROBLEM, as_typed.RIGHT),
        (expecting("refuse", "cos(x)"), 400, PROBLEM, as_typed.INCOMPLETE),
        (expecting("refuse", "0.5"), 422, QUESTION, as_typed.ASKED_WRONGLY),
        (expecting("refuse", "sin(x)"), 200, ANSWER, as_typed.ACCEPTED_WRONGLY),
        (expecting("refuse", "sin(x)"), 500, {}, as_typed.REFUSED_WRONGLY),
        (expecting("ask", "two"), 422, QUESTION, as_typed.RIGHT),
        (expecting("ask", "0.5"), 422, {**QUESTION, "fixes": QUESTION["fixes"][:1]}, as_typed.INCOMPLETE),
        (expecting("ask", "sin(x)"), 400, PROBLEM, as_typed.REFUSED_WRONGLY),
        (expecting("ask", "0.5"), 200, ANSWER, as_typed.ACCEPTED_WRONGLY),
        (READ, 400, PROBLEM, as_typed.REFUSED_WRONGLY),
        (READ, 422, QUESTION, as_typed.ASKED_WRONGLY),
    ],
)
def test_problem_documents_are_told_apart(row: Row, status: int, answer: dict[str, Any], kind: str) -> None:
    assert verdict(row, status, answer).kind == kind


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_says_what_is_expected_and_where_it_is_from(row: Row) -> None:
    expect = row["expect"]
    assert set(row) == {"id", "form", "text", "at", "expect", "why", "source"} and all(
        row[key] for key in set(row) - {"at"}
    )
    assert row["form"] in ("plain", "python", "latex")
    if expect["reading"] == "read":
        derivative = expect["gradient"] if "gradient" in expect else expect["jacobian"]
        assert ("jacobian" in expect) == isinstance(expect["value"], list)
        assert set(expect.get("order", derivative)) == set(derivative) >= set(expect.get("point", ()))
    else:
        assert set(expect) == {"reading", "hint"} and expect["reading"] in ("refuse", "ask")


def test_no_two_rows_are_one() -> None:
    key: Callable[[Row], Any]
    for key in (lambda row: row["id"], lambda row: (row["text"], str(row["at"]))):
        assert len({key(row) for row in ROWS}) == len(ROWS)
