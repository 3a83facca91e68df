"""Expressions → values. Operators are walked with a stack of their own: a sum of 1,000 terms is 1,000 deep."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.calls.libraries import INNER, ROOTS
from graphs.language.calls.meanings import is_known
from graphs.language.names import NAMED_CONSTANTS
from graphs.language.reading import operators
from graphs.language.reading.draft import Asked, Draft
from graphs.language.reading.entries import Entries, entry_at
from graphs.language.reading.operands import OPERATORS, Operands, operands_of
from graphs.language.reading.values import (
    Function,
    Keyed,
    Listed,
    Ours,
    Record,
    Scope,
    Term,
    Value,
    Written,
    leaf,
    leaf_of,
)
from graphs.language.tree import dotted, end_of, place_of, placed, typed_of
from graphs.operations.row import Operation

_NO_NUMBERS = frozenset("inf Inf infty infinity nan NaN NAN".split())


class _Step(NamedTuple):
    """An operator whose operands are the last `count` values."""

    tree: ast.expr
    operands: int


class _Choice(NamedTuple):
    """A conditional expression whose condition is the last value."""

    tree: ast.IfExp


@dataclass
class Chosen:
    """One of several arrays that a call may give, by its name or its number. is_found: the call gives several."""

    name: str
    index: int | None
    place: Place
    is_found: bool = False


class Pending(NamedTuple):
    """A call of the language's functions, whose arguments are to be computed: what they then give."""

    arguments: Sequence[ast.expr]
    finish: Callable[[Sequence[Value]], Value]
    place: Place


class _Begun(NamedTuple):
    """An expression of which something follows: a call of several arrays gives the chosen one."""

    tree: ast.expr
    chosen: Chosen | None


class _Follows(NamedTuple):
    """An index or an attribute, whose operand is the last value."""

    tree: ast.Subscript | ast.Attribute
    chosen: Chosen | None


Call = Callable[[ast.Call, Scope, Chosen | None], Value | Pending]


