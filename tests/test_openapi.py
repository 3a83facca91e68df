"""The OpenAPI document describes every public route, and the routes keep to it: requests are made from it.

SCHEMATHESIS_EXAMPLES=500 looks further than `make test` does.
"""

from __future__ import annotations

import os
import re

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.programs import programs, slipped
from web.openapi import document

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "12"))
# A program of the right format may still be no program: that is told by 400 and 422, which the document lists.
LEFT_OUT = [positive_data_acceptance]
WELCOME = "/"  # without a program the page welcomes, whatever else stands in the address
ROUTES = [(path, method) for path, methods in document()["paths"].items() for method in methods]
OWN = {
    "static",
    "assets.of_another_version",
    "assets.favicon",
    "health.counts",
}  # files, and what only those who run the server may see

schemathesis.openapi.format("wengert-program", (programs() | slipped()).map(lambda text: text.replace("\x00", "")))


@pytest.fixture(scope="session")
def app(client: FlaskClient) -> Flask:
    return client.application


@pytest.fixture(scope="session")
def api(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_answers_are_as_documented(api: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode) -> None:
    operation = api[path][method]
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
        pytest.skip("nothing can be asked wrongly")

    left_out = [negative_data_rejection] if path == WELCOME else []

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # Over WSGI schemathesis asks for gzip and does not read it.
        case.call_and_validate(excluded_checks=[*LEFT_OUT, *left_out], headers={"Accept-Encoding": "identity"})

    ask()


def test_every_route_is_described(app: Flask) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+?)_?>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in OWN
    }
    assert served == {(path, method) for path, methods in document()["paths"].items() for method in methods}


def test_the_document_is_openapi(client: FlaskClient) -> None:
    response = client.get("/api/v1/openapi.json")
    told = response.get_json()
    assert told["openapi"] == "3.1.0" and "Answer" in told["components"]["schemas"]
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_docs_show_every_route_and_need_nothing_from_outside(client: FlaskClient) -> None:
    html = client.get("/api/v1/docs").get_data(as_text=True)
    for path, methods in document()["paths"].items():
        for method in methods:
            assert f'<span class="method">{method.upper()}</span> {path}</code>' in html
    for name in document()["components"]["schemas"]:
        assert f'id="{name}"' in html or name == "Trace"
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert links and all(re.match(r"/(?!/)|#", link) for link in links)
    anchors = {link[1:] for link in links if link.startswith("#")}
    assert anchors - {"Trace"} <= set(re.findall(r'id="([^"]*)"', html))
    assert "&#34;gradient&#34;: {&#34;x1&#34;: 64.0, &#34;x2&#34;: 192.0}" in html
    assert " style=" not in html and "<script>" not in html
