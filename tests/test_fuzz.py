"""Whatever is typed, only a Problem is raised, and points into the text; whatever is answered is strict JSON, twice alike.

The promises are those of fuzz/targets.py, which `make fuzz` looks at by the million; here are programs of a grammar,
raw text, and every input of the corpus that is kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import fuzz
from fuzz.targets import TARGETS
from fuzz.texts import bytes_of
from graphs.contract.schemas.answer import Answer
from graphs.contract.state import trace_from_body
from graphs.errors import Problem
from graphs.limits import WEB
from tests.support.programs import points, programs, slipped
from wengert.answers import answer

CORPUS = Path(fuzz.__file__ or "").parent / "corpus"


@given(programs() | slipped() | st.text())
@example("\ud83d")
@example("x # \udc00")
def test_a_program_is_read_or_refused_inside_its_text(text: str) -> None:
    TARGETS["parser"](text.encode("utf-8", "surrogatepass"))
    TARGETS["dot"](text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(programs() | slipped(), points)
def test_an_answer_is_strict_json_and_the_same_again(program: str, at: dict[str, Any]) -> None:
    body = json.dumps({"program": program, "at": at, "include": ["steps", "symbolic", "hessian", "code"]}).encode()
    try:
        trace = trace_from_body(body, WEB)
        made = answer(trace, WEB)
    except Problem as problem:
        assert problem.status in (400, 413, 422)
        return
    assert json.dumps(made, allow_nan=False) == json.dumps(answer(trace, WEB), allow_nan=False)
    Answer.model_validate(made)


@settings(max_examples=60)
@given(programs(), points)
def test_pictures_and_addresses_hold_what_they_promise(program: str, at: dict[str, Any]) -> None:
    data = bytes_of(program, {f"at.{name}": json.dumps(value) for name, value in at.items()})
    for name in ("links", "svg"):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_clean(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert inputs
    for each in inputs:
        TARGETS[name](each.read_bytes())
