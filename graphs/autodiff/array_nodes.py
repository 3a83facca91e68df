"""One node of arrays: its value, its local derivatives, and where they fault, by one reading over all entries.

What is not finite is read again entry by entry, over floats, so that faults are told apart in one way (faults.py).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.faults import partials_of, value_of
from graphs.autodiff.issue_kinds import Kind
from graphs.operations.flows import Elementwise, Linear, Partly, part
from graphs.operations.readings.arrays import Arrays
from graphs.operations.readings.matrices import finite, has_zero
from graphs.operations.row import Map, Operation, Shape

Value = Any  # a float, or a float64 array


class Outcome(NamedTuple):
    """value: in the node's shape, NaN where undefined. partials: one per operand, None where nothing flows.

    fault: the kind of the first fault that starts here, or None; entries: where it does, in order.
    whole: whether every entry of the value is finite.
    """

    value: Value
    partials: tuple[Any, ...]
    fault: Kind | None
    entries: tuple[Shape, ...]
    whole: bool


def outcome(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...] = (), whole: bool = False) -> Outcome:
    """A row at any operands.

    shape: the value's, as it was inferred. live: the operands whose derivatives are wanted (none by default).
    whole: whether the operands are known to be finite in every entry. Callers hold np.errstate(all="ignore").
    """
    if row.shape is None and not shape:
        c, fault = value_of(row, x)
        partials = partials_of(row, c, x) if True in live else ()
        return Outcome(c, partials, fault, ((),) if fault else (), math.isfinite(c))
    return _elementwise(row, x, shape, live, whole) if row.shape is None else _linear(row, x, shape, live)


def _linear(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...]) -> Outcome:
    operands = [np.asarray(each) for each in x]
    fault: Kind | None
    entries: tuple[Shape, ...]
    try:
        c = np.asarray(row.value(Arrays, *operands))
    except ValueError:
        c, whole, fault, entries = np.full(shape, math.nan), False, Kind.DOMAIN, ((),)
    else:
        whole = finite(c)
        fault, entries = _linear_fault(row, c, operands, whole)
    partials: tuple[Any, ...] = ()
    if True in live:
        assert row.maps is not None
        patterns = None if row.pattern is None else _Patterns(row.pattern, c, operands)
        partials = tuple(
            [
                Linear(one, shape, each.shape, None if patterns is None else patterns.of(slot))
                for slot, (one, each) in enumerate(zip(row.maps(Arrays, c, *operands), operands))
            ]
        )
    return Outcome(c if shape else float(c), partials, fault, entries, whole)


def _linear_fault(row: Operation, c: Any, operands: list[Any], whole: bool) -> tuple[Kind | None, tuple[Shape, ...]]:
    """The kind of the fault that starts at a value, and the entries where it does. whole: the value is finite."""
    if whole:
        if row.vanishes is None or not has_zero(c):
            return None, ()
        vanished = np.equal(c, 0.0) & row.vanishes(*operands)
        return (Kind.UNDERFLOW, tuple(map(tuple, np.argwhere(vanished).tolist()))) if vanished.any() else (None, ())
    undefined = np.isnan(c).any()
    if all(map(finite, operands)):
        return Kind.UNDEFINED if undefined else Kind.OVERFLOW, ((),)
    return (Kind.UNDEFINED, ((),)) if undefined and not any(np.isnan(each).any() for each in operands) else (None, ())


class _Patterns:
    """The maps that tell what flows, made for all operands at once when one is needed."""

    __slots__ = ("c", "maps", "operands", "pattern")

    def __init__(self, pattern: Callable[..., tuple[Map, ...]], c: Any, operands: list[Any]):
        self.pattern, self.c, self.operands = pattern, c, operands
        self.maps: tuple[Map, ...] = ()

    def of(self, slot: int) -> Callable[[], Map]:
        return lambda: self._made()[slot]

    def _made(self) -> tuple[Map, ...]:
        self.maps = self.maps or self.pattern(Arrays, self.c, *self.operands)
        return self.maps


def _elementwise(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...], whole: bool) -> Outcome:
    x = [np.asarray(each) for each in x]  # a Python float would raise where NumPy's goes on
    c = np.asarray(row.value(Arrays, *x), float)
    if c.shape != shape:
        c = np.broadcast_to(c, shape)
    partials = row.partials(Arrays, c, *x) if True in live else ()
    odd = _odd(row, x, c, partials, live, whole)
    fault: Kind | None = None
    entries: tuple[Shape, ...] = ()
    is_whole = True
    if odd:
        c, partials, fault, entries = _again(row, x, c, partials, functools.reduce(np.logical_or, odd))
        is_whole = finite(c)
    carriers = [None if p is None else Elementwise(p, shape, each.shape) for p, each in zip(partials, x)]
    return Outcome(c, tuple(carriers), fault, entries, is_whole)


def _odd(
    row: Operation, x: list[Any], c: Any, partials: tuple[Any, ...], live: tuple[bool, ...], whole: bool
) -> list[Any]:
    """Masks of the entries that must be read again: an operand undefined, a value or partial not finite, a 0 that is
    none in truth. Empty where there are none. whole: the operands are known to be finite."""
    odd = [] if whole or row.chooses else [undefined for each in x if (undefined := np.isnan(each)).any()]
    if not finite(c):
        odd.append(~np.isfinite(c))
    for wanted, partial in zip(live, partials):
        if not wanted or partial is None or type(partial) is int or partial is c:
            continue
        if whole and (partial is x[0] or partial is x[-1]):
            continue  # a product's partials are its operands
        numbers = partial.numbers if type(partial) is Partly else partial
        if not finite(numbers):
            odd.append(~np.isfinite(numbers))
    if row.vanishes is not None and has_zero(c):
        zero = np.equal(c, 0.0)
        vanished = zero & _vanished(row, x, c.shape, zero)  # SciPy has few subnormals: read again before it is said
        if vanished.any():
            odd.append(vanished)
    return odd


def _vanished(row: Operation, x: list[Any], shape: Shape, zero: Any) -> Any:
    """By entry, whether a value of 0 is none in truth, at those that are 0."""
    assert row.vanishes is not None
    vanished = np.zeros(shape, bool)
    columns = [np.broadcast_to(each, shape)[zero].tolist() for each in x]
    vanished[zero] = [row.vanishes(*operands) for operands in zip(*columns, strict=True)]
    return vanished


def _again(
    row: Operation, x: list[Any], c: Any, partials: tuple[Any, ...], odd: Any
) -> tuple[Any, tuple[Any, ...], Kind | None, tuple[Shape, ...]]:
    """The odd entries by the careful reading."""
    c = c.copy()
    spread = [np.broadcast_to(each, c.shape) for each in x]
    numbers = [np.broadcast_to(_numbers(partial), c.shape).astype(float) for partial in partials]
    flows = [np.broadcast_to(_flows(partial), c.shape).copy() for partial in partials]
    faults: dict[Kind, list[Shape]] = {}
    for entry in map(tuple, np.argwhere(np.broadcast_to(odd, c.shape)).tolist()):
        operands = [float(each[entry]) for each in spread]
        c[entry], fault = value_of(row, operands)
        if not c[entry] and row.vanishes is not None and row.vanishes(*operands):
            fault = Kind.UNDERFLOW
        if fault is not None:
            faults.setdefault(fault, []).append(entry)
        if partials:
            slopes = partials_of(row, float(c[entry]), operands)
            for slot, partial in enumerate(slopes[: len(partials)]):  # constants may have none
                flows[slot][entry] = partial is not None
                numbers[slot][entry] = 0.0 if partial is None else partial
    read = tuple(part(number, flow) for number, flow in zip(numbers, flows, strict=True))
    kind = next(iter(faults), None)
    return c, read, kind, tuple(faults[kind]) if kind is not None else ()


def _numbers(partial: Any) -> Any:
    return 0.0 if partial is None else partial.numbers if isinstance(partial, Partly) else partial


def _flows(partial: Any) -> Any:
    return partial.flows if isinstance(partial, Partly) else partial is not None
