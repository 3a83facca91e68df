"""gzip without nginx: what is worth it and accepted, with an ETag of its own, and never a wrong answer from a cache."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from wengert.web.middleware.compression import LEAST
from wengert.web.routes.assets import version

TRACE = "/api/v1/trace?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2"
LARGE = ["/", "/examples", TRACE, "/graph.svg?e=x*y", "/api/v1/openapi.json", f"/static/{version()}/css/page.css"]
SMALL = ["/healthz", "/api/v1/trace?e=x%2B", "/nowhere", f"/static/{version()}/favicon.svg"]
FONT = f"/static/{version()}/vendor/katex/fonts/KaTeX_Main-Regular.woff2"


def get(client: FlaskClient, url: str, accept: str | None = "gzip, deflate, br, zstd", **headers: Any) -> TestResponse:
    if accept is not None:
        headers["Accept-Encoding"] = accept
    return client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})


def varies(url: str) -> str:
    """The page's address answers Markdown too."""
    return "Accept, Accept-Encoding" if url == "/" else "Accept-Encoding"


@pytest.mark.parametrize("url", LARGE)
def test_what_is_large_is_compressed_for_who_accepts_it(client: FlaskClient, url: str) -> None:
    plain, packed = get(client, url, None), get(client, url)
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert packed.content_length == len(packed.get_data()) < len(plain.get_data()) / 2
    assert packed.headers["Vary"] == plain.headers["Vary"] == varies(url)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert client.head(url, headers={"Accept-Encoding": "gzip"}).content_length == packed.content_length


@pytest.mark.parametrize("url", LARGE)
def test_either_form_is_asked_after_with_its_etag(client: FlaskClient, url: str) -> None:
    for accept in (None, "gzip"):
        etag = get(client, url, accept).headers["ETag"]
        again = get(client, url, accept, If_None_Match=etag)
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Vary"] == varies(url) and "Content-Encoding" not in again.headers
        assert get(client, url, accept, If_None_Match='"another-gzip"').status_code == 200
        assert get(client, url, accept, If_None_Match=f'"another-gzip", {etag}').status_code == 304


@pytest.mark.parametrize(
    ("accept", "is_packed"),
    [
        ("gzip", True), ("gzip;q=0.5", True), ("*", True), ("deflate, gzip;q=1.0, *;q=0.5", True), ("GZIP", True),
        ("gzip;q=0", False), ("identity", False), ("br", False), ("", False), ("gzip;q=0.1, identity;q=0.9", False),
        ("*;q=0", False), ("gzip;q=x", False), ("gzip;q=0, *", False),
    ],
)  # fmt: skip
def test_what_is_not_accepted_is_not_sent(client: FlaskClient, accept: str, is_packed: bool) -> None:
    assert ("Content-Encoding" in get(client, TRACE, accept).headers) == is_packed


@pytest.mark.parametrize("url", SMALL)
def test_what_is_small_stays_as_it_is(client: FlaskClient, url: str) -> None:
    answer = get(client, url)
    assert len(answer.get_data()) < LEAST and "Content-Encoding" not in answer.headers


def test_what_is_compressed_already_and_parts_stay_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in get(client, FONT).headers and "Vary" not in get(client, FONT).headers
    part = get(client, f"/static/{version()}/css/page.css", Range="bytes=0-1999")
    assert part.status_code == 206 and len(part.get_data()) == 2_000 and "Content-Encoding" not in part.headers


def test_an_answer_to_a_body_is_compressed(client: FlaskClient) -> None:
    answer = client.post("/api/v1/trace", json={"program": "x*y*z"}, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.get_data()).startswith(b'{"version":1')


def test_a_file_is_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"/static/{version()}/css/page.css"
    first = get(client, url)
    monkeypatch.delattr(gzip, "compress")
    again = get(client, url)
    assert (again.get_data(), again.headers["ETag"]) == (first.get_data(), first.headers["ETag"])
    assert again.headers["Content-Encoding"] == "gzip" and again.content_length == len(first.get_data())
