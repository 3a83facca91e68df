"""What is told where a line cannot be read: the message, a hint at what was meant, and the fixes that mend it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from graphs.errors import BadSyntax, Fix, Problem, TwoReadings
from graphs.language.calls.libraries import KNOWN
from graphs.language.messages.edits import Edit, after, before, between, instead, mended, typed
from graphs.language.messages.operands import applications, closing_of, factor_end, factor_start
from graphs.language.plain.brackets import Open, not_closed
from graphs.language.tokens import OPENS, Token

_LOGIC = frozenset("and or not in is".split())


def side_by_side(raw: Sequence[Token], at: int, bound: Collection[str], opened: Open | None) -> BadSyntax:
    """Two operands without an operator between them, the second at raw[at]."""
    before_it, this = raw[at - 1], raw[at]
    what = (
        "two names" if before_it.kind == this.kind == "name" else "two numbers" if before_it.kind == this.kind else ""
    )
    what = what if this.kind in ("name", "number") else ""
    message = (
        f"{what} side by side" if what else f"expected an operator after '{before_it.typed}', found '{this.typed}'"
    )
    hint, fixes = _beside(raw, at, bound, opened)
    return BadSyntax(message, this.place, hint, fixes)


def _beside(
    raw: Sequence[Token], at: int, bound: Collection[str], opened: Open | None
) -> tuple[str | None, tuple[Fix, ...]]:
    before_it, this = raw[at - 1], raw[at]
    operand = _operand(raw, at)
    if {before_it.typed, this.typed} & _LOGIC:
        return "x if x > 0 else y, where(x > 0, x, y)", ()
    if this.kind == "number" and this.typed.startswith("."):
        return None, ()  # 1.2.3, x.0: nobody means a product
    if (spaced := _spaced_list(raw, opened)) is not None:
        return spaced
    start = factor_start(raw, at)
    first = before_it if start is None or raw[start].place.line != this.place.line else raw[start]
    last = this
    if this in ("(", "√", "["):
        end = factor_end(raw, at)
        last = raw[end - 1] if end is not None else this
    if operand is None:
        return "write * for a product", mended(first, last, between(before_it, this, "*"))
    in_product = start is not None and start and raw[start - 1] == "@"
    sign = " @ " if in_product or before_it == "ᵀ" or operand.endswith((".T", ".mT")) else "*"
    edits = [between(before_it, this, sign)]
    if before_it == "T" and at > 2 and raw[at - 2] in ("^", "**") and "T" not in bound:  # x^T A x
        start = factor_start(raw, at - 2)
        first = raw[at - 3] if start is None else raw[start]
        edits = [instead(raw[at - 2], "."), between(before_it, this, " @ ")]
        operand, sign = f"{typed(first, raw[at - 3])}.T", " @ "
    fixes = mended(first, last, *edits)
    if before_it.kind == "name" and before_it in KNOWN and operand == before_it and before_it in bound:
        ways = [mended(before_it, raw[end - 1], *edits) for end, edits in applications(raw, at - 1, ())]
        hint = f"{before_it.typed}({this.typed}) or {operand}*{this.typed}"
        return (hint, (*ways[0], *fixes)) if ways and this != "(" else (f"{operand}*{this.typed}", fixes)
    if before_it.kind == this.kind == "number" and len(this) == 3 and before_it.isdigit() and this.isdigit():
        fixes = (*mended(before_it, this, between(before_it, this, "")), *fixes)
        return f"{operand}{this.typed} or {operand}*{this.typed}", fixes
    return f"{operand}{sign}{this.typed}{'…)' if this == '(' else ''}", fixes


def _spaced_list(raw: Sequence[Token], opened: Open | None) -> tuple[str, tuple[Fix, ...]] | None:
    """[1 2 3]: entries that spaces part, as in MATLAB; names beside each other may be a product, too."""
    start = next((k for k, each in enumerate(raw) if opened is not None and each is opened.sign), None)
    closing = closing_of(raw, start) if start is not None and raw[start] == "[" else None
    if start is None or closing is None:
        return None
    entries = raw[start + 1 : closing]
    if any(each.kind not in ("number", "name") for each in entries):
        return None
    lists = mended(raw[start], raw[closing], *_gaps(entries, ", "))
    products = mended(raw[start], raw[closing], *_gaps(entries, "*"))
    return f"{entries[0].typed}*{entries[1].typed} or [{entries[0].typed}, {entries[1].typed}]", (*lists, *products)


def _gaps(entries: Sequence[Token], sign: str) -> list[Edit]:
    return [between(left, right, sign) for left, right in pairwise(entries)]


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


def no_argument(raw: Sequence[Token], at: int, bound: Collection[str]) -> BadSyntax:
    """A function without its brackets: sin x, ln|x|, sin^2 x, exp -x."""
    name = raw[at]
    ways = applications(raw, at, bound)
    fixes = tuple(fix for end, edits in ways for fix in mended(name, raw[end - 1], *edits))
    following = raw[at + 1] if at + 1 < len(raw) else None
    argument = "x"
    if following is not None and following in KNOWN and following not in bound:
        argument = f"{following.typed}(…)"
    elif following is not None and following.kind in ("name", "number"):
        argument = following.typed
    hint = " or ".join(fix.text for fix in fixes) or f"{name}({argument})"
    return BadSyntax(f"{name.typed} needs an argument", name.place, hint, fixes)


def no_power_of(raw: Sequence[Token], at: int, sign: Token, bound: Collection[str]) -> Problem:
    """sin^-1(x): the inverse function or the reciprocal, which differ in value."""
    function = raw[at]
    inverse = next((name for name in ("a" + function, "arc" + function) if name in KNOWN), None)
    start = at + 2 if raw[at + 1] is sign else at + 4
    closing = closing_of(raw, start) if start < len(raw) and raw[start] == "(" else None
    fixes: tuple[Fix, ...] = ()
    if closing is not None:
        end, last = raw[closing], raw[start - 1]
        power = typed(raw[at + 1], last)
        reciprocal = f"{function.typed}{typed(raw[start], end)}{power}"
        following = raw[closing + 1] if closing + 1 < len(raw) else ""
        whole = following in ("^", "**", "!", "[", ".", "ᵀ") or (
            isinstance(following, Token) and following.kind == "power"
        )
        reciprocal = f"({reciprocal})" if whole else reciprocal
        turned = mended(function, end, instead(function, reciprocal, end))
        if power.removeprefix("^").removeprefix("**").replace(" ", "") not in ("-1", "⁻¹"):
            fixes = turned
        elif inverse:
            fixes = (*mended(function, end, instead(function, inverse, last)), *turned)
    hint = f"1/{function.typed}(x) is the reciprocal"
    if inverse:
        hint = f"{inverse}(x) is the inverse function, 1/{function.typed}(x) the reciprocal"
    kind = TwoReadings if len(fixes) > 1 else BadSyntax
    return kind(f"a power of {function.typed} must be a positive number", sign.place, hint, fixes)


def after_power(raw: Sequence[Token], at: int) -> BadSyntax:
    """x²!, x²^3: whether the power or what follows comes first could be guessed at."""
    operand, power, this = raw[at - 2], raw[at - 1], raw[at]
    inner = f"{operand.typed if operand.kind in ('name', 'number') else '…'}{power.typed}"
    start = factor_start(raw, at)
    fixes: tuple[Fix, ...] = ()
    if start is not None:
        end = factor_end(raw, at + 1) if this in ("^", "**") else None
        last = raw[end - 1] if end is not None else this
        fixes = mended(raw[start], last, before(raw[start], "("), after(power, ")"))
    return BadSyntax(f"it is not clear what '{this.typed}' after '{power.typed}' belongs to", this.place,
                     f"({inner}){this.typed}{'' if this == '!' else '…'}", fixes)  # fmt: skip


def under_root(raw: Sequence[Token], at: int) -> BadSyntax:
    """√x^2, √2x: how far the root raw[at] reaches could be guessed at."""
    root, atom, this = raw[at], raw[at + 1], raw[at + 2]
    following = raw[at + 3] if at + 3 < len(raw) else None
    if this.kind == "power":
        inner = f"{atom.typed}{this.typed}"
    elif this in ("^", "**"):
        inner = f"{atom}^{following.typed if following is not None else '…'}"
    else:
        inner = f"{atom}{this.typed}" if this.kind == "sign" and this not in ("(", "[", ".") else f"{atom}*{this.typed}"
        inner = f"{atom} …" if this in ("(", "[", ".") else inner
    end = factor_end(raw, at + 1)
    if this.kind == "name" or this == "√":
        end = factor_end(raw, at + 2)
    fixes: tuple[Fix, ...] = ()
    if end is not None:
        gap = () if this.kind == "power" or (this.kind == "sign" and this != "√") else (between(atom, this, "*"),)
        fixes = mended(root, raw[end - 1], after(root, "("), *gap, after(raw[end - 1], ")"))
        fixes += mended(root, raw[end - 1], before(root, "("), after(atom, ")"))
    return BadSyntax("it is not clear how far the root reaches", this.place, f"√({inner}) or (√{atom.typed})…", fixes)


def no_radicand(raw: Sequence[Token], at: int) -> BadSyntax:
    """√√x, √sin(x)."""
    end = factor_end(raw, at + 1)
    fixes = () if end is None else mended(raw[at], raw[end - 1], after(raw[at], "("), after(raw[end - 1], ")"))
    return BadSyntax("√ must stand before a number, a name or brackets", raw[at].place, "√(…)", fixes)


def not_an_operator(raw: Sequence[Token], at: int, opened: list[Open]) -> BadSyntax:
    this, before_it = raw[at], raw[at - 1]
    if this == "=":
        return BadSyntax(
            "'=' may stand only after the name that begins a line", this.place, "== compares, inside where(…)"
        )
    if this in (")", "]"):
        return not_closed(opened, this, raw[at - 1]) if opened else BadSyntax(f"'{this}' closes nothing", this.place)
    if this.kind == "word":
        return BadSyntax("words in quotes may stand only as options of functions", this.place, "norm(A, 'fro')")
    end = factor_end(raw, at) if this in ("|", "[") else None
    fixes = mended(before_it, raw[end - 1], between(before_it, this, "*")) if end is not None else ()
    hint = "write *|…| for a product" if this == "|" else f"{before_it.typed}*[…]" if this == "[" else None
    return BadSyntax(f"expected an operator after '{before_it.typed}', found '{this.typed}'", this.place, hint, fixes)


def decimal_comma(raw: Sequence[Token], at: int, named: bool) -> Problem | None:
    """1,5*x: raw[at] is a comma close between two numbers, outside of brackets: a decimal comma, or two outputs."""
    if not is_decimal(raw, at):
        return None
    commas = _decimal_commas(raw, at)
    first, last = raw[at - 1], raw[commas[-1] + 1]
    points = mended(first, last, *(instead(raw[k], ".") for k in commas))
    whole = mended(first, last, *(instead(raw[k], "") for k in commas))
    parted = [instead(raw[k], ", ") for k in commas]
    if named:  # one array, as what has a name is one value
        apart = mended(raw[0], raw[-1], before(raw[0], "["), *parted, after(raw[-1], "]"))
    else:
        apart = mended(first, last, *parted)
    thousands = all(len(raw[k + 1]) == 3 and raw[k + 1].isdigit() and len(raw[k - 1]) < 4 for k in commas)
    thousands = thousands and not first.startswith("0")
    pair = f"{first.typed},{raw[at + 1].typed}"
    ways = [*points, *(whole if thousands else ()), *apart]
    meant = f"{first.typed}.{raw[at + 1].typed}" + (f" or {first.typed}{raw[at + 1].typed}" if thousands else "")
    what = "a decimal comma, or one between thousands" if thousands else "a decimal comma"
    message = f"{pair} may be {what}, or two {'entries' if named else 'outputs'}"
    return TwoReadings(message, raw[at].place, f"{meant} or {first.typed}, {raw[at + 1].typed}", (*ways,))


def is_decimal(raw: Sequence[Token], at: int) -> bool:
    """Whether a comma stands close between whole numbers, and the second one ends no list: 1,2,3 is one."""
    if raw[at] != "," or at < 1 or at + 1 >= len(raw):
        return False
    left, right = raw[at - 1], raw[at + 1]
    digits = left.kind == right.kind == "number" and left.isdigit() and right[:1].isdigit() and "." not in right
    close = after(left, "").end + 1 == before(right, "").start
    listed = raw[at + 2 : at + 3] == [","] or raw[at - 2 : at - 1] == [","]
    return digits and close and not listed


def _decimal_commas(raw: Sequence[Token], at: int) -> list[int]:
    """Those from raw[at] on that stand outside of brackets, as raw[at] does."""
    found, depth = [], 0
    for k in range(at, len(raw)):
        depth += (raw[k] in OPENS) - (raw[k] in OPENS.values())
        if depth == 0 and is_decimal(raw, k):
            found.append(k)
    return found
