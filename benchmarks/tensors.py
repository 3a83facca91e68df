"""Nodes of matrices: values and gradient on a built graph, against the same work by hand in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measure import Aim, Timings, interleaved, ratio, table
from graphs.autodiff.build import build
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph
from graphs.autodiff.reverse import reverse
from graphs.language.parser import parse

TITLE = "Nodes of matrices"
SIZES = (100, 10, 3)
JUDGED = 100
BOUND = 3.0
ALIKE = 1e-9  # how closely the gradients must agree, relative to the largest entry
ROUNDS = 15
# Where glibc gives freed memory back to the system at once, fetching it again costs as much as the work on these
# matrices, and which contender it hits differed from run to run. Once 16 MB have been freed, it keeps what is freed.
FREED = 1 << 21
HAND, SWEEPS = "by hand", "sweeps"

Array = Any
Named = dict[str, Array]  # by input


@dataclass(frozen=True)
class Kind:
    """A program, its inputs' values for matrices of a size, and its gradient as one would write it in NumPy."""

    name: str
    text: str
    point: Callable[[int], Named]
    by_hand: Callable[..., Named]


def report(quick: bool) -> tuple[str, list[Aim]]:
    """The table and the aim. quick: fewer rounds."""
    measured = {(kind.name, size): _measured(kind, size, 5 if quick else ROUNDS) for size in SIZES for kind in KINDS}
    return _table(measured), [_aim(measured)]


def _measured(kind: Kind, size: int, rounds: int) -> tuple[Timings, int]:
    """Timings by contender, and the number of nodes."""
    named = kind.point(size)
    graph = build(parse(kind.text, [*named]), {name: np.shape(value) for name, value in named.items()})
    point = [named[name] for name in graph.inputs]
    expected = kind.by_hand(**named)
    largest = max(np.max(np.abs(each)) for each in expected.values())
    assert all(np.all(each != 0.0) for each in expected.values()), "a benchmark with dead entries lies"

    def check(gradient: Named) -> None:
        assert gradient.keys() == expected.keys()
        for name, wanted in expected.items():
            got = gradient[name]
            assert np.shape(got) == np.shape(wanted) and np.max(np.abs(got - wanted)) <= ALIKE * largest, name

    np.empty(FREED)  # see there
    contenders = {HAND: lambda: kind.by_hand(**named), SWEEPS: lambda: _gradient(graph, point)}
    return interleaved(contenders, rounds, check), len(graph)


def _gradient(graph: Graph, point: list[Array]) -> Named:
    """Value sweep and reverse sweep."""
    return dict(zip(graph.inputs, reverse(graph, evaluate(graph, point), {graph.outputs[0]: 1.0})))


def _table(measured: dict[tuple[str, int], tuple[Timings, int]]) -> str:
    rows = []
    for (name, size), (timings, nodes) in measured.items():
        cells = [f"{median(timings[each]) / nodes * 1e6:.1f}" for each in (HAND, SWEEPS)]
        rows.append([f"{name}, {size}×{size}", str(nodes), *cells, f"{ratio(timings, SWEEPS, HAND):.1f}"])
    return table(["program", "nodes", f"{HAND}, µs a node", f"{SWEEPS}, µs a node", f"{SWEEPS} / {HAND}"], rows)


def _aim(measured: dict[tuple[str, int], tuple[Timings, int]]) -> Aim:
    ratios = {kind.name: ratio(measured[kind.name, JUDGED][0], SWEEPS, HAND) for kind in KINDS}
    told = ", ".join(f"{name} {times:.1f}" for name, times in ratios.items())
    promise = f"nodes of {JUDGED}×{JUDGED} matrices take at most {BOUND:g} times the work by hand"
    return Aim(promise, told, max(ratios.values()) <= BOUND)


# The programs. Values stay bounded and every entry of every gradient is alive at these points.


def _drawn(seed: int) -> Callable[..., Array]:
    random = np.random.default_rng(seed)
    return lambda *shape: random.uniform(0.3, 1.5, shape) * random.choice([-1.0, 1.0], shape)


