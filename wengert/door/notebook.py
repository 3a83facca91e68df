"""A Study in a notebook: a player whose sliders ask Python for other points, and a cell of mathematics."""

from __future__ import annotations

import math
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from graphs.errors import Problem
from wengert.door.extras import needed
from wengert.door.study import Study, study

_HEIGHT = 640  # pixels of a page of one file
_FRAME = f'<iframe sandbox="allow-scripts" style="width:100%;height:{_HEIGHT}px;border:0" srcdoc="{{}}"></iframe>'
_SLIDERS = 8  # inputs that have one: more do not fit beside a picture
_SCRIPT = Path(__file__).with_name("widget.js")


def show(program: object, at: Any = None, /, **question: Any) -> Any:
    """The player of a Study, or of the question as `study` takes it: a widget whose sliders move the point.

    A saved notebook shows the same without a kernel, at the point where it was made. Raises MissingExtra where
    anywidget is not installed, a Problem as `study` does.
    """
    made = program if isinstance(program, Study) and not question and at is None else study(program, at, **question)
    return _player()(made)


@cache
def _player() -> Any:
    """The widget's class."""
    anywidget = needed("anywidget", "notebook", "a player in a notebook")
    traits = needed("traitlets", "notebook", "a player in a notebook")

    class Player(anywidget.AnyWidget):  # type: ignore[misc, name-defined]
        """page: HTML, a file of its own where is_file says so. ranges: by input, where its slider begins and ends.

        told: why there is nothing at this point.
        """

        _esm = _SCRIPT
        page, told = traits.Unicode().tag(sync=True), traits.Unicode().tag(sync=True)
        is_file, height = traits.Bool().tag(sync=True), traits.Int(_HEIGHT).tag(sync=True)
        point, ranges = traits.Dict().tag(sync=True), traits.Dict().tag(sync=True)

        def __init__(self, made: Study):
            page, is_file = _page_of(made)
            numbers = {name: value for name, value in made.point.items() if isinstance(value, float)}
            moved = dict(list(numbers.items())[:_SLIDERS])
            super().__init__(page=page, is_file=is_file, point=moved, ranges={k: _range(x) for k, x in moved.items()})
            self.study = made
            self.observe(self._move, names="point")

        def _move(self, change: Any) -> None:
            """A slider was moved: the page at the new point, or what goes wrong there."""
            try:
                self.study = self.study.at(change["new"])
                self.page, self.is_file = _page_of(self.study)
                self.told = ""
            except Problem as problem:
                self.told = str(problem)

        def _repr_mimebundle_(self, **asked: Any) -> Any:
            """With the page for whoever reads the notebook without a kernel."""
            bundle = super()._repr_mimebundle_(**asked)
            data, *more = bundle if isinstance(bundle, tuple) else (bundle,)
            html = _FRAME.format(escape(self.page)) if self.is_file else self.page
            data = {**(data or {}), "text/html": html, "text/plain": repr(self.study)}
            return (data, *more) if more else data

    return Player


def _page_of(made: Study) -> tuple[str, bool]:
    """The page of one file, where the table of forms has it; else the picture and the table."""
    from graphs.forms.table import FORMS

    return (made.html(), True) if "html" in FORMS else (made._repr_html_(), False)


def _range(value: float) -> list[float]:
    """Round ends around a number: -5 … 5 for 2, 0.3 and 0; -500 … 500 for 64."""
    reach = 5.0 * 10.0 ** max(0, math.ceil(math.log10(abs(value) / 5.0))) if value else 5.0
    return [-reach, reach]


def load_ipython_extension(ipython: Any) -> None:
    """`%load_ext wengert`: cells that begin with `%%wengert x1=0 x2=2` are programs."""

    def wengert(line: str, cell: str) -> Study | None:
        from wengert.command.failures import Misuse
        from wengert.command.questions import point_of

        try:
            return study(cell, point_of(line.split()))
        except (Problem, Misuse) as failure:
            print(failure)
            return None

    ipython.register_magic_function(wengert, "cell")
