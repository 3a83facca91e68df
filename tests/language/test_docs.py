"""docs/language.md: every program of it is read and has the value that stands beside it, and every function has one."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import numpy as np
import pytest

from graphs import study
from graphs.errors import Problem
from graphs.language.calls.libraries import CASTS, FORMS, KEPT
from graphs.language.latex.document import is_latex
from graphs.language.latex.text import latex_sentences
from graphs.language.parser import parse
from graphs.language.tokens import token_lines
from graphs.limits import DOOR
from graphs.operations.table import FUNCTIONS
from tests.support.paths import ROOT

_BLOCK = re.compile(r"^```wengert(?: (lines|refused))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GIVEN = re.compile(r"(\w+) = (.+?)(?=, \w+ = |$)")


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


RUN = [*_written(""), *_written("lines")]
REFUSED = _written("refused")


@pytest.mark.parametrize("written", RUN, ids=lambda written: written.program)
def test_a_program_has_the_value_beside_it(written: Written) -> None:
    point, _, value = written.beside.rpartition("→")
    made = study(written.program, {name: json.loads(given) for name, given in _GIVEN.findall(point.strip())})
    outputs = [made.evaluation.values[k] for k in made.graph.outputs]
    found, wanted = np.array(outputs if len(outputs) > 1 else outputs[0]), np.array(json.loads(value))
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("written", REFUSED, ids=lambda written: written.program)
def test_a_refused_program_is_refused_as_it_says(written: Written) -> None:
    kind, _, message = written.beside.partition(": ")
    with pytest.raises(Problem, match=re.escape(message)) as refused:
        parse(written.program)
    assert refused.value.type == kind


def _names(program: str) -> set[str]:
    lines = latex_sentences(program, DOOR).sentences if is_latex(program) else token_lines(program, DOOR)
    return {str(each) for line in lines for each in line if each.kind == "name"}


def test_every_function_has_a_program() -> None:
    known = FUNCTIONS.keys() | FORMS
    assert not known - {name for written in RUN for name in _names(written.program)}


def test_what_only_keeps_an_array_is_named() -> None:
    pasted = (ROOT / "docs" / "language.md").read_text().partition("## Pasted code")[2].partition("\n## ")[0]
    named = set(re.findall(r"\w+", pasted))
    assert not KEPT - named
    assert not CASTS - named
