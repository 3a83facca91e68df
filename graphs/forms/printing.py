"""Pictures on paper and as pixels: SVG → PDF and PNG, by Typst in a child process.

Typst is given pictures as files and captions as data, never as its markup. It knows no fonts but those beside this
file, so that a picture looks the same on every machine. It was chosen because it writes vector PDFs whose text stays
text, and PNG by the same means, out of one wheel.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any, NamedTuple

from graphs.errors import TooLarge
from graphs.forms.flat import flat
from graphs.limits import Limits
from graphs.workers.pool import Child

_FONTS = Path(__file__).with_name("fonts")
_POINTS = 0.75  # of a pixel
_PAGE = """#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Wengert Text", size: 11pt, fill: rgb("#1b1f24"))
#for (k, page) in json("pages.json").enumerate() {
  if k > 0 { pagebreak() }
  image(page.picture, width: page.width * 1pt)
  if page.caption.len() > 0 {
    block(width: calc.max(page.width, 300) * 1pt, inset: (x: 12pt, bottom: 12pt), {
      for line in page.caption { block(line) }
    })
  }
}
"""


class Sheet(NamedTuple):
    """A picture with its size in pixels, and the lines of its caption."""

    svg: str
    width: float
    height: float
    caption: tuple[str, ...] = ()


def png_of(sheet: Sheet, scale: float, limits: Limits) -> bytes:
    """The picture in pixels, `scale` of them by each of its own. Raises TooLarge, OutOfTime or Busy."""
    pixels = round(sheet.width * scale) * round(sheet.height * scale)
    if pixels > limits.pixels:
        raise TooLarge(f"at most {limits.pixels:,} pixels are drawn; at this scale there are {pixels:,}")
    return _made("png", 96 * scale, [sheet], limits)


def pdf_of(sheets: list[Sheet], limits: Limits) -> bytes:
    """A page for each, as large as it. Raises TooLarge past limits.pages, OutOfTime or Busy."""
    limits.check("pages", len(sheets), "pages are printed")
    return _made("pdf", 0.0, sheets, limits)


def _made(kind: str, ppi: float, sheets: list[Sheet], limits: Limits) -> bytes:
    size, bounds = sum(len(sheet.svg) for sheet in sheets), limits.bounds(limits.print_seconds)
    answer = _child.ask(_printed, (kind, ppi, [tuple(sheet) for sheet in sheets]), bounds, size)
    return base64.b64decode(answer)


def _printed(question: tuple[str, float, list[Any]]) -> str:
    """In the child: the file, in base 64."""
    import typst  # only this child needs it

    kind, ppi, sheets = question
    files: Any = {"main.typ": _PAGE.encode()}  # several files are unknown to Typst's stubs
    pages = []
    for k, (svg, width, _, caption) in enumerate(sheets):
        files[f"{k}.svg"] = flat(svg).encode()
        pages.append({"picture": f"{k}.svg", "width": width * _POINTS, "caption": caption})
    files["pages.json"] = json.dumps(pages).encode()
    more: Any = {"format": kind, "ppi": ppi or None}
    written = typst.compile(files, font_paths=[str(_FONTS)], ignore_system_fonts=True, **more)
    return base64.b64encode(written).decode()


def _read(_: str) -> None:
    """In the fork server: all that printing needs is read. Nothing is printed there, for Typst starts threads, which a
    process that is forked later would miss.
    """
    import typst  # noqa: F401

    flat('<svg xmlns="http://www.w3.org/2000/svg"><style>.a{fill:red}</style></svg>')


_child = Child("print", (_read, ""), 200, "printing", waiting=4)
