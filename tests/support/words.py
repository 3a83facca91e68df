"""Words of a line as nested calls, the way they were understood."""

from __future__ import annotations

from collections.abc import Mapping

from graphs.language.definitions import definition_of
from graphs.language.program import Line
from graphs.operations.rearrangement import TRANSPOSE


def written(line: Line) -> str:
    """Rows with options as their own text says them, the others by name; functions of text as what they stand for."""
    return (f"{line.name} = " if line.name else "") + "; ".join(_operands(line, {}))


def _operands(line: Line, bound: Mapping[str, str]) -> list[str]:
    stack: list[str] = []
    for word in line.words:
        if word.row is None:
            leaf = f"{word.leaf:g}" if isinstance(word.leaf, float) else getattr(word.leaf, "name", word.leaf)
            stack.append(bound.get(leaf, leaf))
            continue
        operands = stack[len(stack) - word.arity :]
        del stack[len(stack) - word.arity :]
        if word.row.definition:
            (body,) = definition_of(word.row)
            stack += _operands(body, dict(zip(word.row.parameters, operands, strict=True)))
        elif word.row.given is not None and word.row is not TRANSPOSE:
            stack.append(word.row.text.format(*operands, all=",".join(operands)).replace(", ", ","))
        else:
            stack.append(f"{word.row.name}({','.join(operands)})")
    return stack
