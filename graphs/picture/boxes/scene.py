"""(graph, open) → what is drawn of it: nodes, closed boxes, open boxes with what they hold, stacks; and the wires
between these. Pure: no place, no number, no name.

A box is a line, a call, a turn of a loop or a part of a long line. One whose nodes are those of the box around it is
not drawn beside that. Siblings of one shape stand as one stack where a level would show many things.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from graphs.autodiff.graph import Edge, Graph

FROM = 20  # nodes from which on a page begins with its boxes closed
_LEAST = 2  # nodes that a box holds
_TURNS, _OTHERS = 3, 4  # so many turns of a loop, or other siblings of one shape, may be a stack
_CROWDED = 8  # things of a level up to which other siblings than turns stand apart
_MANY, _BUNDLES = 24, 12  # things of a level past which boxes are bundled, and into about how many stacks
_APART = 5  # things that read an input from which on each has a leaf of its own


class Item(NamedTuple):
    """One thing that is drawn.

    kind: node, leaf (one use of an input that is drawn apart), closed, open or stack. key: c3, c1-at-c3, g2; no two are
    alike. result: the node whose numbers it shows. nodes: those that it stands for, or holds. groups: the numbers of
    its groups: of a stack its members, of a box itself and those within that hold the same nodes. items: what an open
    box holds.
    """

    kind: str
    key: str
    result: int
    nodes: tuple[int, ...]
    groups: tuple[int, ...] = ()
    items: tuple[Item, ...] = ()


class Wire(NamedTuple):
    """What goes from one item to another: one edge, or all between the two where one of them is a box."""

    source: str
    target: str
    edges: tuple[Edge, ...]

    @property
    def id(self) -> str:
        """That of its first edge."""
        return edge_id(self.edges[0])


def edge_id(edge: Edge) -> str:
    """As the contract has it."""
    return f"c{edge.target + 1}-{edge.slot}"


@dataclass(frozen=True, eq=False)
class Scene:
    """items: of the outermost level. wires: between what is seen. open: the numbers of the groups that are open."""

    graph: Graph = field(repr=False)
    items: tuple[Item, ...]
    wires: tuple[Wire, ...] = field(repr=False)
    open: tuple[int, ...]

    @cached_property
    def all_items(self) -> dict[str, Item]:
        """By key, an open box before what it holds."""
        return {item.key: item for item in walk(self.items)}


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Items and all that they hold."""
    for item in items:
        yield item
        yield from walk(item.items)


class _Box(NamedTuple):
    """Groups with the same nodes, the outer first; the number of the box around; what it holds itself."""

    groups: tuple[int, ...]
    parent: int | None
    nodes: tuple[int, ...]


def has_boxes(graph: Graph) -> bool:
    """Whether anything can be closed."""
    return any(len(group.nodes) >= _LEAST for group in graph.groups)


def scene(graph: Graph, opened: Collection[int]) -> Scene:
    """What is drawn where these groups are open, by their numbers, and all others closed."""
    boxes, box_of_group = _boxes(graph)
    is_open = {box_of_group[group] for group in opened if group in box_of_group}
    is_open.update(_only(graph, boxes))
    home = _homes(graph, boxes, box_of_group)
    levels = _Levels(graph, boxes, home, is_open)
    items = levels.items(None)
    wires, items = _wired(graph, items)
    shown = sorted(item.groups[0] for item in walk(items) if item.kind == "open")
    return Scene(graph, items, wires, tuple(shown))


def _boxes(graph: Graph) -> tuple[list[_Box], dict[int | None, int | None]]:
    """The boxes, an outer one before those within, and by group, its own."""
    boxes: list[_Box] = []
    box_of: dict[int | None, int | None] = {None: None}
    for number, group in enumerate(graph.groups):
        around = box_of[group.parent]
        if len(group.nodes) < _LEAST:
            box_of[number] = around
        elif around is not None and boxes[around].nodes == group.nodes:
            boxes[around] = boxes[around]._replace(groups=(*boxes[around].groups, number))
            box_of[number] = around
        else:
            box_of[number] = len(boxes)
            boxes.append(_Box((number,), around, group.nodes))
    return boxes, box_of


