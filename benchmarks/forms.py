"""Size and time of every form of a study: the assignment, and a program of 99 nodes, at the end of the reverse sweep.

    .venv/bin/python benchmarks/forms.py

Time is the median of so many rounds, the study and the layout made before: what the file costs by itself. A form that a
child process makes includes the way there and back.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from graphs.contract.state import State
from graphs.errors import Problem
from graphs.forms.table import FORMS
from graphs.limits import WEB
from wengert.answers import shown_of

ROUNDS = 5
MANY = "\n".join(f"a{k} = sin(a{k - 1})*a{k - 2} + a{k - 3}" for k in range(3, 35))
PROGRAMS = {
    "assignment": State(program="exp(x1)*(x1**2 + x2**2)**3", at={"x1": 0.0, "x2": 2.0}, sweep="reverse"),
    "99 nodes": State(program=MANY, at={"a0": 1.0, "a1": 2.0, "a2": 0.5}, sweep="reverse"),
}
WISHES = {"png": [{"scale": 1.0}], "svg": [{}, {"animate": True}], "pdf": [{}, {"steps": "all"}]}


def measured(state: State, name: str) -> str:
    """Kilobytes and milliseconds as cells; dashes where a limit is passed."""
    seconds, size = [], 0
    for _ in range(ROUNDS):
        shown = shown_of(state, WEB)
        for kind in ("wide", "tall") if name == "html" else ("wide",):
            shown.placed(kind)
        start = time.perf_counter()
        try:
            written = FORMS[name].write(shown, WEB)
        except Problem:
            return "— | —"
        seconds.append(time.perf_counter() - start)
        size = len(written.encode() if isinstance(written, str) else written)
    return f"{size / 1_000:,.1f} | {1_000 * median(seconds):,.0f}"


def rows() -> Iterator[str]:
    """Of the table."""
    yield "| form | " + " | ".join(f"{name}: kB | ms" for name in PROGRAMS) + " |"
    yield "| --- |" + " ---: |" * 2 * len(PROGRAMS)
    for name in FORMS:
        for wish in WISHES.get(name, [{}]):
            told = [measured(state.model_copy(update=wish), name) for state in PROGRAMS.values()]
            title = " ".join([name, *(f"{key}={str(value).lower()}" for key, value in wish.items())])
            yield f"| {title} | " + " | ".join(told) + " |"


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
