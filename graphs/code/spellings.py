"""How PyTorch and JAX say the rows of the table of operations: one formula per row over the library's functions.

Read over the library itself (the modules torch, or jax) a spelling computes; read over written.py it writes code. m is
`torch`, or for the shared rows `torch` or `jax.numpy`. None: the library has no counterpart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from graphs.code.numbers import JAX, SHARED, TORCH, Spelling, log_gamma, reflection
from graphs.code.written import Written
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.row import Operation, Shape
from graphs.operations.shapes import Key, axes_of, numpy_key
from graphs.operations.table import FUNCTIONS


class Use(NamedTuple):
    """One use of a row of vectors and matrices: its options, its operands' shapes and its own."""

    options: dict[str, Any]
    shapes: tuple[Shape, ...]
    shape: Shape


def _axes(u: Use) -> Shape:
    return axes_of(u.options.get("axis"), u.shapes[0])


def _over(u: Use, axes: str, keep: str) -> dict[str, Any]:
    """Along which axes, in a library's words; nothing is said of all of them."""
    kept = u.options.get("keepdims")
    named = _axes(u)
    along = {} if len(named) == len(u.shapes[0]) and not kept else {axes: named[0] if len(named) == 1 else named}
    return {**along, **({keep: True} if kept else {})}


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
    return {"ord": 1} if u.options["ord"] == 1 else {}


def _chosen(x: Any, key: Key) -> Any:
    return x.chosen(key) if isinstance(x, Written) else x[numpy_key(key)]


def _torch_index(t: Any, u: Use, x: Any) -> Any:
    """PyTorch steps only forwards: an axis that is walked backwards is turned first."""
    key, shape = u.options["key"], u.shapes[0]
    wanted = sum(part is not None and part is not Ellipsis for part in key)
    turned, forwards, axis = [], [], 0
    for part in key:
        if part is Ellipsis:
            axis = len(shape) - wanted
        elif part is not None:
            wanted -= 1
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
    return u.options["axes"] is not None and len(u.shape) > 2


def _torch_transpose(t: Any, u: Use, a: Any) -> Any:
    if _swaps(u):
        return t.transpose(a, *u.options["axes"])
    return a.T if len(u.shape) == 2 else t.permute(a, (*range(len(u.shape))[::-1],))


def _literal(m: Any, u: Use, *x: Any) -> Any:
    stacked = m.stack([*x])
    return stacked if len(u.options["grid"]) == 1 else m.reshape(stacked, u.shape)


def _axis(u: Use, name: str) -> dict[str, Any]:
    return {name: u.options["axis"]} if u.options["axis"] else {}


# Rows of vectors and matrices: f(m, use, *x), for both libraries and for each.
_SHARED_ARRAYS: dict[str, Spelling] = {
    "matmul": lambda m, u, a, b: a @ b, "dot": lambda m, u, a, b: a @ b, "outer": lambda m, u, a, b: m.outer(a, b),
    "trace": lambda m, u, a: m.trace(a), "det": lambda m, u, a: m.linalg.det(a),
    "logdet": lambda m, u, a: m.linalg.slogdet(a).logabsdet, "inv": lambda m, u, a: m.linalg.inv(a),
    "solve": lambda m, u, a, b: m.linalg.solve(a, b), "diag": lambda m, u, a: m.diag(a),
    "reshape": lambda m, u, x: m.reshape(x, u.shape), "array": _literal,
}  # fmt: skip
_TORCH_ARRAYS: dict[str, Spelling] = {
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
    "eye": lambda t, u: t.eye(*u.shape), "zeros": lambda t, u: t.zeros(u.shape), "ones": lambda t, u: t.ones(u.shape),
}  # fmt: skip
_JAX_ARRAYS: dict[str, Spelling] = {
    "sum": lambda j, u, x: j.numpy.sum(x, **_jax_over(u)), "mean": lambda j, u, x: j.numpy.mean(x, **_jax_over(u)),
    "prod": lambda j, u, x: j.numpy.prod(x, **_jax_over(u)), "max": lambda j, u, x: j.numpy.max(x, **_jax_over(u)),
    "min": lambda j, u, x: j.numpy.min(x, **_jax_over(u)),
    "logsumexp": lambda j, u, x: j.scipy.special.logsumexp(x, **_jax_over(u)),
    "norm": lambda j, u, x: j.numpy.linalg.norm(x, **_order(u), **_jax_over(u)),
    "softmax": lambda j, u, x: j.nn.softmax(x, axis=u.options["axis"]),
    "log_softmax": lambda j, u, x: j.nn.log_softmax(x, axis=u.options["axis"]),
    "cumsum": lambda j, u, x: j.numpy.cumsum(x, **({} if u.options["axis"] is None else {"axis": u.options["axis"]})),
    "transpose": lambda j, u, a: j.numpy.swapaxes(a, *u.options["axes"]) if _swaps(u) else a.T,
    "index": lambda j, u, x: _chosen(x, u.options["key"]),
    "stack": lambda j, u, *x: j.numpy.stack([*x], **_axis(u, "axis")),
    "concat": lambda j, u, *x: j.numpy.concatenate([*x], **_axis(u, "axis")),
    "eye": lambda j, u: j.numpy.eye(*u.shape), "zeros": lambda j, u: j.numpy.zeros(u.shape),
    "ones": lambda j, u: j.numpy.ones(u.shape),
}  # fmt: skip

