"""The steps tell everything: their fold is the annotations, and each is explained in symbols, numbers and words."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.explain.steps import explain
from graphs.notation.program import shapes_of, typeset
from graphs.study import Study, study
from graphs.study.steps import fold
from tests.support.trees import NAMES, Tree, render, trees


def assignment() -> Study:
    return study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})


def test_the_assignment_has_eight_values_eight_tangents_a_pass_and_nine_reverse_steps() -> None:
    made = assignment()
    assert len(made.value_steps) == 8
    assert [len(steps) for steps in made.forward_steps.values()] == [8, 8]
    assert [(step.node + 1, step.before, step.term, step.after, step.rule) for step in made.reverse_steps] == [
        (8, 0, 1, 1, "seed"),
        (3, 0, 64, 64, "product"),
        (7, 0, 1, 1, "product"),
        (6, 0, 48, 48, "power"),
        (4, 0, 48, 48, "sum"),
        (5, 0, 48, 48, "sum"),
        (2, 0, 192, 192, "power"),
        (1, 0, 0, 0, "power"),
        (1, 0, 64, 64, "chain"),
    ]
    assert [step.index for step in made.reverse_steps] == list(range(9))


def same(x: float, y: float) -> bool:
    return x == y or (math.isnan(x) and math.isnan(y))


@given(trees(), st.fixed_dictionaries({name: st.sampled_from([0.0, 0.5, -1.0, 2.0, 800.0]) for name in NAMES}))
def test_the_fold_of_all_steps_is_the_annotations(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    assert {node: x for (node, _), x in fold(made.value_steps).items()}.keys() == set(range(len(made.graph)))
    for (node, _), x in fold(made.value_steps).items():
        assert same(x, made.evaluation.values[node])
    for entry, steps in made.forward_steps.items():
        for (node, slot), x in fold(steps).items():
            assert slot == f"tangent:{entry}"
            assert same(x, made.tangents[entry][node] or 0.0)
    adjoints = {node: x for (node, _), x in fold(made.reverse_steps).items()}
    output_undefined = math.isnan(made.evaluation.values[made.graph.outputs[0]])
    for i, adjoint in enumerate(made.adjoints or []):
        if not (output_undefined and i not in adjoints):  # nothing flows back from an undefined output
            assert same(adjoints.get(i, 0.0), adjoint or 0.0)
    for step in made.reverse_steps:
        assert same((step.before or 0.0) + step.term, step.after)


@given(trees(), st.fixed_dictionaries({name: st.sampled_from([0.0, 0.5, -1.0, 800.0]) for name in NAMES}))
def test_every_step_can_be_explained(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point, direction=dict.fromkeys(NAMES[:1], 1.0))
    for sweep in ("value", "forward", "reverse"):
        for step in made.steps(sweep):
            rule, numbers, words, _ = explain(made, step)
            assert rule and numbers and words.endswith(".")
            assert "nan" not in numbers + words and "None" not in rule + numbers + words
            assert rule.count("{") == rule.count("}")


def test_explanations_read_like_the_textbook() -> None:
    made = assignment()
    rule, numbers, words, _ = explain(made, made.reverse_steps[3])
    assert rule == (r"\bar{c}_6 \mathrel{+}= \bar{c}_7 \frac{\partial c_7}{\partial c_6} = \bar{c}_7 \cdot 3 c_6^{2}")
    assert numbers == r"\bar{c}_6 = 1 \cdot {3 \cdot 4^{2}} = 1 \cdot 48 = 48"
    assert words == "Nudge c6 a little: c7 moves 48 times as far, and f moves with c7. So the adjoint of c6 is 48."
    rule, numbers, words, _ = explain(made, made.reverse_steps[8])
    assert numbers == r"\bar{c}_1 = 0 + 64 \cdot {\exp(0)} = 0 + 64 \cdot 1 = 0 + 64 = 64"
    assert words.endswith("c1 has 2 uses; the second adds 64, which makes 64.")
    rule, numbers, words, _ = explain(made, made.forward_steps["x2"][6])
    assert rule == r"\dot{c}_7 = 3 c_6^{2} \cdot \dot{c}_6"
    assert words == "c6 moves at rate 4; c7 moves 48 times as fast: rate 192."
    rule, numbers, words, _ = explain(made, made.value_steps[5])
    assert words == "With c4 = 0 and c5 = 4, c4 + c5 is 4."


# program, point, sweep, node, and what the last step that writes it says
SAID = [
    ("x**2 + y", {"x": 0, "y": 1}, "reverse", "c1", "Nudge c1 a little: c3 does not move, to first order, and f moves with c3. So the adjoint of c1 is 0."),
    ("-(x**2)", {"x": 3}, "reverse", "c2", "Nudge c2 up a little: c3 falls just as far. So the adjoint of c2 is -1."),
    ("2*-x", {"x": 3}, "reverse", "c1", "Nudge c1 up a little: c2 falls just as far, and f moves 2 times as far as c2."),
    ("-(2*x)", {"x": 3}, "reverse", "c1", "Nudge c1 up a little: c2 moves 2 times as far, and f falls as far as c2 rises."),
    ("cos(sin(x))", {"x": 0}, "reverse", "c1", "c2 moves just as far, and f does not move, to first order. So the adjoint of c1 is 0."),
    ("sqrt(x)", {"x": 0}, "reverse", "c1", "c2 moves infinitely far. So the adjoint of c1 is ∞."),
    ("cos(x)", {"x": 0}, "forward:x", "c2", "c1 moves at rate 1; c2 does not move, to first order: rate 0."),
    ("log(x) + y", {"x": -1, "y": 1}, "forward:y", "c3", "c1 has rate 0, and so has c3."),
    ("sqrt(x)*y", {"x": 0, "y": 1}, "forward:y", "c3", "c1 has rate 0, and so has c3."),
    ("cos(x)", {"x": 1}, "reverse", "c1", "Nudge c1 up a little: c2 falls by 0.84147 for each unit. So the adjoint of c1 is -0.84147."),
    ("-3*exp(x)", {"x": 0}, "reverse", "c1", "c2 moves just as far, and f falls by 3 for each unit that c2 rises."),
    ("cos(x)", {"x": 1}, "forward:x", "c2", "c1 moves at rate 1; c2 falls by 0.84147 for each unit that c1 rises: rate -0.84147."),
    ("relu(x)", {"x": -1}, "forward:x", "c2", "relu(c1) is flat here: nothing passes, and c2 has rate 0."),
    ("where(x > 0, x, 1)", {"x": 2}, "value", "c2", "With c1 = 2, c1 > 0 is true: 1."),
    ("x + x + x", {"x": 2}, "reverse", "c1", "c1 has 3 uses; the third adds 1, which makes 3."),
    ("x + relu(x) + x", {"x": -1}, "reverse", "c1", "2 of the 3 uses of c1 pass something back; the second adds 1, which makes 2."),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "sweep", "node", "said"), SAID)
def test_a_step_says_what_moves_and_how_far(
    program: str, point: dict[str, float], sweep: str, node: str, said: str
) -> None:
    made = study(program, point)
    sweep, _, entry = sweep.partition(":")
    last = [step for step in made.steps(sweep, entry or None) if step.node == int(node[1:]) - 1][-1]
    words = explain(made, last).words
    assert words is not None and said in words


def test_a_choice_at_a_kink_is_not_worked_out() -> None:
    made = study("max(x, y)", {"x": 1, "y": 1})
    assert [explain(made, step).numbers for step in made.reverse_steps[1:]] == [
        rf"\bar{{c}}_{i} = 1 \cdot 0.5 = 0.5"
        for i in (1, 2)  # not 1 · [1 > 1]
    ]


def test_an_undefined_partial_has_no_numbers_to_be_worked_out() -> None:
    made = study("log(x)*y + z", {"x": -1, "y": 2, "z": 1})
    told = {(step.node + 1, step.edge): explain(made, step).numbers for step in made.reverse_steps[1:]}
    assert told[3, (5, 1)] == r"\bar{c}_3 = 1 \cdot \text{undefined} = \text{undefined}"  # and not 1 · 1
    assert all(numbers.count("=") == 2 for numbers in told.values())
    forward = explain(made, made.forward_steps["x"][3]).numbers
    assert forward == r"\dot{c}_4 = \text{undefined} \cdot 1 = \text{undefined}"


# program, its lines as they are typeset
TYPESET = [
    ("exp(x1)*(x1**2+x2**2)**3", [r"f = e^{x_1} \left(x_1^{2} + x_2^{2}\right)^{3}"]),
    ("-x^2/(2a)", [r"f = \frac{-x^{2}}{2 a}"]),
    ("1/2x", [r"f = \frac{1}{2} x"]),
    ("2^3^x", [r"f = 2^{3^{x}}"]),
    ("(2^3)^x", [r"f = \left(2^{3}\right)^{x}"]),
    ("(a - b) - (c - d)", [r"f = a - b - \left(c - d\right)"]),
    ("a*(-b)", [r"f = a {\left(-b\right)}"]),
    ("3*2*x", [r"f = 3 \cdot 2 x"]),
    ("(x + 1)!", [r"f = \left(x + 1\right)!"]),
    ("yhat = sigmoid(w*x + b); log(yhat)", [r"\hat{y} = \sigma(w x + b)", r"f = \log(\hat{y})"]),
    ("x, -y", [r"f = \left(x, -y\right)"]),
    ("|x| + sqrt(y)", [r"f = \left|x\right| + \sqrt{y}"]),
    (
        "learning_rate*loss*x*lr",
        [r"f = \mathrm{learning}_{\mathrm{rate}} \cdot \mathrm{loss} \cdot x \cdot \mathrm{lr}"],
    ),
    ("pi*theta_1", [r"f = \pi \theta_1"]),
    ("299792458*x + 1e-3*x**1.0000000001", [r"f = 299792458 \, x + 10^{-3} \, x^{1.0000000001}"]),
    ("6.02214076e23*x/.5", [r"f = \frac{6.02214076 \cdot 10^{23} x}{0.5}"]),
    ("x*y", [r"f = x \, y"]),
    ("where(x == y, x!, (x!)!)", [r"f = \operatorname{where}(x == y, x!, \left(x!\right)!)"]),
    ("logdet(B @ B.T + eye(2))", [r"f = \log\left|\det(B\, B^{\top} + \operatorname{eye}(2))\right|"]),
    ("sum(A, axis=0) @ x[:2]", [r"f = \operatorname{sum}(A, \text{axis}=0)^{\top} {x}_{[:2]}"]),
    ("A*B @ x", [r"f = \left(A \odot B\right) \;@\; x"]),
]


@pytest.mark.parametrize(("program", "lines"), TYPESET)
def test_programs_are_typeset_as_they_were_understood(program: str, lines: list[str]) -> None:
    arrays = {"A": [[1, 2], [3, 4]], "B": [[1, 0], [2, 1]], "x": [1, 2]}
    made = study(program, {name: x for name, x in arrays.items() if "@" in program and name in program})
    assert typeset(made.program, shapes_of(made.point)) == lines


@pytest.mark.parametrize(
    ("program", "at", "told"),
    [
        ("299792458*x", {"x": 2}, r"\bar{c}_1 = 1 \cdot 299792458 = 3 \cdot 10^{8}"),
        ("sum(299792458*v)", {"v": [1, 2]}, r" \odot 299792458 = "),
        ("x**1.0000000001", {"x": 2}, r"{2^{1.0000000001 - 1} \cdot 1.0000000001}"),
    ],
)
def test_a_constant_of_the_program_keeps_its_digits_in_a_step(program: str, at: dict[str, Any], told: str) -> None:
    made = study(program, at)
    assert told in str(explain(made, made.reverse_steps[-1]).numbers)
