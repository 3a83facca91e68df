"""The corpus of wrong answers: mistakes get their names, numbers at random get none."""

from __future__ import annotations

import numpy as np
import pytest

from graphs.practice.cells import cell_of, number_of
from graphs.study import study
from tests.practice.corpus import PROGRAMS, Figures, cells, figures, items, random_items
from tests.practice.second import Second


@pytest.fixture(scope="module")
def told() -> Figures:
    return figures([*items(1)])


def test_there_are_sixty_programs_and_one_number_in_ten_is_at_random(told: Figures) -> None:
    assert len(PROGRAMS) == 60
    assert 0.08 < told.count["random"] / told.total < 0.12


def test_mistakes_are_named_and_random_numbers_are_not(told: Figures) -> None:
    wrong = told.total - told.count["random"]
    assert len(told.unnamed) + sum(bool(item.kinds) for item, _ in told.false) <= 0.05 * wrong
    assert len(told.false) <= 0.01 * told.total
    assert sum(not item.kinds for item, _ in told.false) <= 0.01 * told.count["random"]


def test_every_kind_is_named(told: Figures) -> None:
    by_kind: dict[str, list[int]] = {}
    for kinds, count in told.count.items():
        for kind in kinds.split("/"):
            row = by_kind.setdefault(kind, [0, 0])
            row[0], row[1] = row[0] + count, row[1] + told.right[kinds]
    assert len(by_kind) == 16  # all kinds, and those at random
    assert {kind: row for kind, row in by_kind.items() if row[1] < 0.95 * row[0]} == {}


def test_random_numbers_of_three_digits_are_seldom_named() -> None:
    told = figures([*random_items("three", 300)])
    assert len(told.false) <= 0.01 * told.total


def test_the_second_engine_agrees_with_the_first() -> None:
    """Or it would make right numbers for wrong ones."""
    for program, at in PROGRAMS:
        made = study(program, at)
        with np.errstate(all="ignore"):
            for cell, right, _ in cells(made, Second(made, made.point)):
                if np.size(right) == 1 and not made.graph.shapes[cell_of(made, cell).node if "-" not in cell else 0]:
                    assert number_of(made, cell_of(made, cell)) == pytest.approx(float(right[0]), rel=1e-9, abs=1e-12)
