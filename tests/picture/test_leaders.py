"""Where the partials of a picture with boxes stand, and which of them have no free place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.picture.boxes.leaders import stands
from graphs.picture.routes import Box, Point

WHOLE, SIZE = (400.0, 300.0), (113.0, 26.0)
WIRE: tuple[Point, ...] = ((100.0, 150.0), (150.0, 150.0), (250.0, 150.0), (300.0, 150.0))
ENDS = [Box(60, 150, 80, 60), Box(340, 150, 80, 60)]
ACROSS = [((0.0, y), (130.0, y), (270.0, y), (400.0, y)) for y in range(5, 300, 20)]


def _meet(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < (one.height + other.height) / 2
    )


@pytest.mark.parametrize(
    ("boxes", "others", "free", "on_wire"),
    [
        (ENDS, [], True, True),
        ([Box(90, 150, 180, 60), Box(310, 150, 180, 60)], [], True, False),
        ([Box(200, 150, 400, 300)], [], False, None),
        (ENDS, ACROSS, False, None),
    ],
    ids=["a gap", "a narrow gap", "no room at all", "wires everywhere"],
)
def test_a_chip_stands_where_there_is_room(
    boxes: list[Box], others: list[tuple[Point, ...]], free: bool, on_wire: bool | None
) -> None:
    (stand,) = stands(boxes, [WIRE, *others], [0], [SIZE], WHOLE)
    assert (stand.room > 0) == free
    assert on_wire is None or (stand.to is None) == on_wire


@given(
    st.lists(st.builds(Box, st.floats(0, 400), st.floats(0, 300), st.floats(20, 160), st.floats(20, 90)), max_size=9)
)
def test_what_is_free_covers_no_box_and_is_in_the_picture(boxes: list[Box]) -> None:
    (stand,) = stands(boxes, [WIRE], [0], [SIZE], WHOLE)
    chip = Box(stand.x, stand.y, stand.room, SIZE[1])
    if stand.room:
        assert not any(_meet(chip, box) for box in boxes)
        assert chip.width / 2 - 4 <= chip.x <= 404 - chip.width / 2 and 9 <= chip.y <= 291
    if stand.room and stand.to:
        middle = Box((stand.x + stand.to[0]) / 2, (stand.y + stand.to[1]) / 2, 0.1, 0.1)
        assert not any(_meet(middle, box) for box in boxes)
