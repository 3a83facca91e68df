"""The web side of Wengert: routes, one error handler, wiring. No mathematics here.

create_app() is the WSGI application; `python app.py` serves it on 127.0.0.1:${PORT:-8000}.
"""

from __future__ import annotations

import base64
import dataclasses
import gc
import hashlib
import json
import logging
import os
from typing import Any

from flask import Flask, Response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from graphs import diagnosis, drawing, errors, export, gallery, link, numerals, oracle, picture
from graphs.checks import checks
from graphs.closed_forms import closed_forms
from graphs.code import code
from graphs.curvature import curvature, curvature_along
from graphs.directions import directions
from graphs.errors import Problem
from graphs.gallery import Example
from graphs.issues import Issue
from graphs.limits import WEB, Limits
from graphs.link import State, Trace
from graphs.study import Study, study

# What the bare page shows: the course's assignment, stepped to the middle of the reverse sweep.
WELCOME = State(program="exp(x1)*(x1**2 + x2**2)**3", at={"x1": 0.0, "x2": 2.0}, sweep="reverse", step=4)

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(picture.STYLE.encode()).digest()).decode()
_PICTURE_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; sandbox"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(limits: Limits = WEB) -> Flask:
    """The WSGI application; limits bound every request (413, 414 and 503 problem documents quote them)."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = limits.body
    app.jinja_env.filters |= {"number": _number_shown, "typed": _typed}
    drawing.start()
    oracle.start()
    _answer(WELCOME.model_copy(update={"include": ["steps", "svg"]}), limits)  # the first request pays no import
    # What is loaded by now stays: the collector need not walk it again at every full collection.
    gc.collect()
    gc.freeze()

    @app.before_request
    def bound_address() -> None:
        length = len(request.full_path)
        if length > limits.address:
            raise errors.TooLong(f"at most {limits.address:,} characters may stand in an address; this has {length:,}")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        return response

    @app.get("/")
    def page() -> tuple[str, int] | Response:
        """The page in the state that the address describes, whole before any script runs."""
        state: Trace = WELCOME
        try:
            if "e" in request.args:
                state = _state(limits)
            return _cacheable(_page(state, limits), "text/html")
        except Problem as problem:
            told = (
                {"program": request.args.get("e", ""), **_state_shown(state)}
                if state is WELCOME
                else _state_shown(state)
            )
            told["program"] = request.args.get("e", "")
            told_problem = _document(problem)
            return render_template(
                "page.html", study=None, state=told, point=told["at"], svg="", problem=told_problem
            ), problem.status

    @app.get("/api/v1/trace")
    def trace_of_query() -> Response:
        return _cacheable(_json(_answer(_state(limits), limits)), "application/json")

    @app.post("/api/v1/trace")
    def trace_of_body() -> Response:
        if not request.is_json:
            raise errors.WrongMediaType("send the body as application/json")
        return Response(
            _json(_answer(link.trace_from_body(request.get_data(), limits), limits)), mimetype="application/json"
        )

    @app.get("/api/v1/step")
    def one_step() -> Response:
        """The step with this index (`end`: the last), with its formulas and words."""
        state = _state(limits)
        made = _study(state, limits)
        steps = made.steps(state.sweep or "reverse", state.wrt)
        if not steps:
            raise errors.NotFound("this sweep has no steps; several outputs need a cotangent")
        index = len(steps) - 1 if state.step is None else min(state.step, len(steps) - 1)
        return _cacheable(_json(export.step(made, steps[index])), "application/json")

    @app.get("/graph.svg")
    def graph_svg() -> Response:
        """The picture at the address's sweep and step, complete in itself."""
        state = _state(limits)
        response = _cacheable(_svg(_study(state, limits), state, limits, style=True), "image/svg+xml")
        response.headers["Content-Security-Policy"] = _PICTURE_POLICY
        return response

    @app.get("/examples")
    def examples() -> Response:
        """The gallery: every example with its picture, as a link that opens it."""
        body = render_template("gallery.html", groups=gallery.groups(), page=_example_page, picture=_example_picture)
        return _cacheable(body, "text/html")

    @app.get("/healthz")
    def health() -> dict[str, str]:
        """200 when the main job works: the assignment's gradient comes out right."""
        if study(WELCOME.program, WELCOME.at).jacobian != [[64.0, 192.0]]:
            raise errors.Fault("the main job fails")
        return {"status": "ok"}

    @app.get("/problems/<kind>")
    def problem_type(kind: str) -> str:
        """What a problem document's type means."""
        kinds = errors.problem_types()
        if kind not in kinds:
            raise errors.NotFound("there is no such type of problem")
        return render_template("problem.html", kind=kinds[kind])

    @app.errorhandler(Exception)
    def tell(error: Exception) -> Response:
        problem = _as_problem(error)
        if problem.status == 500:
            app.logger.exception("unforeseen fault", exc_info=error)
        response = Response(_json(_document(problem)), problem.status, mimetype="application/problem+json")
        if isinstance(error, HTTPException):
            response.headers.extend((k, v) for k, v in error.get_headers() if k == "Allow")
        return response

    return app


