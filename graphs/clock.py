"""The clock of an answer: how long it may still take, how much it has worked, and whether anybody waits for it.

Who works on an answer says so on the way, node by node and part by part (`tick`); that is where too long an answer
ends, and where a large one waits for its turn. Where nobody set a clock, as for Python's callers, nothing ends.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from graphs.errors import OutOfTime, Unwanted

T = TypeVar("T")

# Seconds until it is first looked whether anybody waits, and from then on: who only closes its own sending side, as
# `nc -N` does, looks like one who has gone, and shall have quick answers.
_FIRST, _LOOK = 1.0, 0.05
# Work is counted in the processor's time, which a busy machine gives late; waiting for it has an end, too.
_PATIENCE = 2.5


class Clock:
    """seconds: of the processor's time that an answer may work. asking: of these, those in which children may be asked.

    small: visits after which it is large; one is that of a node of one number, or of an entry: about a microsecond.
    large: called once it is; it waits for a turn, or raises Busy. aside: called again and again from then on, to let
    others go first. wanted: whether anybody waits for the answer. part: times a part of the answer, by its name, around
    a `with` block. unfinished: called where a part is left out for want of time.
    """

    def __init__(
        self,
        seconds: float,
        asking: float,
        small: float = math.inf,
        large: Callable[[], object] = lambda: None,
        aside: Callable[[], object] = lambda: None,
        wanted: Callable[[], bool] = lambda: True,
        part: Callable[[str], contextlib.AbstractContextManager[Any]] = contextlib.nullcontext,
        unfinished: Callable[[], object] = lambda: None,
    ):
        self.part, self.unfinished = part, unfinished
        self._seconds, self._small = seconds, small
        self._large, self._aside, self._wanted = large, aside, wanted
        now = time.monotonic()
        self._worked_until, self._ends = time.thread_time() + seconds, now + _PATIENCE * seconds
        self._may_end = now + seconds  # no thread works for longer than passes: until then nobody need ask how long
        self.asks_until, self._looks = now + min(asking, seconds), now + _FIRST
        self._visits, self._is_large = 0.0, False

    def tick(self, visits: float) -> None:
        """So much more is worked now. Raises OutOfTime, Unwanted or Busy."""
        self._visits += visits
        if self._visits > self._small:
            if not self._is_large:
                self._is_large = True
                self._wait()
            self._aside()
        now = time.monotonic()
        if now > self._may_end and (now > self._ends or time.thread_time() > self._worked_until):
            raise OutOfTime(f"at most {self._seconds:.3g} seconds of work go into one answer; this takes longer")
        if now > self._looks:
            self.look()

    def look(self) -> None:
        """Raises Unwanted where nobody waits any more."""
        now = time.monotonic()
        if now > self._looks:
            self._looks = now + _LOOK
            if not self._wanted():
                raise Unwanted("nobody waits for this answer any more")

    def _wait(self) -> None:
        """For the turn; waiting is no work."""
        began = time.monotonic()
        self._large()
        self.leave_out(time.monotonic() - began)

    def leave_out(self, seconds: float) -> None:
        """So many seconds have passed, and were no work."""
        self._ends, self.asks_until = self._ends + seconds, self.asks_until + seconds


_clock: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextlib.contextmanager
def running(clock: Clock) -> Iterator[None]:
    """All that is done inside goes by this clock."""
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)


def tick(visits: float = 1) -> None:
    """So much more is worked on the answer now. Raises OutOfTime, Unwanted or Busy."""
    clock = _clock.get()
    if clock is not None:
        clock.tick(visits)


def part(name: str) -> contextlib.AbstractContextManager[Any]:
    """For a `with` block: a part of the answer, which begins with a tick. Raises OutOfTime, Unwanted or Busy."""
    tick()
    clock = _clock.get()
    return contextlib.nullcontext() if clock is None else clock.part(name)


def unfinished() -> None:
    """A part of the answer is left out for want of time: another day it may be there."""
    clock = _clock.get()
    if clock is not None:
        clock.unfinished()


def timed(items: Iterable[T], visits: float = 1) -> Iterator[T]:
    """The same, with a tick of so many visits before each."""
    for item in items:
        tick(visits)
        yield item


def look() -> None:
    """For who waits, and does no work. Raises Unwanted where nobody waits for the answer any more."""
    clock = _clock.get()
    if clock is not None:
        clock.look()


def leave_out(seconds: float) -> None:
    """So many seconds have passed, and were no work on the answer."""
    clock = _clock.get()
    if clock is not None:
        clock.leave_out(seconds)


def asks_until() -> float:
    """When what is asked of children must have ended, on the monotonic clock."""
    clock = _clock.get()
    return math.inf if clock is None else clock.asks_until
