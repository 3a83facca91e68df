"""How the rows of vectors and matrices carry an adjoint back, as NumPy code: one formula per row.

    f(p, g, c, *x)   the contribution to operand p.slot; g is the node's adjoint, c its value, x its operands

It is written as a textbook has it: a contribution may be smaller than the operand, where NumPy repeats it in adding it.
Read over NumPy itself it computes; read over written.py it writes code. None: there is no short line.
"""

from __future__ import annotations

import math
import string
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.code.array_spellings import Use, along
from graphs.code.spellings import Modules
from graphs.code.written import Written
from graphs.operations.arrays.products import Spec, spec_of, window
from graphs.operations.row import Shape
from graphs.operations.shapes import Key, axes_of, axis_of, numpy_key


class Pull(NamedTuple):
    """An edge from a row of vectors and matrices back to one of its operands.

    n: NumPy and SciPy, or their names. helper: a function of helpers.py by its name, or its name. has_zeros: whether
    the operand has an entry 0, or is singular.
    """

    n: Modules
    helper: Callable[[str], Any]
    use: Use
    slot: int
    has_zeros: bool

    @property
    def options(self) -> dict[str, Any]:
        return self.use.options

    @property
    def own(self) -> Shape:
        return self.use.shapes[self.slot]

    @property
    def axes(self) -> Shape:
        """Those that the row goes along."""
        return axes_of(self.options.get("axis"), self.own)


class Part(NamedTuple):
    """A contribution to some of an operand's entries: those at the key."""

    key: Key
    flow: Any


def _kept(p: Pull, x: Any) -> Any:
    """What a reduction has made, so that it meets the operand: with the axes that are gone at size 1."""
    leading = p.axes == tuple(range(len(p.axes)))
    if p.options.get("keepdims") or not p.use.shape or leading:
        return x
    return p.n.np.expand_dims(x, p.axes[0] if len(p.axes) == 1 else p.axes)


def _added(p: Pull, x: Any) -> Any:
    """Summed along the row's axes, which stay."""
    if len(p.axes) == len(p.own):
        return p.n.np.sum(x)
    return p.n.np.sum(x, axis=p.axes[0] if len(p.axes) == 1 else p.axes, keepdims=True)


def _prod(p: Pull, g: Any, c: Any, x: Any) -> Any:
    if not p.has_zeros:
        return _kept(p, g) * _kept(p, c) / x
    np_ = p.n.np
    if len(p.axes) == len(p.own):
        rest = p.helper("others")(np_.ravel(x) if len(p.own) > 1 else x)
        return g * (np_.reshape(rest, p.own) if len(p.own) > 1 else rest)
    return _kept(p, g) * np_.apply_along_axis(p.helper("others"), p.axes[0], x) if len(p.axes) == 1 else None


def _extreme(p: Pull, g: Any, c: Any, x: Any) -> Any:
    """Entries that tie share evenly."""
    return _kept(p, g) * (x == _kept(p, c)) / _added(p, x == _kept(p, c))


def _norm(p: Pull, g: Any, c: Any, x: Any) -> Any:
    order = p.options["ord"]
    if order == 1:
        return _kept(p, g) * p.n.np.sign(x)
    size = _kept(p, p.n.np.where(c == 0, 1, c) if p.has_zeros else c)
    if order in (None, 2, "fro"):
        return _kept(p, g) * x / size
    return _kept(p, g) * p.n.np.sign(x) * (p.n.np.abs(x) / size) ** (order - 1)


def _softmax(p: Pull, g: Any, c: Any, x: Any) -> Any:
    return c * (g - _added(p, g * c))


def _backwards(p: Pull, g: Any) -> Any:
    """Running sums from the end."""
    axis = along(p.use, "axis")["axis"]
    return p.n.np.flip(p.n.np.cumsum(p.n.np.flip(g, axis), axis=axis), axis)


def _unflattened(p: Pull, flow: Any) -> Any:
    """Back from all entries in a row."""
    return p.n.np.reshape(flow, p.own) if p.options["axis"] is None and len(p.own) > 1 else flow


def _entries(p: Pull, x: Any) -> Any:
    return p.n.np.ravel(x) if p.options["axis"] is None and len(p.own) > 1 else x


