"""Tokens of one formula of a text → its tree: runs and products settled, then the language's own reader of lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from graphs.errors import BadSyntax
from graphs.language.calls.libraries import ALWAYS_INPUTS
from graphs.language.messages.edits import after, before, mended
from graphs.language.messages.operands import closing_of
from graphs.language.plain.expression import expression
from graphs.language.plain.line_reader import LineReader
from graphs.language.plain.operands import SPECIAL, WITH_INDEX
from graphs.language.sheet import Note
from graphs.language.statements.derivatives import HELP, SIGN, is_derivative, signs_of
from graphs.language.statements.known import Known
from graphs.language.statements.pieces import comma_parts, in_brackets
from graphs.language.statements.products import Products
from graphs.language.statements.runs import Runs
from graphs.language.tokens import Token, token
from graphs.limits import Limits

_DERIVATIVE = "Derivative"


class Formulas:
    """The reader of one text's formulas. notes: what is told of runs and products."""

    def __init__(self, known: Known, form: str, limits: Limits, sentences: Sequence[Sequence[Token]]):
        self.known = known
        self.limits = limits
        special = _special_in(sentences) | ({*WITH_INDEX, "entry", "angles"} if form == "latex" else set())
        self.special = special - known.functions.keys()
        self.runs = Runs(known)
        self.latex = form == "latex"
        self.products = Products(known, self.special)
        self.own = known.names()
        self.derivatives: dict[str, Token] = {}  # by the names that lines give them
        self.bound = self.own | ALWAYS_INPUTS

    @property
    def notes(self) -> list[Note]:
        return [*self.runs.notes, *self.products.notes]

    def settled(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with runs of letters as names or products; LaTeX is delivered with its own settled."""
        return list(tokens) if self.latex else self.runs.settled(tokens)

    def read(self, tokens: Sequence[Token], name: Token | None = None, parameters: Collection[str] = (),
             claimed: bool = False) -> ast.expr:  # fmt: skip
        """name: of the line, which then has one output. claimed: derivatives may stand in what is only stated.

        Raises BadSyntax, UnknownFunction, WrongArguments, TwoReadings or TooLarge, with the place in the text.
        """
        raw = self.products.joined(self._listed(tokens, name is not None), parameters)
        raw = self._derived(raw, claimed)
        self._check_primes(raw)
        defined = self.known.functions.keys() | self.special | ({_DERIVATIVE} if claimed else set())
        reader = LineReader(raw, self.bound, self.own, self.limits, name is not None, defined)
        out = reader.read()
        if name is not None and reader.outputs > 1:
            fixes = mended(raw[0], raw[-1], before(raw[0], "["), after(raw[-1], "]"))
            raise BadSyntax("several outputs cannot have a name", name.place, f"{name} = […, …] is one array", fixes)
        return expression(out)

    def _listed(self, tokens: Sequence[Token], named: bool) -> list[Token]:
        """(1, 2) as a whole right side is [1, 2]."""
        inner = in_brackets(list(tokens)) if named and tokens[0] == "(" else None
        if inner is None or len(comma_parts(inner)) < 2:
            return list(tokens)
        return [_like(tokens[0], "["), *inner, _like(tokens[-1], "]")]

    def _derived(self, tokens: Sequence[Token], claimed: bool) -> list[Token]:
        """dL/dz in what is stated is Derivative(L, z); a derivative is no part of a program."""
        out: list[Token] = []
        for k, this in enumerate(tokens):
            if this.kind == "name" and this in self.derivatives:
                if not claimed:
                    raise BadSyntax(SIGN, this.place, HELP)
                this = self.derivatives[str(this)]
            if not is_derivative(this) and not self._is_prime(tokens, k):
                out.append(this)
            elif claimed and this.kind == "derivative" and (signs := signs_of(this)).of is not None:
                parts = [_like(this, _DERIVATIVE, "name"), _like(this, "(")]
                for name in (str(signs.of), *signs.by):
                    parts += [_like(this, name, "name"), _like(this, ",")]
                out += [*parts[:-1], _like(this, ")")]
            else:
                raise BadSyntax(SIGN, this.place, HELP)
        return out

    def _is_prime(self, tokens: Sequence[Token], k: int) -> bool:
        """f'(…) of a function of the text."""
        this = tokens[k]
        is_own = this.kind == "name" and "'" in this and this.rstrip("'") in self.known.functions
        return is_own and this not in self.own and tokens[k + 1 : k + 2] == ["("]

    def is_checked(self, tokens: Sequence[Token]) -> bool:
        """Whether what is stated can be read: derivatives in it are those of names, not f'(g(x))."""
        for k, this in enumerate(tokens):
            if self._is_prime(tokens, k) or this in ("∂", "∇"):
                return False
            if this.kind == "derivative":
                signs = signs_of(this)
                called = tokens[k + 1 : k + 2] == ["("]
                if signs.of is None or signs.is_gradient or signs.at or not signs.by or called:
                    return False
        return True

    def _check_primes(self, tokens: Sequence[Token]) -> None:
        for each in tokens:
            if each.kind == "name" and "'" in each and each not in self.own:
                at = each.place.column + len(each.typed.rstrip("'′’"))
                message = f"no line before is called {each.typed}, and a prime is part of a line's name alone"
                raise BadSyntax(message, each.place._replace(column=at, length=1), "a transpose is written A.T")


def _special_in(sentences: Sequence[Sequence[Token]]) -> set[str]:
    """Sum, Product and Piecewise where a bracket stands in their bracket, as SymPy writes them."""
    found = set()
    for sentence in sentences:
        for k, this in enumerate(sentence[:-1]):
            if this in SPECIAL and this.kind == "name" and sentence[k + 1] == "(":
                end = closing_of(sentence, k + 1) or 0
                parts = comma_parts(sentence[k + 2 : end])
                if any(each and each[0] == "(" and in_brackets(each) and "," in each for each in parts):
                    found.add(str(this))
    return found


def _like(this: Token, text: str, kind: str = "sign") -> Token:
    made = token(text, kind, this.place, this.typed)
    made.line = this.line
    return made
