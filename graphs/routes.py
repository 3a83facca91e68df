"""Boxes and routes: what is mended after Graphviz, in plain geometry. Pixels, y points down."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

Point = tuple[float, float]

_GAP = 20.0  # between ends that share a side
_TWIN_GAP = 36.0  # between the two edges of x*x
_TRIES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # places of a chip along its edge, in the order of liking
_CELL = 160.0  # the grid in which chips look for neighbours


class Box(NamedTuple):
    """A node's layout box: centre and size."""

    x: float
    y: float
    width: float
    height: float


class Route(NamedTuple):
    """An edge: id, the boxes it joins, and its Bézier curve (start, then three points a piece)."""

    id: str
    source: str
    target: str
    points: list[Point]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything stands: a picture of width x height pixels, boxes by node or leaf id, routes in edge order."""

    kind: str
    width: float
    height: float
    boxes: dict[str, Box] = field(repr=False)
    routes: list[Route] = field(repr=False)
    outputs: frozenset[int] = frozenset()

    @cached_property
    def arcs(self) -> list[_Arc]:
        """The routes as chains of chords."""
        return [_arc(route.points) for route in self.routes]


def spread(layout: Layout) -> Layout:
    """Move the ends that share a side of a box apart, in the order in which their curves come."""
    across = 0 if layout.kind == "tall" else 1  # the coordinate along a side
    leaving: dict[str, list[int]] = defaultdict(list)
    entering: dict[str, list[int]] = defaultdict(list)
    for k, route in enumerate(layout.routes):
        leaving[route.source].append(k)
        corner = abs(route.points[-1][across] - _centre(layout.boxes[route.target], across)) > 20
        if not corner:
            entering[route.target].append(k)
    moved = [list(route.points) for route in layout.routes]
    twins = _twins(layout)
    for sides, end in ((leaving, 0), (entering, -1)):
        for members in sides.values():
            _spread_side(layout, members, end, across, moved, twins)
    for pair in twins:
        _level(moved, pair, across)
    routes = [route._replace(points=points) for route, points in zip(layout.routes, moved, strict=True)]
    return Layout(layout.kind, layout.width, layout.height, layout.boxes, routes, layout.outputs)


def _centre(box: Box, axis: int) -> float:
    return box.x if axis == 0 else box.y


def _twins(layout: Layout) -> list[tuple[int, ...]]:
    """Edges between the same two boxes, by slot."""
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, route in enumerate(layout.routes):
        between[route.source, route.target].append(k)
    return [tuple(pair) for pair in between.values() if len(pair) > 1]


def _spread_side(layout: Layout, members: list[int], end: int, across: int, moved: list[list[Point]],
                 twins: list[tuple[int, ...]]) -> None:  # fmt: skip
    if len(members) < 2:
        return
    at = 0.35 if end == 0 else 0.65
    lies = {k: _part_way(layout.routes[k].points, at)[across] for k in members}
    for pair in twins:  # the two edges of x*x lie where their middle lies, the first slot on top
        lies.update(dict.fromkeys(set(pair) & set(members), sum(lies.get(k, 0.0) for k in pair) / len(pair)))
    order = sorted(members, key=lambda k: (lies[k], k))
    box = layout.boxes[layout.routes[members[0]].source if end == 0 else layout.routes[members[0]].target]
    room = (box.height if across else box.width) - 34
    twin = any(set(members) == set(pair) for pair in twins)
    gap = min(_TWIN_GAP if twin else _GAP, room / (len(members) - 1))
    straight = [place for place, k in enumerate(order) if _is_level(layout.routes[k].points, across)]
    middle = straight[0] if len(straight) == 1 and not twin else (len(order) - 1) / 2
    for place, k in enumerate(order):
        shift = (place - middle) * gap
        points = moved[k]
        for index in (0, 1) if end == 0 else (-1, -2):
            points[index] = _shifted(points[index], across, shift)


def _is_level(points: list[Point], across: int) -> bool:
    return max(p[across] for p in points) - min(p[across] for p in points) < 1.0


def _shifted(point: Point, across: int, shift: float) -> Point:
    return (point[0] + shift, point[1]) if across == 0 else (point[0], point[1] + shift)


def _level(moved: list[list[Point]], pair: tuple[int, ...], across: int) -> None:
    """Edges between the same two boxes run side by side: their control points follow their ends."""
    for k in pair:
        points = moved[k]
        first, last = points[0], points[-1]
        for index in range(1, len(points) - 1):
            share = index / (len(points) - 1)
            level = first[across] + (last[across] - first[across]) * share
            points[index] = (level, points[index][1]) if across == 0 else (points[index][0], level)


def _bezier(p: list[Point], t: float) -> Point:
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return (
        a * p[0][0] + b * p[1][0] + c * p[2][0] + d * p[3][0],
        a * p[0][1] + b * p[1][1] + c * p[2][1] + d * p[3][1],
    )


def _part_way(points: list[Point], share: float) -> Point:
    """The point at a share of a curve's parameter: about that share of its length, at a fraction of the cost."""
    pieces = (len(points) - 1) // 3
    k = min(int(share * pieces), pieces - 1)
    return _bezier(points[3 * k : 3 * k + 4], share * pieces - k)


