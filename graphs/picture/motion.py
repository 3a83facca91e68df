"""A picture that plays its sweep without a script: each of its elements in every form that the sweep gives it, of which
one at a time is seen (SMIL, https://www.w3.org/TR/SVG11/animate.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graphs.clock import tick

_STEP, _REST = 1.0, 2.0  # seconds: of a step, and at the end
_ROUNDS = 3  # then it rests at the end: what never rests distracts from what is beside it
_ID = re.compile(r' id="[^"]*"')


def moments(drawn_at: Sequence[Sequence[str]], still: int) -> Iterator[str]:
    """The elements of all steps as those of one picture.

    drawn_at: by step from 0 on, the picture's elements, at each step as many. still: the step that is seen where
    nothing moves.
    """
    length = len(drawn_at) - 1
    for forms in zip(*drawn_at, strict=True):
        tick(len(forms))
        start = 0
        runs = [(form, len([*same])) for form, same in groupby(forms)]
        for form, count in runs:
            yield form if len(runs) == 1 else _moment(form, start, start + count - 1, length, still)
            start += count


def _moment(form: str, first: int, last: int, length: int, still: int) -> str:
    """What is seen from one step to another. Its ids are the still one's alone, for none may stand twice."""
    seconds = length * _STEP + _REST
    is_still = first <= still <= last
    changes = [(0.0, int(first == 0))]
    if first:
        changes.append((first * _STEP / seconds, 1))
    if last < length:
        changes.append(((last + 1) * _STEP / seconds, 0))
    values, times = (";".join(f"{change[k]:.6g}" for change in changes) for k in (1, 0))
    return (
        f'<g class="moment{" still" if is_still else ""}" opacity="{int(is_still)}" pointer-events="none">'
        f'<animate attributeName="opacity" values="{values}" keyTimes="{times}" dur="{seconds:g}s" calcMode="discrete" '
        f'repeatCount="{_ROUNDS}" fill="freeze"/>{form if is_still else _ID.sub("", form)}</g>'
    )
