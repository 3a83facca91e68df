"""What a composed function stands for: its definition, read by the language as any program is, once."""

from __future__ import annotations

from functools import lru_cache

from graphs.language.parser import parse
from graphs.language.program import Line
from graphs.operations.row import Operation


@lru_cache(maxsize=1024)
def definition_of(row: Operation) -> tuple[Line, ...]:
    """The lines of a row of text, in the names of its parameters; the last one is its value."""
    return tuple(parse(row.definition, row.parameters).lines)
