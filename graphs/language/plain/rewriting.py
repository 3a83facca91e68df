"""Spellings of plain text that the language writes otherwise: x^{2}, theta_{1}, sqrt{x}, ||x||, [1 2; 3 4], @(x)."""

from __future__ import annotations

from collections.abc import Sequence

from graphs.errors import BadSyntax
from graphs.language.calls.libraries import KNOWN
from graphs.language.messages.operands import closing_of
from graphs.language.plain.scanner import gap
from graphs.language.tokens import OPENS, Token, no_rows, spanning, token

_LONGEST = 500  # tokens of one norm; more are never looked through


def rewritten(piece: list[Token], matlab: bool = False) -> list[Token]:
    """matlab: [3 9 5] is a row. Raises BadSyntax where a brace, a bar or a bracket has no end."""
    if any(this == "{" for this in piece):
        piece = _without_braces(piece)
    if any(this in ("‖", "|") for this in piece):
        piece = _norms(piece)
    if any(this == ";" or (matlab and this == "[") for this in piece):
        piece = _rows(piece, matlab)
    if any(this == "[" for this in piece):
        piece = _groups(piece)
    if any(this == "ᵀ" for this in piece):
        piece = [this for k, this in enumerate(piece) if not (this == "^" and piece[k + 1 : k + 2] == ["ᵀ"])]
    return piece


def made(like: Token, text: str, kind: str = "sign", last: Token | None = None) -> Token:
    """A token in place of typed ones: of one, or of all from one to another."""
    place = like.place if last is None else spanning(like, last)
    written = token(text, kind, place, like.line[place.column - 1 : place.column - 1 + place.length])
    written.line = like.line
    return written


# Braces.


def _end_of(piece: Sequence[Token], at: int) -> int | None:
    depth = 0
    for k in range(at, len(piece)):
        depth += (piece[k] == "{") - (piece[k] == "}")
        if depth == 0:
            return k
    return None


def _without_braces(piece: list[Token]) -> list[Token]:
    """x^{2} and theta_{1}, as LaTeX writes them, sqrt{x}; W^{(1)} and a^{[1]} are names of a layer."""
    out: list[Token] = []
    ends: list[int] = []
    at = 0
    while at < len(piece):
        this = piece[at]
        if at in ends:
            ends.remove(at)
            out.append(made(this, ")"))
        elif this != "{" or this.kind == "word":
            out.append(this)
        else:
            end = _end_of(piece, at)
            before = out[-1] if out else None
            if end is None or before is None:
                raise BadSyntax("'{' is not closed" if end is None else "'{' is a bracket of powers and subscripts",
                                this.place, "x^{2}, theta_{1}")  # fmt: skip
            inner = piece[at + 1 : end]
            if before.kind == "name" and before.endswith("_"):
                out[-1] = _subscripted(before, inner, piece[end])
                at = end
            elif before == "^" and _is_layer(inner) and len(out) > 1 and out[-2].kind == "name":
                name = out[-2]
                del out[-2:]
                out.append(made(name, name + inner[1], "name", piece[end]))
                at = end
            elif before in ("^", "**") and _is_whole(inner):
                out += inner
                at = end
            elif before in ("^", "**") or (before.kind == "name" and before in KNOWN):
                out.append(made(this, "("))
                ends.append(end)
            else:
                raise BadSyntax("'{' is a bracket of powers and subscripts", this.place, "x^{2}, theta_{1}")
        at += 1
    return out


def _is_layer(inner: Sequence[Token]) -> bool:
    return len(inner) == 3 and inner[0] in OPENS and inner[1].kind == "number" and inner[1].isdigit()


def _is_whole(inner: Sequence[Token]) -> bool:
    """A number with or without its sign, or a name."""
    rest = inner[1:] if inner and inner[0] in ("-", "+") else inner
    return len(rest) == 1 and (rest[0].kind in ("number", "name") or rest[0] == "ᵀ")


