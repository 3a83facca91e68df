"""Commands that a text defines for itself, \\newcommand and its kin → the text with what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.latex.words.edits import Edit, Edited, Part, braces
from graphs.limits import Limits

_DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|(?:re|provide)command|DeclareRobustCommand)\*?\s*"
    r"(?:\{\s*\\(?P<name>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))\s*(?:\[(?P<count>[0-9])\])?\s*(?=\{)"
    r"|\\[gx]?def\s*\\(?P<defined>[A-Za-z]+)\s*(?P<marks>(?:#[1-9])*)\s*(?=\{)"
    r"|\\DeclareMathOperator\*?\s*(?:\{\s*\\(?P<operator>[A-Za-z]+)\s*\}|\\(?P<word>[A-Za-z]+))\s*(?=\{)"
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:(?P<brace>\{)|\\[A-Za-z]+|\\.|[^\s{}])")
_PARAMETER = re.compile(r"#([1-9])")
_EMPTY = re.compile(r"(\$\$?)\s*\1|\\\(\s*\\\)|\\\[\s*\\\]")
_DEEPEST = 20  # commands that stand for one another


class _Macro(NamedTuple):
    arity: int
    body: str


class Definition(NamedTuple):
    """Where a command is defined, by offsets of the text as typed."""

    start: int
    end: int
    name: str


def without_macros(text: Edited, limits: Limits) -> tuple[Edited, list[Definition]]:
    """The text with each command that it defines replaced by what that stands for; the definitions become spaces.

    Raises BadSyntax where a command is defined in two ways or by itself, TooLarge where the text becomes too long.
    """
    if "\\" not in text.text or not (found := [*_definitions(text.text)]):
        return text, []
    macros: dict[str, _Macro] = {}
    for definition, macro in found:
        if macros.setdefault(definition.name, macro) != macro:
            message = f"the command \\{definition.name} is defined in two ways"
            raise BadSyntax(message, _place(text.text, definition.start, definition.end))
    blank = [Edit(each.start, each.end, (re.sub(r"\S", " ", text.text[each.start : each.end]),)) for each, _ in found]
    text = text.with_edits(blank)
    text = text.with_edits(
        Edit(*each.span(), (re.sub(r"\S", " ", each.group()),)) for each in _EMPTY.finditer(text.text)
    )
    for _ in range(_DEEPEST):
        edits = [*_uses(text.text, macros)]
        if not edits:
            return text, [definition for definition, _ in found]
        length = len(text.text) + sum(_length(edit) for edit in edits)
        limits.check("characters", length, "characters are read with what its commands stand for")
        text = text.with_edits(edits)
    first = found[0][0]
    message = f"the command \\{first.name} stands for itself, or for too many others"
    raise BadSyntax(message, _place(text.text, first.start, first.end))


def _definitions(text: str) -> Iterator[tuple[Definition, _Macro]]:
    ends = braces(text)
    at = 0
    while (match := _DEFINES.search(text, at)) is not None:
        at = match.end()
        end = ends.get(at)
        if end is None:
            continue
        name = next(match[each] for each in ("name", "bare", "defined", "operator", "word") if match[each])
        body = text[at + 1 : end]
        is_word = bool(match["operator"] or match["word"])
        arity = int(match["count"] or 0) or len(match["marks"] or "") // 2
        at = end + 1
        yield Definition(match.start(), at, name), _Macro(arity, f"\\operatorname{{{body}}}" if is_word else body)


def _uses(text: str, macros: Mapping[str, _Macro]) -> Iterator[Edit]:
    """The commands that are defined, each with its arguments, as what they stand for; those in arguments stay."""
    ends = braces(text)
    at = 0
    while (match := _COMMAND.search(text, at)) is not None:
        at = match.end()
        macro = macros.get(match[1] or "")
        if macro is None:
            continue
        arguments: list[tuple[int, int]] = []
        for _ in range(macro.arity):
            each = _ARGUMENT.match(text, at)
            close = ends.get(each.end() - 1) if each is not None and each["brace"] else None
            if each is None or (each["brace"] and close is None):
                break
            start = each.end() if each["brace"] else at + len(each.group()) - len(each.group().lstrip())
            arguments.append((start, each.end() if close is None else close))
            at = each.end() if close is None else close + 1
        if len(arguments) == macro.arity:
            yield Edit(match.start(), at, [*_parts(macro, arguments)])


def _parts(macro: _Macro, arguments: list[tuple[int, int]]) -> Iterator[Part]:
    at = 0
    for match in _PARAMETER.finditer(macro.body):
        before = macro.body[at : match.start()]
        yield before + " " * bool(re.search(r"\\[A-Za-z]+\Z", before))
        if int(match[1]) <= len(arguments):
            yield arguments[int(match[1]) - 1]
        at = match.end()
    yield macro.body[at:]


def _length(edit: Edit) -> int:
    """By how much an edit makes a text longer."""
    lengths = (len(part) if isinstance(part, str) else part[1] - part[0] for part in edit.parts)
    return sum(lengths) - (edit.end - edit.start)


def _place(text: str, start: int, end: int) -> Place:
    line_start = text.rfind("\n", 0, start) + 1
    return Place(text.count("\n", 0, start) + 1, start - line_start + 1, max(1, end - start))
