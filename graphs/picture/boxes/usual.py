"""How a page begins to show a graph: as it is drawn without boxes where that can be read whole in a window of usual
size; else with all of its lines open, in type that can be read where it is seen smaller; else with its boxes closed.
"""

from __future__ import annotations

from collections.abc import Callable

from graphs.autodiff.graph import Graph
from graphs.limits import WEB, Limits
from graphs.notation.notation import Notation
from graphs.picture.boxes.compound import Drawing, drawing
from graphs.picture.boxes.scene import FROM, has_boxes, scene
from graphs.picture.routes import Layout, Point

# Pixels that a picture has in a window of 1280 x 800, and across one of 360; a phone's page scrolls.
_ROOM = {"wide": (944.0, 440.0), "tall": (344.0, float("inf"))}
_SMALLEST = 0.72  # the scale at which the type of a picture with boxes can still be read


def usual(graph: Graph, notation: Notation, kind: str, plain: Callable[[], Layout],
          limits: Limits = WEB) -> Layout | Drawing:  # fmt: skip
    """Where everything stands at first. plain: the picture without boxes. Raises TooLarge, OutOfTime, Busy."""
    if len(graph) >= FROM:
        return drawing(scene(graph, ()), notation, kind, limits) if has_boxes(graph) else plain()
    layout = plain()
    if _fits((layout.width, layout.height), kind):
        return layout
    opened = drawing(scene(graph, range(len(graph.groups))), notation, kind, limits)
    if _fits((opened.width * _SMALLEST, opened.height * _SMALLEST), kind) or not has_boxes(graph):
        return opened
    return drawing(scene(graph, ()), notation, kind, limits)


def _fits(size: Point, kind: str) -> bool:
    return all(has <= room for has, room in zip(size, _ROOM[kind], strict=True))
