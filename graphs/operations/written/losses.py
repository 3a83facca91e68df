"""Losses and layers of neural networks, as PyTorch's torch.nn.functional and JAX's jax.nn define them.

Each is written in the rows of the table; see composed.py. Losses take the network's output first, the target second,
and reduce over all entries, or the batch, by the option `reduction`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.operations.along_axis import LOG_SOFTMAX
from graphs.operations.composed import Maker, composed, defined, with_options
from graphs.operations.elementwise import ADD, DIVIDE, ELEMENTWISE, EQUAL, MULTIPLY, NEGATE, POWER, SUBTRACT
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.rearrangement import INDEX, LITERAL, RESHAPE, TRANSPOSE
from graphs.operations.reductions import MEAN, SUM
from graphs.operations.row import Mismatch, Operation, Shape, optional
from graphs.operations.shapes import axis_of

_ROWS = {row.name: row for row in ELEMENTWISE}
_MEAN = {"reduction": "mean"}
_MOST_CLASSES = 4_096


def _loss(head: str, each: str, *aliases: str, **rest: Any) -> Operation:
    """A loss by what it is of each entry."""
    options = {**_MEAN, **rest.pop("options", {})}
    return defined(head, "{reduction}(" + each + ")", *aliases, options=options, **rest)


# p at 0 and 1: the logarithm is at least -100 (PyTorch's documentation of BCELoss); exp(-100) is 3.7e-44.
_ENTROPY = (
    "-(y*log(where(abs(x) < 3.720075976020836e-44, 3.720075976020836e-44, x))"
    " + (1 - y)*where(x == 1, -100, log1p(-where(x == 1, 0, x))))"
)
# both terms are positive: nothing cancels, however large the logit
_LOGITS = "y*softplus(-x) + (1 - y)*softplus(x)"

ENTRYWISE = (
    _loss("mse_loss(x, y)", "(x - y)**2"),
    _loss("l1_loss(x, y)", "abs(x - y)"),
    _loss("huber_loss(x, y, delta=1)", "where(abs(x - y) < delta, (x - y)**2/2, delta*(abs(x - y) - delta/2))"),
    _loss("smooth_l1_loss(x, y, beta=1)", "where(abs(x - y) < beta, (x - y)**2/(2*beta), abs(x - y) - beta/2)"),
    _loss("binary_cross_entropy(x, y)", _ENTROPY),
    _loss("binary_cross_entropy(x, y, weight)", f"weight*({_ENTROPY})"),
    _loss("binary_cross_entropy_with_logits(x, y)", _LOGITS),
    _loss("binary_cross_entropy_with_logits(x, y, weight)", f"weight*({_LOGITS})"),
    _loss("binary_cross_entropy_with_logits(x, y, pos_weight)", "pos_weight*y*softplus(-x) + (1 - y)*softplus(x)"),
    _loss("soft_margin_loss(x, y)", "softplus(-y*x)"),
    _loss("hinge_embedding_loss(x, y, margin=1)", "where(y != 1, max(margin - x, 0), 0) + where(y != -1, x, 0)"),
    _loss("margin_ranking_loss(x, y, target, margin=0)", "max(margin - target*(x - y), 0)"),
)


# Reductions over a batch.


def _reduced(m: Maker, each: int, reduction: str) -> int:
    if reduction == "none":
        return each
    return m.make(MEAN if reduction == "mean" else SUM, each)


def _divergence(options: dict[str, Any], reduction: str, log_target: bool) -> Operation:
    """Of logarithms x from a target y: y (log y - x), which is 0 where y is 0."""
    text = "exp(y)*(y - x)" if log_target else "y*(log(where(y == 0, 1, y)) - x)"
    pointwise = defined("kl_div(x, y)", text, functions=())

    def expand(m: Maker, x: int, t: int) -> int:
        each = m.make(pointwise, x, t)
        if reduction != "batchmean":
            return _reduced(m, each, reduction)
        count = m.shape(each)[0] if m.shape(each) else 1
        return m.make(DIVIDE, m.make(SUM, each), m.constant(float(count)))

    return composed("kl_div_loss", expand, 2, parameters=("x", "y"), **options)


def _poisson(options: dict[str, Any], log_input: bool, reduction: str) -> Operation:
    """The negative logarithm of Poisson's probability, without the term of the target alone."""
    of_logarithm = defined("poisson_nll_loss(x, y)", "exp(x) - y*x", functions=())
    of_mean = defined("poisson_nll_loss(x, y, eps=1e-8)", "x - y*log(x + eps)", functions=())

    def expand(m: Maker, x: int, y: int, *eps: int) -> int:
        return _reduced(m, m.make(of_logarithm, x, y) if log_input else m.make(of_mean, x, y, *eps), reduction)

    return composed("poisson_nll_loss", expand, parameters=("x", "y", "eps"), preset=(1e-8,), arity=(2, 3), **options)


