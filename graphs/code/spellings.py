"""How PyTorch, JAX and NumPy say the rows of the table of operations: one formula per row over the library's functions.

Read over the library itself (the modules torch, or jax) a spelling computes; read over written.py it writes code. m is
`torch`, or for the shared rows `torch`, `jax.numpy` or `numpy`. None: the library has no counterpart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from graphs.code import array_spellings
from graphs.code.array_spellings import Use
from graphs.code.numbers import JAX, NUMPY, SHARED, TORCH, Spelling, log_gamma, reflection
from graphs.code.written import Written
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.row import Operation, Shape
from graphs.operations.table import FUNCTIONS

# By library: the elementwise rows, and those of vectors and matrices.
LIBRARIES = {
    "pytorch": ({**SHARED, **TORCH}, {**array_spellings.SHARED, **array_spellings.TORCH}),
    "jax": ({**SHARED, **JAX}, {**array_spellings.SHARED, **array_spellings.JAX}),
    "numpy": ({**SHARED, **NUMPY}, {**array_spellings.SHARED, **array_spellings.NUMPY}),
}


class Modules(NamedTuple):
    """NumPy, and SciPy's special functions."""

    np: Any
    special: Any


NUMPY_NAMES = Modules(Written("np"), Written("special"))
# By library: what its code calls functions of.
ROOTS = {"pytorch": Written("torch"), "jax": Written("jax"), "numpy": NUMPY_NAMES}
# The rows whose spelling is a sign, beside which plain numbers may stand; and one that takes a plain number.
SIGNS = frozenset(row.name for row in ELEMENTWISE if row.compares) | frozenset(
    "add subtract multiply divide power polygamma".split()
)


_SIGNED = {"less": "less", "less_equal": "less or equal", "greater": "greater", "equal": "equal", "unequal": "unequal"}


class Unspelled(Exception):
    """A formula calls what a library does not have."""


class Formula:
    """A library as the reading of a row's own formula: each function as the row of its name is spelled."""

    two_over_root_pi = 2 / math.sqrt(math.pi)

    def __init__(self, library: str, root: Any):
        self._library, self._root = library, root

    def __getattr__(self, name: str) -> Callable[..., Any]:
        row = _SIGNED.get(name) or (FUNCTIONS[name][0].name if name in FUNCTIONS else "")
        spell = LIBRARIES[self._library][0].get(row)
        if spell is None:
            raise Unspelled(name)
        return partial(spell, module(self._library, self._root, spell is SHARED.get(row)))

    def where(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        return module(self._library, self._root, True).where(condition, chosen, otherwise)

    select = where

    def one_minus_square(self, x: Any) -> Any:
        return (1 - x) * (1 + x)

    def one_minus_sigmoid(self, x: Any) -> Any:
        return self.sigmoid(-x)


@lru_cache(maxsize=1024)
def spelling(library: str, row: Operation) -> Spelling:
    """How a library says a row: f(m, *x), or f(m, use, *x) for one of vectors and matrices; None: it does not.

    A row of numbers that is not listed is written by its own formula, where the library has all that this calls.
    """
    elementwise, arrays = LIBRARIES[library]
    if row.shape is not None:
        return arrays.get(row.name)
    if row.name in elementwise:
        return elementwise[row.name]

    def by_formula(root: Any, *x: Any) -> Any:
        return row.value(Formula(library, root), *x)

    try:
        by_formula(ROOTS[library], *map(Written, "abcdefgh"[: max(row.arity[0], 1)]))
    except Unspelled:
        return None
    return by_formula


def module(library: str, root: Any, is_shared: bool) -> Any:
    """What a spelling calls functions of: JAX has those that all libraries share in jax.numpy."""
    if not is_shared or library == "pytorch":
        return root
    return root.numpy if library == "jax" else root.np


def spelled(
    library: str, root: Any, row: Operation, shapes: tuple[Shape, ...], shape: Shape, x: list[Any],
    options: dict[str, Any] | None = None,
) -> Any:  # fmt: skip
    """A row at operands of the library's own, or written ones; root is the library (`torch`, `jax`, `Modules`), or one
    of ROOTS.

    shapes: the operands'. shape: the value's. options: the row's, where they are written otherwise.
    """
    spell = spelling(library, row)
    assert spell is not None
    shared = SHARED if row.shape is None else array_spellings.SHARED
    m = module(library, root, spell is shared.get(row.name))
    return spell(m, *x) if row.shape is None else spell(m, Use(options or dict(row.chosen), shapes, shape), *x)


_WITH_GAMMAS = {
    "pytorch": ("gamma", "factorial", "binomial", "beta", "rgamma", "poch"),
    "jax": ("binomial", "beta", "rgamma", "poch"),
}
HELPERS = ("log_gamma", "reflection")


def helpers(library: str, rows: Iterable[Operation]) -> dict[str, str]:
    """What the code of these rows calls by name besides the library's functions: name -> the function of x."""
    if not any(row.name in _WITH_GAMMAS.get(library, ()) for row in rows):
        return {}
    root, x = Written("torch" if library == "pytorch" else "jax"), Written("x")
    m, lgamma = (root, root.lgamma) if library == "pytorch" else (root.numpy, root.scipy.special.gammaln)
    return dict(zip(HELPERS, (log_gamma(m, lgamma, x).text, reflection(m, x).text), strict=True))
