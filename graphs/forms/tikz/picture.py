"""The picture in TikZ: the SVG of the screen, element for element, a `tikzpicture` that needs \\usepackage{tikz} alone.

Places, colours and strokes are the picture's, in pixels of 0.75 bp; text is set by TeX, formulas as mathematics. Text
gets into it by `mathematics` and `tex.escaped` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from xml.etree import ElementTree

from graphs.clock import tick
from graphs.errors import TooLarge
from graphs.forms.flat import flat
from graphs.forms.pictures import svg_of
from graphs.forms.shown import Shown
from graphs.forms.tex import escaped
from graphs.forms.tikz.curves import Pieces, along, heads, pieces_of
from graphs.forms.tikz.set_text import FONTS, mathematics, typed
from graphs.limits import Limits
from graphs.picture.paper import tokens
from graphs.picture.routes import Point

_PIXEL = 0.75  # big points
_FONT = 10.0  # points: the size in which text is set, then scaled
_BP = 72.27 / 72  # points
_LARGEST = 21_000.0  # pixels: TeX measures no more than 16,383 points
_ELEMENT = 20  # visits that an element costs
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "visibility", "font-size", "font-family", "font-style",
    "font-weight", "text-anchor", "paint-order",
)  # fmt: skip
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
_HATCHED, _HATCHES = "url(#hatch)", 9.9  # what is hatched, and from line to line, in pixels


class _Place(NamedTuple):
    """Where a group's own coordinates are in the picture."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def at(self, point: Point) -> str:
        """A point as TikZ has it."""
        return f"({_number(self.x + self.scale * point[0])},{_number(self.y + self.scale * point[1])})"


def tikz_of(shown: Shown, limits: Limits) -> str:
    """The picture at the step, to be put into a document by \\input. Raises TooLarge past what TeX can measure."""
    places = shown.places
    if max(places.width, places.height) > _LARGEST:
        raise TooLarge(f"TeX draws at most {_LARGEST:,.0f} pixels in a row; this picture is larger")
    root = ElementTree.fromstring(flat(svg_of(replace(shown, animate=False), limits)))  # noqa: S314  # written by svg.py
    return _Writer(shown.theme).picture(root)


