"""Rows that work along one axis and keep the shape: softmax and its kin, running sums and products."""

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
    "The entries of {c} always sum to 1: what one gains, the others lose. Each adjoint comes back less their "
    "average weighted by {c}{gc}, times its own entry of {c}",
    r"\operatorname{{diag}}({c}) - {c}\, {c}^{{\top}}"))  # fmt: skip
LOG_SOFTMAX = _along(
    "log_softmax", value=lambda m, x, axis: m.log_softmax(x, (axis,)), inner=_log_softmax,
    closed_push=_log_softmax_pushed, closed_pull=_log_softmax_pulled,
    rule=Rule("· log_softmax", r"{d} - (e^{{{c}}})^{{\top}} {d}", r"{g} - e^{{{c}}} \textstyle\sum {g}",
    "Each entry of {c} moves with its own entry of {0}, and all of them fall by that entry's softmax. Each adjoint "
    "comes back less its softmax times the sum of all{gs}",
    r"I - \mathbf{{1}}\, (e^{{{c}}})^{{\top}}"))  # fmt: skip


def _from_the_end(m: Any, u: Use, g: Any) -> Any:
    """Running sums from the end, of vectors."""
    return m.add(m.subtract(m.sum(g), m.call(CUMSUM, g)), g)


def _cumsum_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_vectors()
    return _from_the_end(m, u, g)


def _running(name: str, *, value: Any, inner: Callable[..., Map], rule: Rule, axis: int | None = None,
             **rest: Any) -> Operation:  # fmt: skip
    """A row that goes along an axis entry by entry; without one, through all entries in a row, as in NumPy.

    value(m, x, axis); inner(m, c, x, axis), of the entries in a row where there is no axis.
    """
    usual = axis

    def make(options: dict[str, Any], axis: Any) -> Operation:
        along = 0 if axis is None else axis

        def flat(m: Any, x: Any) -> Any:
            return x if axis is not None else m.reshape(x, (-1,))

        def around(inside: Callable[..., Map]) -> Callable[..., tuple[Map, ...]]:
            def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
                push, pull = inside(m, c, flat(m, x), along)
                return (Map(lambda d: push(flat(m, d)), lambda g: m.reshape(pull(g), x.shape)),)

            return maps

        def shape(x: Shape) -> Shape:
            if axis is None:
                return (int(np.prod(x)),)
            axis_of(axis, len(x))
            return x

        named = None if axis == usual else axis
        return array_row(
            name, value=lambda m, x: value(m, flat(m, x), along), maps=around(inner), pattern=around(_sums),
            shape=shape, text=text_of(name, axis=named), rules=(rule,),
            latex=r"\operatorname{{" + name + "}}" + below(named) + "({0})",
            axes="one or all" if usual is None else "one", **rest, **options)  # fmt: skip

    return optional(make, axis=axis)


def _sums(m: Any, c: Any, x: Any, axis: int) -> Map:
    return Map(lambda d: m.cumsum(d, axis), lambda g: m.cumsum(g, axis, True))


def _neighbours(x: Any, axis: int) -> tuple[Any, Any, Any]:
    """The places of the entries before and after along an axis, each end its own; and 1 but for the first entry."""
    places = np.arange(x.size).reshape(x.shape)
    count = x.shape[axis]
    before = np.take(places, [0, *range(count - 1)], axis)
    after = np.take(places, [*range(1, count), count - 1], axis)
    return before, after, (places != before) * 1.0


def _cumprod(m: Any, c: Any, x: Any, axis: int) -> Map:
    """From c[k] = x[k] c[k - 1], without dividing: entries may be 0."""
    before, after, later = _neighbours(x, axis)
    left = later * m.picked(c, before) + (1.0 - later)
    right = m.picked(x, after)
    return Map(lambda d: m.scanned(x, left * d, axis), lambda g: left * m.scanned(right, g, axis, True))


def _logcumsumexp(m: Any, c: Any, x: Any, axis: int) -> Map:
    """From exp(c[k]) = exp(c[k - 1]) + exp(x[k]): the share of either in the sum, which never overflows."""
    before, after, later = _neighbours(x, axis)
    rest, own = later * m.exp(m.picked(c, before) - c), m.exp(x - c)
    following = m.picked(rest, after)
    return Map(lambda d: m.scanned(rest, own * d, axis), lambda g: own * m.scanned(following, g, axis, True))


def _cumprod_pushed(m: Any, u: Use, d: Any) -> Any:
    u.of_vectors()
    return m.product(u.c, m.call(CUMSUM, m.quotient(d, u.a)), u.own, u.own)


def _cumprod_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_vectors()
    return m.quotient(_from_the_end(m, u, m.product(g, u.c, u.own, u.own)), u.a)


def _logcumsumexp_pushed(m: Any, u: Use, d: Any) -> Any:
    u.of_vectors()
    return m.quotient(m.call(CUMSUM, m.product(m.exp(u.a), d, u.own, u.own)), m.exp(u.c))


def _logcumsumexp_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_vectors()
    return m.product(_from_the_end(m, u, m.quotient(g, m.exp(u.c))), m.exp(u.a), u.own, u.own)


def _lost_on_the_way(x: Any, axis: Any) -> Any:
    """By entry, whether no factor so far is 0."""
    flat = x if axis is not None else np.ravel(x)
    return ~np.logical_or.accumulate(flat == 0.0, axis or 0)


CUMSUM = _running(
    "cumsum", value=lambda m, x, axis: m.cumsum(x, axis), inner=_sums, linear=True, closed_pull=_cumsum_pulled,
    rule=Rule("· sums from the end", r"\operatorname{{cumsum}}({d})", r"\textstyle\sum_{{j \ge i}} {g}_j",
              "An entry of {0} is in its own running sum and in all later ones, so it gets the sum of their adjoints"),
    sums=True)  # fmt: skip
CUMPROD = _running(
    "cumprod", value=lambda m, x, axis: m.cumprod(x, axis), inner=_cumprod, closed_push=_cumprod_pushed,
    closed_pull=_cumprod_pulled,
    rule=Rule("· products of the others, from the end",
              r"\textstyle\sum_{{j \le i}} {d}_j \prod_{{k \le i,\, k \ne j}} {0}_k",
              r"\textstyle\sum_{{j \ge i}} {g}_j \prod_{{k \le j,\, k \ne i}} {0}_k",
              "An entry of {0} is a factor of its own running product and all later ones, and moves each by the "
              "product of the others"))  # fmt: skip
LOGCUMSUMEXP = _running(
    "logcumsumexp", value=lambda m, x, axis: m.logcumsumexp(x, axis), inner=_logcumsumexp, axis=-1,
    closed_push=_logcumsumexp_pushed, closed_pull=_logcumsumexp_pulled,
    rule=Rule("· shares of the sums, from the end", r"\textstyle\sum_{{j \le i}} e^{{{0}_j - {c}_i}} {d}_j",
              r"\textstyle\sum_{{j \ge i}} e^{{{0}_i - {c}_j}} {g}_j",
              "An entry of {0} moves its own entry of {c} and all later ones, each by its share there"))  # fmt: skip

ALONG = (SOFTMAX, LOG_SOFTMAX, CUMSUM, CUMPROD, LOGCUMSUMEXP)
