"""Names as people write them have one spelling to the outside."""

from __future__ import annotations

import pytest

from graphs.language.names import GREEK, ascii_name
from graphs.language.parser import parse

NAMES = [
    ("x", "x"),
    ("x_1", "x_1"),
    ("θ", "theta"),
    ("Θ", "Theta"),
    ("λ", "lambda"),
    ("Δx", "Deltax"),
    ("∆x", "Deltax"),
    ("µ", "mu"),
    ("μ", "mu"),
    ("ϵϑϕϱϰς", "epsilonthetaphirhokappasigma"),
    ("ϖ", "pi"),
    ("x₁", "x1"),
    ("x₁₂", "x12"),
    ("θ₀", "theta0"),
    ("xᵢ", "x_i"),
    ("xᵢⱼ", "x_ij"),
    ("xᵢ₁", "x_i1"),
    ("x_ᵢ", "x_i"),
    ("xᵦ", "x_beta"),
    ("W₁ᵢ", "W1_i"),
    ("π", "pi"),
    ("π_k", "pi_k"),
    ("π₁", "pi1"),
    ("x_π", "x_pi"),
    ("σ", "sigma"),
    ("πr", None),
    ("rπ", None),
    ("x²", None),
    ("₁x", None),
    ("1x", None),
    ("_x", None),
    ("x y", None),
    ("x\n", None),
    ("é", None),
    ("", None),
    ("None", None),
    ("True", None),
    ("\ud800", None),
]


@pytest.mark.parametrize(("typed", "name"), NAMES)
def test_a_name_has_one_spelling(typed: str, name: str | None) -> None:
    assert ascii_name(typed) == name
    if name is not None:
        assert parse(typed).lines[0].words[0].leaf == name


def test_every_greek_letter_has_its_english_name() -> None:
    small = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
    assert [GREEK[letter] for letter in "αβγδεζηθικλμνξοπρστυφχψω"] == small.split()
    assert [GREEK[letter] for letter in "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"] == small.title().split()
    assert all(name.isascii() and name.isalpha() for name in GREEK.values())


def test_the_same_name_in_two_spellings_is_one_name() -> None:
    assert parse("θ + theta + x₁ + x1").lines[0].reads == {"theta", "x1"}


def test_a_name_is_bounded_as_it_is_spelled_out() -> None:
    with pytest.raises(Exception, match="at most 64 characters may stand in one name"):
        parse("θ" * 13)
