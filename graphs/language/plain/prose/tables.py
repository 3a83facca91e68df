"""Tables of a document: rows that give a name its number, | x | 0.05 |, are read; others are left out or refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from graphs.errors import BadSyntax
from graphs.language.plain.rewriting import made
from graphs.language.tokens import Token, spanning

_PLAIN = re.compile(r"\s*(?:[^\W\d_][\w .()%]*|-?\d[\d.,]*)\s*")  # a cell of words, or of one number
_RULER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")


def rows_of_tables(typed: Sequence[str]) -> dict[int, int]:
    """The lines of a text that are rows of tables, by their numbers from 1, each with that of its table's head."""
    found: dict[int, int] = {}
    for at, line in enumerate(typed):
        if _RULER.fullmatch(line):
            row = at if at and "|" in typed[at - 1] else at + 1
            head = row
            while row <= len(typed) and "|" in typed[row - 1]:
                found.setdefault(row, head)
                row += 1
    _without_ruler(typed, found)
    return found


def _without_ruler(typed: Sequence[str], found: dict[int, int]) -> None:
    """Tables without a ruler: lines of as many words and numbers each, parted by bars."""
    head, width = 0, 0
    for number, line in enumerate(typed, 1):
        bare = line.strip().strip("|")
        cells = bare.split("|")
        is_row = len(cells) > 1 and number not in found and all(map(_PLAIN.fullmatch, cells))
        if not is_row or (head and len(cells) != width):
            head = 0
        if not is_row:
            continue
        if not head:
            head, width = number, len(cells)
        else:
            found.setdefault(head, head)
            found[number] = head


def row_read(line: list[Token], head: list[Token], names: Collection[str]) -> list[Token]:
    """name = number of a row | name | number | words |; nothing of a row without numbers or without a name.

    head: the first row. names: those of the program. Raises BadSyntax for numbers below or beside names of it that are
    no such pair, and for a row that holds a formula.
    """
    cells = [cell for cell in _cells(line) if cell]
    pairs = [(a, b) for a, b in pairwise(cells) if _is_name(a) and _is_number(b)]
    numbers = sum(map(_is_number, cells))
    if len(pairs) == 1 and numbers == 1:
        (name,), number = pairs[0]
        return [name, made(name, "="), *number]
    named = any(_is_name(cell) and cell[0] in names for cell in [*cells, *_cells(head)])
    if (named and numbers) or any(this in ("=", "≈") for this in line):
        raise BadSyntax("this row of a table cannot be read", spanning(line[0], line[-1]),
                        "write its numbers on lines of their own: x1 = 0.05, or x = [1, 2, 3]")  # fmt: skip
    return []


def _cells(line: list[Token]) -> list[list[Token]]:
    cells: list[list[Token]] = [[]]
    for this in line:
        if this == "|":
            cells.append([])
        elif this not in ("`", "**"):
            cells[-1].append(this)
    return cells


def _is_name(cell: list[Token]) -> bool:
    return len(cell) == 1 and cell[0].kind == "name"


def _is_number(cell: list[Token]) -> bool:
    number = cell[1:] if cell[:1] and cell[0] in ("-", "+") else cell
    return len(number) == 1 and number[0].kind == "number"