def _subscripted(name: Token, inner: Sequence[Token], end: Token) -> Token:
    parts = [this for this in inner if this != ","]
    if not parts or any(this.kind not in ("name", "number") or not this.isalnum() for this in parts):
        raise BadSyntax("a subscript holds letters and numbers", spanning(name, end), "x_{1}, w_{ij}")
    return made(name, name + "".join(parts), "name", end)


# Norms.


def ended(this: Token | None) -> bool:
    """Whether an operand ends with this token."""
    return this is not None and (this.kind in ("name", "number", "power") or this in OPENS.values() or this in "!ᵀ")


def _double(piece: Sequence[Token], at: int) -> int:
    """How many tokens the bar of a norm at piece[at] takes: ‖, or two bars that touch; 0: it is none."""
    if piece[at] == "‖":
        return 1
    pair = piece[at] == "|" and piece[at + 1 : at + 2] == ["|"] and not gap(piece[at], piece[at + 1])
    return 2 if pair else 0


def _norm_end(piece: Sequence[Token], at: int) -> int | None:
    """Where the norm that opens at piece[at] closes; ||x| - 1| is none, but |x| inside of bars."""
    k = at + _double(piece, at)
    last = min(len(piece), at + _LONGEST)
    opened: list[str] = []
    while k < last:
        this, closes = piece[k], ended(piece[k - 1]) and piece[k - 1] != "|"
        closed = piece[k - 1] == "|" and opened[-1:] == ["closed"]
        if closed:
            opened.pop()
            closes = True
        if this in OPENS:
            opened.append(this)
        elif this in OPENS.values():
            if not opened or opened[-1] not in OPENS:
                return None
            opened.pop()
        elif this in ("|", "‖"):
            if not closes:
                opened.append("|")
            elif opened and opened[-1] == "|":
                opened[-1] = "closed"
            elif not opened and _double(piece, k):
                return k
            else:
                return None
        k += 1
    return None


def _norms(piece: list[Token]) -> list[Token]:
    out: list[Token] = []
    ends: list[int] = []
    at = 0
    while at < len(piece):
        this = piece[at]
        if ends and at == ends[-1]:
            ends.pop()
            at += _double(piece, at)
            following = piece[at] if at < len(piece) else None
            if following is not None and following.kind == "name" and following.typed.startswith(("_", "₁", "₂", "ₚ")):
                out += _order(this, following)
                at += 1
            out.append(made(this, ")"))
            continue
        wide = _double(piece, at)
        if wide and not ended(out[-1] if out else None):
            end = _norm_end(piece, at)
            if end is not None:
                out += (made(this, "norm", "name", piece[at + wide - 1]), made(this, "("))
                ends.append(end)
                at += wide
                continue
        if this == "‖":
            raise BadSyntax("'‖' has no other one that it belongs to", this.place, "‖x‖")
        out.append(this)
        at += 1
    return out


def _order(bar: Token, script: Token) -> list[Token]:
    """‖x‖_1; the norm without a number, ‖x‖_2 and ‖A‖_F are one."""
    order = script.removeprefix("_")
    if order in ("2", "F"):
        return []
    if not order.isdigit() and order != "inf":
        raise BadSyntax("the order of a norm is a number", script.place, "‖x‖_1, ‖x‖_inf")
    return [made(bar, ","), made(script, order, "number" if order.isdigit() else "name")]


# Matrices.


def _rows(piece: list[Token], matlab: bool) -> list[Token]:
    """[1 2; 3 4], as MATLAB writes it, is [[1, 2], [3, 4]]; [1; 2] is the vector [1, 2]."""
    out: list[Token] = []
    at = 0
    while at < len(piece):
        this = piece[at]
        end = closing_of(piece, at) if this == "[" and (not out or out[-1].kind != "name") else None
        inner = piece[at + 1 : end] if end is not None else []
        if end is None or not (";" in inner or (matlab and inner and "," not in inner and "[" not in inner)):
            if this == ";":
                opened = next((each for each in reversed(out) if each in OPENS), this)
                raise no_rows(opened) if opened is not this else BadSyntax("';' parts lines", this.place)
            out.append(this)
            at += 1
            continue
        rows = _split_rows(inner)
        if len(rows) == 1:
            out += [this, *_listed(rows[0], this), piece[end]]
        elif all(len(row) == 1 for row in rows):
            out += [this, *_listed([row[0] for row in rows], this), piece[end]]
        else:
            lists = [[made(row[0][0], "["), *_listed(row, row[0][0]), made(row[-1][-1], "]")] for row in rows]
            out += [this, *_listed(lists, this), piece[end]]
        at = end + 1
    return out


