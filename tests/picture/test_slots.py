"""Entries of arrays: short, in place, and the same on the page as from the server (tests/js/slots.test.js)."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.picture.frame import WAITING, Cell
from graphs.picture.sizes import frame_size, grid, slot_height
from graphs.picture.slots import Room, Space, array_slot, columns_of, ems, entries_of, entry, fitted_number
from tests.support.paths import TWINS

CASES = json.loads((TWINS / "array_entries.json").read_text(encoding="utf-8"))
NUMBERS = json.loads((TWINS / "fitted_numbers.json").read_text(encoding="utf-8"))
SPACE = Space(32, 194, 130)
WIDE = Room(71, 6, (18, 15, 13))  # beside c1 with its bar


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["numbers"]))
def test_the_table_that_the_page_is_held_to(case: dict[str, Any]) -> None:
    numbers = np.array(case["numbers"], dtype=float)
    shown = grid(tuple(case["shape"]))
    assert shown is not None
    written = entries_of(numbers, shown)
    assert [[each.text for each in line] for line in written] == case["texts"]
    assert columns_of(written, Space(0, 194, case["room"])) == (case["size"], case["ends"], case["left"])


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: f"{case['x']} in {case['width']}")
def test_the_table_of_numbers_that_the_page_is_held_to(case: dict[str, Any]) -> None:
    written, size = fitted_number(case["x"], 5, Room(case["width"], 6, tuple(case["sizes"])))
    assert (written.text, size) == (case["text"], case["size"])


@given(st.floats(allow_nan=False))
def test_a_number_leaves_its_symbol_room(x: float) -> None:
    written, size = fitted_number(x, 5, WIDE)
    assert ems(written) * WIDE.sizes[size] <= WIDE.width * 1000


@given(st.floats(-1e300, 1e300) | st.just(math.inf))
def test_an_entry_is_short_and_near_its_number(x: float) -> None:
    written = entry(x, alone=False)
    assert ems(written) <= 4_800
    if math.isinf(x):
        assert written.text == ("∞" if x > 0 else "-∞")
    else:
        mantissa, _, exponent = written.text.partition("·10^")
        read = float(f"{mantissa}e{exponent or 0}")
        assert read == pytest.approx(x, rel=0.5) if x else read == 0


@pytest.mark.parametrize(
    ("shape", "rows", "columns"),
    [
        ((1,), 1, 1), ((4,), 4, 1), ((5,), 4, 1), ((3, 3), 3, 3), ((4, 1), 4, 1), ((4, 2), 3, 2), ((2, 4), 2, 4),
        ((100, 100), 3, 4), ((1, 3), 1, 3),
    ],
)  # fmt: skip
def test_small_arrays_are_whole_and_of_large_ones_there_are_the_corners(shape: Any, rows: int, columns: int) -> None:
    shown = grid(shape)
    assert shown is not None and (len(shown.rows), len(shown.columns)) == (rows, columns)
    assert slot_height(shape) == 21 * rows + 10


def test_an_array_has_the_same_room_for_value_and_derivative() -> None:
    for kind, head in (("wide", 32), ("tall", 25)):
        assert frame_size(kind, (2, 2))[1] == head + 2 * slot_height((2, 2))
        assert frame_size(kind, (2, 2), 1)[1] == head + slot_height((2, 2))
    assert frame_size("wide", ()) == (116, 86)


class Corners(np.ndarray):
    """An array that counts what is read of it."""

    read = 0

    def __getitem__(self, key: Any) -> Any:
        Corners.read += 1
        return super().__getitem__(key)


def test_only_entries_that_are_shown_are_formatted() -> None:
    numbers = np.ones((100, 100)).view(Corners)
    array_slot("value", Cell("number", numbers), (100, 100), SPACE)
    assert Corners.read == 6


def words(svg: str) -> list[str]:
    return [re.sub("<[^>]*>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg)]


def test_an_array_says_what_a_scalar_would_where_it_has_no_number() -> None:
    for cell, states, note in (
        (WAITING, "unreached blank", "⋅"), (Cell("undefined"), "word blank", "undefined"), (Cell("nothing"), "blank", "?"),
    ):  # fmt: skip
        svg = array_slot("derivative", cell, (2, 2), SPACE)
        assert svg.startswith(f'<g class="derivative array-slot {states}"') and words(svg) == ["", "", "", "", note]


def test_an_undefined_entry_is_a_question_mark() -> None:
    svg = array_slot("value", Cell("number", np.array([1.0, math.nan])), (2,), SPACE)
    assert words(svg) == ["1", "?", ""]


def test_more_than_two_axes_are_a_summary() -> None:
    assert words(array_slot("value", Cell("number", np.zeros((2, 3, 2))), (2, 3, 2), SPACE)) == ["2×3×2 array"]
    assert words(array_slot("value", WAITING, (2, 3, 2), SPACE)) == ["⋅"]


def test_brackets_close_around_the_entries_and_never_leave_the_slot() -> None:
    def left(*numbers: float) -> float:
        found = re.search(r"translate\(([\d.]+),", array_slot("value", Cell("number", np.array(numbers)), (3,), SPACE))
        assert found
        return float(found.group(1))

    assert left(1, 2, 3) > left(-1, 2, 3) > left(-1.2345, 2, 3) >= 194 - 130 - 12
