"""Layouts: made once per structure, the same everywhere, holding nothing of the user's, and stoppable."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys

import pytest

from graphs.autodiff.build import build
from graphs.autodiff.graph import Graph
from graphs.errors import TooLarge
from graphs.language.parser import parse
from graphs.limits import WEB
from graphs.picture import layout
from graphs.picture.routes import GAP, TWIN_GAP, Layout
from graphs.picture.sizes import FRAMES, OUTLINE
from tests.support.paths import ROOT

ASSIGNMENT = "exp(x1)*(x1**2+x2**2)**3"


def graph_of(text: str) -> Graph:
    return build(parse(text))


def laid_out(text: str, kind: str = "wide") -> Layout:
    return layout.layout(layout.structure_of(graph_of(text), kind))


def dot_of(text: str, kind: str = "wide") -> str:
    structure = layout.structure_of(graph_of(text), kind)
    return layout.dot(structure, layout._drawn_apart(structure))


def test_dot_holds_nothing_of_the_users() -> None:
    ours = dot_of("alpha = beta1*gamma1\nsecret = alpha + 12345\nsecret*lambda")
    assert not re.search("alpha|beta|gamma|secret|lambda|12345", ours)
    assert set(re.findall(r'"([^"]*)"', ours)) <= {"", *(f"c{k}-{slot}" for k in range(9) for slot in range(2))}


def test_one_structure_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = layout._child.ask
    monkeypatch.setattr(layout._child, "ask", lambda *a: asked.append(a[1]) or real(*a))
    layout._small_cache.cache_clear()
    first = laid_out("sin(x)*y + 2")
    assert laid_out("cos(a)*b + 3") is first  # other names, other numbers, the same structure
    assert len(asked) == 1
    laid_out("sin(x)*y + x")
    assert len(asked) == 2


@pytest.mark.parametrize("kind", ["wide", "tall"])
def test_boxes_do_not_overlap_and_values_flow_one_way(kind: str) -> None:
    made = laid_out(ASSIGNMENT, kind)
    boxes = list(made.boxes.items())
    for k, (_, a) in enumerate(boxes):
        for _, b in boxes[k + 1 :]:
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2
    for route in made.routes:
        source, target = made.boxes[route.start], made.boxes[route.end]
        assert target.x > source.x if kind == "wide" else target.y > source.y


def test_the_assignment_fits_its_place_on_the_page() -> None:
    made = laid_out(ASSIGNMENT)
    assert made.width <= 928 and made.height <= 366


def test_the_two_edges_of_a_square_run_apart() -> None:
    first, second = laid_out("x*x").routes
    assert [route.id for route in (first, second)] == ["c2-0", "c2-1"]
    for a, b in zip(first.points, second.points, strict=True):
        assert b[1] - a[1] == pytest.approx(TWIN_GAP)


def test_ends_that_share_a_side_are_apart() -> None:
    made = laid_out("a + b + sin(a) + cos(a) + tan(a)")
    ends = [route.points[0] for route in made.routes if route.start == "c1"]
    assert min(math.dist(p, q) for k, p in enumerate(ends) for q in ends[k + 1 :]) >= GAP * 0.75


def test_inputs_of_a_deep_graph_are_drawn_apart() -> None:
    made = laid_out("a = x*1\n" + "a = sin(a)*x + y\n" * 16 + "a")
    assert len(made.leaves) > 16 and "c1" not in made.boxes and set(made.leaves) < set(made.boxes)
    assert set(made.leaves.values()) == {0, 1}
    assert not laid_out(ASSIGNMENT).leaves


def test_named_data_of_a_deep_graph_is_drawn_apart() -> None:
    made = laid_out("k = 2\na = x*1\n" + "a = sin(a)*x + k\n" * 16 + "a")
    assert "c2" not in made.boxes and 1 in made.leaves.values()


def test_an_output_is_never_drawn_apart() -> None:
    made = laid_out("a = x*1\n" + "a = sin(a)*x + y\n" * 16 + "a, x")
    assert "c1" in made.boxes and "c2" not in made.boxes


def test_the_layout_is_that_of_the_visual_target() -> None:
    """x1 stands between its two uses, the chain from c4 to the output is straight, f's box is the outline."""
    boxes = laid_out(ASSIGNMENT).boxes
    assert boxes["c1"].y == pytest.approx((boxes["c3"].y + boxes["c4"].y) / 2, abs=1)
    assert len({round(boxes[name].y) for name in ("c4", "c6", "c7", "c8")}) == 1
    assert boxes["c2"].y == pytest.approx(boxes["c5"].y)
    assert boxes["c8"][2:] == tuple(side + 2 * OUTLINE for side in FRAMES["wide"])


@pytest.mark.parametrize("kind", ["wide", "tall"])
@pytest.mark.parametrize("program", [ASSIGNMENT, "x*x*x + x", "r = x + y; r, r*x", "x", "2 + 3"])
def test_routes_end_on_the_frames_that_are_drawn(program: str, kind: str) -> None:
    made, axis = laid_out(program, kind), 0 if kind == "wide" else 1
    for route in made.routes:
        start, end = made.boxes[route.start], made.boxes[route.end]
        assert route.points[0][axis] == pytest.approx(start[axis] + start[2 + axis] / 2)
        assert route.points[-1][axis] == pytest.approx(end[axis] - end[2 + axis] / 2)
        for box, point in ((start, route.points[0]), (end, route.points[-1])):
            assert abs(point[1 - axis] - box[1 - axis]) <= box[3 - axis] / 2


