"""Every worked example gives the textbook's numbers through the API, explains its symbols, and stands on the page."""

from __future__ import annotations

import html
import math
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphs.gallery import Example, examples, groups

RELATIVE, ABSOLUTE = 1e-9, 1e-10

every_example = pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)


def differences(got: Any, wanted: Any, where: str = "") -> list[str]:
    """Where two nested lists of numbers do not agree; the same shape is part of agreeing."""
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return [f"{where}: {got} has not the shape of {wanted}"]
        return [
            told for i, pair in enumerate(zip(got, wanted, strict=True)) for told in differences(*pair, f"{where}[{i}]")
        ]
    close = isinstance(got, (int, float)) and math.isclose(got, wanted, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return [] if close else [f"{where}: {got} is not {wanted}"]


def test_agreement_is_strict_enough() -> None:
    assert differences([1.0, 2.0 + 1e-11], [1.0, 2.0]) == []
    assert differences([1.0, 2.0 + 1e-7], [1.0, 2.0]) and differences([1.0], [1.0, 2.0]) and differences(None, 0.0)


@every_example
def test_an_example_gives_the_textbooks_numbers(client: FlaskClient, example: Example) -> None:
    body = {"program": example.program, "at": example.at, "include": []}
    response = client.post("/api/v1/trace", json=body)
    assert response.status_code == 200, response.get_data(as_text=True)
    answer = response.get_json()
    for name in ("value", "gradient", "jacobian"):
        wanted = example.references.get(name)
        if isinstance(wanted, dict):
            assert answer[name].keys() == wanted.keys()
            assert [told for key in wanted for told in differences(answer[name][key], wanted[key], key)] == []
        elif wanted is not None:
            assert differences(answer[name], wanted, name) == []
    assert answer["checks"]["tangent_gradient"]["ok"]
    assert not {issue["kind"] for issue in answer["issues"]} & {"missing input", "unused input", "domain", "undefined"}


def _bound(example: Example) -> list[str]:
    return re.findall(r"^\s*(\w+)\s*=", example.program, re.MULTILINE)


@every_example
def test_an_example_explains_every_symbol(example: Example) -> None:
    is_whole = example.topic == "whole texts"  # whose own names are the author's matter
    bound = example.references.get("gradient", example.references.get("jacobian", {})) if is_whole else _bound(example)
    assert set(example.symbols) == {*example.at, *bound}
    assert all(meaning and not meaning.endswith(".") for meaning in example.symbols.values())
    assert example.known_result.endswith(".")


def test_there_are_41_examples_on_every_topic_that_is_asked_about() -> None:
    ids = [example.id for example in examples()]
    assert len(ids) == len(set(ids)) == 41
    assert all(group.examples for group in groups())
    assert {topic for group in groups() for topic in group.topics} == {example.topic for example in examples()}
    headings = " ".join(group.title for group in groups()).lower()
    for question in ("logistic regression", "softmax with cross-entropy", "linear regression", "jacobians", "hessians", "kinks",
                     "matrix calculus", "statistics", "splines", "gaussian processes",
                     "whole texts"):  # fmt: skip
        assert question in headings


def test_the_page_shows_every_example_with_its_picture(client: FlaskClient) -> None:
    response = client.get("/examples")
    assert response.status_code == 200 and response.headers["ETag"]
    page = response.get_data(as_text=True)
    links = [html.unescape(link) for link in re.findall(r'<a class="open" href="([^"]*)"', page)]
    pictures = [html.unescape(link) for link in re.findall(r'<img src="([^"]*)"', page)]
    assert len(links) == len(set(links)) == len(pictures) == 41
    assert page.count('loading="lazy"') == 41
    assert [link.replace("/?", "/graph.svg?") + "&sweep=value&step=end" for link in links] == pictures
    for link in (*links, *pictures):
        assert client.get(link).status_code == 200, link
