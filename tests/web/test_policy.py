"""What every answer says about itself: on every route, whatever the status, whatever the request's headers claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from graphs.errors import Busy
from tests.support.paths import ROOT
from wengert import answers
from wengert.web.middleware import policy
from wengert.web.routes.assets import KEPT, version

# What a route's variables are filled with; a new kind of variable fails here and wants a line.
VARIABLES = {
    "kind": "syntax",
    "name": "svg",
    "filename": "js/main.js",
    "other": "0123456789ab",
    "id_": "",
    "operation": "exp",
}
BODIES = {"/api/v1/plot": {"program": "x", "axes": ["x"]}, "/api/v1/edge": {"program": "x1*x2", "edge": "c3-0"}}
QUERY = {"e": "x1*x2", "x1": "3", "x2": "4", "view.edge": "c3-0"}
# Answers that are no route's.
OTHERS = [
    ("GET", "/nowhere", 404), ("GET", "/s/../x", 404), ("GET", "/examples/", 404),
    ("DELETE", "/api/v1/trace", 405), ("TRACE", "/", 405), ("GET", "/api/v1/trace?e=" + "x" * 20_000, 414),
    ("GET", "/?e=%ff%fe", 400), ("GET", "/%ff%00", 404), ("GET", "/?e=%zz", 400), ("GET", "/static/js", 404), ("GET", "/static/0123456789ab/js", 404),
    ("HEAD", "/nowhere", 404), ("HEAD", "/", 200), ("GET", "/embed", 422), ("GET", "/embed?e=x*", 400), ("GET", "/embed/none", 404),
    ("GET", "/embed/a/b", 404), ("POST", "/embed", 405), ("GET", "/embedded", 404), ("GET", "/oembed", 404), ("OPTIONS", "/api/v1/trace", 200), ("OPTIONS", "/nowhere", 404),
]  # fmt: skip
HOSTILE = [
    {"Host": "evil.example"},
    {"Host": "evil.example:99999999"},
    {"Host": 'x"><script>'},
    {"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "1"},
    {"Forwarded": "for=6.6.6.6;host=evil.example;proto=https", "X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil"},
    {
        "X-Original-URL": "/evil",
        "X-Rewrite-URL": "/evil",
        "Referer": "http://evil.example/",
        "Origin": "http://evil.example",
    },
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from wengert.web.application import create_app
    from wengert.web.settings import Settings

    made = create_app(Settings(metrics=True, rated=False, data=tmp_path_factory.mktemp("data")))
    link = made.test_client().post("/api/v1/links", json={"program": "x1*x2"}).json["url"]
    VARIABLES["id_"] = link.removeprefix("/s/")
    yield made


def requests_of(rule: Rule) -> list[tuple[str, str]]:
    path = rule.rule
    for name in rule.arguments:
        path = re.sub(rf"<([^<>]*:)?{name}>", VARIABLES[name], path)
    return [(method, path) for method in sorted(rule.methods or ())]


def assert_headers(response: Any) -> None:
    told = response.headers
    path = response.request.path
    is_open = path.startswith(("/api/", "/graph.", "/static/")) or path in ("/wengert-graph.js", "/oembed")
    is_embedded = path == "/embed" or path.startswith("/embed/")
    assert told.get("Access-Control-Allow-Origin") == ("*" if is_open else None)
    more = policy.OPEN_HEADERS if is_open else policy.EMBED_HEADERS if is_embedded else {}
    for name, value in (policy.HEADERS | more).items():
        assert len(told.getlist(name)) == 1, name
        if name not in ("Content-Security-Policy", "Cache-Control"):
            assert told[name] == value
    content_policy = told["Content-Security-Policy"]
    assert content_policy in ((policy.EMBED,) if is_embedded else (policy.PAGE, policy.PICTURE))
    assert content_policy.startswith("default-src 'none'") and "unsafe" not in content_policy
    framed, count = ("frame-ancestors *", 1) if is_embedded else ("frame-ancestors 'none'", 0)
    assert framed in content_policy and content_policy.count("*") == count and "http" not in content_policy
    kept = f"public, max-age={KEPT}, immutable"  # what is named by its content
    is_named = response.request.path.startswith(f"/static/{version()}/")
    assert told["Cache-Control"] in ("no-store", "no-cache", "public, no-cache", *([kept] if is_named else []))
    assert (
        response.status_code < 400
        or response.mimetype == ("text/html" if is_embedded else "application/problem+json")
        or path == "/"
    )
    if "no-store" not in told["Cache-Control"]:
        assert response.status_code in (200, 302, 304) and (told.get("ETag") or response.status_code == 302)
    assert "Set-Cookie" not in told
    assert "Location" not in told or re.match(r"/(s/[\w-]+$|\?e=)", told["Location"])


def test_every_route_and_method_has_the_headers(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        for method, path in requests_of(rule):
            response = client.open(
                path,
                method=method,
                query_string=QUERY,
                json=BODIES.get(path, {"program": "x"}) if method == "POST" else None,
            )
            expected = 201 if (method, path) == ("POST", "/api/v1/links") else 200
            if path == "/oembed" and method != "OPTIONS":
                expected = 404  # this server does not know its own address
            if path.startswith("/s/") and method in ("GET", "HEAD"):
                expected = 302
            assert response.status_code == expected, (method, path, response.get_data())
            assert_headers(response)
            response.close()


def test_every_route_has_them_when_it_fails(app: Flask) -> None:
    """A fault planted in each route, a body past the limit, and a method that no route takes."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        kept = app.view_functions[rule.endpoint]
        app.view_functions[rule.endpoint] = lambda **variables: 1 / 0
        try:
            for method, path in requests_of(rule):
                response = client.open(path, method=method, query_string=QUERY)
                # OPTIONS is answered by Flask, before the route.
                assert response.status_code == (200 if method == "OPTIONS" else 500), (method, path)
                assert_headers(response)
                if method not in ("OPTIONS", "HEAD"):
                    assert "division" not in response.get_data(as_text=True)
        finally:
            app.view_functions[rule.endpoint] = kept
        for method, path in requests_of(rule):
            refused = client.open(path, method="FOO")
            assert refused.status_code == 405
            assert_headers(refused)
            if method == "POST":
                large = client.post(path, data=b"[" * 500_000, content_type="application/json")
                assert large.status_code == 413 and large.mimetype == "application/problem+json"
                assert_headers(large)


