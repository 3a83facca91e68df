"""How a node is drawn: its frame, head and two rows of fixed size, and how text and numbers are set in SVG."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import NamedTuple

from graphs.frame import WAITING, Cell, Frame, ShownNode
from graphs.glyphs import Runs, accent, fitted, name_runs, runs, width
from graphs.graph import Graph
from graphs.notation import called, id_of, node_text
from graphs.numerals import literal, number_text
from graphs.routes import FRAMES, OUTLINE, Box
from graphs.study import Study

SIZE = 18.0  # the type of heads, symbols and numbers
_SMALL = 15.0
_PAD = 10.0
_SYMBOL = 1.75  # ems: a longer symbol gives way to the node's id, which its name then stands above
_LONG = 4.3  # ems: a longer head keeps its size where the picture is small and other heads grow
_LONGEST = {"wide": 6, "tall": 5}  # characters that a number may have at full size
_DIGITS = 5  # significant ones of a number, where it has room
_CHARACTERS = 8  # of a decimal; one that is longer shows fewer digits


class Rows(NamedTuple):
    """Where a frame's parts are, in pixels below its top: the rule, the rows' lower ends, the three baselines."""

    rule: float
    middle: float
    head: float
    value: float
    derivative: float


_ROWS = {"wide": Rows(32, 59, 22, 51.5, 78.5), "tall": Rows(25, 49, 18.5, 42.5, 66.5)}


def quoted(text: str) -> str:
    """User text as it may stand in SVG, in content or in an attribute: the one place that decides."""
    return escape(text, quote=True)


def px(x: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{x:.1f}".removesuffix(".0")


def typographic(text: str) -> str:
    """A number's text with the signs of mathematics instead of those that programs use."""
    return text.replace("-", "−").replace("·", "⋅")


@lru_cache(maxsize=4096)
def spans(styled: Runs) -> str:
    """Runs as the content of a text element; all lengths are in ems, so that its size may change."""
    written, rise = [], 0.0
    for run in styled:
        marks = ' class="italic"' if run.italic else ""
        if run.size != 1.0:
            marks += f' font-size="{run.size:.3g}em"'
        if run.kern:
            marks += f' dx="{run.kern / run.size:.3g}em"'
        if run.rise != rise:
            marks += f' dy="{(rise - run.rise) / run.size:.3g}em"'
        rise = run.rise
        text = quoted(run.text)
        written.append(f"<tspan{marks}>{text}</tspan>" if marks else text)
    return "".join(written)


def numeral(text: str) -> str:
    """A number's text as the content of a text element: its power of ten is raised."""
    mantissa, _, exponent = typographic(text).partition("^")
    return mantissa + (f'<tspan class="superscript" dy="-5">{exponent}</tspan>' if exponent else "")


def slot(kind: str, cell: Cell, right: float, baseline: float, longest: int, digits: int = _DIGITS) -> str:
    """A number's slot: a middle dot until it is reached, a word where a fault starts, else up to five digits.

    longest: the number of characters that fit at full size.
    """
    text, state = {"waiting": ("⋅", " unreached"), "undefined": ("undefined", " word")}.get(cell.kind, ("", ""))
    if cell.kind == "number":
        text = compact(cell.number, digits)
        state = " small" if len(text) > longest else ""
    fewer = f' data-digits="{digits}"' if digits != _DIGITS else ""
    return f'<text class="{kind}{state}" x="{px(right)}" y="{px(baseline)}"{fewer}>{numeral(text)}</text>'


def compact(x: float, digits: int) -> str:
    """A number with so many digits, or with as many fewer as make a decimal fit its slot."""
    text = number_text(x, digits)
    while len(text) > _CHARACTERS and "^" not in text and digits > 2:
        digits -= 1
        text = number_text(x, digits)
    return text


def node(study: Study, i: int, box: Box, shown: Frame, kind: str) -> str:
    """A node's group, in a frame of its own coordinates: (0, 0) is the frame's top left corner."""
    graph, now = study.graph, shown.nodes[i]
    (wide, high), rows = FRAMES[kind], _ROWS[kind]
    name, derivative = id_of(i), ""
    if i not in graph.data:
        derivative = slot("derivative", now.derivative or WAITING, wide - _PAD, rows.derivative, _LONGEST[kind])
    return (
        f'<g class="node {_kind(graph, i)} {_states(now, i in graph.outputs)}" id="{name}" data-node="{name}" '
        f'transform="translate({px(box.x - wide / 2)},{px(box.y - high / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>{_body(graph, i, kind)}"
        f"{slot('value', now.value, wide - _PAD, rows.value, _LONGEST[kind])}{derivative}</g>"
    )


def leaf(study: Study, i: int, name: str, box: Box, shown: Frame, kind: str) -> str:
    """One use of an input that is drawn apart: its name, and the sweep's number beside it."""
    now, graph = shown.nodes[i], study.graph
    symbol = name_runs(graph.inputs[i]) if i < len(graph.inputs) else runs(called(graph, i))
    states, baseline = now.state + (" current" if now.current else ""), box.height / 2 + 5.5
    return (
        f'<g class="node {_kind(graph, i)} leaf {states}" id="{name}" data-node="{id_of(i)}" '
        f'transform="translate({px(box.x - box.width / 2)},{px(box.y - box.height / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>"
        f'<rect class="frame" width="{px(box.width)}" height="{px(box.height)}" rx="{px(box.height / 2)}"/>'
        f"{_derivative_symbol(fitted(symbol, 1.5), 10, baseline)}"
        f"{slot('value', now.value, box.width - 10, baseline, 4, 3)}"
        f"{slot('derivative', now.derivative or WAITING, box.width - 10, baseline, _LONGEST[kind], 3)}</g>"
    )


