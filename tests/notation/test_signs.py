"""Signs that a typesetter writes otherwise stand in plain text as they are typed."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from graphs.notation.formula import RAISED_FROM, Constant, Formula, Sign
from graphs.notation.partials import Text, _partials, templates
from graphs.notation.signs import SET_OTHERWISE
from graphs.notation.templates import Slot
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

ROWS = [row for row in {*ELEMENTWISE, *(each for rows in FUNCTIONS.values() for each in rows)}
        if row.partials is not None and row.expand is None]  # fmt: skip
EXPONENTS = [None, 0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 1.5, 1 / 3, 2.7, -2.7]


@pytest.mark.parametrize("row", SET_OTHERWISE, ids=lambda row: row.text)
def test_the_pieces_of_a_row_are_its_text(row: Operation) -> None:
    def typed(piece: Any) -> str:
        return f"{{{piece.field}}}" if isinstance(piece, Slot) else str(piece)

    text = "".join(map(typed, SET_OTHERWISE[row].pieces))
    assert text in (row.text, row.text.replace("{all}", "{0}"))


@pytest.mark.parametrize("row", sorted(ROWS, key=lambda row: row.name), ids=lambda row: row.name)
def test_a_partial_in_pieces_reads_as_sympy_prints_it(row: Operation) -> None:
    for exponent in EXPONENTS if row.name == "power" else [None]:
        for count in range(max(1, row.arity[0]), min(row.arity[1], 4) + 1):
            printed = [Text().doprint(partial) for partial in _partials(row, count, exponent)]
            for template, text in zip(templates(row, count, exponent)[0], printed, strict=True):
                pieces = [chr(0xE000 + int(each.field)) if isinstance(each, Slot) else each for each in template.pieces]
                assert "".join(pieces) == text


def test_signs_and_constants_survive_a_pipe() -> None:
    sent = Formula((Sign("**", RAISED_FROM, "T"), Constant("0.5", 0.5)))
    sign, constant = pickle.loads(pickle.dumps(sent)).parts
    assert (sign, sign.role, sign.drawn, constant, constant.number) == ("**", RAISED_FROM, "T", "0.5", 0.5)
