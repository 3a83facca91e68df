"""How PyTorch, JAX and NumPy say the rows of vectors and matrices: f(m, use, *x), as in spellings.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.code.written import Written
from graphs.operations.arrays.products import window
from graphs.operations.row import Shape
from graphs.operations.shapes import Key, axes_of, axis_of, numpy_key

Spelling = Callable[..., Any] | None


class Use(NamedTuple):
    """One use of a row of vectors and matrices: its options, its operands' shapes and its own."""

    options: dict[str, Any]
    shapes: tuple[Shape, ...]
    shape: Shape


def _axes(u: Use) -> Shape:
    return axes_of(u.options.get("axis"), u.shapes[0])


def _over(u: Use, axes: str, keep: str) -> dict[str, Any]:
    """Along which axes, in a library's words; no option where it is all of them."""
    keepdims = u.options.get("keepdims")
    named = _axes(u)
    along = {} if len(named) == len(u.shapes[0]) and not keepdims else {axes: named[0] if len(named) == 1 else named}
    return {**along, **({keep: True} if keepdims else {})}


def _torch_over(u: Use) -> dict[str, Any]:
    return _over(u, "dim", "keepdim")


def _jax_over(u: Use) -> dict[str, Any]:
    return _over(u, "axis", "keepdims")


def _torch_prod(t: Any, u: Use, x: Any) -> Any:
    """PyTorch multiplies along one axis at a time."""
    if not _torch_over(u):
        return t.prod(x)
    for axis in sorted(_axes(u), reverse=True):
        x = t.prod(x, dim=axis, **({"keepdim": True} if u.options["keepdims"] else {}))
    return x


def _torch_logsumexp(t: Any, u: Use, x: Any) -> Any:
    return t.logsumexp(x, **{"dim": _axes(u), **_torch_over(u)})


def _order(u: Use) -> dict[str, Any]:
    return {} if u.options["ord"] in (None, 2, "fro") else {"ord": u.options["ord"]}


def _jax_norm(j: Any, u: Use, x: Any) -> Any:
    """Of all entries of a matrix an order would be one of matrices."""
    over, whole = _jax_over(u), len(_axes(u)) == len(u.shapes[0]) > 1
    if whole and _order(u):
        return j.numpy.linalg.vector_norm(x, **_order(u), **({"keepdims": True} if u.options["keepdims"] else {}))
    return j.numpy.linalg.norm(x, **_order(u), **over)


def _chosen(x: Any, key: Key) -> Any:
    return x.chosen(key) if isinstance(x, Written) else x[numpy_key(key)]


def _torch_index(t: Any, u: Use, x: Any) -> Any:
    """PyTorch steps only forwards: an axis that is walked backwards is turned first."""
    key, shape = u.options["key"], u.shapes[0]
    indices = sum(part is not None and part is not Ellipsis for part in key)
    turned, forwards, axis = [], [], 0
    for part in key:
        if part is Ellipsis:
            axis = len(shape) - indices
        elif part is not None:
            indices -= 1
            if isinstance(part, tuple) and (part[2] or 1) < 0:
                size = shape[axis]
                walked = range(size)[slice(*part)]
                turned.append(axis)
                part = (size - 1 - walked[0], size - walked[-1], -walked.step)
            axis += 1
        forwards.append(part)
    return _chosen(t.flip(x, turned) if turned else x, tuple(forwards))


def _swaps(u: Use) -> bool:
    """Whether two axes of several are swapped."""
    return u.options["axes"] is not None and len(u.options["axes"]) == 2 < len(u.shape)


def _torch_transpose(t: Any, u: Use, a: Any) -> Any:
    if _swaps(u):
        return t.transpose(a, *u.options["axes"])
    if len(u.shape) == 2:
        return a.T
    return t.permute(a, u.options["axes"] or (*range(len(u.shape))[::-1],))


def _transposed(m: Any, u: Use, a: Any) -> Any:
    """As JAX and NumPy say it."""
    if _swaps(u):
        return m.swapaxes(a, *u.options["axes"])
    return m.transpose(a, u.options["axes"]) if u.options["axes"] and len(u.shape) > 2 else a.T


def _numpy_norm(n: Any, u: Use, x: Any) -> Any:
    """The norm of all entries as one vector: along several axes NumPy's would be one of matrices."""
    over = _jax_over(u)
    if len(_axes(u)) == 1 or not (over or _order(u)):
        return n.np.linalg.norm(x, **_order(u), **over)
    return n.np.linalg.vector_norm(x, **_order(u), **over)


