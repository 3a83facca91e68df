"""The names that a text gives values, each an input or data: what the question may choose otherwise."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.language.program import Bound, Line, NamedLiteral
from graphs.language.reading.draft import Draft


def named_literals(
    draft: Draft, chosen: Collection[int], kept: Collection[int], lines: Sequence[Line]
) -> tuple[NamedLiteral, ...]:
    """In the order of the text, without those that only count and those that nothing uses.

    chosen, kept: the numbers of the draft's lines that are inputs, and of those that the program keeps. lines: the
    program's.
    """
    if draft.evaluation is None:
        return ()
    read = {word.leaf.name if isinstance(word.leaf, Bound) else word.leaf for line in lines for word in line.words}
    literals: dict[str, NamedLiteral] = {}
    for name, place, value, line in draft.settings:
        if line is None:  # the question gives its value
            is_used, is_input = name in read, name not in draft.outside
        else:
            is_used = (line in kept or line in chosen) and not draft.literals[line].counts
            is_input = line in chosen
        if is_used:
            literals[name] = NamedLiteral(name, place, draft.known(value), is_input)
    return tuple(literals.values())
