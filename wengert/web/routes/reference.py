"""The API as it describes itself: the OpenAPI document, the page that shows it, and the names of the language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from graphs.contract.document import step
from graphs.contract.edge import document as edge_document
from graphs.contract.state import State, Trace, state_from_body, state_from_query, trace_from_body
from graphs.contract.vocabulary import vocabulary
from graphs.errors import Problem
from graphs.explain.edge import edge_with
from graphs.limits import Limits
from wengert.answers import answer, study_of
from wengert.web import problems
from wengert.web.openapi.document import ROUTES, Route, openapi_document
from wengert.web.replies import cacheable, json_bytes, limits

routes = Blueprint("reference", __name__, url_prefix="/api/v1")


@routes.get("/openapi.json")
def document() -> Response:
    """The OpenAPI document."""
    return cacheable(lambda: json_bytes(openapi_document(limits())), "application/json")


@routes.get("/vocabulary")
def names() -> Response:
    """The names that a program may be written with."""
    return cacheable(lambda: json_bytes(vocabulary().model_dump()), "application/json")


@routes.get("/docs")
def docs() -> Response:
    """The same, to read: every route with an example and what it answers."""
    return cacheable(_docs, "text/html")


def _docs() -> str:
    shown = {(route.path, route.method): _answered(route, limits()) for route in ROUTES}
    groups: dict[str, list[Route]] = {}
    for route in ROUTES:
        groups.setdefault(route.group, []).append(route)
    return render_template(
        "docs.html", api=openapi_document(limits()), groups=groups, shown=shown, curl=_curl, address=_address,
        refused=_refused("x1 + * 2", limits()))  # fmt: skip


def _trace(example: Mapping[str, Any], limits: Limits) -> Any:
    parameters = {key: value for key, value in example.items() if key != "include"}
    return answer(state_from_query([*parameters.items(), ("include", "")], limits), limits)


def _step(example: Mapping[str, Any], limits: Limits) -> Any:
    state = state_from_query(example.items(), limits)
    study = study_of(state, limits)
    return step(study, study.steps(state.sweep or "reverse")[state.step or 0])


def _steps(example: Mapping[str, Any], limits: Limits) -> Any:
    state = state_from_body(json.dumps(dict(example)).encode(), limits)
    study = study_of(state, limits)
    return {"steps": [step(study, each) for each in study.steps(state.sweep or "reverse")[state.step or 0 :]]}


def _edge_of(state: State, limits: Limits) -> Any:
    study = study_of(state, limits)
    edge = edge_with(study, state.edge or "")
    return None if edge is None else edge_document(study, edge, state.wrt, False)


def _edge(example: Mapping[str, Any], limits: Limits) -> Any:
    return _edge_of(state_from_query(example.items(), limits), limits)


def _posted_edge(example: Mapping[str, Any], limits: Limits) -> Any:
    return _edge_of(state_from_body(json.dumps(dict(example)).encode(), limits), limits)


def _posted(example: Mapping[str, Any], limits: Limits) -> Any:
    return answer(trace_from_body(json.dumps(dict(example)).encode(), limits), limits)


# What answers an example; pages and pictures are links instead.
_ANSWERS: dict[tuple[str, str], Callable[[Mapping[str, Any], Limits], Any]] = {
    ("/api/v1/trace", "get"): _trace,
    ("/api/v1/trace", "post"): _posted,
    ("/api/v1/step", "get"): _step,
    ("/api/v1/steps", "post"): _steps,
    ("/api/v1/edge", "get"): _edge,
    ("/api/v1/edge", "post"): _posted_edge,
    ("/healthz", "get"): lambda example, limits: {"status": "ok"},
}


def _answered(route: Route, limits: Limits) -> str | None:
    answer_of = _ANSWERS.get((route.path, route.method))
    return None if answer_of is None else _laid_out(answer_of(route.example, limits))


def _refused(program: str, limits: Limits) -> str | None:
    """The problem document that a program brings about."""
    try:
        answer(Trace(program=program), limits)
    except Problem as problem:
        return _laid_out(problems.document(problem))
    return None


def _laid_out(content: dict[str, Any]) -> str:
    """JSON to read: a line for each key, and one for each part of a list of objects."""
    lines = []
    for key, value in content.items():
        written = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            written = "[\n    " + ",\n    ".join(json.dumps(each, ensure_ascii=False) for each in value) + "\n  ]"
        lines.append(f"  {json.dumps(key)}: {written}")
    return "{\n" + ",\n".join(lines) + "\n}"


def _address(route: Route) -> str:
    """The relative address of a route's example."""
    if route.body is not None:
        return route.path
    parameters = {key: value for key, value in route.example.items() if f"{{{key}}}" not in route.path}
    query = "&".join(f"{quote(key)}={quote(value, safe='()*,')}" for key, value in parameters.items())
    return route.path.format(**{"id": "ID", **route.example}) + ("?" + query if query else "")


def _curl(route: Route) -> str:
    """The command that asks it; curl encodes what is asked, or a + would be a space."""
    if route.body is None:
        path, _, query = _address(route).partition("?")
        arguments = [f"--data-urlencode '{key}={text}'" for key, text in parse_qsl(query, keep_blank_values=True)]
        return f'curl -s{"G" if arguments else ""} "$WENGERT{path}"' + "".join(f" \\\n  {each}" for each in arguments)
    sent = json.dumps(dict(route.example))
    return f"curl -s \"$WENGERT{route.path}\" -H 'content-type: application/json' \\\n  -d '{sent}'"


@routes.app_template_filter("kind")
def kind(schema: dict[str, Any]) -> Markup:
    """A schema in a few words, those that stand further down as links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{}">{}</a>').format(name, name)
    for several in ("anyOf", "allOf"):
        if several in schema:
            return Markup(" or ").join(dict.fromkeys(map(kind, schema[several])))
    if "enum" in schema or "const" in schema:
        return Markup(", ").join(map(_worded, schema.get("enum") or [schema["const"]]))
    if schema.get("type") == "array":
        return Markup("list of {}").format(kind(schema["items"]))
    if isinstance(schema.get("additionalProperties"), dict):
        return Markup("object of {}").format(kind(schema["additionalProperties"]))
    return Markup("{}").format(schema.get("type", "anything"))


def _worded(value: Any) -> Markup:
    return Markup("<code>{}</code>").format(value if isinstance(value, str) else json.dumps(value))


@routes.app_template_filter("prose")
def prose(text: str) -> Markup:
    """A description with what stands between backquotes as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if k % 2 else Markup("{}").format(piece)
        for k, piece in enumerate(text.split("`"))
    )
