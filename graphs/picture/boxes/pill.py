"""Inputs in a picture with boxes: in two rows beside what alone reads them, in one where each use is drawn apart."""

from __future__ import annotations

from graphs.notation.names import id_of
from graphs.picture.boxes.words import TYPE
from graphs.picture.frame import WAITING, Frame
from graphs.picture.node import derivative_symbol, foot, in_full
from graphs.picture.routes import Box
from graphs.picture.slots import DIGITS, PLAIN, Room, slot
from graphs.picture.svg_text import px, quoted, spans
from graphs.picture.typesetting import fitted, name_runs, width
from graphs.study import Study

PILL, LEAF = (106.0, 56.0), (106.0, 32.0)
_PAD, _NEAR = 9.0, 3.0
_NAME = 2.4  # ems of an input's name beside its value
_ROUND = 12.0


def pill(study: Study, i: int, key: str, box: Box, shown: Frame, is_leaf: bool) -> str:
    """An input: its name beside its value, and below that its derivative; a leaf has the sweep's own number alone."""
    now = shown.nodes[i]
    symbol = fitted(name_runs(study.notation.by_inputs.called[i]), _NAME)
    right, middle = box.width - _PAD, box.height / 2
    first, second = (middle + 6.0,) * 2 if is_leaf else (middle - 6.5, middle + 19.0)
    beside = Room(int(right - _PAD - width(symbol, TYPE) - _NEAR), *PLAIN)
    below = beside if is_leaf else Room(int(right - _PAD / 2), *PLAIN)
    states = f"{now.state}{' current' if now.current else ''}{' leaf' if is_leaf else ' pill'}"
    name = f'<text class="pill-name" x="{px(_PAD)}" y="{px(first)}">{spans(symbol)}</text>'
    if is_leaf:
        name = derivative_symbol(symbol, _PAD, first)
    else:
        upper = f'x="1" y="1" width="{px(box.width - 2)}" height="{px(middle - 1)}" rx="{px(_ROUND - 1)}"'
        lower = foot("wash of-derivative", middle, box.width, box.height, _ROUND)
        name = f'<rect class="wash of-value" {upper}/>{lower}{name}'
    digits = 3 if is_leaf else DIGITS
    return (
        f'<g class="node input {states}" id="{quoted(key)}" data-node="{id_of(i)}" '
        f'transform="translate({px(box.x - box.width / 2)},{px(box.y - box.height / 2)})">'
        f"<title>{quoted(in_full(study, i, shown))}</title>"
        f'<rect class="frame" width="{px(box.width)}" height="{px(box.height)}" rx="{px(_ROUND)}"/>{name}'
        f"{slot('value', now.value, right, first, beside, digits, told=True)}"
        f"{slot('derivative', now.derivative or WAITING, right, second, below, digits, told=True)}</g>"
    )
