"""What every answer says to the browser about itself, errors included."""

from __future__ import annotations

import base64
import hashlib

from flask import Flask, Response

from graphs import picture

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What may stand in other people's pages: nothing in it acts, or leads anywhere but to this app.
EMBEDDED = PAGE.replace("frame-ancestors 'none'", "frame-ancestors *")
_STYLE_HASH = base64.b64encode(hashlib.sha256(picture.STYLE.encode()).digest()).decode()
# A picture opened by itself: its own style, no script, no origin.
PICTURE = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; sandbox; frame-ancestors 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": PAGE,
}


def install(app: Flask) -> None:
    """Set the headers of every answer; a route may set its own first."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
