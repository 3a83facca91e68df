"""Names of a text: its own, and those that its imports take from libraries, each under the name that is read here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from graphs.language.code.imports import told_apart
from graphs.language.tree import nodes, place_of, placed, typed_of

# Modules by the names that formulas call them; the parts of others keep their own.
_MODULES = {
    "numpy": "np", "autograd.numpy": "np", "cupy": "np", "jax.numpy": "jnp", "torch": "torch", "jax": "jax",
    "torch.nn.functional": "F", "torch.nn": "nn", "tensorflow": "tf", "tensorflow.keras": "keras", "keras": "keras",
    "math": "math", "cmath": "math", "scipy": "scipy", "sympy": "sympy", "mpmath": "mpmath", "jax.scipy": "scipy",
    "torch.optim": "optim", "matplotlib.pyplot": "plt", "matplotlib": "plt", "autograd": "autograd",
    "torch.autograd": "torch.autograd", "torch.func": "torch.func", "functorch": "torch.func", "random": "random",
    "theano.tensor": "np", "theano": "theano", "mxnet.nd": "np", "mxnet.ndarray": "np", "mxnet.np": "np", "mxnet": "mx",
    "seaborn": "plt", "chainer.functions": "np", "casadi": "np",
    "optax": "optim", "tensorflow.keras.optimizers": "optim", "pylab": "plt",
}  # fmt: skip
# Roots that are libraries without an import: people paste the middle of a file.
_ROOTS = frozenset(_MODULES.values()) | {
    "numpy",
    "onp",
    "anp",
    "tensorflow",
    "sns",
    "sp",
    "ag",
    "mx",
    "K",
    "jsp",
    "lax",
}

_BUILTINS = frozenset(
    "Value Var Variable tensor array asarray Tensor constant Parameter type len list float int str round range".split()
)


def dotted(node: ast.expr) -> str | None:
    """np.linalg.norm of its tree; None where there is more than names."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


class Names:
    """own: the names that the text binds; functions: those of its functions; read: those whose values it uses.
    returning: functions that give a value. tuples: those that have names.

    meant: what an imported one stands for. symbols: the letters that are imported from SymPy, which have no values.
    """

    def __init__(self, tree: ast.Module):
        again = told_apart(tree)
        self.own = set(bound_names(nodes(tree)))
        self.read = {node.id for node in nodes(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        self.functions = {node.name for node in nodes(tree) if isinstance(node, ast.FunctionDef)}
        self.functions |= {name for node in nodes(tree) if isinstance(node, ast.Assign)
                           and isinstance(node.value, ast.Lambda) for name in targets_of(node)}  # fmt: skip
        self.returning = {
            node.name for node in nodes(tree) if isinstance(node, ast.FunctionDef)
            and any(isinstance(each, ast.Return) and each.value is not None for each in nodes(node))
        }  # fmt: skip
        self.tuples = {name: node.value for node in nodes(tree) if isinstance(node, ast.Assign)
                       and isinstance(node.value, ast.Tuple) for name in targets_of(node)
                       if not isinstance(node.targets[0], ast.Tuple | ast.List)}  # fmt: skip
        self._meant: dict[str, str] = {}
        self.imported: set[str] = set()
        self.symbols: set[str] = set()
        told: dict[str, str] = {}
        for node in nodes(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    told |= self._import(alias)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    told |= self._import_from(node.module or "", alias)
        for apart, name in again.items():
            self._means(apart, told.get(name, name))

        for name, meant in told.items():
            self._means(name, meant)

    @staticmethod
    def _import(alias: ast.alias) -> dict[str, str]:
        """What an imported name stands for."""
        name = alias.asname or alias.name.partition(".")[0]
        module = alias.name if alias.asname else name
        return {name: _called(module)}

    def _import_from(self, module: str, alias: ast.alias) -> dict[str, str]:
        name, whole = alias.asname or alias.name, f"{module}.{alias.name}"
        if module == "sympy.abc":
            self.symbols.add(name)
            return {}
        known = module.partition(".")[0] in {each.partition(".")[0] for each in _MODULES}
        return {name: _called(whole) if known else alias.name} if alias.name != "*" else {}

    def _means(self, name: str, meant: str) -> None:
        if name not in self.own:
            self.imported.add(name)
            self._meant[name] = meant

    def imported_roots(self) -> set[str]:
        """The first parts of what the imports stand for."""
        return {meant.partition(".")[0] for meant in self._meant.values()}

    def meant(self, node: ast.expr) -> str:
        """The dotted name of a tree, its head as the imports have it; '' where that is the text's own."""
        name = dotted(node)
        if name is None:
            return ""
        head, dot, rest = name.partition(".")
        return "" if head in self.own else self._meant.get(head, head) + dot + rest

    def is_library(self, node: ast.expr) -> bool:
        """Whether a dotted name begins with a library."""
        return self.meant(node).partition(".")[0] in _ROOTS

    def is_of_module(self, node: ast.Attribute) -> bool:
        """Whether a name is that of an imported module which is no library that is known: ad.sin, engine.Value."""
        name = dotted(node.value)
        head = "" if name is None else name.partition(".")[0]
        return head in self.imported and not self.is_library(node)

    def values(self, tree: ast.AST) -> set[str]:
        """The names that a tree reads, without those of libraries and of Python itself."""
        read = {name for name in loaded(tree) if name in self.own or name not in _ROOTS}
        return read - self.imported - _BUILTINS

    def stands_for(self, name: ast.Name) -> ast.expr:
        """The name, or what the imports say it stands for, at the same place."""
        meant = self._meant.get(name.id, name.id)
        if meant == name.id or name.id in self.own:
            return name
        head, *parts = meant.split(".")
        place, typed = place_of(name), typed_of(name)
        tree: ast.expr = placed(ast.Name(head, ast.Load()), place, typed=typed)
        for part in parts:
            tree = placed(ast.Attribute(tree, part, ast.Load()), place, named=place)
        return tree


def _called(module: str) -> str:
    """A module or a part of it by its shortest name: torch.nn.functional.relu is F.relu."""
    head, rest = module, ""
    while head:
        if head in _MODULES:
            return _MODULES[head] + rest
        head, _, last = head.rpartition(".")
        rest = f".{last}{rest}"
    return module


def bound_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that these nodes bind: targets, definitions, parameters; imports do not count."""
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def loaded(tree: ast.AST) -> set[str]:
    """The names that a tree reads, without those that it binds itself in lambdas and comprehensions."""
    read: set[str] = set()
    inner: set[str] = set()
    for node in nodes(tree):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                read.add(node.id)
        elif isinstance(node, ast.arg):
            inner.add(node.arg)
        elif isinstance(node, ast.comprehension):
            inner |= set(bound_names(nodes(node.target)))
    return read - inner


def targets_of(node: ast.AST) -> list[str]:
    """The names that the targets of a statement bind, from left to right."""
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return [name for target in targets if target is not None for name in bound_names(nodes(target))]
