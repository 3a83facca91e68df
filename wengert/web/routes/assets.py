"""The files of `static/` under an address that changes whenever one of them does, so that browsers keep them."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app

from wengert.web import files

FOLDER = files.STATIC
KEPT = 365 * 24 * 60 * 60  # seconds that a browser need not ask again: a file that changes has another address
IMPORT = re.compile(r"""^(?:import|export)\s(?:[^;]*?from\s*)?["'](\.[^"']+)["']""", re.MULTILINE)

routes = Blueprint("assets", __name__)


@cache
def version() -> str:
    """Twelve hexadecimal digits that stand for the names and bytes of all files."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(FOLDER)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


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
    app.jinja_env.globals["imported"] = imported


@routes.get("/static/<string(length=12):other>/<path:filename>")
def of_another_version(other: str, filename: str) -> Response:
    """The file of today, for a page that was made before (or by another server after) an update: never kept."""
    response = current_app.send_static_file(filename)
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/favicon.ico")
def favicon() -> Response:
    """The icon for who asks at the root without reading a page: feed readers, bookmarks, pictures opened alone."""
    response = current_app.send_static_file("favicon.ico")
    response.headers["Cache-Control"] = "public, no-cache"
    return response
