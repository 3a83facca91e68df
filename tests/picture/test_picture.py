"""The picture is well-formed, complete at every step, and quotes what people typed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.notation.formula import Formula, multiplied
from graphs.notation.precedence import PRODUCT, SUM
from graphs.picture import chips as chips_room
from graphs.picture import layout as drawing
from graphs.picture.chips import chip_places
from graphs.picture.paper import Paper, style
from graphs.picture.routes import Box, Layout
from graphs.picture.svg import picture
from graphs.study import Study, study
from tests.support.trees import Tree, render, trees

ALLOWED = {"svg", "style", "defs", "marker", "pattern", "g", "path", "rect", "line", "circle", "text", "tspan", "title"}
ASSIGNMENT = study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})


def drawn(made: Study, *place: object, kind: str = "wide", paper: Paper | None = None) -> str:
    return picture(made, drawing.layout(drawing.structure_of(made.graph, kind)), *place, paper=paper)  # type: ignore[arg-type]


def classes(svg: str, name: str) -> set[str]:
    found = re.search(rf'<g class="([^"]*)" id="{name}"', svg)
    assert found, name
    return set(found.group(1).split())


def slot(svg: str, node: str, kind: str) -> str:
    group = svg[svg.index(f'id="{node}"') :]
    found = re.search(rf'<text class="{kind}(?: [^"]*)?"[^>]*>(.*?)</text>', group)
    assert found
    return re.sub("<[^>]*>", "", found.group(1))


def test_the_assignment_in_the_middle_of_its_reverse_sweep() -> None:
    svg = drawn(ASSIGNMENT, "reverse", None, 4)
    assert {"done", "current"} <= classes(svg, "c6") and "waiting" in classes(svg, "c4")
    assert {"adjoint", "current"} <= classes(svg, "c7-0") and "waiting" in classes(svg, "c3-0")
    assert "output" in classes(svg, "c8") and "input" in classes(svg, "c1")
    assert [slot(svg, f"c{k}", "derivative") for k in range(1, 9)] == ["⋅", "⋅", "64", "⋅", "⋅", "48", "1", "1"]
    assert [slot(svg, f"c{k}", "value") for k in range(1, 9)] == ["0", "2", "1", "0", "4", "4", "64", "64"]
    assert "step 4 of 9" in svg


def test_every_sweep_from_nothing_to_its_end() -> None:
    assert [slot(drawn(ASSIGNMENT, "value", None, 0), f"c{k}", "value") for k in range(1, 9)] == ["⋅"] * 8
    svg = drawn(ASSIGNMENT, "forward", "x2", None)
    assert slot(svg, "c7", "derivative") == "192" and "tangent" in classes(svg, "c7-0")
    svg = drawn(ASSIGNMENT, "reverse", None, None)
    assert [slot(svg, f"c{k}", "derivative") for k in (1, 2)] == ["64", "192"]


def test_what_nothing_flows_to_is_zero_only_at_the_end() -> None:
    made = study("x*2", {"x": 1, "unused": 3})
    last = len(made.reverse_steps)
    assert slot(drawn(made, "reverse", None, last - 1), "c1", "derivative") == "⋅"
    assert slot(drawn(made, "reverse", None, last), "c1", "derivative") == "0"


def test_faults_and_kinks_are_marked_where_they_start() -> None:
    svg = drawn(study("log(x) + abs(y)", {"x": -1, "y": 0}))
    assert "issue" in classes(svg, "c3") and slot(svg, "c3", "value") == "undefined"
    assert "kink" in classes(svg, "c4")
    assert "downstream" in classes(svg, "c5") and slot(svg, "c5", "value") == "?"


def test_data_has_no_derivative_row() -> None:
    svg = drawn(study("k = 2\nk*x", {"x": 1}))
    group = svg[svg.index('id="c2"') : svg.index('id="c3"')]
    assert "data" in classes(svg, "c2") and "derivative" not in group
    assert "chip-c3-0" not in svg and "chip-c3-1" in svg


@given(trees(), st.sampled_from(["value", "forward", "reverse"]), st.integers(0, 40), st.sampled_from(["wide", "tall"]))
def test_pictures_are_well_formed_and_every_id_occurs_once(tree: Tree, sweep: str, cursor: int, kind: str) -> None:
    made = study(render(tree, lambda: 0).text, {"x": 0.0, "y": -1.5, "x1": 2.0, "long_name": 1e-9})
    svg = drawn(made, sweep, None, cursor, kind=kind)
    root = ElementTree.fromstring(svg)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {each.tag.partition("}")[2] for each in root.iter()} <= ALLOWED
    assert not [each for each in root.iter() if each.get("style") or any(key.startswith("on") for key in each.attrib)]
    assert "nan" not in svg.lower()


def test_steps_move_nothing() -> None:
    def places(svg: str) -> list[str]:
        return re.findall(r'(?:transform|d|viewBox|width)="([^"]*)"', svg)

    ends = [drawn(ASSIGNMENT, sweep, None, k) for sweep in ("value", "forward", "reverse") for k in (0, 3, None)]
    assert len({tuple(places(svg)) for svg in ends}) == 1


def test_user_text_is_quoted() -> None:
    name = "ab" * 32
    svg = drawn(study(f"{name} = x*y\n{name} + 1"))
    assert name in svg  # in the tooltip; the slots hold what fits
    assert "a⁽²⁾ = a + x" in drawn(study("a = a + x\na*2", {"a": 1, "x": 2}))


def test_a_picture_of_its_own_carries_its_style() -> None:
    for theme, adjoint in (("light", "#b3400a"), ("dark", "#ff9e57")):
        svg, rules = drawn(ASSIGNMENT, paper=Paper(theme)), style(theme)
        assert f"<style>{rules}</style>" in svg and "var(" not in rules and adjoint in rules
    assert "<style>" not in drawn(ASSIGNMENT)


def overlaps(layout: Layout, sizes: tuple[tuple[tuple[float, float], tuple[float, float]], ...]) -> int:
    """How many pairs of chips, or of a chip and a node, share more than a touch."""
    chips = [
        Box(place.x, place.y, *(whole if place.whole else short))
        for place, (whole, short) in zip(chip_places(layout, sizes), sizes, strict=True)
    ]
    found = 0
    for k, a in enumerate(chips):
        for b in [*chips[k + 1 :], *layout.boxes.values()]:
            wide = (a.width + b.width) / 2 - abs(a.x - b.x)
            high = (a.height + b.height) / 2 - abs(a.y - b.y)
            found += wide > 2 and high > 2
    return found


@pytest.mark.parametrize(
    ("program", "most"),
    [
        ("exp(x1)*(x1**2+x2**2)**3", 0),
        ("x*x", 0),
        ("p = sigmoid(w1*x1 + w2*x2 + b)\n-(y*log(p) + (1 - y)*log(1 - p))", 1),
        ("r = x**2 + y**2; phi = atan2(y, x); r, phi, x*y", 1),
    ],
)
def test_chips_keep_off_each_other_and_off_the_nodes(program: str, most: int) -> None:
    graph = study(program).graph
    for kind, size in (("wide", ((54.0, 40.0), (46.0, 22.0))), ("tall", ((44.0, 22.0), (44.0, 22.0)))):
        layout = drawing.layout(drawing.structure_of(graph, kind))
        assert overlaps(layout, (size,) * len(layout.routes)) <= most


def test_hundreds_of_edges_between_two_nodes_are_not_looked_over_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two nodes with n edges between them: what is looked at grows with n, and ends at a bound."""
    looked = 0

    def counted(grid: chips_room.Grid, box: Box) -> float:
        nonlocal looked
        looked += sum(len(grid.get(cell, ())) for cell in chips_room._cells(box))
        return shared(grid, box)

    shared = chips_room.shared
    monkeypatch.setattr(chips_room, "shared", counted)
    seen = []
    for side in (5, 10, 20):
        made = study("[" + ",".join(["[" + ",".join(["x"] * side) + "]"] * side) + "]")
        looked = 0
        drawn(made)
        seen.append(looked / side**2)
    assert seen[2] < 2 * seen[1]  # for each edge: not four times as much
    monkeypatch.setattr(chips_room, "_LOOKED_AT", 0)
    looked = 0
    drawing._large_cache.cache_clear()  # chips are kept with their layout
    assert len(re.findall('class="chip[ "]', drawn(made))) == 400 and looked == 0


