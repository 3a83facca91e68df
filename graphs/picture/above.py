"""The names that stand above nodes: a line's own, a result's, and those that are too long for a node's rows."""

from __future__ import annotations

from graphs.notation.names import Name
from graphs.notation.notation import Notation
from graphs.picture.typesetting import name_runs, width

SYMBOL = 1.75  # ems: a longer name is cut beside its node's numbers


def above(notation: Notation, i: int) -> Name | None:
    """What stands above a node, if anything does."""
    graph, name = notation.graph, notation.called[i]
    if i < len(graph.inputs):
        return None
    if notation.choice == "own":
        is_long = len(name.text) > 2 and width(name_runs(name)) > SYMBOL
        return name if graph.names[i] is not None or i in graph.outputs or is_long else None
    if i in graph.outputs and graph.names[i] is None:
        place = None if len(graph.outputs) == 1 else graph.outputs.index(i) + 1
        return Name(notation.result, part=place)
    own = graph.names[i]
    return None if own is None else Name(own)


def is_part(notation: Notation, i: int) -> bool:
    """Whether a node is an unnamed part of a line, as i4 is of i."""
    return notation.choice == "own" and i >= len(notation.graph.inputs) and above(notation, i) is None


def named_above(notation: Notation) -> list[int]:
    """The nodes with a name above them."""
    return [i for i in range(len(notation.names)) if above(notation, i) is not None]
