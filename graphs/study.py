"""The story of one expression at one point: text → graph → values → tangents and adjoints → steps.

A Study is everything that the readers (page, picture, JSON, exports) are given; none computes anything anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from graphs.binding import bind
from graphs.evaluate import Evaluation, evaluate
from graphs.forward import forward
from graphs.graph import Graph
from graphs.issues import Issue, issues_of
from graphs.language import Program
from graphs.limits import DOOR, Limits
from graphs.reverse import reverse
from graphs.steps import Step

_SUBNORMAL = 1e-300  # products below lose digits to underflow, whatever their order

Numbers = list[float | None]  # by node: None where nothing flows (a derivative of 0), NaN where undefined
Term = tuple[int, int, float, float]  # a reverse contribution: node, operand position, before, term


@dataclass(frozen=True)
class Cost:
    """What was done: passes, rule evaluations, numbers kept."""

    forward_passes: int
    forward_operations: int
    reverse_passes: int
    reverse_operations: int
    stored: int


@dataclass(frozen=True)
class Check:
    """Reverse against forward mode: the largest disagreement, and whether it is rounding."""

    residual: float
    ok: bool


@dataclass(frozen=True)
class Study:
    """A program's graph at a point, with both sweeps.

    point: input -> double. tangents: forward pass (`x1`, or `direction`) -> by node.
    jacobian: one row per output, one column per input; a scalar output's row is its gradient.
    adjoints: by node, of the output seeded with `seed`; None for several outputs without a cotangent.
    directional: one number per output, or None where no direction was asked for.
    """

    program: Program
    graph: Graph
    point: dict[str, float]
    evaluation: Evaluation
    tangents: dict[str, Numbers]
    jacobian: list[list[float]]
    adjoints: Numbers | None
    seed: dict[int, float]
    terms: list[Term]
    directional: list[float] | None
    cost: Cost
    check: Check
    issues: list[Issue]

    @property
    def scalar(self) -> bool:
        return len(self.graph.outputs) == 1

    @cached_property
    def uses(self) -> dict[int, int]:
        """How many contributions each node's adjoint gets in the reverse sweep shown."""
        return Counter(self.graph.operands[i][position] for i, position, _, _ in self.terms)

    @cached_property
    def value_steps(self) -> list[Step]:
        """One per node: its value."""
        steps = []
        for i in range(len(self.graph)):
            value = self.evaluation.values[i]
            rule = "data" if i in self.graph.data else "input" if i < len(self.graph.inputs) else "evaluate"
            steps.append(Step(i, "value", i, None, "value", None, value, value, rule))
        return steps

    @cached_property
    def forward_steps(self) -> dict[str, list[Step]]:
        """One per node and pass: its tangent; data nodes have none."""
        return {entry: self._forward_steps(entry, tangents) for entry, tangents in self.tangents.items()}

    def _forward_steps(self, entry: str, tangents: Numbers) -> list[Step]:
        slot, data, inputs = f"tangent:{entry}", self.graph.data, len(self.graph.inputs)
        steps: list[Step] = []
        for i, row in enumerate(self.graph.rows):
            if i not in data:
                after = tangents[i] or 0.0
                rule = "seed" if i < inputs else row.rule
                steps.append(Step(len(steps), "forward", i, None, slot, None, after, after, rule))
        return steps

    @cached_property
    def reverse_steps(self) -> list[Step]:
        """The seed, then one per edge contribution."""
        steps: list[Step] = []
        for node, entry in self.seed.items():
            steps.append(Step(len(steps), "reverse", node, None, "adjoint", 0.0, entry, entry, "seed"))
        rows, operands = self.graph.rows, self.graph.operands
        for i, position, before, term in self.terms:
            after, target = before + term, operands[i][position]
            step = Step(len(steps), "reverse", target, (i, position), "adjoint", before, term, after, rows[i].rule)
            steps.append(step)
        return steps

    def steps(self, sweep: str, entry: str | None = None) -> list[Step]:
        """The steps of one sweep; a forward sweep is that of one entry (the first by default)."""
        if sweep == "value":
            return self.value_steps
        if sweep == "reverse":
            return self.reverse_steps
        return self.forward_steps.get(entry or next(iter(self.tangents), ""), [])


