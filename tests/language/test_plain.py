"""Plain text as people have it: which tokens are formulas, what is left out around them, and how signs are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.errors import Problem
from graphs.language.plain.reader import Sentences, sentences_of
from graphs.limits import WEB


def read(text: str) -> Sentences:
    return sentences_of(text, (), WEB)


def written(text: str) -> list[str]:
    """Sentences as their tokens in one line, a word that binds a point as @."""
    return [" ".join("@" if each.kind == "at" else each for each in sentence) for sentence in read(text).sentences]


def left_out(text: str) -> list[str]:
    """What is left out, as it was typed."""
    lines = text.split("\n")
    return [
        lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
        for place, kind, _, _ in read(text).notes
        if kind == "left out"
    ]


PROSE = [
    ("Let f(x, y) = x^2*y. Find its gradient at (1, 1).", ["f ( x , y ) = x ^ 2 * y", "@ ( 1 , 1 )"]),
    ("The function is f(x) = x^2*y.", ["f ( x ) = x ^ 2 * y"]),
    ("Compute the gradient of x*y + 3x at the point P(2, 1).", ["x * y + 3 x", "@ P ( 2 , 1 )"]),
    ("f(x, y) = x*y at (1, 2)", ["f ( x , y ) = x * y", "@ ( 1 , 2 )"]),
    ("f(x, y) = x + y at (x, y) = (1, 2)", ["f ( x , y ) = x + y", "@ ( x , y ) = ( 1 , 2 )"]),
    ("f(x) = 2x at 3.", ["f ( x ) = 2 x", "@ 3"]),
    ("y = w*x + b where w = 2, b = 1", ["y = w * x + b", "@ w = 2 , b = 1"]),
    ("y = x^2, evaluate at x = 3", ["y = x ^ 2", "@ x = 3"]),
    ("y = 3x for x = 2 with care", ["y = 3 x", "@ x = 2"]),
    ("We have f(x) = x^2, so f'(x) = 2x.", ["f ( x ) = x ^ 2", "f' ( x ) = 2 x"]),
    ("Find f'(3) if f(x) = x^2.", ["f' ( 3 )", "@ f ( x ) = x ^ 2"]),
    ("Let u = 2x. If v = u*x, find it.", ["u = 2 x", "@ v = u * x"]),
    ("minimize (x - 1)^2", ["( x - 1 ) ^ 2"]),
    ("x = 3, y = 4: f = x*y", ["x = 3 , y = 4", "f = x * y"]),
    ("Loss: L = (y - t)^2", ["L = ( y - t ) ^ 2"]),
    ("Loss L = (y - t)^2", ["L = ( y - t ) ^ 2"]),
    ("Point: (1, 2)\nf(x, y) = x*y", ["@ ( 1 , 2 )", "f ( x , y ) = x * y"]),
    ("Backward pass\ny = x^2", ["y = x ^ 2"]),
    ("Solution:\ny = x^2\nThis is the answer.", ["y = x ^ 2"]),
    ("1. z = w*x\n2. L = z^2  (3)", ["z = w * x", "L = z ^ 2"]),
    ("(a) f(x) = x^3\n(b) g(x) = 2x", ["f ( x ) = x ^ 3", "g ( x ) = 2 x"]),
    ("• z = x + y\n- f = z^2\n> g = f + 1", ["z = x + y", "f = z ^ 2", "g = f + 1"]),
    ("z = x\n-----\ny = z # a comment", ["z = x", "y = z"]),
    ("y = x^2 // square it now", ["y = x ^ 2"]),
    ("f: R^2 → R, f(x, y) = x + y", ["f ( x , y ) = x + y"]),
    ("z = x + y. L = z^2", ["z = x + y", "L = z ^ 2"]),
    ("z = w*x\n  = 6\n  ≈ 6.0", ["z = w * x = 6 ≈ 6.0"]),
    ("e.g. y = x^2", ["y = x ^ 2"]),
    ("f '(x) = 2x", ["f' ( x ) = 2 x"]),
    ("A = [3 9 5];\nB = A./[1 -2 3]", ["A = [ 3 , 9 , 5 ]", "B = A / [ 1 , - 2 , 3 ]"]),
    ("mse = mean of the squares\ny = x", ["y = x"]),
]


@pytest.mark.parametrize(("text", "sentences"), PROSE)
def test_words_around_formulas_are_left_out(text: str, sentences: list[str]) -> None:
    assert written(text) == sentences


def test_what_is_left_out_is_noted_at_its_place() -> None:
    assert left_out("Let y = x^2.\n- z = y  (2)\n# note\n----") == ["Let", "-", "(2)", "# note", "----"]
    assert left_out("y = x^2\nw*y") == []


# Words that are names of today's programs, and names that stand side by side by mistake.
PROGRAMS = [
    ("lambda*class + if", ["lambda * class + if"]),
    ("x if x > 0 else 0", ["x if x > 0 else 0"]),
    ("where(x > 0, x, 2)", ["where ( x > 0 , x , 2 )"]),
    ("value = 2; 3 value", ["value = 2", "3 value"]),
    ("2 value", ["2 value"]),
    ("x // 2", ["x // 2"]),
    ("x % 3", ["x % 3"]),
    ("- x^2", ["- x ^ 2"]),
    ("1. x", ["1. x"]),
    ("torch.max(A, dim=1).values", ["torch . max ( A , dim = 1 ) . values"]),
    ("alpha beta", ["alpha beta"]),
    ("y = 2x value + 1", ["y = 2 x value + 1"]),
    ("(x +\n y)", ["( x + y )"]),
]


@pytest.mark.parametrize(("text", "sentences"), PROGRAMS)
def test_programs_pass_through(text: str, sentences: list[str]) -> None:
    assert written(text) == sentences
    assert not read(text).is_document


SIGNS = [
    ("𝑥² – 𝟐", "x 2 - 2"),
    ("ŷ − ȳ", "yhat - ybar"),
    ("x\u0302 + θ\u0307", "xhat + thetadot"),
    ("wŷ", "w yhat"),
    ("½x", "0.5 x"),
    ("a ⊙ b", "a * b"),
    ("x\u00a0+\u2009y\u200b", "x + y"),
    ("Ａ＋１", "A + 1"),
    ("x⊤", "x ᵀ"),
    ("x^⊤ @ y", "x ᵀ @ y"),
    ("‖x‖", "norm ( x )"),
    ("||x||^2", "norm ( x ) ^ 2"),
    ("||x - y||_1", "norm ( x - y , 1 )"),
    ("||x||_2", "norm ( x )"),
    ("||x|-1|", "| | x | - 1 |"),
    ("||x|-|y||", "| | x | - | y | |"),
    ("|| |x| - y ||", "norm ( | x | - y )"),
    ("x^{2}y", "x ^ 2 y"),
    ("e^{-x}", "e ^ - x"),
    ("e^{-2x}", "e ^ ( - 2 x )"),
    ("x^{-1}", "x ^ - 1"),
    ("sin^{2}(x)", "sin ^ 2 ( x )"),
    ("theta_{1} + w_{ij} + x_{i,j}", "theta_1 + w_ij + x_ij"),
    ("sqrt{x^{2}+1}", "sqrt ( x ^ 2 + 1 )"),
    ("W^{(1)} + a^{[2]}", "W1 + a2"),
    ("a.*b./c.^2", "a * b / c ^ 2"),
    ("[1 2; 3 4]", "[ [ 1 , 2 ] , [ 3 , 4 ] ]"),
    ("[1, -2; 3 -4]", "[ [ 1 , - 2 ] , [ 3 , - 4 ] ]"),
    ("[1; 2]", "[ 1 , 2 ]"),
    ("f = @(x) x.^2", "f ( x ) = x ^ 2"),
    ("f: x ↦ x^2", "f ( x ) = x ^ 2"),
    ("f = (x, y) -> x*y", "f ( x , y ) = x * y"),
    ("w <- w - g", "w ← w - g"),
    ("where(x<-y, 1, 2)", "where ( x < - y , 1 , 2 )"),
    ("y = x.^2 % a note", "y = x ^ 2"),
    ("syms x y\nf = x.^y", "f = x ^ y"),
]


@pytest.mark.parametrize(("text", "tokens"), SIGNS)
def test_signs_are_read_as_they_are_meant(text: str, tokens: str) -> None:
    assert written(text) == [tokens]


def test_places_are_those_of_the_text_as_typed() -> None:
    text = "y = x\nLet 𝑥\u200b₁ = ½ŷ^{2}"
    sentence = read(text).sentences[1]
    places = [(each.typed, each.place) for each in sentence]
    assert places == [("𝑥\u200b₁", (2, 5, 3)), ("=", (2, 9, 1)), ("½", (2, 11, 1)), ("ŷ", (2, 12, 1)), ("^", (2, 13, 1)),
                      ("2", (2, 15, 1))]  # fmt: skip


REFUSED = [
    ("х + 1", (1, 1, 1), "cyrillic small letter ha"),
    ("x + \u202ey", (1, 5, 1), "U+202E"),
    ("x {2}", (1, 3, 1), "powers and subscripts"),
    ("x^{2", (1, 3, 1), "not closed"),
    ("x_{+}", (1, 1, 5), "letters and numbers"),
    ("‖x", (1, 1, 1), "‖"),
    ("lambda x: x", (1, 9, 1), "colon"),
    ("A = [1 2; 3 4]\nx = [1; 2]\nA*x", (3, 2, 1), "in MATLAB"),
    ("A = [1 2; 3 4]\nA^2", (2, 2, 1), "in MATLAB"),
    ("", (1, 1, 0), "empty"),
    ("# only a note", (1, 1, 13), "empty"),
    ("This is all that there is.", (1, 1, 26), "no formula"),
    ("(" * 200 + "x", (1, 91, 1), "brackets"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED)
def test_what_is_no_formula_is_pointed_at(text: str, place: tuple[int, int, int], words: str) -> None:
    with pytest.raises(Problem) as refused:
        read(text)
    assert words in refused.value.message
    assert refused.value.place == place


@given(st.text("xyfŷ½ .,;:'|‖[](){}^_=<-+*/at1 \nLet the%#>", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    lines = text.split("\n")
    try:
        found = read(text)
    except Problem as refused:
        assert refused.place is not None
        return
    for sentence in found.sentences:
        for each in sentence:
            typed = lines[each.place.line - 1][each.place.column - 1 : each.place.column - 1 + each.place.length]
            assert each.kind == "at" or not each.typed or each.typed.startswith(typed[:1])
