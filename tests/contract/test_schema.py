"""Every answer is as the OpenAPI document says: what a program can bring about is described, key by key."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel, ValidationError

from graphs import gallery
from graphs.contract import state
from graphs.contract.schemas.answer import Answer
from graphs.contract.schemas.plot import PlotAnswer
from graphs.contract.state import Trace
from graphs.limits import WEB
from tests.support.references import cases
from wengert.answers import answer

ALL = ["steps", "columns", "svg", "symbolic", "hessian", "checks", "code", "directions", "parts"]
BUT_PICTURES = [part for part in ALL if part != "svg"]
EXAMPLES = [(each.program, each.at) for group in gallery.groups() for each in group.examples]
CASES = [(case["expression"], case["inputs"]) for case in cases()]
ODD: list[tuple[str, dict[str, Any]]] = [
    ("2 + 3", {}), ("log(x)", {"x": -1.0}), ("sqrt(x)", {"x": 0.0}), ("exp(x)*y", {"x": 1000.0}), ("abs(x) + sign(x)", {"x": 0.0}),
    ("x*y, x+y", {"x": 1.0, "z": 2.0}), ("k = 2\nk*x", {}), ("0*exp(x)", {"x": 1000.0}), ("1/x - 1/x", {"x": 0.0}),
    ("x*1e-320*1e-10", {}), ("exp(x) - exp(x)", {"x": 710.0}), ("inv(A)", {"A": [[1.0, 2.0], [2.0, 4.0]]}),
    ("x = 1; x*2", {}), ("reshape(x, [2, 1, 1, 2])", {"x": [1.0, 2.0, 3.0, 4.0]}), ("sum(log(x))", {"x": [1.0, -1.0]}),
    ("\n".join(["a = x*y", *["a = a*a"] * 60, "a"]), {"x": 1.0}), ("x", {}), ("1e308*x*10, x", {}), ("log(exp(x))", {"x": 1000.0}), ("log(1 + x)", {"x": 1e-17}),
    ("a*c1", {}),  # which counts as own names
    ("f(x) = x^2 + xy\nf'(x) = 2x + y", {"x": 2.0, "y": 0.5}), ("yhat*y", {}),
    ("def g(x):\n    if x > 0:\n        return x\n    return -x\ng(2.0)", {}),
    ("w = torch.tensor(0.5, requires_grad=True)\nfor k in range(3):\n    loss = (2*w - 3)**2\n    loss.backward()", {}),
    ("f(x) = \\begin{cases} -1 & x < 0 \\\\ x & x > 1 \\end{cases}", {"x": 2.0}),
    ("print(grad(jnp.tanh)(2.0))", {}),
    ("def f(x):\n    return x*x + 1\nfor i in range(2):\n    u = f(u) + a\nu", {"u": 2.0}),
]  # fmt: skip
# What only an answer that asks for it holds.
WISHED: list[dict[str, Any]] = [
    {"program": "x**2*y", "at": {"x": 1.0, "y": 2.0}, "direction": {"x": 1.0}},
    {"program": "x*y, x", "at": {"x": 1.0, "y": 2.0}, "cotangent": [1.0, 2.0]},
    {
        "program": "y = sum(A @ x) + x[0]\ny*y",
        "at": {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 1.0]},
        "paths": "c2[0].tangent:x[0]",
    },
    {"program": "y = exp(x)*x\ny*y", "at": {"x": 1.0}, "paths": "x"},
    {"program": "+".join(f"sin(x*{k})**2*cos({k}*x)" for k in range(2, 9)), "at": {"x": 1.0}, "open": ["g1"]},
]


@lru_cache(maxsize=256)
def validated(body: str, *include: str) -> Answer:
    """An answer as it goes over the wire, read by the schema. Raises ValidationError."""
    asked = state.trace_from_body(body.encode(), WEB)
    made = answer(asked.model_copy(update={"include": [*include]}), WEB)
    return Answer.model_validate(json.loads(json.dumps(made, allow_nan=False)))


def described(model: type[BaseModel]) -> set[tuple[str, ...]]:
    """Every key that an answer may have, by its model's name, and every word that a key may have from a list."""
    whole = model.model_json_schema()
    keys: set[tuple[str, ...]] = set()
    for name, part in {"Answer": whole, **whole["$defs"]}.items():
        for key, holds in part.get("properties", {}).items():
            keys.add((name, key))
            for choice in holds.get("anyOf", [holds]):
                keys |= {(name, key, str(word)) for word in choice.get("enum", ()) if key not in ("value", "term")}
    return keys


def told(part: Any) -> set[tuple[str, ...]]:
    """The keys, and the words from lists, that an answer has; a key whose value is null has told nothing."""
    if isinstance(part, list | dict):
        return set().union(*map(told, part.values() if isinstance(part, dict) else part))
    if not isinstance(part, BaseModel):
        return set()
    keys: set[tuple[str, ...]] = set()
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), (type(part).__name__, field.alias or name)
        if value is not None:
            keys |= {key, (*key, str(value)), *told(value)}
    return keys


@pytest.mark.parametrize(("program", "at"), [*EXAMPLES, *CASES, *ODD])
def test_an_answer_is_as_described(program: str, at: dict[str, Any]) -> None:
    validated(json.dumps({"program": program, "at": at}), *BUT_PICTURES)


class Planted(Answer):
    """A schema with a key that no answer has."""

    colour: str | None = None


def test_every_key_and_word_of_the_schema_is_in_some_answer() -> None:
    """That no answer has other keys or words, each of them shows above."""
    known: set[tuple[str, ...]] = set()
    for program, at in ODD:
        known |= told(validated(json.dumps({"program": program, "at": at}), *BUT_PICTURES))
    for body in WISHED:
        known |= told(validated(json.dumps(body), *ALL))
    assert described(Answer) - known == set()
    assert {key for key in known if len(key) == 2} - described(Answer) == set()
    assert described(Planted) - known == {("Answer", "colour")}


@pytest.mark.parametrize("body", [
    {"program": "x*y", "direction": {"x": 1.0}, "include": ["hessian", "svg"]},
    {"program": "x*y, x", "cotangent": [1.0, 2.0], "include": ["steps", "columns", "checks"]},
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
