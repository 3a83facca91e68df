"""A table for people and programs: headings, cells that are numbers or words, and how both are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import numpy as np

from graphs.notation.numbers import value_text

Row = tuple[Any, ...]


class Table(Sequence[Row]):
    """Rows under headings; `str` of it is aligned text, notebooks show it as HTML. A cell without a number is None."""

    def __init__(self, headings: Sequence[str], rows: Sequence[Row]):
        self.headings, self._rows = tuple(headings), [*rows]

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @property
    def texts(self) -> list[list[str]]:
        """The cells as they are read, row by row."""
        return [[_said(cell) for cell in row] for row in self._rows]

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, which stand to the right."""
        return any(isinstance(row[column], float | np.ndarray) for row in self._rows)

    def __str__(self) -> str:
        lines = [[*self.headings], *self.texts]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        right = [self.is_number(k) for k in range(len(self.headings))]
        aligned = (
            "  ".join(
                cell.rjust(width) if is_right else cell.ljust(width)
                for cell, width, is_right in zip(line, widths, right, strict=True)
            )
            for line in lines
        )
        return "\n".join(line.rstrip() for line in aligned)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        styles = [f' style="text-align:{"right" if self.is_number(k) else "left"}"' for k in range(len(self.headings))]

        def line(tag: str, cells: Sequence[str]) -> str:
            told = (f"<{tag}{style}>{escape(cell)}</{tag}>" for cell, style in zip(cells, styles, strict=True))
            return f"<tr>{''.join(told)}</tr>"

        body = "".join(line("td", row) for row in self.texts)
        return f"<table><thead>{line('th', self.headings)}</thead><tbody>{body}</tbody></table>"


def _said(cell: Any) -> str:
    if cell is None:
        return ""
    return str(value_text(cell)) if isinstance(cell, float | np.ndarray) else str(cell)
