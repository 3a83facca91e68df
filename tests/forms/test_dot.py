"""The drawn graph in DOT, as Graphviz reads it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pygraphviz
import pytest
from flask.testing import FlaskClient

from graphs.forms.dot import _attributes, _Html, _html
from graphs.picture.typesetting import Run
from tests.support.forms import LSTM, LSTM_AT, PROGRAMS, Shown

SVG = "{http://www.w3.org/2000/svg}"


def read(client: FlaskClient, shown: Shown, **more: Any) -> pygraphviz.AGraph:
    answer = client.get("/graph.dot", query_string=[*shown.parameters, *more.items()])
    assert answer.status_code == 200, answer.text
    assert answer.content_type.partition(";")[0] == "text/vnd.graphviz"
    return pygraphviz.AGraph(string=answer.text)


def texts(graph: pygraphviz.AGraph) -> str:
    root = ElementTree.fromstring(graph.draw(format="svg", prog="dot"))
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("shown", PROGRAMS, ids=lambda shown: shown.name)
def test_graphviz_reads_nodes_edges_and_numbers(client: FlaskClient, shown: Shown) -> None:
    graph = read(client, shown)
    answer = client.get("/api/v1/trace", query_string=shown.parameters).get_json()
    assert {*graph.nodes()} == {node["id"] for node in answer["nodes"]}
    edges = {(edge.attr["id"], *edge) for edge in graph.edges()}
    assert edges == {(edge["id"], edge["from"], edge["to"]) for edge in answer["edges"]}
    for node in answer["nodes"]:
        if isinstance(node["value"], float):
            assert float(graph.get_node(node["id"]).attr["value"]) == node["value"]
    seen = texts(graph)
    assert all(word in seen for word in shown.seen)


def test_a_step_has_its_colours_and_only_what_it_has_reached(client: FlaskClient) -> None:
    graph = read(client, PROGRAMS[0], sweep="reverse", step=4)
    current = [node for node in graph.nodes() if node.attr["color"] == "#b3400a"]
    assert [(node, node.attr["adjoint"]) for node in current] == [("c6", "48.0")]
    assert sorted(node for node in graph.nodes() if node.attr["adjoint"]) == ["c3", "c6", "c7", "c8"]
    backwards = sorted(edge.attr["id"] for edge in graph.edges() if edge.attr["dir"] == "back")
    assert backwards == ["c7-0", "c8-0", "c8-1"]
    assert "#ff9e57" in str(read(client, PROGRAMS[0], sweep="reverse", step=4, theme="dark"))


def test_an_open_box_is_a_cluster_and_a_closed_one_a_node(client: FlaskClient) -> None:
    graph = read(client, Shown("LSTM", LSTM, LSTM_AT, frozenset()), open="i")
    (cluster,) = graph.subgraphs()
    assert cluster.name == "cluster_g1" and {"c18", "c22"} <= {*cluster.nodes()}
    assert {"g2", "g3", "g4"} <= {*graph.nodes()} and "c24" not in graph.nodes()


HOSTILE = ['x"] evil [label="a', "x\\", "x&lt;", "<b>x</b>", "x}\ny -> z"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_typed_stays_a_label(name: str) -> None:
    labels = [_attributes({"label": text}) for text in (name, _Html(_html((Run(name),))))]
    graph = pygraphviz.AGraph(string=f"digraph {{ a {labels[0]}; b {labels[1]} }}")
    assert {*graph.nodes()} == {"a", "b"} and not graph.edges()
    assert texts(graph).replace("\xa0", " ") == " ".join([name.replace("\n", " ")] * 2)
