"""A call as it stands → the row that it means, with its options, and its operands.

Options are written out (axis=1), or stand after the operands in the order of the row's table (sum(A, 1)).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from graphs.errors import Fix, Place, WrongArguments, shown
from graphs.language.libraries import CASTS, FORMS, STORAGE
from graphs.language.messages.edits import instead, mended
from graphs.language.options import OPTIONS, PARTS, REDUCTIONS, WORDS, Option, wanted
from graphs.language.tokens import Token
from graphs.operations import composed
from graphs.operations.rearrangement import RESHAPE, TRANSPOSE
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS

_FLAT = ("flatten", "ravel")
_LISTED = ("shape", "axes")  # options whose parts may stand as arguments: x.reshape(2, 3), A.transpose(0, 1)


_NAMED_ONLY = ("reduction",)  # options that never stand among the operands


def elsewhere(function: str, library: str) -> Operation | None:
    """The row of a function that means something else in this library, where no option says which.

    Of SciPy over all entries, where ours goes along the last axis; of JAX gelu by tanh; of PyTorch by n - 1.
    """
    root = library.partition(".")[0]
    if function == "std":
        return composed.DEVIATION_OF_SAMPLE if root in ("torch", "F") else composed.DEVIATION_OF_ALL
    if function == "var":
        return composed.VARIANCE_OF_SAMPLE if root in ("torch", "F") else composed.VARIANCE_OF_ALL
    if library.endswith("special"):
        rows = {"softmax": composed.SOFTMAX_ALL, "log_softmax": composed.LOG_SOFTMAX_ALL}
        return {**rows, "logsumexp": composed.LOGSUMEXP_ALL}.get(function)
    if library in ("jax.nn", "nn"):
        return {"gelu": composed.GELU_TANH, "logsumexp": composed.LOGSUMEXP_ALL}.get(function)
    return None


class Called(Token):
    """The name of a function where it is called.

    method: it stands after its first operand, x.sum(). library: the prefix it has, np of np.sum(x).
    """

    __slots__ = ("library", "method")
    method: bool
    library: str


def called(function: str, name: Token, method: bool = False, library: str = "") -> Called:
    made = Called(function)
    made.kind, made.place, made.typed = "function", name.place, name.typed
    made.method, made.library = method, library
    return made


class Applied(Token):
    """What follows its one operand: x!, A.T, x[0]."""

    __slots__ = ("row",)
    row: Operation


def applied(row: Operation, place: Place) -> Applied:
    made = Applied(row.name)
    made.kind, made.place, made.typed, made.row = "postfix", place, row.name, row
    return made


def with_options(row: Operation, **options: Any) -> Operation:
    assert row.given is not None
    return row.given(**options)


def rows_of(function: str) -> tuple[Operation, ...]:
    """The rows that a function's name may mean."""
    if function in FORMS:
        return (RESHAPE,)
    return FUNCTIONS.get(function, ())


def takes_lists(function: str) -> bool:
    """Whether (a, b) may stand for one operand or option: operands in a list, axes, sizes."""
    return function in CASTS or any(row.spread or row.options for row in rows_of(function))


def takes_no_operands(function: str) -> bool:
    return any(row.arity == (0, 0) for row in rows_of(function))


def ignores(function: str, named: Token) -> bool:
    """Whether an option of this name only says how an array is stored."""
    return named in STORAGE and (function in CASTS or takes_no_operands(function))


def check_option(function: Called, named: Token, equals: Token) -> None:
    """A name before `=` in a call. Raises WrongArguments where the function has no such option."""
    taken = list(dict.fromkeys(name for row in rows_of(function) for name, _ in row.options))
    if OPTIONS.get(named, named) in taken and function not in _FLAT:
        return
    hint = f"it takes {' and '.join(taken)}" if taken else "it takes no options"
    fixes: tuple[Fix, ...] = ()
    if function == "where":
        hint, fixes = "== compares", mended(named, equals, instead(equals, "=="))
    raise WrongArguments(f"{function.typed} takes no {named.typed}", named.place, hint, fixes)


