"""Step: what happened at one place of one sweep, as data. The screen at step k is the fold of the first k."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Step(NamedTuple):
    """One step of a sweep.

    index: from 0 within its sweep and pass. sweep: value, forward or reverse.
    node: the node whose slot it writes. edge: the (node, operand position) whose partial it uses, or None.
    slot: value, tangent:<entry> or adjoint.
    before, term, after: the slot's number before, what is added, and after; before is None where the slot
    is written once. NaN is undefined.
    rule: the rule of differentiation that was used, or input, seed, evaluate.
    """

    index: int  # type: ignore[assignment]  # the contract's word; tuple.index is not used on steps
    sweep: str
    node: int
    edge: tuple[int, int] | None
    slot: str
    before: float | None
    term: float
    after: float
    rule: str


def fold(steps: Iterable[Step]) -> dict[tuple[int, str], float]:
    """(node, slot) -> number after these steps; what they have not reached is missing."""
    return {(step.node, step.slot): step.after for step in steps}
