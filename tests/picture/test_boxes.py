"""Pictures with boxes: what is seen of a graph, that nothing is lost or drawn twice, where it stands, what it says."""

from __future__ import annotations

import json
import math
import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphs.autodiff.graph import Graph
from graphs.contract.groups import names_of, opened
from graphs.picture.boxes import level
from graphs.picture.boxes.compound import Drawing, drawing
from graphs.picture.boxes.picture import boxed_picture
from graphs.picture.boxes.scene import Item, Scene, scene, walk
from graphs.picture.boxes.states import BoxStates
from graphs.picture.boxes.words import told
from graphs.picture.frame import frame
from graphs.picture.routes import Box
from graphs.study import Study, study
from tests.support.paths import TWINS

LSTM = """i = sigmoid(wi*x + ui*h + bi)
f = sigmoid(wf*x + uf*h + bf)
o = sigmoid(wo*x + uo*h + bo)
g = tanh(wg*x + ug*h + bg)
c' = f*c + i*g
h' = o*tanh(c')
L = (v*h' - t)**2"""
POINT = {
    "x": 1, "h": 0.5, "c": -0.4, "wi": 0.6, "ui": -0.4, "bi": 0.1, "wf": 0.8, "uf": 0.2, "bf": 1, "wo": -0.5,
    "uo": 0.7, "bo": 0.2, "wg": 1.2, "ug": -0.6, "bg": 0, "v": 2, "t": 0.5,
}  # fmt: skip
LOOP = "h = 0.1\nfor t in range(40):\n    h = tanh(w*h + u*x)\nL = (h - y)**2"
CALLS = "def sq(x):\n    y = x*x\n    return y + 1\na = sq(p + q)\nb = sq(a*2)\na*b + sq(p)"
LONG = "+".join(f"sin(w{k}*x + b{k})**2*cos(x*{k + 2})" for k in range(8))
NESTED = "def f(a):\n    def g(t):\n        u = t*t\n        return u + a\n    return g(a)*g(2*a)\nf(x) + f(y)"
MANY = "\n".join([f"a{k} = sin(w{k}*x) + {k}*{f'a{k - 1}' if k else 'x'}**{k + 2}" for k in range(40)])
PROGRAMS = {"lstm": LSTM, "loop": LOOP, "calls": CALLS, "long": LONG, "nested": NESTED, "many": MANY}


def made_of(name: str) -> Study:
    return study(PROGRAMS[name], POINT if name == "lstm" else {})


def outline(items: tuple[Item, ...], graph: Graph) -> str:
    """The items of a level with what is in the open ones: x [i wi] f × 3."""

    def word(item: Item) -> str:
        if item.kind in ("node", "leaf"):
            return item.key
        name = graph.groups[item.groups[0]].name
        many = f" × {len(item.groups)}" if item.kind == "stack" else ""
        return f"{name}{many}" if item.kind != "open" else f"{name} [{outline(item.items, graph)}]"

    return ", ".join(map(word, items))


# A program, the groups that are open, and what is seen.
SEEN = [
    ("lstm", [], "c6, c17, i, f, o, g, c', h', L"),
    ("lstm", ["i", "h'"], "c6, c17, i [c3, c10, c15, c18, c19, c20, c21, c22], f, o, g, c', h' [c41, c42], L"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "names", "seen"), SEEN)
def test_what_is_seen(name: str, names: list[str], seen: str) -> None:
    graph = made_of(name).graph
    assert outline(scene(graph, opened(graph, names)).items, graph) == seen


def test_turns_of_one_shape_are_a_stack_and_an_opened_one_stands_between_two() -> None:
    graph = made_of("loop").graph
    (stack,) = [item for item in scene(graph, ()).items if item.kind == "stack"]
    assert len(stack.groups) == 39  # the first turn has the start in it
    middle = stack.groups[20]
    kinds = [(item.kind, len(item.groups)) for item in scene(graph, {middle}).items if item.groups]
    assert [(kind, count) for kind, count in kinds if kind == "stack"] == [("stack", 20), ("stack", 18)]
    assert [item.groups[0] for item in scene(graph, {middle}).items if item.kind == "open"] == [middle]