class _Arc(NamedTuple):
    """A curve as a chain of short chords, for walking along it by length."""

    points: list[Point]
    lengths: list[float]

    def at(self, share: float) -> Point:
        """The point at a share of the curve's length."""
        left = share * sum(self.lengths)
        for a, length, b in zip(self.points, self.lengths, self.points[1:], strict=False):
            if left <= length:
                part = left / length if length else 0.0
                return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            left -= length
        return self.points[-1]


def _arc(points: list[Point]) -> _Arc:
    chain = [_bezier(points[k : k + 4], step / 8) for k in range(0, len(points) - 3, 3) for step in range(8)]
    chain.append(points[-1])
    return _Arc(chain, [math.dist(a, b) for a, b in itertools.pairwise(chain)])


@lru_cache(maxsize=256)
def chip_places(layout: Layout, sizes: tuple[Point, ...]) -> tuple[list[Point], list[bool]]:
    """A centre for each route's chip of the given size: on its edge, off the boxes and the other chips if it can.

    Also, for each, whether it found such a place.
    """
    grid: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in layout.boxes.values():
        _remember(grid, box)
    places, free = [], []
    for arc, (width, height) in zip(layout.arcs, sizes, strict=True):
        best, fewest = (0.0, 0.0), math.inf
        for share in _TRIES:
            x, y = arc.at(share)
            overlaps = _overlaps(grid, Box(x, y, width, height))
            if overlaps < fewest:
                best, fewest = (x, y), overlaps
            if overlaps == 0:
                break
        places.append(best)
        free.append(fewest == 0)
        _remember(grid, Box(*best, width, height))
    return places, free


def _cells(box: Box) -> list[tuple[int, int]]:
    columns = range(int((box.x - box.width / 2) // _CELL), int((box.x + box.width / 2) // _CELL) + 1)
    rows = range(int((box.y - box.height / 2) // _CELL), int((box.y + box.height / 2) // _CELL) + 1)
    return [(column, row) for column in columns for row in rows]


def _remember(grid: dict[tuple[int, int], list[Box]], box: Box) -> None:
    for cell in _cells(box):
        grid[cell].append(box)


def _overlaps(grid: dict[tuple[int, int], list[Box]], box: Box) -> float:
    """The area that a box would share with those already placed."""
    area = 0.0
    for cell in _cells(box):
        for other in grid.get(cell, ()):
            wide = (box.width + other.width) / 2 - abs(box.x - other.x)
            high = (box.height + other.height) / 2 - abs(box.y - other.y)
            if wide > 0 and high > 0:
                area += wide * high
    return area
