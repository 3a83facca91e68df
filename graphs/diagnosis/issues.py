"""What a person must be told about an answer: faults, kinks, infinite slopes, and how inputs were taken."""

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
from graphs.notation.notation import Notation
from graphs.notation.numbers import literal
from graphs.operations.flows import Elementwise, Linear
from graphs.operations.readings.floats import Floats
from graphs.operations.row import Shape


class Issue(NamedTuple):
    """One thing to know, with the node where it starts; an answer with issues is still an answer.

    choice: the slope shown at a kink. slopes: the one-sided slopes there.
    fix: the change of the program that mends it and keeps its mathematics, where there is one.
    """

    node: int | None
    kind: Kind
    message: str
    choice: float | None = None
    slopes: tuple[float, float] | None = None
    fix: Fix | None = None


def issues_of(notation: Notation, evaluation: Evaluation) -> list[Issue]:
    """The issues of a graph at a point, by node."""
    found = [Issue(fault.node, fault.kind, _told(notation, evaluation, fault)) for fault in evaluation.faults]
    found += _kinks(notation, evaluation)
    found += _slopes(notation, evaluation, {issue.node for issue in found if issue.kind != Kind.UNDERFLOW})
    return sorted(found, key=lambda issue: issue.node or 0)


def _told(notation: Notation, evaluation: Evaluation, fault: Fault) -> str:
    graph, text = notation.graph, notation.text(fault.node)
    entry = _entry(fault.entries, graph.shapes[fault.node])
    where = _where(notation, evaluation, fault.node, fault.entries[0])
    row = graph.rows[fault.node]
    if fault.kind == Kind.OVERFLOW:
        if row.maps is not None:  # a sum of large terms may be small itself
            where += ", or a number on the way to it,"
        return (
            f"{text}{entry}{where} is larger than a double can hold (about 1.8e308); it counts as infinite from here on"
        )
    if fault.kind == Kind.UNDERFLOW:
        return f"{text}{entry}{where} is smaller than a double can hold (about 4.9e-324); it counts as 0 from here on"
    if row.inverts:
        return f"{text} cannot be computed: the matrix is singular to working precision"
    return f"{text}{entry} is undefined{where}"


def _entry(entries: Sequence[Shape], shape: Shape) -> str:
    """Which entries of an array are meant."""
    if not shape or not entries[0]:
        return ""
    more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
    return f" at [{', '.join(map(str, entries[0]))}]{more}"


def _where(notation: Notation, evaluation: Evaluation, i: int, entry: Shape = ()) -> str:
    """The operands' numbers, at one entry of an elementwise row; whole arrays are not said."""
    graph, said = notation.graph, {}
    for edge in graph.edges_into(i):
        value = evaluation.values[edge.source]
        if np.ndim(value) and graph.rows[i].maps is None:
            value = float(np.broadcast_to(value, graph.shapes[i])[entry])
        if not np.ndim(value):
            said[notation.names[edge.source]] = value
    told = " and ".join(f"{name} = {literal(value)}" for name, value in said.items())
    return f" {'where' if entry else 'at'} {told}" if told else ""


def _kinks(notation: Notation, evaluation: Evaluation) -> Iterator[Issue]:
    """The kinks that leave a mark on the first derivative."""
    graph = notation.graph
    for bend in bends_of(graph, evaluation):
        if bend.smooth:
            continue
        i, entries, kink = bend.node, bend.entries, bend.kink
        text = notation.text(i) + _entry(entries, graph.shapes[i])
        if bend.open:
            message = f"{text} may jump or bend here: the branch that is not taken is undefined at this point"
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, message)
        elif kink is None:
            one, both = ("side", "sides") if graph.rows[i].compares else ("branch", "branches")
            message = f"the {both} of {text} meet here with different slopes, showing that of the {one} taken"
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, message)
        elif kink.slopes is None:
            where = _where(notation, evaluation, i, entries[0])
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, f"{text} jumps here{where}", kink.choice)
        else:
            low, high = sorted(kink.slopes)
            choice = f"showing {literal(kink.choice)} of [{literal(low)}, {literal(high)}]"
            message = f"{text} is not differentiable here, {choice}"
            yield Issue(i, Kind.NOT_DIFFERENTIABLE, message, kink.choice, kink.slopes)


def _slopes(notation: Notation, evaluation: Evaluation, told: set[int | None]) -> Iterator[Issue]:
    """Infinite and undefined partials of nodes that have a value; constants' own partials concern no one."""
    graph = notation.graph
    for i, partials in enumerate(evaluation.partials):
        if i in told or i in graph.data or i in evaluation.undefined:
            continue
        for k, local in zip(graph.operands[i], partials):
            if k < 0 or local is None or isinstance(local, Linear):
                continue
            partial, entry = _odd(local) if isinstance(local, Elementwise) else (local, ())
            if partial - partial == 0.0:
                continue
            text, name = notation.text(i), notation.names[k]
            where = _entry((entry,), graph.shapes[i]) + _where(notation, evaluation, i, entry)
            if _too_large(graph, evaluation, i, entry, partial):
                told_so = "is larger than a double can hold (about 1.8e308)"
                yield Issue(i, Kind.OVERFLOW, f"the slope of {text} in {name}{where} {told_so}")
            elif partial == partial:
                yield Issue(i, Kind.INFINITE_SLOPE, f"the slope of {text} in {name} is infinite{where}")
            else:
                yield Issue(i, Kind.UNDEFINED, f"{text} has no slope in {name}{where}")
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
