"""The OpenAPI document: every public route, made from the models that read requests and describe answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from graphs import errors
from graphs.contract.edge import EdgeAnswer
from graphs.contract.practice import Practice, PracticeAnswer
from graphs.contract.schemas.answer import Answer, ProblemDocument, Step
from graphs.contract.schemas.plot import PlotAnswer
from graphs.contract.state import Plot, State, Trace
from graphs.contract.vocabulary import Vocabulary
from graphs.forms.table import FORMS
from graphs.limits import WEB, Limits
from wengert.web.openapi.models import Health, Kept, Readiness, Steps
from wengert.web.openapi.parameters import PARAMETERS, PROGRAM

VERSION = "3.1.0"
_JSON, _PROBLEM, _HTML, _SVG = "application/json", "application/problem+json", "text/html", "image/svg+xml"
_SCRIPT = "text/javascript"
_EXAMPLE = {"e": "exp(x1)*(x1**2 + x2**2)**3", "x1": "0", "x2": "2"}


class Route(NamedTuple):
    """One method of one address.

    parameters: names of components. body: the model of the request's body. media, answer: what 200 holds; a model,
    or text. problems: the statuses of the problem documents that it may answer with. example: of a request.
    """

    path: str
    method: str
    group: str
    summary: str
    description: str
    parameters: Sequence[str] = ()
    body: type[BaseModel] | None = None
    media: str = _JSON
    answer: type[BaseModel] | None = None
    problems: Sequence[int] = ()
    cached: bool = False
    example: Mapping[str, Any] = MappingProxyType({})
    status: str = "200"


_STUDIED = (400, 413, 414, 422, 503)
_STATE = ("e", "inputs", "direction", "cotangent", "wrt", "share", "names", "layout", "form", "open")
_PLAYER = ("sweep", "step")

ROUTES = (
    Route("/api/v1/trace", "get", "Answers", "Trace a program", "The graph of a program, its values and both sweeps. "
          "The answer depends on the address alone, and has an ETag.", (*_STATE, "include", "paths", *_PLAYER), None,
          _JSON, Answer, _STUDIED, True, _EXAMPLE | {"include": ""}),
    Route("/api/v1/trace", "post", "Answers", "Trace a program sent as JSON", "The same answer to a body, which may "
          "be longer than an address, and may choose the steps of the paths downhill.", (), Trace, _JSON,
          Answer, (400, 413, 414, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "include": []}),
    Route("/api/v1/step", "get", "Answers", "One step of a sweep", "A step with its formulas and words, for programs "
          "that have too many steps for one answer. `wrt` chooses the input of the forward sweep.",
          (*_STATE, "include", *_PLAYER), None, _JSON, Step, (*_STUDIED, 404), True,
          _EXAMPLE | {"sweep": "reverse", "step": "4"}),
    Route("/api/v1/steps", "post", "Answers", "Some steps of a sweep", "The step asked for and those after it, at most "
          "64, with their formulas and words. `wrt` chooses the input of the forward sweep.", (), State, _JSON, Steps,
          (400, 404, 413, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "sweep": "reverse", "step": 7}),
    Route("/api/v1/edge", "get", "Answers", "One edge, explained", "The partial along an edge in symbols, with numbers "
          "and by a nudge of its operand, and what both sweeps carry along it. `wrt` chooses the forward sweep.",
          (*_STATE, "include", "edge"), None, _JSON, EdgeAnswer, (*_STUDIED, 404), True, _EXAMPLE | {"edge": "c7-0"}),
    Route("/api/v1/edge", "post", "Answers", "One edge of a program sent as JSON", "The same answer to a body, which "
          "may be longer than an address.", (), State, _JSON, EdgeAnswer, (400, 404, 413, 414, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "edge": "c7-0"}),
    Route("/api/v1/plot", "post", "Answers", "What a plot is drawn from", "An output of one number along one input "
          "entry, or over two. A value is null where the output is undefined, and where the line breaks.",
          (), Plot, _JSON, PlotAnswer, (400, 413, 414, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "axes": ["x1"], "ranges": [[-1, 1]]}),
    Route("/api/v1/practice", "post", "Answers", "Check typed numbers", "For each given cell, whether the "
          "number is right, and where it is not the mistakes that would have made it. Right is what equals the number "
          "as a form, or a decimal of three significant digits at least, within half a unit of its last. Hints come in "
          "up to three rungs, and the number in the last alone.",
          (), Practice, _JSON, PracticeAnswer, (400, 413, 414, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "cells": ["c6.adjoint"], "given": {"c6.adjoint": "16"},
           "hints": {"c6.adjoint": 2}}),
    Route("/api/v1/vocabulary", "get", "Answers", "The names of the language", "Functions with their parameters, "
          "constants, and LaTeX's commands: what an editor offers while a program is typed.", (), None, _JSON,
          Vocabulary, (414,), True),
    Route("/graph.svg", "get", "Pictures", "The picture at a step", "The graph with its values, and tangents or "
          "adjoints as far as the sweep has come.", (*_STATE, *_PLAYER, *FORMS["svg"].takes), None, _SVG, None,
          _STUDIED, True, _EXAMPLE | {"sweep": "reverse", "step": "4"}),
    *(Route(f"/graph.{form.name}", "get", "Files", f"The same state as a file: {form.label}", "As far as the sweep has "
            "come; without a sweep, all of it.", (*_STATE, *_PLAYER, *form.takes), None,
            form.media.partition(";")[0], None, _STUDIED, True)
      for form in FORMS.values() if form.name != "svg"),
    Route("/api/v1/links", "post", "Links", "Keep a state", "A short address for what a trace takes, and where "
          "the player stands. The same state has the same address, and opens for good.", (), State, _JSON, Kept,
          (400, 413, 415, 422, 503), False,
          {"program": _EXAMPLE["e"], "at": {"x1": 0, "x2": 2}, "sweep": "reverse", "step": 4}, "201"),
    Route("/s/{id}", "get", "Links", "Open a kept state", "Leads to the page at the state's readable address, or is "
          "the page itself where an address cannot say all of it.", ("id",), None, _HTML, None, (404, 414, 503)),
    Route("/", "get", "Pages", "The page", "The page in the state that the address describes; without `e`, the "
          "welcome. A program that cannot be read stands in the page with what is wrong with it.",
          ("program", *_STATE[1:], *_PLAYER, "edge", "paths"), None, _HTML, None, (), True, _EXAMPLE),
    Route("/embed", "get", "Frames", "The player for a frame", "The picture with its player in the state that the "
          "address describes, for other sites to show. What is wrong with a program is a page, too.",
          (*_STATE, *_PLAYER, "edge", "theme", "play"), None, _HTML, None, _STUDIED, True, _EXAMPLE),
    Route("/embed/{id}", "get", "Frames", "The player of a kept state", "The same, for a short link.", ("id",), None,
          _HTML, None, (404, 414, 503), True),
    Route("/oembed", "get", "Frames", "What a site is told of an address (oEmbed 1.0)", "The frame to put in where "
          "somebody wrote the address of a page or a short link of this server; 404 for any other address, and where "
          "the server does not know its own.", ("url", "maxwidth", "maxheight", "format"), None, _JSON, None,
          (*_STUDIED, 404, 501), True),
    Route("/wengert-graph.js", "get", "Frames", "The script of the element `<wengert-graph>`", "For any page.", (),
          None, _SCRIPT, None, (414,), True),
    Route("/examples", "get", "Pages", "The worked examples", "Each with its picture, as a link that opens it.",
          (), None, _HTML, None, (414,), True),
    Route("/rules", "get", "Pages", "The rules", "What derives how: every operation by its name.",
          (), None, _HTML, None, (414,), True),
    Route("/rules/{operation}", "get", "Pages", "The rule of an operation", "Its derivative in both modes, where it is "
          "defined, what is shown at its kinks, and an example in numbers.", ("operation",), None, _HTML, None,
          (404, 414), True, {"operation": "exp"}),
    Route("/problems/{kind}", "get", "Pages", "What a type of problem means", "Where the `type` of a problem document "
          "leads.", ("kind",), None, _HTML, None, (404, 414), False, {"kind": "syntax"}),
    Route("/api/v1/openapi.json", "get", "About the API", "This document", "OpenAPI 3.1.", (), None, _JSON, None,
          (414,), True),
    Route("/api/v1/docs", "get", "About the API", "This document, to read", "One page, with nothing from outside.",
          (), None, _HTML, None, (414,), True),
    Route("/healthz", "get", "About the server", "Whether all is well", "200 when the main job works: the "
          "assignment's gradient comes out right.", (), None, _JSON, Health, (414,)),
    Route("/readyz", "get", "About the server", "Whether to send requests", "200 when this process shall be sent "
          "requests. Short links may be away: everything else is answered without them.",
          (), None, _JSON, Readiness, (414, 503)),
)  # fmt: skip


@cache
def openapi_document(limits: Limits = WEB) -> dict[str, Any]:
    """The OpenAPI document of a server with these limits."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method] = _operation(route)
    return {
        "openapi": VERSION,
        "info": {
            "title": "Wengert",
            "version": "1",
            "description": "The computational graph that you can watch: both modes of automatic differentiation, step "
            "by step. Fields are added, never renamed. An error is a problem document (RFC 9457).",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"parameters": PARAMETERS, "schemas": _schemas(limits), "responses": _responses()},
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _name_of(route),
        "tags": [route.group],
        "summary": route.summary,
        "description": route.description,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in route.parameters],
        "responses": {route.status: _answered(route)},
    }
    if route.body is not None:
        content = {_JSON: {"schema": _ref(route.body), "example": route.example}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.cached:
        operation["responses"]["304"] = {"description": "The ETag of If-None-Match is still right; there is no body."}
    if route.path == "/s/{id}":
        operation["responses"]["302"] = {"description": "The state's readable address, as Location."}
    if route.media == _HTML and "inputs" in route.parameters:
        page = {"description": "The page with the program as it was typed, and what is wrong with it."}
        operation["responses"] |= {str(status): page | {"content": {_HTML: {"schema": _TEXT}}} for status in _STUDIED}
        operation["responses"]["414"] = _problem(414)
    if route.path.startswith("/embed"):  # a frame must not stay blank
        wrong = {"description": "A small page that says what is wrong.", "content": {_HTML: {"schema": _TEXT}}}
        operation["responses"] |= {str(status): wrong for status in (*sorted({*route.problems, 429}), 500)}
        return operation
    operation["responses"] |= {str(status): _problem(status) for status in (*sorted({*route.problems, 429}), 500)}
    return operation


def _name_of(route: Route) -> str:
    words = route.path.replace("{", "").replace("}", "").replace(".", "/").split("/")
    return "_".join(filter(None, [route.method, *words])) if route.path != "/" else "get_page"


def _answered(route: Route) -> dict[str, Any]:
    schema = _ref(route.answer) if route.answer else {"type": "object"} if route.media == _JSON else _TEXT
    answer: dict[str, Any] = {"description": route.summary, "content": {route.media: {"schema": schema}}}
    if route.cached:
        answer["headers"] = {"ETag": {"description": "Of this answer, for If-None-Match.", "schema": _TEXT}}
    return answer


_TEXT = {"type": "string"}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _problem(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{status}"}


def _schemas(limits: Limits) -> dict[str, Any]:
    models = (Trace, State, Plot, Practice, Answer, PlotAnswer, PracticeAnswer, EdgeAnswer, Vocabulary, Kept, Step,
              Steps, ProblemDocument, Health, Readiness)  # fmt: skip
    _, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    schemas: dict[str, Any] = definitions["$defs"]
    schemas |= {"Infinite": _INFINITE, "Real": _REAL, "Numbers": _NUMBERS}
    schemas["Trace"]["description"] = "A request: a program, the point, and what the answer should hold."
    for kind in ("Trace", "State", "Plot", "Practice"):
        properties = schemas[kind]["properties"]
        # At least one character that is no space.
        properties["program"] |= {"format": PROGRAM, "minLength": 1, "maxLength": limits.characters, "pattern": r"\S"}
        for key in ("at", "direction"):
            for each in (properties.get(key, {}), *properties.get(key, {}).get("anyOf", ())):
                if each.get("type") == "object":
                    each["maxProperties"] = limits.inputs
                    for value in each["additionalProperties"]["anyOf"]:
                        _fill(value)
    schemas["Descent"]["properties"]["steps"]["maximum"] = limits.descent_steps
    for kind in ("Trace", "State"):
        properties = schemas[kind]["properties"]
        for key, description in _KEYS.items():
            properties[key]["description"] = description
    for schema in schemas.values():
        for each in schema.get("properties", {}).values():
            _say_default(each)
    return schemas


def _fill(schema: dict[str, Any]) -> None:
    """An array, and those in it, have at least one entry."""
    if schema.get("type") == "array":
        schema["minItems"] = 1
        _fill(schema["items"])


def _say_default(schema: dict[str, Any]) -> None:
    """In words: generators of clients take a key that has a default for one that is always there."""
    default = schema.pop("default", None)
    if default not in (None, {}, []):
        start = f"{schema['description']} " if "description" in schema else ""
        schema["description"] = f"{start}By default `{json.dumps(default)}`."


def _any(*kinds: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [*kinds]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


# What graphs/contract/schema.py calls so. Numbers are not as deep here as arrays may be: generators of clients take no
# schema that holds itself, and where a vector may stand they find a matrix too.
_INFINITE = {"type": "string", "enum": ["Infinity", "-Infinity"], "description": "JSON has no number for it."}
_NUMBER, _NULL, _BOUNDLESS = {"type": "number"}, {"type": "null"}, {"$ref": "#/components/schemas/Infinite"}
_REAL = _any(_NUMBER, _BOUNDLESS, _NULL) | {"description": "A number; null where it is undefined."}
_ENTRY = {"$ref": "#/components/schemas/Real"}
_NUMBERS = _any(_NUMBER, _BOUNDLESS, _list(_ENTRY), _list(_list(_ENTRY)), _list(_list(_list({}))), _NULL) | {
    "description": "A number; a vector, a matrix or a deeper array, row by row; null where it is undefined."
}

_KEYS = {
    "program": "One expression, or lines `name = expression`; the last line is the output.",
    "at": "Input → number, list or list of lists. A free name missing here is the number 1, and an issue says so.",
    "direction": "Input → tangent of the same shape (missing: 0): one directional pass instead of one per input.",
    "cotangent": "The adjoint of the output, in its shape, where it is no single number.",
    "wrt": "Limits forward mode to one input or entry: `x1`, `A[0,1]`.",
    "include": "The parts of the answer that are wanted beside graph, values and derivatives.",
    "explain": "The one step of which formulas and words are wanted: with `steps` in include, which then are those of "
    "its sweep, or with `columns`, beside which it stands alone. Without it, all steps, the first of them with words. "
    "For what moves under a hand: most of an answer's time goes into words that nobody reads.",
    "wording": "The `wording` of an answer that whoever asks has, with `columns` in include: where all that is no "
    "number is still the same, `nodes` and `edges` are empty. For a point that moves.",
    "descent": "How the paths downhill go, with `directions` in include.",
    "share": "Whether equal subexpressions become one node.",
    "names": "How nodes are called in every formula and sentence: c for c1, c2, …, the default for one line; "
    "own by the program's names, the default for several. The answer's `names` says which it was.",
    "layout": "Of the picture: left to right, or top down.",
    "open": "The picture with boxes: the names or ids of those that are open; `all` among them opens every one; "
    '`["auto"]` draws as the page begins: from 20 nodes on with all boxes closed; below that without boxes where the '
    "whole can be read in a window of 1280 by 800 (`tall`: 360 wide), else with all open where that fits at 72 %, else "
    "all closed. Without `open` there are none.",
    "jacobians": "The layout in which an address shows derivatives of arrays; the answer's arrays stay as they are.",
}


def _responses() -> dict[str, Any]:
    """One for each status of a problem, with what may cause it."""
    causes: dict[int, list[type[errors.Problem]]] = {}
    for kind in errors.problem_types().values():
        causes.setdefault(kind.status, []).append(kind)
    return {
        str(status): {
            "description": " ".join(
                f"`/problems/{kind.type}`: {' '.join((kind.__doc__ or '').split())}" for kind in kinds
            ),
            "content": {_PROBLEM: {"schema": _ref(ProblemDocument)}},
        }
        for status, kinds in sorted(causes.items())
    }
