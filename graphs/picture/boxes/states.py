"""What a frame shows of boxes and of merged wires. Twin: static/js/boxes/states.js.

A step belongs to the operation that is at work: in reverse to the one that passes back, else to the one that writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.picture.frame import Frame, ShownEdge
from graphs.study.steps import Step


class ShownBox(NamedTuple):
    """A box: the state of its result; whether the current step writes in it; whether that is not its result; what must
    be told of what it holds.

    done, steps: how many of the sweep's steps that belong to it are done, of how many. counts: whether the last one
    that was done is among them.
    """

    state: str
    current: bool
    within: bool
    issue: bool
    kink: bool
    downstream: bool
    done: int
    steps: int
    counts: bool


def place_of(step: Step) -> int:
    """The node that a step belongs to."""
    return step.node if step.edge is None else step.edge[0]


class BoxStates:
    """The boxes of one frame. steps: all of its sweep's."""

    def __init__(self, shown: Frame, steps: Sequence[Step]):
        self.shown = shown
        self.steps = Counter(map(place_of, steps))
        self.done = Counter(map(place_of, steps[: shown.cursor]))
        self.place = None if shown.current is None else place_of(shown.current)

    def box(self, nodes: Iterable[int], result: int) -> ShownBox:
        """A box that holds these nodes."""
        inner = [*nodes]
        shown = self.shown.nodes
        current = any(shown[node].current for node in inner)
        return ShownBox(
            shown[result].state,
            current,
            current and not shown[result].current,
            any(shown[node].issue for node in inner),
            any(shown[node].kink for node in inner),
            shown[result].downstream,
            sum(self.done[node] for node in inner),
            sum(self.steps[node] for node in inner),
            self.place in inner,
        )

    def wire(self, edges: Sequence[Edge]) -> ShownEdge:
        """A wire is current if one of its edges is, which then passes as it does; and passed when all are."""
        shown = [self.shown.edges[edge.target, edge.slot] for edge in edges]
        current = next((each for each in shown if each.current), None)
        waiting = next((each for each in shown if each.state == "waiting"), None)
        return ShownEdge((current or waiting or shown[0]).state, current is not None)
