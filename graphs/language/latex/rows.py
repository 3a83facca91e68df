"""A formula → its statements: rows of align, lines, commas between assignments, arrows, words between formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from graphs.language.latex.document import Stretch
from graphs.language.latex.source import Source
from graphs.language.latex.table import (
    ARROWS,
    CASES,
    DESCRIBES,
    DOTS,
    LAYOUTS,
    LETTER_UNITS,
    PARTING,
    POINTS,
    UNITS,
)
from graphs.language.sheet import Note

_LEXER = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<environment>[A-Za-z]+\*?)\}"
    r"|\\(?P<side>left|right)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|\S)?"
    r"|(?:&\s*&|\\q?quad)\s*\\(?:text|textrm|mbox|textit)\s*\{(?P<label>[^{}]*)\}"
    r"|\\(?P<word>text|textrm|mbox|mathrm|textit|textbf)\s*\{(?P<said>[^{}]*)\}"
    r"|\\(?P<aside>tag\*?|label|hspace\*?|vspace\*?|mspace)\s*\{[^{}]*\}"
    r"|\\(?P<set>mathbb\s*(?:\{\s*[RNZQC][+*]?\s*\}|[RNZQC](?![A-Za-z])))"
    r"|\\(?P<command>[A-Za-z]+|\\(?:\[[^\[\]\n]{0,20}\])?|.|\n)"
    r"|(?P<sign>[{}()\[\]\n;,]|→|⇒|⟹|↦|⟶|:=|<=|>=|!=|==|=|<|>|≈|←|%[^\n]*)"
)
_OPERATOR = re.compile(
    r"(?:[\s&~{}]|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\(?:left|right)\.)*+"
    r"(?:[-+*/=<>^≈·×]|\\(?:cdot|times|pm|div|approx|le|ge|leq|geq|simeq|equiv|odot)(?![A-Za-z]))"
)
_WANTS_MORE = re.compile(r"(?:[-+*/=<>≈]|\\(?:cdot|times|div|approx|odot|le|ge|leq|geq))(?:[\s&~]|\\[,;:! ])*$")
_DEFINES = re.compile(r"[\s&]*+(?:\\[A-Za-z]+(?:\{[^{}]*\})*|[A-Za-z]\w*)[^\n]*")
_EQUATION_NUMBER = re.compile(r"(?:\s|\\[,;:! ]|~)*\(\s*[0-9]+(?:\.[0-9]+)*[a-z]?\s*\)(?:[\s.,;&~]|\\\\)*")
_ENDING = re.compile(
    r"(?:(?<!\\right)[\s.,;:&~]|\\[,;:! ]|\\q?quad|\\\\|\\hfill|\\nonumber|\\notag|\\qed"
    r"|\\(?:tag|label|hspace)\*?\s*\{[^{}]*\})$"
)
_BEGINNING = re.compile(
    r"[\s&~,;:]|\.(?![0-9])|>(?=\s)|\\[,;:! ]|\\(?:q?quad|hfill|displaystyle|large|Large)(?![A-Za-z])"
    r"|\\(?:hspace|label|tag)\*?\s*\{[^{}]*\}"
)
_EQUALS = frozenset(
    ("=", "≈", "←", ":=", "\\approx", "\\leftarrow", "\\gets", "\\equiv", "\\coloneqq", "\\simeq", "\\triangleq")
)
_COMPARES = frozenset(("\\le", "\\leq", "\\ge", "\\geq", "\\lt", "\\gt", "<", ">", "<=", ">=", "!=", "\\ne", "\\neq"))
_SPACING = frozenset(("quad", "qquad", "hfill", "hspace", "hspace*", "mspace"))
_IS_OPERAND = re.compile(r"[\s~]*(?:[_^({=+*/&]|-(?!-)|\\(?:cdot|times|left|approx|odot))")
_EQUATION = re.compile(r"(?:[^&\\<>≤≥]|\\(?!\\|text|le|ge|lt|gt))*?=")
_COUNTS = re.compile(r"\s*[a-z]\s*&?=\s*[0-9]+\s*(?:,\s*(?:[0-9]+|[A-Za-z]|\\[lc]?dots|\.\.\.)\s*)+")
_PROBABILITY = re.compile(
    r"\s*\\?(?:[Ppfgq]|Pr|mathbb\{P\}|operatorname\{P\}|mathcal\{N\})\s*(?:\\left)?\([^()|]*(?:\||\\mid(?![A-Za-z])|\\vert)"
    r"[^()|]*\)\s*&?\s*="
)
_WEAK = frozenset(("row", "line", "space", ","))
_GAP = r"(?:[ ~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))"
_NUMBER_OF = (
    r"(?:=|\\approx|≈)\s*[-+]?\s*(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:\s*\\(?:times|cdot)\s*10\s*\^\s*(?:\{[-0-9]+\}|[0-9]))?"
)
_UNIT_WORD = (
    r"(?:\\(?:text|mathrm|textrm|mbox|operatorname|unit|si)\s*\{(?:[A-Za-z0-9/^ ~.{}*-]|\\[,;:! ]|\\cdot)*\}"
    r"|\\mu|\\Omega)"
)
_UNIT = re.compile(
    rf"{_NUMBER_OF}(?P<unit>{_GAP}*+{_UNIT_WORD}(?:\s|[/^.]|\\cdot(?![A-Za-z])|\^?\{{?-?[0-9]\}}?|{_GAP}|{_UNIT_WORD})*+"
    rf"|{_GAP}++[A-Za-z]{{2,}}+(?:\s*\^\s*\{{?[23]\}}?)?)\Z"
)
_FONT = re.compile(r"\\(?:text|mathrm|textrm|mbox|operatorname|unit|si|cdot|mu|Omega)(?![A-Za-z])")
_BLANK = " \t\r\n&~"
_SPACED_OPERATOR = re.compile(r"\s[-+*/=]\s")
_TAIL = 80


class Segment(NamedTuple):
    """One statement: where it stands, whether it says a point, and whether it has a sign like =."""

    start: int
    end: int
    is_point: bool
    equates: bool
    kind: str


@dataclass(slots=True)
class _Chunk:
    """What stands between two signs that may part statements. before: the sign before it, which begins at `sign`."""

    start: int
    end: int
    before: str
    sign: int
    equates: bool = False
    compares: bool = False
    describes: bool = False
    is_domain: bool = False


def segments(source: Source, stretch: Stretch, notes: list[Note]) -> Iterator[Segment]:
    """The statements of a formula; what is left out is told in the notes."""
    text = source.text
    is_point = stretch.is_point
    current: _Chunk | None = None
    for chunk in _chunks(text, stretch):
        if current is not None and _goes_on(text, current, chunk, stretch.kind):
            current.end = chunk.end
            current.equates |= chunk.equates
            current.describes |= chunk.describes
            current.is_domain |= chunk.is_domain
            continue
        if current is not None and (made := _segment(source, current, is_point, stretch.kind, notes)) is not None:
            yield made
        if chunk.before == "words":
            place = source.place(chunk.sign, chunk.start)
            notes.append(Note(place, "left out", "words between formulas are left out"))
        if chunk.before not in (",", "and"):
            is_point = stretch.is_point and chunk.before in ("", ";")
        is_point = is_point or chunk.before in POINTS
        if current is not None and _is_aside(text, current, chunk):
            _leave_out(source, chunk, notes)
            current = None
            continue
        current = chunk
    if current is not None and (made := _segment(source, current, is_point, stretch.kind, notes)) is not None:
        yield made


def _goes_on(text: str, current: _Chunk, chunk: _Chunk, kind: str) -> bool:
    """Whether a chunk is more of the statement before it."""
    inner = text[chunk.start : chunk.end]
    starts_with_operator = _OPERATOR.match(inner) is not None
    if chunk.before in ("row", "line"):
        tail = text[max(current.start, current.end - _TAIL) : current.end]
        if starts_with_operator or _WANTS_MORE.search(_without_break(tail)) is not None:
            return True
        return (
            chunk.before == "line"
            and kind != "bare"
            and not (chunk.equates and current.equates and _DEFINES.match(inner) is not None)
        )
    if chunk.before == "space":
        if not inner.strip() or starts_with_operator:
            return True
        return not _are_two(current, chunk) and not _is_number(inner)
    if chunk.before == ",":
        return not _are_two(current, chunk)
    return False


def _are_two(current: _Chunk, chunk: _Chunk) -> bool:
    """Whether both say something of their own: w = 0.8, x = 1.5."""
    return (current.equates or current.is_domain) and (chunk.equates or chunk.compares or chunk.describes)


def _without_break(tail: str) -> str:
    return re.sub(r"(?:\s|\\\\(?:\[[^\[\]]*\])?)+$", "", tail)


def _is_number(inner: str) -> bool:
    return _EQUATION_NUMBER.fullmatch(inner) is not None


def _is_aside(text: str, current: _Chunk, chunk: _Chunk) -> bool:
    """Whether a chunk only describes the one before it: (2), x > 0, i = 1, …, n."""
    if chunk.before not in ("space", ",", "for", "with", "where"):
        return False
    return (
        (chunk.before == "space" and _is_number(text[chunk.start : chunk.end]))
        or chunk.describes
        or (current.equates and chunk.compares and not chunk.equates)
    )


def _leave_out(source: Source, chunk: _Chunk, notes: list[Note]) -> None:
    start, end = _trimmed(source.text, chunk.start, chunk.end)
    if start < end:
        is_number = _is_number(source.text[chunk.start : chunk.end])
        what = "the number of an equation is left out" if is_number else "this only describes the formula"
        notes.append(Note(source.place(start, end), "left out", what))


def _segment(source: Source, chunk: _Chunk, is_point: bool, kind: str, notes: list[Note]) -> Segment | None:
    start, end = _trimmed(source.text, chunk.start, chunk.end)
    if start >= end:
        return None
    if (chunk.is_domain and not chunk.equates) or _COUNTS.fullmatch(source.text, start, end):
        _leave_out(source, chunk, notes)
        return None
    unit = _UNIT.search(source.text, start, end)
    if unit is not None and _is_unit(unit["unit"]):
        place = source.place(unit.start("unit"), end)
        notes.append(Note(place, "left out", "a unit is left out"))
        end = unit.start("unit")
    if (probability := _PROBABILITY.match(source.text, start, end)) is not None:
        place = source.place(start, probability.end())
        notes.append(Note(place, "left out", "a probability is left out, and what it equals is read"))
        start, kind = probability.end(), "bare"
    return Segment(start, end, is_point, chunk.equates, kind)


def _is_unit(written: str) -> bool:
    """Whether what stands behind a number is made of units: \\text{kg}, \\mathrm{m/s^2}, cm."""
    words = re.findall("[A-Za-z]+", _FONT.sub(" ", written))
    known = UNITS | LETTER_UNITS if _FONT.search(written) is not None else UNITS
    return bool(words) and all(word in known for word in words)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without space, layout and punctuation around it."""
    while start < end and (match := _BEGINNING.match(text, start, end)) is not None:
        start = match.end()
    while start < end and (match := _ENDING.search(text, max(start, end - 200), end)) is not None:
        end = match.start()
    return start, end


