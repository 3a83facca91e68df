"""Interleaved timing: what is compared runs round by round, so that a busy machine is unfair to nobody."""

from __future__ import annotations

import gc
import math
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import linear_regression, median
from time import process_time
from typing import Any

SAMPLE = 0.02  # seconds that one timing lasts at least: short calls are repeated within it

Timings = dict[str, list[float]]  # contender -> seconds of one call, by round


@dataclass(frozen=True)
class Aim:
    """A promise, what was measured, and whether it holds (None: it could not be measured here)."""

    promise: str
    measured: str
    holds: bool | None

    def __str__(self) -> str:
        verdict = {True: "holds", False: "MISSED", None: "not measured"}[self.holds]
        return f"| {self.promise} | {self.measured} | {verdict} |"


def interleaved(contenders: dict[str, Callable[[], Any]], rounds: int, check: Callable[[Any], None]) -> Timings:
    """Time each contender once per round, in turn forwards and backwards, once `check` has passed its answer.

    What is timed is the processor's time: contenders compute in one thread, and who else is on its core is chance.
    Each runs in a process of its own (forked here, so that closures will do): on one heap, what a contender leaves
    behind, scattered memory and a longer list for the garbage collector, slows down its neighbours.
    """
    workers = {name: _Worker(call, check) for name, call in contenders.items()}
    timings: Timings = {name: [] for name in contenders}
    order = list(contenders)
    for _ in range(rounds):
        for name in order:
            timings[name].append(workers[name].time())
        order.reverse()
    for worker in workers.values():
        worker.end()
    return timings


class _Worker:
    """A process that times one call whenever it is asked to."""

    def __init__(self, call: Callable[[], Any], check: Callable[[Any], None]):
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(call, check, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.connection.recv()  # ready: nothing else runs while another is timed

    def time(self) -> float:
        self.connection.send(True)
        return self.connection.recv()

    def end(self) -> None:
        self.connection.send(False)
        self.process.join()


def _serve(call: Callable[[], Any], check: Callable[[Any], None], connection: Connection) -> None:
    check(call())
    repeats = _repeats(call)
    gc.collect()
    gc.freeze()  # what is there by now is no garbage: no collection need look at it again
    connection.send("ready")
    while connection.recv():
        gc.collect()
        start = process_time()
        for _ in range(repeats):
            call()
        connection.send((process_time() - start) / repeats)


def _repeats(call: Callable[[], Any]) -> int:
    start = process_time()
    call()
    return max(1, math.ceil(SAMPLE / (process_time() - start)))


def ratio(timings: Timings, slower: str, faster: str) -> float:
    """How many times as long the one takes: the median over the rounds, each round compared with itself."""
    return median(a / b for a, b in zip(timings[slower], timings[faster]))


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent p of seconds ~ size^p, by least squares over the logarithms."""
    return linear_regression([*map(math.log, sizes)], [*map(math.log, seconds)]).slope


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others numbers."""
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---", *["---:"] * (len(head) - 1)], *rows]]
    return "\n".join(lines)
