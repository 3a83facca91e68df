"""State ↔ URL and request body: one table of parameters, checked before anything is computed.

A Trace is what POST /api/v1/trace takes; a State adds where the player stands. Both are read strictly: an
unknown key, a value of another kind, NaN, an infinity or a number given twice is refused.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, get_args
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from graphs.autodiff.build import free_names
from graphs.contract.groups import USUAL
from graphs.contract.query import FORM, Query, parameters_of
from graphs.errors import Problem, Unreadable, WrongRequest, shown
from graphs.language.form import Form
from graphs.language.parser import parse
from graphs.language.reading.draft import PointNeeded
from graphs.limits import DOOR, Limits
from graphs.notation.names import Choice
from graphs.notation.numbers import literal
from graphs.strict_json import checked_number, strict_json


def _whole(text: str) -> str:
    """Text that an address can hold: JSON's escapes may spell half a character, which no encoding writes."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_whole)]
_LARGEST = sys.float_info.max
Number = Annotated[float, Field(allow_inf_nan=False, ge=-_LARGEST, le=_LARGEST)]
Value = Number | list[Number] | list[list[Number]] | list[list[list[Number]]]
Include = Literal["steps", "columns", "parts", "svg", "symbolic", "hessian", "checks", "code", "directions"]
Sweep = Literal["value", "forward", "reverse"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SAFE = "()*!,/"  # what stays readable in an address: everything else is percent-encoded


class Descent(BaseModel):
    """How the paths downhill go: the step of gradient descent, and the steps of both methods; a body's key only."""

    model_config = ConfigDict(extra="forbid", strict=True)

    step: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.1
    steps: Annotated[int, Field(ge=1)] = 50


class Explained(BaseModel):
    """The one step of which formulas and words are wanted, as `step` of an address counts within its sweep; a body's
    key only. wrt: the forward pass.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    sweep: Sweep
    index: Annotated[int, Field(ge=0)]
    wrt: Text | None = None


class Trace(BaseModel):
    """The body of a trace: see API.md for what each key means."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: Text
    at: dict[Text, Value] = {}
    direction: dict[Text, Value] | None = None
    cotangent: Value | None = None
    wrt: Text | None = None
    include: list[Include] = ["steps"]
    descent: Descent = Descent()
    explain: Explained | None = None
    wording: Text | None = None
    share: bool = True
    names: Choice | None = None
    inputs: list[Text] | None = None
    form: Form | None = None
    layout: Literal["wide", "tall"] = "wide"
    jacobians: Literal["numerator", "denominator"] = "numerator"
    open: list[Text] | None = None
    paths: Text | None = None
    _plus: bool = PrivateAttr(default=False)

    @property
    def plus(self) -> bool:
        """Whether a raw + of the address was taken for a plus, which an issue reports."""
        return self._plus


class State(Trace):
    """A trace and where its player stands; step None is the end of the sweep. edge: the one that is asked about.

    part, steps: of a form that tells more or less than usual. scale: of a PNG. theme: of a picture or an embedded page;
    None: light, or as its reader has it. animate: whether an SVG plays the sweep. play: whether a page plays at once.
    """

    sweep: Sweep | None = None
    step: Annotated[int, Field(ge=0)] | None = None
    edge: Text | None = None
    part: Literal["step", "table", "derivation"] | None = None
    steps: Literal["all"] | None = None
    scale: Annotated[float, Field(gt=0, le=4, allow_inf_nan=False)] | None = None
    theme: Literal["light", "dark"] | None = None
    animate: bool = False
    play: bool = False


class Plot(BaseModel):
    """The body of a plot: one axis or two, each an input entry, and the range of the view along each."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: Text
    at: dict[Text, Value] = {}
    share: bool = True
    names: Choice | None = None
    inputs: list[Text] | None = None
    form: Form | None = None
    axes: Annotated[list[Text], Field(min_length=1, max_length=2)]
    ranges: list[Annotated[list[Number], Field(min_length=2, max_length=2)]] | None = None


Model = TypeVar("Model", bound=BaseModel)
Request = TypeVar("Request", bound=Trace)

# parameter -> State's key and how its text is read; every other parameter is an input's name
PARAMETERS: dict[str, tuple[str, str]] = {
    "e": ("program", "text"),
    "sweep": ("sweep", "text"),
    "wrt": ("wrt", "text"),
    "step": ("step", "step"),
    "include": ("include", "list"),
    "share": ("share", "boolean"),
    "layout": ("layout", "layouts"),  # of the picture, of Jacobians, or both with a comma
    "direction": ("direction", "json"),
    "cotangent": ("cotangent", "json"),
}
# The same of parameters that a program may use for an input: where it does, they are written view.NAME.
_VIEW: dict[str, tuple[str, str]] = {
    "names": ("names", "text"),
    "inputs": ("inputs", "list"),
    "form": ("form", "text"),
    "open": ("open", "list"),
    "edge": ("edge", "text"),
    "paths": ("paths", "text"),
    "part": ("part", "text"),
    "steps": ("steps", "text"),
    "scale": ("scale", "number"),
    "theme": ("theme", "text"),
    "animate": ("animate", "flag"),
    "play": ("play", "flag"),
}

_OF_STATES = ("edge", "part", "steps", "scale", "theme", "animate", "play")
_LAYOUTS = {"wide": "layout", "tall": "layout", "numerator": "jacobians", "denominator": "jacobians"}


def trace_from_body(body: bytes, limits: Limits) -> Trace:
    """The trace that a JSON body asks for. Raises Unreadable, TooLarge or WrongRequest."""
    return _from_body(Trace, body, limits)


def state_from_body(body: bytes, limits: Limits) -> State:
    """The state that a JSON body asks for. Raises Unreadable, TooLarge or WrongRequest."""
    return _from_body(State, body, limits)


def plot_from_body(body: bytes, limits: Limits) -> Plot:
    """The plot that a JSON body asks for. Raises Unreadable, TooLarge or WrongRequest."""
    plot = validated(Plot, strict_json(body, limits), limits)
    if plot.ranges is not None and len(plot.ranges) != len(plot.axes):
        raise WrongRequest("'ranges' must hold one range for each of the axes")
    return plot


def text_of(state: State) -> str:
    """The one JSON text of a state, which state_from_body reads back: the same for the same state.

    What has its default is left out: the contract keeps its defaults, and the text stays the same when keys are added.
    """
    return json.dumps(state.model_dump(exclude_defaults=True), allow_nan=False, separators=(",", ":"))


def address_of(state: State, limits: Limits) -> str | None:
    """The address that says all of a state; None where none does: it is too long, or only a body has the key."""
    include = "" if state.include == State.model_fields["include"].default else "&include=" + ",".join(state.include)
    address = url_of(state) + include
    if len(address) > limits.address:
        return None
    try:
        reading = state_from_address(parameters_of(address.partition("?")[2]), limits)
    except Problem:
        return None
    return address if reading == state else None


def state_from_address(query: Query, limits: Limits) -> State:
    """The state that an address describes, as it was sent. Raises Unreadable, TooLarge or WrongRequest."""
    state = state_from_query(query.pairs, limits)
    state._plus = query.plus
    return state


def state_from_query(pairs: Iterable[tuple[str, str]], limits: Limits) -> State:
    """The state that a URL's parameters describe. Raises Unreadable, TooLarge or WrongRequest."""
    fields: dict[str, Any] = {}
    at: dict[str, Any] = {}
    pairs = [*pairs]
    limits.check("parameters", len(pairs), "parameters may stand in an address")
    program = next((text for key, text in pairs if key == "e"), "")
    inputs = _free_names(program, {key for key, _ in pairs}, limits)
    for key, text in pairs:
        if (key, text) == (FORM, "1"):
            continue  # a form of the page sends it; other values say what the text is read as
        if key in PARAMETERS:
            name, kind = PARAMETERS[key]
            target = fields
        elif (view := key.removeprefix("view.")) in _VIEW and (view != key or key not in inputs):
            name, kind = _VIEW[view]
            target = fields
        else:
            name, kind = key.removeprefix("at."), "number"
            target = at
        if name in target:
            raise WrongRequest(f"{shown(key)} is given twice")
        target[name] = _read(key, text, kind, limits)
    fields |= _layouts(fields.pop("layout", ""))
    if "program" not in fields:
        raise WrongRequest("the parameter 'e' must hold the program")
    step = None if fields.get("step") == "end" else fields.get("step")
    return validated(State, {**fields, "at": at, "step": step}, limits)


def _free_names(program: str, keys: Iterable[str], limits: Limits = DOOR) -> set[str]:
    """Of the parameters that may be inputs too, those that the program uses for one."""
    keys = {key for key in keys if key in _VIEW and key in program}
    if not keys:
        return set()
    try:
        return keys & {*free_names(parse(program, (), limits))}
    except (Problem, PointNeeded):
        return keys  # which the answer tells


def _view_key(key: str, program: str) -> str:
    """How a parameter is written that the program may use for an input."""
    return f"view.{key}" if _free_names(program, [key]) else key


def url_of(state: Trace, path: str = "/") -> str:
    """The relative address that reopens a state."""
    pairs = [("e", state.program)]
    pairs += [
        (f"at.{name}" if name in PARAMETERS or name in _VIEW else name, _written(value))
        for name, value in state.at.items()
    ]
    if state.direction is not None:
        pairs.append(("direction", _written(state.direction)))
    if state.cotangent is not None:
        pairs.append(("cotangent", _written(state.cotangent)))
    if not state.share:
        pairs.append(("share", "false"))
    opened = None if state.open == [USUAL] else state.open
    asked = {"names": state.names, "inputs": state.inputs, "form": state.form, "open": opened, "paths": state.paths}
    for key, words in asked.items():
        if words is not None:
            pairs.append((_view_key(key, state.program), words if isinstance(words, str) else ",".join(words)))
    if layouts := [state.layout] * (state.layout != "wide") + [state.jacobians] * (state.jacobians != "numerator"):
        pairs.append(("layout", ",".join(layouts)))
    if isinstance(state, State):
        pairs += [(key, getattr(state, key)) for key in ("sweep", "wrt") if getattr(state, key) is not None]
        if state.sweep is not None or state.step is not None:
            pairs.append(("step", "end" if state.step is None else str(state.step)))
        told = ((key, getattr(state, key)) for key in _OF_STATES)
        pairs += [(_view_key(key, state.program), _said(value)) for key, value in told if value not in (None, False)]
    elif state.wrt is not None:
        pairs.append(("wrt", state.wrt))
    return path + "?" + "&".join(f"{quote(key, safe='')}={quote(value, safe=_SAFE)}" for key, value in pairs)


def _said(value: str | float | bool) -> str:
    return value if isinstance(value, str) else literal(float(value))


def _from_body(model: type[Request], body: bytes, limits: Limits) -> Request:
    request = validated(model, strict_json(body, limits), limits)
    limits.check("descent_steps", request.descent.steps, "steps may be asked for in descent")
    return request


def _read(key: str, text: str, kind: str, limits: Limits) -> Any:
    if kind in ("text", "layouts"):
        return text
    if kind == "list":
        return [part for part in text.split(",") if part]
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "flag" and text in ("1", "0", "true", "false"):
        return text in ("1", "true")
    if kind == "step" and (text == "end" or re.fullmatch(r"[0-9]{1,9}", text)):
        return text if text == "end" else int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(checked_number(text, limits))
    if (kind in ("number", "json") and text[:1] in ("[", "{")) or (kind == "json" and _NUMBER.fullmatch(text)):
        try:
            return strict_json(text.encode("utf-8", "surrogatepass"), limits)
        except Unreadable as failure:
            message = failure.message.replace("the body", f"the parameter {shown(key)}")
            raise Unreadable(message, hint="lists are written [1, 2], matrices [[1, 2], [3, 4]]") from None
    expected = {
        "number": "a number",
        "boolean": "true or false",
        "flag": "0 or 1",
        "step": "a number from 0, or end",
        "json": "JSON",
    }
    raise WrongRequest(f"the parameter {shown(key)} must be {expected[kind]}, not {shown(text)}")


def _layouts(text: str) -> dict[str, str]:
    """The one key `layout` holds the picture's layout, the Jacobians', or both with a comma."""
    layouts: dict[str, str] = {}
    for word in filter(None, text.split(",")):
        key = _LAYOUTS.get(word, "layout")
        if word not in _LAYOUTS or key in layouts:
            raise WrongRequest(
                f"the parameter 'layout' must be {_EXPECTED['layout']}, {_EXPECTED['jacobians']}, or one of each"
            )
        layouts[key] = word
    return layouts


def _written(value: Any) -> str:
    if isinstance(value, float):
        return literal(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{_written(entry)}" for name, entry in value.items()) + "}"
    return "[" + ",".join(map(_written, value)) + "]"


def validated(model: type[Model], content: Any, limits: Limits) -> Model:
    """The model of a JSON object. Raises WrongRequest where they do not fit, TooLarge past the bound on inputs."""
    if not isinstance(content, dict):
        raise WrongRequest("the body must be a JSON object")
    for key in ("at", "direction"):
        if isinstance(content.get(key), dict):
            limits.check("inputs", len(content[key]), f"inputs are taken in {key}")
    try:
        return model.model_validate(content)
    except ValidationError as failure:
        raise WrongRequest(*_mismatch(failure)) from None


_EXPECTED = {"program": "text", "wrt": "an input's name", "share": "true or false", "layout": "wide or tall",
             "names": "c or own", "inputs": "a list of names", "form": "plain, python or latex",
             "open": "a list of boxes, by their names or ids", "jacobians": "numerator or denominator",
             "sweep": "value, forward or reverse", "step": "a number from 0, or end",
             "edge": "an edge's id, as c7-0", "paths": "a node's id, as c3",
             "part": "step, table or derivation", "steps": "all", "scale": "a number above 0, 4 at most",
             "theme": "light or dark", "animate": "true or false", "play": "true or false",
             "include": "a list of " + ", ".join(get_args(Include)), "at": "an object of finite numbers",
             "direction": "an object of finite numbers", "cotangent": "a finite number, or a list of them",
             "axes": "a list of one input entry, or of two",
             "ranges": "a list of ranges, each [low, high] in finite numbers",
             "explain": "an object: sweep, index a whole number from 0, wrt an input's name",
             "wording": "the `wording` of an answer before",
             "cells": "a list of cells, as c3.adjoint", "hints": "an object: cell, and how many rungs, 1 to 3",
             "given": "an object: cell, and what was typed, as text", "draw": "a whole number from 0",
             "descent": "an object: step a number above 0, steps a whole number from 1"}  # fmt: skip


def _mismatch(failure: ValidationError) -> tuple[str, None, str | None]:
    """What does not fit, in our words: pydantic's own may name Python's types."""
    first = failure.errors(include_url=False, include_context=False, include_input=False)[0]
    if not first["loc"]:
        return "a key of the body is not text", None, None
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden" and len(first["loc"]) > 1:
        return f"there is no key {shown(str(first['loc'][1]))} in {key}", None, f"{key} is {_EXPECTED[key]}"
    if first["type"] == "extra_forbidden":
        close = get_close_matches(key, State.model_fields, 1)
        return f"there is no key {shown(key)}", None, f"did you mean {close[0]}?" if close else None
    if first["type"] == "missing":
        return f"the key {shown(key)} is missing", None, None
    if len(first["loc"]) > 1 and first["type"] == "value_error":
        return f"a name in {key} is not text", None, None
    if len(first["loc"]) > 1 and key in ("at", "direction"):
        return f"the value of {shown(str(first['loc'][1]))} in {key} must be a finite number", None, None
    return f"{shown(key)} must be {_EXPECTED[key]}", None, None
