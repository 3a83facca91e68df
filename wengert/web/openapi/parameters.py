"""The parameters of addresses, as the OpenAPI document describes them; `graphs/contract/state.py` reads them."""

from __future__ import annotations

from typing import Any, get_args

from graphs import errors
from graphs.contract.state import Include, Sweep
from graphs.explain.rules import families
from graphs.language.form import Form

_JSON = "application/json"
PROGRAM = "wengert-program"  # the format of text in the language of the house
_LIST = r"^\[.*\]$"
_PIXELS = {"type": "integer", "minimum": 1, "maximum": 999_999_999}


def _in_query(name: str, description: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


_INPUTS = {
    "name": "inputs",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "The point: `NAME=` for each input, a number, or for a vector or matrix a JSON list "
    "(`A=[[1,2],[3,4]]`). `at.NAME=` means the same, and must be written where NAME is another parameter's name, as "
    "in `at.e=2`. A free name that is missing is the number 1, and an issue says so.",
    "schema": {
        "type": "object",
        "propertyNames": {"type": "string", "pattern": r"^(at\.)?[A-Za-z][A-Za-z0-9_]{0,63}$"},
        "additionalProperties": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _LIST}]},
        "examples": [{"x1": 0, "x2": 2}, {"A": "[[1,2],[3,4]]", "at.e": 2}],
    },
}

PARAMETERS: dict[str, Any] = {
    "e": _in_query("e", "The program: one expression, or lines `name = expression`; the last line is the output.",
                   {"type": "string", "format": PROGRAM}, required=True),
    "program": _in_query("e", "The program.", {"type": "string", "format": PROGRAM}),
    "inputs": _INPUTS,
    "direction": _in_query("direction", "A JSON object, input → tangent in its shape: asks for one directional pass.",
                           {"type": "string", "contentMediaType": _JSON, "examples": ['{"x1":1,"x2":2}']}),
    "cotangent": _in_query("cotangent", "The adjoint of an output that is no single number, in its shape, as JSON.",
                           {"type": "string", "contentMediaType": _JSON, "examples": ["[1,1]"]}),
    "wrt": _in_query("wrt", "Limits forward mode to one input or entry: `x1`, `A[0,1]`.", {"type": "string"}),
    "share": _in_query("share", "Whether equal subexpressions are one node.", {"type": "boolean", "default": True}),
    "names": _in_query("names", "How nodes are called in every formula: `c` for c1, c2, …, the default for a program "
                       "of one line; `own` by the program's names, the default for several. Where `names` is "
                       "an input of the program, this is `view.names`.", {"type": "string", "enum": ["c", "own"]}),
    "layout": _in_query("layout", "Of the picture (`wide`, `tall`), of Jacobians (`numerator`, `denominator`), or one "
                        "of each with a comma.", {"type": "string", "default": "wide", "pattern": (
                            "^((wide|tall)(,(numerator|denominator))?|(numerator|denominator)(,(wide|tall))?)?$")}),
    "sweep": _in_query("sweep", "The sweep that the player stands in.", {"type": "string", "enum": [*get_args(Sweep)]}),
    "step": _in_query("step", "Steps done within the sweep; `end` is the default, larger numbers mean the end.",
                      {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 999_999_999}, {"const": "end"}]}),
    "open": _in_query("open", "The picture with its lines, calls, turns and parts as boxes: the names or ids (`g3`) of "
                      "those that are open, with commas; `all`; empty: none is open; `none`: there are no boxes; "
                      "`auto`: as the page begins, where the whole can be read: without boxes, else all open, else all "
                      "closed, as they are from 20 nodes on. Without it there are none, but on the page this is "
                      "`auto`. Where `open` is an input of the program, this is `view.open`.",
                      {"type": "string"}),
    "edge": _in_query("edge", "The id of an edge, as a trace lists them: `c7-0`. Where `edge` is an input of the "
                      "program, this is `view.edge`.", {"type": "string"}),
    "paths": _in_query("paths", "The number whose paths are wanted: a node's id (`c3`) for its adjoint, `c3[0,1]` for "
                       "an entry, `c3.tangent:x1` for a tangent. Where `paths` is an input of the program, this is "
                       "`view.paths`.", {"type": "string"}),
    "theme": _in_query("theme", "Light or dark; without it an embedded page is as the reader's device has it, a "
                       "file light. Where `theme` is an input of "
                       "the program, this is `view.theme`.", {"type": "string", "enum": ["light", "dark"]}),
    "part": _in_query("part", "Of a document: the step alone, the table of the trace, or the derivation line by line. "
                      "Where `part` is an input of the program, this is `view.part`.",
                      {"type": "string", "enum": ["step", "table", "derivation"]}),
    "steps": _in_query("steps", "`all`: every step of the sweep, or of all sweeps where none is named; of a PDF a page "
                       "each. Where `steps` is an input of the program, this is `view.steps`.",
                       {"type": "string", "enum": ["all"]}),
    "scale": _in_query("scale", "Pixels of a PNG by each of the picture's, up to 16 megapixels. Where `scale` is an "
                       "input of the program, this is `view.scale`.",
                       {"type": "number", "exclusiveMinimum": 0, "maximum": 4, "default": 2}),
    "animate": _in_query("animate", "Whether the picture plays the sweep without a script; where less motion is wanted "
                         "it stands still at the step. Where `animate` is an input of the program, this is "
                         "`view.animate`.", {"type": "boolean", "default": False}),
    "play": _in_query("play", "Whether the player starts at once. Where `play` is an input of the program, this is "
                      "`view.play`.", {"type": "boolean", "default": False}),
    "url": _in_query("url", "The address of a page or a short link of this server.", {"type": "string"}, required=True),
    "maxwidth": _in_query("maxwidth", "The widest that the frame may be, in pixels.", _PIXELS),
    "maxheight": _in_query("maxheight", "The highest that the frame may be, in pixels.", _PIXELS),
    "format": _in_query("format", "Of the description: JSON alone.", {"type": "string", "enum": ["json"]}),
    "include": {"name": "include", "in": "query", "style": "form", "explode": False,
                "description": "The parts that are wanted, with commas; empty: none of them.",
                "schema": {"type": "array", "items": {"type": "string", "enum": [*get_args(Include), ""]},
                           "default": ["steps"]}},
    "form": _in_query("view.form", "1 in what a form sends, where a raw `+` is a space. Without it, a raw `+` of the "
                      "program is a plus where an operator could stand, and an issue says so; `%2B` is always a plus, "
                      "`%20` always a space. Other values are those of `form`.",
                      {"type": "string", "enum": ["1", *get_args(Form)]}),
    "id": {"name": "id", "in": "path", "required": True, "description": "As a kept state's address has it.",
           "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,43}$"}},
    "operation": {"name": "operation", "in": "path", "required": True, "description": "An operation's name, with - for "
                  "a space.", "schema": {"type": "string", "enum": [*dict.fromkeys(
                      name.replace(" ", "-") for family in families() for name in family.rows)]}},
    "kind": {"name": "kind", "in": "path", "required": True, "description": "The last part of a problem's type.",
             "schema": {"type": "string", "enum": [*errors.problem_types()]}},
}  # fmt: skip
