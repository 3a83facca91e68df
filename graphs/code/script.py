"""The same computation as code that runs as it stands, and asserts the numbers shown; PyTorch and JAX stand here.

Of what people typed only names and numbers get into it: names that are letters, digits and underscores, with a suffix
where Python or the code itself has another use for them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.jacobian import stacked
from graphs.code.folding import Folding
from graphs.code.lines import Code, Line, names_of, naming
from graphs.code.shown import TITLES, Shown
from graphs.code.spellings import ROOTS, SIGNS, helpers, spelled, spelling
from graphs.code.wengert_list import WengertList
from graphs.code.written import Written, floats, number
from graphs.study import Study

# Rows besides comparisons that PyTorch follows no derivative through.
_UNTRACKED = frozenset("detach argmax argmin floor_divide".split())


def code(study: Study) -> dict[str, Code]:
    """The contract's `code`: library -> a program's text."""
    scripts = {library: Code(_Script(study, library).lines()) for library in _HEADS}
    return {**scripts, "numpy": Code(WengertList(study).lines())}


class _Script:
    def __init__(self, study: Study, library: str):
        self.study, self.graph, self.library = study, study.graph, library
        self.names = names_of(study, library)
        self.inputs = self.names[: len(study.graph.inputs)]
        self.array = "torch.tensor" if library == "pytorch" else "jnp.array"
        self.shown = Shown(study, library, self.names)
        self.stop = self._first_missing()
        self.called = [*self.names]  # by node, what it is called at last: in a loop one name stands for several
        self.folding = self._folded() if self.stop is None else None

    def _folded(self) -> Folding:
        return Folding(self.graph, self.called, *naming(self.study, self.library), self._expression, self._text)

    def lines(self) -> Iterator[str]:
        yield from _HEADS[self.library]
        yield from self._helpers()
        yield from self._block("The data.", self._data())
        whole = self.stop is None
        as_function = whole and (self.library == "jax" or not self.study.scalar)
        if as_function:
            yield from ["", "", f"def function({', '.join(self.inputs)}):"]
            assert self.folding is not None
            yield from self.folding.definitions("    ")
            yield from (statement.line("    ") for statement in self.folding.statements)
            yield from [f"    return {self._output()}", ""]
        yield from self._block("The point.", self._point(tracked=not as_function))
        if not as_function:
            yield from self._block("Functions.", self._functions())
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
        title, row = TITLES[self.library], self.graph.rows[i].name
        if spelling(self.library, self.graph.rows[i]) is None:
            return f"{title} has no counterpart of {row}, which makes {self.names[i]}: there is no code from here on."
        return f"The {row} that makes {self.names[i]} is undefined here, and {title} would end with an error."

    def _data(self) -> Iterator[str]:
        for i in sorted(self.graph.data):
            yield Line(f"{self.names[i]} = {self.array}({floats(self.study.evaluation.values[i])})", i)

    def _point(self, tracked: bool) -> Iterator[str]:
        option = ", requires_grad=True" if tracked and self.library == "pytorch" else ""
        for i, (name, value) in enumerate(zip(self.inputs, self.study.point.values(), strict=True)):
            yield Line(f"{name} = {self.array}({floats(value)}{option})", i)

    def _functions(self) -> Iterator[str]:
        return iter([*self.folding.definitions()][:-1] if self.folding is not None else [])

    def _nodes(self) -> Iterator[str]:
        if self.folding is not None:
            yield from (statement.line() for statement in self.folding.statements)
            return
        for i in range(len(self.graph.inputs), self.stop or 0):
            if i not in self.graph.data:
                yield Line(f"{self.names[i]} = {self._expression(i, {})}", i)

    def _expression(self, i: int, replaced: dict[int, str]) -> str:
        """A node's row. replaced: by position, what stands for an operand, and from -1 on down for a part of a key."""
        graph, row, operands = self.graph, self.graph.rows[i], self.graph.operands[i]
        x = [
            Written(replaced[position]) if position in replaced else self._operand(k, row.name in SIGNS)
            for position, k in enumerate(operands)
        ]
        shapes = tuple(graph.shape_of(k) for k in operands)
        options = dict(row.chosen)
        if row.name == "index":
            key = options["key"]
            options["key"] = tuple(Written(replaced[-1 - n]) if -1 - n in replaced else k for n, k in enumerate(key))
        return number(spelled(self.library, ROOTS[self.library], row, shapes, graph.shapes[i], x, options))

    def _text(self, k: int, beside_a_sign: bool) -> str:
        return number(self._operand(k, beside_a_sign))

    def _operand(self, k: int, beside_a_sign: bool) -> Any:
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        if node >= 0:
            return Written(self.called[node])
        constant = self.graph.constant(k)
        if beside_a_sign and np.ndim(constant) == 0:
            return constant
        return Written(f"{self.array}({floats(constant)})")

    def _output(self) -> str:
        outputs = [self._text(k, False) for k in self.graph.outputs]
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
        strays = self.shown.strays(set().union(*(self.graph.reaching(k) for k in self.graph.outputs)))
        if strays is not None:
            yield f"# The value is left out: {strays}."
        elif np.isfinite(value).all():
            asserted.append("value")
            yield self.shown.close("value" + ("" if self.library == "jax" else ".detach()"), value, self.shown.rounding)
        else:
            yield "# The value is left out: it is not finite, and each library goes on by rules of its own."
        if self.study.jacobian is None:
            yield "# The Jacobian is left out: it is too large to be shown."
            return
        flows = self._flows()
        shape = self.graph.value_shape
        for i, name in enumerate(self.inputs):
            columns = [row[i] for row in self.study.jacobian]
            slopes = np.array(columns).reshape(*shape, *self.graph.shapes[i]) if shape else columns[0]
            reason = self.shown.left_out(i, slopes)
            if reason is not None:
                yield f"# The derivative by {name} is left out: {reason}."
            elif not as_function and not flows[i]:
                yield f"assert {name}.grad is None  # nothing flows back to it: a derivative of 0"
            else:
                asserted.append(f"d/d{name}")
                actual = (
                    f"{name}.grad" if not as_function else f"{'gradient' if self._has_gradient() else 'jacobian'}[{i}]"
                )
                yield self.shown.close(actual, slopes, self.shown.slack(i, slopes))
        if asserted:
            yield f'print("agreed: {", ".join(asserted)}")'

    def _has_gradient(self) -> bool:
        return self.library == "jax" and self.study.scalar


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
