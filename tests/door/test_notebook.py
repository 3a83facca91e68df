"""A notebook that is run: pictures, the player, cells of mathematics, and what is left in it without a kernel."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.extra

CELLS = (
    "from wengert import show, study\nmade = study('exp(x1)*(x1**2 + x2**2)**3', x1=0, x2=2)\nmade",
    "player = show(made)\nplayer",
    "player.point = {'x1': 1.0, 'x2': 2.0}\nprint(player.study.value)",
    "show('log(x)/x', x=1).ranges",
    "%load_ext wengert",
    "%%wengert x=2 y=3\na = x*y\na*a",
    "%%wengert x=2\nx*(y",
    "made.to_pandas().shape",
)


@pytest.fixture(scope="module")
def outputs() -> list[list[dict[str, Any]]]:
    """By cell, what it shows: by media type, and what it prints under `text`."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, CELLS)])
    os.environ["PYTHONPATH"] = str(ROOT)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return [[{**each.get("data", {}), "text": each.get("text")} for each in cell.outputs] for cell in notebook.cells]


def test_a_study_and_its_player_show_with_and_without_a_kernel(outputs: list[list[dict[str, Any]]]) -> None:
    (made,), (player,) = outputs[:2]
    assert "data:image/svg+xml;base64," in made["text/html"] and made["text/plain"].startswith("Study('exp(x1)")
    assert "application/vnd.jupyter.widget-view+json" in player
    assert "data:image/svg+xml;base64," in player["text/html"] or "<iframe sandbox" in player["text/html"]


def test_a_slider_that_is_moved_moves_the_point(outputs: list[list[dict[str, Any]]]) -> None:
    assert outputs[2][0]["text"].startswith("339.785")
    assert outputs[3][0]["text/plain"] == "{'x': [-5.0, 5.0]}"


def test_a_cell_is_a_program(outputs: list[list[dict[str, Any]]]) -> None:
    assert outputs[5][0]["text/plain"].endswith(": 36; gradient x=36, y=24)")
    assert outputs[6][0]["text"].startswith("'(' is not closed\n  line 1: x*(y\n            ^\n")
    assert outputs[7][0]["text/plain"] == "(8, 6)"
