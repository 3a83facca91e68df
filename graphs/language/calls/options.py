"""What may stand in a program only as itself, never as the value of an expression: indices and options.

Both are read from the tokens here; no parser sees them.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from graphs.errors import BadSyntax, Place, WrongArguments, shown
from graphs.language.messages.edits import after, mended
from graphs.language.tokens import Token
from graphs.language.tree import NOT_WRITTEN, Argument, place_of, typed_of
from graphs.operations.row import Operation
from graphs.operations.shapes import Key

# Of an index, of a shape: more axes than limits.py lets an array have, and fewer than NumPy refuses by a fault.
PARTS = 16
_WHOLE = "a whole number, written out"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_whole(value: Any) -> bool:
    return isinstance(value, tuple) and 0 < len(value) <= PARTS and all(map(_is_whole, value))


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _one_of(*values: Any) -> Callable[[Any], bool]:
    return lambda value: any(value is each or (value == each and type(value) is type(each)) for each in values)


def _one_or_several(value: Any) -> bool:
    return _is_whole(value) or _are_whole(value)


def _are_axes(value: Any) -> bool:
    """Axes in their order, or those of one array and those of another."""
    several = isinstance(value, tuple) and 0 < len(value) <= PARTS and all(map(_one_or_several, value))
    return value is None or _is_whole(value) or several


def _axis(row: Operation, value: Any) -> bool:
    if row.axes == "one":
        return _is_whole(value)
    return _is_whole(value) or value is None or (_are_whole(value) and row.axes == "any")


# What an option takes: whether a value is one, and in words.
_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "shape": (_one_or_several, _WHOLE),
    "keepdims": (_one_of(True, False), "True or False"),
    **{
        f"{name} axes": (lambda value: value is None or _are_whole(value), "two or more whole numbers, written out")
        for name in ("transpose", "permute")
    },
    "axes": (_are_axes, "whole numbers, written out"),
    "tensordot axes": (lambda value: value is not None and _are_axes(value), "whole numbers, written out"),
    "ord": (lambda value: value is None or _is_number(value) or _is_word(value), "a number, inf or 'fro'"),
    **dict.fromkeys(("shift", "reps", "repeats", "source", "destination"), (_one_or_several, _WHOLE)),
    **dict.fromkeys(
        ("descending", "largest", "lower", "upper", "left", "endpoint", "unit_diagonal", "unitriangular"),
        (_one_of(True, False), "True or False"),
    ),
    **dict.fromkeys(("q", "dx", "start", "step", "beta", "alpha"), (_is_number, "a number, written out")),
    "stop": (lambda value: value is None or _is_number(value), "a number, written out"),
    "M": (lambda value: value is None or _is_whole(value), _WHOLE),
    "trans": (_one_of(0, 1, 2, "N", "T", "C"), "0, 1, 2, 'N', 'T' or 'C'"),
    "equation": (_is_word, "axes named by letters, in quotes: 'ij,jk->ik'"),
    **dict.fromkeys(("mode", "method"), (_is_word, "a word in quotes")),
    "ddof": (lambda value: _is_number(value) and value >= 0, "a number from 0 on, written out"),
    "unbiased": (_one_of(None, True, False), "True or False"),
    "log_input": (_one_of(True, False), "True or False"),
    "log_target": (_one_of(True, False), "True or False"),
    "full": (_one_of(True, False), "True or False"),
    "approximate": (_one_of("none", "tanh", True, False), "'none' or 'tanh'"),
    "eps": (lambda value: value is None or (_is_number(value) and value >= 0), "a number from 0 on, written out"),
    "label_smoothing": (lambda value: _is_number(value) and 0 <= value <= 1, "a number from 0 to 1, written out"),
    "kl_div_loss reduction": (_one_of("mean", "sum", "none", "batchmean"), "'mean', 'batchmean', 'sum' or 'none'"),
    "reduction": (_one_of("mean", "sum", "none"), "'mean', 'sum' or 'none'"),
}
# Options that take more than whole numbers.
_DECIMALS = frozenset("ord ddof q eps label_smoothing dx start stop step beta alpha".split())
_SAME = {
    "dim": "axis",
    "keepdim": "keepdims",
    "p": "ord",
    "newshape": "shape",
    "size": "shape",
    "correction": "ddof",
    "epsilon": "eps",
}


class Option(NamedTuple):
    """The value of an option, and where it stands."""

    value: Any
    place: Place


def index_key(raw: list[Token], at: int) -> tuple[Key, int]:
    """The key of the index whose '[' is raw[at], and where its ']' is. Raises BadSyntax."""
    opening = raw[at]
    key: list[Any] = []
    while True:
        at += 1
        if at < len(raw) and raw[at] == "]" and key:  # a comma at the end
            return tuple(key), at
        part, at = _part(raw, at, opening)
        if part is Ellipsis and Ellipsis in key:
            raise BadSyntax("'...' stands at most once in an index", raw[at - 1].place)
        key.append(part)
        if len(key) > PARTS:
            raise BadSyntax(f"an index has at most {PARTS} parts", raw[at - 1].place)
        end = _following(raw, at, opening)
        if end == "]":
            return tuple(key), at
        if end != ",":
            raise _no_index(raw, at)


def _following(raw: list[Token], at: int, opening: Token) -> Token:
    if at == len(raw):
        fixes = mended(opening, raw[-1], after(raw[-1], "]"))
        raise BadSyntax(f"'{opening}' is not closed", opening.place, "write ] at the end", fixes)
    return raw[at]


def _part(raw: list[Token], at: int, opening: Token) -> tuple[Any, int]:
    """One part of an index, from raw[at], and where it ends."""
    if _following(raw, at, opening) == "...":
        return Ellipsis, at + 1
    new_axis = _new_axis(raw, at)
    if new_axis:
        return None, new_axis
    numbers: list[int | None] = []
    while True:
        number, after = whole(raw, at)
        numbers.append(number)
        colon = _following(raw, after, opening) == ":"
        if not colon or len(numbers) == 3:
            break
        at = after + 1
    if len(numbers) == 1:
        if number is None:
            raise _no_index(raw, after)
        return number, after
    start, stop, step = (*numbers, None)[:3]
    if step == 0:
        raise BadSyntax("the step of a slice is not 0", raw[after - 1].place)
    return (start, stop, step), after


def _new_axis(raw: list[Token], at: int) -> int:
    """Where None, newaxis or np.newaxis ends; 0 where there is none."""
    if raw[at] in ("None", "newaxis"):
        return at + 1
    return at + 3 if raw[at].kind == "name" and raw[at + 1 : at + 3] == [".", "newaxis"] else 0


def _no_index(raw: list[Token], at: int) -> BadSyntax:
    this = raw[at]
    if this == "]" and raw[at - 1] == "[":
        return BadSyntax("an index is expected", this.place, "x[0]")
    return BadSyntax("an index is a whole number, written out", this.place, "x[0], x[-1], x[1:], A[0, 1], A[:, 0]")


def whole(raw: list[Token], at: int) -> tuple[int | None, int]:
    """The whole number with its sign at raw[at], and where it ends; None where there is none."""
    signed = at < len(raw) and raw[at] in ("-", "+")
    digits = raw[at + signed] if at + signed < len(raw) else None
    if digits is None or digits.kind != "number" or not digits.isdigit():
        return None, at
    return (-int(digits) if raw[at] == "-" else int(digits)), at + signed + 1


def wanted(name: str, row: str = "") -> str:
    """What an option takes, in a sentence. row: the name of the row, where that has values of its own."""
    ours = _SAME.get(name, name)
    ours = f"{row} {ours}" if f"{row} {ours}" in _KINDS else ours
    return ("a size" if ours == "shape" else name) + " is " + (_KINDS[ours][1] if ours in _KINDS else _WHOLE)


def value_of(name: str, tree: ast.expr) -> Option:
    """The value of an option that is written out. Raises WrongArguments."""
    return Option(_value(name, tree, settles=True), place_of(tree))


def check(row: Operation, name: str, value: Any, place: Place) -> None:
    """Raises WrongArguments where the row's option does not take the value."""
    kind = _KINDS.get(f"{row.name} {name}") or _KINDS.get(name, (_is_whole, ""))
    if not (_axis(row, value) if name == "axis" else kind[0](value)):
        raise WrongArguments(wanted(name, row.name), place)


def is_written_out(tree: ast.expr) -> bool:
    """Whether a tree can be an option that stands among the operands."""
    try:
        _value("axis", tree)
    except WrongArguments:
        return False
    return True


def is_none(tree: ast.expr) -> bool:
    return isinstance(tree, Argument) and tree.literal is None


def _value(name: str, tree: ast.expr, settles: bool = False) -> Any:
    """settles: what is no literal, and is known while the text is read, is computed: arange(n + 1)."""
    if isinstance(tree, ast.List | ast.Tuple):
        return tuple(_value(name, each, settles) for each in tree.elts)
    literal: Any = tree.literal if isinstance(tree, Argument) else NOT_WRITTEN
    if settles and literal is NOT_WRITTEN and isinstance(tree, Argument) and tree.settle is not None:
        literal = tree.settle()
    if _is_number(literal) and math.isfinite(literal):
        if isinstance(literal, int) or _SAME.get(name, name) in _DECIMALS:
            return int(literal) if literal == int(literal) else literal
    elif literal is not NOT_WRITTEN:
        return literal
    what = f"; {shown(typed_of(tree))} is not" if typed_of(tree) else ""
    raise WrongArguments(wanted(name) + what, place_of(tree))
