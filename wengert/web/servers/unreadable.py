"""An answer in bytes, for requests that a server cannot read and the app never sees."""

from __future__ import annotations

import json

from flask import Response

from graphs import errors
from graphs.errors import Problem
from wengert.web import problems
from wengert.web.middleware import policy


def unread(status: int) -> Problem:
    """The problem where a server gave a status of its own: nothing that was sent is repeated."""
    if status == 414:
        return errors.TooLong("the address is longer than this server reads")
    if status == 431:
        return errors.HeadersTooLarge("the request's header fields are more, or longer, than this server reads")
    return errors.Unreadable("the request is not HTTP as this server reads it")


def answer(problem: Problem) -> bytes:
    """The whole HTTP answer, with which the connection ends."""
    body = json.dumps(problems.document(problem))
    response = policy.add_headers(Response(body, problem.status, mimetype=problems.TYPE))
    response.headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers)
    return f"HTTP/1.1 {response.status}\r\n{head}\r\n{body}".encode("latin-1")
