"""How boxes are drawn: a closed one in three forms with the same parts in the same order, an open one with its head."""

from __future__ import annotations

from typing import NamedTuple

from graphs.picture.above import SYMBOL
from graphs.picture.boxes.scene import Item
from graphs.picture.boxes.states import ShownBox
from graphs.picture.boxes.words import COUNT, HEAD, ROW, ROW_GAP, ROW_NUMBERS, ROWS, TYPE, Closed, Told
from graphs.picture.frame import WAITING, Frame
from graphs.picture.node import derivative_symbol, in_full
from graphs.picture.routes import Box
from graphs.picture.sizes import OUTLINE, slot_height
from graphs.picture.slots import BELOW, INSET, PLAIN, Room, Space, array_slot, slot
from graphs.picture.svg_text import px, quoted, spans
from graphs.picture.typesetting import Run, Runs, fitted, name_runs, width
from graphs.study import Study

_TARGET = 24.0  # the side of what opens a box
_EQUALS, _APART = (Run(" = "),), (Run("", kern=0.9),)
_UPRIGHT_HEIGHT = 128.0
_REGULAR = 0.87  # how wide digits are beside bold ones: those of boxes are never bold


class _Form(NamedTuple):
    """Where the parts of a closed box are, in pixels from its upper left corner.

    opener: the middle of its triangle. head, value, derivative: baselines; rule: y of the line below the head, 0 for
    none. name: where it begins. symbols: where those of both numbers begin; ends: where the numbers end.
    """

    opener: tuple[float, float]
    name: float
    head: float
    rule: float
    value: float
    derivative: float
    symbols: tuple[float, float]
    ends: tuple[float, float]


def _form(closed: Closed) -> _Form:
    wide = closed.width
    if closed.form == ROW:
        end = wide - 13
        first, second = end - ROW_NUMBERS, end - ROW_NUMBERS / 2 + 9
        return _Form((17, 24), 31, 30, 0, 30, 30, (first, second), (second - 18, end))
    if closed.form == ROWS:
        return _Form((16, 24), 28, 30, 47, 75, 75, (13, 184), (158, wide - 14))
    if closed.form == "upright":
        return _Form((13, 19), 25, 25, 64, 87, 116, (9, 9), (wide - 9, wide - 9))
    return _Form((12, 17), 22, 23, 33, 55, 82, (8, 8), (wide - 8, wide - 8))


def closed_svg(study: Study, item: Item, words: Told, closed: Closed, box: Box, shown: Frame, now: ShownBox) -> str:
    """A closed box, or a stack of them."""
    form, graph = _form(closed), study.graph
    wide, high = closed.width, closed.height
    is_output = item.result in graph.outputs
    shape = graph.shapes[item.result]
    parts = []
    if item.kind == "stack":
        parts += [_rect("behind", away, -away, wide, high) for away in (8, 4)]
    if is_output:
        more = 2 * OUTLINE
        parts.append(_rect("outline", -OUTLINE, -OUTLINE, wide + more, high + more, 6.5))
    parts.append(_rect("frame", 0, 0, wide, high))
    parts += _head(item, words, closed, form, now)
    if form.rule:
        parts.append(f'<line class="rule" x1="8" y1="{px(form.rule)}" x2="{px(wide - 8)}" y2="{px(form.rule)}"/>')
    value, derivative = shown.nodes[item.result].value, shown.nodes[item.result].derivative or WAITING
    symbol = fitted(name_runs(study.notation.by_inputs.called[item.result]), SYMBOL)
    lines = (form.value, form.derivative)
    if shape:
        each = slot_height(shape)
        lines = (form.rule + each / 2 + BELOW, form.rule + each * 1.5 + BELOW)
    parts.append(
        f'<text class="value-symbol" x="{px(form.symbols[0])}" y="{px(lines[0])}">'
        f"{spans(symbol)}</text>{derivative_symbol(symbol, form.symbols[1], lines[1])}"
    )
    for name, cell, line, start, end in zip(
        ("value", "derivative"), (value, derivative), lines, form.symbols, form.ends, strict=True
    ):
        room = int(end - start - width(symbol, TYPE) - 4)
        if shape:
            top = form.rule + (0 if name == "value" else slot_height(shape))
            parts.append(array_slot(name, cell, shape, Space(top, int(end), room - 2 * INSET, PLAIN[1])))
        else:
            parts.append(slot(name, cell, end, line, Room(int(room / _REGULAR), *PLAIN), told=True))
    parts.append(f'<path class="badge fault" d="M{px(wide - 2)}-10l10.5 18h-21zm0 6.5v5.5m0 3v.5"/>')
    circle = f"M{px(wide - 12)} 0a10 10 0 1 1 20 0a10 10 0 1 1-20 0z"
    parts.append(f'<path class="badge bend" d="{circle}m5.5 2.5l4.5-5 4.5 5"/>')
    words_of = " ".join(
        ["node box closed", closed.form, *(["stack"] if item.kind == "stack" else []),          _states(now, is_output)]
    )  # fmt: skip
    return (
        f'<g class="{words_of}" id="{item.key}" data-node="c{item.result + 1}" {_data(item)} '
        f'data-told="{quoted(words.title)}" transform="translate({px(box.x - wide / 2)},{px(box.y - high / 2)})">'
        f"<title>{quoted(f'{words.title}. {in_full(study, item.result, shown)}')}</title>{''.join(parts)}</g>"
    )


