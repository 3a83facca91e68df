"""The names of a whole text: which are bound, which are functions, which letters stand singly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from graphs.language.calls.libraries import is_function
from graphs.language.messages.operands import closing_of
from graphs.language.names import GREEK, GREEK_IN_LATEX, atoms_of, is_atom
from graphs.language.plain.operands import FUNCTION_LETTERS
from graphs.language.statements.derivatives import signs_of
from graphs.language.statements.pieces import Piece, comma_parts, in_brackets
from graphs.language.tokens import Token

_MARKED = re.compile(r"(\w+?)(d?dot|bar)(_\w+)?")


def is_greek(name: Token) -> bool:
    """theta, alpha_1: a Greek letter's name, which is never a product of its letters."""
    stem = re.match("[A-Za-z]+", name)
    return stem is not None and stem.group() in GREEK_IN_LATEX and not (set(name.typed) & GREEK.keys())


class Mark(NamedTuple):
    """A name in LaTeX with a mark over it: the name without it; dot, ddot or bar."""

    of: str
    kind: str


def mark_of(name: Token) -> Mark | None:
    match = _MARKED.fullmatch(name) if name.kind == "name" and name.typed.startswith("\\") else None
    return None if match is None else Mark(match[1] + (match[3] or ""), match[2])


@dataclass(slots=True)
class Header:
    """f(x, y) =: its name, its parameters with their defaults."""

    name: Token
    parameters: list[Token]
    defaults: list[list[Token]]


@dataclass(slots=True)
class Known:
    """bound: names of left sides; declared: parameters of headers; given: names of the point, and those said aside.

    functions: the text's own, with their parameters. singles: letters that stand by themselves somewhere.
    values: bound names whose line gives numbers alone; vectors: those of them that are lists. read: names that stand
    behind a sign of equality. indexed: vectors by their entries alone, x(1) and x(2).
    flows: the marks of names, a dot or a bar, that stand for tangents and adjoints here.
    """

    given: set[str]
    bound: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    functions: dict[str, list[str]] = field(default_factory=dict)
    singles: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    vectors: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)

    @property
    def formulas(self) -> set[str]:
        """Bound names whose line computes something."""
        return self.bound - self.values

    def variable(self, of: str, preferred: str = "xt") -> str:
        """What y' is derived by: the one name that is free, or among several x or t; empty where that is not clear."""
        free = self.functions.get(of) or sorted((self.singles | self.values) - self.formulas - self.functions.keys())
        return free[0] if len(free) == 1 else next((each for each in preferred if each in free), "")

    def free(self, pieces: Iterable[Piece]) -> set[str]:
        """The names of the pieces that are no functions and that no line binds."""
        names = {str(each) for piece in pieces for each in piece.tokens if each.kind == "name"}
        return {each for each in names if each not in self.bound and not is_function(each)}

    def derived_by(self, of: str) -> list[str]:
        """The letters that z_x may be derived by, where a line is called z."""
        return (
            [name for name in self.singles if len(name) == 1 and name not in self.bound] if of in self.formulas else []
        )

    def is_flow(self, tokens: Iterable[Token]) -> bool:
        """Whether tangents or adjoints stand among the tokens."""
        return any((mark := mark_of(each)) is not None and mark.kind in self.flows for each in tokens)

    def names(self) -> set[str]:
        """Names that are no product of their letters."""
        return self.given | self.bound | self.declared | self.functions.keys()


def header_of(part: list[Token]) -> Header | None:
    """f(x, y), f((x, y)) and f(x, y=2) on a left side."""
    if len(part) < 4 or part[0].kind != "name" or part[1] != "(" or closing_of(part, 1) != len(part) - 1:
        return None
    inner = part[2:-1]
    inner = in_brackets(inner) or inner
    names, defaults = [], []
    for each in comma_parts(inner):
        if not each or each[0].kind != "name" or (len(each) > 1 and (each[1] != "=" or len(each) < 3)):
            return None
        names.append(each[0])
        if len(each) > 1:
            defaults.append(each[2:])
        elif defaults:
            return None
    return Header(part[0], names, defaults)


def with_headers_apart(pieces: list[Piece]) -> list[Piece]:
    """z = f(x, y) = x^2 + y^2 is f(x, y) = x^2 + y^2 and z = f(x, y), where nothing else says what f is."""
    own = {str(header.name) for piece in pieces if piece.signs and (header := header_of(piece.parts[0])) is not None}
    found = []
    for piece in pieces:
        at = next((k for k in range(1, len(piece.signs)) if _is_new(piece.parts[k], own)), 0)
        if at:
            own.add(str(piece.parts[at][0]))
            found.append(Piece(_joined(piece, at, len(piece.signs)), piece.at, piece.parts[at:], piece.signs[at:]))
            piece = Piece(_joined(piece, 0, at), piece.at, piece.parts[: at + 1], piece.signs[:at])
        found.append(piece)
    return found


