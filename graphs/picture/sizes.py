"""How large things are drawn, in pixels, by kind of layout: wide (values flow right) or tall (downwards, for phones).

An array's node is as large as the entries that are shown of it, which its shape alone decides.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from graphs.operations.row import Shape

Size = tuple[float, float]

# A scalar's node; "inside": of a wide picture with boxes, where no symbols stand beside the numbers.
FRAMES = {"wide": (116.0, 86.0), "tall": (100.0, 73.0), "inside": (106.0, 80.0)}
HEADS = {"wide": 32.0, "tall": 25.0, "inside": 30.0}  # the part of a frame above its rule
LEAF = (96.0, 32.0)  # one use of an input that is drawn apart
OUTLINE = 3.5  # between an output's frame and its second outline
LABEL = (44.0, 24.0)  # what a short name above a node takes; on phones it begins at the frame's left
PITCH = 21.0  # from one row of entries to the next

_AROUND = 10.0  # what an array's slot has more than its rows
_WIDTHS = {"wide": (132.0, 164.0, 212.0, 236.0), "tall": (124.0, 160.0, 208.0, 232.0),
           "inside": (126.0, 166.0, 232.0, 262.0)}  # by columns shown  # fmt: skip
_WHOLE = 3  # rows or columns that are shown whole
_COLUMN = 4  # entries of a vector that are shown whole


class Grid(NamedTuple):
    """The rows and columns shown of an array; None stands for dots. A vector is a column."""

    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]


@lru_cache(maxsize=256)
def grid(shape: Shape) -> Grid | None:
    """What is shown of an array: all of it, else its corners; None where it has more than two axes."""
    if len(shape) > 2:
        return None
    rows, columns = shape if len(shape) == 2 else (shape[0], 1)
    if columns == 1:
        return Grid(tuple(range(rows)) if rows <= _COLUMN else (0, 1, None, rows - 1), (0,))
    return Grid(
        tuple(range(rows)) if rows <= _WHOLE else (0, None, rows - 1),
        tuple(range(columns)) if columns <= _WHOLE else (0, 1, None, columns - 1),
    )


def slot_height(shape: Shape) -> float:
    """The height of an array's slot, the same for its value and its derivative."""
    shown = grid(shape)
    return PITCH * (len(shown.rows) if shown else 1) + _AROUND


def frame_size(kind: str, shape: Shape, slots: int = 2) -> Size:
    """Width and height of a node's frame; slots: 1 where there is no derivative. A scalar's is the same either way."""
    if not shape:
        return FRAMES[kind]
    shown = grid(shape)
    return _WIDTHS[kind][len(shown.columns) - 1 if shown else 1], HEADS[kind] + slots * slot_height(shape)


def shape_text(shape: Shape) -> str:
    """A shape as people write it: 3, 2 × 3."""
    return " × ".join(map(str, shape))
