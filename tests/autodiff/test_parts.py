"""Long lines in parts: named by their text, self-contained, and few on each level."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.build import build
from graphs.autodiff.graph import Graph
from graphs.autodiff.parts import LONG
from graphs.language.parser import parse


def graph_of(text: str) -> Graph:
    return build(parse(text))


def parts(graph: Graph) -> list[str]:
    return [group.name for group in graph.groups if group.kind == "part"]


TERMS = [f"sin(w{k}*x{k} + b{k})" for k in range(6)]
CASES = [
    ("+".join(TERMS[:2]), []),
    ("+".join(TERMS), TERMS),
    ("L = " + "+".join(TERMS), TERMS),
    (f"({'+'.join(TERMS[:3])})*exp({'+'.join(TERMS[3:])})", TERMS),
    ("+".join(f"w{k}*x{k}" for k in range(13)),
     ["+".join(f"w{k}*x{k}" for k in range(7)), "+" + "+".join(f"w{k}*x{k}" for k in range(7, 13))]),
    ("\n".join(f"a{k} = a{k - 1}*x" if k else "a0 = x*x" for k in range(40)), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), CASES)
def test_parts_are_the_outermost_operands(text: str, names: list[str]) -> None:
    assert parts(graph_of(text)) == names


@st.composite
def expressions(draw: st.DrawFn) -> str:
    def made(depth: int) -> str:
        if depth == 0:
            return draw(st.sampled_from(["x", "y", "z", "2", "w"]))
        sign = draw(st.sampled_from(["+", "*", "-", "/", "sin", "tanh"]))
        if len(sign) > 1:
            return f"{sign}({made(depth - 1)})"
        return f"({made(depth - 1)}{sign}{made(depth - 1)})"

    return " + ".join(made(3) for _ in range(draw(st.integers(1, 9))))


@settings(max_examples=30, deadline=None)
@given(expressions())
def test_what_a_part_computes_leaves_it_through_its_last_node_alone(text: str) -> None:
    graph = graph_of(text)
    for number, group in enumerate(graph.groups):
        inside = set(group.nodes)
        leaving = {edge.source for edge in graph.edges if edge.source in inside and edge.target not in inside}
        assert leaving | (inside & set(graph.outputs)) <= {group.nodes[-1]}
        assert group.parent is None or inside < set(graph.groups[group.parent].nodes)
        assert group.parent is None or group.parent < number
        place = group.place
        assert text[place.column - 1 : place.column - 1 + place.length].strip() == group.name
    own = Counter(graph.group_of[node] for node in range(len(graph.inputs), len(graph)))
    assert sum(own.values()) <= LONG or len(own) > 1 or not graph.groups
