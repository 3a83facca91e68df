"""What several nodes compute together as one formula, as its author would write it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from graphs.notation.formula import ROUND, ROUND_RAISED, Formula, bracketed, formula
from graphs.notation.notation import Notation
from graphs.notation.precedence import CLOSED, MINUS, MINUS_SIGN, POWER, SUM, is_looser
from graphs.notation.signs import SQRT
from graphs.operations.elementwise import ADD
from graphs.operations.linear_algebra import DOT
from graphs.operations.row import Operation

_WITHOUT_BRACKETS = (SQRT, DOT)  # rows that are drawn without those of their calls
_MOST = 40  # nodes that are written out


def nested(notation: Notation, result: int, inside: Collection[int],
           called: Callable[[int], Formula | None] = lambda node: None) -> Formula:  # fmt: skip
    """The formula of a node in names of what stands outside of these nodes, and of what has a name of its own.

    called: what else stands for a node in it, as the call of a function does.
    """
    return _Nested(notation, inside, called).of(result)


class _Nested:
    def __init__(self, notation: Notation, inside: Collection[int], called: Callable[[int], Formula | None]):
        self.notation, self.inside, self.called = notation, inside, called
        self.left = _MOST

    def of(self, node: int) -> Formula:
        graph = self.notation.graph
        self.left -= 1
        row = graph.rows[node]
        operands = self.notation.operand_texts(node)
        if node in graph.data:
            return self.notation.text(node)
        for place, k in enumerate(graph.operands[node]):
            if k in self.inside and graph.operands[k] and graph.names[k] is None and k not in graph.data:
                inner = self.called(k) or self._deeper(k)
                is_raised = row.binds == POWER and place > 0
                if inner.binds < CLOSED if is_raised else _is_torn(row, place, inner):
                    inner = bracketed(inner, ROUND_RAISED if is_raised else ROUND)
                operands[place] = inner
        return self.notation.operation_of(row, operands)

    def _deeper(self, node: int) -> Formula:
        return self.of(node) if self.left > 0 else formula("…")


def _is_torn(row: Operation, place: int, inner: Formula) -> bool:
    """Whether an operand that is a formula itself needs brackets."""
    if row in _WITHOUT_BRACKETS:
        return inner.binds < CLOSED
    if row.binds >= CLOSED:
        return False
    if place:
        return inner.begins == MINUS_SIGN or inner.binds < row.binds or (inner.binds == row.binds and row is not ADD)
    return is_looser(inner.binds, {MINUS: SUM, POWER: POWER}.get(row.binds, row.binds - 1))
