"""Study and Layout → SVG: the picture at one place of one sweep.

The page hangs the same SVG and changes only text, brackets and classes (static/js/picture/painter.js), so every slot
has a fixed size. Colours and strokes are in static/css/picture/graph.css, which the page links and a picture of its own
embeds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable
from typing import Any, NamedTuple

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.notation.formula import Part, multiplied
from graphs.notation.names import id_of
from graphs.notation.notation import Notation
from graphs.notation.numbers import Numeral, numeral
from graphs.picture.chips import ChipPlace, chip_places
from graphs.picture.frame import Frame, ShownNode, frame
from graphs.picture.groups import box_svg, boxed, title_svg
from graphs.picture.node import leaf, node
from graphs.picture.paper import Paper, style
from graphs.picture.routes import Box, Layout, Point, Route
from graphs.picture.svg_text import numeral_spans, px, quoted, spans
from graphs.picture.typesetting import Run, Runs, fitted, name_runs, numeral_runs, runs, width
from graphs.study import Study

_PADDING = 16.0  # around a picture of its own
_SYMBOL, _NUMBER, _SMALL = 13.0, 15.0, 13.0  # type of a chip's formula and number, and of a longer number
_LONGEST = 6  # characters of a chip's number at full size, its × among them
_ROOM = 62.0 / _SYMBOL  # ems for a chip's formula: what the gap between two nodes leaves
_PAD = 10.0  # what a plate is wider than its number
_DIGITS = 3
BOXED, ENLARGED = "boxed", 1.2  # chips of a picture with boxes are larger, for it may be seen at 72 %
_DRAWN = 100  # visits that a node costs which is drawn, with its edges
_LINE = 22.0  # the height of a chip with one line: a number alone, or an array's formula
_LONGEST_LINE = {
    "wide": 70.0,
    "tall": 62.0,
    "close": 48.0,
    "boxed": 84.0,
}  # pixels of an array's formula; a longer one is named
_SHORT = {
    "wide": (46.0, _LINE),
    "tall": (44.0, _LINE),
    "close": (40.0, 15.0),
    "boxed": (113.0, 26.4),
}  # a number alone: width and height


def picture(study: Study, layout: Layout, sweep: str = "reverse", entry: str | None = None,
            cursor: int | None = None, *, paper: Paper | None = None) -> str:  # fmt: skip
    """The SVG of a study after `cursor` steps of a sweep (None: its end).

    entry: the forward pass that is shown. paper: of a picture that stands alone, with its own style.
    """
    shown = frame(study, sweep, entry, cursor)
    return whole(study, shown, (layout.width, layout.height), classes_of(layout), paper, elements(study, layout, shown))


def classes_of(layout: Layout) -> str:
    """Of the picture's element."""
    return "wide close" if layout.close else layout.kind


def elements(study: Study, layout: Layout, shown: Frame, drawn: dict[Any, str] | None = None) -> list[str]:
    """What is drawn, in order; at every step of a sweep they are as many.

    drawn: what was drawn at other steps of the same sweep, and looks the same at most of them.
    """
    again = {} if drawn is None else drawn
    if drawn is not None:
        tick(len(layout.boxes))

    def thing(name: str, box: Box) -> str:
        i = layout.leaves.get(name, int(name.partition("-")[0][1:]) - 1)
        look = name, _look(shown.nodes[i])
        if look not in again:
            tick(_DRAWN)
            is_leaf = name in layout.leaves
            again[look] = (leaf(study, i, name, box, shown, layout.kind) if is_leaf
                           else node(study, i, box, shown, layout.kind))  # fmt: skip
        return again[look]

    def chip(edge: Edge, route: Route, told: Chip, place: ChipPlace) -> str:
        look = "chip", route.id, shown.edges[route.target, route.slot].current
        if look not in again:
            again[look] = chip_svg(study, edge, route, told, place, shown)
        return again[look]

    spacing = "close" if layout.close else layout.kind
    uses = {(edge.target, edge.slot): edge for edge in study.graph.edges}
    edges = [uses[route.target, route.slot] for route in layout.routes]
    chips = [chip_of(study.notation, edge, spacing) for edge in edges]
    places = chip_places(layout, tuple((chip.room, chip.short) for chip in chips))
    return [
            *map(box_svg, layout.around),
            '<g class="edges">',
            *(_wire(route, path, shown) for route, path in zip(layout.routes, _paths(layout), strict=True)),
            '</g><g class="chips">',
            *(chip(*each) for each in zip(edges, layout.routes, chips, places, strict=True)),
            "</g>",
            *(title_svg(study.graph, *each) for each in zip(boxed(study.graph), layout.around, strict=True)),
            '<g class="nodes">',
            *(thing(name, box) for name, box in layout.boxes.items()),
            "</g>",
        ]  # fmt: skip


