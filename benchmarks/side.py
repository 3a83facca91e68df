"""One side of before.py: times what it is told to with the house of another folder; `python side.py FOLDER`.

Lines of JSON come in and go out: first the programs (text and point), then by request the seconds of one call.
"""

from __future__ import annotations

import gc
import json
import math
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

sys.path.insert(0, sys.argv[1])  # `graphs` is that side's

from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.reverse import reverse
from graphs.contract.document import document
from graphs.language.parser import parse
from graphs.limits import WEB
from graphs.study import study

try:
    from graphs.autodiff.build import build
except ImportError:  # up to cbe1040
    from graphs.autodiff.graph import build  # type: ignore[attr-defined,no-redef]

SAMPLE = 0.05  # seconds that one timing lasts at least

Call = Callable[[], Any]


def calls_of(text: str, point: dict[str, float]) -> tuple[dict[str, Call], list[float]]:
    """What can be timed on a program, and the gradient that all of it must come to."""
    program = parse(text)
    graph = build(program)
    at = [point[name] for name in graph.inputs]

    def sweeps() -> list[Any]:
        return reverse(graph, evaluate(graph, at), {graph.outputs[0]: 1.0})

    calls: dict[str, Call] = {
        "build": lambda: build(program),
        "sweeps": sweeps,
        "study": lambda: study(text, point),
        "answer": lambda: document(study(text, point), "", ["steps"], WEB),
    }
    gradient = sweeps()[: len(at)]
    assert study(text, point).jacobian == [gradient]
    return calls, gradient


def seconds(call: Call) -> float:
    """Of one call; short ones are repeated."""
    start = process_time()
    call()
    repeats = max(1, math.ceil(SAMPLE / (process_time() - start)))
    gc.collect()
    start = process_time()
    for _ in range(repeats):
        call()
    return (process_time() - start) / repeats


def main() -> None:
    made = [calls_of(*each) for each in json.loads(sys.stdin.readline())]
    gc.collect()
    gc.freeze()  # what is there by now is no garbage: no collection need look at it again
    print(json.dumps([gradient for _, gradient in made]), flush=True)
    for line in sys.stdin:
        number, name = json.loads(line)
        print(json.dumps(seconds(made[number][0][name])), flush=True)


if __name__ == "__main__":
    main()
