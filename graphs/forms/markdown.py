"""A study as Markdown: what is asked, the answer, the trace as a table, the steps in formulas and words.

A program stands in a fence, a name or an operation is code, so that nothing that a person typed becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graphs.clock import tick
from graphs.explain.steps import explain
from graphs.forms.shown import Column, Shown
from graphs.notation.numbers import numeral, value_text
from graphs.picture.frame import Cell
from graphs.study.steps import Step

_ALIGNED = {"value": "value", "tangent": "tangent along ", "adjoint": "adjoint"}
_STEP = 50  # visits that a step with its words costs
_SWEEPS = {"value": "Values", "forward": "Forward", "reverse": "Reverse"}


def markdown_of(shown: Shown) -> str:
    """The document; part `step` is the step alone, `table` the trace alone, `derivation` every step."""
    return "\n\n".join(filter(None, _blocks(shown))) + "\n"


def _blocks(shown: Shown) -> Iterator[str]:
    part = shown.part
    if part in (None, "derivation"):
        yield _head(shown)
        yield _answer(shown)
    if part in (None, "table"):
        yield _table(shown)
    if shown.every_step or part == "derivation":
        yield from _all_steps(shown)
    elif part in (None, "step"):
        yield _step_block(shown)
    if part is None:
        yield "\n".join(f"- {_plain(issue.message)}" for issue in shown.study.issues)


def _head(shown: Shown) -> str:
    text = shown.study.program.text
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _answer(shown: Shown) -> str:
    """Where the program is looked at, its value there and its derivatives."""
    study = shown.study
    lines = [f"- {_code(name)} = {_number(value)}" for name, value in study.point.items()]
    lines += [f"- **{_code(study.notation.result)} = {_number(_value_of(shown))}**"]
    if study.scalar and study.jacobian is not None:
        of = study.notation.result
        pairs = zip(study.graph.inputs, study.jacobian[0], strict=True)
        lines += [f"- {_code(f'∂{of}/∂{name}')} = {_number(derivative)}" for name, derivative in pairs]
    return "\n".join(lines)


def _value_of(shown: Shown) -> Any:
    """The value of the last output; that of several stands in the table."""
    return shown.study.evaluation.values[shown.study.graph.outputs[-1]]


def _table(shown: Shown) -> str:
    columns, notation = shown.columns, shown.study.notation
    head = ["node", "operation", *map(_heading, columns)]
    rows = [head, ["---", "---", *["---:"] * len(columns)]]
    for i, name in enumerate(notation.names):
        tick()
        rows.append([_code(name), _code(notation.text(i)), *(_cell(column.cells[i]) for column in columns)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _heading(column: Column) -> str:
    return _ALIGNED[column.kind] + (_code(column.entry) if column.entry else "")


def _all_steps(shown: Shown) -> Iterator[str]:
    sweep = None
    for step in shown.steps():
        if (step.sweep, step.slot if step.sweep == "forward" else "") != sweep:
            sweep = (step.sweep, step.slot if step.sweep == "forward" else "")
            along = step.slot.partition(":")[2]
            yield f"## {_SWEEPS[step.sweep]}{f' along {_code(along)}' if along else ''}"
        yield _told(shown, step, f"{step.index + 1}. ")


def _step_block(shown: Shown) -> str:
    step = shown.current
    if step is None:
        return ""
    at = f"{_SWEEPS[step.sweep]}, step {shown.frame.cursor} of {shown.frame.length}"
    return f"## {at}\n\n{_told(shown, step, '')}"


def _told(shown: Shown, step: Step, before: str) -> str:
    """A step's rule and numbers as mathematics, and its words."""
    tick(_STEP)
    told = explain(shown.study, step)
    formulas = [f"$${formula}$$" for formula in (told.rule, told.numbers) if formula]
    pad = " " * len(before)
    return before + f"\n\n{pad}".join([*formulas, _plain(told.words or "")])


def _cell(cell: Cell) -> str:
    if cell.kind == "number":
        return _number(cell.number)
    return {"waiting": "·", "absent": ""}.get(cell.kind, "undefined")


def _number(x: Any) -> str:
    if not isinstance(x, float):
        return value_text(x)
    base, exponent = numeral(x)
    return f"{base}<sup>{exponent}</sup>" if exponent else base


def _code(text: str) -> str:
    """A name or an operation as code, in a cell of a table too."""
    inner = text.replace("|", "\\|").replace("\n", " ")
    fence = "`" * (1 + max(map(len, re.findall("`+", inner)), default=0))
    return f"{fence}{inner}{fence}"


def _plain(text: str) -> str:
    """A sentence of ours with a person's names in it: no sign of it is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", text)
