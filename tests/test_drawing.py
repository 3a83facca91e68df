"""Layouts: made once per structure, the same everywhere, holding nothing of the user's, and stoppable."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from graphs import drawing
from graphs.errors import OutOfTime, TooLarge
from graphs.graph import Graph, build
from graphs.language import parse
from graphs.limits import WEB
from graphs.routes import Layout

ROOT = Path(__file__).parent.parent
ASSIGNMENT = "exp(x1)*(x1**2+x2**2)**3"


def graph_of(text: str) -> Graph:
    return build(parse(text))


def laid_out(text: str, kind: str = "wide") -> Layout:
    return drawing.layout(drawing.structure_of(graph_of(text), kind))


def dot_of(text: str, kind: str = "wide") -> str:
    structure = drawing.structure_of(graph_of(text), kind)
    return drawing.dot(structure, drawing._drawn_apart(structure))


def test_dot_holds_nothing_of_the_users() -> None:
    ours = dot_of("alpha = beta1*gamma1\nsecret = alpha + 12345\nsecret*lambda")
    assert not re.search("alpha|beta|gamma|secret|lambda|12345", ours)
    assert set(re.findall(r'"([^"]*)"', ours)) <= {"", *(f"c{k}-{slot}" for k in range(9) for slot in range(2))}


def test_one_structure_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = drawing._run_dot
    monkeypatch.setattr(drawing, "_run_dot", lambda *a: asked.append(a[0]) or real(*a))
    drawing._layout.cache_clear()
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
        source, target = made.boxes[route.source], made.boxes[route.target]
        assert target.x > source.x if kind == "wide" else target.y > source.y


def test_the_assignment_fits_its_place_on_the_page() -> None:
    made = laid_out(ASSIGNMENT)
    assert made.width <= 928 and made.height <= 366


def test_the_two_edges_of_a_square_run_apart() -> None:
    first, second = laid_out("x*x").routes
    assert [route.id for route in (first, second)] == ["c2-0", "c2-1"]
    for a, b in zip(first.points, second.points, strict=True):
        assert b[1] - a[1] == pytest.approx(36)


def test_ends_that_share_a_side_are_apart() -> None:
    made = laid_out("a + b + sin(a) + cos(a) + tan(a)")
    ends = [route.points[0] for route in made.routes if route.source == "c1"]
    assert min(math.dist(p, q) for k, p in enumerate(ends) for q in ends[k + 1 :]) >= 15


def test_inputs_of_a_deep_graph_are_drawn_apart() -> None:
    made = laid_out("a = x*1\n" + "a = sin(a)*x + y\n" * 16 + "a")
    leaves = [name for name in made.boxes if "-at-" in name]
    assert len(leaves) > 16 and "c1" not in made.boxes
    assert not [name for name in laid_out(ASSIGNMENT).boxes if "-at-" in name]


def test_a_layout_is_the_same_everywhere() -> None:
    script = (
        "from graphs import drawing; from graphs.graph import build; from graphs.language import parse;"
        f"s = drawing.structure_of(build(parse('a = sin(x)*y\\na*x + {ASSIGNMENT}')), 'wide');"
        "print(s.digest, drawing.layout(s).boxes, drawing.layout(s).routes); drawing.stop()"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/")},
        ).stdout
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("7", "de_DE.UTF-8"))
    }  # fmt: skip
    assert len(answers) == 1 and next(iter(answers)).strip()


def sleeping(source: str) -> bytes:
    time.sleep(60)
    return b""


def dying(source: str) -> bytes:
    os._exit(1)


@pytest.mark.parametrize(
    ("task", "seconds", "told"), [(sleeping, 0.2, "0.2 seconds"), (dying, 4.0, "without an answer")]
)
def test_a_layout_that_hangs_or_dies_is_out_of_time_and_the_next_one_works(
    task: Any, seconds: float, told: str
) -> None:
    with pytest.raises(OutOfTime, match=told):
        drawing._in_child(task, "digraph{}", seconds)
    assert drawing._run_dot("digraph{a}", 4.0)


def test_too_many_nodes_are_refused_before_the_layout() -> None:
    graph = graph_of(";".join(f"a{k} = x + {k}" for k in range(WEB.drawn + 1)) + "; x")
    with pytest.raises(TooLarge, match="1,000 nodes are drawn"):
        drawing.layout(drawing.structure_of(graph, "wide"))
