"""Answers in gzip, for whoever accepts it: a fifth to a ninth of the bytes, also where no nginx stands in front.

gzip alone: browsers take Brotli and zstd over TLS only, and that nginx ends.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

# Text; fonts are compressed as they are.
_KINDS = frozenset(("text/html", "text/css", "text/javascript", "text/plain", "application/json",
                    "application/problem+json", "image/svg+xml"))  # fmt: skip
LEAST = 1_000  # bytes: one packet holds fewer as they are
_LEVEL = 4  # 60 % of the time of level 6 for 6 % more bytes, both of pages and of answers
_MARK = "-gzip"  # of the ETag: the bytes are others, and a strong ETag is of bytes
_ASKED = "wengert.gzip"  # where a request keeps that it asks after compressed bytes

_MOST = 500  # files that are kept compressed: twice what there are
_files: dict[str, bytes] = {}  # by ETag


def install(app: Flask) -> None:
    """Compress what is worth it, after all else has been said about an answer."""
    app.before_request(know_own_etags)
    app.after_request(compress)


def know_own_etags() -> None:
    """Whoever asks after compressed bytes asks after the answer that they were made from."""
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
        if _MARK in (etags := request.environ.get(name, "")):
            request.environ |= {name: etags.replace(f'{_MARK}"', '"'), _ASKED: True}


def compress(response: Response) -> Response:
    """The same answer, in gzip where that is accepted and worth it."""
    if response.mimetype not in _KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 and _ASKED in request.environ:
        return _marked(response)
    accepted = request.accept_encodings
    if accepted["gzip"] <= 0 or accepted["gzip"] < accepted["identity"]:
        return response
    if response.status_code in (206, 304) or (response.content_length or 0) < LEAST:
        return response
    response.set_data(_packed_file(response) if response.direct_passthrough else _packed(response, _LEVEL))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    return _marked(response)


def _packed(response: Response, level: int) -> bytes:
    return gzip.compress(response.get_data(), level, mtime=0)


def _packed_file(response: Response) -> bytes:
    """Of `static/`: it stays what it is, so that it is compressed once, and well."""
    etag = response.headers["ETag"]
    response.direct_passthrough = False
    if etag not in _files:
        if len(_files) >= _MOST:
            _files.clear()
        _files[etag] = _packed(response, 9)
    return _files[etag]


def _marked(response: Response) -> Response:
    etag, is_weak = response.get_etag()
    if etag is not None:
        response.set_etag(etag + _MARK, bool(is_weak))
    return response
