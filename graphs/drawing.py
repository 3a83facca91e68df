"""Graph → positions: the only room that knows Graphviz.

Graphviz places boxes of fixed size and routes edges; its DOT holds nothing but our own ids. It runs in one
persistent child process: in-process it would hold the interpreter's lock, leak, and could not be stopped.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import multiprocessing
from collections import Counter
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from functools import lru_cache
from typing import Any, NamedTuple

import graphviz
import pygraphviz
from pebble import ProcessExpired, ProcessPool

from graphs.errors import OutOfTime
from graphs.graph import Graph
from graphs.limits import WEB, Limits
from graphs.notation import id_of
from graphs.routes import Box, Layout, Route, spread


class Structure(NamedTuple):
    """All that a layout depends on; edges are (source, target, slot), named nodes have a name above them."""

    levels: tuple[int, ...]
    edges: tuple[tuple[int, int, int], ...]
    sources: int
    named: frozenset[int]
    outputs: frozenset[int]
    kind: str

    @property
    def nodes(self) -> int:
        return len(self.levels)

    @property
    def digest(self) -> str:
        """Equal for equal layouts."""
        told = [*self[:3], sorted(self.named), sorted(self.outputs), self.kind]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


# Boxes in pixels (a pixel is a Graphviz point); every node has the output's box, so that a new operation
# at the end moves nothing. PICTURE.md tells where the numbers come from.
SIZES = {"wide": (124.0, 94.0), "tall": (108.0, 81.0)}
LEAF = (84.0, 32.0)
NAME_ROOM = 22.0
_ATTRIBUTES = {
    "wide": {"rankdir": "LR", "nodesep": ".40", "ranksep": "1.06"},
    "long": {"rankdir": "LR", "nodesep": ".2", "ranksep": ".7"},
    "tall": {"rankdir": "TB", "nodesep": ".38", "ranksep": ".55"},
}
_LARGE = 300  # drawn nodes from which dot's simplex iterations are bounded
_VERY_LARGE = 1_000


def structure_of(graph: Graph, kind: str) -> Structure:
    """What the layout of a graph depends on: not on names, numbers or formulas, so a new point has the same."""
    edges = tuple((edge.source, edge.target, edge.slot) for edge in graph.edges())
    outputs = frozenset(graph.outputs)
    named = frozenset(i for i in range(len(graph.inputs), len(graph)) if graph.names[i] is not None) | outputs
    return Structure(tuple(graph.levels), edges, len(graph.inputs), named, outputs, kind)


def layout(structure: Structure, limits: Limits = WEB) -> Layout:
    """Where everything stands. Raises TooLarge past limits.drawn nodes, OutOfTime past limits.layout_seconds."""
    limits.check("drawn", structure.nodes, "nodes are drawn")
    return _layout(structure, limits.layout_seconds)


@lru_cache(maxsize=256)
def _layout(structure: Structure, seconds: float) -> Layout:
    apart = _drawn_apart(structure)
    return _read(structure, apart, json.loads(_run_dot(dot(structure, apart), seconds)))


def _drawn_apart(structure: Structure) -> frozenset[int]:
    """The inputs of which each use is drawn as a leaf of its own: where shared ones would cross the whole picture."""
    with_operands = {target for _, target, _ in structure.edges}
    uses: dict[int, list[int]] = {}
    for source, target, _ in structure.edges:
        if source not in with_operands:
            uses.setdefault(source, []).append(structure.levels[target])
    shared = {source: at for source, at in uses.items() if len(at) > 1}
    count = sum(map(len, shared.values()))
    spans = sum(level - min(at) for at in shared.values() for level in at)
    return frozenset(shared) if spans > 30 or (structure.nodes > 30 and count >= 10) else frozenset()


def dot(structure: Structure, apart: frozenset[int]) -> str:
    """The DOT of a structure: boxes of fixed size without labels, edges without heads, our ids."""
    width, height = SIZES[structure.kind]
    large = structure.nodes > 40 or max(structure.levels, default=0) > 8
    made = graphviz.Digraph(
        graph_attr=dict(_ATTRIBUTES["long" if large and structure.kind == "wide" else structure.kind]),
        node_attr={
            "shape": "box",
            "fixedsize": "true",
            "label": "",
            "width": _inches(width),
            "height": _inches(height),
        },
        edge_attr={"arrowhead": "none"},
    )
    if structure.nodes + len(structure.edges) > _LARGE:
        made.graph_attr |= {"nslimit": ".5", "nslimit1": ".5"}
    if structure.nodes + len(structure.edges) > _VERY_LARGE:
        made.graph_attr["mclimit"] = ".1"
    for i in range(structure.nodes):
        if i not in apart:
            made.node(id_of(i), **(_named_size(structure.kind) if i in structure.named else {}))
    tail, head = ("s", "n") if structure.kind == "tall" else ("e", "w")
    spine, single = _spine(structure), Counter(source for source, _, _ in structure.edges)
    for source, target, slot in structure.edges:
        name = f"{id_of(target)}-{slot}"
        start = id_of(source)
        if source in apart:
            start = f"{id_of(source)}-at-{name}"
            made.node(start, width=_inches(LEAF[0]), height=_inches(LEAF[1]))
        span = structure.levels[target] - structure.levels[source]
        weight = 20 if (source, target) in spine else 2 if source < structure.sources else 3
        entry = "nw" if span >= 3 and structure.nodes <= 12 and structure.kind == "wide" else head
        attributes = {"weight": str(weight)} if weight != 3 or (span == 1 and single[source] == 1) else {}
        made.edge(start, id_of(target), id=name, tailport=tail, headport=entry, **attributes)
    return str(made.source)


def _named_size(kind: str) -> dict[str, str]:
    """Room for a name: above the node, or on both sides of it (a box is symmetric) where edges come from above."""
    width, height = SIZES[kind]
    if kind == "tall":
        return {"width": _inches(width + 2 * NAME_ROOM)}
    return {"height": _inches(height + NAME_ROOM)}


def _inches(pixels: float) -> str:
    return f"{pixels / 72:.4f}"


def _spine(structure: Structure) -> set[tuple[int, int]]:
    """The longest path back from the last output: it is drawn straight."""
    deepest: dict[int, int] = {}
    for source, target, _ in structure.edges:
        if target not in deepest or structure.levels[source] > structure.levels[deepest[target]]:
            deepest[target] = source
    spine, node = set(), max(structure.outputs, default=0)
    while node in deepest:
        spine.add((deepest[node], node))
        node = deepest[node]
    return spine


def _read(structure: Structure, apart: frozenset[int], answer: dict[str, Any]) -> Layout:
    """Graphviz's json0 as boxes and routes; its y points up, ours down."""
    _, _, width, height = map(float, answer["bb"].split(","))
    boxes = {}
    for found in answer.get("objects", []):
        x, y = map(float, found["pos"].split(","))
        boxes[found["name"]] = Box(x, height - y, *(LEAF if "-at-" in found["name"] else SIZES[structure.kind]))
    ends = {f"{id_of(target)}-{slot}": (source, target) for source, target, slot in structure.edges}
    routes = []
    for found in answer.get("edges", []):
        source, target = ends[found["id"]]
        start = f"{id_of(source)}-at-{found['id']}" if source in apart else id_of(source)
        points = [(float(x), height - float(y)) for x, y in (p.split(",") for p in found["pos"].split())]
        routes.append(Route(found["id"], start, id_of(target), points))
    return spread(Layout(structure.kind, width, height, boxes, routes, structure.outputs))


