"""How a node is drawn: its frame, head, and one row for its value and one for its derivative, of fixed size."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from graphs.autodiff.graph import Graph
from graphs.notation.names import id_of
from graphs.notation.notation import Notation
from graphs.notation.numbers import literal
from graphs.operations.elementwise import DATA
from graphs.operations.row import Shape
from graphs.picture.above import SYMBOL, above, inside_head, is_part, is_unnamed
from graphs.picture.frame import SMALL_ARRAY, WAITING, Cell, Frame, ShownNode
from graphs.picture.routes import Box
from graphs.picture.sizes import OUTLINE, frame_size, shape_text, slot_height
from graphs.picture.slots import BELOW, INSET, PLAIN, SIZES, Room, Space, array_slot, slot
from graphs.picture.svg_text import px, quoted, spans
from graphs.picture.typesetting import Runs, accent, fitted, name_runs, runs, scaled, width
from graphs.study import Study

SIZE = 18.0  # the type of heads, symbols and numbers
_SMALL, _SMALLEST = 15.0, 13.0
_PAD = 10.0
_SLIM = 5.0  # the same beside a number without a symbol
_ASIDE = 6.0  # between a symbol and the array beside it, at least
_NEAR = 3.0  # and a number
INSIDE = "inside"  # the kind of a node of a wide picture with boxes
_AFTER_NAME = 9.0  # between the name of a line's part and what it computes
_LONG = 4.3  # ems: a longer head keeps its size where the picture is small and other heads grow
_LONGEST = {"wide": 6, "tall": 5, "inside": 8}  # characters that a number may have at full size
_NUMBERS = {"wide": (18, 15, 13), "tall": (18, 13), "inside": PLAIN[1]}  # the type of numbers, as in graph.css
_LEAF_NUMBERS = (13,)
_NAMED = {"wide": 8.0, "tall": 5.2}  # ems of the name above a node


class Rows(NamedTuple):
    """Where a frame's parts are, in pixels below its top: the rule, the rows' lower ends, the three baselines."""

    rule: float
    middle: float
    head: float
    value: float
    derivative: float


_ROWS = {"wide": Rows(32, 59, 22, 51.5, 78.5), "tall": Rows(25, 49, 18.5, 42.5, 66.5),
         "inside": Rows(30, 55, 21, 48.5, 73)}  # fmt: skip


class _Plan(NamedTuple):
    """A node's frame and what decides where its parts stand."""

    wide: float
    high: float
    rows: Rows
    shape: Shape
    longest: int
    numbers: tuple[int, ...]
    entries: tuple[int, ...]


@lru_cache(maxsize=256)
def _planned(kind: str, shape: Shape, slots: int) -> _Plan:
    rows = _ROWS[kind]
    if shape:
        each = slot_height(shape)
        value = rows.rule + each / 2 + BELOW
        rows = Rows(rows.rule, rows.rule + each, rows.head, value, value + each)
    entries = PLAIN[1] if kind == INSIDE else SIZES
    return _Plan(*frame_size(kind, shape, slots), rows, shape, _LONGEST[kind], _NUMBERS[kind], entries)


def node(study: Study, i: int, box: Box, shown: Frame, kind: str, key: str | None = None) -> str:
    """A node's group, in a frame of its own coordinates: (0, 0) is the frame's top left corner.

    key: its id in the picture, if not the node's.
    """
    graph, now = study.graph, shown.nodes[i]
    plan = _planned(kind, graph.shapes[i], 1 if i in graph.data else 2)
    name, derivative = id_of(i), ""
    compact = " compact" if kind == INSIDE else ""
    body, symbol_width = _drawn(study.notation, i, plan, kind)
    if i not in graph.data:
        derivative = _slot("derivative", now.derivative or WAITING, plan, symbol_width)
    return (
        f'<g class="node {_kind(graph, i)} {_states(now, i in graph.outputs)}{compact}" id="{key or name}" '
        f'data-node="{name}" '
        f'transform="translate({px(box.x - plan.wide / 2)},{px(box.y - plan.high / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>{body}"
        f"{_slot('value', now.value, plan, symbol_width)}{derivative}</g>"
    )