def _cumprod(p: Pull, g: Any, c: Any, x: Any) -> Any:
    if not p.has_zeros:
        return _unflattened(p, _backwards(p, g * c) / _entries(p, x))
    if len(p.own) > 1 and p.options["axis"] is not None:
        return None
    return _unflattened(p, p.helper("cumprod_pullback")(g, _entries(p, x)))


def _logcumsumexp(p: Pull, g: Any, c: Any, x: Any) -> Any:
    return _unflattened(p, p.n.np.exp(_entries(p, x)) * _backwards(p, g / p.n.np.exp(c)))


def _sort(p: Pull, g: Any, c: Any, x: Any) -> Any:
    """Each entry's adjoint is where the order has put it: at the entry's rank."""
    axis = -1 if p.options["axis"] is None else p.options["axis"]
    values = -_entries(p, x) if p.options["descending"] else _entries(p, x)
    order = p.n.np.argsort(values, axis=axis, kind="stable")
    if len(p.use.shape) == 1:
        return _unflattened(p, _at(g, p.n.np.argsort(order)))
    return p.n.np.take_along_axis(g, p.n.np.argsort(order, axis=axis), axis=axis)


def _at(x: Any, *key: Any) -> Any:
    return x.chosen(key) if isinstance(x, Written) else x[numpy_key(key)]


# Products.


def _matmul(p: Pull, g: Any, c: Any, a: Any, b: Any) -> Any:
    """A̅ = C̅ Bᵀ, B̅ = Aᵀ C̅, a vector on the left as a row, on the right as a column."""
    rows, columns = map(len, p.use.shapes)
    np_ = p.n.np
    if max(rows, columns) > 2:
        return _stacked(p, g, a, b)
    if rows == columns == 1:
        return g * (a if p.slot else b)
    if p.slot == 0:
        return np_.outer(g, b) if columns == 1 else b @ g if rows == 1 else g @ b.T
    return np_.outer(a, g) if rows == 1 else a.T @ g


def _stacked(p: Pull, g: Any, a: Any, b: Any) -> Any:
    """The same for each matrix of a stack; one that meets several gets the sum of their adjoints."""
    rows, columns = map(len, p.use.shapes)
    rest: Any = (Ellipsis,)
    if rows == 1:
        g, a = _at(g, *rest, None, (None, None, None)), _at(a, None, (None, None, None))
    if columns == 1:
        g, b = _at(g, *rest, None), _at(b, (None, None, None), None)
    flow = p.n.np.swapaxes(a, -1, -2) @ g if p.slot else g @ p.n.np.swapaxes(b, -1, -2)
    shapes = [(1, *s) if k == 0 and len(s) == 1 else (*s, 1) if len(s) == 1 else s for k, s in enumerate(p.use.shapes)]
    leading = np.broadcast_shapes(*[shape[:-2] for shape in shapes])
    own = shapes[p.slot]
    flow = summed(p.n.np, flow, (*leading, *own[-2:]), own)
    return flow if own == p.own else p.n.np.reshape(flow, p.own)


def _trace(p: Pull, g: Any, c: Any, a: Any) -> Any:
    return g * p.n.np.eye(p.own[0])


def _det(p: Pull, g: Any, c: Any, a: Any) -> Any:
    return g * (p.helper("cofactors")(a) if p.has_zeros else c * p.n.np.linalg.inv(a).T)


def _solve(p: Pull, g: Any, c: Any, a: Any, b: Any) -> Any:
    back = p.n.np.linalg.solve(a.T, g)
    if p.slot == 1:
        return back
    return -p.n.np.outer(back, c) if len(p.use.shape) == 1 else -back @ c.T