def study(
    text: str,
    at: Mapping[str, Any] | None = None,
    *,
    direction: Mapping[str, Any] | None = None,
    cotangent: Any = None,
    wrt: str | None = None,
    share: bool = True,
    limits: Limits = DOOR,
) -> Study:
    """Read a program, build its graph, and run both modes on it at a point.

    at: input -> value; an input that is left out counts as 1. direction: input -> tangent (0 where left out),
    for one directional pass instead of one per input. cotangent: the output's adjoint, one number per output.
    wrt: limits forward mode to one input. share: whether equal subexpressions are one node.
    Raises a Problem (errors.py): the program, the point or the wishes do not fit, or a limit is passed.
    """
    wishes = bind(text, at or {}, direction, cotangent, wrt, share, limits)
    graph = wishes.graph
    evaluation = evaluate(graph, list(wishes.point.values()))
    tangents = {entry: forward(graph, evaluation, seed) for entry, seed in wishes.seeds.items()}
    back = _reverse_sweeps(graph, evaluation, wishes.cotangent)
    return Study(
        program=wishes.program,
        graph=graph,
        point=wishes.point,
        evaluation=evaluation,
        tangents={} if wishes.only_checked else tangents,
        jacobian=[[adjoints[i] or 0.0 for i in range(len(graph.inputs))] for adjoints in back.by_output],
        adjoints=back.adjoints,
        seed=back.seed,
        terms=back.terms,
        directional=[tangents["direction"][k] or 0.0 for k in graph.outputs] if direction is not None else None,
        cost=Cost(len(tangents), len(tangents) * len(graph), back.passes, back.operations, len(graph)),
        check=_check(graph, wishes.seeds, tangents, back.by_output),
        issues=wishes.issues + issues_of(graph, evaluation),
    )


class _Reverse(NamedTuple):
    by_output: list[Numbers]
    seed: dict[int, float]
    adjoints: Numbers | None
    terms: list[Term]
    passes: int
    operations: int


def _reverse_sweeps(graph: Graph, evaluation: Evaluation, cotangent: dict[int, float] | None) -> _Reverse:
    """One sweep per output, and one more for a cotangent; the steps shown are those of the last alone."""
    seeds = [{output: 1.0} for output in graph.outputs]
    if cotangent is not None:
        seeds.append(cotangent)
    sweeps, operations = [], 0
    for seed in seeds:
        terms: list[Term] = []
        sweeps.append(reverse(graph, evaluation, seed, lambda *term: terms.append(term)))  # noqa: B023
        operations += len(terms)
    by_output = sweeps[: len(graph.outputs)]
    if cotangent is None and len(graph.outputs) > 1:
        return _Reverse(by_output, {}, None, [], len(seeds), operations)
    return _Reverse(by_output, seeds[-1], sweeps[-1], terms, len(seeds), operations)


def _check(graph: Graph, seeds: dict[str, dict[int, float]], tangents: dict[str, Numbers],
           by_output: list[Numbers]) -> Check:  # fmt: skip
    """Tangent along v against gradient · v, for every pass and output; undefined numbers are left out.

    The scale is the largest flow |adjoint · tangent| through a node: what rounding can be measured by.
    """
    residual, ok = 0.0, True
    for entry, seed in seeds.items():
        for output, adjoints in zip(graph.outputs, by_output, strict=True):
            forward_mode = tangents[entry][output] or 0.0
            reverse_mode = sum((adjoints[i] or 0.0) * v for i, v in seed.items() if v)
            gap = 0.0 if forward_mode == reverse_mode else abs(forward_mode - reverse_mode)
            if forward_mode != forward_mode or reverse_mode != reverse_mode:
                continue
            pairs = zip(adjoints, tangents[entry], strict=True)
            scale = max((abs(a * t) for a, t in pairs if a is not None and t is not None), default=0.0)
            residual = max(residual, gap)
            ok = ok and gap <= 1e-9 * scale + _SUBNORMAL
    return Check(residual, ok)
