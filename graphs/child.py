"""A child process with a clock, for work that may hang, leak or hold the interpreter's lock: the only room that forks.

It takes one task at a time, and is killed and replaced where one takes too long.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import stat
import threading
import weakref
from collections.abc import Callable
from typing import Any

from pebble import ProcessExpired, ProcessPool

from graphs.errors import OutOfTime


class Child:
    """One child.

    wake: a task and its question, which it does first, so that the first person finds it ready. tasks: after so many
    it is replaced. what: how messages call its work ("the layout").
    """

    def __init__(self, wake: tuple[Callable[[Any], Any], Any], tasks: int, what: str):
        self._wake, self._tasks, self._what = wake, tasks, what
        self.pool: ProcessPool | None = None
        self._lock = threading.Lock()
        _children.add(self)

    def start(self) -> None:
        """Start it; before threads, because it is forked. Later calls do nothing while it lives."""
        with self._lock:
            if self.pool is None or not self.pool.active:
                fork = multiprocessing.get_context("fork")
                self.pool = ProcessPool(1, self._tasks, initializer=_let_go, initargs=(_descriptors(),), context=fork)
                self.pool.schedule(self._wake[0], args=self._wake[1:])

    def stop(self) -> None:
        """End it."""
        with self._lock:
            if self.pool is not None:
                self.pool.stop()
                self.pool.join()
                self.pool = None

    def forget(self) -> None:
        """In a forked process: the child belongs to the parent."""
        self.pool, self._lock = None, threading.Lock()

    def ask(self, task: Callable[[Any], Any], question: Any, seconds: float) -> Any:
        """A task's answer. Raises OutOfTime where it takes too long, or ends without one."""
        self.start()
        assert self.pool is not None
        future = self.pool.schedule(task, args=(question,), timeout=seconds)
        try:
            # Twice the time in all: waiting for another one's turn counts too.
            return future.result(timeout=2 * seconds)
        except TimeoutError as failure:
            future.cancel()
            raise OutOfTime(f"{self._what} took longer than {seconds:g} seconds and was given up") from failure
        except ProcessExpired as failure:
            raise OutOfTime(f"{self._what} ended without an answer and was given up") from failure


_children: weakref.WeakSet[Child] = weakref.WeakSet()


def _stop_all() -> None:
    for child in list(_children):
        child.stop()


def _forget_all() -> None:
    for child in list(_children):
        child.forget()


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_forget_all)


def _descriptors() -> dict[int, int]:
    """What this process has open besides its standard streams: descriptor -> mode, which tells files from sockets."""
    found = {}
    for descriptor in map(int, os.listdir("/dev/fd")):
        with contextlib.suppress(OSError):  # the listing's own descriptor is closed by now
            found[descriptor] = os.fstat(descriptor).st_mode
    return {descriptor: mode for descriptor, mode in found.items() if descriptor > 2}


def _let_go(inherited: dict[int, int]) -> None:
    """In the child: close the parent's files and connections, or they would not end when the parent closes them.

    inherited: what was open before the pool was; connections may have come since, where the child is a replacement.
    """
    for descriptor, mode in _descriptors().items():
        if descriptor in inherited or stat.S_ISSOCK(mode):
            os.close(descriptor)
