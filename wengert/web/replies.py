"""What routes share: the settings, the state that an address asks for, JSON and ETags."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

import orjson
from flask import Response, current_app, request

from graphs import errors
from graphs.clock import tick
from graphs.contract.query import Query, parameters_of
from graphs.contract.state import State, Trace, state_from_address, state_from_body, text_of, trace_from_body
from graphs.errors import Problem
from graphs.limits import Limits
from wengert.web import files, problems
from wengert.web.middleware import metrics, turns
from wengert.web.settings import Settings

if TYPE_CHECKING:  # SQL is imported by whoever needs it first
    from wengert.store import Store

# Where a request keeps what it has read; not in `g`, which outlives a request inside another context.
_TRACE, _LINK = "wengert.trace", "wengert.link"
_UNFINISHED = "wengert.unfinished"  # that a part of its answer is missing for want of time
RETRY_AFTER = "wengert.retry-after"  # where it keeps the seconds after which it may be asked again
# Where servers put the socket of who asks.
_CLIENTS = ("gunicorn.socket", "werkzeug.socket")
_PIECE = 64  # entries of a list
SETTINGS, STORE = "wengert.settings", "wengert.store"  # the app's extensions that hold them


def settings() -> Settings:
    """Of the app that answers."""
    own: Settings = current_app.extensions[SETTINGS]
    return own


def store() -> Store:
    """The short links of the app that answers."""
    links: Store = current_app.extensions[STORE]()
    return links


def limits() -> Limits:
    """Of the request."""
    return settings().limits


def requested_state() -> State:
    """The state that the address describes. Raises Unreadable, TooLarge or WrongRequest."""
    return state_from_address(query_sent(), limits())


def query_sent() -> Query:
    """The address's parameters, read from what was sent: where + and %20 are told apart."""
    # Letters that a client sent as they are, in UTF-8, are written as HTTP asks for.
    sent = quote_from_bytes(request.query_string, safe="".join(map(chr, range(128))))
    return parameters_of(sent, errors="werkzeug.url_quote")


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
    environ = request.environ
    if _TRACE not in environ:
        environ[_TRACE] = trace_from_body(json_sent(), limits())
    trace: Trace = environ[_TRACE]
    return trace


def link_sent() -> tuple[State, str]:
    """The state that is to be kept, and the text that it is kept as, read once for all who ask. Raises as `trace_sent`
    does.
    """
    environ = request.environ
    if _LINK not in environ:
        state = state_from_body(json_sent(), limits())
        environ[_LINK] = state, text_of(state)
    link: tuple[State, str] = environ[_LINK]
    return link


def turn(large: bool = False) -> AbstractContextManager[None]:
    """For a `with` block: the time in which this request is answered, a large one in its turn. large: whether it is
    known to be so before it is begun.
    """
    client = next((request.environ[key] for key in _CLIENTS if key in request.environ), None)
    return turns.turn(limits(), client, large, part=metrics.stage, unfinished=_say_unfinished)


def tell_when_to_ask_again(problem: Problem) -> None:
    """Have the answer's Retry-After say so, where that may help."""
    if isinstance(problem, errors.Busy):
        request.environ[RETRY_AFTER] = "2"


def json_text(document: Any) -> str:
    """Strict JSON, as a template takes it."""
    return json_bytes(document).decode()


def json_bytes(document: Any) -> bytes:
    """Strict JSON in UTF-8.

    Long lists of the document, its nodes and steps, are written piece by piece, for one call holds the interpreter's
    lock until its text is whole.
    """
    if not isinstance(document, dict):
        return _encoded(document)
    return b"{%b}" % b",".join([b"%b:%b" % (_encoded(key), _value(value)) for key, value in document.items()])


def _value(value: Any) -> bytes:
    tick()
    if isinstance(value, dict):
        return json_bytes(value)
    if not isinstance(value, list) or len(value) <= _PIECE:
        return _encoded(value)
    pieces = []
    for start in range(0, len(value), _PIECE):
        tick()
        pieces.append(_encoded(value[start : start + _PIECE])[1:-1])
    return b"[%b]" % b",".join(pieces)


def _encoded(value: Any) -> bytes:
    """NaN and infinities, which orjson would write as null, are null and words already: see strict_json.numbers."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half of a surrogate pair in a text, an integer of more than 64 bits
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def refusal(problem: Problem) -> Response:
    """A problem as an answer."""
    tell_when_to_ask_again(problem)
    return Response(json_bytes(problems.document(problem)), problem.status, mimetype=problems.TYPE)


def _say_unfinished() -> None:
    """Somebody had no time for a part of the answer: another day it may be another."""
    request.environ[_UNFINISHED] = True


def cacheable(make: Callable[[], str | bytes], mimetype: str, beside: object = None) -> Response:
    """An answer that depends on its address alone: kept by whoever likes, and asked after with its ETag.

    The ETag is the question's, so that whoever has the answer gets his 304 before anything is computed; only of an
    answer that is not finished it is that of its bytes, and stands for nothing else.
    beside: what may change while the server runs, and decides on the answer too.
    """
    etag, asked = _question(beside), request.if_none_match
    if etag in asked and not asked.star_tag:
        response = Response(status=304, mimetype=mimetype)
        response.set_etag(etag)
    else:
        response = Response(make(), mimetype=mimetype)
        if _UNFINISHED in request.environ:
            response.add_etag()
        else:
            response.set_etag(etag)
        response.make_conditional(request)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _question(beside: object) -> str:
    """Stands for the address without its host, and for all that decides on its answer."""
    asked = f"{request.path}\0{request.query_string!r}\0{settings()}\0{files.version()}\0{beside}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]
