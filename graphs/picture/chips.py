"""Where the chips with the partials stand: at their edges, off the boxes, off each other and off other edges."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

from graphs.picture.routes import Box, Layout, Point, Polyline, chords
from graphs.picture.sizes import LABEL

_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # places along an edge, in the order of liking
_CELL = 160.0  # the grid in which chips look for neighbours
_BESIDE = 4.0  # between an edge and the chip beside it
_CROSSING = 30.0  # what covering a sample of another edge counts, in pixels of shared area
_SAMPLED = 10.0  # pixels from one sample of an edge to the next: no chip lies between two
_FEW = 60  # edges up to which they are sampled so closely
_TOUCHING = 60.0  # a chip may share so much with its neighbours before it is drawn without its formula

Grid = dict[tuple[int, int], list[Box]]
Wires = dict[tuple[int, int], list[tuple[int, float, float]]]  # samples of edges, with the edge's number


class ChipPlace(NamedTuple):
    """A chip's centre, and whether there is room for its formula."""

    x: float
    y: float
    whole: bool


# What a cell holds at most: hundreds of edges between two nodes have no free place, and looking for one took minutes.
_CROWD = 60
_LOOKED_AT = 20_000_000  # and in all; past it a chip lies in the middle of its edge


def chip_places(layout: Layout, sizes: tuple[tuple[Point, Point], ...]) -> tuple[ChipPlace, ...]:
    """A place for each route's chip, in linear time, found once.

    sizes: width and height of each chip, with its formula and without; 0 by 0 where there is none.
    """
    if sizes not in layout.kept:
        layout.kept[sizes] = _places(layout, sizes)
    places: tuple[ChipPlace, ...] = layout.kept[sizes]
    return places


def _places(layout: Layout, sizes: tuple[tuple[Point, Point], ...]) -> tuple[ChipPlace, ...]:
    obstacles: Grid = defaultdict(list)
    for box in chain(layout.boxes.values(), layout.labels, map(_title, layout.around)):
        put(obstacles, box)
    lines = [Polyline(chords(route.points)) for route in layout.routes]
    wires: Wires = defaultdict(list)
    for k, line in enumerate(lines):
        note(wires, k, line, is_close=len(lines) <= _FEW)

    left = _LOOKED_AT

    def cheapest(k: int, size: Point) -> tuple[float, Box]:
        nonlocal left
        looks = 2 * _CROWD * (int(size[0] / _CELL) + 2) * (int(size[1] / _CELL) + 2)
        least, best = float("inf"), Box(0, 0, 0, 0)
        for place in _candidates(lines[k], *size, layout):
            chip = Box(*place, *size)
            left -= looks
            if left < 0:
                return 0.0, chip
            cost = shared(obstacles, chip)
            if cost < least:
                cost += _CROSSING * covered(wires, k, chip)
            if cost < least:
                least, best = cost, chip
            if cost == 0:
                break
        return least, best

    places = []
    for k, (whole, short) in enumerate(sizes):
        cost, chip = cheapest(k, whole)
        if cost > _TOUCHING and short != whole:
            less, shorter = cheapest(k, short)
            chip = shorter if less < cost else chip
        places.append(ChipPlace(chip.x, chip.y, chip.height == whole[1]))
        if chip.width:
            put(obstacles, chip)
    return tuple(places)


def _candidates(line: Polyline, width: float, height: float, layout: Layout) -> Iterator[Point]:
    """On the edge; but beside an upright one on phones, if that is free, and beside every one where gaps are narrow."""
    is_aside = layout.close or layout.kind == "tall"
    upright = []  # places on the edge where it is upright
    outwards = (width / 2 + _BESIDE) * (1 if line.points[-1][0] >= line.points[0][0] else -1)
    for share in _SHARES:
        x, y, dx, dy = line.at(share)
        if is_aside and abs(dy) > abs(dx):
            upright.append((x, y))
            yield x + outwards, y
            yield x - outwards, y
        elif layout.close:
            yield x, y - height / 2 - _BESIDE
            yield x, y + height / 2 + _BESIDE
        else:
            yield x, y
    if layout.kind == "tall":
        yield from upright  # where beside it other edges are covered


def _samples(line: Sequence[Point]) -> Iterator[Point]:
    """Points on a polyline, close to each other."""
    for (ax, ay), (bx, by) in pairwise(line):
        count = max(1, math.ceil(math.dist((ax, ay), (bx, by)) / _SAMPLED))
        yield from ((ax + (bx - ax) * step / count, ay + (by - ay) * step / count) for step in range(count))
    yield line[-1]


def _cells(box: Box) -> list[tuple[int, int]]:
    x, y, width, height = box
    left, right = int((x - width / 2) // _CELL), int((x + width / 2) // _CELL)
    top, bottom = int((y - height / 2) // _CELL), int((y + height / 2) // _CELL)
    if left == right and top == bottom:  # as nearly all do
        return [(left, top)]
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def _title(box: Box) -> Box:
    """Where the title of a box around nodes stands: at its upper left."""
    wide, high = LABEL
    return Box(box.x - box.width / 2 + wide, box.y - (box.height - high) / 2, 2 * wide, high)


def put(grid: Grid, box: Box) -> None:
    for cell in _cells(box):
        _add(grid[cell], box)


def _add(cell: list[Any], what: Any, most: float = _CROWD) -> None:
    if len(cell) < most:
        cell.append(what)


def note(wires: Wires, k: int, line: Polyline, *, is_close: bool, most: float = _CROWD) -> None:
    """Where an edge passes. is_close: no chip lies between two samples of it. most: samples that a cell holds."""
    for x, y in _samples(line.points) if is_close else line.points:
        _add(wires[int(x // _CELL), int(y // _CELL)], (k, x, y), most)


def shared(grid: Grid, box: Box) -> float:
    """The area that a box shares with those already placed."""
    area = 0.0
    x, y, width, height = box
    for cell in _cells(box):
        for across, down, broad, tall in grid.get(cell, ()):
            wide = (width + broad) / 2 - abs(x - across)
            if wide > 0:
                high = (height + tall) / 2 - abs(y - down)
                if high > 0:
                    area += wide * high
    return area


def covered(wires: Wires, own: int, box: Box) -> int:
    """How many samples of other edges a chip would hide."""
    left, right, top, bottom = (
        box.x - box.width / 2, box.x + box.width / 2, box.y - box.height / 2, box.y + box.height / 2,
    )  # fmt: skip
    hidden = 0
    for cell in _cells(box):
        for k, x, y in wires.get(cell, ()):
            if left < x < right and top < y < bottom and k != own:
                hidden += 1
    return hidden
