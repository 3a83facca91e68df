"""One node of the picture: frame, head, slots and badges; what fills a slot never moves another."""

from __future__ import annotations

from typing import NamedTuple

from graphs.frame import Frame, undefined
from graphs.glyphs import Line, fitted, runs, width
from graphs.lettering import line, px, quoted, slot
from graphs.notation import called, id_of, literal, node_text
from graphs.routes import Box
from graphs.study import Study

SIZE = 18.0  # of numbers and formulas in nodes
PAD = 10.0
DERIVATIVES = {"forward": "tangent", "reverse": "adjoint"}
_BAD = frozenset({"domain", "overflow", "undefined", "infinite slope"})


class Measures(NamedTuple):
    """A node's sizes in pixels, and how many characters of a number fit at full size."""

    width: float
    height: float
    head: float
    row: float
    longest: int


MEASURES = {"wide": Measures(116.0, 86.0, 32.0, 27.0, 6), "tall": Measures(100.0, 73.0, 25.0, 24.0, 5)}


class Told:
    """The nodes where bad numbers start, and those with a kink."""

    def __init__(self, study: Study):
        self.faults = {issue.node for issue in study.issues if issue.kind in _BAD}
        self.kinks = {issue.node for issue in study.issues if issue.kind == "not differentiable"}


def node(study: Study, i: int, kind: str, box: Box, shown: Frame, told: Told) -> str:
    """The SVG group of a node."""
    wide, high, head, row, longest = MEASURES[kind]
    radius = 12 if i < len(study.graph.inputs) else 3
    fault = i in told.faults
    first, second = head + row - 8, head + 2 * row - 8
    formula = fitted(runs(node_text(study.graph, i)), SIZE, wide - 8)
    name = runs(called(study.graph, i))
    if width(name, SIZE) > wide / 3:  # a long name stands above the node; its number serves in the rows
        name = runs(id_of(i))
    parts = [
        f'<g class="{_classes(study, i, shown, told)}" id="{id_of(i)}" data-node="{id_of(i)}" '
        f'transform="translate({px(box.x - wide / 2)},{px(box.y - high / 2)})">',
        f"<title>{quoted(in_full(study, i, shown))}</title>",
        _outline(wide, high, radius) if i in study.graph.outputs else "",
        f'<rect class="frame" width="{px(wide)}" height="{px(high)}" rx="{radius}"/>',
        _wash(wide, high, head + row, radius),
        line(formula, SIZE, "head", (wide - width(formula, SIZE)) / 2, 0.68 * head),
        f'<path class="rule" d="M{px(PAD)} {px(head)}H{px(wide - PAD)}"/>',
        line(name, SIZE, "value-symbol", PAD, first),
        slot("value", shown.values[i], wide - PAD, first, fault, longest),
    ]
    if i not in study.graph.data:
        parts.append(_derivative_symbol(name, second))
        parts.append(slot("derivative", shown.derivatives[i], wide - PAD, second, fault, longest))
    above = _name_above(study, i)
    if above:
        styled = fitted(runs(above), SIZE, 160)
        # above the node; beside it where edges come from above
        x, y = ((wide - width(styled, SIZE)) / 2, -11.0) if kind == "wide" else (wide + 12, high / 2 + 6)
        parts.append(line(styled, SIZE, "name", x, y))
    parts.append(_badge(i, wide, told))
    return "".join([*parts, "</g>"])


def leaf(study: Study, name: str, box: Box, shown: Frame) -> str:
    """The group of one use of an input that is drawn apart: its name left, its value right."""
    i = int(name.partition("-at-")[0][1:]) - 1
    wide, high = box.width, box.height
    now = " current" if i == shown.current_node else ""
    state = "done" if i in shown.done else "waiting"
    text = fitted(runs(study.graph.names[i] or node_text(study.graph, i)), SIZE, wide / 2 - 12)
    return (
        f'<g class="node input leaf {state}{now}" id="{name}" data-node="{id_of(i)}" '
        f'transform="translate({px(box.x - wide / 2)},{px(box.y - high / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>"
        f'<rect class="frame" width="{px(wide)}" height="{px(high)}" rx="{px(high / 2)}"/>'
        f"{line(text, SIZE, 'head', 12, 22)}{slot('value', shown.values[i], wide - 12, 22, False, 4)}</g>"
    )