def _slot(kind: str, cell: Cell, plan: _Plan, symbol_width: float) -> str:
    """symbol_width: the width of the symbol beside it."""
    right, rows = plan.wide - _PAD, plan.rows
    if not plan.shape:
        is_inside = plan.longest == _LONGEST[INSIDE]
        right += _PAD - _SLIM if is_inside else 0.0
        room = right - _SLIM if is_inside else right - _PAD - symbol_width - _NEAR
        beside = Room(int(room), plan.longest, plan.numbers)
        baseline = rows.value if kind == "value" else rows.derivative
        return slot(kind, cell, right, baseline, beside, told=is_inside)
    room = right - _PAD - symbol_width - _ASIDE - 2 * INSET
    top = rows.rule if kind == "value" else rows.middle
    return array_slot(kind, cell, plan.shape, Space(top, int(right), int(room), plan.entries))


def leaf(study: Study, i: int, name: str, box: Box, shown: Frame, kind: str) -> str:
    """One use of an input that is drawn apart: its name, and the sweep's number beside it."""
    now, graph = shown.nodes[i], study.graph
    symbol = name_runs(study.notation.by_inputs.called[i])
    states, baseline, right = now.state + (" current" if now.current else ""), box.height / 2 + 5.5, box.width - _PAD
    if shape := graph.shapes[i]:
        numbers = _shape(shape, right, baseline - 0.5)
    else:
        beside = int(right - _PAD - width(fitted(symbol, 1.5), SIZE) - _NEAR)
        numbers = slot("value", now.value, right, baseline, Room(beside, 4, _LEAF_NUMBERS), 3)
        derivative = Room(beside, _LONGEST[kind], _LEAF_NUMBERS)
        numbers += slot("derivative", now.derivative or WAITING, right, baseline, derivative, 3)
    return (
        f'<g class="node {_kind(graph, i)} leaf {states}" id="{name}" data-node="{id_of(i)}" '
        f'transform="translate({px(box.x - box.width / 2)},{px(box.y - box.height / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>"
        f'<rect class="frame" width="{px(box.width)}" height="{px(box.height)}" rx="{px(box.height / 2)}"/>'
        f"{derivative_symbol(fitted(symbol, 1.5), _PAD, baseline)}"
        f"{numbers}</g>"
    )


def in_full(study: Study, i: int, shown: Frame) -> str:
    """A node's tooltip: its formula and all digits; of a large array its shape."""
    now, shape = shown.nodes[i], study.graph.shapes[i]
    name, text = study.notation.names[i], study.notation.text(i)
    words = f"{name if name == text else f'{name} = {text}'}: value {_cell_in_full(now.value, shape)}"
    if now.derivative is None or now.derivative.kind == "absent":
        return words
    return f"{words}, {'tangent' if shown.sweep == 'forward' else 'adjoint'} {_cell_in_full(now.derivative, shape)}"


def _cell_in_full(cell: Cell, shape: Shape) -> str:
    if cell.kind == "number":
        return _listed(cell.number) if prod(shape) <= SMALL_ARRAY else f"of shape {shape_text(shape)}"
    return "not reached yet" if cell.kind == "waiting" else "undefined"


def _listed(numbers: Any) -> str:
    """A number, or an array row by row, as one would type it."""
    if getattr(numbers, "ndim", 0):
        return f"[{', '.join(map(_listed, numbers))}]"
    return literal(float(numbers))


def _kind(graph: Graph, i: int) -> str:
    return "data" if i in graph.data else "input" if i < len(graph.inputs) else "operation"


