"""Shapes: their words, and the arithmetic of axes and indices that the rows of matrices.py share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from graphs.operations.row import Mismatch, Shape, broadcast

# An index as a row keeps it, hashable: an int, None (a new axis), Ellipsis, or a slice's (start, stop, step).
Key = tuple[Any, ...]


def size_text(shape: Shape) -> str:
    """A shape as the picture shows it: 3, 3×2."""
    return "×".join(map(str, shape))


def shape_phrase(shape: Shape) -> str:
    """A shape in a sentence: "is a number", "has 3 entries", "is 3×2"."""
    if not shape:
        return "is a number"
    if len(shape) == 1:
        return f"has {shape[0]} entr{'y' if shape[0] == 1 else 'ies'}"
    return f"is {size_text(shape)}"


def axis_of(axis: int, rank: int) -> int:
    """The axis counted from 0. Raises Mismatch where there is none."""
    if -rank <= axis < rank:
        return axis % rank
    if rank == 0:
        raise Mismatch("a number has no axes")
    axes = "axis 0" if rank == 1 else f"the axes 0 to {rank - 1}"
    raise Mismatch(f"there is no axis {axis}, only {axes}")


@lru_cache(maxsize=1024)
def axes_of(axis: Any, shape: Shape) -> Shape:
    """The axes that an option names, from 0: all for None, one for an int, several for a tuple."""
    if axis is None:
        return tuple(range(len(shape)))
    named = tuple(axis_of(k, len(shape)) for k in (axis if isinstance(axis, tuple) else (axis,)))
    if len(set(named)) < len(named):
        raise Mismatch("an axis is named twice")
    return named


@lru_cache(maxsize=1024)
def keepdims_shape(shape: Shape, axes: Shape) -> Shape:
    """The shape with these axes of size 1."""
    return tuple(1 if k in axes else size for k, size in enumerate(shape))


@lru_cache(maxsize=1024)
def reduced(shape: Shape, axes: Shape, keepdims: bool = False) -> Shape:
    """The shape with these axes gone."""
    return keepdims_shape(shape, axes) if keepdims else tuple(size for k, size in enumerate(shape) if k not in axes)


def matmul_shape(a: Shape, b: Shape) -> Shape:
    """The shape of a @ b: of vectors and matrices, and of stacks of matrices, whose leading axes broadcast."""
    if not a or not b:
        raise Mismatch("a matrix product takes vectors and matrices; * multiplies by a number")
    inner = b[-2] if len(b) > 1 else b[0]
    if a[-1] != inner:
        raise Mismatch(f"the inner sizes {a[-1]} and {inner} must agree")
    if len(a) < 3 and len(b) < 3:
        return (*a[:-1], *b[1:])
    return (*broadcast(a[:-2], b[:-2]), *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))


def square(name: str, shape: Shape) -> int:
    """The size of a square matrix. Raises Mismatch for anything else."""
    if len(shape) != 2 or shape[0] != shape[1]:
        raise Mismatch(f"{name} takes a square matrix")
    return shape[0]


def reshaped(old: Shape, new: Shape) -> Shape:
    """The shape that reshape makes; one size may be -1. Raises Mismatch where the numbers of entries differ."""
    count, fixed = math.prod(old), math.prod(size for size in new if size != -1)
    free = new.count(-1)
    fits = fixed > 0 and (count == fixed if free == 0 else free == 1 and count % fixed == 0)
    if not fits or any(size < -1 for size in new):
        target = size_text(new) if all(size > 0 for size in new) else str(list(new))
        raise Mismatch(f"{count} entr{'y' if count == 1 else 'ies'} cannot fill {target or 'one number'}")
    return tuple(count // fixed if size == -1 else size for size in new)


def numpy_key(key: Key) -> tuple[Any, ...]:
    """A key as NumPy takes it."""
    return tuple(slice(*part) if isinstance(part, tuple) else part for part in key)


def index_text(key: Key) -> str:
    """A key as one would type it: 0, 1:."""
    return ", ".join(_part_text(part) for part in key)


def _part_text(part: Any) -> str:
    if part is Ellipsis:
        return "..."
    if not isinstance(part, tuple):
        return str(part)
    start, stop, step = ("" if k is None else str(k) for k in part)
    return f"{start}:{stop}" + (f":{step}" if step else "")


def indexed(shape: Shape, key: Key) -> Shape:
    """The shape of x[key]. Raises Mismatch for an index outside, too many indices, or an empty slice."""
    if not shape:
        raise Mismatch("a number has no entries to choose from")
    indices = sum(part is not None and part is not Ellipsis for part in key)
    if indices > len(shape):
        raise Mismatch(
            f"at most {len(shape)} ind{'ex' if len(shape) == 1 else 'ices'} can choose from it, not {indices}"
        )
    at = 0
    for place, part in enumerate(key):
        if part is Ellipsis:
            at = len(shape) - sum(later is not None for later in key[place + 1 :])
        elif part is not None:
            _check_index(part, shape[at])
            at += 1
    return tuple(np.broadcast_to(0.0, shape)[numpy_key(key)].shape)


def _check_index(part: Any, size: int) -> None:
    if isinstance(part, tuple):
        if not len(range(*slice(*part).indices(size))):
            raise Mismatch(f"the slice {_part_text(part)} is empty")
    elif not -size <= part < size:
        raise Mismatch(
            f"there is no entry {part}, only 0 to {size - 1}" if size > 1 else f"there is no entry {part}, only 0"
        )


def positions(shape: Shape) -> Iterable[Shape]:
    """The index of every entry, row by row; a number has the one index ()."""
    return np.ndindex(*shape) if shape else ((),)
