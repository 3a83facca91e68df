"""Composed functions are lines of text: what they stand for, their parameters and options, and where errors point."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from graphs.errors import Problem
from graphs.language.calls import libraries
from graphs.language.definitions import definition_of
from graphs.operations import table
from graphs.operations.composed import COMPOSED, defined
from graphs.operations.row import Operation
from graphs.study import study

OF_TEXT = [row for row in COMPOSED if row.definition]
X, Y = [1.0, 2.0, 4.0], [0.5, 3.0, 1.0]


@contextmanager
def added(row: Operation) -> Iterator[None]:
    """The language with one more function."""
    with (
        patch.dict(table.FUNCTIONS, {row.name: (row,)}),
        patch.object(libraries, "KNOWN", libraries.KNOWN | {row.name}),
    ):
        yield


@pytest.mark.parametrize("row", OF_TEXT, ids=lambda row: row.name)
def test_a_definition_is_a_program_in_its_parameters(row: Operation) -> None:
    lines = definition_of(row)
    assert frozenset().union(*(line.reads for line in lines)) >= set(row.parameters)
    assert len(row.parameters) == row.arity[1] == row.arity[0] + len(row.preset)


@pytest.mark.parametrize(
    ("call", "written", "point"),
    [
        ("clip(x, 0, 1)", "min(max(x, 0), 1)", {"x": 2.5}),
        ("x.clamp(y, 3)", "min(max(x, y), 3)", {"x": X, "y": 1.5}),
        ("square(x + y)", "(x + y)**2", {"x": X, "y": Y}),
        ("mse_loss(x, y)", "mean((x - y)**2)", {"x": X, "y": Y}),
        ("mse_loss(x, y, reduction='sum')", "sum((x - y)**2)", {"x": X, "y": Y}),
        ("F.mse_loss(x, y, reduction='none')", "(x - y)**2", {"x": X, "y": Y}),
        ("var(x)", "mean((x - mean(x))**2)", {"x": X}),
        ("std(square(x))", "sqrt(mean((x**2 - mean(x**2))**2))", {"x": X}),
        ("jax.nn.gelu(x)", "x*(0.5*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3))))", {"x": 0.7}),
    ],
)
def test_a_call_builds_the_graph_of_what_it_stands_for(call: str, written: str, point: dict[str, Any]) -> None:
    one, other = study(call, point), study(written, point)
    assert one.graph.rows == other.graph.rows
    assert one.graph.operands == other.graph.operands


@pytest.mark.parametrize(("call", "written"), [("huber(x, y)", "1"), ("huber(x, y, 0.25)", "0.25")])
def test_a_parameter_has_a_value_where_it_is_left_out(call: str, written: str) -> None:
    huber = defined("huber(x, y, delta=1)", "r = abs(x - y); where(r < delta, r**2/2, delta*(r - delta/2))")
    with added(huber):
        one = study(call, {"x": 3.0, "y": 2.5})
        other = study(
            f"r = abs(x - y); where(r < {written}, r**2/2, {written}*(r - {written}/2))", {"x": 3.0, "y": 2.5}
        )
    assert one.evaluation.values[one.graph.outputs[0]] == other.evaluation.values[other.graph.outputs[0]]
    assert [row.name for row in one.graph.rows] == [row.name for row in other.graph.rows]


def test_an_option_takes_its_place_in_the_text() -> None:
    with added(defined("centred(x)", "x - mean(x, axis={axis}, keepdims=True)", options={"axis": None})):
        by_row = study("centred(A, axis=1)", {"A": [[1.0, 3.0], [2.0, 6.0]]})
    assert by_row.evaluation.values[by_row.graph.outputs[0]].tolist() == [[-1.0, 1.0], [-2.0, 2.0]]


def test_the_parameters_of_one_definition_are_unknown_to_another() -> None:
    with added(defined("first(x, y)", "x - 2*y")), added(defined("second(y, x)", "first(y, x)*x")):
        made = study("second(p, q)", {"p": 5.0, "q": 3.0})
    assert made.evaluation.values[made.graph.outputs[0]] == (5.0 - 2 * 3.0) * 3.0


@pytest.mark.parametrize(
    ("text", "point", "message", "column", "length"),
    [
        ("1 + clip(x, [0, 1], 1)", {"x": X}, "x has 3 entries", 5, 4),
        ("2*mse_loss(x, y)", {"x": X, "y": [1.0, 2.0]}, "y has 2 entries", 3, 8),
        ("mse_loss(x, y, reduction=1)", {"x": 1.0, "y": 2.0}, "reduction is", 26, 1),
        ("mse_loss(x, y, 1)", {"x": 1.0, "y": 2.0}, "takes 2 arguments", 1, 8),
        ("one_hot(1, 0)", {}, "there may be 1 to 4,096 classes", 1, 7),
        ("one_hot(1, 99999999999)", {}, "there may be 1 to 4,096 classes", 1, 7),
        ("cross_entropy(x, 3)", {"x": X}, "classes are the whole numbers 0 to 2", 1, 13),
        ("F.cross_entropy(x, [0, 1])", {"x": X}, "one class for each sample or the shares of all", 3, 13),
        ("layer_norm(x, (4,))", {"x": X}, "the last axes, whose sizes are not [4]", 1, 10),
        ("glu(x)", {"x": X}, "glu halves axis 0, whose size is 3", 1, 3),
        ("np.std(x, ddof=3)", {"x": X}, "std divides by n - 3, and n is 3", 4, 3),
        ("clip(x, 1)", {"x": 1.0}, "takes 3 arguments", 1, 4),
    ],
)
def test_an_error_points_at_the_call(text: str, point: dict[str, Any], message: str, column: int, length: int) -> None:
    with pytest.raises(Problem) as raised:
        study(text, point)
    assert message in raised.value.message
    assert raised.value.place is not None
    assert (raised.value.place.column, raised.value.place.length) == (column, length)
