"""Small questions are answered while large ones wait for their turn."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from graphs.limits import WEB
from graphs.link import Trace
from web import turns
from web.replies import SETTINGS
from web.settings import Settings

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
    assert turns.small(trace, WEB) is small


def test_small_ones_do_not_wait_and_large_ones_do_not_wait_for_ever(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(WEB, turn_seconds=0.01)
    monkeypatch.setitem(client.application.extensions, SETTINGS, Settings(limits=limits, rated=False))
    paths = ("/", "/graph.svg", "/api/v1/trace", "/api/v1/step")
    with ExitStack() as taken:
        for _ in range(WEB.large_at_once):
            taken.enter_context(turns.turn(Trace(program=LARGE), limits))
        assert [client.get(path, query_string={"e": "x*y"}).status_code for path in paths] == [200] * 4
        assert [client.get(path, query_string={"e": LARGE}).status_code for path in paths] == [503] * 4
    assert [client.get(path, query_string={"e": LARGE}).status_code for path in paths] == [200] * 4


def test_a_turn_ends_with_an_error_too(client: FlaskClient) -> None:
    for _ in range(2 * WEB.large_at_once):
        assert client.get("/api/v1/trace", query_string={"e": "+" + LARGE.replace("x*y", "*")}).status_code == 400
    assert client.get("/api/v1/trace", query_string={"e": LARGE}).status_code == 200