_pool: ProcessPool | None = None


def start() -> None:
    """Start the layout's child: before threads, because it is forked."""
    global _pool
    if _pool is None:
        _pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("fork"))
        _pool.schedule(_positions, args=("digraph{}",)).result()
        atexit.register(stop)


def stop() -> None:
    """End the child."""
    global _pool
    if _pool is not None:
        _pool.stop()
        _pool.join()
        _pool = None


def _run_dot(source: str, seconds: float) -> bytes:
    return _in_child(_positions, source, seconds)


def _in_child(task: Callable[[str], bytes], source: str, seconds: float) -> bytes:
    """A task's answer from the child, which is killed and replaced where it takes too long."""
    start()
    assert _pool is not None
    try:
        # Twice the time in all: waiting for another picture's turn counts too.
        return bytes(_pool.schedule(task, args=(source,), timeout=seconds).result(timeout=2 * seconds))
    except FutureTimeout as failure:
        raise OutOfTime(f"the layout took longer than {seconds:g} seconds and was given up") from failure
    except ProcessExpired as failure:
        raise OutOfTime("the layout ended without an answer and was given up") from failure


def _positions(source: str) -> bytes:
    """In the child: Graphviz's answer for a DOT text."""
    drawn = pygraphviz.AGraph(string=source)
    return bytes(drawn.draw(format="json0", prog="dot"))
