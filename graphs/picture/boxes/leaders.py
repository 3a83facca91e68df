"""Where the partial of an edge stands in a picture with boxes, which shows one at a time: on its wire where there is
room, else off all boxes with a line to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphs.picture.chips import Grid, put, shared
from graphs.picture.routes import Box, Point, Polyline, chords

_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_AWAY = (30.0, 44.0, 58.0, 72.0, 90.0, 110.0)
_CLEAR = 4.0  # around a chip


class Stand(NamedTuple):
    """A chip's centre, and where on its wire a line leads from it; None where it stands on the wire itself."""

    x: float
    y: float
    to: Point | None


def stands(boxes: Iterable[Box], curves: Sequence[Sequence[Point]], sizes: Sequence[Point]) -> list[Stand]:
    """By curve, where a chip of this size stands off all boxes; each as if it were the only one."""
    grid: Grid = defaultdict(list)
    for box in boxes:
        put(grid, box)
    return [_stand(grid, Polyline(chords(curve)), size) for curve, size in zip(curves, sizes, strict=True)]


def _stand(grid: Grid, line: Polyline, size: Point) -> Stand:
    least, best = float("inf"), Stand(*line.at(0.5)[:2], None)
    for stand in _candidates(line):
        cost = shared(grid, Box(stand.x, stand.y, size[0] + 2 * _CLEAR, size[1] + 2 * _CLEAR))
        if cost < least:
            least, best = cost, stand
        if not cost:
            break
    return best


def _candidates(line: Polyline) -> Iterator[Stand]:
    spots = [line.at(share)[:2] for share in _SHARES]
    yield from (Stand(x, y, None) for x, y in spots)
    for away in _AWAY:
        for x, y in spots[:3]:
            yield Stand(x, y - away, (x, y))
            yield Stand(x, y + away, (x, y))
            yield Stand(x + away, y, (x, y))
            yield Stand(x - away, y, (x, y))
