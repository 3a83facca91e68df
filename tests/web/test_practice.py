"""POST /api/v1/practice: what is typed into cells, checked over HTTP; hints; and what bad input gets."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from flask.testing import FlaskClient

from graphs.contract.practice import MistakeKind, PracticeAnswer
from graphs.limits import WEB
from graphs.practice.practice import KINDS

PROGRAM: dict[str, Any] = {"program": "exp(x1)*(x1**2 + x2**2)**3", "at": {"x1": 0, "x2": 2}}
MATRIX: dict[str, Any] = {"program": "sum(tanh(W@x))", "at": {"W": [[1, 2], [3, 4]], "x": [0.5, -0.5]}}


def told(client: FlaskClient, body: dict[str, Any]) -> dict[str, Any]:
    response = client.post("/api/v1/practice", json=body)
    assert response.status_code == 200, response.get_data(as_text=True)
    document: dict[str, Any] = response.get_json()
    PracticeAnswer.model_validate(document)
    return document


def test_what_is_right_and_what_is_not(client: FlaskClient) -> None:
    given = {"c6.adjoint": "16", "c5.adjoint": "48", "c7-0.partial": "96/2", "c7.tangent:x2": "1,92e2", "c4.value": "x"}
    document = told(client, {**PROGRAM, "cells": [*given], "given": given})
    cells = document["cells"]
    assert {*cells} == {*given} and document["hints"] == {} and document["unknown"] == []
    assert [cells[each]["right"] for each in given] == [False, True, True, True, False]
    assert cells["c6.adjoint"] == {
        "cell": "c6.adjoint",
        "right": False,
        "read": 16.0,
        "message": None,
        "mistakes": [
            {
                "kind": "exponent not brought down",
                "message": "The power of c6 is lowered, but the exponent does not come down as a factor.",
                "node": "c6",
                "edge": "c7-0",
            }
        ],
    }
    assert cells["c4.value"]["read"] is None and "'x' is no number" in cells["c4.value"]["message"]


def test_names_of_the_program_and_entries(client: FlaskClient) -> None:
    given = {"W.value[0,1]": "2", "c2.value[0]": "0.5", "x.adjoint[0]": "1"}
    cells = told(client, {**MATRIX, "names": "own", "given": given})["cells"]
    assert [cells[each]["right"] for each in given] == [True, True, False]
    assert [cells[each]["cell"] for each in given] == ["c1.value[0,1]", "c2.value[0]", "c2.adjoint[0]"]


def test_cells_that_are_not_there(client: FlaskClient) -> None:
    document = told(
        client, {**PROGRAM, "cells": ["c99.value", "c6.adjoint"], "given": {"c99.value": "1", "constructor": "1"}}
    )
    assert [each["cell"] for each in document["unknown"]] == ["c99.value"]
    assert document["cells"]["c99.value"]["read"] is None and "no node" in document["cells"]["c99.value"]["message"]
    assert document["cells"]["constructor"]["cell"] is None


def test_hints_hold_the_number_in_the_last_rung_alone(client: FlaskClient) -> None:
    cells = ["c6.adjoint", "c7.tangent:x2", "c7.value", "c7-0.partial", "c2.adjoint"]
    numbers = ["48", "192", "64", "48", "192"]
    document = told(client, {**PROGRAM, "hints": dict.fromkeys(cells, 3)})
    for cell, number in zip(cells, numbers, strict=True):
        rungs = document["hints"][cell]
        assert [each["kind"] for each in rungs] == ["rule", "formula", "numbers"]
        assert number not in str(rungs[:2]) and number in str(rungs[2])
    few = told(client, {**PROGRAM, "hints": dict.fromkeys(cells, 1)})["hints"]
    assert {len(each) for each in few.values()} == {1}
    assert document["hints"]["c6.adjoint"][0]["text"] == (
        "c6 is used once, in c6**3: the power rule. Its adjoint is what comes back from there."
    )


def test_the_kinds_are_those_of_the_contract() -> None:
    assert {*KINDS} == {*get_args(MistakeKind)}


# What is sent, its status, and what the problem says.
WRONG: list[tuple[Any, int, str]] = [
    ({"given": {}}, 422, "'program' is missing"), ({"program": "x", "given": {"c1.value": 3}}, 422, "'given' must be an object"),
    ({"program": "x", "given": []}, 422, "'given' must be an object"), ({"program": "x", "cells": {}}, 422, "'cells' must be a list"),
    ({"program": "x", "hints": {"c1.value": 4}}, 422, "'hints' must be an object"), ({"program": "x", "hints": {"c1.value": 0}}, 422, "'hints' must be"),
    ({"program": "x +", "given": {}}, 400, "operand"), ({"program": "x", "steps": "all"}, 422, "there is no key 'steps'"),
    ({"program": "x", "at": {"x": "1"}}, 422, "finite number"), ([], 422, "must be a JSON object"), ("x", 422, "must be a JSON object"),
    ({"program": "x", "given": {f"c{k}.value": "1" for k in range(401)}}, 413, "at most 400 cells may be asked for in given"),
    ({"program": "x", "cells": ["c1.value"] * 401}, 413, "at most 400 cells may be asked for in cells"),
    ({"program": "x", "given": {"c1.value": "\ud83d"}}, 422, "in given is not text"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "said"), WRONG)
def test_bad_bodies(client: FlaskClient, body: Any, status: int, said: str) -> None:
    response = client.post("/api/v1/practice", json=body)
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json" and said in response.get_json()["detail"]


HOSTILE = ["__import__('os').system('x')", "lambda: 1", "9**9**9**9**9", "(" * 119, "1" * 100_000, "factorial(10**9)", "gamma(1e306)", "x" * 120,
           "Sum(k,(k,1,10**9))", "zeros(9999,9999)", "sum(ones(10000,10000))", "\x00", "‮1", "1e999999999", "<img src=x onerror=alert(1)>", "{{7*7}}",
           "exp(exp(exp(9)))", "1;" * 60, "def f(x):\n  return f(x)\nf(1)", "while True: pass", "norm([1,2])", "inv([[1,2],[2,4]])", "0^0^0^0", "1/" * 59 + "1"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers(client: FlaskClient, text: str) -> None:
    cell = told(client, {**PROGRAM, "given": {"c6.adjoint": text}})["cells"]["c6.adjoint"]
    assert cell["right"] is False and (cell["read"] is not None or cell["message"])


@pytest.mark.parametrize("name", ["__proto__.value", "c1.value[" + "9" * 100 + "]", "c1.tangent:" + "x" * 10_000, "‮.adjoint", "c-1.value", "c0.value", "c1-0-0.partial", "[" * 1000, "c3.adjoint\n"])  # fmt: skip
def test_hostile_cells(client: FlaskClient, name: str) -> None:
    cell = told(client, {**PROGRAM, "given": {name: "1"}})["cells"][name]
    assert cell["read"] is None and cell["message"].isprintable() and len(cell["message"]) < 300


def test_other_sites_may_ask(client: FlaskClient) -> None:
    response = client.post("/api/v1/practice", json={"program": "x"}, headers={"Origin": "https://course.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/practice").status_code == 405
    assert client.post("/api/v1/practice", data="{}").status_code == 415


def test_a_large_sheet_is_checked_in_time(client: FlaskClient) -> None:
    program = "a = x\n" + "a = a*x + sin(a)\n" * 100 + "a"
    given = {f"c{k}.adjoint": f"{k}.2345" for k in range(1, WEB.cells + 1) if k <= 200}
    response = client.post("/api/v1/practice", json={"program": program, "at": {"x": 0.3}, "given": given})
    assert response.status_code in (200, 503)


def test_a_point_is_drawn_and_told(client: FlaskClient) -> None:
    body = {"program": "x*y + x", "draw": 7, "given": {"c1.value": "1"}}
    first, again = told(client, body), told(client, body)
    assert first == again and {*first["at"]} == {"x", "y"}
    there = first["at"]
    value = there["x"] * there["y"] + there["x"]
    assert told(client, {**body, "given": {"c4.value": str(value)}})["cells"]["c4.value"]["right"]
    assert told(client, {**body, "draw": 8})["at"] != there or told(client, {**body, "draw": 9})["at"] != there
    assert client.post("/api/v1/practice", json={**body, "draw": -1}).status_code == 422
