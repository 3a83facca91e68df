"""The pass over one line that expects an operand or an operator at each token.

It refuses whatever could be guessed at, bounds depth and operations before any parser sees the line, and rewrites
`|x|`, `√x` and `sin^2(x)` as calls. What follows its operand (`x!`, `A.T`, `x[1:]`, `x.sum(axis=0)`) becomes an index
that holds one token for the row, or the call: `x[_k]`, `x[_k(…)]`.
"""

from __future__ import annotations

import math

from graphs.arrangements import INDEX, TRANSPOSE
from graphs.calls import applied, called, ignores, option_of, takes_lists, takes_no_operands
from graphs.elementwise import FACTORIAL
from graphs.errors import BadSyntax, Place, WrongArguments
from graphs.libraries import CASTS, INNER, KNOWN, ROOTS, is_function, is_method
from graphs.limits import Limits
from graphs.names import RESERVED
from graphs.openings import Open, closing, not_closed
from graphs.refusals import (
    after_power,
    no_attribute,
    no_power_of,
    not_an_operator,
    side_by_side,
    under_root,
    unknown_function,
    unknown_method,
)
from graphs.rows import Operation
from graphs.statics import Option, index_key, option_value
from graphs.tokens import OPENS, Token, spanning, token

CONSTANTS = {"pi": math.pi, "e": math.e, "E": math.e}
BINARY = ("+", "-", "*", "/", "@", "**", "^")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_TIGHT = ("^", "**", "!", "[", ".", "ᵀ")  # what binds tighter than a product, and so would pull at a power or a root
_LETTERS = {"σ": "sigmoid", "Γ": "gamma"}