def test_a_new_point_moves_no_chip() -> None:
    def places(point: float) -> list[str]:
        made = study("sin(x)*y/x + 3*y", {"x": point, "y": 2})
        return re.findall(r'class="chip[^>]*transform="([^"]*)"', drawn(made))

    assert places(1) == places(-123456.789) == places(1e-30) and len(places(1)) == 8


def test_a_long_formula_gives_way_to_its_name() -> None:
    svg = drawn(study("sigmoid(x)", {"x": 0}))
    symbol = re.search(r'class="partial-symbol"[^>]*>(.*?)</text>', svg)
    assert symbol and re.sub("<[^>]*>", "", symbol.group(1)) == "∂c2/∂c1"
    assert "<title>∂c2/∂c1 = (1 - sigmoid(c1))*sigmoid(c1)</title>" in svg


@pytest.mark.parametrize(
    ("x", "text", "small"),
    [(1, "1", False), (-1.23456, "−1.2346", True), (-0.000123456, "−0.00012", True), (1e-9, "1⋅10−9", True),
     (123456, "123456", False), (0.1, "0.1", False)],
)  # fmt: skip
def test_numbers_fit_their_slots(x: float, text: str, small: bool) -> None:
    svg = drawn(study("x*2", {"x": x}))
    assert slot(svg, "c1", "value") == text
    assert ('class="value small"' in svg[svg.index('id="c1"') : svg.index('id="c2"')]) is small


