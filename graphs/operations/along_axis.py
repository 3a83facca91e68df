"""Rows that work along one axis and keep the shape: softmax and its kin, running sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.operations.reductions import below, text_of
from graphs.operations.row import Map, Mismatch, Operation, Rule, Shape, Use, array_row, optional
from graphs.operations.shapes import axis_of


def _along(name: str, value: Callable[..., Any], inner: Callable[..., Map], rule: Rule, **rest: Any) -> Operation:
    """value(m, x, axis); inner(m, c, x, axis)."""

    def make(options: dict[str, Any], axis: Any) -> Operation:
        def shape(x: Shape) -> Shape:
            if not isinstance(axis, int):
                raise Mismatch(f"{name} works along one axis")
            axis_of(axis, len(x))
            return x

        return array_row(
            name,
            value=lambda m, x: value(m, x, axis), maps=lambda m, c, x: (inner(m, c, x, axis),), shape=shape,
            pattern=lambda m, c, x: (_spread(m, x, axis),),
            rules=(rule,), axes="one", text=text_of(name, axis=None if axis == -1 else axis),
            latex=r"\operatorname{{" + name.replace("_", r"\_") + "}}" + below(None if axis == -1 else axis)
            + "({0})", **rest, **options)  # fmt: skip

    return optional(make, axis=-1)


def _spread(m: Any, x: Any, axis: int) -> Map:
    """All entries along the axis meet."""

    def through(flow: Any) -> Any:
        return m.repeated(m.sum(flow, (axis,), True), x.shape)

    return Map(through, through)


def _less_mean(m: Any, weights: Any, flow: Any, by: Any, axis: int) -> Any:
    """flow - ∑ weights·flow, of weights whose sum is 1.

    The flow at the largest entry of `by` is taken off first: its weight may be almost 1, and would cancel.
    """
    flow = flow - m.sum(flow - m.without_largest(flow, by, axis), (axis,), True)
    return flow - m.sum(weights * flow, (axis,), True)


def _softmax(m: Any, c: Any, x: Any, axis: int) -> Map:
    def through(flow: Any) -> Any:  # its Jacobian diag(c) - c cᵀ is symmetric
        return c * _less_mean(m, c, flow, c, axis)

    return Map(through, through)


def _log_softmax(m: Any, c: Any, x: Any, axis: int) -> Map:
    weights = m.exp(c)

    def back(g: Any) -> Any:
        """g - weights ∑ g; at the largest entry its weight is 1 less those of the others, which would cancel."""
        others, flow = m.without_largest(weights, c, axis), m.without_largest(g, c, axis)
        at_largest = (g - flow) * m.sum(others, (axis,), True) - (weights - others) * m.sum(flow, (axis,), True)
        return at_largest + (flow - others * m.sum(g, (axis,), True))

    return Map(lambda d: _less_mean(m, weights, d, c, axis), back)


def _total(m: Any, u: Use, x: Any) -> Any:
    """The sum along the row's axis, which stays."""
    return m.sum(x) if len(u.own) == 1 else m.sum(x, axis=dict(u.row.chosen)["axis"], keepdims=True)


def _softmax_closed(m: Any, u: Use, flow: Any) -> Any:
    """c ⊙ (flow - c · flow): its Jacobian is symmetric."""
    mean = _total(m, u, m.product(u.c, flow, u.own, u.own))
    return m.product(u.c, m.subtract(flow, mean), u.own, u.own)


def _log_softmax_pushed(m: Any, u: Use, d: Any) -> Any:
    return m.subtract(d, _total(m, u, m.product(m.exp(u.c), d, u.own, u.own)))


def _log_softmax_pulled(m: Any, u: Use, g: Any) -> Any:
    share = () if len(u.own) == 1 else u.own  # of a vector the sum is a number
    return m.subtract(g, m.product(_total(m, u, g), m.exp(u.c), share, u.own))


SOFTMAX = _along(
    "softmax", value=lambda m, x, axis: m.softmax(x, (axis,)), inner=_softmax, vanishes=lambda x: True,
    saturates=True, closed_push=_softmax_closed, closed_pull=_softmax_closed,
    rule=Rule("· softmax", r"{c} \odot ({d} - {c}^{{\top}} {d})", r"{c} \odot ({g} - {c}^{{\top}} {g})",
    "Each entry of {c} grows with its own entry of {0} and shrinks with all others, for together they stay 1",
    r"\operatorname{{diag}}({c}) - {c}\, {c}^{{\top}}"))  # fmt: skip
LOG_SOFTMAX = _along(
    "log_softmax", value=lambda m, x, axis: m.log_softmax(x, (axis,)), inner=_log_softmax,
    closed_push=_log_softmax_pushed, closed_pull=_log_softmax_pulled,
    rule=Rule("· log_softmax", r"{d} - (e^{{{c}}})^{{\top}} {d}", r"{g} - e^{{{c}}} \textstyle\sum {g}",
    "Each entry of {c} follows its own entry of {0}, less the softmax's share of all",
    r"I - \mathbf{{1}}\, (e^{{{c}}})^{{\top}}"))  # fmt: skip


def _cumsum_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_vectors()
    return m.add(m.subtract(m.sum(g), m.call(u.row, g)), g)


def _cumsum(options: dict[str, Any], axis: Any) -> Operation:
    """Running sums along an axis; of the entries in a row without one, as in NumPy."""

    def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
        along, flat = axis or 0, x.shape if axis is not None else (-1,)
        return (
            Map(
                lambda d: m.cumsum(m.reshape(d, flat), along),
                lambda g: m.reshape(m.cumsum(g, along, True), x.shape),
            ),
        )

    def shape(x: Shape) -> Shape:
        if axis is not None:
            axis_of(axis, len(x))
            return x
        return (int(np.prod(x)),)

    return array_row(
        "cumsum",
        value=lambda m, x: m.cumsum(x if axis is not None else m.reshape(x, (-1,)), axis or 0),
        maps=maps, pattern=maps, shape=shape,
        linear=True, closed_pull=_cumsum_pulled, text=text_of("cumsum", axis=axis),
        rules=(Rule("· sums from the end", r"\operatorname{{cumsum}}({d})", r"\textstyle\sum_{{j \ge i}} {g}_j",
                    "An entry of {0} is in its own running sum and all later ones"),),
        latex=r"\operatorname{{cumsum}}" + below(axis) + "({0})", axes="one or all", sums=True, **options)  # fmt: skip


CUMSUM = optional(_cumsum, axis=None)

ALONG = (SOFTMAX, LOG_SOFTMAX, CUMSUM)
