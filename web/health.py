"""Whether all is well, for whoever watches the server."""

from __future__ import annotations

from flask import Blueprint

from graphs import errors
from web.answers import works

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def health() -> dict[str, str]:
    """200 when the main job works: the assignment's gradient comes out right."""
    if not works():
        raise errors.Fault("the main job fails")
    return {"status": "ok"}
