"""A text in LaTeX, a formula, several or a piece of a document → its statements as tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from graphs.language.latex.document import Stretch, stretches
from graphs.language.latex.names import Names, free_index, free_indices, names_of, says_something
from graphs.language.latex.pieces import tokens_of
from graphs.language.latex.reader import Reader
from graphs.language.latex.rows import Segment, segments
from graphs.language.latex.source import Source
from graphs.language.sheet import Note
from graphs.language.tokens import Token
from graphs.limits import Limits

_CALL_WITH_NUMBERS = re.compile(r"\s*\\?[A-Za-z]\w*\s*(?:\\left)?\(\s*[-+\d.][-+\d., /]*(?:\\right)?\)\s*")
_NUMBERS = re.compile(r"[^=]*=[-+\d., /(){}\[\]\\piπ]*")
_DERIVATIVE = re.compile(
    r"\s*(?:\\[dt]?frac\s*\{\s*(?:d(?![A-Za-z]{2})|\\partial|\\mathrm)|\\nabla|\\partial|d\w+\s*/\s*d|\w'+\s*\()"
)

_COMMANDS = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\item(?![A-Za-z])")


class LatexText(NamedTuple):
    """sentences: the statements, each a list of tokens; one that gives a point begins with a token `at`."""

    sentences: list[list[Token]]
    notes: list[Note]


def latex_sentences(text: str, limits: Limits, given: Iterable[str] = ()) -> LatexText:
    """The statements of a text in LaTeX; given: the names that the point binds.

    Tokens as those of plain text, with these besides. A product that LaTeX implies is a sign `*`, or `@` behind what
    is an array by custom, typed as nothing. A power is a `Raised`, a derivative a `Derived`; ← updates, ≈ states about.
    Sum, Product, Piecewise and entry are names that are called. A name may hold what plain text cannot, v_-1.
    Raises BadSyntax, with the place in the LaTeX, or TooLarge.
    """
    source, notes = Source(text), list[Note]()
    parted: list[Segment] = []
    for stretch in stretches(source.text):
        if stretch.kind == "prose":
            _leave_out(source, stretch, notes)
        elif stretch.kind == "condition":
            notes.append(Note(source.place(stretch.start, stretch.end), "left out", "a condition is left out"))
        else:
            parted += segments(source, stretch, notes)
    parted = _without_mentions(source, parted, notes)
    names = names_of([source.text[each.start : each.end] for each in parted], given)
    free = free_indices(source.text, given)
    sentences: list[list[Token]] = []
    count = 0
    for segment in parted:
        limits.check("lines", len(sentences) + 1, "lines are read", source.place(segment.start))
        for tokens in _read(source, segment, names, free, notes, limits):
            count += len(tokens)
            limits.check("tokens", count, "tokens are read", source.place(segment.start))
            if sentences and tokens[0] in ("=", "≈"):  # $z = wx$ $= 0.9$
                sentences[-1] += tokens
            else:
                sentences.append(tokens)
    return LatexText(sentences, sorted(notes, key=lambda note: note.place))


def _read(
    source: Source, segment: Segment, names: Names, free: Collection[str], notes: list[Note], limits: Limits
) -> list[list[Token]]:
    """The sentence of a segment, and one for the point that it gives."""
    reader = Reader(source.text[segment.start : segment.end], segment.start, source, names, limits)
    if (index := free_index(reader.text)) in free:
        reader.each = index
        place = source.place(segment.start, segment.end)
        notes.append(Note(place, "read as", f"this is said for every {index}, and read of whole arrays"))
    reader.read()
    notes += reader.notes
    tokens, point = (tokens_of(pieces, segment.start, source, limits) for pieces in (reader.out, reader.point))
    _settle(tokens)
    if segment.is_point and tokens:
        tokens.insert(0, _at(tokens[0]))
    return [each for each in (tokens, [_at(point[0]), *point] if point else []) if each]


def _at(first: Token) -> Token:
    made = Token("at")
    made.kind, made.place, made.line, made.typed = "at", first.place, first.line, ""
    return made


def _settle(tokens: list[Token]) -> None:
    """w := w - … is an update, f(x) := … and z := … define."""
    for at, each in enumerate(tokens):
        if each == ":=":
            is_update = at == 1 and tokens[0] in tokens[2:]
            tokens[at] = made = Token("←" if is_update else "=")
            made.kind, made.place, made.line, made.typed = "sign", each.place, each.line, each.typed


def _without_mentions(source: Source, parted: list[Segment], notes: list[Note]) -> list[Segment]:
    """Beside a definition, a formula between dollar signs that says nothing is only mentioned: the input $x$."""
    text = source.text
    if not any(each.equates and _is_definition(text[each.start : each.end]) for each in parted):
        return parted
    kept: list[Segment] = []
    has_prose = bool(notes)
    for each in parted:
        formula = text[each.start : each.end]
        is_marked = each.kind == "inline" or (each.kind == "display" and has_prose)
        says = each.equates and (not has_prose or each.kind != "inline" or says_something(formula))
        if not is_marked or says or each.is_point or _CALL_WITH_NUMBERS.fullmatch(formula):
            kept.append(each)
        else:
            place = source.place(each.start, each.end)
            notes.append(Note(place, "left out", "a formula that is only mentioned is left out"))
    return kept


def _is_definition(formula: str) -> bool:
    return _DERIVATIVE.match(formula) is None and _NUMBERS.fullmatch(formula) is None


def _leave_out(source: Source, stretch: Stretch, notes: list[Note]) -> None:
    """A note for each line of prose that has a word."""
    at = stretch.start
    for line in source.text[stretch.start : stretch.end].split("\n"):
        if re.search(r"[^\W\d_]{2}", _COMMANDS.sub("", line)):
            start = at + len(line) - len(line.lstrip())
            notes.append(Note(source.place(start, at + len(line.rstrip())), "left out", "words are left out"))
        at += len(line) + 1
