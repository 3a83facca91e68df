"""One level of a picture with boxes: things of fixed size and what goes between them, laid out by Graphviz by itself.

A level knows nothing of what its things are, so that one whose box is opened elsewhere is known already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from graphs.limits import WEB, Bounds, Limits
from graphs.picture.layout import graphviz_places
from graphs.picture.routes import Box, Point, Route, mended

# Inches between things of a rank, and between ranks: within an open box, around one, and where there are few things.
_GAPS = {"wide": (".24", ".45"), "tall": (".17", ".4")}
_AROUND = {"wide": (".24", ".6"), "tall": (".17", ".45")}
_LOOSE = {"wide": (".42", ".8"), "tall": (".17", ".48")}
_FEW = 11
_PORT = 16.0  # the room of a place where a wire goes through a border
_LARGE = 300
_MARGIN = 1.0  # beside the things of a level without places at its border


class Thing(NamedTuple):
    """A thing's room, and within it the frame that wires end at: its centre, from the room's centre, and its size.

    ins, outs: of an open box, the places of its wires along its sides, from the frame's top (or left).
    """

    width: float
    height: float
    frame: Box
    ins: tuple[float, ...] = ()
    outs: tuple[float, ...] = ()


End = tuple[int, int]  # a thing and which of its places; a place of the border where the thing is BORDER
BORDER = -1


class Level(NamedTuple):
    """kind: wide or tall. wires: from where to where. enters, leaves: how many come in and go out at the border."""

    kind: str
    things: tuple[Thing, ...]
    wires: tuple[tuple[End, End], ...]
    enters: int = 0
    leaves: int = 0


class Placed(NamedTuple):
    """A level of width x height. centres: of the things' rooms. curves: by wire, a start and Bézier pieces.

    ins, outs: where along its border wires come in and go out, from its top (or left).
    """

    width: float
    height: float
    centres: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]
    ins: tuple[float, ...]
    outs: tuple[float, ...]


def placed(level: Level, limits: Limits = WEB) -> Placed:
    """Where the things of a level stand. Raises OutOfTime, Busy."""
    return _placed(level, limits.bounds(limits.layout_seconds))


@lru_cache(maxsize=512)
def _placed(level: Level, bounds: Bounds) -> Placed:
    if not level.things:
        return Placed(0.0, 0.0, (), (), (), ())
    return _read(level, graphviz_places(dot(level), len(level.things) + len(level.wires), bounds))


def dot(level: Level) -> str:
    """A level's DOT: numbers of our own and nothing else."""
    wide = level.kind == "wide"
    nodesep, ranksep = _gaps(level)
    size = len(level.things) + len(level.wires)
    bounds = " nslimit=.5 nslimit1=.5" + " mclimit=.1" * (size > 3 * _LARGE) if size > _LARGE else ""
    lines = [
        f"digraph{{graph[rankdir={'LR' if wide else 'TB'} nodesep={nodesep} ranksep={ranksep}{bounds}]",
        'node[shape=box fixedsize=true label=""]',
        f"edge[arrowhead=none tailport={'e' if wide else 's'} headport={'w' if wide else 'n'}]",
    ]
    for number, thing in enumerate(level.things):
        lines.append(f"n{number} [{_ported(thing, wide) if _has_places(thing) else _sized(*thing[:2])}]")
    port = _sized(1, _PORT) if wide else _sized(_PORT, 1)
    for name, rank, count in (("i", "source", level.enters), ("o", "sink", level.leaves)):
        if count:
            lines.append(f"{{rank={rank} " + " ".join(f"{name}{k} [{port}]" for k in range(count)) + "}")
    for number, (start, end) in enumerate(level.wires):
        tail = _dot_end(level, start, "i", "oe" if wide else "os")
        head = _dot_end(level, end, "o", "iw" if wide else "in")
        weight = 1 if BORDER in (start[0], end[0]) else 3
        lines.append(f'{tail} -> {head} [id="{number}" weight={weight}]')
    return "\n".join([*lines, "}"])


def _gaps(level: Level) -> tuple[str, str]:
    if level.enters or level.leaves:
        return _GAPS[level.kind]
    is_around = any(thing.ins or thing.outs for thing in level.things)
    return (_LOOSE if len(level.things) <= _FEW and not is_around else _AROUND)[level.kind]


def _has_places(thing: Thing) -> bool:
    """Whether its wires end elsewhere than in the middle of its room's sides."""
    return bool(thing.ins or thing.outs or thing.frame.x or thing.frame.y)


def _dot_end(level: Level, end: End, border: str, port: str) -> str:
    thing, place = end
    if thing == BORDER:
        return f"{border}{place}"
    if not _has_places(level.things[thing]):
        return f"n{thing}"
    return f"n{thing}:{port[0]}{max(0, place)}:{port[1]}"


def _sized(width: float, height: float) -> str:
    return f"width={width / 72:.4f} height={height / 72:.4f}"


def _ported(thing: Thing, wide: bool) -> str:
    """An open box as a table without a word, so that Graphviz knows the places at its sides."""
    width, height = round(thing.width), round(thing.height)
    length, across = (height, width) if wide else (width, height)
    offset = (thing.height - thing.frame.height) / 2 + thing.frame.y if wide else (
        (thing.width - thing.frame.width) / 2 + thing.frame.x)  # fmt: skip
    middle_of_frame = (thing.frame.height if wide else thing.frame.width) / 2
    sides = [
        _cells(name, [offset + each for each in ports or [middle_of_frame]], length, wide)
        for name, ports in (("i", thing.ins), ("o", thing.outs))
    ]
    middle = max(1, across - 2)
    first, last = ((f"<TD>{side}</TD>") for side in sides)
    if wide:
        rows = f'<TR>{first}<TD FIXEDSIZE="TRUE" WIDTH="{middle}" HEIGHT="{length}"></TD>{last}</TR>'
    else:
        rows = f'<TR>{first}</TR><TR><TD FIXEDSIZE="TRUE" WIDTH="{length}" HEIGHT="{middle}"></TD></TR><TR>{last}</TR>'
    return f"shape=none fixedsize=false margin=0 width=0 height=0 label=<{_TABLE}{rows}</TABLE>>"


