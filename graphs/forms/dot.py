"""The drawn graph in DOT, for Graphviz and whatever else reads its language: what the picture shows, not where.

Every name, attribute and label is written by `_attributes`, which quotes; text in labels is HTML-like and written by
`_html`. Numbers stand twice: in labels as on the screen, and in full digits as attributes (value, adjoint, partial).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.forms.shown import Shown
from graphs.notation.names import id_of
from graphs.notation.numbers import numeral, value_text
from graphs.picture.boxes.scene import Item, edge_id
from graphs.picture.boxes.states import BoxStates
from graphs.picture.boxes.words import told
from graphs.picture.frame import PASSED, WAITING, Cell, ShownEdge
from graphs.picture.groups import boxed, short_title
from graphs.picture.paper import tokens
from graphs.picture.sizes import shape_text
from graphs.picture.slots import DIGITS
from graphs.picture.svg_text import quoted
from graphs.picture.typesetting import Run, Runs, glyphs, name_runs, numeral_runs, runs
from graphs.strict_json import numbers

_THING = 40  # visits that a node costs with its label
_FULL = 16  # entries up to which an array is written out
_PARTIAL = 3  # digits of a partial, as on its chip
_HUES = {"value": "ink", "tangent": "tangent", "adjoint": "adjoint"}
_SYMBOLS = {"tangent": "\u0307", "adjoint": "\u0304"}  # a dot and a bar over the letter before


def dot_of(shown: Shown) -> str:
    """A digraph: open boxes are clusters, closed ones and stacks nodes; colours and numbers are those of the step."""
    return "\n".join(_Writer(shown).lines()) + "\n"


class _Writer:
    def __init__(self, shown: Shown):
        self.shown, self.study, self.frame = shown, shown.study, shown.frame
        self.graph, self.notation = shown.study.graph, shown.study.notation
        self.kind = PASSED[self.frame.sweep]
        self.tokens = tokens(shown.theme)
        self.states = BoxStates(self.frame, self.study.steps(self.frame.sweep, self.frame.entry))

    def lines(self) -> Iterator[str]:
        """The statements."""
        ink, paper = self.tokens["ink"], self.tokens["paper"]
        head = {"rankdir": "LR" if self.shown.layout == "wide" else "TB", "bgcolor": paper, "fontcolor": ink}
        yield "digraph wengert {"
        yield f"  graph {_attributes(head | {'fontname': 'serif'})}"
        yield f"  node {_attributes({'shape': 'box', 'fontname': 'serif', 'fontcolor': ink, 'margin': '0.06'})}"
        yield f"  edge {_attributes({'fontname': 'serif', 'fontsize': '11', 'fontcolor': ink})}"
        scene = self.shown.scene
        if scene is None:
            yield from self._plain_nodes()
            yield from (self._wire(id_of(e.source), id_of(e.target), (e,), True) for e in self.graph.edges)
        else:
            yield from self._items(scene.items, "  ")
            ends = {item.key: item for item in scene.all_items.values()}
            for wire in scene.wires:
                yield self._wire(ends[wire.source].key, ends[wire.target].key, wire.edges, False)
        yield "}"

    def _plain_nodes(self) -> Iterator[str]:
        """All nodes; those of a call or a turn in a cluster, as the picture frames them."""
        around = boxed(self.graph)
        inside = {node for box in around for node in box.nodes}
        yield from (f"  {self._node(i)}" for i in range(len(self.graph)) if i not in inside)

        def cluster(number: int, indent: str) -> Iterator[str]:
            title = short_title(self.graph, around[number])
            label = {"label": _Html(_html((Run(title),))), "style": "dashed", "color": self.tokens["line-strong"]}
            yield from self._cluster(f"cluster_g{around[number].groups[0] + 1}", label, indent, [
                *(f"{indent}  {self._node(i)}" for i in around[number].nodes),
                *(line for k, box in enumerate(around) if box.parent == number for line in cluster(k, indent + "  ")),
            ])  # fmt: skip

        for number, box in enumerate(around):
            if box.parent is None:
                yield from cluster(number, "  ")

    def _items(self, items: Sequence[Item], indent: str) -> Iterator[str]:
        for item in items:
            if item.kind != "open":
                yield indent + (
                    self._node(item.result, item.key) if item.kind in ("node", "leaf") else self._closed(item)
                )
                continue
            now = self.states.box(item.nodes, item.result)
            label = {
                "label": _Html(_html(self._named(item))),
                "color": self.tokens["ink"],
                "penwidth": "2.5" if now.current else "1.25",
            }
            yield from self._cluster(f"cluster_{item.key}", label, indent, self._items(item.items, indent + "  "))

    def _cluster(self, name: str, attributes: dict[str, str], indent: str, body: Iterable[str]) -> Iterator[str]:
        yield f"{indent}subgraph {_quoted(name)} {{"
        yield f"{indent}  graph {_attributes(attributes | {'labeljust': 'l'})}"
        yield from body
        yield f"{indent}}}"

    def _named(self, item: Item) -> Runs:
        scene = self.shown.scene
        assert scene is not None
        words = told(scene, self.notation, item)
        return (*words.name, Run(" = "), *words.formula)

    def _closed(self, item: Item) -> str:
        """A closed box, or a stack: its name and formula, and the numbers of its result."""
        now = self.states.box(item.nodes, item.result)
        head = self._named(item)
        if item.kind == "stack":
            head = (*head, Run(f"  × {len(item.groups)}"))
        elif now.counts:
            head = (*head, Run(f"  {now.done} of {now.steps}", muted=True))
        more = {"peripheries": "2"} if item.kind == "stack" else {}
        return self._statement(item.key, item.result, head, now.state, now.current, now.issue, more)

    def _node(self, i: int, key: str | None = None) -> str:
        """A node: what it is called, and what it computes."""
        now, called = self.frame.nodes[i], self.notation.called
        named, formula = name_runs(called[i]), runs(self.notation.text(i), called)
        head = named if named == formula else (*named, Run(" = "), *formula)
        more = {"style": "rounded"} if i < len(self.graph.inputs) else {}
        if i in self.graph.outputs:
            more["peripheries"] = "2"
        return self._statement(key or id_of(i), i, head, now.state, now.current, now.issue, more)

    def _statement(self, key: str, i: int, head: Runs, state: str, current: bool, issue: bool,
                   more: dict[str, str]) -> str:  # fmt: skip
        tick(_THING)
        now, hue = self.frame.nodes[i], self.tokens[_HUES[self.kind]]
        symbol = name_runs(self.notation.called[i])
        rows = [_row(_html(symbol), self._cell(now.value, i), self.tokens["ink"])]
        exact = {"value": _exact(now.value)}
        if now.derivative is not None and now.derivative.kind != "absent":
            first, *rest = symbol
            accented = (first._replace(text=first.text[:1] + _SYMBOLS[self.kind] + first.text[1:]), *rest)
            ink = hue if now.derivative != WAITING else self.tokens["muted"]
            rows.append(_row(_html(accented), self._cell(now.derivative, i), ink))
            exact[self.kind] = _exact(now.derivative)
        border = hue if current else self.tokens["ink" if state == "done" else "line-strong"]
        table = (
            f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0"><TR><TD COLSPAN="2">{_html(head)}</TD></TR><HR/>'
            f"{''.join(rows)}</TABLE>"
        )
        looks = {"label": _Html(table), "color": border, "penwidth": "2.5" if current or issue else "1.25"}
        return _quoted(key) + " " + _attributes(looks | more | {k: x for k, x in exact.items() if x})

    def _cell(self, cell: Cell, i: int) -> str:
        if cell.kind != "number":
            return {"waiting": "·", "undefined": "undefined"}.get(cell.kind, "?")
        if isinstance(cell.number, float):
            return _html(numeral_runs(numeral(cell.number, DIGITS)))
        return quoted(
            glyphs(value_text(cell.number)) if cell.number.size <= _FULL else shape_text(self.graph.shapes[i])
        )

    def _wire(self, source: str, target: str, edges: Sequence[Edge], always: bool) -> str:
        """What goes from one thing to another. always: whether the picture shows partials that are not of the step."""
        tick(len(edges))
        state, current = self.states.wire(edges)
        passed = state != "waiting"
        hue = self.tokens[_HUES[state] if passed else "line-strong"]
        looks = {"id": edge_id(edges[0]), "color": hue, "penwidth": ("3.5" if current else "2") if passed else "1.25"}
        if state == "adjoint":
            looks["dir"] = "back"
        shown = [edge for edge in edges if always or self._now(edge).current]
        if len(edges) == 1:
            looks["formula"] = str(self.notation.edge_text(edges[0]))
            looks["partial"] = _in_full(self.study.partial(edges[0]))
        if len(shown) == 1 and (label := self._chip(shown[0])):
            looks["label"] = _Html(label)
        ends = f"{_quoted(source)} -> {_quoted(target)} "
        return "  " + ends + _attributes({name: text for name, text in looks.items() if text})

    def _now(self, edge: Edge) -> ShownEdge:
        return self.frame.edges[edge.target, edge.slot]

    def _chip(self, edge: Edge) -> str:
        """The partial's number; of an array how its adjoint is passed back."""
        text = self.notation.edge_text(edge)
        if not text:
            return ""
        if self.graph.rows[edge.target].maps is not None or self.graph.shapes[edge.target]:
            return _html(runs(text, self.notation.called))
        partial = self.study.partial(edge)
        if partial is None or partial != partial:
            return "× ?"
        return "× " + _html(numeral_runs(numeral(float(partial), _PARTIAL)))


