"""What an answer says of nodes and edges at every point of a program: made once for a graph that is kept.

A slider that moves asks for the same graph some thirty times a second; names and formulas are most of an answer's work.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from graphs.autodiff.graph import Edge
from graphs.contract.groups import group_id
from graphs.notation.names import id_of, label
from graphs.notation.notation import Notation

_SMALL = 300  # nodes of a graph whose words are some 200 kB


class Wording(NamedTuple):
    """By node, and by edge in order of evaluation: the contract's fields that no number changes. digest: short, and
    another for another wording.
    """

    nodes: list[dict[str, Any]]
    edges: list[tuple[Edge, dict[str, Any]]]
    digest: str


def wording(notation: Notation) -> Wording:
    """Nobody changes what this returns: the next answer has it too."""
    cache = _small_cache if len(notation.graph) <= _SMALL else _large_cache
    return cache(notation)


def _wording(notation: Notation) -> Wording:
    nodes = [_node(notation, i) for i in range(len(notation.graph))]
    edges = [(edge, _edge(notation, edge)) for edge in notation.graph.edges]
    said = orjson.dumps([nodes, [words for _, words in edges]])
    return Wording(nodes, edges, hashlib.sha256(said).hexdigest()[:16])


_small_cache = lru_cache(maxsize=64)(_wording)
_large_cache = lru_cache(maxsize=4)(_wording)  # some megabytes each


def _node(notation: Notation, i: int) -> dict[str, Any]:
    graph = notation.graph
    name, place = graph.names[i], graph.places[i]
    return {
        "id": id_of(i),
        "name": name,
        "display_name": notation.names[i],
        "operation": "data" if i in graph.data else graph.rows[i].name,
        "operands": [id_of(edge.source) for edge in graph.edges_into(i)],
        "text": notation.text(i),
        "latex": notation.latex(i),
        "symbol": notation.symbols[i],
        "label": None if name is None else label(name),
        "shape": [*graph.shapes[i]],
        "place": None if place is None else place._asdict(),
        "group": group_id(graph.group_of[i]),
        **({"also": [each._asdict() for each in graph.merged[i]]} if i in graph.merged else {}),
    }


def _edge(notation: Notation, edge: Edge) -> dict[str, Any]:
    return {
        "id": f"{id_of(edge.target)}-{edge.slot}",
        "from": id_of(edge.source),
        "to": id_of(edge.target),
        "slot": edge.slot,
        "elementwise": notation.graph.rows[edge.target].maps is None,
        "text": notation.edge_text(edge),
        "latex": notation.edge_latex(edge),
    }
