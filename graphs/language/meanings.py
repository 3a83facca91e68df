"""What a function's name means in a library: one table, by library and name, of what differs from the table of rows.

The meanings are those of the documentation of NumPy, SciPy, PyTorch, JAX and TensorFlow.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from graphs.language.libraries import CASTS
from graphs.language.signatures import Signature, signature
from graphs.operations import composed
from graphs.operations.along_axis import LOG_SOFTMAX, SOFTMAX
from graphs.operations.rearrangement import RESHAPE
from graphs.operations.reductions import LOGSUMEXP
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS


class Part(NamedTuple):
    """One of several arrays that a call gives: its name, and the rows that compute it."""

    name: str
    rows: tuple[Operation, ...]


class Meaning(NamedTuple):
    """The rows that a name may mean, the first that takes what is given.

    signature: the library's own order of parameters. parts: of a call that gives several arrays, values and indices.
    by_axis: it does so only where an axis is given.
    """

    rows: tuple[Operation, ...]
    signature: Signature | None = None
    parts: tuple[Part, ...] = ()
    by_axis: bool = False


def _with_indices(name: str, indices: str, by_axis: bool = False, own: Signature | None = None) -> Meaning:
    """Of PyTorch, which gives values and where they stand."""
    rows = FUNCTIONS.get(name, ())
    return Meaning(rows, own, (Part("values", rows), Part("indices", FUNCTIONS.get(indices, ()))), by_axis)


_SCIPY = {
    "softmax": Meaning((composed.SOFTMAX_ALL, SOFTMAX)),
    "log_softmax": Meaning((composed.LOG_SOFTMAX_ALL, LOG_SOFTMAX)),
    "logsumexp": Meaning((composed.LOGSUMEXP_ALL, LOGSUMEXP)),
}
_NUMPY = {
    "std": Meaning((composed.DEVIATION_OF_ALL,)),
    "var": Meaning((composed.VARIANCE_OF_ALL,)),
}
_SLOGDET = Meaning(
    FUNCTIONS["logdet"], None, (Part("sign", (composed.SIGN_OF_DET,)), Part("logabsdet", FUNCTIONS["logdet"]))
)
_ONE_SIDED = Meaning(FUNCTIONS["clip"], signature("x low high"))
MEANINGS: dict[str, dict[str, Meaning]] = {
    "numpy": _NUMPY,
    "scipy": _SCIPY,
    "torch": {
        "std": Meaning((composed.DEVIATION_OF_SAMPLE,)),
        "var": Meaning((composed.VARIANCE_OF_SAMPLE,)),
        "clip": _ONE_SIDED,
        "clamp": _ONE_SIDED,
        "max": _with_indices("max", "argmax", by_axis=True),
        "min": _with_indices("min", "argmin", by_axis=True),
        "median": _with_indices("median", "argmedian", by_axis=True),
        "sort": _with_indices("sort", "argsort"),
        "topk": _with_indices("topk", "argtopk"),
    },
    "jax": {
        **_NUMPY,
        "gelu": Meaning((composed.GELU_TANH,)),
        "logsumexp": _SCIPY["logsumexp"],
        "clip": _ONE_SIDED,
    },
    # without a prefix, or whatever it is
    "": {
        "view": Meaning((RESHAPE,)),
        "flatten": Meaning((RESHAPE,), signature("x", closed=True)),
        "ravel": Meaning((RESHAPE,), signature("x", closed=True)),
        "slogdet": _SLOGDET,
        "clip": Meaning(FUNCTIONS["clip"], signature("x low high", counts=(1, 3))),
    },
}
_FAMILIES = {
    "np": "numpy", "numpy": "numpy", "linalg": "numpy", "scipy": "scipy", "sp": "scipy", "special": "scipy",
    "stats": "scipy", "norm": "scipy", "torch": "torch", "F": "torch", "functional": "torch", "jax": "jax",
    "jnp": "jax", "lax": "jax", "nn": "jax", "tf": "tf", "K": "tf", "keras": "tf", "math": "math", "sympy": "sympy",
}  # fmt: skip


@lru_cache(maxsize=256)
def families(library: str) -> tuple[str, ...]:
    """The tables that a prefix looks a name up in, one after another: of jax.scipy.special SciPy's, then JAX's."""
    root, _, rest = library.partition(".")
    first = "torch" if library.startswith("nn.functional") else _FAMILIES.get(root, "")
    return ("scipy", "jax", "") if first == "jax" and rest.startswith("scipy") else (first, "") if first else ("",)


def meaning(function: str, library: str = "") -> Meaning:
    """What a function is called with; no rows where there is none of this name."""
    for family in families(library):
        if (found := MEANINGS.get(family, {}).get(function)) is not None:
            return found
    return Meaning(FUNCTIONS.get(function, ()))


_SPOKEN = {
    "torch": frozenset("dim dims keepdim unbiased correction descending".split()),
    "numpy": frozenset("axis keepdims ddof".split()),
}


def spoken_by(names: Iterable[str]) -> str:
    """The library whose words the names of arguments are; empty where none or several have them."""
    names = set(names)
    found = [library for library, words in _SPOKEN.items() if not words.isdisjoint(names)]
    return found[0] if len(found) == 1 else ""


def part_names(function: str, library: str) -> tuple[str, ...]:
    return tuple(part.name for part in meaning(function, library).parts)


def is_known(function: str, library: str) -> bool:
    """Whether a library's own function is one of the language."""
    return function in CASTS or bool(meaning(function, library).rows)
