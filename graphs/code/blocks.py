"""Functions and loops of the source, found again in its graph: calls that compute alike, turns that compute alike.

A body is written once, for the nodes of its first call or turn; what the others have in their place stands for it as a
parameter, as what a turn carries on to the next, or as what the loop runs over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from graphs.autodiff.graph import Graph, NodeGroup
from graphs.operations.row import Operation

# A place where a node reads something: the node's number in its block, and the position of its operand; of an index,
# from -1 on down, the parts of its key.
Slot = tuple[int, int]
_FEW = 6  # nodes that a function hands on in one line


class Block(NamedTuple):
    """The nodes of one call or turn. reads: by slot, what it reads from outside, a node or a constant; of an index,
    its number."""

    group: int
    nodes: tuple[int, ...]
    reads: dict[Slot, int]
    form: Any


class Definition(NamedTuple):
    """Calls of one function that compute alike. parameters: by name, the slots that read it. results: the nodes of a
    call, by their numbers in it, that are read elsewhere."""

    name: str
    calls: tuple[Block, ...]
    parameters: dict[str, list[Slot]]
    results: tuple[int, ...]


class Loop(NamedTuple):
    """Turns that compute alike. carried: by the number of a node that the next turn reads, the slots that read it.
    runs_over: slots that read something else in each turn, the same things together."""

    turns: tuple[Block, ...]
    carried: dict[int, list[Slot]]
    runs_over: list[list[Slot]]


class Blocks:
    """The blocks of one graph.

    parameters: by function, as far as they are known. keeps_all: whether what follows reads every node: then there are
    no loops, and a function hands on all its nodes, which must be few.
    """

    def __init__(self, graph: Graph, parameters: dict[str, tuple[str, ...]], keeps_all: bool = False):
        self.graph, self.parameters, self.keeps_all = graph, parameters, keeps_all
        self.readers: dict[int, set[int]] = defaultdict(set)
        for i, operands in enumerate(graph.operands):
            for k in operands:
                self.readers[k if k >= 0 else graph.owners.get(k, k)].add(i)
        self.blocks = {g: block for g, each in enumerate(graph.groups) if (block := self._block(g, each)) is not None}
        self._failures: Counter[Any] = Counter()
        self.definition_of: dict[int, Definition] = {}
        for made in self._definitions():
            self.definition_of |= {block.group: made for block in made.calls}

    @property
    def definitions(self) -> list[Definition]:
        """Each once; one that is called in another stands before it."""
        once = {id(each): each for each in self.definition_of.values()}.values()
        return sorted(once, key=lambda each: len(each.calls[0].nodes))

    def _block(self, g: int, group: NodeGroup) -> Block | None:
        """The nodes of a call or a turn, where they stand together."""
        graph = self.graph
        nodes = tuple(i for i in group.nodes if i not in graph.data)
        if group.kind not in ("function", "turn") or not nodes:
            return None
        if any(i not in graph.data for i in set(range(nodes[0], nodes[-1] + 1)) - set(nodes)):
            return None
        number = {i: j for j, i in enumerate(nodes)}
        reads: dict[Slot, int] = {}
        form = []
        for j, i in enumerate(nodes):
            inside = []
            for position, k in enumerate(graph.operands[i]):
                inside.append(number.get(k))
                if k not in number:
                    reads[j, position] = k
            form.append((_kind(graph.rows[i]), graph.shapes[i], tuple(inside), *map(graph.shape_of, graph.operands[i])))
            if graph.rows[i].name == "index":
                key = dict(graph.rows[i].chosen)["key"]
                reads |= {(j, -1 - n): part for n, part in enumerate(key) if isinstance(part, int)}
        return Block(g, nodes, reads, tuple(form))

    def _is_read_outside(self, block: Block, i: int) -> bool:
        return i in self.graph.outputs or not self.readers[i] <= {*block.nodes}

    def _definitions(self) -> Iterator[Definition]:
        by_name: dict[str, list[Block]] = defaultdict(list)
        for g, block in self.blocks.items():
            if self.graph.groups[g].kind == "function":
                by_name[self.graph.groups[g].name].append(block)
        for name, calls in by_name.items():
            # an index of another number is another form here
            if any((each.form, *_numbers(each)) != (calls[0].form, *_numbers(calls[0])) for each in calls):
                continue
            if len(calls) < sum(each.kind == "function" and each.name == name for each in self.graph.groups):
                continue
            numbers = range(len(calls[0].nodes))
            if self.keeps_all:
                if len(numbers) <= _FEW:
                    yield Definition(name, tuple(calls), self._parameters(name, calls), tuple(numbers))
                continue
            results = tuple(j for j in numbers if any(self._is_read_outside(each, each.nodes[j]) for each in calls))
            if results:
                yield Definition(name, tuple(calls), self._parameters(name, calls), results)

    def _parameters(self, name: str, calls: list[Block]) -> dict[str, list[Slot]]:
        """What the calls bind by name, and what else they read that differs."""
        bound = [dict(self.graph.groups[each.group].bindings) for each in calls]
        slots: dict[str, list[Slot]] = {each: [] for each in (*self.parameters.get(name, ()), *bound[0])}
        others: dict[tuple[int, ...], list[Slot]] = defaultdict(list)
        for slot in calls[0].reads:
            if slot[1] < 0:
                continue
            refs = tuple(each.reads[slot] for each in calls)
            nodes = [self.graph.owners.get(k, k) for k in refs]
            own = next((n for n in bound[0] if all(b.get(n) == k for b, k in zip(bound, nodes, strict=True))), None)
            if own is not None:
                slots[own].append(slot)
            elif len(set(refs)) > 1:
                others[refs].append(slot)
        left = [each for each, found in slots.items() if not found]
        if len(left) == len(others) == 1:  # what was bound to numbers
            slots[left[0]] = others.popitem()[1]
        named = {each: found for each, found in slots.items() if found}
        return {**named, **{f"given{n}": found for n, found in enumerate(others.values(), 1)}}

    def loop_at(self, g: int, layer: dict[tuple[int, int], str]) -> Loop | None:
        """The longest loop of which a turn is the first. layer: by node and position, what the reader around has for
        an operand. What is none from the first turn on may be one from the second, and is not tried again."""
        turns = [self.blocks[g]]
        for after in self._following(g):
            if after.form != turns[0].form:
                break
            turns.append(after)
        if self.keeps_all:
            return None
        of_loop = self.graph.groups[g].parent, self.graph.groups[g].place
        if len(turns) < 2 or self._failures[of_loop] > 1:
            return None
        loop = self._loop(tuple(turns), layer)
        self._failures[of_loop] += loop is None
        return loop

    def _following(self, g: int) -> Iterator[Block]:
        """The turns that stand right after a turn, one after the other."""
        groups = self.graph.groups
        last = self.blocks[g]
        for k in range(g + 1, len(groups)):
            if groups[k].kind != "turn" or groups[k].parent != groups[g].parent:
                continue
            block = self.blocks.get(k)
            if block is None or any(i not in self.graph.data for i in range(last.nodes[-1] + 1, block.nodes[0])):
                return
            if groups[k].place != groups[g].place:  # of another loop
                return
            yield block
            last = block

    def _loop(self, turns: tuple[Block, ...], layer: dict[tuple[int, int], str]) -> Loop | None:
        """None where a node of a turn but the last is read after them, or what is read follows no rule."""
        inside = {i for each in turns for i in each.nodes}
        for each in turns[:-1]:
            for i in each.nodes:
                if i in self.graph.outputs or not self.readers[i] <= inside:
                    return None
        first = turns[0]
        carried: dict[int, list[Slot]] = defaultdict(list)
        over: dict[tuple[Any, ...], list[Slot]] = defaultdict(list)
        numbers = [{i: j for j, i in enumerate(each.nodes)} for each in turns]
        for slot in first.reads:
            j, position = slot
            refs = tuple(each.reads[slot] for each in turns)
            texts = [layer.get((each.nodes[j], position)) for each in turns]
            before = {number.get(k) for number, k in zip(numbers, refs[1:], strict=False)}
            if position >= 0 and None not in before and len(before) == 1:
                carried[before.pop() or 0].append(slot)
            elif position >= 0 and any(k in inside for k in refs):
                return None
            elif len(set(refs)) > 1 and (texts[0] is None or len(set(texts)) > 1):
                over[position < 0, refs, *texts].append(slot)
        if any(len({first.reads[slot] for slot in slots}) > 1 for slots in carried.values()):
            return None
        return Loop(turns, dict(carried), [*over.values()])


def _kind(row: Operation) -> Any:
    """Rows that are written alike, up to the numbers of an index."""
    if row.name != "index":
        return row
    return tuple("number" if isinstance(part, int) else part for part in dict(row.chosen)["key"])


def _numbers(block: Block) -> list[int]:
    """The numbers of its indices."""
    return [number for (_, position), number in block.reads.items() if position < 0]
