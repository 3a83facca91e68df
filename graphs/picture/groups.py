"""The boxes around what a call of a function, or a turn of a loop, computes: which are drawn, and how."""

from __future__ import annotations

from typing import NamedTuple

from graphs.autodiff.graph import Graph, NodeGroup
from graphs.picture.routes import Box
from graphs.picture.svg_text import px, quoted

TITLE = 24.0  # the height that a box has above what it holds
_MOST = 150  # nodes of a picture up to which boxes are drawn: with more, they would make its layout slow
_LEAST = 2  # nodes that a box holds
_LETTER = 10.8  # the width of a letter of the title, of a font where all are alike, as a small picture shows it: 18 px
_ASIDE = 8.0  # from a box's side to its title


class Boxed(NamedTuple):
    """A box. groups: the numbers of the graph's groups that it is, the outer first.

    parent: the number of the box around, None at the top. nodes: those that stand in no box within.
    """

    groups: tuple[int, ...]
    parent: int | None
    nodes: tuple[int, ...]


def boxed(graph: Graph) -> tuple[Boxed, ...]:
    """The boxes of a graph, an outer one before those within."""
    if len(graph) > _MOST:
        return ()
    boxes: list[Boxed] = []
    box_of: dict[int | None, int | None] = {None: None}  # by group
    for number, group in enumerate(graph.groups):
        around = box_of[group.parent]
        if group.kind in ("line", "part") or len(group.nodes) < _LEAST:
            box_of[number] = around
        elif around is not None and graph.groups[boxes[around].groups[0]].nodes == group.nodes:
            boxes[around] = boxes[around]._replace(groups=(*boxes[around].groups, number))
            box_of[number] = around
        else:
            box_of[number] = len(boxes)
            boxes.append(Boxed((number,), around, ()))
    inside: list[list[int]] = [[] for _ in boxes]
    for node, group_of in enumerate(graph.group_of):
        box = box_of[group_of]
        if box is not None:
            inside[box].append(node)
    return tuple(box._replace(nodes=tuple(nodes)) for box, nodes in zip(boxes, inside, strict=True))


def box_svg(box: Box) -> str:
    """The frame of a box, which lies under all else."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return f'<rect class="box" x="{px(left)}" y="{px(top)}" width="{px(box.width)}" height="{px(box.height)}" rx="4"/>'


def short_title(graph: Graph, of: Boxed) -> str:
    """What a box is called."""
    return " · ".join(graph.groups[number].name for number in of.groups)


def title_svg(graph: Graph, of: Boxed, box: Box) -> str:
    """The title of a box; its tooltip says in full which call of a function it is."""
    short = short_title(graph, of)
    full = ", ".join(_in_full(graph, number) for number in of.groups)
    left, top = box.x - box.width / 2, box.y - box.height / 2
    room = max(1, int((box.width - 2 * _ASIDE) / _LETTER))
    shown = short if len(short) <= room else f"{short[: room - 1]}…"
    return (
        f'<g class="group" data-groups="{" ".join(f"g{number + 1}" for number in of.groups)}"><title>{quoted(full)}'
        f'</title><text class="title" x="{px(left + _ASIDE)}" y="{px(top + 17)}">{quoted(shown)}</text></g>'
    )


def _in_full(graph: Graph, number: int) -> str:
    """Call 2 of 3 of cell; turn i = 2 of the loop in line 4."""
    group = graph.groups[number]
    if group.kind == "turn":
        turn = group.name if group.name.startswith("turn ") else f"turn {group.name}"
        return f"{turn} of the loop in line {group.place.line}"
    calls = [k for k, each in enumerate(graph.groups) if _is_alike(each, group)]
    which = f" {calls.index(number) + 1} of {len(calls)}" if len(calls) > 1 else ""
    return f"call{which} of {group.name}"


def _is_alike(one: NodeGroup, other: NodeGroup) -> bool:
    return (one.kind, one.name) == (other.kind, other.name)
