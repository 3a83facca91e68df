"""The ladder's exercises hold together, and drawn points have pleasant numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graphs.limits import WEB
from graphs.practice.cells import cell_of, number_of
from graphs.practice.draws import drawn_point, is_pleasant, share_of_pleasant
from graphs.practice.hints import hints
from graphs.practice.ladder import Exercise, ladder
from graphs.practice.practice import practice
from graphs.study import Study, study

ORDER = ["one operation", "chain", "product", "fan-out", "quotient", "sigmoid", "squared loss", "two inputs", "forward mode",
         "directional derivative", "logistic loss", "softmax", "relu and kinks", "vector", "matrix", "Jacobian", "Hessian"]  # fmt: skip


def studied(exercise: Exercise) -> Study:
    return study(exercise.program, exercise.at, direction=exercise.direction, cotangent=exercise.cotangent)


def test_there_are_forty_in_the_order_in_which_courses_teach() -> None:
    topics = [each.topic for each in ladder()]
    assert len(topics) == 40 == len({each.id for each in ladder()})
    assert [*dict.fromkeys(topics)] == ORDER and topics == sorted(topics, key=ORDER.index)
    assert all(each.teaches.endswith(".") and each.title for each in ladder())


@pytest.mark.parametrize("exercise", ladder(), ids=lambda each: each.id)
def test_an_exercise_is_pleasant_and_has_hints(exercise: Exercise) -> None:
    made = studied(exercise)
    assert exercise.cells and len({*exercise.cells}) == len(exercise.cells)
    typed = {}
    for name in exercise.cells:
        cell = cell_of(made, name)
        number = number_of(made, cell)
        assert is_pleasant(number), (name, number)
        typed[name] = f"{number:.12g}"
        rungs = hints(made, cell)
        assert [each.kind for each in rungs] == ["rule", "formula", "numbers"] and all(each.text for each in rungs)
    checked = practice(made, typed, WEB)
    assert [name for name, each in checked.items() if not each.is_right] == []
    sweeps = {"value": "value", "forward": "tangent", "reverse": "adjoint"}
    if not exercise.stages:
        assert {name.split(".")[1].split(":")[0].split("[")[0] for name in exercise.cells} == {sweeps[exercise.sweep]}


def test_the_assignment_is_a_guided_sheet() -> None:
    (sheet,) = [each for each in ladder() if each.id == "assignment"]
    assert [each.title for each in sheet.stages] == [
        "Draw the graph", "Forward values", "Forward mode along x1", "Forward mode along x2", "Reverse mode", "Check by PyTorch", "Passes and memory",
    ]  # fmt: skip
    made = studied(sheet)
    numbers = {name: number_of(made, cell_of(made, name)) for name in sheet.cells}
    assert (numbers["c1.adjoint"], numbers["c2.adjoint"], numbers["c8.value"]) == (64.0, 192.0, 64.0)
    assert (numbers["c8.tangent:x1"], numbers["c8.tangent:x2"]) == (64.0, 192.0)
    assert "(64, 192)" in sheet.stages[5].text and made.jacobian == [[64.0, 192.0]]
    assert (made.cost.forward_passes, made.cost.reverse_passes, made.cost.stored) == (2, 1, 8)


def test_the_logistic_loss_goes_back_to_p_minus_y_times_x() -> None:
    (sheet,) = [each for each in ladder() if each.id == "logistic-loss"]
    made = studied(sheet)
    p, x, y = number_of(made, cell_of(made, "c5.value")), sheet.at["x"], sheet.at["y"]
    assert number_of(made, cell_of(made, "c4.adjoint")) == pytest.approx(p - y)
    assert number_of(made, cell_of(made, "c1.adjoint")) == pytest.approx((p - y) * x)
    assert sheet.at["w"] - 0.1 * (p - y) * x == pytest.approx(0.15)


# A program and its point, and the least share of pleasant numbers at every drawn one.
DRAWN: list[tuple[str, dict[str, Any], float]] = [
    ("exp(x1)*(x1**2 + x2**2)**3", {"x1": 1, "x2": 1}, 0.9), ("x*y + x", {}, 1.0), ("x/y", {}, 1.0), ("sqrt(x**2 + y**2)", {}, 0.85),
    ("log(x*y)", {}, 0.9), ("sum((W@x - y)**2)", {"W": [[0, 0], [0, 0]], "x": [0, 0], "y": [0, 0]}, 0.95), ("sigmoid(w*x + b)", {}, 0.9),
    ("y = x\nfor k in range(3):\n    y = y*x + 1\ny", {}, 0.95),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "least"), DRAWN)
def test_drawn_points_have_pleasant_numbers(program: str, at: dict[str, Any], least: float) -> None:
    made = study(program, at)
    shares = []
    for seed in range(5):
        point = drawn_point(made, seed, WEB)
        assert all(
            np.array_equal(point[name], again) for name, again in drawn_point(study(program, at), seed, WEB).items()
        )
        assert {name: np.shape(value) for name, value in point.items()} == {
            name: np.shape(value) for name, value in made.point.items()
        }
        shares.append(
            share_of_pleasant(study(program, {name: np.asarray(value).tolist() for name, value in point.items()}))
        )
    assert min(shares) >= least, shares


def test_seeds_draw_different_points() -> None:
    made = study("(x + y)*(x - z)", {})
    assert len({str(drawn_point(made, seed, WEB)) for seed in range(10)}) >= 5
