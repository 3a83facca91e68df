"""Functions and classes of the text: which of them are read, and what of their bodies is kept."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.errors import BadSyntax, Problem
from graphs.language.code import asides, classes
from graphs.language.code.assignments import Assignments
from graphs.language.code.expressions import check_arguments, check_name, rewritten
from graphs.language.sheet import Note
from graphs.language.tree import Output, nodes, place_of, placed


class Definitions(Assignments):
    """body, only_program: what is kept of statements, and without results that nothing uses."""

    def body(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        raise NotImplementedError

    def only_program(self, body: list[ast.stmt]) -> list[ast.stmt]:
        raise NotImplementedError

    def main(self, call: ast.Call) -> list[ast.stmt] | None:
        """main(): the lines of a function that takes and gives nothing are read where it is called."""
        if not isinstance(call.func, ast.Name) or call.args or call.keywords or self.returns:
            return None
        main = self.mains.pop(call.func.id, None)
        if main is not None:
            self.problems.pop(main.name)
        return self.body(main.body) if main is not None else None

    def uncalled(self) -> list[ast.stmt]:
        """The lines of a function that takes and gives nothing, where they are all that the text has."""
        main = next(iter(self.mains.values()), None)
        if main is not None:
            self.mains.pop(main.name)
            self.problems.pop(main.name)
        return self.body(main.body) if main is not None else []

    def definition(self, node: ast.FunctionDef) -> list[ast.stmt]:
        self.definitions.add(node.name)
        if not self.returns and asides.is_main_function(node):
            self.mains[node.name] = node
            self.problems[node.name] = BadSyntax(f"{node.name}() gives no value", place_of(node), "end it with return")
            return []
        if any(asides.stops_derivatives(each) for each in node.decorator_list):
            self.derivatives.tainted.add(node.name)
            return self.leave(node, "no derivatives are taken in it")
        count = len(self.notes)
        try:
            return self._function(node)
        except Problem as problem:
            self.problems[node.name] = problem
            del self.notes[count:]
            return self.leave(node, "nothing that is read uses it")

    def _function(self, node: ast.FunctionDef) -> list[ast.stmt]:
        check_name(node.name, node)
        check_arguments(node.args)
        derived, decorators = self.derivatives.decorated(node), node.decorator_list
        for decorator in node.decorator_list if derived is None else ():
            if not asides.is_known_decorator(decorator):
                raise BadSyntax("this decorator is not read", place_of(decorator), "write the function without it")
            at = place_of(decorator)
            self.notes.append(Note(at._replace(column=at.column - 1, length=at.length + 1), "left out", "a decorator"))
        self.derivatives.functions.pop(node.name, None)
        count = len(self.notes)
        outside = set(self.derivatives.tainted), dict(self.bound), dict(self.derivatives.functions)
        parameters = {each.arg for each in nodes(node.args) if isinstance(each, ast.arg)}
        self.derivatives.tainted -= parameters
        for name in parameters:
            self.derivatives.functions.pop(name, None)
        self.bound |= dict.fromkeys(parameters)
        self.returns.append(False)
        body = self.only_program(self.body(node.body))
        derives = self.returns.pop()
        self.derivatives.tainted, self.bound, self.derivatives.functions = outside
        if derives or not body:
            if derives:
                self.derivatives.tainted.add(node.name)
            else:
                self.tools[node.name] = "nothing of it is part of the program"
            del self.notes[count:]
            return self.leave(node, "it computes a derivative" if derives else "nothing of it is part of the program")
        body = _returning(body)
        node.body, node.decorator_list, node.returns = body, [], None
        rewritten(node.args, self.names, self.engines)
        self.bound[node.name] = None
        if derived is not None:
            self.derivatives.functions[node.name] = derived
            message = f"{node.name} is the derivative of what it computes: the graph is that of what it computes"
            self.notes.append(Note(place_of(node), "other", message))
        return [node, *(self._maps(node, decorators) if derived is None else [])]

    def _maps(self, node: ast.FunctionDef, decorators: Sequence[ast.expr]) -> list[ast.stmt]:
        """@vmap before a function: f = vmap(f) after it."""
        for each in reversed(decorators):
            made, options = each, list[ast.keyword]()
            if isinstance(each, ast.Call) and each.args and len(each.args) == 1:  # partial(vmap, in_axes=0)
                made, options = each.args[0], each.keywords
            if self.names.meant(made).rpartition(".")[2] in ("vmap", "pmap"):
                place = place_of(each)
                inner = placed(ast.Name(node.name, ast.Load()), place, typed=node.name)
                target = placed(ast.Name(node.name, ast.Store()), place, typed=node.name)
                mapped = placed(
                    ast.Assign([target], placed(ast.Call(made, [inner], options), place)), place, whole=place
                )
                rewritten(mapped, self.names, self.engines)
                return [mapped]
        return []

    def read_class(self, node: ast.ClassDef) -> list[ast.stmt]:
        methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        if {"__add__", "__mul__"} <= methods:
            self.engines.add(node.name)
            return self.leave(node, "its numbers are those that are differentiated here")
        self.definitions.add(node.name)
        count = len(self.notes)
        try:
            if self._is_read(node):
                return [node]
            self.problems[node.name] = classes.refusal(node)
        except Problem as problem:
            self.problems[node.name] = problem
            del self.notes[count:]
        return self.leave(node, "nothing that is read uses it")

    def _is_read(self, node: ast.ClassDef) -> bool:
        """Whether a class is a tuple of named values, or has methods that are read; its body are those then."""
        fields, methods = classes.fields(node, self.names), classes.methods(node, self.names)
        self.objects.add(node.name)
        if any(isinstance(each, ast.FunctionDef) and each.name == "backward" for each in node.body):
            self.has_backward = True
        node.body = []
        if fields is not None:
            check_arguments(fields)
            rewritten(fields, self.names, self.engines)
            placed(node, place_of(node), fields=fields)
        for method in methods or ():
            owner, name = "" if classes.is_static(method) else method.args.args.pop(0).arg, method.name
            method.name = classes.CALLED.get(name, name)
            self.selves.append(owner)
            kept = self._function(method)
            self.selves.pop()
            self.tools.pop(method.name, None)
            self.derivatives.tainted.discard(method.name)
            node.body += [placed(each, place_of(each), owner=owner) for each in kept]
        self.bound[node.name] = None
        return fields is not None or bool(methods)


def _returning(body: list[ast.stmt]) -> list[ast.stmt]:
    """A function gives what it returns; where it returns nothing, what it asks the derivative of."""
    outputs = [each for each in body if isinstance(each, Output)]
    plain = [each for each in body if not isinstance(each, Output)]
    if outputs and not any(isinstance(each, ast.Return) for each in body):
        plain.append(placed(ast.Return(outputs[-1].value), place_of(outputs[-1]), whole=place_of(outputs[-1])))
    return plain