class LineReader:
    """bound: the names that the point or an earlier line binds."""

    def __init__(self, raw: list[Token], bound: set[str], limits: Limits):
        self.raw = raw
        self.bound = bound
        self.limits = limits
        self.at = 0
        self.out: list[Token] = []
        self.opened: list[Open] = []
        self.operations = 0
        self.outputs = 1

    def read(self) -> list[Token]:
        """The line rewritten, with names, numbers, operators, commas, lists and calls alone."""
        wants_operand = True
        while self.at < len(self.raw):
            this = self.raw[self.at]
            if not wants_operand and self._multiplies(this):
                wants_operand = True
            wants_operand = self._operand(this) if wants_operand else self._operator(this)
            self.at += 1
        last = self.raw[-1]
        if self.opened and (not wants_operand or last == ","):
            raise not_closed(self.opened[-1])
        if wants_operand:
            raise BadSyntax(f"expected an operand after '{last.typed}', found the end of the line", last.place)
        return self.out

    def _multiplies(self, this: Token) -> bool:
        """Whether a product is implied before this token: after a number or ')', not between two numbers."""
        if this.kind in ("sign", "power", "word") and this not in ("(", "√"):
            return False
        before = self.raw[self.at - 1]
        if before == ")" or (before.kind == "number" and this.kind != "number"):
            self._count(this)
            if self.out[-1] == "]":  # the end of a method's call, where the parser's front end implies nothing
                self.out.append(_beside(this, "*"))
            return True
        raise side_by_side(before, this, self._token(-2))

    def _token(self, steps: int) -> Token | None:
        at = self.at + steps
        return self.raw[at] if 0 <= at < len(self.raw) else None

    def _next(self, steps: int = 1) -> str:
        return self._token(steps) or ""

    def _next_kind(self, steps: int = 1) -> str:
        following = self._token(steps)
        return following.kind if following is not None else ""

    def _count(self, this: Token) -> None:
        self.operations += 1
        self.limits.check("operations", self.operations, "operations may stand in one line", this.place)

    def _open(self, kind: str, sign: Token, *ends: Token, **rest: object) -> Open:
        opened = Open(sign, kind, len(self.out), ends, **rest)  # type: ignore[arg-type]
        self.opened.append(opened)
        self.limits.check("depth", len(self.opened), "brackets may be open at once", sign.place)
        return opened

    # Operands.

    def _operand(self, this: Token) -> bool:
        """Take what begins or is an operand; True if one is still wanted after it."""
        if this.kind == "number":
            self.out.append(this)
            return False
        if this.kind == "name":
            return self._name(this)
        if this.kind == "word":
            return self._word(this)
        if this == "(":
            self._open("group", this, _beside(this, ")"))
            self.out.append(this)
            return True
        if this == "[":
            opened = self._open("literal", this, _beside(this, "]"))
            self.out.append(this)
            opened.begins(len(self.out))
            return True
        if this == "|":
            self._bars(this)
            return True
        if this == "√":
            return self._root(this)
        if this in ("+", "-"):
            if self._signed_entry(this):
                return False
            self._count(this)
            self.out.append(this)
            return True
        return self._no_operand(this)

    def _no_operand(self, this: Token) -> bool:
        """A bracket may close after a comma, and a call without operands; nothing else stands for an operand."""
        opened = self.opened[-1] if self.opened else None
        before = self._token(-1)
        if opened is not None and this == closing(opened.sign):
            empty = before is opened.sign
            if before == "," or (empty and opened.function and (opened.function.method
                                                                or takes_no_operands(opened.function))):  # fmt: skip
                return self._close(this)
            if empty and opened.kind == "literal":
                raise BadSyntax("an array needs at least one entry", spanning(opened.sign, this), "[0]")
            if empty and opened.function:
                raise BadSyntax(f"{opened.function.typed} needs an argument", this.place)
        after = f" after '{before.typed}'" if before is not None else ""
        raise BadSyntax(f"expected an operand{after}, found '{this.typed}'", this.place)

    def _signed_entry(self, sign: Token) -> bool:
        """A number with its sign that is a whole entry of a literal is one number: data, not operations."""
        number = self._token(1)
        entry = self._next(-1) in ("[", ",") and self._next(2) in ("]", ",") and self.opened
        if not entry or self.opened[-1].kind != "literal" or number is None or number.kind != "number":
            return False
        self.out.append(token(("-" if sign == "-" else "") + number, "number", spanning(sign, number)))
        self.at += 1
        return True

    def _word(self, this: Token) -> bool:
        """None, True, False or a word in quotes: an option among the operands of a call."""
        inside = self.opened and self.opened[-1].kind == "call"
        if not inside or self._next(-1) not in ("(", ",") or self._next() not in (")", ","):
            what = "words in quotes are only options" if this.kind == "word" else f"{this.typed} is only an option"
            raise BadSyntax(f"{what} of functions", this.place, "norm(A, 'fro'), sum(A, axis=1, keepdims=True)")
        self.out.append(token(this, "word", this.place, this.typed))
        return False

    def _bars(self, this: Token, *outer: Token) -> None:
        self._count(this)
        self._open("bars", this, _beside(this, ")"), *outer)
        self.out += (called("abs", this), _beside(this, "("))

    def _root(self, this: Token) -> bool:
        """√ of the next number or name, or of what stands in brackets."""
        atom = self._token(1)
        if atom is not None and atom == "(":
            return self._call(this, "sqrt")
        if atom is not None and atom == "|":
            self._count(this)
            self.out += (called("sqrt", this), _beside(this, "("))
            self.at += 1
            self._bars(atom, _beside(atom, ")"))
            return True
        if atom is None or atom.kind not in ("number", "name") or atom in RESERVED or self._next(2) == "(":
            raise BadSyntax("√ stands before a number, a name or brackets", this.place, "√(…)")
        self._count(this)
        self.out += (called("sqrt", this), _beside(this, "("), atom, _beside(atom, ")"))
        self.at += 1
        after = self._token(1)
        if after is not None and (
            after in _TIGHT
            or after.kind == "power"
            or (atom.kind == "number" and (after == "√" or after.kind == "name"))
        ):
            raise under_root(atom, after, self._token(2))
        return False

    # Names and calls.

    def _name(self, this: Token) -> bool:
        if this in RESERVED:
            return self._word(this)
        name = self._without_library(this)
        library = name is not this
        if self._next() == "(":
            return self._call(name, _LETTERS.get(name.typed), library=library)
        if name in KNOWN and (library or (is_function(name) and name not in CASTS and name not in self.bound)):
            return self._power_of_function(name, library)
        if library and name not in CONSTANTS:
            raise BadSyntax(f"{name.typed} is no function or constant of the language", name.place)
        if library and name in self.bound:  # np.pi is the constant, whatever pi is here
            name = token(repr(CONSTANTS[name]), "number", name.place, name.typed)
        self.out.append(name)
        return False

    def _without_library(self, this: Token) -> Token:
        """The name itself, or the one behind a library's prefix: sin of np.sin, norm of np.linalg.norm."""
        behind = self._token(2)
        if this not in ROOTS or this in self.bound or self._next() != "." or behind is None or behind in ("T", "mT"):
            return this
        if behind.kind != "name":
            return this
        self.at += 2
        while self.raw[self.at] in INNER and self._next() == "." and self._next_kind(2) == "name":
            self.at += 2
        return self.raw[self.at]

    def _call(
        self, name: Token, function: str | None = None, power: tuple[Token, ...] = (), library: bool = False
    ) -> bool:
        """A name directly before '(': always a call; with a power, sin^2(x) is (sin(x)^2)."""
        function = function or str(name)
        if not (function in KNOWN if library else is_function(function)):
            raise unknown_function(self.raw, self.at, self.bound | CONSTANTS.keys())
        self.at += 1
        bracket = self.raw[self.at]
        made = called(function, name, library=library)
        if function in CASTS:
            self._open("cast", bracket, _beside(bracket, ")"), function=made)
        else:
            self._count(name)
            ends = (_beside(bracket, ")"), *power, *((_beside(bracket, ")"),) if power else ()))
            self._open("call", bracket, *ends, function=made)
            self.out += (_beside(name, "("), made) if power else (made,)
        self.out.append(bracket)
        return self._options() if self._is_option() else True

    def _power_of_function(self, name: Token, library: bool) -> bool:
        """sin^2(x), sin²(x); every other use of a function's name without '(' is refused."""
        raised = self._token(1)
        sign = self._token(2) if self._next() in ("^", "**") else raised if self._next_kind() == "power" else None
        if raised is not None and sign is not None:
            if sign.startswith("-"):
                raise no_power_of(name, sign)
            if sign.kind in ("number", "power"):
                steps = 1 if raised is sign else 2
                if self._next(steps + 1) == "(":
                    self._count(raised)
                    self.at += steps
                    power = (_beside(raised, "**"), token(sign, "number", sign.place, sign.typed))
                    return self._call(name, power=power, library=library)
        argument = raised if raised is not None and raised.kind in ("name", "number") else "x"
        raise BadSyntax(f"{name.typed} needs an argument", name.place, f"{name}({argument})")

    def _is_option(self) -> bool:
        return self._next_kind() == "name" and self._next(2) == "="

    def _options(self) -> bool:
        """Take the options from here to the end of the call, which must follow."""
        function = self.opened[-1].function
        assert function is not None
        if self.out[-1] == ",":
            self.out.pop()
        if self.out[-1] is self.opened[-1].sign and function in CASTS:
            raise BadSyntax(f"{function.typed} needs an argument", self.opened[-1].sign.place)
        while self._is_option():
            named = self.raw[self.at + 1]
            self.at += 2
            if ignores(function, named):
                self._skip()
            else:
                option = option_of(function, named)
                value, end = option_value(self.raw, self.at + 1, named)
                function.options[option] = Option(value, spanning(self.raw[self.at + 1], self.raw[end - 1]))
                self.at = end - 1
            if self._next() == ",":
                self.at += 1
        following = self._token(1)
        if following is not None and following != ")":
            if self.raw[self.at] == ",":
                raise BadSyntax("operands stand before options", following.place)
            raise BadSyntax(f"expected ')' after the option {named.typed}, found '{following.typed}'", following.place)
        return False

    def _skip(self) -> None:
        """Pass over the value of an option that is ignored."""
        depth = 0
        while (following := self._token(1)) is not None and (depth or following not in (",", ")")):
            depth += (following in OPENS) - (following in OPENS.values())
            self.at += 1
        if self.raw[self.at] == "=":
            raise BadSyntax("expected a value after '='", self.raw[self.at].place)

    # Operators, and what follows an operand.

    def _operator(self, this: Token) -> bool:
        """Take what follows an operand; True if an operand is wanted after it."""
        before = self.raw[self.at - 1]
        if before.kind == "power" and (this in _TIGHT or this.kind == "power"):
            raise after_power(self.raw[self.at - 2], before, this)
        if this.kind == "power":
            self._count(this)
            self.out += (_beside(this, "**"), token(this, "number", this.place, this.typed))
            return False
        if this in BINARY or this in COMPARISONS:
            self._count(this)
            self.out.append(this)
            return True
        if this == ",":
            return self._comma(this)
        if self.opened and this == closing(self.opened[-1].sign):
            return self._close(this)
        if this == "!":
            if before == "!":
                raise BadSyntax("'!!' is not read", this.place, "write (x!)! for the factorial of a factorial")
            return self._applied(FACTORIAL, this.place)
        if this == "ᵀ":
            return self._applied(TRANSPOSE, this.place)
        if this == "[" and before.kind != "number":
            key, end = index_key(self.raw, self.at)
            self.at = end
            return self._applied(INDEX.given(key=key), spanning(this, self.raw[end]))
        if this == ".":
            return self._attribute(this)
        raise not_an_operator(this, before, self.opened[-1] if self.opened else None)

    def _applied(self, row: Operation, place: Place) -> bool:
        made = applied(row, place)
        self._count(made)
        self.out += (_beside(made, "["), made, _beside(made, "]"))
        return False

    def _attribute(self, dot: Token) -> bool:
        """A.T, or a method's call: x.sum(axis=0) is x[_k(axis)], so that x stays where it is."""
        name = self._token(1)
        if name is None or name.kind != "name":
            raise BadSyntax("expected a name after '.'", dot.place, "A.T, x.sum()")
        self.at += 1
        bracket = self._token(1)
        if bracket is None or bracket != "(":
            if name not in ("T", "mT"):
                raise no_attribute(name)
            return self._applied(TRANSPOSE, name.place)
        if not is_method(name):
            raise unknown_method(name)
        self._count(name)
        self.at += 1
        made = called(str(name), name, method=True)
        self._open("call", bracket, _beside(bracket, ")"), _beside(bracket, "]"), function=made)
        self.out += (_beside(name, "["), made, bracket)
        return self._options() if self._is_option() else True

    def _comma(self, this: Token) -> bool:
        opened = self.opened[-1] if self.opened else None
        if opened is None:
            self.outputs += 1
        elif opened.kind == "cast":
            return self._after_cast(opened)
        elif opened.kind == "literal":
            opened.entry_ends(len(self.out), self.limits)
            opened.begins(len(self.out) + 1)
        elif opened.kind == "group" and self._is_argument(opened):
            opened.kind = "tuple"
            if self.opened[-2].kind == "cast":  # array((1, 2)) is array([1, 2])
                self.out[opened.start] = _beside(opened.sign, "[")
                opened.end = (_beside(opened.sign, "]"),)
        elif opened.kind in ("group", "bars"):
            raise BadSyntax(f"expected '{closing(opened.sign)}', found ','", this.place)
        self.out.append(this)
        return self._options() if opened is not None and opened.kind == "call" and self._is_option() else True

    def _is_argument(self, group: Open) -> bool:
        """Whether a group is a whole argument, so far, of a function that takes lists."""
        outer = self.opened[-2] if len(self.opened) > 1 else None
        if outer is None or outer.function is None or self.out[group.start - 1] not in ("(", ","):
            return False
        return outer.kind in ("call", "cast") and takes_lists(outer.function)

    def _after_cast(self, opened: Open) -> bool:
        """array([1, 2], float): what stands after the array says how it is stored."""
        if self._is_option():
            return self._options()
        following = self._token(1)
        if following is not None and following.kind in ("name", "word"):
            self._skip()
            if self.raw[self.at] in CASTS or self.raw[self.at].kind == "word":
                return False
        if following is None or following == ")":
            return False
        raise WrongArguments(f"{opened.function and opened.function.typed} takes one array", following.place)

    def _close(self, this: Token) -> bool:
        opened = self.opened.pop()
        outer = self.opened[-1] if self.opened else None
        if opened.kind == "literal":
            opened.entry_ends(len(self.out), self.limits)
        self.out += (token(piece, "sign", this.place) if piece in (")", "]") else piece for piece in opened.end)
        if opened.kind == "literal" and outer is not None and outer.kind == "literal":
            outer.holds(opened, len(self.out))
        if opened.kind == "tuple" and (following := self._token(1)) is not None and following not in (",", ")"):
            raise BadSyntax(f"expected ',' or ')' after (…, …), found '{following.typed}'", following.place)
        return False


def _beside(place: Token, text: str) -> Token:
    """A sign of our own that stands where a typed token stands."""
    return token(text, "sign", place.place, place.typed)
