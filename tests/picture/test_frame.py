"""The screen is the fold of the steps: waiting is never 0, and the end shows the whole study."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from graphs.picture.frame import ABSENT, WAITING, Cell, frame
from graphs.study import Study, study
from tests.support.paths import TWINS

ASSIGNMENT = study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})
PROGRAMS = [
    ("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2}),
    ("k = 2\nk*x + y*0", {"x": 1, "y": 3, "unused": 4}),
    ("log(x) + abs(y) + exp(z)", {"x": -1, "y": 0, "z": 1000}),
    ("where(x > 0, x*y, log(x))", {"x": -2, "y": 1}),
]


def numbers(made: Study, sweep: str, cursor: int | None, entry: str | None = None) -> list[float | str]:
    """The sweep's own row: numbers, and the kinds of the cells that hold none."""
    shown = frame(made, sweep, entry, cursor).nodes
    cells = [node.value if node.derivative is None else node.derivative for node in shown]
    return [cell.number if cell.kind == "number" else cell.kind for cell in cells]


STUDIES = json.loads((TWINS / "studies.json").read_text(encoding="utf-8"))  # documents, as the page gets them
CASES = json.loads((TWINS / "frames.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['study']} {case['sweep']} {case['step']}")
def test_the_page_shows_the_same(case: dict[str, Any]) -> None:
    """tests/js/frame.test.js."""
    asked = STUDIES[case["study"]]
    made = study(asked["program"], {each["name"]: each["value"] for each in asked["inputs"]})
    cursor = None if case["step"] == "end" else case["step"]
    shown = frame(made, case["sweep"], case["entry"], cursor)
    assert numbers(made, case["sweep"], cursor, case["entry"]) == case["cells"]
    assert [f"c{i + 1}" for i, node in enumerate(shown.nodes) if node.state == "done"] == case["done"]
    assert [f"c{i + 1}" for i, node in enumerate(shown.nodes) if node.current] == [case["current"]] * bool(cursor != 0)
    edges = {f"c{node + 1}-{slot}": edge for (node, slot), edge in shown.edges.items()}
    assert [name for name, edge in edges.items() if edge.state != "waiting"] == case["passed"]
    assert [name for name, edge in edges.items() if edge.current] == case["passing"]
    assert (shown.cursor, shown.length) == (case["cursor"], case["length"])


def test_the_fourth_step_back_through_the_assignment() -> None:
    shown = frame(ASSIGNMENT, "reverse", None, 4)
    w = "waiting"
    assert numbers(ASSIGNMENT, "reverse", 4) == [w, w, 64.0, w, w, 48.0, 1.0, 1.0]
    assert [node.current for node in shown.nodes] == [False] * 5 + [True, False, False]
    assert {key for key, edge in shown.edges.items() if edge.state == "adjoint"} == {(7, 0), (7, 1), (6, 0)}
    assert [key for key, edge in shown.edges.items() if edge.current] == [(6, 0)]
    assert (shown.cursor, shown.length) == (4, 9)


def test_an_edge_is_passed_with_its_target_forwards() -> None:
    shown = frame(ASSIGNMENT, "forward", "x2", 6)
    assert {key for key, edge in shown.edges.items() if edge.state == "tangent"} == {
        (2, 0),
        (3, 0),
        (4, 0),
        (5, 0),
        (5, 1),
    }
    assert {key for key, edge in shown.edges.items() if edge.current} == {(5, 0), (5, 1)}
    assert numbers(ASSIGNMENT, "forward", 6, "x2")[:6] == [0.0, 1.0, 0.0, 0.0, 4.0, 4.0]


@pytest.mark.parametrize("sweep", ["value", "forward", "reverse"])
def test_at_the_start_nothing_is_reached(sweep: str) -> None:
    shown = frame(ASSIGNMENT, sweep, None, 0)
    assert numbers(ASSIGNMENT, sweep, 0) == ["waiting"] * 8
    assert shown.current is None and {edge.state for edge in shown.edges.values()} == {"waiting"}
    assert {node.state for node in shown.nodes} == {"waiting"}


@pytest.mark.parametrize(("program", "at"), PROGRAMS)
def test_the_end_shows_the_final_annotations(program: str, at: dict[str, float]) -> None:
    made = study(program, at)
    ends = [("value", None, made.evaluation.values), ("reverse", None, made.adjoints)]
    ends += [("forward", entry, tangents) for entry, tangents in made.tangents.items()]
    for sweep, entry, finals in ends:
        assert finals is not None
        shown = frame(made, sweep, entry).nodes
        for i, node in enumerate(shown):
            cell = node.value if node.derivative is None else node.derivative
            final = finals[i] or 0.0
            if sweep != "value" and i in made.graph.data:
                assert cell == ABSENT
            elif math.isnan(final):
                assert cell.kind in ("undefined", "nothing")
            else:
                assert cell == Cell("number", final)
            assert node.state == "done"


@pytest.mark.parametrize(("program", "at"), PROGRAMS)
def test_a_step_changes_only_what_it_writes(program: str, at: dict[str, float]) -> None:
    made = study(program, at)
    for sweep in ("value", "forward", "reverse"):
        steps = made.steps(sweep)
        for k in range(1, len(steps)):  # the last step also tells where nothing flows
            before, after = numbers(made, sweep, k - 1), numbers(made, sweep, k)
            if k < len(steps):
                assert {i for i in range(len(before)) if str(before[i]) != str(after[i])} <= {steps[k - 1].node}


def test_undefined_is_told_where_it_starts() -> None:
    first, log, last = frame(study("log(x) + 1", {"x": -3}), "reverse").nodes
    assert log.issue and log.value == Cell("undefined") and log.derivative == Cell("undefined")
    assert last.downstream and last.value == Cell("nothing") and not last.issue
    assert first.derivative == Cell("nothing") and not first.downstream


def test_a_kink_is_told() -> None:
    assert [node.kink for node in frame(study("abs(x)", {"x": 0}), "reverse").nodes] == [False, True]


def test_several_outputs_without_a_cotangent_have_nothing_to_step_through() -> None:
    shown = frame(study("x*2, x*3", {"x": 1}), "reverse")
    assert shown.length == 0 and {node.derivative for node in shown.nodes} == {WAITING}


def test_an_unknown_entry_counts_as_the_first() -> None:
    assert frame(ASSIGNMENT, "forward", "nosuch").entry == "x1"
    directed = study("x*y", {"x": 2, "y": 3}, direction={"x": 1, "y": 1})
    assert frame(directed, "forward", "x").entry == "direction"


def test_a_cursor_past_the_end_is_the_end() -> None:
    assert frame(ASSIGNMENT, "reverse", None, 10_000) == frame(ASSIGNMENT, "reverse")


LEAST_SQUARES = study("r = A @ x - y\ndot(r, r)", {"A": [[1, 2], [3, 4]], "x": [1, -1], "y": [1, 0]})


def test_arrays_are_folded_like_numbers() -> None:
    def derivative(node: int, cursor: int) -> object:
        cell = frame(LEAST_SQUARES, "reverse", None, cursor).nodes[node].derivative
        assert cell is not None
        return np.asarray(cell.number).tolist() if cell.kind == "number" else cell.kind

    assert [derivative(4, k) for k in range(4)] == ["waiting", "waiting", [-2, -1], [-4, -2]]
    assert derivative(0, 7) == [[-4, 4], [-2, 2]] or derivative(1, 7) == [-10, -16]


def test_nothing_flows_to_an_unused_array() -> None:
    shown = frame(study("sum(x)", {"x": [1, 2], "unused": [3, 4]}), "reverse").nodes[0].derivative
    assert shown is not None and np.asarray(shown.number).tolist() == [0, 0]


def test_an_array_is_undefined_only_where_every_entry_is() -> None:
    first, log, last = frame(study("log(x) + 1", {"x": [-1, 1]}), "value").nodes
    assert [each.value.kind for each in (first, log, last)] == ["number"] * 3
    assert log.issue and not last.downstream
    _, log, last = frame(study("log(x) + 1", {"x": [-1, -2]}), "value").nodes
    assert log.value == Cell("undefined") and last.value == Cell("nothing") and last.downstream


def test_a_large_array_is_reached_with_its_last_term() -> None:
    made = study("sum(x*x)", {"x": [1.0] * 17})
    states = [frame(made, "reverse", None, k).nodes[0].state for k in range(5)]
    assert states == ["waiting", "waiting", "waiting", "waiting", "done"]
    assert frame(made, "reverse", None, 3).nodes[0].current
