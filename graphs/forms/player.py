"""A study as one HTML file that plays: every step with its words, the picture, the trace, and all that shows them.

It opens by a double click, asks for nothing (its policy forbids it), and is the player that other sites show in a
frame: the same markup (templates/_player.html) and the same modules (static/js/embed). The user's text stands in it as
JSON alone, and as text that the template has quoted.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from graphs.contract.document import document
from graphs.files import STATIC, TEMPLATES
from graphs.forms.joined import joined, sheet
from graphs.limits import Limits
from graphs.study import Study

_SHEETS = (
    "vendor/katex/katex.min.css", "css/tokens.css", "css/page.css", "css/picture/graph.css", "css/player/scrubber.css",
    "css/trace/trace.css", "css/embed/player.css", "css/embed/compact.css", "css/embed/file.css",
)  # fmt: skip
# Every file has these; those of rarer letters come where a formula has them.
_FONTS = (
    "source-sans-3-latin-400-normal", "source-sans-3-latin-600-normal", "KaTeX_Main-Regular", "KaTeX_Main-Bold",
    "KaTeX_Math-Italic", *(f"KaTeX_Size{k}-Regular" for k in (1, 2, 3, 4)),
)  # fmt: skip
_RARE = {
    r"\\mathbb|\\gtrsim|\\lesssim": "KaTeX_AMS-Regular",
    r"\\mathcal": "KaTeX_Caligraphic-Regular",
    r"\\mathsf": "KaTeX_SansSerif-Regular",
    r"\\mathit|\\textit": "KaTeX_Main-Italic",
    r"\\mathtt|\\texttt": "KaTeX_Typewriter-Regular",
    r"\\boldsymbol|\\bm": "KaTeX_Math-BoldItalic",
}
_KEPT = (
    "program", "formula", "inputs", "outputs", "result", "value", "gradient", "cost", "issues", "columns",
)  # fmt: skip
# Of nodes and edges; their numbers stand in `columns`.
_OF_NODE = ("id", "name", "display_name", "operation", "operands", "text", "latex", "symbol", "symbols", "shape")
_OF_EDGE = ("id", "from", "to", "slot")
_BOTH = 60  # nodes up to which both layouts of the picture come along
_TOLD = ("rule", "numbers", "words")
_ESCAPED = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"})


def contents(study: Study, url: str, limits: Limits) -> dict[str, Any]:
    """The contract's document with the words of every step, as the player takes it. url: the state's address.

    Raises TooLarge past limits.file_steps, before anything is written.
    """
    steps = len(study.value_steps) + sum(map(len, study.forward_steps.values())) + len(study.reverse_steps)
    limits.check("file_steps", steps, "steps are written into one file")
    return document(study, url, {"steps", "columns", "parts"}, replace(limits, rendered_steps=steps))


def player(
    document: Mapping[str, Any], pictures: Mapping[str, str], state: Mapping[str, Any], title: str, home: str = ""
) -> str:
    """The file.

    document: of `contents`. pictures: the SVG of both layouts, wide and tall, written by graphs.picture.svg without
    style; {} where it is too large to draw. state: where the player stands, as a page's script takes it (sweep, wrt,
    step, theme, play, …). home: where a server is, as https://host; empty: there is no way from the file to a page.
    """
    data = _json({"packed": packed(document), "state": state, "problem": None, "short": None})
    style, tall = _style(_fonts(data)), pictures.get("tall", "") if len(document["nodes"]) <= _BOTH else ""
    first = (STATIC / "js/embed/first_paint.js").read_text(encoding="utf-8")
    script = joined(STATIC / "js/embed/file.js")
    hashes = " ".join(map(_hash, (first, script)))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; font-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    shown = {
        "style": style,
        "first": first,
        "script": script,
        "data": data,
        "link": _json({"query": document["url"].partition("?")[2]}),  # what a page reads that is given the file
        "wide": pictures.get("wide", ""),
        "tall": tall,
    }
    safe = {name: Markup(text) for name, text in shown.items()}  # noqa: S704  # ours, escaped, or quoted by svg_text
    opened = home + document["url"] if home else None
    page = _templates().get_template("file.html")
    return page.render(**safe, policy=policy, title=title, theme=state.get("theme"), opened=opened)


def packed(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the player reads of a document: {answer, held, words, pieces, roles}. static/js/embed/file.js unpacks it.

    answer: what changes with the point, its numbers by column. held: nodes and edges without their numbers. words: of
    each step in the order of the sweeps, rule, numbers and words as lists of places in `pieces`, where each part stands
    once: it is said some hundred times. roles: what the second place of a part is a number of; nulls at its end are
    left out. For 100 nodes all is a quarter as long as the document.
    """
    roles: dict[str, int] = {}

    def piece(part: Any) -> str:
        if isinstance(part, str):
            return json.dumps(part, ensure_ascii=False)
        text, role, *more = part
        while more and more[-1] is None:
            more.pop()
        return json.dumps([text, roles.setdefault(role, len(roles)), *more], ensure_ascii=False)

    told = [[[*map(piece, step["parts"][name])] for name in _TOLD] for step in document["steps"]]
    counts = Counter(each for step in told for parts in step for each in parts)
    pieces = [each for each, _ in counts.most_common()]  # those that are said most have the shortest numbers
    numbers = {each: number for number, each in enumerate(pieces)}
    return {
        "answer": {
            **{key: document[key] for key in _KEPT if key in document},
            "nodes": [],
            "edges": [],
            "steps": [],
            "groups": [{"parent": group["parent"], "nodes": group["nodes"]} for group in document["groups"]],
        },
        "held": {
            "nodes": [{key: node[key] for key in _OF_NODE if key in node} for node in document["nodes"]],
            "edges": [{key: edge[key] for key in _OF_EDGE} for edge in document["edges"]],
        },
        "words": [[[numbers[each] for each in parts] for parts in step] for step in told],
        "pieces": [*map(json.loads, pieces)],
        "roles": [*roles],
    }


def _json(data: Any) -> str:
    """Strict JSON in which nothing can end a script element, nor a line of a script."""
    return json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _fonts(data: str) -> tuple[str, ...]:
    return (*_FONTS, *(font for letters, font in _RARE.items() if re.search(letters.replace(r"\\", r"\\\\"), data)))


@cache
def _style(fonts: tuple[str, ...]) -> str:
    return "\n".join(sheet(STATIC / name, fonts) for name in _SHEETS)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
