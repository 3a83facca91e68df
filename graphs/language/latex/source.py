"""A LaTeX text by its lines, so that places are exact."""

from __future__ import annotations

import re
from bisect import bisect_right

from graphs.errors import Place

COMMAND = re.compile(r"\\([A-Za-z]+|.|\n)")


_IN_BACKTICKS = re.compile(r"\$`[^`\n]*`\$")
_BOXED = re.compile(r"\\boxed\s*+\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}")


_STYLE = re.compile(r"\{\s*\\(?:displaystyle|textstyle)(?![A-Za-z])")
_WORD_IN_BRACES = re.compile(
    r"(?<![\\^_}\w])\{\s*(\\(?:text|mbox|textrm|mathrm)\s*\{\s*(?:,\s*)?(?:if|for|when|otherwise|else|and|or)\b[^{}]*\}\s*)\}"
)


def _without_style(text: str) -> str:
    """Braces that only set how a formula looks, {\\displaystyle …} and {\\text{if }}, are spaces."""
    text = _WORD_IN_BRACES.sub(lambda match: f" {match[1]} ", text)
    styles = {match.start(): match.end() for match in _STYLE.finditer(text)}
    if not styles:
        return text
    out = [*text]
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match.group() == "{":
            opened.append(match.start())
        elif match.group() == "}" and opened and (start := opened.pop()) in styles:
            end = styles[start]
            out[start:end] = " " * (end - start)
            out[match.start()] = " "
    return "".join(out)


class Source:
    """text: what is read, as long as what was typed; lines: as they were typed.

    Between $` and `$, where Markdown takes no underscore, \\_ is one; a box round a formula is no part of it.
    """

    def __init__(self, text: str):
        self.text = _IN_BACKTICKS.sub(lambda match: match.group().replace("\\_", " _").replace("`", " "), text)
        self.text = _BOXED.sub(lambda match: match[1].rjust(len(match.group()) - 1) + " ", self.text)
        self.text = _without_style(self.text)
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
