"""The activations of neural networks, as PyTorch and JAX document them."""

from __future__ import annotations

from graphs.operations.numbers.bends import at, bent, slope_on_the_left
from graphs.operations.row import Operation, called_by_name, nowhere_zero

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
              arity=(1, 2), kink=lambda x, a=0.01: bent(x, a), vanishes=nowhere_zero),
    called_by_name("elu", lambda m, x, a=1: m.where(m.greater(x, 0), x, a * m.expm1(m.minimum(x, 0))),
              lambda m, c, x, a=1: (m.where(m.greater(x, 0), 1, slope_on_the_left(m, x, a) * m.exp(m.minimum(x, 0))),
                                      m.where(m.greater(x, 0), m.nothing, m.expm1(m.minimum(x, 0)))),
              arity=(1, 2), kink=lambda x, a=1: bent(x, a, True), vanishes=nowhere_zero,
              example=("elu(x, 2)", {"x": -0.5})),
    called_by_name("gelu", lambda m, x: x * m.normcdf(x), lambda m, c, x: (m.normcdf(x) + x * m.normpdf(x),),
              vanishes=nowhere_zero, costly=True),
    called_by_name("silu", lambda m, x: x * m.sigmoid(x),
              lambda m, c, x: (m.sigmoid(x) * (1 + x * m.one_minus_sigmoid(x)),), "swish", vanishes=nowhere_zero),
)  # fmt: skip
