"""The pages: the graph in the state that an address describes, the examples, what a problem means."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from graphs import errors, gallery
from graphs.contract.groups import USUAL
from graphs.contract.parts import parts
from graphs.contract.state import Explained, State, Sweep, Trace, url_of
from graphs.errors import Problem
from graphs.explain import rules
from graphs.explain.rules import Statement
from graphs.forms.table import FORMS
from graphs.gallery import Example
from graphs.limits import Limits
from graphs.notation import numbers
from graphs.study import Study
from wengert.answers import WELCOME, answer_document, shown_of, study_of
from wengert.web import problems
from wengert.web.preview import preview_of
from wengert.web.replies import (
    cacheable,
    json_text,
    limits,
    query_sent,
    requested_state,
    settings,
    tell_when_to_ask_again,
    turn,
)
from wengert.web.routes.assets import bundled

_LAST = 2**31  # past every step, as the page has it: the last

routes = Blueprint("pages", __name__)


@routes.get("/")
def page() -> tuple[str, int] | Response:
    """The page in the state that the address describes, whole before any script runs; for whoever prefers Markdown, the
    same as text.
    """
    markdown = FORMS["md"].media
    if request.accept_mimetypes.best_match(["text/html", markdown]) == markdown:
        response = cacheable(_as_markdown, markdown, markdown)
    else:
        response = make_response(_page_asked_for())
    response.vary.add("Accept")
    return response


def _as_markdown() -> str:
    state = requested_state() if "e" in request.args else WELCOME
    with turn():
        return str(FORMS["md"].write(shown_of(state, limits(), home=settings().public_url), limits()))


def _page_asked_for() -> tuple[str, int] | Response:
    if "e" not in request.args:
        return opened(WELCOME)
    try:
        return opened(requested_state())
    except Problem as problem:
        return _page_of(problem, WELCOME, dict(query_sent().pairs)["e"]), problem.status


def opened(state: State) -> tuple[str, int] | Response:
    """The page in a state, or with what is wrong with it."""
    try:
        return cacheable(partial(_page, state, limits()), "text/html", bundled())
    except Problem as problem:
        return _page_of(problem, state, state.program), problem.status


@routes.get("/examples")
def examples() -> Response:
    """The gallery: every example with its picture, as a link that opens it."""
    shown = {"groups": gallery.groups(), "address": _example_page, "picture": _example_picture}
    return cacheable(lambda: render_template("gallery.html", **shown), "text/html")


@routes.get("/rules")
def all_rules() -> Response:
    """The chain rule in both modes, and every operation by its name."""
    return cacheable(lambda: render_template("rules.html", families=rules.families()), "text/html")


@routes.get("/rules/<operation>")
def rule(operation: str) -> Response:
    """What an operation's derivative is, in both modes, where it holds, and with numbers."""
    name = operation.replace("-", " ")
    statements = rules.statements(name)
    if not statements:
        raise errors.NotFound("there is no such operation")
    domain = rules.DOMAINS.get(name)
    shown = {"name": name, "statements": statements, "domain": domain, "page": _rule_page}
    return cacheable(lambda: render_template("rule.html", **shown), "text/html")


@routes.get("/problems/<kind>")
def problem_type(kind: str) -> str:
    """What a problem document's type means."""
    kinds = errors.problem_types()
    if kind not in kinds:
        raise errors.NotFound("there is no such type of problem")
    return render_template("problem.html", kind=kinds[kind])


def _page(state: State | Trace, limits: Limits) -> str:
    with turn():
        study = study_of(state, limits)
        # What the player needs; words of other steps, and what drawers hold, are asked for when they are looked at.
        wanted = {"include": ["columns", "parts", "svg"], "explain": looked_at(study, state), "paths": None}
        drawn = {"open": [USUAL]} if state.open is None else {}
        contents = answer_document(study, state.model_copy(update=wanted | drawn), limits)
        svg, contents["svg"] = contents["svg"], None  # it stands in the page itself
        safe = Markup(svg or "")  # noqa: S704  # svg_text.quoted has quoted the user's text in it
        point = {each["name"]: each["value"] for each in contents["inputs"]}
        preview = preview_of(state)
        return _filled(study=contents, state=shown(state), point=point, svg=safe, problem=None, preview=preview)


def looked_at(study: Study, state: State | Trace) -> Explained:
    """The step that was done last; before the first, that one."""
    sweep: Sweep = getattr(state, "sweep", None) or ("reverse" if study.adjoints is not None else "value")
    done = getattr(state, "step", None)
    return Explained(sweep=sweep, index=_LAST if done is None else max(0, done - 1), wrt=state.wrt)


def _page_of(problem: Problem, state: State, program: str) -> str:
    """The page with the program as it was typed, and what is wrong with it."""
    values = {**shown(state), "program": program}
    document = problems.document(problem)
    tell_when_to_ask_again(problem)
    return _filled(study=None, state=values, point=values["at"], svg="", problem=document)


def _filled(**parts: Any) -> str:
    """The page; where the address brings no program it is somebody's first, with examples beside it and a tour."""
    first = "e" not in request.args
    example = gallery.written_as(parts["state"]["program"])
    shown = {"groups": gallery.groups(), "address": _example_page, "example": example, "forms": FORMS}
    return render_template("page.html", first=first, **shown, **parts)


def shown(state: Trace) -> dict[str, Any]:
    """A state as a page's script takes it."""
    return {**state.model_dump(exclude={"include"}), "url": url_of(state)}


def _example_page(example: Example) -> str:
    return url_of(Trace(program=example.program, at=example.at))


def _rule_page(statement: Statement) -> str:
    """The worked example of a rule, at the end of its reverse sweep."""
    cotangent = statement.cotangent
    return url_of(State(program=statement.program, at=statement.at, cotangent=cotangent, sweep="reverse"))


def _example_picture(example: Example) -> str:
    """The graph with its values: in ink alone it is calm enough to be small."""
    return url_of(State(program=example.program, at=example.at, sweep="value"), "/graph.svg")


@routes.app_template_filter("json")
def json_in_script(document: Any) -> Markup:
    """Strict JSON as the text of a script element: nothing in it can end that."""
    return htmlsafe_json_dumps(document, json_text)


@routes.app_template_filter("parts")
def parts_in_attribute(formula: str) -> str:
    """A formula's parts as JSON."""
    return json_text(parts(formula))


@routes.app_template_filter("number")
def number_shown(x: Any) -> Markup:
    """A number, vector or matrix of the contract, for the page before any script runs."""
    if isinstance(x, list):
        return Markup("[{}]").format(Markup(", ").join(map(number_shown, x)))
    written = numbers.Numeral("undefined") if x is None else numbers.numeral(float(x))
    base, exponent = (each.replace("-", "−") for each in written)
    return Markup(f"{base}<sup>{exponent}</sup>" if exponent else base)  # noqa: S704  # digits and signs of our own


@routes.app_template_filter("typed")
def typed(x: Any) -> str:
    """A value as a person would type it into its field."""
    return "[" + ", ".join(map(typed, x)) + "]" if isinstance(x, list) else numbers.literal(float(x))
