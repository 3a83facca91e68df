"""The activations of neural networks, as PyTorch and JAX document them."""

from __future__ import annotations

from typing import Any

from graphs.operations.numbers.bends import at, bent, slope_on_the_left
from graphs.operations.row import Kink, Operation, called_by_name, nowhere_zero


def _squareplus(m: Any, x: Any, b: Any) -> Any:
    """(x + √(x² + b))/2; of a negative x by its product with the other root, so that nothing cancels."""
    root = m.hypot(x, m.sqrt(b))
    return m.select(m.less(x, 0), b / 4 / (root / 2 + m.absolute(x) / 2), x / 2 + root / 2)


ACTIVATIONS: tuple[Operation, ...] = (
    called_by_name("sigmoid", lambda m, x: m.sigmoid(x), lambda m, c, x: (c * m.one_minus_sigmoid(x),),
              "logistic", "expit", latex=r"\sigma({0})", vanishes=nowhere_zero, saturates=True),
    called_by_name("softplus", lambda m, x: m.softplus(x), lambda m, c, x: (m.sigmoid(x),), vanishes=nowhere_zero),
    called_by_name("relu", lambda m, x: m.where(m.greater(x, 0), x, 0.0),
              lambda m, c, x: (m.where(m.greater(x, 0), 1, m.nothing),), "ReLU", kink=at(0.0, 0.0, 0.0, 1.0),
              exact=True),
    called_by_name("leaky_relu", lambda m, x, a=0.01: m.where(m.greater(x, 0), x, a * x),
              lambda m, c, x, a=0.01: (m.where(m.greater(x, 0), 1, slope_on_the_left(m, x, a)),
                                       m.where(m.greater(x, 0), m.nothing, x)),
              arity=(1, 2), parameters=("x", "alpha"), kink=lambda x, a=0.01: bent(x, a), vanishes=nowhere_zero),
    called_by_name("elu", lambda m, x, a=1: m.where(m.greater(x, 0), x, a * m.expm1(m.minimum(x, 0))),
              lambda m, c, x, a=1: (m.where(m.greater(x, 0), 1, slope_on_the_left(m, x, a) * m.exp(m.minimum(x, 0))),
                                      m.where(m.greater(x, 0), m.nothing, m.expm1(m.minimum(x, 0)))),
              arity=(1, 2), parameters=("x", "alpha"), kink=lambda x, a=1: bent(x, a, True), vanishes=nowhere_zero,
              example=("elu(x, 2)", {"x": -0.5})),
    called_by_name("gelu", lambda m, x: x * m.normcdf(x), lambda m, c, x: (m.normcdf(x) + x * m.normpdf(x),),
              vanishes=nowhere_zero, costly=True),
    called_by_name("silu", lambda m, x: x * m.sigmoid(x),
              lambda m, c, x: (m.sigmoid(x) * (1 + x * m.one_minus_sigmoid(x)),), "swish", vanishes=nowhere_zero),
    # continuous with its slope, as elu(x) is
    called_by_name("celu", lambda m, x, a=1: m.where(m.greater(x, 0), x, a * m.expm1(m.minimum(x, 0) / a)),
                   lambda m, c, x, a=1: (m.where(m.greater(x, 0), 1, m.exp(m.minimum(x, 0) / a)),
                                         m.where(m.greater(x, 0), m.nothing,
                                                 m.expm1(m.minimum(x, 0) / a) - x / a * m.exp(m.minimum(x, 0) / a))),
                   arity=(1, 2), parameters=("x", "alpha"), kink=at(0.0, 1.0, 1.0, 1.0), vanishes=nowhere_zero,
                   example=("celu(x, 2)", {"x": -0.5})),
    called_by_name("mish", lambda m, x: x * m.tanh(m.softplus(x)),
                   lambda m, c, x: (m.tanh(m.softplus(x)) + x * m.sech_squared(m.softplus(x)) * m.sigmoid(x),),
                   vanishes=nowhere_zero),
    called_by_name("softsign", lambda m, x: x / (1 + m.absolute(x)),
                   lambda m, c, x: (1 / (1 + m.absolute(x)) / (1 + m.absolute(x)),), "soft_sign",
                   kink=at(0.0, 1.0, 1.0, 1.0), saturates=True),
    called_by_name("log_sigmoid", lambda m, x: -m.softplus(-x), lambda m, c, x: (m.one_minus_sigmoid(x),), "logsigmoid",
                   "log_expit", vanishes=nowhere_zero),
    called_by_name("tanhshrink", lambda m, x: m.tanhshrink(x), lambda m, c, x: (m.tanh(x) * m.tanh(x),),
                   vanishes=nowhere_zero),
    called_by_name("softshrink", lambda m, x, a=0.5: m.where(m.greater(m.absolute(x), a), x - a * m.sign(x), 0.0),
                   lambda m, c, x, a=0.5: (m.where(m.greater(m.absolute(x), a), 1, m.nothing),
                                           m.where(m.greater(m.absolute(x), a), -m.sign(x), m.nothing)),
                   arity=(1, 2), parameters=("x", "lambd"), bends_at=0.5, example=("softshrink(x)", {"x": 2.0}),
                   kink=lambda x, a=0.5: Kink(0.0, (0.0, 1.0)) if abs(x) == a else None),
    called_by_name("hardshrink", lambda m, x, a=0.5: m.where(m.greater(m.absolute(x), a), x, 0.0),
                   lambda m, c, x, a=0.5: (m.where(m.greater(m.absolute(x), a), 1, m.nothing), m.nothing),
                   arity=(1, 2), parameters=("x", "lambd"), bends_at=0.5, example=("hardshrink(x)", {"x": 2.0}),
                   kink=lambda x, a=0.5: Kink(0.0, None) if abs(x) == a else None, exact=True),
    # J. T. Barron, "Squareplus: a softplus-like algebraic rectifier", 2021
    called_by_name("squareplus", lambda m, x, b=4: _squareplus(m, x, b),
                   lambda m, c, x, b=4: (c / m.hypot(x, m.sqrt(b)), 1 / (4 * m.hypot(x, m.sqrt(b)))),
                   arity=(1, 2), vanishes=nowhere_zero, example=("squareplus(x, 4)", {"x": 0.5}),
                   domain="the second argument is positive"),
)  # fmt: skip
