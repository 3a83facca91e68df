"""The files of `static/` under an address that changes whenever one of them does, so that browsers keep them.

The page gets one script and one sheet where a bundle of today's sources is there, else its modules and sheets, all
asked for at once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from flask import Blueprint, Flask, Response, current_app, request

from wengert.web import bundle, files

FOLDER = files.STATIC
WORDS = "css/words.css"  # imports the sheets of every page but the graph's
KEPT = 365 * 24 * 60 * 60  # seconds that a browser need not ask again: a file that changes has another address
IMPORT = re.compile(r"""^(?:import|export)\s(?:[^;]*?from\s*)?["'](\.[^"']+)["']""", re.MULTILINE)

routes = Blueprint("assets", __name__)


@cache
def version() -> str:
    """Twelve hexadecimal digits that stand for the names and bytes of all files."""
    return _digest()[:12]


@cache
def _digest() -> str:
    return bundle.digest(FOLDER)


@cache
def _made() -> bundle.Bundle | None:
    return bundle.bundle(FOLDER, _digest())


def bundled() -> bundle.Bundle | None:
    """The page's script and styles in one file each, if that was made from today's sources."""
    made = _made()
    return made if made is not None and made.is_there() else None


class Linked(NamedTuple):
    """What a page links: sheets, each with the media that it is for ("": all), modules to ask for early, its script."""

    sheets: list[tuple[str, str]]
    modules: tuple[str, ...]
    script: str


def linked_by(script: str, own: list[str]) -> Linked:
    """For a page with this script, and these sheets of its own."""
    made = bundled() if script == bundle.SCRIPT else None
    if made is not None:
        names = (f"{bundle.DIST}/{name}" for name in made.imports)
        return Linked([(f"{bundle.DIST}/{made.style}", "")], tuple(names), f"{bundle.DIST}/{made.script}")
    return Linked(_sheets(bundle.STYLE if script == bundle.SCRIPT else WORDS, *own), imported(script), script)


@cache
def _sheets(listed: str, *own: str) -> list[tuple[str, str]]:
    """Those that a sheet imports, and a page's own before what is for one medium alone."""
    base = bundle.sheets(FOLDER, listed)
    return [*(each for each in base if not each[1]), *((name, "") for name in own), *(each for each in base if each[1])]


@cache
def imported(script: str) -> tuple[str, ...]:
    """The modules that a script of `static/` imports, itself left out.

    A page asks for them at once, not for each when the one that names it has come.
    """
    modules: dict[str, None] = {script: None}
    waiting = [script]
    while waiting:
        path = FOLDER / waiting.pop()
        for name in IMPORT.findall(path.read_text()):
            module = (path.parent / name).resolve().relative_to(FOLDER).as_posix()
            if module not in modules:
                modules[module] = None
                waiting.append(module)
    return tuple(modules)[1:]


def settings() -> dict[str, Any]:
    """How Flask is to serve the files."""
    return {"static_folder": str(FOLDER), "static_url_path": f"/static/{version()}"}


def install(app: Flask) -> None:
    """Have browsers keep the files, and templates know what to ask for early."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT
    app.jinja_env.globals["linked_by"] = linked_by
    _made()  # what lies there at the start is what is served
    app.after_request(never_ask_again)


def never_ask_again(response: Response) -> Response:
    """Not even when the page is loaded again, which `max-age` alone leaves to the browser."""
    if request.endpoint == "static" and response.cache_control.max_age == KEPT:
        response.cache_control.immutable = True
    return response


@routes.get("/static/<string(length=12):other>/<path:filename>")
def of_another_version(other: str, filename: str) -> Response:
    """The file of today, for a page that was made before (or by another server after) an update: never kept."""
    response = current_app.send_static_file(_todays(filename))
    response.headers["Cache-Control"] = "no-store"
    return response


def _todays(filename: str) -> str:
    """A bundle's script and styles bear their content in their names: those of another bundle are ours."""
    made, named = bundled(), re.fullmatch(r"dist/main-\w{8}\.(js|css)", filename)
    if made is None or named is None:
        return filename
    return f"{bundle.DIST}/{made.script if named[1] == 'js' else made.style}"


@routes.get("/favicon.ico")
def favicon() -> Response:
    """The icon for who asks at the root without reading a page: feed readers, bookmarks, pictures opened alone."""
    response = current_app.send_static_file("favicon.ico")
    response.headers["Cache-Control"] = "public, no-cache"
    return response
