"""The boxes around calls of functions and turns of loops: what they hold, where they stand, what they say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from graphs.picture import layout as drawing
from graphs.picture.groups import boxed
from graphs.picture.routes import Box
from graphs.picture.svg import picture
from graphs.study import Study, study

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = "def sq(x):\n    y = x*x\n    return y + 1\n"
TWICE = f"{SQUARE}a = sq(p + q)\nb = sq(a*2)\na*b"
CELL = """def cell(x, h, c):
    i = sigmoid(w*x + u*h + b)
    g = tanh(w*x + u*h)
    c = c*i + i*g
    return i*tanh(c), c

h, c = h0, c0
for x in [x1, x2, x3]:
    h, c = cell(x, h, c)
h**2
"""
NESTED = "def f(a):\n    def g(t):\n        u = t*t\n        return u + a\n    return g(a)*g(2*a)\nf(x) + f(y)"
NEWTON = "x = a\nfor i in range(3):\n    d = 2*x\n    x = x - (x*x - 3)/d\nx"

# A program, and its boxes: title, the box around, the names of the nodes that stand in it and in none within.
BOXES: list[tuple[str, list[tuple[str, int | None, str]]]] = [
    ("z = w*x + b\nL = (z - y)**2", []),
    (f"{SQUARE}sq(3.0)", []),
    ("def f(x):\n    return 2*x\ny = f(a) + f(b)", []),  # of one node each
    (TWICE, [("sq", None, "y a"), ("sq", None, "y[2] b")]),
    (NEWTON, [(f"i = {k}", None, names) for k, names in enumerate((
        "d x[2].1 x[2].2 x[2].3 x[2]", "d[2] x[3].1 x[3].2 x[3].3 x[3]", "d[3] x[4].1 x[4].2 x[4].3 x[4]"))]),
    (NESTED, [("f", None, "t out3"), ("g", 0, "u out1"), ("g", 0, "u[2] out2"),
              ("f", None, "t[2] out6"), ("g", 3, "u[3] out4"), ("g", 3, "u[4] out5")]),
]  # fmt: skip


def titles(made: Study) -> list[str]:
    return [" · ".join(made.graph.groups[k].name for k in each.groups) for each in boxed(made.graph)]


@pytest.mark.parametrize(("program", "boxes"), BOXES)
def test_boxes(program: str, boxes: list[tuple[str, int | None, str]]) -> None:
    made = study(program, names="own")
    names = made.notation.names
    told = [
        (title, each.parent, " ".join(names[node] for node in each.nodes))
        for title, each in zip(titles(made), boxed(made.graph), strict=True)
    ]
    assert told == boxes


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.x - box.width / 2, box.x + box.width / 2, box.y - box.height / 2, box.y + box.height / 2


def holds(outer: Box, inner: Box) -> bool:
    (a, b, c, d), (e, f, g, h) = sides(outer), sides(inner)
    return a <= e and f <= b and c <= g and h <= d


def overlap(one: Box, other: Box) -> bool:
    (a, b, c, d), (e, f, g, h) = sides(one), sides(other)
    return a < f and e < b and c < h and g < d


@pytest.mark.parametrize("kind", ["wide", "tall"])
@pytest.mark.parametrize("program", [TWICE, CELL, NESTED, NEWTON])
def test_a_box_holds_its_nodes_and_no_others(program: str, kind: str) -> None:
    graph = study(program).graph
    made, boxes = drawing.layout(drawing.structure_of(graph, kind)), boxed(graph)
    assert len(made.around) == len(boxes) > 0
    for each, box in zip(boxes, made.around, strict=True):
        inside = {*graph.groups[each.groups[0]].nodes}
        for node in range(len(graph)):
            if (frame := made.boxes.get(f"c{node + 1}")) is not None:
                assert holds(box, frame) if node in inside else not overlap(box, frame), (each, node)
        assert holds(Box(made.width / 2, made.height / 2, made.width, made.height), box)
    for (one, first), (other, second) in combinations([*enumerate(boxes)], 2):
        if second.parent == one:
            assert holds(made.around[one], made.around[other])
        elif second.parent == first.parent:
            assert not overlap(made.around[one], made.around[other])


def test_what_a_box_is_called_changes_no_layout() -> None:
    """One structure, one layout: other names and other numbers in the same boxes."""
    first = drawing.structure_of(study(TWICE).graph, "wide")
    other = TWICE.replace("sq", "cube").replace("y", "z").replace("1", "7")
    assert drawing.structure_of(study(other).graph, "wide") == first
    alone = drawing.structure_of(study("x = p + q\ny = x*x\na = y + 1\ns = a*2\nt = s*s\nb = t + 1\na*b").graph, "wide")
    assert alone != first and alone._replace(boxes=first.boxes) == first


def svg(program: str, kind: str = "wide") -> ET.Element:
    made = study(program, names="own")
    return ET.fromstring(picture(made, drawing.layout(drawing.structure_of(made.graph, kind))))


def test_a_box_says_which_call_it_is() -> None:
    groups = svg(TWICE).findall(f"{SVG}g[@class='group']")
    assert [(each.find(f"{SVG}title").text, each.find(f"{SVG}text").text) for each in groups] == [  # type: ignore[union-attr]
        ("call 1 of 2 of sq", "sq"), ("call 2 of 2 of sq", "sq")]  # fmt: skip
    turns = [each.find(f"{SVG}title").text for each in svg(NEWTON).findall(f"{SVG}g[@class='group']")]  # type: ignore[union-attr]
    assert turns == [f"turn i = {k} of the loop in line 2" for k in range(3)]
    both = svg(CELL).find(f"{SVG}g[@class='group']")
    assert both is not None and both.find(f"{SVG}title").text == "turn 1 of the loop in line 8, call 1 of 3 of cell"  # type: ignore[union-attr]
    assert both.find(f"{SVG}text").text == "turn 1 · cell"  # type: ignore[union-attr]


def test_a_long_title_ends_in_dots_within_its_box() -> None:
    name = "a_function_with_quite_a_name"
    program = TWICE.replace("sq", name)
    made = svg(program, "tall")
    box, group = made.find(f"{SVG}rect[@class='box']"), made.find(f"{SVG}g[@class='group']")
    assert box is not None and group is not None
    shown = str(group.find(f"{SVG}text").text)  # type: ignore[union-attr]
    assert re.fullmatch(rf"{name[:8]}\w*…", shown) and len(shown) * 10.8 <= float(box.attrib["width"])
    assert group.find(f"{SVG}title").text == f"call 1 of 2 of {name}"  # type: ignore[union-attr]


def test_large_pictures_have_no_boxes() -> None:
    made = study("def f(x):\n    y = x*x\n    return y + 1\nfor i in range(60):\n    u = f(u)\nu")
    assert len(made.graph) > 100 and boxed(made.graph)
    made = study("def f(x):\n    y = x*x\n    return y + 1\nfor i in range(80):\n    u = f(u)\nu")
    assert len(made.graph.groups) >= 160 and boxed(made.graph) == ()


def test_a_number_with_a_name_stands_at_each_of_many_uses() -> None:
    """It is drawn apart as an input is, and its own name needs no room above it."""
    lines = [f"y{k} = sin(k*x + {k})*k" for k in range(12)]
    program = "\n".join(["k = 3", *lines, " + ".join(f"y{k}" for k in range(12))])
    made = drawing.layout(drawing.structure_of(study(program).graph, "wide"))
    assert {1} <= {*made.leaves.values()} and "c2" not in made.boxes


def test_the_layout_is_told_nothing_of_the_users() -> None:
    structure = drawing.structure_of(study(TWICE.replace("sq", "secret").replace("y", "hidden")).graph, "wide")
    told = drawing.dot(structure, frozenset())
    assert "subgraph cluster1" in told and not re.search("secret|hidden|sq", told)