def test_outputs_without_a_name_are_called_f() -> None:
    def names(program: str) -> list[str]:
        found = re.findall(r'<text class="name[ "][^>]*>(.*?)</text>', drawn(study(program)))
        return [re.sub("<[^>]*>", "", each) for each in found]

    assert names("x*2") == ["f"]
    assert names("r = x*2; r, x*3") == ["r", "f2"]
    assert names("loss = x*2; loss") == ["loss"]
    assert names("averylongname" * 4 + " = x*2")[0].endswith("…")


def test_a_leaf_shows_the_name_and_the_number() -> None:
    made = study("a = x*1\n" + "a = sin(a)*x\n" * 16 + "a", {"x": 0.5})
    svg = drawn(made)
    leaf = re.search(r'<g class="node input leaf done[^"]*" id="c1-at-c2-0" data-node="c1".*?</text></g>', svg)
    assert leaf and ">0.5</text>" in leaf.group() and ">x</tspan>" in leaf.group()
    assert 'id="c1"' not in svg


LEAST_SQUARES = study("r = A @ x - y\ndot(r, r)", {"A": [[1, 2], [3, 4]], "x": [1, -1], "y": [1, 0]})


def array(svg: str, node: str, kind: str) -> list[str]:
    """The entries of an array's slot, row by row, then what stands in their place."""
    group = svg[svg.index(f'id="{node}"') :]
    found = re.search(rf'<g class="{kind} array-slot[^"]*"[^>]*>(.*?)</g>', group)
    assert found
    return [re.sub("<[^>]*>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", found.group(1))]


def chips(svg: str) -> dict[str, str]:
    found = re.findall(r'data-edge="([^"]*)"[^>]*><title>.*?<text[^>]*>(.*?)</text>', svg)
    return {edge: re.sub("<[^>]*>", "", text) for edge, text in found}


