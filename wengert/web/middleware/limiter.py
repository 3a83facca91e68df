"""How much one address may ask for: requests, heavy readings, kilobytes of links. More is a 429 with Retry-After.

Counts are kept by this process, or by Redis for all together; when Redis is away, by each process until it is back.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter
from limits import parse_many
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from graphs.errors import Problem
from graphs.forms.table import FORMS
from wengert.web.middleware.counts import Steady
from wengert.web.replies import RETRY_AFTER, link_sent, trace_sent
from wengert.web.settings import Settings

HEAVY = {"symbolic", "hessian", "checks", "directions"}
# Whoever watches the server is never refused; Flask-Limiter leaves out static files by itself.
WATCHED = {"/healthz", "/readyz", "/metrics"}
_REDIS_SECONDS = 0.25  # that a request waits for Redis


def install(app: Flask, settings: Settings) -> None:
    """Count requests by address, and refuse past the rates. Raises ValueError where a rate cannot be read."""
    if settings.trusted_proxies:
        fix: Any = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0)
        app.wsgi_app = fix  # type: ignore[method-assign]
    app.config["RATELIMIT_ENABLED"] = settings.rated
    app.after_request(_retry_after_a_refusal)  # after Flask-Limiter's own, which begins below
    here = settings.counts.startswith("memory:")
    limiter = Limiter(
        address,
        application_limits=[
            _limit("WENGERT_RATE", settings.rate, "requests"),
            _limit("WENGERT_RATE_HEAVY", settings.rate_heavy, "heavy readings", cost=heavy),
            _limit("WENGERT_RATE_LINKS", settings.rate_links, "kilobytes of links", cost=kilobytes),
        ],
        headers_enabled=True,
        in_memory_fallback_enabled=True,
        key_prefix="wengert",
        storage_uri=f"{Steady.STORAGE_SCHEME[0]}://" if here else settings.counts,
        storage_options={} if here else _redis(),
    )
    limiter.request_filter(lambda: request.path in WATCHED)
    limiter.init_app(app)


def _redis() -> dict[str, Any]:
    """How Redis is asked: again at once, should a connection have been closed. Imported for who has one."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {"socket_connect_timeout": _REDIS_SECONDS, "socket_timeout": _REDIS_SECONDS, "retry": Retry(NoBackoff(), 1)}


def _limit(variable: str, rate: str, what: str, cost: Any = None) -> ApplicationLimit:
    """Of an address; cost: how much of it this request takes, by default 1. It must not raise: Flask-Limiter would
    take that for a fault of the storage.
    """
    try:
        parse_many(rate)
    except ValueError:
        raise ValueError(f"{variable} must be a rate such as '100 per 10 seconds', not {rate!r}") from None
    return ApplicationLimit(
        rate, scope=what, cost=cost or 1, exempt_when=cost and (lambda: cost() == 0),
        error_message=f"one address may ask for {rate} ({what}); Retry-After says when to go on",
    )  # fmt: skip


def address() -> str:
    """Who asks: an IPv4 address, or the first 64 bits of an IPv6 address, all of which one household is given."""
    text = request.remote_addr or "unknown"
    try:
        ip = ip_address(text)
    except ValueError:
        return text
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((int(ip) >> 64 << 64, 64)))
    return str(ip)


def heavy() -> int:
    """How many heavy readings are asked for, a plot or a heavy file is one; none in what cannot be read: its route says
    so.
    """
    if request.endpoint == "plots.plot_of_body":
        return 1
    room, _, form = (request.endpoint or "").partition(".")
    if room == "pictures":
        animated = {request.args.get(key, "") for key in ("animate", "view.animate")}
        return int(FORMS[form].heavy or not animated <= {"", "0", "false"})
    if request.endpoint != "api.trace_of_body":
        return len(HEAVY.intersection(request.args.get("include", "").split(",")))
    try:
        return len(HEAVY.intersection(trace_sent().include))
    except (Problem, HTTPException):
        return 0


def kilobytes() -> int:
    """Of the text that a link is kept as, which may be longer than what is sent; none of what cannot be kept."""
    if request.endpoint != "links.keep":
        return 0
    try:
        _, text = link_sent()
        return ceil(len(text.encode()) / 1000)
    except (Problem, HTTPException):
        return 0


def _retry_after_a_refusal(response: Response) -> Response:
    """Retry-After only where a request is refused: Flask-Limiter puts its own on every answer, the app knows how long
    all are busy.
    """
    if response.status_code != 429:
        response.headers.pop("Retry-After", None)
        if RETRY_AFTER in request.environ:
            response.headers["Retry-After"] = request.environ[RETRY_AFTER]
    return response
