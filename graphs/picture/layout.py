"""Graph → positions: the only room that knows Graphviz.

Graphviz places boxes of fixed size and routes edges; its DOT holds nothing but our own ids. It runs in one
persistent child process: in-process it would hold the interpreter's lock, leak, and could not be stopped.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextvars import copy_context
from functools import lru_cache, partial
from threading import Thread
from typing import NamedTuple, TypeVar

import graphviz
import pygraphviz

from graphs.autodiff.graph import Graph
from graphs.clock import tick
from graphs.errors import Busy, OutOfTime
from graphs.limits import WEB, Bounds, Limits
from graphs.notation.names import id_of
from graphs.operations.row import Shape
from graphs.picture.groups import TITLE, boxed
from graphs.picture.routes import Box, Layout, Route, framed, mended
from graphs.picture.sizes import LEAF, OUTLINE, Size, frame_size
from graphs.workers.pool import Child

# Pixels; a pixel is a point of Graphviz. Every node has the output's room, so that a new operation at the end moves
# nothing.
_ROOM = 8.0  # what a node's box in the layout has more than its frame
_NAME_ROOM = 22.0  # what a name above the frame takes
_BOX_MARGIN = 8.0  # between a box and what it holds

_ATTRIBUTES = {  # gaps in inches; "close" is for wide pictures of many nodes
    "wide": {"rankdir": "LR", "nodesep": ".29", "ranksep": "1.07"},
    "close": {"rankdir": "LR", "nodesep": ".2", "ranksep": ".6"},
    "tall": {"rankdir": "TB", "nodesep": ".16", "ranksep": ".42"},
}
_CLOSE = (40, 6)  # nodes or levels from which on a wide picture is "close"
_CORNERED = (3, 12)  # an edge over so many levels enters by the corner, in pictures up to so many nodes
_MANY_SPANS = 30  # levels that shared inputs' edges may span beyond the nearest use
_MANY_USES = (10, 30)  # so many uses of shared inputs, above so many nodes
_QUICK = 100  # nodes and edges up to which a layout takes milliseconds, however they lie
_LARGE, _VERY_LARGE = 300, 1_000  # drawn nodes from which on dot's simplex is bounded
_AHEAD = 30  # nodes from which on a thread costs less than what waiting for Graphviz leaves idle
_PLACED = 100  # visits that a node costs whose place is written and read
_FAR = 600  # levels that edges pass over in all, from which on it is too: dot puts a node of its own into each


Made = TypeVar("Made")


class Structure(NamedTuple):
    """All that a layout depends on: no number, name or formula, so a new point of the same shapes has the same.

    levels, shapes: by node. edges: (source, target, slot) in order of evaluation. named: the nodes with a name above
    them. data: the arrays without a derivative. boxes: by box around nodes, the one around it and the nodes that stand
    in it and in none within.
    """

    kind: str
    levels: tuple[int, ...]
    inputs: int
    edges: tuple[tuple[int, int, int], ...]
    named: tuple[int, ...]
    outputs: tuple[int, ...]
    shapes: tuple[Shape, ...]
    data: tuple[int, ...]
    boxes: tuple[tuple[int | None, tuple[int, ...]], ...] = ()

    @property
    def nodes(self) -> int:
        """How many there are."""
        return len(self.levels)

    def frame(self, node: int) -> Size:
        """The size of a node's frame."""
        return frame_size(self.kind, self.shapes[node], 1 if node in self.data else 2)

    @property
    def digest(self) -> str:
        """Short, and equal for equal layouts."""
        return hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:16]


def structure_of(graph: Graph, kind: str, named: Iterable[int] = ()) -> Structure:
    """What the layout of a graph depends on. kind: wide or tall. named: more nodes with a name above them."""
    edges = tuple((edge.source, edge.target, edge.slot) for edge in graph.edges)
    outputs = tuple(sorted(set(graph.outputs)))
    usual = {i for i in range(len(graph.inputs), len(graph)) if graph.names[i] is not None}
    return Structure(
        kind=kind,
        levels=tuple(graph.levels),
        inputs=len(graph.inputs),
        edges=edges,
        named=tuple(sorted(usual.union(outputs, named))),
        outputs=outputs,
        shapes=tuple(graph.shapes),
        data=tuple(sorted(i for i in graph.data if graph.shapes[i])),
        boxes=tuple((each.parent, each.nodes) for each in boxed(graph)),
    )


