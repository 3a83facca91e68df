"""The player that other sites show in a frame, what is said to sites that make a frame of a link by themselves
(oEmbed 1.0, https://oembed.com), and the script of the element <wengert-graph>.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup

from graphs import errors
from graphs.clock import unfinished
from graphs.contract.query import parameters_of
from graphs.contract.state import State, address_of, state_from_address, state_from_body, url_of
from graphs.errors import Problem
from graphs.study import Study
from wengert.answers import answer_document, study_of, svg
from wengert.web import problems
from wengert.web.preview import title_of
from wengert.web.replies import (
    cacheable,
    json_bytes,
    limits,
    requested_state,
    settings,
    store,
    tell_when_to_ask_again,
    turn,
)  # fmt: skip
from wengert.web.routes.pages import looked_at, shown

routes = Blueprint("embed", __name__)

ELEMENT = "js/embed/wengert-graph.js"
_WIDE, _NARROW = (480, 360), (320, 480)  # pixels: the two sizes that the player is drawn for
_AROUND = 30  # characters that are shown on either side of a place in a program


class Pointed(NamedTuple):
    """A line of a program with a place in it: what stands before the place, there, and behind it."""

    before: str
    there: str
    behind: str


@routes.get("/embed")
def embed() -> Response:
    """The player in the state that the address describes."""
    state = requested_state()
    return cacheable(partial(_page, state), "text/html")


@routes.get("/embed/<id_>")
def kept(id_: str) -> Response:
    """The player in the state of a short link."""
    state = _kept(id_)
    short = f"/s/{quote(id_)}" if address_of(state, limits()) is None else None
    try:
        return cacheable(partial(_page, state, short), "text/html")
    except Problem as problem:
        return refusal(problem, state.program, f"/s/{quote(id_)}")


@routes.get("/wengert-graph.js")
def element() -> Response:
    """The script of the element, for any page."""
    response = current_app.send_static_file(ELEMENT)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers.pop("Expires", None)
    return response


@routes.get("/oembed")
def oembed() -> Response:
    """What a site is told that wants to show one of our addresses: the frame to put in. Raises NotFound for others."""
    public = settings().public_url
    if not public:
        raise errors.NotFound(
            "this server does not know its own address, so it cannot say where a frame is",
            hint="whoever runs it sets PUBLIC_URL",
        )
    if request.args.get("format", "json") != "json":
        raise errors.NotOffered("the description is offered as JSON alone", hint="format=json")
    title, source = _own(request.args.get("url", ""), public)
    width, height = _size(_most("maxwidth"), _most("maxheight"))
    frame = Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" style="border: 1px solid #dde1e5"></iframe>'
    )
    document = {
        "version": "1.0", "type": "rich", "title": title, "provider_name": "Wengert", "provider_url": public + "/",
        "cache_age": 86_400, "width": width, "height": height,
        "html": str(frame.format(public + source, width, height, title)),
    }  # fmt: skip
    return cacheable(lambda: json_bytes(document), "application/json")


def refusal(problem: Problem, program: str | None = None, opened: str | None = None) -> Response:
    """A problem as a small page, for a frame must not stay blank: what is wrong, and where in the program.

    program, opened: by default the one of the address, as far as it can be read, and the page with it.
    """
    tell_when_to_ask_again(problem)
    text = request.args.get("e", "") if program is None else program
    if opened is None:
        opened = "/?e=" + quote(text, safe="") if text else "/"
    page = render_template(
        "embed_problem.html", problem=problems.document(problem), place=_pointed(text, problem), opened=opened,
        theme=request.args.get("theme"),
    )  # fmt: skip
    return Response(page, problem.status, mimetype="text/html")


def _page(state: State, short: str | None = None) -> str:
    """The player, whole before any script runs but for the words of other steps: they are asked for when looked at.

    short: the state's short link, where no address says all of it.
    """
    with turn():
        study = study_of(state, limits())
        wanted = {"include": ["columns", "parts", "svg"], "explain": looked_at(study, state), "layout": "wide"}
        contents = answer_document(study, state.model_copy(update=wanted), limits())
        wide, contents["svg"] = contents["svg"], None  # it stands in the page itself
        tall = _tall(study, state) if wide else None
        # What svg_text.quoted wrote has the user's text quoted.
        pictures = [Markup(each or "") for each in (wide, tall)]  # noqa: S704
    return render_template(
        "embed.html", study=contents, state=shown(state), title=title_of(state), wide=pictures[0], tall=pictures[1],
        theme=state.theme, opened=short or url_of(state.model_copy(update={"theme": None, "play": False})), short=short,
    )  # fmt: skip


def _tall(study: Study, state: State) -> str | None:
    """The upright picture; where there is no time for it, the other one does."""
    try:
        return svg(study, state.model_copy(update={"layout": "tall"}), limits())
    except (errors.TooLarge, errors.OutOfTime, errors.Busy):
        unfinished()
        return None


def _kept(id_: str) -> State:
    text = store().find(id_)
    if text is None:
        raise errors.NotFound("there is no such link")
    return state_from_body(text.encode(), limits())


def _pointed(program: str, problem: Problem) -> Pointed | None:
    """The place of a problem in its line, of a long one what lies around it."""
    lines = program.splitlines()
    if problem.place is None or not 1 <= problem.place.line <= len(lines):
        return None
    line, at = lines[problem.place.line - 1], problem.place.column - 1
    end = at + max(1, problem.place.length)
    before, there, behind = line[:at], line[at:end], line[end:]
    return Pointed(
        "…" + before[-_AROUND:] if len(before) > _AROUND else before,
        there[:_AROUND] + "…" if len(there) > _AROUND else there or " ",
        behind[:_AROUND] + "…" if len(behind) > _AROUND else behind,
    )


def _own(address: str, public: str) -> tuple[str, str]:
    """The title of what one of our addresses shows, and the frame's address. Raises NotFound for any other."""
    try:
        parts = urlsplit(address)
        own = address.startswith(public + "/") or address.partition("?")[0] == public
    except ValueError:
        own = False
    path = parts.path.removeprefix(urlsplit(public).path) if own else ""
    for opened in ("/s/", "/embed/"):
        if path.startswith(opened) and "/" not in (id_ := path.removeprefix(opened)):
            return title_of(_kept(id_)), f"/embed/{quote(id_)}"
    query = parameters_of(quote(parts.query, safe="%&=+~!*'(),/:;@?$-._")) if own else None
    if query is None or path not in ("", "/", "/embed") or "e" not in dict(query.pairs):
        raise errors.NotFound("this is no address of a graph of ours", hint="url= is the address of a page, encoded")
    state = state_from_address(query, limits())
    return title_of(state), url_of(state, "/embed")


def _most(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) == int(text)):
        raise errors.WrongRequest(f"the parameter '{name}' must be a number of pixels, not {errors.shown(text)}")
    return int(text)


def _size(wide: int | None, high: int | None) -> tuple[int, int]:
    """Width and height of a frame within these: the usual one where it fits, else the upright one, or less."""
    (width, height) = _WIDE if wide is None or wide >= _WIDE[0] else _NARROW
    return min(width, wide or width), min(height, high or height)
