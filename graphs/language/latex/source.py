"""A LaTeX text by its lines, so that places are exact."""

from __future__ import annotations

import re
from bisect import bisect_right

from graphs.errors import Place
from graphs.language.latex.words.edits import as_typed
from graphs.language.latex.words.macros import without_macros
from graphs.language.latex.words.older import in_latex
from graphs.limits import Limits

COMMAND = re.compile(r"\\([A-Za-z]+|.|\n)")


_IN_BACKTICKS = re.compile(r"\$`[^`\n]*`\$")
_BOXED = re.compile(r"\\boxed\s*+\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}")


_STYLE = re.compile(r"\{\s*\\(?:displaystyle|textstyle)(?![A-Za-z])")
_WORD_IN_BRACES = re.compile(
    r"(?<![\\^_}\w])\{\s*(\\(?:text|mbox|textrm|mathrm)\s*\{\s*(?:,\s*)?(?:if|for|when|otherwise|else|and|or)\b[^{}]*\}\s*)\}"
)
_FACED_SIGN = re.compile(
    r"\{\s*\\(?:rm|bf|it|sf|tt)\s*(?:\{\s*([.,;:]?)\s*\}|([.,;:]?))\s*\}"
    r"|\\(?:text|mbox|math(?:rm|bf|it)|text(?:rm|bf|it))\s*\{\s*([.,;:]?)\s*\}"
)


def _without_style(text: str) -> str:
    """Braces that only set how a formula looks, {\\displaystyle …} and {\\text{if }}, are spaces.

    A stop in another font, {\\rm{. }} and \\text{,}, is a stop.
    """
    text = _FACED_SIGN.sub(lambda match: (match[1] or match[2] or match[3] or "").rjust(len(match.group())), text)
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
    """text: what is read; lines: as they were typed. definitions: of commands, which the text no longer has.

    Between $` and `$, where Markdown takes no underscore, \\_ is one; a box round a formula is no part of it.
    Raises BadSyntax or TooLarge of the commands that the text defines.
    """

    def __init__(self, text: str, limits: Limits):
        self.lines = text.split("\n")
        self.line_starts = [0]
        for line in self.lines[:-1]:
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)
        text = _IN_BACKTICKS.sub(lambda match: match.group().replace("\\_", " _").replace("`", " "), text)
        text = _BOXED.sub(lambda match: match[1].rjust(len(match.group()) - 1) + " ", text)
        text = _without_style(text)
        defined, self.definitions = without_macros(as_typed(text), limits)
        self.text, self.starts, self.ends = in_latex(defined)

    def place(self, start: int, end: int = 0) -> Place:
        """From one offset up to another, within one line; without an end that of the sign or command there."""
        if not end:
            command = COMMAND.match(self.text, start)
            end = start + (len(command.group()) if command else 1)
        last = len(self.starts) - 1
        if start > last >= 0:  # behind the text
            return self.typed_place(self.ends[last], self.ends[last])
        return self.typed_place(self.starts[min(start, last)], self.ends[min(max(start, end - 1), last)])

    def typed_place(self, start: int, end: int) -> Place:
        """The same for offsets of the text as typed."""
        line = bisect_right(self.line_starts, start)
        column = start - self.line_starts[line - 1]
        room = len(self.lines[line - 1]) - column
        return Place(line, column + 1, max(1, min(end - start, room)))

    def line(self, place: Place) -> str:
        return self.lines[place.line - 1]