class _Html(str):
    """An HTML-like label, whose text is quoted already."""

    __slots__ = ()


def _row(symbol: str, number: str, hue: str) -> str:
    def said(text: str) -> str:
        return f'<FONT COLOR="{hue}">{text}</FONT>'

    return f'<TR><TD ALIGN="LEFT">{said(symbol)}</TD><TD ALIGN="RIGHT">{said(number)}</TD></TR>'


def _html(styled: Runs) -> str:
    """Runs as the text of an HTML-like label."""
    written = []
    for run in styled:
        if not run.text:
            continue
        text = quoted(run.text.replace("\n", " "))
        text = f"<I>{text}</I>" if run.italic else text
        if run.size < 1.0 and run.rise:
            mark = "SUP" if run.rise > 0 else "SUB"
            text = f"<{mark}>{text}</{mark}>"
        written.append(text)
    return "".join(written)


def _exact(cell: Cell) -> str:
    return _in_full(cell.number) if cell.kind == "number" else ""


def _in_full(x: Any) -> str:
    """A number in all its digits, an array in JSON; nothing where there is none."""
    if x is None:
        return ""
    return json.dumps(numbers(x)) if np.ndim(x) else repr(float(x) + 0.0)


def _attributes(attributes: dict[str, str]) -> str:
    return "[" + " ".join(f"{name}={_quoted(value)}" for name, value in attributes.items()) + "]"


def _quoted(text: str) -> str:
    """Any text as DOT writes it: an HTML-like label between angle brackets, all else as a string in which a backslash,
    a quote and an entity's sign stand for themselves.
    """
    if isinstance(text, _Html):
        return f"<{text}>"
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", " ").replace("\0", "")
    return f'"{safe}"'