def _only(graph: Graph, boxes: Sequence[_Box]) -> Iterator[int]:
    """The boxes that hold all that is computed: closed, they would say nothing."""
    computed = {node for node in range(len(graph.inputs), len(graph)) if node not in graph.data}
    for number, each in enumerate(boxes):
        if len(each.nodes) >= len(computed) and computed.issubset(each.nodes):
            yield number


def _homes(graph: Graph, boxes: Sequence[_Box], box_of: dict[int | None, int | None]) -> list[int | None]:
    """By node, the innermost box that it stands in: an input, or data, that one box alone reads stands there."""
    home = [box_of[group] for group in graph.group_of]
    around: list[list[int]] = []  # by box, those that it stands in, the outermost first, and itself
    for number, each in enumerate(boxes):
        around.append([*(around[each.parent] if each.parent is not None else []), number])
    common: dict[int, list[int]] = {}
    for edge in reversed(graph.edges):
        source, at = edge.source, home[edge.target]
        if graph.group_of[source] is not None or (graph.operands[source] and source not in graph.data):
            continue
        path: list[int] = around[at] if at is not None else []
        known = common.get(source)
        if known is not None:
            path = path[: sum(1 for _ in _same(known, path))]
        common[source] = path
    outputs = set(graph.outputs)
    for source, shared in common.items():
        if shared and source not in outputs:
            home[source] = shared[-1]
    return home


def _same(one: Sequence[int], other: Sequence[int]) -> Iterator[int]:
    for left, right in zip(one, other, strict=False):
        if left != right:
            return
        yield left


