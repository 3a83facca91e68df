"""What is asked, checked against the program: the point, the directions of forward mode, the cotangent."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphs.errors import WrongBinding, shown
from graphs.graph import NAMED_CONSTANTS, Graph, build
from graphs.issues import Issue
from graphs.language import Program, parse
from graphs.limits import Limits

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Wishes(NamedTuple):
    """A checked question.

    point: every input's value. seeds: forward pass -> input number -> tangent.
    only_checked: the one pass in `seeds` is not asked for, it only serves to check the gradient.
    cotangent: output node -> adjoint, or None where none was given. issues: how the inputs were taken.
    """

    program: Program
    graph: Graph
    point: dict[str, float]
    seeds: dict[str, dict[int, float]]
    only_checked: bool
    cotangent: dict[int, float] | None
    issues: list[Issue]


def bind(
    text: str,
    at: Mapping[str, Any],
    direction: Mapping[str, Any] | None,
    cotangent: Any,
    wrt: str | None,
    share: bool,
    limits: Limits,
) -> Wishes:
    """Read the program and check what is asked of it. Raises a Problem where anything does not fit."""
    for name in at:
        _check_name(name, limits)
    given = {name: _number(name, value) for name, value in at.items()}
    program, graph = _graph(text, tuple(sorted(given)), share, limits)
    point = {name: given.get(name, 1.0) for name in graph.inputs}
    issues = [*_taken(program, graph, given)]
    seeds, limited = _seeds(graph, direction, wrt, limits)
    return Wishes(program, graph, point, seeds, bool(limited), _cotangent(graph, cotangent), issues + limited)


@lru_cache(maxsize=64)
def _graph(text: str, given: tuple[str, ...], share: bool, limits: Limits) -> tuple[Program, Graph]:
    """The graph of a program; kept, so that a new point on a known program builds nothing."""
    program = parse(text, given, limits)
    return program, build(program, given, share, limits)


def _check_name(name: Any, limits: Limits) -> None:
    if not isinstance(name, str):
        raise WrongBinding("an input's name must be text")
    limits.check("name", len(name), "characters may stand in one name")
    if not _NAME.fullmatch(name):
        raise WrongBinding(f"{shown(name)} cannot be an input's name: letters, digits and _, a letter first")


def _number(name: str, value: Any) -> float:
    """A finite double; nothing else ever becomes part of a point."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongBinding(f"the value of {name} must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise WrongBinding(f"the value of {name} must be a finite double (up to about 1.8e308)")
    return number + 0.0  # -0 counts as 0


def _taken(program: Program, graph: Graph, given: Mapping[str, float]) -> Iterable[Issue]:
    used = frozenset().union(*(line.reads for line in program.lines))
    for i, name in enumerate(graph.inputs):
        if name not in given:
            yield Issue(i, "missing input", f"{name} is not given; it counts as 1")
        elif name not in used:
            yield Issue(i, "unused input", f"the program does not use {name}; its gradient is 0")
        if name in NAMED_CONSTANTS and name in given:
            yield Issue(i, "hint", f"{name} is an input here, not the constant, because the point binds it")


def _seeds(
    graph: Graph, direction: Mapping[str, Any] | None, wrt: str | None, limits: Limits
) -> tuple[dict[str, dict[int, float]], list[Issue]]:
    """One forward pass per input, or for the direction, or for the one input asked for."""
    places = {name: i for i, name in enumerate(graph.inputs)}
    if wrt is not None and wrt not in places:
        raise WrongBinding(f"wrt names no input: {shown(wrt)}", hint=_inputs_are(graph))
    if direction is not None:
        for name in direction:
            if name not in places:
                raise WrongBinding(f"direction names no input: {shown(str(name))}", hint=_inputs_are(graph))
        entries = {places[name]: _number(f"{name} in direction", value) for name, value in direction.items()}
        return {"direction": {i: entry for i, entry in sorted(entries.items()) if entry}}, []  # 0: nothing flows
    if wrt is not None:
        return {wrt: {places[wrt]: 1.0}}, []
    if len(places) <= limits.forward_passes:
        return {name: {i: 1.0} for name, i in places.items()}, []
    message = (
        f"tangents are computed for at most {limits.forward_passes} input entries, and there are {len(places)}: "
        "choose one with wrt, or a direction"
    )
    return {"ones": dict.fromkeys(places.values(), 1.0)}, [Issue(None, "limit", message)]


def _inputs_are(graph: Graph) -> str:
    return "the inputs are " + ", ".join(graph.inputs[:10]) if graph.inputs else "the program has no inputs"


def _cotangent(graph: Graph, cotangent: Any) -> dict[int, float] | None:
    """Output node -> adjoint; an output that is named twice gets the sum."""
    if cotangent is None:
        return None
    entries = cotangent if isinstance(cotangent, list) else [cotangent]
    if isinstance(cotangent, list) == (len(graph.outputs) == 1) or len(entries) != len(graph.outputs):
        shape = "one number" if len(graph.outputs) == 1 else f"a list of {len(graph.outputs)} numbers"
        raise WrongBinding(f"the cotangent must have the output's shape: {shape}")
    seed: dict[int, float] = {}
    for output, entry in zip(graph.outputs, entries, strict=True):
        seed[output] = seed.get(output, 0.0) + _number("the cotangent", entry)
    return seed
