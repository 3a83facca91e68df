"""Groups of nodes: a table of programs with every group written out by hand, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.graph import Graph
from graphs.errors import WrongBinding
from graphs.study import study

SQUARE = "def sq(x):\n    y = x*x\n    return y + 1\n"

# A program, and its groups: kind and name, the group around, its nodes by name, what its parameters stand for.
GROUPS: list[tuple[str, list[tuple[str, int | None, str, str]]]] = [
    ("x*y + 1", []),
    ("z = x*2\nz + y", []),  # a line of one node is none
    ("z = w*x + b\nL = (z - y)**2", [("line z", None, "z1 z", ""), ("line L", None, "L1 L", "")]),
    (f"{SQUARE}sq(3.0)", []),  # a program's own call is the program
    (
        f"{SQUARE}a = sq(p + q)\nb = sq(a*2)\na*b",
        [
            ("line a", None, "x y a", ""),
            ("function sq", 0, "y a", "x=x"),
            ("line b", None, "x[2] y[2] b", ""),
            ("function sq", 2, "y[2] b", "x=x[2]"),
        ],
    ),
    (
        f"{SQUARE}sq(p) + sq(p)",  # the same nodes: they belong to the first call, and the second is left out
        [("function sq", None, "y f1", "x=p")],
    ),
    (
        "def f(x, k=2):\n    return k*x + x\ndef g(x):\n    return f(x)*f(x*x)\nz = g(a) - f(b, k=a)",
        [
            ("line z", None, "x z1 z2 z3 z4 z5 z6 z7 z", ""),
            ("function g", 0, "x z1 z2 z3 z4 z5", "x=a"),
            ("function f", 1, "z1 z2", "x=a"),
            ("function f", 1, "z3 z4", "x=x"),
            ("function f", 0, "z6 z7", "x=b k=a"),
        ],
    ),
    (
        "f(x) = x^2 + 1\nz = f(a) * f(b)",
        [
            ("line z", None, "z1 z2 z3 z4 z", ""),
            ("function f", 0, "z1 z2", "x=a"),
            ("function f", 0, "z3 z4", "x=b"),
        ],
    ),
    (
        "s = a\nfor i in range(2):\n    s = s*x + i\ns",
        [
            ("turn i = 0", None, "s[2].1 s[2]", ""),
            ("line s", 0, "s[2].1 s[2]", ""),
            ("turn i = 1", None, "s[3].1 s[3]", ""),
            ("line s", 2, "s[3].1 s[3]", ""),
        ],
    ),
    (
        "s = 0\nfor v in [x, y]:\n    s = s + v*w\ns",
        [
            ("turn turn 1", None, "s[2].1 s[2]", "v=x"),
            ("line s", 0, "s[2].1 s[2]", ""),
            ("turn turn 2", None, "s[3].1 s[3]", "v=y"),
            ("line s", 2, "s[3].1 s[3]", ""),
        ],
    ),
    (
        "def f(x):\n    for i in range(2):\n        x = sin(x)\n    return x\ny = f(a) + a",
        [
            ("line y", None, "x x[2] y", ""),
            ("function f", 0, "x x[2]", "x=a"),
            ("turn i = 0", 1, "x", ""),
            ("turn i = 1", 1, "x[2]", ""),
        ],
    ),
    (
        "def f(x):\n    for i in range(3):\n        x = x*w\n        if i == 1:\n            return x + 1\nb*f(a)",
        [
            ("function f", None, "x x[2] out1", "x=a"),
            ("turn i = 0", 0, "x", ""),
            ("turn i = 1", 0, "x[2] out1", ""),
        ],
    ),
    (
        f"p = 2.0\nq = 3.0\nr = p*q\n{SQUARE}b = sq(r)*sq(p*r)",  # lines that give inputs are no lines of the program
        [
            ("line b", None, "y x y[2] b1 b2 b", ""),
            ("function sq", 0, "y b1", "x=r"),
            ("function sq", 0, "y[2] b2", "x=x"),
        ],
    ),
    (
        "def pair(x):\n    return x*x, x + 1\na, b = pair(u)\na*b",
        [("function pair", None, "a b", "x=u")],
    ),
    (
        "ys = []\nfor x in [u, v]:\n    ys.append(x*w + 1)\nsum(ys)",
        [("turn turn 1", None, "f1 f2", "x=u"), ("turn turn 2", None, "f3 f4", "x=v")],
    ),
]  # fmt: skip


def told(graph: Graph, names: list[str]) -> list[tuple[str, int | None, str, str]]:
    return [
        (
            f"{group.kind} {group.name}",
            group.parent,
            " ".join(names[node] for node in group.nodes),
            " ".join(f"{name}={names[node]}" for name, node in group.bindings),
        )
        for group in graph.groups
    ]


@pytest.mark.parametrize(("program", "groups"), GROUPS)
def test_groups(program: str, groups: list[tuple[str, int | None, str, str]]) -> None:
    made = study(program, names="own")
    assert told(made.graph, made.notation.names) == groups


BODIES = st.lists(st.sampled_from(["z = x*x", "z = sin(x) + x", "x = x + 1", "z = x\n    z = z*z"]), max_size=3)
USES = st.sampled_from(
    ["u = f(v)", "u = f(u*v) + f(v)", "u = f(f(u))", "for i in range(2):\n    u = f(u) * v", "v = u"]
)


@settings(max_examples=60)
@given(BODIES, st.lists(USES, min_size=1, max_size=3), st.booleans())
def test_what_holds_for_all_groups(body: list[str], uses: list[str], share: bool) -> None:
    lines = ["def f(x):", *(f"    {line}" for line in body), "    return x*x + 1", *uses, "u*v + w"]
    made = study("\n".join(lines), names="own", share=share)
    graph = made.graph
    assert len(set(made.notation.names)) == len(graph)
    for number, group in enumerate(graph.groups):
        assert len(group.nodes) > (group.kind == "line")
        assert group.parent is None or group.parent < number
        assert group.parent is None or {*group.nodes} <= {*graph.groups[group.parent].nodes}
    for node, innermost in enumerate(graph.group_of):
        holding = [number for number, group in enumerate(graph.groups) if node in group.nodes]
        assert holding == [] if innermost is None else holding[-1] == innermost
    assert not {*graph.group_of[: len(graph.inputs)]} - {None}


def test_a_point_may_bind_what_only_a_function_assigns() -> None:
    made = study(f"{SQUARE}sq(p)*x", {"p": 2.0, "x": 3.0})
    assert made.graph.inputs == ("p", "x") and made.evaluation.values[made.graph.outputs[0]] == 15.0
    made = study(f"{SQUARE}sq(p)*2", {"p": 2.0, "y": 3.0})  # an unused input
    assert made.graph.inputs == ("p", "y")
    with pytest.raises(WrongBinding, match="assigns 'y'"):
        study(f"{SQUARE}for i in range(2):\n    y = sq(p)\ny*2", {"p": 2.0, "y": 3.0})
