"""Groups of nodes, as the contract has them: calls of the program's functions, turns of its loops, its named lines."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from graphs.autodiff.graph import Graph
from graphs.contract.strict import Place, Strict
from graphs.notation.names import id_of


class BindingDocument(Strict):
    """What a parameter of a call, or a variable of a loop, stands for."""

    parameter: str
    node: str


class GroupDocument(Strict):
    """What is computed together; none is without nodes, and a line has more than one."""

    id: str
    name: str = Field(description="The line's, the function's, or the loop's variable with its value.")
    kind: Literal["line", "function", "turn"]
    parent: str | None = Field(description="The id of the group around.")
    nodes: list[str] = Field(description="All that stand in it, those of groups within it included.")
    place: Place = Field(description="The line's name, the call, the loop.")
    bindings: list[BindingDocument] = Field(description="Those of parameters that stand for a node.")


def group_id(number: int | None) -> str | None:
    """The id of a group: g1 for group 0; None for none."""
    return None if number is None else f"g{number + 1}"


def of(graph: Graph) -> list[dict[str, Any]]:
    """A `GroupDocument` for each group, a parent before what it holds."""
    return [
        {
            "id": group_id(number),
            "name": group.name,
            "kind": group.kind,
            "parent": group_id(group.parent),
            "nodes": [id_of(node) for node in group.nodes],
            "place": group.place._asdict(),
            "bindings": [{"parameter": name, "node": id_of(node)} for name, node in group.bindings],
        }
        for number, group in enumerate(graph.groups)
    ]
