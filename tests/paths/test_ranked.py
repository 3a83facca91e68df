"""The paths that make a number: against all paths listed one by one, and in sum against the sweep's own number."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.graph import Edge
from graphs.errors import Problem, TooLarge, WrongBinding
from graphs.limits import WEB
from graphs.paths.asked import Explained, paths_of
from graphs.paths.ranked import KEPT
from graphs.paths.sizes import ZERO, size_of
from graphs.study import Study, study

LONG = replace(WEB, nodes=4000, lines=4000, characters=200_000, tokens=200_000)
_OPERATIONS = ("{}*{}", "{}+{}", "{}-{}", "sin({})+0*{}", "max({},{})", "relu({})*{}", "{}*detach({})", "tanh({}-{})")


@st.composite
def programs(draw: st.DrawFn, least: int = 1, most: int = 8) -> str:
    """Lines each of which joins two values before it: up to 14 nodes, with several uses and edges side by side."""
    names, lines = ["x", "y"], []
    for k in range(draw(st.integers(least, most))):
        pair = draw(st.sampled_from(names[-4:])), draw(st.sampled_from(names[-4:]))
        lines.append(f"a{k} = " + draw(st.sampled_from(_OPERATIONS)).format(*pair))
        names.append(f"a{k}")
    return "\n".join([*lines, names[-1]])


def listed(made: Study, node: int, back_to: int | None = None) -> Iterator[tuple[tuple[Edge, ...], float]]:
    """Every path from a node to the output (to a node), with the product of its partials; where nothing flows it is 0."""
    if back_to is None and node in made.graph.outputs:
        yield (), 1.0
    if node == back_to:
        yield (), 1.0
    for edge in made.graph.edges:
        if edge.source == node:
            partial = made.partial(edge)
            for edges, product in listed(made, edge.target, back_to):
                yield (edge, *edges), 0.0 if partial is None else float(partial) * product


def agrees(made: Study, told: Explained, every: list[tuple[tuple[Edge, ...], float]]) -> None:
    total = sum(abs(product) for _, product in every)
    assert told.ranked.number == len(every)
    assert len({path.edges for path in told.ranked.paths}) == len(told.ranked.paths) == min(KEPT, len(every))
    products = dict(every)
    for path in told.ranked.paths:
        assert path.product == pytest.approx(products[path.edges], rel=1e-13, abs=1e-300)
        assert path.share is None if not total else path.share == pytest.approx(abs(path.product) / total, rel=1e-12)
    largest = sorted((abs(product) for _, product in every), reverse=True)[:KEPT]
    assert [abs(path.product) for path in told.ranked.paths] == pytest.approx(largest, rel=1e-12, abs=1e-300)
    kept = {path.edges for path in told.ranked.paths}
    left = math.fsum(product for edges, product in every if edges not in kept)
    assert abs(told.rest - left) <= 1e-12 * total
    assert told.ranked.total.value == pytest.approx(total, rel=1e-12)
    assert abs(told.number - told.ranked.plus.value + told.ranked.minus.value) <= 1e-12 * total


NUMBERS = st.floats(-2, 2, allow_nan=False, width=32)


@settings(max_examples=120, deadline=None)
@given(programs(), NUMBERS, NUMBERS, st.data())
def test_the_paths_are_the_largest_of_all(program: str, x: float, y: float, data: st.DataObject) -> None:
    made = study(program, {"x": x, "y": y})
    node = data.draw(st.sampled_from([i for i in range(len(made.graph)) if i not in made.graph.data]))
    agrees(made, paths_of(made, f"c{node + 1}", WEB), [*listed(made, node)])
    for name, i in (("x", 0), ("y", 1)):
        if name in made.graph.inputs:
            i = made.graph.inputs.index(name)
            agrees(made, paths_of(made, f"c{node + 1}.tangent:{name}", WEB), [*listed(made, i, node)])


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_paths_and_rest_are_the_number_on_three_thousand_nodes(seed: int) -> None:
    import random

    chance = random.Random(seed)
    names, lines = ["x"], []
    for k in range(1_000):
        one, other = chance.choice(names[-6:]), chance.choice(names[-6:])
        lines.append(f"a{k} = {chance.uniform(-1.2, 1.2):.3f}*sin({one}) + {chance.uniform(-1, 1):.3f}*{other}")
        names.append(f"a{k}")
    made = study("\n".join([*lines, names[-1]]), {"x": chance.uniform(-1, 1)}, limits=LONG)
    assert len(made.graph) > 2_900
    told = paths_of(made, "x", LONG)
    kept = math.fsum([*(path.product for path in told.ranked.paths), told.rest])
    assert abs(kept - told.number) <= 1e-12 * told.ranked.total.value
    assert abs(told.ranked.plus.value - told.ranked.minus.value - told.number) <= 1e-12 * told.ranked.total.value
    assert told.ranked.number == made.graph.paths[0] > 2**53


def chain(length: int) -> str:
    return "\n".join(["h = x", *["h = sin(h) + 0.5*h"] * length, "h"])


def test_the_time_grows_with_the_edges() -> None:
    """Five times as long takes some five times as long, by the fastest of three; a square would be 25 times."""
    took = []
    for length in (200, 1_000):
        made = study(chain(length), {"x": 0.3}, limits=LONG)
        runs = []
        for _ in range(3):
            began = time.process_time()
            paths_of(made, "x", LONG)
            runs.append(time.process_time() - began)
        took.append(min(runs))
    assert took[1] < 14 * took[0]


ARRAYS: list[tuple[str, dict[str, Any], str, int, list[float]]] = [
    ("sum(x*y)", {"x": [1.0, 2.0], "y": [3.0, 4.0]}, "x[1]", 1, [4.0]),
    ("sum(A @ x)", {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 1.0]}, "x[1]", 2, [4.0, 2.0]),
    ("sum(A @ x)", {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [5.0, 7.0]}, "A[0,1]", 1, [7.0]),
    ("sum(A * x)", {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 1.0]}, "x[0]", 2, [3.0, 1.0]),
    ("sum(k * x)", {"x": [1.0, 2.0, 3.0], "k": 2.0}, "k", 3, [3.0, 2.0, 1.0]),
    ("max(x) + x[0]", {"x": [1.0, 5.0]}, "x[1]", 1, [1.0]),
    ("sum(relu(x))", {"x": [-1.0, 5.0]}, "x[0]", 1, [0.0]),
    ("sum(x.T @ x)", {"x": [[1.0, 2.0]]}, "x[0,1]", 4, [2.0, 2.0, 1.0, 1.0]),
    ("A @ x", {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 1.0]}, "c3[1].tangent:x[0]", 1, [3.0]),
]  # fmt: skip


@pytest.mark.parametrize("program, at, named, count, products", ARRAYS)
def test_of_an_array_through_its_entries(
    program: str, at: dict[str, Any], named: str, count: int, products: list[float]
) -> None:
    told = paths_of(study(program, at), named, WEB)
    assert told.ranked.number == count
    assert [path.product for path in told.ranked.paths] == products
    assert math.fsum(products) + told.rest == told.number


def test_an_array_without_an_entry_is_asked_at_its_largest() -> None:
    told = paths_of(study("sum(x*y)", {"x": [1.0, 2.0], "y": [3.0, -4.0]}), "x", WEB)
    assert told.asked.name == "c1[1]" and told.number == -4.0


def test_an_undefined_partial_ends_the_shares() -> None:
    told = paths_of(study("log(x) + 2*x", {"x": -1.0}), "x", WEB)
    assert math.isnan(told.ranked.paths[0].product) and {path.share for path in told.ranked.paths} == {None}
    steep = paths_of(study("sqrt(x) + x", {"x": 0.0}), "x", WEB)
    assert [path.product for path in steep.ranked.paths] == [math.inf, 1.0]
    assert {path.share for path in steep.ranked.paths} == {None} and math.isnan(paths_of(
        study("sqrt(x)*x", {"x": 0.0}), "x", WEB).number)  # fmt: skip


def test_nothing_flows_past_an_infinite_slope() -> None:
    """0·∞ does not arise where nothing flows."""
    told = paths_of(study("detach(sqrt(x)) + x", {"x": 0.0}), "x", WEB)
    assert [(path.product, path.share) for path in told.ranked.paths] == [(1.0, 1.0), (0.0, 0.0)]


def test_products_that_no_double_holds_keep_their_order() -> None:
    program = "a = x\nb = x\n" + "a = a*1e-100\nb = b*1e-120\n" * 4 + "a + b"
    told = paths_of(study(program, {"x": 1.0}), "x", WEB)
    assert told.number == 0.0 and [path.product for path in told.ranked.paths] == [0.0, 0.0]
    assert told.ranked.paths[0].share == 1.0 and told.ranked.paths[0].size > told.ranked.paths[1].size > ZERO


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_sizes_are_those_of_doubles(x: float, y: float) -> None:
    one, other = size_of(x), size_of(y)
    assert one.value == abs(x) and (one < other) == (abs(x) < abs(y))
    if math.isfinite(x) and math.isfinite(y):
        assert one.plus(other).value == abs(x) + abs(y) or abs(x) + abs(y) == math.inf
        assert one.times(y).value == pytest.approx(abs(x * y), rel=1e-15, abs=5e-324)


@pytest.mark.parametrize(
    "named", ["c9", "c0", "", "x[", "x[0]", "nothing", "c2.value", "k", "c2.tangent:z", "c1.adjoint.x"]
)
def test_what_is_no_number_is_refused(named: str) -> None:
    with pytest.raises(WrongBinding):
        paths_of(study("k = 2*3\nx*k", {"x": 1.0}), named, WEB)


def test_an_output_of_several_numbers_needs_a_cotangent() -> None:
    with pytest.raises(Problem, match="cotangent"):
        paths_of(study("[x, 2*x]", {"x": 1.0}), "x", WEB)
    seeded = paths_of(study("[x, 2*x]", {"x": 1.0}, cotangent=[3.0, 5.0]), "x", WEB)
    assert [path.product for path in seeded.ranked.paths] == [10.0, 3.0] and seeded.number == 13.0


def test_too_many_entries_are_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    made = study("sum(x*x)", {"x": [1.0] * 5_000})
    with pytest.raises(TooLarge, match="at most 10,000 entries"):
        paths_of(made, "x[0]", WEB)
    with pytest.raises(TooLarge, match="at most 50,000 partials"):
        paths_of(study("sum(softmax(softmax(x)))", {"x": [1.0] * 300}), "x[0]", WEB)
