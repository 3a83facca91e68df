"""A program's lines in LaTeX as they were understood, for people to compare with what they meant."""

from __future__ import annotations

import re
from functools import lru_cache

from graphs.elementwise import ADD, DIVIDE, MULTIPLY, NEGATE
from graphs.graph import NAMED_CONSTANTS
from graphs.language import Program, Word
from graphs.notation import label
from graphs.numerals import number_latex
from graphs.operations import FUNCTIONS

(EXP,) = FUNCTIONS["exp"]
_WORD_AT_END = re.compile(r"\\mathrm\{[^{}]*\}\}?$")


@lru_cache(maxsize=64)  # as many as binding.py keeps
def typeset(program: Program) -> list[str]:
    """One formula per line; the last one of a program without a name is called f."""
    written = []
    for line in program.lines:
        right = _typeset_words(line.words)
        name = label(line.name) if line.name is not None else "f"
        body = right[0] if len(right) == 1 else f"\\left({', '.join(right)}\\right)"
        written.append(f"{name} = {body}")
    return written


def _typeset_words(words: list[Word]) -> list[str]:
    stack: list[tuple[str, float]] = []  # LaTeX, and how tightly its outermost sign binds
    for row, leaf, count, _ in words:
        if row is None:
            if isinstance(leaf, str):
                stack.append(("\\pi" if leaf == "pi" and leaf in NAMED_CONSTANTS else label(leaf), 9))
            else:
                stack.append((number_latex(leaf or 0.0, 8), 9))
            continue
        operands = stack[len(stack) - count :]
        del stack[len(stack) - count :]
        texts = [
            text
            if _closed(row.latex, slot) or (binds > _needed(row.binds, slot) and not (slot and text.startswith("-")))
            else f"\\left({text}\\right)"
            for slot, (text, binds) in enumerate(operands)
        ]
        if row is EXP:
            stack.append((f"e^{{{operands[0][0]}}}", 4))
        elif row is MULTIPLY:
            stack.append((texts[0] + (" \\cdot " if _runs_on(*texts) else " ") + texts[1], 2))
        else:
            binds = 3.5 if row is DIVIDE else row.binds
            stack.append((row.latex.format(*texts, all=", ".join(texts)), binds))
    return [text for text, _ in stack]


def _runs_on(left: str, right: str) -> bool:
    """Whether two factors would read as one number or one word."""
    return right[0].isdigit() or right.startswith("\\mathrm{") or _WORD_AT_END.search(left) is not None


def _needed(binds: int, slot: int) -> float:
    """An operand whose sign does not bind more tightly than this stands in brackets."""
    if binds in (ADD.binds, MULTIPLY.binds):
        return binds - 1 if slot == 0 else binds
    if binds == NEGATE.binds:
        return 1
    return 4 if binds < 9 else 0


def _closed(template: str, slot: int) -> bool:
    """Whether the row's own LaTeX already encloses this operand: a fraction, a root, an exponent, a call."""
    return (
        f"{{{{{{{slot}}}}}}}" in template or "matrix" in template or f"({{{slot}}})" in template or "{all}" in template
    )
