"""Health is the main job; readiness is what traffic needs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from wengert.web.routes import health


def test_healthy_is_who_computes_the_assignments_gradient(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    monkeypatch.setattr("wengert.web.routes.health.works", lambda: False)
    assert client.get("/healthz").status_code == 500


def test_ready_tells_every_check_and_goes_on_without_links(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = {"status": "ready", "checks": dict.fromkeys(health.VITAL, "ok"), "links": "ok"}
    assert client.get("/readyz").json == ready
    monkeypatch.setattr("wengert.store.Store.works", lambda self: False)
    assert client.get("/readyz").json == ready | {"links": "away"}


def test_a_full_disk_is_shown_and_all_else_goes_on(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wengert.store.FREE", 1 << 60)
    told = client.get("/readyz")
    assert told.status_code == 200 and told.json["links"] == "full"
    assert client.get("/api/v1/trace?e=x*y").status_code == 200


@pytest.mark.parametrize("name", health.VITAL)
def test_whatever_is_vital_and_fails_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(health.VITAL, name, lambda: False)
    response = client.get("/readyz")
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")
    assert name in response.json["detail"]


def test_a_process_that_stops_wants_no_more(client: FlaskClient) -> None:
    health.stopping.set()
    try:
        assert client.get("/readyz").json["type"] == "/problems/not-ready"
        assert client.get("/healthz").status_code == 200
    finally:
        health.stopping.clear()
    assert client.get("/readyz").status_code == 200
