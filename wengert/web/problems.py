"""An exception → a problem document (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed

from graphs import errors
from graphs.errors import Problem

TYPE = "application/problem+json"

_OF_HTTP = {404: errors.NotFound, 405: errors.MethodNotAllowed, 412: errors.PreconditionFailed, 413: errors.TooLarge,
            414: errors.TooLong, 429: errors.TooMany, 431: errors.HeadersTooLarge}  # fmt: skip
# What the server's library says of these is for the person: what cannot be read, and how much may be asked.
_DESCRIBED = (errors.Unreadable, errors.TooMany)


def document(problem: Problem) -> dict[str, Any]:
    """The problem document; place and hint are null where there is none, `fixes` stands only where there are some."""
    line, column, length = problem.place or (None, None, None)
    fields = {
        "type": f"/problems/{problem.type}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.message,
        "line": line,
        "column": column,
        "length": length,
        "hint": problem.hint,
    }
    return {**fields, "fixes": [fix.document() for fix in problem.fixes]} if problem.fixes else fields


def problem_of(error: Exception) -> Problem:
    """An exception as a problem; one that nobody foresaw keeps its details to the log."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, MethodNotAllowed):
        return errors.MethodNotAllowed(f"this address takes {_listed(error.valid_methods or ())}")
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        kind = _OF_HTTP.get(error.code, errors.Unreadable)
        return kind(error.description if kind in _DESCRIBED and error.description else kind.title)
    return errors.Fault("an unforeseen fault; it has been logged")


def _listed(methods: Iterable[str]) -> str:
    """The methods in words, in one order."""
    *most, last = sorted(methods) or ["no method"]
    return f"{', '.join(most)} and {last}" if most else last
