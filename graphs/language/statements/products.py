"""Factors side by side → products, where that is plain: x^T A x, ŷx, x(x + 1) of a parameter."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.errors import Fix, TwoReadings
from graphs.language.calls.libraries import KNOWN, is_function
from graphs.language.messages.edits import before as edit_before
from graphs.language.messages.edits import mended, typed
from graphs.language.messages.operands import closing_of
from graphs.language.names import JOINS, NAMED_CONSTANTS, NOT, RESERVED, atoms_of
from graphs.language.sheet import Note
from graphs.language.statements.known import Known, entry_end, is_constant, is_greek
from graphs.language.tokens import OPENS, Token, spanning, token

_FUNCTIONS = "fghFGH"  # letters that stand for functions by custom


class Products:
    """Of one text. special: Sum and its kin, where the text may call them."""

    def __init__(self, known: Known, special: Collection[str]):
        self.known = known
        self.special = special
        self.named = known.names()
        self.notes: list[Note] = []
        self.told: set[str] = set()

    def _entries(self, tokens: Sequence[Token]) -> list[Token]:
        """x(1) of a vector is its first entry, x[0]; A(1, 2) of a matrix is A[0, 1]."""
        out = list(tokens)
        for k, name in enumerate(tokens):
            end = entry_end(tokens, k) if name in self.known.vectors | self.known.indexed else 0
            if not end:
                continue
            out[k + 1], out[end] = _like(out[k + 1], "["), _like(out[end], "]")
            for j in range(k + 2, end, 2):
                out[j] = token(str(int(tokens[j]) - 1), "number", tokens[j].place, tokens[j].typed)
                out[j].line = tokens[j].line
            shown = ", ".join(each.typed for each in tokens[k + 2 : end : 2])
            message = f"{name.typed}({shown}) is read as entry {shown} of {name.typed}"
            if message not in self.told:
                self.told.add(message)
                self.notes.append(Note(spanning(name, out[end]), "read as", message))
        return out

    def joined(self, tokens: Sequence[Token], parameters: Collection[str] = ()) -> list[Token]:
        """The tokens with the signs of products that the language's own reader would not imply.

        parameters: those of the header, which nothing calls. Raises TwoReadings for a(b + 1) of another letter.
        """
        tokens = self._entries(tokens)
        out: list[Token] = []
        chains = [False]  # by open brackets: whether a transposed factor stands to the left, with no sign between
        tokens = self._transposed(tokens)
        for k, this in enumerate(tokens):
            before = out[-1] if out else None
            if before is None or not (_ends(before) and _begins(this)):
                if this in OPENS.values() and len(chains) > 1:
                    chains.pop()
                elif this in OPENS:
                    chains.append(False)
                else:
                    stays = (
                        this in ("^", "**", "!")
                        or this.kind == "power"
                        or (before is not None and before in ("^", "**"))
                    )
                    chains[-1] = this == "ᵀ" or (chains[-1] and stays)
                out.append(this)
                continue
            chain = chains[-1]
            if this in OPENS:
                chains.append(False)
            if chain and this.kind in ("name", "sign") and not self._is_join(this, before):
                if this in ("(", "|", "[") and before.kind == "name":
                    out.append(this)
                    continue
                self._tell_matrices(out[-1], this)
                out.append(_sign("@", this))
            elif self._beside(before, this, out[-2] if len(out) > 1 else None, tokens[k + 1 : k + 2] == ["("]):
                out.append(_sign("*", this))
            elif this == "(" and before.kind == "name":
                out += self._called(before, tokens, parameters)
            out.append(this)
        return out

    def _tell_matrices(self, left: Token, right: Token) -> None:
        message = "side by side with a transpose, the factors are read as a product of matrices"
        if not any(note.message == message and note.place.line == left.place.line for note in self.notes):
            self.notes.append(Note(spanning(left, right), "read as", message))

    def _transposed(self, tokens: Sequence[Token]) -> list[Token]:
        """x^T before another factor is the transpose."""
        out: list[Token] = []
        for k, this in enumerate(tokens):
            is_t = this == "T" and this.kind == "name" and "T" not in self.named
            if is_t and out and out[-1] in ("^", "**") and k + 1 < len(tokens) and _begins(tokens[k + 1]):
                raised = out.pop()
                mark = token("ᵀ", "sign", this.place, raised.typed + this.typed)
                mark.line = this.line
                out.append(mark)
            else:
                out.append(this)
        return out

    def _is_join(self, this: Token, before: Token) -> bool:
        return any(each.kind == "name" and (each in JOINS or each == NOT) for each in (this, before))

    def _beside(self, before: Token, this: Token, raised: Token | None, calls: bool) -> bool:
        """Two names, ŷx, x e^y, y log(p); a raised number and what follows it, x²y. calls: a bracket follows."""
        if before.kind == "power" and (this.kind == "name" or this == "("):
            return not self._is_join(this, before) and not self._calls(raised)
        if before.kind != "name" or this.kind != "name" or before in self.special or before in RESERVED:
            return False
        if self._is_join(this, before) or this in self.special or before.place.line != this.place.line:
            return False
        if before.place.column + before.place.length == this.place.column:
            return True
        if not (self._is_factor(before) and (self._is_factor(this) or (calls and self._is_called(this)))):
            return False
        if raised is not None and raised in (".", "@"):
            return False
        if raised is not None and (
            raised == "/" or raised == "√" or (raised in ("^", "**") and not self._is_called(this))
        ):
            return False  # it is not clear how far these reach: 1/x y, e^x y
        message = f"{before.typed} {this.typed} is read as {before.typed}*{this.typed}"
        if message not in self.told:
            self.told.add(message)
            self.notes.append(Note(spanning(before, this), "product", message))
        return True

    def _is_factor(self, name: Token) -> bool:
        """A letter with its index, or a name of the text: no function, and no word."""
        own = name in self.named
        return own or (not is_function(name) and (len(atoms_of(name.typed)) == 1 or is_greek(name)))

    def _is_called(self, name: Token) -> bool:
        return name in self.known.functions or (is_function(name) and name not in self.named)

    def _calls(self, raised: Token | None) -> bool:
        """Whether a raised name is that of a function: sin²(x)."""
        if raised is None or raised.kind != "name":
            return False
        return self._is_called(raised)

    def _called(self, name: Token, tokens: Sequence[Token], parameters: Collection[str]) -> list[Token]:
        """A product's sign between a letter and its bracket, where nothing else can be meant."""
        known = self.known
        if name in known.functions or name in self.special or is_function(name) or name in NAMED_CONSTANTS:
            return []
        at = next(
            k for k, each in enumerate(tokens) if each is name or (each.kind == "name" and each.place == name.place)
        )
        if at and tokens[at - 1] == ".":
            return []
        end = closing_of(tokens, at + 1) if at + 1 < len(tokens) else None
        if end is None or "," in tokens[at + 2 : end]:
            return []
        inside = tokens[at + 2 : end]
        formula = name in known.bound and name not in known.values and len(inside) > 1 and not is_constant(inside)
        given = name in known.given and name[0] not in _FUNCTIONS and not entry_end(tokens, at)
        if name in parameters or given or formula or (name in known.values and name not in known.vectors):
            self.notes.append(Note(name.place, "product", f"{name.typed}(…) is read as a product"))
            return [_sign("*", tokens[at + 1])]
        letter = len(name) == 1 or name in known.bound or name in known.declared or name[1:].isdigit() or (
            len(name) < 4 and name.isupper() and name.lower() not in KNOWN)  # fmt: skip
        if not letter:
            return []
        fixes: tuple[Fix, ...] = mended(name, tokens[end], edit_before(tokens[at + 1], "*"))
        whole = typed(name, tokens[end]) if name.place.line == tokens[end].place.line else f"{name.typed}(…)"
        rest = whole[len(name.typed) :].lstrip()
        raise TwoReadings(f"{whole} may be a product, or a function that the text does not define", name.place,
                          f"{name.typed}*{rest}, or define it first: {name.typed}(x) = …", fixes)  # fmt: skip


def _ends(this: Token) -> bool:
    return this.kind in ("name", "number", "power") or this in OPENS.values() or this in ("ᵀ", "!")


def _begins(this: Token) -> bool:
    return this.kind in ("name", "number") or this in ("(", "[", "√")


def _sign(sign: str, right: Token) -> Token:
    made = token(sign, "sign", right.place, "")
    made.line = right.line
    return made


def _like(this: Token, text: str) -> Token:
    made = token(text, "sign", this.place, this.typed)
    made.line = this.line
    return made
