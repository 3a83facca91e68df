"""Cells: which number of a study one stands for, by its name: c3.value, c3.tangent:x1, c3.adjoint, c7-0.partial.

A node goes by its id (c3), or by what formulas call it (`h`, `i4`); of two that one name fits, the id is meant, unless
the question asks for the program's own names. An entry of an array stands behind in brackets, row and column from 0:
`c3.adjoint[1,2]`. The tangent along an input's entry is `c3.tangent:x[0]`, and an entry of that `c3.tangent:x[0][1]`.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal, NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation
from graphs.autodiff.graph import Edge, Graph
from graphs.errors import shown
from graphs.notation.names import id_of
from graphs.operations.flows import Elementwise, Linear, outside
from graphs.operations.row import Shape
from graphs.study import Study

Slot = Literal["value", "tangent", "adjoint", "partial"]
_NAMED = re.compile(
    r"(?P<owner>.+)\.(?P<slot>value|adjoint|partial|tangent(?::(?P<entry>.+?))?)(?P<place>\[[0-9, ]{1,60}\])?",
    re.DOTALL,
)
_LONGEST = 200  # characters of a cell's name


class NoCell(Exception):
    """There is no such cell; the message says why."""


class Cell(NamedTuple):
    """One number of a study. node: of a partial, where its edge leads. entry: the forward pass of a tangent.

    place: of an array, which of its entries.
    """

    slot: Slot
    node: int
    edge: Edge | None = None
    entry: str | None = None
    place: Shape = ()

    @property
    def id(self) -> str:
        """Its name with ids."""
        owner = id_of(self.node) if self.edge is None else f"{id_of(self.node)}-{self.edge.slot}"
        along = "" if self.entry is None else f":{self.entry}"
        return f"{owner}.{self.slot}{along}{place_text(self.place)}"


def place_text(place: Shape) -> str:
    """[1,2], or nothing of a number."""
    return f"[{','.join(map(str, place))}]" if place else ""


def cell_of(study: Study, name: str, by_names: bool = False) -> Cell:
    """The cell of this name. by_names: of two nodes that it fits, the one so called is meant. Raises NoCell."""
    match = _NAMED.fullmatch(name) if len(name) <= _LONGEST else None
    if match is None:
        raise NoCell(f"{shown(name)} is no cell: write c3.value, c3.tangent:x1, c3.adjoint or c7-0.partial")
    owner, slot, entry, place = match["owner"], match["slot"].partition(":")[0], match["entry"], match["place"] or ""
    if slot == "partial":
        edge = _edge(study, owner, by_names)
        cell = Cell("partial", edge.target, edge)
    elif slot == "tangent":
        node = _node(study, owner, by_names)
        if place and f"{entry}{place}" in study.tangents:  # x[0] is what moves, not an entry of the node
            entry, place = f"{entry}{place}", ""
        cell = Cell("tangent", node, None, _pass(study, entry))
    else:
        cell = Cell("value" if slot == "value" else "adjoint", _node(study, owner, by_names))
    return cell._replace(place=_place(np.shape(whole_of(study, cell)), place, name))


def whole_of(study: Study, cell: Cell) -> Any:
    """The number of a cell, or the array that it is an entry of. Raises NoCell where there is none."""
    graph = study.graph
    if cell.slot in ("tangent", "adjoint") and cell.node in graph.data:
        raise NoCell(f"{study.notation.names[cell.node]} is data: no derivative passes through it")
    if cell.slot == "adjoint" and study.adjoints is None:
        raise NoCell("there is no reverse sweep: an output that is no single number needs a cotangent")
    if cell.slot == "partial":
        assert cell.edge is not None
        return _partial(graph, study.evaluation, cell.edge)
    if cell.slot == "value":
        return study.evaluation.values[cell.node]
    flows = study.adjoints if cell.entry is None else study.tangents[cell.entry]
    assert flows is not None
    return outside(flows[cell.node], graph.shapes[cell.node])


def number_of(study: Study, cell: Cell) -> float:
    """The right number of a cell."""
    return float(np.asarray(whole_of(study, cell))[cell.place])


def every_cell(study: Study) -> list[Cell]:
    """Every cell of a study, arrays whole: values, tangents, adjoints and partials in order of evaluation."""
    graph, found = study.graph, []
    for node in range(len(graph)):
        found += [Cell("value", node)]
        if node not in graph.data:
            found += [Cell("tangent", node, None, entry) for entry in study.tangents]
            found += [Cell("adjoint", node)] * (study.adjoints is not None)
        found += [
            Cell("partial", node, edge) for edge in graph.edges_into(node) if _is_number(study.evaluation, graph, edge)
        ]
    return found


def _is_number(evaluation: Evaluation, graph: Graph, edge: Edge) -> bool:
    return edge.source not in graph.data and not isinstance(evaluation.partials[edge.target][edge.position], Linear)


def _partial(graph: Graph, evaluation: Evaluation, edge: Edge) -> Any:
    if edge.source in graph.data:
        raise NoCell("no derivative passes along an edge from data")
    partial = evaluation.partials[edge.target][edge.position]
    if isinstance(partial, Linear):
        raise NoCell("the derivative along this edge is a linear map of arrays, not one number")
    return partial.numbers() if isinstance(partial, Elementwise) else 0.0 if partial is None else partial


def _node(study: Study, name: str, by_names: bool) -> int:
    ids = {id_of(i): i for i in range(len(study.graph))}
    names = {name: i for i, name in enumerate(study.notation.names)}
    inputs = {name: i for i, name in enumerate(study.graph.inputs)}
    tables = [names, inputs, ids] if by_names else [ids, names, inputs]
    node = next((table[name] for table in tables if name in table), None)
    if node is None:
        raise NoCell(f"there is no node {shown(name)}: there are c1 to {id_of(len(study.graph) - 1)}")
    return node


def _edge(study: Study, name: str, by_names: bool) -> Edge:
    owner, _, slot = name.rpartition("-")
    if not owner or not re.fullmatch(r"[0-9]{1,6}", slot):
        raise NoCell(f"{shown(name)} is no edge: write c7-0, the first operand of c7")
    uses = study.graph.edges_into(_node(study, owner, by_names))
    if int(slot) >= len(uses):
        raise NoCell(f"there is no edge {shown(name)}: {owner} has {len(uses)} operand{'' if len(uses) == 1 else 's'}")
    return uses[int(slot)]


def _pass(study: Study, entry: str | None) -> str:
    passes = [*study.tangents]
    if entry is None and len(passes) == 1:
        return passes[0]
    if entry not in study.tangents:
        there = f": there are {', '.join(passes[:10])}" if passes else ""
        raise NoCell(f"there is no tangent along {shown(entry)}{there}" if entry else f"a tangent along what?{there}")
    return entry


def _place(shape: Shape, written: str, name: str) -> Shape:
    place = tuple(int(each) for each in written.strip("[]").split(",") if each.strip())
    if len(place) != len(shape) or any(k >= size for k, size in zip(place, shape, strict=False)):
        if not shape:
            raise NoCell(f"{shown(name)}: this is one number and has no entries")
        first = place_text((0,) * len(shape))
        sizes = "×".join(map(str, shape))
        raise NoCell(f"{shown(name)} must name one of {math.prod(shape)} entries ({sizes}), the first is {first}")
    return place
