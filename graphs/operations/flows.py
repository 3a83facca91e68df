"""What flows along the edges of a graph with arrays: tangents, adjoints, and the maps that carry them.

A scalar edge's partial is a float, and the passes multiply with it. An edge of arrays carries a linear map in its
place, written with the same sign: `partial * tangent` pushes a tangent on, `adjoint * partial` pulls an adjoint
back (a product with a diagonal matrix, or with the Jacobian that a row knows as its `maps`). So each pass is one loop.

None is what flows where nothing does. Through some entries of an array nothing may flow either: then the flow is
a Partly, for 0·∞ must not arise there (where, relu, max and indexing pass nothing to what they do not choose).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from graphs.operations.row import Map, Shape

Flow = Any  # None, a float, a float64 array or a Partly
Numbers = list[Flow]  # by node, in its shape: None where nothing flows (a derivative of 0), NaN where undefined
Term = tuple[int, int, Flow, Flow]  # a reverse contribution: node, operand position, before, term


class Partly:
    """An array through some of whose entries nothing flows: `numbers` are 0 where `flows` is False."""

    __slots__ = ("flows", "numbers")
    __array_ufunc__ = None  # so that an array leaves the sign to us

    def __init__(self, numbers: Any, flows: Any):
        self.flows = flows
        self.numbers = np.where(flows, numbers, 0.0)

    def __add__(self, other: Flow) -> Flow:
        if isinstance(other, Partly):
            return part(self.numbers + other.numbers, self.flows | other.flows)
        return self.numbers + other

    __radd__ = __add__

    def __mul__(self, other: Flow) -> Flow:
        if isinstance(other, (Elementwise, Linear)):
            return NotImplemented  # their sign: they know which way it goes
        if isinstance(other, Partly):
            return part(self.numbers * other.numbers, self.flows & other.flows)
        return part(
            self.numbers * other, np.broadcast_to(self.flows, np.broadcast_shapes(self.flows.shape, np.shape(other)))
        )

    __rmul__ = __mul__


def part(numbers: Any, flows: Any) -> Flow:
    """The plainest form of a flow: an array where all of it flows, None where nothing does."""
    flowing = np.count_nonzero(flows)
    if flowing == flows.size:
        return numbers
    return Partly(numbers, flows) if flowing else None


def outside(flow: Flow, shape: Shape) -> Any:
    """A flow as people are told it, in its shape: where nothing flows, 0."""
    if flow is None:
        return np.zeros(shape) if shape else 0.0
    return flow.numbers if isinstance(flow, Partly) else flow


def lost(value: Any, flow: Flow) -> Flow:
    """The derivative at a value that is undefined, in whole or in some entries: undefined there, where any flows."""
    if flow is None or not np.shape(value):
        return None if flow is None else math.nan
    lost_there = np.where(np.isnan(value), math.nan, flow.numbers if isinstance(flow, Partly) else flow)
    return Partly(lost_there, flow.flows) if isinstance(flow, Partly) else lost_there


def undefined(flow: Flow) -> Flow:
    """The flow back from an output that is undefined: undefined wherever anything flows."""
    if isinstance(flow, Partly):
        return Partly(math.nan, flow.flows)
    return None if flow is None else flow * math.nan


class Elementwise:
    """The partial of an elementwise row by one operand: entry meets entry, what was broadcast is summed back.

    partial: a number, an array that broadcasts to the node's shape, or a Partly. node, operand: the shapes.
    """

    __slots__ = ("node", "operand", "partial")
    __array_ufunc__ = None

    def __init__(self, partial: Any, node: Shape, operand: Shape):
        self.partial, self.node, self.operand = partial, node, operand

    def __mul__(self, tangent: Flow) -> Flow:
        return _stretched(_product(self.partial, tangent), self.node)

    def __rmul__(self, adjoint: Flow) -> Flow:
        term = _product(self.partial, adjoint)
        if self.operand == self.node or term is None:
            return term
        if isinstance(term, Partly) and self.operand:
            return part(_summed(term.numbers, self.operand), _summed(term.flows * 1.0, self.operand) != 0.0)
        return _summed(outside(term, self.node), self.operand)

    def numbers(self) -> Any:
        """The partial by entry of the node, 0 where nothing flows."""
        return np.broadcast_to(outside(self.partial, self.node), self.node)


class Linear:
    """The derivative of a row of vectors and matrices by one operand: its two maps.

    node, operand: the shapes. pattern: the maps that carry 1 where something flows, or None: then all of it does.
    """

    __slots__ = ("map", "node", "operand", "pattern")
    __array_ufunc__ = None

    def __init__(self, maps: Map, node: Shape, operand: Shape, pattern: Callable[[], Map] | None):
        self.map, self.node, self.operand, self.pattern = maps, node, operand, pattern

    def __mul__(self, tangent: Flow) -> Flow:
        return self._through(0, tangent, self.node)

    def __rmul__(self, adjoint: Flow) -> Flow:
        return self._through(1, adjoint, self.operand)

    def _through(self, way: int, flow: Flow, shape: Shape) -> Flow:
        if not isinstance(flow, Partly):
            return _shaped(self.map[way](flow), shape)
        carried = self.map[way](flow.numbers)
        if self.pattern is None:
            return _shaped(carried, shape)
        flows = outside(self.pattern()[way](flow.flows.astype(float)), shape)
        return _shaped(part(outside(carried, shape), np.asarray(flows) != 0), shape)


def _shaped(flow: Flow, shape: Shape) -> Flow:
    return flow if shape or flow is None else float(outside(flow, shape))


def _product(partial: Any, flow: Flow) -> Flow:
    return flow if isinstance(partial, (int, float)) and partial == 1 else partial * flow


def _stretched(flow: Flow, shape: Shape) -> Flow:
    """A tangent in the node's shape: what an operand does to an entry, it does to all that it is repeated in."""
    if flow is None:
        return None
    if isinstance(flow, Partly):
        return flow if flow.flows.shape == shape else Partly(flow.numbers, np.broadcast_to(flow.flows, shape))
    return flow if np.shape(flow) == shape else np.broadcast_to(flow, shape)


def _summed(array: Any, shape: Shape) -> Any:
    """An adjoint in the operand's shape: the sum over what the operand was repeated along."""
    summed = np.add.reduce(array, _repeated(array.shape, shape))
    return summed.reshape(shape) if shape else float(summed)


@lru_cache(maxsize=1024)
def _repeated(node: Shape, operand: Shape) -> Shape:
    """The axes of a node that an operand is repeated along."""
    extra = len(node) - len(operand)
    return tuple(k for k, size in enumerate(node) if k < extra or operand[k - extra] == 1 != size)


def one_hot(shape: Shape, entry: Shape) -> Flow:
    """A flow through one entry alone."""
    if not shape:
        return 1.0
    flows = np.zeros(shape, bool)
    flows[entry] = True
    return part(np.ones(shape), flows)
