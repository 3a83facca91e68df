"""Functions of numbers that are a line of text of others, as their libraries document them.

Only those stand here that lose no digits so; the others are rows of graphs/operations/numbers.
"""

from __future__ import annotations

from graphs.operations.composed import defined
from graphs.operations.row import Operation

# The standard normal distribution as scipy.stats has it, with a mean and a deviation where they are given.
_NORMAL = (
    ("pdf", "normpdf({z})", "/scale"), ("cdf", "normcdf({z})", ""), ("sf", "normcdf(-{z})", ""),
    ("logpdf", "lognormpdf({z})", " - log(scale)"), ("logcdf", "lognormcdf({z})", ""),
    ("logsf", "lognormcdf(-{z})", ""),
)  # fmt: skip
_QUANTILES = (("ppf", ""), ("isf", "-"))


def _normal() -> list[Operation]:
    rows: list[Operation] = []
    for name, text, scaled in _NORMAL:
        rows.append(defined(f"norm_{name}(x)", text.format(z="x")))
        rows.append(defined(f"norm_{name}(x, loc)", text.format(z="(x - loc)")))
        rows.append(defined(f"norm_{name}(x, loc, scale)", text.format(z="((x - loc)/scale)") + scaled))
    for name, sign in _QUANTILES:
        rows.append(defined(f"norm_{name}(x)", f"{sign}ndtri(x)"))
        rows.append(defined(f"norm_{name}(x, loc)", f"loc + {sign}ndtri(x)"))
        rows.append(defined(f"norm_{name}(x, loc, scale)", f"loc + scale*({sign}ndtri(x))"))
    return rows


# What names mean in one library alone; see language/calls/meanings.py.
SYMPY_SINC = defined("sinc(x)", "sinc(x/pi)", functions=())
TORCH_SOFTPLUS = defined("softplus(x, beta=1, threshold=20)", "where(beta*x > threshold, x, softplus(beta*x)/beta)",
                         functions=())  # fmt: skip
TORCH_ADD = defined("add(x, y, alpha)", "x + alpha*y", functions=())
TORCH_SUB = defined("sub(x, y, alpha)", "x - alpha*y", functions=())

FORMULAS: tuple[Operation, ...] = (
    defined("exp2(x)", "2**x"),
    defined("exp10(x)", "10**x"),
    defined("reciprocal(x)", "1/x"),
    defined("rsqrt(x)", "1/sqrt(x)"),
    defined("square(x)", "x**2"),
    # of conditions, and of numbers, which count as true where they are not 0
    defined("logical_and(x, y)", "(x != 0)*(y != 0)"),
    defined("logical_or(x, y)", "max(x != 0, y != 0)"),
    defined("logical_not(x)", "1 - (x != 0)"),
    defined("cube(x)", "x**3"),
    defined("positive(x)", "x", "nan_to_num"),
    defined("deg2rad(x)", "x*(pi/180)", "radians"),
    defined("rad2deg(x)", "x*(180/pi)", "degrees"),
    defined("fmax(x, y)", "max(x, y)"),
    defined("fmin(x, y)", "min(x, y)"),
    defined("softplus(x, beta)", "softplus(beta*x)/beta"),
    defined("lerp(x, y, weight)", "x + weight*(y - x)"),
    defined("addcmul(x, y, z, value=1)", "x + value*y*z"),
    # G. Klambauer et al., "Self-normalizing neural networks", 2017
    defined("selu(x)", "1.0507009873554805*elu(x, 1.6732632423543772)"),
    defined("relu6(x)", "min(max(x, 0), 6)"),
    defined("hardtanh(x, low=-1, high=1)", "min(max(x, low), high)", "hard_tanh"),
    defined("hardsigmoid(x)", "min(max(x + 3, 0), 6)/6", "hard_sigmoid"),
    defined("hardswish(x)", "x*(min(max(x + 3, 0), 6)/6)", "hard_swish", "hard_silu"),
    defined("threshold(x, threshold, value)", "where(x > threshold, x, value)"),
    defined("prelu(x, weight)", "leaky_relu(x, weight)"),
    defined("rrelu(x, lower=0.125, upper=0.3333333333333333)", "leaky_relu(x, (lower + upper)/2)"),
    defined("sparse_plus(x)", "where(x <= -1, 0, where(x < 1, (x + 1)**2/4, x))"),
    defined("softmin(x)", "softmax(-x, axis={axis})", options={"axis": -1}, axes="one"),
    *_normal(),
)
