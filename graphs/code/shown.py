"""What a program's code asserts: the numbers shown, how near a library must come to them, and what is left out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from graphs.autodiff.graph import Value
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.kinks import kink_at
from graphs.code.written import floats
from graphs.study import Study
from graphs.study.rounding import largest_terms, noise

RELATIVE = 1e-8  # PyTorch's trigamma is good to nine digits
TITLES = {"pytorch": "PyTorch", "jax": "JAX", "numpy": "NumPy"}
_RULES = {
    Kind.NOT_DIFFERENTIABLE: "is not differentiable here, and each library chooses a slope of its own",
    Kind.INFINITE_SLOPE: "has an infinite slope here, and each library goes on by rules of its own",
}
_UNDEFINED = "is undefined or overflows here, and each library goes on by rules of its own"
# Rows whose slopes the libraries make of squares, and those that they make of logarithms of gammas.
_SQUARED = frozenset("divide atan2 hypot norm inv solve det logdet".split())
_BY_LOGARITHMS = frozenset({"binomial", "beta"})


class Shown:
    """The numbers of a study that code in one library asserts. names: by node, its name in the code."""

    def __init__(self, study: Study, library: str, names: Sequence[str]):
        self.study, self.graph, self.library, self.names = study, study.graph, library, names
        self.rounding = 64.0 * noise(study)
        self._terms = largest_terms(study)

    def slack(self, i: int, slopes: Value) -> float:
        """How far a derivative by input i may be off, beside the relative tolerance."""
        return RELATIVE * max(self._terms[i], float(np.max(np.abs(slopes), initial=0.0))) + self.rounding

    def close(self, actual: str, expected: Value, absolute: float) -> str:
        """absolute: what may be off beside the relative tolerance; past the doubles there is no such bound."""
        tolerances = f"rtol={RELATIVE:g}, atol={_bound(absolute):.0e}"
        if self.library == "pytorch":
            return f"torch.testing.assert_close({actual}, torch.tensor({floats(expected)}), {tolerances})"
        return f"np.testing.assert_allclose({actual}, {floats(expected)}, {tolerances})"

    def agrees(self, actual: Value, expected: Value, absolute: float) -> bool:
        """Whether a number that the code computes is one that it may assert, with a margin for other machines."""
        return bool(np.allclose(actual, expected, rtol=RELATIVE / 4.0, atol=_bound(absolute) / 4.0))

    def left_out(self, i: int, slopes: Value) -> str | None:
        """Why a derivative by input i is not asserted, if so: where it bends or faults on the way to the output."""
        graph = self.graph
        on_the_way = graph.reached_from(i) & set().union(*(graph.reaching(k) for k in graph.outputs))
        for issue in self.study.issues:
            if issue.node in on_the_way and not issue.kind.has_derivative:
                return f"{self.names[issue.node]} ({graph.rows[issue.node].name}) {_RULES.get(issue.kind, _UNDEFINED)}"
        return self.strays(on_the_way) if np.isfinite(slopes).all() else "it is not finite"

    def strays(self, nodes: set[int]) -> str | None:
        """Why the library's numbers at one of these nodes are none to be asserted, if so."""
        graph, values = self.graph, self.study.evaluation.values
        for i in sorted(nodes - graph.data):
            row, sizes = graph.rows[i], [np.abs(values[k]) for k in graph.operands[i]]
            subject = f"{self.names[i]} ({row.name})"
            if row.cone and kink_at(graph, self.study.evaluation, i):  # 0·∞ in JAX: norm(x)**2 at 0
                return f"{subject} {_RULES[Kind.NOT_DIFFERENTIABLE]}"
            if row.name in _SQUARED and any(np.any((x > 0.0) & ((x < 1e-150) | (x > 1e150))) for x in sizes):
                return f"{subject} meets squares of its operands in {TITLES[self.library]}, which leave the doubles"
            if row.name in _BY_LOGARITHMS and any(np.any(x > 1e5) for x in sizes):
                return f"{subject} is the exponential of large logarithms here, which have no digits to spare"
            if row.name in _BY_LOGARITHMS and any(map(_has_pole, self._above(i))):
                return f"{subject} is a quotient of two infinite gammas here, which only its limit gives"
            if row.name == "det" and self.library == "pytorch" and np.linalg.cond(values[graph.operands[i][0]]) > 1e12:
                return f"{subject} is that of a singular matrix, through which PyTorch has no derivative"
        return None

    def _above(self, i: int) -> list[Value]:
        """The arguments of the gammas above the fraction line, in a product of gammas."""
        x = [self.study.evaluation.values[k] for k in self.graph.operands[i]]
        return x if self.graph.rows[i].name == "beta" else [x[0] + 1.0]


def _has_pole(x: Value) -> bool:
    """Whether Γ is infinite at one of these."""
    return bool(np.any((np.asarray(x) <= 0.0) & (np.floor(x) == x)))


def _bound(absolute: float) -> float:
    return max(absolute, 1e-300) if math.isfinite(float(f"{absolute:.0e}")) else 1e-300
