"""A typed answer → the number that it means, and whether that is a cell's number.

An answer is read by the reader of programs, as a formula without names, and worked out in 50 digits. It is right where

- it equals the number as a form does: `3/4`, `sqrt(3)/2`, `2e`, `48`, to ten digits, or
- it is a decimal, has three significant digits at least, and lies within half a unit of its last digit: `-0.416`.

Zeros before the first other digit are not significant; those behind it are: 0.0450 has three. Where the number is 0,
as near as rounding can tell, 0 is right. An undefined number is `undefined`, an infinite one `inf` or `-inf`.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from graphs.autodiff.build import build, free_names
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.reference import Unknown, constant
from graphs.errors import Problem, shown
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.parser import parse
from graphs.language.program import Program
from graphs.language.reading.draft import PointNeeded
from graphs.limits import Limits

FEWEST = 3  # significant digits of a decimal that is rounded
_FORM = 1e-10  # relative: what the rounding of a long graph may make of two equal forms
_EXPECTED = "write a number as 48, -0.416, 3/4, sqrt(3)/2 or 2e"
_WORDS = {
    **dict.fromkeys(("undefined", "nan", "none", "not defined", "does not exist", "dne", "n/a"), math.nan),
    **dict.fromkeys(("inf", "+inf", "infinity", "+infinity", "∞", "+∞"), math.inf),
    **dict.fromkeys(("-inf", "-infinity", "-∞"), -math.inf),
}
_MINUS = str.maketrans(dict.fromkeys("−‒–—﹣－", "-"))
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# A decimal: digits with a point or a comma, and a power of ten, as computers or people write it.
_DECIMAL = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d*)(?:[.,](?P<part>\d*))?"
    r"(?:[eE](?P<e>[+-]?\d{1,4})|[*·×]10(?:(?:\^|\*\*)\(?(?P<ten>[+-]?\d{1,4})\)?|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})))?"
)
_GROUPED = re.compile(r"([+-]?[1-9]\d{0,2})((?:,\d{3})+)(\.\d+)?|([+-]?[1-9]\d{0,2})((?:[  ]\d{3})+)([.,]\d+)?")
_BEFORE = re.compile(r"^\s*(?:=|≈|~)\s*")


class Unreadable(Exception):
    """An answer that is no number; the message says what is expected."""


class Answer(NamedTuple):
    """A number as it was typed.

    number: NaN stands for undefined. unit: of its last digit, where it is a decimal; else 0. digits: how many of them
    are significant.
    """

    number: float
    unit: float = 0.0
    digits: int = 0


def answers_of(text: str, limits: Limits) -> tuple[Answer, ...]:
    """The numbers that a text may mean, the likeliest first: 1,234 is a decimal or is 1234. Raises Unreadable."""
    if len(text) > limits.answer:
        raise Unreadable(f"at most {limits.answer} characters may stand in one answer; this is {len(text)}")
    plain = _BEFORE.sub("", text.strip().translate(_MINUS)).rstrip()
    if not plain:
        raise Unreadable(f"nothing is typed: {_EXPECTED}")
    word = " ".join(plain.lower().split())
    if word in _WORDS:
        return (Answer(_WORDS[word]),)
    found = [_decimal(plain), _grouped(plain)]
    numbers = tuple(answer for answer in found if answer is not None)
    return numbers or (Answer(_worked_out(plain, limits)),)


def is_right(answer: Answer, number: float, noise: float = 0.0) -> bool:
    """Whether an answer is this number. noise: what rounding may have made of it, were it 0."""
    if math.isnan(number) or math.isinf(number):
        return answer.number == number or (answer.number != answer.number and number != number)
    gap = abs(answer.number - number)
    if not math.isfinite(gap):
        return False
    if gap <= _FORM * abs(number) or (answer.number == 0.0 and abs(number) <= noise):
        return True
    return answer.digits >= FEWEST and gap <= half(answer)


def half(answer: Answer) -> float:
    """Half a unit of the last digit; a number in the very middle may be rounded either way."""
    return answer.unit * (0.5 + 1e-9) + abs(answer.number) * 2.0**-52


def _decimal(text: str) -> Answer | None:
    match = _DECIMAL.fullmatch("".join(text.split()) if "10" in text else text)
    if match is None or not (match["whole"] or match["part"]):
        return None
    part = match["part"] or ""
    exponent = int(match["e"] or match["ten"] or (match["raised"] or "0").translate(_RAISED))
    written = f"{match['sign']}{match['whole'] or '0'}.{part or '0'}e{exponent}"
    return _answer(written, (match["whole"] + part).lstrip("0"), exponent - len(part))


def _grouped(text: str) -> Answer | None:
    """1,234 and 1 234.5: groups of three."""
    match = _GROUPED.fullmatch(text)
    if match is None:
        return None
    whole, groups, part = match.groups()[:3] if match[1] else match.groups()[3:]
    digits = whole + re.sub(r"\D", "", groups)
    behind = (part or "")[1:]
    return _answer(f"{digits}.{behind or '0'}", (digits.lstrip("+-") + behind).lstrip("0"), -len(behind))


def _answer(written: str, significant: str, exponent: int) -> Answer:
    number = float(Decimal(written))
    if math.isinf(number):
        raise Unreadable("this number is larger than a double can hold (about 1.8e308)")
    return Answer(number + 0.0, float(f"1e{exponent}"), len(significant))


def _worked_out(text: str, limits: Limits) -> float:
    """The number that a formula is. Raises Unreadable."""
    few = replace(limits, characters=limits.answer, operations=limits.answer, turns=64, statements=200, tests=64,
                  nodes=200, entries=100, total_entries=400, literal=64)  # fmt: skip
    try:
        program = parse(text, (), few)
        return _number(program, few)
    except PointNeeded:
        raise Unreadable(_EXPECTED) from None
    except Problem as problem:
        if problem.status >= 500:
            raise
        raise Unreadable(f"{problem.message}; {_EXPECTED}") from None


def _number(program: Program, limits: Limits) -> float:
    names = sorted(free_names(program) - NAMED_CONSTANTS.keys())
    if names:
        raise Unreadable(f"{shown(names[0])} is no number: put its number in; {_EXPECTED}")
    if len(program.lines) != 1 or program.lines[0].values != 1:
        raise Unreadable(f"one number is expected; {_EXPECTED}")
    try:
        number = constant(program.lines[0].words)
    except Unknown:
        number = math.nan
    if not math.isfinite(number):  # a row that is several has no reading there
        number = _by_graph(program, limits)
    if not math.isfinite(number):
        raise Unreadable("this has no value in doubles; an undefined number is written undefined, an infinite one inf")
    return number + 0.0


def _by_graph(program: Program, limits: Limits) -> float:
    graph = build(program, {}, True, limits)
    if graph.value_shape or graph.inputs:
        raise Unreadable(f"one number is expected; {_EXPECTED}")
    return float(evaluate(graph, []).values[graph.outputs[0]])