def _gaussian(options: dict[str, Any], full: bool, reduction: str) -> Operation:
    text = "(log(max(var, eps)) + (x - y)**2/max(var, eps))/2" + (" + log(2*pi)/2" if full else "")
    pointwise = defined("gaussian_nll_loss(x, y, var, eps=1e-6)", text, functions=())

    def expand(m: Maker, *x: int) -> int:
        return _reduced(m, m.make(pointwise, *x), reduction)

    return composed("gaussian_nll_loss", expand, parameters=("x", "y", "var", "eps"), preset=(1e-6,), arity=(3, 4),
                    **options)  # fmt: skip


# Classes: logits or log-probabilities of each in the last axis; the target is the class of each, or shares of all.


def _one_hot(m: Maker, t: int, count: int, strict: bool) -> int:
    """1 in the place of each class. strict: what is no class is refused, or has no value."""
    if not 1 <= count <= _MOST_CLASSES:
        raise Mismatch(f"there may be 1 to {_MOST_CLASSES:,} classes")
    values = m.value(t)
    if strict and values is not None and not np.isin(values, np.arange(count)).all():
        raise Mismatch(f"classes are the whole numbers 0 to {count - 1}")
    row = m.make(with_options(RESHAPE, shape=(*m.shape(t), 1)), t)
    classes = m.make(with_options(LITERAL, grid=(count,)), *[m.constant(float(k)) for k in range(count)])
    chosen = m.make(EQUAL, row, classes)
    if not strict or values is not None:
        return chosen
    return m.make(DIVIDE, chosen, m.make(with_options(SUM, axis=-1, keepdims=True), chosen))


def _of_classes(name: str, from_logits: bool) -> Callable[..., Operation]:
    def make(options: dict[str, Any], reduction: str, **rest: Any) -> Operation:
        smoothing = float(rest.get("label_smoothing", 0.0))

        def expand(m: Maker, z: int, t: int, *weights: int) -> int:
            shape, of_target = m.shape(z), m.shape(t)
            if len(shape) not in (1, 2):
                raise Mismatch(f"{name} takes one row of classes, or one for each sample")
            of_classes = of_target == shape[:-1]
            if not of_classes and (of_target != shape or not from_logits):
                raise Mismatch(f"the target is one class for each sample{' or the shares of all' * from_logits}")
            logs = m.make(LOG_SOFTMAX, z) if from_logits else z
            shares = _one_hot(m, t, shape[-1], True) if of_classes else t
            if smoothing:
                spread = m.constant(smoothing / shape[-1])
                shares = m.make(ADD, m.make(MULTIPLY, shares, m.constant(1.0 - smoothing)), spread)
            if weights:
                shares = m.make(MULTIPLY, shares, weights[0])
            along = with_options(SUM, axis=-1)
            each = m.make(NEGATE, m.make(along, m.make(MULTIPLY, shares, logs)))
            if reduction == "none" or not m.shape(each):
                return (
                    m.make(DIVIDE, each, m.make(along, shares))
                    if reduction == "mean" and weights and of_classes
                    else each
                )
            total = m.make(SUM, each)
            if reduction == "sum":
                return total
            count = m.make(SUM, shares) if weights and of_classes else m.constant(float(shape[0]))
            return m.make(DIVIDE, total, count)

        return composed(name, expand, parameters=("x", "y", "weight")[: options.pop("count")], **options)

    return make


def _class_losses(name: str, from_logits: bool, **defaults: Any) -> tuple[Operation, ...]:
    """Without weights of the classes, and with them."""

    def row(count: int, **more: Any) -> Operation:
        def make(options: dict[str, Any], **chosen: Any) -> Operation:
            return _of_classes(name, from_logits)({**options, "count": count, "arity": (count, count)}, **chosen)

        return optional(make, **_MEAN, **more)

    return row(2, **defaults), row(3)


CLASSES = (*_class_losses("cross_entropy", True, label_smoothing=0.0), *_class_losses("nll_loss", False))


def _classes_marked(options: dict[str, Any], count: int) -> Operation:
    return composed("one_hot", lambda m, t: _one_hot(m, t, count, False), parameters=("x",), **options)


# Distances.

COSINE = defined(
    "cosine_similarity(x, y)",
    "sum(x*y, axis={axis})/(max(norm(x, axis={axis}), {eps})*max(norm(y, axis={axis}), {eps}))",
    options={"axis": -1, "eps": 1e-8}, axes="one")  # fmt: skip
NORMALIZE = defined(
    "normalize(x)", "x/max(norm(x, ord={ord}, axis={axis}, keepdims=True), {eps})",
    options={"ord": 2, "axis": -1, "eps": 1e-12}, axes="one")  # fmt: skip