@pytest.mark.parametrize("kind", ["wide", "tall"])
def test_everything_stands_inside_the_picture(kind: str) -> None:
    for program in (ASSIGNMENT, "x*x", "y = sin(x); z = y*x; z + y, y"):
        made = laid_out(program, kind)
        for box in (*made.boxes.values(), *made.labels):
            assert box.width / 2 <= box.x <= made.width - box.width / 2
            assert box.height / 2 <= box.y <= made.height - box.height / 2


def test_a_phone_shows_the_assignment_at_full_size() -> None:
    assert laid_out(ASSIGNMENT, "tall").width <= 360 - 2 * 8


def test_a_layout_is_the_same_everywhere() -> None:
    script = (
        "from graphs.workers import pool; from graphs.picture import layout; from graphs.autodiff.build import build; from graphs.language.parser import parse;"
        f"s = layout.structure_of(build(parse('a = sin(x)*y\\na*x + {ASSIGNMENT}')), 'wide');"
        "print(s.digest, layout.layout(s).boxes, layout.layout(s).routes); pool.stop()"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/")},
        ).stdout
        for seed, locale in (("0", "C"), ("7", "de_DE.UTF-8"))
    }  # fmt: skip
    assert len(answers) == 1 and next(iter(answers)).strip()


def test_small_layouts_do_not_wait_for_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for child in (layout._child, layout._child_of_large):
        real = child.ask
        monkeypatch.setattr(child, "ask", lambda *a, real=real, name=child.name: asked.append(name) or real(*a))
    for program in ("x1*x2*x3*x4", "*".join(f"x{k}" for k in range(1, 60))):
        layout._small_cache.cache_clear()
        laid_out(program)
    assert asked == ["layout", "large layout"]


def test_long_edges_bound_dots_simplex() -> None:
    """A chain of nodes that look far back passes over a thousand levels, and dot puts a node into each."""
    names = ["x1", "x2", *(f"a{k}" for k in range(60))]
    program = "\n".join(f"{names[k]} = {names[k - 1]}*{names[k * 7 % (k - 1)]}" for k in range(2, len(names)))
    structure = layout.structure_of(graph_of(program), "wide")
    assert layout._bounds(structure, frozenset()) == {"nslimit": ".5", "nslimit1": ".5", "mclimit": ".1"}
    assert layout._bounds(layout.structure_of(graph_of(ASSIGNMENT), "wide"), frozenset()) == {}


def test_too_many_nodes_are_refused_before_the_layout() -> None:
    graph = graph_of(";".join(f"a{k} = x + {k}" for k in range(WEB.drawn + 1)) + "; x")
    with pytest.raises(TooLarge, match="1,000 nodes are drawn"):
        layout.layout(layout.structure_of(graph, "wide"))


def shaped(text: str, kind: str, *shapes: tuple[int, ...], data: tuple[int, ...] = ()) -> layout.Structure:
    """A scalar program's structure with arrays in the place of its numbers."""
    return layout.structure_of(graph_of(text), kind)._replace(shapes=shapes, data=data)


@pytest.mark.parametrize("kind", ["wide", "tall"])
def test_an_arrays_box_is_as_large_as_what_is_shown_of_it(kind: str) -> None:
    structure = shaped("r = A*x - y\nr*r", kind, (2, 2), (2,), (2,), (2,), (3, 3), ())
    made = layout.layout(structure)
    for i in range(6):
        more = 2 * OUTLINE if i == 5 else 0.0
        assert made.boxes[f"c{i + 1}"][2:] == tuple(side + more for side in structure.frame(i))
    boxes = [*made.boxes.values(), *made.labels]
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 :]:
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2
    for route in made.routes:
        axis, start, end = 0 if kind == "wide" else 1, made.boxes[route.start], made.boxes[route.end]
        assert route.points[0][axis] == pytest.approx(start[axis] + start[2 + axis] / 2)
        assert route.points[-1][axis] == pytest.approx(end[axis] - end[2 + axis] / 2)


def test_a_layout_depends_on_shapes_and_not_on_numbers() -> None:
    small, large = shaped("x*y", "wide", (2,), (2,), (2,)), shaped("x*y", "wide", (2, 2), (2,), (2, 2))
    assert small.digest != large.digest == shaped("a*b", "wide", (2, 2), (2,), (2, 2)).digest
    assert layout.layout(small).height < layout.layout(large).height + 1


def test_data_has_no_room_for_a_derivative() -> None:
    with_room, without = (shaped("k*x", "wide", (3,), (3,), (3,), data=data) for data in ((), (0,)))
    assert with_room.frame(0)[1] - without.frame(0)[1] == 3 * 21 + 10


def test_dot_of_arrays_holds_sizes_only_where_they_differ() -> None:
    structure = shaped("x*y + z", "wide", (), (2, 2), (), (2, 2), (2, 2))
    ours = layout.dot(structure, frozenset())
    assert len(re.findall(r"^\s+c\d \[", ours, re.MULTILINE)) == 3
