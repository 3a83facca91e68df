"""Boxes and routes, and what is mended in them after Graphviz: plain geometry. Pixels, y points down."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from graphs.picture.sizes import LABEL

Point = tuple[float, float]

GAP = 20.0  # between ends that share a side
TWIN_GAP = 42.0  # between the two edges of x*x: their chips stand one below the other
_MARGIN = 2.0  # around a picture: half of the thickest stroke, and a little
_CHIP = 22.0  # half of a chip's width, where edges go round a box at the picture's side
_CORNER = 10.0  # how far below a box's corner an edge that enters there ends
_CARRIED = 220.0  # how far along a curve the move of its end is felt
_LEVEL = 1.0  # a curve that rises less is straight
_ORDERED_AT = 0.35  # the share of a curve's length at which it shows which way it goes
_PIECES = 6  # chords for each Bézier piece where its length is measured
# What the four points of a piece weigh at the end of each chord: Bernstein's polynomials.
_BERNSTEIN = [
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    for t in (k / _PIECES for k in range(1, _PIECES + 1))
]


class Box(NamedTuple):
    """What is drawn of a node, its outline included: centre and size."""

    x: float
    y: float
    width: float
    height: float


class Route(NamedTuple):
    """An edge's curve from one box to another: a start, then three points for each cubic Bézier piece.

    start and end name the boxes; source, target and slot are the edge's.
    """

    id: str
    start: str
    end: str
    source: int
    target: int
    slot: int
    points: tuple[Point, ...]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything stands in a picture of width x height pixels.

    kind: wide or tall. close: whether the gaps are too narrow for formulas. boxes: by id, c1 or c1-at-c3-0.
    leaves: the ids of the boxes that are one use of an input each, and that input's number. labels: the room of names.
    around: the boxes that hold what belongs together, an outer one before those within.
    kept: what was drawn of it that no number changes, for as long as the layout is kept.
    """

    kind: str
    close: bool
    width: float
    height: float
    boxes: dict[str, Box] = field(repr=False)
    routes: tuple[Route, ...] = field(repr=False)
    leaves: dict[str, int] = field(repr=False)
    labels: tuple[Box, ...] = field(repr=False)
    around: tuple[Box, ...] = field(default=(), repr=False)
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)


def mended(boxes: dict[str, Box], routes: Sequence[Route], kind: str) -> list[Route]:
    """The routes with their ends on the boxes' sides, spread where several share one, and twins side by side."""
    across = 0 if kind == "tall" else 1  # the coordinate along a side
    twins = _twins(routes)
    ends = _Ends(boxes, routes, across, twins)
    moved = [
        _reaching(route, across, ends.leaving[k], ends.entering[k], boxes[route.start], boxes[route.end])
        for k, route in enumerate(routes)
    ]
    for pair in twins:
        for k in pair:
            moved[k] = moved[k]._replace(points=_straightened(moved[k].points, across))
    return moved


class _Ends:
    """Where along its side each route leaves and enters, by the route's number."""

    def __init__(self, boxes: dict[str, Box], routes: Sequence[Route], across: int, twins: list[list[int]]):
        self.across = across
        self.first = {k: pair[0] for pair in twins for k in pair}  # twins keep together, in the order of their slots
        self.level = [_rise(route.points, across) < _LEVEL for route in routes]
        self.leaving: dict[int, float] = {}
        self.entering: dict[int, float] = {}
        sides: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for k, route in enumerate(routes):
            sides[route.start, False].append(k)
            sides[route.end, True].append(k)
        for (name, enters), members in sides.items():
            self.spread(boxes[name], routes, members, enters)

    def spread(self, box: Box, routes: Sequence[Route], members: list[int], enters: bool) -> None:
        across, positions = self.across, self.entering if enters else self.leaving
        middle, room = box[across], box[2 + across] / 2 - 11
        corner = [k for k in members if enters and abs(routes[k].points[-1][across] - middle) > box[2 + across] * 0.35]
        for place, k in enumerate(sorted(corner, key=lambda k: along(routes[k].points, 1 - _ORDERED_AT)[across])):
            positions[k] = middle - box[2 + across] / 2 + _CORNER + place * 0.6 * GAP
        members = [k for k in members if k not in corner]
        if len(members) == 1:
            positions[members[0]] = middle
            return
        at = 1 - _ORDERED_AT if enters else _ORDERED_AT
        height = {k: along(routes[self.first.get(k, k)].points, at)[across] for k in members}
        order = sorted(members, key=lambda k: (height[k], routes[k].slot))
        level = [place for place, k in enumerate(order) if self.level[k] and k not in self.first]
        centre = level[0] if len(level) == 1 else (len(order) - 1) / 2
        gap = TWIN_GAP if len(order) == 2 and all(k in self.first for k in order) else GAP
        farthest = max(centre, len(order) - 1 - centre, 1)
        gap = min(gap, room / farthest) if gap == GAP else gap
        for place, k in enumerate(order):
            positions[k] = middle + (place - centre) * gap


