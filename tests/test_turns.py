"""Small questions are answered while large ones wait for their turn."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient

from graphs.link import Trace
from web import turns

LARGE = "x*y  # " + "large " * 100


@pytest.mark.parametrize(
    ("trace", "small"),
    [
        (Trace(program="x*y", at={"x": 1.0}), True),
        (Trace(program="x*y", include=["steps", "svg", "code"]), True),
        (Trace(program="x*y", include=["symbolic"]), False),
        (Trace(program="x" * 500), False),  # with the point's braces
        (Trace(program="sum(x)", at={"x": [1.0] * 200}), False),
    ],
)
def test_what_is_small(trace: Trace, small: bool) -> None:
    assert turns.small(trace) is small


def test_small_ones_do_not_wait_and_large_ones_do_not_wait_for_ever(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.turns._PATIENCE", 0.01)
    paths = ("/", "/graph.svg", "/api/v1/trace", "/api/v1/step")
    with ExitStack() as taken:
        for _ in range(turns._AT_ONCE):
            taken.enter_context(turns.turn(Trace(program=LARGE)))
        assert [client.get(path, query_string={"e": "x*y"}).status_code for path in paths] == [200] * 4
        assert [client.get(path, query_string={"e": LARGE}).status_code for path in paths] == [503] * 4
    assert [client.get(path, query_string={"e": LARGE}).status_code for path in paths] == [200] * 4


def test_a_turn_ends_with_an_error_too(client: FlaskClient) -> None:
    for _ in range(2 * turns._AT_ONCE):
        assert client.get("/api/v1/trace", query_string={"e": "+" + LARGE.replace("x*y", "*")}).status_code == 400
    assert client.get("/api/v1/trace", query_string={"e": LARGE}).status_code == 200