def layout(structure: Structure, limits: Limits = WEB) -> Layout:
    """Where everything stands. Raises TooLarge past limits.drawn nodes, OutOfTime past limits.layout_seconds, Busy."""
    limits.check("drawn", structure.nodes, "nodes are drawn")
    tick(_PLACED * structure.nodes)
    return _kept(structure, limits)


def layout_ahead(structure: Structure, limits: Limits = WEB) -> Callable[[], Layout]:
    """The same, begun while whoever asks does other work, who then calls what is returned."""
    if structure.nodes > limits.drawn:
        return partial(layout, structure, limits)
    tick(_PLACED * structure.nodes)
    return ahead(partial(_kept, structure, limits), structure.nodes)


def ahead(work: Callable[[], Made], size: int) -> Callable[[], Made]:
    """Work that is begun in a thread of its own, if there are so many things in it that this is worth while."""
    if size < _AHEAD:
        return work
    made: Future[Made] = Future()
    Thread(target=_settle, args=(made, partial(copy_context().run, work)), name="layout ahead", daemon=True).start()
    return made.result


def _kept(structure: Structure, limits: Limits) -> Layout:
    cache = _small_cache if len(structure.edges) < _LARGE else _large_cache
    return cache(structure, limits.bounds(limits.layout_seconds))


def _settle(made: Future[Made], work: Callable[[], Made]) -> None:
    """In a thread of its own, which a server that forks later cannot lose: do the work, and hand on how it ended."""
    try:
        made.set_result(work())
    except BaseException as problem:
        made.set_exception(problem)


def _lay_out(structure: Structure, bounds: Bounds) -> Layout:
    apart = _drawn_apart(structure)
    size = structure.nodes + len(structure.edges)
    return _read(structure, apart, graphviz_places(dot(structure, apart), size, bounds))


_small_cache = lru_cache(maxsize=256)(_lay_out)
_large_cache = lru_cache(maxsize=8)(_lay_out)  # some megabytes each


class Cached(NamedTuple):
    """How many layouts were asked for whose structure was known, and was not."""

    hits: int
    misses: int


def cached() -> Cached:
    """Since this process started."""
    small, large = _small_cache.cache_info(), _large_cache.cache_info()
    return Cached(small.hits + large.hits, small.misses + large.misses)


def graphviz_places(source: str, size: int, bounds: Bounds) -> dict[str, dict[str, list[float]]]:
    """What Graphviz makes of a DOT text; see `_graphviz`. size: how many nodes and edges it has."""
    return child_for(size).ask(_graphviz, source, bounds, size)  # type: ignore[no-any-return]


def child_for(size: int) -> Child:
    """What is laid out in milliseconds does not wait for what takes seconds."""
    return _child if size < _QUICK else _child_of_large


def works() -> bool:
    """Whether a layout can be made now: an empty one is."""
    try:
        return "routes" in _child.ask(_graphviz, "digraph{}", WEB.bounds(WEB.layout_seconds))
    except (Busy, OutOfTime):
        return False


def _drawn_apart(structure: Structure) -> frozenset[int]:
    """The inputs of which each use is drawn as a leaf of its own: where shared ones would cross the whole picture."""
    sources = set(range(structure.nodes)).difference((target for _, target, _ in structure.edges), structure.outputs)
    uses: dict[int, list[int]] = {}
    for source, target, _ in structure.edges:
        if source in sources:
            uses.setdefault(source, []).append(structure.levels[target])
    shared = {source: at for source, at in uses.items() if len(at) > 1}
    spans = sum(level - min(at) for at in shared.values() for level in at)
    count, (many, among) = sum(map(len, shared.values())), _MANY_USES
    return frozenset(shared) if spans > _MANY_SPANS or (structure.nodes > among and count >= many) else frozenset()


