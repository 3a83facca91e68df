"""Words of a line as nested calls, the way they were understood."""

from __future__ import annotations

from graphs.language.program import Line
from graphs.operations.rearrangement import TRANSPOSE


def written(line: Line) -> str:
    """Rows with options as their own text says them, the others by name."""
    stack: list[str] = []
    for word in line.words:
        if word.row is None:
            stack.append(f"{word.leaf:g}" if isinstance(word.leaf, float) else str(word.leaf))
            continue
        operands = stack[len(stack) - word.arity :]
        del stack[len(stack) - word.arity :]
        if word.row.given is not None and word.row is not TRANSPOSE:
            stack.append(word.row.text.format(*operands, all=",".join(operands)).replace(", ", ","))
        else:
            stack.append(f"{word.row.name}({','.join(operands)})")
    return (f"{line.name} = " if line.name else "") + "; ".join(stack)