class _Writer:
    """names: the colours that are used so far, by their six digits."""

    def __init__(self, theme: str):
        self.known = {x: name for name, x in tokens(theme).items() if x.startswith("#")}
        self.colours: dict[str, str] = {}

    def picture(self, root: ElementTree.Element) -> str:
        """The whole environment; its colours come first."""
        body = [*self._group(root, {}, _Place())]
        colours = [f"\\definecolor{{{name}}}{{HTML}}{{{x[1:].upper()}}}" for x, name in self.colours.items()]
        head = [
            "% \\usepackage{tikz}",
            f"\\begin{{tikzpicture}}[x={_PIXEL}bp, y=-{_PIXEL}bp, line width={_PIXEL}bp,",
            "  every node/.style={inner sep=0pt, outer sep=0pt, font=\\fontsize{10}{12}\\selectfont}]",
        ]
        return "\n".join([*head, *colours, *body, "\\end{tikzpicture}", ""])

    def _group(self, group: ElementTree.Element, around: Mapping[str, str], place: _Place) -> Iterator[str]:
        for element in group:
            tick(_ELEMENT)
            kind = element.tag.rpartition("}")[2]
            if kind in ("title", "defs", "metadata"):
                continue
            own = {
                **around,
                **{name: element.attrib[name] for name in _INHERITED if element.get(name, "inherit") != "inherit"},
            }
            if size := element.get("font-size"):
                own["font-size"] = str(_length(size, _length(around.get("font-size", "18px"))))
            within = _moved(place, element.get("transform", ""))
            if kind == "g":
                if "data-node" in element.attrib or "data-from" in element.attrib:
                    yield f"% {escaped(element.get('id', ''))}"
                yield from self._group(element, own, within)
            elif own.get("visibility") != "hidden":
                yield from self._drawn(kind, element, own, within)

    def _drawn(self, kind: str, element: ElementTree.Element, own: Mapping[str, str], place: _Place) -> Iterator[str]:
        def side(name: str) -> float:
            return float(element.get(name, 0))

        if kind == "text":
            yield from self._text(element, own, place)
        elif kind == "rect":
            start = (side("x"), side("y"))
            end = (start[0] + side("width"), start[1] + side("height"))
            if own.get("fill") == _HATCHED:
                yield self._hatched(start, end, place, side("rx"))
            yield from self._painted(
                own, place, f"{place.at(start)} rectangle {place.at(end)}", side("rx") or side("ry")
            )
        elif kind == "circle":
            radius = _number(side("r") * place.scale * _PIXEL)
            yield from self._painted(own, place, f"{place.at((side('cx'), side('cy')))} circle[radius={radius}bp]")
        elif kind == "line":
            ends = (side("x1"), side("y1")), (side("x2"), side("y2"))
            yield from self._painted({**own, "fill": "none"}, place, " -- ".join(map(place.at, ends)))
        elif kind == "path":
            pieces = pieces_of(element.get("d", ""))
            yield from self._painted(own, place, _path(pieces, place))
            yield from self._heads(element, pieces, own, place)

    def _painted(self, own: Mapping[str, str], place: _Place, path: str, radius: float = 0.0) -> Iterator[str]:
        fill, stroke = own.get("fill", "#000000"), own.get("stroke", "none")
        options = [f"rounded corners={_number(radius * place.scale * _PIXEL)}bp"] if radius else []
        if fill not in ("none", "transparent", _HATCHED):
            options.append(f"fill={self._colour(fill)}")
        if stroke not in ("none", "transparent"):
            width = _length(own.get("stroke-width", "1")) * place.scale * _PIXEL
            options += [f"draw={self._colour(stroke)}", f"line width={_number(width)}bp"]
            if dashes := own.get("stroke-dasharray"):
                on, off = (_number(float(each) * _PIXEL) for each in dashes.split())
                options.append(f"dash pattern=on {on}bp off {off}bp")
        if len(options) > (1 if radius else 0):
            yield f"\\path[{', '.join(options)}] {path};"

    def _hatched(self, start: Point, end: Point, place: _Place, radius: float) -> str:
        """What has no number: lines aslant, cut to the frame."""
        (left, top), (right, low) = start, end
        high = low - top
        count = int((right - left + high) / _HATCHES)
        lines = (
            f"{place.at((left + k * _HATCHES, top))} -- {place.at((left + k * _HATCHES - high, low))}"
            for k in range(1, count + 1)
        )
        corners = f"[rounded corners={_number(radius * place.scale * _PIXEL)}bp]" if radius else ""
        return (
            f"\\begin{{scope}}\\clip{corners} {place.at(start)} rectangle {place.at(end)};\n"
            f"\\draw[{self._colour(self._token('line'))}, line width=1.5bp] {' '.join(lines)};\\end{{scope}}"
        )

    def _token(self, name: str) -> str:
        return next(x for x, named in self.known.items() if named == name)

    def _heads(
        self, element: ElementTree.Element, pieces: Pieces, own: Mapping[str, str], place: _Place
    ) -> Iterator[str]:
        """The arrow of a wire: its blunt end is cleared, then its head is filled."""
        for end in ("start", "end"):
            marker = element.get(f"marker-{end}", "none")
            if marker == "none":
                continue
            gap, head = heads(marker.removeprefix("url(#head-").removesuffix(")"), *along(pieces, end))
            for colour, points in ((self._token("paper"), gap), (own["stroke"], head)):
                yield f"\\fill[{self._colour(colour)}] {' -- '.join(map(place.at, points))} -- cycle;"

    def _text(self, element: ElementTree.Element, own: Mapping[str, str], place: _Place) -> Iterator[str]:
        size = _length(own.get("font-size", "18px"))
        family = own.get("font-family", "")
        plain = FONTS.get(family)
        if plain is None:
            written = mathematics(typed(element, size))
            bold = own.get("font-weight") == "600"
            content = (
                f"$\\mathbf{{{written}}}$" if bold and written.isascii() and "\\" not in written else f"${written}$"
            )
        else:
            content = f"{plain}{{{escaped(''.join(element.itertext()))}}}"
            written = content
        if not written.strip():
            return
        options = [f"anchor={_ANCHORS[own.get('text-anchor', 'start')]}"]
        scale = size * place.scale * _PIXEL * _BP / _FONT
        options += [f"scale={scale:.3g}", f"text={self._colour(own.get('fill', '#000000'))}"]
        if own.get("paint-order", "").startswith("stroke"):
            options += [f"fill={self._colour(own['stroke'])}", "inner sep=0.7pt"]
        at = place.at((float(element.get("x", 0)), float(element.get("y", 0))))
        yield f"\\node[{', '.join(options)}] at {at} {{{content}}};"

    def _colour(self, x: str) -> str:
        return self.colours.setdefault(x, f"wengert-{self.known.get(x, x[1:])}")


def _moved(place: _Place, transform: str) -> _Place:
    """A group's place, of translate(x,y) and scale(k) as the picture has them."""
    for move in filter(None, transform.split(")")):
        kind, _, numbers = move.partition("(")
        values = [*map(float, numbers.split(","))]
        if kind.strip() == "translate":
            place = _Place(place.x + place.scale * values[0], place.y + place.scale * values[1], place.scale)
        else:
            place = place._replace(scale=place.scale * values[0])
    return place


def _path(pieces: Pieces, place: _Place) -> str:
    written = []
    for kind, points in pieces:
        if kind == "M":
            written.append(place.at(points[0]))
        elif kind == "L":
            written.append(f"-- {place.at(points[0])}")
        elif kind == "C":
            first, second, end = map(place.at, points)
            written.append(f".. controls {first} and {second} .. {end}")
        else:
            written.append("-- cycle")
    return " ".join(written)


def _length(text: str, around: float = 1.0) -> float:
    """A length in pixels; in ems, of what stands around it."""
    return float(text[:-2]) * around if text.endswith("em") else float(text.removesuffix("px"))


def _number(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".") or "0"
