"""How nodes, operations and partials are written: plain text and LaTeX from one row.

A node's formula is its row's template filled with its operands' names; a partial's formula is the template
that partials.py makes of it, filled likewise for each edge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from graphs.autodiff.graph import Edge, Graph
from graphs.language.names import GREEK_IN_LATEX
from graphs.notation.numbers import literal, literal_latex, number_latex
from graphs.notation.partials import Template, templates, templates_for_numbers
from graphs.notation.precedence import POWER_OF_TEN, filled, is_open
from graphs.operations.elementwise import INPUT, MULTIPLY, POWER_CONSTANT
from graphs.operations.row import Operation, Rule
from graphs.operations.shapes import size_text

OUR_ID = re.compile(r"c[1-9][0-9]*")
_NAMED_IN_RULES = 2  # operands that a rule of vectors and matrices may name; [a, b, …] has thousands
_LONGEST_CONSTANT = 60  # characters of an array that stands in a formula


def id_of(index: int) -> str:
    """The id of a node: c1 for node 0."""
    return f"c{index + 1}"


def called(graph: Graph, index: int) -> str:
    """How formulas call a node: a line's own name, else c1 … cn (inputs too).

    A line's name that reads like the id of another node gives way to the id, so that c3 is never two things.
    """
    name = graph.names[index]
    if index < len(graph.inputs) or name is None or OUR_ID.fullmatch(name):
        return id_of(index)
    return name


def symbol(graph: Graph, index: int) -> str:
    """The same in LaTeX."""
    return label(called(graph, index))


def dotted(latex: str) -> str:
    """The symbol of a node's tangent."""
    return _accented("\\dot", latex)


def barred(latex: str) -> str:
    """The symbol of a node's adjoint."""
    return _accented("\\bar", latex)


@lru_cache(maxsize=8192)
def _accented(accent: str, latex: str) -> str:
    base, _, subscript = latex.partition("_")
    if re.fullmatch(r"[A-Za-z]|\\[a-z]+", base):
        return f"{accent}{{{base}}}" + ("_" + subscript if subscript else "")
    return f"{accent}{{{latex}}}"


@lru_cache(maxsize=8192)
def label(name: str) -> str:
    """A person's name in LaTeX: x1 is x_1, theta is a Greek letter, yhat has its hat, w_out its subscript."""
    base, _, primes = name.partition("'")
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base, re.DOTALL).groups()  # type: ignore[union-attr]
    is_odd = "__" in rest or rest.endswith("_")  # x_ is not x
    subscript = "" if is_odd else rest.strip("_")
    written = _word(base) if is_odd else _base(letters)
    if subscript:
        written += "_" + (subscript if re.fullmatch(r"[A-Za-z0-9]", subscript) else "{" + _word(subscript) + "}")
    if primes or name.endswith("'"):
        return "{" + written + ("^{\\prime " + primes + "}" if primes.isdigit() else "'" + primes) + "}"
    return written


def _base(letters: str) -> str:
    if letters in GREEK_IN_LATEX:
        return "\\" + letters
    if len(letters) > 3 and letters.endswith("hat") and (len(letters) == 4 or letters[:-3] in GREEK_IN_LATEX):
        return "\\hat{" + _base(letters[:-3]) + "}"
    return letters if len(letters) == 1 else _word(letters)


def _word(text: str) -> str:
    return text if text.isdigit() else "\\mathrm{" + text.replace("_", "\\_") + "}"


@lru_cache(maxsize=64)
def _folded(graph: Graph) -> dict[int, tuple[str, str]]:
    """How arrays among the constants are written, in text and LaTeX: as typed, or by their size where that is long."""
    written: dict[int, tuple[str, str]] = {}
    for k in sorted(graph.folded, reverse=True):  # in the order of their making
        row, operands = graph.folded[k]
        size = f"array {size_text(graph.shape_of(k))}"
        written[k] = (size, f"\\text{{{size}}}")
        if len(operands) * 3 <= _LONGEST_CONSTANT:
            texts, symbols = [], []
            for operand in operands:
                text, latex = written.get(operand) or (_operand_text(graph, operand), _operand_symbol(graph, operand))
                open_sign = is_open(graph, operand, row)
                texts.append(f"({text})" if open_sign else text)
                symbols.append(f"\\left({latex}\\right)" if open_sign else latex)
            text = filled(row, row.text, texts, "({})")
            if len(text) <= _LONGEST_CONSTANT:
                written[k] = (text, filled(row, row.latex, symbols, "\\left({}\\right)"))
    return written


def _operand_text(graph: Graph, k: int) -> str:
    node = k if k >= 0 else graph.owners.get(k, -1)
    if node >= 0:
        return called(graph, node)
    return graph.labels[k] if k in graph.labels else literal(graph.constant(k))


def _operand_symbol(graph: Graph, k: int) -> str:
    node = k if k >= 0 else graph.owners.get(k, -1)
    if node >= 0:
        return symbol(graph, node)
    name = graph.labels.get(k)
    return "\\pi" if name == "pi" else name or literal_latex(graph.constant(k))


def _operand_texts(graph: Graph, index: int) -> list[str]:
    return _operands_written(graph, index, 0, _operand_text, "({})")


def _operand_symbols(graph: Graph, index: int) -> list[str]:
    return _operands_written(graph, index, 1, _operand_symbol, "\\left({}\\right)")


