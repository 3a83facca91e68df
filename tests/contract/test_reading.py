"""What an answer says of how its text was read: the names that the text gives values, each an input or data."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

CODE = """import torch
x = torch.tensor(2.0)
w, b = torch.tensor(0.5, requires_grad=True), torch.tensor(-0.5, requires_grad=True)
n = 3
loss = (w*x + b)**n
loss.backward()
"""
SHEET = "Let $f(x, y) = x^2 y$ at the point $(2, 1)$. Then\n\\[ f(2, 1) = 4. \\]"
CALL = "def f(x, y=3.0):\n    return x*y\n\nf(2.0)"
INPUT, DATA = "input", "data"


# program, what else is asked -> the literals (name, line, the text's value, role), and the inputs' values in their order
LITERALS: list[tuple[str, dict[str, Any], list[tuple[str, int, Any, str]], dict[str, float]]] = [
    ("x*y", {}, [], {"x": 1, "y": 1}),
    ("x = 3\ny = 4\nx*y", {}, [("x", 1, 3, INPUT), ("y", 2, 4, INPUT)], {"x": 3, "y": 4}),
    ("x = 3\ny = 4\nx*y", {"at": {"y": 2}}, [("x", 1, 3, INPUT), ("y", 2, 4, INPUT)], {"x": 3, "y": 2}),
    ("x = 3\ny = 4\nx*y", {"inputs": ["y"]}, [("x", 1, 3, DATA), ("y", 2, 4, INPUT)], {"y": 4}),
    ("x = 3\ny = 4\nx*y", {"inputs": ["x"], "at": {"y": 2}}, [("x", 1, 3, INPUT), ("y", 2, 4, DATA)], {"x": 3}),
    ("y = [1, 2]\nsum(x*y)", {}, [("y", 1, [1, 2], DATA)], {"x": 1}),
    ("x = 2\nx = 3\nx**2", {}, [("x", 2, 3, INPUT)], {"x": 3}),
    (CODE, {}, [("x", 2, 2, DATA), ("w", 3, 0.5, INPUT), ("b", 3, -0.5, INPUT), ("n", 4, 3, DATA)], {"w": 0.5, "b": -0.5}),
    (CODE, {"at": {"b": 1, "w": 2}}, [("x", 2, 2, DATA), ("w", 3, 0.5, INPUT), ("b", 3, -0.5, INPUT), ("n", 4, 3, DATA)], {"w": 2, "b": 1}),
    (SHEET, {}, [("x", 1, 2, INPUT), ("y", 1, 1, INPUT)], {"x": 2, "y": 1}),
    ("f(x, y) = x*y\nat (2, 1)\nf(3, 1) = 3", {}, [("x", 2, 2, INPUT), ("y", 2, 1, INPUT)], {"x": 2, "y": 1}),
    (CALL, {}, [("x", 4, 2, INPUT), ("y", 4, 3, INPUT)], {"x": 2, "y": 3}),
    (CALL, {"at": {"y": 5}}, [("x", 4, 2, INPUT), ("y", 4, 3, INPUT)], {"x": 2, "y": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "asked", "literals", "inputs"), LITERALS)
def test_the_names_that_a_text_gives_values(
    client: FlaskClient,
    program: str,
    asked: dict[str, Any],
    literals: list[tuple[str, int, Any, str]],
    inputs: dict[str, float],
) -> None:
    """Whoever moves one of them leaves the others what they are, and in their order."""
    answer = client.post("/api/v1/trace", json={"program": program, "include": [], **asked}).get_json()
    told = [(each["name"], each["line"], each["value"], each["role"]) for each in answer["literals"]]
    assert told == literals
    assert [(each["name"], each["value"]) for each in answer["inputs"]] == [*inputs.items()]


def test_a_literal_stands_where_it_says(client: FlaskClient) -> None:
    answer = client.post("/api/v1/trace", json={"program": CODE, "include": []}).get_json()
    lines = CODE.split("\n")
    for each in answer["literals"]:
        assert lines[each["line"] - 1][each["column"] - 1 :][: each["length"]] == each["name"]


@pytest.mark.parametrize("stated", ["f(2, 1) = 4", r"\frac{\partial f}{\partial y} = 4", r"\nabla f = (4, 4)"])
def test_a_claim_about_a_function_of_the_text_is_judged(client: FlaskClient, stated: str) -> None:
    """Its lines are parts of a group, which the claim's own program has no need of."""
    sheet = rf"Let $f(x, y) = x^2 y$ at the point $(2, 1)$. Then $f(2, 1) = 4$ and \[ {stated} \]"
    answer = client.post("/api/v1/trace", json={"program": sheet, "include": []})
    assert answer.status_code == 200
    assert [claim["holds"] for claim in answer.get_json()["claims"]] == [True, True]
