"""The contract over HTTP: answers, problem documents, strict JSON, pictures with ETags, and the page without a script."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.references import bad_inputs

ASSIGNMENT = {"program": "exp(x1)*(x1**2+x2**2)**3", "at": {"x1": 0, "x2": 2}}


def strict(response: TestResponse) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(response.get_data(), parse_constant=refuse)


def trace(client: FlaskClient, **body: Any) -> Any:
    response = client.post("/api/v1/trace", json=body)
    assert response.status_code == 200, response.get_data()
    return strict(response)


def problem(response: TestResponse) -> Any:
    assert response.mimetype == "application/problem+json"
    told = strict(response)
    assert set(told) - {"fixes"} == {"type", "title", "status", "detail", "line", "column", "length", "hint"}
    assert told["status"] == response.status_code
    text = response.get_data(as_text=True)
    assert not re.search(r'Traceback|File \\?"|site-packages|pydantic|sympy|graphs/|\.py', text)
    return told


def test_the_contracts_example(client: FlaskClient) -> None:
    answer = trace(client, **ASSIGNMENT)
    assert answer["version"] == 1
    assert answer["url"] == "/?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2"
    assert answer["outputs"] == ["c8"]
    assert answer["value"] == 64
    assert answer["gradient"] == {"x1": 64, "x2": 192}
    for key in ("jacobian", "directional", "hessian", "svg"):
        assert answer[key] is None
    assert answer["cost"] == {
        "forward": {"passes": 2, "operations": 16},
        "reverse": {"passes": 1, "operations": 8, "stored": 8},
        "paths": {"x1": 2, "x2": 1},
        "edges": 8,
        "growth": answer["cost"]["growth"],
    }
    assert answer["why"] is None
    assert answer["checks"]["tangent_gradient"] == {"residual": 0.0, "ok": True}
    assert answer["issues"] == []
    node = {
        "id": "c3", "name": None, "operation": "exp", "operands": ["c1"], "text": "exp(c1)", "latex": "\\exp(c_1)",
        "shape": [], "value": 1.0, "tangents": {"x1": 1.0, "x2": 0.0}, "adjoint": 64.0, "issue": None,
    }  # fmt: skip
    assert node.items() <= answer["nodes"][2].items()
    edge = {"id": "c3-0", "from": "c1", "to": "c3", "slot": 0, "partial": 1.0, "latex": "\\exp(c_1)"}
    assert edge.items() <= answer["edges"][0].items()
    assert {"name": "x1", "node": "c1", "shape": [], "value": 0.0}.items() <= answer["inputs"][0].items()
    assert [len([s for s in answer["steps"] if s["sweep"] == sweep]) for sweep in ("value", "forward", "reverse")] == [
        8,
        16,
        9,
    ]


def test_get_and_post_give_the_same_answer(client: FlaskClient) -> None:
    response = client.get("/api/v1/trace?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2")
    assert strict(response) == trace(client, **ASSIGNMENT)
    again = client.get(
        "/api/v1/trace?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_steps_come_only_when_asked_for_and_without_words_past_the_limit(client: FlaskClient) -> None:
    assert trace(client, **ASSIGNMENT, include=[])["steps"] == []
    long = "a = x*1\n" + "a = sin(a)\n" * 120 + "a"
    steps = trace(client, program=long, at={"x": 1})["steps"]
    assert len(steps) > 300
    assert all(step["text"] and step["latex"] and step["numbers"] for step in steps[:300])
    assert all(step["text"] is None and step["latex"] is None for step in steps[300:])
    url = f"/api/v1/step?e={long.replace(chr(10), '%0A')}&x=1&sweep=reverse&step=100"
    step = strict(client.get(url))
    assert (step["index"], step["sweep"]) == (100, "reverse")
    assert step["text"] and step["latex"]


@pytest.mark.parametrize(
    ("explain", "at"),
    [
        ({"sweep": "reverse", "index": 3}, ("reverse", "adjoint", 3)),
        ({"sweep": "reverse", "index": 999}, ("reverse", "adjoint", 8)),
        ({"sweep": "forward", "index": 2, "wrt": "x2"}, ("forward", "tangent:x2", 2)),
        ({"sweep": "value", "index": 0}, ("value", "value", 0)),
    ],
)
def test_one_step_alone_can_be_explained(
    client: FlaskClient, explain: dict[str, Any], at: tuple[str, str, int]
) -> None:
    whole = trace(client, **ASSIGNMENT)["steps"]
    steps = trace(client, **ASSIGNMENT, explain=explain)["steps"]
    (told,) = [step for step in steps if step["text"] is not None]
    assert (told["sweep"], told["slot"], told["index"]) == at
    assert told in whole
    whole = [step for step in whole if (step["sweep"], step["slot"]) == at[:2]]
    words = ("latex", "numbers", "text", "chain")
    assert [step | dict.fromkeys(words) for step in steps] == [step | dict.fromkeys(words) for step in whole]


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}),
        ("w = [1, 2]; sum(w*x*x) + log(y)", {"x": [3, 4], "y": -1}),
        (
            "mean(A @ x)",
            {"A": [[1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7, 6, 5, 4, 3, 2, 1]], "x": [1, 2, 3, 4, 5, 6, 7, 8, 9]},
        ),
        ("[x, x*y]", {"x": 1, "y": 2}),
    ],
)
def test_columns_hold_the_numbers_of_nodes_edges_and_steps(
    client: FlaskClient, program: str, at: dict[str, Any]
) -> None:
    question: dict[str, Any] = {"program": program, "at": at, "include": ["steps", "columns"]}
    answer = trace(client, **question)
    columns, nodes, steps = answer["columns"], answer["nodes"], answer["steps"]
    assert columns["value"] == [node["value"] for node in nodes]
    assert columns["adjoint"] == (None if answer["jacobian"] else [node["adjoint"] for node in nodes])
    for entry, column in columns["tangents"].items():
        assert column == [node["tangents"].get(entry) for node in nodes]
    assert columns["partial"] == [edge["partial"] for edge in answer["edges"]]
    reverse = [step for step in steps if step["sweep"] == "reverse"]
    told = columns["reverse"]
    assert [nodes[i]["id"] for i in told["node"]] == [step["node"] for step in reverse]
    edges = [None if k < 0 else answer["edges"][k]["id"] for k in told["edge"]]
    assert edges == [step["edge"] for step in reverse]
    for name in ("before", "term", "after"):
        assert told[name] == [step[name] for step in reverse]
    made = [columns["rule"][nodes.index(next(n for n in nodes if n["id"] == step["node"]))] for step in steps
            if step["sweep"] == "forward" and step["rule"] != "seed"]  # fmt: skip
    assert made == [step["rule"] for step in steps if step["sweep"] == "forward" and step["rule"] != "seed"]

    moved = trace(client, **question | {"wording": answer["wording"], "include": ["columns"]})
    assert (moved["nodes"], moved["edges"], moved["steps"], moved["columns"]) == ([], [], [], columns)
    for other in ({"include": ["columns", "parts"]}, {"program": f"{program} + 1"}):
        again = trace(client, **{**question, "include": ["columns"], "wording": answer["wording"]} | other)
        assert len(again["nodes"]) >= len(nodes) and again["wording"] != answer["wording"]


def test_steps_are_given_64_at_a_time(client: FlaskClient) -> None:
    long = {"program": "a = x*1\n" + "a = sin(a)\n" * 120 + "a", "at": {"x": 1}, "sweep": "reverse"}
    whole = [
        step for step in trace(client, program=long["program"], at={"x": 1})["steps"] if step["sweep"] == "reverse"
    ]
    listed: list[dict[str, Any]] = []
    while len(listed) < len(whole):
        listed += strict(client.post("/api/v1/steps", json={**long, "step": len(listed)}))["steps"]
    numbers = ("index", "node", "edge", "slot", "before", "term", "after", "rule")
    assert [[step[name] for name in numbers] for step in listed] == [[step[name] for name in numbers] for step in whole]
    assert all(step["text"] and step["latex"] for step in listed)
    assert client.post("/api/v1/steps", json={**long, "step": len(whole)}).status_code == 404


def test_folding_the_steps_gives_the_annotations(client: FlaskClient) -> None:
    answer = trace(client, program="a = x*y\na*a + sin(a)/x", at={"x": 2, "y": 3})
    slots: dict[tuple[str, str], Any] = {}
    for step in answer["steps"]:
        slots[step["node"], step["slot"]] = step["after"]
    for node in answer["nodes"]:
        assert slots[node["id"], "value"] == node["value"]
        assert slots[node["id"], "adjoint"] == node["adjoint"]
        for entry, tangent in node["tangents"].items():
            assert slots[node["id"], f"tangent:{entry}"] == tangent


def test_wishes(client: FlaskClient) -> None:
    answer = trace(client, program="x*y", at={"x": 2, "y": 3}, direction={"x": 1})
    assert answer["directional"] == 3
    assert [node["tangents"] for node in answer["nodes"]] == [{"direction": 1}, {"direction": 0}, {"direction": 3}]
    answer = trace(client, program="x*y, x+y", at={"x": 2, "y": 3})
    assert (answer["gradient"], answer["jacobian"]) == (None, {"x": [3, 1], "y": [2, 1]})
    assert answer["value"] == [6, 5] and answer["nodes"][0]["adjoint"] is None
    assert not [step for step in answer["steps"] if step["sweep"] == "reverse"]
    answer = trace(client, program="x*y, x+y", at={"x": 2, "y": 3}, cotangent=[1, 2], direction={"x": 1, "y": 1})
    assert (answer["nodes"][0]["adjoint"], answer["directional"]) == (5, [5, 2])
    assert trace(client, program="x*y", at={"x": 2}, wrt="y")["nodes"][2]["tangents"] == {"y": 2}
    assert len(trace(client, program="sin(x)+sin(x)", share=False)["nodes"]) == 4


def test_data_unused_and_missing(client: FlaskClient) -> None:
    answer = trace(client, program="k = 2\nk*x", at={"z": 1})
    data = answer["nodes"][2]
    assert (data["operation"], data["name"], data["tangents"], data["adjoint"]) == ("data", "k", {}, None)
    assert answer["gradient"] == {"x": 2, "z": 0}
    assert [issue["kind"] for issue in answer["issues"]] == ["missing input", "unused input"]
    answer = trace(client, program="2 + 3")
    assert (answer["value"], answer["gradient"], len(answer["nodes"])) == (5, {}, 1)


def test_faults_are_answers_in_strict_json(client: FlaskClient) -> None:
    answer = trace(client, program="log(x) + exp(y)", at={"x": -3, "y": 1000}, include=["steps", "svg"])
    assert (answer["value"], answer["gradient"]) == (None, {"x": None, "y": None})
    assert answer["nodes"][3]["value"] == "Infinity"
    assert [issue["kind"] for issue in answer["issues"]] == ["domain", "overflow"]
    answer = trace(client, program="sqrt(-x)", at={"x": 0})
    assert answer["gradient"] == {"x": "-Infinity"}
    assert answer["edges"][1]["partial"] == "Infinity"
    assert b"-0.0" not in client.post("/api/v1/trace", json={"program": "-1*x", "at": {"x": -0.0}}).get_data()


def test_the_picture_has_an_etag_and_follows_the_step(client: FlaskClient) -> None:
    url = "/graph.svg?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2&sweep=reverse&step="
    first, last = client.get(url + "4"), client.get(url + "end")
    assert first.mimetype == "image/svg+xml"
    assert first.get_data() != last.get_data()
    assert last.get_data() == client.get(url + "999").get_data()
    assert client.get(url + "4", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert trace(client, **ASSIGNMENT, include=["svg"])["svg"].startswith("<svg")


def test_a_graph_too_large_to_draw_is_shown_as_its_boxes(client: FlaskClient) -> None:
    sums = "+".join(["x", *map(str, range(600))])
    program = f"a = {sums}; a + 2*({sums})".replace("+0+", "+0.5+", 1)
    answer = trace(client, program=program, include=["svg"])
    assert answer["gradient"] == {"x": 3}
    assert answer["svg"].startswith("<svg") and answer["open"] == []
    assert [issue["message"] for issue in answer["issues"] if issue["kind"] == "limit"] == [
        "all boxes are closed in the picture: at most 1,000 nodes are drawn; this is 1,203"
    ]
    assert problem(client.get("/graph.svg", query_string={"e": program}))["status"] == 413


def test_every_id_of_a_picture_occurs_once(client: FlaskClient) -> None:
    for program in ("x*x + x", "k = 2\nx**k + 1/0", "x, y, x", "+".join(f"sin(x{k})*x" for k in range(40))):
        svg = trace(client, program=program, include=["svg"])["svg"]
        ids = re.findall(r'\bid="([^"]*)"', svg)
        assert ids and len(ids) == len(set(ids))


def test_the_page_holds_value_gradient_and_table_before_any_script(client: FlaskClient) -> None:
    html = client.get("/?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2").get_data(as_text=True)
    text = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert "<svg" in text and "<table" in text
    for number in ("64", "192", "48"):
        assert f">{number}<" in re.sub(r"\s+", "", text)
    assert "c4+c5" in re.sub(r"\s+", "", re.sub(r"</?su[bp]>", "", text))


def test_arrays_can_be_read_before_any_script(client: FlaskClient) -> None:
    address = "/?e=y %3D tanh(A %40 x)&x=[1e-9,2]&A=[[1,2],[3,4]]"
    page = client.get(address).get_data(as_text=True)
    text = re.sub(r"\s+", " ", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))
    assert ">[[1, 2], [3, 4]]</textarea>" in text
    assert '<td class="value">[1·10<sup>−9</sup>, 2]</td>' in text
    assert re.search(r"<dt>∂y/∂x</dt><dd class=\"adjoint\">\[\[[^]]*\], \[[^]]*\]\]</dd>", text)
    refused = client.get("/?e=A %40 x&A=[[1,2],[3,4]]&x=[1,2,3]")
    assert refused.status_code == 422 and ">[[1, 2], [3, 4]]</textarea>" in refused.get_data(as_text=True)


def test_the_bare_address_welcomes(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "exp(x1)" in response.get_data(as_text=True)


def test_a_page_with_a_wrong_program_says_so_and_quotes_it(client: FlaskClient) -> None:
    response = client.get("/?e=x1%20%2B%20*%202%3Cscript%3Ealert(1)%3C/script%3E&x1=1")
    assert response.status_code == 400
    html = response.get_data(as_text=True)
    assert "expected an operand" in html
    assert "<script>alert" not in html


def test_the_picture_and_the_page_allow_nothing_from_outside(client: FlaskClient) -> None:
    for url in ("/", "/graph.svg?e=x", "/api/v1/trace?e=x", "/nowhere", "/healthz"):
        policy = client.get(url).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert client.get(url).headers["X-Content-Type-Options"] == "nosniff"


ERRORS = [
    ("GET", "/nowhere", None, 404), ("DELETE", "/api/v1/trace", None, 405), ("POST", "/", b"", 405),
    ("GET", "/api/v1/trace", None, 422), ("GET", "/api/v1/trace?e=" + "x" * 20_000, None, 414),
    ("POST", "/api/v1/trace", b"x" * 500_000, 413), ("GET", "/graph.svg", None, 422), ("GET", "/graph.svg?e=x%2B", None, 400),
    ("GET", "/api/v1/step?e=x,y&sweep=reverse", None, 404), ("GET", "/problems/none", None, 404),
    ("GET", "/s/nothing", None, 404), ("GET", "/s/../links.db", None, 404), ("GET", "/static/../app.py", None, 404), ("GET", "/static/aaaaaaaaaaaa/../../app.py", None, 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url", "body", "status"), ERRORS)
def test_every_error_is_a_problem_document(
    client: FlaskClient, method: str, url: str, body: bytes | None, status: int
) -> None:
    response = client.open(url, method=method, data=body, content_type="application/json" if body else None)
    assert problem(response)["status"] == status


def test_the_place_of_an_error(client: FlaskClient) -> None:
    told = problem(client.post("/api/v1/trace", json={"program": "x1 + * 2"}))
    assert told == {
        "type": "/problems/syntax", "title": "The program cannot be read", "status": 400,
        "detail": "expected an operand after '+', found '*'", "line": 1, "column": 6, "length": 1, "hint": None,
    }  # fmt: skip
    assert client.get(told["type"]).status_code == 200
    assert problem(client.post("/api/v1/trace", data="x", content_type="text/plain"))["status"] == 415
    assert client.open("/api/v1/trace", method="PUT").headers["Allow"]


def test_an_unforeseen_fault_is_told_without_detail(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wengert.answers.study", lambda *a, **k: 1 / 0)
    told = problem(client.post("/api/v1/trace", json=ASSIGNMENT))
    assert (told["status"], "division" in told["detail"]) == (500, False)


def body_of(row: dict[str, Any]) -> tuple[bytes, str]:
    def generated(value: Any) -> str:
        if not isinstance(value, dict):
            return str(value)
        recipe = value["generate"]
        if "repeat" in recipe:
            return recipe["prefix"] + recipe["repeat"] * recipe["times"] + recipe["suffix"]
        made = (
            recipe["template"].replace("{i}", str(i)).replace("{j}", str(i - 1))
            for i in range(recipe["from"], recipe["to"] + 1)
        )
        return recipe["prefix"] + recipe["join"].join(made) + recipe["suffix"]

    if "raw_body" in row:
        return generated(row["raw_body"]).encode(), row["content_type"]
    body: dict[str, Any] = {"program": generated(row["input"]), "include": ["steps", "svg"]}
    if "point" in row:
        body["at"] = row["point"]
    return json.dumps(body).encode(), "application/json"


@pytest.mark.parametrize("row", bad_inputs(), ids=lambda row: row["id"])
def test_bad_inputs(client: FlaskClient, row: dict[str, Any]) -> None:
    began = time.monotonic()
    if row["class"] == "url":
        response = client.get("/s/" + row["input"])
    else:
        body, content_type = body_of(row)
        response = client.post("/api/v1/trace", data=body, content_type=content_type)
    assert time.monotonic() - began < 5
    if row["expect"] == "ok" or (row["expect"] == "either" and response.status_code == 200):
        assert response.status_code == 200
        strict(response)
    else:
        assert 400 <= problem(response)["status"] < 500
    assert trace(client, program="x1*x2", at={"x1": 3, "x2": 4})["gradient"] == {"x1": 4, "x2": 3}


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


def test_every_icon_that_the_page_asks_for_is_drawn(client: FlaskClient) -> None:
    icons = re.findall(r'<svg class="icon-(\w+)"[^>]*>\s*(<path|<circle)?', client.get("/").get_data(as_text=True))
    assert len(icons) > 10 and [name for name, drawn in icons if not drawn] == []
