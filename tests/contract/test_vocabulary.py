"""The names that an editor offers are those that the reader knows, and what is said of each is true."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from graphs.contract.vocabulary import Command, Function, Vocabulary, vocabulary
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.parser import parse
from graphs.operations.table import FUNCTIONS
from graphs.study import study

ALL = vocabulary()
STEP = 1e-5
# A function of one number whose derivative is written as a program of the language: [x > 0] is none. Of detach it is
# not that of its value.
DERIVED = [
    each
    for each in ALL.functions
    if each.signature.endswith("(x)") and re.match(r"derivative [^\[]*$", each.about)
    if "detach" not in (each.name, each.same_as)
]
# Where a function has a value and a slope, if not at this one.
POINT, ELSEWHERE = 0.6, {"acosh": 1.7, "asec": 1.7, "acsc": 1.7, "acoth": 1.7}


def test_every_name_of_the_tables_is_there_once() -> None:
    assert [each.name for each in ALL.functions] == list(FUNCTIONS)
    assert {each.name: each.value for each in ALL.constants} == NAMED_CONSTANTS
    names = [each.name for each in ALL.commands]
    assert len(names) == len(set(names)) and {"frac", "sum", "alpha", "sin", "cdot", "begin{cases}"} <= set(names)


def test_another_spelling_names_the_function_that_it_is() -> None:
    by_name = {each.name: each for each in ALL.functions}
    assert by_name["arcsin"].same_as == "asin" and by_name["asin"].same_as is None
    assert all(by_name[each.same_as].same_as is None for each in ALL.functions if each.same_as)


@pytest.mark.parametrize(("name", "signature", "about"), [
    ("sigmoid", "sigmoid(x)", "derivative (1 - sigmoid(x))*sigmoid(x)"),
    ("hypot", "hypot(x, y)", "derivatives x/sqrt(x**2 + y**2); y/sqrt(x**2 + y**2)"),
    ("max", "max(x, y, …)", "reductions"),
    ("where", "where(condition, x, y)", "entry by entry"),
    ("sum", "sum(x, axis=None, keepdims=False)", "reductions"),
    ("clip", "clip(x, low, high)", "min(max(x, low), high)"),
    ("leaky_relu", "leaky_relu(x, [alpha])", "entry by entry"),
    ("hardtanh", "hardtanh(x, low=-1, high=1)", "min(max(x, low), high)"),
    ("cross_entropy", "cross_entropy(x, y)", "of neural networks"),
])  # fmt: skip
def test_a_function_is_told_as_one_would_write_it(name: str, signature: str, about: str) -> None:
    (told,) = [each for each in ALL.functions if each.name == name]
    assert (told.signature, told.about) == (signature, about)


@pytest.mark.parametrize("function", DERIVED, ids=lambda each: each.name)
def test_the_derivative_that_is_told_is_right(function: Function) -> None:
    """Read as a program it is what the difference quotient of the function nears."""
    x = ELSEWHERE.get(function.same_as or function.name, POINT)
    low, high = (value(f"{function.name}(x)", x + step) for step in (-STEP, STEP))
    told = value(function.about.removeprefix("derivative "), x)
    assert told == pytest.approx((high - low) / (2 * STEP), rel=1e-6, abs=1e-8)


def value(program: str, x: float) -> float:
    told = study(program, {"x": x})
    return float(told.evaluation.values[told.graph.outputs[0]])


def written(command: Command) -> str:
    """A formula with the command in it."""
    if command.name == "begin{align}":
        return "\\begin{align} y = x \\end{align}"
    if command.name.startswith("begin"):
        branches = "x & x > 0 \\\\ 0 & x \\le 0" if "cases" in command.name else "1 & 2 \\\\ 3 & 4"
        return command.text.replace("  ", f" {branches} ")
    if command.about.startswith("the sign"):
        return f"\\frac{{x}}{{2}} {command.text} y"
    if command.about.endswith("over an index"):
        return command.text.replace("{}", "{k=1}", 1).replace("{}", "{3}") + " k x"
    return "2 " + command.text.replace("{}", "{x}") + (" x" if command.about.endswith("(x)") else "") + " + 1"


TOLD_AS_SIGNS = {"≈", ":=", "=", "←", ":", "[", "]", "&", "|", "<", "<=", ">", ">=", "!="}  # that join no two numbers


@pytest.mark.parametrize("command", ALL.commands, ids=lambda each: each.name)
def test_a_command_is_read(command: Command) -> None:
    if command.about.removeprefix("the sign ") in TOLD_AS_SIGNS:
        pytest.skip("what it joins is tested where it is read")
    assert parse(written(command), form="latex").lines or command.about.startswith("the name")


def test_the_route_gives_it_for_good(client: FlaskClient) -> None:
    answered = client.get("/api/v1/vocabulary")
    assert Vocabulary.model_validate(answered.json) == ALL
    again = client.get("/api/v1/vocabulary", headers={"If-None-Match": answered.headers["ETag"]})
    assert again.status_code == 304