def _look(now: ShownNode) -> Hashable:
    """Equal for nodes that look the same."""
    cells = [cell and (cell.kind, cell.number if isinstance(cell.number, float) else id(cell.number))
             for cell in (now.value, now.derivative)]  # fmt: skip
    return (*cells, *now[2:])


def around(size: Point) -> Point:
    """Width and height of a picture of its own, in pixels, with the paper around what is drawn."""
    return size[0] + 2 * _PADDING, size[1] + 2 * _PADDING


def whole(study: Study, shown: Frame, size: Point, classes: str, paper: Paper | None, parts: list[str]) -> str:
    """The SVG element around what is drawn. paper: of a picture that stands alone, with its own style."""
    pad = _PADDING if paper else 0.0
    left, (wide, high) = px(-pad), map(px, around(size) if paper else size)
    nodes = f"{len(study.graph)} node{'s' * (len(study.graph) != 1)}"
    title = f"Computational graph of {nodes}, {shown.sweep} sweep, step {shown.cursor} of {shown.length}"
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="graph {classes} sweep-{shown.sweep}" width="{wide}" '
            f'height="{high}" viewBox="{left} {left} {wide} {high}" role="img" aria-label="{title}">',
            _metadata(paper.query) if paper and paper.query else "",
            f"<style>{style(paper.theme)}</style>" if paper else "",
            _DEFINITIONS,
            f'<rect class="paper" x="{left}" y="{left}" width="{wide}" height="{high}"/>' if paper else "",
            *parts,
            "</svg>",
        ]
    )


def _metadata(query: str) -> str:
    """What a page reads that is given the picture: the query of the link to its state, as JSON."""
    return f'<metadata id="wengert">{quoted(json.dumps({"query": query}))}</metadata>'


def _paths(layout: Layout) -> list[str]:
    """By route, what no step changes of its wire."""
    if _paths not in layout.kept:
        layout.kept[_paths] = [*map(_path, layout.routes)]
    paths: list[str] = layout.kept[_paths]
    return paths


def _wire(route: Route, path: str, shown: Frame) -> str:
    state, current = shown.edges[route.target, route.slot]
    return f'<g class="edge {state}{" current" if current else ""}" {path}'


def _path(route: Route) -> str:
    """All of a wire that no step changes."""
    (x, y), *rest = route.points
    path = f"M{px(x)} {px(y)}C" + " ".join(f"{px(x)} {px(y)}" for x, y in rest)
    return (
        f'id="{route.id}" data-from="{id_of(route.source)}" data-to="{id_of(route.target)}">'
        f'<path class="wire" d="{path}"/></g>'
    )


class Chip(NamedTuple):
    """What stands on an edge. formula: the partial in symbols, none where it is a constant or has no room.

    has_number: not on the edges of arrays, where the formula stands alone. room, short: what is kept free for it, with
    its formula and without, so that a new number never moves it.
    """

    formula: Runs
    has_number: bool
    title: str
    room: Point
    short: Point


def chip_of(notation: Notation, edge: Edge, spacing: str) -> Chip:
    """The same at every point: made once."""
    key = (chip_of, edge, spacing)
    if key not in notation.drawn:
        notation.drawn[key] = _chip_at(notation, edge, spacing)
    chip: Chip = notation.drawn[key]
    return chip


def _chip_at(notation: Notation, edge: Edge, spacing: str) -> Chip:
    graph, text = notation.graph, notation.edge_text(edge)
    if not text:  # a data node passes no derivative
        return Chip((), False, "", (0.0, 0.0), (0.0, 0.0))
    names = notation.called
    of, by = names[edge.target], names[edge.source]
    title = f"∂{of.text}/∂{by.text} = {text}"
    named: Runs = (Run("∂"), *name_runs(of), Run("/∂"), *name_runs(by))
    is_rule = graph.rows[edge.target].maps is not None
    if is_rule or graph.shapes[edge.target]:
        title = f"{of.text} passes back to {by.text}: {text}" if is_rule else title
        return _array_chip(runs(text if is_rule else multiplied(text), names), title, named, spacing)
    short = _SHORT[spacing]
    if spacing != "wide" or not any(isinstance(part, Part) for part in text.parts):
        return Chip((), True, title, short, short)
    formula = runs(text, names)
    if width(formula) > _ROOM:
        formula = fitted(named, _ROOM)
    return Chip(formula, True, title, (max(54.0, width(formula, _SYMBOL) + 14), 40.0), short)