_TABLE = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'


def _cells(name: str, ports: Sequence[float], length: int, wide: bool) -> str:
    """One side of an open box: a cell for each place, from the middle between two to the next, centred where it can."""
    order = sorted(range(len(ports)), key=lambda k: ports[k])
    cells, at = [], 0
    for place, k in enumerate(order):
        following = ports[order[place + 1]] if place + 1 < len(order) else 2 * length - ports[k]
        half = max(1, round(min(ports[k] - at, (following - ports[k]) / 2)))
        low, high = max(at, round(ports[k]) - half), min(length, round(ports[k]) + half)
        if low > at:
            cells.append(_cell(low - at, wide))
        cells.append(_cell(max(1, high - low), wide, f"{name}{k}"))
        at = max(at, low) + max(1, high - low)
    if at < length:
        cells.append(_cell(length - at, wide))
    rows = "".join(f"<TR>{cell}</TR>" for cell in cells) if wide else f"<TR>{''.join(cells)}</TR>"
    return f"{_TABLE}{rows}</TABLE>"


def _cell(long: int, wide: bool, port: str = "") -> str:
    size = f'WIDTH="1" HEIGHT="{long}"' if wide else f'HEIGHT="1" WIDTH="{long}"'
    return f'<TD FIXEDSIZE="TRUE" {size}{f" PORT={chr(34)}{port}{chr(34)}" if port else ""}></TD>'


def _read(level: Level, found: dict[str, dict[str, list[float]]]) -> Placed:
    """Graphviz's places, its y pointing up, as places from the level's own upper left corner."""
    wide = level.kind == "wide"
    across, ahead = (1, 0) if wide else (0, 1)
    at = {name: (x, -y) for name, (x, y) in found["boxes"].items()}
    rooms = [(*at[f"n{k}"], thing.width, thing.height) for k, thing in enumerate(level.things)]
    edges = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y, w, h in rooms]
    ports = [at[f"{name}{k}"] for name, count in (("i", level.enters), ("o", level.leaves)) for k in range(count)]
    splines = [found["routes"][str(k)] for k in range(len(level.wires))]
    drawn = [(x, -y) for spline in splines for x, y in zip(spline[::2], spline[1::2], strict=True)]
    lows = [min([each[k] for each in edges] + [each[k] for each in [*ports, *drawn]]) - _MARGIN for k in (0, 1)]
    highs = [max([each[k + 2] for each in edges] + [each[k] for each in [*ports, *drawn]]) + _MARGIN for k in (0, 1)]
    left, top = lows
    size = (highs[0] - left, highs[1] - top)

    def moved(point: Point) -> Point:
        return point[0] - left, point[1] - top

    centres = tuple(moved((x, y)) for x, y, _, _ in rooms)
    ins = tuple(moved(at[f"i{k}"])[across] for k in range(level.enters))
    outs = tuple(moved(at[f"o{k}"])[across] for k in range(level.leaves))
    boxes: dict[str, Box] = {}
    for number, (centre, thing) in enumerate(zip(centres, level.things, strict=True)):
        frame = thing.frame._replace(x=centre[0] + thing.frame.x, y=centre[1] + thing.frame.y)
        boxes[f"n{number}"] = frame
        for name, places, side in (("i", thing.ins, -0.5), ("o", thing.outs, 0.5)):
            for k, place in enumerate(places):
                spot = [0.0, 0.0]
                spot[across] = frame[across] - frame[2 + across] / 2 + place
                spot[ahead] = frame[ahead] + side * frame[2 + ahead]
                boxes[f"n{number}:{name}{k}"] = Box(spot[0], spot[1], 0.0, 0.0)
    for name, places, where in (("i", ins, 0.0), ("o", outs, size[ahead])):
        for k, place in enumerate(places):
            boxes[f"{name}{k}"] = Box(*((where, place) if wide else (place, where)), 0.0, 0.0)
    routes = []
    for number, ((start, end), spline) in enumerate(zip(level.wires, splines, strict=True)):
        points = tuple(moved((x, -y)) for x, y in zip(spline[::2], spline[1::2], strict=True))
        routes.append(Route(str(number), _end(start, "i", "o"), _end(end, "o", "i"), 0, 0, number, points))
    curves = tuple(_levelled(route, boxes, across) for route in mended(boxes, routes, level.kind))
    return Placed(*size, centres, curves, ins, outs)


def _end(end: End, border: str, port: str) -> str:
    thing, place = end
    if thing == BORDER:
        return f"{border}{place}"
    return f"n{thing}" if place < 0 else f"n{thing}:{port}{place}"


def _levelled(route: Route, boxes: dict[str, Box], across: int) -> tuple[Point, ...]:
    """A curve that goes through a border goes straight there, so that what comes after it goes on smoothly."""
    points = [*route.points]
    for tip, control, name in ((0, 1, route.start), (-1, -2, route.end)):
        if not boxes[name].width and not boxes[name].height:
            spot = [*points[control]]
            spot[across] = points[tip][across]
            points[control] = (spot[0], spot[1])
    return tuple(points)
