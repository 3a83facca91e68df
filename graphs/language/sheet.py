"""What a front of the reader hands on: the statements of a text, and what is said about how it was read."""

from __future__ import annotations

import ast
from typing import NamedTuple

from graphs.errors import Fix, Place

KINDS = ("left out", "read as", "input", "data", "product", "followed", "once", "other")


class Note(NamedTuple):
    """What goes beyond the plain grammar, at its place. kind: one of KINDS. fix: the other reading, if any."""

    place: Place
    kind: str
    message: str
    fix: Fix | None = None


class Sheet(NamedTuple):
    """A text's statements in their order, as nodes of `tree.py`. form: plain, python or latex."""

    form: str
    statements: list[ast.stmt]
    notes: list[Note]
