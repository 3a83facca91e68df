"""Cells and the names of mistakes, at worked examples by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphs.errors import TooLarge
from graphs.limits import DOOR, WEB
from graphs.practice import practice as room
from graphs.practice.cells import Cell, NoCell, cell_of, every_cell, number_of
from graphs.practice.practice import practice
from graphs.study import Study, study

ASSIGNMENT = "exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}
MATRIX = "sum((W@x - y)**2)", {"W": [[1, 2], [3, 5]], "x": [1, 2], "y": [1, 0]}
# Program and point, cell, what is typed, a mistake and a part of what is said.
NAMED: list[tuple[tuple[str, dict[str, Any]], str, str, str, str]] = [
    (ASSIGNMENT, "c6.adjoint", "16", "exponent not brought down", "does not come down as a factor"),
    (ASSIGNMENT, "c6.adjoint", "192", "power not lowered", "the power of c6 stays"),
    (ASSIGNMENT, "c6.adjoint", "64", "value for partial", "The value of c7 stands where its partial by c6 belongs"),
    (ASSIGNMENT, "c5.adjoint", "-48", "sign", "The sign is the other one"),
    (ASSIGNMENT, "c2.adjoint", "48", "inner derivative", "The factor of c5 by c2 is left out"),
    (ASSIGNMENT, "c8.adjoint", "2", "start", "the start of the sweep is doubled"),
    (ASSIGNMENT, "c8.adjoint", "0", "start", "is forgotten"),
    (ASSIGNMENT, "c7.adjoint", "64", "other operand", "is the other operand, not c7 itself"),
    (ASSIGNMENT, "c2.tangent:x1", "1", "start", "That is the tangent along x2"),
    (ASSIGNMENT, "c7.tangent:x2", "4", "inner derivative", "The factor of c7 by c6 is left out"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "2", "missing use", "What c4 passes back to c1 is left out"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "0.5403", "missing use", "What c3 passes back to c1 is left out"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "3.08060", "added twice", "What c4 passes back to c1 is added twice"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "1.459698", "sign", "What c4 passes back to c1 has the wrong sign"),
    (("exp(x)", {"x": 1.3}), "c1.adjoint", "4", "", ""), (("exp(x)", {"x": 1.3}), "c1.adjoint", "3.6", "rounding", "cut off"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "2.5", "rounding", "rounded to too few digits"),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "2.5403", "", ""),
    (("x*y + sin(x)", {"x": 1, "y": 2}), "c4.value", "0.017452", "degrees", "with angles in degrees"),
    (("x/y", {"x": 3, "y": 4}), "c1.adjoint", "4", "inverted", "is upside down"),
    (("x/y", {"x": 3, "y": 4}), "c3.value", "4/3", "inverted", "Numerator and denominator have changed places"),
    (("x**2*y", {"x": 3, "y": 5}), "c1.adjoint", "10", "another point", "with x = 1 in place"),
    (("x**2*y", {"x": 3, "y": 5}), "c3.adjoint", "6", "tangent for adjoint", "the tangent of c3 along x"),
    (("x**2*y", {"x": 3, "y": 5}), "c1.adjoint", "17.3", "", ""),
    (MATRIX, "c1.adjoint[0,1]", "26", "transposed", "across the diagonal"),
    (MATRIX, "c2.adjoint[0]", "60", "transposed", "not transposed"),
    (MATRIX, "c4.value[1]", "12", "transposed", "c1 is transposed"),
    (("a = x*y\nb = a + x\nb*b", {"x": 3, "y": 2}), "a.value", "5", "", ""),
]  # fmt: skip


def asked(question: tuple[str, dict[str, Any]], cell: str, typed: str) -> room.Checked:
    return practice(study(*question), {cell: typed}, WEB)[cell]


@pytest.mark.parametrize(("question", "cell", "typed", "kind", "said"), NAMED)
def test_a_mistake_is_named(question: tuple[str, dict[str, Any]], cell: str, typed: str, kind: str, said: str) -> None:
    told = asked(question, cell, typed)
    if not kind:
        assert told.mistakes == ()
        return
    assert not told.is_right and told.message is None
    named = [each for each in told.mistakes if each.kind == kind and said in each.message]
    assert named, told.mistakes
    if kind not in ("tangent for adjoint", "another point", "transposed", "inverted"):
        assert told.mistakes[0].kind == kind or kind in {each.kind for each in told.mistakes[:3]}


def test_a_use_is_named_by_its_edge() -> None:
    mistake, *_ = asked(("x*y + sin(x)", {"x": 1, "y": 2}), "c1.adjoint", "0.54030230586814").mistakes
    assert mistake.edge is not None and (mistake.edge.target, mistake.edge.slot) == (2, 0)


# Of the assignment by its own names too; arrays by entry.
FOUND = [
    (ASSIGNMENT, "c6.adjoint", Cell("adjoint", 5), 48.0), (ASSIGNMENT, "c7.tangent:x2", Cell("tangent", 6, None, "x2"), 192.0),
    (ASSIGNMENT, "x2.value", Cell("value", 1), 2.0), (MATRIX, "W.adjoint[0,1]", Cell("adjoint", 0, None, None, (0, 1)), 16.0),
    (MATRIX, "c4.tangent:x[1][0]", Cell("tangent", 3, None, "x[1]", (0,)), 2.0), (MATRIX, "f.tangent:x[1]", Cell("tangent", 6, None, "x[1]"), 146.0),
    (("a = x*y\nb = a + x\nb*b", {"x": 3, "y": 2}), "b.value", Cell("value", 3), 9.0),
    (("a = x*y\nb = a + x\nb*b", {"x": 3, "y": 2}), "c3.value", Cell("value", 2), 6.0),
]  # fmt: skip


@pytest.mark.parametrize(("question", "name", "cell", "number"), FOUND)
def test_cells(question: tuple[str, dict[str, Any]], name: str, cell: Cell, number: float) -> None:
    made = study(*question, names=None)
    if name.startswith(("W", "f")):
        made = study(*question, names="own")
    assert cell_of(made, name) == cell and number_of(made, cell) == number


def test_an_edges_partial_and_its_name_there_and_back() -> None:
    made = study(*ASSIGNMENT)
    cell = cell_of(made, "c7-0.partial")
    assert number_of(made, cell) == 48.0
    for each in every_cell(made):
        assert cell_of(made, each.id) == each


def test_a_program_with_a_c3_of_its_own() -> None:
    """The id is meant, unless own names are asked for."""
    made = study("c3 = x**2\nc1 = c3 + 1\nc1*x", {"x": 3})
    assert cell_of(made, "c3.value") == Cell("value", 2) and cell_of(made, "c3.value", by_names=True) == Cell(
        "value", 1
    )


NONE = [
    ("c99.value", "there is no node"), ("c3", "is no cell"), ("c3.values", "is no cell"), (".value", "is no cell"), ("c3.value[0]", "is one number"),
    ("c3.tangent:z", "no tangent along"), ("c3.tangent", "along what"), ("c3-5.partial", "has 1 operand"), ("c3-x.partial", "is no edge"),
    ("c3.value[99999999999999999999999999999999]", "is one number"), ("\ud83d.value", "there is no node"), ("<script>.adjoint", "there is no node"),
    ("x" * 201 + ".value", "is no cell"), ("c3.partial", "is no edge"), ("", "is no cell"), ("c3.tangent:" + "[" * 150, "no tangent along"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), NONE)
def test_cells_that_are_not_there(name: str, said: str) -> None:
    with pytest.raises(NoCell, match=said) as none:
        cell_of(study(*ASSIGNMENT), name)
    assert str(none.value).isprintable()
    told = asked(ASSIGNMENT, name, "1")
    assert (told.cell, told.is_right, told.read, told.mistakes) == (None, False, None, ()) and said in (
        told.message or ""
    )


@pytest.mark.parametrize(
    ("program", "at", "name", "said"),
    [
        ("k = 2\nx**k", {"x": 3}, "k.adjoint", "is data"), ("[x, 2*x]", {"x": 3}, "c1.adjoint", "needs a cotangent"),
        ("sum(A@x)", {"A": [[1, 2]], "x": [1, 2]}, "c3-0.partial", "a linear map"), ("sum(x)", {"x": [1, 2]}, "c1.value", "must name one of 2 entries"),
        ("sum(x)", {"x": [1, 2]}, "c1.value[2]", "must name one of 2 entries"),
    ],
)  # fmt: skip
def test_numbers_that_are_not_there(program: str, at: dict[str, Any], name: str, said: str) -> None:
    with pytest.raises(NoCell, match=said):
        cell_of(study(program, at), name)


def test_undefined_and_infinite_cells() -> None:
    made = study("log(x) + sqrt(y)", {"x": -1, "y": 0})
    told = practice(made, {"c3.value": "undefined", "c4-0.partial": "inf", "c4.value": "inf", "c3-0.partial": "0"}, WEB)
    assert [each.is_right for each in told.values()] == [True, True, False, False]


def test_a_typed_number_that_rounding_made_zero() -> None:
    assert asked(("sin(x)*y", {"x": 3.141592653589793, "y": 2}), "c3.value", "0").is_right


def test_both_readings_of_a_comma_are_tried() -> None:
    made = study("1000*x", {"x": 1.234})
    assert practice(made, {"c2.value": "1,234", "c1.value": "1,234"}, WEB)["c2.value"].is_right
    assert practice(made, {"c1.value": "1,234"}, WEB)["c1.value"].is_right


def test_bounds_are_checked_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Study = study(*ASSIGNMENT)
    with pytest.raises(TooLarge, match="at most 2 cells may be checked at once"):
        practice(made, dict.fromkeys(("c1.value", "c2.value", "c3.value"), "1"), replace(WEB, cells=2))
    monkeypatch.setattr("graphs.practice.answers.parse", None)
    told = practice(made, {"c3.value": "1+" * 100 + "1"}, DOOR)["c3.value"]
    assert told.read is None and "at most 120 characters" in (told.message or "")


def test_a_large_graph_is_looked_through_in_bounds() -> None:
    made = study("a = x\n" + "a = a*x + a\n" * 200 + "a", {"x": 0.7})
    told = practice(made, {"c1.adjoint": "12.3456"}, replace(WEB, practice_numbers=100))
    assert told["c1.adjoint"].mistakes == ()


def test_other_points_are_looked_at_in_bounds() -> None:
    made = study("x**2*y", {"x": 3, "y": 5})
    assert practice(made, {"c1.adjoint": "10"}, WEB)["c1.adjoint"].mistakes
    assert practice(made, {"c1.adjoint": "10"}, replace(WEB, practice_points=0))["c1.adjoint"].mistakes == ()


def test_a_mistake_on_the_way_is_named_where_none_is_nearer() -> None:
    """The square's exponent is forgotten, and all goes on from there as it should."""
    made = study("exp(sin(x)**2)", {"x": 0.7})
    right, factor = number_of(made, cell_of(made, "c1.adjoint")), 2.0
    (mistake, *_) = practice(made, {"c1.adjoint": f"{right / factor:.6g}"}, WEB)["c1.adjoint"].mistakes
    assert (mistake.kind, mistake.node) == ("exponent not brought down", 1)
