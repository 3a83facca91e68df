"""The same computation as PyTorch and JAX code that runs as it stands, and asserts the numbers shown.

Of what people typed only names and numbers get into it: names that are letters, digits and underscores, with a suffix
where Python or the code itself has another use for them.
"""

from __future__ import annotations

import keyword
import math
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from graphs.autodiff.graph import Value
from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.jacobian import stacked
from graphs.autodiff.kinks import kink_at
from graphs.code.spellings import HELPERS, SIGNS, helpers, spelled, spelling
from graphs.code.written import Written, floats
from graphs.notation.names import id_of, identifiers
from graphs.study import Study
from graphs.study.rounding import largest_terms, noise

_OURS = frozenset("torch jax jnp np float print function value gradient jacobian".split())
_RELATIVE = 1e-8  # PyTorch's trigamma is good to nine digits
_RULES = {
    Kind.NOT_DIFFERENTIABLE: "is not differentiable here, and each library chooses a slope of its own",
    Kind.INFINITE_SLOPE: "has an infinite slope here, and each library goes on by rules of its own",
}
_UNDEFINED = "is undefined or overflows here, and each library goes on by rules of its own"
# Rows whose slopes the libraries make of squares, and those that they make of logarithms of gammas.
_SQUARED = frozenset("divide atan2 hypot norm inv solve det logdet".split())
_BY_LOGARITHMS = frozenset({"binomial", "beta"})
# Rows besides comparisons that PyTorch follows no derivative through.
_UNTRACKED = frozenset("detach argmax argmin floor_divide".split())
_TITLES = {"pytorch": "PyTorch", "jax": "JAX"}


class _Line(str):
    """A line of code that makes a node."""

    __slots__ = ("node",)
    node: int

    def __new__(cls, text: str, node: int) -> _Line:
        made = str.__new__(cls, text)
        made.node = node
        return made


class Code(str):
    """A program's text. lines: which line (from 1) makes which node."""

    __slots__ = ("lines",)
    lines: list[dict[str, Any]]

    def __new__(cls, lines: Iterable[str]) -> Code:
        written = [*lines]
        made = str.__new__(cls, "\n".join(written) + "\n")
        numbered = enumerate(written, 1)
        made.lines = [{"node": id_of(each.node), "line": k} for k, each in numbered if isinstance(each, _Line)]
        return made


def code(study: Study) -> dict[str, Code]:
    """The contract's `code`: library -> a program's text."""
    return {library: Code(_Script(study, library).lines()) for library in _TITLES}


def names_of(study: Study) -> list[str]:
    """A Python name for every node: what it is called, inputs by their own names; no two alike."""
    return identifiers(study.notation.by_inputs.called, {*_OURS, *HELPERS, *keyword.kwlist})


