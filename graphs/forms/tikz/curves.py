"""The paths of our own SVG as lines and cubic Bézier pieces, and the heads of wires."""

from __future__ import annotations

import math
import re
from typing import Literal

from graphs.picture.routes import Point

_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_TAKEN = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}
_HEADS = {"waiting": (8.0, 3.0, 3.0), "done": (10.0, 4.5, 3.0), "current": (13.0, 7.0, 4.0)}  # as in svg.py

Pieces = list[tuple[str, tuple[Point, ...]]]


def pieces_of(path: str) -> Pieces:
    """M and L with a point, C with three, Z with none; absolute."""
    tokens: list[str] = _TOKEN.findall(path)
    pieces: Pieces = []
    x = y = 0.0
    start, command, k = (0.0, 0.0), "", 0
    while k < len(tokens):
        if tokens[k].isalpha():
            command, k = tokens[k], k + 1
        kind = command.upper()
        numbers, k = [*map(float, tokens[k : k + _TAKEN[kind]])], k + _TAKEN[kind]
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "Z":
            pieces.append(("Z", ()))
            x, y = start
        elif kind == "A":
            end = (numbers[5] + dx, numbers[6] + dy)
            pieces += _arc((x, y), end, numbers[0], bool(numbers[3]), bool(numbers[4]))
            x, y = end
        elif kind == "C":
            points = tuple((numbers[i] + dx, numbers[i + 1] + dy) for i in (0, 2, 4))
            pieces.append(("C", points))
            x, y = points[-1]
        else:
            x = numbers[0] + dx if kind != "V" else x
            y = numbers[-1] + dy if kind != "H" else y
            pieces.append(("M" if kind == "M" else "L", ((x, y),)))
            if kind == "M":
                start = (x, y)
                command = "l" if command.islower() else "L"  # further points are of lines
    return pieces


def _arc(start: Point, end: Point, radius: float, large: bool, clockwise: bool) -> Pieces:
    """A piece of a circle, by Bézier pieces of a quarter of it at most."""
    (x, y), (u, v) = start, end
    across = math.hypot(u - x, v - y)
    away = math.sqrt(max(0.0, radius * radius - across * across / 4)) / across
    side = away if large == clockwise else -away
    cx, cy = (x + u) / 2 - side * (v - y) * -1, (y + v) / 2 + side * (u - x) * -1
    radius = math.hypot(x - cx, y - cy)
    first, last = math.atan2(y - cy, x - cx), math.atan2(v - cy, u - cx)
    turn = last - first
    if clockwise and turn <= 0:
        turn += 2 * math.pi
    elif not clockwise and turn >= 0:
        turn -= 2 * math.pi
    count = math.ceil(abs(turn) / (math.pi / 2) - 1e-9)
    each = turn / count
    handle = 4 / 3 * math.tan(each / 4) * radius
    pieces: Pieces = []
    for k in range(count):
        a, b = first + k * each, first + (k + 1) * each
        p = (cx + radius * math.cos(a), cy + radius * math.sin(a))
        q = (cx + radius * math.cos(b), cy + radius * math.sin(b))
        one = (p[0] - handle * math.sin(a), p[1] + handle * math.cos(a))
        two = (q[0] + handle * math.sin(b), q[1] - handle * math.cos(b))
        pieces.append(("C", (one, two, q)))
    return pieces


def along(pieces: Pieces, end: Literal["start", "end"] | str) -> tuple[Point, Point]:
    """Where a path ends, and the direction in which it leaves there."""
    points = [point for _, each in pieces for point in each]
    ordered = points if end == "start" else points[::-1]
    tip = ordered[0]
    other = next((point for point in ordered[1:] if point != tip), (tip[0] - 1.0, tip[1]))
    long = math.dist(tip, other)
    return tip, ((tip[0] - other[0]) / long, (tip[1] - other[1]) / long)


def heads(kind: str, tip: Point, way: Point) -> tuple[list[Point], list[Point]]:
    """What is cleared at a wire's end, and its head; waiting, done or current."""
    length, half, gap = _HEADS[kind]

    def turned(x: float, y: float) -> Point:
        return tip[0] + x * way[0] - y * way[1], tip[1] + x * way[1] + y * way[0]

    cleared = [turned(-gap, -3), turned(0, -3), turned(0, 3), turned(-gap, 3)]
    return cleared, [turned(-length, -half), turned(0, 0), turned(-length, half)]