def test_a_level_of_many_lines_is_bundled() -> None:
    graph = made_of("many").graph
    assert len([item for item in scene(graph, ()).items if item.kind in ("closed", "stack")]) <= 12


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Study, Scene]:
    made = made_of(draw(st.sampled_from(sorted(PROGRAMS))))
    numbers = range(len(made.graph.groups))
    return made, scene(made.graph, draw(st.sets(st.sampled_from(numbers), max_size=4)))


SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(scenes())
def test_each_node_is_in_one_thing_and_each_edge_is_drawn_once_or_within_one(given_scene: tuple[Study, Scene]) -> None:
    made, seen = given_scene
    leaves = {item.result for item in walk(seen.items) if item.kind == "leaf"}
    holders = [node for item in walk(seen.items) if item.kind not in ("open", "leaf") for node in item.nodes]
    assert sorted([*holders, *leaves]) == [*range(len(made.graph))]
    home = {node: item.key for item in walk(seen.items) if item.kind not in ("open", "leaf") for node in item.nodes}
    drawn = [edge for wire in seen.wires for edge in wire.edges]
    within = [edge for edge in made.graph.edges if edge not in set(drawn)]
    assert len(drawn) == len(set(drawn))
    assert all(home[edge.source] == home[edge.target] for edge in within)
    for wire in seen.wires:
        assert {home[edge.target] for edge in wire.edges} == {wire.target}
        assert {home.get(edge.source, f"{wire.source}") for edge in wire.edges} == {wire.source}


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2


def is_on_side(point: tuple[float, float], box: Box) -> bool:
    """Whether a point is on a frame's border, up to an outline."""
    left, top, right, bottom = sides(box)
    x, y = point
    inside = left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4
    return inside and (min(abs(x - left), abs(x - right)) <= 4 or min(abs(y - top), abs(y - bottom)) <= 4)


@SLOW
@given(scenes(), st.sampled_from(["wide", "tall"]))
def test_boxes_do_not_overlap_and_wires_join_the_sides_of_their_ends(
    given_scene: tuple[Study, Scene], kind: str
) -> None:
    made, seen = given_scene
    drawn = drawing(seen, made.notation, kind)
    check_level(seen.items, drawn)
    for wire, curve in zip(seen.wires, drawn.curves, strict=True):
        assert is_on_side(curve[0], drawn.boxes[wire.source]), wire
        assert is_on_side(curve[-1], drawn.boxes[wire.target]), wire
        assert (len(curve) - 1) % 3 == 0


def check_level(items: tuple[Item, ...], drawn: Drawing) -> None:
    for one, other in combinations(items, 2):
        a, b = sides(drawn.boxes[one.key]), sides(drawn.boxes[other.key])
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one.key, other.key)
    for item in items:
        around = sides(drawn.boxes[item.key])
        for inner in item.items:
            left, top, right, bottom = sides(drawn.boxes[inner.key])
            assert around[0] <= left and around[1] + 30 <= top and right <= around[2] and bottom <= around[3], inner.key
        check_level(item.items, drawn)


@pytest.mark.parametrize("name", ["lstm", "nested"])
def test_a_layout_is_the_same_each_time(name: str) -> None:
    made = made_of(name)
    pictures = []
    for _ in range(2):
        level._placed.cache_clear()
        seen = scene(made.graph, {0, 1})
        pictures.append(boxed_picture(made, drawing(seen, made.notation, "wide")))
    assert pictures[0] == pictures[1]


def test_opening_one_box_lays_out_that_and_what_is_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_of("lstm")
    drawing(scene(made.graph, {0}), made.notation, "wide")
    asked: list[str] = []
    real = level.graphviz_places
    monkeypatch.setattr(level, "graphviz_places", lambda *each: asked.append(each[0]) or real(*each))
    level._placed.cache_clear()
    drawing(scene(made.graph, {0}), made.notation, "wide")
    drawing(scene(made.graph, {0, 3}), made.notation, "wide")
    assert len(asked) == 3  # the inside and the whole, and that anew; the other line's inside is as the first one's


