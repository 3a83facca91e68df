"""Second order against one gradient: a Hessian-vector product, and the whole Hessian of 50 inputs, on 500 nodes."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import peers
from benchmarks.measure import Aim, interleaved, ratio, table
from benchmarks.programs import is_live, sample
from graphs.autodiff.build import build
from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.reverse import reverse
from graphs.autodiff.second_order import hessian, hessian_product
from graphs.language.parser import parse

TITLE = "Second order"
NODES, INPUTS = 500, 50
ROUNDS = 15
GRADIENT, PRODUCT, HESSIAN = "gradient", "Hessian-vector product", "Hessian"
BOUNDS = {PRODUCT: 6.0, HESSIAN: 20.0}


def report(quick: bool) -> tuple[str, list[Aim]]:
    """The table and the aims. quick: fewer rounds."""
    seeds = count(1)
    made = next(s for s in (sample(NODES, INPUTS, seed) for seed in seeds) if is_live(_adjoints(s)))
    graph, point = build(parse(made.text)), made.point
    evaluation = evaluate(graph, point)
    direction: dict[int, Any] = {i: 1.0 / (i + 1) for i in range(INPUTS)}
    whole = hessian(graph, evaluation)
    expected = whole @ np.array([*direction.values()])
    assert np.allclose(hessian_product(graph, evaluation, direction), expected, rtol=1e-9), "the two disagree"
    timings = interleaved(
        {
            GRADIENT: lambda: reverse(graph, evaluate(graph, point), {graph.outputs[0]: 1.0}),
            PRODUCT: lambda: hessian_product(graph, evaluation, direction),
            HESSIAN: lambda: hessian(graph, evaluation),
        },
        5 if quick else ROUNDS,
        lambda answer: None,
    )
    rows = [
        [name, f"{median(timings[name]) * 1e6:,.0f}", f"{ratio(timings, name, GRADIENT):.1f}"]
        for name in (GRADIENT, PRODUCT, HESSIAN)
    ]
    aims = [
        Aim(
            f"a {name} costs at most {bound:g} gradients",
            f"{(found := ratio(timings, name, GRADIENT)):.1f}",
            found <= bound,
        )
        for name, bound in BOUNDS.items()
    ]
    return table([f"{len(graph)} nodes, {INPUTS} inputs", "µs", "gradients"], rows), aims


def _adjoints(made: Any) -> Any:
    return peers.tape_adjoints(peers.tape_of(made), made.point)


if __name__ == "__main__":
    print(*report(quick=False)[:1], sep="\n")
