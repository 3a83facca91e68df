"""Why a number is what it is, as who writes Python meets it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphs.autodiff.graph import Edge
from graphs.limits import Limits
from graphs.notation.names import id_of
from graphs.notation.numbers import number_text
from graphs.paths.asked import paths_of
from graphs.paths.causes import cause_of
from graphs.study import Study

_NODES = 6  # of a path that a line has room for


@dataclass(frozen=True)
class Path:
    """One path, in order of evaluation: the ids of its nodes and edges, the partials along them (0.0 where nothing
    flows), their product with the seed, and its share of the sum of all sizes (None where that is no finite number)."""

    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    partials: tuple[float, ...]
    product: float
    share: float | None

    def __repr__(self) -> str:
        nodes, half = self.nodes, _NODES // 2
        shown = nodes if len(nodes) <= _NODES else (*nodes[:half], "…", *nodes[-half:])
        share = "" if self.share is None else f"  {100 * self.share:.3g} %"
        return f"{self.product:+.5g}{share}  {' → '.join(shown)}"


@dataclass(frozen=True, repr=False)
class Paths:
    """What makes a number: the paths of largest product, at most five, and `rest_count` others that add up to
    `rest_sum` (NaN where that cannot be said).

    name: of the number, as c1 or c3[0].tangent:x. value: the number. count: of all paths. total: the sum of the sizes
    of all products. kind: the cause in a word; text: in sentences.
    """

    name: str
    value: float
    count: int
    total: float
    paths: list[Path]
    rest_count: int
    rest_sum: float
    kind: str
    text: str = field(repr=False)

    def __repr__(self) -> str:
        lines = [self.text, *map(repr, self.paths)]
        if self.rest_count:
            lines.append(f"{self.rest_sum:+.5g}  {self.rest_count:,} other path{'s' * (self.rest_count > 1)} together")
        return "\n".join([f"{self.name} = {number_text(self.value)}", *lines])


def paths_told(study: Study, named: str, limits: Limits) -> Paths:
    """The paths of a number of a study. Raises WrongBinding or TooLarge."""
    told = paths_of(study, named, limits)
    cause = cause_of(study, told)
    paths = [
        Path(
            tuple(dict.fromkeys(id_of(node) for node, _ in path.vertices)),
            tuple(map(_id, path.edges)),
            tuple(0.0 if partial is None else partial for partial in path.partials),
            path.product,
            path.share,
        )
        for path in told.ranked.paths
    ]
    others = told.ranked.number - len(paths)
    return Paths(
        told.asked.name, told.number, told.ranked.number, told.ranked.total.value, paths, others, told.rest, cause.kind,
        str(cause.message),
    )  # fmt: skip


def _id(edge: Edge) -> str:
    return f"{id_of(edge.target)}-{edge.slot}"