def _literal(m: Any, u: Use, *x: Any) -> Any:
    stacked = m.stack([*x])
    return stacked if len(u.options["grid"]) == 1 else m.reshape(stacked, u.shape)


def _axis(u: Use, name: str) -> dict[str, Any]:
    return {name: u.options["axis"]} if u.options["axis"] else {}


def _flat(m: Any, u: Use, x: Any) -> Any:
    """A row that goes along one axis, or through all entries: what it goes through."""
    return m.reshape(x, (-1,)) if u.options["axis"] is None and len(u.shapes[0]) > 1 else x


def along(u: Use, name: str) -> dict[str, Any]:
    return {name: u.options["axis"] or 0}


def _torch_flip(t: Any, u: Use, x: Any) -> Any:
    return t.flip(x, axes_of(u.options["axis"], u.shapes[0]))


def _torch_roll(t: Any, u: Use, x: Any) -> Any:
    return t.roll(x, u.options["shift"], **({} if u.options["axis"] is None else {"dims": u.options["axis"]}))


def _torch_repeat(t: Any, u: Use, x: Any) -> Any:
    counts = u.options["repeats"]
    repeats = t.tensor([*counts]) if isinstance(counts, tuple) else counts
    return t.repeat_interleave(x, repeats, **({} if u.options["axis"] is None else {"dim": u.options["axis"]}))


def _jax_repeat(j: Any, u: Use, x: Any) -> Any:
    counts = u.options["repeats"]
    repeats = j.numpy.array([*counts]) if isinstance(counts, tuple) else counts
    return j.numpy.repeat(x, repeats, **({} if u.options["axis"] is None else {"axis": u.options["axis"]}))


def _jax_axis(u: Use) -> dict[str, Any]:
    return {} if u.options["axis"] is None else {"axis": u.options["axis"]}


def _einsum(m: Any, u: Use, *x: Any) -> Any:
    return m.einsum(u.options["equation"], *x)


def _diagonal(m: Any, u: Use, a: Any, one: str, other: str) -> Any:
    arguments = {"offset": u.options["offset"] or None, one: u.options["axis1"] or None,
            other: None if u.options["axis2"] == 1 else u.options["axis2"]}  # fmt: skip
    return m.diagonal(a, **{name: value for name, value in arguments.items() if value is not None})


def _torch_sort(t: Any, u: Use, x: Any) -> Any:
    arguments = {"dim": u.options["axis"] or 0, **({"descending": True} if u.options["descending"] else {})}
    return t.sort(_flat(t, u, x), **arguments).values


def _jax_sort(j: Any, u: Use, x: Any) -> Any:
    arguments = {"axis": u.options["axis"] or 0, **({"descending": True} if u.options["descending"] else {})}
    return j.numpy.sort(_flat(j.numpy, u, x), **arguments)


def _convolve(m: Any, u: Use, a: Any, b: Any) -> Any:
    return m.convolve(a, b, **({"mode": u.options["mode"]} if u.options["mode"] != "full" else {}))


def _torch_convolve(t: Any, u: Use, a: Any, b: Any, turns: bool = True) -> Any:
    """PyTorch correlates, in stacks of channels: the second vector is turned round, and slides over the first."""
    (first,), (second,) = u.shapes
    mode, full = u.options["mode"], first + second - 1
    start, length = window(first, second, mode, not turns)
    by = t.reshape(t.flip(b, (0,)) if turns else b, (1, 1, -1))
    convolution = t.reshape(t.nn.functional.conv1d(t.reshape(a, (1, 1, -1)), by, padding=second - 1), (-1,))
    return convolution if length == full else _chosen(convolution, ((start, start + length, None),))


def _arange(m: Any, u: Use) -> Any:
    start, stop, step = u.options["start"], u.options["stop"], u.options["step"]
    return m.arange(*map(float, (start,) if stop is None else (start, stop) if step == 1 else (start, stop, step)))


def _numpy_sort(n: Any, u: Use, x: Any) -> Any:
    axis = u.options["axis"]
    along = {} if axis == -1 else {"axis": axis}
    if not u.options["descending"]:
        return n.np.sort(x, **along)
    return n.np.flip(n.np.sort(x, **along), *([] if len(u.shape) == 1 else [axis]))


def _numpy_literal(n: Any, u: Use, x: tuple[Any, ...]) -> Any:
    rows, *columns = u.options["grid"]
    if not columns:
        return n.np.array([*x])
    return n.np.array([[*x[k * columns[0] : (k + 1) * columns[0]]] for k in range(rows)])