def _chunks(text: str, stretch: Stretch) -> Iterator[_Chunk]:
    """The stretch by all signs outside of brackets that may part statements."""
    depth = systems = 0  # brackets, and braces round systems of equations
    inner: list[str] = []  # environments that are no layout
    chunk = _Chunk(stretch.start, stretch.start, "", stretch.start)
    for match in _LEXER.finditer(text, stretch.start, stretch.end):
        sign = match["sign"] or ""
        command = match["command"] or ""
        before = ""
        if match["edge"]:
            name = match["environment"]
            is_first = match["edge"] == "begin" and not text[chunk.start : match.start()].strip(_BLANK)
            is_system = name in CASES and is_first and _EQUATION.match(text, match.end()) is not None
            systems += is_system
            if name in LAYOUTS or is_system:
                before = "row"
            elif name in CASES and systems and not inner:
                systems, before = systems - 1, "row"
            elif match["edge"] == "begin":
                inner.append(name)
            elif inner:
                inner.pop()
        elif match["side"]:
            depth = max(0, depth + (1 if match["side"] == "left" else -1))
        elif (sign in ("{", "(", "[") and sign) or command in ("{", "lbrace"):
            depth += 1
        elif (sign in ("}", ")", "]") and sign) or command in ("}", "rbrace"):
            depth = max(0, depth - 1)
        elif depth or inner:
            continue
        elif match["set"]:
            chunk.describes = chunk.is_domain = True
        elif match["label"] is not None:
            before = _said(match["label"]) or ("" if _IS_OPERAND.match(text, match.end()) else "words")
        elif match["word"]:
            before = _said(match["said"])
        elif match["aside"]:
            before = "space" if match["aside"] in _SPACING else ""
        elif command.startswith("\\"):
            before = "row"
        elif command in _SPACING:
            before = "space"
        elif command in ARROWS or sign in ("→", "⇒", "⟹", "↦", "⟶"):
            before = "arrow"
        elif sign in ("\n", ",", ";"):
            before = "line" if sign == "\n" else sign
        elif sign in _EQUALS or f"\\{command}" in _EQUALS:
            chunk.equates = True
        elif sign in _COMPARES or f"\\{command}" in _COMPARES:
            chunk.compares = True
        elif command in DESCRIBES or command in DOTS:
            chunk.describes = True
            chunk.is_domain |= command in DESCRIBES
        if not before:
            continue
        if text[chunk.start : match.start()].strip(_BLANK):
            chunk.end = match.start()
            yield chunk
            chunk = _Chunk(match.end(), match.end(), before, match.start())
        else:
            chunk.start = match.end()
            if before not in _WEAK:
                chunk.before, chunk.sign = before, match.start()
    chunk.end = stretch.end
    if text[chunk.start : chunk.end].strip(_BLANK):
        yield chunk


def _said(words: str) -> str:
    """What words between formulas do: a point follows, or they only part statements; nothing where they are a name."""
    bare = " ".join(words.lower().split()).strip(" ,:;.(")
    if bare in POINTS:
        return "at"
    if bare in ("if", "when", "otherwise"):
        return "for"
    if bare in ("for", "with", "where", "and"):
        return bare
    if _SPACED_OPERATOR.search(bare):  # \\textbf{Ax - b}
        return ""
    is_prose = (
        bare in PARTING
        or len(bare.split()) > 2
        or (" " in bare and bare.split()[0] in PARTING)
        or "(" in words
        or ")" in words
    )
    return "words" if is_prose else ""
