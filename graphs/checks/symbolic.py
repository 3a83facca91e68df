"""SymPy's own derivative of the expression that a graph of numbers stands for, to 30 digits.

The expression is built over symbols of our own from the values of the rows, never from text, and SymPy differentiates
it: no partial of ours is read. It grows with the paths of the graph, so its size is bounded before, and the child that
works on it has a clock.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import sympy

from graphs.autodiff.graph import Graph
from graphs.clock import tick
from graphs.errors import Busy, OutOfTime
from graphs.limits import Limits
from graphs.operations.elementwise import ELEMENTWISE, INPUT
from graphs.operations.readings.careful import CAREFUL
from graphs.operations.readings.symbols import Symbols
from graphs.operations.row import Operation
from graphs.study import Study
from graphs.workers.pool import Child

DIGITS = 30
# A double may be as small as 1e-308: so many digits are not lost in a cancellation before 30 are left.
_WORKING = 350
_LEAST = sympy.Float(10, _WORKING) ** -_WORKING
# How SymPy says that it cannot go on.
_FAILURES = (ArithmeticError, AttributeError, NotImplementedError, RecursionError, TypeError, ValueError)
_FAILS = "fails"  # what the child answers then
_OPERATION = 3_000  # visits that an operation costs which SymPy differentiates
_LARGEST_INTEGER = 1_000  # exponents up to here stay exact


class Unanswered(Exception):
    """Why SymPy has no derivative to compare with, as a sentence."""


class Expression(NamedTuple):
    """What the child is sent: a graph's rows by their places in the table, with operands and doubles; no function.

    rows: by node, None for an input. constants: of k < 0, last first. point: by input.
    """

    rows: tuple[int | None, ...]
    operands: tuple[tuple[int, ...], ...]
    constants: tuple[float, ...]
    point: tuple[float, ...]
    output: int


class Exact(Symbols):
    """SymPy's own functions where the formulas of pages keep opaque ones; conditions stay conditions."""

    trigamma = staticmethod(lambda x: sympy.polygamma(1, x))
    floor = ceil = normcdf2 = detach = None

    @staticmethod
    def lgamma(x: Any) -> Any:
        return sympy.log(sympy.gamma(x) ** 2) / 2

    @staticmethod
    def cbrt(x: Any) -> Any:
        return sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, 3)

    @staticmethod
    def sigmoid(x: Any) -> Any:
        return 1 / (1 + sympy.exp(-x))

    @staticmethod
    def softplus(x: Any) -> Any:
        return sympy.log(1 + sympy.exp(x))

    @staticmethod
    def normpdf(x: Any) -> Any:
        return sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi)

    @staticmethod
    def normcdf(x: Any) -> Any:
        return sympy.erfc(-x / sympy.sqrt(2)) / 2

    @staticmethod
    def lognormcdf(x: Any) -> Any:
        return sympy.log(Exact.normcdf(x))

    @staticmethod
    def unequal(x: Any, y: Any) -> Any:
        is_condition = isinstance(x, sympy.core.relational.Relational) or x in (sympy.true, sympy.false)
        return x if is_condition else sympy.Ne(x, y)

    @staticmethod
    def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
        return sympy.Piecewise((chosen, condition), (otherwise, True))


for _name, _function in CAREFUL.items():
    if _function.plain is not None and _name not in ("sech", "csch"):  # of SymPy's own
        setattr(Exact, _name, staticmethod(partial(_function.plain, Exact)))


def derivatives(study: Study, limits: Limits) -> list[Decimal]:
    """The gradient by SymPy, to 30 digits, by input. Raises Unanswered."""
    expression = _sent(study, limits)
    tick(_OPERATION * len(expression.rows))
    try:
        answer = _child.ask(_answered, expression, limits.bounds(limits.oracle_seconds))
    except (Busy, OutOfTime) as failure:
        raise Unanswered(failure.message) from failure
    if answer == _FAILS:
        raise Unanswered("SymPy fails here, and gives no answer")
    if answer is None:
        raise Unanswered("SymPy finds no real number here")
    return [*map(Decimal, answer)]


