"""The JSON API, version 1."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs import errors
from graphs.contract import document
from graphs.contract.edge import document as edge_document
from graphs.contract.practice import document as practice_document
from graphs.contract.practice import practice_from_body
from graphs.contract.state import State, state_from_body
from graphs.explain.edge import edge_with
from wengert.answers import answer, practised, step_of, study_of
from wengert.web.replies import cacheable, json_bytes, json_sent, limits, requested_state, trace_sent, turn

_MOST = 64  # steps of one answer

routes = Blueprint("api", __name__, url_prefix="/api/v1")


@routes.get("/trace")
def trace_of_query() -> Response:
    """The contract's answer to an address."""

    def made() -> bytes:
        state = requested_state()
        with turn():
            return json_bytes(answer(state, limits()))

    return cacheable(made, "application/json")


@routes.post("/trace")
def trace_of_body() -> Response:
    """The contract's answer to a body."""
    trace = trace_sent()
    with turn():
        text = json_bytes(answer(trace, limits()))
    return Response(text, mimetype="application/json")


@routes.get("/step")
def one_step() -> Response:
    """The step with this index (`end`: the last), with its formulas and words."""

    def made() -> bytes:
        state = requested_state()
        with turn():
            study = study_of(state, limits())
            step = step_of(study, state.sweep or "reverse", state.wrt, state.step)
        if step is None:
            raise errors.NotFound("this sweep has no steps; several outputs need a cotangent")
        return json_bytes(document.step(study, step, in_parts="parts" in state.include))

    return cacheable(made, "application/json")


@routes.post("/steps")
def some_steps() -> Response:
    """The step asked for (without one: the first) and those after it, with their formulas and words."""
    state = state_from_body(json_sent(), limits())
    with turn():
        study = study_of(state, limits())
        found = study.steps(state.sweep or "reverse", state.wrt)[state.step or 0 :][:_MOST]
        if not found:
            raise errors.NotFound("this sweep has no such step; several outputs need a cotangent")
        listed = [document.step(study, each, in_parts="parts" in state.include) for each in found]
        text = json_bytes({"steps": listed})
    return Response(text, mimetype="application/json")


@routes.get("/edge")
def one_edge() -> Response:
    """The edge with this id, explained."""
    return cacheable(lambda: _edge(requested_state()), "application/json")


@routes.post("/edge")
def one_edge_of_body() -> Response:
    """The same of a body."""
    return Response(_edge(state_from_body(json_sent(), limits())), mimetype="application/json")


@routes.post("/practice")
def practice() -> Response:
    """What was typed into the cells of a program, checked."""
    asked = practice_from_body(json_sent(), limits())
    with turn():
        text = json_bytes(practice_document(practised(asked, limits()), asked, limits()))
    return Response(text, mimetype="application/json")


def _edge(state: State) -> bytes:
    if state.edge is None:
        raise errors.WrongRequest("'edge' must name an edge, as c7-0", hint="a trace lists the edges of a program")
    with turn():
        study = study_of(state, limits())
        edge = edge_with(study, state.edge)
        if edge is None:
            raise errors.NotFound(f"there is no edge {errors.shown(state.edge)}; a trace lists those that there are")
        return json_bytes(edge_document(study, edge, state.wrt, "parts" in state.include))