def _data(item: Item) -> str:
    """What the page must know of a box: its group, or those of a stack; and the nodes that it holds."""
    groups = " ".join(f"g{number + 1}" for number in item.groups)
    stack = f' data-stack="{groups}"' if item.kind == "stack" else ""
    nodes = " ".join(f"c{node + 1}" for node in item.nodes)
    return f'data-group="g{item.groups[0] + 1}"{stack} data-nodes="{nodes}"'


def _states(now: ShownBox, output: bool) -> str:
    words = [now.state, *(["current"] if now.current else []), *(["within"] if now.within else [])]
    words += ["output"] if output else []
    words += [state for state in ("issue", "downstream", "kink") if getattr(now, state)]
    words += ["counting"] if now.counts else []
    return " ".join(words)


def count_text(now: ShownBox) -> str:
    """How far a sweep has come in a box."""
    return f"{now.done} of {now.steps}" if now.counts else ""


def _head(item: Item, words: Told, closed: Closed, form: _Form, now: ShownBox) -> list[str]:
    """The triangle, the name, the formula and the count, or how many a stack has."""
    wide, line, named, end = closed.width, form.head, words.name, closed.width - 9
    is_stack = item.kind == "stack"
    many = f"× {len(item.groups)}" if is_stack else ""
    parts = [_opener(*form.opener, "closed")]
    if closed.form in (ROW, ROWS):
        if closed.form == ROW:
            end = form.symbols[0] - ROW_GAP
        between = _APART if is_stack else _EQUALS
        room = end - form.name - COUNT
        parts.append(_line("name-and-formula", form.name, line, (*named, *between, *words.formula), room))
    elif closed.form == "upright":
        parts.append(_line("name-and-formula", form.name, line, named, end - form.name - (40 if is_stack else 0)))
        if closed.height >= _UPRIGHT_HEIGHT:
            formula = fitted(words.formula, (wide - 12) / TYPE)
            parts.append(f'<text class="formula" x="{px(wide / 2)}" y="53">{spans(formula)}</text>')
    else:
        parts.append(_line("name-and-formula", form.name, line, named, end - form.name - (COUNT if is_stack else 4)))
        room = end - form.name - width(named, TYPE) - 8
        formula = words.formula if width(words.formula, TYPE) <= room else words.short
        if not is_stack and width(formula, TYPE) <= room:
            parts.append(_end_text("short", end, line, spans(tuple(run._replace(muted=True) for run in formula))))
    return [*parts, _end_text("tally", end, line, count_text(now) or many)]


def open_frame(item: Item, box: Box, kind: str, now: ShownBox) -> str:
    """The frame of an open box, which lies under all that it holds."""
    states = " current" if now.current else ""
    left, top, line = box.x - box.width / 2, box.y - box.height / 2, box.y - box.height / 2 + HEAD[kind]
    return (
        f'<g class="box-frame{states}" data-group="g{item.groups[0] + 1}">'
        f"{_rect('around', left, top, box.width, box.height)}"
        f'<line class="rule" x1="{px(left)}" y1="{px(line)}" x2="{px(left + box.width)}" y2="{px(line)}"/></g>'
    )


def open_svg(item: Item, words: Told, box: Box, kind: str, now: ShownBox, of: str) -> str:
    """The head of an open box. of: what its steps are counted in: this line."""
    wide, line = box.width, HEAD[kind] / 2 + 6
    counted = f"step {count_text(now)} in this {of}" if kind == "wide" else count_text(now)
    room = wide - 33 - (210 if kind == "wide" else COUNT + 10)
    head = (*words.name, *_EQUALS, *words.formula)
    counts = " counting" if now.counts else ""
    return (
        f'<g class="box open{counts}" id="{item.key}" {_data(item)} data-of="{of}" '
        f'transform="translate({px(box.x - wide / 2)},{px(box.y - box.height / 2)})">'
        f"<title>{quoted(words.title)}</title>"
        f"{_opener(17, HEAD[kind] / 2, 'open')}{_line('name-and-formula', 33, line, head, room)}"
        f"{_end_text('tally', wide - 13, line, counted if now.counts else '')}</g>"
    )


def _opener(x: float, y: float, state: str) -> str:
    """A triangle with room around it: it points right while the box is closed, down while it is open."""
    path = "M-4-5.5L5.5 0-4 5.5z" if state == "closed" else "M-5.5-4L0 5.5 5.5-4z"
    half = _TARGET / 2
    return (
        f'<g class="opener" transform="translate({px(x)},{px(y)})"><rect class="target" x="{px(-half)}" '
        f'y="{px(-half)}" width="{px(_TARGET)}" height="{px(_TARGET)}"/><path class="triangle" d="{path}"/></g>'
    )


def _line(kind: str, x: float, y: float, line: Runs, room: float) -> str:
    """A line, cut where its room ends. Its type is never smaller: the picture may be seen at 72 %."""
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}">{spans(fitted(line, max(1.0, room / TYPE)))}</text>'


def _end_text(kind: str, x: float, y: float, content: str) -> str:
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}">{content}</text>'


def _rect(kind: str, x: float, y: float, wide: float, high: float, radius: float = 3.0) -> str:
    return f'<rect class="{kind}" x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{px(high)}" rx="{px(radius)}"/>'