@pytest.mark.parametrize("kind", ["wide", "tall"])
def test_the_visual_target_of_arrays(kind: str) -> None:
    svg = drawn(LEAST_SQUARES, "reverse", None, 6, kind=kind)
    assert array(svg, "c1", "value") == ["1", "2", "3", "4", ""]
    assert array(svg, "c5", "derivative") == ["−4", "−2", ""]
    assert array(drawn(LEAST_SQUARES, "reverse", None, 0, kind=kind), "c1", "derivative") == ["", "", "", "", "⋅"]
    assert re.findall(r'class="extent"[^>]*>([^<]*)<', svg) == ["2 × 2", "2", "2", "2", "2"]
    assert chips(svg) == {"c4-0": "⋅ xT", "c4-1": "AT ⋅", "c5-0": "× 1", "c5-1": "× −1", "c6-0": "× r", "c6-1": "× r"}
    assert "<title>r1 passes back to A: · x.T</title>" in svg and "<title>∂r/∂r1 = 1</title>" in svg
    assert "<title>A: value [[1, 2], [3, 4]], adjoint" in drawn(LEAST_SQUARES, kind=kind)


def test_large_arrays_show_their_corners_and_tell_their_shape() -> None:
    svg = drawn(study("sum(W)", {"W": [[6 * row + column for column in range(6)] for row in range(4)]}))
    assert array(svg, "c1", "value") == ["0", "1", "…", "5", "⋮", "⋮", "", "⋮", "18", "19", "…", "23", ""]
    assert "<title>c1 = W: value of shape 4 × 6, adjoint of shape 4 × 6</title>" in svg


def test_arrays_of_data_have_no_derivative_slot() -> None:
    svg = drawn(study("k = [1, 2]\nsum(k*x)", {"x": [3, 4]}))
    group = svg[svg.index('id="c2"') : svg.index('id="c3"')]
    assert "data" in classes(svg, "c2") and "derivative" not in group and array(svg, "c2", "value") == ["1", "2", ""]


def test_an_array_is_hatched_only_where_every_entry_is_undefined() -> None:
    svg = drawn(study("log(x)*y", {"x": [-1, 1], "y": [2, 2]}), "value")
    assert "issue" in classes(svg, "c3") and "downstream" not in classes(svg, "c4")
    assert array(svg, "c4", "value") == ["?", "0", ""]
    svg = drawn(study("log(x)*y", {"x": [-1, -1], "y": [2, 2]}), "value")
    assert "downstream" in classes(svg, "c4") and array(svg, "c3", "value")[-1] == "undefined"


def test_a_sum_stands_in_brackets_where_an_array_is_multiplied_by_it() -> None:
    assert chips(drawn(study("tan(x)", {"x": [1, 2]}), kind="tall")) == {"c2-0": "∂c2/∂c1"}
    assert chips(drawn(study("x**2", {"x": [1, 2]}))) == {"c2-0": "× 2c1"}
    assert multiplied(Formula(["1 + c2"], SUM)) == "× (1 + c2)"
    assert multiplied(Formula(["c1*(1 - c2)"], PRODUCT)) == "× c1*(1 - c2)"


def test_a_row_of_arrays_may_stand_among_numbers() -> None:
    assert chips(drawn(study("norm(x)*2", {"x": 3}))) == {"c2-0": "× c1/c2", "c3-0": "× 2"}


def test_a_leaf_of_an_array_shows_its_name_and_its_shape() -> None:
    made = study("a = x*1\n" + "a = sin(a)*x\n" * 16 + "sum(a)", {"x": [0.5, 1]})
    leaf = re.search(r'<g class="node input leaf [^"]*" id="c1-at-c2-0".*?</text></g>', drawn(made))
    assert leaf and '<text class="extent" x="86" y="21">2</text>' in leaf.group() and "entry" not in leaf.group()


def test_a_new_point_of_the_same_shape_moves_no_node_and_no_chip() -> None:
    def places(numbers: list[float]) -> list[str]:
        svg = drawn(study("sum(exp(x)*y)", {"x": numbers, "y": [1, 2]}))
        return re.findall(r'<g class="(?:node|chip)[^>]*transform="([^"]*)"', svg)

    assert places([1, 2]) == places([-1.2345678, 1e-9]) == places([-1000, 700])