def _state(limits: Limits) -> State:
    return link.state_from_query(request.args.items(multi=True), limits)


def _study(state: Trace, limits: Limits) -> Study:
    return study(state.program, state.at, direction=state.direction, cotangent=state.cotangent, wrt=state.wrt,
                 share=state.share, limits=limits)  # fmt: skip


def _answer(state: Trace, limits: Limits) -> dict[str, Any]:
    made = _study(state, limits)
    svg, untold = _svg_if_it_can(made, state, limits) if "svg" in state.include else (None, [])
    return _contract(made, state, limits, svg, untold)


def _contract(made: Study, state: Trace, limits: Limits, svg: str | None, untold: list[Issue]) -> dict[str, Any]:
    """The contract's answer; untold: issues that arose after the study was made."""
    readings: dict[str, Any] = {"svg": svg, "structure": drawing.structure_of(made.graph, state.layout).digest}
    readings["why"] = diagnosis.why(made)
    issues = made.issues + untold
    if "hessian" in state.include:
        readings["hessian"], forbidden = curvature(made, limits)
        readings["hessian_vector"] = curvature_along(made)
        issues = issues + forbidden
    if "symbolic" in state.include:
        readings["symbolic"], cut = closed_forms(made, limits)
        issues = issues + cut
    if "checks" in state.include:
        readings["checks"] = checks(made, limits)
    if "code" in state.include:
        readings["code"] = code(made)
    if "directions" in state.include:
        readings["directions"] = directions(made, state.descent.step, state.descent.steps, limits)
    told = dataclasses.replace(made, issues=issues)
    return export.document(told, link.url_of(state), state.include, limits, **readings)


def _svg_if_it_can(made: Study, state: Trace, limits: Limits) -> tuple[str | None, list[Issue]]:
    """The picture, or the limit that forbids it: numbers and steps are an answer without one."""
    try:
        return _svg(made, state, limits), []
    except (errors.TooLarge, errors.OutOfTime) as problem:
        return None, [Issue(None, "limit", f"there is no picture: {problem.message}")]


def _svg(made: Study, state: Trace, limits: Limits, style: bool = False) -> str:
    """The picture at a state; without a sweep, the end of the last one that there is."""
    sweep = getattr(state, "sweep", None) or ("reverse" if made.adjoints is not None else "value")
    layout = drawing.layout(drawing.structure_of(made.graph, state.layout), limits)
    return picture.picture(made, layout, sweep, state.wrt, getattr(state, "step", None), style=style)


def _page(state: State | Trace, limits: Limits) -> str:
    made = _study(state, limits)
    svg, untold = _svg_if_it_can(made, state, limits)
    safe = Markup(svg or "")  # noqa: S704  # lettering.quoted() has quoted the user's text in it
    document = _contract(made, state, limits, None, untold)
    point = {each["name"]: each["value"] for each in document["inputs"]}
    return render_template("page.html", study=document, state=_state_shown(state), point=point, svg=safe, problem=None)


def _example_page(example: Example) -> str:
    return link.url_of(Trace(program=example.program, at=example.at))


def _example_picture(example: Example) -> str:
    """The graph with its values: in ink alone it is calm enough to be small."""
    return link.url_of(State(program=example.program, at=example.at, sweep="value"), "/graph.svg")


def _state_shown(state: Trace) -> dict[str, Any]:
    return {**state.model_dump(exclude={"include"}), "url": link.url_of(state)}


def _number_shown(x: Any) -> Markup:
    """A number, vector or matrix of the contract, for the page before any script runs."""
    if isinstance(x, list):
        return Markup("[{}]").format(Markup(", ").join(map(_number_shown, x)))
    base, _, exponent = ("undefined" if x is None else numerals.number_text(float(x))).replace("-", "−").partition("^")
    return Markup("{}<sup>{}</sup>").format(base, exponent) if exponent else Markup("{}").format(base)


def _typed(x: Any) -> str:
    """A value as a person would type it into its field."""
    return "[" + ", ".join(map(_typed, x)) + "]" if isinstance(x, list) else numerals.literal(float(x))


def _document(problem: Problem) -> dict[str, Any]:
    line, column, length = problem.place or (None, None, None)
    return {
        "type": f"/problems/{problem.type}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.message,
        "line": line,
        "column": column,
        "length": length,
        "hint": problem.hint,
    }


_HTTP_PROBLEMS = {404: errors.NotFound, 405: errors.MethodNotAllowed, 413: errors.TooLarge, 414: errors.TooLong}


def _as_problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        kind = _HTTP_PROBLEMS.get(error.code, errors.Unreadable)
        return kind(error.description if kind is errors.Unreadable and error.description else kind.title)
    return errors.Fault("an unforeseen fault; it has been logged")


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def _cacheable(body: str, mimetype: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def main() -> None:
    """Serve on the loopback address until interrupted."""
    from werkzeug.serving import WSGIRequestHandler, run_simple

    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = int(os.environ.get("PORT", "8000"))
    app = create_app()
    print(f"Wengert is at http://127.0.0.1:{port}", flush=True)
    run_simple("127.0.0.1", port, app, threaded=True)


if __name__ == "__main__":
    main()
