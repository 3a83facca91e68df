"""Every function over HTTP at extreme points, in every shape that it takes and with everything that can be asked for.

Whatever the point: an answer or a problem that tells what is wrong, in strict JSON, within seconds; never a 500.
Counts of the last run stand in benchmarks/README.md; the test prints those of its own.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

POINTS = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.0, -2.0, 3.0, -3.0, 10.0, -10.5, 0.1, -0.1,
    5e-324, -5e-324, 1e-310, 2.2250738585072014e-308, 1e-160, -1e-160, 1e-17, -1e-17, 1.0000000000000002,
    0.9999999999999999, -0.9999999999999999, -1.0000000000000002, -1.9999999999999998, -2.0000000000000004, 1.4616321449683623,
    20.0, -38.5, 170.6, 171.7, 709.8, -745.2, 1e8, -1e8, 1e16, 1e154, -1e160, 1e308, -1.7976931348623157e308,
]  # fmt: skip
SHAPES = ("scalar", "vector", "matrix")
PARTS = ("steps", "svg", "symbolic", "hessian", "checks", "code", "directions")
SLOWEST = 5.0  # seconds, for one answer


def spread(x: float, shape: str) -> Any:
    """An operand around x: an extreme entry beside plain ones."""
    if shape == "scalar":
        return x
    return [x, 0.5, x] if shape == "vector" else [[x, 0.5], [-0.25, x]]


def names(count: int) -> list[str]:
    return ["x", "y", "z"][:count]


def programs(row: Operation, function: str) -> list[str]:
    """Calls of a row with the fewest operands that it takes; arrays too are one scalar in the end: all is asked for."""
    counts = {max(row.arity[0], 0), min(row.arity[1], 3)}
    return [f"{function}({', '.join(names(count))})" for count in sorted(counts) if 0 < count <= 3]


WRITTEN_OUT = {
    "reshape(x)": "reshape(x, [-1])",
    **{f"{name}(x)": f"{name}([x, x])" for name in ("concat", "stack", "hstack", "vstack")},
}
CALLS = sorted({WRITTEN_OUT.get(call, call) for function, rows in FUNCTIONS.items() for row in rows for call in programs(row, function)
                if function == row.functions[0]})  # fmt: skip


def strict(text: str) -> Any:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def places(call: str, shape: str) -> list[dict[str, Any]]:
    """The points: each operand at each extreme, the others at the same, at a plain number or at a neighbour."""
    used = [name for name in names(3) if f"{name}" in re.findall(r"\w+", call.split("(", 1)[1])]
    if len(used) == 1:
        return [{used[0]: spread(x, shape)} for x in POINTS]
    found = []
    for k, x in enumerate(POINTS):
        other = POINTS[(7 * k + 5) % len(POINTS)]
        found.append(dict(zip(used, [spread(x, shape), spread(other, shape), spread(0.5, shape)], strict=False)))
    return found


@pytest.mark.extra
@pytest.mark.parametrize("call", CALLS)
def test_no_extreme_point_is_an_unforeseen_fault(client: FlaskClient, call: str) -> None:
    counts: Counter[int] = Counter()
    slowest = 0.0
    for shape in SHAPES:
        for at in places(call, shape):
            body = {"program": call if shape == "scalar" else f"sum({call})", "at": at, "include": [*PARTS]}
            started = time.monotonic()
            response = client.post("/api/v1/trace", json=body)
            taken = time.monotonic() - started
            slowest = max(slowest, taken)
            counts[response.status_code] += 1
            assert response.status_code in (200, 422, 503), body
            assert taken < SLOWEST or response.status_code == 503, body
            strict(response.get_data(as_text=True))
            if response.status_code == 422:
                break  # a shape that the function does not take
    print(f"{call}: {dict(counts)}, slowest {slowest:.2f} s")
    # mpmath's first table for a number beside 0 may take more than an answer's time; from then on it is there.
    assert counts[200] and counts[503] <= 1 and math.isfinite(slowest)
