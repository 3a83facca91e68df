"""Names in a line: libraries' prefixes, calls, options, roots and methods.

Each method takes what begins at the cursor and says whether an operand is still wanted.
"""

from __future__ import annotations

from collections.abc import Collection
from unicodedata import normalize

from graphs.errors import BadSyntax, Place, WrongArguments
from graphs.language.calls.calls import Called, applied, called, check_option, ignores
from graphs.language.calls.libraries import CASTS, INNER, KEPT, KNOWN, ROOTS, is_function, is_method
from graphs.language.calls.meanings import is_known, part_names, spoken_by
from graphs.language.calls.options import wanted
from graphs.language.messages.edits import instead, mended
from graphs.language.messages.operands import closing_of, prefix_start
from graphs.language.messages.syntax import no_argument, no_power_of, no_radicand, under_root
from graphs.language.messages.unbound import no_input
from graphs.language.messages.unknown import (
    no_attribute,
    repeat_method,
    spread_method,
    unknown_function,
    unknown_method,
)
from graphs.language.names import NAMED_CONSTANTS, RESERVED
from graphs.language.plain.brackets import Open
from graphs.language.tokens import OPENS, Token, spanning, token
from graphs.limits import Limits
from graphs.operations.arranged import MATRIX_TRANSPOSE
from graphs.operations.rearrangement import INDEX, TRANSPOSE
from graphs.operations.row import Operation

SPECIAL = frozenset("Sum Product Piecewise".split())  # their parts stand in brackets of their own
WITH_INDEX = SPECIAL | {"max_over", "min_over", "each_of"}  # and those that LaTeX is delivered with
TIGHT = ("^", "**", "!", "[", ".", "ᵀ")  # what binds tighter than a product, and so would pull at a power or a root
FUNCTION_LETTERS = {"σ": "sigmoid", "Γ": "gamma", "sigma": "sigmoid"}