def in_full(study: Study, i: int, shown: Frame) -> str:
    """All digits of what a node shows, for its tooltip."""
    told = [f"{id_of(i)} = {node_text(study.graph, i)}: value {_reached(shown.values[i])}"]
    if shown.sweep != "value" and i not in study.graph.data:
        told.append(f"{DERIVATIVES[shown.sweep]} {_reached(shown.derivatives[i])}")
    return ", ".join(told)


def _reached(x: float | None) -> str:
    return "not reached yet" if x is None else literal(x)


def _classes(study: Study, i: int, shown: Frame, told: Told) -> str:
    graph = study.graph
    kind = "data" if i in graph.data else "input" if i < len(graph.inputs) else "operation"
    holds = {
        "current": i == shown.current_node,
        "output": i in graph.outputs,
        "issue": i in told.faults,
        "kink": i in told.kinks,
        "downstream": undefined(study.evaluation.values[i]) and i not in told.faults,
    }
    state = "done" if i in shown.done else "waiting"
    return " ".join(["node", kind, state, *(name for name, so in holds.items() if so)])


def _outline(wide: float, high: float, radius: float) -> str:
    size = f'width="{px(wide + 7)}" height="{px(high + 7)}" rx="{radius + 3.5}"'
    return f'<rect class="outline" x="-3.5" y="-3.5" {size}/>'


def _wash(wide: float, high: float, top: float, radius: float) -> str:
    """The ground of the derivative row, inside the frame's stroke and its rounded corners."""
    inner = radius - 1.5
    side = high - 1.5 - inner - top
    path = f"M1.5 {px(top)}h{px(wide - 3)}v{px(side)}a{inner} {inner} 0 0 1 {-inner} {inner}"
    return f'<path class="wash" d="{path}h{px(3 + 2 * inner - wide)}a{inner} {inner} 0 0 1 {-inner} {-inner}z"/>'


def _derivative_symbol(styled: Line, baseline: float) -> str:
    """The symbol with a bar (adjoint) and a dot (tangent) over its base; the sweep's class shows one of them."""
    base = width(tuple(run for run in styled if not run.style.endswith("script")), SIZE)
    left, over = PAD + 0.09 * SIZE, baseline - 0.62 * SIZE
    return (
        f'<g class="derivative-symbol">{line(styled, SIZE, "symbol", PAD, baseline)}'
        f'<line class="bar" x1="{px(left)}" y1="{px(over)}" x2="{px(PAD + max(base, 0.46 * SIZE))}" y2="{px(over)}"/>'
        f'<circle class="dot" cx="{px(PAD + base / 2 + 0.8)}" cy="{px(over)}" r="1.4"/></g>'
    )


def _name_above(study: Study, i: int) -> str:
    """A line's own name, and f over the only output where it has none."""
    graph = study.graph
    if i < len(graph.inputs):
        return ""
    return graph.names[i] or ("f" if i in graph.outputs and study.scalar else "")


def _badge(i: int, wide: float, told: Told) -> str:
    """The mark at a node's corner: a triangle where a bad number starts, an angle in a circle at a kink."""
    if i in told.faults:
        triangle = f'<path class="badge fault" d="M{px(wide)} -10l10.5 18h-21z"/>'
        return triangle + f'<path class="mark" d="M{px(wide)} -4v6m0 2.5v1.5"/>'
    if i in told.kinks:
        circle = f'<circle class="badge" cx="{px(wide)}" cy="0" r="10"/>'
        return circle + f'<path class="mark" d="M{px(wide - 5)} 3l5 -6l5 6"/>'
    return ""
