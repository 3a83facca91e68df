"""If-Match and If-Unmodified-Since: an answer that is not the one that is asked for is a 412 (RFC 9110, section 13).

The library knows no `*`, and no dates, and tells a failure with the answer itself; so it is not shown these headers.
"""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.http import parse_date, parse_etags, unquote_etag

from graphs import errors
from wengert.web.replies import refusal

_MATCH, _SINCE = "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"
_KEPT = "wengert.if"  # where a request keeps both


def install(app: Flask) -> None:
    """Judge every answer that can be asked for under a condition."""

    @app.before_request
    def take_conditions() -> None:
        request.environ[_KEPT] = tuple(request.environ.pop(name, None) for name in (_MATCH, _SINCE))

    @app.after_request
    def judge(response: Response) -> Response:
        match, since = request.environ.get(_KEPT, (None, None))
        if response.status_code not in (200, 206, 304) or request.method not in ("GET", "HEAD"):
            return response
        if match is not None:
            holds = _matches(match, response.headers.get("ETag"))
        else:
            holds = _is_old(response.headers.get("Last-Modified"), since)
        if holds:
            return response
        response.close()
        return refusal(errors.PreconditionFailed("this is not the answer that the request's condition asks for"))


def _matches(match: str, etag: str | None) -> bool:
    """By strong comparison; `*` is any answer."""
    tag, is_weak = unquote_etag(etag)
    etags = parse_etags(match)
    return etags.star_tag or (tag is not None and not is_weak and etags.is_strong(tag))


def _is_old(modified: str | None, since: str | None) -> bool:
    """Whether what has changed last at this date has not changed since that one, as far as dates say."""
    changed, reference = parse_date(modified), parse_date(since)
    return changed is None or reference is None or changed <= reference
