"""Which lines of a pasted text are code, and where in them it begins: prompts, their answers, fences, notebooks."""

from __future__ import annotations

import keyword
import re
from itertools import pairwise
from typing import NamedTuple

from graphs.errors import Place
from graphs.language.sheet import Note

_PROMPT = re.compile(r"[ \t]*(?:>>> ?|\.\.\.(?: |$))")
_FIRST_PROMPT = re.compile(r"[ \t]*>>>")
_CELL = re.compile(r"[ \t]*In ?\[[\d* ]*\]:[ \t]?")
_CELL_MORE = re.compile(r"[ \t]*\.{3,}:(?: |$)")
_ANSWER = re.compile(r"[ \t]*Out ?\[[\d* ]*\]:")
_COUNTED = re.compile(r"[ \t]*\[(\d*)\]:[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_COMMAND = re.compile(r"[ \t]*(?:%{1,2}[a-z]\w*|![a-z])")
# Comments that a notebook or an editor writes itself.
_CELL_MARK = re.compile(r"[ \t]*#[ \t]*(?:In ?\[[\d* ]*\]:?|Out ?\[\d*\]:?|%%.*|<codecell>)[ \t]*$")
_FILE_MARK = re.compile(r"#!/|#.*\bcoding[:=]")

_WORDS = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SENTENCE = re.compile(r"[\w\s.,:;’'\"!?()–—-]*")
_TITLE = re.compile(r"[A-Z]?[a-z]*(?: [a-z]+)*:\s*$")
# A point of a list, in words; and what stands around words in Markdown.
_QUOTED = re.compile(r"""(?<!\w)(?:[rbuf]?'[^'\n]*'|[rbuf]?"[^"\n]*")""")
_POINT = re.compile(r"\*\*[A-Za-z][^*]*\*\*$|[*•] +\S|- +[A-Z][a-z]+ |\d+[.)] +[A-Za-z]+ [a-z]+ ")
_MARKUP = ">*_` -"
_KEYWORDS = frozenset(keyword.kwlist) | {"print"}


class Pasted(NamedTuple):
    """The stretches of code, one a line, as offsets in the text; and what was left out."""

    stretches: list[tuple[int, int]]
    notes: list[Note]


def pasted(text: str) -> Pasted:
    """Raises nothing: what is not marked as something else counts as code."""
    lines = text.split("\n")
    found = _Lines(lines)
    if any(_FENCE.match(line) for line in lines):
        found.fenced()
    if any(_FIRST_PROMPT.match(line) for line in lines):
        found.prompted()
    elif any(_CELL.match(line) for line in lines):
        found.cells()
    elif any(_COUNTED.match(line) for line in lines):
        found.counted()
    for at, line in enumerate(lines):
        if _COMMAND.match(line):
            found.leave(at, "a command of the notebook")
        elif _CELL_MARK.match(line):
            found.leave(at, "a mark of the notebook")
        elif at < 2 and _FILE_MARK.match(line):
            found.leave(at, "a mark of the file")
    stretches, offset = [], 0
    for at, line in enumerate(lines):
        if found.begins[at] is not None:
            stretches.append((offset + found.begins[at], offset + len(line)))  # type: ignore[operator]
        offset += len(line) + 1
    return Pasted(stretches, sorted(found.notes))


class _Lines:
    """begins: where code begins in each line; None where it is left out."""

    def __init__(self, lines: list[str]):
        self.lines = lines
        self.begins: list[int | None] = [0] * len(lines)
        self.notes: list[Note] = []

    def leave(self, at: int, why: str) -> None:
        if self.begins[at] is None:
            return
        self.begins[at] = None
        line = self.lines[at]
        if bare := line.strip():
            place = Place(at + 1, len(line) - len(line.lstrip()) + 1, len(bare))
            self.notes.append(Note(place, "left out", why))

    def fenced(self) -> None:
        """Only what stands between fences is code."""
        inside = False
        for at, line in enumerate(self.lines):
            if _FENCE.match(line):
                inside = not inside
                self.begins[at] = None
            elif not inside:
                self.leave(at, "prose beside the code")

    def prompted(self) -> None:
        """What follows a line with a prompt, up to a blank line or the next prompt, is its answer.

        Some prompts have no dots: a block or a bracket that is begun goes on in the lines below.
        """
        answers, block, depth = False, False, 0
        for at, line in enumerate(self.lines):
            if self.begins[at] is None:
                continue
            if (prompt := _PROMPT.match(line)) and (answers or _FIRST_PROMPT.match(line)):
                self.begins[at] = prompt.end()
                bare = _bare(line[prompt.end() :])
                depth = bare.count("(") + bare.count("[") - bare.count(")") - bare.count("]")
                block = bare.endswith(":")
                answers = True
            elif not line.strip():
                answers, block, depth = False, False, 0
            elif depth > 0:
                bare = _bare(line)
                depth += bare.count("(") + bare.count("[") - bare.count(")") - bare.count("]")
                block = bare.endswith(":")
            elif answers and not block:
                self.leave(at, "the prompt's answer")

    def cells(self) -> None:
        """In [1]: begins a cell, Out[1]: its answer, up to the next cell."""
        answer = False
        for at, line in enumerate(self.lines):
            if begin := _CELL.match(line):
                self.begins[at] = begin.end()
                answer = False
            elif more := _CELL_MORE.match(line):
                self.begins[at] = more.end()
            elif _ANSWER.match(line) or answer:
                answer = True
                self.leave(at, "the answer of a cell")

    def counted(self) -> None:
        """[1]: above a cell; the same number again stands above its answer."""
        last, answer = None, False
        for at, line in enumerate(self.lines):
            if mark := _COUNTED.match(line):
                answer = mark.group(1) == last != ""
                last = mark.group(1)
                self.begins[at] = None
            elif answer:
                self.leave(at, "the answer of a cell")


def _bare(line: str) -> str:
    """A line without its comment, and without what stands in quotation marks."""
    return _QUOTED.sub("''", line).partition("#")[0].strip()


def is_prose(line: str) -> bool:
    """Whether a line is a sentence: words side by side, which Python never has, and no sign of a formula."""
    bare = _bare(line)
    if _POINT.match(bare):
        return True
    bare = bare.lstrip(_MARKUP) if bare.lstrip(_MARKUP)[:1].isalpha() else bare
    bare = bare.rstrip(_MARKUP)
    words = bare.split()
    if _TITLE.fullmatch(bare) and words[0].rstrip(":") not in _KEYWORDS:
        return True
    if len(words) < 3 or not _SENTENCE.fullmatch(bare) or words[0] in _KEYWORDS - {"for", "if", "from", "with"}:
        return False
    pairs = pairwise(words)
    return any(
        _WORDS.fullmatch(one) and _WORDS.fullmatch(other.rstrip(".,:;!?"))
        and not {one, other.rstrip(".,:;!?")} & _KEYWORDS and len(one) + len(other) > 3
        for one, other in pairs
    )  # fmt: skip
