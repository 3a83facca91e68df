"""Rows that reduce arrays, or work along an axis: each with its shape and, by operand, the two maps of its derivative.

Pushes and pulls are those of M. B. Giles, "Collected matrix derivative results for forward and reverse mode
algorithmic differentiation" (2008), and of K. B. Petersen and M. S. Pedersen, "The Matrix Cookbook" (2012); softmax
and its kin of Goodfellow, Bengio and Courville, "Deep Learning" (2016), §4.1 and §6.2.2. See row.py for what a row
holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.operations.row import ByName, Kink, Map, Mismatch, Operation, Rule, Shape, Use, array_row, optional
from graphs.operations.shapes import axes_of, keepdims_shape, reduced


def text_of(name: str, **options: Any) -> str:
    """A row's text, with the options that are given."""
    given = {key: value for key, value in options.items() if value is not None and value is not False}
    return ByName(name, "{0}", **given)


def below(axis: Any) -> str:
    """An axis as an index in LaTeX."""
    return "" if axis is None else r"_{{\text{{axis " + str(axis) + "}}}}"


# Reductions: an adjoint is repeated along the axes that are gone.


def _reduction(
    name: str,
    *aliases: str,
    value: Callable[..., Any],
    inner: Callable[..., Map],
    latex: str,
    rule: Rule,
    axis: int | None = None,
    kink: Callable[[Any, Shape], Kink | None] | None = None,
    pattern: Callable[..., Map] | None = None,
    vanishes: Callable[..., Any] | None = None,
    **rest: Any,
) -> Operation:
    """value(m, x, axes, keepdims); inner(m, c, x, axes): the map, with the axes of c kept at size 1.

    pattern: of what flows, where it is not that of a sum.
    """
    usual = axis

    def make(options: dict[str, Any], axis: Any, keepdims: bool) -> Operation:
        named = None if axis == usual else axis

        def around(inside: Callable[..., Map]) -> Callable[..., tuple[Map, ...]]:
            def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
                axes = axes_of(axis, x.shape)
                small, gone = keepdims_shape(x.shape, axes), reduced(x.shape, axes, keepdims)
                push, pull = inside(m, m.reshape(c, small), x, axes)
                return (Map(lambda d: m.reshape(push(d), gone), lambda g: pull(m.reshape(g, small))),)

            return maps

        return array_row(
            name,
            *aliases,
            value=lambda m, x: value(m, x, axes_of(axis, x.shape), keepdims),
            maps=around(inner),
            pattern=around(pattern or _sum),
            shape=lambda x: reduced(x, axes_of(axis, x), keepdims),
            rules=(rule,),
            kink=None if kink is None else lambda x: kink(x, axes_of(axis, x.shape)),
            vanishes=None if vanishes is None else lambda x: vanishes(x, axes_of(axis, x.shape), keepdims),
            text=text_of(name, axis=named, keepdims=keepdims),
            latex=latex + below(named) + "({0})",
            **rest,
            **options,
        )

    return optional(make, axis=axis, keepdims=False)


def _sum(m: Any, c: Any, x: Any, axes: Shape) -> Map:
    return Map(lambda d: m.sum(d, axes, True), lambda g: m.repeated(g, x.shape))


