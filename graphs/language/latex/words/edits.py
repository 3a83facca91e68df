"""A text that is put in other words before it is read, and by character where each stood in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

Part = str | tuple[int, int]  # what is written, or a stretch of the text that is moved


class Edit(NamedTuple):
    """What stands from one offset to another, in other words."""

    start: int
    end: int
    parts: Sequence[Part]


class Edited(NamedTuple):
    """A text; starts, ends: by character, from where to where what it stands for was typed."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def with_edits(self, edits: Iterable[Edit]) -> Edited:
        """What is written stands for all of the stretch that it replaces. Edits inside of others are left out."""
        text, starts, ends = list[str](), list[int](), list[int]()
        at = 0
        for edit in [*sorted(edits, key=lambda edit: edit[:2]), Edit(len(self.text), len(self.text), ())]:
            if edit.start < at:
                continue
            parts: list[Part] = [(at, edit.start), *edit.parts]
            at = edit.end
            first = min(edit.start, len(self.text) - 1)
            last = max(first, edit.end - 1)
            for part in parts:
                if isinstance(part, str):
                    text.append(part)
                    starts += [self.starts[first]] * len(part)
                    ends += [self.ends[last]] * len(part)
                else:
                    text.append(self.text[slice(*part)])
                    starts += self.starts[slice(*part)]
                    ends += self.ends[slice(*part)]
        return Edited("".join(text), starts, ends)


def as_typed(text: str) -> Edited:
    return Edited(text, range(len(text)), range(1, len(text) + 1))


def braces(text: str) -> dict[int, int]:
    """By each opening brace, where its closing one stands."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        if match.group() == "{":
            opened.append(match.start())
        elif match.group() == "}" and opened:
            found[opened.pop()] = match.start()
    return found
