"""Where nodes stand in the typed text, so that a remedy can be put in their place.

Found only when a remedy asks: the words of each line are counted through once more, each with the tokens that it spans.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from graphs.autodiff.build import Builder, inputs_of
from graphs.autodiff.graph import Graph
from graphs.errors import Fix, Place
from graphs.language.latex.document import is_latex
from graphs.language.program import Line, Program, Word
from graphs.language.tokens import OPENS, Token, token_lines
from graphs.limits import DOOR

_BEFORE_A_GROUP = frozenset(("+", "-", "*", "/", "@", "**", "^", "(", "[", ",", "="))
_SIGNS_OF_OUR_OWN = frozenset("|√ᵀ")  # what is rewritten before it is read: no stretch of it is a formula by itself


class Stretch(NamedTuple):
    """From the token `first` to the token `last` of all that were typed."""

    first: int
    last: int


class _Counted(list[int]):
    """A stack that remembers all that was ever pushed: one operand for each word of a line."""

    def __init__(self) -> None:
        super().__init__()
        self.pushed: list[int] = []

    def append(self, operand: int) -> None:
        self.pushed.append(operand)
        super().append(operand)


class _Recorder(Builder):
    stack = _Counted

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.left: list[list[int]] = []

    def evaluate(self, words: list[Word], group: int | None = None) -> list[int]:
        stack = super().evaluate(words, group)
        assert isinstance(stack, _Counted)
        self.left.append(stack.pushed)
        return stack


class Stretches:
    """Every place of every node and constant of a program's graph; none of LaTeX, or where a name is bound twice."""

    def __init__(self, program: Program, graph: Graph):
        self.text = program.text
        self.places: dict[int, list[Stretch]] = {}
        self.operations: dict[int, list[Stretch]] = {}  # those of operations, which no mere name stands for
        self.whole: set[Stretch] = set()  # those of whole lines
        names = [line.name for line in program.lines if line.name is not None]
        if is_latex(program.text) or len({*names, *graph.inputs}) < len(names) + len(graph.inputs):
            return
        self.tokens = [each for line in token_lines(program.text, DOOR) for each in line]
        if any(each in _SIGNS_OF_OUR_OWN or each.kind == "power" for each in self.tokens):
            return
        self.numbers = {each.place[:2]: number for number, each in enumerate(self.tokens)}
        shapes = {name: graph.shapes[i] for i, name in enumerate(graph.inputs)}
        again = _Recorder(inputs_of(program, set(shapes), DOOR), shapes, True, DOOR, program.text)
        if again.run(program.lines, program.groups).operands != graph.operands:
            return  # equal subexpressions are not shared there
        for line, left in zip(program.lines, again.left, strict=True):
            self._count(line, left)

    def _count(self, line: Line, left: list[int]) -> None:
        stack: list[Stretch | None] = []
        for word, operand in zip(line.words, left, strict=True):
            parts = stack[len(stack) - word.arity :] if word.arity else []
            del stack[len(stack) - word.arity :]
            stretch = self._stretch(word, parts)
            stack.append(stretch)
            if stretch is not None:
                self.places.setdefault(operand, []).append(stretch)
                if word.row is not None:
                    self.operations.setdefault(operand, []).append(stretch)
        self.whole |= {each for each in stack if each is not None}

    def _stretch(self, word: Word, parts: list[Stretch | None]) -> Stretch | None:
        at = self.numbers.get(word.place[:2])
        stretches = [each for each in parts if each is not None]
        if at is None or len(stretches) < len(parts):
            return None
        first, last = min([at, *[each.first for each in stretches]]), max([at, *[each.last for each in stretches]])
        if word.row is not None and self.tokens[at] in word.row.functions:
            if self.tokens[at + 1 : at + 2] != ["("]:
                return None  # sin^2(x)
            last = max(last, at + 1)
            while first == at and first > 1 and self.tokens[first - 1] == ".":
                at = first = first - 2  # a library's name before it
        return self._balanced(first, last)

    def _balanced(self, first: int, last: int) -> Stretch | None:
        """With the brackets that it opens or closes."""
        while True:
            closed, depth = 0, 0
            for each in self.tokens[first : last + 1]:
                depth += each in OPENS
                closed += each in OPENS.values() and not depth
                depth -= each in OPENS.values() and depth > 0
            if closed:
                first -= 1
            elif depth:
                last += 1
            else:
                return Stretch(first, last)
            if first < 0 or last >= len(self.tokens):
                return None

    def typed(self, operand: int, near: int) -> str | None:
        """What was typed for a node or a constant: in the line of the node `near`, or elsewhere."""
        lines = {self._line(each) for each in self.places.get(near, ())}
        candidates = sorted(self.places.get(operand, ()), key=lambda each: self._line(each) not in lines)
        return self._text(candidates[0]) if candidates else None

    def fix(self, node: int, text: str, is_closed: bool) -> Fix | None:
        """The change that puts a formula in a node's place, wherever it stands; None where that is more than one line.

        is_closed: whether the formula needs no brackets.
        """
        stretches = sorted({*self.operations.get(node, ())})
        if is_closed:
            stretches = [self._freed(each) for each in stretches]
        lines = {self._line(each) for each in stretches}
        if len(lines) != 1 or 0 in lines or any(a.last >= b.first for a, b in pairwise(stretches)):
            return None
        line = lines.pop()
        typed = self.text.split("\n")[line - 1]
        pieces, at = list[str](), self._start(stretches[0])
        for each in stretches:
            bare = is_closed or each in self.whole or self._enclosed(each) != each
            pieces += [typed[at : self._start(each)], text if bare else f"({text})"]
            at = self._end(each)
        replacement = "".join(pieces)
        start = self._start(stretches[0])
        return Fix(Place(line, start + 1, at - start), replacement, replacement)

    def _enclosed(self, stretch: Stretch) -> Stretch:
        """With the brackets right round it, if there are any."""
        around = Stretch(stretch.first - 1, stretch.last + 1)
        there = stretch.first > 0 and around.last < len(self.tokens)
        return around if there and (self.tokens[around.first], self.tokens[around.last]) == ("(", ")") else stretch

    def _freed(self, stretch: Stretch) -> Stretch:
        """With the brackets that a closed formula does not need: those of a group, not of a call."""
        around = self._enclosed(stretch)
        before = self.tokens[around.first - 1] if around.first else None
        return around if before is None or before in _BEFORE_A_GROUP else stretch

    def _line(self, stretch: Stretch) -> int:
        """The line that it stands in; 0 where it goes over more."""
        first, last = self.tokens[stretch.first].place, self.tokens[stretch.last].place
        return first.line if first.line == last.line else 0

    def _start(self, stretch: Stretch) -> int:
        return self.tokens[stretch.first].place.column - 1

    def _end(self, stretch: Stretch) -> int:
        last: Token = self.tokens[stretch.last]
        return last.place.column - 1 + last.place.length

    def _text(self, stretch: Stretch) -> str | None:
        line = self._line(stretch)
        return self.text.split("\n")[line - 1][self._start(stretch) : self._end(stretch)] if line else None
