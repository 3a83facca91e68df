"""What every answer says about itself to browsers and caches, errors included."""

from __future__ import annotations

import base64
import hashlib

from flask import Flask, Response, has_request_context, request

from graphs.picture.paper import STYLES

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The one page that may stand in a frame: it has nothing to write into, and nothing that a click could do but a step.
EMBED = PAGE.replace("form-action 'self'", "form-action 'none'").replace("frame-ancestors 'none'", "frame-ancestors *")


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


# A picture opened by itself: its own style, no script, no origin.
PICTURE = f"default-src 'none'; style-src {' '.join(map(_hash, STYLES))}; sandbox; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": PAGE,
    # What is the same for everybody says so itself: pages, pictures, static files.
    "Cache-Control": "no-store",
}
# What other sites may show and ask for: there are no cookies, so that they learn nothing that anybody could not. The
# files, too: a frame in a sandbox has an origin of its own.
_OPEN = ("/api/", "/graph.", "/static/", "/wengert-graph.js", "/oembed")
OPEN_HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After, X-Request-Id",
}
# A page that is isolated from others (as notebooks in the browser are) shows only frames that say this of themselves.
EMBED_HEADERS = {
    "Content-Security-Policy": EMBED,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
# What a browser asks before it sends a body of JSON for another site; it keeps the answer for a day.
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def is_embedded(path: str) -> bool:
    """Whether a page at this path, or what is wrong there, may stand in a frame of any site."""
    return path == "/embed" or path.startswith("/embed/")


def install(app: Flask) -> None:
    """Set the headers of every answer; a route may set its own first."""
    # Or `//examples` would be sent to an absolute address, made from the Host header.
    app.url_map.merge_slashes = False
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The same answer, with what it does not yet say about itself."""
    headers = HEADERS
    if has_request_context() and request.path.startswith(_OPEN):
        headers = HEADERS | OPEN_HEADERS | (PREFLIGHT_HEADERS if request.method == "OPTIONS" else {})
    elif has_request_context() and is_embedded(request.path):
        headers = HEADERS | EMBED_HEADERS
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