class Reader:
    """The choice of rows for one line: it needs the line's typed tokens, and the place of a tree."""

    def __init__(self, typed: Sequence[Token], place: Callable[[ast.expr], Place]):
        self.typed = typed
        self.place = place

    def row(
        self, function: Called, trees: list[ast.expr], keywords: Sequence[ast.keyword] = ()
    ) -> tuple[Operation, list[ast.expr]]:
        """The row and its operands. Raises WrongArguments."""
        options = self._options(function, keywords)
        other = elsewhere(function, function.library) if function.library and not options else None
        if other is not None and len(trees) == 1:
            return other, trees
        if function in _FLAT and len(trees) != 1:
            raise _count(function, len(trees))
        rows = [row for row in rows_of(function) if options.keys() <= {name for name, _ in row.options}]
        if len(rows) > 1 and len(trees) > 1 and (function.method or function.library) and self._static(trees[1]):
            rows = [row for row in rows if row.options] or rows  # x.max(1) and np.max(x, 1) mean the axis
        for row in rows:
            if row.spread:
                operands, rest = self._spread(function, trees)
            elif row.arity[0] <= len(trees) <= row.arity[1]:
                operands, rest = trees, []
            else:
                operands, rest = trees[: row.arity[1]], trees[row.arity[1] :]
            places = [name for name, _ in row.options if name not in _NAMED_ONLY]
            fits = row.arity[0] <= len(operands) and (not rest or bool(places))
            if fits and (len(rest) <= len(places) or places[0] in _LISTED):
                return self._given(function, row, rest, options), operands
        raise _count(function, len(trees))

    def _options(self, function: Called, keywords: Sequence[ast.keyword]) -> dict[str, Option]:
        """The options that are written out, by our names."""
        options: dict[str, Option] = {}
        for keyword in keywords:
            assert keyword.arg is not None
            at = int(keyword.arg[1:])
            named = self.typed[at]
            option = OPTIONS.get(named, str(named))
            if option in options:
                raise WrongArguments(f"{option} is given twice", named.place)
            options[option] = Option(self._value(named, keyword.value), self.place(keyword.value))
        return options

    def _given(self, function: Called, row: Operation, rest: list[ast.expr], written: dict[str, Option]) -> Operation:
        """The row with the options that are written out, and those that stand after the operands."""
        if row.given is None or (function in _FLAT and not rest):
            return row
        names = [name for name, _ in row.options]
        if names[0] in _LISTED and len(rest) > 1:
            rest = [ast.copy_location(ast.Tuple(rest), rest[0])]
        options = dict(written)
        for name, tree in zip(names, rest, strict=False):
            option = Option(self._value(name, tree), self.place(tree))
            if name in options:
                raise WrongArguments(f"{name} is given twice", options[name].place)
            options[name] = option
        if not options and names == ["shape"]:
            raise WrongArguments(f"{function.typed} needs a size", function.place, f"{function.typed}(3)"
                                 if takes_no_operands(function) else f"{function.typed}(x, [3, 2])")  # fmt: skip
        for name, (value, place) in options.items():
            _check(row, name, value, place)
        values = {name: value for name, (value, _) in options.items()}
        if (
            row is TRANSPOSE
            and function.library in ("np", "numpy", "jnp", "jax.numpy")
            and values.get("axes") == (0, 1)
        ):
            raise WrongArguments(
                f"{function.library}.transpose by (0, 1) leaves an array as it is", options["axes"].place
            )
        if isinstance(values.get("shape"), int):
            values["shape"] = (values["shape"],)
        return row.given(**values)

    def _spread(self, function: Called, trees: list[ast.expr]) -> tuple[list[ast.expr], list[ast.expr]]:
        """The operands of concat([a, b], 1) or concat(a, b), and the options after them."""
        lists = [tree for tree in trees if isinstance(tree, ast.List | ast.Tuple)]
        if lists and trees[0] is lists[0] and len(lists) == 1 and all(self._static(tree) for tree in trees[1:]):
            return lists[0].elts, trees[1:]
        if len(trees) == 1:
            raise WrongArguments(f"{function.typed} takes several arrays", function.place, f"{function.typed}([a, b])")
        return trees, []

    def _static(self, tree: ast.expr) -> bool:
        try:
            self._value("axis", tree)
        except WrongArguments:
            return False
        return True

    def _value(self, option: str, tree: ast.expr) -> Any:
        """The value of an option that stands among the operands."""
        if isinstance(tree, ast.List | ast.Tuple):
            return tuple(self._value(option, each) for each in tree.elts)
        sign = -1 if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub) else 1
        leaf = tree.operand if isinstance(tree, ast.UnaryOp) else tree
        this: Token | None = None
        if isinstance(leaf, ast.Name):
            this = self.typed[int(leaf.id[1:])]
            digits = this.removeprefix("-")  # the scan folds signs inside of [ … ]
            if this.kind == "number" and digits.isdigit():
                return sign * int(this)
            if this.kind == "word" and leaf is tree:
                return WORDS[this] if this in WORDS else this[1:-1]
        what = f"; {shown(this.typed)} is not" if this is not None and this.kind == "name" else ""
        raise WrongArguments(wanted(option) + what, self.place(tree))


def _check(row: Operation, name: str, value: Any, place: Place) -> None:
    """Raises WrongArguments where the row's option does not take the value."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    several = isinstance(value, tuple) and 0 < len(value) <= PARTS and all(isinstance(k, int) for k in value)
    if name == "keepdims":
        fits = isinstance(value, bool)
    elif name == "reduction":
        fits = value in REDUCTIONS
    elif name == "ord":
        fits = value in (None, 1, 2, "fro") and not isinstance(value, bool)
    elif name == "shape":
        fits = whole or several
    elif name == "axes":
        fits = several and len(value) == 2
    elif row.axes == "one":
        fits = whole
    else:
        fits = whole or value is None or (several and row.axes == "any")
    if not fits:
        raise WrongArguments(wanted(name), place)


def _count(function: Called, count: int) -> WrongArguments:
    rows = rows_of(function)
    arities = [(1, 1)] if function in _FLAT else [row.arity for row in rows]
    counts = sorted({n for arity in arities for n in arity})
    allowed = " or ".join(map(str, counts)) if len(counts) < 3 and counts[-1] < 9 else f"{counts[0]} to {counts[-1]}"
    return WrongArguments(
        f"{function.typed} takes {allowed} argument{'' if allowed == '1' else 's'}; it has {count} here",
        function.place,
    )
