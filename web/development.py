"""The server of `make run`, where it answers for the app."""

from __future__ import annotations

from werkzeug.serving import WSGIRequestHandler

from web import refusals


class Handler(WSGIRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds: a connection that says nothing ends

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer for a request that cannot be read; the connection ends."""
        self.close_connection = True
        self.wfile.write(refusals.answer(refusals.unread(code)))