def _extreme(name: str, sign: int, *aliases: str, value: Callable[..., Any]) -> Operation:
    """max or min of one array along axes; ties share evenly."""

    def inner(m: Any, c: Any, x: Any, axes: Shape) -> Map:
        tied = m.equal(x, c) * 1.0
        share = tied / m.sum(tied, axes, True)
        return Map(lambda d: m.sum(m.weighed(share, d), axes, True), lambda g: m.chosen(share, g))

    def tie(x: Any, axes: Shape) -> Kink | None:
        most = int(np.max(np.sum(x == np.max(sign * x, axis=axes, keepdims=True) * sign, axis=axes)))
        return Kink(1.0 / most, (0.0, 1.0)) if most > 1 else None

    def pushed(m: Any, u: Use, d: Any) -> Any:
        return m.sum(m.product(d, m.tied(u.a, _keepdims_form(m, u, u.c)), u.own, u.own), **dict(u.row.chosen))

    def pulled(m: Any, u: Use, g: Any) -> Any:
        return m.product(_sum_pulled(m, u, g), m.tied(u.a, _keepdims_form(m, u, u.c)), u.own, u.own)

    chosen = rf"[{{0}} = \{name} {{0}}]"
    return _reduction(name, *aliases, value=value, inner=inner, pattern=inner, latex=rf"\{name}", kink=tie,
                      closed_push=pushed, closed_pull=pulled,
                      extremum=sign, bends_at=1.0, exact=True, rule=Rule(
        f"× [{{0}} == {name}]", rf"\sum {chosen} \odot {{d}}", rf"{{g}} \cdot {chosen}",
        f"Only the {'largest' if sign > 0 else 'smallest'} entry moves {{c}}; ties share evenly"))  # fmt: skip


def _count(shape: Shape, axes: Shape) -> int:
    return math.prod(shape[k] for k in axes)


def _sum_pulled(m: Any, u: Use, g: Any) -> Any:
    """Repeated along what was summed."""
    assert u.row.shape is not None
    probe = tuple(range(2, 2 + len(u.own)))  # sizes that differ tell which axes go
    left = u.row.shape(probe)
    if left in ((), probe[1:]) or len(left) == len(probe):
        return m.product(g, m.ones(u.own), u.shape, u.own)
    if left == probe[:1]:
        return m.outer(g, m.ones(u.own[-1:]))
    small = keepdims_shape(u.own, axes_of(dict(u.row.chosen)["axis"], u.own))
    return m.product(m.reshape(g, small), m.ones(u.own), small, u.own)


def _keepdims_form(m: Any, u: Use, c: Any) -> Any:
    """A form of the row's shape, with the axes that are gone at size 1, so that it meets the operand."""
    small = keepdims_shape(u.own, axes_of(dict(u.row.chosen)["axis"], u.own))
    return c if not u.shape or u.shape == small or u.shape == small[1:] else m.reshape(c, small)


def _prod_pushed(m: Any, u: Use, d: Any) -> Any:
    """Where no entry is 0."""
    sums = m.sum(m.quotient(d, u.a), **dict(u.row.chosen))
    return m.product(u.c, sums, u.shape, u.shape)


def _prod_pulled(m: Any, u: Use, g: Any) -> Any:
    return m.quotient(_sum_pulled(m, u, m.product(g, u.c, u.shape, u.shape)), u.a)


def _mean_pulled(m: Any, u: Use, g: Any) -> Any:
    share = m.fraction(math.prod(u.shape), math.prod(u.own))
    return _sum_pulled(m, u, m.scaled(share, g) if u.shape else share * g)


def _mean(m: Any, c: Any, x: Any, axes: Shape) -> Map:
    count = _count(x.shape, axes)
    return Map(lambda d: m.sum(d, axes, True) / count, lambda g: m.repeated(g / count, x.shape))


def _prod(m: Any, c: Any, x: Any, axes: Shape) -> Map:
    others = m.others(x, axes)
    return Map(lambda d: m.sum(others * d, axes, True), lambda g: others * g)


def _weights(m: Any, u: Use) -> Any:
    """The softmax along the same axis."""
    axis = dict(u.row.chosen)["axis"]
    u.check(len(u.own) == 1 or isinstance(axis, int))
    return m.softmax(u.a) if len(u.own) == 1 else m.softmax(u.a, axis=axis)


def _logsumexp_pushed(m: Any, u: Use, d: Any) -> Any:
    weights = _weights(m, u)
    return m.sum(m.product(weights, d, u.own, u.own), **({} if len(u.own) == 1 else dict(u.row.chosen)))


