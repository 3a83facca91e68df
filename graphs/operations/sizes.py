"""The shape of a name that stands for several rows, by making its nodes as shapes alone."""

from __future__ import annotations

from typing import Any

from graphs.errors import Place
from graphs.operations.row import Operation, Shape, broadcast


class _Shapes:
    """What an expansion builds with, over shapes: see composed.py."""

    place = Place(1, 1, 1)

    def __init__(self, shapes: list[Shape]):
        self.shapes = shapes

    def make(self, row: Operation, *operands: int) -> int:
        if row.expand is not None:
            return row.expand(self, *operands)
        shapes = [self.shapes[k] for k in operands]
        self.shapes.append(row.shape(*shapes) if row.shape is not None else broadcast(*shapes))
        return len(self.shapes) - 1

    def shape(self, operand: int) -> Shape:
        return self.shapes[operand]

    def constant(self, value: float) -> int:
        self.shapes.append(())
        return len(self.shapes) - 1

    def value(self, operand: int) -> Any:
        return None

    def is_left_out(self, operand: int) -> bool:
        return False


def shape_of(row: Operation, shapes: list[Shape]) -> Shape:
    """The shape of a row's value, or of what a name stands for, at operands of these shapes. Raises Mismatch."""
    if row.expand is not None:
        maker = _Shapes([*shapes])
        return maker.shape(row.expand(maker, *range(len(shapes))))
    return row.shape(*shapes) if row.shape is not None else broadcast(*shapes)
