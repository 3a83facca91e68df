"""Practice for who writes Python: typed numbers checked, as records, and as a table that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphs.limits import Limits
from graphs.notation.names import id_of
from graphs.practice.cells import Cell
from graphs.practice.hints import hints
from graphs.practice.practice import Checked, practice
from graphs.study import Study as Traced
from wengert.door.tables import Table


@dataclass(frozen=True)
class Mistake:
    """What would have made a wrong number: its kind, a sentence, the node and the edge that it is about."""

    kind: str
    message: str
    node: str | None
    edge: str | None


@dataclass(frozen=True)
class Answer:
    """What was typed into a cell. read: the number understood, None where there is none; message: why."""

    typed: str
    right: bool
    read: float | None
    mistakes: tuple[Mistake, ...]
    message: str | None
    _cell: tuple[Traced, Cell | None] = field(repr=False, compare=False)

    def hints(self, rungs: int = 1) -> list[str]:
        """The first rungs of the cell's hints: the rule, then formula and numbers, in LaTeX."""
        study, cell = self._cell
        told = [] if cell is None else hints(study, cell, rungs)
        return ["; ".join(each.latex) or str(each.text) for each in told]


class Answers(dict[str, Answer]):
    """By cell, what was typed, checked. Its repr is a table."""

    @property
    def right(self) -> bool:
        """Whether all are."""
        return all(answer.right for answer in self.values())

    @property
    def table(self) -> Table:
        """A row by cell: what was typed, whether it is right, and what is said of it."""
        rows = [
            (cell, answer.typed, "right" if answer.right else "wrong", _said(answer)) for cell, answer in self.items()
        ]
        return Table(["cell", "typed", "", "said"], rows)

    def __repr__(self) -> str:
        return str(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def answers(study: Traced, given: Mapping[str, object], limits: Limits, by_names: bool) -> Answers:
    """Each given cell checked; numbers of Python stand for themselves. Raises TooLarge."""
    typed = {cell: each if isinstance(each, str) else _typed(each) for cell, each in given.items()}
    checked = practice(study, typed, limits, by_names)
    return Answers({cell: _answer(study, typed[cell], told) for cell, told in checked.items()})


def _typed(number: object) -> str:
    return repr(float(number)) if hasattr(number, "__float__") and not isinstance(number, int) else str(number)


def _answer(study: Traced, typed: str, told: Checked) -> Answer:
    mistakes = tuple(
        Mistake(each.kind, str(each.message), None if each.node is None else id_of(each.node),
                None if each.edge is None else f"{id_of(each.edge.target)}-{each.edge.slot}")
        for each in told.mistakes
    )  # fmt: skip
    return Answer(typed, told.is_right, told.read, mistakes, told.message, (study, told.cell))


def _said(answer: Answer) -> str:
    if answer.right:
        return ""
    if answer.message:
        return answer.message
    return "; or: ".join(f"{each.kind}: {each.message}" for each in answer.mistakes) or "not this yet"
