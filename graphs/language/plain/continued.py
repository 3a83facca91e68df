"""Lines that go on with the next one: after an operator or MATLAB's dots, or where the next line begins with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.language.plain.left_sides import defines
from graphs.language.plain.prose.words import is_word, prose_of
from graphs.language.plain.rewriting import ended
from graphs.language.plain.scanner import gap
from graphs.language.sheet import Note
from graphs.language.tokens import Token, spanning

_OPERATORS = ("+", "-", "*", "/", "^", "**")
_EQUALS = ("=", ":=", "≈")


def continued(
    lines: Sequence[list[Token]], names: Collection[str], matlab: bool, notes: list[Note]
) -> list[list[Token]]:
    """The lines, each with those that go on with it, for which empty ones stand; a line that begins with an operator is
    noted, for it may be meant to stand alone.

    matlab: three dots at the end of a line say that it goes on.
    """
    out: list[list[Token]] = []
    first = 0  # where the line stands that goes on
    for line in lines:
        before = out[first] if out else []
        if matlab and before[-1:] == ["..."]:
            out[first] = [*before[:-1], *line]
            out.append([])
        elif line and before and not defines(line) and _waits(before):
            out[first] = [*before, *line]
            out.append([])
        elif line and before and out[-1] != [] and _goes_on(before, line, names):
            notes.append(Note(spanning(line[0], line[-1]), "read as", "this line is read as part of the one before it"))
            out[first] = [*before, *line]
            out.append([])
        else:
            first = len(out)
            out.append(line)
    return out


def _waits(line: list[Token]) -> bool:
    """Whether a definition ends with an operator: y = x^2 +"""
    last = line[-1]
    is_sign = last.kind == "sign" and last in (*_OPERATORS, *_EQUALS)
    return is_sign and len(line) > 1 and any(this in _EQUALS for this in line) and (
        ended(line[-2]) or line[-2].kind == "prose")  # fmt: skip


def _goes_on(before: list[Token], line: list[Token], names: Collection[str]) -> bool:
    """Whether a line begins with an operator that the definition before it wants: + 3x; no bullet, no prose."""
    sign = line[0]
    if sign not in _OPERATORS or sign.kind != "sign" or len(line) < 2 or sign.typed in ("•", "∙"):
        return False
    if sign == "-" and not gap(sign, line[1]):
        return False
    if before[0] == sign or not any(this in _EQUALS for this in before) or not ended(before[-1]):
        return False
    prose = any(prose_of(line[1:], names)) or (len(line) == 2 and is_word(line[1]))
    return not prose and not any(this in (*_EQUALS, ":") for this in line)
