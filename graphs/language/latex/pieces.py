"""Pieces → tokens, each with its exact place in the LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphs.language.latex.source import Source
from graphs.language.latex.tokens import Piece, Raised
from graphs.language.tokens import Token, check_leaf
from graphs.limits import Limits

ONE_TOKEN = frozenset(("name", "number", "word", "sign", "implied"))
_OURS = re.compile(r"(?P<number>[0-9]+\.?[0-9]*|\.[0-9]+)|(?P<name>[A-Za-z]\w*)|(?P<word>'[^']*')|(?P<sign>\.\.\.|\S)")


def tokens_of(pieces: Iterable[Piece], base: int, source: Source, limits: Limits) -> list[Token]:
    """base: where the formula begins. A product that is only implied was typed as nothing."""
    made: list[Token] = []
    for piece in pieces:
        if piece.made is not None:
            made.append(piece.made)
            continue
        place = source.place(base + piece.at, base + piece.end if piece.end else 0)
        line = source.line(place)
        typed = line[place.column - 1 : place.column - 1 + place.length]
        if piece.kind in ONE_TOKEN:
            kind = "sign" if piece.kind == "implied" else piece.kind
            each = Token(piece.text)
            each.kind, each.place, each.line = kind, place, line
            each.typed = "" if piece.kind == "implied" else typed
            check_leaf(each, limits)
            made.append(each)
            continue
        for match in _OURS.finditer(piece.text):
            sign = match.group()
            each = Raised(sign) if sign == "^" and ("power" in piece.kind or "^(" in piece.text) else Token(sign)
            each.kind, each.place, each.line, each.typed = str(match.lastgroup), place, line, typed
            if isinstance(each, Raised):
                each.is_array = piece.kind == "array power"
            made.append(each)
    return made
