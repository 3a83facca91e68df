"""One line of JSON for every answer and for everything else that is logged, on the standard error stream."""

from __future__ import annotations

import json
import logging
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from wengert.web.middleware import metrics
from wengert.web.settings import Settings

REQUEST_ID = "X-Request-Id"
_log = logging.getLogger("wengert")
_LONGEST = 4_000  # characters of a message or a traceback: a log line is read by people
_LONGEST_METHOD = 20  # a visitor may make one up


class Lines(logging.Formatter):
    """A record as one JSON object on one line; JSON escapes control characters, so no text can end the line early."""

    def format(self, record: logging.LogRecord) -> str:
        """time (UTC), level, message, then what the record carries under `fields`, then its traceback."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage()[:_LONGEST],
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)[-_LONGEST:]
        return json.dumps(line)


# For logging.config.dictConfig: gunicorn's own loggers and ours write to one stream in one form.
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "wengert.web.middleware.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "wengert": {"level": "INFO"},
        # gunicorn puts handlers of its own on a logger that is not named here.
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": ["stderr"], "propagate": False},
        # Its lines hold whole addresses, which may be long and are somebody's.
        "werkzeug": {"level": "ERROR"},
    },
}


def install(app: Flask, settings: Settings) -> None:
    """Log every answer. Its X-Request-Id is ours, never the visitor's, and finds its line."""

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def log_answer(response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        fields = {
            "request": g.request_id,
            "method": request.method[:_LONGEST_METHOD],
            "route": metrics.route(),
            "status": response.status_code,
            "milliseconds": round(1_000 * metrics.seconds(), 1),
            "bytes": response.content_length,
        }
        if response.status_code >= 500:
            fields["asked"] = _typed_text(settings.log_characters)
        _log.log(logging.ERROR if response.status_code >= 500 else logging.INFO, "answered", extra={"fields": fields})
        return response


def log_fault(error: Exception) -> None:
    """What nobody foresaw, with its traceback; the line of its answer has the same request."""
    _log.error("unforeseen fault", exc_info=error, extra={"fields": {"request": g.request_id}})


def _typed_text(longest: int) -> str:
    """What the visitor typed, from its start."""
    try:
        typed = request.args.get("e") or request.get_data(as_text=True)
    except HTTPException:  # the body cannot be read; its answer says why
        typed = ""
    return typed[:longest]
