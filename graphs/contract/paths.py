"""The paths that make a number → plain dict, and what that holds, key by key."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from graphs.autodiff.graph import Edge
from graphs.contract.groups import group_id
from graphs.contract.parts import parts
from graphs.contract.strict import Finite, Real, Strict
from graphs.limits import Limits
from graphs.notation.names import id_of
from graphs.paths.asked import Explained, paths_of
from graphs.paths.causes import cause_of, through
from graphs.paths.ranked import Path
from graphs.strict_json import number
from graphs.study import Study

EXACT = 2**53  # the largest whole number up to which JSON's doubles are exact


class PathDocument(Strict):
    """One path, in order of evaluation."""

    edges: list[str]
    product: Real = Field(description="Of the seed and all partials; null where one is undefined.")
    share: Finite | None = Field(description="|product| of the sum of all sizes; null where that is no finite number.")
    partials: list[Real] = Field(description="By edge; 0 where nothing flows, null where it is undefined.")
    seed: Real = Field(description="What stands at its end: an entry of the cotangent, or of the direction.")
    entries: list[list[int]] | None = Field(description="By node on the way, its entry; null where all are numbers.")
    groups: list[str] = Field(description="The ids of the outermost groups that it leads through, in order.")


class RestDocument(Strict):
    """The other paths together."""

    count: int | str
    sum: Real = Field(description="Signed; null where the number, or a path, is no finite number.")


class PathsDocument(Strict):
    """Why a number is what it is: the paths that make it, at most five, the largest first, and all others together. A
    count past 2^53 is text."""

    node: str
    entry: list[int] | None = Field(description="Of an array, the entry that is told of.")
    along: str | None = Field(description="Of a tangent, the input entry, or `direction`; null: it is the adjoint.")
    value: Real
    count: int | str
    total: Real = Field(description="The sum of the sizes of all products.")
    paths: list[PathDocument]
    rest: RestDocument
    kind: str = Field(description="The cause: vanishing, exploding, small factor, large factor, small, large, zero, "
                      "cancellation, kink, detached, skip, undone, many paths, one path, several paths, seed, no path, "
                      "undefined, infinite.")  # fmt: skip
    message: str = Field(description="The first sentence names the cause.")
    causes: list[str] = Field(description="The edges where it comes in.")
    parts: list[str | list[str | None]] | None = Field(default=None, description="The message, with `parts`.")


def document(study: Study, named: str, in_parts: bool, limits: Limits) -> dict[str, Any]:
    """The paths of the number of this name (see graphs/paths/asked.py). Raises WrongBinding or TooLarge."""
    told = paths_of(study, named, limits)
    cause = cause_of(study, told)
    return {
        "node": id_of(told.asked.node),
        "entry": [*told.asked.entry] or None,
        "along": told.asked.along,
        "value": number(told.number),
        "count": _counted(told.ranked.number),
        "total": number(told.ranked.total.value),
        "paths": [_path(study, path) for path in told.ranked.paths],
        "rest": {"count": _counted(_others(told)), "sum": number(told.rest)},
        "kind": cause.kind,
        "message": cause.message,
        "causes": [_id(edge) for edge in cause.edges],
    } | ({"parts": parts(cause.message)} if in_parts else {})


def _path(study: Study, path: Path) -> dict[str, Any]:
    return {
        "edges": [*map(_id, path.edges)],
        "product": number(path.product),
        "share": path.share,
        "partials": [number(0.0 if partial is None else partial) for partial in path.partials],
        "seed": number(path.seed),
        "entries": [[*entry] for _, entry in path.vertices] if any(entry for _, entry in path.vertices) else None,
        "groups": [group for each in through(study, path) if (group := group_id(each)) is not None],
    }


def _id(edge: Edge) -> str:
    return f"{id_of(edge.target)}-{edge.slot}"


def _others(told: Explained) -> int:
    return told.ranked.number - len(told.ranked.paths)


def _counted(count: int) -> int | str:
    """As JSON holds it: past what its doubles tell apart, text."""
    return count if count <= EXACT else str(count)