@pytest.mark.parametrize(("method", "url", "status"), OTHERS)
def test_answers_of_no_route_have_them(app: Flask, method: str, url: str, status: int) -> None:
    response = app.test_client().open(url, method=method)
    assert response.status_code == status
    assert_headers(response)


def test_a_picture_is_sandboxed(client: FlaskClient) -> None:
    told = client.get("/graph.svg?e=x").headers["Content-Security-Policy"]
    assert "sandbox" in told and "script-src" not in told and "'self'" not in told


OPEN = [
    ("GET", "/graph.svg?e=x", 200), ("GET", "/graph.svg?e=x%2B", 400), ("GET", "/api/v1/trace?e=x", 200), ("GET", "/api/v1/none", 404),
    ("GET", "/api/v1/step?e=x&sweep=value", 200), ("GET", "/api/v1/openapi.json", 200), ("PUT", "/api/v1/trace", 405),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url", "status"), OPEN)
def test_other_sites_may_show_pictures_and_ask_the_api(client: FlaskClient, method: str, url: str, status: int) -> None:
    response = client.open(url, method=method, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", ["/api/v1/trace", "/api/v1/plot", "/api/v1/links", "/api/v1/practice"])
def test_a_browser_may_send_json_from_another_site(client: FlaskClient, path: str) -> None:
    """It asks first (fetch's preflight): a body of JSON is nothing that a form could send."""
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    told = client.options(path, headers=asked)
    assert told.status_code == 200 and "POST" in told.headers["Access-Control-Allow-Methods"]
    assert "content-type" in told.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("path", ["/", "/examples", "/rules", "/healthz", "/problems/syntax", "/favicon.ico"])
def test_pages_stay_closed_to_other_sites(client: FlaskClient, path: str) -> None:
    told = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    assert "Access-Control-Allow-Origin" not in told and told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]


@pytest.mark.parametrize("headers", HOSTILE, ids=lambda headers: ", ".join(headers))
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/examples",
        "/api/v1/trace",
        "/graph.svg",
        "/nowhere",
        f"/static/{version()}/js/main.js",
        "/problems/syntax",
    ],
)
def test_nothing_that_a_request_claims_of_its_address_changes_the_answer(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    """Or a cache would give everybody what one visitor claimed."""
    plain, hostile = (client.get(path, query_string=QUERY, headers=sent) for sent in ({}, headers))
    assert hostile.get_data() == plain.get_data() and hostile.status_code == plain.status_code
    own = ("X-Request-Id", "Date", "Expires")  # two are by the clock
    assert [h for h in hostile.headers if h[0] not in own] == [h for h in plain.headers if h[0] not in own]


@pytest.mark.parametrize("path", ["/", "/api/v1/trace", "/graph.svg", "/problems/none"])
def test_no_text_of_a_visitor_reaches_a_header(client: FlaskClient, path: str) -> None:
    sent = "x\r\nX-Evil: 1 EVIL"
    query = {"e": sent, "EVIL": sent, "step": sent}
    for response in (
        client.get(path, query_string=query),
        client.get(path.rstrip("/") + "/EVIL%0d%0aX-Evil:%201"),
        client.post("/api/v1/trace", json={"program": sent, "EVIL": 1}),
    ):
        assert "evil" not in str(response.headers).lower()


def test_an_answer_is_asked_after_with_its_etag(client: FlaskClient) -> None:
    for path in ("/", "/graph.svg", "/api/v1/trace", f"/static/{version()}/css/page.css"):
        first = client.get(path, query_string=QUERY)
        again = client.get(path, query_string=QUERY, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304 and again.get_data() == b""
        assert_headers(again)


def test_whoever_has_an_answer_is_told_so_before_anything_is_computed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/api/v1/trace", query_string=QUERY).headers["ETag"]

    def computed(*_: object) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr(answers, "study", computed)
    again = client.get("/api/v1/trace", query_string=QUERY, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.headers["ETag"] == tag


def test_an_answer_without_its_picture_is_asked_for_anew(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("too many wait")

    query = {**QUERY, "include": "svg"}
    with monkeypatch.context() as patched:
        patched.setattr(answers, "_drawn", busy)
        unfinished = client.get("/api/v1/trace", query_string=query)
    assert unfinished.json["svg"] is None and "no picture" in unfinished.json["issues"][-1]["message"]
    again = client.get("/api/v1/trace", query_string=query, headers={"If-None-Match": unfinished.headers["ETag"]})
    assert again.status_code == 200 and again.json["svg"]


@pytest.mark.parametrize(
    "path", ["/", "/graph.svg", "/api/v1/trace", "/api/v1/step", f"/static/{version()}/css/page.css"]
)
def test_a_precondition_that_fails_is_a_412(client: FlaskClient, path: str) -> None:
    tag = client.get(path, query_string=QUERY).headers["ETag"]
    for match, status in (('"another"', 412), (f'"another", {tag}', 200), ("*", 200)):
        told = client.get(path, query_string=QUERY, headers={"If-Match": match})
        assert told.status_code == status, match
        assert_headers(told)
        if status == 412:
            assert told.mimetype == "application/problem+json" and told.json["type"] == "/problems/precondition"


def test_a_file_that_has_changed_since_then_is_a_412(client: FlaskClient) -> None:
    path, since = f"/static/{version()}/css/page.css", {"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    changed = client.get(path).headers["Last-Modified"]
    assert client.get(path, headers=since).json["type"] == "/problems/precondition"
    assert client.get(path, headers={"If-Unmodified-Since": changed}).status_code == 200
    # Answers have no date of change, so that there is nothing to compare with (RFC 9110, 13.1.4).
    assert client.get("/graph.svg", query_string=QUERY, headers=since).status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/", "POST", "GET, HEAD and OPTIONS"),
        ("/api/v1/trace", "DELETE", "GET, HEAD, OPTIONS and POST"),
        ("/api/v1/links", "GET", "OPTIONS and POST"),
        ("/graph.svg", "PUT", "GET, HEAD and OPTIONS"),
    ],
)
def test_a_method_that_is_not_taken_is_answered_with_those_that_are(
    client: FlaskClient, path: str, method: str, allowed: str
) -> None:
    told = client.open(path, method=method)
    assert told.status_code == 405 and told.json["detail"] == f"this address takes {allowed}"
    assert set(told.headers["Allow"].split(", ")) == set(allowed.replace(" and ", ", ").split(", "))


def test_no_route_redirects_by_its_slashes(app: Flask) -> None:
    """Flask makes such a redirect's address from the Host header."""
    assert not app.url_map.merge_slashes
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/") and rule.rule != "/"] == []


def test_pages_lead_nowhere_outside() -> None:
    for path in [*(ROOT / "templates").glob("*.html"), *(ROOT / "static" / "js").glob("*.js")]:
        text = path.read_text().replace("http://www.w3.org/", "")
        assert not re.search(r"""https?:|["'(=]//|_external""", text), path.name
