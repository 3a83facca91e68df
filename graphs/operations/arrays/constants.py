"""Constants by their size: rows without operands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.operations.row import ByName, Mismatch, Operation, Option, Shape, array_row, optional


def _filled(name: str, *aliases: str, make: Any, symbol: str) -> Operation:
    def row(options: dict[str, Any], shape: Shape) -> Operation:
        return array_row(
            name, *aliases, value=lambda m: make(shape), maps=lambda m, c: (), shape=lambda: _checked(name, shape),
            rules=(), arity=(0, 0), typeset_by_name=True,
            text=ByName(name, Option(None, shape[0] if len(shape) == 1 else [*shape])),
            latex=symbol + "_{{" + r" \times ".join(map(str, shape)) + "}}", **options)  # fmt: skip

    return optional(row, shape=())


def _checked(name: str, shape: Shape) -> Shape:
    if not shape or min(shape) < 1:
        raise Mismatch(f"{name} takes sizes from 1 on")
    if name == "eye" and len(shape) > 2:
        raise Mismatch("eye takes one size or two")
    return shape * 2 if name == "eye" and len(shape) == 1 else shape


EYE = _filled("eye", "identity", make=lambda shape: np.eye(*shape), symbol="I")
ZEROS = _filled("zeros", make=np.zeros, symbol=r"\mathbf{{0}}")
ONES = _filled("ones", make=np.ones, symbol=r"\mathbf{{1}}")


def _arange(options: dict[str, Any], start: float, stop: float | None, step: float) -> Operation:
    """Numbers from start on, step apart, as long as they are before stop; one number alone is the stop."""
    first, last = (0, start) if stop is None else (start, stop)

    def shape() -> Shape:
        if not step:
            raise Mismatch("arange takes a step that is not 0")
        ratio = (last - first) / step
        if ratio <= 0:
            raise Mismatch("arange makes one number at least")
        return (math.ceil(ratio),)

    given = [start] if stop is None else [start, stop] if step == 1 else [start, stop, step]
    listed = ", ".join(map(str, given))
    return array_row(
        "arange", value=lambda m: first + step * np.arange(*shape(), dtype=float), maps=lambda m, c: (), shape=shape,
        rules=(), arity=(0, 0), typeset_by_name=True, text=ByName("arange", *(Option(None, each) for each in given)),
        latex=r"\operatorname{{arange}}(" + listed + ")", **options)  # fmt: skip


ARANGE = optional(_arange, start=0, stop=None, step=1)

CONSTANTS = (EYE, ZEROS, ONES, ARANGE)