def _states(now: ShownNode, output: bool) -> str:
    words = [now.state]
    words += ["current"] if now.current else []
    words += ["output"] if output else []
    words += [state for state in ("issue", "downstream", "kink") if getattr(now, state)]
    return " ".join(words)


def _drawn(notation: Notation, i: int, plan: _Plan, kind: str) -> tuple[str, float]:
    """A node's body, drawn once, and the width of its symbol."""
    key = (_drawn, i, kind)
    if key not in notation.drawn:
        symbol = _symbol(notation, i) if kind != INSIDE else ()
        notation.drawn[key] = _body(notation, i, plan, symbol, kind), width(symbol, SIZE)
    drawn: tuple[str, float] = notation.drawn[key]
    return drawn


def _body(notation: Notation, i: int, plan: _Plan, symbol: Runs, kind: str) -> str:
    """All of a node that no step and no point changes."""
    graph = notation.graph
    wide, high, rows, shape, *_ = plan
    sort = _kind(graph, i)
    radius = 12 if sort == "input" else 3
    parts = []
    if i in graph.outputs:
        parts.append(_rect("outline", -OUTLINE, -OUTLINE, wide + 2 * OUTLINE, high + 2 * OUTLINE, radius + OUTLINE))
    parts.append(_rect("frame", 0, 0, wide, high, radius))
    parts.append(_rect("wash of-value", 1, rows.rule + 0.5, wide - 2, rows.middle - rows.rule - 0.5, 0))
    if sort != "data":
        parts.append(foot("wash of-derivative", rows.middle, wide, high, radius))
    parts.append(_head(notation, i, shape, wide, rows.head, kind))
    parts.append(
        f'<line class="rule" x1="{px(_PAD)}" y1="{px(rows.rule)}" x2="{px(wide - _PAD)}" y2="{px(rows.rule)}"/>'
    )
    if symbol:
        parts.append(f'<text class="value-symbol" x="{px(_PAD)}" y="{px(rows.value)}">{spans(symbol)}</text>')
        parts.append(derivative_symbol(symbol, _PAD, rows.derivative) if sort != "data" else "")
        parts.append(_name(notation, i, wide, kind))
    if sort != "input":
        parts.append(_badge("fault", f"M{px(wide - 2)}-10l10.5 18h-21zm0 6.5v5.5m0 3v.5"))
    if graph.rows[i].kink is not None:
        circle = f"M{px(wide - 12)} 0a10 10 0 1 1 20 0a10 10 0 1 1-20 0z"
        parts.append(_badge("bend", f"{circle}m5.5 2.5l4.5-5 4.5 5"))
    return "".join(parts)


def _rect(kind: str, x: float, y: float, width: float, height: float, radius: float) -> str:
    corner = f' rx="{px(radius)}"' if radius else ""
    place = f' x="{px(x)}" y="{px(y)}"' if x or y else ""
    return f'<rect class="{kind}"{place} width="{px(width)}" height="{px(height)}"{corner}/>'


def foot(kind: str, top: float, wide: float, high: float, radius: float) -> str:
    """The last row's wash: its lower corners follow the frame's."""
    r = radius - 1
    return (
        f'<path class="{kind}" d="M1 {px(top)}h{px(wide - 2)}V{px(high - 1 - r)}a{r} {r} 0 0 1-{r} {r}'
        f'H{px(1 + r)}a{r} {r} 0 0 1-{r}-{r}z"/>'
    )


def _badge(kind: str, path: str) -> str:
    return f'<path class="badge {kind}" d="{path}"/>'


