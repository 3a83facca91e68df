"""What a function's name means in a library: one table, by library and name, of what differs from the table of rows.

The meanings are those of the documentation of NumPy, SciPy, PyTorch, JAX and TensorFlow.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from graphs.language.calls.array_meanings import ARRAYS
from graphs.language.calls.libraries import CASTS
from graphs.language.calls.signatures import Signature, signature
from graphs.operations import composed
from graphs.operations.along_axis import LOG_SOFTMAX, SOFTMAX
from graphs.operations.rearrangement import RESHAPE
from graphs.operations.reductions import LOGSUMEXP
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS
from graphs.operations.written import formulas, losses


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


# scipy.stats.norm.pdf: what stands behind "norm." as a prefix
_NORMAL = {
    name: Meaning(FUNCTIONS[f"norm_{name}"], signature("x loc scale"))
    for name in "pdf cdf sf logpdf logcdf logsf ppf isf".split()
}
_SCIPY = {
    **_NORMAL,
    "softmax": Meaning((composed.SOFTMAX_ALL, SOFTMAX)),
    "log_softmax": Meaning((composed.LOG_SOFTMAX_ALL, LOG_SOFTMAX)),
    "logsumexp": Meaning((composed.LOGSUMEXP_ALL, LOGSUMEXP)),
    "kl_div": Meaning(FUNCTIONS["kl_term"]),
}
_NUMPY = {name: Meaning(FUNCTIONS[name], signature("x axis", ddof=0)) for name in ("std", "var")}
_TORCH_SPREAD = signature("x axis unbiased keepdims", ddof=1)
_GELU = (composed.GELU,)
_SLOGDET = Meaning(
    FUNCTIONS["logdet"], None, (Part("sign", (composed.SIGN_OF_DET,)), Part("logabsdet", FUNCTIONS["logdet"]))
)
_ONE_SIDED = Meaning(FUNCTIONS["clip"], signature("x low high"))
# PyTorch's order of the arguments, where the third is not the row's own third: it was size_average, or is reduction.
_LOSSES = {
    "mse_loss": "x y",
    "l1_loss": "x y",
    "smooth_l1_loss": "x y",
    "soft_margin_loss": "x y",
    "huber_loss": "x y reduction delta",
    "poisson_nll_loss": "x y log_input full",
    "gaussian_nll_loss": "x y var full eps reduction",
}
MEANINGS: dict[str, dict[str, Meaning]] = {
    "numpy": _NUMPY,
    "scipy": _SCIPY,
    "math": {"remainder": Meaning(FUNCTIONS["ieee_remainder"])},
    "sympy": {"sinc": Meaning((formulas.SYMPY_SINC,))},
    "torch": {
        "softplus": Meaning((*FUNCTIONS["softplus"][:1], formulas.TORCH_SOFTPLUS)),
        "add": Meaning((*FUNCTIONS["add"], formulas.TORCH_ADD)),
        "sub": Meaning((*FUNCTIONS["sub"], formulas.TORCH_SUB)),
        "std": Meaning(FUNCTIONS["std"], _TORCH_SPREAD),
        "var": Meaning(FUNCTIONS["var"], _TORCH_SPREAD),
        **{name: Meaning(FUNCTIONS[name], signature(order)) for name, order in _LOSSES.items()},
        "kl_div": Meaning(FUNCTIONS["kl_div_loss"], signature("x y")),
        "cosine_similarity": Meaning((losses.COSINE,), signature("x y axis eps", axis=1)),
        "normalize": Meaning((losses.NORMALIZE,), signature("x ord axis eps", axis=1)),
        "pairwise_distance": Meaning((losses.PAIRWISE,), signature("x y ord eps keepdims")),
        "layer_norm": Meaning(losses.LAYER_NORMS, signature("x shape weight bias eps")),
        "rms_norm": Meaning(losses.RMS_NORMS, signature("x shape weight eps")),
        "repeat": Meaning(FUNCTIONS["tile"], signature("x reps")),  # a method, which repeats the whole array
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
        "gelu": Meaning(_GELU, signature("x approximate", approximate=True)),
        "logsumexp": _SCIPY["logsumexp"],
        "clip": _ONE_SIDED,
    },
    "tf": {
        **_NUMPY,
        **{f"reduce_{name}": Meaning(FUNCTIONS[name]) for name in ("sum", "mean", "prod")},
        **{f"reduce_{name}": Meaning(FUNCTIONS[name][1:], signature("x axis keepdims")) for name in ("max", "min")},
        "reduce_logsumexp": _SCIPY["logsumexp"],
        "reduce_std": Meaning(FUNCTIONS["std"], signature("x axis keepdims", ddof=0)),
        "reduce_variance": Meaning(FUNCTIONS["var"], signature("x axis keepdims", ddof=0)),
        "cumsum": Meaning(FUNCTIONS["cumsum"], signature("x axis", axis=0)),
        "logsumexp": _SCIPY["logsumexp"],
        "range": Meaning(FUNCTIONS["arange"]),
        "hard_sigmoid": Meaning(()),  # the slope is 1/6 or 0.2, by version
        "clip_by_value": _ONE_SIDED,
        "leaky_relu": Meaning(losses.LEAKY_RELU),
        "gelu": Meaning(_GELU, signature("x approximate")),
        "l2_loss": Meaning((losses.L2_LOSS,)),
        "sigmoid_cross_entropy_with_logits": Meaning((losses.LOGISTIC,), signature("y x")),
        "softmax_cross_entropy_with_logits": Meaning((losses.CATEGORICAL,), signature("y x axis")),
    },
    # without a prefix, or whatever it is
    "": {
        "view": Meaning((RESHAPE,)),
        "flatten": Meaning((RESHAPE,), signature("x", closed=True)),
        "ravel": Meaning((RESHAPE,), signature("x", closed=True)),
        "slogdet": _SLOGDET,
        "gelu": Meaning(_GELU),
        "clip": Meaning(FUNCTIONS["clip"], signature("x low high", counts=(1, 3))),
    },
}


def _told(before: Meaning | None, rows: tuple[Operation, ...], own: Signature | None) -> Meaning:
    """The meaning that a table of rows and signatures gives; of several arrays, of the first one."""
    if before is None or not before.parts:
        return Meaning(rows, own)
    return before._replace(rows=rows, signature=own, parts=(Part("values", rows), *before.parts[1:]))


for _family, _names in ARRAYS.items():
    _table = MEANINGS.setdefault(_family, {})
    _table.update({name: _told(_table.get(name), *told) for name, told in _names.items()})
_FAMILIES = {
    "np": "numpy", "numpy": "numpy", "cupy": "numpy", "linalg": "numpy", "scipy": "scipy", "sp": "scipy",
    "special": "scipy", "stats": "scipy", "norm": "scipy", "torch": "torch", "F": "torch", "functional": "torch",
    "jax": "jax", "jnp": "jax", "jsp": "jax", "lax": "jax", "nn": "jax", "tf": "tf", "K": "tf", "keras": "tf",
}  # fmt: skip


@lru_cache(maxsize=256)
def families(library: str) -> tuple[str, ...]:
    """The tables that a prefix looks a name up in, one after another: of jax.scipy.special SciPy's, then JAX's."""
    root, _, rest = library.partition(".")
    first = "torch" if library.startswith("nn.functional") else _FAMILIES.get(root, "")
    if first == "jax" and (rest.startswith("scipy") or root == "jsp"):
        tables: tuple[str, ...] = ("scipy", "jax")
    else:
        tables = (first,) if first else ()
    return (library, *tables, "") if library in MEANINGS and library not in tables else (*tables, "")


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