class Expressions:
    """call: the value of a call, or what it waits for. form: of the text, for code reads lists in its own way."""

    def __init__(self, draft: Draft, form: str, call: Call):
        self.draft, self.form, self.call = draft, form, call
        self.operands = Operands(draft, form)
        self.entries = Entries(draft, self.operands, self.value)

    def term(self, tree: ast.expr, scope: Scope) -> Term:
        """The value of an expression as a number or an array. Raises BadSyntax where it is neither."""
        return self.as_term(self.value(tree, scope), tree)

    def value(self, tree: ast.expr, scope: Scope) -> Value:
        todo: list[Any] = [tree]
        done: list[Value] = []
        while todo:
            this = todo.pop()
            if isinstance(this, _Step):
                operands = done[len(done) - this.operands :]
                del done[len(done) - this.operands :]
                value = self.operands.computed(this.tree, operands)
                self.draft.check(value, place_of(this.tree))
                done.append(value)
            elif isinstance(this, _Choice):
                test, place = self.as_term(done.pop(), this.tree.test), place_of(this.tree.test)
                if self.draft.is_constant(test):
                    holds = self.draft.holds(test, place, Asked(place, "if"))
                    todo.append(this.tree.body if holds else this.tree.orelse)
                else:
                    done.append(test)
                    todo += [_Step(this.tree, 3), this.tree.orelse, this.tree.body]
            elif isinstance(this, Pending):
                values = done[len(done) - len(this.arguments) :]
                del done[len(done) - len(this.arguments) :]
                value = this.finish(values)
                self.draft.check(value, this.place)
                done.append(value)
            elif isinstance(this, _Follows):
                done.append(self._followed(this, done.pop(), scope))
            elif isinstance(this, ast.Call | _Begun):
                chosen, call = (this.chosen, this.tree) if isinstance(this, _Begun) else (None, this)
                begun = self.call(call, scope, chosen) if isinstance(call, ast.Call) else call
                if isinstance(begun, Pending):
                    todo += [begun, *reversed(begun.arguments)]
                elif isinstance(begun, ast.AST):
                    todo.append(begun)
                else:
                    done.append(begun)
            elif isinstance(this, ast.Subscript):
                row = getattr(this, "applied", None)
                chosen = Chosen(row.part, _number_of(row.row), row.place) if row is not None else _chosen(this.slice)
                todo += [_Follows(this, chosen), _Begun(this.value, chosen)]
            elif isinstance(this, ast.Attribute) and not self.is_library(this.value, scope):
                chosen = Chosen(this.attr, None, place_of(this))
                todo += [_Follows(this, chosen), _Begun(this.value, chosen)]
            elif isinstance(this, OPERATORS):
                if isinstance(this, ast.Compare):
                    operators.check_comparison(this)
                operand_trees = operands_of(this)
                todo += [_Step(this, len(operand_trees)), *reversed(operand_trees)]
            elif isinstance(this, ast.IfExp):
                if self.enters_again((this.body, this.orelse), scope):
                    todo.append(this.body if self.holds(this.test, scope, "if") else this.orelse)
                else:
                    todo += [_Choice(this), this.test]
            else:
                done.append(self._operand(this, scope))
        return done[0]

    def holds(self, tree: ast.expr, scope: Scope, kind: str) -> bool:
        """Whether a condition holds at the point; and, or and not ask no further than they must."""
        asked = Asked(place_of(tree), kind)
        asked.holds = self._holds(tree, scope, asked)
        return asked.holds

    def _holds(self, tree: ast.expr, scope: Scope, asked: Asked) -> bool:
        if isinstance(tree, ast.BoolOp):
            operators.check_conditions(tree.values, tree)
            ends_with = isinstance(tree.op, ast.Or)
            parts = (self._holds(each, scope, asked) for each in tree.values)
            return ends_with if any(part == ends_with for part in parts) else not ends_with
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            operators.check_conditions([tree.operand], tree)
            return not self._holds(tree.operand, scope, asked)
        value = self.value(tree, scope)
        if isinstance(value, Written) and value.value != "inf":
            return bool(value.value)
        if isinstance(value, Listed) and self.form == "python":
            return bool(value.entries)
        return self.draft.holds(self.as_term(value, tree), place_of(tree), asked)

    def enters_again(self, trees: Iterable[ast.AST], scope: Scope) -> bool:
        """Whether an expression calls a function of the text that is being executed: both branches would never end."""
        waiting, seen = [(tree, scope) for tree in trees if self.draft.executed], set[Function]()
        while waiting:
            tree, names = waiting.pop()
            for each in ast.walk(tree):
                function = names.find(each.id) if isinstance(each, ast.Name) else None
                if not isinstance(function, Function) or function in seen:
                    continue
                if function in self.draft.executed:
                    return True
                seen.add(function)
                waiting += [(statement, function.scope) for statement in function.body]
        return False

    def as_term(self, value: Value, tree: ast.expr) -> Term:
        """A value as an operand. Raises BadSyntax for what is none."""
        return self.operands.as_term(value, tree)

    def _operand(self, tree: ast.expr, scope: Scope) -> Value:
        if isinstance(tree, ast.Constant):
            return self._constant(tree)
        if isinstance(tree, ast.Name):
            return self.name(tree, scope)
        if isinstance(tree, ast.List | ast.Tuple):
            listed = Listed(self._entries(tree.elts, scope), place_of(tree), getattr(tree, "sign", None))
            self.draft.check(listed, place_of(tree))
            return listed
        if isinstance(tree, ast.Dict):
            return self.entries.dictionary(tree, scope)
        if isinstance(tree, ast.Attribute):
            return self._of_library(tree, scope)
        if isinstance(tree, ast.ListComp | ast.GeneratorExp):
            return Listed(list(self._turns(tree.elt, tree.generators, scope)), place_of(tree))
        if isinstance(tree, ast.Lambda):
            return self.function(tree, scope)
        raise BadSyntax("this is not part of the language", place_of(tree))

    @staticmethod
    def function(tree: ast.Lambda, scope: Scope) -> Function:
        body = ast.Return(tree.body)
        body.place = place_of(tree.body)  # type: ignore[attr-defined]
        parameters = tuple(each.arg for each in tree.args.args)
        return Function("lambda", parameters, {}, [body], scope, place_of(tree))

    def _constant(self, tree: ast.Constant) -> Value:
        if isinstance(tree.value, float) and not isfinite(tree.value):
            raise BadSyntax("numbers are finite here", place_of(tree))
        if isinstance(tree.value, bool | int | float):
            return leaf(float(tree.value), place_of(tree))
        if tree.value is None or isinstance(tree.value, str):
            return Written(tree.value)
        raise BadSyntax("this is not a number of the language", place_of(tree))

    def _entries(self, trees: Iterable[ast.expr], scope: Scope) -> list[Value]:
        entries: list[Value] = []
        for tree in trees:
            if isinstance(tree, ast.Starred):
                entries += self.iterated(self.value(tree.value, scope), place_of(tree))
            else:
                entries.append(self.value(tree, scope))
        return entries

    def name(self, tree: ast.Name, scope: Scope) -> Value:
        """What a name stands for; one that nothing binds is an input."""
        value = scope.find(tree.id)
        if value is None and (key := self._indices(tree, scope)):
            base = placed(ast.Name(tree.id.rpartition("_")[0]), place_of(tree), typed=typed_of(tree))
            func = placed(ast.Name("entry"), place_of(tree), typed="entry")
            return self.value(placed(ast.Call(func, [base, *key], []), place_of(tree)), scope)
        if value is None:
            if tree.id in _NO_NUMBERS and tree.id not in self.draft.given:
                raise BadSyntax(
                    f"{typed_of(tree)} is not a number of the language: numbers are finite here",
                    place_of(tree),
                    f"give {tree.id} a value in the point, and it is an input",
                )
            return leaf(tree.id, place_of(tree))
        if (known := leaf_of(value)) is not None:
            return leaf(known, place_of(tree))
        return value

    def _indices(self, tree: ast.Name, scope: Scope) -> list[ast.expr]:
        """The indices of x_i and W_ij under a sum, and of x_1 where LaTeX has a vector x; none of other names."""
        base, _, below = tree.id.rpartition("_")
        if not base or tree.id in self.draft.given:
            return []
        if scope.counts(below) or (below.isalpha() and all(map(scope.counts, below))):
            names = [below] if scope.counts(below) else [*below]
            return [placed(ast.Name(each), place_of(tree), typed=each) for each in names]
        if self.form == "latex" and below.isdigit() and (scope.find(base) is not None or base in self.draft.given):
            vector = scope.find(base) or leaf(base, place_of(tree))
            if isinstance(vector, Term) and self.draft.shape(vector):
                return [placed(ast.Constant(int(below)), place_of(tree), typed=below)]
        return []

    def _of_library(self, tree: ast.Attribute, scope: Scope) -> Value:
        """np.pi, np.tanh."""
        place = end_of(tree)
        if tree.attr in NAMED_CONSTANTS:
            is_bound = scope.find(tree.attr) is not None or tree.attr in self.draft.given
            return leaf(NAMED_CONSTANTS[tree.attr] if is_bound else tree.attr, place)
        if tree.attr in _NO_NUMBERS:
            raise BadSyntax("numbers are finite here", place)
        if not is_known(tree.attr, dotted(tree.value)):
            raise BadSyntax(f"{tree.attr} is not a function or constant of the language", place)
        return Ours(tree.attr, dotted(tree.value))

    def _followed(self, this: _Follows, value: Value, scope: Scope) -> Value:
        """What stands behind an operand: x[0], A.T."""
        tree, chosen = this
        if chosen is not None and chosen.is_found:
            return value
        if isinstance(tree, ast.Subscript):
            return self.entries.of(tree, value, scope)
        return self.operands.attribute(tree, value)

    def is_library(self, tree: ast.expr, scope: Scope) -> bool:
        """Whether a tree is the prefix of a library's names: np, torch.nn.functional."""
        while isinstance(tree, ast.Attribute) and tree.attr in INNER:
            tree = tree.value
        return (
            isinstance(tree, ast.Name)
            and tree.id in ROOTS
            and scope.find(tree.id) is None
            and tree.id not in self.draft.given
        )

    # Turns.

    def iterated(self, value: Value, place: Place) -> list[Value]:
        """What a loop over a value goes through: a list's entries, an array's along its first axis."""
        if isinstance(value, Listed):
            return [*value.entries]
        if isinstance(value, Record) and value.of.fields is not None:
            return [*value.entries.values()]
        if isinstance(value, Keyed):
            return [Written(key) for key in value.entries]
        if not isinstance(value, Term):
            raise BadSyntax("a loop goes through a list, an array or a range", place)
        shape = self.draft.shape(value)
        if not shape:
            raise BadSyntax("a loop goes through a list, an array or a range; this is a number", place)
        self.draft.limits.check("literal", shape[0], "entries may stand in one list", place)
        return [entry_at(value, (k,), place) for k in range(shape[0])]

    def turned(self, tree: ast.expr, scope: Scope) -> list[Value]:
        """What a loop goes through, each entry a turn."""
        entries = self.iterated(self.value(tree, scope), place_of(tree))
        self.draft.turns(len(entries), place_of(tree))
        return entries

    def _turns(self, tree: ast.expr, generators: Sequence[ast.comprehension], scope: Scope) -> Iterable[Value]:
        first, *rest = generators
        for entry in self.turned(first.iter, scope):
            inner = Scope(scope, scope.group)
            self.unpack(first.target, entry, inner)
            if all(self.holds(test, inner, "entries") for test in first.ifs):
                if rest:
                    yield from self._turns(tree, rest, inner)
                else:
                    yield self.value(tree, inner)

    def unpack(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Bind the names of a target to what stands for them; no line is written. Raises BadSyntax."""
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
            return
        if not isinstance(target, ast.Tuple | ast.List):
            raise BadSyntax("a name is expected", place_of(target))
        entries = self.iterated(value, place_of(target))
        if len(entries) != len(target.elts):
            raise BadSyntax(f"{len(target.elts)} names for {len(entries)} values", place_of(target))
        for each, entry in zip(target.elts, entries, strict=True):
            self.unpack(each, entry, scope)


def _number_of(row: Operation) -> int | None:
    """The number that stands alone in an index."""
    key = dict(row.chosen).get("key", ())
    return key[0] if len(key) == 1 and isinstance(key[0], int) else None


def _chosen(tree: ast.expr) -> Chosen | None:
    """An index of code that is a whole number, which may choose one of several arrays."""
    sign = -1 if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub) else 1
    number = tree.operand if isinstance(tree, ast.UnaryOp) else tree
    if isinstance(number, ast.Constant) and isinstance(number.value, int):
        return Chosen("", sign * number.value, place_of(tree))
    return None
