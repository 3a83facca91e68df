"""What nodes are called: the names that stand above them, a line's own, a result's and those that are too long for a
node's rows; and within boxes what they compute, said in short.
"""

from __future__ import annotations

from graphs.notation.formula import DRAWN, ROOT, Part, Sign
from graphs.notation.names import Name
from graphs.notation.notation import Notation
from graphs.notation.precedence import CLOSED
from graphs.picture.typesetting import Run, Runs, glyphs, name_runs, runs, width

SYMBOL = 1.75  # ems: a longer name is cut beside its node's numbers


def above(notation: Notation, i: int) -> Name | None:
    """What stands above a node, if anything does."""
    graph, name = notation.graph, notation.called[i]
    if i < len(graph.inputs):
        return None
    if notation.choice == "own":
        is_long = len(name.text) > 2 and width(name_runs(name)) > SYMBOL
        return name if graph.names[i] is not None or i in graph.outputs or is_long else None
    if i in graph.outputs and graph.names[i] is None:
        place = None if len(graph.outputs) == 1 else graph.outputs.index(i) + 1
        return Name(notation.result, part=place)
    own = graph.names[i]
    return None if own is None else Name(own)


def is_part(notation: Notation, i: int) -> bool:
    """Whether a node is an unnamed part of a line, as i4 is of i."""
    return notation.choice == "own" and i >= len(notation.graph.inputs) and above(notation, i) is None


def inside_head(notation: Notation, i: int) -> Runs:
    """What a node within a box computes; operands without a name of their own are left to the edges: + b, σ."""
    graph = notation.graph
    row, operands, called = graph.rows[i], graph.operands[i], notation.by_inputs.called
    unnamed = [k >= 0 and is_unnamed(notation, k) for k in operands]
    if any(unnamed) and row.name in _INFIX and len(operands) == 2:
        sign = Run(_INFIX[row.name])
        named = [each for each, left in zip(notation.operand_texts(i), unnamed, strict=True) if not left]
        if not named:
            return (sign,)
        first, *more = runs(named[0], called)
        if unnamed[0]:
            return (sign, first._replace(kern=_BESIDE_SIGN), *more)
        return (first, *more, sign._replace(kern=_BESIDE_SIGN))
    if unnamed == [True] and row.binds == CLOSED and (sign_alone := operation_sign(notation, i)):
        return sign_alone
    return runs(notation.text(i), called)


_INFIX = {"add": "+", "subtract": "−", "multiply": "⋅", "divide": "/"}
_BESIDE_SIGN = 0.2  # ems between a sign and its one operand


def is_unnamed(notation: Notation, i: int) -> bool:
    """Whether a node is no line's own, and no input."""
    return i >= len(notation.graph.inputs) and notation.graph.names[i] is None


def operation_sign(notation: Notation, i: int) -> Runs:
    """The operation that a node is, without its operands: σ, tanh, a sign."""
    signs = [part for part in notation.text(i).parts if not isinstance(part, Part)]
    first = signs[0] if signs else ""
    if isinstance(first, Sign):
        return (Run(first.drawn, italic=True),) if first.role == DRAWN else ((Run("√"),) if first.role == ROOT else ())
    return (Run(glyphs(first.strip().rstrip("("))),)


def named_above(notation: Notation) -> list[int]:
    """The nodes with a name above them."""
    return [i for i in range(len(notation.names)) if above(notation, i) is not None]