def in_full(study: Study, i: int, shown: Frame) -> str:
    """A node's tooltip: its formula and all digits."""
    now = shown.nodes[i]
    told = f"{id_of(i)} = {node_text(study.graph, i)}: value {_cell_in_full(now.value)}"
    if now.derivative is None or now.derivative.kind == "absent":
        return told
    return f"{told}, {'tangent' if shown.sweep == 'forward' else 'adjoint'} {_cell_in_full(now.derivative)}"


def _cell_in_full(cell: Cell) -> str:
    if cell.kind == "number":
        return literal(cell.number)
    return "not reached yet" if cell.kind == "waiting" else "undefined"


def _kind(graph: Graph, i: int) -> str:
    return "data" if i in graph.data else "input" if i < len(graph.inputs) else "operation"


def _states(now: ShownNode, output: bool) -> str:
    told = [now.state]
    told += ["current"] if now.current else []
    told += ["output"] if output else []
    told += [state for state in ("issue", "downstream", "kink") if getattr(now, state)]
    return " ".join(told)


def _body(graph: Graph, i: int, kind: str) -> str:
    """All of a node that no step and no point changes."""
    rows, (wide, high) = _ROWS[kind], FRAMES[kind]
    sort = _kind(graph, i)
    radius = 12 if sort == "input" else 3
    parts = []
    if i in graph.outputs:
        parts.append(_rect("outline", -OUTLINE, -OUTLINE, wide + 2 * OUTLINE, high + 2 * OUTLINE, radius + OUTLINE))
    parts.append(_rect("frame", 0, 0, wide, high, radius))
    parts.append(_rect("wash of-value", 1, rows.rule + 0.5, wide - 2, rows.middle - rows.rule - 0.5, 0))
    if sort != "data":
        parts.append(_foot("wash of-derivative", rows.middle, wide, high, radius))
    parts.append(_head(graph, i, wide, rows.head))
    parts.append(
        f'<line class="rule" x1="{px(_PAD)}" y1="{px(rows.rule)}" x2="{px(wide - _PAD)}" y2="{px(rows.rule)}"/>'
    )
    symbol = _symbol(graph, i)
    parts.append(f'<text class="value-symbol" x="{px(_PAD)}" y="{px(rows.value)}">{spans(symbol)}</text>')
    if sort != "data":
        parts.append(_derivative_symbol(symbol, _PAD, rows.derivative))
    parts.append(_name(graph, i, kind))
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


def _foot(kind: str, top: float, wide: float, high: float, radius: float) -> str:
    """The last row's wash: its lower corners follow the frame's."""
    r = radius - 1
    return (
        f'<path class="{kind}" d="M1 {px(top)}h{px(wide - 2)}V{px(high - 1 - r)}a{r} {r} 0 0 1-{r} {r}'
        f'H{px(1 + r)}a{r} {r} 0 0 1-{r}-{r}z"/>'
    )


def _badge(kind: str, path: str) -> str:
    return f'<path class="badge {kind}" d="{path}"/>'


def _head(graph: Graph, i: int, wide: float, baseline: float) -> str:
    """What a node computes; too long for its frame, it is set smaller, and then cut."""
    formula = name_runs(graph.inputs[i]) if i < len(graph.inputs) else runs(node_text(graph, i))
    size, room = SIZE, wide - _PAD
    if width(formula, SIZE) > room:
        size, formula = _SMALL, fitted(formula, room / _SMALL)
    kind = "head small" if size == _SMALL else "head long" if width(formula) > _LONG else "head"
    return f'<text class="{kind}" x="{px(wide / 2)}" y="{px(baseline)}">{spans(formula)}</text>'


def _symbol(graph: Graph, i: int) -> Runs:
    """How formulas call a node, where its slot has room for that, else its id."""
    symbol = name_runs(called(graph, i))
    return symbol if width(symbol) <= _SYMBOL else name_runs(id_of(i))


def _derivative_symbol(symbol: Runs, x: float, baseline: float) -> str:
    """A symbol with a bar (adjoint) and a dot (tangent) over its letter; the sweep's class shows one of them."""
    middle, higher = accent(symbol)
    over, top = x + middle * SIZE, baseline - higher * SIZE
    bar, dot = px(top - 0.58 * SIZE), px(top - 0.62 * SIZE)
    return (
        f'<g class="derivative-symbol"><text x="{px(x)}" y="{px(baseline)}">{spans(symbol)}</text>'
        f'<line class="bar" x1="{px(over - 0.2 * SIZE)}" y1="{bar}" x2="{px(over + 0.2 * SIZE)}" y2="{bar}"/>'
        f'<circle class="dot" cx="{px(over)}" cy="{dot}" r="1.3"/></g>'
    )


def _name(graph: Graph, i: int, kind: str) -> str:
    """The name above a node: a line's own, and the node's id where its rows do not show it; or an output's f."""
    own = graph.names[i] if i >= len(graph.inputs) else None
    if own is None and i not in graph.outputs:
        return ""
    wide, _ = FRAMES[kind]
    name = name_runs(own) if own is not None else name_runs(_result(graph, i))
    number = ""
    if own is not None and _symbol(graph, i) != name_runs(id_of(i)):
        number = f'<tspan class="number" dx=".5em">{spans(name_runs(id_of(i)))}</tspan>'
    place = f'x="{px(wide / 2)}"' if kind == "wide" else 'x="2"'
    above = 8 + (OUTLINE if i in graph.outputs else 0)
    return f'<text class="name" {place} y="{px(-above)}">{spans(fitted(name, 8.0))}{number}</text>'


def _result(graph: Graph, i: int) -> str:
    """What an output without a name is called: f, or f1, f2, … where there are several."""
    return "f" if len(graph.outputs) == 1 else f"f{graph.outputs.index(i) + 1}"