def _sent(study: Study, limits: Limits) -> Expression:
    """The expression of a scalar output of numbers. Raises Unanswered."""
    graph = study.graph
    if graph.arrays or not study.scalar:
        raise Unanswered("SymPy's derivative is taken of numbers only, not of vectors and matrices")
    (output,) = graph.outputs
    if output in graph.data:
        raise Unanswered("the output depends on no input")
    ancestors = graph.reaching(output) - graph.data
    for name in ("floor", "ceil", "normcdf2", "detach"):
        if any(graph.rows[i].name == name for i in ancestors):
            raise Unanswered(f"SymPy has no derivative of {name}")
    size = _tree_size(graph, output)
    if size > limits.oracle_operations:
        most = f"SymPy's derivative is taken of at most {limits.oracle_operations:,} operations"
        raise Unanswered(f"{most}, and written without names this program has {size:,}")
    rows = tuple(_place(graph.rows[i], len(graph.operands[i])) if i in ancestors else None for i in range(len(graph)))
    constants = tuple(float(graph.constant(k)) for k in range(-len(graph.constants), 0))
    return Expression(rows, tuple(graph.operands), constants, tuple(map(float, study.point.values())), output)


def _tree_size(graph: Graph, output: int) -> int:
    """The operations of the expression with every shared node written out."""
    sizes: list[int] = []
    for i, operands in enumerate(graph.operands[: output + 1]):
        sizes.append(0 if i in graph.data else 1 + sum(sizes[k] for k in operands if k >= 0))
    return sizes[output]


def _place(row: Operation, operands: int) -> int | None:
    """Where the table has the row: its value is the same whichever operands are constants."""
    if row is INPUT:
        return None
    return next(
        place
        for place, each in enumerate(ELEMENTWISE)
        if each.name == row.name and each.arity[0] <= operands <= each.arity[1]
    )


def _answered(expression: Expression) -> list[str] | str | None:
    """In the child: the derivative, or that SymPy fails."""
    try:
        return _differentiated(expression)
    except _FAILURES:
        return _FAILS


def _differentiated(expression: Expression) -> list[str] | None:
    """The derivative by every input in 30 digits; None where it is not a real number."""
    symbols = [sympy.Symbol(f"x{i}", real=True) for i in range(len(expression.point))]
    nodes: list[Any] = [*symbols]
    for i in range(len(symbols), expression.output + 1):
        nodes.append(_node(expression, i, nodes))
    at = {s: sympy.Float(x, _WORKING) for s, x in zip(symbols, expression.point, strict=True)}
    decimals = []
    for s in symbols:
        slope = nodes[expression.output].diff(s).subs(at).evalf(_WORKING)
        if not (slope.is_Float or slope.is_Rational) or not slope.is_finite or abs(slope) * _LEAST > 1:
            return None
        # No double is so small; and Decimal takes no exponent of any length.
        decimals.append(str(slope.evalf(DIGITS)) if abs(slope) > _LEAST else "0")
    return decimals


def _node(expression: Expression, i: int, nodes: list[Any]) -> Any:
    place = expression.rows[i]
    if place is None:
        return None  # data, and what the output does not depend on
    row = ELEMENTWISE[place]
    x = [nodes[k] if k >= 0 else sympy.Float(expression.constants[k], _WORKING) for k in expression.operands[i]]
    if row.name == "power" and x[1].is_Float and x[1] == int(x[1]) and abs(x[1]) <= _LARGEST_INTEGER:
        x[1] = sympy.Integer(int(x[1]))
    return row.value(Exact, *x)


# SymPy's caches grow with what it has seen: the child is replaced now and then.
_child = Child("derivative", (_answered, Expression((None,), ((),), (), (1.0,), 0)), 200, "SymPy's derivative")
