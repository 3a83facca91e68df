"""Text → Program: form → statements with places → names settled → calls, loops and choices resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphs.errors import BadSyntax, Place, Problem
from graphs.language.form import Form, form_of, sheet_of
from graphs.language.messages.edits import checked
from graphs.language.program import Program
from graphs.language.reading.draft import Evaluation
from graphs.language.reading.text import read
from graphs.limits import DOOR, Limits
from graphs.operations.row import Shape


def parse(
    text: str,
    given: Mapping[str, Shape] | Iterable[str] = (),
    limits: Limits = DOOR,
    evaluation: Evaluation | None = None,
    wanted: frozenset[str] | None = None,
    form: Form | None = None,
) -> Program:
    """Read a program.

    given: the names that the point binds, with their shapes where they are not numbers; a function's name among them is
    an input. evaluation: what values and shapes are known of while reading. wanted: the names that are to be inputs.
    form: what the text is read as; as it is seen, without it.
    Raises BadSyntax, UnknownFunction, WrongArguments, WrongShape (a literal of uneven rows), TooLarge, each with its
    place in the text; PointNeeded where it depends on the point which lines are read, and evaluation knows no point.
    """
    shapes = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, ())
    try:
        return _parse(text, shapes, limits, evaluation, wanted, form)
    except Problem as problem:
        problem.fixes = checked(
            text,
            problem.fixes,
            lambda mended: _parse(mended, shapes, limits, evaluation and evaluation.anew(), wanted, form),
        )
        raise


def _parse(text: str, given: Mapping[str, Shape], limits: Limits, evaluation: Evaluation | None,
           wanted: frozenset[str] | None, form: Form | None) -> Program:  # fmt: skip
    try:
        sheet = sheet_of(text, form or form_of(text), given.keys(), limits)
        return read(sheet, text, given, wanted, limits, evaluation)
    except RecursionError:
        raise BadSyntax("this is nested more deeply than can be read", Place(1, 1, 1)) from None
