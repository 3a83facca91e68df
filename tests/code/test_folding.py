"""Functions and loops of the source come back as functions and loops, where their calls and turns compute alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.code.lines import Code
from graphs.code.script import code
from graphs.study import study
from tests.code.test_read_back import read_back

CELL = "def cell(x, h):\n    z = w*x + u*h\n    return tanh(z)\nh1 = cell(x1, h0)\nh2 = cell(x2, h1)\nh2"
STEP = """def step(x, h, c):
    i = sigmoid(wi*x + ui*h)
    c = i*c + x
    h = tanh(c)*i
    return h, c
h, c = 0.0, 0.0
for x in [1.0, -0.5, 0.25]:
    h, c = step(x, h, c)
(h - 0.4)**2"""
# a program, and what stands in its JAX function, line by line
FOLDED: list[tuple[str, dict[str, Any], str]] = [
    (CELL, {}, "def cell(x, h):|    z1 = w*x|    z2 = u*h|    z = z1 + z2|    return jnp.tanh(z)||h1 = cell(x1, h0)|h2 = cell(x2, h1)|return h2"),
    ("h = h0\nfor i in range(3):\n    h = tanh(w*h + x[i])\nh", {"x": [1, 2, 3]},
     "h = h0|for i in range(3):|    h_1 = w*h|    h_2 = x[i]|    h_3 = h_1 + h_2|    h = jnp.tanh(h_3)|return h"),
    ("s = y\nfor k in range(1, 4):\n    s = s*x + sin(k*x)\ns", {},
     "s = y|for i in range(1, 4):|    s_1 = s*x|    s_2 = i*x|    s_3 = jnp.sin(s_2)|    s = s_1 + s_3|return s"),
    ("for t in range(4):\n    x = x - 0.1*(2*x + y)\nx", {}, "x_5 = x|for _ in range(4):|    x_1 = 2*x_5|    x_2 = x_1 + y|    x_3 = 0.1*x_2|    x_5 = x_5 - x_3|return x_5"),
    ("s = x\nfor i in range(3):\n    for j in range(2):\n        s = s*1.5 + A[i, j]\ns", {"A": [[1, 2], [3, 4], [5, 6]]},
     "s = x|for i in range(3):|    for j in range(2):|        s_1 = s*1.5|        s_2 = A[i, j]|        s = s_1 + s_2|return s"),
    ("def f(x, k):\n    return x**k + k*x\nf(x, 2) + f(y, 3)", {}, "def f(x, k):|    out1 = x**k|    out2 = k*x|    return out1 + out2||out3 = f(x, 2)|out6 = f(y, 3)|out = out3 + out6|return out"),
    ("def square(x):\n    return x*x\ndef quad(x):\n    return square(square(x))\nquad(x) + square(y)", {},
     "def square(x):|    return x*x||def quad(x):|    x_2 = square(x)|    return square(x_2)||f1 = quad(x)|f2 = square(y)|f = f1 + f2|return f"),
    ("def f(x):\n    for i in range(2):\n        x = x*x + 0.1\n    return x\nf(x)*f(y)", {},
     "def f(x):|    x_3 = x|    for _ in range(2):|        x_1 = x_3*x_3|        x_3 = x_1 + 0.1|    return x_3||x_3 = f(x)|x_5 = f(y)|out = x_3*x_5|return out"),
]  # fmt: skip


def body(text: str) -> str:
    """The lines of the JAX function."""
    inside = re.search(r"^def function\(.*\):\n((?:    .*\n|\n)+?)\n\n", text, re.M)
    assert inside is not None
    return "|".join(line.removeprefix("    ") for line in inside[1].rstrip("\n").splitlines())


@pytest.mark.parametrize(("source", "at", "lines"), FOLDED, ids=lambda each: each if isinstance(each, str) else "")
def test_functions_and_loops_come_back(source: str, at: dict[str, Any], lines: str) -> None:
    assert body(code(study(source, at))["jax"]) == lines


# where calls or turns do not compute alike: line by line
UNLIKE: list[tuple[str, dict[str, Any]]] = [
    ("def f(v):\n    return sum(v*v)\nf(a) + f(b)", {"a": [1, 2], "b": [1, 2, 3]}),  # different shapes
    ("def f(x):\n    return x*x + y*y\nf(a) + f(b)", {}),  # y*y is one node
    ("a = x\nb = y\nfor i in range(3):\n    a, b = b, a*b\na*b", {}),  # what is carried skips a turn
    ("s = x\nl = []\nfor i in range(3):\n    s = s*1.5 + y\n    l.append(s)\nl[0]*l[1]", {}),  # turns are read after the loop
]  # fmt: skip


@pytest.mark.parametrize(("source", "at"), UNLIKE)
def test_what_is_not_alike_stays_line_by_line(source: str, at: dict[str, Any]) -> None:
    lines = body(code(study(source, at))["jax"])
    assert "for " not in lines and "def " not in lines


ALL = [*((source, at) for source, at, _ in FOLDED), *UNLIKE, (STEP, {}),
       ("v = 0*x\nfor i in range(4):\n    g = 2*(x - 3)\n    v = 0.9*v + g\n    x = x - 0.1*v\n(x - 3)**2 + v", {"x": 1}),
       ("h = x\nfor i in range(2):\n    h = sin(h)\nfor j in range(3):\n    h = cos(h)\nh", {"x": 0.3}),
       ("def f(torch, np):\n    jax = torch*np\n    return jax + torch\nf(a, b)*f(b, a)", {}),
       ("s = 0\nfor v in [x, y, z]:\n    s = s + v**2\nsqrt(s)", {}),
       ("f = x\nfor i in range(3):\n    f = f + i*f\nfor i in range(3):\n    f = f*f\nf*x", {"x": 0.5})]  # fmt: skip


@pytest.mark.parametrize(("source", "at"), ALL)
def test_folded_code_is_read_as_the_program(source: str, at: dict[str, Any]) -> None:
    made = study(source, at)
    read_back(made)
    for text in code(made).values():
        assert sorted(int(each["node"][1:]) for each in text.lines) == [*range(1, len(made.graph) + 1)]
        assert_lines_exist(text)


def assert_lines_exist(text: Code) -> None:
    lines = text.splitlines()
    assert all(" = " in lines[each["line"] - 1] or "return " in lines[each["line"] - 1] for each in text.lines)


EXPRESSIONS = st.sampled_from(["x*h", "x + h", "sin(h)", "h*h", "h - x", "w*h", "x", "0.5*h + w", "tanh(x*h)"])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(EXPRESSIONS, min_size=1, max_size=3),
    st.lists(st.sampled_from("abc"), min_size=2, max_size=4),
    st.booleans(),
)
def test_random_loops_and_functions_are_read_as_the_program(lines: list[str], over: list[str], calls: bool) -> None:
    inner = "".join(f"    h = {line}\n" for line in lines)
    if calls:
        turns = "".join(f"h = f({each}, h)\n" for each in over)
        source = f"def f(x, h):\n{inner}    return h\nh = w\n{turns}h*w + a"
    else:
        source = f"h = w\nfor x in [{', '.join(over)}]:\n{inner}h*w + a"
    read_back(study(source, {"a": 0.3, "b": -0.7, "c": 1.1, "w": 0.9}))
