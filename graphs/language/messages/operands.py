"""Which tokens of a line are one operand, as a person means them who leaves out a bracket or a sign.

Places in a line are indices of its tokens; ends are exclusive; None: there is no such operand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.language.calls.libraries import CASTS, is_function
from graphs.language.messages.edits import Edit, after, between, instead
from graphs.language.tokens import OPENS, Token

_POWERS = ("^", "**")
_DEEP = 50  # powers of powers, roots of roots, functions of functions: no person means more


def calls(name: Token, bound: Collection[str]) -> bool:
    """Whether a name is that of a function, and of nothing else here."""
    return name.kind == "name" and name not in bound and is_function(name) and name not in CASTS


def closing_of(raw: Sequence[Token], at: int) -> int | None:
    """Where the bracket raw[at] ends; the bar that a bar opens, where no bar stands between."""
    if raw[at] == "|":
        return next((k for k in range(at + 1, len(raw)) if raw[k] == "|"), None)
    depth = 0
    for k in range(at, len(raw)):
        depth += (raw[k] in OPENS) - (raw[k] in OPENS.values())
        if depth == 0:
            return k
    return None


def opening_of(raw: Sequence[Token], at: int) -> int | None:
    """Where the bracket begins that raw[at] ends."""
    depth = 0
    for k in range(at, -1, -1):
        depth += (raw[k] in OPENS.values()) - (raw[k] in OPENS)
        if depth == 0:
            return k
    return None


def factor_end(raw: Sequence[Token], at: int, depth: int = 0) -> int | None:
    """The end of a number, a name, a call or what stands in brackets, with its powers and what else follows it."""
    if at >= len(raw) or depth > _DEEP:
        return None
    this = raw[at]
    if this == "√":
        return factor_end(raw, at + 1, depth + 1)
    if this in ("(", "[", "|"):
        closing = closing_of(raw, at)
        end = None if closing is None else closing + 1
    else:
        end = at + 1 if this.kind in ("number", "name") else None
    while end is not None and end < len(raw):
        this = raw[end]
        if (this == "(" and raw[end - 1].kind == "name") or (this == "[" and raw[end - 1].kind != "number"):
            closing = closing_of(raw, end)
            end = None if closing is None else closing + 1
        elif this.kind == "power" or this in ("!", "ᵀ"):
            end += 1
        elif this == "." and end + 1 < len(raw) and raw[end + 1].kind == "name":
            end += 2
        elif this in _POWERS:
            signed = end + 1 < len(raw) and raw[end + 1] in ("-", "+")
            end = factor_end(raw, end + 1 + signed, depth + 1)
        else:
            break
    return end


def factor_start(raw: Sequence[Token], end: int) -> int | None:
    """Where the operand begins that ends before raw[end], with what it is an attribute or an entry of."""
    at = end - 1
    while at >= 0:
        if raw[at] in OPENS.values():
            opening = opening_of(raw, at)
            if opening is None:
                return None
            before_it = raw[opening - 1] if opening else None
            applied = before_it is not None and (before_it.kind == "name" or before_it in OPENS.values())
            if not applied or (raw[opening] == "(" and before_it in OPENS.values()):
                return opening
            at = opening - 1
        elif raw[at].kind in ("name", "number"):
            if at < 2 or raw[at - 1] != ".":
                return at
            at -= 2
        elif raw[at].kind == "power" or raw[at] in ("!", "ᵀ"):
            at -= 1
        else:
            return None
    return None


def power_end(raw: Sequence[Token], at: int) -> int:
    """Where the argument of the function raw[at] begins: after its power, if it has one."""
    if at + 2 < len(raw) and raw[at + 1] in _POWERS and raw[at + 2].kind == "number":
        return at + 3
    return at + 2 if at + 1 < len(raw) and raw[at + 1].kind == "power" else at + 1


Application = tuple[int, list[Edit]]


def applications(raw: Sequence[Token], at: int, bound: Collection[str], depth: int = 0) -> list[Application]:
    """The ways to set the brackets that the function raw[at] lacks: where each ends, and its edits.

    sin 2x, ln|x|, exp -x, cos sin x. Where a product or a quotient goes on (sin x/2), there are two ways; where a
    further operand stands beside the first (sin x y), none is offered.
    """
    start = power_end(raw, at)
    if start >= len(raw) or depth > _DEEP:
        return []
    if raw[start] == "(":
        closing = closing_of(raw, start)
        return [] if closing is None else [(closing + 1, [])]
    if raw[start] == "[":
        return _listed(raw, start)
    first = start + _signed(raw, start)
    if first >= len(raw):
        return []
    if calls(raw[first], bound):
        inner = applications(raw, first, bound, depth + 1)
        end, edits = inner[0] if len(inner) == 1 else (None, [])
    else:
        end, edits = _product_end(raw, first, bound), []
    if end is None or (end < len(raw) and _begins(raw[end]) and not calls(raw[end], bound)):
        return []
    opened = [between(raw[start - 1], raw[start], "("), *edits]
    ways = [(end, [*opened, after(raw[end - 1], ")")])]
    if raw[first] not in ("(", "|") and not edits and end < len(raw) and raw[end] in ("*", "/"):
        further = _term_end(raw, end, bound)
        ways += [(further, [*opened, after(raw[further - 1], ")")])] if further > end else []
    return ways


def _listed(raw: Sequence[Token], start: int) -> list[Application]:
    """sin[x] is the call of one operand, sin [x, y] that of an array."""
    closing = closing_of(raw, start)
    if closing is None or closing == start + 1:
        return []
    if "," in raw[start:closing]:
        edits = [between(raw[start - 1], raw[start], "("), after(raw[closing], ")")]
    else:
        edits = [instead(raw[start], "("), instead(raw[closing], ")")]
        edits[0] = Edit(between(raw[start - 1], raw[start], "").start, edits[0].end, "(")
    return [(closing + 1, edits)]


def _signed(raw: Sequence[Token], at: int) -> bool:
    """exp -x: a sign that stands close to its operand and apart from the function; exp - x may lack its argument."""
    if raw[at] not in ("-", "+") or at + 1 >= len(raw):
        return False
    left, right = between(raw[at - 1], raw[at], ""), between(raw[at], raw[at + 1], "")
    return left.start < left.end and right.start == right.end


def _begins(this: Token) -> bool:
    return this.kind in ("name", "number") or this in ("(", "[", "|", "√")


def _product_end(raw: Sequence[Token], at: int, bound: Collection[str]) -> int | None:
    """The end of a factor, or of a number and the factor beside it: 2x, 2(x + 1)."""
    end = factor_end(raw, at)
    if raw[at].kind == "number" and end == at + 1 and end < len(raw):
        beside = raw[end]
        if beside in ("(", "√") or (beside.kind == "name" and not calls(beside, bound)):
            return factor_end(raw, end)
    return end


def _term_end(raw: Sequence[Token], at: int, bound: Collection[str]) -> int:
    """The end of the factors that * and / join from here on; sin x*cos y ends before its sign."""
    end = at
    while end < len(raw) and raw[end] in ("*", "/"):
        if end + 1 < len(raw) and calls(raw[end + 1], bound):
            return at if end == at else end
        following = _product_end(raw, end + 1, bound) if end + 1 < len(raw) else None
        if following is None:
            break
        end = following
    return end


def in_context(raw: Sequence[Token], start: int, end: int, text: str) -> str:
    """A text that takes the place of raw[start:end]: in brackets, unless what stands round it leaves it whole."""
    left = raw[start - 1] if start else ""
    right = raw[end] if end < len(raw) else ""
    signs = () if _is_sum(text) else ("+", "-")
    apart = left in ("", "(", "[", ",", "=", *signs) and right in ("", ")", "]", ",", *signs)
    return text if apart else f"({text})"


def _is_sum(text: str) -> bool:
    depth, starts = 0, text.startswith("-")
    for k, sign in enumerate(text):
        depth += (sign in OPENS) - (sign in OPENS.values())
        starts = starts or (depth == 0 and text[k : k + 3] in (" + ", " - "))
    return starts


def bracketed(text: str, tokens: Sequence[Token]) -> str:
    """An operand as it may stand beside any sign."""
    return text if len(tokens) == 1 and tokens[0].kind in ("name", "number") else f"({text})"


def arguments(raw: Sequence[Token], at: int) -> list[tuple[int, int]] | None:
    """Where the arguments of the call whose bracket is raw[at] begin and end."""
    closing = closing_of(raw, at)
    if closing is None or closing == at + 1:
        return None
    found, start, depth = [], at + 1, 0
    for k in range(at + 1, closing + 1):
        if depth == 0 and (raw[k] == "," or k == closing):
            found.append((start, k))
            start = k + 1
        depth += (raw[k] in OPENS) - (raw[k] in OPENS.values())
    return found


def prefix_start(raw: Sequence[Token], at: int) -> int:
    """Where a name begins with its library's prefix: np of np.linalg.norm."""
    while at >= 2 and raw[at - 1] == "." and raw[at - 2].kind == "name":
        at -= 2
    return at
