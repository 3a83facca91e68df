"""Calls: of the language's functions, of the text's own, and of those that code has for lists and loops."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from graphs.errors import BadSyntax, Place, TwoReadings, UnknownFunction, WrongArguments, shown
from graphs.language.calls.calls import Called, Named, Reading, called, check_option, ignores, parts_of, row_of
from graphs.language.calls.libraries import CASTS, KEPT, is_function, is_method
from graphs.language.calls.meanings import Part, is_known, spoken_by
from graphs.language.messages.neighbours import Neighbours
from graphs.language.messages.unknown import repeat_method, spread_method, unknown_function, unknown_method
from graphs.language.program import Word
from graphs.language.reading.called import arguments, mapped
from graphs.language.reading.called.builtins import BUILTINS, of_dictionary
from graphs.language.reading.draft import Draft
from graphs.language.reading.expressions import Chosen, Expressions, Pending
from graphs.language.reading.sums import SPECIAL
from graphs.language.reading.values import (
    Class,
    Function,
    Keyed,
    Listed,
    Mapped,
    Ours,
    Record,
    Scope,
    Term,
    Value,
    Written,
    in_group,
    leaf,
    leaf_of,
)
from graphs.language.tokens import Token, token
from graphs.language.tree import NOT_WRITTEN, Argument, dotted, end_of, place_of, placed, typed_of

# What small libraries of automatic differentiation keep a number in.
_BOXES = frozenset("Value Var Variable Parameter Tensor Node Scalar".split())
# Choices and loops that JAX and TensorFlow write as calls.
_CONTROL = {
    **dict.fromkeys(("cond", "switch", "select", "case"), "write if and else, or jnp.where(x > 0, …, …)"),
    **dict.fromkeys(("scan", "fori_loop", "while_loop", "associative_scan"), "write the loop: for k in range(3): …"),
}
_TYPES = frozenset("float int bool double float32 float64 int32 int64 long".split())
# Which operand of a row tells classes by their numbers.
_CLASSES = {"cross_entropy": 1, "nll_loss": 1, "one_hot": 0}
_ASKED = {"std": spread_method, "var": spread_method, "repeat": repeat_method}


class Calls:
    """run: what the statements of a function give in a scope; None where they end without a return."""

    def __init__(self, draft: Draft, form: str, run: Callable[[Sequence[ast.stmt], Scope], Value | None]):
        self.draft, self.form, self.run = draft, form, run
        self.expressions = Expressions(draft, form, self.call)
        self.neighbours = Neighbours(draft.text)

    def call(self, tree: ast.Call, scope: Scope, chosen: Chosen | None = None) -> Value | Pending:
        """The value of a call; of one that gives several arrays the chosen one, which is marked as found.

        Calls of the language's functions wait for their arguments, so that a hundred of them may stand in one another.
        """
        function = self.function(tree, scope)
        if isinstance(function, Function):
            return self.of_text(tree, function, scope)
        if isinstance(function, Called):
            return self.of_ours(tree, function, scope, chosen)
        return function(self.expressions, tree, scope)

    def function(
        self, tree: ast.Call, scope: Scope
    ) -> Function | Called | Callable[[Expressions, ast.Call, Scope], Value]:
        """What is called. Raises UnknownFunction, or BadSyntax where it is no function."""
        own: Called | None = getattr(tree, "function", None)  # of plain text
        func = tree.func
        if own is not None and (own.library or own.method):
            return own
        if isinstance(func, ast.Name):
            return self._named(func, own, tree, scope)
        if isinstance(func, ast.Attribute):
            return self._dotted(func, tree, scope)
        value = self.expressions.value(func, scope)
        if (own_function := self._own(value)) is not None:
            return own_function
        if not isinstance(value, Function):
            raise BadSyntax("this is called, and is no function", place_of(func))
        return value

    def _named(
        self, func: ast.Name, own: Called | None, tree: ast.Call, scope: Scope
    ) -> Function | Called | Callable[[Expressions, ast.Call, Scope], Value]:
        value = scope.find(func.id)
        if (own_function := self._own(value)) is not None:
            return own_function
        if isinstance(value, Ours):
            return self._called(value.name, func, value.library)
        if value is not None and own is None:
            raise BadSyntax(f"{typed_of(func)} is called, and is no function", place_of(func),
                            f"{typed_of(func)}*(…) is a product")  # fmt: skip
        if func.id in SPECIAL:
            return SPECIAL[func.id]
        if own is None and self.form == "python" and func.id in BUILTINS:
            return BUILTINS[func.id]
        if own is None and self.form == "python" and func.id == "vmap":
            return mapped.of_function
        if own is not None and is_function(own):
            return own
        if self.form == "python" and func.id in _BOXES:
            return self._called("array", func, "")
        if func.id not in CASTS and not is_function(func.id):
            raise self._unknown(func, func.id, scope, "")
        return self._called(func.id, func, "")

    def _dotted(
        self, func: ast.Attribute, tree: ast.Call, scope: Scope
    ) -> Function | Called | Callable[[Expressions, ast.Call, Scope], Value]:
        place = end_of(func)
        name = token(func.attr, "name", place, func.attr)
        if self.expressions.is_library(func.value, scope):
            library = dotted(func.value)
            if func.attr == "vmap":
                return mapped.of_function
            if func.attr not in CASTS and not is_known(func.attr, library):
                raise self._unknown(func, func.attr, scope, library)
            return called(func.attr, name, library=library)
        if (record := self._record(func.value, scope)) is not None:
            member = record.method(func.attr) or self._own(record.entries.get(func.attr))
            if isinstance(ours := record.entries.get(func.attr), Ours):
                return called(ours.name, name, library=ours.library)
            if member is None:
                raise BadSyntax(f"{record.of.name} has no function {func.attr}", place)
            return member
        spoken = getattr(func, "library", "") or spoken_by(str(each.arg) for each in tree.keywords)
        if func.attr in _ASKED and not spoken:
            raise self.neighbours.problem(place, _ASKED[func.attr]) or UnknownFunction(
                f".{func.attr}() means two things", place
            )
        if func.attr in ("values", "keys", "items") and self.form == "python" and not tree.args:
            return of_dictionary
        if func.attr not in KEPT and not is_method(func.attr):
            raise self.neighbours.problem(place, unknown_method) or UnknownFunction(
                f"there is no method {shown(func.attr)}", place
            )
        return called(func.attr, name, method=True, library=spoken)

    def _called(self, function: str, name: ast.Name, library: str) -> Called:
        return called(function, token(name.id, "name", place_of(name), typed_of(name)), library=library)

    def _record(self, tree: ast.expr, scope: Scope) -> Record | None:
        """The object that a method is called of: net, self.layer."""
        if isinstance(tree, ast.Attribute):
            around = self._record(tree.value, scope)
            value = around and around.entries.get(tree.attr)
        else:
            value = scope.find(tree.id) if isinstance(tree, ast.Name) else None
        return value if isinstance(value, Record) else None

    def _own(self, value: Value | None) -> Function | Callable[[Expressions, ast.Call, Scope], Value] | None:
        """How a value of the text is called; None where it is no function, class or object."""
        if isinstance(value, Mapped):
            return partial(self._mapped, value)
        if isinstance(value, Class):
            return partial(self._made, value)
        return value.called if isinstance(value, Record) else value if isinstance(value, Function) else None

    def _made(self, value: Class, expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
        return arguments.made(expressions, self.entered, value, tree, scope)

    def _mapped(self, value: Mapped, expressions: Expressions, tree: ast.Call, scope: Scope) -> Value:
        return mapped.called(expressions, self.entered, value, tree, scope)

    def _unknown(self, func: ast.expr, name: str, scope: Scope, library: str) -> Exception:
        place = end_of(func) if isinstance(func, ast.Attribute) else place_of(func)
        told = self.neighbours.problem(place, lambda raw, at: unknown_function(raw, at, set(), library))
        return told or UnknownFunction(f"there is no function {shown(name)}", place)

    # The language's functions.

    def of_ours(self, tree: ast.Call, function: Called, scope: Scope, chosen: Chosen | None = None) -> Value | Pending:
        if function in CASTS and not function.method:
            return self._cast(tree, function, scope)
        operands = [tree.func.value] if isinstance(tree.func, ast.Attribute) and function.method else []
        if operands and function in KEPT and not tree.args:
            return Pending(operands, lambda values: _copied(values[0]), function.place)
        given = [*operands, *tree.args]
        options = self._by_name(tree, function, scope)
        waiting = [each for each in (*given, *(each.value for each in options)) if self._is_computed(each, scope)]

        def finish(values: Sequence[Value]) -> Value:
            known = dict(zip(map(id, waiting), values, strict=True))
            trees = self._arguments(given, scope, known)
            named = [
                Named(_name_of(each), self.argument(each.value, scope, known)) for each in options
            ]  # fmt: skip
            reading = row_of(function, trees, named, self._part(function, trees, named, chosen))
            words: list[Word] = []
            for each in reading.operands:
                words += leaf(each, function.place).words if isinstance(each, float) else self._term(each).words
            self._chooses(reading)
            row = self.expressions.operands.of_matrix(tree, function, reading.row, Term(words))
            return Term([*words, Word(row, None, len(reading.operands), function.place)])

        return Pending(waiting, finish, function.place)

    def _chooses(self, reading: Reading) -> None:
        """Classes that choose entries are no inputs: the target of a cross entropy, what is marked one-hot."""
        at = _CLASSES.get(reading.row.name)
        if at is None or not isinstance(classes := reading.operands[at], ast.expr):
            return
        term, first = self._term(classes), reading.operands[0]
        rank = len(self.draft.shape(term))
        if at and isinstance(first, ast.expr) and rank >= len(self.draft.shape(self._term(first))):
            return  # shares of all classes
        self.draft.indexes(self.draft.source(term.words))

    @staticmethod
    def _is_computed(tree: ast.expr, scope: Scope) -> bool:
        """Whether an argument is more than a literal, a name or a list."""
        return isinstance(tree, ast.Call | ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp
                          | ast.Subscript)  # fmt: skip

    @staticmethod
    def _part(function: Called, trees: list[ast.expr], named: list[Named], chosen: Chosen | None) -> Part | None:
        """Of a call that gives several arrays, the chosen one. Raises TwoReadings where a method's may be one."""
        parts = parts_of(function, trees, named)
        if chosen is None or (not parts and (not function.method or function.library)):
            if parts:
                several = " and ".join(each.name for each in parts)
                raise WrongArguments(f"{function.typed} gives {several} here", function.place,
                                     f".{parts[0].name} or [0] is the first of them")  # fmt: skip
            return None
        if not parts:
            parts = parts_of(function, trees, named, "torch")
            if parts and not chosen.name and chosen.index is not None:
                raise TwoReadings(
                    f".{function.typed}(…)[0] is an entry in NumPy, the {parts[0].name} in PyTorch", chosen.place,
                    f".{parts[0].name} are PyTorch's; axis= is NumPy's word, dim= is PyTorch's")  # fmt: skip
            if not chosen.name:
                return None
        names = [part.name for part in parts]
        if not names:
            return None
        at = names.index(chosen.name) if chosen.name in names else chosen.index
        if at is None or not -len(names) <= at < len(names):
            raise WrongArguments(f"this gives {' and '.join(names)}", chosen.place, "[0] and [1] choose one of them")
        if not parts[at].rows:
            raise WrongArguments(f"{names[at]} are not computed here", chosen.place, f".{names[0]}")
        chosen.is_found = True
        return parts[at]

    def _cast(self, tree: ast.Call, function: Called, scope: Scope) -> Value:
        """array([1, 2]), torch.tensor(2.0, requires_grad=True): what it holds, as an array."""
        arguments = tree.args or [
            each.value for each in tree.keywords if each.arg in ("data", "object", "value", "initial_value")
        ]
        if not arguments:
            raise BadSyntax(f"{function.typed} needs an argument", function.place)
        more = [each for each in tree.args[1:] if not self._says_storage(each, scope)]
        if more:
            raise WrongArguments(f"{function.typed} takes one array", place_of(more[0]))
        return self.expressions.term(arguments[0], scope)

    def _says_storage(self, tree: ast.expr, scope: Scope) -> bool:
        """Whether an argument says how an array is kept: float, np.float64, 'f8'."""
        if isinstance(tree, ast.Attribute):
            return self.expressions.is_library(tree.value, scope)
        named = isinstance(tree, ast.Name) and tree.id in _TYPES and scope.find(tree.id) is None
        return named or (isinstance(tree, ast.Constant) and isinstance(tree.value, str))

    @staticmethod
    def _by_name(tree: ast.Call, function: Called, scope: Scope) -> list[ast.keyword]:
        """The arguments by name that change a value. Raises WrongArguments for one that the function has not."""
        kept = []
        for each in tree.keywords:
            name = _name_of(each)
            if not ignores(function, name):
                check_option(function, name, name)
                kept.append(each)
        return kept

    def _arguments(self, trees: Sequence[ast.expr], scope: Scope, known: Mapping[int, Value]) -> list[ast.expr]:
        arguments: list[ast.expr] = []
        for tree in trees:
            if isinstance(tree, ast.Starred):
                entries = self.expressions.iterated(self.expressions.value(tree.value, scope), place_of(tree))
                arguments += [self._as_tree(each, tree) for each in entries]
            else:
                arguments.append(self.argument(tree, scope, known))
        return arguments

    def argument(self, tree: ast.expr, scope: Scope, known: Mapping[int, Value]) -> ast.expr:
        """An argument as it was understood: what is written out keeps its value, a list its entries.

        known: by tree, values that are computed already.
        """
        if isinstance(tree, ast.List | ast.Tuple) and not any(isinstance(each, ast.Starred) for each in tree.elts):
            entries = [self.argument(each, scope, known) for each in tree.elts]
            return placed(type(tree)(entries), place_of(tree), sign=getattr(tree, "sign", None))
        literal = self._literal(tree, scope)
        if literal is None or isinstance(literal, str | bool):
            return placed(Argument(Written(literal), literal), place_of(tree), typed="")
        if literal in (float("inf"), -float("inf")):
            return placed(Argument(Written("inf"), literal), place_of(tree), typed="")
        value = known[id(tree)] if id(tree) in known else self.expressions.value(tree, scope)
        if literal is not NOT_WRITTEN:
            return placed(Argument(value, literal), place_of(tree), typed="")
        return self._as_tree(value, tree)

    def _as_tree(self, value: Value, tree: ast.expr) -> ast.expr:
        """A value as an argument; a number that only counts is as good as one that is written out."""
        if isinstance(value, Listed):
            return placed(ast.List([self._as_tree(each, tree) for each in value.entries]), value.place)
        literal: object = NOT_WRITTEN
        if isinstance(value, Written):
            literal = value.value
        elif isinstance(number := leaf_of(value), float):
            literal = int(number) if number == int(number) else number
        settle, counts = None, False
        if isinstance(value, Term) and self.form == "python" and self.draft.is_settled(value):
            settle = partial(self.draft.settled, value, place_of(tree))
            counts = self.expressions.operands.is_count(value)
        return placed(Argument(value, literal, settle, counts), place_of(tree), typed=typed_of(tree))

    def _literal(self, tree: ast.expr, scope: Scope) -> object:
        """The value of an argument that is written out: a number with its sign, a word, None, True or False."""
        sign = 1
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            tree, sign = tree.operand, -1
        if isinstance(tree, ast.Constant):
            if isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
                typed = getattr(tree, "typed", "")
                return sign * (int(tree.value) if typed.lstrip("-").isdigit() else tree.value)
            return tree.value if sign == 1 else NOT_WRITTEN
        is_inf = isinstance(tree, ast.Name) and tree.id == "inf" and scope.find("inf") is None
        is_inf = is_inf or (
            isinstance(tree, ast.Attribute) and tree.attr == "inf" and self.expressions.is_library(tree.value, scope)
        )
        return sign * float("inf") if is_inf and "inf" not in self.draft.given else NOT_WRITTEN

    def _term(self, tree: ast.expr) -> Term:
        """An argument as an operand."""
        return self.expressions.as_term(self._value(tree), tree)

    def _value(self, tree: ast.expr) -> Value:
        if isinstance(tree, ast.List | ast.Tuple):
            return Listed([self._value(each) for each in tree.elts], place_of(tree), getattr(tree, "sign", None))
        assert isinstance(tree, Argument)
        value: Value = tree.value
        return value

    # The text's own functions.

    def of_text(self, tree: ast.Call, function: Function, scope: Scope) -> Value:
        """The body of a function with its parameters bound, as a group."""
        place = place_of(tree)
        self.draft.calls(function.name, place)
        values = arguments.bound(self.expressions, tree, function, scope)
        group = self.draft.group(function.name, "function", scope.group, place)
        for name, value in values.items():
            if isinstance(value, Term) and leaf_of(value) is None:
                values[name] = self.draft.bind(name, value, place, group)
        self.draft.binding(group, values.items())
        return in_group(self.entered(function, values, place, group), group)

    def entered(self, function: Function, values: Mapping[str, Value], place: Place, group: int | None) -> Value:
        """What a function's body gives with its parameters bound."""
        self.draft.executed.append(function)
        try:
            value = self.run(function.body, Scope(function.scope, group, dict(values)))
        finally:
            self.draft.executed.pop()
        if value is None and function.name == "init":
            return Written(None)
        if value is None:
            raise BadSyntax(f"{function.name} returns nothing", place)
        return value


def _copied(value: Value) -> Value:
    """p.copy(): of a list or a dictionary another one, in which another value may be set."""
    if isinstance(value, Keyed):
        return value._replace(entries={**value.entries})
    return value._replace(entries=[*value.entries]) if isinstance(value, Listed) else value


def _name_of(keyword: ast.keyword) -> Token:
    """The name of an argument, where it stands before its sign."""
    typed = typed_of(keyword) or str(keyword.arg)
    return token(str(keyword.arg), "name", place_of(keyword)._replace(length=len(typed)), typed)
