"""Text → Program: form → statements with places → names settled → calls, loops and choices resolved."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from graphs.errors import BadSyntax, Place, Problem
from graphs.language.lines import scan
from graphs.language.messages.edits import checked
from graphs.language.plain.expression import expression
from graphs.language.program import Program
from graphs.language.reading.draft import Evaluation
from graphs.language.reading.text import read
from graphs.language.sheet import Sheet
from graphs.language.tree import place_of, placed
from graphs.limits import DOOR, Limits
from graphs.operations.row import Shape


def parse(
    text: str,
    given: Mapping[str, Shape] | Iterable[str] = (),
    limits: Limits = DOOR,
    evaluation: Evaluation | None = None,
    wanted: frozenset[str] | None = None,
) -> Program:
    """Read a program.

    given: the names that the point binds, with their shapes where they are not numbers; a function's name among them is
    an input. evaluation: what values and shapes are known of while reading. wanted: the names that are to be inputs.
    Raises BadSyntax, UnknownFunction, WrongArguments, WrongShape (a literal of uneven rows), TooLarge, each with its
    place in the text; PointNeeded where it depends on the point which lines are read, and evaluation knows no point.
    """
    given = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, ())
    try:
        return _parse(text, given, limits, evaluation, wanted)
    except Problem as problem:
        problem.fixes = checked(text, problem.fixes, lambda mended: _parse(mended, given, limits, evaluation, wanted))
        raise


def _parse(
    text: str, given: Mapping[str, Shape], limits: Limits, evaluation: Evaluation | None, wanted: frozenset[str] | None
) -> Program:
    try:
        return read(_sheet(text, given, limits), text, given, wanted, limits, evaluation)
    except RecursionError:
        raise BadSyntax("this is nested more deeply than can be read", Place(1, 1, 1)) from None


def _sheet(text: str, given: Iterable[str], limits: Limits) -> Sheet:
    statements: list[ast.stmt] = []
    for line in scan(text, given, limits):
        tree = expression(line.tokens)
        if line.name is None:
            statements.append(placed(ast.Expr(tree), place_of(tree)))
        else:
            target = placed(ast.Name(str(line.name), ast.Store()), line.name.place, typed=line.name.typed)
            statements.append(placed(ast.Assign([target], tree), line.name.place))
    return Sheet("plain", statements, [])
