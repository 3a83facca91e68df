"""Statements, one after another: lines are written, functions defined, loops and choices followed."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.reading.called.builtins import first_of_range
from graphs.language.reading.calling import Calls
from graphs.language.reading.draft import Draft, Literal
from graphs.language.reading.order import is_written_out
from graphs.language.reading.sums import lengths
from graphs.language.reading.values import (
    Class,
    Function,
    Keyed,
    Listed,
    Record,
    Scope,
    Term,
    Value,
    Written,
    in_group,
    leaf,
    leaf_of,
    line_of,
)
from graphs.language.tree import Output, place_of, placed, typed_of


class _Line(NamedTuple):
    """How a name's value is given: written out, with its gradient asked for.

    group: of the line, where it is one by itself.
    """

    is_written_out: bool = True
    is_trainable: bool = False
    group: int | None = None


class _Jump:
    """The end of a turn: break, or continue."""

    def __init__(self, ends_loop: bool):
        self.ends_loop = ends_loop


_BREAK, _CONTINUE = _Jump(True), _Jump(False)


class Statements:
    """The reading of one text; `top` are the names of its own lines."""

    def __init__(self, draft: Draft, form: str):
        self.draft, self.form = draft, form
        self.calls = Calls(draft, form, self.returned)
        self.expressions = self.calls.expressions
        self.top = Scope()
        self.asked: tuple[Value, Output] | None = None  # what a turn or a function asks the derivative of
        self.branches = 0  # in one another, that were followed
        self.only: Scope | None = None  # of the one turn of a loop that is read once
        self.literal_names: set[str] = set()  # those that a line of the text gives a number
        self.bound_again: set[str] = set()  # the names that a branch or a loop of the text binds

    def returned(self, statements: Sequence[ast.stmt], scope: Scope) -> Value | None:
        """What a function's statements give."""
        end = self.run(statements, scope)
        return None if isinstance(end, _Jump) else end

    def run(self, statements: Sequence[ast.stmt], scope: Scope) -> Value | _Jump | None:
        """The value of a return, the jump out of a turn, or None where all statements were gone through."""
        for statement in statements:
            end = self.execute(statement, scope)
            if end is not None:
                return end
        return None

    def execute(self, statement: ast.stmt, scope: Scope) -> Value | _Jump | None:
        self.draft.statement(place_of(statement))
        if self.form != "python":
            lengths(self.calls.expressions, statement, scope)
        if isinstance(statement, ast.Assign):
            if self._is_switch(statement, scope):
                return None
            inner = self._line_scope(statement.targets[0], scope)
            value = self.expressions.value(statement.value, inner)
            how = _Line(
                is_written_out(statement.value),
                getattr(statement, "trainable", False),
                inner.group,
            )
            for target in statement.targets:
                self.assign(target, value, scope, how)
        elif isinstance(statement, ast.AugAssign):
            self._augment(statement, scope)
        elif isinstance(statement, ast.FunctionDef):
            scope.names[statement.name] = self.function(statement, scope)
        elif isinstance(statement, ast.ClassDef):
            scope.names[statement.name] = self._class(statement, scope)
        elif isinstance(statement, ast.Return):
            return Written(None) if statement.value is None else self.expressions.value(statement.value, scope)
        elif isinstance(statement, ast.If):
            before = len(self.draft.followed)
            holds = self.expressions.holds(statement.test, scope, "if")
            is_followed = len(self.draft.followed) > before
            self.branches += is_followed
            end = self.run(statement.body if holds else statement.orelse, scope)
            self.branches -= is_followed
            return end
        elif isinstance(statement, ast.For):
            return self._loop(statement, scope)
        elif isinstance(statement, ast.While):
            return self._while(statement, scope)
        elif isinstance(statement, Output):
            self.asked = (self.expressions.value(statement.value, scope), statement)
        elif isinstance(statement, ast.Expr):
            self._appended(statement.value, scope)
        elif isinstance(statement, ast.Break | ast.Continue):
            return _BREAK if isinstance(statement, ast.Break) else _CONTINUE
        elif not isinstance(statement, ast.Pass):
            raise BadSyntax("this statement is not part of the language", place_of(statement))
        return None

    def _class(self, tree: ast.ClassDef, scope: Scope) -> Class:
        methods = {each.name: (getattr(each, "owner", ""), self.function(each, scope))
                   for each in tree.body if isinstance(each, ast.FunctionDef)}  # fmt: skip
        given = getattr(tree, "fields", None)
        head = placed(ast.FunctionDef(tree.name, given, [], []), place_of(tree)) if given is not None else None
        return Class(tree.name, methods, None if head is None else self.function(head, scope))

    def _is_switch(self, statement: ast.Assign, scope: Scope) -> bool:
        """flag = True only chooses what is computed: it writes no line, and is no input."""
        tree, targets = statement.value, statement.targets
        if not isinstance(tree, ast.Constant) or not isinstance(tree.value, bool) or self.form != "python":
            return False
        names = [each.id for each in targets if isinstance(each, ast.Name)]
        scope.names.update(dict.fromkeys(names, leaf(float(tree.value), place_of(tree))))
        return len(names) == len(targets)

    def function(self, tree: ast.FunctionDef, scope: Scope) -> Function:
        parameters = tuple(each.arg for each in (*tree.args.args, *tree.args.kwonlyargs))
        given = [each for each in (*tree.args.defaults, *tree.args.kw_defaults) if each is not None]
        defaults = {
            name: self.expressions.value(each, scope)
            for name, each in zip(parameters[len(parameters) - len(given) :], given, strict=True)
        }
        is_header = getattr(tree, "header", False)
        rest = "" if tree.args.vararg is None else tree.args.vararg.arg
        in_order = getattr(tree.args, "in_order", len(tree.args.args)) if rest else None
        return Function(tree.name, parameters, defaults, tree.body, scope, place_of(tree), is_header, rest, in_order)

    # Names.

    def _line_scope(self, target: ast.expr, scope: Scope) -> Scope:
        """The names of a scope, where what a line with a name computes is a group."""
        if not isinstance(target, ast.Name):
            return scope
        group = self.draft.group(typed_of(target), "line", scope.group, place_of(target))
        return Scope(scope.outer, group, scope.names, scope.indices)

    def assign(self, target: ast.expr, value: Value, scope: Scope, how: _Line | None = None) -> None:
        """Bind what stands on a left side: a name writes a line."""
        if isinstance(target, ast.Name):
            scope.names[target.id] = self._bound(target, value, scope, how or _Line())
        elif isinstance(target, ast.Tuple | ast.List):
            entries = self.expressions.iterated(value, place_of(target))
            if len(entries) != len(target.elts):
                raise BadSyntax(f"{len(target.elts)} names for {len(entries)} values", place_of(target))
            for each, entry in zip(target.elts, entries, strict=True):
                self.assign(each, entry, scope, how)
        elif isinstance(target, ast.Attribute):
            self._set_member(target, value, scope, how or _Line())
        elif isinstance(target, ast.Subscript):
            self._set_entry(target, value, scope, how or _Line())
        else:
            raise BadSyntax("a name stands on the left of =", place_of(target))

    def _bound(self, target: ast.Name, value: Value, scope: Scope, how: _Line) -> Value:
        """What a name stands for once its line is written."""
        if isinstance(value, Listed) and (self.form != "python" or self._is_array(value)):
            value = self.expressions.as_term(value, target)
        if isinstance(value, Function) and value.name == "lambda":
            return replace(value, name=target.id)
        if isinstance(value, Keyed):
            return self._keyed(target, value, scope, how)
        if isinstance(value, Record) and value.of.fields is not None:
            named = {key: self._of_key(target, key, each, scope, how) for key, each in value.entries.items()}
            return value._replace(entries=named)
        if isinstance(value, Listed) and value.entries and all(isinstance(each, Keyed) for each in value.entries):
            counted = [placed(ast.Name(f"{target.id}{k}"), place_of(target)) for k in range(len(value.entries))]
            entries = [self._bound(*pair, scope, how) for pair in zip(counted, value.entries, strict=True)]
            return Listed(entries, value.place)
        if not isinstance(value, Term):
            return in_group(value, scope.group)
        place, name = place_of(target), target.id
        is_own = scope in (self.top, self.only) and (not self.branches or how.is_trainable)
        is_literal = is_own and how.is_written_out and self.draft.is_constant(value)
        if is_literal and name in self.draft.given and (self.draft.wanted is None or name in self.draft.wanted):
            self.draft.from_outside(name, how.is_trainable)
            self.draft.sets(name, place, value)
            return leaf(name, place)
        if is_literal and name in self.draft.outside:
            self.draft.sets(name, place, value)
            return scope.names[name]
        bound = self.draft.bind(name, value, place, scope.group if how.group is None else how.group)
        if is_literal:
            line = len(self.draft.lines) - 1
            starts = name in self.bound_again
            self.draft.literals[line] = Literal(name, line, how.is_trainable, starts=starts)
            self.draft.sets(name, place, value, line)
        return bound

    def _keyed(self, target: ast.Name, keyed: Keyed, scope: Scope, how: _Line) -> Keyed:
        """params = {'w': 2.0}: each value has a line, named w, or params_w where w is another's name."""
        entries = {
            key: self._of_key(target, key, each, scope, how._replace(is_trainable=False) if key in keyed.data else how)
            for key, each in keyed.entries.items()
        }
        keyed.entries.update(entries)  # another name of the same dictionary sees what is set in it
        return keyed

    def _of_key(self, of: ast.Name | None, key: str, value: Value, scope: Scope, how: _Line,
                at: ast.expr | None = None) -> Value:  # fmt: skip
        """What a value of a dictionary or an object stands for: a line of its name, if that is free, else w2 or p_w.

        of: the name of the dictionary. at: where it stands.
        """
        if line_of(value) is not None:
            return value
        names = (key, *([f"{of.id}_{key}"] if of is not None else []), *(f"{key}{k}" for k in range(2, 1000)))
        name = next((each for each in names if each.isidentifier() and self.is_free(each)), key)
        target = at if of is None else of
        assert target is not None
        return self._bound(placed(ast.Name(name), place_of(target), typed=name), value, scope, how)

    def is_free(self, name: str) -> bool:
        """Whether no line has a name, and no line of the text gives it a number."""
        return self.top.find(name) is None and name not in self.draft.line_names | self.literal_names

    def _is_array(self, listed: Listed) -> bool:
        """Whether a list of code is one of numbers, or of rows of numbers of one length."""
        rows = [each for each in listed.entries if isinstance(each, Listed)]
        if rows:
            same = len(rows) == len(listed.entries) and len({len(row.entries) for row in rows}) == 1
            return same and all(map(self._is_array, rows))
        return bool(listed.entries) and all(
            isinstance(each, Term) and self.draft.is_constant(each) for each in listed.entries
        )

    def _augment(self, statement: ast.AugAssign, scope: Scope) -> None:
        """y += x is y = y + x, with the old y on the right."""
        target = statement.target
        if not isinstance(target, ast.Name):
            raise BadSyntax("a name stands on the left of an operator with =", place_of(target))
        together: ast.expr = ast.BinOp(target, statement.op, statement.value)
        placed(together, place_of(statement), sign=getattr(statement, "sign", place_of(statement)),
               sign_typed=getattr(statement, "sign_typed", ""))  # fmt: skip
        inner = self._line_scope(target, scope)
        self.assign(target, self.expressions.value(together, inner), scope, _Line(False, group=inner.group))

    def _set_member(self, target: ast.Attribute, value: Value, scope: Scope, how: _Line) -> None:
        """self.w = 2.0: a line w, an input as it would be where the object is made."""
        record = self.expressions.value(target.value, scope)
        if not isinstance(record, Record) or not isinstance(target.value, ast.Name):
            raise BadSyntax("a value is given to a name, not to a part of an object", place_of(target))
        group = None if scope.group is None else self.draft.groups[scope.group]
        at_top = group is None or (group.kind == "line" and group.parent is None)
        at_top = at_top and all(each.name == "init" for each in self.draft.executed)
        inner = self.top if at_top else scope
        record.entries[target.attr] = self._of_key(None, target.attr, value, inner, how, target)

    def _set_entry(self, target: ast.Subscript, value: Value, scope: Scope, how: _Line) -> None:
        listed = self.expressions.value(target.value, scope)
        if isinstance(listed, Keyed):
            key = self.expressions.value(target.slice, scope)
            if not isinstance(key, Written) or not isinstance(key.value, str) or not isinstance(target.value, ast.Name):
                raise BadSyntax("an entry of a dictionary is set by its name", place_of(target.slice), "p['w'] = …")
            listed.entries[key.value] = self._of_key(target.value, key.value, value, scope, how)
            return
        if not isinstance(listed, Listed):
            raise BadSyntax(
                "an entry of an array is not set: write the array with all of its entries", place_of(target)
            )
        at = self.draft.counting(self.expressions.term(target.slice, scope), place_of(target.slice), "an index")
        if not -len(listed.entries) <= at < len(listed.entries):
            raise BadSyntax(f"the list has {len(listed.entries)} entries", place_of(target.slice))
        listed.entries[at] = in_group(value, scope.group)
        self.draft.check(listed, place_of(target))

    def _appended(self, tree: ast.expr, scope: Scope) -> None:
        """ys.append(y); the value of any other call that stands alone is left out."""
        func = tree.func if isinstance(tree, ast.Call) else None
        if not (isinstance(tree, ast.Call) and isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name)):
            return
        if func.attr not in ("append", "extend") or len(tree.args) != 1:
            return
        listed = self.expressions.value(func.value, scope)
        value = in_group(self.expressions.value(tree.args[0], scope), scope.group)
        if isinstance(listed, Term):  # a list of numbers, which was taken for an array
            listed = Listed(self.expressions.iterated(listed, place_of(tree)), place_of(tree))
        if not isinstance(listed, Listed):
            raise BadSyntax(f"{typed_of(func.value)} is no list", place_of(func.value))
        more = [value] if func.attr == "append" else self.expressions.iterated(value, place_of(tree))
        longer = Listed([*listed.entries, *more], listed.place)
        self.draft.check(longer, place_of(tree))
        scope.names[func.value.id] = longer

    # Turns.

    def _loop(self, loop: ast.For, scope: Scope) -> Value | None:
        once = getattr(loop, "once", False)
        entries = first_of_range(self.expressions, loop.iter, scope) if once else None
        if entries is None:
            entries = self.expressions.turned(loop.iter, scope)
        for turn, entry in enumerate(entries[:1] if once else entries, 1):
            title = self._title(loop.target, entry, turn)
            end = self._turn(loop.body, title, place_of(loop), scope, (loop.target, entry), once)
            if isinstance(end, _Jump) and end.ends_loop:
                break
            if end is not None and not isinstance(end, _Jump):
                return end
        return None

    def _while(self, loop: ast.While, scope: Scope) -> Value | None:
        turn = 0
        while self.expressions.holds(loop.test, scope, "while"):
            turn += 1
            self.draft.turns(1, place_of(loop))
            once = getattr(loop, "once", False)
            end = self._turn(loop.body, f"turn {turn}", place_of(loop), scope, once=once)
            if end is not None and not isinstance(end, _Jump):
                return end
            if once or (isinstance(end, _Jump) and end.ends_loop):
                break
        return None

    def _turn(self, body: Sequence[ast.stmt], title: str, place: Place, scope: Scope,
              bound: tuple[ast.expr, Value] | None = None, once: bool = False) -> Value | _Jump | None:  # fmt: skip
        """One turn: a group of its own, with the names of the scope around."""
        group = self.draft.group(title, "turn", scope.group, place)
        inner = Scope(scope.outer, group, scope.names, scope.indices)
        if bound is not None:
            self.expressions.unpack(*bound, inner)
            names = [each.id for each in ast.walk(bound[0]) if isinstance(each, ast.Name)]
            self.draft.binding(group, ((name, inner.names[name]) for name in names))
        before, is_own = self.only, once and scope in (self.top, self.only)
        self.only = inner if is_own else before
        end = self.run(body, inner)
        self.only = before
        return end if end is None or isinstance(end, _Jump) else in_group(end, group)

    @staticmethod
    def _title(target: ast.expr, entry: Value, turn: int) -> str:
        """i = 2, where the loop counts."""
        count = leaf_of(entry)
        if isinstance(target, ast.Name) and isinstance(count, float):
            return f"{typed_of(target)} = {count:g}"
        return f"turn {turn}"
