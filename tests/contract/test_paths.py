"""The paths of a number in the answer: by body and by address, kept in links, and refused where there is no number."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

ASSIGNMENT: dict[str, Any] = {"program": "exp(x1)*(x1**2 + x2**2)**3", "at": {"x1": 0, "x2": 2}}
QUERY = {"e": ASSIGNMENT["program"], "x1": 0, "x2": 2, "include": ""}


def asked(client: FlaskClient, named: str, program: str = "", at: dict[str, Any] | None = None, **rest: Any) -> Any:
    body = {"program": program, "at": at or {}} if program else ASSIGNMENT
    response = client.post("/api/v1/trace", json={**body, "include": [], "paths": named, **rest})
    return response.json["paths"] if response.status_code == 200 else response.json


def test_the_paths_of_an_adjoint(client: FlaskClient) -> None:
    answer = asked(client, "c1")
    assert (answer["node"], answer["entry"], answer["along"], answer["value"]) == ("c1", None, None, 64.0)
    assert (answer["count"], answer["total"], answer["rest"]) == (2, 64.0, {"count": 0, "sum": 0.0})
    first, second = answer["paths"]
    assert first == {"edges": ["c3-0", "c8-0"], "product": 64.0, "share": 1.0, "partials": [1.0, 64.0], "seed": 1.0,
                     "entries": None, "groups": []}  # fmt: skip
    assert (second["product"], second["share"]) == (0.0, 0.0)
    assert answer["kind"] == "large factor" and answer["message"].startswith("c3 is multiplied by c7 = 64")


def test_body_and_address_answer_alike(client: FlaskClient) -> None:
    for named in ("c1", "x2", "c8.tangent:x2", "c7.adjoint"):
        assert client.get("/api/v1/trace", query_string={**QUERY, "paths": named}).json["paths"] == asked(client, named)
        assert client.get("/api/v1/trace", query_string={**QUERY, "view.paths": named}).json["paths"] == asked(
            client, named
        )
    assert client.get("/api/v1/trace", query_string=QUERY).json.get("paths") is None


def test_where_a_program_has_the_name_it_is_an_input(client: FlaskClient) -> None:
    query = {"e": "paths*x", "x": 3, "paths": 2, "include": ""}
    assert client.get("/api/v1/trace", query_string=query).json["value"] == 6.0
    both = client.get("/api/v1/trace", query_string={**query, "view.paths": "c2"}).json
    assert (both["value"], both["paths"]["value"]) == (6.0, 2.0)


def test_a_link_keeps_what_is_asked(client: FlaskClient) -> None:
    made = client.post("/api/v1/links", json={**ASSIGNMENT, "paths": "c1"})
    assert made.status_code == 201
    assert "paths=c1" in client.get(made.json["url"]).headers["Location"]
    page = client.get("/", query_string={"e": "x*x", "paths": "c1"})
    assert page.status_code == 200 and b'"paths":"c1"' in page.data.replace(b'": "', b'":"')
    assert client.get("/", query_string={"e": "x*x", "paths": "nothing there"}).status_code == 200


def test_parts_come_with_parts(client: FlaskClient) -> None:
    answer = asked(client, "c1", include=["parts"])
    assert ["c3", "value", "c3", "c_3"] in answer["parts"]
    assert "".join(part if isinstance(part, str) else part[0] for part in answer["parts"]) == answer["message"]


def test_a_count_past_what_doubles_hold_is_text(client: FlaskClient) -> None:
    answer = asked(client, "x", "h = x\n" + "h = h + h\n" * 60 + "h")
    assert answer["count"] == str(2**60) and answer["rest"]["count"] == str(2**60 - 5)
    assert answer["rest"]["sum"] == 2.0**60 - 5 and answer["value"] == 2.0**60


def test_of_an_array_entries_stand_beside(client: FlaskClient) -> None:
    answer = asked(client, "x[1]", "y = x*x\nsum(y)", {"x": [1, 2]})
    assert answer["entry"] == [1] and answer["paths"][0]["entries"] == [[1], [1], []]
    tangent = asked(client, "c3.tangent:x[0]", "y = x*x\nsum(y)", {"x": [1, 2]})
    assert (tangent["along"], tangent["value"], tangent["count"]) == ("x[0]", 2.0, 2)


def test_what_is_undefined_or_infinite_has_no_share(client: FlaskClient) -> None:
    answer = asked(client, "x", "log(x) + x", {"x": -1})
    assert (answer["value"], answer["total"], answer["rest"]) == (None, None, {"count": 0, "sum": 0.0})
    assert [path["share"] for path in answer["paths"]] == [None, None] and answer["paths"][0]["product"] is None
    steep = asked(client, "x", "sqrt(x) + x", {"x": 0})
    assert [path["product"] for path in steep["paths"]] == ["Infinity", 1.0]


@pytest.mark.parametrize("program, at, named, detail", [
    ("x", {}, "c9", "there is no node 'c9'"),
    ("x", {}, "", "names no number"),
    ("k = 2*3\nx*k", {}, "c2", "is data"),
    ("[x, 2*x]", {}, "x", "need a cotangent"),
    ("x*x", {"x": 1}, "x[0]", "has no entry"),
    ("x*x", {"x": 1}, "c2.tangent:y", "there is no input entry 'y'"),
])  # fmt: skip
def test_what_is_no_number_is_refused_by_name(
    client: FlaskClient, program: str, at: dict[str, Any], named: str, detail: str
) -> None:
    problem = asked(client, named, program, at)
    assert problem["status"] == 422 and detail in problem["detail"]
