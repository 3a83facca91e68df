"""Where the partial of an edge stands in a picture with boxes, which shows one at a time: on its wire where there is
room, else off all boxes with a line to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphs.picture.chips import Grid, Wires, covered, note, put, shared
from graphs.picture.routes import Box, Point, Polyline, chords

_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_AWAY = (30.0, 44.0, 58.0, 72.0, 90.0, 110.0, 135.0, 165.0, 200.0, 240.0, 290.0, 350.0)
_CLEAR = 4.0  # around a chip
_PASSED = 100.0  # what a pixel of a leader over a box counts, in pixels of shared area
_FURTHER = (8, 150)  # places, of many wires and of few, still tried after one off all boxes: wires may be passed there
_OUTSIDE, _SPARE = 4.0, 8.0  # what standing out of the picture counts, and how far a window shows more than that
_CLOSELY = 60  # wires up to which no chip lies between two samples of one


class Stand(NamedTuple):
    """A chip's centre, and where on its wire a line leads from it; None where it stands on the wire itself."""

    x: float
    y: float
    to: Point | None


def stands(boxes: Iterable[Box], curves: Sequence[Sequence[Point]], wires: Sequence[int],
           sizes: Sequence[Point], whole: Point) -> list[Stand]:  # fmt: skip
    """By chip, where one of this size stands off all boxes, and off other wires where it can; each as if it were the
    only one. wires: by chip, which of the curves is its own. whole: width and height of the picture.
    """
    grid: Grid = defaultdict(list)
    for box in boxes:
        put(grid, box)
    lines = [Polyline(chords(curve)) for curve in curves]
    passed: Wires = defaultdict(list)
    is_few = len(lines) <= _CLOSELY
    for k, line in enumerate(lines):
        note(passed, k, line, is_close=is_few)
    further = _FURTHER[is_few]
    return [_stand(grid, passed, k, lines[k], size, whole, further) for k, size in zip(wires, sizes, strict=True)]


def _stand(grid: Grid, passed: Wires, wire: int, line: Polyline, size: Point, whole: Point, left: int) -> Stand:
    best, least, fewest = Stand(*line.at(0.5)[:2], None), float("inf"), 0
    for stand in _candidates(line):
        cost = shared(grid, Box(stand.x, stand.y, size[0] + 2 * _CLEAR, size[1] + 2 * _CLEAR))
        is_inside = all(
            high / 2 - _SPARE <= at <= end + _SPARE - high / 2
            for at, high, end in zip(stand[:2], size, whole, strict=True)
        )
        cost += 0.0 if is_inside else _OUTSIDE
        if cost <= least and stand.to is not None:
            cost += _PASSED * shared(grid, _between(stand, stand.to))
        if cost > least:
            continue
        hidden = covered(passed, wire, Box(stand.x, stand.y, *size))
        if cost < least or hidden < fewest:
            best, least, fewest = stand, cost, hidden
        left -= not least
        if not left or not (least or fewest):
            break
    return best


def _between(stand: Stand, to: Point) -> Box:
    """The leader from a wire to a chip, which goes straight up, down or aside."""
    wide, high = abs(stand.x - to[0]), abs(stand.y - to[1])
    return Box((stand.x + to[0]) / 2, (stand.y + to[1]) / 2, max(1.0, wide), max(1.0, high))


def _candidates(line: Polyline) -> Iterator[Stand]:
    spots = [line.at(share)[:2] for share in _SHARES]
    yield from (Stand(x, y, None) for x, y in spots)
    for away in _AWAY:
        for x, y in spots[:5]:
            yield Stand(x, y - away, (x, y))
            yield Stand(x, y + away, (x, y))
            yield Stand(x + away, y, (x, y))
            yield Stand(x - away, y, (x, y))
