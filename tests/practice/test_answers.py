"""What is typed, as a number, and whether it is right: sixty pairs that are equal, sixty near misses, and what is no number."""

from __future__ import annotations

import math

import pytest

from graphs.limits import WEB
from graphs.practice.answers import Unreadable, answers_of, is_right

E, PI = math.e, math.pi
EQUAL: list[tuple[str, float]] = [
    ("3/4", 0.75), ("0.75", 0.75), (".75", 0.75), ("0,75", 0.75), ("75/100", 0.75), ("1-1/4", 0.75), ("3*0.25", 0.75),
    ("sqrt(3)/2", math.sqrt(3) / 2), ("√3/2", math.sqrt(3) / 2), ("0.866", math.sqrt(3) / 2), ("0.8660254", math.sqrt(3) / 2), ("sin(pi/3)", math.sqrt(3) / 2),
    ("3^(1/2)/2", math.sqrt(3) / 2), ("sqrt(0.75)", math.sqrt(3) / 2), ("2e", 2 * E), ("2*e", 2 * E), ("2·e", 2 * E), ("2 e", 2 * E), ("2e^1", 2 * E), ("2*exp(1)", 2 * E),
    ("5.44", 2 * E), ("5,437", 2 * E), ("e^2", E * E), ("e**2", E * E), ("exp(2)", E * E), ("e²", E * E), ("7.389", E * E), ("-3", -3.0), ("−3", -3.0), ("–3", -3.0),
    ("-6/2", -3.0), ("-3.0", -3.0), ("-3.00", -3.0), ("1e-3", 0.001), ("0.001", 0.001), ("10^-3", 0.001), ("10⁻³", 0.001), ("1·10^-3", 0.001), ("1/1000", 0.001),
    ("pi/2", PI / 2), ("π/2", PI / 2), ("1.57", PI / 2), ("1.5708", PI / 2), ("-0.416", math.cos(2)), ("cos(2)", math.cos(2)), ("-cos(pi-2)", math.cos(2)),
    ("ln(2)", math.log(2)), ("log(2)", math.log(2)), ("0.693", math.log(2)), ("-ln(1/2)", math.log(2)), ("\\frac{3}{4}", 0.75), ("½", 0.5),
    ("1 000", 1000.0), ("1,000", 1000.0), ("1e3", 1000.0), ("= 48", 48.0), ("48.", 48.0), ("+48", 48.0), ("5!", 120.0), ("1.50e2", 149.8),
]  # fmt: skip
MISSED: list[tuple[str, float]] = [
    ("3/5", 0.75), ("0.74", 0.75), ("0.7", 0.75), ("0.8", 0.75), ("0.751", 0.75), ("0,76", 0.75), ("75", 0.75), ("-3/4", 0.75), ("4/3", 0.75), ("3.4", 0.75),
    ("sqrt(3/2)", math.sqrt(3) / 2), ("sqrt(3)", math.sqrt(3) / 2), ("0.87", math.sqrt(3) / 2), ("0.867", math.sqrt(3) / 2), ("0.8661", math.sqrt(3) / 2),
    ("0.86602", math.sqrt(3) / 2), ("866/1000", math.sqrt(3) / 2), ("sqrt(2)/2", math.sqrt(3) / 2), ("2e1", 2 * E), ("2e0", 2 * E), ("e^2", 2 * E),
    ("5.4", 2 * E), ("5.43", 2 * E), ("5.436", 2 * E), ("2.718*2", 2 * E), ("5", 2 * E), ("7.38", E * E), ("7.4", E * E), ("2^e", E * E), ("e^-2", E * E),
    ("3", -3.0), ("-3.01", -3.0), ("-2.99", -3.0), ("-2.999999", -3.0), ("1e3", 0.001), ("1e-4", 0.001), ("0.0011", 0.001), ("10^3", 0.001), ("0.0010001", 0.001),
    ("355/226", PI / 2), ("22/14", PI / 2), ("1.6", PI / 2), ("1.58", PI / 2), ("1.5709", PI / 2), ("3.14/2", PI / 2), ("2/pi", PI / 2), ("0.416", math.cos(2)),
    ("-0.42", math.cos(2)), ("-0.417", math.cos(2)), ("-0.41", math.cos(2)), ("-0.4162", math.cos(2)), ("log10(2)", math.log(2)), ("0.69", math.log(2)), ("0.694", math.log(2)),
    ("1", 0.0), ("0.001", 0.0), ("0", 1e-3), ("0.000", 1e-4), ("47.9", 48.0), ("48.001", 48.0),
]  # fmt: skip


def right(text: str, number: float, noise: float = 0.0) -> bool:
    return any(is_right(answer, number, noise) for answer in answers_of(text, WEB))


def test_there_are_sixty_of_both() -> None:
    assert len(EQUAL) == len({*EQUAL}) == 60 == len(MISSED) == len({*MISSED})


@pytest.mark.parametrize(("text", "number"), EQUAL)
def test_equal_forms_are_right(text: str, number: float) -> None:
    assert right(text, number)


@pytest.mark.parametrize(("text", "number"), MISSED)
def test_near_misses_are_not(text: str, number: float) -> None:
    assert not right(text, number)


@pytest.mark.parametrize(
    ("text", "number", "holds"),
    [
        ("0", 0.0, True), ("0.0", 0.0, True), ("sqrt(2)^2-2", 0.0, True), ("1e-400", 0.0, True), ("undefined", math.nan, True), ("NaN", math.nan, True),
        ("0", math.nan, False), ("undefined", 3.0, False), ("inf", math.inf, True), ("∞", math.inf, True), ("-inf", math.inf, False), ("−∞", -math.inf, True),
        ("inf", math.nan, False), ("1e308", math.inf, False), ("1.23e300", 1.2304e300, True), ("1.2e300", 1.2304e300, False), ("1.23e-300", 1.2304e-300, True),
        ("12345678901234567890", 12345678901234567890.0, True), ("748", 747.53, True), ("747", 747.53, False), ("0.0450", 0.04503, True), ("0.045", 0.04503, False),
    ],
)  # fmt: skip
def test_zero_large_and_undefined_numbers(text: str, number: float, holds: bool) -> None:
    assert right(text, number) is holds


def test_what_rounding_left_of_a_zero_is_zero() -> None:
    assert right("0", 1.2e-16, noise=1e-12) and not right("0", 1.2e-16, noise=1e-20)


UNREADABLE = ["", "  ", "x + 1", "1/0", "log(-1)", "[1, 2]", "3 1/2", "1\n2", "1;2", "__import__('os')", "def f(x): return x", "import os", "9^9^9^9", "1e999",
              "sqrt(x)", "(" * 100, "1" * 121, "\ud83d", "\x00", "<script>", "1,2,3", "True", "0x10", "gamma(1e300)", "e e e e x", "%s", "()"]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_number_is_told_what_is_expected(text: str) -> None:
    with pytest.raises(Unreadable) as failure:
        answers_of(text, WEB)
    assert str(failure.value).isprintable()
    assert (
        "write a number as" in str(failure.value)
        or "in doubles" in str(failure.value)
        or "characters" in str(failure.value)
        or "larger than a double" in str(failure.value)
    )
