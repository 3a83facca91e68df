"""The error where the shapes of an operation's operands do not fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.errors import Fix, Place, WrongShape
from graphs.language.names import NAME, spelled
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.row import ByName, Operation, Shape
from graphs.operations.shapes import shape_phrase

_LEFT = re.compile(rf"(?<![\w.)\]ᵀ])({NAME})[ \t]*$")
_RIGHT = re.compile(rf"[ \t]*({NAME})(?![\w.(\[^ᵀ]|[ \t]*(?:\*\*|\^))")


def misfit(
    row: Operation,
    names: Sequence[str | None],
    shapes: Sequence[Shape],
    rule: str,
    place: Place,
    absent: Sequence[str],
    text: str,
) -> WrongShape:
    """The error that names the operands' shapes and the rule.

    names: what a person calls the operands, if anything. absent: inputs that are not given and count as 1, which are
    asked for. text: the program.
    """
    is_infix = row.arity == (2, 2) and not isinstance(row.text, ByName)
    sides = ("the left side", "the right side") if is_infix else None
    clauses: list[str] = []
    for slot, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        one = "the argument" if len(names) == 1 else sides[slot] if sides else f"argument {slot + 1}"
        one = "the condition" if row.chooses and slot == 0 else one
        clause = f"{name or one} {shape_phrase(shape)}"
        if clause not in clauses and len(clauses) < 4:
            clauses.append(clause)
    for slot, name in enumerate(names):  # a rule may speak of its operands
        rule = rule.replace(f"{{{slot}}}", name or f"argument {slot + 1}")
    message = f"{', '.join(clauses)}: {rule}" if clauses else rule
    if absent:
        inputs = " and ".join(absent)
        counts = "is not given and counts" if len(absent) == 1 else "are not given and count"
        return WrongShape(f"{message}; {inputs} {counts} as 1", place, f"give {inputs} a value, such as [1, 2]")
    left, right = (*names, None, None)[:2]
    if row is not MATMUL or left is None or right is None or not all(shapes):
        return WrongShape(message, place)
    (a, b) = shapes
    if len(a) == 2 and a[0] == b[0]:
        return WrongShape(message, place, f"{left}.T @ {right} would fit", _turned(text, place, left, right, True))
    if len(b) == 2 and a[-1] == b[1]:
        return WrongShape(message, place, f"{left} @ {right}.T would fit", _turned(text, place, left, right, False))
    return WrongShape(message, place)


def _turned(text: str, place: Place, left: str, right: str, is_left: bool) -> tuple[Fix, ...]:
    """The product with one side transposed, where its operands stand as bare names beside the sign @."""
    line = text.split("\n")[place.line - 1]
    sign = place.column - 1
    before, after = _LEFT.search(line[:sign]), _RIGHT.match(line, sign + 1)
    if line[sign : sign + 1] != "@" or before is None or after is None:
        return ()
    if spelled(before.group(1)) != left or spelled(after.group(1)) != right:
        return ()
    middle = line[before.end(1) : after.start(1)]
    dots = (".T", "") if is_left else ("", ".T")
    product = before.group(1) + dots[0] + middle + after.group(1) + dots[1]
    return (Fix(Place(place.line, before.start(1) + 1, after.end(1) - before.start(1)), product, product),)
