"""Signs that a typesetter writes otherwise stand in plain text as they are typed."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pytest

from graphs.notation.formula import RAISED_FROM, Constant, Formula, Sign
from graphs.notation.partials import Text, _partials, templates
from graphs.notation.program import Piece, _called
from graphs.notation.signs import SET_OTHERWISE
from graphs.notation.templates import Slot, template_of
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.row import ByName, Operation, Option, called_by_name
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


SHAPES = [
    (r"\sin({0})", True, []), (r"\operatorname{{f}}({all})", True, []), (r"\lVert {0} \rVert", False, []),
    (r"{0} \cdot {1}", False, []), (r"\log\left|\det({0})\right|", False, []), ("{0}^{{-1}} {1}", False, [0]),
    ("{0}^{{{1}}}", False, [0]), ("{{{0}}}_{{[1]}}", False, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_call", "raised"), SHAPES)
def test_a_template_knows_its_shape(text: str, is_call: bool, raised: list[int]) -> None:
    template = template_of(text)
    assert (template.is_call, [slot for slot in (0, 1) if template.is_raised(slot)]) == (is_call, raised)


CALLS = [
    (ByName("sum", "{0}", axis=(0, 1), keepdims=True), "sum({0}, axis=(0, 1), keepdims=True)",
     r"\operatorname{sum}(x, \text{axis}=(0, 1), \text{keepdims}=\text{True})"),
    (ByName("log_softmax", "{0}"), "log_softmax({0})", r"\operatorname{log\_softmax}(x)"),
    (ByName("norm", "{0}", ord=-math.inf), "norm({0}, ord=-inf)", r"\operatorname{norm}(x, \text{ord}=-\text{inf})"),
    (ByName("einsum", Option(None, "i->i"), "{all}"), "einsum('i->i', {all})",
     r"\operatorname{einsum}(\text{'i->i'}, x)"),
    (ByName("tri", *(Option(None, each) for each in (2, None, [3]))), "tri(2, None, [3])",
     r"\operatorname{tri}(2, None, [3])"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "text", "latex"), CALLS)
def test_a_call_is_written_as_typed_and_in_latex(call: ByName, text: str, latex: str) -> None:
    row = called_by_name("row", None, None, text=call)  # type: ignore[arg-type]
    assert (call, _called(row, [Piece("x")]).latex) == (text, latex)
