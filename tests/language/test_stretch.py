"""The stretch of text that some operations make up: with their operands, brackets and the names of calls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.errors import Place
from graphs.language.stretch import stretch

# A line with the signs of the operations marked by «», and the stretch.
STRETCHES = [
    ("a «+» b", "a + b"), ("x1«*»y2 + z", "x1*y2"), ("z + x1«*»y2", "x1*y2"), ("(a «+» b)*c", "a + b"),
    ("«sin»(x«*»y) + 1", "sin(x*y)"), ("q*(«sin»(x)«**»2)", "sin(x)**2"), ("a**2«*»b", "a**2*b"),
    ("a«*»b**-2 + c", "a*b**-2"), ("A[0, 1]«*»x[2] - 3", "A[0, 1]*x[2]"), ("f(g(«x»))", "f(g(x))"[4:5]),
    ("(a + b)«*»(c + d)", "(a + b)*(c + d)"), ("«-»x + y", "-x"), ("np.exp(x)«*»2 + 1", "np.exp(x)*2"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted"), STRETCHES)
def test_stretch(marked: str, wanted: str) -> None:
    line, places, at = "", [], 0
    for sign in marked:
        if sign == "«":
            at = len(line)
        elif sign == "»":
            places.append(Place(1, at + 1, len(line) - at))
        else:
            line += sign
    found = stretch(line, places)
    assert line[found.column - 1 : found.column - 1 + found.length] == wanted


@given(st.text("()[]+*xy. **", min_size=1, max_size=60), st.data())
def test_any_text_has_a_stretch_around_its_place(line: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line) - 1))
    found = stretch(line, [Place(1, at + 1, 1)])
    assert 0 <= found.column - 1 <= at < found.column - 1 + found.length <= len(line)
