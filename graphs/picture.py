"""Study and Layout → SVG: the picture at one step, complete in itself.

The page hangs the same SVG and changes only text and classes (static/js/paint.js), so every slot has a fixed
size. Colours and strokes are in static/picture.css, which the page links and a picture of its own embeds.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from graphs.anatomy import DERIVATIVES, MEASURES, Told, leaf, node
from graphs.frame import Frame, frame
from graphs.glyphs import Line, Run, runs, width
from graphs.graph import Edge
from graphs.lettering import line, px, raised, size_class, typographic
from graphs.notation import edge_text, id_of, number_text
from graphs.routes import Layout, Point, Route, chip_places
from graphs.study import Study

MARGIN = 1.0
NAME_ABOVE = 26.0
CHIP_SYMBOL = 13.0  # type size of a chip's formula
_CHIP_LONGEST = 6  # characters of a chip's number at full size, its × among them
_CHIP_ROOM = 60.0  # what a formula may take of the gap between two boxes
_SYMBOLS_UP_TO = 60  # nodes; larger pictures show numbers alone on their chips


def _standalone_style() -> str:
    """The page's rules for the picture, with the light theme's tokens put in."""
    static = Path(__file__).parent.parent / "static"
    light, _, _ = (static / "tokens.css").read_text().partition("[data-theme")
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    rules = re.sub(r"/\*.*?\*/\s*", "", (static / "picture.css").read_text(), flags=re.DOTALL)
    return re.sub(r"var\(--([\w-]+)\)", lambda token: tokens[token.group(1)], rules)


STYLE = _standalone_style()


def picture(study: Study, layout: Layout, sweep: str = "reverse", entry: str | None = None,
            cursor: int | None = None, style: bool = False) -> str:  # fmt: skip
    """The SVG of a study after `cursor` steps of a sweep (None: its end).

    entry: the forward pass shown. style: whether it carries its own style and paper, to stand alone.
    """
    shown = frame(study, sweep, entry, cursor)
    edges = {f"{id_of(edge.target)}-{edge.slot}": edge for edge in study.graph.edges()}
    twins = Counter((route.source, route.target) for route in layout.routes)
    formulas = [
        _chip_formula(study, layout, edges[route.id], twins[route.source, route.target] > 1) for route in layout.routes
    ]
    sizes = tuple(map(_chip_size, formulas))
    _, free = chip_places(layout, sizes)
    if not all(free):  # where there is no room for the formula, the number stands alone
        formulas = [f if f is None or ok else () for f, ok in zip(formulas, free, strict=True)]
        sizes = tuple(map(_chip_size, formulas))
    places, _ = chip_places(layout, sizes)
    told = Told(study)
    wires = [_wire(route, layout, edges[route.id], shown) for route in layout.routes]
    chips = [
        _chip(study, edges[route.id], route.id, formula, size, place, shown)
        for route, formula, size, place in zip(layout.routes, formulas, sizes, places, strict=True)
        if formula is not None
    ]
    nodes = [
        leaf(study, name, box, shown)
        if "-at-" in name
        else node(study, int(name[1:]) - 1, layout.kind, box, shown, told)
        for name, box in layout.boxes.items()
    ]
    return "".join(
        [
            *_opening(study, layout, shown, style),
            *('<g class="edges">', *wires, '</g><g class="chips">', *chips, '</g><g class="nodes">', *nodes),
            "</g></svg>",
        ]
    )


def _opening(study: Study, layout: Layout, shown: Frame, style: bool) -> list[str]:
    wide, high = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN + NAME_ABOVE
    place = f'x="{px(-MARGIN)}" y="{px(-MARGIN - NAME_ABOVE)}"'
    size = f'width="{px(wide)}" height="{px(high)}"'
    label = (
        f"Computational graph of {len(study.graph)} nodes, {shown.sweep} sweep, step {shown.cursor} of {shown.steps}"
    )
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph {layout.kind} sweep-{shown.sweep}" role="img" '
        f'aria-label="{label}" {size} viewBox="{px(-MARGIN)} {px(-MARGIN - NAME_ABOVE)} {px(wide)} {px(high)}">'
    )
    return [opening, f'<style>{STYLE}</style><rect class="paper" {place} {size}/>' if style else "", _DEFINITIONS]


_HEADS = {"waiting": 8, "value": 9, "tangent": 10, "adjoint": 10, "value-now": 14, "tangent-now": 14, "adjoint-now": 14}
_DEFINITIONS = (
    "<defs>"
    + "".join(
        f'<marker id="head-{name}" viewBox="0 0 10 10" refX="9.5" refY="5" markerUnits="userSpaceOnUse" '
        f'markerWidth="{size}" markerHeight="{size}" orient="auto-start-reverse">'
        f'<path class="head-{name}" d="M0 .8 10 5 0 9.2z"/></marker>'
        for name, size in _HEADS.items()
    )
    + '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatching" d="M0 0V8"/></pattern></defs>'
)


def _wire(route: Route, layout: Layout, edge: Edge, shown: Frame) -> str:
    key = (edge.target, edge.slot)
    state = DERIVATIVES.get(shown.sweep, "value") if key in shown.passed else "waiting"
    now = " current" if key in shown.current_edges else ""
    points = _touching(route, layout)
    path = f"M{px(points[0][0])} {px(points[0][1])}C" + " ".join(f"{px(x)} {px(y)}" for x, y in points[1:])
    return (
        f'<g class="edge {state}{now}" id="{route.id}" data-from="{id_of(edge.source)}" data-to="{id_of(edge.target)}">'
        f'<path class="wire" d="{path}"/></g>'
    )


def _touching(route: Route, layout: Layout) -> list[Point]:
    """The curve's ends moved from the layout's boxes to the frames that are drawn (an output's is its outline)."""
    points = list(route.points)
    for end, name in ((0, route.source), (-1, route.target)):
        if "-at-" in name:
            continue
        outline = 3.5 if int(name[1:]) - 1 in layout.outputs else 0.0
        box, measures = layout.boxes[name], MEASURES[layout.kind]
        across, down = measures.width / 2 + outline, measures.height / 2 + outline
        x, y = points[end]
        if layout.kind == "tall":
            points[end] = (x, box.y + (down if end == 0 else -down))
        else:  # an end at the box's corner comes down to the frame's, a little inside its rounding
            points[end] = (box.x + (across if end == 0 else -across), min(max(y, box.y - down + 1), box.y + down - 1))
    return points


def _chip_formula(study: Study, layout: Layout, edge: Edge, twin: bool) -> Line | None:
    """A chip's formula; empty for a constant partial, and where there is no room: twins, phones, large graphs.

    None: no chip at all, because no derivative passes from data.
    """
    text = edge_text(study.graph, edge)
    if not text:
        return None
    if twin or not re.search(r"[A-Za-z]", text) or layout.kind == "tall" or len(study.graph) > _SYMBOLS_UP_TO:
        return ()
    formula = runs(text)
    return formula if width(formula, CHIP_SYMBOL) <= _CHIP_ROOM else ()


def _chip_size(formula: Line | None) -> Point:
    """The size that a chip's place is found for; a longer number widens its plate, and moves nothing."""
    if formula is None:
        return (0.0, 0.0)
    return (max(46.0, width(formula, CHIP_SYMBOL) + 14), 40.0) if formula else (40.0, 22.0)


def _chip(study: Study, edge: Edge, route: str, formula: Line, size: Point, place: Point, shown: Frame) -> str:
    wide, high = size
    partial = study.evaluation.partials[edge.target][edge.position]
    number = 0.0 if partial is None else partial
    now = " current" if (edge.target, edge.slot) in shown.current_edges else ""
    symbol = line(formula, CHIP_SYMBOL, "partial-symbol", -width(formula, CHIP_SYMBOL) / 2, -5.0) if formula else ""
    written = "× ?" if number != number else f"× {typographic(number_text(number, 3))}"
    kind = f"partial{size_class(written, _CHIP_LONGEST)}"
    wide = max(wide, width((Run(written.replace("^", ""), "roman"),), 13.0) + 10)
    return (
        f'<g class="chip{now}" id="chip-{route}" data-edge="{route}" '
        f'transform="translate({px(place[0])},{px(place[1])})">'
        f'<rect class="plate" x="{px(-wide / 2)}" y="{px(-high / 2)}" width="{px(wide)}" height="{px(high)}" rx="3"/>'
        f'{symbol}<text class="{kind}" x="0" y="{13 if formula else 5}">{raised(written)}</text></g>'
    )
