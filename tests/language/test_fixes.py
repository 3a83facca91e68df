"""Every fix mends the text, and means what was meant: a table of mistypings, each with hand-written programs that are
right, in the order of the fixes; and random programs with one token damaged."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import mpmath
import numpy as np
import pytest

from graphs import study
from graphs.errors import Problem
from graphs.language.calls.libraries import KNOWN
from graphs.language.messages import unavailable
from graphs.language.messages.edits import typed
from graphs.language.messages.unknown import mistyped
from graphs.language.parser import parse
from graphs.language.tokens import token_lines
from graphs.limits import WEB
from tests.language.test_parser import READS
from tests.support.fixes import applied
from tests.support.paths import DATA
from wengert.web.problems import document

ROWS = [json.loads(line) for line in (DATA / "fixes.jsonl").read_text().splitlines()]
# Two points for what a row leaves open; all numbers lie where every function of the table is defined.
POINTS = ({"x": 0.7, "y": 1.3, "p": 0.3, "a": 2.5, "b": 3.5}, {"x": 0.2, "y": 0.9, "p": 0.6, "a": 1.5, "b": 2.5})


def refused(program: str, at: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(Problem) as told:
        study(program, at, limits=WEB)
    return document(told.value)


def value(program: str, at: dict[str, Any]) -> Any:
    lines = parse(program, at).lines
    read = {name for line in lines for name in line.reads} - {line.name for line in lines}
    made = study(program, {name: number for name, number in at.items() if name in read})
    found = [made.evaluation.values[k] for k in made.graph.outputs]
    return found[0] if len(found) == 1 else np.array(found)


def test_the_table_is_long_enough_and_has_no_row_twice() -> None:
    assert len({row["program"] for row in ROWS}) == len(ROWS) >= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["program"])
def test_every_fix_means_what_was_meant(row: dict[str, Any]) -> None:
    problem = refused(row["program"], row.get("at", {}))
    fixes = problem.get("fixes", [])
    mended = [applied(row["program"], fix) for fix in fixes]
    assert len(mended) == len(row["means"]), mended
    for point in [row["at"]] if "at" in row else POINTS:
        for program, meant in zip(mended, row["means"], strict=True):
            assert value(program, point) == pytest.approx(value(meant, point), rel=1e-12), program
    assert all(fix["label"] for fix in fixes)
    if problem["type"].endswith("two-readings"):
        assert len(fixes) > 1 or "does not define" in problem["detail"]  # a function is defined by no click


# What mpmath knows of the names that are written out: the formula against another implementation.
MPMATH: dict[str, Any] = {"sinpi": mpmath.sinpi, "cospi": mpmath.cospi}


@pytest.mark.parametrize("name", MPMATH)
def test_what_is_written_out_is_the_function(name: str) -> None:
    for x in (0.125, 0.75):
        (fix,) = refused(f"{name}(x)", {"x": x})["fixes"]
        assert value(applied(f"{name}(x)", fix), {"x": x}) == pytest.approx(float(MPMATH[name](x)), rel=1e-12)


def test_names_of_libraries_are_no_slips_of_ours() -> None:
    assert unavailable.NAMES.isdisjoint(KNOWN)
    assert [name for name in unavailable.NAMES if mistyped(name)] == []
    assert [mistyped(name) for name in ("coshh", "sigmiod", "epx", "nosuch", "act", "sim", "selu")] == [
        "cosh", "sigmoid", "exp", None, None, None, None,
    ]  # fmt: skip


# Calls that code has around its mathematics, which are read or left out.
_READ = frozenset(("Value", "Parameter", "backward"))


@pytest.mark.parametrize("name", sorted(unavailable.NAMES - _READ))
def test_no_name_of_a_library_becomes_another_function(name: str) -> None:
    """Neither in a fix nor in a hint, under whatever prefix; a fix may only write it out."""
    for program in (f"{name}(x)", f"np.{name}(x)", f"x.{name}()"):
        problem = refused(program, {"x": 0.5})
        if name not in unavailable.RENAMED and name not in unavailable.ASKED:
            assert "did you mean" not in str(problem["hint"]), problem


def damaged(program: str, chance: Random) -> str:
    """One token deleted, doubled, or swapped with the next one."""
    tokens = [each for line in token_lines(program, WEB) for each in line]
    pieces = [typed(each, each) for each in tokens]
    k = chance.randrange(len(pieces))
    how = chance.randrange(3)
    if how == 0:
        del pieces[k]
    elif how == 1:
        pieces.insert(k, pieces[k])
    else:
        pieces[k : k + 2] = reversed(pieces[k : k + 2])
    return " ".join(pieces)


def test_every_fix_of_a_damaged_program_can_be_read() -> None:
    chance = Random(14)
    programs = [program for program, _ in READS if not {*"\n#;"} & {*program}]  # in one line that tokens are read of
    offered = 0
    for _ in range(3_000):
        program = damaged(chance.choice(programs), chance)
        try:
            parse(program, limits=WEB)
        except Problem as problem:
            for fix in document(problem).get("fixes", []):
                parse(applied(program, fix), limits=WEB)
                offered += 1
    assert offered > 300
