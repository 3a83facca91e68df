"""Rows whose every entry comes from one place of the operand, or from nowhere: flip, roll, tile, tril, …

Each is defined by what it does to the places of the entries; both maps follow from that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from graphs.operations.rearrangement import put_back
from graphs.operations.reductions import text_of
from graphs.operations.row import (
    ByName,
    Map,
    Mismatch,
    Operation,
    Option,
    Rule,
    Shape,
    Use,
    array_row,
    broadcast,
    optional,
)
from graphs.operations.shapes import axes_of, axis_of, size_text

_FAR = 1 << 30  # a diagonal outside of every matrix
_A = {"A": [[2.0, 1.0], [0.0, 3.0]]}
_BACK = "Each adjoint goes back to where its entry came from"
_COPIES = "Each entry of {0} stands in several places of {c}, and gets the sum of their adjoints"
_STAYS = "Only the entries that stay pass their adjoints back; the others get none"


def _moved(
    name: str, *aliases: str, by: Callable[[Any], Any], shape: Callable[[Shape], Shape], words: str = _BACK,
    options: dict[str, Any], **rest: Any,
) -> Operation:  # fmt: skip
    """by: what happens to an array of the places of the entries, -1 for an entry that comes from nowhere."""

    def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
        at, size = _places(by, x.shape), x.shape
        return (Map(lambda d: m.passed(d, at), lambda g: m.returned(g, at, size)),)

    name_latex = r"\operatorname{{" + name.replace("_", r"\_") + "}}"
    return array_row(
        name, *aliases, value=lambda m, x: m.picked(x, _places(by, x.shape)), shape=shape, maps=maps, pattern=maps,
        exact=True, linear=True, rule="rearrangement",
        rules=(Rule(f"· {name}, turned back", name_latex + "({d})", name_latex + r"^{{\top}}({g})", words),),
        **{"latex": name_latex + "({0})", **rest}, **options)  # fmt: skip


@lru_cache(maxsize=64)
def _places(by: Callable[[Any], Any], size: Shape) -> Any:
    return np.ascontiguousarray(by(np.arange(math.prod(size)).reshape(size)))


def _axes(axis: Any, shape: Shape) -> Shape | None:
    return None if axis is None else axes_of(axis, shape)


def _one_or_several(axes: Iterable[int]) -> Any:
    """An option that names axes, as people write it."""
    named = tuple(axes)
    return named[0] if len(named) == 1 else named


def _array(name: str, x: Shape, least: int = 1) -> Shape:
    if len(x) < least:
        raise Mismatch(f"{name} takes {'an array' if least == 1 else 'a matrix'}")
    return x


def _flip(options: dict[str, Any], axis: Any) -> Operation:
    def shape(x: Shape) -> Shape:
        _axes(axis, _array("flip", x))
        return x

    return _moved(
        "flip", by=lambda at: np.flip(at, axis), shape=shape, closed_pull=lambda m, u, g: m.call(u.row, g),
        text=text_of("flip", axis=axis), example=("flip(x)", {"x": [1.0, 2.0]}), options=options)  # fmt: skip


FLIP = optional(_flip, axis=None)


def _roll(options: dict[str, Any], shift: Any, axis: Any) -> Operation:
    """Entries go on by `shift` places along an axis, the last ones to the front; of all entries without one."""

    def shape(x: Shape) -> Shape:
        axes = _axes(axis, _array("roll", x))
        count = len(axes) if axes is not None else 1
        if isinstance(shift, tuple) and len(shift) != count:
            raise Mismatch("roll takes as many shifts as axes")
        return x

    def back(m: Any, u: Use, g: Any) -> Any:
        shifts = tuple(-each for each in shift) if isinstance(shift, tuple) else -shift
        assert u.row.given is not None
        return m.call(u.row.given(shift=shifts, axis=axis), g)

    def by(at: Any) -> Any:
        """A shift may be any whole number: np.roll takes what a machine word holds."""
        axes = _axes(axis, at.shape)
        sizes = [at.size] if axes is None else [at.shape[k] for k in axes]
        shifts = shift if isinstance(shift, tuple) else (shift,) * len(sizes)
        return np.roll(at, [each % size for each, size in zip(shifts, sizes, strict=True)], axes)

    return _moved(
        "roll", by=by, shape=shape, closed_pull=back,
        text=ByName("roll", "{0}", Option(None, shift), **({} if axis is None else {"axis": axis})),
        example=("roll(x, 1)", {"x": [1.0, 2.0]}), options=options)  # fmt: skip


ROLL = optional(_roll, shift=1, axis=None)


def _tiled(x: Shape, times: Shape) -> tuple[Shape, Shape]:
    """Shape and counts, with ones in front so that both are equally long."""
    rank = max(len(x), len(times))
    return (1,) * (rank - len(x)) + x, (1,) * (rank - len(times)) + times


def _tile(options: dict[str, Any], reps: Any) -> Operation:
    """The whole array again and again, along each axis so many times."""
    times = reps if isinstance(reps, tuple) else (reps,)

    def shape(x: Shape) -> Shape:
        if min(times) < 1:
            raise Mismatch("tile repeats from once on")
        return tuple(size * count for size, count in zip(*_tiled(x, times), strict=True))

    def back(m: Any, u: Use, g: Any) -> Any:
        own, counts = _tiled(u.own, times)
        apart = tuple(each for pair in zip(counts, own, strict=True) for each in pair)
        u.check(len(apart) <= 4 or len(own) == 1)
        summed = m.sum(m.reshape(g, apart), axis=_one_or_several(range(0, len(apart), 2)))
        return summed if len(own) == len(u.own) else m.reshape(summed, u.own)

    return _moved(
        "tile", by=lambda at: np.tile(at, times), shape=shape, words=_COPIES, closed_pull=back,
        text=ByName("tile", "{0}", Option(None, reps)),
        example=("tile(x, 2)", {"x": [1.0, 2.0]}), options=options)  # fmt: skip


TILE = optional(_tile, reps=1)


def _repeat(options: dict[str, Any], repeats: Any, axis: Any) -> Operation:
    """Each entry so many times beside itself along an axis; of all entries without one."""
    counts = repeats if isinstance(repeats, tuple) else (repeats,)

    def shape(x: Shape) -> Shape:
        if min(counts) < 0 or sum(counts) < 1:
            raise Mismatch("repeat takes whole numbers from 0 on, and not 0 alone")
        along = axis_of(axis, len(x)) if axis is not None else 0
        own = x if axis is not None else (math.prod(x),)
        if len(counts) not in (1, own[along]):
            raise Mismatch(f"repeat takes one number, or {own[along]}, one for each entry")
        size = sum(counts) if len(counts) > 1 else own[along] * counts[0]
        return (*own[:along], size, *own[along + 1 :])

    def back(m: Any, u: Use, g: Any) -> Any:
        u.check(len(counts) == 1)
        along, own = (axis_of(axis, len(u.own)), u.own) if axis is not None else (0, (math.prod(u.own),))
        apart = (*own[: along + 1], counts[0], *own[along + 1 :])
        u.check(len(apart) <= 4)
        summed = m.sum(m.reshape(g, apart), axis=along + 1)
        return m.reshape(summed, u.own) if own != u.own else summed

    return _moved(
        "repeat", "repeat_interleave", by=lambda at: np.repeat(at, repeats, axis), shape=shape, words=_COPIES,
        closed_pull=back,
        text=ByName("repeat", "{0}", Option(None, repeats), **({} if axis is None else {"axis": axis})),
        example=("repeat(x, 2)", {"x": [1.0, 2.0]}), axes="one or all", options=options)  # fmt: skip


REPEAT = optional(_repeat, repeats=1, axis=None)


def _triangle(name: str, keep: Callable[..., Any]) -> Operation:
    def make(options: dict[str, Any], k: int) -> Operation:
        return _moved(
            name, by=lambda at: np.where(keep(np.ones(at.shape, bool), max(-_FAR, min(k, _FAR))), at, -1),
            shape=lambda x: _array(name, x, 2), words=_STAYS, closed_pull=lambda m, u, g: m.call(u.row, g),
            text=ByName(name, "{0}", *([Option(None, k)] if k else [])), example=(f"{name}(A)", _A),
            options=options)  # fmt: skip

    return optional(make, k=0)


TRIL = _triangle("tril", np.tril)
TRIU = _triangle("triu", np.triu)


def _diagonal(options: dict[str, Any], offset: int, axis1: int, axis2: int) -> Operation:
    """The entries whose places along two axes differ by the offset; they stand along the last axis."""

    def shape(x: Shape) -> Shape:
        one, other = axis_of(axis1, len(_array("diagonal", x, 2))), axis_of(axis2, len(x))
        if one == other:
            raise Mismatch("a diagonal runs along two different axes")
        count = min(x[one] + min(offset, 0), x[other] - max(offset, 0))
        if count < 1:
            raise Mismatch(f"there is no diagonal {offset}")
        return (*(size for k, size in enumerate(x) if k not in (one, other)), count)

    def back(m: Any, u: Use, g: Any) -> Any:
        if len(u.own) == 2 and u.own[0] == u.own[1] and not offset:
            return m.diag(g)
        return put_back(m, u, g, np.diagonal(np.arange(math.prod(u.own)).reshape(u.own), offset, axis1, axis2))

    keywords = {"offset": offset or None, "axis1": axis1 or None, "axis2": None if axis2 == 1 else axis2}
    return _moved(
        "diagonal", by=lambda at: np.diagonal(at, offset, axis1, axis2), shape=shape, closed_pull=back,
        text=text_of("diagonal", **keywords), example=("diagonal(A)", _A), options=options)  # fmt: skip


DIAGONAL = optional(_diagonal, offset=0, axis1=0, axis2=1)


def _broadcast_to(options: dict[str, Any], shape: Shape) -> Operation:
    """An array repeated along new axes, and along those of size 1; -1 keeps a size, as in PyTorch's expand."""

    def result_shape(x: Shape) -> Shape:
        more = len(shape) - len(x)
        result = tuple(x[k - more] if size == -1 and k >= more else size for k, size in enumerate(shape))
        if not result or more < 0 or min(result) < 1 or broadcast(x, result) != result:
            raise Mismatch(f"this cannot be repeated to {size_text(shape)}")
        return result

    def back(m: Any, u: Use, g: Any) -> Any:
        more = len(u.shape) - len(u.own)
        new, wide = tuple(range(more)), tuple(k for k, size in enumerate(u.own) if size == 1 != u.shape[more + k])
        summed = m.sum(g, axis=_one_or_several(new)) if new else g
        return m.sum(summed, axis=_one_or_several(wide), keepdims=True) if wide else summed

    return _moved(
        "broadcast_to", "expand", by=lambda at: np.broadcast_to(at, result_shape(at.shape)), shape=result_shape,
        words=_COPIES, closed_pull=back, text=ByName("broadcast_to", "{0}", Option(None, [*shape])),
        latex=r"\operatorname{{broadcast}}_{{" + r" \times ".join(map(str, shape)) + "}}({0})",
        typeset_by_name=True, example=("broadcast_to(x, [2, 2])", {"x": [1.0, 2.0]}), options=options)  # fmt: skip


BROADCAST_TO = optional(_broadcast_to, shape=())

MOVED = (FLIP, ROLL, TILE, REPEAT, TRIL, TRIU, DIAGONAL, BROADCAST_TO)
