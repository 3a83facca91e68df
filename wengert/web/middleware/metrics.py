"""What is counted and timed. No label comes from a visitor: a route is named by its rule.

Under gunicorn the workers count in one folder (PROMETHEUS_MULTIPROC_DIR), so that each can tell what all did.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from graphs.picture import layout
from graphs.workers.pool import children

TYPE = CONTENT_TYPE_LATEST
NO_ROUTE = "none"  # what is asked for has no route
# Seconds: from a small program's sweeps to the longest that limits.py allows.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_requests = Counter("wengert_requests", "Answers.", ["route", "status"])
_request_seconds = Histogram("wengert_request_seconds", "Seconds of an answer.", ["route"], buckets=_BUCKETS)
_stage_seconds = Histogram("wengert_stage_seconds", "Seconds of a part of an answer.", ["stage"], buckets=_BUCKETS)
_workers = Gauge("wengert_workers", "Processes that answer.", multiprocess_mode="livesum")
_tasks = Counter("wengert_children", "Tasks for child processes, and how they ended other than well.",
                 ["child", "outcome"])  # fmt: skip
_layouts = Counter("wengert_layouts", "Layouts asked for, by whether their structure was known.", ["cache"])


class Followed:
    """A count that is kept elsewhere, in this process, and copied to where all processes' counts are added up."""

    def __init__(self, counter: Counter, count: Callable[[], int]):
        self._counter, self._count, self._seen = counter, count, 0
        self._lock = threading.Lock()

    def catch_up(self) -> None:
        """Add what has come since the last time."""
        with self._lock:
            now = self._count()
            self._counter.inc(now - self._seen if now >= self._seen else now)  # a cache that was cleared counts anew
            self._seen = now


_FOLLOWED = [
    Followed(_layouts.labels("hit"), lambda: layout.cached().hits),
    Followed(_layouts.labels("miss"), lambda: layout.cached().misses),
    *(
        Followed(_tasks.labels(child.name, outcome), partial(getattr, child, outcome))
        for child in children().values()
        for outcome in ("asked", "killed", "refused")
    ),
]


def stage(name: str) -> AbstractContextManager[Any]:
    """For a `with` block: its seconds are a part of an answer's."""
    return _stage_seconds.labels(name).time()


def route() -> str:
    """The rule of the route that answers, such as `/problems/<kind>`."""
    return request.url_rule.rule if request.url_rule else NO_ROUTE


def seconds() -> float:
    """Since the request came."""
    return perf_counter() - float(g.began)


def install(app: Flask) -> None:
    """Count and time every answer."""
    _workers.set(1)

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        _requests.labels(route(), response.status_code).inc()
        _request_seconds.labels(route()).observe(seconds())
        for followed in _FOLLOWED:
            followed.catch_up()
        return response


def exposition() -> bytes:
    """All counts in Prometheus' text form: of all workers, where there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
