"""The server of `make run`: one process, for the person at this machine, whose log is words and not JSON."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from wengert.web.servers import unreadable


class Words(logging.Formatter):
    """A record as one line to read, then its traceback."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """level, message, and what the record carries under `fields`."""
        details = ", ".join(f"{name} {value}" for name, value in getattr(record, "fields", {}).items())
        return f"{record.levelname.lower()}: {record.message}{f' ({details})' if details else ''}"


# For logging.config.dictConfig: what went wrong, and nothing else.
LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"words": {"()": Words}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "words"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    # Its lines hold whole addresses, which may be long and are somebody's.
    "loggers": {"werkzeug": {"level": "ERROR"}},
}


class Handler(WSGIRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds: a connection that says nothing ends

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer for a request that cannot be read; the connection ends."""
        self.close_connection = True
        self.wfile.write(unreadable.answer(unreadable.unread(code)))


def made(app: Flask, port: int) -> BaseWSGIServer:
    """A server on the loopback address; port 0: a free one. Exits where another program has the port."""
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=Handler)


def serve(app: Flask, port: int) -> None:
    """Until Ctrl+C."""
    server = made(app, port)
    print(f"Wengert is at http://127.0.0.1:{server.port} (Ctrl+C ends it)", flush=True)
    server.serve_forever()
