"""Whether all is well, for whoever watches the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from graphs import errors
from graphs.picture import layout
from wengert.answers import works
from wengert.web.middleware import metrics
from wengert.web.replies import settings, store

routes = Blueprint("health", __name__)

# Set once this process has been told to stop: it finishes what has begun, and wants no more.
stopping = threading.Event()

# What no answer can do without; each tells whether it is there.
VITAL: dict[str, Callable[[], bool]] = {"main job": works, "layout": layout.works}


@routes.get("/healthz")
def health() -> dict[str, str]:
    """200 when the main job works: the assignment's gradient comes out right."""
    if not works():
        raise errors.Fault("the main job fails")
    return {"status": "ok"}


@routes.get("/readyz")
def ready() -> dict[str, Any]:
    """200 when this process shall be sent requests, with each check's outcome; 503 when not.

    Short links may be away, or full (their bound, or the disk): everything else is answered without them.
    """
    if stopping.is_set():
        raise errors.NotReady("the server is stopping")
    if failing := [name for name, check in VITAL.items() if not check()]:
        raise errors.NotReady("these checks fail: " + ", ".join(failing))
    links = "away" if not store().works() else "ok" if store().has_room() else "full"
    return {"status": "ready", "checks": dict.fromkeys(VITAL, "ok"), "links": links}


@routes.get("/metrics")
def counts() -> Response:
    """Counts and seconds in Prometheus' text form, where the settings open it."""
    if not settings().metrics:
        raise errors.NotFound("there is nothing at this address")
    return Response(metrics.exposition(), content_type=metrics.TYPE)
