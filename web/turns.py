"""Large questions take turns, so that small ones are answered beside them: a worker's threads share one processor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from graphs import child, errors
from graphs.limits import Limits
from graphs.link import Trace

# What may be read without making an answer large.
_QUICK = {"steps", "svg", "code"}


@cache
def turns(at_once: int) -> threading.BoundedSemaphore:
    """This process's turns, where so many may be taken at once."""
    return threading.BoundedSemaphore(at_once)


@contextmanager
def turn(state: Trace, limits: Limits) -> Iterator[None]:
    """The time in which a state may be answered: children are asked in the first limits.answer_seconds of it alone,
    waiting included. Raises Busy where others' large questions take too long.
    """
    with child.within(limits.answer_seconds):
        if small(state, limits):
            yield
            return
        free = turns(limits.large_at_once)
        if not free.acquire(timeout=limits.turn_seconds):
            raise errors.Busy("many large questions are being answered; ask again in a moment")
        try:
            yield
        finally:
            free.release()


def small(state: Trace, limits: Limits) -> bool:
    """Whether a state is answered at once, whatever else is going on."""
    return len(state.program) + len(str(state.at)) <= limits.small and _QUICK.issuperset(state.include)
