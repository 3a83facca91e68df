"""What names of vectors and matrices mean in a library, and in which order it has their parameters: see meanings.py.

By family of libraries, or by one prefix, and by name: the rows that it may mean, and the signature, if it is not ours.
"""

from __future__ import annotations

from graphs.language.calls.signatures import Signature, signature
from graphs.operations.calculated import LOWER_MEDIAN, SOLVE_BY_TRIANGLE, UPPER_CHOLESKY, VECTOR_NORM
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

Told = tuple[tuple[Operation, ...], Signature | None]


def _ordered(name: str, order: str) -> Told:
    return FUNCTIONS[name], signature(order)


ARRAYS: dict[str, dict[str, Told]] = {
    "": {
        "einsum": _ordered("einsum", "equation *"),
        "full": _ordered("full", "shape fill_value"),
        "average": _ordered("average", "x axis weights keepdims"),
        "trapezoid": _ordered("trapezoid", "y x dx axis"),
        "trapz": _ordered("trapz", "y x dx axis"),
    },
    "torch": {
        "median": ((LOWER_MEDIAN,), None),
        "solve_triangular": ((SOLVE_BY_TRIANGLE,), None),
        "norm": ((VECTOR_NORM,), signature("x ord axis keepdims", ord=2)),  # of a matrix too: of all its entries
        "linspace": _ordered("linspace", "start stop num"),
    },
    # PyTorch's own norm of matrices
    "torch.linalg": {"norm": (FUNCTIONS["norm"], None), "solve_triangular": ((SOLVE_BY_TRIANGLE,), None)},
    # SciPy's factor is the upper one
    "scipy.linalg": {"cholesky": ((UPPER_CHOLESKY,), None)},
    "jax.scipy.linalg": {"cholesky": ((UPPER_CHOLESKY,), None)},
}
# Methods that arrays of PyTorch alone have.
TORCH_METHODS = frozenset("norm median".split())
