"""How a node moves with another, in words: so many times as far, so fast, the other way, or not to first order."""

from __future__ import annotations

import math

import numpy as np

from graphs.autodiff.graph import Value
from graphs.notation.formula import Pieces, clause
from graphs.notation.numbers import is_listed, number_said, value_text
from graphs.operations.shapes import size_text


def rate(x: Value) -> Pieces:
    """How fast a node moves."""
    if is_listed(x):
        return clause("at rate {}", value_text(x))
    return f"at {size_text(np.shape(x))} rates"


def added(source: Pieces, partial: float | None, tangent: float) -> Pieces:
    if partial is None or not math.isfinite(partial):
        nothing = partial is None or tangent == 0.0
        return clause("{} adds {}", source, "nothing" if nothing else number_said((partial or 0.0) * tangent))
    return clause("{} adds {} · {}", source, number_said(partial), number_said(tangent))


def follows(name: Pieces, factor: float | None, other: Pieces) -> Pieces:
    """How fast a node moves with another, which may move either way."""
    if not factor:
        return clause("{} does not move, to first order", name)
    turned = ", the other way" if factor < 0 else ""
    if abs(factor) == 1.0:
        return clause("{} moves just as fast{}", name, turned)
    if math.isinf(factor):
        return clause("{} moves infinitely fast{}", name, turned)
    if factor < 0:
        return clause("{} falls by {} for each unit that {} rises", name, number_said(-factor), other)
    return clause("{} moves {} times as fast", name, number_said(factor))


def moving(name: Pieces, factor: float | None, other: Pieces = "") -> Pieces:
    """How far a node moves when what is nudged, or another node, rises. A slope of 0 stops it to first order only."""
    if not factor:
        return clause("{} does not move, to first order", name)
    as_far = clause(" as {}", other) if other else ""
    if factor == 1.0:
        return clause("{} moves just as far{}", name, as_far)
    if factor == -1.0:
        return clause("{} falls as far as {} rises", name, other) if other else clause("{} falls just as far", name)
    if math.isinf(factor):
        return clause("{} {} infinitely far", name, "moves" if factor > 0 else "falls")
    if factor < 0:
        unit = clause(" that {} rises", other) if other else ""
        return clause("{} falls by {} for each unit{}", name, number_said(-factor), unit)
    return clause("{} moves {} times as far{}", name, number_said(factor), as_far)
