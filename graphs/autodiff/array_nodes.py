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
from graphs.operations.row import Map, Operation, Shape

Value = Any  # a float, or a float64 array


class Found(NamedTuple):
    """value: in the node's shape, NaN where undefined. local: one derivative per operand, None where nothing flows.

    fault: the kind of the first fault that starts here, or None; entries: where it does, in order.
    whole: whether every entry of the value is finite.
    """

    value: Value
    local: tuple[Any, ...]
    fault: Kind | None
    entries: tuple[Shape, ...]
    whole: bool


def found(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...] = (), whole: bool = False) -> Found:
    """A row at any operands.

    shape: the value's, as it was inferred. live: the operands whose derivatives are wanted (none by default).
    whole: whether the operands are known to be finite in every entry. Callers hold np.errstate(all="ignore").
    """
    if row.shape is None and not shape:
        c, fault = value_of(row, x)
        local = partials_of(row, c, x) if any(live) else ()
        return Found(c, local, fault, ((),) if fault else (), math.isfinite(c))
    return _elementwise(row, x, shape, live, whole) if row.shape is None else _linear(row, x, shape, live)


def finite(array: Any) -> bool:
    """Whether every entry is: so the sum of squares says at once, unless it overflows."""
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def _linear(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...]) -> Found:
    operands = [np.asarray(each) for each in x]
    fault: Kind | None = None
    entries: tuple[Shape, ...] = ((),)
    try:
        c = row.value(Arrays, *operands)
        whole = finite(c)
        if not whole and all(map(finite, operands)):
            fault = Kind.UNDEFINED if np.isnan(c).any() else Kind.OVERFLOW
        elif whole and row.vanishes is not None and not np.all(c):
            lost = np.equal(c, 0.0) & row.vanishes(*operands)
            fault, entries = Kind.UNDERFLOW if lost.any() else None, tuple(map(tuple, np.argwhere(lost).tolist()))
        elif not whole and np.isnan(c).any() and not any(np.isnan(each).any() for each in operands):
            fault = Kind.UNDEFINED
    except ValueError:
        c, fault, whole = np.full(shape, math.nan), Kind.DOMAIN, False
    value = c if shape else float(c)
    local: tuple[Any, ...] = ()
    if any(live):
        assert row.maps is not None
        shapes = [each.shape for each in operands]
        maps = row.maps(Arrays, np.asarray(c), *operands)
        patterns = functools.cache(functools.partial(_patterns, row, c, operands))
        local = tuple(
            Linear(one, shape, size, None if row.pattern is None else functools.partial(_pattern, patterns, slot))
            for slot, (one, size) in enumerate(zip(maps, shapes, strict=True))
        )
    return Found(value, local, fault, entries if fault else (), whole)


def _patterns(row: Operation, c: Any, operands: list[Any]) -> tuple[Map, ...]:
    """The maps that tell what flows, made for all operands at once when one is needed."""
    assert row.pattern is not None
    return row.pattern(Arrays, np.asarray(c), *operands)


def _pattern(patterns: Callable[[], tuple[Map, ...]], slot: int) -> Map:
    return patterns()[slot]


def _elementwise(row: Operation, x: list[Value], shape: Shape, live: tuple[bool, ...], whole: bool) -> Found:
    x = [np.asarray(each) for each in x]  # a Python float would raise where NumPy's goes on
    c = np.asarray(row.value(Arrays, *x), float)
    if c.shape != shape:
        c = np.broadcast_to(c, shape)
    partials = list(row.partials(Arrays, c, *x)) if any(live) else []
    odd = [] if whole or row.chooses else [np.isnan(each) for each in x]
    if not finite(c):
        odd.append(~np.isfinite(c))
    for wanted, partial in zip(live, partials):
        if wanted and partial is not None and type(partial) is not int and partial is not c:
            if whole and (partial is x[0] or partial is x[-1]):
                continue  # a product's partials are its operands
            numbers = partial.numbers if isinstance(partial, Partly) else partial
            if not finite(numbers):
                odd.append(~np.isfinite(numbers))
    fault: Kind | None = None
    entries: tuple[Shape, ...] = ()
    if row.vanishes is not None and not c.all():
        zero = np.equal(c, 0.0)
        odd.append(zero & _vanished(row, x, shape, zero))  # SciPy has few subnormals: read again before telling
    whole = True
    if any(each.any() for each in odd):
        c, partials, fault, entries = _again(row, x, c, partials, functools.reduce(np.logical_or, odd))
        whole = finite(c)
    local = tuple(
        [None if partial is None else Elementwise(partial, shape, each.shape) for partial, each in zip(partials, x)]
    )
    return Found(c, local, fault, entries, whole)


def _vanished(row: Operation, x: list[Any], shape: Shape, zero: Any) -> Any:
    """By entry, whether a value of 0 is none in truth, at those that are 0."""
    assert row.vanishes is not None
    found = np.zeros(shape, bool)
    columns = [np.broadcast_to(each, shape)[zero].tolist() for each in x]
    found[zero] = [row.vanishes(*operands) for operands in zip(*columns, strict=True)]
    return found


def _again(
    row: Operation, x: list[Value], c: Any, partials: list[Any], odd: Any
) -> tuple[Any, list[Any], Kind | None, tuple[Shape, ...]]:
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
            found_again = partials_of(row, float(c[entry]), operands)
            for slot, partial in enumerate(found_again[: len(partials)]):  # constants may have none
                flows[slot][entry] = partial is not None
                numbers[slot][entry] = 0.0 if partial is None else partial
    made = [part(number, flow) for number, flow in zip(numbers, flows, strict=True)]
    kind = next(iter(faults), None)
    return c, made, kind, tuple(faults[kind]) if kind is not None else ()


def _numbers(partial: Any) -> Any:
    return 0.0 if partial is None else partial.numbers if isinstance(partial, Partly) else partial


def _flows(partial: Any) -> Any:
    return partial.flows if isinstance(partial, Partly) else partial is not None
