"""Interleaved timing: what is compared runs side by side, round by round, so that a busy machine is unfair to nobody."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import linear_regression, median
from time import perf_counter

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


def interleaved(contenders: dict[str, Callable[[], object]], rounds: int) -> Timings:
    """Time each contender once per round, in turn forwards and backwards. Garbage is collected between timings.

    What exists before (programs, compiled peers) is frozen: no contender's collections walk through the others' data.
    """
    repeats = {name: _repeats(call) for name, call in contenders.items()}
    timings: Timings = {name: [] for name in contenders}
    order = list(contenders)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name in order:
            call, times = contenders[name], repeats[name]
            gc.collect()
            start = perf_counter()
            for _ in range(times):
                call()
            timings[name].append((perf_counter() - start) / times)
        order.reverse()
    gc.unfreeze()
    return timings


def _repeats(call: Callable[[], object]) -> int:
    call()  # the first call warms up
    start = perf_counter()
    call()
    return max(1, math.ceil(SAMPLE / (perf_counter() - start)))


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
