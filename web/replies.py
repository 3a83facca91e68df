"""What routes share: the settings, the state that an address asks for, JSON and ETags."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, abort, current_app, request

from graphs import errors, link
from graphs.limits import Limits
from graphs.link import State, Trace
from graphs.query import Query, parameters_of
from store import Store
from web.settings import Settings

_TRACE = "wengert.trace"  # where a request keeps it; not in `g`, which outlives a request inside another context
SETTINGS, STORE = "wengert.settings", "wengert.store"  # the app's extensions that hold them


def settings() -> Settings:
    """Of the app that answers."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def store() -> Store:
    """The short links of the app that answers."""
    found: Store = current_app.extensions[STORE]
    return found


def limits() -> Limits:
    """Of the request."""
    return settings().limits


def state_asked_for() -> State:
    """The state that the address describes. Raises Unreadable, TooLarge or WrongRequest."""
    return link.state_from_address(query_sent(), limits())


def query_sent() -> Query:
    """The address's parameters, read from what was sent: where + and %20 are told apart."""
    return parameters_of(request.query_string.decode("latin-1"), errors="werkzeug.url_quote")


def json_sent() -> bytes:
    """The body. Raises WrongMediaType or TooLarge."""
    if not request.is_json:
        raise errors.WrongMediaType("send the body as application/json")
    sent, most = request.get_data(), limits().body
    if len(sent) > most:
        raise errors.TooLarge(f"at most {most:,} bytes may be sent; this is more")
    return sent


def trace_sent() -> Trace:
    """The trace that the body asks for, read once for all who ask. Raises WrongMediaType, Unreadable, TooLarge or
    WrongRequest.
    """
    known = request.environ
    if _TRACE not in known:
        known[_TRACE] = link.trace_from_body(json_sent(), limits())
    found: Trace = known[_TRACE]
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
    if response.status_code == 412:
        abort(412)
    return response
