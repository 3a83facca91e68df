"""The nodes of a graph as lines, with the functions and loops of the source where its calls and turns compute alike.

In a loop a node has one name in all turns, and what is carried on keeps it after the loop.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from graphs.autodiff.graph import Graph
from graphs.code.blocks import Block, Blocks, Definition, Loop, Slot
from graphs.code.lines import Line
from graphs.code.spellings import SIGNS
from graphs.code.written import floats
from graphs.notation.names import Name

_COUNTERS = "ijkmn"
Layer = dict[tuple[int, int], str]  # by node and position: what stands for its operand in a body


class Statement(NamedTuple):
    """A line. target: the names that it binds, "" where it binds none. nodes: those that it makes."""

    target: str
    value: str
    nodes: tuple[int, ...] = ()
    depth: int = 0

    def line(self, indent: str = "") -> Line:
        text = f"{self.target} = {self.value}" if self.target else self.value
        return Line(f"{indent}{'    ' * self.depth}{text}", *self.nodes)


class Folding:
    """One graph's lines.

    names: by node, its name; those of loops are changed here. plain: by node, what it is called without a count of
    definitions and turns. parameters: by function, their names. expression: a node's row, with texts in place of some
    of its operands. operand: a node or a constant, as it is written beside a sign, or elsewhere. keeps_all: see Blocks.
    """

    def __init__(
        self, graph: Graph, names: list[str], plain: Sequence[str], reserved: Collection[str],
        parameters: dict[str, tuple[str, ...]], expression: Callable[[int, dict[int, str]], str],
        operand: Callable[[int, bool], str], keeps_all: bool = False,
    ):  # fmt: skip
        self.graph, self.names, self.plain = graph, names, plain
        self.expression, self.operand = expression, operand
        self.blocks = Blocks(graph, parameters, keeps_all)
        self.taken = {*names, *reserved}
        self.functions = {id(each): self._free(Name(each.name).identifier) for each in self.blocks.definitions}
        self.reserved = {*reserved, *self.functions.values()}
        nodes = [i for i in range(len(graph.inputs), len(graph)) if i not in graph.data]
        self.statements = [*self._statements(nodes, None, {})]

    def definitions(self, indent: str = "") -> Iterator[str]:
        """Each function, with an empty line behind it."""
        for each in self.blocks.definitions:
            yield from (line if isinstance(line, str) else line.line(indent) for line in self._definition(each, indent))
            yield ""

    def _free(self, name: str) -> str:
        while name in self.taken or not name.isidentifier():
            name = f"{name}_" if name.isidentifier() else "f"
        self.taken.add(name)
        return name

    def _statements(self, nodes: Sequence[int], within: int | None, layer: Layer) -> Iterator[Statement]:
        """The lines of nodes that stand together, in the body of a block or at the top."""
        at = 0
        while at < len(nodes):
            i = nodes[at]
            block = self._opening(i, within, layer)
            if isinstance(block, Block):
                yield self._call(block, layer)
                at += len(block.nodes)
            elif block is not None:
                yield from self._loop(block, nodes, layer)
                at += sum(len(turn.nodes) for turn in block.turns)
            else:
                yield Statement(self.names[i], self.expression(i, self._replaced(i, layer)), (i,))
                at += 1

    def _opening(self, i: int, within: int | None, layer: Layer) -> Block | Loop | None:
        """The outermost call or loop that starts with a node."""
        chain, group = [], self.graph.group_of[i]
        while group is not None and group != within:
            chain.append(group)
            group = self.graph.groups[group].parent
        for g in reversed(chain):
            block = self.blocks.blocks.get(g)
            if block is not None and block.nodes[0] == i:
                if g in self.blocks.definition_of:
                    return block
                if self.graph.groups[g].kind == "turn":
                    loop = self.blocks.loop_at(g, layer)
                    if loop is not None:
                        return loop
        return None

    def _replaced(self, i: int, layer: Layer) -> dict[int, str]:
        return {position: text for (node, position), text in layer.items() if node == i}

    def _read(self, block: Block, slots: list[Slot], layer: Layer) -> str:
        """What stands at these slots of a block, as the reader around it has it."""
        j, position = slots[0]
        beside_a_sign = all(self.graph.rows[block.nodes[j]].name in SIGNS for j, _ in slots)
        return layer.get((block.nodes[j], position)) or self.operand(block.reads[slots[0]], beside_a_sign)

    def _call(self, block: Block, layer: Layer) -> Statement:
        made = self.blocks.definition_of[block.group]
        arguments = [self._read(block, slots, layer) for slots in made.parameters.values()]
        results = [block.nodes[j] for j in made.results]
        target = ", ".join(self.names[i] for i in results)
        return Statement(target, f"{self.functions[id(made)]}({', '.join(arguments)})", tuple(results))

    def _definition(self, made: Definition, indent: str) -> Iterator[str | Statement]:
        first = made.calls[0]
        given = {slot for slots in made.parameters.values() for slot in slots}
        outside = {self.graph.owners.get(k, k) for slot, k in first.reads.items() if slot not in given}
        read = {self.names[k] for k in outside if k >= 0}
        names, taken = [*self.names], self.taken
        self.taken = self.reserved | read
        parameters = {self._free(Name(name).identifier): slots for name, slots in made.parameters.items()}
        for i in first.nodes:
            self.names[i] = self._free(self.plain[i] if self.plain[i] not in self.taken else self.names[i])
        layer = {(first.nodes[j], position): name for name, slots in parameters.items() for j, position in slots}
        body = [*self._statements(first.nodes, first.group, layer)]
        results = [self.names[first.nodes[j]] for j in made.results]
        self.names[:], self.taken = names, taken
        yield f"{indent}def {self.functions[id(made)]}({', '.join(parameters)}):"
        shown = {first.nodes[j] for j in made.results}
        *before, last = _of_all(body, made.calls, shown)
        if [last.target] == results and not last.depth:
            last = last._replace(target="", value=f"return {last.value}")
            results = []
        yield from (each._replace(depth=each.depth + 1) for each in (*before, last))
        if results:
            yield Statement("", f"return {', '.join(results)}", depth=1)

    def _loop(self, loop: Loop, around: Sequence[int], layer: Layer) -> Iterator[Statement]:
        first, last = loop.turns[0], loop.turns[-1]
        inner = dict(layer)
        self.taken -= {self.names[i] for turn in loop.turns for i in turn.nodes}
        carried: dict[int, str] = {}
        for j, slots in loop.carried.items():
            start = first.reads[slots[0]]
            name = self.plain[last.nodes[j]]
            if not (self._is_spent(start, first, slots, around) and self.names[start] == name):
                name = self._free(name if name not in self.taken else self.names[last.nodes[j]])
                start_text = self._read(first, slots, layer)
                if start_text != name:
                    yield Statement(name, start_text)
            carried[j] = name
            inner |= {(first.nodes[at], position): name for at, position in slots}
        header, over = self._header(loop, layer)
        inner |= over
        yield Statement("", header)
        for j, i in enumerate(first.nodes):
            if j in carried and all(at <= j for at, _ in loop.carried[j]):
                self.names[i] = carried[j]
            else:
                self.names[i] = self._free(self.plain[i] if self.plain[i] not in self.taken else self.names[i])
        body = [*self._statements(first.nodes, first.group, inner)]
        body += [
            Statement(name, self.names[first.nodes[j]])
            for j, name in carried.items()
            if self.names[first.nodes[j]] != name
        ]
        yield from (each._replace(depth=each.depth + 1) for each in _of_all(body, loop.turns, set()))
        for i, k in zip(first.nodes, last.nodes, strict=True):
            self.names[k] = self.names[i]

    def _is_spent(self, start: int, first: Block, slots: list[Slot], around: Sequence[int]) -> bool:
        """Whether what a loop starts from is a node of the lines around that only its first turn reads, as carried."""
        if start not in around or start in self.graph.outputs or not self.blocks.readers[start] <= {*first.nodes}:
            return False
        return all(slot in slots for slot, k in first.reads.items() if k == start and slot[1] >= 0)

    def _header(self, loop: Loop, layer: Layer) -> tuple[str, Layer]:
        """A loop's first line, and what stands for what it runs over."""
        count = len(loop.turns)
        names: dict[str, str] = {}
        over: Layer = {}
        for slots in loop.runs_over:
            values = self._values(loop, slots, layer)
            if values not in names:
                names[values] = self._runner(values)
            over |= {(loop.turns[0].nodes[j], position): names[values] for j, position in slots}
        if not names:
            return f"for _ in range({count}):", over
        runners, values = ", ".join(names.values()), ", ".join(names)
        return f"for {runners} in {values if len(names) == 1 else f'zip({values})'}:", over

    def _values(self, loop: Loop, slots: list[Slot], layer: Layer) -> str:
        """What a loop runs over: numbers as they are, nodes by their names."""
        (j, position), *_ = slots
        refs = [turn.reads[j, position] for turn in loop.turns]
        texts = [layer.get((turn.nodes[j], position)) for turn in loop.turns]
        constants = refs if position < 0 else [self.graph.constant(k) if k < 0 else None for k in refs]
        beside_a_sign = position < 0 or all(self.graph.rows[loop.turns[0].nodes[j]].name in SIGNS for j, _ in slots)
        if beside_a_sign and not any(texts) and all(isinstance(each, (int, float)) for each in constants):
            start = int(constants[0] or 0)
            stop = start + len(constants)
            if constants == [*range(start, stop)]:
                return f"range({start}, {stop})" if start else f"range({stop})"
            return f"[{', '.join(map(floats if position >= 0 else str, constants))}]"
        return f"[{', '.join(self._read(turn, slots, layer) for turn in loop.turns)}]"

    def _runner(self, values: str) -> str:
        """A name for what runs over values: x of [x1, x2, x3]; i of numbers."""
        stem = values[1:].partition(",")[0].rstrip("0123456789_")
        if values.startswith("[") and stem.isidentifier() and stem not in self.taken:
            return self._free(stem)
        return self._free(next((letter for letter in _COUNTERS if letter not in self.taken), _COUNTERS[0]))


def _of_all(body: list[Statement], blocks: Sequence[Block], but: set[int]) -> list[Statement]:
    """The same lines, which make the nodes of all blocks in the place of those of the first, but for some."""
    number = {i: j for j, i in enumerate(blocks[0].nodes)}
    return [
        each._replace(nodes=tuple(one.nodes[number[i]] for i in each.nodes if i not in but for one in blocks))
        for each in body
    ]