LAYERS = 4


def _network_point(n: int) -> Named:
    drawn = _drawn(1)
    weights = {f"W{k}": drawn(n, n) / n**0.5 for k in range(1, LAYERS + 1)}
    biases = {f"b{k}": drawn(n) / 10 for k in range(1, LAYERS + 1)}
    return {"X": drawn(n, n), "Y": drawn(n, n), **weights, **biases}


def _network_by_hand(X: Array, Y: Array, **rest: Array) -> Named:
    layers = [X]
    for k in range(1, LAYERS + 1):
        layers.append(np.tanh(layers[-1] @ rest[f"W{k}"] + rest[f"b{k}"]))
    error = layers[-1] - Y
    np.mean(error**2)
    g = 2.0 / error.size * error
    gradient = {"Y": -g}
    for k in range(LAYERS, 0, -1):
        g = g * (1.0 - layers[k] ** 2)
        gradient[f"b{k}"] = g.sum(axis=0)
        gradient[f"W{k}"] = layers[k - 1].T @ g
        g = g @ rest[f"W{k}"].T
    return {"X": g, **gradient}


def _entries_point(n: int) -> Named:
    drawn = _drawn(2)
    return {"A": drawn(n, n), "B": drawn(n, n)}


def _entries_by_hand(A: Array, B: Array) -> Named:
    r, q, d = np.tanh(A), np.exp(A * B), 1.0 + B**2
    u = (q + r) / d
    w = np.sqrt(u**2 + 1.0)
    np.sum(w * r)
    g_s = r * u / w / d
    g_p = g_s * q
    return {"A": g_p * B + (w + g_s) * (1.0 - r**2), "B": g_p * A - 2.0 * g_s * u * B}


def _rows_point(n: int) -> Named:
    drawn = _drawn(3)
    return {"A": drawn(n, n), "B": drawn(n, n), "C": drawn(n, n)}


def _rows_by_hand(A: Array, B: Array, C: Array) -> Named:
    z, t = A + B, B * C
    exponentials = np.exp(z - z.max(axis=1, keepdims=True))
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    top = t.max(axis=1, keepdims=True)
    exponentials = np.exp(t - top)
    total = exponentials.sum(axis=1, keepdims=True)
    np.sum(p * C) + np.sum(np.log(total) + top)
    g_z = p * (C - (p * C).sum(axis=1, keepdims=True))
    g_t = exponentials / total
    return {"A": g_z, "B": g_z + g_t * C, "C": p + g_t * B}


def _systems_point(n: int) -> Named:
    drawn = _drawn(4)
    return {"A": drawn(n, n) + 3.0 * n**0.5 * np.eye(n), "B": drawn(n, n), "C": drawn(n, n)}


def _systems_by_hand(A: Array, B: Array, C: Array) -> Named:
    x = np.linalg.solve(A, B)
    np.sum(C * x) + np.linalg.slogdet(A)[1]
    g = np.linalg.solve(A.T, C)
    return {"A": np.linalg.inv(A).T - g @ x.T, "B": g, "C": x}


KINDS = (
    Kind(
        "layers",
        "H0 = X\n"
        + "\n".join(f"H{k} = tanh(H{k - 1} @ W{k} + b{k})" for k in range(1, LAYERS + 1))
        + f"\nmean((H{LAYERS} - Y)**2)",
        _network_point,
        _network_by_hand,
    ),
    Kind(
        "entries",
        "R = tanh(A)\nU = (exp(A*B) + R) / (1 + B**2)\nsum(sqrt(U**2 + 1) * R)",
        _entries_point,
        _entries_by_hand,
    ),
    Kind("rows", "sum(softmax(A + B, axis=1) * C) + sum(logsumexp(B*C, axis=1))", _rows_point, _rows_by_hand),
    Kind("systems", "sum(C * solve(A, B)) + logdet(A)", _systems_point, _systems_by_hand),
)
