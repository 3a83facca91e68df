"""More digits for every row; and a planted false sentence, and a lost digit that is hushed up, are seen by the judge."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.reference import Precise, Reference, Unknown, mp
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.readings.floats import Floats
from graphs.operations.table import FUNCTIONS
from graphs.study import study
from tests.support.judge import judged
from tests.support.planted import planted

_POINT = (0.4, 0.7, 0.2)


@pytest.mark.parametrize("row", [row for row in ELEMENTWISE if row.name != "normcdf2"], ids=lambda row: row.name)
def test_every_row_of_numbers_can_be_read_in_more_digits(row: Any) -> None:
    shift = 1 if row.name in ("acosh", "asec", "acsc", "acoth") else 0
    x = [each + shift for each in ((2.0, 0.7) if row.name == "polygamma" else _POINT[: row.arity[0]])]
    assert float(row.value(Precise, *map(mp.mpf, x))) == pytest.approx(row.value(Floats, *x), rel=1e-14)


@pytest.mark.parametrize(
    "program",
    ["softmax(v)", "log_softmax(v)", "logsumexp(v)", "norm(v)", "norm(v, 1)", "prod(v)", "cumsum(v)", "max(v)", "v @ v",
     "det(A)", "logdet(A)", "inv(A)", "solve(A, v)", "trace(A)", "mean(A, axis=0)", "outer(v, v)", "concat(v, v)"],
)  # fmt: skip
def test_rows_of_arrays_can_be_read_in_more_digits(program: str) -> None:
    at = {name: x for name, x in {"v": [0.5, 2.0], "A": [[1.0, 2.0], [3.0, 8.0]]}.items() if f"{name}" in program[3:]}
    made = study(program, at)
    found = Reference(made.graph, made.evaluation).values[made.graph.outputs[0]]
    np.testing.assert_allclose(found.astype(float), made.evaluation.values[made.graph.outputs[0]], rtol=1e-12)


def test_a_planted_false_sentence_is_seen() -> None:
    with planted(FUNCTIONS["relu"][0], vanishes=lambda x: True):
        assert any("FALSE underflow" in each for each in judged(study("relu(x)", {"x": -1})) or [])


def test_a_loss_that_is_not_told_is_seen() -> None:
    made = study("1 - cos(x)", {"x": 1e-9})
    assert judged(made) == []
    assert any("SILENT" in each for each in judged(replace(made, issues=[])) or [])


@pytest.mark.parametrize("name", ["acsc", "asec", "asin", "acosh", "atanh", "sqrt", "log", "acoth", "asech", "logit"])
def test_what_is_no_real_number_is_undefined_in_more_digits_too(name: str) -> None:
    """A complex number on the way ended the answer with an error, of acsc and asec."""
    for far in (1e154, -1e160):
        made = study(f"sum({name}(x))", {"x": [far, 0.5, far, -2.0]})
        assert any(issue.kind is Kind.DOMAIN for issue in made.issues)


def test_an_angle_that_has_no_end_of_digits_is_not_reduced() -> None:
    """e^(100·…) thrice is an angle of 10^43 digits: that many of π would be computed."""
    lines = [f"a{i + 1} = {('exp', 'sin', 'exp')[i % 3]}(100*a{i})" for i in range(12)]
    began = time.process_time()
    assert study("\n".join(["a0 = x", *lines]), {"x": 1.0}).scalar
    assert time.process_time() - began < 3.0
    for function in (Precise.sin, Precise.cos, Precise.tan):
        assert abs(function(mp.mpf(10) ** 700)) >= 0
        with pytest.raises(Unknown):
            function(mp.mpf(10) ** 701)
