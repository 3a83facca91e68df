"""Every call from Python ends: what has a bound says which, and what is under it is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graphs.errors import TooLarge
from graphs.limits import DOOR, UNBOUNDED, WEB
from wengert import study

PAST = [
    # program, point, how the bound is quoted
    ("repeat(x, 100000000)", {}, "1,000,000 entries may stand in one value"),
    ("for i in range(100000):\n    x = 1.5*x\nx", {}, "20,000 numbers may stand in a range"),
    ("y = x\nwhile True:\n    y = y + 1", {}, "200 conditions are followed"),
    ("sum([x*i for i in range(10000000)])", {}, "20,000 numbers may stand in a range"),
    ("for i in range(1000):\n    for j in range(1000):\n        x = x*x\nx", {}, "200"),
    ("\n".join(["a = x"] * 201), {}, "200 lines"),
    ("x+" * 500_001, {}, "1,000,000 characters"),
    ("outer(u, v)", {"u": np.ones(2000), "v": np.ones(2000)}, "1,000,000 entries"),
]


# What is counted while it is done takes as long as its bound: here a small one.
SMALL = replace(DOOR, turns=200, tests=200, lines=200)


@pytest.mark.parametrize(("program", "point", "told"), PAST, ids=[row[0][:30] for row in PAST])
def test_what_has_no_end_is_refused(program: str, point: dict[str, Any], told: str) -> None:
    with pytest.raises(TooLarge, match=told):
        study(program, point, limits=SMALL if "200 " in f"{told} " else DOOR)


def test_of_many_entries_no_tangent_is_computed_by_itself() -> None:
    made = study("sum(x**2)", x=np.ones(100_000))
    assert np.array_equal(made.gradient["x"], np.full(100_000, 2.0))
    assert [each.kind for each in made.issues] == ["limit"] and "at most 256 input entries" in made.issues[0].message


def test_python_may_ask_for_more_than_a_visitor() -> None:
    assert study("for i in range(3000):\n    x = 1.0001*x\nx", x=1).value == pytest.approx(1.0001**3000)
    for name, bound in vars(DOOR).items():
        assert bound >= getattr(WEB, name), name
    open_ended = {name for name, bound in vars(DOOR).items() if bound == UNBOUNDED}
    # Of a server alone; and what other bounds hold: a point is in memory already, numbers are as many as entries.
    assert open_ended <= {
        "body", "nesting", "address", "stored", "parameters", "numbers", "axes", "small", "large_at_once", "large_waiting",
        "chain_edges", "chain_entries", "cells",
    }  # fmt: skip
