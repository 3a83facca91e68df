"""Rows that put entries in order, or say where the largest is: followed at the point, with the order that is there."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.operations.reductions import below, text_of
from graphs.operations.row import ByName, Kink, Map, Mismatch, Operation, Rule, Shape, array_row, optional
from graphs.operations.shapes import axes_of, axis_of, reduced


def _sort(options: dict[str, Any], axis: Any, descending: bool) -> Operation:
    """Entries in their order along an axis, the last one unless another is named; None: of all entries in a row.

    The slope is that of the order at the point. Where entries are equal it has two sides, unless what follows treats
    them alike.
    """

    def flat(m: Any, x: Any) -> Any:
        return m.reshape(x, (-1,)) if axis is None else x

    along = 0 if axis is None else axis

    def shape(x: Shape) -> Shape:
        if not x:
            raise Mismatch("sort takes an array")
        if axis is None:
            return (int(np.prod(x)),)
        axis_of(axis, len(x))
        return x

    def value(m: Any, x: Any) -> Any:
        return m.picked(flat(m, x), m.order(flat(m, x), along, descending))

    def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
        at, size = m.order(flat(m, x), along, descending), x.shape
        return (Map(lambda d: m.passed(d, at), lambda g: m.returned(g, at, size)),)

    def kink(x: Any) -> Kink | None:
        return Kink(1.0, (0.0, 1.0)) if np.any(equal_neighbours(np.sort(flat(np, x), along), along)) else None

    along_axis = {} if axis == -1 else {"axis": axis}
    text = ByName("sort", "{0}", **along_axis, **({"descending": True} if descending else {}))
    return array_row(
        "sort", value=value, maps=maps, pattern=maps, shape=shape, kink=kink, exact=True, orders=True,
        bent=lambda c: equal_neighbours(np.asarray(c), along), rule="rearrangement",
        rules=(Rule("· back in place", r"{d} \text{{ in the same order}}", r"{g}\text{{, back in place}}",
                    "Each entry of {c} came from one of {0}, and its adjoint goes back there"),),
        text=text, axes="one or all",
        latex=r"\operatorname{{sort}}" + below("None" if axis is None else along_axis.get("axis")) + "({0})",
        bends_at=1.0, example=("sort(x)", {"x": [2.0, 1.0, 3.0]}), **options)  # fmt: skip


def equal_neighbours(c: Any, axis: int) -> Any:
    """By entry of what is sorted, whether it equals the one before it or after it along the axis."""
    moved = np.moveaxis(c, axis, 0)
    ties = np.zeros(moved.shape, bool)
    same = moved[1:] == moved[:-1]
    ties[1:] |= same
    ties[:-1] |= same
    return np.moveaxis(ties, 0, axis)


def uneven_neighbours(row: Operation, c: Any, by: Any) -> Any:
    """By gap between entries of a row in order: what `by` differs by across it, where they are equal, and 0 elsewhere.

    As an array of the row's shape that holds each difference twice, with opposite signs: its sum over equal entries is
    0, as long as they move alike.
    """
    axis = dict(row.chosen)["axis"] or 0
    moved, other = np.moveaxis(c, axis, 0), np.moveaxis(by, axis, 0)
    gaps = np.where(moved[1:] == moved[:-1], other[1:] - other[:-1], 0.0)
    differences = np.zeros(moved.shape)
    differences[1:] += gaps
    differences[:-1] -= gaps
    return np.moveaxis(differences, 0, axis)


SORT = optional(_sort, axis=-1, descending=False)


_NOTHING = Map(lambda d: None, lambda g: None)


def _place(name: str, sign: int) -> Operation:
    """The index of the largest entry, or the smallest: of equal ones the first."""

    def make(options: dict[str, Any], axis: Any, keepdims: bool) -> Operation:
        def shape(x: Shape) -> Shape:
            if not x:
                raise Mismatch(f"{name} takes an array")
            if axis is not None:
                axis_of(axis, len(x))
            return reduced(x, axes_of(axis, x), keepdims)

        def value(m: Any, x: Any) -> Any:
            index = (np.argmax if sign > 0 else np.argmin)(x, axis, keepdims=keepdims)
            return np.asarray(index, float)

        def kink(x: Any) -> Kink | None:
            axes = axes_of(axis, x.shape)
            best = np.max(sign * x, axis=axes, keepdims=True)
            return Kink(0.0, None) if np.any(np.sum(sign * x == best, axis=axes) > 1) else None

        return array_row(
            name, value=value, maps=lambda m, c, x: (_NOTHING,), shape=shape, kink=kink, exact=True,
            rules=(Rule("0", "0", "0", "{c} is an index, a whole number: it does not move with {0}"),),
            text=text_of(name, axis=axis, keepdims=keepdims),
            latex=rf"\operatorname{{{{{name}}}}}" + below(axis) + "({0})",
            closed_push=lambda m, u, d: m.zeros(u.shape), closed_pull=lambda m, u, g: m.zeros(u.own),
            axes="one or all", bends_at=1.0, example=(f"{name}(x)", {"x": [2.0, 1.0, 3.0]}), **options)  # fmt: skip

    return optional(make, axis=None, keepdims=False)


ARGMAX = _place("argmax", 1)
ARGMIN = _place("argmin", -1)

ORDER = (SORT, ARGMAX, ARGMIN)
