"""Every answer is as the OpenAPI document says: what a program can bring about is described, key by key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from graphs import gallery
from graphs.contract import state
from graphs.contract.schema import Answer, PlotAnswer
from graphs.contract.state import Trace
from graphs.limits import WEB
from tests.support.references import cases
from wengert.web.answers import answer

ALL = ["steps", "svg", "symbolic", "hessian", "checks", "code", "directions"]
EXAMPLES = [(each.program, each.at) for group in gallery.groups() for each in group.examples]
CASES = [(case["expression"], case["inputs"]) for case in cases()]
ODD: list[tuple[str, dict[str, Any]]] = [
    ("2 + 3", {}), ("log(x)", {"x": -1.0}), ("sqrt(x)", {"x": 0.0}), ("exp(x)*y", {"x": 1000.0}), ("abs(x) + sign(x)", {"x": 0.0}),
    ("x*y, x+y", {"x": 1.0, "z": 2.0}), ("k = 2\nk*x", {}), ("0*exp(x)", {"x": 1000.0}), ("1/x - 1/x", {"x": 0.0}),
    ("x*1e-320*1e-10", {}), ("exp(x) - exp(x)", {"x": 710.0}), ("inv(A)", {"A": [[1.0, 2.0], [2.0, 4.0]]}),
    ("x = 1; x*2", {}), ("reshape(x, [2, 1, 1, 2])", {"x": [1.0, 2.0, 3.0, 4.0]}), ("sum(log(x))", {"x": [1.0, -1.0]}),
    ("\n".join(["a = x*y", *["a = a*a"] * 60, "a"]), {"x": 1.0}), ("x", {}), ("1e308*x*10, x", {}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), [*EXAMPLES, *CASES, *ODD])
def test_an_answer_is_as_described(program: str, at: dict[str, Any]) -> None:
    asked = state.trace_from_body(json.dumps({"program": program, "at": at}).encode(), WEB)
    made = answer(asked.model_copy(update={"include": [part for part in ALL if part != "svg"]}), WEB)
    Answer.model_validate(json.loads(json.dumps(made, allow_nan=False)))


@pytest.mark.parametrize("body", [
    {"program": "x*y", "direction": {"x": 1.0}, "include": ["hessian", "svg"]},
    {"program": "x*y, x", "cotangent": [1.0, 2.0], "include": ["steps", "checks"]},
    {"program": "x*y", "wrt": "y"},
    {"program": "x", "include": []},
])  # fmt: skip
def test_wishes_are_as_described(body: dict[str, Any]) -> None:
    Answer.model_validate(answer(Trace(**body), WEB))


@pytest.mark.parametrize("axes", [["x"], ["x", "y"]])
@pytest.mark.parametrize("program", ["x*y", "abs(x) + y", "log(x)*y", "1/x + y"])
def test_plots_are_as_described(client: FlaskClient, program: str, axes: list[str]) -> None:
    answered = client.post("/api/v1/plot", json={"program": program, "at": {"x": 0, "y": 1}, "axes": axes})
    assert answered.status_code == 200
    PlotAnswer.model_validate(answered.json)


@pytest.mark.parametrize("spoil", [
    lambda made: made.update(extra=1), lambda made: made.pop("why"), lambda made: made["nodes"][0].update(value=True),
    lambda made: made["nodes"][0].pop("symbol"), lambda made: made["edges"][0].update(slot="0"),
    lambda made: made.update(value=float("inf")),
])  # fmt: skip
def test_an_answer_that_drifts_is_caught(spoil: Any) -> None:
    made = answer(Trace(program="x*y"), WEB)
    spoil(made)
    with pytest.raises(ValidationError):
        Answer.model_validate(made)
