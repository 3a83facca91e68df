"""Lines of code, which of them makes which node, and the names that nodes have in it."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from typing import Any

from graphs.code import helpers
from graphs.code.spellings import HELPERS
from graphs.notation.names import id_of, identifiers
from graphs.study import Study

_OURS = frozenset("torch jax jnp np float print function value gradient jacobian".split())
_OF_NUMPY = frozenset({"special", "pullback", "seed", "rows", "row", *helpers.NAMES})


class Line(str):
    """A line of code that makes nodes: one, or in a function or a loop one of each call and turn."""

    __slots__ = ("nodes",)
    nodes: tuple[int, ...]

    def __new__(cls, text: str, *nodes: int) -> Line:
        made = str.__new__(cls, text)
        made.nodes = nodes
        return made


class Code(str):
    """A program's text. lines: which line (from 1) makes which node."""

    __slots__ = ("lines",)
    lines: list[dict[str, Any]]

    def __new__(cls, lines: Iterable[str]) -> Code:
        written = [*lines]
        made = str.__new__(cls, "\n".join(written) + "\n")
        numbered = enumerate(written, 1)
        made.lines = [
            {"node": id_of(i), "line": k} for k, each in numbered if isinstance(each, Line) for i in each.nodes
        ]
        return made


def names_of(study: Study, library: str) -> list[str]:
    """A Python name for every node: what it is called, inputs by their own names; no two alike."""
    return identifiers(study.notation.by_inputs.called, reserved(library))


def reserved(library: str) -> set[str]:
    """The names that the code has another use for."""
    return {*_OURS, *(_OF_NUMPY if library == "numpy" else HELPERS), *keyword.kwlist}


def naming(study: Study, library: str) -> tuple[list[str], set[str], dict[str, tuple[str, ...]]]:
    """By node, what it is called without a count of definitions and turns; the names with another use; by function, its
    parameters."""
    plain = [name._replace(definition=1, turn=1).identifier for name in study.notation.by_inputs.called]
    functions = [each for each in study.program.groups if each.kind == "function"]
    return plain, reserved(library), {each.name: tuple(name for name, _ in each.bindings) for each in functions}


def adjoint_names(names: list[str]) -> list[str]:
    """By node, the name of its adjoint: x_bar."""
    taken, made = {*names}, []
    for name in names:
        bar = f"{name}_bar"
        while bar in taken:
            bar += "_"
        taken.add(bar)
        made.append(bar)
    return made
