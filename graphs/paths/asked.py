"""Which number is asked about, and the paths that make it."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import numpy as np

from graphs.autodiff.forward import forward
from graphs.autodiff.graph import Graph
from graphs.errors import WrongBinding, shown
from graphs.language.names import ascii_name
from graphs.limits import Limits
from graphs.notation.names import id_of
from graphs.operations.flows import Flow, Numbers, one_hot, outside
from graphs.operations.row import Shape
from graphs.paths.chains import Chains, chains
from graphs.paths.ranked import Path, Ranked, ranked, rest_of
from graphs.study import Study
from graphs.study.question import entry_named

_ASKED = re.compile(r"([^\[\].:]+)(?:\[([0-9, ]*)\])?(?:\.(adjoint)|\.tangent(?::(.+))?)?")
_HINT = "a node's id, as c3, c3[0,1] for one entry, c3.tangent:x for its tangent"


class Asked(NamedTuple):
    """One entry of a node's adjoint, or of its tangent along an input entry or `direction`."""

    node: int
    entry: Shape
    along: str | None

    @property
    def name(self) -> str:
        """As `paths` has it."""
        entry = f"[{','.join(map(str, self.entry))}]" if self.entry else ""
        return id_of(self.node) + entry + ("" if self.along is None else f".tangent:{self.along}")


class Explained(NamedTuple):
    """number: what the sweep wrote. ranked: the paths. rest: what those that are not kept add up to, NaN where that
    cannot be said. chains: what lies between. scale: the largest size of a seed, which the number is small or large
    beside."""

    asked: Asked
    number: float
    ranked: Ranked
    rest: float
    chains: Chains
    scale: float

    @property
    def largest(self) -> Path:
        """The path of largest product."""
        return self.ranked.paths[0]


def paths_of(study: Study, named: str, limits: Limits) -> Explained:
    """The paths that make the number of this name: `c3`, `c3.adjoint`, `c3[0,1]`, `c3.tangent:x`; `x` for an input's.

    Of an array without an entry it is the entry of the largest size. Raises WrongBinding where there is no such number,
    TooLarge past a bound.
    """
    node, entry, is_tangent, along = _read(study, named)
    if is_tangent:
        along, seed, numbers = _tangents(study, along)
    else:
        along, seed = None, study.seed
        if study.adjoints is None:
            raise WrongBinding("the output is no single number: its paths need a cotangent, or a tangent is asked for")
        numbers = study.adjoints
    number = np.asarray(outside(numbers[node], study.graph.shapes[node]), float)
    if entry is None:
        sizes = np.where(np.isnan(number), math.inf, np.abs(number))
        entry = tuple(map(int, np.unravel_index(int(np.argmax(sizes)), number.shape))) if number.shape else ()
    found = chains(study.graph, study.evaluation, (node, entry), seed, is_tangent, limits)
    best = ranked(found, is_tangent)
    value = float(number[entry])
    asked = Asked(node, entry, along)
    return Explained(asked, value, best, rest_of(value, best), found, _scale(study.graph, seed))


def _scale(graph: Graph, seed: dict[int, Flow]) -> float:
    sizes = [float(np.max(np.abs(outside(flow, graph.shapes[i])))) for i, flow in seed.items()]
    return max(sizes, default=1.0) or 1.0


def _read(study: Study, named: str) -> tuple[int, Shape | None, bool, str | None]:
    """The node, its entry, whether the tangent is asked for, and along what."""
    match = _ASKED.fullmatch(named.strip())
    if match is None:
        raise WrongBinding(f"'paths' names no number: {shown(named)}", hint=f"it is {_HINT}")
    name, index, _, along = match.groups()
    node = _node_named(study, name.strip())
    if node is None:
        raise WrongBinding(f"there is no node {shown(name)}", hint=f"'paths' is {_HINT}")
    if node in study.graph.data:
        raise WrongBinding(f"{study.notation.names[node]} is data: it depends on no input, and has no derivative")
    shape = study.graph.shapes[node]
    entry = None if index is None else tuple(int(each) for each in index.split(",") if each.strip().isdigit())
    if entry is not None and (len(entry) != len(shape) or any(k >= size for k, size in zip(entry, shape, strict=True))):
        raise WrongBinding(f"{study.notation.names[node]} has no entry [{index}]: its shape is {[*shape]}")
    return node, entry, ".tangent" in named, along


def _node_named(study: Study, name: str) -> int | None:
    """By id, then as the node is called, then as the program has it; `f` for the output where nothing else is."""
    if re.fullmatch(r"c[1-9][0-9]{0,8}", name) and int(name[1:]) <= len(study.graph):
        return int(name[1:]) - 1
    for names in (study.notation.names, study.graph.names):
        if name in names:
            return len(names) - 1 - names[::-1].index(name)
    own = ascii_name(name)
    if own in study.graph.inputs:
        return study.graph.inputs.index(own)
    return study.graph.outputs[0] if name == study.notation.result and len(study.graph.outputs) == 1 else None


def _tangents(study: Study, along: str | None) -> tuple[str, dict[int, Flow], Numbers]:
    """What a tangent is along, its seed, and the tangents of all nodes along it."""
    if along is None:
        along = next(iter(study.tangents), None) or next(iter(study.graph.inputs), None)
        if along is None:
            raise WrongBinding("the program has no inputs: nothing moves")
    if along == "direction" and study.direction is not None:
        return along, study.direction, study.tangents[along]
    name, i, entry = entry_named(study.graph, along)
    seed: dict[int, Flow] = {i: one_hot(study.graph.shapes[i], entry)}
    numbers = study.tangents.get(name)
    if numbers is None:
        with np.errstate(all="ignore"):
            numbers = forward(study.graph, study.evaluation, seed)
    return name, seed, numbers
