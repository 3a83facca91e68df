"""What may stand in DOT and in SVG, to the letter; and a layout without Graphviz, which is not what is fuzzed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from graphs.notation.names import id_of
from graphs.picture import layout
from graphs.picture.routes import Layout

_NODE, _EDGE = r"c\d+", r"c\d+-\d+"
_LEAF = rf'"{_NODE}-at-{_EDGE}"'
_NUMBER = r"-?\d+(?:\.\d+)?"
_SIZE = rf"width={_NUMBER} height={_NUMBER}"
_DOT_LINE = re.compile(
    r"digraph \{|\t*\}|\t+subgraph cluster\d+ \{|"
    r'\t+graph \[label=<<TABLE(?: [A-Z]+="[A-Z\d]+")+><TR><TD></TD></TR></TABLE>> labeljust=l labelloc=t margin=\d+\]|'
    r"\tgraph \[(?:(?:nodesep|ranksep|mclimit|nslimit1?)=\.?\d[\d.]*|rankdir=(?:LR|TB)|[ ])+\]|"
    rf'\tnode \[fixedsize=true height={_NUMBER} label="" shape=box width={_NUMBER}\]|'
    r"\tedge \[arrowhead=none headport=[wn] tailport=[es]\]|"
    rf"\t+(?:{_NODE}|{_LEAF})(?: \[{_SIZE}\])?|"
    rf'\t(?:{_NODE}|{_LEAF}) -> {_NODE} \[id="{_EDGE}"(?: weight=\d+)?(?: headport=nw)?\]'
)

_LENGTH = re.compile(_NUMBER)
_EM = re.compile(r"-?[\d.]+(?:e-\d+)?em")
_ID = re.compile(rf"{_NODE}(?:-at-{_EDGE})?|(?:chip-)?{_EDGE}|head-(?:waiting|done|current)|hatch")
_KINDS = re.compile(r"[a-z]+(?:[ -][a-z0-9]+)*")
_MOVED = re.compile(rf"(?:translate\({_NUMBER},{_NUMBER}\)|rotate\({_NUMBER}\)| )+")
_PATH = re.compile(r"[MLHVCZAhlvcmaz\d.\s-]+")
_TOLD = re.compile(r"Computational graph of \d+ nodes?, (?:value|forward|reverse) sweep, step \d+ of \d+")
_LENGTHS = dict.fromkeys("x y x1 y1 x2 y2 rx cx cy r dx dy refX refY markerWidth markerHeight".split(), _LENGTH)
_ATTRIBUTES: dict[str, re.Pattern[str]] = _LENGTHS | {
    "id": _ID, "class": _KINDS, "data-node": _ID, "data-edge": _ID, "data-from": _ID, "data-to": _ID,
    "data-groups": re.compile(r"g\d+(?: g\d+)*"),
    "data-least": _LENGTH, "data-digits": _LENGTH, "data-room": re.compile(r"[\d. -]+"), "data-right": _LENGTH,
    "transform": _MOVED, "patternTransform": _MOVED, "d": _PATH,
    "width": _LENGTH, "height": _LENGTH, "viewBox": re.compile(r"[\d. -]+"), "font-size": _EM,
    "role": re.compile("img"), "aria-label": _TOLD, "orient": re.compile("auto-start-reverse"),
    "markerUnits": re.compile("userSpaceOnUse"), "patternUnits": re.compile("userSpaceOnUse"),
}  # fmt: skip
_ELEMENTS = frozenset("svg defs marker pattern g path rect line circle text tspan title".split())
_SVG = "{http://www.w3.org/2000/svg}"


def check_dot(source: str) -> None:
    """Raises where a line of DOT is not one of ours."""
    for line in source.rstrip("\n").split("\n"):
        assert _DOT_LINE.fullmatch(line), line


def check_svg(source: str) -> None:
    """Raises where a picture is not XML, or holds an element, an attribute or a value that is not listed."""
    assert source.isprintable() or "\n" in source, source
    for element in ElementTree.fromstring(source).iter():
        assert element.tag.removeprefix(_SVG) in _ELEMENTS, element.tag
        for name, value in element.attrib.items():
            known = _ATTRIBUTES.get(name)
            fits = known is not None and (known.fullmatch(value) or (name in ("dx", "dy") and _EM.fullmatch(value)))
            assert fits, (element.tag, name, value)


def on_a_grid(structure: layout.Structure) -> Layout:
    """The layout of a structure with its nodes level by level, as if Graphviz had said so."""
    apart = frozenset(range(0, structure.inputs, 2)) - frozenset(structure.outputs)
    places: dict[str, tuple[float, float]] = {}
    routes: dict[str, list[float]] = {}
    for i, level in enumerate(structure.levels):
        if i not in apart:
            places[id_of(i)] = (200.0 * level, 150.0 * i)
    for source, target, slot in structure.edges:
        edge = f"{id_of(target)}-{slot}"
        start = f"{id_of(source)}-at-{edge}" if source in apart else id_of(source)
        places.setdefault(start, (200.0 * structure.levels[target] - 150, 150.0 * target + 40 * slot))
        (x, y), (to_x, to_y) = places[start], places[id_of(target)]
        routes[edge] = [x, y, x + 60, y, to_x - 60, to_y, to_x, to_y]
    boxes = {name: [*place] for name, place in places.items()}
    around = {f"cluster{number}": [0.0, 0.0, 100.0, 100.0] for number in range(len(structure.boxes))}
    return layout._read(structure, apart, {"boxes": boxes, "around": around, "routes": routes})
