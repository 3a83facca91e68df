"""The paths of largest product, how many there are, and what they add up to: one sweep, and no path is listed before it
is among the largest.

A vertex's k largest are the k largest among those of its arcs' heads, each times the arc's partial: |a·b| grows with
|b|, so nothing else can be among them. (E. L. Lawler, "A procedure for computing the k best solutions", 1972, for
graphs without cycles.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.paths.chains import Chains, Vertex
from graphs.paths.sizes import UNDEFINED, ZERO, Size, size_of

KEPT = 5  # paths


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


class _Best(NamedTuple):
    """A path from a vertex on: its arc's place (-1: it ends here), which of the head's best goes on, its product."""

    size: Size
    product: float
    arc: int
    rest: int
    stopped: bool = False


def ranked(chains: Chains, is_back: bool) -> Ranked:
    """The paths of these chains from their first vertex."""
    if not chains.vertices:
        return Ranked([], 0, 0, ZERO, ZERO)
    length = len(chains.vertices)
    best: list[Sequence[_Best]] = [()] * length
    counts, passing = [0] * length, [0] * length
    plus, minus = [ZERO] * length, [ZERO] * length
    for v in range(length - 1, -1, -1):
        tick(1 + KEPT * len(chains.arcs[v]))
        own: list[_Best] = []
        if (end := chains.ends.get(v)) is not None:
            own.append(_Best(size_of(end), end, -1, -1))
            counts[v], passing[v] = 1, int(end != 0.0)
            plus[v], minus[v] = (size_of(end), ZERO) if not end < 0 else (ZERO, size_of(end))
        for place, (_, partial, head) in enumerate(chains.arcs[v]):
            counts[v] += counts[head]
            if partial is None:
                own += [_Best(ZERO, 0.0, place, k, True) for k in range(len(best[head]))]
                continue
            own += [
                _Best(ZERO, 0.0, place, k, True) if each.stopped else
                _Best(each.size.times(partial), each.product * partial, place, k)
                for k, each in enumerate(best[head])
            ]  # fmt: skip
            if partial:
                passing[v] += passing[head]
                add, take = (plus[head], minus[head]) if not partial < 0 else (minus[head], plus[head])
                plus[v], minus[v] = plus[v].plus(_carried(add, partial)), minus[v].plus(_carried(take, partial))
        best[v] = sorted(own, key=lambda each: (each.size, not each.stopped), reverse=True)[:KEPT]
    if best[0] and best[0][0].size == UNDEFINED:
        plus[0] = minus[0] = UNDEFINED
    total = plus[0].plus(minus[0])
    paths = [_path(chains, best, k, total, is_back) for k in range(len(best[0]))]
    return Ranked(paths, counts[0], passing[0], plus[0], minus[0])


def _carried(total: Size, partial: float) -> Size:
    """A sum past an arc. A sum of 0 may have no terms; where a term is 0·∞, its path says so."""
    return ZERO if total == ZERO else total.times(partial)


def _path(chains: Chains, best: list[Sequence[_Best]], k: int, total: Size, is_back: bool) -> Path:
    vertex, each = 0, best[0][k]
    whole = each
    edges: list[Edge] = []
    partials: list[float | None] = []
    vertices = [chains.vertices[0]]
    while each.arc >= 0:
        arc = chains.arcs[vertex][each.arc]
        edges.append(arc.edge)
        partials.append(arc.partial)
        vertex, each = arc.head, best[arc.head][each.rest]
        vertices.append(chains.vertices[vertex])
    turn = -1 if is_back else 1
    share = whole.size.over(total)
    return Path(
        tuple(edges[::turn]), tuple(partials[::turn]), tuple(vertices[::turn]), chains.ends[vertex], whole.product,
        whole.size, share,
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
