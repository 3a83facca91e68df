"""A formula knows its parts: whose symbol each is, and where brackets stand."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from graphs.autodiff.build import build
from graphs.explain.steps import explain
from graphs.explain.terms import pulled
from graphs.language.parser import parse
from graphs.notation.formula import ADJOINT, RESULT, Formula, Part, clause, factor, formula
from graphs.notation.notation import Notation
from graphs.notation.numbers import number_latex, of, value_latex, value_text
from graphs.notation.templates import template_of
from graphs.study import study


def roles(written: str) -> list[tuple[str, str, int | None]]:
    """The parts that are more than signs."""
    assert isinstance(written, Formula) and str(written) == "".join(
        part if isinstance(part, str) else part.written for part in written.parts
    )
    return [(part.written, part.role, part.node) for part in written.parts if isinstance(part, Part)]


def test_symbols_know_their_nodes_and_carry_their_exponents() -> None:
    graph = build(parse("x**2 * exp(x)"))
    notation = Notation(graph)
    assert roles(notation.latex(1)) == [("c_1^{2}", "value", 0)]
    assert roles(notation.text(3)) == [("c2", "value", 1), ("c3", "value", 2)]
    [edge] = graph.edges_into(1)
    assert notation.edge_latex(edge).parts == ["2 ", Part("c_1", "value", 0)]
    bar = notation.adjoint(1)
    assert roles(formula(pulled(study("x**2 * exp(x)", {"x": 3}), edge, bar, None))) == [
        ("\\bar{c}_2", "adjoint", 1), ("c_1", "value", 0),
    ]  # fmt: skip


def test_a_formula_survives_a_pipe() -> None:
    sent = formula("2 ", of(-3.0, ADJOINT, 4))
    got = pickle.loads(pickle.dumps(sent))
    assert (got, got.parts, got.binds, got.begins) == (sent, sent.parts, sent.binds, sent.begins)


# a partial in LaTeX as a factor of a product: program with one operation as its last node → its edges' formulas
FACTORS = [
    ("asin(x)", [r"\frac{1}{\sqrt{1 - c_1^{2}}}"]),  # the minus is under the root
    ("atan(x)", [r"\frac{1}{c_1^{2} + 1}"]),
    ("tanh(x)", [r"\left(1 - \tanh^{2}(c_1)\right)"]),
    ("cos(x)", [r"\left(- \sin(c_1)\right)"]),
    ("x/y", [r"\frac{1}{c_2}", r"\left(- \frac{c_1}{c_2^{2}}\right)"]),
    ("-3*x", [r"\left(-3\right)"]),
    ("x*y", ["c_2", "c_1"]),
    ("1e-9*x", ["10^{-9}"]),
    ("sigmoid(x)", [r"\left(1 - \sigma(c_1)\right) \sigma(c_1)"]),
    ("relu(x)", ["[c_1 > 0]"]),
]


@pytest.mark.parametrize(("program", "factors"), FACTORS)
def test_a_factor_stands_in_brackets_where_the_dot_would_tear_it(program: str, factors: list[str]) -> None:
    graph = build(parse(program))
    notation = Notation(graph)
    assert [factor(notation.edge_latex(edge)) for edge in graph.edges_into(len(graph) - 1)] == factors


NUMBERS = [
    (-3.0, r"\left(-3\right)"), (2.0, "2"), (2.5e-9, r"2.5 \cdot 10^{-9}"), (-2.5e-9, r"\left(-2.5 \cdot 10^{-9}\right)"),
    (float("-inf"), r"\left(-\infty\right)"), (float("nan"), r"\text{undefined}"),
]  # fmt: skip


@pytest.mark.parametrize(("x", "written"), NUMBERS)
def test_a_number_as_a_factor(x: float, written: str) -> None:
    assert factor(number_latex(x)) == written


def test_a_matrix_of_negative_numbers_closes_itself() -> None:
    matrix = value_latex(np.array([-1.0, 2.0]))
    assert factor(matrix) == matrix


# a row's or a rule's template → its slots: field, in brackets of its own, after a digit or another slot, with an exponent
SLOTS = [
    ("{0} + {1}", [(0, False, False, False), (1, False, False, False)]),
    ("{0}^{{{1}}}", [(0, False, False, True)]),
    (r"\frac{{{0}}}{{{1}}}", [(0, True, False, False), (1, True, False, False)]),
    (r"2 {0}", [(0, False, True, False)]),
    (r"{0}^{{\top}} {g}", [(0, False, False, True), ("g", False, True, False)]),
    (r"\exp({0})", [(0, True, False, False)]),
]


@pytest.mark.parametrize(("text", "slots"), SLOTS)
def test_a_template_knows_how_its_slots_stand(text: str, slots: list[tuple[int | str, bool, bool, bool]]) -> None:
    found = [piece for piece in template_of(text).pieces if not isinstance(piece, str)]
    assert [(each.field, each.enclosed, each.after_digit, bool(each.exponent)) for each in found] == slots


def test_a_sentence_keeps_the_parts_that_go_into_it() -> None:
    a = formula(Part("a", "value", 0, "a"))
    assert roles(formula(clause("Nudge {0} a little, {0}: {1}{{}}", a, value_text(-2e-9)))) == [
        ("a", "value", 0), ("a", "value", 0), ("-2·10", "number", None), ("^-9", "exponent", None),
    ]  # fmt: skip
    assert clause("{} {word}", "no", word="part") == ["no", " ", "part"]


# what a step's numbers hold besides signs: tangents and adjoints with their nodes, partials, the result
STEPS = [
    ("reverse", 3, [(r"\bar{c}_6", "adjoint", 5), ("1", "adjoint", 6), (r"{3 \cdot 4^{2}}", "partial", None),
                    ("1", "adjoint", 6), ("48", "result", None)]),
    ("reverse", 8, [(r"\bar{c}_1", "adjoint", 0), ("0", "adjoint", None), ("64", "adjoint", 2),
                    (r"{\exp(0)}", "partial", None),
                    ("0", "adjoint", None), ("64", "adjoint", 2), ("0", "adjoint", None), ("64", "adjoint", None),
                    ("64", "result", None)]),
    ("forward", 6, [(r"\dot{c}_7", "tangent", 6), (r"{3 \cdot 4^{2}}", "partial", None), ("4", "tangent", 5),
                    ("4", "tangent", 5), ("192", "result", None)]),
    ("value", 5, [("c_4", "value", 3), ("c_5", "value", 4), ("c_6", "value", 5), ("4", "result", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("sweep", "index", "told"), STEPS)
def test_a_steps_numbers_say_what_each_is(sweep: str, index: int, told: list[tuple[str, str, int | None]]) -> None:
    made = study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2})
    explained = explain(made, made.steps(sweep, "x2")[index])
    assert explained.numbers is not None
    assert [each for each in roles(explained.numbers) if each[1] != "relation"] == told


def test_a_matrix_rule_says_which_matrix_is_the_adjoint() -> None:
    made = study("W @ x", {"W": [[1, 2], [3, 4]], "x": [1, -1]}, cotangent=[1, 1])
    last = explain(made, made.reverse_steps[-1])
    assert last.numbers is not None
    assert [part[1:] for part in roles(last.numbers) if part[1] in (ADJOINT, RESULT)] == [
        ("adjoint", 1), ("adjoint", 2), ("result", None),
    ]  # fmt: skip
