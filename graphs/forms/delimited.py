"""The trace, or the steps, as rows of text that a spreadsheet or pandas reads: CSV (RFC 4180) and TSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from graphs.clock import tick
from graphs.forms.shown import Shown
from graphs.picture.frame import Cell
from graphs.strict_json import numbers

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula when a cell begins with it


def csv_of(shown: Shown) -> str:
    """A line per node, or with every step a line per step; a waiting number is empty, an undefined one nan."""
    return _written(shown, ",", "\r\n")


def tsv_of(shown: Shown) -> str:
    """The same with tabs, as it is pasted into a spreadsheet."""
    return _written(shown, "\t", "\n")


def _written(shown: Shown, delimiter: str, end: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows(_steps(shown) if shown.every_step else _trace(shown))
    return text.getvalue()


def _trace(shown: Shown) -> Iterator[Iterable[str]]:
    columns, notation = shown.columns, shown.study.notation
    yield ["node", "operation", *(column.slot for column in columns)]
    for i, name in enumerate(notation.names):
        tick()
        yield [name, _inert(str(notation.text(i))), *(_cell(column.cells[i]) for column in columns)]


def _steps(shown: Shown) -> Iterator[Iterable[str]]:
    names = shown.study.notation.names
    yield ["sweep", "step", "slot", "node", "edge", "before", "term", "after", "rule"]
    for step in shown.steps():
        tick()
        told = ["" if x is None else _number(x) for x in (step.before, step.term, step.after)]
        yield [step.sweep, str(step.index), step.slot, names[step.node], shown.edge_of(step), *told, step.rule]


def _inert(text: str) -> str:
    """An operation that a spreadsheet shall not compute: a space stands before its sign."""
    return f" {text}" if text.startswith(_FORMULA) else text


def _cell(cell: Cell) -> str:
    if cell.kind == "number":
        return _number(cell.number)
    return "nan" if cell.kind in ("undefined", "nothing") else ""


def _number(x: Any) -> str:
    """A double in all its digits, an array as JSON."""
    if isinstance(x, float):
        return "nan" if math.isnan(x) else repr(x + 0.0)
    return json.dumps(numbers(x))
