"""The OpenAPI document describes every public route, and the routes keep to it: requests are made from it.

SCHEMATHESIS_EXAMPLES=500 looks further than `make test` does.
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.support.programs import programs, slipped
from wengert.web.openapi.document import openapi_document

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "12"))
WRONG_BODIES = EXAMPLES * 5 // 12  # to make one takes a hundred times as long as to answer it
# A program of the right format may still be no program: that is told by 400 and 422, which the document lists.
LEFT_OUT = [positive_data_acceptance]
WELCOME = "/"  # without a program the page welcomes, whatever else stands in the address
ROUTES = [(path, method) for path, methods in openapi_document()["paths"].items() for method in methods]
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
    made = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    made.config.checks.negative_data_rejection.expected_statuses.append("413")  # past a maximum
    return made


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_answers_are_as_documented(api: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode) -> None:
    operation = api[path][method]
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
        pytest.skip("nothing can be asked wrongly")

    left_out = [negative_data_rejection] if path == WELCOME else []

    examples = WRONG_BODIES if mode is GenerationMode.NEGATIVE and operation.body else EXAMPLES

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # Over WSGI schemathesis asks for gzip and does not read it.
        case.call_and_validate(excluded_checks=[*LEFT_OUT, *left_out], headers={"Accept-Encoding": "identity"})

    ask()


def with_inputs(count: int) -> dict[str, float]:
    return {f"x{k}": 1.0 for k in range(count)}


# key, what the schema bounds, a body at the bound and one past it
BOUNDS = [
    ("program", "maxLength", lambda n: {"program": "x" + " " * (n - 1)}), ("program", "minLength", lambda n: {"program": "x"[1 - n :]}),
    ("at", "maxProperties", lambda n: {"program": "x0", "at": with_inputs(n)}),
    ("descent", "maximum", lambda n: {"program": "x**2", "descent": {"steps": n}}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "bound", "body"), BOUNDS)
def test_bounds_of_the_schema_are_those_of_the_server(client: FlaskClient, key: str, bound: str, body: Any) -> None:
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    at = schemas["Descent"]["properties"]["steps"] if key == "descent" else schemas["Trace"]["properties"][key]
    most, past = at[bound], at[bound] + (-1 if bound.startswith("min") else 1)
    assert client.post("/api/v1/trace", json={**body(most), "include": []}).status_code == 200
    assert client.post("/api/v1/trace", json={**body(past), "include": []}).status_code in (400, 413, 422)


@pytest.mark.parametrize("value", ["1.7976931348623157e308", "-1.7976931348623157e308", "[0]", "[[0]]"])
def test_what_a_value_may_be(client: FlaskClient, value: str) -> None:
    body = '{"program": "sum(x)", "at": {"x": VALUE}, "include": []}'
    sent = {"content_type": "application/json"}
    assert client.post("/api/v1/trace", data=body.replace("VALUE", value), **sent).status_code == 200
    past = value.replace("e308", "e309").replace("0]", "]")
    assert client.post("/api/v1/trace", data=body.replace("VALUE", past), **sent).status_code == 422


def test_every_route_is_described(app: Flask) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+?)_?>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in OWN
    }
    assert served == {(path, method) for path, methods in openapi_document()["paths"].items() for method in methods}


def test_the_document_is_openapi(client: FlaskClient) -> None:
    response = client.get("/api/v1/openapi.json")
    told = response.get_json()
    assert told["openapi"] == "3.1.0" and "Answer" in told["components"]["schemas"]
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_docs_show_every_route_and_need_nothing_from_outside(client: FlaskClient) -> None:
    html = client.get("/api/v1/docs").get_data(as_text=True)
    for path, methods in openapi_document()["paths"].items():
        for method in methods:
            assert f'<span class="method">{method.upper()}</span> {path}</code>' in html
    for name in openapi_document()["components"]["schemas"]:
        assert f'id="{name}"' in html or name == "Trace"
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert links and all(re.match(r"/(?!/)|#", link) for link in links)
    anchors = {link[1:] for link in links if link.startswith("#")}
    assert anchors - {"Trace"} <= set(re.findall(r'id="([^"]*)"', html))
    assert "&#34;gradient&#34;: {&#34;x1&#34;: 64.0, &#34;x2&#34;: 192.0}" in html
    assert " style=" not in html and "<script>" not in html
