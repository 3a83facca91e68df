"""The pass over one line that expects an operand or an operator at each token.

It refuses whatever could be guessed at, bounds depth and operations before any parser sees the line, and rewrites
`|x|`, `√x` and `sin^2(x)` as calls. What follows its operand (`x!`, `A.T`, `x[1:]`, `x.sum(axis=0)`) becomes an index
that holds one token for the row, or the call: `x[_k]`, `x[_k(…)]`.
"""

from __future__ import annotations

from collections.abc import Collection

from graphs.errors import BadSyntax, Fix
from graphs.language.calls.calls import takes_lists, takes_no_operands, with_options
from graphs.language.calls.options import index_key
from graphs.language.messages.edits import instead, mended
from graphs.language.messages.syntax import after_power, decimal_comma, is_decimal, not_an_operator, side_by_side
from graphs.language.names import JOINS, NOT
from graphs.language.plain.brackets import Open, closing, not_closed
from graphs.language.plain.operands import TIGHT, WITH_INDEX, NameReader, beside
from graphs.language.tokens import OPENS, Token, spanning, token
from graphs.limits import Limits
from graphs.operations.numbers.special import FACTORIAL
from graphs.operations.rearrangement import INDEX, TRANSPOSE

BINARY = ("+", "-", "*", "/", "%", "//", "@", "**", "^", "&")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