def test_a_layout_holds_no_word_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    made = study("secret = hidden*x + sin(hidden)\nL = secret**2 + cos(secret)", {})
    asked: list[str] = []
    real = level.graphviz_places
    monkeypatch.setattr(level, "graphviz_places", lambda *each: asked.append(each[0]) or real(*each))
    level._placed.cache_clear()
    drawing(scene(made.graph, {0}), made.notation, "wide")
    assert len(asked) == 2 and not any("secret" in text or "hidden" in text for text in asked)


# A box of the LSTM, its name and its formula in the author's names.
WORDS = [
    (0, "i = sigmoid(wi*x + ui*h + bi)"), (3, "g = tanh(wg*x + ug*h + bg)"), (4, "c' = f*c + i*g"),
    (5, "h' = o*tanh(c')"), (6, "L = (v*h' - t)**2"),
]  # fmt: skip


@pytest.mark.parametrize(("group", "words"), WORDS)
def test_a_box_says_its_formula(group: int, words: str) -> None:
    made = made_of("lstm")
    seen = scene(made.graph, ())
    item = next(item for item in seen.items if item.groups == (group,))
    assert told(seen, made.notation, item).title == words


def test_the_step_of_the_lecture() -> None:
    """Step 43 of the reverse sweep: i passes back through σ, which is the first of nine steps of its line."""
    made = made_of("lstm")
    closed = boxed_picture(made, drawing(scene(made.graph, ()), made.notation, "wide"), "reverse", None, 43)
    box = re.search(r'<g class="node box closed[^"]*" id="g1".*?</g></g>', closed) or re.search(
        r'id="g1".*?1 of 9', closed
    )
    assert box is not None and "1 of 9" in closed
    assert re.search(r'class="node box closed rows done current within counting" id="g1"', closed)
    for number in ("0.62246", "−0.58171", "0.86989", "0.32484", "0.7163", "−0.5055", "0.5125", "−0.15614", "0.09791",
                   "−0.81211", "0.050019", "−1.5999", "0.15997", "−0.24645", "0.12773"):  # fmt: skip
        assert number in closed
    opened_one = boxed_picture(made, drawing(scene(made.graph, {0}), made.notation, "wide"), "reverse", None, 43)
    assert "step 1 of 9 in this line" in opened_one and "× 0.235" in opened_one and "−0.1367" in opened_one


STUDIES = json.loads((TWINS / "studies.json").read_text(encoding="utf-8"))
CASES = json.loads((TWINS / "boxes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['study']} {case['sweep']} {case['step']}")
def test_the_page_shows_the_same(case: dict[str, Any]) -> None:
    """tests/js/boxes.test.js."""
    asked = STUDIES[case["study"]]
    made = study(asked["program"], {each["name"]: each["value"] for each in asked["inputs"]})
    shown = frame(made, case["sweep"], case["entry"], None if case["step"] == "end" else case["step"])
    states = BoxStates(shown, made.steps(case["sweep"], shown.entry))
    nodes = [int(node[1:]) - 1 for node in case["nodes"]]
    assert states.box(nodes, int(case["result"][1:]) - 1)._asdict() == case["box"]
    uses = {f"c{edge.target + 1}-{edge.slot}": edge for edge in made.graph.edges}
    assert states.wire([uses[edge] for edge in case["edges"]])._asdict() == case["wire"]


def test_open_names_groups() -> None:
    graph = study("i = a*b + c\nz = i*i + 1\ndef f(x):\n    return x*x + x\ny = f(z) + f(i)\ny*z", {}).graph
    names = [group.name for group in graph.groups]
    assert opened(graph, ["i"]) == {names.index("i")}
    assert opened(graph, ["f", "nowhere", "g99", "g1"]) == {0}  # two are called f
    assert opened(graph, ["all"]) == {*range(len(names))}
    assert opened(graph, []) == set()
    for number in range(len(names)):
        assert opened(graph, names_of(graph, [number])) == {number}


def test_positions_are_numbers() -> None:
    made = made_of("calls")
    drawn = drawing(scene(made.graph, set(range(len(made.graph.groups)))), made.notation, "wide")
    assert all(math.isfinite(each) for box in drawn.boxes.values() for each in box)
