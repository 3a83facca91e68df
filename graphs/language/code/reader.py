"""Python code → the statements of its program; nothing of it is ever run."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax, Place
from graphs.language.code.expressions import rewritten
from graphs.language.code.names import Names, loaded, targets_of
from graphs.language.code.pasted import pasted
from graphs.language.code.scanner import Scan
from graphs.language.code.source import Text, characters
from graphs.language.code.statements import Statements, reads
from graphs.language.code.syntax import Source
from graphs.language.sheet import Sheet
from graphs.language.tree import Output
from graphs.limits import Limits

_SIZES = frozenset("shape dtype size ndim device requires_grad is_leaf grad_fn".split())
_ROUNDED = frozenset("item tolist numpy detach cpu eval round format".split())
_ANSWERS = frozenset("tensor array Array Value Tensor DeviceArray".split())


def read_code(text: str, limits: Limits) -> Sheet:
    """The statements in order, with notes of what was left out.

    Every expression and statement carries its place in `text`. Raises BadSyntax, with its place and a fix where there
    is one, or TooLarge.
    """
    limits.check("characters", len(text), "characters are read")
    found = pasted(text)
    typed = Text(text)
    scan = Scan(typed, characters(text, found.stretches), limits)
    notes = [*found.notes, *scan.notes]
    tree = Source(typed, scan.lines, limits).tree()
    names = Names(tree)
    reading = Statements(typed, names, notes)
    statements = _settled(reading, reading.body(tree.body))
    if not any(not isinstance(each, ast.Pass) for each in statements):
        raise _empty(reading, text)
    notes.sort(key=lambda note: note.place)
    return Sheet("python", statements, notes)


def _empty(reading: Statements, text: str) -> Exception:
    if reading.problems:
        return next(iter(reading.problems.values()))
    reasons = list(dict.fromkeys(note.message.partition(":")[0] for note in reading.notes if note.kind == "left out"))
    place = reading.notes[0].place if reading.notes else Place(1, 1, len(text.split("\n")[0]))
    what = f" ({', '.join(reasons[:4])})" if reasons else ""
    return BadSyntax(f"there is nothing to compute: all of it is left out{what}", place,
                     "write a formula below it, such as y = x**2")  # fmt: skip


def _settled(reading: Statements, statements: list[ast.stmt]) -> list[ast.stmt]:
    """The output is the last line, or what is printed last; other results that nothing uses are left out."""
    last = _output(reading, statements)
    kept: list[ast.stmt] = []
    for statement in statements:
        if statement is last or not isinstance(statement, ast.Expr) or _grows(statement):
            kept.append(statement)
        elif not getattr(statement, "printed", False):
            reading.leave(statement, "nothing uses its result")
    if isinstance(last, ast.Expr):
        last.value = _bare(last.value)
        rewritten(last, reading.names, reading.engines)
    kept = _without_records(reading, kept)
    _raise_problems(reading, kept)
    return kept


def _output(reading: Statements, statements: list[ast.stmt]) -> ast.stmt | None:
    """The expression at the end that is the output, if one is."""
    asked = any(isinstance(each, Output) for statement in statements for each in ast.walk(statement))
    printed: ast.stmt | None = None
    for statement in reversed(statements):
        if not isinstance(statement, ast.Expr):
            break
        is_printed = getattr(statement, "printed", False)
        if is_printed and printed is None and not asked and _is_value(reading, statement.value):
            printed = statement
        elif not is_printed and not _grows(statement):
            if asked and (isinstance(_bare(statement.value), ast.Name) or not _calls_own(reading, statement.value)):
                return None
            if not _is_answer(reading, statement.value) or statement is statements[0]:
                return statement
    return printed


def _calls_own(reading: Statements, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in reading.names.own


def _is_value(reading: Statements, node: ast.expr) -> bool:
    """Whether what is printed is a value that the program computes."""
    if any(isinstance(each, ast.Attribute) and each.attr in _SIZES for each in ast.walk(node)):
        return False
    node = _bare(node)
    if isinstance(node, ast.Name):
        given = reading.bound.get(node.id)
        computed = isinstance(given, ast.Assign) and bool(loaded(given.value) & reading.names.own)
        return computed or isinstance(given, ast.AugAssign)
    return bool(loaded(node) & reading.names.own) or bool(
        loaded(node) - reading.names.imported - {"type", "len", "list"}
    )


def _bare(node: ast.expr) -> ast.expr:
    """A value without what only prepares it for print: y.item(), round(y, 4), float(y), y.data."""
    while True:
        if isinstance(node, ast.Attribute) and node.attr == "data":
            node = node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ROUNDED
            and (not node.args and not node.keywords)
        ):
            node = node.func.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.args
            and (node.func.id in ("round", "float", "str", "repr", "format"))
        ):
            node = node.args[0]
        else:
            return node


def _is_answer(reading: Statements, node: ast.expr) -> bool:
    """tensor(4.) below the code that printed it."""
    leaf = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
    if leaf is None:
        return not _names(node)
    return leaf in _ANSWERS - reading.names.own and not loaded(node) - _ANSWERS


def _names(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) for each in ast.walk(node))


def _grows(statement: ast.AST) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("append", "extend")
    )


def _without_records(reading: Statements, statements: list[ast.stmt]) -> list[ast.stmt]:
    """Without lists and sums that are only kept for a print or a drawing."""
    while True:
        grown = {name for each in _all(statements) if _grows(each) for name in _list_of(each)}
        used = set().union(
            *(loaded(each) - (_list_of(each) if _grows(each) else set()) for each in _simple(statements))
        )
        unused = grown - used
        if not unused:
            return statements
        statements = _pruned(reading, statements, unused)


def _list_of(statement: ast.AST) -> set[str]:
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert isinstance(statement.value.func, ast.Attribute)
    return loaded(statement.value.func.value)


def _all(statements: list[ast.stmt]) -> list[ast.stmt]:
    return [each for statement in statements for each in ast.walk(statement) if isinstance(each, ast.stmt)]


def _simple(statements: list[ast.stmt]) -> list[ast.AST]:
    """Statements and parts of them that hold no statement."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(statements)
    while stack:
        node = stack.pop()
        inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
        if isinstance(node, ast.stmt) and not inner:
            found.append(node)
        else:
            stack += ast.iter_child_nodes(node)
            if not isinstance(node, ast.stmt):
                found.append(node)
    return found


def _pruned(reading: Statements, statements: list[ast.stmt], unused: set[str]) -> list[ast.stmt]:
    kept: list[ast.stmt] = []
    for statement in statements:
        empties = (
            isinstance(statement, ast.Assign) and set(targets_of(statement)) <= unused and bool(targets_of(statement))
        )
        if empties or (_grows(statement) and _list_of(statement) <= unused):
            reading.leave(statement, "a record that nothing uses")
            continue
        for field in ("body", "orelse"):
            inner = getattr(statement, field, None)
            if isinstance(inner, list):
                setattr(statement, field, _pruned(reading, inner, unused))
        if not isinstance(statement, ast.For | ast.While | ast.If) or statement.body:
            kept.append(statement)
    return kept


def _raise_problems(reading: Statements, kept: list[ast.stmt]) -> None:
    used = reads(kept)
    for name, problem in reading.problems.items():
        if name in used or name not in reading.aside:
            raise problem
