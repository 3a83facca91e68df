"""What is known only once all statements are read: the output, records that nothing uses, loops that are read once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from graphs.language.code.asides import COPIES, KEPT_AS, LOOKS, is_call_of, looks_like_gradient, says_by_what
from graphs.language.code.assignments import BY_HAND, Assignments
from graphs.language.code.expressions import rewritten
from graphs.language.code.names import loaded, targets_of
from graphs.language.code.turns import grows, is_once, list_of, without_breaks
from graphs.language.sheet import Note
from graphs.language.tree import Output, nodes, place_of, placed

_ROUNDED = frozenset("item tolist numpy detach cpu eval round format".split())
_ANSWERS = frozenset("tensor array Array Value Tensor DeviceArray".split())


def settled(reading: Assignments, statements: list[ast.stmt]) -> list[ast.stmt]:
    """The program's statements. Raises the Problem of a name that could not be read and is used."""
    _find_by_hand(reading)
    last = _output(reading, statements)
    kept: list[ast.stmt] = []
    for statement in statements:
        if statement is last or not isinstance(statement, ast.Expr) or grows(statement):
            kept.append(statement)
        elif not getattr(statement, "printed", False):
            reading.leave(statement, "nothing uses its result")
    if isinstance(last, ast.Expr):
        last.value = bare(last.value)
        rewritten(last, reading.names, reading.engines)
    for main in reading.mains.values():
        reading.leave(main, "nothing that is read uses it")
    kept = _without_records(reading, kept)
    for statement in kept:
        reading.check_random(statement)
    _raise_problems(reading, kept)
    return _once(reading, _with_values(reading, kept))


def _raise_problems(reading: Assignments, kept: list[ast.stmt]) -> None:
    """Definitions that nothing uses are left out, and what only the rest left out uses."""
    used = _reads(kept)
    computes = any(not isinstance(each, ast.FunctionDef | ast.ClassDef) and loaded(each) for each in kept)
    for name, problem in reading.problems.items():
        apart = name in reading.aside or name in reading.definitions
        if name in used or not (apart and computes):
            raise problem


def _reads(statements: Sequence[ast.stmt]) -> set[str]:
    return set().union(*(loaded(each) for each in statements)) if statements else set()


def _output(reading: Assignments, statements: list[ast.stmt]) -> ast.stmt | None:
    """The expression at the end that is the output, if one is."""
    asked = any(isinstance(each, Output) for statement in statements for each in nodes(statement))
    printed: ast.stmt | None = None
    for statement in reversed(statements):
        if not isinstance(statement, ast.Expr):
            break
        is_printed = getattr(statement, "printed", False)
        if is_printed and printed is None and not asked and _is_value(reading, statement.value):
            printed = statement
        elif not is_printed and not grows(statement):
            if asked:
                return None
            if not _is_answer(reading, statement.value) or statement is statements[0]:
                return statement
    return printed


def _is_value(reading: Assignments, node: ast.expr) -> bool:
    """Whether what is printed is a value that the program computes."""
    if any(isinstance(each, ast.Attribute) and each.attr in KEPT_AS for each in nodes(node)):
        return False
    node = bare(node)
    if is_call_of(node, LOOKS - reading.names.own):
        return False
    if isinstance(node, ast.Name):
        if node.id in reading.by_hand:
            return False
        given = reading.bound.get(node.id)
        computed = isinstance(given, ast.Assign) and bool(reading.names.values(given.value))
        return computed or isinstance(given, ast.AugAssign) or node.id in reading.grown
    return bool(reading.names.values(node))


def bare(node: ast.expr) -> ast.expr:
    """A value without what only prepares it for print: y.item(), round(y, 4), float(y), y.data."""
    while True:
        if isinstance(node, ast.Attribute) and node.attr == "data":
            node = node.value
        elif is_call_of(node, _ROUNDED) and isinstance(node.func, ast.Attribute) and not node.args:  # type: ignore[attr-defined]
            node = node.func.value  # type: ignore[attr-defined]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and (
            node.func.id in ("round", "float", "str", "repr", "format")
        ):  # fmt: skip
            node = node.args[0]
        else:
            return node


def _is_answer(reading: Assignments, node: ast.expr) -> bool:
    """tensor(4.) below the code that printed it."""
    leaf = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
    if leaf is None:
        return not any(isinstance(each, ast.Name) for each in nodes(node))
    return leaf in _ANSWERS - reading.names.own and not loaded(node) - _ANSWERS


def _record_of(statement: ast.AST) -> set[str]:
    """The name of a list or a sum that may be kept for a print or a drawing alone."""
    if grows(statement):
        return list_of(statement)
    if isinstance(statement, ast.Assign | ast.AugAssign):
        copies = any(is_call_of(each, COPIES) for each in nodes(statement.value))
        counts = isinstance(statement, ast.AugAssign) and isinstance(statement.value, ast.Constant)
        stored = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript)
        if stored and copies:
            return loaded(statement.targets[0].value)  # type: ignore[union-attr]
        if isinstance(statement, ast.AugAssign) and (copies or counts):
            return set(targets_of(statement))
    return set()