def _logsumexp_pulled(m: Any, u: Use, g: Any) -> Any:
    weights = _weights(m, u)
    if u.shape and len(u.own) > 1:
        g = m.reshape(g, keepdims_shape(u.own, axes_of(dict(u.row.chosen)["axis"], u.own)))
    return m.product(g, weights, u.shape, u.own)


def _logsumexp(m: Any, c: Any, x: Any, axes: Shape) -> Map:
    weights = m.softmax(x, axes)
    return Map(lambda d: m.sum(weights * d, axes, True), lambda g: weights * g)


SUM = _reduction(
    "sum", value=lambda m, x, axes, keep: m.sum(x, axes, keep),
    inner=_sum, linear=True, closed_pull=_sum_pulled, sums=True, latex=r"\operatorname{{sum}}",
    rule=Rule("× 1", r"\textstyle\sum {d}", r"{g} \cdot \mathbf{{1}}",
    "A sum moves just as far as any one of its entries",
    r"\mathbf{{1}}^{{\top}}", r"\mathbf{{1}}"))  # fmt: skip
MEAN = _reduction(
    "mean", value=lambda m, x, axes, keep: m.mean(x, axes, keep),
    inner=_mean, linear=True, closed_pull=_mean_pulled, sums=True, latex=r"\operatorname{{mean}}",
    rule=Rule("× 1/{n}", r"\tfrac{{1}}{{{n}}} \textstyle\sum {d}", r"{g} \cdot \tfrac{{1}}{{{n}}} \mathbf{{1}}",
    "A mean of {n} entries moves 1/{n} as far as any one of them", r"\tfrac{{1}}{{{n}}} \mathbf{{1}}^{{\top}}",
    r"\tfrac{{1}}{{{n}}} \mathbf{{1}}"),
    )  # fmt: skip
PROD = _reduction(
    "prod", value=lambda m, x, axes, keep: m.prod(x, axes, keep), inner=_prod,
    closed_push=_prod_pushed, closed_pull=_prod_pulled, latex=r"\operatorname{{prod}}",
    vanishes=lambda x, axes, keep: np.all(x != 0.0, axis=axes, keepdims=keep),
    rule=Rule("× ∏ others", r"\sum_i {d}_i \prod_{{j \ne i}} {0}_j", r"{g} \cdot \prod_{{j \ne i}} {0}_j",
    "In a product each entry is multiplied by all the others, so their product is its partial"))  # fmt: skip
MAX = _extreme("max", 1, "amax", value=lambda m, x, axes, keep: m.max(x, axes, keep))
MIN = _extreme("min", -1, "amin", value=lambda m, x, axes, keep: m.min(x, axes, keep))
LOGSUMEXP = _reduction(
    "logsumexp", value=lambda m, x, axes, keep: m.logsumexp(x, axes, keep), inner=_logsumexp, axis=-1,
    closed_push=_logsumexp_pushed, closed_pull=_logsumexp_pulled,
    latex=r"\operatorname{{logsumexp}}",
    rule=Rule("× softmax({0})", r"\operatorname{{softmax}}({0})^{{\top}} {d}",
              r"{g} \cdot \operatorname{{softmax}}({0})",
              "Each entry of {0} moves {c} by its share of the sum of exponentials: the softmax",
              r"\operatorname{{softmax}}({0})^{{\top}}", r"\operatorname{{softmax}}({0})"))  # fmt: skip


def _unit(m: Any, u: Use) -> Any:
    """∂c/∂x by entry of the operand, with its shape."""
    order, c = dict(u.row.chosen)["ord"], _keepdims_form(m, u, u.c)
    if order == 1:
        return m.sign(u.a)
    if order in (None, 2, "fro"):
        return m.scaled(1 / c, u.a) if not u.shape else m.quotient(u.a, c)
    ratio = m.scaled(1 / c, m.absolute(u.a)) if not u.shape else m.quotient(m.absolute(u.a), c)
    return m.product(m.sign(u.a), m.power(ratio, order - 1), u.own, u.own)