class LineReader(NameReader):
    """The pass itself. named: the line has a name. outputs: how many expressions it holds, split by commas."""

    def __init__(self, raw: list[Token], bound: set[str], own: set[str], limits: Limits, named: bool = False,
                 defined: Collection[str] = ()):  # fmt: skip
        super().__init__(raw, bound, own, limits, defined)
        self.named = named
        self.outputs = 1
        self.choices: list[Token] = []  # the ifs outside of brackets that wait for their else

    def read(self) -> list[Token]:
        """The line rewritten, with names, numbers, operators, commas, lists and calls alone."""
        try:
            return self._read()
        except BadSyntax as refused:
            raise self._still_open(refused) or refused from None

    def _still_open(self, refused: BadSyntax) -> BadSyntax | None:
        """A bracket of an earlier line that nothing closes: why the next line was read as more of it."""
        line, rest = refused.place.line if refused.place else 0, self.raw[self.at :]
        earlier = [opened for opened in self.opened if opened.sign in OPENS and opened.sign.place.line < line]
        closed = sum(sign in OPENS.values() for sign in rest) - sum(sign in OPENS for sign in rest)
        if not earlier or closed >= len(self.opened):
            return None
        last = [each for each in self.raw if each.place.line < line][-1]
        return not_closed(earlier, None, last, last.place.line)

    def _read(self) -> list[Token]:
        wants_operand = True
        while self.at < len(self.raw):
            this = self.raw[self.at]
            if not wants_operand and this in JOINS and this.kind == "name" and this not in self.bound:
                wants_operand = self._joins(this)
            else:
                if not wants_operand and self._multiplies(this):
                    wants_operand = True
                wants_operand = self._operand(this) if wants_operand else self._operator(this)
            self.at += 1
        last = self.raw[-1]
        if self.opened and (not wants_operand or last == ","):
            raise not_closed(self.opened, None, last)
        if wants_operand:
            message = f"expected an operand after '{last.typed}', found the end of the line"
            raise BadSyntax(message, last.place, *self._percent(last))
        self._choices_end(self.choices)
        return self.out

    def _percent(self, last: Token) -> tuple[str | None, tuple[Fix, ...]]:
        """A hint and a fix for 20%, which is 0.2."""
        number = self.raw[-2] if len(self.raw) > 1 and last == "%" else None
        if number is None or number.kind != "number":
            return None, ()
        share = f"{number.typed}/100"
        return f"% is the remainder; {number.typed}% is {share}", mended(
            number, last, instead(number, f"({share})", last)
        )

    def _joins(self, this: Token) -> bool:
        """and, or, mod between operands; if and else, which choose one of two."""
        choices = self.opened[-1].choices if self.opened else self.choices
        if this == "if":
            choices.append(this)
        elif this == "else":
            if not choices:
                raise BadSyntax("'else' stands after 'if'", this.place, "x if x > 0 else 0")
            choices.pop()
        elif self.opened:
            self.opened[-1].compares = True
        self._count(this)
        self.out.append(token(JOINS[this], "sign", this.place, this.typed))
        return True

    def _choices_end(self, choices: list[Token]) -> None:
        if choices:
            raise BadSyntax("'if' needs its 'else'", choices[-1].place, "x if x > 0 else 0")

    def _multiplies(self, this: Token) -> bool:
        """Whether a product is implied before this token: after a number or ')', not between two numbers."""
        if this.kind in ("sign", "power", "word") and this not in ("(", "√"):
            return False
        before = self.raw[self.at - 1]
        if before == ")" or (before.kind == "number" and this.kind != "number"):
            self._count(this)
            if self.out[-1] == "]":  # the end of a method's call, where the parser's front end implies nothing
                self.out.append(beside(this, "*"))
            return True
        raise side_by_side(self.raw, self.at, self.bound, self.opened[-1] if self.opened else None)

    # Operands.

    def _operand(self, this: Token) -> bool:
        """Take what begins or is an operand; True if one is still wanted after it."""
        if this.kind == "number":
            self.out.append(this)
            return False
        if this.kind == "name":
            if this == NOT and this not in self.bound:
                self._count(this)
                self.out.append(token(this, "sign", this.place, this.typed))
                return True
            return self._name(this)
        if this.kind == "word":
            return self._word(this)
        if this == "(":
            self._open("group", this, beside(this, ")"))
            self.out.append(this)
            return True
        if this == "[":
            opened = self._open("literal", this, beside(this, "]"))
            self.out.append(this)
            opened.begins(len(self.out))
            return True
        if this == "|":
            self._bars(this)
            return True
        if this == "√":
            return self._root(this)
        if this == "~":
            self._count(this)
            self.out.append(this)
            return True
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
            no_operands = opened.function and (self._is_own(opened.function) or opened.function.method
                                               or takes_no_operands(opened.function))  # fmt: skip
            if before == "," or (empty and no_operands):
                return self._close(this)
            if empty and opened.kind == "literal":
                raise BadSyntax("an array needs at least one entry", spanning(opened.sign, this), "[0]")
            if empty and opened.function:
                hint = (
                    f"{opened.function.library} is read as a library's prefix; give it a value to make it an array"
                    if opened.function.library
                    else None
                )
                raise BadSyntax(f"{opened.function.typed} needs an argument", this.place, hint)
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

    # Operators, and what follows an operand.

    def _operator(self, this: Token) -> bool:
        """Take what follows an operand; True if an operand is wanted after it."""
        before = self.raw[self.at - 1]
        if before.kind == "power" and (this in TIGHT or this.kind == "power"):
            raise after_power(self.raw, self.at)
        if this.kind == "power":
            self._count(this)
            self.out += (beside(this, "**"), token(this, "number", this.place, this.typed))
            return False
        if this in BINARY or this in COMPARISONS or self._is_or(this):
            if self.opened and (this in COMPARISONS or this in ("&", "|")):
                self.opened[-1].compares = True
            self._count(this)
            self.out.append(this)
            return True
        if this == ",":
            return self._comma(this)
        if self.opened and this == closing(self.opened[-1].sign):
            return self._close(this)
        if this == "!":
            if before == "!":
                raise BadSyntax(
                    "'!!' is not part of the language", this.place, "write (x!)! for the factorial of a factorial"
                )
            return self._applied(FACTORIAL, this.place)
        if this == "ᵀ":
            return self._applied(TRANSPOSE, this.place)
        if this == "[" and before.kind != "number":
            key, end = index_key(self.raw, self.at)
            self.at = end
            return self._applied(with_options(INDEX, key=key), spanning(this, self.raw[end]))
        if this == ".":
            return self._attribute(this)
        raise not_an_operator(self.raw, self.at, self.opened)

    def _comma(self, this: Token) -> bool:
        opened = self.opened[-1] if self.opened else None
        self._choices_end(opened.choices if opened is not None else self.choices)
        if opened is None:
            refused = decimal_comma(self.raw, self.at, self.named)
            if refused is not None:
                raise refused
            self.outputs += 1
        elif opened.kind == "cast":
            return self._after_cast(opened)
        elif opened.kind == "literal":
            opened.entry_ends(len(self.out), self.limits)
            opened.begins(len(self.out) + 1)
        elif opened.kind == "group" and self._is_argument(opened):
            opened.kind = "tuple"
            if self.opened[-2].kind == "cast":  # array((1, 2)) is array([1, 2])
                self.out[opened.start] = beside(opened.sign, "[")
                opened.end = (beside(opened.sign, "]"),)
        elif opened.kind in ("group", "bars"):
            number = is_decimal(self.raw, self.at)
            fixes = mended(self.raw[self.at - 1], self.raw[self.at + 1], instead(this, ".")) if number else ()
            hint = "numbers are written with a decimal point" if number else None
            raise BadSyntax(f"expected '{closing(opened.sign)}', found ','", this.place, hint, fixes)
        self.out.append(this)
        if opened is None or opened.kind != "call":
            return True
        if opened.has_options and self._next() != ")" and not self._is_option():
            following = self._token(1)
            raise self._after_option(following if following is not None else this)
        return self._options() if self._is_option() else True

    def _is_argument(self, group: Open) -> bool:
        """Whether a group is a whole argument, so far, of a function that takes lists."""
        outer = self.opened[-2] if len(self.opened) > 1 else None
        if outer is None or outer.function is None or self.out[group.start - 1] not in ("(", ",", "="):
            return False
        if self._is_own(outer.function):
            return outer.function in WITH_INDEX
        return outer.kind in ("call", "cast") and takes_lists(outer.function)

    def _is_or(self, this: Token) -> bool:
        """Whether a bar after a condition in brackets is `or`."""
        is_bars = bool(self.opened) and self.opened[-1].kind == "bars"
        after_condition = self.raw[self.at - 1] == ")" and self.closed is not None and self.closed.compares
        return this == "|" and after_condition and not is_bars

    def _close(self, this: Token) -> bool:
        opened = self.closed = self.opened.pop()
        self._choices_end(opened.choices)
        outer = self.opened[-1] if self.opened else None
        if opened.kind == "literal":
            opened.entry_ends(len(self.out), self.limits)
        self.out += (token(piece, "sign", this.place) if piece in (")", "]") else piece for piece in opened.end)
        if opened.kind == "literal" and outer is not None and outer.kind == "literal":
            outer.holds(opened, len(self.out))
        if opened.kind == "tuple" and (following := self._token(1)) is not None and following not in (",", ")"):
            raise BadSyntax(f"expected ',' or ')' after (…, …), found '{following.typed}'", following.place)
        return False
