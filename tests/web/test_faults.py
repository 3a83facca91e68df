"""What strangers' suites and reports found wrong: each row of data/faults.jsonl once came out as its `now` says, and
stands for its whole kind. The right numbers are mpmath's, JAX's or made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.fixes import applied
from tests.support.paths import DATA

ROWS = [json.loads(line) for line in (DATA / "faults.jsonl").read_text().splitlines()]
Answer = dict[str, Any]


def asked(client: FlaskClient, row: dict[str, Any], program: str | None = None) -> tuple[int, Answer]:
    body = {"program": program or row["program"], "at": row["at"], "include": ["steps", *row.get("include", [])]}
    response = client.post("/api/v1/trace", json=body)
    return response.status_code, json.loads(response.get_data())


def close(wanted: Any) -> Any:
    """Nested numbers, to 1e-12 of each."""
    if isinstance(wanted, dict):
        return {key: close(each) for key, each in wanted.items()}
    if isinstance(wanted, list):
        return [close(each) for each in wanted]
    return pytest.approx(wanted, rel=1e-12, abs=0)


def symbolic(answer: Answer, path: list[str]) -> str:
    """`adjoint.inputs.text` of the first input, `x.adjoint.inputs.text` of the input x."""
    inputs = {each["name"]: each["node"] for each in answer["inputs"]}
    name = path.pop(0) if path[0] in inputs else next(iter(inputs))
    form: Any = next(node for node in answer["nodes"] if node["id"] == inputs[name])["symbolic"]
    for key in path:
        form = form[key]
    return str(form)


# What each key of `expect` asks of an answer.
CHECKS: dict[str, Callable[[Any, Answer], bool]] = {
    "value": lambda wanted, answer: answer["value"] == close(wanted),
    "gradient": lambda wanted, answer: answer["gradient"] == close(wanted),
    "hessian": lambda wanted, answer: answer["hessian"]["matrix"] == close(wanted),
    "hessian.test": lambda wanted, answer: not (answer["hessian"] or {}).get("test"),
    "hessian.definiteness": lambda wanted, answer: answer["hessian"]["definiteness"] == wanted,
    "formula_contains": lambda wanted, answer: wanted in "".join(answer["formula"]),
    "ok": lambda wanted, answer: answer["checks"]["tangent_gradient"]["ok"] is wanted,
    "hint": lambda wanted, answer: [each["text"] for each in answer.get("fixes", [])] == [wanted],
    "hint_keeps": lambda wanted, answer: any(wanted in each["text"] for each in answer.get("fixes", [])),
    "hint_is_not": lambda wanted, answer: (
        not any(each["text"] == wanted for each in answer.get("fixes", []))
        and f"mean {wanted}?" not in str(answer.get("hint"))
    ),
    "told": lambda wanted, answer: wanted in answer.get("detail", "") + str(answer.get("issues", "")),
}
# What other tests, or other parts of this one, look at.
ELSEWHERE = {"status", "refused", "or_refused", "note", "code_runs", "value_of_hint", "value_then", "gradient_then"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_was_wrong_is_right(client: FlaskClient, row: dict[str, Any]) -> None:
    wanted = row["expect"] if isinstance(row["expect"], dict) else {"code_runs": True}
    status, answer = asked(client, row)
    assert status < 500
    if wanted.get("refused"):
        assert status in (400, 422), answer
        return
    if status in (400, 422) and wanted.get("or_refused"):
        return
    if status == 200 or not wanted.keys() & {"hint", "hint_keeps", "hint_is_not", "value_of_hint", "told"}:
        assert status == 200, answer
    for key in wanted.keys() - ELSEWHERE:
        if key.endswith("inputs.text"):
            assert symbolic(answer, key.split(".")) == wanted[key]
        else:
            assert CHECKS[key](wanted[key], answer), (key, wanted[key], answer)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if "value_of_hint" in row["expect"] or "hint" in row["expect"]],
    ids=lambda row: row["id"],
)
def test_what_a_fix_gives_is_what_was_meant(client: FlaskClient, row: dict[str, Any]) -> None:
    wanted = row["expect"]
    status, answer = asked(client, row)
    if status == 200:
        assert answer["value"] == close(wanted["value_of_hint"])
        return
    for fix in answer["fixes"]:
        status, answer = asked(client, row, applied(row["program"], fix))
        assert status == 200, answer
        for given, key in (("value_of_hint", "value"), ("value_then", "value"), ("gradient_then", "gradient")):
            if given in wanted:
                assert answer[key] == close(wanted[given])
