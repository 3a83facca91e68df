"""The picture is well-formed, complete at every step, and quotes what people typed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import drawing
from graphs.glyphs import Run, fitted, runs, width
from graphs.picture import STYLE, picture
from graphs.routes import Box, chip_places
from graphs.study import Study, study
from tests.trees import Tree, render, trees

ALLOWED = {"svg", "style", "defs", "marker", "pattern", "g", "path", "rect", "line", "circle", "text", "tspan", "title"}
ASSIGNMENT = study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})


def drawn(made: Study, *place: object, kind: str = "wide", style: bool = False) -> str:
    return picture(made, drawing.layout(drawing.structure_of(made.graph, kind)), *place, style=style)  # type: ignore[arg-type]


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
    assert "downstream" in classes(svg, "c5") and slot(svg, "c5", "value") == ""


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
    made = study("a = a + x\na*2", {"a": 1, "x": 2})
    assert "a&#x27;" in drawn(made) and "a'" not in drawn(made)


def test_a_picture_of_its_own_carries_its_style() -> None:
    svg = drawn(ASSIGNMENT, style=True)
    assert f"<style>{STYLE}</style>" in svg and "var(" not in STYLE and "#b3400a" in STYLE
    assert "<style>" not in drawn(ASSIGNMENT)


def test_chips_keep_off_each_other() -> None:
    layout = drawing.layout(drawing.structure_of(ASSIGNMENT.graph, "wide"))
    places, free = chip_places(layout, ((46.0, 40.0),) * len(layout.routes))
    assert all(free)
    boxes = [Box(x, y, 46, 40) for x, y in places] + list(layout.boxes.values())
    for k, a in enumerate(boxes[: len(places)]):
        for b in boxes[k + 1 :]:
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2


TYPESET = [
    ("3*c6**2", [("3", "roman"), ("c", "italic"), ("6", "subscript"), ("2", "superscript")]),
    ("c1*c2", [("c", "italic"), ("1", "subscript"), (" ⋅ ", "roman"), ("c", "italic"), ("2", "subscript")]),
    ("exp(c1)", [("exp(", "roman"), ("c", "italic"), ("1", "subscript"), (")", "roman")]),
    ("theta", [("θ", "italic")]),
    ("yhat", [("yhat", "roman")]),
    ("c1**(-1)", [("c", "italic"), ("1", "subscript"), ("−1", "superscript")]),
    ("0.30000000000000004", [("0.3", "roman")]),
    ("1e-07", [("1⋅10", "roman"), ("−7", "superscript")]),
]


@pytest.mark.parametrize(("text", "styled"), TYPESET)
def test_notation_is_typeset(text: str, styled: list[tuple[str, str]]) -> None:
    assert runs(text) == tuple(Run(*run) for run in styled)


@given(st.text(max_size=40), st.floats(30, 200))
def test_fitted_text_fits(text: str, room: float) -> None:
    assert width(fitted(runs(text), 18, room), 18) <= room + 1e-9
