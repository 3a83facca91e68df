"""Brackets of a sentence that are none of a formula: (where x = 2), (in millions), (approx.), and what they hold."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from graphs.language.calls.libraries import KNOWN
from graphs.language.names import GREEK_IN_LATEX, atoms_of
from graphs.language.plain.left_sides import defines
from graphs.language.plain.prose.words import ENGLISH, is_word
from graphs.language.plain.rewriting import made
from graphs.language.plain.scanner import gap
from graphs.language.sheet import Note
from graphs.language.tokens import Token, spanning

_LONGEST = 100  # tokens of a remark
_STOPS = (".", ",", ":", ";", "?", "!", "-", "/", "&")


class Parted(NamedTuple):
    """A line without its remarks. cuts: where what a remark says begins or ends, as numbers of tokens."""

    line: list[Token]
    cuts: frozenset[int]


def parted(line: list[Token], names: Collection[str], notes: list[Note]) -> Parted:
    """Words in brackets are left out, and noted; a definition in them is a formula of its own.

    names: those that the text or the point binds.
    """
    out: list[Token] = []
    cuts: set[int] = set()
    ends = _ends_of(line)
    at = 0
    while at < len(line):
        end = ends.get(at) if _stands_apart(line, at) else None
        inner = line[at + 1 : end] if end is not None else []
        if end is not None and _is_words(line, at, end, names):
            if inner[0].lower().startswith("approx"):
                _approximates(out)
            notes.append(Note(spanning(line[at], line[end]), "left out", "a remark is left out"))
            cuts |= {len(out)} if defines(line, end + 1) else set()
        elif end is not None and _states(inner):
            cuts.add(len(out))
            out += inner
            cuts.add(len(out))
        else:
            out.append(line[at])
            at += 1
            continue
        at = end + 1
    return Parted(out, frozenset(cuts))


def _ends_of(line: list[Token]) -> dict[int, int]:
    """Where each round bracket ends that is no longer than a remark."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for k, this in enumerate(line):
        if this == "(":
            opened.append(k)
        elif this == ")" and opened:
            start = opened.pop()
            if k - start < _LONGEST:
                found[start] = k
    return found


def equated(line: list[Token], names: Collection[str]) -> list[Token]:
    """The line with x is 3 and x equals 3 as x = 3; y is 3 times x is none of these."""
    out = list(line)
    for k in range(len(out) - 2, 0, -1):
        if out[k].lower() not in ("is", "equals") or not (out[k - 1] in names or len(atoms_of(out[k - 1].typed)) == 1):
            continue
        number = k + 1 + 2 * ([each.lower() for each in out[k + 1 : k + 3]] == ["equal", "to"])
        sign = number < len(out) and out[number] in ("-", "+")
        last = number + sign
        if out[k - 1].kind != "name" or last >= len(out) or out[last].kind != "number":
            continue
        if last + 1 == len(out) or out[last + 1] in (",", ".", ";", "and", "?", ")"):
            out[k:number] = [made(out[k], "=", "sign", out[number - 1])]
    return out


def _stands_apart(line: list[Token], at: int) -> bool:
    """Whether a bracket has space before it and more than a formula's sign: f (x) and 2 * (x + 1) have none."""
    if at == 0:
        return False
    before = line[at - 1]
    operand = before.kind in ("name", "number", "power", "prose") or before in (")", "]", ",", ":", ";", ".")
    return operand and gap(before, line[at])


def _is_words(line: list[Token], at: int, end: int, names: Collection[str]) -> bool:
    inner = line[at + 1 : end]
    if not inner or any(not _is_spoken(this) for this in inner):
        return False
    plain = [this for this in inner if is_word(this) and this not in names and this not in GREEK_IN_LATEX]
    plain = [this for this in plain if this not in KNOWN or this.lower() in ENGLISH or len(inner) > 1]
    if not plain or any(a == "," or b == "," for a, b in pairwise(inner) if a.kind == "number"):
        return False
    if len(inner) == 1:
        told = inner[0].lower().startswith("approx") or inner[0].lower() in ENGLISH
        return told or (len(plain[0]) > 3 and _is_far(line, at))
    english = any(this.kind == "prose" or this.lower() in ENGLISH for this in plain)
    beside = any(is_word(a) and (is_word(b) or b.kind == "number") and gap(a, b)
                 for a, b in pairwise(inner))  # fmt: skip
    article = inner[0].typed in ("a", "an") and inner[0] not in names and is_word(inner[1]) and gap(*inner[:2])
    return english or beside or article or (inner[-1] == "." and len(inner) == 2)


def _is_far(line: list[Token], at: int) -> bool:
    """Whether more than one space stands before a bracket: y = tanh(z)   (activation)"""
    before = line[at - 1].place
    return before.column + before.length + 1 < line[at].place.column


def _is_spoken(this: Token) -> bool:
    return this.kind in ("name", "number", "prose", "stranger", "word") or this in _STOPS


def _states(inner: list[Token]) -> bool:
    """Whether a definition stands in brackets, first or behind words: (x = 2), (where z = 3), (sigmoid(x) = …)."""
    depth = 0
    for k, this in enumerate(inner):
        depth += (this in ("(", "[")) - (this in (")", "]"))
        begins = k == 0 or is_word(inner[k - 1]) or inner[k - 1] in (",", ".", ":", ";")
        if depth == 0 and begins and defines(inner, k):
            return True
    return False


def _approximates(out: list[Token]) -> None:
    """The sign before 5.2 (approx.) is ≈."""
    at = next((k for k in range(len(out) - 1, -1, -1) if out[k] in ("=", "≈")), None)
    if at is not None:
        out[at] = made(out[at], "≈")
