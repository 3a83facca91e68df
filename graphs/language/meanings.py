"""What a function's name means in a library: one table, by library and name, of what differs from the table of rows.

The meanings are those of the documentation of NumPy, SciPy, PyTorch, JAX and TensorFlow.
"""

from __future__ import annotations

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


class Meaning(NamedTuple):
    """The rows that a name may mean, the first that takes what is given; the library's own order of parameters."""

    rows: tuple[Operation, ...]
    signature: Signature | None = None


_SCIPY = {
    "softmax": Meaning((composed.SOFTMAX_ALL, SOFTMAX)),
    "log_softmax": Meaning((composed.LOG_SOFTMAX_ALL, LOG_SOFTMAX)),
    "logsumexp": Meaning((composed.LOGSUMEXP_ALL, LOGSUMEXP)),
}
_NUMPY = {
    "std": Meaning((composed.DEVIATION_OF_ALL,)),
    "var": Meaning((composed.VARIANCE_OF_ALL,)),
}
_ONE_SIDED = Meaning(FUNCTIONS["clip"], signature("x low high"))
MEANINGS: dict[str, dict[str, Meaning]] = {
    "numpy": _NUMPY,
    "scipy": _SCIPY,
    "torch": {
        "std": Meaning((composed.DEVIATION_OF_SAMPLE,)),
        "var": Meaning((composed.VARIANCE_OF_SAMPLE,)),
        "clip": _ONE_SIDED,
        "clamp": _ONE_SIDED,
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


def is_known(function: str, library: str) -> bool:
    """Whether a library's own function is one of the language."""
    return function in CASTS or bool(meaning(function, library).rows)
