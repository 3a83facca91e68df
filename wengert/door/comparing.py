"""Somebody's numbers beside ours: where a gradient, or a reverse sweep, is another one."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np

from graphs.errors import WrongBinding, WrongShape, shown
from graphs.notation.numbers import literal, value_text
from wengert.door.parts import Node, Number
from wengert.door.study import Study
from wengert.door.texts import plain

RELATIVE, ABSOLUTE = 1e-6, 1e-9  # what two numbers may differ by, of the larger one and in all


class Difference(NamedTuple):
    """what: value, derivative by x1, adjoint of c5. node: where it stands, by number."""

    what: str
    theirs: Number
    ours: Number
    node: int

    def __str__(self) -> str:
        return f"{self.what}: {_written(self.theirs)} is given, {_written(self.ours)} is right"


def differences(
    study: Study,
    gradient: Mapping[str, Any] | None = None,
    adjoints: Mapping[str, Any] | None = None,
    value: Any = None,
    relative: float = RELATIVE,
    absolute: float = ABSOLUTE,
) -> list[Difference]:
    """Where numbers differ, in the order in which a reverse sweep meets them, the output first.

    gradient: by input; adjoints: by node, by its name or its id. What is not named is not compared. Raises WrongBinding
    for a name that is none, WrongShape for an array of another shape.
    """
    found, output = [], len(study.nodes) - 1
    given: list[tuple[str, Any, Any, int]] = []
    if value is not None:
        given.append(("value", value, study.value, output))
    places = {name: k for k, name in enumerate(study.point)}
    ours = study.gradient if gradient else {}
    for name, theirs in (gradient or {}).items():
        given.append((f"derivative by {name}", theirs, ours[_known(name, ours, "input")], places[name]))
    nodes = _by_name(study.nodes)
    for name, theirs in (adjoints or {}).items():
        k = nodes[_known(name, nodes, "node")]
        node = study.nodes[k]
        if node.adjoint is None:
            raise WrongBinding(f"{shown(name)} has no adjoint here")
        called = node.name if node.name == node.id else f"{node.name} ({node.id})"
        given.append((f"adjoint of {called} = {node.text}", theirs, node.adjoint, k))
    for what, theirs, right, k in given:
        typed = _array(what, theirs, np.shape(right))
        if not np.allclose(typed, right, rtol=relative, atol=absolute, equal_nan=True):
            found.append(Difference(what, typed if typed.shape else float(typed), right, k))
    return sorted(found, key=lambda each: -each.node)


def report(found: list[Difference]) -> str:
    """Differences for people: the first one is where a reverse sweep goes wrong."""
    lines = [str(each) for each in found]
    first = next((each for each in found if each.what.startswith("adjoint")), None)
    if first is not None:
        of = first.what.removeprefix("adjoint of ")
        lines.append(f"the first node that differs in the reverse sweep is {of}")
    return "\n".join(lines)


def _known(name: str, names: Mapping[str, Any], what: str) -> str:
    if name in names:
        return name
    close = get_close_matches(name, names, 1)
    raise WrongBinding(f"there is no {what} {shown(name)}", hint=f"did you mean {close[0]}?" if close else None)


def _by_name(nodes: list[Node]) -> dict[str, int]:
    """By id and by name; a name of the author's goes before an id."""
    return {node.id: k for k, node in enumerate(nodes)} | {node.name: k for k, node in enumerate(nodes)}


def _array(what: str, theirs: Any, shape: tuple[int, ...]) -> Any:
    try:
        typed = np.asarray(plain(theirs))
    except ValueError:  # lists of different lengths
        typed = np.asarray(None)
    if typed.dtype.kind not in "iuf":
        raise WrongBinding(f"{what}: a number is compared, or lists of numbers")
    typed = typed.astype(float)
    if typed.shape != shape:
        raise WrongShape(f"{what}: the shape is {shape}, that of the numbers given {typed.shape}")
    return typed


def _written(number: Number) -> str:
    return literal(number) if isinstance(number, float) else str(value_text(number))
