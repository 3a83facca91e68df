"""What a picture of its own brings: the page's rules with a theme's colours put in, its paper, and the link to it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from graphs.files import STATIC

THEMES = ("light", "dark")


class Paper(NamedTuple):
    """theme: light or dark. query: of the link that opens the page in the picture's state; empty: there is none."""

    theme: str = "light"
    query: str = ""


@cache
def tokens(theme: str) -> dict[str, str]:
    """The design's colours and measures by their names, see static/css/tokens.css."""
    light, _, dark = (STATIC / "css/tokens.css").read_text(encoding="utf-8").partition('[data-theme="dark"]')
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    if theme == "dark":
        found.update(re.findall(r"--([\w-]+):\s*([^;]+);", dark.partition("}")[0]))
    return found


@cache
def style(theme: str) -> str:
    """The page's rules for the picture, with a theme's tokens put in."""
    sheet = (STATIC / "css/picture/graph.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    values = tokens(theme)
    return re.sub(r"\s+", " ", re.sub(r"var\(--([\w-]+)\)", lambda match: values[match.group(1)], rules)).strip()


# Of a picture that plays: where less motion is wanted it stands still at its step.
PLAYED = (
    "@media (prefers-reduced-motion: reduce) { .moment { opacity: 0 !important } "
    ".moment.still { opacity: 1 !important } }"
)
STYLES = (*map(style, THEMES), PLAYED)  # all that a picture of its own may bring
