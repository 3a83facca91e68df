"""The groups of a program as those of its nodes: a node belongs to the first group that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from graphs.autodiff.graph import NodeGroup
from graphs.language.program import Bound, Group, Line


def arguments_of(lines: Sequence[Line], groups: Sequence[Group]) -> set[int]:
    """The lines that compute the argument of a call: they are named within it, and computed around it."""
    bound = {(word.leaf, k) for k, group in enumerate(groups) for _, word in group.bindings}
    return {k for k, line in enumerate(lines) if (Bound(k, line.name or ""), line.group) in bound}


def around(groups: Sequence[Group], group: int | None) -> int | None:
    """The group around a group."""
    return None if group is None else groups[group].parent


def names_in(groups: Sequence[Group], group: int | None) -> int | None:
    """The call or the turn that the names of a group's lines belong to; None at the top."""
    return groups[group].parent if group is not None and groups[group].kind == "line" else group


def kept(
    groups: Sequence[Group], group_of: Sequence[int | None], bindings: Sequence[tuple[tuple[str, int], ...]]
) -> tuple[list[int | None], tuple[NodeGroup, ...]]:
    """By node, the number of its group among those that are kept; and these: with a node, a line with more than one.

    group_of: by node, the group of the program. bindings: by group, its parameters with their nodes.
    """
    nodes: list[list[int]] = [[] for _ in groups]
    for node, group in enumerate(group_of):
        while group is not None:
            nodes[group].append(node)
            group = groups[group].parent
    left = [k for k, group in enumerate(groups) if len(nodes[k]) > (group.kind == "line")]
    numbers: dict[int | None, int | None] = {k: number for number, k in enumerate(left)}
    for k, each in enumerate(groups):  # a parent comes before what it holds
        numbers.setdefault(k, numbers.get(each.parent))
    return [numbers.get(group) for group in group_of], tuple(
        NodeGroup(each.name, each.kind, numbers.get(each.parent), tuple(nodes[k]), each.place, bindings[k])
        for k, each in ((k, groups[k]) for k in left)
    )


def in_function(groups: Sequence[Group], group: int | None) -> bool:
    """Whether a group is the call of a function, or in one: its names are not those of the program."""
    while group is not None and groups[group].kind != "function":
        group = groups[group].parent
    return group is not None
