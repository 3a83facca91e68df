"""Scene → positions: each level by itself, the inside of an open box first, then the level that it stands in.

A wire that goes through borders is made of one curve for each level, which meet at the borders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from graphs.limits import WEB, Limits
from graphs.notation.notation import Notation
from graphs.picture.boxes.level import BORDER, End, Level, Placed, Thing, placed
from graphs.picture.boxes.pill import LEAF, PILL
from graphs.picture.boxes.scene import Item, Scene, Wire, walk
from graphs.picture.boxes.words import HEAD, ROW, Closed, closed_sizes, head_width, outlined, room_of, told
from graphs.picture.node import INSIDE
from graphs.picture.routes import Box, Point
from graphs.picture.sizes import OUTLINE, Size, frame_size

_PAD = {"wide": 14.0, "tall": 8.0}  # between an open box and what it holds
_NEAR = 18.0  # from a pill to the node that alone reads it
_EDGE = 6.0  # around a picture


@dataclass(frozen=True, eq=False)
class Drawing:
    """Where everything of a scene stands.

    boxes: by key, frames of nodes, closed boxes and open ones, outlines left out. forms: of closed boxes. pills: the
    keys of inputs in two rows. curves: by wire of the scene.
    """

    scene: Scene
    kind: str
    width: float
    height: float
    boxes: dict[str, Box] = field(repr=False)
    forms: dict[str, Closed] = field(repr=False)
    pills: frozenset[str] = field(repr=False)
    curves: tuple[tuple[Point, ...], ...] = field(repr=False)
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)


class _Inside(NamedTuple):
    """A level with what its things are: by thing the item and the pills above and below it; where wires come in."""

    placed: Placed
    things: list[tuple[Item, list[Item]]]
    wires: list[int]
    width: float  # of the frame around it
    height: float


def drawing(scene: Scene, notation: Notation, kind: str, limits: Limits = WEB) -> Drawing:
    """Where everything stands. Raises OutOfTime, Busy."""
    return _Compound(scene, notation, kind, limits).drawn()


class _Compound:
    def __init__(self, scene: Scene, notation: Notation, kind: str, limits: Limits):
        self.scene, self.notation, self.kind, self.limits = scene, notation, kind, limits
        self.across = 1 if kind == "wide" else 0
        self.around: dict[str, tuple[str, ...]] = {}  # by key, the open boxes around, the outermost first
        self._note(scene.items, ())
        self.paths = [self._path(wire) for wire in scene.wires]
        self.by_level: dict[str | None, list[int]] = {}
        for number, path in enumerate(self.paths):
            for level, _, _ in path:
                self.by_level.setdefault(level, []).append(number)
        self.inside: dict[str | None, _Inside] = {}
        self.forms: dict[str, Closed] = {}
        self.boxes: dict[str, Box] = {}
        self.pills: set[str] = {item.key for item in walk(scene.items) if self._is_pill(item)}
        self.curves: dict[tuple[int, str | None], tuple[Point, ...]] = {}

    def _note(self, items: Sequence[Item], around: tuple[str, ...]) -> None:
        for item in items:
            self.around[item.key] = around
            self._note(item.items, (*around, item.key))

    def _path(self, wire: Wire) -> list[tuple[str | None, str, str]]:
        """The levels that a wire goes through from its source on; in each, what it goes from and to, "" a border."""
        start, end = self.around[wire.source], self.around[wire.target]
        shared = 0
        while shared < min(len(start), len(end)) and start[shared] == end[shared]:
            shared += 1
        path: list[tuple[str | None, str, str]] = []
        for depth in range(len(start), shared, -1):
            inner = wire.source if depth == len(start) else start[depth]
            path.append((start[depth - 1], inner, ""))
        path.append((
            start[shared - 1] if shared else None,
            start[shared] if len(start) > shared else wire.source,
            end[shared] if len(end) > shared else wire.target,
        ))  # fmt: skip
        for depth in range(shared + 1, len(end) + 1):
            inner = wire.target if depth == len(end) else end[depth]
            path.append((end[depth - 1], "", inner))
        return path

    def drawn(self) -> Drawing:
        whole = self._level(None, self.scene.items)
        self._stand(None, _EDGE, _EDGE)
        order = {item.key: k for k, item in enumerate(walk(self.scene.items))}
        boxes = {key: self.boxes[key] for key in sorted(self.boxes, key=lambda key: order[key])}
        curves = tuple(self._whole(number) for number in range(len(self.paths)))
        size = whole.width + 2 * _EDGE, whole.height + 2 * _EDGE
        return Drawing(self.scene, self.kind, *size, boxes, self.forms, frozenset(self.pills), curves)

    def _is_pill(self, item: Item) -> bool:
        graph = self.scene.graph
        is_source = not graph.operands[item.result] and item.result not in graph.data
        if item.kind == "leaf":
            return not graph.shapes[item.result]
        plain = item.kind == "node" and is_source and not graph.shapes[item.result] and not outlined(self.scene, item)
        return plain and (self.kind == "tall" or self._reader(item) is not None)

    def _reader(self, item: Item) -> str | None:
        """The node beside which alone an input is read."""
        wires = [wire for wire in self.scene.wires if wire.source == item.key] if item.kind != "leaf" else None
        if wires is None:
            target = item.key.partition("-at-")[2]
            return target if target.startswith("c") else None
        target = wires[0].target if len(wires) == 1 else ""
        return target if target.startswith("c") and self.around[target] == self.around[item.key] else None

    def _frame(self, item: Item) -> Size:
        graph = self.scene.graph
        if item.key in self.pills:
            return LEAF if item.kind == "leaf" else PILL
        if item.key in self.forms:
            return self.forms[item.key][1:]
        if item.kind == "open":
            inside = self.inside[item.key]
            return inside.width, inside.height
        slots = 1 if item.result in graph.data else 2
        return frame_size(INSIDE, graph.shapes[item.result], slots)

    def _level(self, key: str | None, items: Sequence[Item]) -> _Inside:
        """A level and all within it; the innermost are laid out first."""
        for item in items:
            if item.kind == "open":
                self._level(item.key, item.items)
        open_widths = [self.inside[item.key].width for item in items if item.kind == "open"]
        forms = closed_sizes(self.scene, self.notation, items, self.kind, open_widths)
        self.forms |= forms
        rows = max((each.width for each in forms.values() if each.form == ROW), default=0.0)
        for item in items:  # rows and open boxes stand above each other, and are equally wide
            if item.kind == "open" and self.inside[item.key].width < rows:
                self.inside[item.key] = self.inside[item.key]._replace(width=rows)
        things = self._things(items)
        number_of = {item.key: k for k, (item, _) in enumerate(things)}
        beside = {pill.key for _, pills in things for pill in pills}
        wires: list[int] = []
        ends: list[tuple[End, End]] = []
        entering = leaving = 0
        for number in self.by_level.get(key, []):
            _, start, end = next(step for step in self.paths[number] if step[0] == key)
            if start in beside:
                continue
            if start:
                first = (number_of[start], self._port(start, number, 1))
            else:
                first, entering = (BORDER, entering), entering + 1
            if end:
                last = (number_of[end], self._port(end, number, 0))
            else:
                last, leaving = (BORDER, leaving), leaving + 1
            wires.append(number)
            ends.append((first, last))
        level = Level(self.kind, tuple(self._thing(*thing) for thing in things), tuple(ends), entering, leaving)
        made = placed(level, self.limits)
        width, height = made.width, made.height
        if key is not None:
            head, pad = HEAD[self.kind], _PAD[self.kind]
            item = self.scene.all_items[key]
            width = max(width + (2 * pad if self.kind == "tall" else 0), self._least(item))
            height += head + (2 * pad if self.kind == "wide" else 0)
        self.inside[key] = inside = _Inside(made, things, wires, width, height)
        return inside

    def _least(self, item: Item) -> float:
        return head_width(told(self.scene, self.notation, item)) if self.kind == "wide" else 150.0

    def _things(self, items: Sequence[Item]) -> list[tuple[Item, list[Item]]]:
        """What a level lays out: an input that one node alone reads stands above or below that."""
        things: dict[str, tuple[Item, list[Item]]] = {item.key: (item, []) for item in items}
        if self.kind == "tall":
            return [*things.values()]
        for item in items:
            reader = self._reader(item) if item.key in self.pills else None
            if reader in things and len(things[reader][1]) < 2:
                things[reader][1].append(things.pop(item.key)[0])
        return [*things.values()]

    def _thing(self, item: Item, pills: list[Item]) -> Thing:
        width, height = frame = self._frame(item)
        room = room_of(self.scene, item, frame)
        more = OUTLINE if outlined(self.scene, item) else 0.0
        around = Box(0.0, 0.0, width + 2 * more, height + 2 * more)
        if pills:
            above, below = [self._frame(each)[1] + _NEAR for each in pills] + [0.0] * (2 - len(pills))
            return Thing(
                max(room[0], self._frame(pills[0])[0]), room[1] + above + below, around._replace(y=(above - below) / 2)
            )
        if item.kind != "open":
            return Thing(*room, around)
        inside = self.inside[item.key].placed
        lift = self._lift(item.key)[self.across]
        return Thing(
            *room, around, tuple(lift + each for each in inside.ins), tuple(lift + each for each in inside.outs)
        )

    def _lift(self, key: str) -> Point:
        """Where within a box its inside begins."""
        inside = self.inside[key]
        head, pad = HEAD[self.kind], _PAD[self.kind]
        return (inside.width - inside.placed.width) / 2, head + (pad if self.kind == "wide" else 0.0)

    def _port(self, key: str, number: int, side: int) -> int:
        """Which place of an open box's side a wire has; -1 where it is no open box. side: 0 in, 1 out."""
        inside = self.inside.get(key)
        if inside is None:
            return -1
        place = 0
        for wire in inside.wires:
            _, start, end = next(step for step in self.paths[wire] if step[0] == key)
            if wire == number and not (end if side else start):
                return place
            place += not (end if side else start)
        raise KeyError(key)

    def _stand(self, key: str | None, left: float, top: float) -> None:
        """Give all of a level, whose inside begins here, its place in the picture."""
        inside = self.inside[key]
        made = inside.placed
        for (x, y), (item, pills) in zip(made.centres, inside.things, strict=True):
            thing = self._thing(item, pills)
            width, height = self._frame(item)
            box = Box(left + x + thing.frame.x, top + y + thing.frame.y, width, height)
            self.boxes[item.key] = box
            for pill, side in zip(pills, (-1, 1), strict=False):
                wide, high = self._frame(pill)
                away = box.height / 2 + _NEAR + high / 2 + (OUTLINE if outlined(self.scene, item) else 0.0)
                self.boxes[pill.key] = Box(box.x, box.y + side * away, wide, high)
            if item.kind == "open":
                aside, down = self._lift(item.key)
                self._stand(item.key, box.x - width / 2 + aside, box.y - height / 2 + down)
        for number, curve in zip(inside.wires, made.curves, strict=True):
            self.curves[number, key] = tuple((left + x, top + y) for x, y in curve)

    def _whole(self, number: int) -> tuple[Point, ...]:
        """A wire from its source to its target."""
        wire = self.scene.wires[number]
        path = self.paths[number]
        if len(path) == 1 and (number, path[0][0]) not in self.curves:  # from a pill to the node beside it
            return self._beside(self.boxes[wire.source], self.boxes[wire.target])
        points = [*self.curves[number, path[0][0]]]
        for (_, _, inner_end), (level, _, _) in pairwise(path):
            piece = [*self.curves[number, level]]
            # Where a head or a pad makes a box larger than its inside, both curves meet at its border.
            if inner_end:
                piece[0] = points[-1]
            else:
                points[-1] = piece[0]
            points += piece[1:]
        return tuple(points)

    def _beside(self, pill: Box, node: Box) -> tuple[Point, ...]:
        way = 1 if node.y > pill.y else -1
        start, end = pill.y + way * pill.height / 2, node.y - way * node.height / 2
        return tuple((pill.x, start + (end - start) * k / 3) for k in range(4))