def _einsum(p: Pull, g: Any, c: Any, *x: Any) -> Any:
    """The other factors, in the same equation turned round. An axis that the operand alone names was summed, and is
    repeated by ones; one that it names twice is a diagonal, as of the unit matrix."""
    spec: Spec = spec_of(p.options["equation"], p.use.shapes)
    terms = [term for k, term in enumerate(spec.terms) if k != p.slot]
    factors: list[Any] = [each for k, each in enumerate(x) if k != p.slot]
    free = iter(sorted({*string.ascii_letters} - {*"".join(spec.terms), *spec.result}))
    own = ""
    for letter, size in zip(spec.terms[p.slot], p.own, strict=True):
        if letter in own:
            other = next(free)
            terms, factors, own = [*terms, letter + other], [*factors, p.n.np.eye(size)], own + other
        else:
            if letter not in spec.result and not any(letter in term for term in terms):
                terms, factors = [*terms, letter], [*factors, p.n.np.ones(size)]
            own += letter
    return p.n.np.einsum(",".join([spec.result, *terms]) + "->" + own, g, *factors)


def _cross(p: Pull, g: Any, c: Any, a: Any, b: Any) -> Any:
    return p.n.np.cross(g, a) if p.slot else p.n.np.cross(b, g)


def _convolve(p: Pull, g: Any, c: Any, a: Any, b: Any, turns: bool = False) -> Any:
    """The overlaps of the adjoint with the other vector that are whole."""
    (first,), (second,) = p.use.shapes
    start, length = window(first, second, p.options["mode"], turns)
    if length < first + second - 1:
        g = p.n.np.pad(g, (start, first + second - 1 - start - length))
    if p.slot == 0:
        return p.n.np.correlate(g, p.n.np.flip(b) if turns else b, mode="valid")
    flow = p.n.np.correlate(g, a, mode="valid")
    return p.n.np.flip(flow) if turns else flow


# Entries moved about.


def _transpose(p: Pull, g: Any, c: Any, a: Any) -> Any:
    axes = p.options["axes"]
    if axes is None or len(p.own) < 3:
        return g.T if len(p.own) > 1 else g
    if len(axes) == 2:
        return p.n.np.swapaxes(g, *axes)
    return p.n.np.transpose(g, tuple(int(k) for k in np.argsort([axis_of(k, len(p.own)) for k in axes])))


def _diag(p: Pull, g: Any, c: Any, a: Any) -> Any:
    if len(p.own) == 1 or p.own[0] == p.own[1]:
        return p.n.np.diag(g)
    places = p.n.np.arange(min(p.own))
    return Part((places, places), g)


def _diagonal(p: Pull, g: Any, c: Any, a: Any) -> Any:
    """Of matrices, and of stacks of them."""
    offset, rank, count = p.options["offset"], len(p.own), p.use.shape[-1]
    axes = axis_of(p.options["axis1"], rank), axis_of(p.options["axis2"], rank)
    places = p.n.np.arange(count)
    down, right = (places - offset, places) if offset < 0 else (places, places + offset if offset else places)
    if axes == (0, 1):
        return Part((down, right), g if rank == 2 else p.n.np.moveaxis(g, -1, 0))
    return Part((Ellipsis, down, right), g) if axes == (rank - 2, rank - 1) else None


def _literal(p: Pull, g: Any, c: Any, *x: Any) -> Any:
    return _at(g, *(int(k) for k in np.unravel_index(p.slot, p.options["grid"])))


def _stack(p: Pull, g: Any, c: Any, *x: Any) -> Any:
    return _at(g, *[(None, None, None)] * axis_of(p.options["axis"], len(p.use.shape)), p.slot)


def _concat(p: Pull, g: Any, c: Any, *x: Any) -> Any:
    axis = axis_of(p.options["axis"], len(p.own))
    start = sum(shape[axis] for shape in p.use.shapes[: p.slot])
    return _at(g, *[(None, None, None)] * axis, (start, start + p.own[axis], None))


def _roll(p: Pull, g: Any, c: Any, x: Any) -> Any:
    shift, axis = p.options["shift"], p.options["axis"]
    back = tuple(-each for each in shift) if isinstance(shift, tuple) else -shift
    return p.n.np.roll(g, back, **({} if axis is None else {"axis": axis}))


def _tile(p: Pull, g: Any, c: Any, x: Any) -> Any:
    reps = p.options["reps"]
    times = reps if isinstance(reps, tuple) else (reps,)
    rank = max(len(p.own), len(times))
    own, counts = (1,) * (rank - len(p.own)) + p.own, (1,) * (rank - len(times)) + times
    apart = tuple(each for pair in zip(counts, own, strict=True) for each in pair)
    axes = tuple(range(0, 2 * rank, 2))
    flow = p.n.np.sum(p.n.np.reshape(g, apart), axis=axes if len(axes) > 1 else 0)
    return flow if own == p.own else p.n.np.reshape(flow, p.own)