def dot(structure: Structure, apart: frozenset[int]) -> str:
    """The DOT of a structure: boxes of fixed size without labels, edges without heads, our ids and nothing else."""
    wide = structure.kind == "wide"
    digraph = graphviz.Digraph(
        graph_attr=_ATTRIBUTES[_spacing(structure)] | _bounds(structure, apart),
        node_attr={"shape": "box", "fixedsize": "true", "label": "", **_boxed(frame_size(structure.kind, ()))},
        edge_attr={"arrowhead": "none", "tailport": "e" if wide else "s", "headport": "w" if wide else "n"},
    )
    named = frozenset(structure.named)
    clusters = [_cluster(number) for number in range(len(structure.boxes))]
    home = {i: clusters[number] for number, (_, nodes) in enumerate(structure.boxes) for i in nodes}
    fed = _fed_inside(structure)
    for i in range(structure.nodes):
        if i not in apart:
            own = structure.shapes[i] or i in named
            size = _boxed(structure.frame(i), _NAME_ROOM if i in named else 0.0) if own else {}
            home.get(i, digraph).body.append(_statement(id_of(i), size))
    spine, used = _spine(structure), Counter(source for source, _, _ in structure.edges)
    for source, target, slot in structure.edges:
        end, start, span = id_of(target), id_of(source), structure.levels[target] - structure.levels[source]
        if source in apart:
            start = f'"{start}-at-{end}-{slot}"'
            (home[target] if target in fed else digraph).body.append(_statement(start, _sized(*LEAF)))
        attributes = {"id": f'"{end}-{slot}"'}
        weight = 2 if source < structure.inputs else 20 if (source, target) in spine else 3
        if weight != 3 or (span == 1 and used[source] == 1):
            attributes["weight"] = str(weight)
        if wide and span >= _CORNERED[0] and structure.nodes <= _CORNERED[1]:
            attributes["headport"] = "nw"
        digraph.body.append(_statement(f"{start} -> {end}", attributes))
    for cluster, (parent, _) in reversed([*zip(clusters, structure.boxes, strict=True)]):
        (digraph if parent is None else clusters[parent]).subgraph(cluster)
    return str(digraph.source)


def _statement(of: str, attributes: dict[str, str]) -> str:
    """A node or an edge in DOT, of ids and numbers that are ours: written without looking for what must be quoted."""
    listed = " ".join(f"{name}={value}" for name, value in attributes.items())
    return f"\t{of} [{listed}]\n" if listed else f"\t{of}\n"


def _fed_inside(structure: Structure) -> set[int]:
    """The nodes in boxes that have an operand in the same box: a leaf for one of the others stands outside, so that
    boxes can follow each other in a row."""
    box_of: dict[int, int | None] = {i: number for number, (_, nodes) in enumerate(structure.boxes) for i in nodes}
    fed: set[int] = set()
    for source, target, _ in structure.edges:
        box = box_of.get(source)
        while box is not None and box != box_of.get(target):
            box = structure.boxes[box][0]
        if box is not None:
            fed.add(target)
    return fed


def _cluster(number: int) -> graphviz.Digraph:
    """A box around nodes: what Graphviz keeps free above them is a table without a word, as high as a title."""
    label = f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="40" HEIGHT="{TITLE:g}"><TR><TD></TD></TR></TABLE>>'
    attributes = {"label": label, "labelloc": "t", "labeljust": "l", "margin": f"{_BOX_MARGIN:g}"}
    return graphviz.Digraph(f"cluster{number}", graph_attr=attributes)


def _spacing(structure: Structure) -> str:
    close = structure.nodes > _CLOSE[0] or max(structure.levels) > _CLOSE[1]
    return "close" if close and structure.kind == "wide" else structure.kind


def _boxed(frame: Size, above: float = 0.0) -> dict[str, str]:
    width, height = frame
    return _sized(width + _ROOM, height + _ROOM + above)


def _sized(width: float, height: float) -> dict[str, str]:
    return {"width": f"{width / 72:.4f}", "height": f"{height / 72:.4f}"}


