"""What leaves is the contract: strict JSON that comes back equal, and refers only to what is there."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.contract import unchanging
from graphs.contract.document import document, flowing
from graphs.limits import WEB
from graphs.notation.program import typeset
from graphs.strict_json import number
from graphs.study import question, study
from tests.support.trees import NAMES, Tree, render, trees

POINTS = st.fixed_dictionaries({name: st.sampled_from([0.0, -0.0, 1.0, -2.5, 1e-310, 1e308, 800.0]) for name in NAMES})
FUNCTIONS = ("log", "sqrt", "exp", "abs", "gamma", "relu", "sin", "asin", "floor")
KEYS = {
    "version", "program", "url", "inputs", "outputs", "nodes", "edges", "value", "gradient", "jacobian", "directional",
    "hessian", "steps", "cost", "checks", "issues",
}  # fmt: skip


def refuse(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


@given(trees(functions=FUNCTIONS) | trees(), POINTS)
def test_documents_come_back_equal_from_strict_json_and_refer_only_to_what_is_there(
    tree: Tree, point: dict[str, float]
) -> None:
    made = document(study(render(tree, lambda: 0).text, point), "/?e=", ["steps"], WEB)
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text, parse_constant=refuse) == made
    assert set(made) >= KEYS
    assert "-0.0," not in text and "-0.0}" not in text
    refers_only_to_what_is_there(made)


def refers_only_to_what_is_there(made: dict[str, Any]) -> None:
    nodes = {node["id"]: node for node in made["nodes"]}
    assert list(nodes) == [f"c{k + 1}" for k in range(len(nodes))]
    for edge in made["edges"]:
        assert nodes[edge["to"]]["operands"][edge["slot"]] == edge["from"]
    assert len(made["edges"]) == sum(len(node["operands"]) for node in made["nodes"])
    edges = {edge["id"] for edge in made["edges"]}
    for step in made["steps"]:
        assert step["node"] in nodes and (step["edge"] is None or step["edge"] in edges)
    forward = [step for step in made["steps"] if step["sweep"] == "forward"]
    assert len(forward) == made["cost"]["forward"]["passes"] * sum(
        node["operation"] != "data" for node in made["nodes"]
    )
    if made["nodes"][int(made["outputs"][0][1:]) - 1]["operation"] != "data":
        assert made["cost"]["reverse"]["operations"] == len([s for s in made["steps"] if s["sweep"] == "reverse"]) - 1


@given(trees(functions=FUNCTIONS), POINTS, POINTS)
def test_what_is_kept_of_a_program_says_the_same_at_every_point(
    tree: Tree, point: dict[str, float], other: dict[str, float]
) -> None:
    text = render(tree, lambda: 0).text
    before = study(text, point)
    document(before, "/?e=", [], WEB, symbolic=[None] * len(before.graph))
    known = document(study(text, other), "/?e=", [], WEB)
    for cache in (question._sized, unchanging._small_cache, typeset):
        cache.cache_clear()
    assert document(study(text, other), "/?e=", [], WEB) == known


NUMBERS = [(None, None), (math.nan, None), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (-0.0, 0.0), (1.5, 1.5)]


@pytest.mark.parametrize(("inside", "outside"), NUMBERS)
def test_numbers_leave_as_strict_json_holds_them(inside: float | None, outside: Any) -> None:
    assert number(inside) == outside and str(number(inside)) == str(outside)
    assert flowing(None, ()) == 0.0 and flowing(None, (2,)) == [0.0, 0.0]