def _repeat(p: Pull, g: Any, c: Any, x: Any) -> Any:
    axis = 0 if p.options["axis"] is None else axis_of(p.options["axis"], len(p.own))
    own = (math.prod(p.own),) if p.options["axis"] is None else p.own
    counts = p.options["repeats"]
    if isinstance(counts, tuple) and len(counts) > 1:
        places = p.n.np.repeat(p.n.np.eye(own[axis]), [*counts], axis=1)
        flow = places @ g if len(own) == 1 else p.n.np.apply_along_axis(places.dot, axis, g)
    else:
        count = counts[0] if isinstance(counts, tuple) else counts
        flow = p.n.np.sum(p.n.np.reshape(g, (*own[: axis + 1], count, *own[axis + 1 :])), axis=axis + 1)
    return flow if own == p.own else p.n.np.reshape(flow, p.own)


def _triangle(name: str) -> Callable[..., Any]:
    def pull(p: Pull, g: Any, c: Any, x: Any) -> Any:
        k = p.options["k"]
        return getattr(p.n.np, name)(g, *([k] if k else []))

    return pull


def summed(np_: Any, flow: Any, shape: Shape, own: Shape) -> Any:
    """A flow of the node's shape in that of an operand which was repeated: the sum over what it was repeated along."""
    more = len(shape) - len(own)
    if not own:
        return np_.sum(flow) if shape else flow
    wide = tuple(k for k, size in enumerate(own) if size == 1 != shape[more + k])
    if more:
        flow = np_.sum(flow, axis=0 if more == 1 else tuple(range(more)))
    return np_.sum(flow, axis=wide[0] if len(wide) == 1 else wide, keepdims=True) if wide else flow


# By row; rows whose value is an index let nothing through.
PULLBACKS: dict[str, Callable[..., Any]] = {
    "sum": lambda p, g, c, x: _kept(p, g),
    "mean": lambda p, g, c, x: _kept(p, g) / math.prod(p.own[k] for k in p.axes),
    "prod": _prod, "max": _extreme, "min": _extreme, "norm": _norm,
    "logsumexp": lambda p, g, c, x: _kept(p, g) * p.n.np.exp(x - _kept(p, c)),
    "softmax": _softmax, "log_softmax": lambda p, g, c, x: g - p.n.np.exp(c) * _added(p, g),
    "cumsum": lambda p, g, c, x: _unflattened(p, _backwards(p, g)), "cumprod": _cumprod,
    "logcumsumexp": _logcumsumexp, "sort": _sort,
    "matmul": _matmul, "dot": _matmul, "outer": lambda p, g, c, a, b: a @ g if p.slot else g @ b,
    "trace": _trace, "det": _det, "logdet": lambda p, g, c, a: g * p.n.np.linalg.inv(a).T,
    "inv": lambda p, g, c, a: -c.T @ g @ c.T, "solve": _solve,
    "cholesky": lambda p, g, c, a: p.helper("cholesky_pullback")(g, c),
    "pinv": lambda p, g, c, a: p.helper("pinv_pullback")(g, a, c),
    "einsum": _einsum, "cross": _cross, "convolve": _convolve,
    "correlate": lambda p, g, c, a, b: _convolve(p, g, c, a, b, turns=True),
    "transpose": _transpose, "diag": _diag, "diagonal": _diagonal,
    "reshape": lambda p, g, c, x: p.n.np.reshape(g, p.own), "index": lambda p, g, c, x: Part(p.options["key"], g),
    "array": _literal, "stack": _stack, "concat": _concat,
    "flip": lambda p, g, c, x: p.n.np.flip(g, **({} if p.options["axis"] is None else {"axis": p.options["axis"]})),
    "roll": _roll, "tile": _tile, "repeat": _repeat, "tril": _triangle("tril"), "triu": _triangle("triu"),
    "broadcast_to": lambda p, g, c, x: summed(p.n.np, g, p.use.shape, p.own),
}  # fmt: skip
