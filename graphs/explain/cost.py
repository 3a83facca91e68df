"""What the answer cost, how that would grow, and why reverse mode is cheap: paths against edges."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.study import Study

EXACT = 2**53  # the largest whole number up to which JSON's doubles are exact


def document(study: Study) -> dict[str, Any]:
    """The contract's `cost`."""
    graph, cost = study.graph, study.cost
    paths = dict(zip(graph.inputs, graph.paths, strict=False))
    return {
        "forward": {"passes": cost.forward_passes, "operations": cost.forward_operations},
        "reverse": {"passes": cost.reverse_passes, "operations": cost.reverse_operations, "stored": cost.stored},
        "paths": {name: count if count <= EXACT else str(count) for name, count in paths.items()},
        "edges": graph.carrying,
        "growth": growth(study, paths),
    }


def growth(study: Study, paths: dict[str, int]) -> list[str]:
    """How passes, operations and numbers kept grow with more inputs and outputs, in sentences."""
    graph = study.graph
    nodes, edges = len(graph), graph.carrying
    entries = sum(int(np.prod(shape)) for shape in graph.shapes[: len(graph.inputs)])
    outputs = int(np.prod(graph.value_shape))
    every = sum(paths.values())
    numbers = _counted(study.cost.stored, "number", "numbers")
    return [
        f"forward mode takes {_passes(entries, 'input entry', 'input entries')}"
        f"{_counted(nodes, 'operation', 'operations')}, whatever the number of outputs, and keeps no numbers",
        f"reverse mode takes {_passes(outputs, 'output entry', 'output entries')}at most "
        f"{_counted(edges, 'operation', 'operations')}, whatever the number of inputs, and keeps {numbers}",
        f"the derivative is a sum over {_counted(every, 'path', 'paths')} from the inputs to the output; a reverse "
        f"pass adds it up over {_counted(edges, 'edge', 'edges')}, each once",
    ]


def _passes(count: int, one: str, many: str) -> str:
    """One pass of so many operations, or a pass for each entry, each of so many."""
    return f"one pass for its one {one}, of " if count == 1 else f"a pass for each of {count:,} {many}, each of "


def _counted(count: int, one: str, many: str) -> str:
    """A count with its noun; of a long one the size alone."""
    if count == 1:
        return f"1 {one}"
    return f"{count:,} {many}" if count < 10**15 else f"about 10^{len(str(count)) - 1} {many}"
