"""The sweeps in nanoseconds per node, against a flat tape, micrograd and PyTorch's eager mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import peers
from benchmarks.measure import Aim, Timings, growth, interleaved, ratio, table
from benchmarks.programs import Sample, is_live, sample
from graphs.autodiff.build import build
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph
from graphs.autodiff.reverse import reverse
from graphs.language.parser import parse

TITLE = "Sweeps, per node"
INPUTS = 10
SIZES = (100, 1_000, 10_000, 100_000)
TURNS = 3
ALIKE = 1e-9  # how closely all gradients must agree, relative to the gradient's largest entry

TAPE, SWEEPS, BUILT, MICROGRAD, TORCH = "tape", "sweeps", "build + sweeps", "micrograd", "torch eager"


def report(quick: bool) -> tuple[str, list[Aim]]:
    """The tables and the aims. quick: fewer rounds, and no 100,000 nodes."""
    programs = {nodes: _live_sample(nodes) for nodes in (SIZES[:-1] if quick else SIZES)}
    contenders, parsing = {}, {}
    for nodes, made in programs.items():
        contenders[nodes], parsing[nodes] = _contenders(made)
    measured: dict[int, Timings] = {nodes: {name: [] for name in contenders[nodes]} for nodes in programs}
    for _ in range(1 if quick else TURNS):  # each size has several turns: a busy minute shall not be one size's fate
        for nodes, made in programs.items():
            rounds = 5 if nodes > 10_000 else 13
            for name, seconds in interleaved(contenders[nodes], rounds, _agreement(made)).items():
                measured[nodes][name] += seconds
    return _tables(measured, parsing), _aims(measured)


def _live_sample(nodes: int) -> Sample:
    """The first random program whose every adjoint is live."""
    for seed in count(1):
        made = sample(nodes, INPUTS, seed)
        if is_live(peers.tape_adjoints(peers.tape_of(made), made.point)):
            return made
    raise AssertionError


def _contenders(made: Sample) -> tuple[dict[str, Callable[[], Any]], float]:
    """What is timed on one program, once all agree on its gradient; and the seconds that reading its text took."""
    start = perf_counter()
    program = parse(made.text)
    parsing = perf_counter() - start
    point, graph, tape = made.point, build(program), peers.tape_of(made)
    in_micrograd = peers.python_of(made, peers.MICROGRAD)
    contenders: dict[str, Callable[[], Any]] = {
        TAPE: lambda: peers.tape_adjoints(tape, point),
        SWEEPS: lambda: _sweeps(graph, point),
        BUILT: lambda: _sweeps(build(program), point),
        MICROGRAD: lambda: peers.micrograd_gradient(in_micrograd, point),
    }
    if peers.torch is not None:
        in_torch = peers.python_of(made, peers.TORCH)
        contenders[TORCH] = lambda: peers.torch_gradient(in_torch, point)

    assert len(graph) == len(made) and is_live(_sweeps(graph, point)), "a benchmark with dead nodes lies"
    return contenders, parsing


def _agreement(made: Sample) -> Callable[[Sequence[Any]], None]:
    """Fails on a gradient (inputs come first) other than the tape's."""
    expected = peers.tape_adjoints(peers.tape_of(made), made.point)[:INPUTS]
    largest = max(map(abs, expected))

    def check(answer: Sequence[Any]) -> None:
        got = [float(each) for each in answer[:INPUTS]]
        assert all(abs(x - y) <= ALIKE * largest for x, y in zip(got, expected, strict=True)), (got, expected)

    return check


def _sweeps(graph: Graph, point: list[float]) -> list[float | None]:
    """Value sweep and reverse sweep."""
    return reverse(graph, evaluate(graph, point), {graph.outputs[0]: 1.0})


def _tables(measured: dict[int, Timings], parsing: dict[int, float]) -> str:
    names = [name for name in (TAPE, SWEEPS, BUILT, MICROGRAD, TORCH) if name in next(iter(measured.values()))]
    rows = []
    for nodes, timings in measured.items():
        cells = [f"{median(timings[name]) / nodes * 1e9:,.0f}" for name in names]
        against = [f"{ratio(timings, name, TAPE):.1f}" for name in names[1:]]
        rows.append([f"{nodes:,}", *cells, *against, f"{parsing[nodes] / nodes * 1e6:.0f}"])
    exponents = [f"n^{_growth(measured, name):.2f}" for name in names]
    rows.append(["growth", *exponents, *[""] * len(names)])
    head = ["nodes", *[f"{name}, ns" for name in names], *[f"{name} / tape" for name in names[1:]], "reading, µs"]
    return table(head, rows)


def _growth(measured: dict[int, Timings], name: str) -> float:
    return growth([*measured], [median(timings[name]) for timings in measured.values()])


def _aims(measured: dict[int, Timings]) -> list[Aim]:
    aims = [
        _at_most("both sweeps on a built graph take at most 4 times the tape", 4.0, measured, SWEEPS),
        _at_most("with building, at most 10 times", 10.0, measured, BUILT),
    ]
    exponents = {name: _growth(measured, name) for name in (SWEEPS, BUILT, TAPE)}
    told = ", ".join(f"{name} n^{exponent:.2f}" for name, exponent in exponents.items())
    aims.append(Aim("growth no faster than n^1.1", told, max(exponents[SWEEPS], exponents[BUILT]) <= 1.1))
    built, sweeps = (_least_ahead(measured, MICROGRAD, name) for name in (BUILT, SWEEPS))
    told = f"{built:.1f} times at least; {sweeps:.1f} on a built graph"
    aims.append(Aim("with building, ahead of micrograd everywhere", told, built > 1.0))
    promise = "on a built graph, at least 4 times ahead of torch eager"
    if peers.torch is None:
        return [*aims, Aim(promise, "torch is not installed", None)]
    built, sweeps = (_least_ahead(measured, TORCH, name) for name in (BUILT, SWEEPS))
    return [*aims, Aim(promise, f"{sweeps:.1f} times at least; {built:.1f} with building", sweeps >= 4.0)]


def _at_most(promise: str, bound: float, measured: dict[int, Timings], name: str) -> Aim:
    worst = max(ratio(timings, name, TAPE) for timings in measured.values())
    return Aim(promise, f"{worst:.1f} times at worst", worst <= bound)


def _least_ahead(measured: dict[int, Timings], peer: str, ours: str) -> float:
    return min(ratio(timings, peer, ours) for timings in measured.values())
