"""Large questions take turns, so that small ones are answered beside them: a worker's threads share one processor.

How large a question is comes out while it is answered: the clock counts the entries that are gone through, in building,
in every pass and in writing, whatever was asked for. Past `limits.small` it waits for its turn, in a short queue.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from flask import Flask

from graphs import errors
from graphs.clock import Clock, running
from graphs.limits import Limits

_BREATH = 0.002  # seconds of standing aside, after which it is looked again
_SLICE = 0.1  # seconds of waiting after which it is looked whether anybody still waits


class Turns:
    """at_once: how many large questions are answered at once; waiting: how many more may wait for their turn."""

    def __init__(self, at_once: int, waiting: int):
        self._free = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self, seconds: float, client: Any = None) -> Iterator[None]:
        """Raises Busy at once where too many wait, and after so many seconds; Unwanted where the client has gone."""
        busy = errors.Busy("many large questions are being answered; ask again in a moment")
        if not self._room.acquire(blocking=False):
            raise busy
        try:
            ends = time.monotonic() + seconds
            while not self._free.acquire(timeout=max(0.0, min(_SLICE, ends - time.monotonic()))):
                if not waits(client):
                    raise errors.Unwanted("nobody waits for this answer any more")
                if time.monotonic() >= ends:
                    raise busy
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._room.release()


class Small:
    """Those who are being answered and are not large, or not yet: large ones stand aside for them."""

    def __init__(self) -> None:
        self._lock, self._count = threading.Lock(), 0

    @contextmanager
    def more(self, by: int = 1) -> Iterator[None]:
        """One more, or one less, inside."""
        self._add(by)
        try:
            yield
        finally:
            self._add(-by)

    def _add(self, by: int) -> None:
        with self._lock:
            self._count += by

    def __bool__(self) -> bool:
        return self._count > 0


class Aside:
    """How a large question stands aside: while small ones are answered, for no longer in all than it has worked."""

    def __init__(self) -> None:
        self._began, self._stood = time.monotonic(), 0.0

    def stand(self) -> None:
        """Until nobody small is there, or its share of the time is used up."""
        began = now = time.monotonic()
        while small and self._stood + (now - began) <= (now - self._began) / 2.0:
            time.sleep(_BREATH)
            now = time.monotonic()
        self._stood += now - began


small = Small()  # in this process


def install(app: Flask) -> None:
    """Count who is being answered."""
    inner = app.wsgi_app

    def counted(environ: Any, start_response: Any) -> Any:
        with small.more():
            return inner(environ, start_response)

    app.wsgi_app = counted  # type: ignore[method-assign]


@cache
def turns(at_once: int, waiting: int) -> Turns:
    """This process's."""
    return Turns(at_once, waiting)


@contextmanager
def turn(limits: Limits, client: Any = None, large: bool = False, **told: Any) -> Iterator[None]:
    """The time in which a question is answered, a large one in its turn.

    client: the socket of who asks, if it is known. large: whether it is known to be large before it is begun.
    told: what the clock tells as well, see graphs.clock.Clock. What works inside ends by OutOfTime after
    limits.work_seconds, by Busy where others' large questions take too long, by Unwanted where the client has gone.
    """
    with ExitStack() as stack:

        def wait() -> None:
            stack.enter_context(small.more(-1))
            stack.enter_context(turns(limits.large_at_once, limits.large_waiting).turn(limits.turn_seconds, client))

        if large:
            wait()
        late = (lambda: None) if large else wait
        clock = Clock(limits.work_seconds, limits.answer_seconds, limits.small, large=late, aside=Aside().stand,
                      wanted=lambda: waits(client), **told)  # fmt: skip
        with running(clock):
            yield


def waits(client: Any) -> bool:
    """Whether a client still waits for its answer, as far as can be seen: it has not closed its end."""
    if client is None:
        return True
    try:
        poll = select.poll()
        poll.register(client, select.POLLIN)
        return not poll.poll(0) or bool(client.recv(1, socket.MSG_PEEK))
    except (OSError, ValueError):  # it is broken, or closed
        return False
