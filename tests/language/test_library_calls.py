"""Calls pasted from NumPy, SciPy, PyTorch, JAX and math mean what their library means: value, gradient, second order.

The record is the libraries' own (tests/support/library_calls.py); a call that is not read must be refused in words.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from graphs import study
from graphs.contract.document import document
from graphs.errors import Problem
from graphs.landscape.curvature import curvature
from graphs.limits import WEB
from tests.support.library_calls import RECORD, direction, weights
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


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: f"{row['call']} at {next(iter(row['at'].values()), '')}"[:70])
def test_a_call_means_what_its_library_means_or_is_refused(row: dict[str, Any]) -> None:
    call, at, value = row["call"], row["at"], np.asarray(row["value"])
    cotangent = weights(value.shape)
    if call in REFUSED:
        with pytest.raises(Problem):
            study(call, at)
        return
    answer = document(study(call, at, cotangent=cotangent.tolist() if value.shape else float(cotangent)), "", (), WEB)
    assert close(answer["value"], row["value"], ROUGH.get(call, 1e-12))
    adjoints = {node["id"]: node["adjoint"] for node in answer["nodes"]}
    for entry in answer["inputs"]:
        most = ROUGH.get(call, SLOPES[row["by"]])
        assert close(adjoints[entry["node"]], row["gradient"][entry["name"]], most), entry["name"]
    if row["curved"] is not None and row["at"] == FIRST[call]:
        made = study(call if not value.shape else f"u = {call}\nsum(u*u)", at)
        hessian, _ = curvature(made, WEB)
        assert hessian is not None
        places, first = {}, 0  # ours are in natural order, the record's in the order of its point
        for name, given in at.items():
            places[name] = range(first, first := first + np.size(given))
        order = [k for name in made.graph.inputs for k in places[name]]
        along = np.asarray(hessian["matrix"], float) @ direction(len(order))[order]
        assert close(along.tolist(), np.asarray(row["curved"])[order].tolist(), 1e-9)
