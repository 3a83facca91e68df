"""Groups of nodes, as the contract has them: calls of the program's functions, turns of its loops, its named lines, and
the parts of long ones; and how `open` says which of them are open as boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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
    name: str = Field(description="The line's, the function's, the loop's variable with its value, a part's text.")
    kind: Literal["line", "function", "turn", "part"]
    parent: str | None = Field(description="The id of the group around.")
    nodes: list[str] = Field(description="All that stand in it, those of groups within it included.")
    place: Place = Field(description="The line's name, the call, the loop, the part.")
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


# In `open`: every box is open; all are closed where a graph is large enough to begin so; there are no boxes.
ALL, USUAL, NONE = "all", "auto", "none"
_ID = re.compile(r"g[1-9][0-9]*")
_SAFE_NAME = re.compile(r"[^\W\d]\w*'*")


def opened(graph: Graph, named: Sequence[str]) -> set[int]:
    """The groups that `open` names, by id, or by a name that is one group's alone; what is not there is left out."""
    if ALL in named:
        return {*range(len(graph.groups))}
    numbers = {each.name: number for number, each in enumerate(graph.groups)}
    times = Counter(each.name for each in graph.groups)
    found = set()
    for name in named:
        if _ID.fullmatch(name):
            found.add(int(name[1:]) - 1)
        elif times[name] == 1:
            found.add(numbers[name])
    return {number for number in found if number < len(graph.groups)}


def names_of(graph: Graph, numbers: Iterable[int]) -> list[str]:
    """How links call groups: by name, where it is one group's alone and safe in an address, else by id."""
    times = Counter(each.name for each in graph.groups)
    names = []
    for number in numbers:
        name = graph.groups[number].name
        is_safe = _SAFE_NAME.fullmatch(name) and not _ID.fullmatch(name) and name not in (ALL, USUAL, NONE)
        names.append(name if is_safe and times[name] == 1 else f"g{number + 1}")
    return names
