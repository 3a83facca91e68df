"""A raw + of an address is a plus where an operator could stand, and a space elsewhere and in what a form sends."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from graphs.contract.query import parameters_of
from graphs.contract.state import State, url_of
from tests.support.programs import programs

# What stands in an address after e=, and the program that is meant.
PLUSES = [
    ("2+x", "2+x"), ("x+y", "x+y"), ("1+exp(x)", "1+exp(x)"), ("(x)+(y)", "(x)+(y)"), ("x[0]+[1,+2]", "x[0]+[1, 2]"), ("A.T+B", "A.T+B"),
    ("x!+1", "x!+1"), ("2.+x", "2.+x"), ("x+.5", "x+.5"), ("1e+5*x", "1e+5*x"), ("gamma+1", "gamma+1"), ("pi+e", "pi+e"), ("lambda+1", "lambda+1"),
    ("x_1+x_2+x_3", "x_1+x_2+x_3"), ("|x|+1", "|x|+1"), ("1+|x|", "1+|x|"), ("|x+y|+|x|", "|x+y|+|x|"), ("x+%E2%88%9Ay", "x+√y"),
    ("%CE%B8+%CF%86", "θ+φ"), ("x%C2%B2+1", "x²+1"), ("x%E1%B5%80+1", "xᵀ+1"), ("%5Cfrac{1}{x}+1", r"\frac{1}{x}+1"), ("2+%5Csin(x)", r"2+\sin(x)"),
    ("%5Calpha+%5Cbeta", r"\alpha+\beta"), ("a+=+2*x%0Aa+a", "a = 2*x\na+a"), ("a=x;a+1", "a=x;a+1"),
    ("x+++y", "x + y"), ("x+%20+y", "x  +y"), ("x%20+%20y", "x + y"), ("x+sin(y)", "x+sin(y)"),
]  # fmt: skip
SPACES = [
    ("x+%2B+y", "x + y"), ("x+*+2", "x * 2"), ("x+-+2", "x - 2"), ("x+/+y", "x / y"), ("x+**+2", "x ** 2"), ("x*+2", "x* 2"), ("x@+y", "x@ y"),
    ("max(x,+y)", "max(x, y)"), ("(+x)", "( x)"), ("(x+)", "(x )"), ("+x+", " x "), ("a+=+x%0Aa", "a = x\na"), ("a=x;+a", "a=x; a"),
    ("a=x+%0A+a", "a=x \n a"), ("where(x+>=+0,+x,+y)", "where(x >= 0, x, y)"), ("x+!=+y", "x != y"), ("sum(A,+axis=+1)", "sum(A, axis= 1)"),
    ("sin+x", "sin x"), ("%5Csin+x", r"\sin x"), ("x+%5Ccdot+y", r"x \cdot y"), ("x+%23+a+b", "x # a b"), ("return+x", "return x"),
    ("x+if+y+else+z", "x if y else z"), ("2%20x", "2 x"), ("2%2Bx", "2+x"),
]  # fmt: skip
VALUES = [
    ("x=+2", "2"), ("x=[1,+2]", "[1, 2]"), ("x=[1,+%2B2]", "[1, +2]"), ("x=1e+5", "1e+5"), ("x=[1e+5,+2E+7]", "[1e+5, 2E+7]"),
    ('direction={"x":+1}', '{"x": 1}'), ("x=-1", "-1"), ("x=%2B2", "+2"), ("x=", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "meant"), PLUSES)
def test_a_plus_between_operands_is_a_plus(sent: str, meant: str) -> None:
    assert parameters_of(f"x=1&e={sent}") == ([("x", "1"), ("e", meant)], True)


@pytest.mark.parametrize(("sent", "meant"), SPACES)
def test_a_plus_elsewhere_is_a_space(sent: str, meant: str) -> None:
    assert parameters_of(f"e={sent}") == ([("e", meant)], False)


@pytest.mark.parametrize(("sent", "meant"), VALUES)
def test_a_plus_in_a_value_is_an_exponents_or_a_space(sent: str, meant: str) -> None:
    assert parameters_of(sent).pairs == [(sent.partition("=")[0], meant)]


@given(st.lists(st.tuples(st.sampled_from(["e", "x", "view.form"]), st.text(max_size=12)), max_size=3))
def test_a_form_says_what_it_sends(pairs: list[tuple[str, str]]) -> None:
    pairs = [(name, text.encode(errors="replace").decode()) for name, text in [*pairs, ("view.form", "1")]]
    assert parameters_of(urlencode(pairs)) == (pairs, False)


@given(programs())
def test_what_is_encoded_whole_is_read_as_it_was(program: str) -> None:
    """Of our own addresses, and of clients that write %20."""
    for query in (f"e={quote(program)}", url_of(State(program=program)).partition("?")[2]):
        assert parameters_of(query) == ([("e", program)], False)


@given(programs())
def test_what_a_library_encodes_keeps_its_length_and_differs_in_a_plus_alone(program: str) -> None:
    (pair,), _ = parameters_of(f"e={quote_plus(program)}")
    assert re.sub(r"[ +]", " ", pair[1]) == re.sub(r"[ +]", " ", program)


@given(st.text(alphabet="exX1+&=%2B|!.\\#;,)( \n_", max_size=40))
def test_any_text_is_read(query: str) -> None:
    read = [name for name, _ in parameters_of(query).pairs]
    assert read == [name for name, _ in parse_qsl(query, keep_blank_values=True)]


@pytest.mark.parametrize(
    ("query", "value", "told"),
    [
        ("e=2+x&x=3", 5, True), ("e=2%2Bx&x=3", 5, False), ("e=2+x&x=3&view.form=1", 6, False), ("e=2%20x&x=3", 6, False),
        ("e=1+exp(x)&x=+0", 2, True), ("e=x+*+2&x=3", 6, False), ("e=sum(x)+1&x=[1,+2]", 4, True),
    ],
)  # fmt: skip
def test_it_is_told(client: FlaskClient, query: str, value: float, told: bool) -> None:
    answer = client.get(f"/api/v1/trace?{query}").get_json()
    hints = [issue["message"] for issue in answer["issues"] if issue["kind"] == "hint" and "plus" in issue["message"]]
    assert (answer["value"], len(hints)) == (value, told)
    assert client.get("/api/v1/trace?" + answer["url"].partition("?")[2]).get_json()["value"] == value
    page = client.get(f"/?{query}").get_data(as_text=True)
    assert f"<dt>f</dt><dd>{value}</dd>" in page and ("read as plus" in page) == told
    assert '<input type="hidden" name="view.form" value="1">' in page


def test_pictures_and_problems_read_it_alike(client: FlaskClient) -> None:
    assert client.get("/graph.svg?e=2+x&x=3").get_data() == client.get("/graph.svg?e=2%2Bx&x=3").get_data()
    step = client.get("/api/v1/step?e=2+x&x=3&sweep=value&step=end").get_json()
    assert step["after"] == 5
    refused = client.get("/?e=x+y*+*&x=3")
    assert refused.status_code == 400 and "\nx+y* *</textarea>" in refused.get_data(as_text=True)
    assert client.get("/api/v1/trace?e=x&view.form=2").status_code == 422
