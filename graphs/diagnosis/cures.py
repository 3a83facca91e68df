"""A remedy as data: its words, and the formula that takes the place of another in the typed text."""

from __future__ import annotations

import re
from typing import NamedTuple

from graphs.diagnosis.patterns import Part
from graphs.errors import Fix

_CLOSED = re.compile(r"\d[\d.]*|[^\W\d][\w.]*(\([^()]*(\([^()]*(\([^()]*\)[^()]*)*\)[^()]*)*\))?|\[[^\[\]]*\]")


class _Piece(str):
    """An operand in a formula: as it is, or with {0:b} in brackets where it is no name, number or call."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return str(self) if spec != "b" or _is_closed(self) else f"({self})"


def _is_closed(text: str) -> bool:
    return _CLOSED.fullmatch(text) is not None


class Cure(NamedTuple):
    """A usual remedy in words; target, form, parts: the same function written in another way in a node's place.

    form: a template in the parts, as _Piece has it. Without a target it is advice: what is meant is not known.
    """

    words: str
    target: Part | None = None
    form: str = ""
    parts: tuple[Part, ...] = ()

    def fix(self) -> Fix | None:
        """The change of the typed text, where it is one of a single line, and every operand was typed."""
        if self.target is None or self.target.around.stretches is None:
            return None
        stretches, node = self.target.around.stretches, self.target.k
        pieces = [stretches.typed(part.k, node) for part in self.parts]
        if None in pieces:
            return None
        text = self.form.format(*[_Piece(piece) for piece in pieces])
        return stretches.fix(node, text, _is_closed(text))


def instead(target: Part, form: str, *parts: Part, of: str = "", then: str = "") -> Cure:
    """\"write FORM for OF\", with the parts by their names in both. then: what else is to be said."""
    pieces = [_Piece(part.text) for part in parts]
    words = f"write {form.format(*pieces)}" + (f" for {of.format(*pieces)}" if of else "")
    return Cure(words + then, target, form, parts)
