"""The picture as a file of its own: SVG with its state in it, PNG, PDF."""

from __future__ import annotations

from collections.abc import Iterator

from graphs.clock import part
from graphs.explain.steps import explain
from graphs.forms.printing import Sheet, pdf_of, png_of
from graphs.forms.shown import Shown
from graphs.limits import Limits
from graphs.picture.boxes.picture import drawn, played
from graphs.picture.paper import Paper
from graphs.picture.routes import Point
from graphs.picture.svg import around

_SWEEPS = {"value": "Values", "forward": "Forward mode", "reverse": "Reverse mode"}


def svg_of(shown: Shown, limits: Limits) -> str:
    """The picture at the step, or one that plays the sweep; its metadata have the link to its state.

    Raises TooLarge past limits.played_steps.
    """
    if not shown.animate:
        return _drawn(shown, shown.shown_sweep, shown.entry, shown.cursor)
    limits.check("played_steps", shown.frame.length, "steps are played in one picture")
    places, paper = shown.places, Paper(shown.theme, shown.query)
    with part("picture"):
        return played(shown.study, places, shown.shown_sweep, shown.entry, shown.cursor, paper)


def png_file(shown: Shown, limits: Limits) -> bytes:
    """The same in pixels."""
    still = _drawn(shown, shown.shown_sweep, shown.entry, shown.cursor)
    return png_of(Sheet(still, *_size(shown)), shown.scale, limits)


def pdf_file(shown: Shown, limits: Limits) -> bytes:
    """The same on paper; with every step a page for each, and its words below the picture."""
    if not shown.every_step:
        return pdf_of([_sheet(shown, *place) for place in [(shown.shown_sweep, shown.entry, shown.cursor)]], limits)
    places = [*_places(shown)]
    limits.check("pages", len(places), "pages are printed")
    return pdf_of([_sheet(shown, *place) for place in places], limits)


Place = tuple[str, str | None, int | None]


def _places(shown: Shown) -> Iterator[Place]:
    """Every screen of the sweep, or of all sweeps, from its first step on."""
    for step in shown.steps():
        yield step.sweep, step.slot.partition(":")[2] or None, step.index + 1


def _sheet(shown: Shown, sweep: str, entry: str | None, cursor: int | None) -> Sheet:
    study = shown.study
    steps = study.steps(sweep, entry)
    caption: tuple[str, ...] = ()
    if steps and cursor != 0:
        at = len(steps) if cursor is None else min(cursor, len(steps))
        told = explain(study, steps[at - 1]).words or ""
        along = f" along {entry}" if sweep == "forward" and entry else ""
        caption = (f"{_SWEEPS[sweep]}{along}, step {at} of {len(steps)}", str(told))
    return Sheet(_drawn(shown, sweep, entry, cursor), *_size(shown), caption)


def _drawn(shown: Shown, sweep: str, entry: str | None, cursor: int | None) -> str:
    places = shown.places
    with part("picture"):
        return drawn(shown.study, places, sweep, entry, cursor, paper=Paper(shown.theme, shown.query))


def _size(shown: Shown) -> Point:
    """Width and height of the picture with the paper around it, in pixels."""
    return around((shown.places.width, shown.places.height))
