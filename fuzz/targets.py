"""What must hold for any input: one function per harness, each takes the fuzzer's bytes and raises where it does not.

The problems that people are told of are answers; anything else that is raised is a fault of ours.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from fuzz import markup
from fuzz.texts import parameters_of, text_of
from graphs.autodiff.build import build
from graphs.contract import state as link
from graphs.contract.schemas.answer import Answer
from graphs.errors import Problem
from graphs.language.form import Form
from graphs.language.parser import parse
from graphs.language.program import Program
from graphs.limits import WEB
from graphs.picture import layout as drawing
from graphs.picture import svg as picture
from graphs.study.known import Known
from wengert.answers import answer, study_of

_URL = re.compile(r"/\?e=[A-Za-z0-9%()*!,/._~=&-]*")


def parser(data: bytes) -> None:
    """A program is read or refused at a place inside its text, and twice alike."""
    reading(text_of(data), None)


def code(data: bytes) -> None:
    """The same of what is read as Python."""
    reading(text_of(data), "python")


def latex(data: bytes) -> None:
    """The same of what is read as LaTeX."""
    reading(text_of(data), "latex")


def reading(text: str, form: Form | None) -> None:
    try:
        program = read(text, form)
    except Problem as problem:
        assert problem.status in (400, 413, 422)
        told(problem, text)
        return
    assert program.lines == read(text, form).lines
    for line in (*program.lines, *program.deciding):
        for place in (line.place, *(word.place for word in line.words)):
            inside(place, text)
    for note in program.notes:
        assert note.message.isprintable(), note
        inside(note.place, text, several=True)


def read(text: str, form: Form | None = None) -> Program:
    """The program at the point that the text gives; inputs that it leaves open count as 1."""
    return parse(text, {}, WEB, Known({}, {}, text, WEB), form=form)


def links(data: bytes) -> None:
    """A state that an address describes has an address that describes it, in characters that need no quoting."""
    try:
        state = link.state_from_query(parameters_of(data), WEB)
    except Problem as problem:
        told(problem)
        return
    url = link.url_of(state)
    assert _URL.fullmatch(url), url
    again = link.state_from_query(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True), WEB)
    assert again == state.model_copy(update={"include": again.include})
    assert link.url_of(again) == url


def points(data: bytes) -> None:
    """A body that is taken is JSON for everybody, holds finite numbers alone, and has an address."""
    try:
        trace = link.trace_from_body(data, WEB)
    except Problem as problem:
        told(problem)
        return
    sent = json.loads(data, parse_int=float)
    assert sent["program"] == trace.program and sent.get("at", {}) == trace.at
    json.dumps(trace.model_dump(), allow_nan=False)
    query = urlsplit(link.url_of(trace)).query
    again = link.state_from_query(parse_qsl(query, keep_blank_values=True, strict_parsing=True), WEB)
    assert (again.program, again.at, again.direction) == (trace.program, trace.at, trace.direction)


def dot(data: bytes) -> None:
    """Graphviz is given our own ids and numbers, and nothing that was typed."""
    try:
        program = read(text_of(data))
        graph = build(program, {name: np.shape(value) for name, value in program.point.items()}, limits=WEB)
    except Problem:
        return
    for kind in ("wide", "tall"):
        structure = drawing.structure_of(graph, kind)
        markup.check_dot(drawing.dot(structure, frozenset()))
        markup.check_dot(drawing.dot(structure, frozenset(range(structure.inputs))))


def svg(data: bytes) -> None:
    """A picture is XML of the listed elements and attributes, and user text stands in text alone."""
    try:
        state = link.state_from_query(parameters_of(data), WEB)
        made = study_of(state, WEB)
        layout = markup.on_a_grid(drawing.structure_of(made.graph, state.layout))
        sweep = state.sweep or ("reverse" if made.adjoints is not None else "value")
        markup.check_svg(picture.picture(made, layout, sweep, state.wrt, state.step))
    except Problem as problem:
        told(problem)


def studies(data: bytes) -> None:
    """An answer is strict JSON as documented, the same again from its own address; its code is Python."""
    try:
        state = link.state_from_query(parameters_of(data), WEB)
        state = state.model_copy(update={"include": ["steps", "hessian", "code", "directions"]})
        made = answer(state, WEB)
    except Problem as problem:
        told(problem)
        return
    Answer.model_validate(made)
    for source in made["code"].values():
        ast.parse(source)
    query = urlsplit(made["url"]).query
    again = link.state_from_query(parse_qsl(query, keep_blank_values=True, strict_parsing=True), WEB)
    assert written(answer(again.model_copy(update={"include": state.include}), WEB)) == written(made)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "parser": parser, "code": code, "latex": latex, "links": links, "points": points, "dot": dot, "svg": svg,
    "studies": studies,
}  # fmt: skip


def told(problem: Problem, text: str | None = None) -> None:
    """A problem's words can be encoded, logged and shown; its place lies inside the text."""
    for said in (problem.message, problem.hint or ""):
        assert said.isprintable(), said
    if text is not None and problem.place is not None:
        inside(problem.place, text, several=True)


def inside(place: Any, text: str, several: bool = False) -> None:
    """several: what is told of a whole statement may go on over the ends of lines, each of which counts as one."""
    lines = text.split("\n")
    assert 1 <= place.line <= len(lines), place
    assert place.column >= 1 and place.length >= 0, place
    rest = "\n".join(lines[place.line - 1 :]) if several else lines[place.line - 1]
    assert place.column - 1 + place.length <= len(rest), place


def written(made: Any) -> str:
    return json.dumps(made, allow_nan=False, sort_keys=True)
