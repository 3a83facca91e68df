"""The story of one expression at one point: text → graph → values → tangents and adjoints → steps.

A Study is everything that the readers (page, picture, JSON, exports) are given; none computes anything anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphs.autodiff.evaluate import Evaluation, evaluate
from graphs.autodiff.forward import forward
from graphs.autodiff.graph import Edge, Graph, Value
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.jacobian import Check, compare, reverse_sweeps, stacked, tape_size
from graphs.diagnosis.conditioning import hints_of
from graphs.diagnosis.issues import Issue, issues_of
from graphs.diagnosis.losses import losses_of
from graphs.diagnosis.products import products_of
from graphs.language.form import Form
from graphs.language.program import Program
from graphs.limits import DOOR, Limits
from graphs.notation.names import Choice
from graphs.notation.notation import Notation
from graphs.operations.flows import Elementwise, Flow, Linear, Numbers, Term, outside
from graphs.study.borders import Border, borders_of
from graphs.study.elsewhere import Elsewhere
from graphs.study.question import bind
from graphs.study.steps import Step


@dataclass(frozen=True)
class Cost:
    """What was done: passes, rule evaluations, numbers kept."""

    forward_passes: int
    forward_operations: int
    reverse_passes: int
    reverse_operations: int
    stored: int


@dataclass(frozen=True)
class Study:
    """A program's graph at a point, with both sweeps.

    point: input -> double, or array of doubles. tangents: forward pass (`x1`, `x[0]`, or `direction`) -> by node.
    jacobian: one row per entry of the answer's value, one column per input, in its shape; a scalar output's row is
    its gradient; None past a limit, and an issue says so.
    adjoints: by node, of the output seeded with `seed`; None where the output is not a scalar and has no cotangent.
    directional: in the shape of the answer's value, and direction, by input: None where none was asked for.
    elsewhere: the program at other points. borders: the conditions that may be taken either way at this one.
    """

    program: Program
    graph: Graph
    notation: Notation
    point: dict[str, Value]
    evaluation: Evaluation
    tangents: dict[str, Numbers]
    jacobian: list[list[Value]] | None
    adjoints: Numbers | None
    seed: dict[int, Flow]
    terms: list[Term]
    directional: Value | None
    direction: dict[int, Flow] | None
    cost: Cost
    check: Check
    issues: list[Issue]
    elsewhere: Elsewhere
    borders: list[Border]

    @property
    def scalar(self) -> bool:
        """Whether the answer is one number, so that it has a gradient."""
        return self.graph.value_shape == ()

    def partial(self, edge: Edge) -> Value | None:
        """The local derivative along an edge, by entry of the node where that is elementwise.

        None where nothing flows, and for the rows of vectors and matrices, whose derivative is a linear map.
        """
        local = self.evaluation.partials[edge.target][edge.position]
        if isinstance(local, Elementwise):
            return local.numbers()
        return None if isinstance(local, Linear) else local

    @cached_property
    def written(self) -> dict[Any, Any]:
        """What is written of this point and asked for more than once: the partials in numbers, by edge."""
        return {}

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
                after = outside(tangents[i], self.graph.shapes[i])
                rule = "seed" if i < inputs else row.rule
                steps.append(Step(len(steps), "forward", i, None, slot, None, after, after, rule))
        return steps

    @cached_property
    def reverse_steps(self) -> list[Step]:
        """The seed, then one per edge contribution."""
        steps: list[Step] = []
        rows, operands, shapes = self.graph.rows, self.graph.operands, self.graph.shapes
        for node, entry in self.seed.items():
            zero, seeded = outside(None, shapes[node]), outside(entry, shapes[node])
            steps.append(Step(len(steps), "reverse", node, None, "adjoint", zero, seeded, seeded, "seed"))
        for i, position, earlier, flow in self.terms:
            target = operands[i][position]
            before, term = outside(earlier, shapes[target]), outside(flow, shapes[target])
            with np.errstate(all="ignore"):
                after = before + term
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
    names: Choice | None = None,
    inputs: Sequence[str] | None = None,
    form: Form | None = None,
    limits: Limits = DOOR,
) -> Study:
    """Read a program, build its graph, and run both modes on it at a point.

    at: input -> value; an input that is left out counts as 1. direction: input -> tangent (0 where left out),
    for one directional pass instead of one per input. cotangent: the output's adjoint, one number per output.
    wrt: limits forward mode to one input. share: whether equal subexpressions are one node.
    names: how nodes are called, c for c1, c2, … or own for the program's names; None: c for one line, own for several.
    inputs: the names that are inputs, whatever the text says; the others that a point binds are data. form: what the
    text is read as, plain, python or latex; None: as it is seen.
    Raises a Problem (errors.py): the program, the point or the wishes do not fit, or a limit is passed.
    """
    wishes = bind(text, at or {}, direction, cotangent, wrt, share, limits, names, inputs, form)
    graph, notation = wishes.graph, wishes.notation
    with np.errstate(all="ignore"):
        evaluation = evaluate(graph, list(wishes.point.values()))
        tangents = {entry: forward(graph, evaluation, seed) for entry, seed in wishes.seeds.items()}
        back = reverse_sweeps(graph, evaluation, wishes.cotangent, limits)
        check = compare(graph, evaluation, wishes.seeds, tangents, back)
        shown = {} if wishes.only_checked else tangents
        limits_passed = [Issue(None, Kind.LIMIT, back.left_out)] if back.left_out else []
        issues = [*wishes.issues, *limits_passed, *issues_of(notation, evaluation)]
        issues += products_of(notation, evaluation, shown, back.adjoints, back.terms)
        issues += losses_of(notation, evaluation, back, check, issues[len(wishes.issues) :], wishes.program)
        issues += hints_of(notation, evaluation, back.adjoints)
    elsewhere = Elsewhere(wishes, limits)
    borders = borders_of(elsewhere, elsewhere.here, [*wishes.point.values()], evaluation)
    issues += [issue for each in borders if (issue := each.issue(graph.outputs[0])) is not None]
    return Study(
        program=wishes.program,
        graph=graph,
        notation=notation,
        point=wishes.point,
        evaluation=evaluation,
        tangents=shown,
        jacobian=back.jacobian,
        adjoints=back.adjoints,
        seed=back.seed,
        terms=back.terms,
        directional=stacked(graph, tangents["direction"]) if direction is not None else None,
        direction=wishes.seeds["direction"] if direction is not None else None,
        cost=Cost(len(tangents), len(tangents) * len(graph), back.passes, back.operations, tape_size(graph)),
        check=check,
        issues=issues,
        elsewhere=elsewhere,
        borders=borders,
    )
