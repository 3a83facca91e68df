"""A child process with a clock, for work that may hang, leak, eat memory or hold the interpreter's lock.

A Child is asked by any thread. Its processes are forked by a fork server (__main__.py), take one task at a time, and
are ended and replaced where one passes its bounds. Few wait for their turn, the smallest question first, and waiting
counts: whoever comes when it is full is refused at once.
"""

from __future__ import annotations

import atexit
import bisect
import contextlib
import itertools
import json
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from graphs import clock
from graphs.errors import Busy, OutOfTime
from graphs.limits import Bounds
from graphs.workers.forkserver import Process, fork_server

_counter = itertools.count()
_SLICE = 0.1  # seconds of waiting for a turn after which whoever waits looks round


class Failed(Exception):
    """A task raised in its child; the message has the kind's name, and what it said."""


class Child:
    """Processes for one kind of work.

    name: for whoever watches. wake: a task and its question, which the fork server does first, so that the first person
    finds everything read. tasks: after so many a process is replaced. what: how messages call its work ("the
    layout"). processes: how many work at once. waiting: how many may wait for their turn.
    asked, killed, refused: counted since the start: tasks, processes ended at a bound or dead, and who found it full.
    """

    def __init__(
        self, name: str, wake: tuple[Callable[[Any], Any], Any], tasks: int, what: str, processes: int = 1,
        waiting: int = 8,
    ):  # fmt: skip
        self.name, self._wake, self._tasks, self._what = name, wake, tasks, what
        self._processes, self._waiting = processes, waiting
        self.room: str = wake[0].__module__
        self.asked = self.killed = self.refused = 0
        self._idle: list[Process] = []
        self._begin()
        _children[name] = self

    def start(self) -> None:
        """Start its processes; later calls do nothing while they live."""
        with self._changed:
            missing = self._processes - len(self._idle) - self._working
            self._idle += [self._forked() for _ in range(missing)]

    def stop(self) -> None:
        """End those that are idle; the next question starts it again."""
        with self._changed:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def forget(self) -> None:
        """In a forked process: the processes belong to the parent."""
        for process in self._idle:
            process.leave()
        self._begin()

    def rehearse(self) -> None:
        """In the fork server: the first task, so that all that it needs is read."""
        task, question = self._wake
        task(question)

    def ask(self, task: Callable[[Any], Any], question: Any, bounds: Bounds, size: float = 0.0) -> Any:
        """A task's answer, as JSON holds it. Raises OutOfTime where it passes a bound or ends without one, Busy where
        too many wait, Failed where the task raises, Unwanted where nobody waits for it any more.

        The seconds count from now, and end with those of the answer's clock: waiting for a turn is a part of them.
        size: of the question; of those who wait the smallest comes first.
        """
        now = time.monotonic()
        ends = min(now + bounds.seconds, clock.asks_until())
        seconds = max(0.0, ends - now)
        with self._turn(size, ends, seconds):
            begun = time.monotonic()
            process = self._taken()
            forking = time.monotonic() - begun  # which does not count: the fork server may have to read its rooms
            ends += forking
            clock.leave_out(forking)
            if time.monotonic() > ends:
                self._keep(process)
                raise self._late(seconds)
            try:
                process.send(pickle.dumps((task, question, bounds)), ends)
                answer, failure = _read(process.received(ends, clock.look))
                if failure is not None and failure[0] == "MemoryError":
                    raise self._out_of_time(f"needed more than {bounds.memory / 1e6:,.0f} MB of memory")
            except TimeoutError:
                self._end(process)
                raise self._late(seconds) from None
            except (EOFError, ConnectionError, ValueError, RecursionError) as gone:  # or no JSON: a child gone wrong
                if self._end(process) == -signal.SIGXCPU:
                    raise self._out_of_time(f"took more than {bounds.processor} seconds of processor time") from gone
                raise self._out_of_time("ended without an answer") from gone
            except BaseException:
                self._end(process)
                raise
            self._keep(process)
        if failure is not None:
            raise Failed(": ".join(failure))
        return answer

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._queue: list[tuple[float, int]] = []  # of those who wait: the size of the question, and who came first
        self._working = 0
        self._idle = []

    def _late(self, seconds: float) -> OutOfTime:
        return self._out_of_time(f"took longer than {seconds:.3g} seconds")

    def _out_of_time(self, why: str) -> OutOfTime:
        return OutOfTime(f"{self._what} {why} and was given up")

    @contextlib.contextmanager
    def _turn(self, size: float, ends: float, seconds: float) -> Iterator[None]:
        """Wait until a process is free and nobody who waits has a smaller question."""
        with self._changed:
            if len(self._queue) + self._working >= self._processes + self._waiting:
                self.refused += 1
                raise Busy(f"too many wait for {self._what} already; ask again in a moment")
            self.asked += 1
            mine = (size, next(_counter))
            bisect.insort(self._queue, mine)
            try:
                is_mine = self._wait_for(mine, ends)
            finally:
                self._queue.remove(mine)
                self._changed.notify_all()
            if not is_mine:
                raise self._late(seconds)
            self._working += 1
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                self._changed.notify_all()

    def _wait_for(self, mine: tuple[float, int], ends: float) -> bool:
        """Whether the turn comes by then. Raises Unwanted."""
        while not self._is_turn_of(mine):
            left = ends - time.monotonic()
            if left <= 0.0:
                return False
            self._changed.wait(min(left, _SLICE))
            clock.look()
        return True

    def _is_turn_of(self, waiting: tuple[float, int]) -> bool:
        return self._working < self._processes and self._queue[0] == waiting

    def _forked(self) -> Process:
        return fork_server.fork(rooms())

    def _taken(self) -> Process:
        """A process that lives, out of the idle ones if there is one."""
        with self._changed:
            process = self._idle.pop() if self._idle else None
        # Nothing comes from an idle process but the end of its pipe, where it was killed.
        if process is not None and process.stirs:
            self._end(process)
            process = None
        return process or self._forked()

    def _keep(self, process: Process) -> None:
        process.tasks += 1
        with self._changed:
            if process.tasks < self._tasks:
                self._idle.append(process)
                return
        process.end()

    def _end(self, process: Process) -> int:
        with self._changed:
            self.killed += 1
        return process.end()


def _read(message: bytes) -> tuple[Any, tuple[str, str] | None]:
    """The answer of a child, or the kind and the message of its failure. Raises ValueError where it is neither."""
    reply = json.loads(message)
    if not isinstance(reply, dict) or not ("answer" in reply or {"failure", "message"} <= reply.keys()):
        raise ValueError("no answer of a child")
    return reply.get("answer"), (str(reply["failure"]), str(reply["message"])) if "failure" in reply else None


_children: dict[str, Child] = {}


def children() -> dict[str, Child]:
    """All of them, by name."""
    return dict(_children)


def rooms() -> list[str]:
    """The modules that hold their tasks."""
    return sorted({child.room for child in children().values()})


def start() -> None:
    """Start all of them, so that the first question finds them ready."""
    for child in children().values():
        child.start()


def stop() -> None:
    """End them and their fork server; the next question starts them again."""
    for child in children().values():
        child.stop()
    fork_server.stop()


def _forget() -> None:
    for child in children().values():
        child.forget()
    fork_server.forget()


atexit.register(stop)
os.register_at_fork(after_in_child=_forget)
