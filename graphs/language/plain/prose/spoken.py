"""Prose in any language, told from mathematics by its words alone: no formula has three unknown words side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.language.calls.libraries import KNOWN
from graphs.language.names import GREEK_IN_LATEX, JOINS, NOT
from graphs.language.plain.left_sides import defines
from graphs.language.plain.scanner import gap
from graphs.language.tokens import OPENS, Token

_WANT = frozenset(("+", "-", "*", "/", "^", "**", "@", "=", "<", ">", "<=", ">=", "==", ":=", "≈", "←", "√", "."))
_SHORT = frozenset("a à e é o y i u w z ou".split())  # words of one letter
_ENDS = frozenset((".", ",", ";", ":", "?", "!", ")"))


def is_unknown(this: Token, names: Collection[str]) -> bool:
    """Whether a token is a word that is no name of the text, no function and no Greek letter."""
    if this.kind == "prose":
        return True
    if this.kind != "name" or not this.typed.isascii() or not this.typed.isalpha() or len(this.typed) < 2:
        return False
    if this in names or this in GREEK_IN_LATEX or this in JOINS or this == NOT:
        return False
    if len(this.typed) < 4 and all(letter in names for letter in this.typed):  # xy
        return False
    return len(this.typed) > 4 or this not in KNOWN


def spoken_runs(line: Sequence[Token], names: Collection[str]) -> set[int]:
    """The words of a line that are prose by their company.

    Three unknown words side by side are prose wherever they stand; beside prose, so are two, and a lone word that
    ends the clause of a function whose value has its parameters, f(x) = 3x + 4 habe, and is used nowhere else.
    """
    runs = _runs(line, names)
    found = {k for run in runs if _binds(line, run) or _follows_value(line, run, names) for k in run}
    if not any(sum(is_unknown(line[k], names) for k in run) >= 3 or _is_foreign(line, run) for run in runs):
        return found
    for run in runs:
        before = line[run.start - 1] if run.start else None
        after = line[run.stop] if run.stop < len(line) else None
        words = sum(is_unknown(line[k], names) for k in run)
        if not _is_foreign(line, run):
            if before is not None and (before in _WANT - {"."} or (before in OPENS and words < 3)):
                continue
            if after is not None and after in _WANT - {".", "-"}:
                continue
            joins = _is_whole(before) and defines(line, run.stop) and gap(line[run.start - 1], line[run.start])
            if words < 2 and not (joins or _opens_clause(before, after) or _ends_clause(line, run.start)):
                continue
        found |= set(run)
    return found


def _runs(line: Sequence[Token], names: Collection[str]) -> list[range]:
    """Unknown words side by side, with the short ones between them."""
    runs: list[range] = []
    k = 0
    while k < len(line):
        if not is_unknown(line[k], names) or (_is_whole(line[k - 1]) and not gap(line[k - 1], line[k]) and k > 0 and (
                line[k].kind != "prose")):  # fmt: skip
            k += 1
            continue
        end = k + 1
        while end < len(line) and (is_unknown(line[end], names) or _is_between(line, end, names)) and (
                gap(line[end - 1], line[end]) or line[end].kind == "prose"):  # fmt: skip
            end += 1
        while end > k + 1 and not is_unknown(line[end - 1], names):
            end -= 1
        if end < len(line) and line[end] == "(" and not gap(line[end - 1], line[end]) and line[end - 1].kind == "name":
            end -= 1  # a call
        if end > k:
            runs.append(range(k, end))
        k = max(end, k + 1)
    return runs


def _is_between(line: Sequence[Token], k: int, names: Collection[str]) -> bool:
    """A short word, or one that is also a function, between two unknown ones."""
    this = line[k]
    follows = k + 1 < len(line) and is_unknown(line[k + 1], names) and gap(this, line[k + 1])
    short = (this.typed.lower() in _SHORT and this not in names) or this.kind == "stranger"
    return follows and (short or (this.kind == "name" and this in KNOWN and len(this.typed) > 1))


def _is_foreign(line: Sequence[Token], run: Sequence[int]) -> bool:
    """Whether a word of the run has letters that no formula has."""
    return any(line[k].kind == "prose" and not line[k].typed.isascii() for k in run)


def _binds(line: Sequence[Token], run: range) -> bool:
    """z = 3x mit x = 1: words between a value and the number of one of its names."""
    at = run.stop
    if run.start < 3 or at + 2 >= len(line) or line[at + 1] != "=" or line[at + 2].kind not in ("number", "sign"):
        return False
    apart = gap(line[run.start - 1], line[run.start]) and gap(line[at - 1], line[at])
    return apart and _is_whole(line[run.start - 1]) and line[at].kind == "name" and line[at] in line[: run.start]


def _follows_value(line: Sequence[Token], run: range, names: Collection[str]) -> bool:
    """Wenn x = 3 ist, …: one word behind a name's number, where a word stands before that name."""
    number = run.start - 1
    if len(run) != 1 or number < 3 or line[number].kind != "number" or not gap(line[number], line[run.start]):
        return False
    after = line[run.stop] if run.stop < len(line) else None
    equals = number - 1 - (line[number - 1] in ("-", "+"))
    spoken = equals > 1 and line[equals] == "=" and is_unknown(line[equals - 2], names)
    return spoken and gap(line[equals - 2], line[equals - 1]) and after is not None and after in _ENDS


def _opens_clause(before: Token | None, after: Token | None) -> bool:
    """ist f(x) = …: a word at the start of a clause, before a name."""
    begins = before is None or before in _ENDS or (before.kind == "number" and before.typed.endswith("."))
    return begins and after is not None and (after.kind in ("name", "prose") or after == "∂")


def _is_whole(before: Token | None) -> bool:
    """Whether a value may end here: x = 1 und y = 2."""
    return before is not None and (before.kind in ("name", "number", "power") or before in OPENS.values())


def _ends_clause(line: Sequence[Token], k: int) -> bool:
    """Whether a lone word ends the clause of a header f(x) = … whose value has x, behind space."""
    after = line[k + 1] if k + 1 < len(line) else None
    if k < 5 or len(line[k].typed) < 3 or not gap(line[k - 1], line[k]) or not (after is None or after in _ENDS):
        return False
    if sum(each == line[k] for each in line) > 1:
        return False
    equals = next((j for j in range(k - 1, 2, -1) if line[j] == "="), 0)
    return equals > 2 and line[equals - 1] == ")" and line[equals - 3] == "(" and line[equals - 2] in line[equals:k]
