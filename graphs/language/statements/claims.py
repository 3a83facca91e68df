"""What a text states beside its program: values, derivatives and gradients, as left sides that define nothing."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graphs.errors import Place
from graphs.language.statements.derivatives import signs_of
from graphs.language.statements.known import Known, header_of
from graphs.language.statements.pieces import closing, comma_parts
from graphs.language.tokens import Token, spanning
from graphs.language.tree import Claim, placed


class Stated(NamedTuple):
    """A left side that states something. of: the name it is stated of, None where it has none; at: its arguments."""

    about: str
    of: Token | None
    by: tuple[str, ...]
    at: list[list[Token]]


def stated(part: Sequence[Token], known: Known, bound: Mapping[str, str]) -> Stated | None:
    """bound: the names that lines before bind, which a prime then derives."""
    if not part:
        return None
    head = part[0]
    if head == "∇" or (head in ("grad", "nabla") and len(part) > 1 and head not in known.names()):
        name = part[1] if len(part) > 1 and part[1].kind == "name" else None
        rest = list(part[2 if name is not None else 1 :])
        if head == "∇" and rest and rest[0] == "_":
            return None
        arguments = _arguments(rest)
        return None if arguments is None else Stated("gradient", name, (), arguments)
    arguments = _arguments(part[1:])
    if arguments is None:
        return None
    if head.kind == "derivative":
        return _of_derivative(head, arguments, known)
    if head.kind != "name":
        return None
    bare = head.rstrip("'")
    parameters = known.functions.get(bare, [])
    if "'" in head and (bare in bound or (bare in known.functions and head not in bound)):
        by = tuple(parameters[:1]) * (len(head) - len(bare))
        return Stated("derivative", _named(head, bare), by, arguments)
    function, _, index = head.rpartition("_")
    if function in known.functions and index and head not in bound:
        letters = [index] if index in known.functions[function] else list(index)
        if all(letter in known.functions[function] for letter in letters):
            return Stated("derivative", _named(head, function), tuple(letters), arguments)
    if arguments and (head in known.functions or head in bound) and header_of(list(part)) is None:
        return Stated("value", head, (), arguments)
    return None


def _of_derivative(head: Token, arguments: list[list[Token]], known: Known) -> Stated | None:
    signs = signs_of(head)
    if signs.is_gradient:
        return Stated("gradient", signs.of, signs.by, arguments or _below(signs.at, []))
    if signs.of is None:
        return None
    parameters = known.functions.get(str(signs.of), [])
    by = signs.by or tuple(parameters[:1])
    return Stated("derivative", signs.of, by, arguments or _below(signs.at, parameters))


def _below(tokens: Sequence[Token], parameters: Sequence[str]) -> list[list[Token]]:
    """The values of a point below a bar, w = 0, in the order of the parameters; none where they are not all there."""
    parts = [each for each in comma_parts(tokens) if each]
    pairs = {str(each[0]): each[2:] for each in parts if len(each) > 2 and each[1] == "="}
    if not pairs:
        return parts
    return [pairs[name] for name in parameters or pairs if name in pairs]


def _arguments(rest: Sequence[Token]) -> list[list[Token]] | None:
    """What the brackets behind a left side's name hold; none where nothing stands there, None where more does."""
    if not rest:
        return []
    if rest[0] != "(" or closing(rest, 0) != len(rest) - 1:
        return None
    return comma_parts(rest[1:-1])


def _named(head: Token, name: str) -> Token:
    made = Token(name)
    made.kind, made.place, made.typed, made.line = "name", head.place, name, head.line
    return made


def typed_stretch(first: Token, last: Token, tokens: Sequence[Token]) -> str:
    """The text from one token to another, as it was typed."""
    if first.place.line == last.place.line:
        text = first.line[first.place.column - 1 : last.place.column - 1 + last.place.length]
    else:
        lines: dict[int, list[Token]] = {}
        for each in tokens:
            lines.setdefault(each.place.line, []).append(each)
        text = "\n".join(typed_stretch(line[0], line[-1], line) for line in lines.values())
    return text.rstrip(".") if last.kind == "number" else text


def claim(tokens: Sequence[Token], about: str, left: ast.expr | None, right: ast.expr, by: tuple[str, ...] = (),
          at: tuple[ast.expr, ...] | None = None, approximate: bool = False) -> Claim:  # fmt: skip
    """tokens: those of the stated part."""
    text = typed_stretch(tokens[0], tokens[-1], tokens)
    place = _place(tokens, text)
    return placed(Claim(text, about, left, right, by, at, approximate), place)


def _place(tokens: Sequence[Token], text: str) -> Place:
    place = spanning(tokens[0], tokens[-1])
    return place._replace(length=len(text)) if tokens[0].place.line == tokens[-1].place.line else place
