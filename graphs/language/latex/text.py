"""A text in LaTeX, a formula, several or a piece of a document → its statements as tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from graphs.errors import BadSyntax
from graphs.language.latex.document import Stretch, stretches
from graphs.language.latex.names import Names, free_index, free_indices, names_of, says_something, squares_of
from graphs.language.latex.pieces import tokens_of
from graphs.language.latex.reader import Reader
from graphs.language.latex.rows import Segment, segments
from graphs.language.latex.source import Source
from graphs.language.latex.table import ARGUMENTS, SUMS
from graphs.language.sheet import Note
from graphs.language.tokens import OPENS, Derived, Token
from graphs.limits import Limits

_CALL_WITH_NUMBERS = re.compile(r"\s*\\?[A-Za-z]\w*\s*(?:\\left)?\(\s*[-+\d.][-+\d., /]*(?:\\right)?\)\s*")
_NUMBERS = re.compile(r"[^=]*=[-+\d., /(){}\[\]\\piπ]*")
_DERIVATIVE = re.compile(
    r"\s*(?:\\[dt]?frac\s*\{\s*(?:d(?![A-Za-z]{2})|\\partial|\\mathrm)|\\nabla|\\partial|d\w+\s*/\s*d|\w'+\s*\()"
)

_UNMARKED = re.compile(rf"\\(?:{'|'.join((*SUMS, *ARGUMENTS))})(?![A-Za-z])")
_D = r"(?:\\mathrm\s*\{\s*d\s*\}|\\mathrm\s+d|\\,?d|d)"
_VARIABLE = r"\s*(?:\\(?!frac|cdot|times|left|right)[A-Za-z]+|[A-Za-z])(?:_\{?\w\}?)?"
_DIFFERENTIAL = re.compile(
    rf"\s*{_D}{_VARIABLE}\s*&?\s*=(?!=)[^=]*(?<![A-Za-z\\]){_D}{_VARIABLE}(?:\s*(?:[.,;]|\\,))*\s*", re.DOTALL
)
# Nothing, or a gap to be filled, behind the last sign of equality: what stands before it is asked.
_GAP = r"(?:[\s?_.~]|\\[_ ,;]|\\q?quad(?![A-Za-z])|[0-9.]+(?:cm|em|mm|in|pt)|\\hspace\*?\s*\{[^{}]*\})*+"
_ASKED = re.compile(
    r"\s*&?\s*(?:=|\\approx(?![A-Za-z])|≈)(?:\s|[?~&_.]|\\[,;:! _?]|\{\s*\}"
    r"|\\(?:q?quad|[lc]?dots|square|Box|displaystyle|hfill)(?![A-Za-z])|\\[hv]?phantom\s*\{[^{}]*\}"
    rf"|\\(?:text|hspace\*?|underline|mbox|textbf)\s*\{{{_GAP}\}})*+\Z"
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
    source, notes = Source(text, limits), list[Note]()
    for each in source.definitions:
        message = f"the definition of \\{each.name} is left out; it is read where it is used"
        notes.append(Note(source.typed_place(each.start, each.end), "left out", message))
    parted: list[Segment] = []
    for stretch in stretches(source.text):
        if stretch.kind == "prose":
            _leave_out(source, stretch, notes)
        elif stretch.kind == "condition":
            notes.append(Note(source.place(stretch.start, stretch.end), "left out", "a condition is left out"))
        else:
            parted += segments(source, stretch, notes)
    _check_unmarked(source, parted)
    parted = _without_questions(source, parted, notes)
    parted = _without_differentials(source, _without_mentions(source, parted, notes), notes)
    names = names_of([source.text[each.start : each.end] for each in parted], given)
    free = free_indices(source.text, given)
    sentences: list[list[Token]] = []
    count = 0
    for segment in parted:
        limits.check("lines", len(sentences) + 1, "lines are read", source.place(segment.start))
        is_stated = len(parted) > 1 and _DERIVATIVE.match(source.text, segment.start, segment.end) is not None
        for tokens in _read(source, segment, names, free, notes, limits, is_stated):
            count += len(tokens)
            limits.check("tokens", count, "tokens are read", source.place(segment.start))
            if sentences and tokens[0] in ("=", "≈"):  # $z = wx$ $= 0.9$
                sentences[-1] += tokens
            else:
                sentences.append(tokens)
    return LatexText(sentences, sorted(notes, key=lambda note: note.place))


def _read(
    source: Source,
    segment: Segment,
    names: Names,
    free: Collection[str],
    notes: list[Note],
    limits: Limits,
    is_stated: bool,
) -> list[list[Token]]:
    """The sentence of a segment, and one for the point that it gives.

    is_stated: it states a derivative, and is left out where it cannot be read.
    """
    reader = Reader(source.text[segment.start : segment.end], segment.start, source, names, limits)
    index = free_index(reader.text)
    if index and set(index) <= set(free):
        reader.each = index
        place = source.place(segment.start, segment.end)
        notes.append(Note(place, "read as", f"this is said for every {' and '.join(index)}, and read of all entries"))
    try:
        reader.read()
    except BadSyntax as problem:
        if not is_stated:
            raise
        why = f"what this states is not understood: {problem.message}"
        notes.append(Note(source.place(segment.start, segment.end), "left out", why))
        return []
    notes += reader.notes
    tokens, point = (tokens_of(pieces, segment.start, source, limits) for pieces in (reader.out, reader.point))
    _settle(tokens)
    if reader.each:
        tokens = _for_each(tokens, reader.each)
    derived = next((each for each in tokens[: 1 + (tokens[:1] == ["("])] if isinstance(each, Derived)), None)
    if point and derived is not None:  # f'(x) |_{x=1} = 3 and [df/dx]_{x=1} = 3
        derived.at, point = derived.at or point, []
    if segment.is_point and tokens:
        tokens.insert(0, _at(tokens[0]))
    return [each for each in (tokens, [_at(point[0]), *point] if point else []) if each]


def _for_each(tokens: list[Token], index: str) -> list[Token]:
    """Each right side that has the index is each_of(…, (i, None, None)): what it is for every i."""
    made: list[Token] = []
    part: list[Token] = []
    depth = 0
    for token in [*tokens, None]:
        if token is None or (token in ("=", "≈") and not depth):
            for letter in reversed(index if made and "entry" in part else ""):
                like = [
                    _like(part[0], text)
                    for text in ("each_of", "(", ",", "(", letter, ",", "None", ",", "None", ")", ")")
                ]
                part = [*like[:2], *part, *like[2:]]
            made += [*part, *([] if token is None else [token])]
            part = []
        else:
            depth += (token in OPENS) - (token in OPENS.values())
            part.append(token)
    return made


def _like(this: Token, text: str) -> Token:
    made = Token(text)
    made.kind, made.place, made.line, made.typed = (
        "name" if text.isidentifier() else "sign",
        this.place,
        this.line,
        text,
    )
    return made


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


def _without_questions(source: Source, parted: list[Segment], notes: list[Note]) -> list[Segment]:
    """What is asked, \\frac{dz}{dx} = and f(2) = ?, says nothing beside what has an answer: x^2 =, z = wx = ?"""
    text = source.text
    asked = {each: match.start() for each in parted if (match := _asked(text, each)) is not None}
    kept: list[Segment] = []
    for each in parted:
        if each not in asked:
            kept.append(each)
            continue
        place = source.place(asked[each], each.end)
        rest = each._replace(end=asked[each], equates="=" in text[each.start : asked[each]])
        if rest.equates or len(asked) == len(parted):
            kept.append(rest)
        else:
            place = source.place(each.start, each.end)
        notes.append(Note(place, "left out", "what is asked here is left out"))
    return kept


def _asked(text: str, each: Segment) -> re.Match[str] | None:
    """Where the sign of equality stands at the end of a statement with nothing behind it but a gap."""
    last = max(text.rfind(sign, each.start, each.end) for sign in ("=", "\\approx", "≈"))
    begins = last - len(text[each.start : last]) + len(text[each.start : last].rstrip(" &\n"))
    return _ASKED.match(text, begins, each.end) if last > each.start else None


def _without_mentions(source: Source, parted: list[Segment], notes: list[Note]) -> list[Segment]:
    """Beside a definition, a formula between dollar signs that says nothing is only mentioned: the input $x$."""
    text = source.text
    if not any(each.equates and _is_definition(text[each.start : each.end]) for each in parted):
        return parted
    kept: list[Segment] = []
    has_prose = bool(notes)
    squares = squares_of(text[each.start : each.end] for each in parted)
    for each in parted:
        formula = text[each.start : each.end]
        is_marked = each.kind == "inline" or (each.kind == "display" and has_prose)
        says = each.equates and (not has_prose or each.kind != "inline" or says_something(formula, squares))
        if not is_marked or says or each.is_point or _CALL_WITH_NUMBERS.fullmatch(formula):
            kept.append(each)
        else:
            place = source.place(each.start, each.end)
            notes.append(Note(place, "left out", "a formula that is only mentioned is left out"))
    return kept


def _check_unmarked(source: Source, parted: list[Segment]) -> None:
    """Raises BadSyntax where only numbers stand between dollar signs, and the formula stands beside them."""
    if not all(_NUMBERS.fullmatch(source.text, each.start, each.end) for each in parted):
        return
    for stretch in stretches(source.text) if parted else ():
        formula = _UNMARKED.search(source.text, stretch.start, stretch.end) if stretch.kind == "prose" else None
        if formula is not None:
            message = "a formula stands here among words, without dollar signs"
            raise BadSyntax(message, source.place(formula.start()), "write it between dollar signs: $y = x^2$")


def _without_differentials(source: Source, parted: list[Segment], notes: list[Note]) -> list[Segment]:
    """dy = 3x^2 dx and df = f_x dx + f_y dy say what the derivatives say, and define no name."""
    kept: list[Segment] = []
    for each in parted:
        if _DIFFERENTIAL.fullmatch(source.text, each.start, each.end) is None:
            kept.append(each)
        else:
            place = source.place(each.start, each.end)
            notes.append(Note(place, "left out", "an equation of differentials is left out"))
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
