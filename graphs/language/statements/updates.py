"""Updates of a value by a step, w ← w - eta*dL/dw, in the spellings that people give them: no part of a program."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graphs.language.statements.derivatives import is_derivative
from graphs.language.statements.known import is_constant
from graphs.language.statements.pieces import Piece

# Names of a step's size.
_RATES = frozenset("eta lr alpha rate learning_rate step step_size".split())


def is_update(piece: Piece, before: Mapping[str, str]) -> bool:
    """w ← …, w := w - …, w = w - eta*…, w_new = w - eta*dL/dw; but w ← 0.5 before all formulas is its first value.

    before: what the names of the lines before are bound by: a value, a formula or a header.
    """
    if "←" in piece.signs:
        begins = all(kind == "value" for kind in before.values()) and piece.parts[0][-1] not in before
        return not (begins and len(piece.parts) == 2 and is_constant(piece.parts[1]))
    left, right = piece.parts[0], piece.parts[1]
    if len(left) != 1 or left[0].kind != "name" or len(piece.parts) != 2:
        return False
    derived = any(is_derivative(each) or each == "grad" for each in right)
    if piece.signs[0] == ":=" and left[0] in right:
        return True
    if len(right) < 3 or right[1] not in ("-", "+") or right[0].kind != "name":
        return False
    if right[0] != left[0]:
        return derived and _stem(left[0]) == _stem(right[0])
    rest = right[2:]
    slope = any(each == f"d{left[0]}" or each.startswith(("grad", f"d_{left[0]}")) for each in rest)
    return derived or slope or any(each in _RATES for each in rest)


def _stem(name: str) -> str:
    """What w_new, w_old, w0, w' and W, the next value of w, have in common."""
    return re.sub(r"_.*|[0-9]+$|'+$|(?<=.)(?:new|old|next|prev)$", "", name.lower())
