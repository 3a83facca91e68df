"""The graph holds what was typed: c1 … cn, shared where equal, folded where constant, in order of evaluation."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given

from graphs.autodiff.build import build
from graphs.autodiff.graph import Graph
from graphs.errors import TooLarge, WrongBinding
from graphs.language.parser import parse
from graphs.limits import DOOR
from graphs.notation.notation import Notation
from tests.support.trees import Tree, render, trees


def graph_of(text: str, given: tuple[str, ...] = (), share: bool = True) -> Graph:
    return build(parse(text, given), dict.fromkeys(given, ()), share)


def texts(graph: Graph) -> list[str]:
    return [*map(Notation(graph).text, range(len(graph)))]


ASSIGNMENT = ["x1", "x2", "exp(c1)", "c1**2", "c2**2", "c4 + c5", "c6**3", "c3*c7"]
# program, the nodes' texts
BUILDS = [
    ("exp(x1)*(x1**2+x2**2)**3", ASSIGNMENT),
    ("x", ["x"]),
    ("x*x", ["x", "c1*c1"]),
    ("a + b, b + a", ["a", "b", "c1 + c2", "c2 + c1"]),
    ("1*x", ["x", "1*c1"]),
    ("(x+y)*(x+y)", ["x", "y", "c1 + c2", "c3*c3"]),
    ("x + 2*3", ["x", "c1 + 6"]),
    ("x + pi", ["x", "c1 + pi"]),
    ("x*(-2)", ["x", "c1*(-2)"]),
    ("(-2)^x", ["x", "(-2)**c1"]),
    ("-2*x", ["x", "-2*c1"]),
    ("x - -x", ["x", "-c1", "c1 - c2"]),
    ("x10 + x9 + x2", ["x2", "x9", "x10", "c3 + c2", "c4 + c1"]),
    ("2 + 3", ["5"]),
    ("pi", ["pi"]),
    ("k = 2\nk*x", ["x", "2", "k*x"]),
    ("k = 2\nm = k*3\nm*x", ["x", "2", "6", "m*x"]),
    ("k = 2\nj = k\nj*x", ["x", "2", "k*x"]),
    ("x + 1/0", ["x", "1/0", "c1 + c2"]),
    ("x*exp(1000)", ["x", "exp(1000)", "c1*c2"]),
    ("k = log(0)\nx + k", ["x", "log(0)", "x + k"]),
    ("a = x\nb = a*2\nb", ["x", "x*2"]),
    ("max(x, 0)", ["x", "max(c1, 0)"]),
    ("where(x > 0, x, 0.5)", ["x", "c1 > 0", "where(c2, c1, 0.5)"]),
    ("where(1 > 0, x, y)", ["x", "y", "where(1, c1, c2)"]),
]


@pytest.mark.parametrize(("program", "expected"), BUILDS)
def test_builds(program: str, expected: list[str]) -> None:
    assert texts(graph_of(program)) == expected


def test_a_persons_own_names_are_used() -> None:
    graph = graph_of("c3 = x1**2\nc4 = x2**2\nc5 = c3 + c4\nc6 = c5**3\nc7 = exp(x1)\nf = c6*c7")
    assert texts(graph)[2:] == ["x1**2", "x2**2", "c3 + c4", "c5**3", "exp(x1)", "c6*c7"]
    assert graph.names == ["x1", "x2", "c3", "c4", "c5", "c6", "c7", "f"]
    graph = graph_of("yhat = sigmoid(w*x)\nlog(yhat)")
    assert texts(graph)[-1] == "log(yhat)"


def test_a_name_bound_again_is_another_definition_and_reads_the_old_one() -> None:
    graph = graph_of("a = a + x\na = a*2\na")
    assert graph.inputs == ("a", "x")
    assert graph.names[2:] == ["a", "a"] and [each.definition for each in graph.bindings] == [2, 3, 0]
    assert texts(graph)[3] == "a⁽²⁾*2"
    assert [each.definition for each in graph_of("b = x*2\nb = b + 1\nb").bindings] == [1, 2, 0]


def test_sharing_can_be_switched_off() -> None:
    assert len(graph_of("sin(x) + sin(x)")) == 3
    assert len(graph_of("sin(x) + sin(x)", share=False)) == 4


def test_the_first_of_two_names_of_one_node_stays() -> None:
    assert graph_of("a = x*2\nb = x*2\na + b").names[1] == "a"


def test_two_uses_are_two_edges() -> None:
    edges = list(graph_of("x*x").edges)
    assert [(edge.source, edge.target, edge.slot) for edge in edges] == [(0, 1, 0), (0, 1, 1)]
    assert graph_of("x*x").network.number_of_edges() == 2


def test_unused_inputs_of_the_point_are_nodes_too() -> None:
    assert graph_of("x", given=("x", "z", "a")).inputs == ("a", "x", "z")


def test_constants_of_nature_are_inputs_where_the_point_binds_them() -> None:
    assert graph_of("e*x").inputs == ("x",)
    assert graph_of("e*x", given=("e",)).inputs == ("e", "x")
    assert graph_of("e = x\ne*2").inputs == ("x",)


def test_a_point_cannot_bind_what_the_program_assigns_first() -> None:
    with pytest.raises(WrongBinding, match="'y'"):
        graph_of("y = x + 2\ny*x", given=("y",))
    assert graph_of("y = y + 2\ny", given=("y",)).inputs == ("y",)


def test_sixteen_doublings_stay_small() -> None:
    assert len(graph_of("a = x*1\n" + "a = sin(a)*cos(a)\n" * 16 + "a")) == 50


def test_faulty_constants_keep_their_value_for_their_users() -> None:
    graph = graph_of("x + exp(1000) + log(-1)")
    assert sorted(map(str, (graph.constant(k) for k in graph.owners))) == ["inf", "nan"]
    assert graph.data == {1, 3}


def test_bounds_on_nodes_and_inputs() -> None:
    limits = replace(DOOR, nodes=4, inputs=3)
    assert len(build(parse("x*x + sin(x)"), limits=limits)) == 4
    with pytest.raises(TooLarge, match="at most 4 nodes"):
        build(parse("x*x + sin(x) + 1"), limits=limits)
    with pytest.raises(TooLarge, match="at most 3 inputs"):
        build(parse("a+b+c+d"), limits=limits)


def test_structure_questions_are_answered_by_the_network() -> None:
    graph = graph_of("exp(x1)*(x1**2+x2**2)**3, x3")
    assert graph.levels == [0, 0, 0, 1, 1, 1, 2, 3, 4]
    assert graph.reaching(graph.outputs[0]) == {0, 1, 3, 4, 5, 6, 7, 8}
    assert graph.reached_from(1) == {1, 5, 6, 7, 8}


@given(trees())
def test_every_operand_has_a_smaller_number_and_equal_nodes_are_one(tree: Tree) -> None:
    graph = graph_of(render(tree, lambda: 0).text)
    seen = set()
    for i in range(len(graph)):
        assert all(k < i for k in graph.operands[i])
        if i >= len(graph.inputs) and i not in graph.data:
            key = (graph.rows[i], graph.operands[i])
            assert key not in seen
            seen.add(key)
    assert all(math.isfinite(c) or -1 - k in graph.owners for k, c in enumerate(graph.constants))


# program, by node's text the columns where the same stands again
AGAIN = [
    ("sin(x*y) + x*y*2 + exp(x*y)", {"c1*c2": [13, 25]}),
    ("x*y + y*x", {}),
    ("s = x*x\nfor i in range(3):\n    s = s + x*x\ns", {"x*x": [14]}),
    ("def f(a):\n    return a*a\nf(x) + f(x)", {}),  # written once
]


@pytest.mark.parametrize(("program", "again"), AGAIN)
def test_a_node_knows_where_the_same_stands_again(program: str, again: dict[str, list[int]]) -> None:
    graph = graph_of(program)
    assert {texts(graph)[i]: [place.column for place in places] for i, places in graph.merged.items()} == again
    assert not graph_of(program, share=False).merged
