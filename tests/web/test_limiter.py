"""How much one address may ask for: refused past the rate with Retry-After, and nobody else with it."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.servers import free_port
from tests.web.test_app import ASSIGNMENT, problem
from wengert.web.application import create_app
from wengert.web.middleware.counts import Steady
from wengert.web.middleware.limiter import address, install
from wengert.web.routes.assets import version
from wengert.web.settings import Settings

TRACE = "/api/v1/trace?e=x*y"


@pytest.fixture
def limited(tmp_path: Any) -> Any:
    """A client of an app with these rates; every call of it is a new app with counts of its own."""

    def made(**rates: Any) -> FlaskClient:
        app = create_app(replace(Settings(data=tmp_path), **rates))
        app.testing = False
        return app.test_client()

    return made


def statuses(client: FlaskClient, times: int, url: str = TRACE, **options: Any) -> list[int]:
    return [client.open(url, **options).status_code for _ in range(times)]


def refused(response: TestResponse) -> None:
    told = problem(response)
    assert (told["status"], told["type"]) == (429, "/problems/too-many")
    assert 0 <= int(response.headers["Retry-After"]) <= 61


def test_past_the_rate_an_address_is_refused_and_others_are_not(limited: Any) -> None:
    client = limited(rate="3 per minute")
    assert statuses(client, 4) == [200, 200, 200, 429]
    refused(client.get(TRACE))
    refused(client.post("/api/v1/trace", json=ASSIGNMENT))
    refused(client.get("/"))
    assert "3 per minute" in problem(client.get(TRACE))["detail"]
    assert statuses(client, 4, environ_base={"REMOTE_ADDR": "192.0.2.1"}) == [200, 200, 200, 429]


def test_an_answer_tells_what_is_left(limited: Any) -> None:
    client = limited(rate="3 per minute")
    told = [client.get(TRACE).headers for _ in range(2)]
    assert [(each["X-RateLimit-Limit"], each["X-RateLimit-Remaining"]) for each in told] == [("3", "2"), ("3", "1")]
    assert all("Retry-After" not in each for each in told)


@pytest.mark.parametrize("url", ["/healthz", "/readyz", "/metrics", f"/static/{version()}/css/tokens.css"])
def test_who_watches_and_static_files_are_never_refused(limited: Any, url: str) -> None:
    assert 429 not in statuses(limited(rate="1 per minute"), 4, url)


def test_the_page_that_explains_a_refusal_counts_as_any_other(limited: Any) -> None:
    client = limited(rate="2 per minute")
    assert statuses(client, 2, "/problems/too-many") == [200, 200]


def test_a_new_window_begins_anew(limited: Any) -> None:
    client = limited(rate="1 per 1 second")
    answers = statuses(client, 2)
    assert answers[0] == 200
    while answers[-1] != 200 or 429 not in answers:  # ends when the second is over; a slow machine may need a few
        answers += statuses(client, 1)


def test_rates_can_be_switched_off(limited: Any) -> None:
    client = limited(rate="1 per minute", rated=False)
    assert statuses(client, 3) == [200] * 3
    assert "X-RateLimit-Limit" not in client.get(TRACE).headers


HEAVY = [
    ({"include": ["steps", "svg", "code"]}, 0), ({"include": ["hessian"]}, 1), ({}, 0),
    ({"include": ["checks", "symbolic", "checks"]}, 2), ({"include": ["directions", "hessian"]}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("body", "cost"), HEAVY)
def test_heavy_readings_have_a_rate_of_their_own(limited: Any, body: dict[str, Any], cost: int) -> None:
    client = limited(rate_heavy="4 per minute")
    times = 4 // cost if cost else 6
    expected = [200] * times + [429] * (cost > 0)
    assert statuses(client, len(expected), "/api/v1/trace", method="POST", json={"program": "x*y", **body}) == expected
    assert client.get(TRACE).status_code == 200
    address = TRACE + "&include=" + ",".join(body.get("include", ["steps"]))
    assert client.get(address).status_code == (429 if cost else 200)


def test_a_plot_is_a_heavy_reading(limited: Any) -> None:
    client = limited(rate_heavy="2 per minute")
    told = {"method": "POST", "json": {"program": "x*y", "axes": ["x"]}}
    assert statuses(client, 3, "/api/v1/plot", **told) == [200, 200, 429]
    assert client.get(TRACE).status_code == 200


def test_links_are_counted_in_kilobytes(limited: Any) -> None:
    client = limited(rate_links="20 per minute")
    short, long = {"program": "x"}, {"program": "x # " + "y" * 9_500}
    assert client.post("/api/v1/links", json=short).status_code == 201
    assert client.post("/api/v1/links", json=long).status_code == 201
    response = client.post("/api/v1/links", json=long)
    refused(response)
    assert client.get(TRACE).status_code == 200


def test_a_link_counts_as_what_is_stored_of_it(limited: Any) -> None:
    """A text of six thousand bytes that is kept as eighteen thousand."""
    client = limited(rate_links="20 per minute")
    sent = json.dumps({"program": "x # " + "θ" * 3_000}, ensure_ascii=False).encode()
    assert len(sent) < 7_000
    told = {"method": "POST", "data": sent, "content_type": "application/json"}
    assert statuses(client, 2, "/api/v1/links", **told) == [201, 429]
    assert client.post("/api/v1/links", json={"program": "x"}).status_code == 429


def test_what_cannot_be_kept_counts_for_nothing(limited: Any) -> None:
    client = limited(rate_links="1 per minute")
    assert statuses(client, 2, "/api/v1/links", method="POST", data=b"{", content_type="application/json") == [400] * 2
    assert client.post("/api/v1/links", json={"program": "x"}).status_code == 201


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_counts_survive_a_clock_that_is_set(limited: Any, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    client, real = limited(rate="2 per 2 seconds"), time.time
    assert statuses(client, 3) == [200, 200, 429]
    monkeypatch.setattr(time, "time", lambda: real() + 3_600 * hours)
    refusal = client.get(TRACE)
    began = time.monotonic()
    if refusal.status_code == 429:  # else a slow machine took all of the window
        assert 0 <= int(refusal.headers["Retry-After"]) <= 2
    while client.get(TRACE).status_code == 429:
        assert time.monotonic() - began < 10
    assert time.monotonic() - began < 10


def test_counts_are_forgotten_when_their_window_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    counts = Steady()
    assert [counts.incr("a", 10), counts.incr("a", 10, 5), counts.incr("b", 100)] == [1, 6, 1]
    assert (counts.get("a"), counts.get("b"), counts.get("c")) == (6, 1, 0)
    assert counts.get_expiry("a") == pytest.approx(time.time() + 10, abs=1)
    now[0] += 11
    assert (counts.get("a"), counts.get("b")) == (0, 1) and counts.incr("a", 10) == 1
    now[0] += 200
    assert counts.incr("d", 1) == 1 and counts.reset() == 1  # all others were swept out


BROKEN = [
    (b"{", "application/json", 400), (b"{}", "text/plain", 415),
    (b'{"program": "x", "include": ["nope"]}', "application/json", 422), (b"[" * 1_000, "application/json", 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status"), BROKEN, ids=lambda each: str(each)[:20])
def test_what_cannot_be_read_is_no_fault_of_the_counts(
    limited: Any, caplog: pytest.LogCaptureFixture, body: bytes, kind: str, status: int
) -> None:
    client = limited(rate="2 per minute")
    sent = {"method": "POST", "data": body, "content_type": kind}
    assert statuses(client, 3, "/api/v1/trace", **sent) == [status, status, 429]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_without_redis_requests_go_on_are_counted_here_and_it_is_logged(
    limited: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = limited(rate="3 per minute", counts=f"redis://127.0.0.1:{free_port()}")
    assert statuses(client, 4) == [200, 200, 200, 429]
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [
        "Rate limit storage unreachable - falling back to in-memory storage"
    ]


SAME = [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::1", "::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("unix", "unix"), (None, "unknown"), ("", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("remote", "expected"), SAME)
def test_one_household_is_one_address(remote: str | None, expected: str) -> None:
    with Flask(__name__).test_request_context(environ_base={"REMOTE_ADDR": remote}):
        assert address() == expected


FORWARDED = {"X-Forwarded-For": "198.51.100.7, 203.0.113.1, 203.0.113.2", "X-Forwarded-Host": "evil.test",
             "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil", "X-Real-Ip": "198.51.100.9"}  # fmt: skip


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "192.0.2.1"), (1, "203.0.113.2"), (2, "203.0.113.1"), (4, "192.0.2.1")]
)
def test_only_trusted_proxies_are_believed_and_only_about_the_address(proxies: int, seen: str) -> None:
    app = Flask(__name__)
    install(app, Settings(trusted_proxies=proxies, rated=False))
    app.add_url_rule("/seen", view_func=lambda: [address(), request.host_url, request.script_root])
    answer = app.test_client().get("/seen", headers=FORWARDED, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.json == [seen, "http://localhost/", ""]


SETTINGS = [
    ("DATABASE_URL", "postgres://h/d", "database", "postgres://h/d"), ("RATELIMIT_STORAGE_URI", "redis://h", "counts", "redis://h"),
    ("PUBLIC_URL", "https://example.org/", "public_url", "https://example.org"), ("PUBLIC_URL", "", "public_url", ""),
    ("FLASK_RATELIMIT_ENABLED", "false", "rated", False), ("FLASK_RATELIMIT_ENABLED", "0", "rated", False),
    ("FLASK_RATELIMIT_ENABLED", "True", "rated", True), ("TRUSTED_PROXIES", "2", "trusted_proxies", 2),
    ("WENGERT_RATE", "9 per hour", "rate", "9 per hour"), ("WENGERT_RATE_HEAVY", "9/day", "rate_heavy", "9/day"),
    ("WENGERT_RATE_LINKS", "9/day", "rate_links", "9/day"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "field", "value"), SETTINGS)
def test_the_environment_decides(name: str, text: str, field: str, value: Any) -> None:
    settings = Settings.from_environment({name: text})
    assert settings == replace(Settings(), **{field: value})


@pytest.mark.parametrize(
    ("name", "text"),
    [("FLASK_RATELIMIT_ENABLED", "maybe"), ("TRUSTED_PROXIES", "-1"), ("TRUSTED_PROXIES", "all"), ("PUBLIC_URL", "example.org"),
     ("PUBLIC_URL", "https://h/path"), ("PUBLIC_URL", "javascript:alert(1)"), ("WENGERT_RATE", "many"), ("WENGERT_RATE_HEAVY", ""),
     ("WENGERT_RATE_LINKS", "1 per fortnight"), ("DATABASE_URL", "mysql://h/d"), ("DATABASE_URL", "sqlite:///x.db"),
     ("RATELIMIT_STORAGE_URI", "memcached://h"), ("RATELIMIT_STORAGE_URI", "")],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_told_at_start_by_its_name(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=name):
        create_app(Settings.from_environment({name: text}))