# Rows of vectors and matrices: f(m, use, *x), for all libraries and for each.
SHARED: dict[str, Spelling] = {
    "matmul": lambda m, u, a, b: a @ b, "dot": lambda m, u, a, b: a @ b, "outer": lambda m, u, a, b: m.outer(a, b),
    "trace": lambda m, u, a: m.trace(a), "det": lambda m, u, a: m.linalg.det(a),
    "logdet": lambda m, u, a: m.linalg.slogdet(a).logabsdet, "inv": lambda m, u, a: m.linalg.inv(a),
    "solve": lambda m, u, a, b: m.linalg.solve(a, b), "diag": lambda m, u, a: m.diag(a),
    "reshape": lambda m, u, x: m.reshape(x, u.shape), "array": _literal,
    "tile": lambda m, u, x: m.tile(x, np.atleast_1d(u.options["reps"]).tolist()),
    "broadcast_to": lambda m, u, x: m.broadcast_to(x, u.shape),
    "tril": lambda m, u, a: m.tril(a, *([u.options["k"]] if u.options["k"] else [])),
    "triu": lambda m, u, a: m.triu(a, *([u.options["k"]] if u.options["k"] else [])),
    "einsum": _einsum, "cholesky": lambda m, u, a: m.linalg.cholesky(a), "pinv": lambda m, u, a: m.linalg.pinv(a),
    "arange": _arange,
}  # fmt: skip
TORCH: dict[str, Spelling] = {
    "sum": lambda t, u, x: t.sum(x, **_torch_over(u)), "mean": lambda t, u, x: t.mean(x, **_torch_over(u)),
    "prod": _torch_prod, "max": lambda t, u, x: t.amax(x, **_torch_over(u)),
    "min": lambda t, u, x: t.amin(x, **_torch_over(u)), "logsumexp": _torch_logsumexp,
    "norm": lambda t, u, x: t.linalg.vector_norm(x, **_order(u), **_torch_over(u)),
    "softmax": lambda t, u, x: t.softmax(x, dim=u.options["axis"]),
    "log_softmax": lambda t, u, x: t.log_softmax(x, dim=u.options["axis"]),
    "cumsum": lambda t, u, x: t.cumsum(t.flatten(x) if u.options["axis"] is None else x, dim=u.options["axis"] or 0),
    "transpose": _torch_transpose, "index": _torch_index,
    "stack": lambda t, u, *x: t.stack([*x], **_axis(u, "dim")),
    "concat": lambda t, u, *x: t.concat([*x], **_axis(u, "dim")),
    "flip": _torch_flip, "roll": _torch_roll, "repeat": _torch_repeat, "sort": _torch_sort,
    "diagonal": lambda t, u, a: _diagonal(t, u, a, "dim1", "dim2"),
    "cumprod": lambda t, u, x: t.cumprod(_flat(t, u, x), **along(u, "dim")),
    "logcumsumexp": lambda t, u, x: t.logcumsumexp(_flat(t, u, x), **along(u, "dim")),
    "argmax": lambda t, u, x: t.argmax(x, **_torch_over(u)).double(),
    "argmin": lambda t, u, x: t.argmin(x, **_torch_over(u)).double(),
    "cross": lambda t, u, a, b: t.linalg.cross(a, b), "convolve": _torch_convolve,
    "correlate": lambda t, u, a, b: _torch_convolve(t, u, a, b, turns=False),
    "eye": lambda t, u: t.eye(*u.shape), "zeros": lambda t, u: t.zeros(u.shape), "ones": lambda t, u: t.ones(u.shape),
}  # fmt: skip
JAX: dict[str, Spelling] = {
    "sum": lambda j, u, x: j.numpy.sum(x, **_jax_over(u)), "mean": lambda j, u, x: j.numpy.mean(x, **_jax_over(u)),
    "prod": lambda j, u, x: j.numpy.prod(x, **_jax_over(u)), "max": lambda j, u, x: j.numpy.max(x, **_jax_over(u)),
    "min": lambda j, u, x: j.numpy.min(x, **_jax_over(u)),
    "logsumexp": lambda j, u, x: j.scipy.special.logsumexp(x, **_jax_over(u)),
    "norm": _jax_norm,
    "softmax": lambda j, u, x: j.nn.softmax(x, axis=u.options["axis"]),
    "log_softmax": lambda j, u, x: j.nn.log_softmax(x, axis=u.options["axis"]),
    "cumsum": lambda j, u, x: j.numpy.cumsum(x, **({} if u.options["axis"] is None else {"axis": u.options["axis"]})),
    "transpose": lambda j, u, a: _transposed(j.numpy, u, a),
    "index": lambda j, u, x: _chosen(x, u.options["key"]),
    "stack": lambda j, u, *x: j.numpy.stack([*x], **_axis(u, "axis")),
    "concat": lambda j, u, *x: j.numpy.concatenate([*x], **_axis(u, "axis")),
    "flip": lambda j, u, x: j.numpy.flip(x, **_jax_axis(u)),
    "roll": lambda j, u, x: j.numpy.roll(x, u.options["shift"], **_jax_axis(u)), "repeat": _jax_repeat,
    "sort": _jax_sort, "diagonal": lambda j, u, a: _diagonal(j.numpy, u, a, "axis1", "axis2"),
    "cumprod": lambda j, u, x: j.numpy.cumprod(x, **_jax_axis(u)),
    "logcumsumexp": lambda j, u, x: j.lax.cumlogsumexp(
        _flat(j.numpy, u, x), axis=axis_of(u.options["axis"] or 0, len(u.shape))),
    "argmax": lambda j, u, x: j.numpy.argmax(x, **_jax_over(u)).astype(j.numpy.float64),
    "argmin": lambda j, u, x: j.numpy.argmin(x, **_jax_over(u)).astype(j.numpy.float64),
    "cross": lambda j, u, a, b: j.numpy.cross(a, b), "convolve": lambda j, u, a, b: _convolve(j.numpy, u, a, b),
    "correlate": lambda j, u, a, b: j.numpy.correlate(a, b, mode=u.options["mode"]),
    "eye": lambda j, u: j.numpy.eye(*u.shape), "zeros": lambda j, u: j.numpy.zeros(u.shape),
    "ones": lambda j, u: j.numpy.ones(u.shape),
}  # fmt: skip
NUMPY: dict[str, Spelling] = {
    "sum": lambda n, u, x: n.np.sum(x, **_jax_over(u)), "mean": lambda n, u, x: n.np.mean(x, **_jax_over(u)),
    "prod": lambda n, u, x: n.np.prod(x, **_jax_over(u)), "max": lambda n, u, x: n.np.max(x, **_jax_over(u)),
    "min": lambda n, u, x: n.np.min(x, **_jax_over(u)), "norm": _numpy_norm,
    "logsumexp": lambda n, u, x: n.special.logsumexp(x, **_jax_over(u)),
    "softmax": lambda n, u, x: n.special.softmax(x, axis=u.options["axis"]),
    "log_softmax": lambda n, u, x: n.special.log_softmax(x, axis=u.options["axis"]),
    "transpose": lambda n, u, a: _transposed(n.np, u, a), "index": lambda n, u, x: _chosen(x, u.options["key"]),
    "array": lambda n, u, *x: _numpy_literal(n, u, x),
    "stack": lambda n, u, *x: n.np.stack([*x], **_axis(u, "axis")),
    "concat": lambda n, u, *x: n.np.concatenate([*x], **_axis(u, "axis")),
    "cumsum": lambda n, u, x: n.np.cumsum(x, **_jax_axis(u)),
    "cumprod": lambda n, u, x: n.np.cumprod(x, **_jax_axis(u)),
    "logcumsumexp": lambda n, u, x: n.np.logaddexp.accumulate(_flat(n.np, u, x), **along(u, "axis")),
    "flip": lambda n, u, x: n.np.flip(x, **_jax_axis(u)),
    "roll": lambda n, u, x: n.np.roll(x, u.options["shift"], **_jax_axis(u)),
    "repeat": lambda n, u, x: n.np.repeat(x, u.options["repeats"], **_jax_axis(u)), "sort": _numpy_sort,
    "diagonal": lambda n, u, a: _diagonal(n.np, u, a, "axis1", "axis2"),
    "argmax": lambda n, u, x: n.np.argmax(x, **_jax_over(u)).astype(n.np.float64),
    "argmin": lambda n, u, x: n.np.argmin(x, **_jax_over(u)).astype(n.np.float64),
    "cross": lambda n, u, a, b: n.np.cross(a, b), "convolve": lambda n, u, a, b: _convolve(n.np, u, a, b),
    "correlate": lambda n, u, a, b: n.np.correlate(a, b, mode=u.options["mode"]),
    "eye": lambda n, u: n.np.eye(*u.shape), "zeros": lambda n, u: n.np.zeros(u.shape),
    "ones": lambda n, u: n.np.ones(u.shape),
}  # fmt: skip
