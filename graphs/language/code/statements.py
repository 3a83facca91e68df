"""The walk over the statements: what is kept of them, and what is left out, with a note for each."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.errors import BadSyntax, Place, shown
from graphs.language.code import asides
from graphs.language.code.assignments import BY_HAND
from graphs.language.code.definitions import Definitions
from graphs.language.code.expressions import check_name, rewritten
from graphs.language.code.names import loaded, targets_of
from graphs.language.code.turns import GROWS, grows, without_breaks
from graphs.language.sheet import Note
from graphs.language.tree import Output, nodes, place_of, placed

_REFUSED: dict[type[ast.stmt], tuple[str, str]] = {
    ast.AsyncFunctionDef: ("'async' is not read", "write def"),
    ast.AsyncFor: ("'async' is not read", "write for"),
    ast.AsyncWith: ("'async' is not read", "write with"),
    ast.Global: ("'global' is not read", "give the function a parameter, and return its result"),
    ast.Nonlocal: ("'nonlocal' is not read", "give the function a parameter, and return its result"),
    ast.Match: ("'match' is not read", "write if and elif"),
}
_REORDERS = ("insert", "pop", "remove", "sort", "reverse", "clear", "update", "setdefault")


class Statements(Definitions):
    """Bodies of statements, one after another."""

    def body(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [kept for statement in statements for kept in self.statement(statement)]

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """What is kept of a statement. Raises BadSyntax at what is not read."""
        if (why := getattr(node, "left_out", "")) and isinstance(node, ast.Assign):
            return self.leave(node, why)
        if isinstance(node, ast.Import | ast.ImportFrom):
            return self.leave(node, "an import")
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            return self.assignment(node)
        if isinstance(node, ast.Expr):
            return self._expression(node)
        if isinstance(node, ast.FunctionDef):
            return self.definition(node)
        if isinstance(node, ast.ClassDef):
            return self.read_class(node)
        if isinstance(node, ast.Return):
            return self._return(node)
        if isinstance(node, ast.If):
            return self._choice(node)
        if isinstance(node, ast.For | ast.While):
            return self._loop(node)
        if isinstance(node, ast.With):
            return self._with(node)
        if isinstance(node, ast.Try | ast.TryStar):
            return self._try(node)
        if isinstance(node, ast.Assert | ast.Raise):
            return self.leave(node, asides.CHECK)
        if isinstance(node, ast.Delete):
            return self.leave(node, "it only frees a name")
        if isinstance(node, ast.Break | ast.Continue):
            return [node]
        if isinstance(node, ast.Pass):
            return []
        message, hint = _REFUSED.get(type(node), ("this is not read", ""))
        raise BadSyntax(message, place_of(node), hint or None)

    def _expression(self, node: ast.Expr) -> list[ast.stmt]:
        value = node.value
        if isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is Ellipsis):
            return self.leave(node, "a doc string") if isinstance(value.value, str) else []
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Attribute) and value.func.attr == "__init__":
                return self.leave(node, "it prepares the class")
            if (inlined := self.main(value)) is not None:
                return inlined
            if (backward := self._backward(node, value)) is not None:
                return backward
            if isinstance(value.func, ast.Attribute) and value.func.attr == "requires_grad_":
                self.train(value.func.value)
                return self.leave(node, "it says what the inputs are")
            if (reason := asides.of_call(value, self.names, alone=True)) == asides.PRINT:
                return self._print(node, value)
            if reason is None:
                reason = self._method(node, value)
            if reason is not None:
                return self.leave(node, reason)
            if isinstance(value.func, ast.Attribute) and value.func.attr in GROWS:
                self._grows(value, self.named(value.func.value))
                return self._keep(node)
        if isinstance(value, ast.Attribute) and value.attr in asides.KEPT_AS:
            return self.leave(node, "it says how an array is kept")
        asked = self.derivatives.outputs(value)
        if asked:
            return self.derived(node, asked)
        if self.derivatives.is_tainted(value):
            return self.leave(node, "a derivative: the graph shows it")
        if (head := self.named(asides.head_of(value))) in self.tools:
            return self.leave(node, self.tools[head])
        return [node]

    def _grows(self, call: ast.Call, name: str) -> None:
        """Whether a list holds what the program computes: losses are kept for a print or a drawing."""
        copies = any(asides.is_call_of(each, asides.COPIES) for each in nodes(call))
        if not copies and not asides.is_loss(name) and "hist" not in name and self.names.values(call):
            self.grown.add(name)

    def _backward(self, node: ast.Expr, call: ast.Call) -> list[ast.stmt] | None:
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "backward":
            return None
        arguments = list(call.args)
        options = {each.arg: each.value for each in call.keywords}
        of = call.func.value
        if self.names.is_library(call.func):
            if not arguments:
                return None
            of = arguments.pop(0)
            if isinstance(of, ast.List | ast.Tuple) and len(of.elts) == 1:
                of = of.elts[0]
        given = arguments[0] if arguments else options.get("gradient", options.get("grad_tensors"))
        if isinstance(given, ast.Constant) and isinstance(given.value, bool | None):
            given = None
        if self.has_backward and self.named(asides.head_of(of)) in self.objects:
            return self.leave(node, BY_HAND)
        if self.derivatives.is_tainted(of):
            raise BadSyntax("this asks for the derivative of a derivative", place_of(node),
                            "the second derivatives of a function are shown with it")  # fmt: skip
        self.leave(node, f"it marks the output, {shown(self.typed(of))}")
        output = placed(Output(of, given), place_of(node), whole=node.whole)  # type: ignore[attr-defined]
        rewritten(output, self.names, self.engines)
        if output.cotangent is not None:
            holder = placed(ast.Expr(output.cotangent), place_of(node))
            rewritten(holder, self.names, self.engines)
            output.cotangent = holder.value
        return [output]

    def _print(self, node: ast.Expr, call: ast.Call) -> list[ast.stmt]:
        asked = self.derivatives.outputs(call)
        if asked:
            return [*self.leave(node, asides.PRINT), *self.derived(node, asked)]
        self.leave(node, asides.PRINT)
        printed = [each for each in call.args if not asides.is_text(each) and not self.is_by_hand(each)]
        for each in printed:
            if isinstance(each, ast.Call) and (backward := self._backward(node, each)) is not None:
                return backward
        own = self.names.functions
        calls = [each for each in printed if isinstance(each, ast.Call) and self.named(each.func) in own]
        values = calls if len(calls) == 1 else printed
        if len(values) != 1 or isinstance(values[0], ast.Starred) or self.derivatives.is_tainted(values[0]):
            return []
        whole = node.whole  # type: ignore[attr-defined]
        return [placed(ast.Expr(values[0]), place_of(values[0]), whole=whole, printed=True)]

    @staticmethod
    def named(node: ast.expr) -> str:
        return node.id if isinstance(node, ast.Name) else ""

    def _method(self, node: ast.Expr, call: ast.Call) -> str | None:
        if isinstance(call.func, ast.Attribute):
            head = asides.head_of(call)
            if isinstance(head, ast.Name) and head.id in self.tools:
                return self.tools[head.id]
            if call.func.attr == "watch" and head is call.func.value and call.args:
                self.train(call.args[0])
            if call.func.attr == "attach_grad":
                self.train(call.func.value)
            reason = asides.of_method(call, self.names)
            if reason is None and call.func.attr.endswith("_") and not self.names.is_library(call.func):
                if self.derivatives.is_tainted(call) or self.is_update(call.func.value, call):
                    return "an update"
                raise BadSyntax(f"'{call.func.attr}' changes an array in place, which is not read", place_of(node),
                                "give the new value a name")  # fmt: skip
            if reason is None and call.func.attr in _REORDERS and isinstance(head, ast.Name) and head.id in self.bound:
                raise BadSyntax(f"'{call.func.attr}' changes a list in place, which is not read", place_of(node),
                                "write the list as it shall be")  # fmt: skip
            return reason
        return self.tools.get(call.func.id) if isinstance(call.func, ast.Name) else None

    def _keep(self, node: ast.stmt) -> list[ast.stmt]:
        rewritten(node, self.names, self.engines)
        return [node]

    def _return(self, node: ast.Return) -> list[ast.stmt]:
        if node.value is None:
            return [node]
        if isinstance(node.value, ast.Tuple) and self.derivatives.is_tainted(node.value):
            plain = [each for each in node.value.elts if not self.derivatives.is_tainted(each)]
            if plain:
                node.value = (
                    plain[0] if len(plain) == 1 else ast.copy_location(ast.Tuple(plain, ast.Load()), node.value)
                )
                placed(node.value, getattr(node.value, "place", None) or place_of(node))
                self.notes.append(Note(place_of(node), "left out", "the derivatives that are returned"))
        if self.derivatives.is_tainted(node.value):
            if self.returns:
                self.returns[-1] = True
            return self.leave(node, "a derivative: the graph shows it")
        return self._keep(node)

    def _choice(self, node: ast.If) -> list[ast.stmt]:
        if asides.is_main(node.test):
            self.notes.append(Note(self._header(node), "left out", "the guard of a script"))
            return self.body(node.body)
        count = len(self.notes)
        if self.derivatives.is_tainted(node.test):
            return self.leave(node, "it looks at a derivative")
        body, orelse = self.only_program(self.body(node.body)), self.only_program(self.body(node.orelse))
        if not body and not orelse:
            return self._whole(node, count)
        node.body, node.orelse = body or [placed(ast.Pass(), place_of(node))], orelse
        self._test(node)
        return [node]

    def _test(self, node: ast.If | ast.While) -> None:
        holder = placed(ast.Expr(node.test), place_of(node.test))
        rewritten(holder, self.names, self.engines)
        node.test = holder.value

    def _loop(self, node: ast.For | ast.While) -> list[ast.stmt]:
        if node.orelse:
            raise BadSyntax("an else of a loop is not read", place_of(node.orelse[0]), "write its lines after the loop")
        count = len(self.notes)
        if isinstance(node, ast.For):
            self._trained_by(node)
        body = self.only_program(self.body(node.body))
        left_out = len(self.notes) > count
        if not without_breaks(body):
            return self._whole(node, count)
        placed(node, place_of(node), once=False, left_out=left_out)
        node.body = body
        if isinstance(node, ast.While):
            self._test(node)
        else:
            node.iter = self._counted(node.iter)
            holder = placed(ast.Expr(node.iter), place_of(node.iter))
            rewritten(holder, self.names, self.engines)
            node.iter = holder.value
            self.bound |= dict.fromkeys(targets_of(node))
            _check_targets(node)
        return [node]

    def _counted(self, node: ast.expr) -> ast.expr:
        """What a bar of progress goes over."""
        if isinstance(node, ast.Call) and node.args:
            leaf = self.names.meant(node.func).rpartition(".")[2]
            if leaf == "tqdm":
                return node.args[0]
            if leaf == "trange":
                ranged = placed(ast.Name("range", ast.Load()), place_of(node.func), typed="trange")
                return placed(ast.Call(ranged, node.args, []), place_of(node))
        return node

    def _trained_by(self, node: ast.For) -> None:
        """for p in [w, b]: p.requires_grad = True."""
        if not isinstance(node.iter, ast.List | ast.Tuple) or not isinstance(node.target, ast.Name):
            return
        for each in nodes(node):
            if isinstance(each, ast.Attribute) and each.attr in ("requires_grad", "requires_grad_"):
                for name in node.iter.elts:
                    self.train(name)

    def _with(self, node: ast.With) -> list[ast.stmt]:
        for item in node.items:
            if asides.stops_derivatives(item.context_expr):
                return self.leave(node, "no derivatives are taken in it")
            if asides.is_tape(item.context_expr):
                if isinstance(item.optional_vars, ast.Name):
                    self.derivatives.tapes.add(item.optional_vars.id)
            elif not asides.is_harmless_with(item.context_expr):
                raise BadSyntax("this 'with' is not read", self._header(node), "write its lines without it")
            else:
                self.notes.append(Note(self._header(node), "left out", "a setting"))
        return self.body(node.body)

    def _try(self, node: ast.Try | ast.TryStar) -> list[ast.stmt]:
        """Its lines are read as those of a program that does not fail."""
        count = len(self.notes)
        kept = self.body([*node.body, *node.orelse, *node.finalbody])
        if not kept:
            return self._whole(node, count)
        for handler in node.handlers:
            self.aside |= loaded(handler)
        self.notes.append(Note(self._header(node), "left out", "what is done where these lines fail"))
        return kept

    def _whole(self, node: ast.stmt, count: int) -> list[ast.stmt]:
        """A block of which nothing is kept has one note, with the reason of its first part."""
        reason = next((note.message for note in self.notes[count:]), "nothing of it is part of the program")
        del self.notes[count:]
        return self.leave(node, reason)

    def only_program(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Without results that nothing uses."""
        for each in body:
            if isinstance(each, ast.Expr) and not grows(each) and not getattr(each, "printed", False):
                self.leave(each, "nothing uses its result")
        return [each for each in body if not isinstance(each, ast.Expr) or grows(each)]

    @staticmethod
    def _header(node: ast.stmt) -> Place:
        return place_of(node)

    def derived(self, node: ast.stmt, outputs: list[Output], of: str = "") -> list[ast.stmt]:
        value = outputs[-1].value
        made = isinstance(value, ast.Call) and place_of(value) == place_of(outputs[-1])
        named = value.func if made else value  # type: ignore[attr-defined]
        while isinstance(named, ast.Call) and named.args and made:  # vmap(f)
            named = named.args[0]
        of = of or self.typed(named)
        for output in outputs:
            rewritten(output, self.names, self.engines)
            placed(output, place_of(output), whole=node.whole)  # type: ignore[attr-defined]
        message = f"the derivative of {shown(of)} is asked for: the graph is that of {shown(of)}, and shows it"
        self.notes.append(Note(place_of(node), "other", message))
        return list(outputs)


def _check_targets(node: ast.For) -> None:
    for target in nodes(node.target):
        if isinstance(target, ast.Name):
            check_name(target.id, target)
        elif not isinstance(target, ast.Tuple | ast.List | ast.expr_context):
            raise BadSyntax("a loop gives its values to names", place_of(target), "for x in …")
