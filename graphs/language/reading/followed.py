"""What was followed because an input decides it: the notes that say so, and what another point may read instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from graphs.errors import Place, shown
from graphs.language.reading.draft import Asked, Followed
from graphs.language.reading.order import bound_by, parameters_of
from graphs.language.sheet import Note

_LONGEST = 60  # characters of a condition that a note quotes


def notes_of(conditions: Iterable[Followed], typed: Callable[[Place], str]) -> list[Note]:
    """One note for each place where a condition stands. typed: what stands at a place of the text."""
    by_place: dict[Place, list[Asked]] = {}
    for asked in {id(each.asked): each.asked for each in conditions}.values():
        by_place.setdefault(asked.place, []).append(asked)
    return [Note(place, "followed", _said(all_, shown(typed(place), _LONGEST))) for place, all_ in by_place.items()]


def _said(asked: Sequence[Asked], condition: str) -> str:
    times, held = len(asked), sum(each.holds for each in asked)
    if asked[0].kind == "while":
        return f"the loop takes {_turns(held)} at this point; another point may take another number"
    if asked[0].kind == "entries":
        return f"{condition} keeps {held} of {times} at this point; another point may keep others"
    if times > 1:
        return f"{condition} holds {held} of {times} times at this point; another point may choose otherwise"
    if held:
        return f"{condition} holds at this point, so its branch is followed; another point may take the other"
    return f"{condition} does not hold at this point, so its branch is left out; another point may take it"


def _turns(count: int) -> str:
    return f"{count} turn{'s' * (count != 1)}"


def read_by(statements: Iterable[ast.AST]) -> set[str]:
    """The names that statements read, in any branch; what they compare alone to choose a branch does not count."""
    names: set[str] = set()
    waiting = [*statements]
    while waiting:  # with a stack of its own: a sum of 1,000 terms is 1,000 deep
        each = waiting.pop()
        if isinstance(each, ast.Name):
            names |= set() if isinstance(each.ctx, ast.Store) else {each.id}
        elif isinstance(each, ast.If | ast.While):
            waiting += [*each.body, *each.orelse]
        elif isinstance(each, ast.FunctionDef):
            names |= read_by(each.body) - {*parameters_of(each)}
        else:
            waiting += ast.iter_child_nodes(each)
    return names


def bound_again(statements: Iterable[ast.stmt]) -> set[str]:
    """The names that a branch or a loop binds: a literal line of such a name is where it starts."""
    return {
        name
        for statement in statements
        if isinstance(statement, ast.If | ast.While | ast.For)
        for each in ast.walk(statement)
        if isinstance(each, ast.stmt)
        for name in bound_by(each)
    }
