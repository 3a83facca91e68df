"""Operators, comparisons and lists: terms in, a term out."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import numpy as np

from graphs.errors import BadSyntax, Place, WrongShape
from graphs.language.calls.calls import with_options
from graphs.language.program import Word
from graphs.language.reading.values import Listed, Term, leaf
from graphs.language.tree import sign_of, sign_typed
from graphs.operations import elementwise
from graphs.operations.composed import TO_MINUS_ONE, TO_THE_T
from graphs.operations.linear_algebra import MATMUL
from graphs.operations.rearrangement import LITERAL
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

SIGNS: dict[type[ast.AST], Operation] = {
    ast.Add: elementwise.ADD,
    ast.Sub: elementwise.SUBTRACT,
    ast.Mult: elementwise.MULTIPLY,
    ast.Div: elementwise.DIVIDE,
    ast.MatMult: MATMUL,
    ast.Pow: elementwise.POWER,
    ast.Mod: elementwise.MOD,
    ast.FloorDiv: elementwise.FLOOR_DIVIDE,
    ast.BitAnd: elementwise.MULTIPLY,  # of conditions, which are 1 or 0: both, and one at least
    ast.BitOr: elementwise.MAXIMUM,
    ast.And: elementwise.MULTIPLY,
    ast.Or: elementwise.MAXIMUM,
    ast.USub: elementwise.NEGATE,
    ast.Lt: elementwise.LESS,
    ast.LtE: elementwise.LESS_EQUAL,
    ast.Gt: elementwise.GREATER,
    ast.GtE: elementwise.GREATER_EQUAL,
    ast.Eq: elementwise.EQUAL,
    ast.NotEq: elementwise.UNEQUAL,
}
COMPARISONS = tuple(SIGNS[each] for each in (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq))
(WHERE,) = FUNCTIONS["where"]


def applied(row: Operation, term: Term, place: Place) -> Term:
    """A row of one operand."""
    return Term([*term.words, Word(row, None, 1, place)])


def binary(tree: ast.BinOp, left: Term, right: Term) -> Term:
    """An operator; A^-1 and A^T, as mathematics writes them, may be the inverse and the transpose."""
    row = SIGNS[type(tree.op)]
    if joins(tree):
        check_conditions([tree.left, tree.right], tree)
    elif row is elementwise.POWER and sign_typed(tree) != "**":
        if _is_minus_one(tree.right):
            row = TO_MINUS_ONE
        elif isinstance(tree.right, ast.Name) and tree.right.id == "T":
            row = TO_THE_T
    return Term([*left.words, *right.words, Word(row, None, 2, sign_of(tree))])


def unary(tree: ast.UnaryOp, operand: Term) -> Term:
    if isinstance(tree.op, ast.UAdd):
        return operand
    if isinstance(tree.op, ast.USub):
        return Term([*operand.words, Word(elementwise.NEGATE, None, 1, sign_of(tree))])
    check_conditions([tree.operand], tree)  # which is 1 or 0
    one = Word(None, 1.0, 0, sign_of(tree))
    return Term([one, *operand.words, Word(elementwise.SUBTRACT, None, 2, sign_of(tree))])


def joined(tree: ast.BoolOp, operands: Sequence[Term]) -> Term:
    """and, or of conditions."""
    check_conditions(tree.values, tree)
    words = [word for operand in operands for word in operand.words]
    return Term([*words, *[Word(SIGNS[type(tree.op)], None, 2, sign_of(tree)) for _ in operands[1:]]])


def check_comparison(tree: ast.Compare) -> None:
    """Raises BadSyntax where & or | of what is compared should be of comparisons."""
    mixed = next((each for each in tree.comparators if isinstance(each, ast.BinOp) and joins(each)), None)
    if mixed is not None:
        raise BadSyntax(f"'{sign_typed(mixed)}' holds more tightly than '{sign_typed(tree)}'", sign_of(mixed),
                        "(x > 0) & (y > 0)")  # fmt: skip


def compared(tree: ast.Compare, operands: Sequence[Term]) -> Term:
    """A comparison; of a chain, all of its comparisons at once."""
    words: list[Word] = []
    for k, sign in enumerate(tree.ops):
        words += [*operands[k].words, *operands[k + 1].words, Word(SIGNS[type(sign)], None, 2, sign_of(tree))]
        if k:
            words.append(Word(elementwise.MULTIPLY, None, 2, sign_of(tree)))
    return Term(words)


def chosen(tree: ast.IfExp, test: Term, then: Term, otherwise: Term) -> Term:
    return Term([*test.words, *then.words, *otherwise.words, Word(WHERE, None, 3, sign_of(tree))])


def check_conditions(trees: Sequence[ast.expr], sign: ast.expr) -> None:
    """Raises BadSyntax where what and, or, not join cannot be a condition; a name or a call may be one."""
    for tree in trees:
        if isinstance(tree, ast.Constant | ast.List | ast.Tuple) or _computes(tree):
            raise BadSyntax(f"'{sign_typed(sign)}' joins conditions", sign_of(sign), "(x > 0) & (y > 0)")


def _computes(tree: ast.expr) -> bool:
    """Whether a tree is a sum or a product, and no condition joined to another."""
    if isinstance(tree, ast.UnaryOp):
        return isinstance(tree.op, ast.USub | ast.UAdd)
    return isinstance(tree, ast.BinOp) and not joins(tree)


def joins(tree: ast.BinOp) -> bool:
    return isinstance(tree.op, ast.BitAnd | ast.BitOr)


def _is_minus_one(tree: ast.expr) -> bool:
    """Whether an exponent is written as -1."""
    negative = isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub)
    leaf = tree.operand if isinstance(tree, ast.UnaryOp) else tree
    return isinstance(leaf, ast.Constant) and getattr(leaf, "typed", "") in (("1",) if negative else ("-1", "⁻¹"))


def literal(listed: Listed, terms: Sequence[Term | Listed]) -> Term:
    """[a, b] is one node; so is [[a, b], [c, d]], unless its rows hold lists themselves."""
    entries, grid = [*terms], [len(terms)]
    rows = [row for row in entries if isinstance(row, Listed)]
    if len(rows) == len(entries):
        for row in rows:
            if len(row.entries) != len(rows[0].entries):
                raise WrongShape(
                    f"this row has {_entries(row)}, the first has {len(rows[0].entries)}", row.place,
                    "the rows of a matrix have equally many entries")  # fmt: skip
        if not any(isinstance(entry, Listed) for row in rows for entry in row.entries):
            entries = [entry for row in rows for entry in row.entries]  # type: ignore[misc]
            grid = [len(rows), len(rows[0].entries)]
    words: list[Word] = []
    for entry in entries:
        inner = literal(entry, entry.entries) if isinstance(entry, Listed) else entry  # type: ignore[arg-type]
        words += inner.words
    return Term(
        [*words, Word(with_options(LITERAL, grid=tuple(grid)), None, len(entries), listed.sign or listed.place)]
    )


def constant(value: float | np.ndarray, place: Place) -> Term:
    """A known number or array, written out."""
    if np.ndim(value) == 0:
        return leaf(float(value), place)
    entries: list[Term | Listed] = [constant(each, place) for each in np.asarray(value)]
    return literal(Listed([*entries], place), entries)


def _entries(row: Listed) -> str:
    return f"{len(row.entries)} entr{'y' if len(row.entries) == 1 else 'ies'}"
