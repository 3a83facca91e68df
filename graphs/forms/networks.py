"""The whole graph with its numbers for programs that work on graphs: GraphML, by NetworkX."""

from __future__ import annotations

import io
import json
from typing import Any

import networkx as nx
import numpy as np

from graphs.clock import tick
from graphs.contract.groups import group_id
from graphs.forms.shown import Shown
from graphs.notation.names import id_of
from graphs.picture.frame import Cell
from graphs.strict_json import numbers

_EDGE = 10  # visits that an edge costs


def network_of(shown: Shown) -> nx.MultiDiGraph:
    """Nodes by their ids with name, operation, formula, group and the numbers that are shown; edges with slot and
    partial. Numbers are doubles, arrays JSON; what is not reached or undefined has no number.
    """
    study = shown.study
    graph, notation = study.graph, study.notation
    network = nx.MultiDiGraph(program=study.program.text, url=shown.url)
    columns = shown.columns
    for i, name in enumerate(notation.names):
        tick()
        told = {column.slot: _told(column.cells[i]) for column in columns if column.cells[i].kind == "number"}
        group = group_id(graph.group_of[i])
        network.add_node(
            id_of(i), name=name, operation=graph.rows[i].name, formula=str(notation.text(i)),
            **({"group": group} if group else {}), **told,
        )  # fmt: skip
    for edge in graph.edges:
        tick(_EDGE)
        partial = study.partial(edge)
        told = {} if partial is None else {"partial": _told(Cell("number", partial))}
        network.add_edge(
            id_of(edge.source), id_of(edge.target), key=f"{id_of(edge.target)}-{edge.slot}",
            slot=edge.slot, formula=str(notation.edge_text(edge)), **told,
        )  # fmt: skip
    return network


def graphml_of(shown: Shown) -> str:
    """The network as GraphML."""
    written = io.BytesIO()
    nx.write_graphml(network_of(shown), written)
    return written.getvalue().decode()


def _told(cell: Cell) -> Any:
    """A double, or an array as JSON."""
    return json.dumps(numbers(cell.number)) if np.ndim(cell.number) else float(cell.number)
