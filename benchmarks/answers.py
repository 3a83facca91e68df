"""Text to steps and SVG over HTTP, against micrograd drawn by Graphviz; and the server's start."""

from __future__ import annotations

import re
import shutil
from itertools import islice
from statistics import median
from time import perf_counter, sleep
from typing import Any

from benchmarks import peers
from benchmarks.measure import Aim, Timings, ratio, table
from benchmarks.programs import Sample, different
from benchmarks.server import Server

TITLE = "First answers, over HTTP"
INPUTS = {8: 2, 100: 6}  # nodes -> how many of them are inputs
AHEAD = {8: 2.0, 100: 4.0}  # nodes -> how many times faster than micrograd + Graphviz the first answer shall be
FIRST, NEW_POINT, MICROGRAD = "first seen", "new point", "micrograd + Graphviz"
ALIKE = 1e-9
WARMING = 5  # answers before any is timed: imports and start-up are measured on their own


def report(quick: bool) -> tuple[str, list[Aim]]:
    """The tables and the aims. quick: fewer rounds and starts."""
    measured: dict[int, Timings] = {}
    layouts: dict[int, tuple[float, float] | None] = {}
    with Server() as server:
        server.wait_for_port()
        for nodes in INPUTS:
            measured[nodes], layouts[nodes] = _answers(server, nodes, 8 if quick else 40)
    starts = [_start() for _ in range(2 if quick else 7)]
    imports = _imports_of_first_answer()
    return _tables(measured, layouts), [*_aims(measured, layouts), *_aims_of_start(starts, imports)]


def _answers(server: Server, nodes: int, rounds: int) -> tuple[Timings, tuple[float, float] | None]:
    """Timings by contender; and the processor time of the layout at first sight and at a new point, if known."""
    programs = different(nodes, INPUTS[nodes], seed=1)
    structures = set()
    for made in islice(programs, WARMING):
        structures.add(server.trace(made.text, _at(made))[1]["structure"])
    timings: Timings = {FIRST: [], NEW_POINT: []}
    with_dot = shutil.which("dot") is not None
    if with_dot:
        timings[MICROGRAD] = []
    layouts: dict[str, list[float]] = {FIRST: [], NEW_POINT: []}
    while len(timings[FIRST]) < rounds:
        made = next(programs)
        before = server.children_seconds()
        seconds, answer = server.trace(made.text, _at(made))
        between = server.children_seconds()
        again, moved = server.trace(made.text, _at(made, 1.01))
        after = server.children_seconds()
        if answer["structure"] in structures:
            continue  # another program had this structure: its layout was known
        structures.add(answer["structure"])
        assert len(answer["nodes"]) == nodes and answer["steps"] and moved["gradient"] != answer["gradient"]
        places = _places(answer)
        assert len(places) > nodes and places == _places(moved), "a new point moved the picture"
        timings[FIRST].append(seconds)
        timings[NEW_POINT].append(again)
        if before is not None and between is not None and after is not None:
            layouts[FIRST].append(between - before)
            layouts[NEW_POINT].append(after - between)
        if with_dot:
            start = perf_counter()
            gradient, picture = peers.micrograd_picture(made)
            timings[MICROGRAD].append(perf_counter() - start)
            assert b"</svg>" in picture
            _check(answer, gradient)
    return timings, (median(layouts[FIRST]), median(layouts[NEW_POINT])) if layouts[FIRST] else None


def _at(made: Sample, factor: float = 1.0) -> dict[str, float]:
    return {name: x * factor for name, x in zip(made.inputs, made.point)}


def _places(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return re.findall(r'id="([^"]*)"[^>]* transform="([^"]*)"', answer["svg"])


def _check(answer: dict[str, Any], gradient: list[float]) -> None:
    largest = max(map(abs, gradient))
    assert all(abs(x - y) <= ALIKE * largest for x, y in zip(answer["gradient"].values(), gradient, strict=True))


def _start() -> tuple[float, float]:
    """Seconds until the server is healthy, and of the first answer then."""
    with Server() as server:
        up = server.seconds_until_healthy()
        made = next(different(8, INPUTS[8], seed=1))
        return up, server.trace(made.text, _at(made))[0]


def _imports_of_first_answer() -> list[str]:
    """The modules that are imported only when the first request comes."""
    with Server(trace_imports=True) as server:
        server.wait_for_port()
        sleep(2.0)  # what the first answer does not need is imported a moment after the port is open
        before = server.imported()
        assert before
        made = next(different(8, INPUTS[8], seed=1))
        server.trace(made.text, _at(made))
        return server.imported()[len(before) :]


def _tables(measured: dict[int, Timings], layouts: dict[int, tuple[float, float] | None]) -> str:
    head = ["nodes", *[f"{name}, ms" for name in (FIRST, NEW_POINT, MICROGRAD)], "times ahead at first sight",
            "layout, ms of it", "layout at a new point, ms"]  # fmt: skip
    rows = []
    for nodes, timings in measured.items():
        cells = [
            f"{median(timings[name]) * 1e3:.1f}" if name in timings else "–" for name in (FIRST, NEW_POINT, MICROGRAD)
        ]
        ahead = f"{ratio(timings, MICROGRAD, FIRST):.1f}" if MICROGRAD in timings else "–"
        spent = [f"{each * 1e3:.2f}" for each in layouts[nodes] or ()] or ["–", "–"]
        rows.append([str(nodes), *cells, ahead, *spent])
    return table(head, rows)


def _aims(measured: dict[int, Timings], layouts: dict[int, tuple[float, float] | None]) -> list[Aim]:
    aims = []
    for nodes, timings in measured.items():
        promise = f"first answer at {nodes} nodes at least {AHEAD[nodes]:g} times faster than {MICROGRAD}"
        if MICROGRAD in timings:
            ahead = ratio(timings, MICROGRAD, FIRST)
            aims.append(Aim(promise, f"{ahead:.1f} times", ahead >= AHEAD[nodes]))
        else:
            aims.append(Aim(promise, "Graphviz's dot is not installed", None))
    promise = "a new point on a known structure needs no layout"
    spent = [each for each in layouts.values() if each is not None]
    told = ", ".join(f"{new * 1e3:.2f} of {first * 1e3:.2f} ms" for first, new in spent)
    aims.append(Aim(promise, told, all(new < first / 20 for first, new in spent) if spent else None))
    return aims


def _aims_of_start(starts: list[tuple[float, float]], imports: list[str]) -> list[Aim]:
    slowest = max(up for up, _ in starts)
    told = f"{median(up for up, _ in starts):.2f} s, {slowest:.2f} s at worst"
    first = f"{median(first for _, first in starts) * 1e3:.0f} ms"
    modules = f"{len(imports)} modules ({', '.join(imports[-3:])})" if imports else "no module"
    return [
        Aim("the server is up within 2 s of its start", told, slowest <= 2.0),
        Aim("the first request pays no import", f"{modules}; the first answer took {first}", not imports),
    ]