_RECORD = "a record that nothing uses"


class _Part(NamedTuple):
    """A statement that holds no others, or a part of one that does. record and named: what it makes, reads: of what."""

    node: ast.AST
    record: set[str]
    named: set[str]
    reads: set[str]


def _without_records(reading: Assignments, statements: list[ast.stmt]) -> list[ast.stmt]:
    """Without records that nothing uses, and derivatives written by hand that only updates use."""
    parts: list[_Part] = []
    for node in _parts(statements):
        record = _record_of(node)
        named = set(targets_of(node)) if isinstance(node, ast.Assign) else set()
        parts.append(_Part(node, record, named, loaded(node) - record))
    uses = Counter(name for part in parts for name in part.reads)
    makers: dict[str, list[_Part]] = {}
    for part in parts:
        for name in part.record | part.named:
            makers.setdefault(name, []).append(part)
    starts = (ast.Constant, ast.List, ast.Tuple, ast.Dict)
    records = {
        name for part in parts for name in part.record
        if all(isinstance(each.node.value, starts) for each in makers[name] if each.named)  # type: ignore[attr-defined]
    }  # fmt: skip
    left: dict[int, str] = {}
    unused = [name for name in records | reading.by_hand if not uses[name]]
    while unused:
        for part in makers.get(unused.pop(), ()):
            why = _why_left(part, records, reading, uses)
            if why and id(part.node) not in left:
                left[id(part.node)] = why
                uses.subtract(part.reads)
                reading.by_hand |= part.reads if why == BY_HAND else set()
                unused += [name for name in part.reads if not uses[name] and name in records | reading.by_hand]
    rest = [part.node for part in parts if id(part.node) not in left and isinstance(part.node, ast.stmt)]
    if not any(reading.names.values(node) for node in rest):
        left = {node: why for node, why in left.items() if why == _RECORD}
    return _pruned(reading, statements, left) if left else statements


def _find_by_hand(reading: Assignments) -> None:
    """Where a text has a dy_dx, all its dy and dx are derivatives written by hand."""
    own = reading.names.own
    if any(says_by_what(name, own) for name in own):
        reading.by_hand |= {name for name in own if looks_like_gradient(name, own)}


def _why_left(part: _Part, records: set[str], reading: Assignments, uses: Counter[str]) -> str | None:
    made = part.record | part.named
    if any(uses[name] for name in made):
        return None
    if part.record or (part.named <= records and isinstance(part.node.value, ast.List | ast.Tuple)):  # type: ignore[attr-defined]
        return _RECORD
    by_hand = all(name in reading.by_hand and looks_like_gradient(name, reading.names.own) for name in part.named)
    return BY_HAND if by_hand else None


def _parts(statements: Sequence[ast.stmt]) -> list[ast.AST]:
    """The statements that hold no others, and the heads of those that do."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(statements)
    while stack:
        node = stack.pop()
        if any(isinstance(each, ast.stmt) for each in ast.iter_child_nodes(node)):
            stack += ast.iter_child_nodes(node)
        else:
            found.append(node)
    return found


def _pruned(reading: Assignments, statements: Sequence[ast.stmt], left: dict[int, str]) -> list[ast.stmt]:
    """Without the statements that are left out, and without blocks of which nothing is left."""
    kept: list[ast.stmt] = []
    for statement in statements:
        if (why := left.get(id(statement))) is not None:
            reading.leave(statement, why)
            continue
        for field in ("body", "orelse"):
            inner = getattr(statement, field, None)
            if isinstance(inner, list):
                setattr(statement, field, _pruned(reading, inner, left))
        if getattr(statement, "body", True):
            kept.append(statement)
    return kept


def _with_values(reading: Assignments, statements: list[ast.stmt]) -> list[ast.stmt]:
    """v, g = value_and_grad(f)(x): where nothing else uses v, the output is the call itself."""
    used = {name for each in _parts(statements) if not isinstance(each, Output) for name in loaded(each)}
    kept: list[ast.stmt] = []
    for statement in statements:
        last = kept[-1] if kept else None
        if (
            isinstance(statement, Output) and isinstance(statement.value, ast.Name)
            and isinstance(last, ast.Assign) and getattr(last, "of_gradient", False)
            and statement.value.id not in used
        ):  # fmt: skip
            kept[-1] = placed(Output(last.value), place_of(statement))
        else:
            kept.append(statement)
    return kept


def _once(reading: Assignments, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Loops all of whose turns are alike are marked, the inner ones first."""
    kept = []
    for statement in statements:
        for field in ("body", "orelse"):
            inner = getattr(statement, field, None)
            if isinstance(inner, list):
                setattr(statement, field, _once(reading, inner))
        if isinstance(statement, ast.For | ast.While):
            body = without_breaks(statement.body)
            once = bool(body) and is_once(statement, body, getattr(statement, "left_out", False))
            placed(statement, place_of(statement), once=once)
            if once:
                statement.body = body
                message = "all turns are alike but for what is left out: one is read"
                reading.notes.append(Note(place_of(statement), "once", message))
        kept.append(statement)
    return kept