def _norm_pushed(m: Any, u: Use, d: Any) -> Any:
    along = {name: value for name, value in u.row.chosen if name != "ord"}
    if not u.shape and dict(u.row.chosen)["ord"] in (None, 2, "fro"):
        return m.sum(m.product(u.a, d, u.own, u.own)) / u.c
    return m.sum(m.product(_unit(m, u), d, u.own, u.own), **along)


def _norm_pulled(m: Any, u: Use, g: Any) -> Any:
    if not u.shape and dict(u.row.chosen)["ord"] in (None, 2, "fro"):
        return m.product(g / u.c, u.a, (), u.own)
    return m.product(_sum_pulled(m, u, g), _unit(m, u), u.own, u.own)


def _norm(options: dict[str, Any], ord: Any, axis: Any, keepdims: bool) -> Operation:
    """The norm of all entries along the axes as one vector, of an order from 1 on; at 0 the subgradient 0."""
    order = 2 if ord in (None, "fro") else ord
    ones = order == 1

    def axes(x: Shape) -> Shape:
        if not isinstance(order, int | float) or not 1 <= order < math.inf:
            raise Mismatch("norm takes orders from 1 on, inf, -inf and 'fro'")
        return axes_of(axis, x)

    def value(m: Any, x: Any) -> Any:
        over = axes(x.shape)
        if ones:
            return m.sum(m.absolute(x), over, keepdims)
        return m.norm(x, over, keepdims) if order == 2 else m.norm(x, over, keepdims, order)

    def maps(m: Any, c: Any, x: Any) -> tuple[Map, ...]:
        along = axes(x.shape)
        small, gone = keepdims_shape(x.shape, along), reduced(x.shape, along, keepdims)
        c = m.reshape(c, small)
        unit = m.sign(x) if ones else x / m.select(m.equal(c, 0), 1, c)
        if order not in (1, 2):
            unit = m.sign(x) * m.power(m.absolute(unit), float(order - 1))
        return (
            Map(
                lambda d: m.reshape(m.sum(unit * d, along, True), gone),
                lambda g: unit * m.reshape(g, small),
            ),
        )

    def kink(x: Any) -> Kink | None:
        at = x == 0 if ones else np.all(x == 0, axis=axes(x.shape))
        return Kink(0.0, (-1.0, 1.0)) if np.any(at) else None

    unit = r"\operatorname{{sgn}}({0})" if ones else r"\frac{{{0}}}{{{c}}}"
    push = "× sign({0})" if ones else "× {0}/{c}"
    words = "Each entry of {0} moves the norm by its sign" if ones else (
        "The norm grows fastest along {0} itself, at rate 1")  # fmt: skip
    if order not in (1, 2):
        unit = r"\operatorname{{sgn}}({0}) \left|\frac{{{0}}}{{{c}}}\right|^{{" + f"{order - 1:g}" + "}}"
        push = f"× sign({{0}})*abs({{0}}/{{c}})**{order - 1:g}"
        words = "An entry of {0} moves the norm by a power of its share of it, with its sign"
    index = "_1" if ones else "" if order == 2 else f"_{{{{{order:g}}}}}"
    return array_row(
        "norm", value=value, maps=maps, shape=lambda x: reduced(x, axes(x), keepdims), kink=kink, cone=True,
        closed_push=_norm_pushed, closed_pull=_norm_pulled, functions=(),
        bent=None if ones else lambda c: np.equal(c, 0.0),
        rules=(Rule(push, rf"{unit}^{{{{\top}}}} {{d}}", rf"{{g}} \cdot {unit}", words, unit + r"^{{\top}}", unit),),
        text=text_of("norm", ord=ord, axis=axis, keepdims=keepdims),
        latex=r"\lVert {0} \rVert" + index, **options)  # fmt: skip


NORM = optional(_norm, ord=None, axis=None, keepdims=False)

REDUCTIONS = (SUM, MEAN, PROD, MAX, MIN, LOGSUMEXP, NORM)
