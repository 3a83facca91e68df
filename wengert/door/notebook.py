"""A Study in a notebook: a player whose sliders ask Python for other points, and a cell of mathematics."""

from __future__ import annotations

import math
import sys
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from uuid import uuid4

from graphs.errors import Problem
from wengert.door.extras import needed
from wengert.door.study import Study, study

_HEIGHT = 640  # pixels of a player
_FRAME = (
    '<iframe data-wengert="{key}" sandbox="allow-scripts" title="Computational graph" '
    'style="width:100%;height:{height}px;border:0" srcdoc="{page}"></iframe>'
)
_SLIDERS = 8  # inputs that have one: more do not fit beside a picture
_SCRIPT = Path(__file__).with_name("widget.js")


def show(program: object, at: Any = None, /, **question: Any) -> Any:
    """The player of a Study, or of the question as `study` takes it: a widget whose sliders move the point.

    A saved notebook shows the player without a kernel, at the point where it was made. Raises MissingExtra where
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
        """page: the player, an HTML file of its own. moved: the document at another point of the same graph, packed.

        key: by which the page's frame is found. ranges: by input, where its slider begins and ends. told: why there is
        nothing at this point.
        """

        _esm = _SCRIPT
        key, page, told = (traits.Unicode().tag(sync=True) for _ in range(3))
        height, moved = traits.Int(_HEIGHT).tag(sync=True), traits.Dict().tag(sync=True)
        point, ranges = traits.Dict().tag(sync=True), traits.Dict().tag(sync=True)

        def __init__(self, made: Study):
            numbers = {name: value for name, value in made.point.items() if isinstance(value, float)}
            sliders = dict(list(numbers.items())[:_SLIDERS])
            ranges = {name: _range(value) for name, value in sliders.items()}
            super().__init__(key=uuid4().hex, page=made.html(), point=sliders, ranges=ranges)
            self.study = made
            self.observe(self._move, names="point")

        def _move(self, change: Any) -> None:
            """A slider was moved: the numbers at the new point, or what goes wrong there."""
            try:
                there = self.study.at(change["new"])
                if there._traced.graph is self.study._traced.graph:
                    self.moved = _packed(there)
                else:  # another way through the program
                    self.moved, self.page = {}, there.html()
                self.study, self.told = there, ""
            except Problem as problem:
                self.told = str(problem)

        def _frame(self) -> str:
            return _FRAME.format(key=self.key, height=self.height, page=escape(self.page))

        def _repr_mimebundle_(self, **asked: Any) -> Any:
            """With the player for whoever shows no widgets."""
            bundle = super()._repr_mimebundle_(**asked)
            data, *more = bundle if isinstance(bundle, tuple) else (bundle,)
            data = {**(data or {}), "text/html": self._frame(), "text/plain": repr(self.study)}
            return (data, *more) if more else data

        def _ipython_display_(self) -> None:
            """The player, then its sliders: without a kernel a notebook has no widgets, and the player still plays.

            In Colab each output is a page of its own, in which the sliders would not find the player.
            """
            display = needed("IPython.display", "notebook", "a player in a notebook").display
            told = {"text/plain": repr(self.study)}
            if "google.colab" in sys.modules:
                display(self._repr_mimebundle_()[0], raw=True)
                return
            display({"text/html": self._frame(), **told}, raw=True)
            bundle = super()._repr_mimebundle_()
            display({**(bundle[0] if isinstance(bundle, tuple) else bundle), **told}, raw=True)

    return Player


def _packed(made: Study) -> dict[str, Any]:
    """The document with every step's words, as the player takes it. Raises TooLarge past the limit."""
    from graphs.forms.player import contents, packed

    return packed(contents(made._traced, made.url(), made._limits))


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
