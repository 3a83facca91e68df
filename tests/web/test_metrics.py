"""What is counted: by route and status, by stage, by cache; where it is told; and nothing that a visitor typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from graphs.limits import WEB
from graphs.picture import layout


@pytest.fixture(scope="module")
def watched() -> Iterator[FlaskClient]:
    from wengert.web.application import create_app
    from wengert.web.settings import Settings

    # With time for everything: a layout that has to be given up on a busy machine would not be known the next time.
    patient = replace(WEB, layout_seconds=120.0, answer_seconds=240.0, work_seconds=240.0, child_processor=120)
    with create_app(Settings(metrics=True, limits=patient)).test_client() as client:
        yield client


def told(client: FlaskClient) -> dict[str, float]:
    text = client.get("/metrics").get_data(as_text=True)
    return {name: float(x) for name, x in re.findall(r"^(wengert\S+) (\S+)$", text, re.MULTILINE)}


def grown(client: FlaskClient, path: str, **query: str) -> dict[str, float]:
    before = told(client)
    client.get(path, query_string=query)
    after = told(client)
    return {name: x - before.get(name, 0) for name, x in after.items() if x != before.get(name, 0)}


def test_it_is_shown_where_the_settings_open_it_alone(client: FlaskClient, watched: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert watched.get("/metrics").mimetype == "text/plain"


@pytest.mark.parametrize(
    ("path", "query", "counted"),
    [
        ("/api/v1/trace", {"e": "x"}, 'wengert_requests_total{route="/api/v1/trace",status="200"}'),
        ("/api/v1/trace", {"e": "x+"}, 'wengert_requests_total{route="/api/v1/trace",status="400"}'),
        ("/problems/nothing-such", {}, 'wengert_requests_total{route="/problems/<kind>",status="404"}'),
        ("/nowhere/at/all", {}, 'wengert_requests_total{route="none",status="404"}'),
        ("/api/v1/trace", {"e": "x"}, 'wengert_stage_seconds_count{stage="study"}'),
        ("/api/v1/trace", {"e": "x"}, 'wengert_stage_seconds_count{stage="document"}'),
        ("/api/v1/trace", {"e": "x", "include": "symbolic"}, 'wengert_stage_seconds_count{stage="symbolic"}'),
        ("/api/v1/trace", {"e": "x", "include": "checks"}, 'wengert_stage_seconds_count{stage="checks"}'),
        ("/graph.svg", {"e": "x"}, 'wengert_stage_seconds_count{stage="layout"}'),
        ("/graph.svg", {"e": "x"}, 'wengert_stage_seconds_count{stage="picture"}'),
        ("/graph.svg", {"e": "x"}, 'wengert_request_seconds_count{route="/graph.svg"}'),
    ],
)
def test_what_is_counted(watched: FlaskClient, path: str, query: dict[str, str], counted: str) -> None:
    assert grown(watched, path, **query)[counted] == 1


def test_a_known_structure_is_a_hit(watched: FlaskClient) -> None:
    program = "sin(x)*cos(y) + x*y - exp(x - y)*tanh(x*y*y)"
    first = grown(watched, "/graph.svg", e=program)
    again = grown(watched, "/graph.svg", e=program, x="7")
    assert first['wengert_layouts_total{cache="miss"}'] == 1
    assert again['wengert_layouts_total{cache="hit"}'] == 1
    assert 'wengert_layouts_total{cache="miss"}' not in again
    assert layout.cached().misses >= 1


def test_no_label_is_typed(watched: FlaskClient) -> None:
    watched.get("/EVIL1?e=EVIL2", headers={"Host": "EVIL3", "User-Agent": "EVIL4"})
    watched.open("/problems/EVIL5", method="EVIL6")
    assert "EVIL" not in watched.get("/metrics").get_data(as_text=True)
