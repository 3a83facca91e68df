"""What operators give of values: numbers and arrays by the rows, lists and words of code by its own rules."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from math import prod
from typing import TypeGuard

from graphs.errors import BadSyntax, Fix, TwoReadings
from graphs.language.calls.calls import Called, with_options
from graphs.language.program import Bound, Word
from graphs.language.reading import operators
from graphs.language.reading.draft import Draft
from graphs.language.reading.values import (
    Class,
    Keyed,
    Listed,
    Mapped,
    Ours,
    Record,
    Term,
    Value,
    Written,
    leaf,
    leaf_of,
)
from graphs.language.tree import end_of, place_of, placed, sign_of, sign_typed, typed_of
from graphs.operations.arranged import MATRIX_TRANSPOSE
from graphs.operations.elementwise import ADD, FLOOR_DIVIDE, MOD, MULTIPLY, NEGATE, POWER, SUBTRACT
from graphs.operations.linear_algebra import DET
from graphs.operations.rearrangement import TRANSPOSE
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

OPERATORS = ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare
_TRANSPOSED = {"T": TRANSPOSE, "mT": MATRIX_TRANSPOSE}
_WHOLE = (ADD, SUBTRACT, MULTIPLY, POWER, FLOOR_DIVIDE, MOD, NEGATE)
_SAME = frozenset("data value real".split())  # attributes that are the array itself


class Operands:
    """form: of the text, for code reads lists in its own way, and mathematics what stands side by side."""

    def __init__(self, draft: Draft, form: str):
        self.draft, self.form = draft, form

    def computed(self, tree: ast.expr, operands: Sequence[Value]) -> Value:
        if isinstance(tree, ast.Compare) and any(isinstance(each, Written) for each in operands):
            return self._same_words(tree, operands)
        if (
            self.form == "python"
            and isinstance(tree, ast.BinOp)
            and not getattr(tree, "of_arrays", False)
            and any(isinstance(x, Listed) for x in operands)
        ):
            together = self._of_lists(tree, operands)
            if together is not None:
                return together
        trees = operands_of(tree) if isinstance(tree, OPERATORS) else [tree] * 3
        terms = [self.as_term(value, each) for value, each in zip(operands, trees, strict=True)]
        if isinstance(tree, ast.BinOp):
            of_matrices = self.form == "latex" or getattr(tree, "of_matrices", False)
            power = self._matrix_power(tree, *terms) if of_matrices else None
            if power is not None:
                return power
            return operators.binary(self._meant(tree, *terms), *terms)
        if isinstance(tree, ast.UnaryOp):
            return operators.unary(tree, *terms)
        if isinstance(tree, ast.BoolOp):
            return operators.joined(tree, terms)
        if isinstance(tree, ast.Compare):
            return operators.compared(tree, terms)
        assert isinstance(tree, ast.IfExp)
        return operators.chosen(tree, *terms)

    def _matrix_power(self, tree: ast.BinOp, base: Term, exponent: Term) -> Term | None:
        """A^2 or A^{-2} of a matrix in LaTeX; -1 inverts, and is a row of its own."""
        if not isinstance(tree.op, ast.Pow) or len(self.draft.shape(base)) != 2 or not self.draft.is_constant(exponent):
            return None
        number = self.draft.known(exponent)
        if not isinstance(number, float) or number != int(number) or abs(number) < 2:
            return None
        (row,) = FUNCTIONS["matrix_power"]
        return operators.applied(with_options(row, n=int(number)), base, sign_of(tree))

    def _meant(self, tree: ast.BinOp, left: Term, right: Term) -> ast.BinOp:
        """The operator that mathematics means by arrays: side by side they are a matrix product.

        Raises TwoReadings for e^A of a matrix.
        """
        if isinstance(tree.op, ast.Pow) and getattr(tree, "of_matrices", False):
            raise BadSyntax("np.matrix takes whole powers", sign_of(tree), "np.array(A)**0.5 goes entry by entry")
        if isinstance(tree.op, ast.Mult) and getattr(tree, "of_matrices", False):  # of np.matrix
            return _with(tree, ast.MatMult()) if self.draft.shape(left) and self.draft.shape(right) else tree
        if self.form == "python" or self.draft.evaluation is None or not self.draft.has_arrays:
            return _with(tree, ast.Mult()) if isinstance(tree.op, ast.MatMult) and not sign_typed(tree) else tree
        is_implied = not sign_typed(tree)
        if isinstance(tree.op, ast.Mult | ast.MatMult) and is_implied:
            ranks = (len(self.draft.shape(left)), len(self.draft.shape(right)))
            if 0 in ranks:
                return _with(tree, ast.Mult())
            return _with(tree, ast.MatMult()) if 2 in ranks or isinstance(tree.op, ast.MatMult) else tree
        if isinstance(tree.op, ast.Pow) and leaf_of(left) == "e" and len(self.draft.shape(right)) == 2:
            raise self._exponential(tree, tree.right, "exp")
        return tree

    def of_matrix(self, tree: ast.Call, function: Called, row: Operation, operands: Term) -> Operation:
        """The row that LaTeX means by a call of ours: bars around a matrix are its determinant.

        Raises TwoReadings for e^A of a matrix.
        """
        if self.form != "latex" or function not in ("abs", "exp") or self.draft.evaluation is None:
            return row
        if not self.draft.has_arrays or len(self.draft.shape(operands)) != 2:
            return row
        if function == "exp" and function.typed == "e":
            raise self._exponential(tree, tree.args[0], "\\exp")
        return DET if function == "abs" and "abs" not in function.typed else row

    def _exponential(self, tree: ast.expr, exponent: ast.expr, function: str) -> TwoReadings:
        inner = self.draft.typed(place_of(exponent)).removeprefix("{").removesuffix("}")
        place, by_entry = place_of(tree), f"{function}({inner})"
        return TwoReadings("e to a matrix is the exponential of the matrix, or of each entry", place,
                           f"{by_entry} is the exponential of each entry; the language has no matrix exponential",
                           (Fix(place, by_entry, f"{by_entry}, entry by entry"),))  # fmt: skip

    def _same_words(self, tree: ast.Compare, operands: Sequence[Value]) -> Term:
        """x is None, mode == 'mean'."""
        first, second = operands[0], operands[-1]
        same = isinstance(first, Written) and isinstance(second, Written) and first.value == second.value
        is_not = isinstance(tree.ops[0], ast.NotEq | ast.IsNot)
        return leaf(float(same != is_not), place_of(tree))

    def _of_lists(self, tree: ast.BinOp, operands: Sequence[Value]) -> Value | None:
        """Lists of code are joined by +, and repeated by *."""
        left, right = operands
        if isinstance(tree.op, ast.Add) and isinstance(left, Listed) and isinstance(right, Listed):
            return Listed([*left.entries, *right.entries], place_of(tree))
        listed, count = (left, right) if isinstance(left, Listed) else (right, left)
        if isinstance(tree.op, ast.Mult) and isinstance(listed, Listed) and self.is_count(count):
            times = self.draft.counting(count, place_of(tree), "how often a list is repeated")
            self.draft.limits.check(
                "literal", times * len(listed.entries), "entries may stand in one literal", place_of(tree)
            )
            return Listed([*listed.entries] * times, place_of(tree))
        return None

    def is_count(self, value: Value) -> TypeGuard[Term]:
        """Whether a value is a whole number of code: 3, i, n + 1 after n = 3; no 3.0, and no tensor."""
        return isinstance(value, Term) and all(map(self._is_whole, value.words))

    def _is_whole(self, word: Word) -> bool:
        """Whether a word is a whole number, or an operator that makes one of two."""
        if isinstance(word.leaf, Bound) and word.leaf.line in self.draft.literals:
            words = self.draft.lines[word.leaf.line].words
            return len(words) == 1 and self.draft.typed(words[0].place).isdigit()
        if isinstance(word.leaf, float):
            return word.leaf.is_integer()
        return word.row in _WHOLE

    def as_term(self, value: Value, tree: ast.expr) -> Term:
        """A value as an operand. Raises BadSyntax for what is none."""
        if isinstance(value, Term):
            return value
        if isinstance(value, Listed):
            self.draft.check(value, place_of(tree))
            if not value.entries:
                raise BadSyntax("an array needs at least one entry", value.place, "[0]")
            if isinstance(tree, ast.Tuple) and self.form != "python":
                fix = Fix(place_of(tree), as_list := f"[{self.draft.typed(place_of(tree))[1:-1]}]", as_list)
                raise BadSyntax("(…, …) cannot be an operand", place_of(tree), "an array is written [ … ]", (fix,))
            self.draft.has_arrays = True
            return operators.literal(value, [self._entry(each, tree) for each in value.entries])
        if isinstance(value, Written):
            is_inf = value.value == "inf"
            raise BadSyntax(
                "numbers are finite here" if is_inf else f"{value.value} cannot be an operand", place_of(tree)
            )
        if isinstance(value, Keyed):
            first = next(iter(value.entries), "w")
            raise BadSyntax("a dictionary is no number", place_of(tree), f"['{first}'] is one of its values")
        if isinstance(value, Record | Class):
            name = value.of.name if isinstance(value, Record) else value.name
            raise BadSyntax(f"an object of {name} is no number", place_of(tree), "net(x) or p.w is one")
        if isinstance(value, Mapped):
            raise BadSyntax("this is a function here", place_of(tree), "vmap(f)(xs) is its value")
        name = typed_of(tree) or value.name
        place = end_of(tree) if isinstance(tree, ast.Attribute) else place_of(tree)
        if isinstance(value, Ours):
            raise BadSyntax(f"{value.name} needs an argument", place, f"{value.name}(x)")
        raise BadSyntax(f"{name} is a function here", place, f"{name}(x) is its value")

    def _entry(self, value: Value, tree: ast.expr) -> Term | Listed:
        if isinstance(value, Listed):
            return Listed([self._entry(each, tree) for each in value.entries], value.place, value.sign)
        return self.as_term(value, tree)

    # Operands.

    def attribute(self, tree: ast.Attribute, value: Value) -> Value:
        """A.T, x.shape."""
        if isinstance(value, Record):
            if tree.attr not in value.entries:
                raise BadSyntax(f"{value.of.name} has no value {tree.attr}", place_of(tree),
                                f"it has {', '.join(value.entries) or 'none'}")  # fmt: skip
            return value.entries[tree.attr]
        if tree.attr in _SAME:
            return value
        term = self.as_term(value, tree.value)
        if tree.attr in _TRANSPOSED:
            return operators.applied(_TRANSPOSED[tree.attr], term, place_of(tree))
        if tree.attr in ("shape", "ndim", "size"):
            shape = self.draft.shape(term)
            sizes: list[Value] = [leaf(float(size), place_of(tree)) for size in shape]
            if tree.attr == "shape":
                return Listed(sizes, place_of(tree))
            return leaf(float(len(shape) if tree.attr == "ndim" else prod(shape)), place_of(tree))
        raise BadSyntax(f".{tree.attr} is not part of the language", place_of(tree),
                        "after a dot stands T, or a function with its brackets: A.T, x.sum()")  # fmt: skip


def _with(tree: ast.BinOp, op: ast.operator) -> ast.BinOp:
    """The same with another operator."""
    return placed(ast.BinOp(tree.left, op, tree.right), place_of(tree), sign=sign_of(tree), sign_typed=sign_typed(tree))


def operands_of(tree: ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare) -> list[ast.expr]:
    if isinstance(tree, ast.BinOp):
        return [tree.left, tree.right]
    if isinstance(tree, ast.UnaryOp):
        return [tree.operand]
    return tree.values if isinstance(tree, ast.BoolOp) else [tree.left, *tree.comparators]
