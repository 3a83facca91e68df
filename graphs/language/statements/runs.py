"""Runs of letters → names or products, by what the whole text binds and has singly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from graphs.errors import Fix, Place, TwoReadings
from graphs.language.calls.libraries import KNOWN, ROOTS, is_function
from graphs.language.messages.edits import instead, mended
from graphs.language.messages.operands import factor_end
from graphs.language.names import JOINS, NOT, RESERVED, atoms_of, spelled
from graphs.language.sheet import Note
from graphs.language.statements.known import Known, is_greek
from graphs.language.tokens import Token, token

_DIGITS = re.compile(r"([A-Za-z])([0-9]+)")
# What binds tighter than a product: behind these a run's letters may all be meant, or the first one alone.
_REACHES = ("^", "**", "/", "√")
_KEPT = frozenset((*RESERVED, *JOINS, NOT, "inf", "nan", "Inf", "NaN", "pi", "Pi", "PI"))


class Runs:
    """The reading of runs in one plain text; LaTeX is delivered with its own settled."""

    def __init__(self, known: Known):
        self.known = known
        self.names = known.names()
        self.notes: list[Note] = []
        self.told: set[str] = set()

    def settled(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with each run as a name, or as its letters with a product's sign between them.

        Raises TwoReadings where both are likely.
        """
        out: list[Token] = []
        for k, this in enumerate(tokens):
            if this.kind != "name" or not self._is_run(tokens, k):
                out.append(self._named(tokens, k))
                continue
            parts = self._parts(tokens, k)
            if len(parts) == 1:
                out.append(this)
                continue
            self._check_reach(tokens, k, parts)
            self._tell(this, f"{this.typed} is read as {'*'.join(p.typed for p in parts)}", None)
            for part in parts:
                out += [*([_times(part)] if part is not parts[0] else []), self._asked(part, tokens)]
        return out

    def _is_run(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a name may be a run of letters: no function, option, method, library or bound name."""
        this = tokens[k]
        before, after = tokens[k - 1] if k else "", tokens[k + 1] if k + 1 < len(tokens) else ""
        if this in self.names or this in _KEPT or before == "." or len(atoms_of(this.typed)) < 2 or is_greek(this):
            return False
        if this in ROOTS and after == ".":
            return False
        if after in ("=", "(", "[", "."):  # what binds tighter than a product would take the last letter alone
            return False
        return not (this in KNOWN and is_function(this) and this not in _INPUTS)

    def _parts(self, tokens: Sequence[Token], k: int) -> list[Token]:
        this = tokens[k]
        typed = atoms_of(this.typed)
        letters = [spelled(each) for each in typed]
        pieces = _split(this, typed)
        single = [letter in self.known.singles or self._is_unclear(piece)
                  for letter, piece in zip(letters, pieces, strict=True)]  # fmt: skip
        known = [each or letter in ("e", "pi") for letter, each in zip(letters, single, strict=True)]
        if any(single) if len(letters) == 2 else all(known) and any(single):
            return pieces
        if any(single) or len(letters) < 4:
            product = "*".join(typed)
            fixes = mended(this, this, label=product)
            fix = Fix(this.place, product, product) if fixes and this.line else None
            self._tell(this, f"{this.typed} is one name", fix)
        return [this]

    def _tell(self, this: Token, message: str, fix: Fix | None) -> None:
        if message not in self.told:
            self.told.add(message)
            self.notes.append(Note(this.place, "product", message, fix))

    def _check_reach(self, tokens: Sequence[Token], k: int, parts: Sequence[Token]) -> None:
        """Raises TwoReadings for 1/xy and e^xy in plain text; 1/2x is settled."""
        before = k - 1
        if before < 0 or not (tokens[before] in _REACHES or (
                tokens[before] in ("-", "+") and before and tokens[before - 1] in ("^", "**"))):  # fmt: skip
            return
        this, sign = tokens[k], tokens[before]
        end = factor_end(tokens, k) or k + 1
        last = tokens[end - 1]
        if last.place.line != this.place.line:
            last = this
        product = "*".join(part.typed for part in parts) + _typed_after(this, last)
        whole = Place(this.place.line, this.place.column, last.place.column + last.place.length - this.place.column)
        fixes = (
            Fix(whole, f"({product})", f"{sign.typed}({product})"),
            Fix(whole, product, f"{sign.typed}{product}"),
        )
        message = f"it is not clear how far '{sign.typed}' reaches before {this.typed}"
        raise TwoReadings(message, this.place, f"{sign.typed}({product}) or {sign.typed}{product}", fixes)

    def _named(self, tokens: Sequence[Token], k: int) -> Token:
        this = tokens[k]
        if this.kind != "name":
            return this
        if this in ("Pi", "PI") and this not in self.names and tokens[k + 1 : k + 2] != ["("]:
            made = _cut(this, 0, len(this.typed), "pi")
            self.notes.append(Note(this.place, "read as", f"{this.typed} is read as pi"))
            return made
        if this.typed == "sigma" and this not in self.names and tokens[k + 1 : k + 2] == ["("]:
            self.notes.append(Note(this.place, "read as", "sigma(…) is read as σ(…), the sigmoid"))
        return self._asked(this, tokens)

    def _asked(self, this: Token, tokens: Sequence[Token]) -> Token:
        """x3 under f(x, y): the power or a name; nothing else in the text or the point is called so."""
        if not self._is_unclear(this):
            return this
        alike = self._unclear_in(tokens, this)
        fixes = (
            *mended(alike[0], alike[-1], *(instead(each, "^".join(_in_two(each))) for each in alike)),
            *mended(alike[0], alike[-1], *(instead(each, _as_name(each)) for each in alike)),
        )
        power, name = "^".join(_in_two(this)), "_".join(_in_two(this))
        raise TwoReadings(f"{this.typed} may be the power {power}, or a name", this.place, f"{power} or {name}", fixes)

    def _is_unclear(self, this: Token) -> bool:
        match = _DIGITS.fullmatch(this.typed)
        if match is None or this in self.names or match.group(1) not in self.known.declared:
            return False
        return not any(re.fullmatch(match.group(1) + r"_?[0-9]+", name) for name in self.names)

    def _unclear_in(self, tokens: Sequence[Token], first: Token) -> list[Token]:
        """All of this kind in the line of the first one, which are mended alike: x4 + y4."""
        found = []
        for this in tokens:
            if this.kind == "name" and this.place.line == first.place.line and this.place >= first.place[:2]:
                found += [each for each in _split(this, atoms_of(this.typed)) if self._is_unclear(each)]
        return found or [first]


def _as_name(name: Token) -> str:
    """x_2 of x2; the sign of a product parts it from a letter behind it."""
    following = name.line[name.place.column - 1 + name.place.length :][:1]
    return "_".join(_in_two(name)) + ("*" if following.isalpha() else "")


def _in_two(name: Token) -> tuple[str, str]:
    """The letter and the digits of x3."""
    return name.typed[0], name.typed[1:]


_INPUTS = frozenset("tr mm mv lg tg sh ch th".split())


def _split(this: Token, typed: Sequence[str]) -> list[Token]:
    parts, start = [], 0
    for piece in typed:
        parts.append(_cut(this, start, start + len(piece)))
        start += len(piece)
    return parts


def _cut(this: Token, start: int, end: int, meant: str | None = None) -> Token:
    """A part of a name, with its place."""
    piece = (
        normalize("NFKC", this.typed[start:end])
        if meant is None and not this.typed.isascii()
        else this.typed[start:end]
    )
    line, column, length = this.place
    place = Place(line, column + start, end - start) if length == len(this.typed) else this.place
    bare = piece.rstrip("'′")
    made = token(meant or spelled(bare) + "'" * (len(piece) - len(bare)), "name", place, piece)
    made.line = this.line
    return made


def _times(right: Token) -> Token:
    """The sign that was left out before a factor; its `typed` is empty."""
    made = token("*", "sign", right.place, "")
    made.line = right.line
    return made


def _typed_after(this: Token, last: Token) -> str:
    start = this.place.column - 1 + this.place.length
    return this.line[start : last.place.column - 1 + last.place.length] if last is not this else ""