def _twins(routes: Sequence[Route]) -> list[list[int]]:
    """The routes between the same two boxes, by slot."""
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, route in enumerate(routes):
        between[route.start, route.end].append(k)
    return [pair for pair in between.values() if len(pair) > 1]


def _rise(points: Iterable[Point], axis: int) -> float:
    places = [point[axis] for point in points]
    return max(places) - min(places)


def _reaching(route: Route, across: int, leaves: float, enters: float, start: Box, end: Box) -> Route:
    """The route with its ends at these places of the boxes' facing sides.

    The rest of the curve moves with the nearer end, less and less: else routes that were spread at a side would meet
    again behind it.
    """
    ahead = 1 - across
    first, *_, last = (point[ahead] for point in route.points)
    moves = (leaves - route.points[0][across], enters - route.points[-1][across])
    points = [
        _at(
            across,
            point[across] + moves[0] * _share(point[ahead] - first) + moves[1] * _share(last - point[ahead]),
            point[ahead],
        )
        for point in route.points
    ]
    for tip, control, shift, place in ((0, 1, moves[0], leaves), (-1, -2, moves[1], enters)):
        points[control] = _at(across, route.points[control][across] + shift, route.points[control][ahead])
        box, side = (start, 0.5) if tip == 0 else (end, -0.5)
        points[tip] = _at(across, place, box[ahead] + side * box[2 + ahead])
    return route._replace(points=tuple(points))


def _share(distance: float) -> float:
    """How much of an end's move a point of its curve makes, this far away."""
    return max(0.0, 1.0 - abs(distance) / _CARRIED)


def _at(across: int, place: float, side: float) -> Point:
    return (place, side) if across == 0 else (side, place)


def _straightened(points: tuple[Point, ...], across: int) -> tuple[Point, ...]:
    """Twins run side by side: their control points lie between their ends."""
    (first, last), steps = (points[0], points[-1]), len(points) - 1
    controls = [
        _at(across, first[across] + (last[across] - first[across]) * k / steps, point[1 - across])
        for k, point in enumerate(points)
    ]
    return tuple(controls)


def framed(kind: str, close: bool, boxes: dict[str, Box], routes: Sequence[Route], leaves: dict[str, int],
           named: Iterable[str], around: Sequence[Box] = ()) -> Layout:  # fmt: skip
    """The layout, moved so that the picture begins at (0, 0) and ends where the last thing drawn ends."""
    labels = [_label(boxes[name], kind) for name in named]
    points = [point for route in routes for point in chords(route.points)]
    drawn = [*boxes.values(), *labels, *around]
    aside = _CHIP if around and kind == "tall" else 0.0
    xs = [box.x + side * box.width / 2 for box in drawn for side in (-1, 1)]
    xs += [x + side * aside for x, _ in points for side in (-1, 1)]
    ys = [box.y + side * box.height / 2 for box in drawn for side in (-1, 1)] + [y for _, y in points]
    left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
    return Layout(
        kind,
        close,
        max(xs) + _MARGIN - left,
        max(ys) + _MARGIN - top,
        {name: _moved(box, left, top) for name, box in boxes.items()},
        tuple(route._replace(points=tuple((x - left, y - top) for x, y in route.points)) for route in routes),
        leaves,
        tuple(_moved(box, left, top) for box in labels),
        tuple(_moved(box, left, top) for box in around),
    )


def _label(box: Box, kind: str) -> Box:
    wide, high = LABEL
    middle = box.x if kind == "wide" else box.x - (box.width - wide) / 2
    return Box(middle, box.y - (box.height + high) / 2, wide, high)


def _moved(box: Box, left: float, top: float) -> Box:
    return box._replace(x=box.x - left, y=box.y - top)


def chords(points: Sequence[Point]) -> list[Point]:
    """Points on a curve, close enough to each other that the chords between them are its length."""
    samples = [points[0]]
    for k in range(0, len(points) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[k : k + 4]
        samples += [(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in _BERNSTEIN]
    return samples


def along(points: Sequence[Point], share: float) -> Point:
    """The point at a share of a curve's length."""
    x, y, _, _ = Polyline(chords(points)).at(share)
    return x, y


class Polyline:
    """A line of chords that knows how long it is. points: at least two."""

    def __init__(self, points: Sequence[Point]):
        self.points = points
        self.ends = list(accumulate(map(math.dist, points, points[1:])))  # by chord: the length up to its end

    def at(self, share: float) -> tuple[float, float, float, float]:
        """The point at a share of the length, and the direction there: x, y, dx, dy."""
        ends, length = self.ends, share * self.ends[-1]
        k = min(bisect_left(ends, length), len(ends) - 1)
        (ax, ay), (bx, by) = self.points[k], self.points[k + 1]
        begins = ends[k - 1] if k else 0.0
        part = (length - begins) / (ends[k] - begins) if ends[k] > begins else 0.0
        return ax + (bx - ax) * part, ay + (by - ay) * part, bx - ax, by - ay
