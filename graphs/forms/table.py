"""The forms in which a study leaves the page: one row each, from which routes, menu, methods and tests are made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from graphs.forms.delimited import csv_of, tsv_of
from graphs.forms.dot import dot_of
from graphs.forms.markdown import markdown_of
from graphs.forms.networks import graphml_of
from graphs.forms.pictures import pdf_file, png_file, svg_of
from graphs.forms.played import html_of
from graphs.forms.shown import Shown
from graphs.forms.tex import tex_of
from graphs.forms.tikz.picture import tikz_of
from graphs.limits import Limits


class Form(NamedTuple):
    """name: of the route, the method and the option, and how the file's name ends. label: in the menu. media: the type.

    write: the file of what is shown, text or bytes. takes: the wishes of an address
    that it follows, beside the state. heavy: whether it counts as a heavy question.
    Files that run a script (`runs`) are saved, never opened as a page of the server's own.
    """

    name: str
    label: str
    media: str
    write: Callable[[Shown, Limits], str | bytes]
    takes: tuple[str, ...] = ()
    heavy: bool = False
    runs: bool = False


def _json_of(shown: Shown, limits: Limits) -> str:
    return json.dumps(shown.document(), allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _plainly(write: Callable[[Shown], str]) -> Callable[[Shown, Limits], str]:
    return lambda shown, limits: write(shown)


FORMS = {
    form.name: form
    for form in (
        Form("svg", "picture, SVG", "image/svg+xml", svg_of, ("theme", "animate")),
        Form("png", "picture, PNG", "image/png", png_file, ("theme", "scale"), heavy=True),
        Form("pdf", "picture, PDF", "application/pdf", pdf_file, ("theme", "steps"), heavy=True),
        Form("html", "player, one HTML file", "text/html", html_of, ("theme", "play"), heavy=True, runs=True),
        Form("tex", "LaTeX", "application/x-tex; charset=utf-8", _plainly(tex_of), ("part",)),
        Form("tikz", "picture, TikZ", "application/x-tex; charset=utf-8", tikz_of, ("theme",)),
        Form("csv", "table, CSV", "text/csv", _plainly(csv_of), ("steps",)),
        Form("tsv", "table, TSV", "text/tab-separated-values", _plainly(tsv_of), ("steps",)),
        Form("json", "everything, JSON", "application/json", _json_of),
        Form("dot", "drawn graph, DOT", "text/vnd.graphviz", _plainly(dot_of), ("theme",)),
        Form("graphml", "network, GraphML", "application/graphml+xml", _plainly(graphml_of)),
        Form("md", "text, Markdown", "text/markdown", _plainly(markdown_of), ("part", "steps")),
    )
}


def file_name(form: Form, shown: Shown) -> str:
    """Letters, digits and signs that every system takes: f-reverse-4.svg."""
    result = re.sub(r"\W", "", shown.study.notation.result, flags=re.ASCII) or "graph"
    at = "" if shown.cursor is None else f"-{shown.cursor}"
    return f"{result}{f'-{shown.sweep}' if shown.sweep else ''}{at}.{form.name}"
