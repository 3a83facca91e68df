"""Practice: typed numbers held to the numbers of a study, and the mistakes that would have made the wrong ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge
from graphs.clock import tick
from graphs.limits import Limits
from graphs.notation.formula import Formula, formula
from graphs.practice.answers import FEWEST, Answer, Unreadable, answers_of, half, is_right
from graphs.practice.cells import Cell, NoCell, cell_of, whole_of
from graphs.practice.far import far
from graphs.practice.mistakes import candidates
from graphs.practice.work import Assumptions, Candidate, Work
from graphs.study import Study

# The likeliest first, where several are as near.
KINDS = (
    "rounding", "missing use", "sign", "exponent not brought down", "power not lowered", "other operand",
    "value for partial", "inner derivative", "inverted", "added twice", "tangent for adjoint", "transposed", "start",
    "degrees", "another point",
)  # fmt: skip
_BY_USE = ("missing use", "added twice")  # of two uses that are alike, both are told
_ROUGH = 0.05  # relative: a number that is cut more than so is no longer known by what is left
_EPSILON = 2.0**-40  # of a sum's largest term: what rounding may leave where its sum is 0
_PRECISE = 5  # significant digits of a decimal that hits a number far away by no chance
_COST = 40  # visits of a cell's candidates, by edge


class Mistake(NamedTuple):
    """What would have made a number. node: by number; edge: the use that it is about."""

    kind: str
    message: Formula
    node: int | None
    edge: Edge | None


class Checked(NamedTuple):
    """What a typed number is. read: as it was understood; None where it could not be, and why is its message."""

    cell: Cell | None
    is_right: bool
    read: float | None
    mistakes: tuple[Mistake, ...] = ()
    message: str | None = None


def practice(study: Study, given: Mapping[str, str], limits: Limits, by_names: bool = False) -> dict[str, Checked]:
    """Each given cell checked. given: cell -> what was typed. by_names: see `cells.cell_of`. Raises TooLarge."""
    limits.check("cells", len(given), "cells may be checked at once")
    assumptions = Assumptions(study, limits)
    return {name: _checked(study, name, text, assumptions, by_names) for name, text in given.items()}


def _checked(study: Study, name: str, text: str, assumptions: Assumptions, by_names: bool) -> Checked:
    tick(1)
    try:
        cell = cell_of(study, name, by_names)
    except NoCell as none:
        return Checked(None, False, None, message=str(none))
    try:
        answers = answers_of(text, assumptions.limits)
    except Unreadable as unreadable:
        return Checked(cell, False, None, message=str(unreadable))
    number, noise = float(np.asarray(whole_of(study, cell))[cell.place]), _noise(study, cell)
    for answer in answers:
        if is_right(answer, number, noise):
            return Checked(cell, True, answer.number)
    tick(_COST * (len(study.graph) + len(study.graph.edges)))
    work = Work(study, cell, assumptions)
    mistakes = next((found for each in answers if (found := _mistakes(work, each, number, noise))), ())
    return Checked(cell, False, answers[0].number, mistakes)


def _noise(study: Study, cell: Cell) -> float:
    """What rounding may leave of a 0: of a value by its operands, of a flow by what comes in."""
    graph, values, partials = study.graph, study.evaluation.values, study.evaluation.partials
    sizes = [0.0]
    with np.errstate(all="ignore"):
        if cell.slot == "value":
            for k, partial in zip(graph.operands[cell.node], partials[cell.node], strict=False):
                local = getattr(partial, "partial", partial)
                local = local if isinstance(local, float | int | np.ndarray) else 1.0
                sizes.append(float(np.max(np.abs(np.asarray(local) * np.max(np.abs(values[k]))), initial=0.0)))
        elif cell.slot in ("adjoint", "tangent"):
            work = Work(study, cell, Assumptions(study, study.elsewhere.limits))
            sizes += [float(np.max(np.abs(term.number), initial=0.0)) for term in work.terms]
        else:
            sizes.append(1.0)
    return _EPSILON * max(size for size in sizes if math.isfinite(size))


def _mistakes(work: Work, answer: Answer, number: float, noise: float) -> tuple[Mistake, ...]:
    """The mistakes that would have made this number, each kind once at a place, the likeliest first."""
    if not math.isfinite(answer.number):
        return ()
    chosen = _fitting(answer, candidates(work), noise)
    if not chosen and _is_telling(answer):
        with np.errstate(all="ignore"):
            chosen = _fitting(answer, far(work), noise)
    chosen.sort(key=lambda each: (each.nearness, KINDS.index(each.kind)))
    found: dict[tuple[str, Edge | None], Mistake] = {}
    for each in chosen:
        place = each.edge if each.kind in _BY_USE else None
        found.setdefault((each.kind, place), Mistake(each.kind, each.message, each.node, each.edge))
    cut = _cut(answer, number)
    rounded = () if cut is None else (Mistake("rounding", cut, work.cell.node, work.cell.edge),)
    return (*rounded, *found.values())


def _fitting(answer: Answer, listed: Iterable[Candidate], noise: float) -> list[Candidate]:
    """Those with this number, by the tolerance that rightness has."""
    return [each for each in listed if math.isfinite(each.number) and is_right(answer, each.number, noise)]


def _is_telling(answer: Answer) -> bool:
    """Whether a number is met by no chance: small whole numbers are what many mistakes make."""
    if answer.digits and answer.unit < 1.0:
        return answer.digits >= _PRECISE
    return abs(answer.number) > 20.0 or answer.number != round(answer.number)


def _cut(answer: Answer, number: float) -> Formula | None:
    """Whether it is the right number with too few digits, or cut where it should be rounded; and what is said."""
    gap = abs(answer.number - number)
    if not answer.digits or answer.unit < 1e-300 or not math.isfinite(number) or gap > _ROUGH * abs(number):
        return None
    if answer.digits < FEWEST and gap <= half(answer):
        return formula("The right number, rounded to too few digits: three significant digits at least are asked for.")
    kept = math.floor(abs(number) / answer.unit)
    if answer.number * number > 0.0 and kept == round(abs(answer.number) / answer.unit):
        return formula("The right number, cut off: its last digit is to be rounded.")
    return None
