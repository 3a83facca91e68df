"""Names that nothing binds and that are no inputs either: sinx, xlnx, inf, 1j, d/dx."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from graphs.errors import BadSyntax, Fix, Problem, shown
from graphs.language.calls.libraries import KNOWN
from graphs.language.messages import unavailable
from graphs.language.messages.edits import after, before, instead, mended
from graphs.language.messages.operands import applications, factor_end, power_end
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.messages.unknown import ELEMENTARY, logarithm, subscripted, unknown_function
from graphs.language.names import GREEK
from graphs.language.tokens import Token

_BEGINS = re.compile(rf"[A-Za-z]?(?:{'|'.join(ELEMENTARY)})")
_REST = re.compile(rf"([0-9]*)({'|'.join(sorted(GREEK.values(), key=len, reverse=True))}|[A-Za-z])(_?[0-9]*)")
_NO_NUMBERS = frozenset("inf Inf INF infinity Infinity infty nan NaN NAN".split())


def no_input(
    raw: Sequence[Token], at: int, bound: Collection[str], own: Collection[str], names: Collection[str]
) -> Problem | None:
    """Why a name that nothing binds is no input, if it is none: sinx, xlnx, inf, 1j, d/dx, sech^2(x).

    own: the names that the point or a line binds; bound: those, and the names that are inputs anyway.
    names: those of the line.
    """
    name = raw[at]
    following = raw[at + 1] if at + 1 < len(raw) else ""
    if name in _NO_NUMBERS:
        return BadSyntax(f"{name.typed} is not a number of the language: numbers are finite here", name.place,
                         f"give {name} a value in the point, and it is an input")  # fmt: skip
    if name in ("j", "J") and _is_unit(raw, at):
        number = raw[at - 1].typed
        return BadSyntax(f"{number}{name.typed} is an imaginary number in code, and numbers are real here", name.place,
                         f"{number}*{name.typed} is the product with an input {name.typed}")  # fmt: skip
    if name.startswith("d") and _is_derivative(raw, at, bound):
        return BadSyntax("a derivative sign is not part of the language", name.place, DERIVATIVE)
    start = power_end(raw, at)
    if name in unavailable.NAMES and start > at + 1 and start < len(raw) and raw[start] == "(":
        return unknown_function(raw, at, bound, "")
    base = subscripted(name)
    if base is not None and following and applications(raw, at, ()) and start == at + 1:
        hint, fixes = logarithm(raw, at, base)
        return BadSyntax(f"{name.typed} needs brackets round its argument", name.place, hint, fixes)
    return _joined(raw, at, (own, names, "xyz")) if _BEGINS.match(name) else None


def _is_unit(raw: Sequence[Token], at: int) -> bool:
    """1j: a number close before a j that stands nowhere else."""
    number = raw[at - 1] if at else None
    close = number is not None and number.kind == "number" and after(number, "").end == before(raw[at], "").start
    return close and raw.count(raw[at]) == 1


def _is_derivative(raw: Sequence[Token], at: int, bound: Collection[str]) -> bool:
    """d/dx, d^2/dx^2, dy/dx where none of these names is bound."""
    k = power_end(raw, at) if raw[at] == "d" else at + 1
    below = raw[k + 1] if k + 1 < len(raw) else ""
    by = below[1:]
    pair = raw[k : k + 1] == ["/"] and below[:1] == "d" and (by in bound or bool(_REST.fullmatch(by)))
    return pair and below not in bound and raw[at].isalpha() and raw[at] not in KNOWN


def _joined(raw: Sequence[Token], at: int, letters: Sequence[Collection[str]]) -> Problem | None:
    """sinx, sin2x, xlnx: a function and its argument in one word; cost is a name, unless t stands here, too."""
    name = raw[at]
    if name in KNOWN or name in unavailable.NAMES:
        return None
    ways = list(_splits(name, letters))
    if not ways:
        return None
    longer = factor_end(raw, at) or at + 1
    fixes: tuple[Fix, ...] = ()
    for front, argument in ways:
        fixes += mended(name, raw[longer - 1], instead(name, f"{front}({argument})"))
    if longer > at + 1 and len(ways) == 1:
        fixes += mended(name, raw[longer - 1], instead(name, f"{ways[0][0]}({ways[0][1]}"), after(raw[longer - 1], ")"))
    front, argument = ways[0]
    function = front.rpartition("*")[2]
    message = f"{shown(name.typed)} is {function} without its brackets"
    return BadSyntax(message, name.place, f"{front}({argument})", fixes)


def _splits(name: str, letters: Sequence[Collection[str]]) -> Iterable[tuple[str, str]]:
    """What stands before the bracket, and in it; the likeliest way alone, but for log2x."""
    for factor in ("", name[0]):
        for function in ELEMENTARY:
            if not name.startswith(factor + function):
                continue
            rest = _REST.fullmatch(name[len(factor + function) :])
            if rest is None:
                continue
            number, letter, index = rest.groups()
            known = any(letter in each or letter + index in each for each in letters)
            if not known and len(letter) == 1:
                continue
            if not factor and any(name[0] in each for each in letters) and name[1:].startswith("sin"):
                continue  # a is here: asinx is a*sin(x)
            yield (f"{factor}*{function}" if factor else function), number + letter + index
            digits = function.lstrip("log")
            if digits and function.startswith("log"):
                yield (f"{factor}*log" if factor else "log"), digits + letter + index
            return
