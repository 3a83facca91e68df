"""A state survives the trip through its address, and nothing else gets in."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.contract.state import State, state_from_query, trace_from_body, url_of
from graphs.errors import Problem, Unreadable
from graphs.limits import WEB
from graphs.strict_json import strict_json
from tests.support.paths import TWINS

NAMES = st.sampled_from(["x", "x1", "theta", "e", "sweep", "wrt", "step", "layout", "share"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)
LISTS = st.lists(NUMBERS, min_size=1, max_size=3)
VALUES = NUMBERS | LISTS | st.lists(LISTS, min_size=1, max_size=2)
STATES = st.builds(
    State,
    program=st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.sampled_from(["names*x", "names = x", "names+", "edge*x", "paths*x"]),
    at=st.dictionaries(NAMES, VALUES, max_size=3),
    direction=st.none() | st.dictionaries(NAMES, NUMBERS, max_size=2),
    cotangent=st.none() | NUMBERS | st.lists(NUMBERS, max_size=3),
    wrt=st.none() | NAMES,
    share=st.booleans(),
    names=st.sampled_from([None, "c", "own"]),
    layout=st.sampled_from(["wide", "tall"]),
    jacobians=st.sampled_from(["numerator", "denominator"]),
    sweep=st.sampled_from([None, "value", "forward", "reverse"]),
    step=st.none() | st.integers(0, 10**6),
    edge=st.sampled_from([None, "c2-0"]),
    paths=st.sampled_from([None, "c2", "c1[0,1].tangent:x"]),
)


@given(STATES)
def test_a_state_survives_its_address(state: State) -> None:
    pairs = parse_qsl(urlsplit(url_of(state)).query, keep_blank_values=True, strict_parsing=True)
    assert state_from_query(pairs, WEB) == state


CASES = json.loads((TWINS / "addresses.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["address"]))
def test_the_page_writes_and_reads_the_same_addresses(case: dict[str, Any]) -> None:
    """tests/js/link.test.js."""
    state = State(**case["state"])
    assert url_of(state) == case["address"]
    assert state_from_query(parse_qsl(urlsplit(case["address"]).query, keep_blank_values=True), WEB) == state


def test_addresses_read_like_the_contract() -> None:
    state = trace_from_body(b'{"program": "exp(x1)*(x1**2+x2**2)**3", "at": {"x1": 0, "x2": 2.5}}', WEB)
    assert url_of(state) == "/?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2.5"
    state = state_from_query([("e", "e*x"), ("at.e", "2"), ("x", "-1e-3"), ("sweep", "reverse"), ("step", "end")], WEB)
    assert (state.at, state.step) == ({"e": 2.0, "x": -0.001}, None)
    assert url_of(state) == "/?e=e*x&at.e=2&x=-0.001&sweep=reverse&step=end"


# An address, and what `names` of it is: how nodes are called, or an input of the program.
CALLED: list[tuple[str, str, dict[str, float], str | None]] = [
    ("x", "names=own", {}, "own"),
    ("names*x", "names=3", {"names": 3.0}, None),
    ("names*x", "view.names=c&names=3", {"names": 3.0}, "c"),
    ("names = x; names*2", "names=own", {}, "own"),
    ("x", "at.names=3", {"names": 3.0}, None),
]


@pytest.mark.parametrize(("program", "query", "at", "names"), CALLED)
def test_a_parameter_that_a_program_has_for_an_input_is_one(
    program: str, query: str, at: dict[str, float], names: str | None
) -> None:
    state = state_from_query([("e", program), *parse_qsl(query)], WEB)
    assert (state.at, state.names) == (at, names)


def test_how_a_text_is_read_is_told_apart_from_what_a_form_sends() -> None:
    state = state_from_query([("e", "form*x"), ("form", "3"), ("view.form", "1"), ("view.form", "python")], WEB)
    assert (state.at, state.form) == ({"form": 3.0}, "python")


@pytest.mark.parametrize(
    ("text", "layout", "jacobians"),
    [
        ("tall", "tall", "numerator"),
        ("denominator", "wide", "denominator"),
        ("denominator,tall", "tall", "denominator"),
        ("wide,numerator", "wide", "numerator"),
    ],
)
def test_one_key_holds_the_layouts_of_picture_and_jacobians(text: str, layout: str, jacobians: str) -> None:
    state = state_from_query([("e", "x"), ("layout", text)], WEB)
    assert (state.layout, state.jacobians) == (layout, jacobians)


WRONG_QUERIES = [
    ([("e", "x"), ("layout", "sideways")], "wide or tall, numerator or denominator"),
    ([("e", "x"), ("layout", "wide,tall")], "one of each"),
    ([("e", "x"), ("layout", "tall"), ("layout", "denominator")], "given twice"),
    ([("x", "1")], "'e' must hold the program"),
    ([("e", "x"), ("x", "nan")], "must be a number"),
    ([("e", "x"), ("x", "inf")], "must be a number"),
    ([("e", "x"), ("x", "1_0")], "must be a number"),
    ([("e", "x"), ("x", "")], "must be a number"),
    ([("e", "x"), ("x", "0x1")], "must be a number"),
    ([("e", "x"), ("x", "\u0661")], "must be a number"),
    ([("e", "x"), ("x", "1e999")], "finite"),
    ([("e", "x"), ("x", "1"), ("at.x", "2")], "given twice"),
    ([("e", "x"), ("e", "y")], "given twice"),
    ([("e", "x"), ("step", "-1")], "number from 0"),
    ([("e", "x"), ("step", "1" * 50)], "number from 0"),
    ([("e", "x"), ("sweep", "sideways")], "value, forward or reverse"),
    ([("e", "x"), ("share", "yes")], "true or false"),
    ([("e", "x"), ("layout", "round")], "wide or tall"),
    ([("e", "x"), ("include", "steps,foo")], "a list of steps"),
    ([("e", "x"), ("direction", "1+1")], "JSON"),
    ([("e", "x"), ("direction", "[1]")], "object of finite numbers"),
    ([("e", "x"), ("cotangent", "[" * 100)], "brackets"),
]


@pytest.mark.parametrize(("pairs", "message"), WRONG_QUERIES)
def test_wrong_addresses_are_refused(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(Problem, match=message.replace("(", r"\(")):
        state_from_query(pairs, WEB)


WRONG_BODIES = [
    (b"", 400), (b'{"x":', 400), (b"\xff", 400), (b"[" * 1500, 413), (b"{}", 422), (b"[]", 422), (b'"x"', 422),
    (b'{"program": 1}', 422), (b'{"program": "x", "foo": 1}', 422), (b'{"program": "x", "program": "y"}', 400),
    (b'{"program": "x", "at": {"x": NaN}}', 400), (b'{"program": "x", "at": {"x": -Infinity}}', 400),
    (b'{"program": "x", "at": {"x": 1e999}}', 422), (b'{"program": "x", "at": {"x": true}}', 422),
    (b'{"program": "x", "at": {"x": "1"}}', 422), (b'{"program": "x", "at": {"x": null}}', 422),
    (b'{"program": "x", "at": {"x": ' + b"1" * 400 + b"}}", 422), (b'{"program": "x", "at": {"x": ' + b"1" * 5000 + b"}}", 413),
    (b'{"program": "x", "at": []}', 422), (b'{"program": "x", "wrt": 1}', 422), (b'{"program": "x", "\\ud83d": 1}', 422),
    (b'{"program": "x", "include": "steps"}', 422), (b'{"program": "x", "share": 1}', 422), (b'{"program": "x", "step": 1}', 422),
    (b'{"program": "x # \\ud83d"}', 422), (b'{"program": "x", "wrt": "\\udc00"}', 422),
    (b'{"program": "x", "at": {"\\ud83d": 1}}', 422), (b'{"program": "x", "direction": {"x\\udc00": [1]}}', 422),
    (b'{"program": "x", "form": "word"}', 422), (b'{"program": "x", "inputs": "x"}', 422), (b'{"program": "x", "inputs": [3]}', 422),
    (b'["' + b'\\"' * 150_000, 400), (b'["' + b'\\\n"' * 130_000, 400), (b'"[' * 130_000, 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), WRONG_BODIES)
def test_wrong_bodies_are_refused(body: bytes, status: int) -> None:
    with pytest.raises(Problem) as told:
        trace_from_body(body, WEB)
    assert told.value.status == status
    assert "pydantic" not in told.value.message and "float" not in told.value.message


def test_brackets_inside_strings_do_not_count_as_depth() -> None:
    assert strict_json(b'{"program": "((((((((((((((((((((x"}', WEB) == {"program": "(" * 20 + "x"}
    assert strict_json(b'["\\"[[[[[[[[[[[[[[[[[[[["]', WEB) == ['"' + "[" * 20]


def test_a_list_that_cannot_be_read_is_told_with_its_parameter() -> None:
    with pytest.raises(Unreadable) as told:
        state_from_query([("e", "sum(A)"), ("A", "[[1,2],")], WEB)
    assert told.value.message.startswith("the parameter 'A' is not JSON: ")
    assert told.value.hint == "lists are written [1, 2], matrices [[1, 2], [3, 4]]"
