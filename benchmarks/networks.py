"""A network of 200 nodes with 10×10 matrices, answered whole: seconds and bytes, in this process and over HTTP."""

from __future__ import annotations

import json
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.measure import Aim, table
from benchmarks.server import Server
from graphs.contract.document import document
from graphs.limits import WEB
from graphs.study import study

TITLE = "A network of 200 nodes with 10×10 matrices"
LAYERS = 39
SIZE = 10
NODES = 200
MOST_BYTES = 2_000_000
ROUNDS = 15
ALIKE = 1e-9
JUDGED, WITH_PICTURE = "steps", "steps and SVG"
ASKED: dict[str, dict[str, Any]] = {  # what is asked for besides the program and its point
    WITH_PICTURE: {"include": ["steps", "svg"]},
    JUDGED: {"include": ["steps"]},
    "steps, and forward mode for an entry": {"include": ["steps"], "wrt": "W1[0,0]"},
    "nothing else": {"include": []},
}
TEXT = "\n".join(
    ["H0 = X", *(f"H{k} = tanh(H{k - 1} @ W{k} + b{k})" for k in range(1, LAYERS + 1)), f"mean((H{LAYERS} - Y)**2)"]
)


def report(quick: bool) -> tuple[str, list[Aim]]:
    """The table and the aim. quick: fewer rounds."""
    at = _point()
    rounds = 5 if quick else ROUNDS
    measured: dict[str, tuple[float, int]] = {}
    with Server() as server:
        server.wait_for_port()
        for name, asked in {f"{WITH_PICTURE}, at first sight": ASKED[WITH_PICTURE], **ASKED}.items():
            repeated = 1 if name not in ASKED else rounds
            answers = [server.trace_unread(TEXT, at, **asked) for _ in range(repeated)]
            _check(json.loads(answers[-1][1]), at, steps="steps" in asked["include"])
            measured[name] = median(seconds for seconds, _ in answers), len(answers[-1][1])
    measured[f"{JUDGED}, without HTTP"] = _inside(at, rounds)
    rows = [[name, f"{seconds * 1e3:.0f}", f"{size:,}"] for name, (seconds, size) in measured.items()]
    promise = f"a network of {NODES} nodes with {SIZE}×{SIZE} matrices is answered, in less than {MOST_BYTES:,} bytes"
    seconds, size = measured[JUDGED]
    told = f"{size:,} bytes in {seconds * 1e3:.0f} ms; {measured[WITH_PICTURE][1]:,} with the picture in it"
    aim = Aim(promise, told, size < MOST_BYTES)
    return table(["asked for", "ms", "bytes of JSON"], rows), [aim]


def _point() -> dict[str, Any]:
    random = np.random.default_rng(1)
    at = {name: random.normal(size=(SIZE, SIZE)) for name in "XY"}
    for k in range(1, LAYERS + 1):
        at[f"W{k}"] = random.normal(size=(SIZE, SIZE)) / SIZE**0.5
        at[f"b{k}"] = random.normal(size=SIZE) / 10.0
    return {name: value.tolist() for name, value in at.items()}


def _inside(at: dict[str, Any], rounds: int) -> tuple[float, int]:
    """Seconds and bytes of study and document at the limits of the web; the first call reads and builds, and is out."""
    seconds = []
    for _ in range(rounds + 1):
        start = perf_counter()
        answer = json.dumps(document(study(TEXT, at, limits=WEB), "", ["steps"], WEB), separators=(",", ":"))
        seconds.append(perf_counter() - start)
    return median(seconds[1:]), len(answer.encode())


def _check(answer: dict[str, Any], at: dict[str, Any], steps: bool) -> None:
    """The answer is whole, and its loss what NumPy makes of it."""
    assert len(answer["nodes"]) == NODES and bool(answer["steps"]) == steps
    assert answer["gradient"].keys() == at.keys() and answer["checks"]["tangent_gradient"]["ok"]
    hidden = np.array(at["X"])
    for k in range(1, LAYERS + 1):
        hidden = np.tanh(hidden @ np.array(at[f"W{k}"]) + np.array(at[f"b{k}"]))
    assert abs(answer["value"] - np.mean((hidden - np.array(at["Y"])) ** 2)) <= ALIKE
