"""Calls pasted from NumPy, SciPy, PyTorch, JAX and math mean what their library means: value, gradient, second order.

The record is the libraries' own (tests/support/library_calls.py); a call that is not read must be refused in words.
Where the libraries are installed, three hundred of the calls are run in them at points that nobody chose.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

from graphs import study
from graphs.contract.document import document
from graphs.errors import Problem
from graphs.landscape.curvature import curvature
from graphs.limits import WEB
from tests.support.library_calls import RECORD, answered, calls, direction, weights
from tests.support.paths import DATA

RECORDED = [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()]
REFUSED = frozenset((DATA / "library_calls_refused.txt").read_text(encoding="utf-8").splitlines())
# Digits that the record itself has: differences have fewer, and so has PyTorch's trigamma.
SLOPES = {"torch": 1e-11, "jax": 1e-11, "differences": 1e-6}
FIRST = {row["call"]: row["at"] for row in reversed(RECORDED)}  # second order is compared at the first point
# PyTorch's trigamma has ten digits, and its hard sigmoid multiplies by a sixth in single precision.
ROUGH = {"torch.digamma(x)": 1e-8, "F.hardsigmoid(x)": 1e-7,
         "torch.polygamma(1, x)": 1e-9, "torch.special.polygamma(1, x)": 1e-9}  # fmt: skip


def number(x: Any) -> Any:
    """An answer's number or list, as an array."""
    text = json.dumps(x).replace("null", "NaN").replace('"Infinity"', "Infinity").replace('"-Infinity"', "-Infinity")
    return np.asarray(json.loads(text), float)


def close(ours: Any, theirs: Any, most: float) -> bool:
    ours, theirs = number(ours), np.asarray(theirs, float)
    return ours.shape == theirs.shape and bool(np.all(np.abs(ours - theirs) <= most * np.maximum(1, np.abs(theirs))))


def differing(row: dict[str, Any]) -> list[str]:
    """What of a call's recorded answer is another one here: "value", or the names of inputs. Raises Problem."""
    call, value = row["call"], np.asarray(row["value"])
    cotangent = weights(value.shape)
    made = study(call, row["at"], cotangent=cotangent.tolist() if value.shape else float(cotangent))
    answer = document(made, "", (), WEB)
    adjoints = {node["id"]: node["adjoint"] for node in answer["nodes"]}
    most = ROUGH.get(call, SLOPES[row["by"]])
    slopes = [(each["name"], adjoints[each["node"]]) for each in answer["inputs"]]
    return [
        *([] if close(answer["value"], row["value"], ROUGH.get(call, 1e-12)) else ["value"]),
        *(name for name, slope in slopes if not close(slope, row["gradient"][name], most)),
    ]


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: f"{row['call']} at {next(iter(row['at'].values()), '')}"[:70])
def test_a_call_means_what_its_library_means_or_is_refused(row: dict[str, Any]) -> None:
    call, at, value = row["call"], row["at"], np.asarray(row["value"])
    if call in REFUSED:
        with pytest.raises(Problem):
            study(call, at)
        return
    assert differing(row) == []
    if row["curved"] is not None and row["at"] == FIRST[call]:
        made = study(call if not value.shape else f"u = {call}\n(u*u).sum()", at)
        hessian, _ = curvature(made, WEB)
        assert hessian is not None
        places, first = {}, 0  # ours are in natural order, the record's in the order of its point
        for name, given in at.items():
            places[name] = range(first, first := first + np.size(given))
        order = [k for name in made.graph.inputs for k in places[name]]
        along = np.asarray(hessian["matrix"], float) @ direction(len(order))[order]
        assert close(along.tolist(), np.asarray(row["curved"])[order].tolist(), 1e-9)


@pytest.mark.extra
def test_three_hundred_calls_at_random_points_are_equal_or_refused() -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("jax")
    drawn = np.random.default_rng(20261130)
    every = calls()
    counts: Counter[tuple[str, str]] = Counter()
    different = []
    for k in drawn.permutation(len(every))[:300]:
        call, at = every[k], between(every[k].points, drawn)
        try:
            row = {"call": call.text, "at": at, **answered(call, at)}
            parts = differing(row)
        except Problem:
            assert call.text in REFUSED, call.text
            counts[call.library, "refused"] += 1
            continue
        finally:
            torch.set_default_dtype(torch.float32)
        counts[call.library, "different" if parts else "equal"] += 1
        different += [(call.text, at, parts)] if parts else []
    print({f"{library}: {verdict}": count for (library, verdict), count in sorted(counts.items())})
    assert not different, different
    assert sum(counts.values()) == 300
    assert {library for library, _ in counts} == {"numpy", "scipy", "math", "torch", "jax"}


def between(points: dict[str, tuple[Any, Any]], drawn: np.random.Generator) -> dict[str, Any]:
    """A point between the two of a call, entry by entry."""
    ends = {name: [np.asarray(each, float) for each in pair] for name, pair in points.items()}
    return {name: (a + (b - a) * drawn.uniform(0, 1, a.shape)).tolist() for name, (a, b) in ends.items()}
