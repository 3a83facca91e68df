"""Of which library the arrays of a text are: libraries differ in what a method of an array means.

The standard deviation of a NumPy array divides by n, that of a PyTorch tensor by n - 1; `*` of np.matrix is the matrix
product. What is known is marked at the nodes: `library` at a method that is called ("numpy" or "torch"), `of_arrays`
and `of_matrices` at an operator and an attribute.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graphs.errors import BadSyntax
from graphs.language.code.names import Names, targets_of
from graphs.language.tree import nodes, place_of

_FAMILIES = {
    "np": "numpy", "numpy": "numpy", "onp": "numpy", "anp": "numpy", "jnp": "numpy", "jax": "numpy", "lax": "numpy",
    "torch": "torch", "F": "torch", "nn": "torch", "tf": "tf", "keras": "tf", "K": "tf", "mx": "mx",
}  # fmt: skip
MATRIX = "matrix"
MATRICES = frozenset("matrix asmatrix mat".split())
_ARRAYS = frozenset("array asarray".split())
_TO_NUMPY = frozenset("numpy __array__ tolist".split())
_KNOWN = frozenset(("numpy", "torch"))
_PASSES = 4  # of names that are made of names that are bound further down, as in loops


class Origins:
    """by_name: the libraries that a name's values come from. whole: those of the whole text."""

    def __init__(self, tree: ast.Module, names: Names):
        self.names = names
        self.by_name: dict[str, set[str]] = {}
        self.whole = self._used(tree) or {
            _FAMILIES[head] for head in names.imported_roots() if head in _FAMILIES
        }  # fmt: skip
        values = list(_values(tree))
        for _ in range(_PASSES):
            before = sum(map(len, self.by_name.values()))
            for name, value in values:
                self.by_name.setdefault(name, set()).update(self.of(value))
            if sum(map(len, self.by_name.values())) == before:
                break

    def _used(self, tree: ast.Module) -> set[str]:
        heads = {self.names.meant(each).partition(".")[0] for each in nodes(tree) if isinstance(each, ast.Attribute)}
        return {_FAMILIES[head] for head in heads if head in _FAMILIES}

    def of(self, tree: ast.expr) -> set[str]:
        """The libraries that the arrays in an expression come from."""
        found: set[str] = set()
        stack: list[ast.AST] = [tree]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Name):
                found |= self.by_name.get(node.id, set())
            elif isinstance(node, ast.Call) and self.names.is_library(node.func):
                found |= self._of_call(node, stack)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in _TO_NUMPY:
                    found.add("numpy")
                else:
                    stack.append(node.func.value)
            elif isinstance(node, ast.Call):
                stack += [*node.args, *(each.value for each in node.keywords)]
            elif isinstance(node, ast.Attribute):
                if node.attr not in ("shape", "size", "ndim") and not self.names.is_library(node):
                    stack.append(node.value)
            elif not isinstance(node, ast.Lambda):
                stack += ast.iter_child_nodes(node)
        return found

    def _of_call(self, call: ast.Call, stack: list[ast.AST]) -> set[str]:
        """Of a library's own function; functions of np.matrix give such matrices again."""
        head, _, rest = self.names.meant(call.func).partition(".")
        family = _FAMILIES.get(head)
        if family is None:  # SciPy, math
            stack += call.args
            return set()
        if family == "numpy" and rest in MATRICES:
            return {MATRIX}
        if family == "numpy" and rest not in _ARRAYS and any(MATRIX in self.of(each) for each in call.args):
            return {MATRIX}
        return {family}

    def library(self, tree: ast.expr) -> str:
        """The one library whose array an expression is; "" where none or several are seen."""
        found = {"numpy" if each == MATRIX else each for each in self.of(tree) or self.whole}
        return found.pop() if len(found) == 1 and found <= _KNOWN else ""

    def mark(self, tree: ast.Module) -> None:
        """Raises BadSyntax at what np.matrix does unlike all other arrays, and is not read."""
        for node in nodes(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if not self.names.is_library(node.func):
                    node.func.library = self.library(node.func.value)  # type: ignore[attr-defined]
                if node.keywords or not self.names.is_library(node.func):
                    self._check_axis(node)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Pow):
                of = self.of(node)
                node.of_arrays, node.of_matrices = bool(of), MATRIX in of  # type: ignore[attr-defined]
            elif isinstance(node, ast.Attribute) and node.attr == "I":
                node.of_matrices = MATRIX in self.of(node.value)  # type: ignore[attr-defined]
            elif (
                isinstance(node, ast.Subscript)
                and not isinstance(node.slice, ast.Tuple)
                and MATRIX in self.of(node.value)
            ):
                raise _unlike(node)

    def _check_axis(self, call: ast.Call) -> None:
        """A.sum(0) of np.matrix is a matrix of one row."""
        by_axis = any(each.arg == "axis" for each in call.keywords)
        is_library = self.names.is_library(call.func)
        inside = call.args[:1] if is_library else [call.func.value]  # type: ignore[attr-defined]
        if (by_axis or (call.args and not is_library and call.func.attr not in ("dot", "reshape"))) and any(  # type: ignore[attr-defined]
            MATRIX in self.of(each) for each in inside
        ):
            raise _unlike(call)


def _unlike(node: ast.expr) -> BadSyntax:
    return BadSyntax("rows, columns and sums of np.matrix keep two axes, which is not read", place_of(node),
                     "write np.array for np.matrix, and @ for its product")  # fmt: skip


def _values(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names of a text, each with a value that it is given; parameters with the arguments of calls."""
    parameters = {
        node.name: [each.arg for each in node.args.args] for node in nodes(tree) if isinstance(node, ast.FunctionDef)
    }
    for node in nodes(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            yield from _pairs(node)
        elif isinstance(node, ast.For):
            yield from ((name, node.iter) for name in targets_of(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from zip(parameters.get(node.func.id, ()), node.args, strict=False)


def _pairs(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[tuple[str, ast.expr]]:
    """a, b = x, y gives each name its own value."""
    value = node.value
    assert value is not None
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for each, given in zip(target.elts, value.elts, strict=True):
            if isinstance(each, ast.Name):
                yield each.id, given
    else:
        yield from ((name, value) for name in targets_of(node))
