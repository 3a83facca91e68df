"""Python code → the statements of its program; nothing of it is ever run."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax, Place, Problem, TooLarge
from graphs.language.code.names import Names
from graphs.language.code.origins import Origins
from graphs.language.code.parsed.pasted import pasted
from graphs.language.code.parsed.scanner import Scan
from graphs.language.code.parsed.source import Text, characters
from graphs.language.code.parsed.syntax import Source
from graphs.language.code.settled import settled
from graphs.language.code.statements import Statements
from graphs.language.code.substituted import substitute
from graphs.language.sheet import Note, Sheet
from graphs.limits import Limits


def read_code(text: str, limits: Limits) -> Sheet:
    """The statements in order, with notes of what was left out.

    Every expression and statement carries its place in `text`; `for` and `while` carry `once`, an assignment
    `trainable` where the text says that its name is an input. Raises BadSyntax, with its place and a fix where there
    is one, or TooLarge.
    """
    limits.check("characters", len(text), "characters are read")
    found = pasted(text)
    typed = Text(text)
    scan = Scan(typed, characters(text, found.stretches), limits)
    tree = Source(typed, scan.lines, limits).tree()
    try:
        statements, notes = _program(typed, tree, [*found.notes, *scan.notes])
    except RecursionError:
        raise TooLarge("this is nested more deeply than can be read") from None
    return Sheet("python", statements, sorted(notes, key=lambda note: note.place))


def _program(text: Text, tree: ast.Module, notes: list[Note]) -> tuple[list[ast.stmt], list[Note]]:
    names = Names(tree)
    substitute(tree, names)
    Origins(tree, names).mark(tree)
    reading = Statements(text, names, notes)
    statements = reading.body(tree.body)
    if not statements:
        statements = reading.uncalled()
    statements = settled(reading, statements)
    if not statements:
        raise _empty(reading, text.typed)
    return statements, reading.notes


def _empty(reading: Statements, text: str) -> Problem:
    if reading.problems:
        return next(iter(reading.problems.values()))
    reasons = list(dict.fromkeys(note.message.partition(":")[0] for note in reading.notes if note.kind == "left out"))
    place = reading.notes[0].place if reading.notes else Place(1, 1, len(text.split("\n")[0]))
    if not reasons:
        return BadSyntax("an expression is expected; there is nothing but comments", place)
    return BadSyntax(f"there is nothing to compute: all of it is left out ({', '.join(reasons[:4])})", place,
                     "write a formula below it, such as y = x**2")  # fmt: skip