def _operands_written(
    graph: Graph, index: int, form: int, plain: Callable[[Graph, int], str], brackets: str, count: int | None = None
) -> list[str]:
    """The operands as they stand in a formula, or the first `count` of them."""
    if not graph.folded:
        return [plain(graph, k) for k in graph.operands[index][:count]]
    written = []
    for k in graph.operands[index][:count]:
        if k in graph.folded and graph.owners.get(k, index) == index:  # no node of its own to be named by
            text = _folded(graph)[k][form]
            written.append(brackets.format(text) if is_open(graph, k, graph.rows[index]) else text)
        else:
            written.append(plain(graph, k))
    return written


def node_text(graph: Graph, index: int) -> str:
    """A node's operation in terms of its operands' names, as one would type it."""
    row = graph.rows[index]
    if row is INPUT:
        return graph.inputs[index]
    return filled(row, row.text, _operand_texts(graph, index), "({})")


def node_latex(graph: Graph, index: int) -> str:
    """The same in LaTeX."""
    row = graph.rows[index]
    if row is INPUT:
        return label(graph.inputs[index])
    template = row.latex
    if row is MULTIPLY and all(graph.shape_of(k) for k in graph.operands[index]):
        template = "{0} \\odot {1}"  # entry by entry: a product of matrices is written without a sign
    return filled(row, template, _operand_symbols(graph, index), "\\left({}\\right)")


def edge_text(graph: Graph, edge: Edge) -> str:
    """The formula of the partial along an edge, as one would type it; a data node passes no derivative: "".

    For the rows of vectors and matrices it is how the adjoint, which stands as a dot, is pulled back: · c2.T.
    """
    if edge.source in graph.data:
        return ""
    if graph.rows[edge.target].maps is not None:
        return _in_texts(graph, edge, rule_of(graph, edge).text)
    return _fill(_templates_of(graph, edge)[0][edge.position], _operand_texts(graph, edge.target), "({})")


def edge_latex(graph: Graph, edge: Edge) -> str:
    """The same in LaTeX."""
    if edge.source in graph.data:
        return ""
    if graph.rows[edge.target].maps is not None:
        return mapped_latex(graph, edge, rule_of(graph, edge).pulled, barred(symbol(graph, edge.target)))
    template = _templates_of(graph, edge)[1][edge.position]
    return _fill(template, _operand_symbols(graph, edge.target), "\\left({}\\right)")


def edge_in_numbers(graph: Graph, edge: Edge, values: Sequence[float]) -> str:
    """An elementwise partial's formula with its operands' numbers put in, in LaTeX; values: by node and constant."""
    row, count, exponent = _partial_of(graph, edge)
    template = templates_for_numbers(row, count, exponent)[edge.position]
    numbers = [number_latex(values[k]) if k >= 0 or k in graph.owners else _operand_symbol(graph, k)
               for k in graph.operands[edge.target]]  # fmt: skip
    return _fill(template, numbers, "\\left({}\\right)")


def is_constant(graph: Graph, edge: Edge) -> bool:
    """Whether an elementwise partial is a constant of the program, as 3 is that of 3x."""
    template = _templates_of(graph, edge)[1][edge.position]
    k = graph.operands[edge.target][template[0]] if isinstance(template[0], int) else 0
    return len(template) == 1 and k < 0 and k not in graph.owners


def rule_of(graph: Graph, edge: Edge) -> Rule:
    """How the map along an edge of vectors and matrices is written."""
    rules = graph.rows[edge.target].rules
    return rules[min(edge.position, len(rules) - 1)]


def rule_words(graph: Graph, edge: Edge) -> str:
    """Why the adjoint comes back along an edge of vectors and matrices as it does."""
    return _in_texts(graph, edge, rule_of(graph, edge).words)


def _in_texts(graph: Graph, edge: Edge, template: str) -> str:
    texts = _operands_written(graph, edge.target, 0, _operand_text, "({})", _NAMED_IN_RULES)
    return template.format(*texts, c=called(graph, edge.target), n=_entries(graph, edge))


def _entries(graph: Graph, edge: Edge) -> int:
    """Over how many entries a mean is taken."""
    return math.prod(graph.shapes[edge.source]) // max(1, math.prod(graph.shapes[edge.target]))


def mapped_latex(
    graph: Graph, edge: Edge, template: str, flow: str, written: Callable[[Graph, int], str] | None = None
) -> str:
    """One of rule_of's templates with what flows put in, in LaTeX.

    written: how nodes and constants stand in it, by number; by default as symbols.
    """
    if written is None:
        symbols = _operands_written(graph, edge.target, 1, _operand_symbol, "\\left({}\\right)", _NAMED_IN_RULES)
        c = symbol(graph, edge.target)
    else:
        symbols = [written(graph, k) for k in graph.operands[edge.target][:_NAMED_IN_RULES]]
        c = written(graph, edge.target)
    return template.format(*symbols, c=c, n=_entries(graph, edge), d=flow, g=flow)


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


def _templates_of(graph: Graph, edge: Edge) -> tuple[list[Template], list[Template]]:
    return templates(*_partial_of(graph, edge))


def _partial_of(graph: Graph, edge: Edge) -> tuple[Operation, int, float | None]:
    """What decides how a partial is written: the row, the number of operands, an exponent that is a constant."""
    row, operands = graph.rows[edge.target], graph.operands[edge.target]
    exponent = graph.constant(operands[1]) if row is POWER_CONSTANT and not graph.shape_of(operands[1]) else None
    return row, len(operands), exponent
