"""Derivatives in plain text, dL/dw, ∂f/∂x, d²y/dx², → one token each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.names import GREEK_IN_LATEX
from graphs.language.statements.pieces import EQUALS, closing
from graphs.language.tokens import Derived, Token, spanning, token

SIGN = "a derivative sign is not part of the language"
HELP = DERIVATIVE


def with_derivatives(sentence: list[Token], bound: Collection[str], names: Collection[str]) -> list[Token]:
    """bound: names of left sides and the point; dx/dt is a quotient where these are names.

    names: all that stand in the text; distance/duration is a quotient, as uration is none of them.
    """
    out: list[Token] = []
    at = 0
    while at < len(sentence):
        found = _derivative(sentence, at, bound, names)
        if found is None:
            out.append(sentence[at])
            at += 1
        else:
            made, at = found
            out.append(made)
    return _with_products(out)


def _with_products(tokens: list[Token]) -> list[Token]:
    """dL/dz . dz/dw: a point between derivatives is a product."""
    for k in range(1, len(tokens) - 1):
        if tokens[k] == "." and tokens[k - 1].kind == "derivative" and tokens[k + 1].kind == "derivative":
            times = token("*", "sign", tokens[k].place, tokens[k].typed)
            times.line = tokens[k].line
            tokens[k] = times
    return tokens


def _derivative(
    tokens: Sequence[Token], at: int, bound: Collection[str], names: Collection[str]
) -> tuple[Derived, int] | None:
    above = _differential(tokens, at, bound)
    if above is None or above[1] >= len(tokens) or tokens[above[1]] != "/":
        return None
    of, k = above
    below: list[str] = []
    k += 1
    while (part := _differential(tokens, k, bound)) is not None and part[0]:
        name, k = part
        times, k = _order(tokens, k)
        below += [name] * times
    if not below or not all(name in names or _is_letter(name) for name in below):
        return None
    return _made(of, below, tokens[at], tokens[k - 1]), k


def _differential(tokens: Sequence[Token], at: int, bound: Collection[str]) -> tuple[str, int] | None:
    """The name behind d or ∂, which may be raised (d²y), and where it ends; an empty name for d/dx."""
    if at >= len(tokens):
        return None
    this = tokens[at]
    if this == "∂" or (this == "d" and "d" not in bound and this.kind == "name"):
        _, k = _order(tokens, at + 1)
        if k < len(tokens) and tokens[k].kind == "name" and (this == "∂" or k > at + 1):
            return str(tokens[k]), k + 1
        return ("", k) if k < len(tokens) and tokens[k] == "/" else None
    if this.kind == "name" and len(this) > 1 and this[0] == "d" and this.typed[:1] == "d" and this not in bound:
        return this[1:].removeprefix("_") if len(this) > 2 else this[1:], at + 1
    return None


def _order(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The 2 of d²y and of dx^2, and where it ends."""
    if at < len(tokens) and tokens[at].kind == "power" and tokens[at] in ("2", "3", "4"):
        return int(tokens[at]), at + 1
    if at + 1 < len(tokens) and tokens[at] in ("^", "**") and tokens[at + 1] in ("2", "3", "4"):
        return int(tokens[at + 1]), at + 2
    return 1, at


def _is_letter(name: str) -> bool:
    stem = re.match(r"[A-Za-z]+", name)
    return stem is not None and (len(stem.group()) == 1 or stem.group() in GREEK_IN_LATEX)


def _made(of: str, by: list[str], first: Token, last: Token) -> Derived:
    made = Derived("derivative")
    made.kind, made.place, made.line = "derivative", spanning(first, last), first.line
    made.typed = first.line[made.place.column - 1 : made.place.column - 1 + made.place.length]
    made.by, made.at, made.is_gradient, made.of = by, [], False, []
    if of:
        name = token(of, "name", made.place, of)
        name.line = first.line
        made.of = [name]
    return made


def left_names(sentence: Sequence[Token]) -> set[str]:
    """Names that stand before a sign of equality, as a left side of their own."""
    found = set()
    for k, this in enumerate(sentence[1:], 1):
        before = sentence[k - 1]
        begins = k == 1 or sentence[k - 2] in (",", *EQUALS, "and", "(") or sentence[k - 2].kind == "at"
        if this.kind == "sign" and this in EQUALS and before.kind == "name" and begins:
            found.add(str(before))
    return found


class Signs(NamedTuple):
    """What a derivative token says: of what, by what and at which point; `of` is None where no name is derived."""

    of: Token | None
    by: tuple[str, ...]
    at: list[Token]
    is_gradient: bool


def signs_of(derivative: Token) -> Signs:
    told: Any = derivative  # of plain text or of LaTeX
    of, at = list(told.of), list(told.at)
    is_named = bool(of) and of[0].kind == "name" and (
        len(of) == 1 or (of[1] == "(" and closing(of, 1) == len(of) - 1))  # fmt: skip
    return Signs(of[0] if is_named else None, tuple(told.by), at, told.is_gradient)


def is_derivative(this: Token) -> bool:
    """A derivative, or a sign that only derivatives have."""
    return this.kind == "derivative" or this in ("∂", "∇")
