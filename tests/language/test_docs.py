"""docs/language.md: every program of it is read and has the value that stands beside it, and every function has one."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import numpy as np
import pytest

from graphs import study
from graphs.errors import Problem
from graphs.language.calls.libraries import CASTS, FORMS, KEPT
from graphs.limits import DOOR
from graphs.operations.table import FUNCTIONS
from graphs.study import Study
from graphs.study.claims import judged
from tests.support.paths import ROOT

_BLOCK = re.compile(r"^```wengert(?: (lines|refused|text))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GIVEN = re.compile(r"(\w+) = (.+?)(?=, \w+ = |$)")


_ANSWER = re.compile(r"^→ ", re.MULTILINE)


class Written(NamedTuple):
    """A program of the guide, and what stands behind its #."""

    program: str
    beside: str


def _written(kind: str) -> list[Written]:
    found = []
    for which, text in _BLOCK.findall((ROOT / "docs" / "language.md").read_text()):
        if which == kind:
            programs = [text.rstrip("\n")] if kind == "lines" else text.splitlines()
            found += [Written(*re.split(r"\s+# (?!.*\s# )", each, maxsplit=1, flags=re.DOTALL)) for each in programs]
    return found


class Pasted(NamedTuple):
    """A text of the guide, and the lines behind it that begin with an arrow."""

    text: str
    answers: list[str]


def _pasted() -> list[Pasted]:
    blocks = [text for kind, text in _BLOCK.findall((ROOT / "docs" / "language.md").read_text()) if kind == "text"]
    return [Pasted(text.strip(), [each.strip() for each in answers]) for text, *answers in map(_ANSWER.split, blocks)]


RUN = [*_written(""), *_written("lines")]
PASTED = _pasted()
REFUSED = _written("refused")


@pytest.mark.parametrize("written", RUN, ids=lambda written: written.program)
def test_a_program_has_the_value_beside_it(written: Written) -> None:
    point, _, value = written.beside.rpartition("→")
    made = study(written.program, {name: json.loads(given) for name, given in _GIVEN.findall(point.strip())})
    _agree(_value(made), value)


def _value(made: Study) -> Any:
    outputs = [made.evaluation.values[k] for k in made.graph.outputs]
    return outputs if len(outputs) > 1 else outputs[0]


def _agree(found: Any, written: str) -> None:
    wanted = np.array(json.loads(written))
    assert np.shape(found) == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("pasted", PASTED, ids=lambda pasted: pasted.text.splitlines()[0])
def test_a_text_is_read_as_it_says(pasted: Pasted) -> None:
    """`form at point: value; gradient`, then the notes and claims that the guide shows, each in a line."""
    read, *told = pasted.answers
    how, _, found = read.partition(": ")
    form, _, point = how.partition(" at ")
    value, _, gradient = found.partition("; ")
    made = study(pasted.text, {name: json.loads(given) for name, given in _GIVEN.findall(point)})
    assert made.program.form == form
    _agree(_value(made), value)
    by_input = {} if made.jacobian is None else dict(zip(made.graph.inputs, made.jacobian[0], strict=True))
    shown = dict(_GIVEN.findall(gradient))
    assert not gradient or shown.keys() == by_input.keys()
    for name, number in shown.items():
        _agree(by_input[name], number)
    said = {f"{note.place.line}, {note.kind}: {note.message}" for note in made.program.notes}
    verdicts = {True: "holds", False: "does not hold", None: "cannot be decided"}
    said |= {f"{each.stated.text} {verdicts[each.holds]}" for each in judged(made.program, made.point, DOOR)}
    assert set(told) <= said


@pytest.mark.parametrize("written", REFUSED, ids=lambda written: written.program)
def test_a_refused_program_is_refused_as_it_says(written: Written) -> None:
    point, _, said = written.beside.rpartition("→ ")
    kind, _, message = said.partition(": ")
    with pytest.raises(Problem, match=re.escape(message)) as refused:
        study(written.program, {name: json.loads(given) for name, given in _GIVEN.findall(point.strip())})
    assert refused.value.type == kind


def _names(program: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", program))


def test_every_function_has_a_program() -> None:
    known = FUNCTIONS.keys() | FORMS
    assert not known - {name for written in RUN for name in _names(written.program)}


def test_what_only_keeps_an_array_is_named() -> None:
    pasted = (ROOT / "docs" / "language.md").read_text().partition("## Pasted code")[2].partition("\n## ")[0]
    named = set(re.findall(r"\w+", pasted))
    assert not KEPT - named
    assert not CASTS - named
