"""The paths of largest product, how many there are, and what they add up to: one sweep, and no path is listed before it
is among the largest.

A vertex's k largest are the k largest among those of its arcs' heads, each times the arc's partial: |a·b| grows with
|b|, so nothing else can be among them. (E. L. Lawler, "A procedure for computing the k best solutions", 1972, for
graphs without cycles.)
"""

from __future__ import annotations

import math
from operator import itemgetter
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.paths.chains import Chains, Vertex
from graphs.paths.sizes import UNDEFINED, ZERO, Size, size_of

KEPT = 5  # paths
_LEAST, _LARGEST = 1e-280, 1e300  # between these a sum of doubles has all of its digits


class Path(NamedTuple):
    """One path, in order of evaluation.

    edges with the partials along them (None where nothing flows), and the vertices that they lead through, one more.
    seed: what stands at its end. product: of the seed and all partials, as the sweep multiplies them. size: |product|,
    whatever a double can hold. share: of the sum of all sizes; None where that is no finite number or 0.
    """

    edges: tuple[Edge, ...]
    partials: tuple[float | None, ...]
    vertices: tuple[Vertex, ...]
    seed: float
    product: float
    size: Size
    share: float | None


class Ranked(NamedTuple):
    """paths: the largest, in order. number: of all. passing: of those without a factor 0. plus, minus: the sums of the
    products above 0, and of the sizes of those below."""

    paths: list[Path]
    number: int
    passing: int
    plus: Size
    minus: Size

    @property
    def total(self) -> Size:
        """The sum of all sizes."""
        return self.plus.plus(self.minus)


# A path from a vertex on: log2 |product|, its standing among equals, its product, its arc's place (-1: it ends here),
# and which of the head's best goes on. The logarithm keeps the order where a product leaves the doubles.
_Best = tuple[float, int, float, int, int]
_STOPPED, _WHOLE, _UNDEFINED = range(3)  # where nothing flows it is 0 for good; what is undefined comes first


def ranked(chains: Chains, is_back: bool) -> Ranked:
    """The paths of these chains from their first vertex."""
    if not chains.vertices:
        return Ranked([], 0, 0, ZERO, ZERO)
    length = len(chains.vertices)
    best: list[list[_Best]] = [[]] * length
    counts, passing = [0] * length, [0] * length
    for v in range(length - 1, -1, -1):
        tick(1 + KEPT * len(chains.arcs[v]))
        own: list[_Best] = []
        if (end := chains.ends.get(v)) is not None:
            own.append((*_standing(end, abs(end)), end, -1, -1))
            counts[v], passing[v] = 1, int(end != 0.0)
        for place, (_, partial, head) in enumerate(chains.arcs[v]):
            counts[v] += counts[head]
            if partial:
                passing[v] += passing[head]
            own += _through(best[head], partial, place)
        if len(own) > 1:
            own.sort(key=_ORDER, reverse=True)
        best[v] = own[:KEPT]
    undefined = bool(best[0]) and best[0][0][1] == _UNDEFINED
    plus, minus = (UNDEFINED, UNDEFINED) if undefined else _sums(chains)
    total = plus.plus(minus)
    paths = [_path(chains, best, k, total, is_back) for k in range(len(best[0]))]
    return Ranked(paths, counts[0], passing[0], plus, minus)


_ORDER = itemgetter(0, 1)


def _through(rest: list[_Best], partial: float | None, place: int) -> list[_Best]:
    """The paths that go on from an arc's head, and the arc before them."""
    if partial is None:
        return [(-math.inf, _STOPPED, 0.0, place, k) for k in range(len(rest))]
    if partial and partial - partial == 0.0:
        grown = math.log2(abs(partial))
        return [
            (size + grown, standing, product * partial, place, k)
            for k, (size, standing, product, _, _) in enumerate(rest)
        ]
    return [
        (size, standing, product, place, k)
        if standing == _STOPPED
        else (*_standing(product * partial, abs(partial)), product * partial, place, k)
        for k, (size, standing, product, _, _) in enumerate(rest)
    ]


