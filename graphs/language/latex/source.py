"""A LaTeX text by its lines, so that places are exact."""

from __future__ import annotations

import re
from bisect import bisect_right

from graphs.errors import Place

COMMAND = re.compile(r"\\([A-Za-z]+|.|\n)")


_IN_BACKTICKS = re.compile(r"\$`[^`\n]*`\$")
_BOXED = re.compile(r"\\boxed\s*+\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}")


class Source:
    """text: what is read, as long as what was typed; lines: as they were typed.

    Between $` and `$, where Markdown takes no underscore, \\_ is one; a box round a formula is no part of it.
    """

    def __init__(self, text: str):
        self.text = _IN_BACKTICKS.sub(lambda match: match.group().replace("\\_", " _").replace("`", " "), text)
        self.text = _BOXED.sub(lambda match: match[1].rjust(len(match.group()) - 1) + " ", self.text)
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def place(self, start: int, end: int = 0) -> Place:
        """From one offset up to another, within one line; without an end that of the sign or command there."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1]
        if not end:
            command = COMMAND.match(self.text, start)
            end = start + (len(command.group()) if command else 1)
        room = len(self.lines[line - 1]) - column
        return Place(line, column + 1, max(1, min(end - start, room)))

    def line(self, place: Place) -> str:
        return self.lines[place.line - 1]
