"""How nodes, numbers, operations and partials are written: plain text and LaTeX from one row.

A node's formula is its row's template filled with its operands' names; a partial's formula is the template
that printing.py makes of it, filled likewise for each edge.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from graphs.elementwise import INPUT, POWER_CONSTANT
from graphs.graph import Edge, Graph
from graphs.printing import Template, templates
from graphs.rows import Operation

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_OUR_ID = re.compile(r"c[1-9][0-9]*")


def id_of(index: int) -> str:
    """The id of a node: c1 for node 0."""
    return f"c{index + 1}"


def called(graph: Graph, index: int) -> str:
    """How formulas call a node: a line's own name, else c1 … cn (inputs too).

    A line's name that reads like the id of another node gives way to the id, so that c3 is never two things.
    """
    name = graph.names[index]
    if index < len(graph.inputs) or name is None or _OUR_ID.fullmatch(name):
        return id_of(index)
    return name


def symbol(graph: Graph, index: int) -> str:
    """The same in LaTeX."""
    return label(called(graph, index))


@lru_cache(maxsize=8192)
def label(name: str) -> str:
    """A person's name in LaTeX: x1 is x_1, theta is a Greek letter, yhat has its hat, w_out its subscript."""
    base, _, primes = name.partition("'")
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base, re.DOTALL).groups()  # type: ignore[union-attr]
    subscript = rest.strip("_")
    written = _base(letters)
    if subscript:
        written += "_" + (subscript if re.fullmatch(r"[A-Za-z0-9]", subscript) else "{" + _word(subscript) + "}")
    if primes or name.endswith("'"):
        return "{" + written + ("^{\\prime " + primes + "}" if primes.isdigit() else "'" + primes) + "}"
    return written


def _base(letters: str) -> str:
    if letters in GREEK:
        return "\\" + letters
    if len(letters) > 3 and letters.endswith("hat") and (len(letters) == 4 or letters[:-3] in GREEK):
        return "\\hat{" + _base(letters[:-3]) + "}"
    return letters if len(letters) == 1 else _word(letters)


def _word(text: str) -> str:
    return text if text.isdigit() else "\\mathrm{" + text.replace("_", "\\_") + "}"


def literal(x: float) -> str:
    """A double in full, as one would type it."""
    if math.isinf(x) or math.isnan(x):
        return "undefined" if x != x else "∞" if x > 0 else "-∞"
    return str(int(x)) if x == int(x) and abs(x) < 1e16 else repr(x)


@lru_cache(maxsize=8192)  # one answer says most of its numbers several times
def number_text(x: float, digits: int = 5) -> str:
    """A double as the picture and the table show it: `digits` significant digits, 1.23·10^-5 outside 1e-4 … 1e6."""
    if x != x or math.isinf(x) or x == 0:
        return literal(x + 0.0)
    if not 1e-4 <= abs(x) < 1e6:
        mantissa, exponent = f"{x:.2e}".split("e")
        return f"{_trimmed(mantissa)}·10^{int(exponent)}"
    if x == int(x):
        return str(int(x))
    return _trimmed(f"{x:.{max(0, digits - 1 - math.floor(math.log10(abs(x))))}f}")


def number_latex(x: float, digits: int = 5) -> str:
    """The same in LaTeX."""
    text = number_text(x, digits)
    mantissa, power, exponent = text.partition("·10^")
    if power:
        return f"{mantissa} \\cdot 10^{{{exponent}}}"
    return "\\text{undefined}" if x != x else text.replace("∞", "\\infty")


def _trimmed(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals


def constant_text(graph: Graph, k: int) -> str:
    return graph.labels.get(k) or literal(graph.constant(k))


def constant_latex(graph: Graph, k: int) -> str:
    name = graph.labels.get(k)
    return "\\pi" if name == "pi" else name or number_latex(graph.constant(k))


def _operand_texts(graph: Graph, index: int) -> list[str]:
    return [
        called(graph, k) if k >= 0 else called(graph, graph.owners[k]) if k in graph.owners else constant_text(graph, k)
        for k in graph.operands[index]
    ]


def _operand_symbols(graph: Graph, index: int) -> list[str]:
    return [
        symbol(graph, k)
        if k >= 0
        else symbol(graph, graph.owners[k])
        if k in graph.owners
        else constant_latex(graph, k)
        for k in graph.operands[index]
    ]


def node_text(graph: Graph, index: int) -> str:
    """A node's operation in terms of its operands' names, as one would type it."""
    row = graph.rows[index]
    if row is INPUT:
        return graph.inputs[index]
    return _filled(row, row.text, _operand_texts(graph, index), "({})")


def node_latex(graph: Graph, index: int) -> str:
    """The same in LaTeX."""
    row = graph.rows[index]
    if row is INPUT:
        return label(graph.inputs[index])
    return _filled(row, row.latex, _operand_symbols(graph, index), "\\left({}\\right)")


def _filled(row: Operation, template: str, operands: list[str], brackets: str) -> str:
    if row.binds < 5:  # an infix sign: a negative number after it, or as a base, stands in brackets
        operands = [
            brackets.format(text) if text.startswith("-") and _may_be_misread(row, template, slot) else text
            for slot, text in enumerate(operands)
        ]
    return template.format(*operands, all=", ".join(operands))


def _may_be_misread(row: Operation, template: str, slot: int) -> bool:
    """Whether a minus sign in this slot would read as part of the operation; LaTeX braces prevent it."""
    return (slot > 0 or row.binds > 2) and f"{{{{{{{slot}}}}}}}" not in template


def edge_text(graph: Graph, edge: Edge) -> str:
    """The formula of the partial along an edge, as one would type it; a data node passes no derivative: ""."""
    if edge.source in graph.data:
        return ""
    return _fill(_templates_of(graph, edge)[0][edge.position], _operand_texts(graph, edge.target), "({})")


def edge_latex(graph: Graph, edge: Edge) -> str:
    """The same in LaTeX."""
    if edge.source in graph.data:
        return ""
    template = _templates_of(graph, edge)[1][edge.position]
    return _fill(template, _operand_symbols(graph, edge.target), "\\left({}\\right)")


def _fill(template: Template, operands: list[str], brackets: str) -> str:
    if len(template) > 1:  # a negative constant inside a formula stands in brackets
        operands = [brackets.format(text) if text.startswith("-") else text for text in operands]
    return "".join(operands[piece] if isinstance(piece, int) else piece for piece in template)


def _templates_of(graph: Graph, edge: Edge) -> tuple[list[Template], list[Template]]:
    row, operands = graph.rows[edge.target], graph.operands[edge.target]
    exponent = graph.constant(operands[1]) if row is POWER_CONSTANT else None
    return templates(row, len(operands), exponent)