def _listed(entries: Sequence[Sequence[Token]], like: Token) -> list[Token]:
    out: list[Token] = []
    for entry in entries:
        out += [made(entry[0], ",")] * bool(out) + [*entry]
    return out


def _split_rows(inner: Sequence[Token]) -> list[list[list[Token]]]:
    """Rows of entries; a space parts two entries, also before a sign that touches what follows it."""
    rows: list[list[list[Token]]] = [[[]]]
    depth = 0
    for k, this in enumerate(inner):
        depth += (this in OPENS) - (this in OPENS.values())
        before = inner[k - 1] if k else None
        if depth == 0 and this == ";":
            rows.append([[]])
        elif depth == 0 and this == ",":
            rows[-1].append([])
        else:
            follows = rows[-1][-1] and before is not None and gap(before, this) and ended(before)
            signed = this in ("-", "+") and k + 1 < len(inner) and not gap(this, inner[k + 1])
            begins = signed or ended(this) or this in OPENS
            if follows and begins and depth == (this in OPENS):
                rows[-1].append([])
            rows[-1][-1].append(this)
    kept = [[entry for entry in row if entry] for row in rows]
    return [row for row in kept if row]


def _groups(piece: list[Token]) -> list[Token]:
    """-[y log(p) + (1 - y) log(1 - p)] has the brackets of a sum, not of an array: one formula beside others."""
    out = list(piece)
    depth = 0
    for k, this in enumerate(piece):
        depth += (this == "[") - (this == "]")
        end = closing_of(piece, k) if this == "[" and depth == 1 else None
        if end is None:
            continue
        inner = piece[k + 1 : end]
        signs = any(each.kind == "sign" and each in ("+", "-", "*", "/", "^", "**") for each in inner[1:])
        before, after = piece[k - 1] if k else None, piece[end + 1] if end + 1 < len(piece) else None
        beside = before is not None and (before in ("-", "+", "*", "/") or before.kind == "number")
        powered = after is not None and (after in ("^", "**", "/", "*", "+", "-") or after.kind == "power")
        listed = any(each in (",", ";", ":") for each in inner) or "[" in inner
        indexes = before is not None and not gap(before, this) and (before.kind == "name" or before in OPENS.values())
        if signs and (beside or powered) and not listed and not indexes:
            out[k], out[end] = made(this, "("), made(piece[end], ")")
    return out


def anonymous(piece: list[Token]) -> list[Token]:
    """f = @(x) x^2, f = x -> x^2, f := x -> x^2 and f: x ↦ x^2 are f(x) = x^2; @(x) x^2 alone is x^2."""
    if piece[:2] == ["@", "("] and (behind := closing_of(piece, 1)) is not None:
        return piece[behind + 1 :] or piece
    if len(piece) < 5 or piece[0].kind != "name" or piece[1] not in ("=", ":", ":="):
        return piece
    equals = made(piece[1], "=")
    if piece[1] == "=" and piece[2] == "@" and piece[3] == "(":
        end = closing_of(piece, 3)
        return piece if end is None else [piece[0], *piece[3 : end + 1], equals, *piece[end + 1 :]]
    arrow = piece.index("↦") if "↦" in piece else 0  # type: ignore[arg-type]
    inner = piece[2:arrow]
    if not inner or any(this.kind != "name" and this not in ("(", ")", ",") for this in inner):
        return piece
    if inner[0] != "(":
        inner = [made(inner[0], "("), *inner, made(inner[-1], ")")]
    return [piece[0], *inner, equals, *piece[arrow + 1 :]]