class NameReader:
    """Where the reading of a line stands, and the part of the pass that knows names.

    raw: the line as typed, read up to `at`. out: the line rewritten. bound: names that need no guessing, own: those
    of them that the point or a line binds. names: those of the line. defined: functions of the text, which hide ours
    of their names; Sum, Product, Piecewise and entry are among them where the text may hold these.
    """

    def __init__(self, raw: list[Token], bound: set[str], own: set[str], limits: Limits,
                 defined: Collection[str] = ()):  # fmt: skip
        self.raw = raw
        self.defined = defined
        self.bound = bound
        self.own = own
        self.names = {each for each in raw if each.kind == "name"}
        self.limits = limits
        self.at = 0
        self.out: list[Token] = []
        self.opened: list[Open] = []
        self.operations = 0
        self.closed: Open | None = None  # the bracket that the last token closed

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

    # Names.

    def _name(self, this: Token) -> bool:
        if this in RESERVED:
            return self._word(this)
        name = self._without_library(this)
        library = "" if name is this else self._library()
        if self._next() == "(":
            return self._call(name, FUNCTION_LETTERS.get(normalize("NFKC", name.typed)), library=library)
        if is_known(name, library) if library else self._is_lone_function(name) or self._is_power_of_own(name):
            return self._power_of_function(name, library)
        if name == "inf" and self._is_whole_argument(prefix_start(self.raw, self.at)):
            self.out.append(token("inf", "word", name.place, name.typed))
            return False
        if library and name not in NAMED_CONSTANTS:
            raise BadSyntax(f"{name.typed} is not a function or constant of the language", name.place)
        if not library and name not in self.bound and name not in NAMED_CONSTANTS:
            refused = no_input(self.raw, self.at, self.bound, self.own, self.names)
            if refused is not None:
                raise refused
        if library and name in self.bound:  # np.pi is the constant, whatever pi is here
            name = token(repr(NAMED_CONSTANTS[name]), "number", name.place, name.typed)
        self.out.append(name)
        return False

    def _is_whole_argument(self, start: int) -> bool:
        """Whether what stands from raw[start] to the cursor is an argument of a call, but for its sign."""
        before = self.raw[start - 2 : start] if self.raw[start - 1] == "-" else self.raw[start - 1 : start]
        is_call = bool(self.opened) and self.opened[-1].kind == "call"
        return is_call and bool(before) and before[0] in ("(", ",", "=") and self._next() in (",", ")")

    def _is_lone_function(self, name: Token) -> bool:
        return name in KNOWN and is_function(name) and name not in CASTS and name not in self.bound

    def _is_power_of_own(self, name: Token) -> bool:
        """f^2(x) of a function of the text."""
        steps = 1 if self._next_kind() == "power" else 2 if self._next() in ("^", "**") else 0
        return name in self.defined and bool(steps) and self._next(steps + 1) == "("

    def _is_own(self, function: Called | None) -> bool:
        """Whether a call is that of a function of the text."""
        return function is not None and not function.method and not function.library and function in self.defined

    def _without_library(self, this: Token) -> Token:
        """The name itself, or the one behind a library's prefix: sin of np.sin, norm of np.linalg.norm."""
        behind = self._token(2)
        if this == "cmath" and this not in self.bound and self._next() == ".":
            raise BadSyntax("numbers are real here, and those of cmath complex", this.place, "math",
                            mended(this, this, instead(this, "math")))  # fmt: skip
        if this not in ROOTS or this in self.bound or self._next() != "." or behind is None or behind in ("T", "mT"):
            return this
        if behind.kind != "name":
            return this
        self.at += 2
        while self.raw[self.at] in INNER and self._next() == "." and self._next_kind(2) == "name":
            self.at += 2
        return self.raw[self.at]

    def _library(self) -> str:
        """The prefix of the name at the cursor: np, torch.nn.functional."""
        return "".join(self.raw[prefix_start(self.raw, self.at) : self.at - 1])

    def _call(self, name: Token, function: str | None = None, power: tuple[Token, ...] = (), library: str = "") -> bool:
        """A name directly before '(': always a call; with a power, sin^2(x) is (sin(x)^2)."""
        function = function or str(name)
        if not library and name in self.defined:
            function = str(name)
        elif not (is_known(function, library) if library else is_function(function)):
            raise unknown_function(self.raw, self.at, self.bound | NAMED_CONSTANTS.keys(), library)
        self.at += 1
        bracket = self.raw[self.at]
        made = called(function, name, library=library)
        if function in CASTS and not self._is_own(made):
            self._open("cast", bracket, beside(bracket, ")"), function=made)
        else:
            self._count(name)
            ends = (beside(bracket, ")"), *power, *((beside(bracket, ")"),) if power else ()))
            self._open("call", bracket, *ends, function=made)
            self.out += (beside(name, "("), made) if power else (made,)
        self.out.append(bracket)
        return self._options() if self._is_option() else True

    def _power_of_function(self, name: Token, library: str) -> bool:
        """sin^2(x), sin²(x); every other use of a function's name without '(' is refused."""
        raised = self._token(1)
        sign = self._token(2) if self._next() in ("^", "**") else raised if self._next_kind() == "power" else None
        if raised is not None and sign is not None:
            if sign.startswith("-"):
                raise no_power_of(self.raw, self.at, sign, self.bound)
            if sign.kind in ("number", "power"):
                steps = 1 if raised is sign else 2
                if self._next(steps + 1) == "(":
                    self._count(raised)
                    self.at += steps
                    power = (beside(raised, "**"), token(sign, "number", sign.place, sign.typed))
                    return self._call(name, power=power, library=library)
        raise no_argument(self.raw, self.at, self.bound)

    def _is_option(self) -> bool:
        return self._next_kind() == "name" and self._next(2) == "="

    def _options(self) -> bool:
        """Take the name of an option and its sign, after which a value is wanted; those of storage are left out."""
        opened = self.opened[-1]
        function = opened.function
        assert function is not None
        if self.out[-1] is opened.sign and function in CASTS:
            raise BadSyntax(f"{function.typed} needs an argument", opened.sign.place)
        while self._is_option():
            named, equals = self.raw[self.at + 1 : self.at + 3]
            self.at += 2
            if self._is_own(function) or not ignores(function, named):
                if not self._is_own(function):
                    check_option(function, named, equals)
                self._check_value(named)
                opened.has_options = True
                self.out += (named, equals)
                return True
            self._skip()
            if self._next() == ",":
                self.at += 1
        if self.out[-1] == ",":
            self.out.pop()
        following = self._token(1)
        if following is not None and following != ")":
            raise self._after_option(following)
        return False

    def _check_value(self, named: Token) -> None:
        first, second = self._token(1), self._token(2)
        if first is None:
            raise BadSyntax(f"expected a value after '{named.typed} ='", named.place)
        if first == "(" and second is not None and second == ")":
            raise WrongArguments(wanted(named), spanning(first, second))

    def _after_option(self, following: Token) -> BadSyntax:
        if self.raw[self.at] == ",":
            return BadSyntax("operands stand before options", following.place)
        return BadSyntax(f"expected ')' after an option, found '{following.typed}'", following.place)

    def _skip(self) -> None:
        """Pass over the value of an option that is ignored."""
        depth = 0
        while (following := self._token(1)) is not None and (depth or following not in (",", ")")):
            depth += (following in OPENS) - (following in OPENS.values())
            self.at += 1
        if self.raw[self.at] == "=":
            raise BadSyntax("expected a value after '='", self.raw[self.at].place)

    def _word(self, this: Token) -> bool:
        """None, True, False or a word in quotes: an option among the operands of a call."""
        inside = self.opened and (self.opened[-1].kind == "call" or self._is_special(self.opened[-1]))
        if not inside or self._next(-1) not in ("(", ",", "=") or self._next() not in (")", ","):
            what = "words in quotes are only options" if this.kind == "word" else f"{this.typed} is only an option"
            raise BadSyntax(f"{what} of functions", this.place, "norm(A, 'fro'), sum(A, axis=1, keepdims=True)")
        self.out.append(token(this, "word", this.place, this.typed))
        return False

    def _is_special(self, group: Open) -> bool:
        """Whether a group is a part of Sum, Product or Piecewise: (i, 1, n), (value, True)."""
        outer = self.opened[-2].function if len(self.opened) > 1 else None
        return group.kind in ("group", "tuple") and self._is_own(outer) and outer in WITH_INDEX

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

    def _applied(self, row: Operation, place: Place, part: str = "") -> bool:
        made = applied(row, place, part)
        self._count(made)
        self.out += (beside(made, "["), made, beside(made, "]"))
        return False

    def _attribute(self, dot: Token) -> bool:
        """A.T, or a method's call: x.sum(axis=0) is x[_k(axis)], so that x stays where it is."""
        name = self._token(1)
        if name is None or name.kind != "name":
            raise BadSyntax("expected a name after '.'", dot.place, "A.T, x.sum()")
        self.at += 1
        bracket = self._token(1)
        if bracket is None or bracket != "(":
            if self._is_part(name):
                return self._applied(INDEX, name.place, str(name))
            if name not in ("T", "mT"):
                raise no_attribute(self.raw, self.at)
            return self._applied(TRANSPOSE if name == "T" else MATRIX_TRANSPOSE, name.place)
        if name in KEPT and self._next(2) == ")":
            self.at += 2
            return False
        if name in ("std", "var") and not self._spoken():
            raise spread_method(self.raw, self.at)
        if name == "repeat" and not self._spoken():
            raise repeat_method(self.raw, self.at)
        if not is_method(name):
            raise unknown_method(self.raw, self.at)
        self._count(name)
        made = called(str(name), name, method=True, library=self._spoken())
        self.at += 1
        self._open("call", bracket, beside(bracket, ")"), beside(bracket, "]"), function=made)
        self.out += (beside(name, "["), made, bracket)
        return self._options() if self._is_option() else True

    def _spoken(self) -> str:
        """The library that has the method at the cursor, by the names of its arguments."""
        end = closing_of(self.raw, self.at + 1) or 0
        return spoken_by(self.raw[k] for k in range(self.at + 2, end) if self.raw[k + 1] == "=")

    def _is_part(self, name: Token) -> bool:
        """Whether a name after a dot is one of several arrays that the call before it gives."""
        function = self.closed.function if self.closed is not None and self.raw[self.at - 2] == ")" else None
        return function is not None and name in part_names(function, function.library or "torch")

    def _bars(self, this: Token, *outer: Token) -> None:
        self._count(this)
        self._open("bars", this, beside(this, ")"), *outer)
        self.out += (called("abs", this), beside(this, "("))

    def _root(self, this: Token) -> bool:
        """√ of the next number or name, or of what stands in brackets."""
        atom = self._token(1)
        if atom is not None and atom == "(":
            return self._call(this, "sqrt")
        if atom is not None and atom == "|":
            self._count(this)
            self.out += (called("sqrt", this), beside(this, "("))
            self.at += 1
            self._bars(atom, beside(atom, ")"))
            return True
        if atom is None or atom.kind not in ("number", "name") or atom in RESERVED or self._next(2) == "(":
            raise no_radicand(self.raw, self.at)
        self._count(this)
        self.out += (called("sqrt", this), beside(this, "("), atom, beside(atom, ")"))
        self.at += 1
        after = self._token(1)
        if after is not None and (
            after in TIGHT
            or after.kind == "power"
            or (atom.kind == "number" and (after == "√" or after.kind == "name"))
        ):
            raise under_root(self.raw, self.at - 1)
        return False


def beside(place: Token, text: str) -> Token:
    """A sign of our own that stands where a typed token stands."""
    return token(text, "sign", place.place, place.typed)