PAIRWISE = defined(
    "pairwise_distance(x, y)", "norm(x - y + {eps}, ord={ord}, axis=-1, keepdims={keepdims})",
    options={"ord": 2, "eps": 1e-6, "keepdims": False})  # fmt: skip


# Layers.


def _normalized(name: str, parameters: tuple[str, ...], centred: bool, eps: float | None) -> Operation:
    """Over the last axes, of the shape that is given (the last one without it), times weights, plus a bias."""
    least = np.finfo(float).eps if eps is None else eps

    def make(options: dict[str, Any], shape: Shape | None, eps: float | None) -> Operation:
        def expand(m: Maker, x: int, *rest: int) -> int:
            own = m.shape(x)
            size = own[-1:] if shape is None else shape
            if not own or own[len(own) - len(size) :] != size:
                raise Mismatch(f"{name} goes over the last axes, whose sizes are not {list(size)}")
            mean = with_options(MEAN, axis=tuple(range(-len(size), 0)) if len(size) > 1 else -1, keepdims=True)
            deviations = m.make(SUBTRACT, x, m.make(mean, x)) if centred else x
            variance = m.make(mean, m.make(POWER, deviations, m.constant(2.0)))
            root = m.make(_ROWS["sqrt"], m.make(ADD, variance, m.constant(float(least if eps is None else eps))))
            result = m.make(DIVIDE, deviations, root)
            for name_of, operand in zip(parameters[1:], rest, strict=True):
                result = m.make(MULTIPLY if name_of == "weight" else ADD, result, operand)
            return result

        return composed(name, expand, len(parameters), parameters=parameters, **options)

    return optional(make, shape=None, eps=None if eps is None else eps)


def _linear(m: Maker, x: int, weight: int, *bias: int) -> int:
    product = m.make(MATMUL, x, m.make(TRANSPOSE, weight) if len(m.shape(weight)) > 1 else weight)
    return m.make(ADD, product, *bias) if bias else product


def _glu(options: dict[str, Any], axis: int) -> Operation:
    """Half of the entries along an axis, times the sigmoid of the others."""

    def expand(m: Maker, x: int) -> int:
        shape = m.shape(x)
        at = axis_of(axis, len(shape))
        if shape[at] % 2:
            raise Mismatch(f"glu halves axis {at}, whose size is {shape[at]}")
        half = shape[at] // 2
        every: tuple[Any, ...] = ((None, None, None),) * at
        first, second = (
            m.make(with_options(INDEX, key=(*every, part)), x) for part in ((None, half, None), (half, None, None))
        )
        return m.make(MULTIPLY, first, m.make(_ROWS["sigmoid"], second))

    return composed("glu", expand, axes="one", **options)


LINEAR = composed("linear", _linear, parameters=("x", "weight", "bias"), arity=(2, 3))
LAYER_NORMS = tuple(
    _normalized("layer_norm", names, centred=True, eps=1e-5)
    for names in (("x",), ("x", "weight"), ("x", "weight", "bias"), ("x", "bias"))
)
RMS_NORMS = tuple(_normalized("rms_norm", names, centred=False, eps=None) for names in (("x",), ("x", "weight")))
STANDARDIZE = defined(
    "standardize(x)",
    "d = x - mean(x, axis={axis}, keepdims=True); d/sqrt(mean(d**2, axis={axis}, keepdims=True) + {eps})",
    options={"axis": -1, "eps": 1e-5})  # fmt: skip

# TensorFlow's own: tf.nn.leaky_relu, tf.nn.l2_loss, tf.nn.sigmoid_cross_entropy_with_logits.
LEAKY_RELU = (defined("leaky_relu(x)", "leaky_relu(x, 0.2)", functions=()), _ROWS["leaky_relu"])
L2_LOSS = defined("l2_loss(x)", "sum(x**2)/2", functions=())
LOGISTIC = defined("sigmoid_cross_entropy_with_logits(x, y)", _LOGITS, functions=())
CATEGORICAL = defined("softmax_cross_entropy_with_logits(x, y)", "-sum(y*log_softmax(x), axis=-1)", functions=())

KL_DIV = optional(_divergence, reduction="mean", log_target=False)
_POISSON = optional(_poisson, log_input=True, **_MEAN)
_GAUSSIAN = optional(_gaussian, full=False, **_MEAN)

LOSSES: tuple[Operation, ...] = (
    *ENTRYWISE, *CLASSES, KL_DIV, _POISSON, _GAUSSIAN, COSINE, NORMALIZE, PAIRWISE, LINEAR, *LAYER_NORMS, *RMS_NORMS,
    STANDARDIZE, optional(_glu, axis=-1), optional(_classes_marked, count=1),
)  # fmt: skip
