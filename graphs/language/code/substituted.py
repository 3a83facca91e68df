"""Points that are given to symbols: f.subs(x, 2), theano.function([x], y)(4), lambdify(x, f)(2.0), casadi's Function,
sess.run(y, {x: 2}).

Each is read as the expression itself, and a line gives the symbol its value; of several points the last one holds.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from graphs.language.code.asides import is_call_of, is_main_function, of_declaration
from graphs.language.code.names import Names, dotted, targets_of
from graphs.language.tree import nodes, place_of, placed

_CONSTANTS = frozenset("np numpy math sympy sp pi e E".split())
_RUNS = frozenset(("run",))
_COMPILED = "a function of symbols: its calls give their point"


class _Compiled(NamedTuple):
    symbols: list[str]
    output: ast.expr


def substitute(tree: ast.Module, names: Names) -> None:
    """In place: lines that give symbols their values stand before all others then."""
    symbols = [*names.symbols]
    for each in nodes(tree):
        if isinstance(each, ast.Assign) and of_declaration(each.value, names) is not None:
            symbols += targets_of(each)
    if symbols or names.imported & {"tensorflow", "tf"}:
        _Points(names, symbols).read(tree)


class _Points:
    """symbols: in their order. compiled: functions of them, by name. point: what they stand for.

    constants: what names are given first, where that is written out; a loop starts there.
    """

    def __init__(self, names: Names, symbols: Sequence[str]):
        self.names, self.symbols = names, list(dict.fromkeys(symbols))
        self.compiled: dict[str, _Compiled] = {}
        self.point: dict[str, ast.expr] = {}
        self.constants: dict[str, ast.expr] = {}

    def read(self, tree: ast.Module) -> None:
        for node in [each for each in nodes(tree) if isinstance(each, ast.Assign)]:
            compiled = self._compiled(node.value) if len(targets_of(node)) == 1 else None
            if compiled is not None:
                self.compiled[targets_of(node)[0]] = compiled
                placed(node, place_of(node), left_out=_COMPILED)
            elif _is_constant(node.value):
                self.constants |= {name: node.value for name in targets_of(node) if name not in self.constants}
        for statement in _in_order(tree.body):
            self._below(statement)
        lines: list[ast.stmt] = []
        for name in self.symbols:
            if (value := self.point.get(name)) is not None:
                self.names.own.add(name)
                place = place_of(value)
                target = placed(ast.Name(name, ast.Store()), place, typed=name)
                lines.append(placed(ast.Assign([target], value), place, whole=place))
        tree.body[:0] = lines

    def _compiled(self, node: ast.expr) -> _Compiled | None:
        """Of theano.function([x], y), lambdify(x, y) and Function('f', [x], [y])."""
        if not isinstance(node, ast.Call):
            return None
        leaf = self.names.meant(node.func).rpartition(".")[2]
        options = {each.arg: each.value for each in node.keywords}
        arguments = [options.get("inputs"), options.get("outputs")]
        given = node.args[1:] if leaf == "Function" else node.args
        arguments[: len(given)] = given[:2]
        if leaf not in ("function", "lambdify", "Function") or arguments[0] is None or arguments[1] is None:
            return None
        symbols = [each.id for each in _entries(arguments[0]) if isinstance(each, ast.Name)]
        if len(symbols) != len(_entries(arguments[0])) or not set(symbols) <= set(self.symbols):
            return None
        outputs = _entries(arguments[1])
        return _Compiled(symbols, outputs[0] if len(outputs) == 1 else arguments[1])

    def _below(self, node: ast.AST) -> None:
        """Replace what gives a point by the expression that it is the point of."""
        stack = [node]
        while stack:
            tree = stack.pop()
            for field, value in ast.iter_fields(tree):
                if isinstance(value, ast.expr):
                    setattr(tree, field, self._expression(value))
                    stack.append(getattr(tree, field))
                elif isinstance(value, list):
                    for at, each in enumerate(value):
                        if isinstance(each, ast.expr):
                            value[at] = self._expression(each)
                        if isinstance(each, ast.expr | ast.keyword):
                            stack.append(value[at])

    def _expression(self, node: ast.expr) -> ast.expr:
        while isinstance(node, ast.Call):
            if is_call_of(node, _RUNS) and self._is_session(node) and node.args:
                self._fed(node)
                node = node.args[0]
                continue
            pairs = [(name, self.constants.get(getattr(value, "id", ""), value)) for name, value in self._pairs(node)]
            if not pairs or not all(_is_constant(value) for _, value in pairs):
                return node
            self.point |= dict(pairs)
            node = node.func.value if isinstance(node.func, ast.Attribute) else self._output(node)
        return node

    @staticmethod
    def _is_session(node: ast.Call) -> bool:
        assert isinstance(node.func, ast.Attribute | ast.Name)
        head = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        return isinstance(head, ast.Name) and head.id.startswith(("sess", "session"))

    def _fed(self, node: ast.Call) -> None:
        """Keep the point of sess.run(y, feed_dict={x: 2})."""
        options = {each.arg: each.value for each in node.keywords}
        fed = node.args[1] if len(node.args) > 1 else options.get("feed_dict")
        for key, value in zip(fed.keys, fed.values, strict=True) if isinstance(fed, ast.Dict) else ():
            if isinstance(key, ast.Name) and key.id in self.symbols and _is_constant(value):
                self.point[key.id] = value

    def _output(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)
        return self.compiled[node.func.id].output

    def _pairs(self, node: ast.Call) -> list[tuple[str, ast.expr]]:
        """The symbols that a call gives values, and those; none where it gives none."""
        function = node.func
        if isinstance(function, ast.Name) and function.id in self.compiled:
            symbols = self.compiled[function.id].symbols
            fits = len(symbols) == len(node.args) and not node.keywords
            return list(zip(symbols, node.args, strict=True)) if fits else []
        if not isinstance(function, ast.Attribute) or self.names.is_library(function):
            return []
        options = {each.arg: each.value for each in node.keywords}
        given: list[ast.expr | None] = [*node.args]
        if function.attr in ("evalf", "n", "eval") and "subs" in options:
            given = [options["subs"]]
        elif function.attr not in ("subs", "xreplace", "eval"):
            return []
        found: list[tuple[ast.expr | None, ast.expr]] = []
        if len(given) == 2 and given[0] is not None and given[1] is not None:
            found = [(given[0], given[1])]
        elif len(given) == 1 and isinstance(given[0], ast.Dict):
            found = list(zip(given[0].keys, given[0].values, strict=True))
        elif len(given) == 1 and isinstance(given[0], ast.List | ast.Tuple):
            entries = [_entries(each) for each in given[0].elts]
            found = [(each[0], each[1]) for each in entries if len(each) == 2]
        named = [(key.id, value) for key, value in found if isinstance(key, ast.Name) and key.id in self.symbols]
        return named if len(named) == len(found) else []


def _in_order(statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Statements with those that they hold, outside of functions with parameters."""
    found: list[ast.stmt] = []
    waiting = [*statements][::-1]
    while waiting:
        statement = waiting.pop()
        found.append(statement)
        is_read = not isinstance(statement, ast.ClassDef)
        if is_read and not (isinstance(statement, ast.FunctionDef) and not is_main_function(statement)):
            inner = [each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt)]
            waiting += inner[::-1]
    return found


def _entries(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]


def _is_constant(node: ast.expr) -> bool:
    """Whether a value is written out: 2, -0.5, [1.0, 2.0], np.pi/4."""
    for each in nodes(node):
        if isinstance(each, ast.Name) and each.id not in _CONSTANTS:
            return False
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            return False
        if isinstance(each, ast.Call) and (dotted(each.func) or "").partition(".")[0] not in _CONSTANTS:
            return False
    return True