class _Script:
    def __init__(self, study: Study, library: str):
        self.study, self.graph, self.library = study, study.graph, library
        self.names = names_of(study)
        self.inputs = self.names[: len(study.graph.inputs)]
        self.array = "torch.tensor" if library == "pytorch" else "jnp.array"
        self.stop = self._first_missing()

    def lines(self) -> Iterator[str]:
        yield from _HEADS[self.library]
        yield from self._helpers()
        yield from self._block("The data.", self._data())
        whole = self.stop is None
        as_function = whole and (self.library == "jax" or not self.study.scalar)
        if as_function:
            yield from ["", "", f"def function({', '.join(self.inputs)}):"]
            yield from [
                *(_Line(f"    {line}", line.node) for line in self._nodes()),
                f"    return {self._output()}",
                "",
            ]
        yield from self._block("The point.", self._point(tracked=not as_function))
        if not as_function:
            yield from self._block("The computation, node by node.", self._nodes())
        if self.stop is not None:
            yield from ["", f"# {self._why_it_stops(self.stop)}"]
            return
        yield from self._block(None, self._derivatives(as_function))
        yield from self._block("What is shown.", self._asserts(as_function))

    def _block(self, title: str | None, lines: Iterator[str]) -> Iterator[str]:
        content = [*lines]
        if content:
            yield from ["", *([f"# {title}"] if title else []), *content]

    def _helpers(self) -> Iterator[str]:
        """What products of gammas are made of, where there are any."""
        rows = [row for i, row in enumerate(self.graph.rows) if i not in self.graph.data]
        functions = helpers(self.library, rows)
        if functions:
            yield from ["", "", "# 1/Γ(x) is reflection(x)*exp(-log_gamma(x)): 0, with its slope, at the poles of Γ."]
        for k, (name, body) in enumerate(functions.items()):
            yield from [*(["", ""] if k else []), f"def {name}(x):", f"    return {body}"]

    def _first_missing(self) -> int | None:
        """The first node that the library cannot go on from."""
        graph = self.graph
        for i in range(len(graph.inputs), len(graph)):
            raises = self.library == "pytorch" and i in self.study.evaluation.undefined and graph.rows[i].inverts
            if i not in graph.data and (raises or spelling(self.library, graph.rows[i]) is None):
                return i
        return None

    def _why_it_stops(self, i: int) -> str:
        title, row = _TITLES[self.library], self.graph.rows[i].name
        if spelling(self.library, self.graph.rows[i]) is None:
            return f"{title} has no counterpart of {row}, which makes {self.names[i]}: there is no code from here on."
        return f"The {row} that makes {self.names[i]} is undefined here, and {title} would end with an error."

    def _data(self) -> Iterator[str]:
        for i in sorted(self.graph.data):
            yield _Line(f"{self.names[i]} = {self.array}({floats(self.study.evaluation.values[i])})", i)

    def _point(self, tracked: bool) -> Iterator[str]:
        option = ", requires_grad=True" if tracked and self.library == "pytorch" else ""
        for i, (name, value) in enumerate(zip(self.inputs, self.study.point.values(), strict=True)):
            yield _Line(f"{name} = {self.array}({floats(value)}{option})", i)

    def _nodes(self) -> Iterator[_Line]:
        graph, root = self.graph, Written("torch" if self.library == "pytorch" else "jax")
        for i in range(len(graph.inputs), len(graph) if self.stop is None else self.stop):
            if i not in graph.data:
                row, operands = graph.rows[i], graph.operands[i]
                x = [self._operand(k, row.name in SIGNS) for k in operands]
                shapes = tuple(graph.shape_of(k) for k in operands)
                made = spelled(self.library, root, row, shapes, graph.shapes[i], x)
                yield _Line(f"{self.names[i]} = {made.text}", i)

    def _operand(self, k: int, beside_a_sign: bool) -> Any:
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        if node >= 0:
            return Written(self.names[node])
        constant = self.graph.constant(k)
        if beside_a_sign and np.ndim(constant) == 0:
            return constant
        return Written(f"{self.array}({floats(constant)})")

    def _output(self) -> str:
        outputs = [self.names[k] for k in self.graph.outputs]
        if len(outputs) == 1:
            return outputs[0]
        return f"{'torch' if self.library == 'pytorch' else 'jnp'}.stack([{', '.join(outputs)}])"

    def _derivatives(self, as_function: bool) -> Iterator[str]:
        point = ", ".join(self.inputs)
        if not as_function:
            yield f"value = {self._output()}"
            if any(self._flows()):
                yield "value.backward()"
            return
        yield f"value = function({point})"
        if not self.inputs or self.study.jacobian is None:
            return
        if self.library == "pytorch":
            yield f"jacobian = torch.autograd.functional.jacobian(function, ({point},))"
        else:
            what = "gradient = jax.grad" if self.study.scalar else "jacobian = jax.jacrev"
            yield f"{what}(function, argnums={(*range(len(self.inputs)),)})({point})"

    def _flows(self) -> list[bool]:
        """By input, whether PyTorch tracks a way from it to the output: not through conditions or places."""
        graph, tracked = self.graph, set(self.graph.outputs)
        for i in range(len(graph) - 1, len(graph.inputs) - 1, -1):
            row = graph.rows[i]
            if i in tracked and i not in graph.data and not row.compares and row.name not in _UNTRACKED:
                tracked.update(k for k in graph.operands[i][int(row.chooses) :] if k >= 0)
        return [i in tracked for i in range(len(graph.inputs))]

    def _is_flushed(self) -> bool:
        """Whether the library counts as 0 what the numbers of this point are not."""
        sizes = (np.abs(value) for value in self.study.evaluation.values)
        return self.library == "jax" and any(np.any((x > 0.0) & (x < sys.float_info.min)) for x in sizes)

    def _asserts(self, as_function: bool) -> Iterator[str]:
        if self._is_flushed():
            yield f"# Nothing is asserted: JAX counts numbers below {sys.float_info.min:.1e} as 0, and one is needed."
            return
        value = stacked(self.graph, self.study.evaluation.values)
        asserted = []
        strays = self._strays(set().union(*(self.graph.reaching(k) for k in self.graph.outputs)))
        if strays is not None:
            yield f"# The value is left out: {strays}."
        elif np.isfinite(value).all():
            asserted.append("value")
            yield self._close("value" + ("" if self.library == "jax" else ".detach()"), value, 64.0 * noise(self.study))
        else:
            yield "# The value is left out: it is not finite, and each library goes on by rules of its own."
        if self.study.jacobian is None:
            yield "# The Jacobian is left out: it is too large to be shown."
            return
        flows, rounding, terms = self._flows(), 64.0 * noise(self.study), largest_terms(self.study)
        shape = self.graph.value_shape
        for i, name in enumerate(self.inputs):
            columns = [row[i] for row in self.study.jacobian]
            slopes = np.array(columns).reshape(*shape, *self.graph.shapes[i]) if shape else columns[0]
            reason = self._left_out(i, slopes)
            if reason is not None:
                yield f"# The derivative by {name} is left out: {reason}."
            elif not as_function and not flows[i]:
                yield f"assert {name}.grad is None  # nothing flows back to it: a derivative of 0"
            else:
                asserted.append(f"d/d{name}")
                actual = (
                    f"{name}.grad" if not as_function else f"{'gradient' if self._has_gradient() else 'jacobian'}[{i}]"
                )
                yield self._close(actual, slopes, _RELATIVE * max(terms[i], float(np.max(np.abs(slopes)))) + rounding)
        if asserted:
            yield f'print("agreed: {", ".join(asserted)}")'

    def _has_gradient(self) -> bool:
        return self.library == "jax" and self.study.scalar

    def _close(self, actual: str, expected: Value, absolute: float) -> str:
        """absolute: what may be off beside the relative tolerance; past the doubles there is no such bound."""
        if not math.isfinite(float(f"{absolute:.0e}")):
            absolute = 0.0
        tolerances = f"rtol={_RELATIVE:g}, atol={max(absolute, 1e-300):.0e}"
        if self.library == "pytorch":
            return f"torch.testing.assert_close({actual}, torch.tensor({floats(expected)}), {tolerances})"
        return f"np.testing.assert_allclose({actual}, {floats(expected)}, {tolerances})"

    def _left_out(self, i: int, slopes: Value) -> str | None:
        """Why a derivative by input i is not asserted, if so: where it bends or faults on the way to the output."""
        graph = self.graph
        on_the_way = graph.reached_from(i) & set().union(*(graph.reaching(k) for k in graph.outputs))
        for issue in self.study.issues:
            if issue.node in on_the_way and not issue.kind.has_derivative:
                return f"{self.names[issue.node]} ({graph.rows[issue.node].name}) {_RULES.get(issue.kind, _UNDEFINED)}"
        return self._strays(on_the_way) if np.isfinite(slopes).all() else "it is not finite"

    def _strays(self, nodes: set[int]) -> str | None:
        """Why the library's numbers at one of these nodes are none to be asserted, if so."""
        graph, values = self.graph, self.study.evaluation.values
        for i in sorted(nodes - graph.data):
            row, sizes = graph.rows[i], [np.abs(values[k]) for k in graph.operands[i]]
            subject = f"{self.names[i]} ({row.name})"
            if row.cone and kink_at(graph, self.study.evaluation, i):  # 0·∞ in JAX: norm(x)**2 at 0
                return f"{subject} {_RULES[Kind.NOT_DIFFERENTIABLE]}"
            if row.name in _SQUARED and any(np.any((x > 0.0) & ((x < 1e-150) | (x > 1e150))) for x in sizes):
                return f"{subject} meets squares of its operands in {_TITLES[self.library]}, which leave the doubles"
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


_HEADS = {
    "pytorch": ["import torch", "", "torch.set_default_dtype(torch.float64)"],
    "jax": [
        "import jax",
        "import jax.numpy as jnp",
        "import numpy as np",
        "",
        'jax.config.update("jax_enable_x64", True)',
    ],
}
