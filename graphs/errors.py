"""What can go wrong, said once: every error that a person can cause is a Problem.

A Problem knows its HTTP status and the type of the problem document (RFC 9457) that tells it, and, where
the cause stands in the typed text, its place: line and column count from 1, length is in characters,
all in Unicode code points of the text as it was sent.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of the typed text: line and column count from 1, length is in code points."""

    line: int
    column: int
    length: int


class Fix(NamedTuple):
    """A change of the typed text that mends it and keeps its mathematics: `text` takes the place of what stands at
    `place`; `label` is what a button says.
    Made where the message is made, for only there it is known what was meant.
    """

    place: Place
    text: str
    label: str

    def document(self) -> dict[str, int | str]:
        """The fix as the contract has it: the text takes the place of `length` code points from line and column on."""
        return {**self.place._asdict(), "text": self.text, "label": self.label}


class Problem(Exception):
    """Base of every error that a person can cause; never raised itself.

    fixes: changes of the text, each of which mends it; two where two readings are possible. program: the typed text,
    where whoever asked would have the place shown in it (see `told`).
    """

    status = 400
    type = "problem"
    title = "The request cannot be answered"

    def __init__(self, message: str, place: Place | None = None, hint: str | None = None, fixes: tuple[Fix, ...] = ()):
        message = printable(message)
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = None if hint is None else printable(hint)
        self.fixes = fixes
        self.program = ""

    def __str__(self) -> str:
        return told(self)


class BadSyntax(Problem):
    """The program does not follow the language."""

    type = "syntax"
    title = "The program cannot be read"


class Unreadable(Problem):
    """The request's body or address is not of the form that the contract asks for."""

    type = "unreadable"
    title = "The request cannot be read"


class TwoReadings(Problem):
    """The text can be read in two ways that differ in value; its fixes are the ways."""

    status = 422
    type = "two-readings"
    title = "The program can be read in two ways"


class UnknownFunction(Problem):
    """A name is called that is not a function of the language."""

    status = 422
    type = "unknown-function"
    title = "There is no such function"


class WrongArguments(Problem):
    """A function of the language is called with a number or kind of arguments that it does not take."""

    status = 422
    type = "arguments"
    title = "The arguments do not fit the function"


class WrongShape(Problem):
    """The shapes of an operation's operands do not fit each other."""

    status = 422
    type = "shapes"
    title = "The shapes do not fit"


class WrongBinding(Problem):
    """A point, direction, cotangent or choice of input does not fit the program."""

    status = 422
    type = "binding"
    title = "The values do not fit the program"


class WrongRequest(Problem):
    """The request holds an unknown key, or a value of the wrong kind."""

    status = 422
    type = "request"
    title = "The request does not fit the contract"


class NotFound(Problem):
    """There is nothing at this address."""

    status = 404
    type = "not-found"
    title = "There is nothing at this address"


class MethodNotAllowed(Problem):
    """The address is right, the HTTP method is not."""

    status = 405
    type = "method"
    title = "This address does not take that method"


class PreconditionFailed(Problem):
    """The answer is not the one that the request's If-Match or If-Unmodified-Since asks for."""

    status = 412
    type = "precondition"
    title = "The precondition does not hold"


class TooLarge(Problem):
    """The request passes a limit of the server; the message names it."""

    status = 413
    type = "too-large"
    title = "The request passes a limit"


class TooLong(Problem):
    """The address is longer than the server allows."""

    status = 414
    type = "too-long"
    title = "The address is too long"


class WrongMediaType(Problem):
    """The body is not sent as JSON."""

    status = 415
    type = "media-type"
    title = "The body must be JSON"


class TooMany(Problem):
    """Too many requests came from one address; Retry-After says after how many seconds it may ask again."""

    status = 429
    type = "too-many"
    title = "Too many requests"


class HeadersTooLarge(Problem):
    """The request's header fields are more, or longer, than the server reads."""

    status = 431
    type = "headers"
    title = "The request's headers are too large"


class NotOffered(Problem):
    """The answer is not offered in the form that is asked for."""

    status = 501
    type = "not-offered"
    title = "This form is not offered"


class OutOfTime(Problem):
    """The work took longer than the server allows, and was given up."""

    status = 503
    type = "out-of-time"
    title = "The answer took too long"


class Unwanted(Problem):
    """The client has closed the connection, and the work was given up. The status is nginx's."""

    status = 499
    type = "unwanted"
    title = "The client has left"


class NotReady(Problem):
    """This server takes no work now: it is stopping, or a part that it needs has failed."""

    status = 503
    type = "not-ready"
    title = "The server is not ready"


class LinksAway(Problem):
    """The database of short links is unavailable or full; all else works, addresses that hold their state included."""

    status = 503
    type = "links-away"
    title = "Short links are unavailable"


class Busy(Problem):
    """More requests wait for such work than the server allows; in a moment there will be room."""

    status = 503
    type = "busy"
    title = "Too many are waiting"


class Fault(Problem):
    """An unforeseen fault of the server: it is logged and counts as a bug. No detail is given."""

    status = 500
    type = "fault"
    title = "Something went wrong on our side"


def problem_types() -> dict[str, type[Problem]]:
    """Every kind of problem by the last part of its type's address, for the pages that explain them."""
    return {kind.type: kind for kind in Problem.__subclasses__()}


def shown(text: str, longest: int = 40) -> str:
    """User text as it may stand in a message: quoted, shortened, with nothing unprintable in it.

    Lone surrogates, controls, direction marks and the like are named by code point, so that a message
    can be encoded, logged and shown as it is.
    """
    short = text[:longest] + ("…" if len(text) > longest else "")
    return f"'{printable(short)}'"


def printable(text: str) -> str:
    """Text with nothing unprintable in it; as it is where there is none."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


_TAB = 4  # columns
_WIDE = 30  # characters of a long line that stand before its place, and behind it


def told(problem: Problem) -> str:
    """A problem for a terminal: the message, the line that it is about with a caret below, and what helps."""
    said = [problem.message]
    place, lines = problem.place, re.split(r"\r\n|\r|\n", problem.program)
    if place is not None and problem.program and place.line <= len(lines):
        head = f"  line {place.line}: "
        before, marked, after = _around(lines[place.line - 1], place.column - 1, place.length)
        said += [head + before + marked + after, " " * (len(head) + _columns(before)) + "^" * max(1, _columns(marked))]
    said += [f"hint: {problem.hint}"] if problem.hint else []
    said += [f"fix: {fix.label}" for fix in problem.fixes]
    return "\n".join(said)


def _around(line: str, start: int, length: int) -> tuple[str, str, str]:
    """What stands before a place, in it and behind it, as it is shown; of a long line the part around it."""
    before, marked, after = line[:start], line[start:][:length], line[start + length :]
    before = before if len(before) <= _WIDE else f"…{before[-_WIDE:]}"
    marked = marked if len(marked) <= _WIDE else f"{marked[:_WIDE]}…"
    after = after if len(after) <= _WIDE else f"{after[:_WIDE]}…"
    shown_before, shown_marked, shown_after = (
        printable(each.replace("\t", " " * _TAB)) for each in (before, marked, after)
    )
    return shown_before, shown_marked, shown_after


def _columns(shown: str) -> int:
    """How wide a terminal shows a text: signs of East Asia take two columns, marks on letters none."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in shown)
    return len(shown) + wide - sum(map(bool, map(unicodedata.combining, shown)))
