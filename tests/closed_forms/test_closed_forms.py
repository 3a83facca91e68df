"""Closed forms, fed back as programs, give the numbers that they stand for; and none is longer than it may be."""

from __future__ import annotations

import dataclasses
import json
import time
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphs.autodiff.evaluate import evaluate
from graphs.closed_forms.sweeps import closed_forms
from graphs.limits import DOOR, WEB
from graphs.notation.names import id_of
from graphs.operations.flows import outside
from graphs.study import Study, study
from graphs.study.question import bind
from tests.operations.test_functions import TABLE
from tests.support.arrays import Grown, grown
from tests.support.references import DATA, cases
from tests.support.trees import NAMES, Tree, render, trees

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
    at = dict(zip(made.notation.identifiers, made.evaluation.values, strict=False))
    return {**made.point, **at}


def evaluated(text: str, at: dict[str, Number]) -> Number:
    known = {name: np.asarray(x).tolist() for name, x in at.items() if np.isfinite(x).all()}
    wishes = bind(text, known, None, None, None, True, DOOR)  # what study begins with; its sweeps are not needed
    with np.errstate(all="ignore"):
        values = evaluate(wishes.graph, list(wishes.point.values())).values
    return values[wishes.graph.outputs[0]]


def check(made: Study, scale: float = 1.0) -> int:
    """Feed all forms of a study back, in the c's and in the inputs; how many there were."""
    in_cs = bound(made)
    told: dict[tuple[str, bool], Number] = {}
    for _, reading, number in forms(made):
        if reading is not None and np.isfinite(number).all():
            told[reading["text"], True] = number
            if reading["inputs"] is not None:
                told[reading["inputs"]["text"], False] = number
    for (text, is_in_cs), number in told.items():
        again = evaluated(text, in_cs if is_in_cs else made.point)
        assert np.shape(again) == np.shape(number), text
        rough = 1e-9 * max(scale, float(np.max(np.abs(number), initial=0.0)))
        assert np.all(np.abs(again - number) <= rough), (text, again, number)
    return len(told)


