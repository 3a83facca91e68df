"""Assignments: what gives a name its value, what only updates a parameter, and what says which names are inputs."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax, Problem
from graphs.language.code import asides, classes
from graphs.language.code.derivatives import Derivatives
from graphs.language.code.expressions import check_name, has_no_values, rewritten
from graphs.language.code.names import Names, dotted, loaded, targets_of
from graphs.language.code.parsed.source import Text
from graphs.language.sheet import Note
from graphs.language.tree import Output, nodes, place_of, placed

BY_HAND = "a derivative written by hand: the graph shows it"
_UPDATE = "an update: the graph is that of the values before it"
# Calls of PyTorch that give values and indices, and of all libraries a sign and a logarithm.
_SEVERAL = frozenset("max min sort topk median".split())
_LABELS = frozenset("label name grad_fn _op op".split())
_TRAINED = ("tf.Variable", "nn.Parameter", "torch.nn.Parameter", "Parameter", "keras.Variable")


class Assignments:
    """What is known while the statements are read.

    bound: the names that have a value, with the assignment where that is one. tools: names of what is left out, with
    the reason. problems: names of what could not be read; raised where one of them is used. engines: the text's own
    classes of differentiable numbers. returns: for each function around, whether it returns a derivative.
    aside: names that what is left out reads. by_hand: those of them that updates read. definitions: functions and
    classes. mains: functions that take and give nothing, until they are called.
    """

    def __init__(self, text: Text, names: Names, notes: list[Note]):
        self.text, self.names, self.notes = text, names, notes
        self.derivatives = Derivatives(names, symbols=set(names.symbols))
        self.bound: dict[str, ast.stmt | None] = {}
        self.tools: dict[str, str] = {}
        self.randoms: set[str] = set()
        self.problems: dict[str, Problem] = {}
        self.engines: set[str] = set()
        self.returns: list[bool] = []
        self.aside: set[str] = set()
        self.by_hand: set[str] = set()
        self.definitions: set[str] = set()
        self.grown: set[str] = set()
        self.mains: dict[str, ast.FunctionDef] = {}
        self.objects: set[str] = set()  # classes that are read, and names of their objects
        self.has_backward = False  # one of them has a backward of its own
        self.selves: list[str] = []  # what the methods around call their object

    def leave(self, node: ast.stmt, why: str) -> list[ast.stmt]:
        """Nothing of the statement is kept."""
        self.notes.append(Note(node.whole, "left out", why))  # type: ignore[attr-defined]
        self.aside |= loaded(node)
        return []

    def derived(self, node: ast.stmt, outputs: list[Output], of: str = "") -> list[ast.stmt]:
        raise NotImplementedError

    def typed(self, node: ast.expr) -> str:
        """An expression as it was typed."""
        if isinstance(node, ast.Name) and hasattr(node, "is_itself"):
            return node.id
        place = place_of(node)
        start = self.text.offset(place)
        return self.text.typed[start : start + place.length]

    def train(self, node: ast.expr) -> None:
        """The name is an input: its assignment is marked."""
        if isinstance(node, ast.Name) and (statement := self.bound.get(node.id)) is not None:
            statement.trainable = True  # type: ignore[attr-defined]

    def is_update(self, target: ast.expr, value: ast.AST) -> bool:
        """Whether a value moves its target along a derivative that the text computed by hand."""
        name = target.id if isinstance(target, ast.Name) else ""
        others = loaded(value) - {name}
        if self.returns or not any(asides.is_loss(each) for each in self.names.own):
            return False
        found = any(asides.looks_like_gradient(each, self.names.own) for each in others)
        self.by_hand |= others if found else set()
        return found

    def is_by_hand(self, value: ast.expr) -> bool:
        """Whether a value is what a function or method of the text computes as a derivative: layer.backward(dout)."""
        if not isinstance(value, ast.Call) or self.returns:
            return False
        if isinstance(value.func, ast.Attribute):
            head = asides.head_of(value.func)
            return isinstance(head, ast.Name) and head.id in self.objects and classes.is_backward(value.func.attr)
        name = value.func.id if isinstance(value.func, ast.Name) else ""
        says = "gradient" in name and "descent" not in name
        return says and name in self.names.functions and any(asides.is_loss(each) for each in self.names.functions)

    def assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.stmt]:
        """What is kept of it."""
        if isinstance(node, ast.AnnAssign):
            if node.value is None:
                return self.leave(node, "a type hint")
            plain = ast.Assign([node.target], node.value)
            node = placed(plain, place_of(node), whole=node.whole)  # type: ignore[attr-defined]
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if (reason := self._beside(target, node)) is not None:
                return self.leave(node, reason)
        if isinstance(node, ast.AugAssign):
            return self._augmented(node)
        return self._assigned(node)

    def _beside(self, target: ast.expr, node: ast.Assign | ast.AugAssign) -> str | None:
        """Why a target is no name of the program. Raises BadSyntax where it is none that is read."""
        inner = target
        while isinstance(inner, ast.Subscript):
            inner = inner.value
        if isinstance(inner, ast.Name):
            if inner is not target and inner.id in self.tools:
                return self.tools[inner.id]
            return None
        if isinstance(inner, ast.Tuple | ast.List):
            for each in inner.elts:
                if isinstance(each, ast.Starred):
                    raise BadSyntax("a target with * is not read", place_of(each), "name each of the values")
            return None
        if isinstance(inner, ast.Attribute):
            if inner.attr == "requires_grad":
                if isinstance(node.value, ast.Constant) and node.value.value is True:
                    self.train(inner.value)
                return "it says what the inputs are"
            if inner.attr == "grad":
                return "it prepares the derivatives"
            if isinstance(inner.value, ast.Name) and inner.value.id in self.selves:
                return None
            if inner.attr == "data" or self.derivatives.is_tainted(node.value):
                return _UPDATE
            if inner.attr in _LABELS or (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
                return "a label"
            if self.names.is_library(inner) or self.names.meant(inner).partition(".")[0] in ("os", "sys", *self.tools):
                return "a setting"
        raise BadSyntax("a value is given to a name, not to a part of an object", place_of(target), "write name = …")

    def _augmented(self, node: ast.AugAssign) -> list[ast.stmt]:
        descends = isinstance(node.op, ast.Sub) and self.is_update(node.target, node.value)
        if descends or self.derivatives.is_tainted(node.value):
            return self.leave(node, _UPDATE)
        if self.derivatives.is_tainted(node.target):
            return self.leave(node, "it is made of a derivative")
        for name in targets_of(node):
            check_name(name, node.target)
        return self._kept(node)

    def _assigned(self, node: ast.Assign) -> list[ast.stmt]:
        names = targets_of(node)
        value = node.value
        if len(names) == 1 and (fields := classes.fields(node, self.names)) is not None:
            made = placed(ast.ClassDef(names[0], [], [], [], []), place_of(node), whole=node.whole, fields=fields)  # type: ignore[attr-defined]
            self.bound[names[0]] = None
            return [made]
        if (of := self.derivatives.function(value)) is not None:
            for name in names:
                self.derivatives.functions[name] = of
            return self.leave(node, "the derivative of a function: the graph is that of the function")
        if self.is_by_hand(value):
            self.derivatives.tainted |= set(names)
            return self.leave(node, BY_HAND)
        outputs = self.derivatives.outputs(value)
        asked = self.derivatives.asked(value)
        if asked is not None and asked.with_value:
            return self._value_and_gradient(node, asked.value)
        if self.derivatives.is_tainted(value):
            return [*self._derivative(node, names), *(self.derived(node, outputs) if outputs else [])]
        if (reason := asides.of_declaration(value, self.names)) is not None:
            self.derivatives.symbols |= set(names)
            return self.leave(node, reason)
        if (reason := asides.of_value(value, self.names) or self._of_tools(value)) is not None:
            self.tools |= dict.fromkeys(names, reason)
            if reason == asides.SEED:
                self.randoms |= set(names)
            return self.leave(node, reason)
        if len(names) == 1 and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Sub):
            left = value.left
            if isinstance(left, ast.Name) and left.id == names[0] and self.is_update(left, value.right):
                return self.leave(node, _UPDATE)
        return self._kept(node)

    def _of_tools(self, value: ast.expr) -> str | None:
        """Why a value that is made of what is left out is left out, too."""
        if loaded(value) & self.randoms:
            return None
        head = asides.head_of(value)
        if isinstance(head, ast.Name) and head is not value and head.id in self.tools:
            return self.tools[head.id]
        made = [self.tools[name] for name in loaded(value) & self.tools.keys() if self.tools[name] in asides.TOOLS]
        calls = [each for each in nodes(value) if isinstance(each, ast.Call)]
        if made and not any(has_no_values(each, self.names) for each in calls):
            return made[0]
        return "a setting" if any(asides.of_call(each, self.names) == "a setting" for each in calls) else None

    def _derivative(self, node: ast.Assign, names: list[str]) -> list[ast.stmt]:
        """w = w - eta*grad leaves w as it was; other names of what is made of derivatives are left out with it."""
        updates = [name for name in names if name in self.bound or name in loaded(node.value)]
        self.derivatives.tainted |= set(names) - set(updates)
        return self.leave(node, _UPDATE if updates else "it is made of a derivative")

    def _value_and_gradient(self, node: ast.Assign, value: ast.expr) -> list[ast.stmt]:
        """v, g = value_and_grad(f)(x): v is f(x)."""
        target = node.targets[0]
        pair = target.elts if isinstance(target, ast.Tuple | ast.List) else []
        if len(pair) != 2 or not isinstance(pair[0], ast.Name):
            return [
                *self._derivative(node, targets_of(node)),
                *self.derived(node, self.derivatives.outputs(node.value)),
            ]
        name, gradient = pair[0], pair[1]
        self.derivatives.tainted |= {each.id for each in nodes(gradient) if isinstance(each, ast.Name)}
        self.derivatives.tainted.discard(name.id)
        given = placed(ast.Assign([name], value), place_of(node), whole=node.whole, of_gradient=True)  # type: ignore[attr-defined]
        read = placed(ast.Name(name.id, ast.Load()), place_of(name), typed=name.typed)  # type: ignore[attr-defined]
        of = self.typed(value.func) if isinstance(value, ast.Call) else ""
        return [*self._kept(given), *self.derived(node, [placed(Output(read), place_of(name))], of)]

    def check_random(self, value: ast.AST) -> None:
        """Raises BadSyntax for what is made of a source of random numbers."""
        if used := sorted(loaded(value) & self.randoms):
            message = f"{used[0]} is a source of random numbers, which have no fixed values"
            raise BadSyntax(message, place_of(value), "write the values out: [0.5, -0.3]")

    def _is_trained(self, value: ast.expr) -> bool:
        """Whether a value is made as one that is derived by."""
        for each in nodes(value):
            if isinstance(each, ast.keyword) and each.arg == "requires_grad":
                return isinstance(each.value, ast.Constant) and each.value.value is True
        if not isinstance(value, ast.Call):
            return False
        asked = isinstance(value.func, ast.Attribute) and value.func.attr == "requires_grad_"
        return asked or self.names.meant(value.func) in _TRAINED

    def _kept(self, node: ast.Assign | ast.AugAssign) -> list[ast.stmt]:
        names = targets_of(node)
        trained = self._is_trained(node.value)
        for each in nodes(node.value) if trained else ():
            if isinstance(each, ast.Dict):
                asked = [self._is_trained(value) for value in each.values]
                each.trained = asked  # type: ignore[attr-defined]
        try:
            rewritten(node, self.names, self.engines)
            for target in nodes(node):
                if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                    check_name(target.id, target)
            self.check_random(node.value)
        except Problem as problem:
            if not names:  # a part of an object
                raise
            self.problems |= dict.fromkeys(names, problem)
            return self.leave(node, "nothing that is read uses it")
        if isinstance(node.value, ast.Call) and loaded(node.value.func) & self.objects:
            self.objects |= set(names)
        kept = _one_by_one(node) if trained else _of_several(node, self.names.read)
        for each in kept:
            each.trainable = trained and (len(kept) == 1 or self._is_trained(each.value))  # type: ignore[union-attr]
        for each in kept:
            self.bound |= dict.fromkeys(targets_of(each), each)
        for name in names:
            self.problems.pop(name, None)
            self.derivatives.tainted.discard(name)
            self.derivatives.functions.pop(name, None)
        return [*kept]


def _one_by_one(node: ast.Assign | ast.AugAssign) -> list[ast.Assign | ast.AugAssign]:
    """a, b = x, y as two assignments, where no value reads one of the names."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return [node]
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple) or len(target.elts) != len(value.elts):
        return [node]
    if loaded(value) & set(targets_of(node)):
        return [node]
    whole = node.whole  # type: ignore[attr-defined]
    pairs = zip(target.elts, value.elts, strict=True)
    return [placed(ast.Assign([name], each), place_of(name), whole=whole) for name, each in pairs]


def _of_several(node: ast.Assign | ast.AugAssign, read: set[str]) -> list[ast.Assign | ast.AugAssign]:
    """values, indices = x.sort() gives each name its part, the second one where something reads it."""
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    call = node.value
    if not isinstance(target, ast.Tuple) or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return [node]
    library = dotted(call.func.value) if not hasattr(call.func, "library") else call.func.library
    if call.func.attr != "slogdet" and (call.func.attr not in _SEVERAL or library != "torch"):
        return [node]
    parts: list[ast.Assign | ast.AugAssign] = []
    for at, name in enumerate(target.elts):
        index = placed(ast.Constant(at), place_of(call), typed=str(at))
        part = placed(ast.Subscript(call, index, ast.Load()), place_of(call))
        if isinstance(name, ast.Name) and (at == 0 or name.id in read):
            parts.append(placed(ast.Assign([name], part), place_of(name), whole=node.whole))  # type: ignore[union-attr]
    return parts
