"""A long expression in parts: its outermost operands, each named by its text, until a level shows some ten things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graphs.autodiff.graph import Binding, NodeGroup
from graphs.errors import Place
from graphs.language.stretch import stretch
from graphs.operations.row import Operation

LONG = 20  # nodes of its own that a line, a call or a turn may have
_SHOWN = 10  # things of a level, about
_LEAST = 3  # nodes of a part
_CHAIN = 6  # signs of one sum or product that stand beside each other
_JOINS = frozenset(("add", "multiply"))


class Columns(NamedTuple):
    """What parts depend on, of a graph that is being made."""

    rows: Sequence[Operation]
    operands: Sequence[tuple[int, ...]]
    places: Sequence[Place | None]
    group_of: Sequence[int | None]
    groups: tuple[NodeGroup, ...]
    bindings: Sequence[Binding]
    outputs: Sequence[int]
    inputs: int


class _Tree(NamedTuple):
    """Some nodes of one line. inner: by node, the nodes whose value goes through it alone; size: how many, with it.
    users: by node, where its value goes.
    """

    inner: dict[int, list[int]]
    size: dict[int, int]
    users: dict[int, list[int]]


def with_parts(columns: Columns, text: str) -> tuple[list[int | None], tuple[NodeGroup, ...]]:
    """By node, its innermost group, and all groups: those that there are, and after them the parts of long lines."""
    group_of, groups = [*columns.group_of], [*columns.groups]
    if len(columns.rows) - columns.inputs > LONG:
        lines = text.split("\n")
        waiting = [*_long(columns)]
        while waiting:
            parent, whole = waiting.pop(0)
            for nodes in _level(columns, *_dominated(columns, whole)):
                if len(nodes) > LONG:
                    waiting.append((len(groups), nodes))
                for node in nodes:
                    group_of[node] = len(groups)
                groups.append(_group(columns, lines, parent, nodes))
    return group_of, tuple(groups)


def _long(columns: Columns) -> Iterator[tuple[int | None, list[int]]]:
    """The lines, calls and turns with many nodes of their own, and these."""
    own: dict[tuple[int | None, int], list[int]] = {}
    ends = iter(columns.bindings)
    end, line = 0, -1
    for node, group in enumerate(columns.group_of):
        while node >= end and (binding := next(ends, None)) is not None:
            end, line = binding.end, line + 1
        if node >= columns.inputs and columns.operands[node]:
            own.setdefault((group, -1 if group is not None else line), []).append(node)
    yield from ((group, nodes) for (group, _), nodes in own.items() if len(nodes) > LONG)


def _dominated(columns: Columns, nodes: list[int]) -> tuple[list[int], _Tree]:
    """Each node under the nearest one that all its value goes through; those without one are the roots."""
    members = set(nodes)
    users: dict[int, list[int]] = {node: [] for node in nodes}
    leaves = {binding.node for binding in columns.bindings} | set(columns.outputs)
    for target, operands in enumerate(columns.operands):
        for k in operands:
            if k in members:
                users[k].append(target)
    above: dict[int, int | None] = {}
    depth: dict[int | None, int] = {None: 0}
    for node in reversed(nodes):
        nearest: int | None = None
        if node not in leaves and members.issuperset(users[node]) and users[node]:
            nearest = users[node][0]
            for user in users[node][1:]:
                other: int | None = user
                while nearest != other:
                    if depth[nearest] >= depth[other]:
                        nearest = above[nearest] if nearest is not None else None
                    else:
                        other = above[other] if other is not None else None
        above[node], depth[node] = nearest, depth[nearest] + 1
    tree = _Tree({node: [] for node in nodes}, dict.fromkeys(nodes, 1), users)
    for node in nodes:  # a user comes after what it uses
        over = above[node]
        if over is not None:
            tree.inner[over].append(node)
            tree.size[over] += tree.size[node]
    return [node for node in nodes if above[node] is None], tree


def _level(columns: Columns, roots: list[int], tree: _Tree) -> list[list[int]]:
    """The parts of one level, each with all its nodes.

    A root is taken apart, the largest first, until there are things enough; a sum or a product of many terms is cut
    into some of them each.
    """
    shown = sum(tree.size[root] < _LEAST for root in roots)
    whole = [root for root in roots if tree.size[root] >= _LEAST]
    parts: list[list[int]] = []
    while whole and shown + len(whole) + len(parts) < _SHOWN:
        root = max(whole, key=lambda each: (tree.size[each], each))
        whole.remove(root)
        chain, terms = _chain(columns, tree, root)
        if len(chain) > _CHAIN:
            parts += _segments(tree, chain)
        else:
            shown += len(chain) + sum(tree.size[each] < _LEAST for each in terms)
            whole += [each for each in terms if tree.size[each] >= _LEAST]
    return sorted(parts + [sorted(_all(tree, [root])) for root in whole])


def _chain(columns: Columns, tree: _Tree, root: int) -> tuple[list[int], list[int]]:
    """The signs of one sum or product from its last one back, and the roots of its terms."""
    chain, terms = [root], []
    while True:
        here = chain[-1]
        row = columns.rows[here]
        before = [each for each in tree.inner[here] if columns.rows[each] is row and each in columns.operands[here]]
        is_joined = row.name in _JOINS and len(before) >= 1
        terms += [each for each in tree.inner[here] if not is_joined or each != before[0]]
        if not is_joined:
            return chain, terms
        chain.append(before[0])


def _segments(tree: _Tree, chain: list[int]) -> list[list[int]]:
    """A long sum or product, from its first term on, in stretches of about the same number of signs."""
    ordered = chain[::-1]
    count = min(_SHOWN, -(-len(ordered) // _CHAIN))
    cuts = [len(ordered) * k // count for k in range(count + 1)]
    pieces = [ordered[low:high] for low, high in pairwise(cuts)]
    return [_closed(tree, piece, _all(tree, piece, {*chain})) for piece in pieces]


def _closed(tree: _Tree, signs: Collection[int], nodes: Iterable[int]) -> list[int]:
    """Of these nodes, the signs and what goes into them alone: what other stretches use too stands beside them."""
    inside = set(signs)
    for node in sorted(nodes, reverse=True):
        if node not in inside and inside.issuperset(tree.users[node]):
            inside.add(node)
    return sorted(inside)


def _all(tree: _Tree, nodes: Iterable[int], but: Collection[int] = ()) -> Iterator[int]:
    """Nodes with all that stands below them, but for some."""
    waiting = [*nodes]
    yield from waiting
    while waiting:
        below = [each for each in tree.inner[waiting.pop()] if each not in but]
        yield from below
        waiting += below


def _group(columns: Columns, lines: Sequence[str], parent: int | None, nodes: list[int]) -> NodeGroup:
    """A part, named by what was typed: where that is not one stretch of a line, by its last operation."""
    root = nodes[-1]
    at = columns.places[root] or Place(1, 1, 0)
    places = [place for node in nodes if (place := columns.places[node]) is not None and place.line == at.line]
    members = set(nodes)
    first = min(nodes, key=lambda node: _column(columns, node))
    goes_on = any(k >= columns.inputs and k not in members for k in columns.operands[first][:1])
    place = stretch(lines[at.line - 1], places, not goes_on) if places and at.line <= len(lines) else at
    name = lines[at.line - 1][place.column - 1 : place.column - 1 + place.length].strip() if places else ""
    return NodeGroup(name or columns.rows[root].name, "part", parent, tuple(nodes), place, ())


def _column(columns: Columns, node: int) -> int:
    place = columns.places[node]
    return place.column if place is not None else 0
