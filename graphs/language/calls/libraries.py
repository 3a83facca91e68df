"""What code pasted from NumPy, SciPy, PyTorch and JAX holds besides mathematics, so that it reads as it is."""

from __future__ import annotations

from graphs.operations.table import FUNCTIONS

# np.linalg.norm, torch.nn.functional.softmax: a root, then any inner parts; roots also stand alone.
INNER = frozenset("linalg special functional numpy nn scipy stats norm lax math activations backend".split())
ROOTS = INNER | frozenset("np numpy math torch jnp jax F nn scipy sp tf K keras sympy mpmath cupy jsp".split())

# Calls that only make an array of what they hold.
CASTS = frozenset("array asarray tensor as_tensor Tensor float64 float32 float double constant Variable".split())
# What an array is kept as and where: doubles, here.
STORAGE = frozenset("dtype requires_grad device out".split())
# Functions that make an array of a number or of a size.
FILLED = frozenset("zeros_like ones_like full full_like linspace".split())
# Options of any call that change no value.
IGNORED = frozenset("inplace".split())

# Functions that stand for a row with part of it filled in; see calls.py.
FORMS = frozenset("view flatten ravel slogdet".split())
# Methods of no operands that only say how an array is kept.
KEPT = frozenset("item clone copy contiguous cpu numpy float double".split())
# Functions of libraries that mean something else elsewhere: x.t(), torch.t(x), but never t(x), which may be a product.
_ONLY_THERE = frozenset(("t", "view", "double", "constant", "Variable"))
# Functions that no array has as a method, or has with its operands in another order.
_NO_METHODS = frozenset("where eye identity zeros ones".split())

KNOWN = FUNCTIONS.keys() | FORMS | CASTS
# Names that stand for inputs wherever nothing is called: letters and words of every textbook.
ALWAYS_INPUTS = frozenset(
    "gamma beta t tr mm mv add sub mul div neg power inner average inverse dist diff roll cross median full flip tile "
    "repeat expand append tri identity cat linear glu normalize standardize psi lg tg sh ch th cth frac fix cube "
    "positive threshold".split()
)


def is_function(name: str) -> bool:
    """Whether name(…) is a call, without a library's prefix."""
    return name in KNOWN and name not in _ONLY_THERE


def is_method(name: str) -> bool:
    """Whether x.name(…) is a call with x as its first operand."""
    return name in KNOWN and name not in CASTS and name not in _NO_METHODS
