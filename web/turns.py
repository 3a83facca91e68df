"""Large questions take turns, so that small ones are answered beside them: a worker's threads share one processor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graphs import errors
from graphs.link import Trace

# Characters of the program and its point up to which an answer takes some tens of milliseconds at most.
_SMALL = 500
# What may be read without making an answer large.
_QUICK = {"steps", "svg", "code"}
# One that computes, while another waits for its child.
_AT_ONCE = 2
# Seconds to wait for a turn: longer than any one turn of ordinary questions.
_PATIENCE = 5.0

_turns = threading.BoundedSemaphore(_AT_ONCE)


@contextmanager
def turn(state: Trace) -> Iterator[None]:
    """The time in which a state may be answered. Raises OutOfTime where others' large questions take too long."""
    if small(state):
        yield
        return
    if not _turns.acquire(timeout=_PATIENCE):
        raise errors.OutOfTime("many large questions are being answered; try again in a moment")
    try:
        yield
    finally:
        _turns.release()


def small(state: Trace) -> bool:
    """Whether a state is answered at once, whatever else is going on."""
    return len(state.program) + len(str(state.at)) <= _SMALL and _QUICK.issuperset(state.include)
