"""For tests of code that computes a gradient: the same numbers by Wengert, and where yours differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wengert.door.comparing import ABSOLUTE, RELATIVE, differences, report
from wengert.door.study import Study, study


def assert_gradient(
    program: object,
    gradient: Mapping[str, Any],
    at: Mapping[str, Any] | None = None,
    *,
    adjoints: Mapping[str, Any] | None = None,
    relative: float = RELATIVE,
    absolute: float = ABSOLUTE,
) -> Study:
    """Assert that a gradient is that of a program, or of a Study, and return the Study.

    gradient: by input, a number or an array in its shape; an input that is not named is not compared. at: the point.
    adjoints: by node, by its name or id (c5). A number may differ by `relative` of itself or by `absolute`. Raises
    AssertionError, which names the first node that differs; a Problem where the program or a name does not fit.

    >>> assert_gradient("x*y", {"x": 4, "y": 3}, at={"x": 3, "y": 4})
    Study('x*y' at x=3, y=4: 12; gradient x=4, y=3)
    >>> assert_gradient("x*y", {"x": 5}, at={"x": 3, "y": 4})
    Traceback (most recent call last):
    AssertionError: derivative by x: 5 is given, 4 is right
    """
    __tracebackhide__ = True
    if isinstance(program, Study):
        made = program if at is None else program.at(at)
    else:
        made = study(program, at)
    found = differences(made, gradient, adjoints, relative=relative, absolute=absolute)
    if found:
        raise AssertionError(report(found))
    return made
