"""Texts as people have them, each with what the policy of reading asks for: as typed, and pasted from public pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.support import as_typed
from tests.support.as_typed import Row, judged
from tests.support.paths import DATA

FILES = ("as_typed", "pasted", "worksheets", "collected", "further")
ROWS = [row for name in FILES for row in as_typed.rows(DATA / f"{name}.jsonl")]
# What falls short: no second reading can be offered as a text; `y . a.` is taken for an attribute; a brace that is closed
# inside of a bracket, and bars the wrong way round, are taken for mistakes.
SHORT = {
    "a144-f-unbound": as_typed.INCOMPLETE, "a146-eA": as_typed.INCOMPLETE, "p061-principal": as_typed.INCOMPLETE,
    "u033-future-value": as_typed.INCOMPLETE,
    "v006-utility-spaces": as_typed.REFUSED_WRONGLY,
    "v052-softplus-beta": as_typed.REFUSED_WRONGLY, "v053-relu-halves": as_typed.REFUSED_WRONGLY,
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_text_is_read_as_the_policy_says(client: FlaskClient, row: Row) -> None:
    verdict = judged(client, row)
    assert verdict.kind == SHORT.get(row["id"], as_typed.RIGHT), verdict
