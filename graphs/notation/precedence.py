"""Where brackets stand: round an operand that its operation's sign, or a factor that the dot beside it, would tear."""

from __future__ import annotations

import re
from functools import lru_cache

from graphs.autodiff.graph import Graph
from graphs.operations.row import Operation

POWER_OF_TEN = "10^{"  # in a number that is written with a power of ten
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")  # an innermost pair


def is_open(graph: Graph, k: int, row: Operation) -> bool:
    """Whether an array that stands in a formula by what it is made of needs brackets there."""
    return k in graph.folded and k not in graph.owners and graph.folded[k][0].binds <= row.binds < 9


def filled(row: Operation, template: str, operands: list[str], brackets: str) -> str:
    """A row's template with its operands, of which numbers with a sign stand in brackets where it would be misread."""
    if row.binds < 5:  # an infix sign: a negative number after it, or as a base, stands in brackets
        operands = [
            brackets.format(text) if _is_signed(row, text) and _may_be_misread(row, template, slot) else text
            for slot, text in enumerate(operands)
        ]
    return template.format(*operands, all=", ".join(operands))


def _is_signed(row: Operation, text: str) -> bool:
    """Whether a number has a sign of its own: a minus, or the power of ten that it is written with, as a base."""
    return text.startswith("-") or (row.binds == 4 and POWER_OF_TEN in text)


def _may_be_misread(row: Operation, template: str, slot: int) -> bool:
    """Whether a sign in this slot would read as part of the operation; LaTeX braces prevent it."""
    return (slot > 0 or row.binds > 2) and f"{{{{{{{slot}}}}}}}" not in template


def product(left: str, right: str) -> str:
    """A product; a sum or a negative number stands in brackets, a factor 1 in symbols is kept: it is the lesson."""
    return f"{factor(left)} \\cdot {factor(right)}"


@lru_cache(maxsize=8192)
def factor(latex: str) -> str:
    """LaTeX as a factor: in brackets where it holds a sum or a minus outside of brackets of its own."""
    bare = re.sub(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}|\\left\(.*\\right\)|\{[^{}]*\}|\([^()]*\)", "", latex)
    return f"\\left({latex}\\right)" if re.search(r"[+-]", bare) else latex


def factor_in_text(formula: str) -> str:
    """What an adjoint is multiplied by, entry by entry; a sum stands in brackets."""
    bare = formula
    while (less := _BRACKETS.sub("", bare)) != bare:
        bare = less
    return f"× ({formula})" if " + " in bare or " - " in bare else f"× {formula}"
