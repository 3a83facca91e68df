"""Lines of tokens → lines that only a parser's work is left of: the first half of reading a program.

One pass knows at each token whether an operand or an operator must come next. It refuses whatever could be
guessed at, bounds depth and operations before any parser sees the line, and rewrites `x!`, `|x|` and
`sin^2(x)` as calls.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graphs.errors import BadSyntax, Place, UnknownFunction, shown
from graphs.limits import Limits
from graphs.operations import FUNCTIONS
from graphs.tokens import Token, token, token_lines

CONSTANTS = ("pi", "e", "E")
ALWAYS_INPUTS = ("gamma", "beta")  # functions whose bare names are ordinary letters of every textbook
BINARY = ("+", "-", "*", "/", "**", "^")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(slots=True)
class ScannedLine:
    """One line's tokens, rewritten so that only names, numbers, operators, commas and calls are left."""

    name: Token | None
    tokens: list[Token]


@dataclass(slots=True)
class _Open:
    """A bracket that waits for its end: where its operand starts, and what is written at the end."""

    sign: Token
    start: int
    function: Token | None = None
    end: tuple[Token, ...] = field(default=())


def scan(text: str, given: Iterable[str], limits: Limits) -> list[ScannedLine]:
    """The lines of a program, checked token by token.

    given: the names that the point binds. Raises BadSyntax, UnknownFunction or TooLarge, each with its place.
    """
    limits.check("characters", len(text), "characters are read")
    bound = {*given, *ALWAYS_INPUTS}
    scanned: list[ScannedLine] = []
    for raw in token_lines(text, limits):
        limits.check("lines", len(scanned) + 1, "lines are read", raw[0].place)
        name, raw = _name_of(raw)
        scanned.append(ScannedLine(name, _LineReader(raw, bound, limits).read(name)))
        if name is not None:
            bound.add(str(name))
    if not scanned:
        raise BadSyntax("an expression is expected; the text is empty", Place(1, 1, len(text.split("\n")[0])))
    for line in scanned[:-1]:
        if line.name is None:
            raise BadSyntax("only the last line may stand without a name", line.tokens[0].place, "write name = …")
    return scanned


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the name was probably meant to be."""
    return next(iter(difflib.get_close_matches(name, list(candidates), 1, 0.6)), None)


def _name_of(raw: list[Token]) -> tuple[Token | None, list[Token]]:
    if len(raw) > 1 and raw[0].kind == "name" and raw[1] == "=":
        if len(raw) == 2:
            raise BadSyntax("expected an expression after '='", raw[1].place)
        return raw[0], raw[2:]
    return None, raw


class _LineReader:
    """The pass over one line that expects an operand or an operator at each token."""

    def __init__(self, raw: list[Token], bound: set[str], limits: Limits):
        self.raw = raw
        self.bound = bound
        self.limits = limits
        self.at = 0
        self.out: list[Token] = []
        self.opened: list[_Open] = []
        self.operand_start = 0
        self.operations = 0

    def read(self, name: Token | None) -> list[Token]:
        wants_operand = True
        while self.at < len(self.raw):
            this = self.raw[self.at]
            if not wants_operand and self._multiplies(this):
                wants_operand = True
            wants_operand = self._operand(this) if wants_operand else self._operator(this)
            self.at += 1
        if wants_operand:
            last = self.raw[-1]
            raise BadSyntax(f"expected an operand after '{last}', found the end of the line", last.place)
        if self.opened:
            sign = self.opened[-1].sign
            raise BadSyntax(f"'{sign}' is not closed", sign.place)
        if name is not None and "," in self.out and self._separates_outputs():
            raise BadSyntax("several outputs take no name", name.place)
        return self.out

    def _separates_outputs(self) -> bool:
        depth = 0
        for this in self.out:
            depth += (this == "(") - (this == ")")
            if this == "," and depth == 0:
                return True
        return False

    def _multiplies(self, this: Token) -> bool:
        """Whether a product is implied before this token: after a number or ')', not between two numbers."""
        if this.kind == "sign" and this != "(":
            return False
        before = self.raw[self.at - 1]
        if before == ")" or (before.kind == "number" and this.kind != "number"):
            self._count(this)
            return True
        what = "two names" if before.kind == this.kind == "name" else "two numbers" if before.kind == this.kind else ""
        hint = f"{before}*{this}" if before.kind != "sign" else f"{before} * {this}"
        if before.kind == "name" and before in FUNCTIONS:
            hint = f"{before}({this})"
        raise BadSyntax(
            f"{what} side by side" if what else f"expected an operator after '{before}', found '{this}'",
            this.place,
            hint,
        )

    def _next(self, steps: int = 1) -> str:
        return self.raw[self.at + steps] if self.at + steps < len(self.raw) else ""

    def _count(self, place: Token) -> None:
        self.operations += 1
        self.limits.check("operations", self.operations, "operations may stand in one line", place.place)

    def _open(self, opened: _Open) -> None:
        self.opened.append(opened)
        self.limits.check("depth", len(self.opened), "brackets may be open at once", opened.sign.place)

    def _operand(self, this: Token) -> bool:
        """Take what begins or is an operand; True if one is still wanted after it."""
        self.operand_start = len(self.out)
        if this.kind == "number":
            self.out.append(this)
            return False
        if this.kind == "name":
            if self._next() == "(":
                return self._call(this)
            if this in FUNCTIONS and this not in self.bound:
                return self._power_of_function(this)
            self.out.append(this)
            return False
        if this == "(":
            self._open(_Open(this, len(self.out), end=(token(")", "sign", this.line, this.column),)))
            self.out.append(this)
            return True
        if this == "|":
            self._count(this)
            self._open(_Open(this, len(self.out), end=(_beside(this, ")"),)))
            self.out += (_beside(this, "abs", "function"), _beside(this, "("))
            return True
        if this in ("+", "-"):
            self._count(this)
            self.out.append(this)
            return True
        if this == ")" and self.opened and self.opened[-1].function and self.raw[self.at - 1] == "(":
            raise BadSyntax(f"{self.opened[-1].function} needs an argument", this.place)
        after = f" after '{self.raw[self.at - 1]}'" if self.at else ""
        raise BadSyntax(f"expected an operand{after}, found '{this}'", this.place)

    def _call(self, name: Token, power: tuple[Token, ...] = ()) -> bool:
        """A name directly before '(': always a call; with a power, sin^2(x) is (sin(x)^2)."""
        if name not in FUNCTIONS:
            raise self._unknown(name)
        self._count(name)
        bracket = self.raw[self.at + 1]
        end = (_beside(bracket, ")"), *power, *((_beside(bracket, ")"),) if power else ()))
        self._open(_Open(bracket, len(self.out), name, end))
        if power:
            self.out.append(_beside(name, "("))
        self.out += (token(name, "function", name.line, name.column), bracket)
        self.at += 1
        return True

    def _unknown(self, name: Token) -> UnknownFunction:
        close = nearest(name, FUNCTIONS)
        if not self.at and "=" in self.raw:
            hint = f"a line is named by a bare name: {name} = …"
        elif name in self.bound or name in CONSTANTS or re.fullmatch(r"[A-Za-z]|[A-Za-z]+_?[0-9]+", name):
            inside = "".join(self.raw[self.at + 2 : self.at + 8]).partition(")")[0]
            hint = f"did you mean {name}*({inside})?"
        else:
            hint = f"did you mean {close}?" if close else f"did you mean {name}*(…)?"
        return UnknownFunction(f"there is no function {shown(name)}", name.place, hint)

    def _power_of_function(self, name: Token) -> bool:
        """sin^2(x); every other use of a function's name without '(' is refused."""
        if self._next() in ("^", "**"):
            if self._next(2) == "-":
                inverse = "a" + name if "a" + name in FUNCTIONS else None
                raise BadSyntax(f"a power of {name} must be a positive number", self.raw[self.at + 2].place,
                                f"{inverse}(x) is the inverse function, 1/{name}(x) the reciprocal" if inverse
                                else f"1/{name}(x) is the reciprocal")  # fmt: skip
            if self._next(3) == "(" and self.raw[self.at + 2].kind == "number":
                power = (self.raw[self.at + 1], self.raw[self.at + 2])
                self._count(power[0])
                self.at += 2
                return self._call(name, power)
        following = self.raw[self.at + 1] if self.at + 1 < len(self.raw) else None
        argument = following if following is not None and following.kind != "sign" else "x"
        raise BadSyntax(f"{name} needs an argument", name.place, f"{name}({argument})")

    def _operator(self, this: Token) -> bool:
        """Take what follows an operand; True if an operand is wanted after it."""
        if this in BINARY or this in COMPARISONS:
            self._count(this)
            self.out.append(this)
            return True
        if this == ",":
            if self.opened and self.opened[-1].function is None:
                raise BadSyntax(f"expected '{_closing(self.opened[-1].sign)}', found ','", this.place)
            self.out.append(this)
            return True
        if self.opened and this == _closing(self.opened[-1].sign):
            opened = self.opened.pop()
            self.out += (token(piece, piece.kind, this.line, this.column) if piece == ")" else piece
                         for piece in opened.end)  # fmt: skip
            self.operand_start = opened.start
            return False
        if this == "!":
            if self.raw[self.at - 1] == "!":
                raise BadSyntax("'!!' is not read", this.place, "write (x!)! for the factorial of a factorial")
            self._count(this)
            self.out[self.operand_start : self.operand_start] = (
                _beside(this, "factorial", "function"),
                _beside(this, "("),
            )
            self.out.append(_beside(this, ")"))
            return False
        raise self._not_an_operator(this)

    def _not_an_operator(self, this: Token) -> BadSyntax:
        if this == "=":
            return BadSyntax("'=' names a line only after its first word", this.place, "== compares, inside where(…)")
        if this == ")":
            if self.opened:
                return BadSyntax("'|' is not closed before ')'", self.opened[-1].sign.place)
            return BadSyntax("')' closes nothing", this.place)
        hint = "write *|…| for a product" if this == "|" else None
        return BadSyntax(f"expected an operator after '{self.raw[self.at - 1]}', found '{this}'", this.place, hint)


def _closing(sign: Token) -> str:
    return "|" if sign == "|" else ")"


def _beside(place: Token, text: str, kind: str = "sign") -> Token:
    """A token of our own that stands where a typed one stands."""
    return token(text, kind, place.line, place.column)
