"""Fixes as edits beside the tokens of one line: what stands between the edits stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graphs.errors import Fix, Place, Problem
from graphs.language.tokens import Token

# One fix may mend several mistakes, each for one more reading of the text; of long texts only the first one.
_MOST, _LONG = 8, 2_000


class Edit(NamedTuple):
    """Text in place of the columns from start up to end, which count from 0."""

    start: int
    end: int
    text: str


def _ends(token: Token) -> int:
    return token.place.column - 1 + token.place.length


def instead(first: Token, text: str, last: Token | None = None) -> Edit:
    """In place of one token, or of all from one to another."""
    return Edit(first.place.column - 1, _ends(last or first), text)


def before(token: Token, text: str) -> Edit:
    return Edit(token.place.column - 1, token.place.column - 1, text)


def after(token: Token, text: str) -> Edit:
    return Edit(_ends(token), _ends(token), text)


def between(left: Token, right: Token, text: str) -> Edit:
    """In place of the space between two neighbours."""
    return Edit(_ends(left), right.place.column - 1, text)


def typed(first: Token, last: Token) -> str:
    """The text from one token to another of its line, as it was typed."""
    return first.line[first.place.column - 1 : _ends(last)]


def mended(first: Token, last: Token, *edits: Edit, label: str = "") -> tuple[Fix, ...]:
    """The fix that makes these edits in the stretch from first to last; none where they stand in different lines.

    The stretch is widened to the other ends of its brackets, so that what the fix shows has no stray one.
    """
    if first.place.line != last.place.line:
        return ()
    start, end = _balanced(first.line, first.place.column - 1, _ends(last))
    text, at = "", start
    for edit in sorted(edits):
        if edit.start < at and edit.start < edit.end:
            return ()
        text += first.line[at : edit.start] + edit.text
        at = max(at, edit.end)
    text += first.line[at : max(at, end)]
    return (Fix(Place(first.place.line, start + 1, max(at, end) - start), text, label or text),)


def _balanced(line: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a line, widened to the brackets that end outside of it; as it is where these have no other end."""
    before, behind = _unmatched(line[start:end])
    left, right = start, end
    while before and left:
        left -= 1
        before += (line[left] in ")]") - (line[left] in "([")
    while behind and right < len(line):
        behind += (line[right] in "([") - (line[right] in ")]")
        right += 1
    return (start, end) if before or behind else (left, right)


def _unmatched(text: str) -> tuple[int, int]:
    """How many brackets of a text close what it does not open, and how many open what it does not close."""
    before = behind = 0
    for character in text:
        if character in "([":
            behind += 1
        elif character in ")]" and behind:
            behind -= 1
        elif character in ")]":
            before += 1
    return before, behind


def with_fix(text: str, fix: Fix) -> str:
    """The program's text with a fix in it."""
    lines = text.split("\n")
    line, start = lines[fix.place.line - 1], fix.place.column - 1
    lines[fix.place.line - 1] = line[:start] + fix.text + line[start + fix.place.length :]
    return "\n".join(lines)


def checked(text: str, fixes: Sequence[Fix], read: Callable[[str], object]) -> tuple[Fix, ...]:
    """The fixes after which the line can be read; where more in it must be mended and there is one way, that is
    done by the same fix."""
    rounds = _MOST if len(text) <= _LONG else 0
    found = (_whole(text, fix, read, rounds) for fix in fixes)
    return tuple(fix for fix in found if fix is not None)


def _whole(text: str, fix: Fix, read: Callable[[str], object], rounds: int) -> Fix | None:
    mended_text = with_fix(text, fix)
    try:
        read(mended_text)
    except Problem as later:
        line = later.place.line if later.place is not None else 0
        if line > fix.place.line:
            return fix
        if not rounds or len(later.fixes) != 1 or later.fixes[0].place.line != fix.place.line:
            return None
        return _whole(text, _joined(mended_text, fix, later.fixes[0]), read, rounds - 1)
    return fix


def _joined(mended_text: str, fix: Fix, later: Fix) -> Fix:
    """Both as one; the later one has its place in the text that the first one mended."""
    first, second = fix.place.column - 1, later.place.column - 1
    start = min(first, second)
    end = max(first + len(fix.text), second + later.place.length)
    line = with_fix(mended_text, later).split("\n")[fix.place.line - 1]
    text = line[start : end + len(later.text) - later.place.length]
    return Fix(Place(fix.place.line, start + 1, end - start - len(fix.text) + fix.place.length), text, text)