def smooth(made: Study) -> bool:
    return all(issue.kind in ("unused input", "missing input", "hint") for issue in made.issues)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_forms_of_the_worked_examples_give_their_numbers(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    readings = forms(made)
    assert all(reading is not None and reading["inputs"] is not None for _, reading, _ in readings)
    assert check(made) > len(made.graph)


@pytest.mark.parametrize(("program", "points"), [(program, points) for program, _, points in TABLE])
def test_forms_of_every_function_give_their_numbers(program: str, points: list[Any]) -> None:
    at = points[0] if isinstance(points[0], tuple) else (points[0],)
    made = study(program, dict(zip("xy", at, strict=False)))
    assert all(reading is not None for _, reading, _ in forms(made))
    assert check(made) > 0


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


@settings(max_examples=30)  # each has some hundred forms
@given(grown())
def test_forms_of_random_array_programs_give_their_numbers(program: Grown) -> None:
    made = study(program.text, program.point)
    assume(smooth(made))
    numbers = [*made.evaluation.values, *(outside(x, ()) for x in made.adjoints or [])]
    scale = max(1.0, *(float(np.max(np.abs(x), initial=0.0)) for x in numbers))
    assume(scale < 1e4)
    check(made, scale**2)


A, B = [[1.0, 2.0, 0.5], [0.3, -1.0, 2.0]], [1.0, 2.0, 0.5]
CUBE = [float(k) for k in range(12)]
ALONG_AXES: list[tuple[str, dict[str, Number]]] = [
    *((f"sum({call}**2)", {"A": A}) for call in (
        "softmax(A)", "softmax(A, axis=0)", "log_softmax(A)", "log_softmax(A, axis=0)", "logsumexp(A)",
        "logsumexp(A, axis=0)", "logsumexp(A, axis=1, keepdims=True)")),
    ("sum((A + b)**2)", {"A": A, "b": B}), ("sum(tanh(A*b))", {"A": A, "b": B}), ("sum((r - A)**2)", {"A": A, "r": [B]}),
    ("sum((A*u)**2)", {"A": A, "u": [[2.0], [3.0]]}), ("sum((A*t)**2)", {"A": A, "t": [[2.0]]}),
    ("sum(sum(A*b, axis=0)**2)", {"A": A, "b": B}),
    ("sum((reshape(x, [2, 3, 2])*y)**2)", {"x": CUBE, "y": [1.0, 2.0]}),
    ("sum(sum(reshape(x, [2, 3, 2]), axis=1)**2)", {"x": CUBE}),
    ("sum(mean(reshape(x, [2, 3, 2]), axis=(0, 2))**2)", {"x": CUBE}),
    *((f"sum({call}**2)", {"A": A}) for call in (
        "roll(A, 1, axis=1)", "tile(A, (2, 1))", "repeat(A, 2, axis=1)", "tril(A)", "diagonal(A)", "pinv(A)",
        "einsum('ij,jk->ik', A, A.T)", "norm(A, axis=1)", "max(A, axis=1)", "prod(A, axis=0)")),
    *((f"sum({call}**2)", {"x": B}) for call in (
        "flip(x)", "broadcast_to(x, [2, 3])", "cumprod(x)", "logcumsumexp(x)", "cross(x, x*x)", "convolve(x, x*x)",
        "norm(x, 3)", "max(x)", "prod(x)")),
    ("sum(cholesky(A)**3)", {"A": [[4.0, 1.0], [1.0, 3.0]]}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), ALONG_AXES)
def test_forms_along_axes_and_of_repeated_operands_are_all_written(program: str, at: dict[str, Number]) -> None:
    direction = {name: (np.asarray(x) * 0.5 + 1.0).tolist() for name, x in at.items()}
    for made in (study(program, at), study(program, at, direction=direction)):
        adjoints = [(told, number) for name, told, number in forms(made) if name.startswith("d f by")]
        for told, number in adjoints:
            assert told is not None and told["inputs"] is not None
            assert np.allclose(evaluated(told["inputs"]["text"], made.point), number, 1e-9, 1e-9)
        assert adjoints
        if max(map(len, made.graph.shapes)) < 3:  # no point binds an array of three axes
            check(made)


def reading(program: str, node: str, at: dict[str, Number] | None = None, **options: Any) -> dict[str, Any]:
    made = study(program, at, **options)
    return closed_forms(made, WEB)[0][int(node[1:]) - 1]


def test_the_assignment_as_a_sheet_has_it() -> None:
    told = reading("exp(x1)*(x1**2 + x2**2)**3", "c1", {"x1": 0, "x2": 2})
    assert told["adjoint"]["text"] == "6*c1*c3*c6**2 + c3*c7"
    assert told["adjoint"]["latex"] == "6 c_1 c_3 c_6^{2} + c_3 c_7"
    assert told["adjoint"]["inputs"]["text"] == "6*x1*(x1**2 + x2**2)**2*exp(x1) + (x1**2 + x2**2)**3*exp(x1)"
    assert told["tangents"]["x1"]["text"] == "1"


@pytest.mark.parametrize(
    ("program", "node", "kind", "text", "inputs"),
    [
        ("relu(x)", "c2", "adjoint", "1", "1"),
        ("relu(x)", "c1", "adjoint", "where(c1 > 0, 1, 0)", "where(x > 0, 1, 0)"),
        ("where(x > 0, sqrt(x), 2*x)", "c1", "adjoint", "where(c1 <= 0, 2, 0) + where(c1 > 0, 1/(2*c3), 0)",
         "where(x <= 0, 2, 0) + where(x > 0, 1/(2*sqrt(x)), 0)"),
        ("where(x > 0, x, y)", "c3", "value", "where(c1 > 0, 1, 0)", "where(x > 0, 1, 0)"),
        ("yhat = sigmoid(x)\nyhat**2", "c1", "adjoint", "2*yhat**2*(1 - yhat)", "2*(1 - sigmoid(x))*sigmoid(x)**2"),
        ("a = 2*x\na = a*x\na**2", "c4", "value", "a_2**2", "4*x**4"),
        ("max(x, y)*3", "c2", "adjoint", "where(c2 > c1, 3, 0)", "where(y > x, 3, 0)"),
        ("0.1*x/7", "c1", "adjoint", "1/70", "1/70"),
        ("erf(x)", "c1", "adjoint", "2*exp(-c1**2)/sqrt(pi)", "2*exp(-x**2)/sqrt(pi)"),
        ("x**1", "c1", "adjoint", "1", "1"), ("x**0", "c1", "adjoint", "0", "0"), ("x**1.0", "c1", "adjoint", "1", "1"),
        ("sin(x)**1", "c1", "adjoint", "cos(c1)", "cos(x)"), ("x**-1", "c1", "adjoint", "-1/c1**2", "-1/x**2"),
        ("x**2.0 + x**1", "c1", "adjoint", "2*c1 + 1", "2*x + 1"), ("sum(v**1)", "c1", "adjoint", "ones(2)", "ones(2)"),
        ("sum(v**2)", "c1", "adjoint", "2*c1", "2*v"), ("sum(v**0)", "c1", "adjoint", "zeros(2)", "zeros(2)"),
        ("sum(log(A @ v))", "c2", "adjoint", "c1.T @ (1/c3)", "A.T @ (1/(A @ v))"),
        ("0**x", "c1", "adjoint", "c2*log(1)", "log(1)*0**x"),
        ("(3*x)**1000", "c2", "adjoint", "1000*c2**999", "1000*(3*x)**999"),
        ("x!", "c1", "adjoint", "c2*digamma(c1 + 1)", "digamma(x + 1)*factorial(x)"),
        ("sum(sin(v))", "c1", "adjoint", "cos(c1)", "cos(v)"),
        ("norm(A @ v)", "c1", "adjoint", "outer(1/c4*c3, c2)", "outer(1/norm(A @ v)*(A @ v), v)"),
        ("-log(v[1])", "c1", "adjoint", "(-1/c2)*[0, 1]", "(-1/v[1])*[0, 1]"),
        ("sum(where(v > 0, sqrt(v), v))", "c3", "adjoint", "where(c1 > 0, ones(2), 0)", "where(v > 0, ones(2), 0)"),
    ],
)  # fmt: skip
def test_forms_as_they_are_written(program: str, node: str, kind: str, text: str, inputs: str) -> None:
    given = {"v": [0.5, 2.0], "A": [[1.0, 2.0], [0.5, -1.0]]}
    told = reading(program, node, {name: x for name, x in given.items() if name in program})[kind]
    assert (told["text"], told["inputs"]["text"]) == (text, inputs)


def test_a_program_that_binds_pi_reads_the_circle_as_a_number() -> None:
    told = reading("erf(pi)", "c1", {"pi": 2.0})["adjoint"]
    assert told["text"] == "2*exp(-c1**2)/sqrt(3.141592653589793)"
    assert evaluated(told["inputs"]["text"], {"pi": 2.0}) == pytest.approx(study("erf(pi)", {"pi": 2.0}).jacobian[0][0])


def test_a_factor_of_the_branch_not_taken_may_be_undefined() -> None:
    made = study("where(x > 0, log(x) + sqrt(x), x**2)", {"x": -3.0})
    assert check(made) > 0
    assert reading("where(x > 0, log(x) + sqrt(x), x**2)", "c1", {"x": -3.0})["adjoint"] is not None


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("\n".join(["a = x"] + ["a = sin(a)*cos(a)"] * 40) + "\na", {"x": 0.5}),
        ("\n".join(["a = x"] + ["a = a*a + a"] * 300) + "\na", {"x": 1e-9}),
        ("\n".join(["a = x"] + ["a = sin(a)"] * 900) + "\na", {"x": 0.5}),
        ("\n".join(["a = x"] + ["a = (3*a)**60"] * 7) + "\na", {"x": 0.3}),
        ("\n".join(["a = x"] + ["a = a**1e6 + 2**(1e6*a)"] * 5) + "\na", {"x": 0.0}),
        (" + ".join(f"x{k}*sin(x{k + 1})" for k in range(150)), {}),
        ("max(" + ", ".join(f"x{k}" for k in range(64)) + ")*max(" + ", ".join(f"x{k}" for k in range(60)) + ")", {}),
    ],
    ids=["doubling", "sums", "deep", "large numbers", "large exponents", "wide", "many"],
)
def test_no_form_is_longer_than_it_may_be_and_what_is_cut_is_told(program: str, at: dict[str, float]) -> None:
    made = study(program, at, limits=WEB)
    start = time.monotonic()
    readings, issues = closed_forms(made, WEB)
    assert time.monotonic() - start < WEB.form_seconds + 2.0
    assert [issue.kind for issue in issues if "left out" in issue.message]
    for told in readings:
        for each in [told["value"], told["adjoint"], *told["tangents"].values()]:
            for text in (each["text"], (each["inputs"] or {"text": ""})["text"]) if each else ():
                assert len(text) < 30 * WEB.form_parts
    assert readings[len(made.graph.inputs)]["value"]["inputs"] is not None


def test_the_clock_is_told_of() -> None:
    readings, issues = closed_forms(study("sin(x)*x", {"x": 1.0}), dataclasses.replace(WEB, form_seconds=-1.0))
    assert readings[0]["adjoint"] is None
    assert "takes longer than" in issues[0].message


def test_formulas_come_only_when_they_are_asked_for(client: FlaskClient) -> None:
    body = {"program": "sin(x)", "at": {"x": 1}, "include": ["symbolic"]}
    asked = client.post("/api/v1/trace", json=body).get_json()
    assert asked["nodes"][0]["symbolic"]["adjoint"] == {
        "text": "cos(c1)", "latex": "\\cos(c_1)", "inputs": {"text": "cos(x)", "latex": "\\cos(x)"},
    }  # fmt: skip
    plain = client.post("/api/v1/trace", json={**body, "include": []}).get_json()
    assert "symbolic" not in plain["nodes"][0]
