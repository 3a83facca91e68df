"""How nodes, operations and partials are written: plain text and LaTeX from one row.

A node's formula is its row's template filled with its operands' names; a partial's formula is the template
that partials.py makes of it, filled likewise for each edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, wraps
from typing import Any, NamedTuple, TypeVar

from graphs.autodiff.graph import Edge, Graph
from graphs.notation.formula import (
    ADJOINT,
    FORMULA,
    NAME,
    OPERATION,
    ROUND,
    ROUND_LATEX,
    TANGENT,
    VALUE,
    Formula,
    Part,
    Pieces,
    bracketed,
    clause,
    formula,
    joined,
)
from graphs.notation.names import (
    Choice,
    Name,
    identifiers,
    label,
    names_of,
    result_of,
    usual_choice,
    why_not_counted,
)
from graphs.notation.numbers import literal_latex, literal_text, number_latex
from graphs.notation.precedence import is_open, is_torn_in_operation, is_torn_in_partial
from graphs.notation.signs import IN_RULES, separator, text_template
from graphs.notation.templates import Slot, Template, fill, template_of
from graphs.operations.elementwise import INPUT, MULTIPLY, POWER_CONSTANT
from graphs.operations.row import Operation, Rule
from graphs.operations.shapes import size_text

_NAMED_IN_RULES = 2  # operands that a rule of vectors and matrices may name; [a, b, …] has thousands
_LONGEST_CONSTANT = 60  # characters of an array that stands in a formula


class Form(NamedTuple):
    """One of the two ways of writing: plain text, or LaTeX."""

    is_latex: bool
    brackets: tuple[str, str]


TEXT, LATEX = Form(False, ROUND), Form(True, ROUND_LATEX)


@lru_cache(maxsize=8192)
def _mention(written: str, role: str, index: int | None, latex: str = "") -> Formula:
    return Formula((Part(written, role, index, latex),))


def author_name(name: str, index: int | None) -> Formula:
    """An input or the output in a sentence as its author calls it."""
    return _mention(name, NAME, index, label(name))


Key = TypeVar("Key")


def formula_cache(write: Callable[[Notation, Key], Formula]) -> Callable[[Notation, Key], Formula]:
    """What a notation writes once: of one node, or of one edge."""

    @wraps(write)
    def lookup(self: Notation, of: Key) -> Formula:
        key = (write.__name__, of)
        written = self.written.get(key)
        if written is None:
            written = self.written[key] = write(self, of)
        return written

    return lookup


class Notation:
    """The names of a graph's nodes and the formulas made of them: made once per graph, and handed to every reader.

    wanted: which names are asked for, by default those that are usual. choice: which there are. why_not_counted: why
    those cannot be c1, c2, …, if so.
    names, symbols, identifiers: by node, what it is called: in text, in LaTeX, and in letters that code can have.
    result: what the program computes, as answers and sentences call it.
    written: formulas that no point changes, as they are asked for. drawn: what pictures make of them.
    """

    def __init__(self, graph: Graph, choice: Choice | None = None):
        self.graph = graph
        self.written: dict[Any, Formula] = {}
        self.drawn: dict[Any, Any] = {}
        self.wanted = choice or usual_choice(graph)
        self.why_not_counted = why_not_counted(graph)
        self.choice: Choice = self.wanted if self.why_not_counted is None else "own"
        self.called: list[Name] = names_of(graph, self.choice)
        self.result = result_of(graph)

    @cached_property
    def by_inputs(self) -> Notation:
        """The same with every input by its own name, as remedies for a program have them."""
        if self.choice == "own":
            return self
        named = Notation(self.graph, self.wanted)
        named.called[: len(self.graph.inputs)] = map(Name, self.graph.inputs)
        return named

    @property
    def output(self) -> Formula:
        """What sentences call the output: the result where nodes are counted, or where there are several."""
        outputs = self.graph.outputs
        if self.choice == "own" and len(outputs) == 1:
            return _mention(self.names[outputs[0]], NAME, outputs[0], self.symbols[outputs[0]])
        return author_name(self.result, outputs[0] if len(outputs) == 1 else None)

    @cached_property
    def names(self) -> list[str]:
        """By node, its name in texts."""
        return [name.text for name in self.called]

    @cached_property
    def symbols(self) -> list[str]:
        """By node, its name in LaTeX."""
        return [name.symbol.latex for name in self.called]

    @cached_property
    def identifiers(self) -> list[str]:
        """By node, its name in code."""
        return identifiers(self.called)

    def value(self, index: int) -> Formula:
        """A node's symbol in a formula."""
        return _mention(self.symbols[index], VALUE, index)

    def tangent(self, index: int) -> Formula:
        """The symbol of a node's tangent."""
        return _mention(self.called[index].symbol.accented("\\dot"), TANGENT, index)

    def adjoint(self, index: int) -> Formula:
        """The symbol of a node's adjoint."""
        return _mention(self.called[index].symbol.accented("\\bar"), ADJOINT, index)

    def name(self, index: int) -> Formula:
        """A node's name in plain text, with the symbol that it is in a sentence."""
        return _mention(self.names[index], VALUE, index, self.symbols[index])

    @cached_property
    def _folded(self) -> dict[Form, dict[int, Formula]]:
        """How arrays among the constants are written in both forms: as typed; long ones by their size."""
        written: dict[Form, dict[int, Formula]] = {TEXT: {}, LATEX: {}}
        for k in sorted(self.graph.folded, reverse=True):  # in the order of their making
            row, operands = self.graph.folded[k]
            size = f"array {size_text(self.graph.shape_of(k))}"
            written[TEXT][k], written[LATEX][k] = formula(size), formula(f"\\text{{{size}}}")
            if len(operands) * 3 > _LONGEST_CONSTANT:
                continue
            whole = {}
            for form in (TEXT, LATEX):
                inner = [written[form].get(each) or self._operand(each, form) for each in operands]
                closed = [bracketed(each, form.brackets) if is_open(self.graph, operand, row) else each
                          for operand, each in zip(operands, inner, strict=True)]  # fmt: skip
                template = template_of(row.latex, row.binds) if form.is_latex else text_template(row, closed)
                whole[form] = _operation(row, template, closed, form)
            if len(whole[TEXT]) <= _LONGEST_CONSTANT:
                written[TEXT][k], written[LATEX][k] = whole[TEXT], whole[LATEX]
        return written

    def _operand(self, k: int, form: Form) -> Formula:
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        if node >= 0:
            return self.value(node) if form.is_latex else self.name(node)
        name = self.graph.labels.get(k)
        if name is not None:
            latex = "\\pi" if name == "pi" else name
            return _mention(latex, NAME, None) if form.is_latex else _mention(name, NAME, None, latex)
        return (literal_latex if form.is_latex else literal_text)(self.graph.constant(k))

    def _operands(self, index: int, form: Form, count: int | None = None) -> list[Formula]:
        """The operands as they stand in a formula, or the first `count` of them."""
        if not self.graph.folded:
            return [self._operand(k, form) for k in self.graph.operands[index][:count]]
        written = []
        for k in self.graph.operands[index][:count]:
            if k in self.graph.folded and self.graph.owners.get(k, index) == index:  # no node of its own to be named by
                each = self._folded[form][k]
                written.append(
                    bracketed(each, form.brackets) if is_open(self.graph, k, self.graph.rows[index]) else each
                )
            else:
                written.append(self._operand(k, form))
        return written

    @formula_cache
    def text(self, index: int) -> Formula:
        """A node's operation in terms of its operands' names, as one would type it."""
        row = self.graph.rows[index]
        if row is INPUT:
            return author_name(self.graph.inputs[index], index)
        operands = self._operands(index, TEXT)
        return _operation(row, text_template(row, operands), operands, TEXT)

    def operand_texts(self, index: int) -> list[Formula]:
        """A node's operands in plain text."""
        return self._operands(index, TEXT)

    def operation_of(self, row: Operation, operands: list[Formula]) -> Formula:
        """A row of operands that are written already, in plain text."""
        return _operation(row, text_template(row, operands), operands, TEXT)

    @formula_cache
    def latex(self, index: int) -> Formula:
        """The same in LaTeX."""
        row = self.graph.rows[index]
        if row is INPUT:
            return _mention(label(self.graph.inputs[index]), NAME, index)
        template = row.latex
        if row is MULTIPLY and all(self.graph.shape_of(k) for k in self.graph.operands[index]):
            template = "{0} \\odot {1}"  # entry by entry: a product of matrices is written without a sign
        return _operation(row, template_of(template, row.binds), self._operands(index, LATEX), LATEX)

    @formula_cache
    def operation(self, index: int) -> Formula:
        """A node's operation in a sentence, typeset whole."""
        return Formula((Part(self.text(index), OPERATION, index, self.latex(index)),))

    def operation_at(self, index: int, operands: dict[int, float], value: str) -> Formula:
        """An equation in a sentence: the operation with numbers in the places of some operands, and its value."""
        row = self.graph.rows[index]
        texts, formulas = self._operands(index, TEXT), self._operands(index, LATEX)
        for position, x in operands.items():
            texts[position], formulas[position] = literal_text(x), literal_latex(x)
        text = _operation(row, text_template(row, texts), texts, TEXT)
        latex = _operation(row, template_of(row.latex, row.binds), formulas, LATEX)
        return Formula((Part(f"{text} = {value}", FORMULA, None, f"{latex} = {value}"),))

    @formula_cache
    def edge_text(self, edge: Edge) -> Formula:
        """The formula of the partial along an edge, as one would type it; a data node passes no derivative: "".

        For the rows of vectors and matrices it is how the adjoint, which stands as a dot, is pulled back: · c2.T.
        """
        if edge.source in self.graph.data:
            return formula()
        if self.graph.rows[edge.target].maps is not None:
            return formula(clause(self.rule(edge).text, *self._operands(edge.target, TEXT, _NAMED_IN_RULES),
                        c=self.name(edge.target), n=self._entries(edge), **IN_RULES))  # fmt: skip
        return _partial(self._templates_of(edge)[0][edge.position], self._operands(edge.target, TEXT), TEXT)

    @formula_cache
    def edge_latex(self, edge: Edge) -> Formula:
        """The same in LaTeX."""
        if edge.source in self.graph.data:
            return formula()
        if self.graph.rows[edge.target].maps is not None:
            return self.mapped_latex(edge, self.rule(edge).pulled, self.adjoint(edge.target))
        return _partial(self._templates_of(edge)[1][edge.position], self._operands(edge.target, LATEX), LATEX)

    def edge_in_numbers(self, edge: Edge, values: Sequence[float]) -> Formula:
        """An elementwise partial's formula in LaTeX with its operands' numbers; values: by node and constant."""
        from graphs.notation.partials import templates_for_numbers  # with SymPy, when a partial is written

        row, count, exponent = self._partial_of(edge)
        template = templates_for_numbers(row, count, exponent)[edge.position]
        numbers = [number_latex(values[k]) if k >= 0 or k in self.graph.owners else self._operand(k, LATEX)
                   for k in self.graph.operands[edge.target]]  # fmt: skip
        return _partial(template, numbers, LATEX)

    def constant_partial(self, edge: Edge) -> float | None:
        """An elementwise partial that is a number whatever the point, as 1 is that of x + y and 3 that of 3x."""
        if self.is_constant(edge):
            k = self.graph.operands[edge.target][self._only_slot(edge)]
            return None if self.graph.shape_of(k) else self.graph.constant(k)
        return self._templates_of(edge)[1][edge.position].number

    def is_constant(self, edge: Edge) -> bool:
        """Whether an elementwise partial is a constant of the program, as 3 is that of 3x."""
        slot = self._only_slot(edge)
        k = self.graph.operands[edge.target][slot] if slot >= 0 else 0
        return k < 0 and k not in self.graph.owners

    def _only_slot(self, edge: Edge) -> int:
        """Which operand an elementwise partial is, as y is that of x*y by x; -1 where it is none."""
        pieces = self._templates_of(edge)[1][edge.position].pieces
        only = pieces[0] if len(pieces) == 1 else ""
        return int(only.field) if isinstance(only, Slot) and not only.exponent else -1

    def rule(self, edge: Edge) -> Rule:
        """How the map along an edge of vectors and matrices is written."""
        rules = self.graph.rows[edge.target].rules
        return rules[min(edge.position, len(rules) - 1)]

    def rule_words(self, edge: Edge, dot: Pieces = "", total: Pieces = "") -> Formula:
        """Why the adjoint comes back along an edge of vectors and matrices as it does.

        dot, total: the adjoint's dot product with the node and its sum, as they are told of vectors.
        """
        return formula(clause(self.rule(edge).words, *self._operands(edge.target, TEXT, _NAMED_IN_RULES),
                    c=self.name(edge.target), n=self._entries(edge), gc=dot, gs=total))  # fmt: skip

    def _entries(self, edge: Edge) -> str:
        """Over how many entries a mean is taken."""
        return str(math.prod(self.graph.shapes[edge.source]) // max(1, math.prod(self.graph.shapes[edge.target])))

    def mapped_latex(
        self, edge: Edge, template: str, flow: Formula, written: Callable[[int], Formula] | None = None
    ) -> Formula:
        """One of rule_of's templates with what flows put in, in LaTeX.

        written: how nodes and constants stand in it, by number; by default as symbols.
        """
        if written is None:
            operands = self._operands(edge.target, LATEX, _NAMED_IN_RULES)
            c = self.value(edge.target)
        else:
            operands = [written(k) for k in self.graph.operands[edge.target][:_NAMED_IN_RULES]]
            c = written(edge.target)
        fields: dict[int | str, Formula] = dict(enumerate(operands))
        fields |= {"c": c, "n": formula(self._entries(edge)), "d": flow, "g": flow}
        return fill(template_of(template), fields, lambda slot, operand: False, ROUND_LATEX)

    def _templates_of(self, edge: Edge) -> tuple[list[Template], list[Template]]:
        from graphs.notation.partials import templates  # with SymPy, when a partial is written

        return templates(*self._partial_of(edge))

    def _partial_of(self, edge: Edge) -> tuple[Operation, int, float | None]:
        """What decides how a partial is written: the row, the number of operands, an exponent that is a constant."""
        row, operands = self.graph.rows[edge.target], self.graph.operands[edge.target]
        exponent = (
            self.graph.constant(operands[1]) if row is POWER_CONSTANT and not self.graph.shape_of(operands[1]) else None
        )
        return row, len(operands), exponent


def _operation(row: Operation, template: Template, operands: list[Formula], form: Form) -> Formula:
    """A row's template with its operands, of which numbers with a sign stand in brackets where it would be misread."""
    between = ", " if form.is_latex else separator(row)
    fields: dict[int | str, Formula] = {**dict(enumerate(operands)), "all": formula(joined(between, operands))}

    def is_torn(slot: Slot, operand: Formula) -> bool:
        return is_torn_in_operation(row, slot.field == 0, slot.enclosed, operand)

    return fill(template, fields, is_torn, form.brackets)


def _partial(template: Template, operands: list[Formula], form: Form) -> Formula:
    is_alone = len(template.pieces) == 1

    def is_torn(slot: Slot, operand: Formula) -> bool:
        return is_torn_in_partial(is_alone and not slot.exponent, slot.enclosed, slot.after_digit, operand)

    return fill(template, dict(enumerate(operands)), is_torn, form.brackets)
