"""What routes share: the settings, the state that an address asks for, JSON and ETags."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, current_app, g, request

from graphs import link
from graphs.limits import Limits
from graphs.link import State, Trace
from web.settings import Settings

SETTINGS = "wengert"  # the app's extension that holds them


def settings() -> Settings:
    """Of the app that answers."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def limits() -> Limits:
    """Of the request."""
    return settings().limits


def state_asked_for() -> State:
    """The state that the address describes. Raises Unreadable, TooLarge or WrongRequest."""
    return link.state_from_query(request.args.items(multi=True), limits())


def trace_sent() -> Trace:
    """The trace that the body asks for, read once for all who ask. Raises Unreadable, TooLarge or WrongRequest."""
    if "trace" not in g:
        g.trace = link.trace_from_body(request.get_data(), limits())
    found: Trace = g.trace
    return found


def json_text(document: Any) -> str:
    """Strict JSON: NaN and infinities never leave."""
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def cacheable(body: str, mimetype: str) -> Response:
    """An answer that depends on its address alone: kept by whoever likes, and asked after with its ETag."""
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
