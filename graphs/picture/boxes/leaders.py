"""Where the partial of an edge stands in a picture with boxes, which shows one at a time: on its wire where there is
room, else off all boxes with a line to it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphs.picture.chips import Grid, Wires, covered, note, put, shared
from graphs.picture.routes import Box, Point, Polyline, chords

_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_AWAY = (30.0, 44.0, 58.0, 72.0, 90.0, 110.0, 135.0, 165.0, 200.0, 240.0, 290.0, 350.0)
_STRAIGHT = ((0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0))  # ways of a leader, the better ones first
_ASLANT = ((0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7))
_PIECE = 12.0  # length of a piece of a leader that is looked at by itself
_CLEAR = 4.0  # around a chip
_NARROW = 78.0  # a chip that has no place for its widest number has one for most numbers
_PASSED = 100.0  # what a pixel of a leader over a box counts, in pixels of shared area
_FURTHER = (8, 150)  # places, of many wires and of few, still tried after one off all boxes: wires may be passed there
_OUTSIDE, _SPARE = 400.0, 4.0  # what standing out of the picture counts, and how far a window shows more than that
_NOTED = (60, math.inf)  # samples of wires in a cell, of many wires and of few
_CLOSELY = 60  # wires up to which no chip lies between two samples of one


class Stand(NamedTuple):
    """A chip's centre, and where on its wire a line leads from it; None where it stands on the wire itself.

    room: up to what width it covers no box and no other wire, is all in the picture, and its line passes no box; 0: it
    has no such place.
    """

    x: float
    y: float
    to: Point | None
    room: float = 0.0


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
        note(passed, k, line, is_close=is_few, most=_NOTED[is_few])
    further = _FURTHER[is_few]
    ways = _STRAIGHT + _ASLANT if is_few else _STRAIGHT
    found: dict[tuple[int, Point], Stand] = {}  # the edges of one wire have one place
    for k, size in zip(wires, sizes, strict=True):
        if (k, size) in found:
            continue
        for wide in dict.fromkeys((size[0], min(size[0], _NARROW))):
            narrow = (wide, size[1])
            found[k, size] = _stand(grid, passed, k, _candidates(lines[k], ways), narrow, whole, further)
            if found[k, size].room:
                break
    return [found[each] for each in zip(wires, sizes, strict=True)]


def _stand(grid: Grid, passed: Wires, wire: int, candidates: Iterator[Stand], size: Point, whole: Point,
           left: int) -> Stand:  # fmt: skip
    best, least, fewest = Stand(0.0, 0.0, None), float("inf"), 0  # the first candidate costs less
    for stand in candidates:
        cost = shared(grid, Box(stand.x, stand.y, size[0] + 2 * _CLEAR, size[1] + 2 * _CLEAR))
        cost += 0.0 if _is_inside(stand, size, whole) else _OUTSIDE
        if cost <= least and stand.to is not None:
            cost += _PASSED * sum(shared(grid, piece) for piece in _between(stand, stand.to))
        if cost > least:
            continue
        hidden = covered(passed, wire, Box(stand.x, stand.y, *size))
        if cost < least or hidden < fewest:
            best, least, fewest = stand, cost, hidden
        left -= not least
        if not left or not (least or fewest):
            break
    covers = [Box(best.x, best.y, *size), *(_between(best, best.to) if best.to else ())]
    is_free = not fewest and _is_inside(best, size, whole) and not any(shared(grid, each) for each in covers)
    return best._replace(room=size[0] if is_free else 0.0)


def _is_inside(stand: Stand, size: Point, whole: Point) -> bool:
    """Whether all of a chip is in the picture."""
    (wide, high), (width, height) = size, whole
    return (
        wide / 2 - _SPARE <= stand.x <= width + _SPARE - wide / 2
        and high / 2 - _SPARE <= stand.y <= height + _SPARE - high / 2
    )


def _between(stand: Stand, to: Point) -> Iterator[Box]:
    """The leader from a wire to a chip, in pieces."""
    across, down = stand.x - to[0], stand.y - to[1]
    count = math.ceil(math.hypot(across, down) / _PIECE)
    wide, high = max(1.0, abs(across) / count), max(1.0, abs(down) / count)
    for k in range(count):
        share = (k + 0.5) / count
        yield Box(to[0] + share * across, to[1] + share * down, wide, high)


def _candidates(line: Polyline, ways: Iterable[Point]) -> Iterator[Stand]:
    """On the wire, then at its side, nearer places first."""
    spots = [line.at(share)[:2] for share in _SHARES]
    yield from (Stand(x, y, None) for x, y in spots)
    for away in _AWAY:
        for dx, dy in ways:
            yield from (Stand(x + away * dx, y + away * dy, (x, y)) for x, y in spots)
