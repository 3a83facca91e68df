"""An edge explained: its nudges are evaluations that hold, what it carries adds up, and its words are true."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from graphs.autodiff.graph import Edge
from graphs.contract.edge import EdgeAnswer, document
from graphs.explain.edge import EdgeExplanation, edge_with, explain_edge
from graphs.explain.nudges import NUDGE, slope_at
from graphs.notation.numbers import number_said
from graphs.operations.flows import outside
from graphs.study import Study, study
from tests.support.trees import NAMES, Tree, render, trees

ASSIGNMENT = "exp(x1)*(x1**2 + x2**2)**3"
AT: dict[str, Any] = {"x1": 0, "x2": 2}


def told(program: str, at: dict[str, Any], name: str, wrt: str | None = None) -> EdgeExplanation:
    made = study(program, at)
    edge = edge_with(made, name)
    assert edge is not None
    return explain_edge(made, edge, wrt)


def test_an_edge_reads_like_the_textbook() -> None:
    edge = told(ASSIGNMENT, AT, "c7-0", "x2")
    assert edge.heading == "The edge c6 → c7: how far c7 moves with c6"
    assert edge.rule == r"\frac{\partial c_7}{\partial c_6} = \frac{\partial  c_6^{3}}{\partial c_6} = 3 c_6^{2}"
    assert edge.numbers == r"{3 \cdot 4^{2}} = 48"
    assert (
        edge.words == "Nudge c6 by 0.001 and c7 moves by 0.048: 4.001**3 = 64.048012. Both sweeps use this one number."
    )
    assert edge.forward is not None and edge.reverse is not None
    assert edge.forward[0] == "x2"
    assert edge.forward[1].rule == r"\dot{c}_7 \mathrel{+}= 48 \cdot \dot{c}_6 = 48 \cdot 4 = 192"
    assert edge.reverse.rule == r"\bar{c}_6 \mathrel{+}= 48 \cdot \bar{c}_7 = 48 \cdot 1 = 48"
    assert (edge.forward[1].note, edge.reverse.note) == ("sweep along x2", "step 4 of the reverse sweep")


# program, point, edge, what its words say
SAID: list[tuple[str, dict[str, Any], str, str]] = [
    ("cos(x)", {"x": 1}, "c2-0", "Nudge c1 by 0.001 and c2 falls by 0.000842: cos(1.001) = 0.53946056."),
    ("x**2", {"x": 0}, "c2-0", "c2 moves by only 1·10^-6: 0.001**2 = 0.000001. To first order it does not move."),
    ("x*x", {"x": 3}, "c2-1", "Nudge c1 by 0.001 in its second place alone and c2 moves by 0.003: 3*3.001 = 9.003."),
    ("relu(x)", {"x": -1}, "c2-0", "c2 does not move: relu(-0.999) = 0. Both sweeps multiply by 0: nothing passes."),
    ("log(x)", {"x": 1e-6}, "c2-0", "Nudge c1 by 1·10^-9 (0.001 would be too much here) and c2 moves by 0.001."),
    ("x + 1", {"x": 1e20}, "c2-0", "by 1·10^18 (0.001 would be too little here) and c2 moves by 1·10^18."),
    ("x*y", {"x": 1, "y": 1e-300}, "c3-0", "Nudge c1 by 0.001 and c3 moves by 1·10^-303."),
    ("abs(x)", {"x": 0}, "c2-0", "Nudge c1 up by 0.001 and c2 rises by 0.001; nudge it down by 0.001 and it rises by 0.001. The two sides disagree"),
    ("max(x, y)", {"x": 1, "y": 1}, "c3-0", "there is no derivative, and both sweeps use 0.5, by convention."),
    ("sign(x)", {"x": 0}, "c2-0", "c2 rises by 1; nudge it down by 0.001 and it falls by 1. Here it jumps: there is no"),
    ("sqrt(x)", {"x": 0}, "c2-0", "c2 moves by 0.0316, 31.6 times as far; nudge it by 1·10^-6 and it moves by 0.001, 1000"),
    ("asin(x)", {"x": 1}, "c2-0", "Nudge c1 down by 0.001 and c2 falls by 0.0447, 44.7 times as far"),
    ("log(x)", {"x": -1}, "c2-0", "c2 is undefined here, and a nudge of c1 shows nothing."),
    ("where(x > 0, x, y)", {"x": 2, "y": 1}, "c4-0", "c3 is the condition of c4: it only chooses, and no derivative"),
    ("where(x > 0, x, y)", {"x": 2, "y": 1}, "c3-0", "c3 is a condition, true or false: it is flat"),
    ("a = 3*2\na*x", {"x": 1}, "c3-0", "a is data: it depends on no input. No tangent comes along this edge"),
    ("sum(x)", {"x": [1, 2]}, "c2-0", "Nudge c1[0] by 0.001 and c2 moves by 0.001. Both sweeps use this one linear map"),
    ("A @ x", {"A": [[1, 2], [3, 4]], "x": [1, 1]}, "c3-1", "c3 moves by [0.001, 0.003]: a column of the Jacobian, times"),
    ("sum(exp(x))", {"x": [0, 1]}, "c2-0", "c2 moves by [0.001, 0]: a column of the Jacobian"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "name", "said"), SAID)
def test_an_edge_says_what_a_nudge_does(program: str, at: dict[str, Any], name: str, said: str) -> None:
    assert said in told(program, at, name).words


POINTS = st.fixed_dictionaries({name: st.sampled_from([0.0, 0.5, -1.0, 3.0, 1e-7, 1e12, 800.0]) for name in NAMES})


@given(trees(), POINTS)
def test_a_nudge_shows_the_slope_and_is_what_is_said(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    for edge in made.graph.edges:
        explained = explain_edge(made, edge)
        assert explained.words.endswith(".") and "nan" not in explained.words and "None" not in explained.words
        if len(explained.nudges) != 1 or edge.source in made.graph.data:
            continue
        (nudge,) = explained.nudges
        slope = made.partial(edge) or 0.0
        assert nudge.operand == made.evaluation.values[edge.source] + nudge.by
        assert nudge.moved == pytest.approx(slope * nudge.by, rel=0.006, abs=0.011 * nudge.by if slope == 0 else 0.0)
        assert number_said(float(f"{abs(nudge.moved):.2e}")) in explained.words or nudge.moved == 0.0
        assert (nudge.by == NUDGE) == ("(0.001 would" not in explained.words)


def same(x: Any, y: Any) -> bool:
    return bool(np.allclose(x, y, rtol=1e-12, atol=0, equal_nan=True))


def adds_up(made: Study) -> None:
    """What comes along the edges into a node is its tangent, and what goes back from its users its adjoint."""
    graph = made.graph
    explained = {edge: explain_edge(made, edge) for edge in graph.edges}
    with np.errstate(all="ignore"):
        for i in range(len(graph.inputs), len(graph)):
            into = [explained[edge].forward for edge in graph.edges_into(i)]
            carried = [passage for passage in into if passage is not None]
            if i in graph.data or not carried or not np.isfinite(made.evaluation.values[i]).all():
                continue
            tangent = outside(made.tangents[carried[0][0]][i], graph.shapes[i])
            assert same(sum(passage.term for _, passage in carried), tangent)
        for k in range(len(graph)) if made.adjoints is not None else ():
            back = [passage for edge in graph.edges if edge.source == k and (passage := explained[edge].reverse)]
            if k in graph.outputs or k in graph.data or not back:
                continue
            assert made.adjoints is not None
            assert same(sum(passage.term for passage in back), outside(made.adjoints[k], graph.shapes[k]))


@given(trees(), st.fixed_dictionaries({name: st.sampled_from([0.0, 0.5, -1.0, 2.0]) for name in NAMES}))
def test_what_edges_carry_adds_up(tree: Tree, point: dict[str, float]) -> None:
    adds_up(study(render(tree, lambda: 0).text, point))


ARRAYS: list[tuple[str, dict[str, Any]]] = [
    ("sum(softmax(W @ x)*y)", {"W": [[1, 2], [3, 4], [0, 1]], "x": [1, -1], "y": [1, 0, 2]}),
    ("mean(relu(x)) + max(x)", {"x": [-1, 0, 2]}),
    ("logdet(A @ A.T + eye(2))", {"A": [[1, 2], [3, 4]]}),
    ("sum(x*y)", {"x": 2, "y": [[1, 2], [3, 4]]}),
    ("norm(A @ B)", {"A": [[1] * 6] * 5, "B": [[0.5] * 7] * 6}),
    ("where(x > 0, x, log(x))[1]", {"x": [1, 2]}),
]


@pytest.mark.parametrize(("program", "at"), ARRAYS)
def test_edges_of_arrays_carry_maps_that_hold(program: str, at: dict[str, Any]) -> None:
    made = study(program, at)
    adds_up(made)
    for edge in made.graph.edges:
        explained = explain_edge(made, edge)
        for nudge in explained.nudges:
            said = slope_at(made, edge, nudge.entry) * nudge.by
            assert np.max(np.abs(nudge.moved - said)) <= 0.006 * np.max(np.abs(said))
        EdgeAnswer.model_validate(document(made, edge, None, True))


def test_the_answer_is_as_described(client: FlaskClient) -> None:
    body = {"program": ASSIGNMENT, "at": AT, "edge": "c7-0", "wrt": "x2", "include": ["parts"]}
    answer = client.post("/api/v1/edge", json=body).json
    EdgeAnswer.model_validate(answer)
    query = {"e": ASSIGNMENT, "x1": "0", "x2": "2", "edge": "c7-0", "wrt": "x2", "include": "parts"}
    assert client.get("/api/v1/edge", query_string=query).json == answer
    assert answer is not None
    assert (answer["from"], answer["to"], answer["rule"], answer["partial"]) == ("c6", "c7", "power", 48)
    assert answer["place"] == {"line": 1, "column": 24, "length": 2}
    assert answer["forward"] | {"latex": "", "text": ""} == {"entry": "x2", "step": 6, "arriving": 4, "term": 192, "latex": "", "text": ""}  # fmt: skip
    assert [answer["reverse"][key] for key in ("step", "arriving", "term")] == [3, 1, 48]
    (nudge,) = answer["nudges"]
    assert nudge["by"] == 0.001 and nudge["entry"] is None
    assert nudge["value"] == pytest.approx(4.001**3) and nudge["moved"] == pytest.approx(0.048012001)


def test_an_edge_that_is_not_there_is_told(client: FlaskClient) -> None:
    for edge, status in (("c7-1", 404), ("c99-0", 404), ("x", 404), (None, 422)):
        answer = client.post("/api/v1/edge", json={"program": ASSIGNMENT, "at": AT, **({"edge": edge} if edge else {})})
        assert answer.status_code == status
    assert client.get("/api/v1/edge", query_string={"e": "edge*x", "edge": "3"}).status_code == 422  # it is the input's


def test_every_edge_has_its_id() -> None:
    made = study(ASSIGNMENT, AT)
    assert edge_with(made, "c6-1") == Edge(4, 5, 1, 1)
    assert edge_with(made, "c1-0") is None and math.isclose(made.partial(Edge(5, 6, 0, 0)) or 0.0, 48.0)
