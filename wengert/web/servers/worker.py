"""gunicorn's worker, with what this app needs of it.

What it refuses before the app sees it answers as the app does: gunicorn's own pages have no such headers, and
repeat what they refuse. Addresses may be as long as limits.py says. Readiness ends when stopping begins.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import sys
from collections.abc import Iterable
from typing import Any

from gunicorn.http import errors as gunicorn_errors
from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

from graphs import errors
from graphs.errors import Problem
from graphs.workers.sandbox import end_with_parent
from wengert.web.routes import health
from wengert.web.servers import unreadable

# Faults of ours, though gunicorn counts them among what a request can do wrong.
_OURS = (
    gunicorn_errors.ConfigurationProblem,
    gunicorn_errors.InvalidResponseHeader,
    gunicorn_errors.InvalidResponseHeaderName,
)
_STATUS = {gunicorn_errors.LimitRequestLine: 414, gunicorn_errors.LimitRequestHeaders: 431}
_PATIENCE = 10  # seconds without a byte, after which a request or an answer is given up: it holds a thread


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """One worker: its threads answer, its children lay out."""

    wsgi: Any

    def init_process(self) -> None:
        """gunicorn reads no line over 8,190 bytes, or of any length; an address of ours is between."""
        message.MAX_REQUEST_LINE = self.cfg.limit_request_line
        for listener in self.sockets:  # connections have what their listener has
            for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                listener.setsockopt(socket.SOL_SOCKET, direction, struct.pack("ll", _PATIENCE, 0))
        # A small answer takes the interpreter's lock some twenty times, beside a large one which holds it so long.
        sys.setswitchinterval(0.001)
        # gunicorn looks for its master between requests, and then waits for those that have begun.
        end_with_parent()
        if os.getppid() != self.ppid:  # it has ended before that
            os._exit(0)
        super().init_process()

    def init_signals(self) -> None:
        """gunicorn has signals write to a pipe, which no one reads here, and which our children have closed."""
        super().init_signals()
        signal.set_wakeup_fd(-1)

    def load_wsgi(self) -> None:
        """The app, given bodies that fail as it expects."""
        super().load_wsgi()
        app = self.wsgi

        def with_body(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ["wsgi.input"] = Body(environ["wsgi.input"])
            answer: Iterable[bytes] = app(environ, start_response)
            return answer

        self.wsgi = with_body

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: finish what has begun."""
        health.stopping.set()
        super().handle_exit(sig, frame)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer for a request that could not be read, or that failed outside of the app; the connection ends."""
        problem = problem_of(exc)
        if problem.status == 500:
            self.log.error("fault outside of the app", exc_info=exc)
        with contextlib.suppress(OSError):  # the client has gone
            client.sendall(unreadable.answer(problem))


class Body:
    """A request's body. A chunk that cannot be read is the client's fault, which WSGI tells by an OSError."""

    def __init__(self, stream: Any):
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, or all."""
        try:
            return bytes(self._stream.read(None if size < 0 else size))
        except gunicorn_errors.ParseException as error:
            raise OSError("the body cannot be read") from error


def problem_of(error: Exception) -> Problem:
    """An exception outside of the app as a problem."""
    if isinstance(error, gunicorn_errors.ParseException) and not isinstance(error, _OURS):
        return unreadable.unread(_STATUS.get(type(error), 400))
    return errors.Fault("an unforeseen fault; it has been logged")