def _partial_in_digits(partial: float | None) -> Numeral:
    """A partial in few digits behind its sign; fewer beside a power of ten."""
    number = 0.0 if partial is None else partial
    if number != number:
        return Numeral("× ?")
    written = numeral(number, _DIGITS)
    if written.exponent:
        written = numeral(number, _DIGITS - 1)
    return written._replace(base=f"× {written.base}")


def _array_chip(formula: Runs, title: str, named: Runs, spacing: str) -> Chip:
    """How the adjoint of an array is pulled back."""
    size = _SMALL if spacing == "close" else _NUMBER
    if width(formula, size) > _LONGEST_LINE[spacing]:
        formula = fitted(named, _LONGEST_LINE[spacing] / size)
    least, high = _SHORT[spacing]
    room = (width(formula, size) + 4.0 if spacing == "close" else max(least, width(formula, size) + _PAD), high)
    return Chip(formula, False, title, room, room)


def chip_svg(study: Study, edge: Edge, route: Route, chip: Chip, place: ChipPlace, shown: Frame,
             leader: str | None = None, room: float = math.inf) -> str:  # fmt: skip
    """A chip with the partial of an edge. leader: what leads from it to its edge, in a picture with boxes. room: the
    width up to which it covers nothing; a wider one is crowded, and seen only when it is asked for.
    """
    if not chip.title:
        return ""
    number = _partial_in_digits(study.partial(edge)) if chip.has_number else None
    whole = bool(chip.formula and number) and place.whole
    high = chip.room[1] if whole else chip.short[1]
    is_boxed = leader is not None
    high /= ENLARGED if is_boxed else 1.0
    low = high < _NUMBER + 2  # no frame, small type: the chip lies over its edge like a label
    small = number is not None and len(number.text) > _LONGEST and not is_boxed
    baseline, least, above = 4.5 if low else 5.0, 0.0 if low else 34.0, ""
    if whole:
        above = f'<text class="partial-symbol" y="-5">{spans(chip.formula)}</text>'
        baseline, least = 13.5, max(46.0, width(chip.formula, _SYMBOL) + 14)
    kind, line, written = "pullback", chip.formula, spans(chip.formula)
    if number:
        kind = "partial small" if small else "partial"
        line, written = numeral_runs(number), numeral_spans(number)
    place_of = f"translate({px(place.x)},{px(place.y)}){f'scale({ENLARGED})' if is_boxed else ''}"
    wide = max(least, width(line, _SMALL if small or low else _NUMBER) + (_PAD if least else 4.0))
    now = " current" if shown.edges[route.target, route.slot].current else ""
    room /= ENLARGED if is_boxed else 1.0
    now += " crowded" if wide > room else ""
    kept = f' data-room="{px(room)}"' if is_boxed else ""
    return (
        f'<g class="chip{now}" id="chip-{route.id}" data-edge="{route.id}" '
        f'transform="{place_of}"><title>{quoted(chip.title)}</title>{leader or ""}'
        f'<rect class="plate" x="{px(-wide / 2)}" y="{px(-high / 2)}" width="{px(wide)}" height="{px(high)}" rx="3" '
        f'data-least="{px(least)}"{kept}/>{above}<text class="{kind}" y="{px(baseline)}">{written}</text></g>'
    )


def _definitions() -> str:
    """Three heads, coloured by the sweep's class; each first clears the blunt end of its wire. And the hatching."""
    heads = "".join(
        f'<marker id="head-{name}" viewBox="-14 -8 14 16" markerWidth="14" markerHeight="16" refX="0" refY="0" '
        f'markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="gap" d="M-{gap}-3H0V3H-{gap}z"/>'
        f'<path class="arrow {name}" d="M-{length}-{half}L0 0-{length} {half}z"/></marker>'
        for name, length, half, gap in (("waiting", 8, 3, 3), ("done", 10, 4.5, 3), ("current", 13, 7, 4))
    )
    return (
        f'<defs>{heads}<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatching" d="M0 0V7"/></pattern></defs>'
    )


_DEFINITIONS = _definitions()
