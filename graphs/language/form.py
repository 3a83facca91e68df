"""The form that a text has, plain mathematics, Python code or LaTeX, and its statements, read in that form."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from graphs.language.code.marks import is_code
from graphs.language.code.reader import read_code
from graphs.language.latex.document import is_latex
from graphs.language.plain.others import is_others
from graphs.language.plain.reader import sentences_of
from graphs.language.sheet import Sheet
from graphs.language.statements.statements import statements
from graphs.limits import Limits

# What is printed is read as no formula: '\n' in it is no command of LaTeX.
_PRINTED = re.compile(r"\b(?:disp|display|error|warning|[fs]?printf|println?|title|[xyz]?label|legend|cat)\s*\(.*")
# Signs that only stand for money: $5, and none behind a formula.
_MONEY = re.compile(r"\$(?=\d)")

Form = Literal["plain", "python", "latex"]


def form_of(text: str) -> Form:
    """What a text is read as, unless the question says so."""
    if is_others(text):
        return "plain"
    if is_code(text):
        return "python"
    bare = _PRINTED.sub("", text)
    if "$" not in _MONEY.sub("", bare):
        bare = _MONEY.sub("", bare)
    return "latex" if is_latex(bare) else "plain"


def sheet_of(text: str, form: Form, given: Collection[str], limits: Limits) -> Sheet:
    """The statements of a text. given: the names that the point binds. Raises a Problem with its place."""
    limits.check("characters", len(text), "characters are read")
    if form == "python":
        return read_code(text, limits)
    if form == "latex":
        from graphs.language.latex.text import latex_sentences  # its tables take a tenth of a command's time

        read = latex_sentences(text, limits, given)
        is_document = any(note.kind == "left out" for note in read.notes)
        sheet = statements(read.sentences, given, form, limits, is_document)
        return sheet._replace(notes=[*read.notes, *sheet.notes])
    found = sentences_of(text, given, limits)
    sheet = statements(found.sentences, given, form, limits, found.is_document, found.spoken)
    return sheet._replace(notes=[*found.notes, *sheet.notes])
