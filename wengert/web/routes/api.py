"""The JSON API, version 1."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs import errors
from graphs.contract import document
from wengert.web.answers import answer, step_of, study_of
from wengert.web.replies import cacheable, json_text, limits, state_asked_for, trace_sent, turn

routes = Blueprint("api", __name__, url_prefix="/api/v1")


@routes.get("/trace")
def trace_of_query() -> Response:
    """The contract's answer to an address."""
    state = state_asked_for()
    with turn():
        told = json_text(answer(state, limits()))
    return cacheable(told, "application/json")


@routes.post("/trace")
def trace_of_body() -> Response:
    """The contract's answer to a body."""
    trace = trace_sent()
    with turn():
        told = json_text(answer(trace, limits()))
    return Response(told, mimetype="application/json")


@routes.get("/step")
def one_step() -> Response:
    """The step with this index (`end`: the last), with its formulas and words."""
    state = state_asked_for()
    with turn():
        made = study_of(state, limits())
        step = step_of(made, state.sweep or "reverse", state.wrt, state.step)
    if step is None:
        raise errors.NotFound("this sweep has no steps; several outputs need a cotangent")
    told = document.step(made, step, in_parts="parts" in state.include)
    return cacheable(json_text(told), "application/json")
