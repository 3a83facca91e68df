"""How nodes, operations and partials are written: plain text and LaTeX from one row.

A node's formula is its row's template filled with its operands' names; a partial's formula is the template
that partials.py makes of it, filled likewise for each edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

from graphs.autodiff.graph import Edge, Graph
from graphs.notation.names import OUR_ID, barred, id_of, label
from graphs.notation.numbers import literal, literal_latex, number_latex
from graphs.notation.partials import Template, templates, templates_for_numbers
from graphs.notation.precedence import POWER_OF_TEN, filled, is_open
from graphs.operations.elementwise import INPUT, MULTIPLY, POWER_CONSTANT
from graphs.operations.row import Operation, Rule
from graphs.operations.shapes import size_text

_NAMED_IN_RULES = 2  # operands that a rule of vectors and matrices may name; [a, b, …] has thousands
_LONGEST_CONSTANT = 60  # characters of an array that stands in a formula


class Notation:
    """The names of a graph's nodes and the formulas made of them: made once per graph, and handed to every reader.

    names, symbols: by node, what formulas call it, in text and in LaTeX: a line's own name, else c1 … cn (inputs too).
    A line's name that reads like the id of another node gives way to the id, so that c3 is never two things.
    """

    def __init__(self, graph: Graph):
        self.graph = graph
        self.names = [
            id_of(i) if i < len(graph.inputs) or own is None or OUR_ID.fullmatch(own) else own
            for i, own in enumerate(graph.names)
        ]

    @cached_property
    def symbols(self) -> list[str]:
        return [*map(label, self.names)]

    @cached_property
    def _folded(self) -> dict[int, tuple[str, str]]:
        """How arrays among the constants are written, in text and LaTeX: as typed; long ones by their size."""
        written: dict[int, tuple[str, str]] = {}
        for k in sorted(self.graph.folded, reverse=True):  # in the order of their making
            row, operands = self.graph.folded[k]
            size = f"array {size_text(self.graph.shape_of(k))}"
            written[k] = (size, f"\\text{{{size}}}")
            if len(operands) * 3 <= _LONGEST_CONSTANT:
                texts, symbols = [], []
                for operand in operands:
                    text, latex = written.get(operand) or (self._operand_text(operand), self._operand_symbol(operand))
                    open_sign = is_open(self.graph, operand, row)
                    texts.append(f"({text})" if open_sign else text)
                    symbols.append(f"\\left({latex}\\right)" if open_sign else latex)
                text = filled(row, row.text, texts, "({})")
                if len(text) <= _LONGEST_CONSTANT:
                    written[k] = (text, filled(row, row.latex, symbols, "\\left({}\\right)"))
        return written

    def _operand_text(self, k: int) -> str:
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        if node >= 0:
            return self.names[node]
        return self.graph.labels[k] if k in self.graph.labels else literal(self.graph.constant(k))

    def _operand_symbol(self, k: int) -> str:
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        if node >= 0:
            return self.symbols[node]
        name = self.graph.labels.get(k)
        return "\\pi" if name == "pi" else name or literal_latex(self.graph.constant(k))

    def _operand_texts(self, index: int) -> list[str]:
        return self._operands_written(index, 0, self._operand_text, "({})")

    def _operand_symbols(self, index: int) -> list[str]:
        return self._operands_written(index, 1, self._operand_symbol, "\\left({}\\right)")

    def _operands_written(
        self, index: int, form: int, plain: Callable[[int], str], brackets: str, count: int | None = None
    ) -> list[str]:
        """The operands as they stand in a formula, or the first `count` of them."""
        if not self.graph.folded:
            return [plain(k) for k in self.graph.operands[index][:count]]
        written = []
        for k in self.graph.operands[index][:count]:
            if k in self.graph.folded and self.graph.owners.get(k, index) == index:  # no node of its own to be named by
                text = self._folded[k][form]
                written.append(brackets.format(text) if is_open(self.graph, k, self.graph.rows[index]) else text)
            else:
                written.append(plain(k))
        return written

    def text(self, index: int) -> str:
        """A node's operation in terms of its operands' names, as one would type it."""
        row = self.graph.rows[index]
        if row is INPUT:
            return self.graph.inputs[index]
        return filled(row, row.text, self._operand_texts(index), "({})")

    def latex(self, index: int) -> str:
        """The same in LaTeX."""
        row = self.graph.rows[index]
        if row is INPUT:
            return label(self.graph.inputs[index])
        template = row.latex
        if row is MULTIPLY and all(self.graph.shape_of(k) for k in self.graph.operands[index]):
            template = "{0} \\odot {1}"  # entry by entry: a product of matrices is written without a sign
        return filled(row, template, self._operand_symbols(index), "\\left({}\\right)")

    def edge_text(self, edge: Edge) -> str:
        """The formula of the partial along an edge, as one would type it; a data node passes no derivative: "".

        For the rows of vectors and matrices it is how the adjoint, which stands as a dot, is pulled back: · c2.T.
        """
        if edge.source in self.graph.data:
            return ""
        if self.graph.rows[edge.target].maps is not None:
            return self._in_texts(edge, self.rule(edge).text)
        return _fill(self._templates_of(edge)[0][edge.position], self._operand_texts(edge.target), "({})")

    def edge_latex(self, edge: Edge) -> str:
        """The same in LaTeX."""
        if edge.source in self.graph.data:
            return ""
        if self.graph.rows[edge.target].maps is not None:
            return self.mapped_latex(edge, self.rule(edge).pulled, barred(self.symbols[edge.target]))
        template = self._templates_of(edge)[1][edge.position]
        return _fill(template, self._operand_symbols(edge.target), "\\left({}\\right)")

    def edge_in_numbers(self, edge: Edge, values: Sequence[float]) -> str:
        """An elementwise partial's formula in LaTeX with its operands' numbers; values: by node and constant."""
        row, count, exponent = self._partial_of(edge)
        template = templates_for_numbers(row, count, exponent)[edge.position]
        numbers = [number_latex(values[k]) if k >= 0 or k in self.graph.owners else self._operand_symbol(k)
                   for k in self.graph.operands[edge.target]]  # fmt: skip
        return _fill(template, numbers, "\\left({}\\right)")

    def is_constant(self, edge: Edge) -> bool:
        """Whether an elementwise partial is a constant of the program, as 3 is that of 3x."""
        template = self._templates_of(edge)[1][edge.position]
        k = self.graph.operands[edge.target][template[0]] if isinstance(template[0], int) else 0
        return len(template) == 1 and k < 0 and k not in self.graph.owners

    def rule(self, edge: Edge) -> Rule:
        """How the map along an edge of vectors and matrices is written."""
        rules = self.graph.rows[edge.target].rules
        return rules[min(edge.position, len(rules) - 1)]

    def rule_words(self, edge: Edge) -> str:
        """Why the adjoint comes back along an edge of vectors and matrices as it does."""
        return self._in_texts(edge, self.rule(edge).words)

    def _in_texts(self, edge: Edge, template: str) -> str:
        texts = self._operands_written(edge.target, 0, self._operand_text, "({})", _NAMED_IN_RULES)
        return template.format(*texts, c=self.names[edge.target], n=self._entries(edge))

    def _entries(self, edge: Edge) -> int:
        """Over how many entries a mean is taken."""
        return math.prod(self.graph.shapes[edge.source]) // max(1, math.prod(self.graph.shapes[edge.target]))

    def mapped_latex(self, edge: Edge, template: str, flow: str, written: Callable[[int], str] | None = None) -> str:
        """One of a rule's templates with what flows put in, in LaTeX.

        written: how nodes and constants stand in it, by number; by default as symbols.
        """
        if written is None:
            symbols = self._operands_written(edge.target, 1, self._operand_symbol, "\\left({}\\right)", _NAMED_IN_RULES)
            c = self.symbols[edge.target]
        else:
            symbols = [written(k) for k in self.graph.operands[edge.target][:_NAMED_IN_RULES]]
            c = written(edge.target)
        return template.format(*symbols, c=c, n=self._entries(edge), d=flow, g=flow)

    def _templates_of(self, edge: Edge) -> tuple[list[Template], list[Template]]:
        return templates(*self._partial_of(edge))

    def _partial_of(self, edge: Edge) -> tuple[Operation, int, float | None]:
        """What decides how a partial is written: the row, the number of operands, an exponent that is a constant."""
        row, operands = self.graph.rows[edge.target], self.graph.operands[edge.target]
        exponent = (
            self.graph.constant(operands[1]) if row is POWER_CONSTANT and not self.graph.shape_of(operands[1]) else None
        )
        return row, len(operands), exponent


def _fill(template: Template, operands: list[str], brackets: str) -> str:
    """A number with a sign of its own inside a formula, or after digits, stands in brackets."""
    written = ""
    for at, piece in enumerate(template):
        if isinstance(piece, str):
            written += piece
            continue
        text, follows = operands[piece], str(template[at + 1]) if at + 1 < len(template) else ""
        is_enclosed = written[-1:] in ("(", "{") and follows[:1] in (")", "}")
        runs_on = text[0].isdigit() and written.rstrip(" }")[-1:].isdigit()
        is_open = len(template) > 1 and not is_enclosed and (text.startswith("-") or POWER_OF_TEN in text or runs_on)
        written += brackets.format(text) if is_open else text
    return written
