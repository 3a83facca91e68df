"""In the picture nothing covers what it should not, no text is cut, and none is under 13 pixels: measured in the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.stage import MEASURE, SIZES, address, told

# Each stands for a kind: lines as boxes, a program that is too wide for small type, arrays, turns of a loop.
SHOWN = [("attention", "desktop"), ("Greek", "desktop"), ("perceptron", "desktop"), ("attention", "phone"),
         ("three outputs", "phone"), ("40 turns", "phone"), ("5×5 matrices", "desktop"), ("LSTM", "desktop")]  # fmt: skip


@pytest.mark.parametrize(("program", "size"), SHOWN)
def test_nothing_covers_and_all_can_be_read(visiting: Callable[..., Visit], program: str, size: str) -> None:
    width, height = SIZES[size]
    visit = visiting(width=width, height=height).open(address(program))
    measured = visit.page.evaluate(MEASURE)
    assert measured["is"]["nodes"] > 2 and [*told(measured["found"])] == []


def test_the_measure_would_find_something(visit: Visit) -> None:
    visit.open(address("2 nodes"))
    visit.page.evaluate(
        "document.querySelector('#c2').setAttribute('transform', document.querySelector('#c1').getAttribute('transform')),"
        "document.querySelector('#c1 .value').style.fontSize = '9px'"
    )
    kinds = set(visit.page.evaluate(MEASURE)["found"])
    assert {"node over node", "small"} <= kinds
