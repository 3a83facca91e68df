"""Values, tangents and adjoints are right: against worked examples, 50-digit differences, and each other."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from graphs.limits import WEB
from graphs.study import Study, study
from tests.support.references import cases, gallery
from tests.support.trees import NAMES, Tree, derivative, render, trees, value


def near(got: float, reference: float, floor: float) -> bool:
    return abs(got - reference) <= max(1e-12 * abs(reference), floor)


def floor_of(case: dict[str, Any], name: str | None = None) -> float:
    floor = case["atol"]["gradient" if name else "value"]
    return floor[name] if name else floor


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_every_number_of_the_worked_examples(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    names = made.graph.inputs
    assert near(made.evaluation.values[made.graph.outputs[0]], case["value"], floor_of(case))
    for i, name in enumerate(names):
        assert near(made.jacobian[0][i], case["gradient"][name], floor_of(case, name))
    ours = [
        (made.evaluation.values[i], [made.tangents[name][i] or 0.0 for name in names], made.adjoints[i] or 0.0)
        for i in range(len(made.graph))
    ]
    widest = max(case["atol"]["value"], *case["atol"]["gradient"].values())
    for node in case["nodes"]:
        if node.get("assoc_partial"):
            continue
        tangents = [node["tangent"][name] for name in names]
        matching = [
            1
            for v, t, a in ours
            if near(v, node["value"], widest) and near(a, node["adjoint"], widest)
            and all(near(x, y, widest) for x, y in zip(t, tangents, strict=True))
        ]  # fmt: skip
        assert matching, node


@pytest.mark.parametrize("entry", gallery(), ids=lambda entry: entry["id"])
def test_scalar_entries_of_the_gallery(entry: dict[str, Any]) -> None:
    made = study(entry["program"], entry["at"])
    assert made.evaluation.values[made.graph.outputs[0]] == pytest.approx(entry["value"], rel=1e-9, abs=1e-10)
    assert dict(zip(made.graph.inputs, made.jacobian[0], strict=True)) == pytest.approx(
        entry["gradient"], rel=1e-9, abs=1e-10
    )
    assert made.check.ok


def test_the_assignment_against_sympy_and_central_differences() -> None:
    made = study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})
    x1, x2 = sympy.symbols("x1 x2")
    f = sympy.exp(x1) * (x1**2 + x2**2) ** 3
    assert made.evaluation.values[7] == 64
    for i, symbol in enumerate((x1, x2)):
        assert made.jacobian[0][i] == float(sympy.diff(f, symbol).subs({x1: 0, x2: 2})) == (64, 192)[i]
        h = 1e-5
        ends = [float(f.subs({x1: s * h * (i == 0), x2: 2 + s * h * (i == 1)})) for s in (1, -1)]
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(made.jacobian[0][i], rel=1e-7)
    assert (made.cost.forward_passes, made.cost.reverse_passes) == (2, 1)
    assert made.adjoints == [64, 192, 64, 48, 48, 48, 1, 1]


def both_modes(made: Study) -> list[tuple[float, float]]:
    output = made.graph.outputs[0]
    return [(made.tangents[name][output] or 0.0, made.jacobian[0][i]) for i, name in enumerate(made.graph.inputs)]


@given(trees(), st.fixed_dictionaries({name: st.floats(-3, 3).map(lambda x: round(x, 3)) for name in NAMES}))
def test_forward_reverse_and_differences_agree_on_random_programs(tree: Tree, point: dict[str, float]) -> None:
    exact = {name: mpmath.mpf(x) for name, x in point.items()}
    try:
        reference = value(tree, exact)
        slopes = {name: derivative(tree, exact, name) for name in NAMES}
        with mpmath.workdps(15):  # what rounding makes of constants, which fold before any flow is measured
            rough = abs(value(tree, exact) - reference)
    except (ArithmeticError, ValueError, TypeError):
        assume(False)
    made = study(render(tree, lambda: 0).text, point)
    assume(not made.issues or all(issue.kind == "unused input" for issue in made.issues))
    # Rounding is amplified by cancellation inside the program: what flows through the nodes measures by how much.
    flow = max((abs((a or 0.0) * v) for a, v in zip(made.adjoints, made.evaluation.values, strict=False)), default=0.0)
    assert (
        abs(made.evaluation.values[made.graph.outputs[0]] - reference)
        <= 1e-12 * (abs(reference) + flow) + 1e2 * rough + 1e-300
    )  # 1e-433 is 0 in doubles
    sizes = [abs(p) for partials in made.evaluation.partials for p in partials if p is not None]
    for (forward, reverse), name in zip(both_modes(made), made.graph.inputs, strict=True):
        scale = max(1.0, abs(reverse), flow, *sizes)
        assert abs(forward - reverse) <= 1e-11 * scale
        assert abs(reverse - slopes[name]) <= 1e-9 * scale**2
    assert made.check.ok


EXTREME = st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, 1e-310, -1e-310, 1e-160, 1e155, -1e300, 1e308, 710.0, -746.0, 0.5, 2.0]
)
ALL = (
    "sin",
    "exp",
    "log",
    "sqrt",
    "abs",
    "relu",
    "tanh",
    "sigmoid",
    "softplus",
    "floor",
    "sign",
    "gamma",
    "asin",
    "cbrt",
)


@given(trees(functions=ALL, depth=3), st.fixed_dictionaries(dict.fromkeys(NAMES, EXTREME)))
def test_modes_agree_at_extreme_points_and_nothing_is_complex(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    numbers = [*made.evaluation.values, *made.jacobian[0]]
    assert all(isinstance(x, float) or x == 0 for x in numbers)
    products = [abs(x) for x in _all_derivatives(made) if x == x]
    if any(math.isinf(x) or 0 < x < 1e-290 for x in products):
        return  # a product of slopes left the doubles on the way: its order decides, and the two modes multiply in opposite orders
    for forward, reverse in both_modes(made):
        assert math.isnan(forward) == math.isnan(reverse)
        if not math.isnan(forward):
            assert forward == pytest.approx(reverse, rel=1e-9, abs=1e-9 * max(products, default=1.0))


def _all_derivatives(made: Study) -> list[float]:
    found = [p for partials in made.evaluation.partials for p in partials if p is not None]
    for numbers in (made.adjoints or [], *made.tangents.values()):
        found += [x for x in numbers if x is not None]
    return found


def test_ten_thousand_lines_deep() -> None:
    made = study("a = x*1\n" + "a = a + x\n" * 10_000 + "a", {"x": 2.0})
    assert made.evaluation.values[made.graph.outputs[0]] == 20_002
    assert made.jacobian == [[10_001]]
    assert len(made.reverse_steps) == 20_002


def test_a_row_with_as_many_operands_as_it_may_take_loses_none() -> None:
    names = [f"x{k}" for k in range(64)]
    made = study(f"max({', '.join(names)})", dict.fromkeys(names, 1.0))
    assert made.jacobian == [[1 / 64] * 64]


def test_a_direction_is_one_pass() -> None:
    made = study("x*y + z", {"x": 2, "y": 3, "z": 1}, direction={"x": 1, "y": -2})
    assert made.directional == -1.0
    assert (made.cost.forward_passes, list(made.tangents)) == (1, ["direction"])


def test_wrt_limits_forward_mode() -> None:
    made = study("x*y", {"x": 2, "y": 3}, wrt="y")
    assert (list(made.tangents), made.tangents["y"][2]) == (["y"], 2.0)


def test_several_outputs_have_a_jacobian_and_a_cotangent_has_adjoints() -> None:
    made = study("x*y, x + y, 3", {"x": 2, "y": 5})
    assert made.jacobian == [[5, 2], [1, 1], [0, 0]]
    assert (made.adjoints, made.reverse_steps, made.cost.reverse_passes) == (None, [], 3)
    made = study("x*y, x + y, 3", {"x": 2, "y": 5}, cotangent=[1, 10, 7])
    assert made.adjoints[:2] == [15, 12]
    assert made.cost.reverse_passes == 4


def test_past_sixteen_inputs_tangents_are_for_the_asking() -> None:
    text = " + ".join(f"x{k}" for k in range(17))
    made = study(text, limits=WEB)
    assert made.tangents == {}
    assert any(issue.kind == "limit" and "16" in issue.message for issue in made.issues)
    assert made.check.ok
    assert list(study(text, wrt="x3", limits=WEB).tangents) == ["x3"]
