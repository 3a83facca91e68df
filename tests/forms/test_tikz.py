"""The picture in TikZ: its paths and texts. What TeX makes of it, tests/forms/test_typeset.py sees."""

from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from graphs.errors import TooLarge
from graphs.forms.flat import flat
from graphs.forms.tikz.curves import pieces_of
from graphs.forms.tikz.picture import tikz_of
from graphs.forms.tikz.set_text import mathematics, typed
from graphs.limits import WEB
from graphs.notation.names import Name
from graphs.notation.numbers import numeral
from graphs.picture.paper import style
from graphs.picture.svg_text import numeral_spans, quoted, spans
from graphs.picture.typesetting import name_runs, runs
from graphs.study import study
from tests.support.forms import PROGRAMS

LINES = [
    ("M1 2h3V7H0v-2z", [("M", (1, 2)), ("L", (4, 2)), ("L", (4, 7)), ("L", (0, 7)), ("L", (0, 5)), ("Z",)]),
    ("M-3-3H0V3H-3z", [("M", (-3, -3)), ("L", (0, -3)), ("L", (0, 3)), ("L", (-3, 3)), ("Z",)]),
    ("M1 1l2 .5 1 1m1 0l1 0", [("M", (1, 1)), ("L", (3, 1.5)), ("L", (4, 2.5)), ("M", (5, 2.5)), ("L", (6, 2.5))]),
    ("M0 0C1 1 2 2 3 3 4 4 5 5 6 6", [("M", (0, 0)), ("C", (1, 1), (2, 2), (3, 3)), ("C", (4, 4), (5, 5), (6, 6))]),
]


@pytest.mark.parametrize(("path", "pieces"), LINES)
def test_a_path_is_its_pieces(path: str, pieces: list[tuple[Any, ...]]) -> None:
    assert pieces_of(path) == [(kind, tuple(points)) for kind, *points in pieces]


ARCS = [  # a path of one arc, the centre of its circle, and a point that it passes
    ("M10 0a10 10 0 1 1 20 0", (20, 0), (20, -10)),
    ("M10 0a10 10 0 1 0 20 0", (20, 0), (20, 10)),
    ("M100 50a2 2 0 0 1-2 2", (98, 50), (98 + math.sqrt(2), 50 + math.sqrt(2))),
    ("M98 52a2 2 0 0 0 2-2", (98, 50), (98 + math.sqrt(2), 50 + math.sqrt(2))),
    ("M2 0a2 2 0 0 0-2 2", (2, 2), (2 - math.sqrt(2), 2 - math.sqrt(2))),
]


@pytest.mark.parametrize(("path", "centre", "passed"), ARCS)
def test_an_arc_stays_on_its_circle(path: str, centre: tuple[float, float], passed: tuple[float, float]) -> None:
    (_, (at,)), *pieces = pieces_of(path)
    radius, seen = math.dist(at, centre), []
    for _, (one, two, end) in pieces:
        for k in range(1, 9):
            t = k / 8
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            seen.append(tuple(sum(w * p[i] for w, p in zip(weights, (at, one, two, end), strict=True)) for i in (0, 1)))
        at = end
    assert all(abs(math.dist(point, centre) - radius) < 1e-3 * radius for point in seen)
    assert min(math.dist(point, passed) for point in seen) < 0.2 * radius


TEXTS = [
    ("c1", "c_{1}"),
    ("theta", "\\theta "),
    ("yhat", "\\hat{y}"),
    ("rate_max", "\\mathrm{rate}_{\\mathrm{max}}"),
    ("c1'", "c_{1}^{\\prime }"),
]


def set_by_tex(content: str) -> str:
    """The content of a text element, with the picture's style, as mathematics."""
    rules = style("light")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" class="graph"><style>{rules}</style><text>{content}</text></svg>'
    return mathematics(typed(ElementTree.fromstring(flat(svg))[0], 18.0))


@pytest.mark.parametrize(("name", "latex"), TEXTS)
def test_a_name_is_mathematics(name: str, latex: str) -> None:
    assert set_by_tex(spans(name_runs(Name(name)))) == latex


def test_a_formula_and_a_number_are_mathematics() -> None:
    made = study("-a/b**2 + exp(a)", {"a": 1.0, "b": 3.0})
    written = [runs(made.notation.text(i), made.notation.called) for i in range(len(made.graph))]
    expected = ["a", "b", "c_{2}^{2}", "-c_{1}", "c_{3}/c_{4}", "\\mathrm{exp}(c_{1})", "c_{5} + c_{6}"]
    assert sorted(set_by_tex(spans(line)) for line in written) == sorted(expected)
    assert set_by_tex(f"× {numeral_spans(numeral(-1.5e-9))}") == "{\\times}\\ {-}1.5\\cdot 10^{-9}"


def test_what_tex_would_do_is_escaped() -> None:
    hostile = "\\end{document} $ # % & ~ {x} ^^41"
    written = set_by_tex(quoted(hostile))
    assert "\\end" not in written and not re.search(r"(?<!\\)[#%&$~]", written)


def test_every_node_and_wire_of_the_picture_is_there(client: FlaskClient) -> None:
    text = client.get("/graph.tikz", query_string=[*PROGRAMS[0].parameters, ("sweep", "reverse"), ("step", "4")]).text
    assert text.startswith("% \\usepackage{tikz}\n\\begin{tikzpicture}") and text.endswith("\\end{tikzpicture}\n")
    assert text.count(".. controls") >= 8 and "\\usetikzlibrary" not in text
    assert [f"% c{k}\n" in text for k in range(1, 9)] == [True] * 8
    assert "\\definecolor{wengert-adjoint}{HTML}{B3400A}" in text and "$\\mathbf{48}$" in text


def test_a_picture_that_tex_cannot_measure_is_refused() -> None:
    class Places:
        width, height = 30_000.0, 100.0

    class Wide:
        places = Places()

    with pytest.raises(TooLarge, match="21,000 pixels"):
        tikz_of(Wide(), WEB)  # type: ignore[arg-type]
