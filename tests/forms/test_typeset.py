"""What TeX makes of our files: every program's TikZ picture and every part of its LaTeX document, by pdflatex."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient

from tests.support.forms import PROGRAMS, Shown

PDFLATEX = shutil.which("pdflatex")
pytestmark = [
    pytest.mark.extra,
    pytest.mark.skipif(PDFLATEX is None, reason="pdflatex is not installed: no file of ours is typeset"),
]
AROUND = (
    "\\documentclass{article}\\usepackage{tikz}\\pagestyle{empty}\\begin{document}\\setbox0=\\hbox{\\input{graph}\\unskip}"
    "\\pdfpagewidth=\\wd0 \\pdfpageheight=\\ht0 \\pdfhorigin=0pt \\pdfvorigin=0pt \\shipout\\box0 \\end{document}"
)


def typeset(folder: Path, source: str) -> pypdf.PdfReader:
    (folder / "page.tex").write_text(source, encoding="utf-8")
    run = subprocess.run(
        [PDFLATEX or "", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=folder, capture_output=True, timeout=120, check=False, text=True, errors="replace",
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-2000:]
    assert "Overfull \\hbox" not in run.stdout, run.stdout[-2000:]
    return pypdf.PdfReader(folder / "page.pdf")


@pytest.fixture(params=PROGRAMS, ids=lambda shown: shown.name)
def shown(request: pytest.FixtureRequest) -> Shown:
    made: Shown = request.param
    return made


@pytest.mark.parametrize(
    "more", [{}, {"sweep": "reverse", "step": "4", "open": "i", "theme": "dark", "layout": "tall"}]
)
def test_the_picture(client: FlaskClient, shown: Shown, tmp_path: Path, more: dict[str, str]) -> None:
    picture = client.get("/graph.tikz", query_string=[*shown.parameters, *more.items()])
    (tmp_path / "graph.tex").write_text(picture.text, encoding="utf-8")
    pages = typeset(tmp_path, AROUND).pages
    svg = client.get("/graph.svg", query_string=[*shown.parameters, *more.items()]).text
    wide = float(svg.partition('width="')[2].partition('"')[0])
    assert len(pages) == 1 and abs(float(pages[0].mediabox.width) - 0.75 * wide) < 2
    text = pages[0].extract_text().replace("−", "-")
    assert more or all(word.replace("−", "-") in text for word in shown.seen)


@pytest.mark.parametrize("part", ["step", "table", "derivation"])
def test_the_document(client: FlaskClient, shown: Shown, tmp_path: Path, part: str) -> None:
    more = {"sweep": "reverse"} if part == "step" else {}
    document = client.get("/graph.tex", query_string=[*shown.parameters, ("part", part), *more.items()]).text
    assert typeset(tmp_path, document).pages[0].extract_text().strip()