def _head(notation: Notation, i: int, shape: Shape, wide: float, baseline: float, kind: str) -> str:
    """What a node computes, and an array's shape; too long for its frame, it is set smaller, and then cut.

    A part of a line has its name before it, where that has room; the rows have it in any case.
    """
    room, beside, inside = wide - _PAD, "", kind == INSIDE
    if shape:
        beside = _shape(shape, wide - _PAD, baseline - 1)
        room -= 2 * _PAD + width(runs(shape_text(shape)), SIZE if inside else _SMALLEST)
    if inside:
        size, line = SIZE, fitted(_named_formula(notation, i), room / SIZE)
    else:
        size, line = _sized_head(notation, i, room)
    kind = "head small" if size == _SMALL else "head long" if width(line) > _LONG else "head"
    if shape:
        return f'<text class="{kind} left" x="{px(_PAD)}" y="{px(baseline)}">{spans(line)}</text>{beside}'
    return f'<text class="{kind}" x="{px(wide / 2)}" y="{px(baseline)}">{spans(line)}</text>'


def _sized_head(notation: Notation, i: int, room: float) -> tuple[float, Runs]:
    """A head and its type."""
    formula = runs(notation.text(i), notation.called)
    if notation.graph.shapes[i] and notation.graph.rows[i] is DATA:
        formula = runs("data")  # its name stands above, its entries below
    named = name_runs(notation.called[i]) if is_part(notation, i) else ()
    lines = [(size, _after_name(named, formula, size)) for size in (SIZE, _SMALL) if named] + [(SIZE, formula)]
    return next(
        ((size, line) for size, line in lines if width(line, size) <= room), (_SMALL, fitted(formula, room / _SMALL))
    )


def _named_formula(notation: Notation, i: int) -> Runs:
    """The head of a node whose rows have no symbols: its name, and what it computes. Its type is one throughout, so
    that all of it can be read where the picture is seen smaller.
    """
    named, kind = name_runs(notation.called[i]), _kind(notation.graph, i)
    if kind == "input":
        return name_runs(notation.by_inputs.called[i])
    if kind == "data":
        return named
    first, *rest = inside_head(notation, i)
    muted = scaled(named, 1.0) if is_unnamed(notation, i) else named
    return (*muted, first._replace(kern=first.kern + _AFTER_NAME / SIZE), *rest)


def _after_name(named: Runs, formula: Runs, size: float) -> Runs:
    """A head at a type size: a name in small type, and what the node computes."""
    first, *rest = formula
    apart = first._replace(kern=first.kern + _AFTER_NAME / size)
    return (*scaled(named, _SMALL / size), apart, *rest)


def _shape(shape: Shape, right: float, baseline: float) -> str:
    return f'<text class="extent" x="{px(right)}" y="{px(baseline)}">{shape_text(shape)}</text>'


def _symbol(notation: Notation, i: int) -> Runs:
    """What a node is called, or as much of it as its slot has room for."""
    return fitted(name_runs(notation.called[i]), SYMBOL)


def derivative_symbol(symbol: Runs, x: float, baseline: float, size: float = SIZE) -> str:
    """A symbol with a bar (adjoint) and a dot (tangent) over its letter; the sweep's class shows one of them."""
    middle, higher = accent(symbol)
    over, top = x + middle * size, baseline - higher * size
    bar, dot = px(top - 0.58 * size), px(top - 0.62 * size)
    return (
        f'<g class="derivative-symbol"><text x="{px(x)}" y="{px(baseline)}">{spans(symbol)}</text>'
        f'<line class="bar" x1="{px(over - 0.2 * size)}" y1="{bar}" x2="{px(over + 0.2 * size)}" y2="{bar}"/>'
        f'<circle class="dot" cx="{px(over)}" cy="{dot}" r="1.3"/></g>'
    )


def _name(notation: Notation, i: int, wide: float, kind: str) -> str:
    """The name above a node: a line's own, a result's, and one that its rows have no room for."""
    own = above(notation, i)
    if own is None:
        return ""
    place = f'x="{px(wide / 2)}"' if kind == "wide" else 'x="2"'
    high = 8 + (OUTLINE if i in notation.graph.outputs else 0)
    named = fitted(name_runs(own), _NAMED[kind])
    long = " long" if width(named) > _LONG else ""
    return f'<text class="name{long}" {place} y="{px(-high)}">{spans(named)}</text>'
