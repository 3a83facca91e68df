"""The answer's scripts, key by key."""

from __future__ import annotations

from graphs.contract.strict import Strict


class Code(Strict):
    """The same computation in PyTorch, JAX and NumPy, as scripts that assert what is shown."""

    pytorch: str
    jax: str
    numpy: str


class CodeLine(Strict):
    """The line, from 1, that computes a node."""

    node: str
    line: int


class CodeLines(Strict):
    """Where each node stands in each script."""

    pytorch: list[CodeLine]
    jax: list[CodeLine]
    numpy: list[CodeLine]