# By library: the elementwise rows, and those of vectors and matrices.
LIBRARIES = {
    "pytorch": ({**SHARED, **TORCH}, {**_SHARED_ARRAYS, **_TORCH_ARRAYS}),
    "jax": ({**SHARED, **JAX}, {**_SHARED_ARRAYS, **_JAX_ARRAYS}),
}
# The rows whose spelling is a sign, beside which plain numbers may stand; and one that takes a plain number.
SIGNS = frozenset(row.name for row in ELEMENTWISE if row.compares) | frozenset(
    "add subtract multiply divide power polygamma".split()
)


_SIGNED = {"less": "less", "less_equal": "less or equal", "greater": "greater", "equal": "equal", "unequal": "unequal"}


class _Unspelled(Exception):
    """A formula calls what a library does not have."""


class _Formula:
    """A library as the reading of a row's own formula: each function as the row of its name is spelled."""

    two_over_root_pi = 2 / math.sqrt(math.pi)

    def __init__(self, library: str, root: Any):
        self._library, self._root = library, root

    def __getattr__(self, name: str) -> Callable[..., Any]:
        row = _SIGNED.get(name) or (FUNCTIONS[name][0].name if name in FUNCTIONS else "")
        said = LIBRARIES[self._library][0].get(row)
        if said is None:
            raise _Unspelled(name)
        return partial(said, _module(self._library, self._root, row in SHARED))

    def where(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        return _module(self._library, self._root, True).where(condition, chosen, otherwise)

    select = where

    def one_minus_square(self, x: Any) -> Any:
        return (1 - x) * (1 + x)

    def one_minus_sigmoid(self, x: Any) -> Any:
        return self.sigmoid(-x)


@lru_cache(maxsize=1024)
def spelling(library: str, row: Operation) -> Spelling:
    """How a library says a row: f(m, *x), or f(m, use, *x) for one of vectors and matrices; None: it does not.

    A row of numbers that is not listed is said by its own formula, where the library has all that this calls.
    """
    elementwise, arrays = LIBRARIES[library]
    if row.shape is not None:
        return arrays.get(row.name)
    if row.name in elementwise:
        return elementwise[row.name]

    def by_formula(root: Any, *x: Any) -> Any:
        return row.value(_Formula(library, root), *x)

    try:
        by_formula(Written("torch"), *map(Written, "abcdefgh"[: max(row.arity[0], 1)]))
    except _Unspelled:
        return None
    return by_formula


def _module(library: str, root: Any, is_shared: bool) -> Any:
    """What a spelling calls functions of: JAX has those that all libraries share in jax.numpy."""
    return root.numpy if library == "jax" and is_shared else root


def spelled(library: str, root: Any, row: Operation, shapes: tuple[Shape, ...], shape: Shape, x: list[Any]) -> Any:
    """A row at operands of the library's own, or written ones; root is the library (`torch`, `jax`), or its name.

    shapes: the operands'. shape: the value's.
    """
    said = spelling(library, row)
    assert said is not None
    shared = SHARED if row.shape is None else _SHARED_ARRAYS
    m = _module(library, root, row.name in shared)
    return said(m, *x) if row.shape is None else said(m, Use(dict(row.chosen), shapes, shape), *x)


_WITH_GAMMAS = {
    "pytorch": ("gamma", "factorial", "binomial", "beta", "rgamma", "poch"),
    "jax": ("binomial", "beta", "rgamma", "poch"),
}
HELPERS = ("log_gamma", "reflection")


def helpers(library: str, rows: Iterable[Operation]) -> dict[str, str]:
    """What the code of these rows calls by name besides the library's functions: name -> the function of x."""
    if not any(row.name in _WITH_GAMMAS[library] for row in rows):
        return {}
    root, x = Written("torch" if library == "pytorch" else "jax"), Written("x")
    m, lgamma = (root, root.lgamma) if library == "pytorch" else (root.numpy, root.scipy.special.gammaln)
    return dict(zip(HELPERS, (log_gamma(m, lgamma, x).text, reflection(m, x).text), strict=True))