def _standing(product: float, last: float) -> tuple[float, int]:
    """The logarithm and the standing of a product whose last factor is 0, infinite or undefined, or its only one."""
    if product != product:
        return math.inf, _UNDEFINED
    if not last:
        return -math.inf, _WHOLE
    return math.log2(last) if math.isfinite(last) else math.inf, _WHOLE


def _sums(chains: Chains) -> tuple[Size, Size]:
    """The sum of the products above 0, and of the sizes of those below; in doubles, where these can hold all of it."""
    plus, minus, is_whole = _sums_of_doubles(chains)
    return (size_of(plus), size_of(minus)) if is_whole else _sums_of_sizes(chains)


def _sums_of_doubles(chains: Chains) -> tuple[float, float, bool]:
    length = len(chains.vertices)
    plus, minus = [0.0] * length, [0.0] * length
    for v in range(length - 1, -1, -1):
        end = chains.ends.get(v, 0.0)
        add, take = (0.0, -end) if end < 0 else (end, 0.0)
        for _, partial, head in chains.arcs[v]:
            if partial:
                more, less = plus[head], minus[head]
                if partial < 0:
                    more, less, partial = less, more, -partial
                add += more and more * partial  # a sum of 0 may have no terms: 0·∞ does not arise
                take += less and less * partial
        plus[v], minus[v] = add, take
        whole = add + take
        if whole and not _LEAST < whole < _LARGEST:
            return 0.0, 0.0, False
    return plus[0], minus[0], True


def _sums_of_sizes(chains: Chains) -> tuple[Size, Size]:
    length = len(chains.vertices)
    plus, minus = [ZERO] * length, [ZERO] * length
    for v in range(length - 1, -1, -1):
        if (end := chains.ends.get(v)) is not None:
            plus[v], minus[v] = (ZERO, size_of(end)) if end < 0 else (size_of(end), ZERO)
        for _, partial, head in chains.arcs[v]:
            if partial:
                add, take = (minus[head], plus[head]) if partial < 0 else (plus[head], minus[head])
                plus[v], minus[v] = plus[v].plus(_carried(add, partial)), minus[v].plus(_carried(take, partial))
    return plus[0], minus[0]


def _carried(total: Size, partial: float) -> Size:
    """A sum past an arc; a sum of 0 may have no terms."""
    return ZERO if total == ZERO else total.times(partial)


def _path(chains: Chains, best: list[list[_Best]], k: int, total: Size, is_back: bool) -> Path:
    vertex, each = 0, best[0][k]
    product, standing = each[2], each[1]
    edges: list[Edge] = []
    partials: list[float | None] = []
    vertices = [chains.vertices[0]]
    while each[3] >= 0:
        arc = chains.arcs[vertex][each[3]]
        edges.append(arc.edge)
        partials.append(arc.partial)
        vertex, each = arc.head, best[arc.head][each[4]]
        vertices.append(chains.vertices[vertex])
    seed = chains.ends[vertex]
    size = ZERO if standing == _STOPPED else UNDEFINED if standing == _UNDEFINED else size_of(seed)
    if standing == _WHOLE:
        for partial in reversed(partials):
            size = size.times(partial or 0.0)
    turn = -1 if is_back else 1
    return Path(
        tuple(edges[::turn]), tuple(partials[::turn]), tuple(vertices[::turn]), seed, product, size, size.over(total)
    )  # fmt: skip


def rest_of(number: float, found: Ranked) -> float:
    """What the paths that are not kept add up to: the number less those that are; NaN where that cannot be said."""
    if found.number == len(found.paths) or found.paths[-1].size == ZERO:
        return 0.0
    products = [path.product for path in found.paths]
    if not all(map(math.isfinite, [number, *products])):
        return math.nan
    scale = 2.0**-8 if max(map(abs, [number, *products])) > 1e300 else 1.0  # so that no partial sum overflows
    return math.fsum([number * scale, *(-product * scale for product in products)]) / scale
