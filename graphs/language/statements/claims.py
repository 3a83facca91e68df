"""What a text states beside its program: values, derivatives and gradients, as left sides that define nothing."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphs.errors import Place
from graphs.language.statements.derivatives import signs_of
from graphs.language.statements.known import Known, header_of, is_constant, mark_of
from graphs.language.statements.pieces import closing, comma_parts, in_brackets
from graphs.language.tokens import Token, spanning
from graphs.language.tree import Claim, placed


class Stated(NamedTuple):
    """A left side that states something.

    of: the name it is stated of, None where it has none; at: its arguments; formula: what is derived, where that has no
    name.
    """

    about: str
    of: Token | None
    by: tuple[str, ...]
    at: list[list[Token]]
    formula: Sequence[Token] = ()


def stated(part: Sequence[Token], known: Known, bound: Mapping[str, str]) -> Stated | None:
    """bound: the names that lines before bind, which a prime then derives."""
    if not part:
        return None
    if part[0] == "(" and len(part) == 3 and part[1].kind == "derivative":  # [df/dx]_{x=1}
        part = part[1:2]
    head = part[0]
    if head == "∇" or (head in ("grad", "nabla") and len(part) > 1 and head not in known.names()):
        name = part[1] if len(part) > 1 and part[1].kind == "name" else None
        rest = list(part[2 if name is not None else 1 :])
        if head == "∇" and rest and rest[0] == "_":
            return None
        arguments = _arguments(rest)
        return None if arguments is None else Stated("gradient", name, (), arguments)
    arguments = _arguments(part[1:])
    if head.kind == "derivative":
        return _of_derivative(head, part[1:], arguments, known)
    if arguments is None or head.kind != "name":
        return None
    bare = head.rstrip("'")
    if "'" in head and (bare in bound or (bare in known.functions and head not in bound)):
        variable = known.variable(bare)
        by = (variable,) * (len(head) - len(bare)) if variable else ()
        return Stated("derivative", _named(head, bare), by, arguments)
    if (marked := _of_mark(head, known, arguments)) is not None:
        return marked
    function, _, index = head.rpartition("_")
    parameters = known.functions.get(function) or known.derived_by(function)
    if index and head not in bound and (function in known.functions or head not in known.read):
        letters = [index] if index in parameters else list(index)
        fits = not arguments or len(arguments) == len(known.functions.get(function, arguments))
        if fits and all(letter in parameters for letter in letters):
            return Stated("derivative", _named(head, function), tuple(letters), arguments)
    if arguments and (head in known.functions or head in bound) and header_of(list(part)) is None:
        return Stated("value", head, (), arguments)
    return None


def _of_derivative(
    head: Token, rest: Sequence[Token], arguments: list[list[Token]] | None, known: Known
) -> Stated | None:
    signs = signs_of(head)
    told: Any = head
    if signs.is_gradient:
        if arguments is None:
            return None
        return Stated("gradient", signs.of, signs.by, _or_below(arguments, signs.at, []))
    if signs.of is None or (signs.of not in known.names() and told.of[1:]):
        formula = list(told.of) or list(rest[1:] if rest and rest[0] == "*" and not rest[0].typed else rest)
        if not formula or (told.of and rest) or not signs.by:
            return None
        inner = (in_brackets(formula) or formula) if formula[0] == "(" else formula
        if len(inner) == 1 and inner[0].kind == "derivative" and (first := signs_of(inner[0])).of is not None:
            return Stated("derivative", first.of, first.by + signs.by, _below(signs.at, signs.by[:1]))
        return Stated("derivative", None, signs.by, _below(signs.at, signs.by[:1]), formula)
    if arguments is None:
        return None
    parameters = known.functions.get(str(signs.of), [])
    by = signs.by or tuple(parameters[:1])
    own = _arguments(told.of[1:]) or []
    at = arguments or (own if all(map(is_constant, own)) else [])
    return Stated("derivative", signs.of, by, _or_below(at, signs.at, parameters))


def _or_below(arguments: list[list[Token]], below: Sequence[Token], parameters: Sequence[str]) -> list[list[Token]]:
    """The arguments of a derivative; where these are names alone, f'(x), what stands below a bar behind it."""
    is_said = bool(arguments) and not all(len(each) == 1 and each[0].kind == "name" for each in arguments)
    return arguments if is_said or not below else _below(below, parameters)


def _of_mark(head: Token, known: Known, arguments: list[list[Token]]) -> Stated | None:
    """x with a dot, where a line or a header is called x."""
    mark = mark_of(head)
    if mark is None or mark.kind == "bar" or mark.of not in known.formulas | known.functions.keys():
        return None
    variable = known.variable(mark.of, "tx")
    by = (variable,) * (2 if mark.kind == "ddot" else 1)
    return Stated("derivative", _named(head, mark.of), by, arguments) if variable else None


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
    """The text from one token to another, as it was typed; between them whole lines."""
    start, end = first.place.column - 1, last.place.column - 1 + last.place.length
    if first.place.line == last.place.line:
        text = first.line[start:end]
    else:
        lines = {each.place.line: each.line for each in tokens}
        inner = [line for number, line in sorted(lines.items()) if first.place.line < number < last.place.line]
        text = "\n".join([first.line[start:], *inner, last.line[:end]])
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
