"""A notebook that is run: pictures, the player, cells of mathematics, and what is left in it without a kernel."""

from __future__ import annotations

import math
import os
from typing import Any

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.extra

CELLS = (
    "from wengert import show, study\nmade = study('exp(x1)*(x1**2 + x2**2)**3', x1=0, x2=2)\nmade",
    "player = show(made)\nplayer",
    "player._repr_mimebundle_()[0]",
    "player.point = {'x1': 1.0, 'x2': 2.0}\nprint(player.study.value, player.moved['answer']['value'], player.told)",
    "page = player.page\nplayer.point = {'x1': 1.0, 'x2': 'two'}\nprint(player.told, page == player.page)",
    "ways = show('if x > 0:\\n    y = 3*x\\nelse:\\n    y = x*x*x\\ny', x=1)\npage = ways.page\n"
    "ways.point = {'x': -2.0}\nprint(ways.study.value, ways.page != page, ways.moved)",
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
    (made,), (frame, sliders), (whole,) = outputs[:3]
    assert "data:image/svg+xml;base64," in made["text/html"] and made["text/plain"].startswith("Study('exp(x1)")
    assert "text/latex" in made
    assert frame["text/html"].startswith("<iframe data-wengert=") and 'sandbox="allow-scripts"' in frame["text/html"]
    assert "&lt;!doctype html&gt;" in frame["text/html"] and "application/vnd.jupyter.widget-view+json" in sliders
    assert "text/html" in whole["text/plain"] and "application/vnd.jupyter.widget-view+json" in whole["text/plain"]


def test_a_slider_that_is_moved_moves_the_point(outputs: list[list[dict[str, Any]]]) -> None:
    here, told = outputs[3][0]["text"].split()
    assert float(here) == float(told) == pytest.approx(125 * math.e)
    assert outputs[4][0]["text"].endswith(" True\n") and "x2" in outputs[4][0]["text"]
    assert outputs[5][0]["text"] == "-8.0 True {}\n"
    assert outputs[6][0]["text/plain"] == "{'x': [-5.0, 5.0]}"


def test_a_cell_is_a_program(outputs: list[list[dict[str, Any]]]) -> None:
    assert outputs[8][0]["text/plain"].endswith(": 36; gradient x=36, y=24)")
    assert outputs[9][0]["text"].startswith("'(' is not closed\n  line 1: x*(y\n            ^\n")
    assert outputs[10][0]["text/plain"] == "(8, 6)"
