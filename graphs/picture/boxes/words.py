"""What a box says of itself, and how large that makes it: its name, its formula, and which of its forms it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graphs.autodiff.graph import Graph
from graphs.notation.formula import NAME, VALUE, Formula, Part, formula, joined
from graphs.notation.names import Name
from graphs.notation.nested import nested
from graphs.notation.notation import Notation
from graphs.picture.above import SYMBOL, operation_sign
from graphs.picture.boxes.scene import Item, Scene, walk
from graphs.picture.node import INSIDE
from graphs.picture.sizes import OUTLINE, Size, frame_size
from graphs.picture.typesetting import Run, Runs, fitted, name_runs, runs, width

HEAD = {"wide": 41.0, "tall": 36.0}  # of an open box
TYPE = 18.0
ROW, ROWS, UPRIGHT, TALL = "row", "rows", "upright", "narrow"  # the forms of a closed box
_ROW_HEIGHT, _ROW_WIDTHS = 48.0, (480.0, 720.0)
ROW_NUMBERS, ROW_GAP, COUNT = 218.0, 22.0, 76.0  # the room of a row's numbers, before them, and of "12 of 40"
_ROWS_SIZE = (368.0, 92.0)
_UPRIGHT = (130.0, 124.0, 128.0)  # its least width, the widest formula, its height
_TALL = (108.0, 156.0, 92.0)  # its two widths, its height
_BESIDE_COUNT = 8.0  # the widest name that stands beside "12 of 40" in the narrower
_SHOWN = 40.0  # ems of a formula, at most
_STACKED = 10.0  # how far the frames behind a stack stand out


class Told(NamedTuple):
    """A box in words: what it is called, its formula in full, and as much of it as a small box has room for."""

    name: Runs
    formula: Runs
    short: Runs
    title: str


class Closed(NamedTuple):
    """A closed box: its form and its frame's size."""

    form: str
    width: float
    height: float


def told(scene: Scene, notation: Notation, item: Item) -> Told:
    """A box in words; made once for each."""
    key = (told, item.kind == "stack", item.groups)
    if key not in notation.drawn:
        notation.drawn[key] = _told(scene.graph, notation, item)
    words: Told = notation.drawn[key]
    return words


def _told(graph: Graph, notation: Notation, item: Item) -> Told:
    calls = _calls(graph, notation, item)
    group = graph.groups[item.groups[0]]
    inside = frozenset(item.nodes if item.kind != "stack" else graph.groups[item.groups[-1]].nodes)
    whole = calls.get(item.result) if group.kind == "function" else None
    # The call that is the box's own result stands for it elsewhere, not in its own formula.
    written = whole or nested(notation.by_inputs, item.result, inside, lambda node: calls.get(node))
    names = notation.by_inputs.called
    short = runs(written, names)
    operation = operation_sign(notation, item.result)
    if item.kind == "stack":
        title, line = _several(graph, item, names)
        return Told(line, fitted(short, _SHOWN), operation, f"{len(item.groups)} alike: {title}")
    name = names[item.result]
    title = f"{name.text} = {written}"
    return Told(name_runs(name), fitted(short, _SHOWN), operation, title)


def _calls(graph: Graph, notation: Notation, item: Item) -> dict[int, Formula]:
    """What stands for the results of the calls within a box."""
    names = notation.by_inputs
    calls = {}
    for number, group in enumerate(graph.groups):
        if group.kind == "function" and group.nodes and group.nodes[-1] in item.nodes and (
            number not in item.groups or number == item.groups[0]
        ):  # fmt: skip
            bound = [formula(Part(names.names[node], VALUE, node)) for _, node in group.bindings]
            calls[group.nodes[-1]] = formula(Part(group.name, NAME), "(", *joined(", ", bound), ")")
    return calls


