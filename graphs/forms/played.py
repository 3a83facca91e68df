"""A study as one file that plays: its document, the pictures of both layouts, and where it stands, for the player."""

from __future__ import annotations

from graphs.clock import part
from graphs.errors import Busy, OutOfTime, TooLarge
from graphs.forms.player import contents, player
from graphs.forms.shown import Kinds, Shown, title
from graphs.limits import Limits
from graphs.picture.boxes.picture import drawn

_KINDS: tuple[Kinds, ...] = ("wide", "tall")


def html_of(shown: Shown, limits: Limits) -> str:
    """The file. Raises TooLarge past limits.file_steps; a graph too large to be drawn is played without a picture."""
    document = contents(shown.study, shown.url, limits)
    return player(document, _pictures(shown), shown.page, title(shown.study.program.text), shown.home)


def _pictures(shown: Shown) -> dict[str, str]:
    """By layout, as the page hangs them; the upright one is left out where there is no time for it."""
    pictures: dict[str, str] = {}
    for kind in _KINDS:
        try:
            places = shown.placed(kind)
        except (TooLarge, OutOfTime, Busy):
            break
        with part("picture"):
            pictures[kind] = drawn(shown.study, places, shown.shown_sweep, shown.entry, shown.cursor)
    return pictures
