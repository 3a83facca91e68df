"""Study and Drawing → SVG: the picture with boxes at one place of one sweep. What it shares with others is svg.py's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.notation.names import id_of
from graphs.picture.boxes.compound import Drawing
from graphs.picture.boxes.drawn import closed_svg, open_frame, open_svg
from graphs.picture.boxes.leaders import Stand, stands
from graphs.picture.boxes.pill import pill
from graphs.picture.boxes.scene import Item, Wire, edge_id, walk
from graphs.picture.boxes.states import BoxStates
from graphs.picture.boxes.words import HEAD, told
from graphs.picture.chips import ChipPlace
from graphs.picture.frame import Frame, frame
from graphs.picture.motion import moments
from graphs.picture.node import INSIDE, node
from graphs.picture.paper import PLAYED, Paper
from graphs.picture.routes import Box, Layout, Point, Route
from graphs.picture.svg import BOXED, ENLARGED, Chip, chip_of, chip_svg, classes_of, elements, picture, whole
from graphs.picture.svg_text import px
from graphs.study import Study

_DRAWN = 100  # visits that a thing costs which is drawn, with its edges
_TOLD = 12  # edges of a wire up to which each has its partial: with more, none is read as the wire's
_KINDS = {"line": "line", "function": "call", "turn": "turn", "part": "part"}


Places = Layout | Drawing


def drawn(study: Study, places: Places, sweep: str = "reverse", entry: str | None = None,
          cursor: int | None = None, *, paper: Paper | None = None) -> str:  # fmt: skip
    """The picture, with boxes or without: `boxed_picture` or `svg.picture`."""
    if isinstance(places, Drawing):
        return boxed_picture(study, places, sweep, entry, cursor, paper=paper)
    return picture(study, places, sweep, entry, cursor, paper=paper)


def played(study: Study, places: Places, sweep: str, entry: str | None, cursor: int | None,
           paper: Paper) -> str:  # fmt: skip
    """The picture that plays its sweep without a script, see `motion`."""
    still = frame(study, sweep, entry, cursor)
    steps = range(still.length + 1)
    if isinstance(places, Drawing):
        classes = f"{places.kind} boxed"
        drawn_at = [_elements(study, places, frame(study, sweep, entry, k)) for k in steps]
    else:
        classes = classes_of(places)
        same: dict[Any, str] = {}
        drawn_at = [elements(study, places, frame(study, sweep, entry, k), same) for k in steps]
    moving = [f"<style>{PLAYED}</style>", *moments(drawn_at, still.cursor)]
    return whole(study, still, (places.width, places.height), classes, paper, moving)


def boxed_picture(study: Study, drawn: Drawing, sweep: str = "reverse", entry: str | None = None,
                  cursor: int | None = None, *, paper: Paper | None = None) -> str:  # fmt: skip
    """The SVG of a study after `cursor` steps of a sweep (None: its end); the rest as `svg.picture`."""
    shown = frame(study, sweep, entry, cursor)
    return whole(
        study, shown, (drawn.width, drawn.height), f"{drawn.kind} boxed", paper, _elements(study, drawn, shown)
    )


def _elements(study: Study, drawn: Drawing, shown: Frame) -> list[str]:
    scene = drawn.scene
    tick(_DRAWN * len(drawn.boxes))
    sweep = shown.sweep
    states = BoxStates(shown, study.steps(sweep, shown.entry))
    items = [*walk(scene.items)]
    return [
            *(open_frame(item, drawn.boxes[item.key], drawn.kind, states.box(item.nodes, item.result))
              for item in items if item.kind == "open"),
            '<g class="edges">',
            *(_wire(wire, curve, states) for wire, curve in zip(scene.wires, drawn.curves, strict=True)),
            '</g><g class="nodes">',
            *(_thing(study, drawn, item, shown, states) for item in items),
            '</g><g class="chips">',
            *_chips(study, drawn, shown),
            "</g>",
        ]  # fmt: skip


def _thing(study: Study, drawn: Drawing, item: Item, shown: Frame, states: BoxStates) -> str:
    box = drawn.boxes[item.key]
    if item.key in drawn.pills:
        return pill(study, item.result, item.key, box, shown, item.kind == "leaf")
    if item.kind in ("node", "leaf"):
        return node(study, item.result, box, shown, INSIDE, item.key)
    words, now = told(drawn.scene, study.notation, item), states.box(item.nodes, item.result)
    if item.kind == "open":
        return open_svg(item, words, box, drawn.kind, now, _KINDS[study.graph.groups[item.groups[0]].kind])
    return closed_svg(study, item, words, drawn.forms[item.key], box, shown, now)


def _wire(wire: Wire, curve: tuple[Point, ...], states: BoxStates) -> str:
    state, current = states.wire(wire.edges)
    (x, y), *rest = curve
    first = wire.edges[0]
    several = f' data-edges="{" ".join(map(edge_id, wire.edges))}"' if len(wire.edges) > 1 else ""
    path = f"M{px(x)} {px(y)}C" + " ".join(f"{px(x)} {px(y)}" for x, y in rest)
    return (
        f'<g class="edge {state}{" current" if current else ""}" id="{wire.id}" data-from="{id_of(first.source)}" '
        f'data-to="{id_of(first.target)}"{several}><path class="wire" d="{path}"/></g>'
    )


def _chips(study: Study, drawn: Drawing, shown: Frame) -> Iterator[str]:
    """A partial for each edge that is seen; the page shows that of the current one and of the one pointed at."""
    edges = [(edge, wire) for wire in drawn.scene.wires if len(wire.edges) <= _TOLD for edge in wire.edges]
    chips = [chip_of(study.notation, edge, BOXED) for edge, _ in edges]
    for (edge, wire), chip, stand in zip(edges, chips, _stands(drawn, edges, chips), strict=True):
        route = Route(edge_id(edge), wire.source, wire.target, edge.source, edge.target, edge.slot, ())
        place = ChipPlace(stand.x, stand.y, False)
        yield chip_svg(study, edge, route, chip, place, shown, _leader(stand, chip), stand.room)


def _stands(drawn: Drawing, edges: list[tuple[Edge, Wire]], chips: list[Chip]) -> list[Stand]:
    sizes = tuple(chip.short for chip in chips)
    key = (_stands, sizes)
    if key not in drawn.kept:
        number = {wire.id: k for k, wire in enumerate(drawn.scene.wires)}
        obstacles = [_obstacle(drawn, item) for item in walk(drawn.scene.items)]
        own = [number[wire.id] for _, wire in edges]
        drawn.kept[key] = stands(obstacles, drawn.curves, own, sizes, (drawn.width, drawn.height))
    found: list[Stand] = drawn.kept[key]
    return found


def _obstacle(drawn: Drawing, item: Item) -> Box:
    """What a chip may not cover: all of a thing, of an open box its head."""
    box = drawn.boxes[item.key]
    head = HEAD[drawn.kind]
    return box if item.kind != "open" else Box(box.x, box.y - box.height / 2 + head / 2, box.width, head)


def _leader(stand: Stand, chip: Chip) -> str:
    """The line from a chip to its wire, in the chip's own coordinates."""
    if stand.to is None:
        return ""
    x, y = stand.to[0] - stand.x, stand.to[1] - stand.y
    x, y, high = (each / ENLARGED for each in (x, y, chip.short[1]))
    start = (
        high / 2 * (1 if y > 0 else -1) if abs(y) > abs(x) else 0.0
    )  # a plate is as wide as its number: it lies over
    return f'<path class="leader" d="M0 {px(start)}L{px(x)} {px(y)}"/>'
