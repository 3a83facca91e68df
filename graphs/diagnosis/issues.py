"""What a person must know about an answer: faults, kinks, infinite slopes, and how inputs were taken."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from graphs.autodiff.evaluate import Evaluation, Fault
from graphs.autodiff.graph import Graph
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.kinks import bends_of
from graphs.errors import Fix
from graphs.notation.formula import Formula, formula, joined, sentence
from graphs.notation.notation import Notation
from graphs.notation.numbers import literal_said, number_said
from graphs.operations.arrays.decompositions import CHOLESKY
from graphs.operations.flows import Elementwise, Linear
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Shape


class Issue(NamedTuple):
    """One thing to know, with the node where it starts; an answer with issues is still an answer.

    choice: the slope shown at a kink. slopes: the one-sided slopes there.
    fix: the change of the program that mends it and keeps its mathematics, where there is one.
    cause: the message without what is done about it, where that is part of it.
    """

    node: int | None
    kind: Kind
    message: str
    choice: float | None = None
    slopes: tuple[float, float] | None = None
    fix: Fix | None = None
    cause: str | None = None


def issues_of(notation: Notation, evaluation: Evaluation) -> list[Issue]:
    """The issues of a graph at a point, by node."""
    issues = [_fault_issue(notation, evaluation, fault) for fault in evaluation.faults]
    issues += _kinks(notation, evaluation)
    issues += _slopes(notation, evaluation, {issue.node for issue in issues if issue.kind != Kind.UNDERFLOW})
    return sorted(issues, key=lambda issue: issue.node or 0)


def _fault_issue(notation: Notation, evaluation: Evaluation, fault: Fault) -> Issue:
    cause, counted = _cause(notation, evaluation, fault)
    message = sentence("{}; it counts as {} from here on", cause, counted) if counted else cause
    return Issue(fault.node, fault.kind, message, cause=cause)


def _cause(notation: Notation, evaluation: Evaluation, fault: Fault) -> tuple[Formula, str]:
    """What happened, and what a number that no double holds counts as."""
    graph, text = notation.graph, notation.operation(fault.node)
    entry = _entry(fault.entries, graph.shapes[fault.node])
    where = _where(notation, evaluation, fault.node, fault.entries[0])
    row = graph.rows[fault.node]
    if fault.kind == Kind.OVERFLOW:
        if row.maps is not None:  # a sum of large terms may be small itself
            where = formula(where, ", or a number on the way to it,")
        return sentence("{}{}{} is larger than a double can hold (about 1.8e308)", text, entry, where), "infinite"
    if fault.kind == Kind.UNDERFLOW:
        return sentence("{}{}{} is smaller than a double can hold (about 4.9e-324)", text, entry, where), "0"
    if row.inverts:
        reason = "not symmetric and positive definite" if row is CHOLESKY else "singular to working precision"
        return sentence("{} cannot be computed: the matrix is {}", text, reason), ""
    return sentence("{}{} is undefined{}", text, entry, where), ""


def _entry(entries: Sequence[Shape], shape: Shape) -> str:
    """Which entries of an array are meant."""
    if not shape or not entries[0]:
        return ""
    more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
    return f" at [{', '.join(map(str, entries[0]))}]{more}"


def _where(notation: Notation, evaluation: Evaluation, i: int, entry: Shape = ()) -> Formula:
    """The operands' numbers, at one entry of an elementwise row; whole arrays are left out."""
    graph, numbers = notation.graph, {}
    for edge in graph.edges_into(i):
        value = evaluation.values[edge.source]
        if np.ndim(value) and graph.rows[i].maps is None:
            value = float(np.broadcast_to(value, graph.shapes[i])[entry])
        if not np.ndim(value):
            numbers[edge.source] = value
    equations = [sentence("{} = {}", notation.name(k), literal_said(value)) for k, value in numbers.items()]
    return formula(" where " if entry else " at ", joined(" and ", equations)) if equations else formula()


def _kinks(notation: Notation, evaluation: Evaluation) -> Iterator[Issue]:
    """The kinks that leave a mark on the first derivative."""
    graph = notation.graph
    for bend in bends_of(graph, evaluation):
        if bend.smooth:
            continue
        i, entries, kink = bend.node, bend.entries, bend.kink
        text = formula(notation.operation(i), _entry(entries, graph.shapes[i]))
        if bend.open:
            undefined = "{} may jump or bend here: the branch that is not taken is undefined at this point"
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, sentence(undefined, text))
        elif kink is None:
            one, both = ("side", "sides") if graph.rows[i].compares else ("branch", "branches")
            meeting = f"the {both} of {{}} meet here with different slopes, showing that of the {one} taken"
            message = sentence(meeting, text)
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, message)
        elif kink.slopes is None:
            where = _where(notation, evaluation, i, entries[0])
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, sentence("{} jumps here{}", text, where), kink.choice)
        else:
            low, high = sorted(kink.slopes)
            choice = sentence("showing {} of [{}, {}]", *map(number_said, (kink.choice, low, high)))
            message = sentence("{} is not differentiable here, {}", text, choice)
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, message, kink.choice, kink.slopes)


def _slopes(notation: Notation, evaluation: Evaluation, faulty: set[int | None]) -> Iterator[Issue]:
    """Infinite and undefined partials of nodes that have a value; constants' own partials concern no one."""
    graph = notation.graph
    for i, partials in enumerate(evaluation.partials):
        if i in faulty or i in graph.data or i in evaluation.undefined:
            continue
        for k, local in zip(graph.operands[i], partials):
            if k < 0 or local is None or isinstance(local, Linear):
                continue
            partial, entry = _odd(local) if isinstance(local, Elementwise) else (local, ())
            if partial - partial == 0.0:
                continue
            text, name = notation.operation(i), notation.name(k)
            where = formula(_entry((entry,), graph.shapes[i]), _where(notation, evaluation, i, entry))
            if _too_large(graph, evaluation, i, entry, partial):
                template = "the slope of {} in {}{} is larger than a double can hold (about 1.8e308)"
                yield Issue(i, Kind.OVERFLOW, sentence(template, text, name, where))
            elif partial == partial:
                infinite = sentence("the slope of {} in {} is infinite{}", text, name, where)
                yield Issue(i, Kind.INFINITE_SLOPE, infinite)
            else:
                yield Issue(i, Kind.UNDEFINED, sentence("{} has no slope in {}{}", text, name, where))
            break


def _too_large(graph: Graph, evaluation: Evaluation, i: int, entry: Shape, partial: float) -> bool:
    """Whether a slope that is infinite, or NaN, is only too large for a double.

    At a pole the plain reading raises; where it says overflow, NaN is a difference of two that overflowed.
    """
    numbers = [evaluation.values[k] for k in (i, *graph.operands[i])]
    if graph.shapes[i]:
        numbers = [float(np.broadcast_to(each, graph.shapes[i])[entry]) for each in numbers]
    if not all(map(math.isfinite, numbers)):
        return False
    try:
        graph.rows[i].partials(Floats, *numbers)
    except OverflowError:
        return True
    except (ValueError, ZeroDivisionError):
        return False
    return partial == partial


def _odd(local: Elementwise) -> tuple[float, Shape]:
    """The first partial that is not finite, and its entry; 0 where there is none."""
    if isinstance(local.partial, (int, float)):
        return float(local.partial), (0,) * len(local.node)
    numbers = local.numbers()
    odd = np.argwhere(~np.isfinite(numbers))
    if not len(odd):
        return 0.0, (0,) * len(local.node)
    entry = tuple(map(int, odd[0]))
    return float(numbers[entry]), entry