def _bounds(structure: Structure, apart: frozenset[int]) -> dict[str, str]:
    """What keeps large graphs, and long edges, from taking seconds, at the price of some crossings."""
    drawn = structure.nodes + sum(source in apart for source, _, _ in structure.edges)
    far = sum(structure.levels[target] - structure.levels[source] - 1 for source, target, _ in structure.edges) > _FAR
    bounds = {"nslimit": ".5", "nslimit1": ".5"} if drawn > _LARGE or far else {}
    return bounds | ({"mclimit": ".1"} if drawn > _VERY_LARGE or far else {})


def _spine(structure: Structure) -> set[tuple[int, int]]:
    """The longest path back from the last output: it is drawn straight."""
    deepest: dict[int, int] = {}
    for source, target, _ in structure.edges:
        if target not in deepest or structure.levels[source] > structure.levels[deepest[target]]:
            deepest[target] = source
    spine, node = set(), structure.outputs[-1]
    while node in deepest:
        spine.add((deepest[node], node))
        node = deepest[node]
    return spine


def _read(structure: Structure, apart: frozenset[int], placed: dict[str, dict[str, list[float]]]) -> Layout:
    """What `_graphviz` answers (its y points up) as frames and routes, in a picture that is just large enough."""
    outlined = {id_of(i) for i in structure.outputs}
    boxes, leaves = {}, {}
    for name, (x, y) in placed["boxes"].items():
        first, leaf, _ = name.partition("-at-")
        width, height = LEAF if leaf else structure.frame(int(name[1:]) - 1)
        more = 2 * OUTLINE if name in outlined else 0.0
        boxes[name] = Box(x, -y, width + more, height + more)
        if leaf:
            leaves[name] = int(first[1:]) - 1
    around = {name: Box((left + right) / 2, -(bottom + top) / 2, right - left, top - bottom)
              for name, (left, bottom, right, top) in placed["around"].items()}  # fmt: skip
    splines = {edge: tuple(zip(places[::2], [-y for y in places[1::2]], strict=True))
               for edge, places in placed["routes"].items()}  # fmt: skip
    routes = []
    for source, target, slot in structure.edges:
        edge = f"{id_of(target)}-{slot}"
        start = f"{id_of(source)}-at-{edge}" if source in apart else id_of(source)
        routes.append(Route(edge, start, id_of(target), source, target, slot, splines[edge]))
    named = [id_of(i) for i in structure.named if i not in apart]
    close = _spacing(structure) == "close"
    ordered = [around[f"cluster{number}"] for number in range(len(structure.boxes))]
    return framed(structure.kind, close, boxes, mended(boxes, routes, structure.kind), leaves, named, ordered)


def _graphviz(source: str) -> dict[str, dict[str, list[float]]]:
    """In the child: what Graphviz makes of a DOT text, its y pointing up.

    boxes: by node, x and y of its centre. around: by cluster, its left, lower, right and upper side. routes: by the
    edge's id, x and y of each point of its spline.
    """
    with contextlib.redirect_stderr(io.StringIO()):  # it warns that large graphs take long, which the clock knows
        drawn = json.loads(pygraphviz.AGraph(string=source).draw(format="json0", prog="dot"))
    objects, edges = drawn.get("objects", []), drawn.get("edges", [])
    return {
        "boxes": {each["name"]: _numbers(each["pos"]) for each in objects if "pos" in each},
        "around": {each["name"]: _numbers(each["bb"]) for each in objects if "bb" in each},
        "routes": {each["id"]: _numbers(each["pos"]) for each in edges},
    }


def _numbers(written: str) -> list[float]:
    """The numbers of "1,2" or "1,2 3,4 5,6"."""
    return [*map(float, written.replace(",", " ").split())]


# Graphviz leaks some 11 KiB a layout: the child is replaced before that amounts to anything. What is laid out in
# milliseconds does not wait for what takes seconds; and of that few may wait, since each holds one who serves.
_child = Child("layout", (_graphviz, "digraph{}"), 2_000, "the layout", waiting=24)
_child_of_large = Child("large layout", (_graphviz, "digraph{}"), 2_000, "the layout", waiting=2)
