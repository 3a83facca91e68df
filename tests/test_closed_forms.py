"""Closed forms, fed back as programs, give the numbers that they stand for; and none is longer than it may be."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphs.closed_forms import closed_forms
from graphs.flows import outside
from graphs.limits import WEB
from graphs.notation import called, id_of
from graphs.study import Study, study
from tests.arrays import Grown, grown
from tests.references import DATA, cases
from tests.trees import NAMES, Tree, render, trees

Number = Any


def forms(made: Study) -> list[tuple[str, dict[str, Any] | None, Number]]:
    """Every reading of a study with the number that it stands for."""
    readings, _ = closed_forms(made, WEB)
    listed = []
    for i, reading in enumerate(readings):
        shape = made.graph.shapes[i]
        listed.append((f"{id_of(i)}", reading["value"], made.evaluation.values[i]))
        for entry, told in reading["tangents"].items():
            listed.append((f"d {id_of(i)} by {entry}", told, outside(made.tangents[entry][i], shape)))
        if i not in made.graph.data and made.adjoints is not None:
            listed.append((f"d f by {id_of(i)}", reading["adjoint"], outside(made.adjoints[i], shape)))
    return listed


def bound(made: Study) -> dict[str, Number]:
    """What the c's are called, with their values, and the inputs, where they are not called so."""
    graph = made.graph
    names = [called(graph, i) for i in range(len(graph))]
    at = {id_of(i) if "'" in name else name: made.evaluation.values[i] for i, name in enumerate(names)}
    return {**made.point, **at}


def evaluated(text: str, at: dict[str, Number]) -> Number:
    known = {name: np.asarray(x).tolist() for name, x in at.items() if np.isfinite(x).all()}
    made = study(text, known)
    return made.evaluation.values[made.graph.outputs[0]]


def check(made: Study, scale: float = 1.0) -> int:
    """Feed all forms of a study back, in the c's and in the inputs; how many there were."""
    counted, in_cs = 0, bound(made)
    for what, told, number in forms(made):
        if told is None or not np.isfinite(number).all():
            continue
        for text, at in [(told["text"], in_cs), *([(told["inputs"]["text"], made.point)] if told["inputs"] else [])]:
            if "trigamma" in text:
                continue  # a name for people: no function of the language
            again = evaluated(text, at)
            assert np.shape(again) == np.shape(number), (what, text)
            rough = 1e-9 * max(scale, float(np.max(np.abs(number), initial=0.0)))
            assert np.all(np.abs(again - number) <= rough), (what, text, again, number)
            counted += 1
    return counted


def smooth(made: Study) -> bool:
    return all(issue.kind in ("unused input", "missing input", "hint") for issue in made.issues)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_forms_of_the_worked_examples_give_their_numbers(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    assert check(made) > 4 * len(made.graph) - 8


def whole_gallery() -> list[dict[str, Any]]:
    return json.loads((DATA.parent.parent / "graphs" / "gallery.json").read_text())["entries"]


@pytest.mark.parametrize("entry", whole_gallery(), ids=lambda entry: entry["id"])
def test_forms_of_the_gallery_give_their_numbers(entry: dict[str, Any]) -> None:
    made = study(entry["program"], entry["at"], limits=WEB)
    if smooth(made):
        assert check(made) > 0


POINT = st.fixed_dictionaries({name: st.floats(-3, 3).map(lambda x: round(x, 3)) for name in NAMES})


@given(trees(), POINT)
def test_forms_of_random_programs_give_their_numbers(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    assume(smooth(made))
    flows = [abs(p) for partials in made.evaluation.partials for p in partials if p is not None]
    sizes = [abs(x) for x in made.evaluation.values + (made.adjoints or []) if x is not None]
    scale = max(1.0, *flows, *sizes)
    assume(scale < 1e6)  # past it, cancellation between parts is all that a comparison would show
    check(made, scale**2)


@given(grown())
def test_forms_of_random_array_programs_give_their_numbers(program: Grown) -> None:
    made = study(program.text, program.point)
    assume(smooth(made))
    numbers = [*made.evaluation.values, *(outside(x, ()) for x in made.adjoints or [])]
    scale = max(1.0, *(float(np.max(np.abs(x), initial=0.0)) for x in numbers))
    assume(scale < 1e4)
    check(made, scale**2)