class _Levels:
    """The items of each level, in the order of evaluation."""

    def __init__(
        self, graph: Graph, boxes: Sequence[_Box], home: Sequence[int | None], is_open: Collection[int | None]
    ):
        self.graph, self.boxes, self.is_open = graph, boxes, is_open
        self.nodes: dict[int | None, list[int]] = {}
        for node, box in enumerate(home):
            self.nodes.setdefault(box, []).append(node)
        self.inner: dict[int | None, list[int]] = {}
        for number, each in enumerate(boxes):
            self.inner.setdefault(each.parent, []).append(number)
        self.held: list[tuple[int, ...]] = []
        held: list[list[int]] = [[*self.nodes.get(number, [])] for number in range(len(boxes))]
        for number in reversed(range(len(boxes))):
            parent = boxes[number].parent
            if parent is not None:
                held[parent] += held[number]
        self.held = [tuple(sorted(nodes_within)) for nodes_within in held]

    def items(self, level: int | None) -> tuple[Item, ...]:
        """What a level shows."""
        nodes = self.nodes.get(level, [])
        boxes = sorted(self.inner.get(level, []), key=lambda number: self.boxes[number].nodes[-1])
        single = [Item("node", f"c{node + 1}", node, (node,)) for node in nodes]
        made = [*single, *self._bundled([*self._stacked(boxes, len(nodes) + len(boxes))], len(nodes))]
        return tuple(sorted(made, key=lambda item: item.nodes[-1] if item.kind != "node" else item.result))

    def _stacked(self, boxes: list[int], count: int) -> Iterator[Item]:
        run: list[int] = []
        shape: object = None
        for number in boxes:
            form = None if number in self.is_open else self._form(number)
            if run and (form is None or form != shape):
                yield from self._run(run, count)
                run = []
            shape = form
            run.append(number)
        if run:
            yield from self._run(run, count)

    def _run(self, run: list[int], count: int) -> Iterator[Item]:
        is_loop = self.graph.groups[self.boxes[run[0]].groups[0]].kind == "turn"
        enough = len(run) >= _TURNS if is_loop else len(run) >= _OTHERS and count > _CROWDED
        if not enough or run[0] in self.is_open:
            yield from map(self._item, run)
            return
        groups = tuple(self.boxes[number].groups[0] for number in run)
        nodes = tuple(sorted(node for number in run for node in self.held[number]))
        yield Item("stack", f"g{groups[0] + 1}", self._result(run[-1]), nodes, groups)

    def _bundled(self, items: list[Item], others: int) -> list[Item]:
        """Where a level would still show far too many things, closed neighbours stand as one stack, alike or not."""
        if len(items) + others <= _MANY or len(items) <= _BUNDLES:
            return items
        most = -(-len(items) // _BUNDLES)
        bundled: list[Item] = []
        for _, run in groupby(items, lambda item: item.kind == "open"):
            members = [*run]
            for k in range(0, len(members), most):
                part = members[k : k + most]
                bundled += part if len(part) == 1 or part[0].kind == "open" else [_bundle(part)]
        return bundled

    def _item(self, number: int) -> Item:
        box = self.boxes[number]
        is_open = number in self.is_open
        items = self.items(number) if is_open else ()
        key = f"g{box.groups[0] + 1}"
        return Item("open" if is_open else "closed", key, self._result(number), self.held[number], box.groups, items)

    def _result(self, number: int) -> int:
        """What a box computes: its last node."""
        return self.boxes[number].nodes[-1]

    def _form(self, number: int) -> object:
        """Equal for boxes that compute the same of other things."""
        graph, box = self.graph, self.boxes[number]
        group, first = graph.groups[box.groups[0]], {node: k for k, node in enumerate(box.nodes)}
        looks = tuple(
            (id(graph.rows[node]), graph.shapes[node], *(first.get(k, -1) for k in graph.operands[node]))
            for node in box.nodes
        )
        return group.kind, group.place if group.kind == "turn" else None, looks


def _bundle(items: list[Item]) -> Item:
    groups = tuple(group for item in items for group in (item.groups if item.kind == "stack" else item.groups[:1]))
    nodes = tuple(sorted(node for item in items for node in item.nodes))
    return Item("stack", f"g{groups[0] + 1}", items[-1].result, nodes, groups)


def _wired(graph: Graph, items: tuple[Item, ...]) -> tuple[tuple[Wire, ...], tuple[Item, ...]]:
    """The wires between what is seen; an input that many things read gets a leaf beside each of them."""
    seen: dict[int, str] = {}
    kinds: dict[str, str] = {}
    for item in walk(items):
        if item.kind != "open":
            kinds[item.key] = item.kind
            seen.update(dict.fromkeys(item.nodes, item.key))
    between: dict[tuple[str, str, int], list[Edge]] = {}
    readers: dict[int, dict[str, None]] = {}
    for edge in graph.edges:
        source, target = seen[edge.source], seen[edge.target]
        if source == target and kinds[source] != "node":
            continue
        is_single = kinds[source] == kinds[target] == "node"
        between.setdefault((source, target, edge.slot if is_single else -1), []).append(edge)
        if kinds[source] == "node" and not graph.operands[edge.source]:
            readers.setdefault(edge.source, {})[target] = None
    outputs = set(graph.outputs)
    apart = {node for node, by in readers.items() if len(by) >= _APART and node not in outputs}
    wires = []
    for (source, target, _), edges in between.items():
        node = edges[0].source
        beside = f"{source}-at-{target}" if node in apart and kinds[source] == "node" else source
        wires.append(Wire(beside, target, tuple(edges)))
    if not apart:
        return tuple(wires), items
    leaves: dict[str, list[Item]] = {}
    for node in sorted(apart):
        for target in readers[node]:
            leaf = Item("leaf", f"c{node + 1}-at-{target}", node, (node,))
            leaves.setdefault(target, []).append(leaf)
    return tuple(wires), _with_leaves(items, leaves, apart)


def _with_leaves(items: tuple[Item, ...], leaves: dict[str, list[Item]], apart: Collection[int]) -> tuple[Item, ...]:
    placed: list[Item] = []
    for item in items:
        if item.kind == "node" and item.result in apart:
            continue
        placed += leaves.get(item.key, ())
        placed.append(item._replace(items=_with_leaves(item.items, leaves, apart)) if item.items else item)
    return tuple(placed)
