"""The checks against wrong rules on purpose, and what they say where there is nothing to judge."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs import gallery
from graphs.checks.checks import by_differences, by_sympy, by_torch, checks
from graphs.errors import Problem
from graphs.limits import WEB, Limits
from graphs.operations.elementwise import MULTIPLY
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.row import Map
from graphs.operations.table import FUNCTIONS
from graphs.study import Study, study
from tests.support.arrays import Grown, grown
from tests.support.planted import planted
from tests.support.references import cases
from tests.support.trees import NAMES, Tree, render, trees

KINDS = ("differences", "sympy", "torch")


@pytest.mark.parametrize("example", gallery.examples(), ids=lambda example: example.id)
def test_the_gallerys_gradients_are_found_right_by_quotients_and_by_sympy(example: gallery.Example) -> None:
    made = study(example.program, example.at)
    told, table = by_differences(made)
    jumps = "jumps here" in told.note  # labels that choose a case
    assert (told.ok is None if jumps else told.ok) and len(table) == 12
    formal = by_sympy(made, WEB)
    is_left_out = made.graph.arrays or "normcdf2" in example.program or "300 operations" in formal.note or jumps
    assert formal.ok is (None if is_left_out else True)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_the_reference_cases_are_found_right(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    assert by_differences(made)[0].ok and by_sympy(made, WEB).ok


def test_quotients_near_the_derivative_and_then_drown() -> None:
    told, table = by_differences(study("exp(sin(x))", {"x": 0.8}))
    errors = [row["error"] for row in table]
    best = int(np.argmin(errors))
    assert told.ok and [row["h"] for row in table] == [10.0**-k for k in range(1, 13)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.05) and errors[1] / errors[2] == pytest.approx(
        100, rel=0.05
    )
    assert 3 <= best <= 7 and errors[-1] > 100 * errors[best]
    assert told.residual == errors[best]


# a wrong rule, in the row of a function; the program must be one that both modes get wrong alike
PLANTS = [
    ("sin", {"partials": lambda m, c, x: (-m.cos(x),)}), ("sin", {"partials": lambda m, c, x: (m.cos(x) * 1.001,)}),
    ("exp", {"partials": lambda m, c, x: (m.nothing,)}), ("log", {"partials": lambda m, c, x: (1 / x + 0.01,)}),
    ("sqrt", {"partials": lambda m, c, x: (1 / c,)}), ("erf", {"partials": lambda m, c, x: (m.exp(-x * x),)}),
    ("gamma", {"partials": lambda m, c, x: (c,)}), ("atan", {"partials": lambda m, c, x: (1 / (1 - x * x),)}),
    ("normcdf", {"partials": lambda m, c, x: (-m.normpdf(x),)}), ("relu", {"partials": lambda m, c, x: (0.5,)}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wrong"), PLANTS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_planted_wrong_rule_is_seen_by_quotients_and_by_sympy(name: str, wrong: dict[str, Any]) -> None:
    text, at = f"{name}(x)*y + x", {"x": 0.4, "y": 1.3}
    with planted(FUNCTIONS[name][0], **wrong):
        made = study(text, at)
        assert made.check.ok  # forward and reverse agree on it
        told = checks(made, WEB)
    assert told["differences"]["ok"] is False and told["sympy"]["ok"] is False
    assert told["differences"]["residual"] > 1e-5 and told["sympy"]["residual"] > 1e-5
    assert "settles at" in told["differences"]["note"] and "A wrong rule" in told["sympy"]["note"]
    assert all(checks(study(text, at), WEB)[kind]["ok"] for kind in KINDS[:2])


def test_a_planted_wrong_rule_of_matrices_is_seen_by_quotients() -> None:
    def wrong(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
        return (
            Map(lambda d: m.matmul(d, b), lambda g: m.outer(g, b)),
            Map(lambda d: 2 * m.matmul(a, d), lambda g: 2 * m.matmul(a.T, g)),
        )

    at = {"A": [[1, 2], [3, 4]], "x": [0.5, -1]}
    with planted(MATMUL, maps=wrong):
        made = study("sum(tanh(A @ x))", at)
        assert made.check.ok
    assert by_differences(made)[0].ok is False
    assert by_differences(study("sum(tanh(A @ x))", at))[0].ok


def test_a_rule_that_is_wrong_in_one_operand_is_seen_in_every_entry_of_a_direction() -> None:
    names = [f"x{k}" for k in range(9)]
    text, at = "*".join(names), {name: 1.0 + k / 10 for k, name in enumerate(names)}
    with planted(MULTIPLY, partials=lambda m, c, x, y: (y, x * 1.001)):
        assert by_differences(study(text, at))[0].ok is False


def test_a_wrong_value_is_seen_by_sympy_of_the_row_that_is_right() -> None:
    """The child has read the table by itself, whatever happens to it here."""
    with planted(FUNCTIONS["cosh"][0], value=lambda m, x: m.cosh(x) * 2, partials=lambda m, c, x: (2 * m.sinh(x),)):
        assert by_sympy(study("cosh(x)", {"x": 1}), WEB).ok is False


NOTHING_TO_JUDGE = [
    ("relu(x)", {"x": 0}, ("differences", "sympy"), "not differentiable here"),
    ("abs(x)*y", {"x": 0, "y": 2}, ("differences", "sympy"), "not differentiable here"),
    ("floor(x)", {"x": 2}, ("differences", "sympy"), "jumps here"),
    ("sqrt(x)", {"x": 0}, ("differences", "sympy"), "not finite here: the slope of sqrt(c1) in c1 is infinite"),
    ("log(x)", {"x": -1}, ("differences", "sympy"), "not finite here: log(c1) is undefined"),
    ("exp(x)", {"x": 1000}, ("differences", "sympy"), "not finite here: exp(c1) at c1 = 1000 is larger"),
    ("1 + 1", {}, ("differences", "sympy"), "the program has no inputs"),
    ("(1 + x) - 1", {"x": 1e-18}, ("differences",), "rounding drowns"),
    ("sum(x)", {"x": [1, 2]}, ("sympy",), "numbers only"),
    ("floor(x)*x", {"x": 2.5}, ("sympy",), "no derivative of floor"),
    ("detach(x)*x", {"x": 2}, ("differences", "sympy"), "detach"),
    ("normcdf2(x, y, 0.3)", {"x": 1, "y": 2}, ("sympy",), "no derivative of normcdf2"),
    ("tanh(x)", {"x": 100}, ("differences",), "rounding drowns"),
    ("x*y", {"x": 1, "y": 2}, (), ""),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "unjudged", "why"), NOTHING_TO_JUDGE)
def test_where_there_is_nothing_to_judge_the_note_says_why(
    program: str, at: dict[str, Any], unjudged: tuple[str, ...], why: str
) -> None:
    told = checks(study(program, at), WEB)
    assert {kind for kind in ("differences", "sympy") if told[kind]["ok"] is None} == set(unjudged)
    assert all(why in told[kind]["note"] for kind in unjudged)
    assert not [kind for kind in KINDS if told[kind]["ok"] is False]
    json.dumps(told, allow_nan=False)


def test_a_cancellation_that_costs_all_digits_fails_and_is_shown_as_failed() -> None:
    told = by_sympy(study("(exp(x) - 1)/x", {"x": 1e-9}), WEB)
    assert told.ok is False and told.residual > 1 and "0.500000000333" in told.note
    assert by_differences(study("(exp(x) - 1)/x", {"x": 1e-9}))[0].ok is None


def test_sympy_says_thirty_digits() -> None:
    told = by_sympy(study("exp(x)", {"x": 1}), WEB)
    assert told.ok and "2.71828182845904523536028747135" in told.note


SYMPY = [
    "cbrt(x)", "lgamma(x)", "gamma(x)", "digamma(x)", "factorial(x)", "binomial(x, 2.5)", "beta(x + 3, 2)", "sigmoid(40*x)",
    "softplus(50*x)", "softplus(-50*x)", "lognormcdf(20*x)", "lognormcdf(-20*x)", "where(x > 0, sin(x), x**2)",
    "where(x != 2, x**3, x)", "where(x, x**2, 2)", "max(x, x**2, 0.1)", "min(x, 1 - x)", "abs(x)", "sign(x)*x", "atan2(x, x - 3)", "hypot(x, 2)",
    "leaky_relu(x)", "elu(x)", "gelu(x)", "silu(x)", "relu(x)**2", "x**x**2" , "2**x", "x**-3", "x**2.5", "log(x**2, 3)", "tanh(30*x)", "erfc(9*x)",
    "log1p(x**2)", "expm1(x)", "log2(x**2) + log10(x**2)", "sec(x) + csc(x) + cot(x)", "asinh(x) + acosh(x**2 + 2) + atanh(x/9)",
]  # fmt: skip


@pytest.mark.parametrize("program", SYMPY)
@pytest.mark.parametrize("x", [1.3, -1.6])
def test_sympy_agrees_on_every_kind_of_function(program: str, x: float) -> None:
    made = study(program, {"x": x})
    told = by_sympy(made, WEB)
    assert told.ok or (told.ok is None and not np.isfinite(made.jacobian[0][0])), told  # type: ignore[index]


def test_sympy_has_a_bound_on_size_and_a_clock() -> None:
    sixteen = "a = sin(x)*cos(x)\n" + "a = sin(a)*cos(a)\n" * 15 + "a"
    assert (
        "at most 300 operations, and written without names this program has"
        in by_sympy(study(sixteen, {"x": 1}), WEB).note
    )
    long = " + ".join(f"gamma(x + {k})**x" for k in range(30))  # a short one may be done before the clock is looked at
    told = by_sympy(study(long, {"x": 1.5}), Limits(oracle_seconds=1e-4))
    assert told.ok is None and "took longer than 0.0001 seconds" in told.note
    assert by_sympy(study("x**2", {"x": 1.5}), WEB).ok


@pytest.mark.parametrize(
    ("program", "x"), [("erf(x)", 1e150), ("exp(-x)", 1e5), ("lognormcdf(x)", -1e5), ("tanh(x)", 400)]
)
def test_slopes_that_no_double_can_hold_are_0_to_sympy(program: str, x: float) -> None:
    assert by_sympy(study(program, {"x": x}), WEB).ok


def test_a_direction_that_is_asked_for_is_the_one_of_the_quotients() -> None:
    told, table = by_differences(study("x**2*y", {"x": 3, "y": 2}, direction={"x": 1, "y": -2}))
    assert "v = (x: 1, y: -2)" in told.note and told.ok
    assert table[3]["quotient"] == pytest.approx(12 - 18, abs=1e-6)


def test_programs_without_arrays_of_any_size_are_compared_by_their_own_units() -> None:
    for x in (1e-12, 1e-5, 1.0, 1e5, 1e12):
        assert by_differences(study("log(x)*x**2", {"x": x}))[0].ok


@pytest.mark.parametrize("x", [5e-324, 1e-322, 1e-318, 1e-310, 1e-300])
@pytest.mark.parametrize("program", ["x", "3*x + x*y", "x/y", "sum([x, y*x])"])
def test_where_numbers_have_few_digits_left_no_right_gradient_is_called_wrong(program: str, x: float) -> None:
    point = {"x": x, "y": 0.7} if "y" in program else {"x": x}
    told, _ = by_differences(study(program, point))
    assert told.ok in ((True,) if x > 1e-312 else (True, None)), told


@pytest.mark.parametrize("x", [10.0**-k for k in (4, 7, 10, 12, 13, 14, 15, 16, 20, 46)])
@pytest.mark.parametrize("program", ["sin(2/x)", "x*sin(1/x)", "cos(1/x)**2"])
def test_where_a_sine_swings_faster_than_any_step_there_is_no_judgement(program: str, x: float) -> None:
    told, _ = by_differences(study(program, {"x": x}))
    assert told.ok is not False, told


@given(trees(), st.tuples(*[st.floats(-3, 3) for _ in NAMES]))
def test_quotients_never_call_a_right_gradient_wrong(tree: Tree, numbers: tuple[float, ...]) -> None:
    try:
        made = study(render(tree, lambda: 0).text, dict(zip(NAMES, numbers, strict=True)))
    except Problem:
        return
    told, _ = by_differences(made)
    assert told.ok is not False, told


@given(grown())
def test_quotients_never_call_a_right_gradient_of_arrays_wrong(program: Grown) -> None:
    told, _ = by_differences(study(program.text, program.point))
    assert told.ok is not False, told


@settings(max_examples=40)
@given(trees(depth=3), st.tuples(*[st.floats(0.3, 2) for _ in NAMES]))
def test_sympy_agrees_on_random_expressions_or_quotients_see_the_cancellation(
    tree: Tree, numbers: tuple[float, ...]
) -> None:
    try:
        made = study(render(tree, lambda: 0).text, dict(zip(NAMES, numbers, strict=True)))
    except Problem:
        return
    told = by_sympy(made, WEB)
    assert told.ok is not False or _cancels(made), told


def _cancels(made: Study) -> bool:
    """Whether some sum or difference is far smaller than what it is made of."""
    values = made.evaluation.values
    for i, row in enumerate(made.graph.rows):
        if row.name in ("add", "subtract"):
            largest = max(abs(values[k]) for k in made.graph.operands[i])
            if abs(values[i]) < 1e-4 * largest:
                return True
    return any(abs(v) > 1e5 for v in values if math.isfinite(v))


def test_torch_is_not_imported_by_the_app_nor_by_a_request_without_checks() -> None:
    code = (
        "import sys; from wengert.web.application import create_app; client = create_app().test_client();"
        "client.get('/api/v1/trace?e=x*y&include=steps,code'); client.get('/'); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr


def test_without_torch_its_check_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphs.checks.pytorch.find_spec", lambda name: None)
    assert by_torch(study("x*y")).document() == {"residual": None, "ok": None, "note": "PyTorch is not installed."}


def test_checks_and_code_are_in_the_answer_where_they_are_asked_for(client: FlaskClient) -> None:
    plain = client.get("/api/v1/trace?e=x*y&x=2&y=3").get_json()
    assert plain["checks"].keys() == {"tangent_gradient"} and "code" not in plain
    told = client.get("/api/v1/trace?e=x*y&x=2&y=3&include=checks,code").get_json()
    assert told["checks"].keys() == {"tangent_gradient", *KINDS} and told["checks"]["sympy"]["ok"]
    assert all(told["checks"][kind].keys() >= {"residual", "ok", "note"} for kind in KINDS)
    assert [row["h"] for row in told["checks"]["differences"]["table"]][:2] == [0.1, 0.01]
    assert told["code"].keys() == {"pytorch", "jax", "numpy"} and "x*y" in told["code"]["pytorch"]