def _is_new(part: list[Token], own: set[str]) -> bool:
    """Whether a part is the header of a function that is none of the text's or of the language's."""
    header = header_of(part)
    return header is not None and header.name not in own and not names_function(header.name)


def _joined(piece: Piece, first: int, last: int) -> list[Token]:
    """The tokens from one part to another, with the signs between them."""
    tokens = list(piece.parts[first])
    for sign, part in zip(piece.signs[first:last], piece.parts[first + 1 : last + 1], strict=True):
        tokens += [sign, *part]
    return tokens


def names_function(name: Token) -> bool:
    """Whether a name before a bracket is a function of the language: sin, and σ, which stands for sigmoid."""
    return is_function(name) or normalize("NFKC", name.typed) in FUNCTION_LETTERS


def known_of(pieces: Iterable[Piece], given: Iterable[str]) -> Known:
    known = Known(set(given))
    pieces = list(pieces)
    for piece in pieces:
        for k, part in enumerate(piece.parts[:-1]):
            header = header_of(part) if k == 0 else None
            if header is not None and "'" not in header.name:
                known.functions.setdefault(str(header.name), [str(each) for each in header.parameters])
                known.declared |= {str(each) for each in header.parameters}
            else:
                names = comma_parts(in_brackets(part) or part)
                if all(len(each) == 1 and each[0].kind == "name" for each in names):
                    known.bound |= {str(each[0]) for each in names}
                    if is_constant(piece.parts[-1]):
                        known.values |= {str(each[0]) for each in names}
                        known.vectors |= {str(each[0]) for each in names if piece.parts[-1][0] == "["}
    for piece in pieces:
        known.read |= {str(each) for part in piece.parts[1:] for each in part if each.kind == "name"}
        for this in piece.tokens:
            if this.kind == "derivative":
                known.singles |= set(signs_of(this).by)
            alone = this.kind == "name" and (len(atoms_of(this.typed)) == 1 or is_greek(this))
            if alone and this not in known.functions:
                known.singles.add(str(this))
    for piece in pieces:
        mark = mark_of(piece.parts[0][0]) if piece.signs and piece.parts[0] else None
        if mark is not None and mark.of in known.formulas:  # v1 with a bar, in terms of v2 with a bar
            others = (mark_of(each) for part in piece.parts[1:] for each in part)
            known.flows |= {each.kind for each in others if each is not None and each.kind == mark.kind}
    known.singles |= {name for name in known.given | known.declared if is_atom(name)}
    known.indexed = _indexed(pieces, known)
    return known


def entry_end(tokens: Sequence[Token], at: int) -> int:
    """Where the bracket of x(2) or A(1, 2) ends whose name is tokens[at]; 0 where it holds more than such numbers."""
    if tokens[at].kind != "name" or tokens[at + 1 : at + 2] != ["("]:
        return 0
    k = at + 2
    while k + 1 < len(tokens) and tokens[k].kind == "number" and tokens[k].isdigit() and int(tokens[k]) > 0:
        if tokens[k + 1] == ")":
            return k + 1
        if tokens[k + 1] != ",":
            return 0
        k += 2
    return 0


def _indexed(pieces: Iterable[Piece], known: Known) -> set[str]:
    """Names that no line binds, and that stand as x(1), x(2) and no other way: a lone x(2) may be a product."""
    whole: set[str] = set()
    entries: dict[str, set[str]] = {}
    for piece in pieces:
        first = piece.parts[1:] if piece.signs and header_of(piece.parts[0]) is not None else piece.parts
        for part in first:
            for k, this in enumerate(part):
                end = entry_end(part, k)
                if end:
                    entries.setdefault(str(this), set()).add(" ".join(part[k + 2 : end]))
                elif this.kind == "name":
                    whole.add(str(this))
    named = whole | known.bound | known.functions.keys()
    told = {name for name, found in entries.items()
            if len(found) > 1 or name in known.given or (name in known.declared and "1" in found)}  # fmt: skip
    return {name for name in told - named if not is_function(name)}


def is_constant(tokens: Iterable[Token]) -> bool:
    """Whether an expression has numbers alone: 2, -pi/4, [1, 2], sqrt(3)/2."""
    tokens = list(tokens)
    for k, this in enumerate(tokens):
        if this.kind == "name" and this not in ("pi", "e", "E", "Pi") and not (
                k + 1 < len(tokens) and tokens[k + 1] in ("(", ".")) and not (k and tokens[k - 1] == "."):  # fmt: skip
            return False
        if this.kind in ("derivative", "stranger"):
            return False
    return bool(tokens)
