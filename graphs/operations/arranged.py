"""Names of libraries for shapes, joined arrays and constants: each is one or several rows that move entries.

The meanings are those of the documentation of NumPy, PyTorch and JAX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from graphs.operations.arrays.constants import ARANGE, ONES, ZEROS
from graphs.operations.arrays.moved import BROADCAST_TO, FLIP, TRIL
from graphs.operations.composed import Maker, composed, with_options
from graphs.operations.elementwise import ADD, DIVIDE, MULTIPLY, SUBTRACT
from graphs.operations.rearrangement import CONCAT, INDEX, RESHAPE, STACK, TRANSPOSE
from graphs.operations.row import ByName, Mismatch, Operation, Option, Shape, optional
from graphs.operations.shapes import axes_of, axis_of


def expanded(name: str, *aliases: str, expand: Callable[..., int], count: int | tuple[int, int] = 1,
             options: dict[str, Any] | None = None, **rest: Any) -> Operation:  # fmt: skip
    """A name that stands for the nodes that expand(m, *operands, **options) makes; options: with their defaults.

    written(**options), latex(**options): how it is typed and typeset, where that is not the usual way.
    """
    fixed: dict[str, Any] = {"arity": (count, count) if isinstance(count, int) else count, **rest}
    written, latex = fixed.pop("written", None), fixed.pop("latex", None)

    def make(fixed_options: dict[str, Any], **chosen: Any) -> Operation:
        text = {} if written is None else {"text": written(**chosen)}
        if latex is not None:
            text["latex"] = latex(**chosen)
        return composed(name, lambda m, *x: expand(m, *x, **chosen),
                        **{"functions": (name, *aliases), **fixed, **text, **fixed_options})  # fmt: skip

    return optional(make, **options) if options else make({})


def in_shape(m: Maker, x: int, shape: Shape) -> int:
    """Reshaped, where that changes anything."""
    return x if m.shape(x) == shape else m.make(with_options(RESHAPE, shape=shape), x)


def in_a_row(m: Maker, x: int) -> int:
    """All entries as a vector."""
    return x if len(m.shape(x)) == 1 else m.make(with_options(RESHAPE, shape=(-1,)), x)


def part_of(m: Maker, x: int, axis: int, part: Any) -> int:
    """x[part] along an axis: a number, or a slice's (start, stop, step)."""
    at = axis_of(axis, len(m.shape(x)))
    return m.make(with_options(INDEX, key=(*((None, None, None),) * at, part)), x)


# Axes.


def _squeeze(m: Maker, x: int, axis: Any) -> int:
    """Without its axes of size 1, or without those that are named."""
    shape = m.shape(x)
    gone = tuple(k for k, size in enumerate(shape) if size == 1) if axis is None else axes_of(axis, shape)
    for k in gone:
        if shape[k] != 1:
            raise Mismatch(f"squeeze takes axes of size 1 away, and axis {k} has {shape[k]}")
    return in_shape(m, x, tuple(size for k, size in enumerate(shape) if k not in gone))


def _unsqueeze(m: Maker, x: int, axis: Any) -> int:
    """With new axes of size 1, at these places of the result."""
    if axis is None:
        raise Mismatch("a new axis needs its place: expand_dims(x, 0)")
    named = axis if isinstance(axis, tuple) else (axis,)
    rank = len(m.shape(x)) + len(named)
    new = {axis_of(each, rank) for each in named}
    if len(new) < len(named):
        raise Mismatch("an axis is named twice")
    old = iter(m.shape(x))
    return in_shape(m, x, tuple(1 if k in new else next(old) for k in range(rank)))


def _ordered(m: Maker, x: int, order: Shape) -> int:
    """With the axes in another order: by axis of the result, that of x."""
    rank = len(order)
    moved = tuple(k for k in range(rank) if order[k] != k)
    if not moved:
        return x
    if order == tuple(range(rank))[::-1]:
        return m.make(TRANSPOSE, x)
    return m.make(with_options(TRANSPOSE, axes=moved if len(moved) == 2 else order), x)


def _permute(m: Maker, x: int, axes: Any) -> int:
    rank = len(m.shape(x))
    named = (axes,) if isinstance(axes, int) else tuple(range(rank))[::-1] if axes is None else axes
    order = tuple(axis_of(each, rank) for each in named)
    if sorted(order) != [*range(rank)]:
        raise Mismatch(f"an order of its axes names 0 to {rank - 1}, each once")
    return _ordered(m, x, order)


def _swap(m: Maker, x: int, axis1: int, axis2: int) -> int:
    rank = len(m.shape(x))
    one, other = axis_of(axis1, rank), axis_of(axis2, rank)
    return _ordered(m, x, tuple({one: other, other: one}.get(k, k) for k in range(rank)))


def _move(m: Maker, x: int, source: Any, destination: Any) -> int:
    rank = len(m.shape(x))
    sources, places = ([axis_of(each, rank) for each in (named if isinstance(named, tuple) else (named,))]
                       for named in (source, destination))  # fmt: skip
    if len(sources) != len(places) or len(set(sources)) < len(sources) or len(set(places)) < len(places):
        raise Mismatch("as many axes are moved as places are named, each once")
    rest = iter(k for k in range(rank) if k not in sources)
    return _ordered(m, x, tuple(sources[places.index(k)] if k in places else next(rest) for k in range(rank)))


def _matrix_transpose(m: Maker, x: int) -> int:
    """The transpose of a matrix, or of each of a stack of them."""
    if len(m.shape(x)) < 2:
        raise Mismatch("a matrix is transposed")
    return _swap(m, x, -2, -1)


