"""A line of JSON for every answer: what is needed to find a fault, and little of what a visitor typed."""

from __future__ import annotations

import json
import logging
import signal
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest

from tests.support.servers import served
from wengert.web.middleware.logs import Lines
from wengert.web.servers.development import Words
from wengert.web.settings import Settings

EVIL = 'EVIL\r\n\x1b[31m{"level": "fake"}\u2028'


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    formatted = [Lines().format(record) for record in caplog.records]
    assert all(len(text.splitlines()) == 1 and text.isprintable() and text.isascii() for text in formatted)
    return [json.loads(text) for text in formatted]


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wengert")


def test_every_answer_has_a_line_that_its_header_finds(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    response = client.get("/api/v1/trace?e=x", headers={"X-Request-Id": "EVIL"})
    (line,) = lines(caplog)
    assert line["milliseconds"] > 0 and line["time"].endswith("+00:00")
    assert line.items() >= {
        "level": "info", "message": "answered", "method": "GET", "route": "/api/v1/trace", "status": 200,
        "bytes": len(response.get_data()), "request": response.headers["X-Request-Id"],
    }.items()  # fmt: skip
    assert set(line) == {"time", "level", "message", "request", "method", "route", "status", "milliseconds", "bytes"}
    assert len(line["request"]) == 16 and client.get("/healthz").headers["X-Request-Id"] != line["request"]


@pytest.mark.parametrize(
    ("path", "status"), [("/", 422), ("/api/v1/trace", 422), ("/problems/EVIL", 404), ("/EVIL", 404)]
)
def test_nothing_that_was_typed_is_written_of_what_is_no_fault_of_ours(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    assert (
        client.get(path, query_string={"e": EVIL, "EVIL": EVIL}, headers={"User-Agent": "EVIL"}).status_code == status
    )
    client.post("/api/v1/trace", json={"program": EVIL})
    client.open("/", method="EVIL" * 100)
    told = lines(caplog)
    assert [line["status"] for line in told] == [status, 400, 405]
    assert "EVIL" not in json.dumps(told[:2]) and len(told[2]["method"]) == 20


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_of_a_fault_the_start_of_what_was_typed_and_the_traceback(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr("wengert.answers.study", lambda *a, **k: 1 / 0)
    typed = EVIL + "x" * 10_000
    sent = {"query_string": {"e": typed}} if method == "GET" else {"json": {"program": typed}}
    response = client.open("/api/v1/trace", method=method, **sent)
    assert response.status_code == 500 and "EVIL" not in response.get_data(as_text=True)
    fault, answered = lines(caplog)
    assert "ZeroDivisionError" in fault["traceback"] and len(fault["traceback"]) <= 4_000
    assert fault["request"] == answered["request"] == response.headers["X-Request-Id"]
    assert answered["level"] == "error" and "EVIL" in answered["asked"]
    assert len(answered["asked"]) == Settings().log_characters == 200


def test_a_fault_before_the_body_is_read_is_logged_too(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_be_read(*of: object, **named: object) -> bytes:
        raise BadRequest

    monkeypatch.setattr("wengert.web.routes.api.trace_sent", lambda: 1 / 0)
    monkeypatch.setattr("flask.wrappers.Request.get_data", cannot_be_read)
    response = client.post("/api/v1/trace", data=b"{}", content_type="application/json")
    assert response.status_code == 500
    assert lines(caplog)[-1]["asked"] == ""


@pytest.mark.parametrize(
    ("environ", "settings"),
    [
        ({}, Settings()),
        ({"WENGERT_METRICS": "TRUE", "WENGERT_LOG_CHARACTERS": "0"}, Settings(metrics=True, log_characters=0)),
        ({"WENGERT_METRICS": "0"}, Settings()),
    ],
)
def test_the_environment_decides(environ: dict[str, str], settings: Settings) -> None:
    assert Settings.from_environment(environ) == settings


@pytest.mark.parametrize(
    ("name", "text"), [("WENGERT_METRICS", "perhaps"), ("WENGERT_LOG_CHARACTERS", "-1"), ("WENGERT_LOG_CHARACTERS", "")]
)
def test_what_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({name: text})


def test_make_run_tells_its_address_and_ends_quietly() -> None:
    with served() as (process, address):
        with urlopen(address) as page:
            assert page.status == 200
        with pytest.raises(HTTPError), urlopen(f"{address}/nowhere"):
            pass
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[0] == b"" and process.returncode == 0


def test_make_run_tells_a_fault_in_words() -> None:
    record = logging.LogRecord("wengert", logging.ERROR, "wengert/web/middleware/logs.py", 1, "answered", None, None)
    record.fields = {"method": "GET", "route": "/", "status": 500}
    assert Words().format(record) == "error: answered (method GET, route /, status 500)"
    assert Words().format(logging.LogRecord("root", logging.WARNING, "", 1, "%s!", ("odd",), None)) == "warning: odd!"