def _several(graph: Graph, item: Item, names: Sequence[Name]) -> tuple[str, Runs]:
    """What a stack is called, in plain text and typeset: t = 1 … 40, h1 … h8."""
    first, last = (graph.groups[k] for k in (item.groups[0], item.groups[-1]))
    head, sign, value = last.name.rpartition(" = ")
    if sign and first.name.startswith(head + sign):
        return f"{first.name} … {value}", (*runs(first.name), Run(f" … {value}"))
    if first.kind == "line":
        ends = [names[each.nodes[-1]] for each in (first, last)]
        between = f"{ends[0].text} … {ends[1].text}"
        return between, (*name_runs(ends[0]), Run(" … "), *name_runs(ends[1]))
    title = f"{first.name} … {last.name.removeprefix('turn ')}"
    return title, (Run(title),)


def closed_sizes(scene: Scene, notation: Notation, items: Iterable[Item], kind: str,
                 open_widths: Iterable[float]) -> dict[str, Closed]:  # fmt: skip
    """The forms of the closed boxes of a level. open_widths: of the open boxes there."""
    widest = max(open_widths, default=0.0)
    sizes = {}
    for item in items:
        if item.kind in ("closed", "stack"):
            sizes[item.key] = _closed(scene, told(scene, notation, item), item, kind, widest)
    rows = max((each.width for each in sizes.values() if each.form == ROW), default=0.0)
    return {key: each._replace(width=rows) if each.form == ROW else each for key, each in sizes.items()}


def _closed(scene: Scene, words: Told, item: Item, kind: str, widest: float) -> Closed:
    shape = scene.graph.shapes[item.result]
    long = width(words.formula, TYPE)
    if shape:
        wide, high = frame_size(INSIDE, shape)
        extra = 44.0 if kind == "wide" else 6.0
        symbol = width(fitted(words.name, SYMBOL), TYPE)
        return Closed(UPRIGHT if kind == "wide" else TALL, max(wide + symbol, min(long + 20, 190.0)), high + extra)
    named = width(words.name, TYPE)
    if kind == "tall":
        inside = set(item.nodes)
        is_long = sum(edge.target in inside for edge in scene.graph.edges) > 9  # its count has two digits twice
        is_short = named + width(words.formula, TYPE) + 38 <= _TALL[1] or (is_long and named > _BESIDE_COUNT)
        return Closed(TALL, _TALL[is_short] if item.kind != "stack" else _TALL[1], _TALL[2])
    if long <= _UPRIGHT[1] and named <= 70:
        return Closed(UPRIGHT, max(_UPRIGHT[0], long + 24, named + 60), _UPRIGHT[2])
    if widest:
        whole = 46.0 + named + long + width((Run(" = "),), TYPE) + COUNT + ROW_GAP + ROW_NUMBERS
        return Closed(ROW, min(max(_ROW_WIDTHS[0], widest, whole), _ROW_WIDTHS[1]), _ROW_HEIGHT)
    return Closed(ROWS, *_ROWS_SIZE)


def outlined(scene: Scene, item: Item) -> bool:
    """Whether a box, or a node, is drawn as the output."""
    return item.kind in ("node", "closed", "stack") and item.result in scene.graph.outputs


def room_of(scene: Scene, item: Item, frame: Size) -> Size:
    """What a thing takes, its outline and the frames behind it included."""
    more = 2 * OUTLINE if outlined(scene, item) else 0.0
    more += _STACKED if item.kind == "stack" else 0.0
    return frame[0] + more, frame[1] + more


def head_width(words: Told) -> float:
    """What the head of an open box takes with all that it says."""
    return 33.0 + width(words.name, TYPE) + 30.0 + min(width(words.formula, TYPE), 300.0) + 200.0


def closed_items(scene: Scene) -> list[Item]:
    """The closed boxes and stacks."""
    return [item for item in walk(scene.items) if item.kind in ("closed", "stack")]


def called(notation: Notation, item: Item) -> Name:
    """What a box's result is called."""
    return notation.by_inputs.called[item.result]