def _flipped(axis: int, name: str) -> Callable[[Maker, int], int]:
    def expand(m: Maker, x: int) -> int:
        if len(m.shape(x)) <= axis:
            raise Mismatch(f"{name} takes {'a matrix' if axis else 'an array'}")
        return m.make(with_options(FLIP, axis=axis), x)

    return expand


def _rot90(m: Maker, x: int, k: int, axes: Any) -> int:
    """Turned by k quarters, from the first axis towards the second."""
    rank = len(m.shape(x))
    if not isinstance(axes, tuple) or len(axes) != 2 or axis_of(axes[0], rank) == axis_of(axes[1], rank):
        raise Mismatch("rot90 turns in the plane of two different axes")
    one, other = axes
    if k % 4 == 0:
        return x
    if k % 4 == 2:
        return m.make(with_options(FLIP, axis=(one, other)), x)
    if k % 4 == 1:
        return _swap(m, m.make(with_options(FLIP, axis=other), x), one, other)
    return m.make(with_options(FLIP, axis=other), _swap(m, x, one, other))


# Joined.


def _columns(m: Maker, *x: int) -> int:
    """Side by side; a vector is a column."""
    ranks = [len(m.shape(k)) for k in x]
    if max(ranks) > 2:
        raise Mismatch("column_stack takes vectors and matrices")
    if max(ranks) < 2:
        return m.make(with_options(STACK, axis=1), *x) if min(ranks) else m.make(STACK, *x)
    return m.make(
        with_options(CONCAT, axis=1), *[in_shape(m, k, (m.shape(k)[0], 1)) if len(m.shape(k)) == 1 else k for k in x]
    )


def _deep(m: Maker, *x: int) -> int:
    """Joined along the third axis."""

    def deep(k: int) -> int:
        shape = m.shape(k)
        return in_shape(m, k, (1, *shape, 1) if len(shape) == 1 else (*shape, 1) if len(shape) == 2 else shape)

    if any(not m.shape(k) for k in x):
        raise Mismatch("dstack takes arrays")
    if all(len(m.shape(k)) == 2 for k in x):
        return m.make(with_options(STACK, axis=2), *x)
    return m.make(with_options(CONCAT, axis=2), *map(deep, x))


def _append(m: Maker, x: int, y: int, axis: Any) -> int:
    if axis is not None:
        return m.make(with_options(CONCAT, axis=axis), x, y)
    return m.make(CONCAT, in_a_row(m, x), in_a_row(m, y))


# Constants, and arrays by their size.


def _like(row: Operation, number: float) -> Callable[[Maker, int], int]:
    def expand(m: Maker, x: int) -> int:
        return m.make(with_options(row, shape=m.shape(x))) if m.shape(x) else m.constant(number)

    return expand


def _full_like(m: Maker, x: int, value: int) -> int:
    return m.make(with_options(BROADCAST_TO, shape=m.shape(x)), value) if m.shape(x) else value


def _tri(m: Maker, N: int, M: Any, k: int) -> int:
    return m.make(with_options(TRIL, k=k), m.make(with_options(ONES, shape=(N, N if M is None else M))))


def _linspace(m: Maker, start: int, stop: int, num: int, endpoint: bool) -> int:
    """So many numbers at equal distances; the ends are of any kind of number."""
    if num < 1:
        raise Mismatch("linspace makes one number at least")
    gaps = max(num - 1, 1) if endpoint else num
    steps = m.make(DIVIDE, m.make(with_options(ARANGE, start=num)), m.constant(float(gaps)))
    return m.make(ADD, start, m.make(MULTIPLY, m.make(SUBTRACT, stop, start), steps))


MATRIX_TRANSPOSE = expanded("matrix_transpose", expand=_matrix_transpose)


def _rows() -> Iterator[Operation]:
    yield expanded("squeeze", expand=_squeeze, options={"axis": None})
    yield expanded("unsqueeze", "expand_dims", expand=_unsqueeze, options={"axis": None})
    yield expanded("permute", "permute_dims", expand=_permute, options={"axes": None})
    yield expanded("swapaxes", "swapdims", expand=_swap, options={"axis1": 0, "axis2": 1})
    yield expanded("moveaxis", "movedim", expand=_move, options={"source": 0, "destination": 0})
    yield MATRIX_TRANSPOSE
    yield expanded("fliplr", expand=_flipped(1, "fliplr"))
    yield expanded("flipud", expand=_flipped(0, "flipud"))
    yield expanded("rot90", expand=_rot90, options={"k": 1, "axes": (0, 1)})
    yield expanded("column_stack", expand=_columns, count=CONCAT.arity, spread=True)
    yield expanded("dstack", expand=_deep, count=CONCAT.arity, spread=True)
    yield expanded("append", expand=_append, count=2, options={"axis": None}, axes="one or all")
    yield expanded("zeros_like", expand=_like(ZEROS, 0.0))
    yield expanded("ones_like", expand=_like(ONES, 1.0))
    yield expanded("full", expand=lambda m, value, shape: m.make(with_options(BROADCAST_TO, shape=shape), value),
                   options={"shape": ()}, parameters=("fill_value",),
                   written=lambda shape: ByName("full", Option(None, [*shape]), "{0}"))  # fmt: skip
    yield expanded("full_like", expand=_full_like, count=2, parameters=("x", "fill_value"))
    yield expanded(
        "tri",
        expand=_tri,
        count=0,
        options={"N": 1, "M": None, "k": 0},
        written=lambda N, M, k: ByName("tri", *(Option(None, each) for each in (N, M, k))),
    )
    yield expanded("linspace", expand=_linspace, count=2, options={"num": 50, "endpoint": True},
                   parameters=("start", "stop"))  # fmt: skip


ARRANGED = (*_rows(),)
