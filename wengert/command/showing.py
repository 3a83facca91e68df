"""A Study on a terminal, or as plain text where what is written goes elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graphs.notation.numbers import value_text
from wengert.door.tables import Table

if TYPE_CHECKING:
    from graphs.forms.shown import Shown
    from graphs.picture.frame import Cell
    from wengert.door.study import Study

_SWEEPS = {"value": "values", "forward": "forward mode", "reverse": "reverse mode"}


def show(study: Study, shown: dict[str, Any]) -> None:
    """Point, value and derivatives; the trace, or that of one sweep at a step; what is to be known about the answer."""
    of = study.result
    _say("at " + ", ".join(f"{name} = {value_text(value)}" for name, value in study.point.items()), bool(study.point))
    _say(f"{of} = {value_text(study.value)}")
    for line in _derivatives(study):
        _say(line)
    print()
    _print_table(_trace(study, shown) if shown else study.table)
    remarks = [*_step(study, shown), *_remarks(study)]
    if remarks:
        print()
    for line in remarks:
        _say(line)


def _say(line: str, wanted: bool = True) -> None:
    if wanted:
        print(line)


def _derivatives(study: Study) -> Iterator[str]:
    is_scalar = study.is_scalar
    for name, derivative in (study.gradient if is_scalar else study.jacobian).items():
        yield f"∂{study.result}/∂{name} = {value_text(derivative)}"
    if study.directional is not None:
        yield f"along the direction: {value_text(study.directional)}"


def _remarks(study: Study) -> Iterator[str]:
    for note in study.notes:
        yield f"line {note.line}: {note.message}"
    for claim in study.claims:
        ours = "" if claim.ours is None else f", it is {value_text(claim.ours)}"
        verdict = {True: "holds", False: f"does not hold{ours}", None: "cannot be decided"}[claim.holds]
        yield f"line {claim.line}: {claim.text} {verdict}"
    for issue in study.issues:
        yield issue.message


def _trace(study: Study, shown: dict[str, Any]) -> Table:
    """The values and what one sweep has written by then."""
    told = study.shown(**shown)
    columns = told.columns
    headings = ["node", "operation", *(f"{each.kind} {each.entry}".strip() for each in columns)]
    rows = [
        (node.name, node.text, *(_cell(column.cells[i]) for column in columns)) for i, node in enumerate(study.nodes)
    ]
    return Table(headings, rows)


def _cell(cell: Cell) -> Any:
    if cell.kind == "number":
        return cell.number
    return {"waiting": "·", "absent": None}.get(cell.kind, "undefined")


def _step(study: Study, shown: dict[str, Any]) -> Iterator[str]:
    """The step that was done last, in words."""
    if not shown:
        return
    from graphs.explain.steps import explain

    told: Shown = study.shown(**shown)
    at = f"{_SWEEPS[told.shown_sweep]}, step {told.frame.cursor} of {told.frame.length}"
    words = explain(told.study, told.current).words if told.current is not None else None
    yield f"{at}: {words}" if words else at


def _print_table(table: Table) -> None:
    """With lines and colours on a terminal, where columns are fitted to it."""
    if not sys.stdout.isatty():
        print(table)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for k, heading in enumerate(table.headings):
        grid.add_column(Text(heading), justify="right" if table.is_number(k) else "left", overflow="fold")
    for row in table.texts:
        grid.add_row(*map(Text, row))
    Console(highlight=False).print(grid)
