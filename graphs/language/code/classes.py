"""Classes: what is read of them, as functions of an object or a tuple of named values; what is told of the others."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax
from graphs.language.code.names import Names, dotted
from graphs.language.tree import place_of, placed

_BASES = ("", "object", "Module", "nn.Module", "torch.nn.Module", "tf.Module", "tf.keras.Model", "keras.Model", "Model")
# Methods that compute derivatives, or change parameters by them.
_BESIDE = frozenset("backward backprop update train fit step train_step parameters zero_grad".split())
CALLED = {"__init__": "init", "__call__": "call"}


def methods(node: ast.ClassDef, names: Names) -> list[ast.FunctionDef] | None:
    """The methods that are read; None where the class has more than methods, or is derived from another."""
    bases = [names.meant(each) or dotted(each) for each in node.bases]
    if node.decorator_list or node.keywords or any(base not in _BASES for base in bases):
        return None
    found: list[ast.FunctionDef] = []
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            hidden = each.name.startswith("_") and each.name not in CALLED
            if hidden or each.name in _BESIDE or is_backward(each.name):
                continue
            takes_object = bool(each.args.args) and not each.decorator_list
            if not (takes_object or is_static(each)) or each.args.posonlyargs:
                return None
            found.append(each)
        elif not isinstance(each, ast.Pass) and not (
            isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
        ):
            return None
    return found if any(each.name != "__init__" for each in found) else None


def is_backward(method: str) -> bool:
    """Whether a method's name says that it computes derivatives: backward, back_prop, numerical_gradient."""
    return method.startswith("back") or "gradient" in method


def is_static(method: ast.FunctionDef) -> bool:
    """Whether a method has no object."""
    return [getattr(each, "id", "") for each in method.decorator_list] == ["staticmethod"]


def fields(node: ast.ClassDef | ast.Assign, names: Names) -> ast.arguments | None:
    """The named values of a tuple as parameters: namedtuple('P', 'w b'), class P(NamedTuple); None for what is none."""
    if isinstance(node, ast.ClassDef):
        heads = [*node.bases, *node.decorator_list]
        leaves = [(names.meant(each) or dotted(each) or "").rpartition(".")[2] for each in heads]
        plain = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
        if leaves not in (["NamedTuple"], ["dataclass"]) or len(plain) < len(node.body):
            return None
        listed = [each.target.id for each in plain if isinstance(each.target, ast.Name)]
        defaults = [each.value for each in plain if each.value is not None]
        return _parameters(listed, defaults, node)
    call = node.value
    if not isinstance(call, ast.Call) or names.meant(call.func).rpartition(".")[2] != "namedtuple":
        return None
    given = call.args[1] if len(call.args) == 2 and not call.keywords else None
    parts = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
    words = [each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    listed = [name for word in words for name in word.replace(",", " ").split()]
    return _parameters(listed, [], node) if listed and len(words) == len(parts) else None


def _parameters(listed: list[str], defaults: list[ast.expr], node: ast.AST) -> ast.arguments:
    arguments = [placed(ast.arg(name), place_of(node), typed=name) for name in listed]
    return ast.arguments([], arguments, None, [], [], None, defaults)


def refusal(node: ast.ClassDef) -> BadSyntax:
    """What is told where a class that is not read is used."""
    of = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    computes = not of or of & {"forward", "__call__", "call"}
    hint = "write the forward pass as a function: def forward(x): …" if of else "give each value a name: lr = 0.1"
    hint = hint if computes else "write its methods as functions, and its values as names"
    return BadSyntax(f"the class {node.name} is not read", place_of(node), hint)
