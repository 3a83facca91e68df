"""What is told where a line cannot be read: the message, and a hint at what was meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence

from graphs.errors import BadSyntax, UnknownFunction, shown
from graphs.libraries import KNOWN
from graphs.openings import Open, not_closed
from graphs.operations import FUNCTIONS
from graphs.tokens import Token

# What libraries have a name for and the language writes out: z are logits, p probabilities, y the targets (one-hot).
WRITTEN_OUT = {
    "cross_entropy": "-sum(y*log_softmax(z))",
    "nll_loss": "-sum(y*z)",
    "binary_cross_entropy": "-mean(y*log(p) + (1 - y)*log(1 - p))",
    "binary_cross_entropy_with_logits": "mean(softplus(z) - y*z)",
    "l1_loss": "mean(abs(x - y))",
    "linear": "A@x + b",
    "var": "mean((x - mean(x))**2)",
    "std": "sqrt(mean((x - mean(x))**2))",
    "layer_norm": "(x - mean(x))/sqrt(mean((x - mean(x))**2) + 1e-5)",
    "hstack": "concat(x, y)",
    "vstack": "stack(x, y)",
}


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the name was probably meant to be."""
    return next(iter(difflib.get_close_matches(name, list(candidates), 1, 0.6)), None)


def side_by_side(raw: Sequence[Token], at: int) -> BadSyntax:
    """Two operands without an operator between them, the second at raw[at]."""
    before, this = raw[at - 1], raw[at]
    what = "two names" if before.kind == this.kind == "name" else "two numbers" if before.kind == this.kind else ""
    what = what if this.kind in ("name", "number") else ""
    operand = _operand(raw, at)
    if "if" in (before, this) and "else" in raw[at:]:
        hint = "where(condition, one, other) chooses"
    elif before.kind == "name" and before in FUNCTIONS and operand == before:
        hint = f"{before}({this})"
    elif operand is None:
        hint = "write * for a product"
    else:
        transposed = before == "ᵀ" or operand.endswith((".T", ".mT"))
        hint = f"{operand}{' @ ' if transposed else '*'}{this.typed}{'…)' if this == '(' else ''}"
    message = f"{what} side by side" if what else f"expected an operator after '{before.typed}', found '{this.typed}'"
    return BadSyntax(message, this.place, hint)


def _operand(raw: Sequence[Token], at: int) -> str | None:
    """The operand that ends before raw[at], as typed, where a few tokens are all of it."""
    *_, third, second, last = (None, None, *raw[max(0, at - 3) : at])
    if last is not None and second is not None and (last.kind == "power" or last == "ᵀ"):
        return second.typed + last.typed if second.kind in ("name", "number") and third != "." else None
    if last is None or last.kind not in ("name", "number"):
        return None
    if second != ".":
        return last.typed
    return f"{third.typed}.{last.typed}" if third is not None and third.kind == "name" else None


def unknown_function(raw: Sequence[Token], at: int, names: Collection[str], library: bool) -> UnknownFunction:
    """raw[at] is called, and is no function; names are those that a product may be meant with."""
    name = raw[at]
    close = nearest(name, KNOWN)
    hint: str | None
    if name in WRITTEN_OUT:
        hint = f"the language writes it out: {WRITTEN_OUT[name]}"
    elif library:
        hint = f"did you mean {close}?" if close else None
    elif not at and "=" in raw:
        hint = f"a line is named by a bare name: {name} = …"
    elif name in names or re.fullmatch(r"[A-Za-z]|[A-Za-z]+_?[0-9]+", name):
        hint = f"did you mean {name.typed}*({_inside(raw, at + 2)})?"
    else:
        hint = f"did you mean {close}?" if close else f"did you mean {name}*(…)?"
    return UnknownFunction(f"there is no function {shown(name.typed)}", name.place, hint)


def _inside(raw: Sequence[Token], at: int) -> str:
    """What a bracket holds from raw[at] on, where that is short."""
    short = [this.typed for this in raw[at : at + 6]]
    end = short.index(")") if ")" in short else 0
    return "…" if not end or "(" in short[:end] else "".join(short[:end])


def unknown_method(name: Token) -> UnknownFunction:
    close = nearest(name, KNOWN)
    if name in WRITTEN_OUT:
        hint = f"the language writes it out: {WRITTEN_OUT[name]}"
    elif name in KNOWN:
        hint = f"{name} is a function of its own: {name}(…)"
    else:
        hint = f"did you mean {close}?" if close else "functions of one array are methods, too: x.sum(), x.exp()"
    return UnknownFunction(f"there is no method {shown(name.typed)}", name.place, hint)


def no_attribute(name: Token) -> BadSyntax:
    """A name after a dot that is not called."""
    if name in KNOWN:
        return BadSyntax(f".{name.typed} needs brackets", name.place, f".{name.typed}()")
    return BadSyntax(f".{name.typed} is not part of the language", name.place,
                     "after a dot stands T, or a function with its brackets: A.T, x.sum()")  # fmt: skip


def no_power_of(function: Token, sign: Token) -> BadSyntax:
    inverse = "a" + function if "a" + function in FUNCTIONS else None
    return BadSyntax(f"a power of {function.typed} must be a positive number", sign.place,
                     f"{inverse}(x) is the inverse function, 1/{function.typed}(x) the reciprocal" if inverse
                     else f"1/{function.typed}(x) is the reciprocal")  # fmt: skip


def after_power(operand: Token, power: Token, this: Token) -> BadSyntax:
    """x²!, x²^3: whether the power or what follows comes first could be guessed at."""
    inner = f"{operand.typed if operand.kind in ('name', 'number') else '…'}{power.typed}"
    return BadSyntax(f"what '{this.typed}' after '{power.typed}' belongs to could be guessed at", this.place,
                     f"({inner}){this.typed}{'' if this == '!' else '…'}")  # fmt: skip


def under_root(atom: Token, this: Token, after: Token | None) -> BadSyntax:
    """√x^2, √2x: how far the root reaches could be guessed at."""
    if this.kind == "power":
        inner = f"{atom.typed}{this.typed}"
    elif this in ("^", "**"):
        inner = f"{atom}^{after.typed if after is not None else '…'}"
    else:
        inner = f"{atom}{this.typed}" if this.kind == "sign" and this not in ("(", "[", ".") else f"{atom}*{this.typed}"
        inner = f"{atom} …" if this in ("(", "[", ".") else inner
    return BadSyntax("how far the root reaches could be guessed at", this.place, f"√({inner}) or (√{atom.typed})…")


def not_an_operator(this: Token, before: Token, opened: Open | None) -> BadSyntax:
    if this == "=":
        return BadSyntax("'=' names a line only after its first word", this.place, "== compares, inside where(…)")
    if this in (")", "]"):
        return not_closed(opened, this) if opened else BadSyntax(f"'{this}' closes nothing", this.place)
    if this.kind == "word":
        return BadSyntax("words in quotes are only options of functions", this.place, "norm(A, 'fro')")
    hint = "write *|…| for a product" if this == "|" else f"{before.typed}*[…]" if this == "[" else None
    return BadSyntax(f"expected an operator after '{before.typed}', found '{this.typed}'", this.place, hint)
