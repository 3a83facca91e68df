"""Symbolic readings: every node's value, tangents and adjoint as closed forms, in the c's and in the inputs.

A form is expanded along the paths of the graph, but never past a stated size, which is known before it is made: the
forms that it would be made of are measured. Past it, or when the clock has run out, nothing is written, and an issue
tells how much was left out and why.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy

from graphs.autodiff.graph import Edge
from graphs.autodiff.issue_kinds import Kind
from graphs.closed_forms.array_rules import carried
from graphs.closed_forms.arrays import seeded, summed, written_out, zero
from graphs.closed_forms.expressions import (
    PI,
    Cut,
    Form,
    Forms,
    Unwritable,
    call,
    form_of,
    occurrences,
    parts,
    tidied,
    times,
    valued,
)
from graphs.closed_forms.printing import InSymbols, InWords
from graphs.diagnosis.issues import Issue
from graphs.language.names import NAMED_CONSTANTS
from graphs.limits import Limits
from graphs.notation.names import label
from graphs.operations.table import FUNCTIONS
from graphs.study import Study

Reading = dict[str, Any]
(_WHERE,) = FUNCTIONS["where"]


def closed_forms(study: Study, limits: Limits) -> tuple[list[Reading], list[Issue]]:
    """By node: {"value", "tangents" by entry, "adjoint"}; and an issue where something was left out.

    Each is {"text", "latex"} in the c's and, under "inputs", the same in the inputs; None where it was cut. A data
    node has no tangents and no adjoint. At a kink a form is that of the general case.
    """
    closed = _Closed(study, limits)
    readings = [closed.reading(i) for i in range(len(study.graph))]
    return readings, closed.issues()


class _Closed:
    """The forms of one study."""

    def __init__(self, study: Study, limits: Limits) -> None:
        self.study, self.graph, self.limits = study, study.graph, limits
        self.ends = time.monotonic() + limits.form_seconds
        self.cuts: Counter[Cut] = Counter()
        self.characters = 0
        graph = self.graph
        self.symbols = [sympy.Symbol(f"c{i:06}") for i in range(len(graph))]
        self.words, self.signs = self._writers()
        self.readings: dict[Form, dict[str, str] | Cut] = {}
        self.values = self._values()
        self.expanded = dict(zip(self.symbols, self.values, strict=True))
        self.partials = [self._partials(i) for i in range(len(graph))]
        self.tangents = {entry: self._tangents(entry) for entry in study.tangents}
        self.adjoints = self._adjoints() if study.adjoints is not None else None

    def _writers(self) -> tuple[InWords, InSymbols]:
        """How symbols are written: a name that cannot be typed as an identifier."""
        graph, names = self.graph, self.study.notation.identifiers
        texts = {each.name: names[i] for i, each in enumerate(self.symbols)}
        signs = {each.name: self.study.notation.symbols[i] for i, each in enumerate(self.symbols)}
        for i, name in enumerate(graph.inputs):
            texts[f"x{i:06}"], signs[f"x{i:06}"] = name, label(name)
        for name in graph.labels.values():
            texts[name] = signs[name] = name
        is_taken = "pi" in (*graph.inputs, *names)
        texts[PI.name], signs[PI.name] = repr(NAMED_CONSTANTS["pi"]) if is_taken else "pi", "\\pi"
        return InWords(texts), InSymbols(signs)

    # What the graph says of one node.

    def _operand(self, k: int) -> Form:
        """An operand in the c's."""
        node = k if k >= 0 else self.graph.owners.get(k, -1)
        return self.symbols[node] if node >= 0 else self._constant(k)

    def _constant(self, k: int) -> Form:
        graph = self.graph
        name = graph.labels.get(k)
        if name is None:
            return written_out(graph.constant(k))
        return PI if name == "pi" else sympy.Symbol(name)

    def _values(self) -> list[Form | Cut]:
        """Every node's value in the inputs."""
        graph = self.graph
        constants = {owner: k for k, owner in graph.owners.items()}
        values: list[Form | Cut] = [sympy.Symbol(f"x{i:06}") for i in range(len(graph.inputs))]
        for i in range(len(graph.inputs), len(graph)):
            if i in constants:
                values.append(self._form([], partial(self._constant, constants[i])))
            else:
                x = [values[edge.source] for edge in graph.edges_into(i)]
                values.append(self._form(x, partial(self._valued, i, values)))
        return values

    def _valued(self, i: int, values: list[Form | Cut]) -> Form:
        nodes = [(k, k if k >= 0 else self.graph.owners.get(k, -1)) for k in self.graph.operands[i]]
        x = [values[node] if node >= 0 else self._constant(k) for k, node in nodes]
        return valued(self.graph.rows[i], x, i in self.graph.arrays)

    def _partials(self, i: int) -> list[Form | Cut]:
        """A node's partials in the c's, by operand; the rows of vectors and matrices have none."""
        graph, row = self.graph, self.graph.rows[i]
        if i < len(graph.inputs) or i in graph.data or row.maps is not None:
            return []
        if time.monotonic() > self.ends:
            return [Cut.LATE] * len(graph.operands[i])

        try:
            x, c = [*map(self._operand, graph.operands[i])], self.symbols[i]
            first = graph.operands[i][0]
            if row is _WHERE and first >= len(graph.inputs) and graph.rows[first].binds == 0:
                x[0] = call(graph.rows[first], *map(self._operand, graph.operands[first]))
            value = call(row, *x)
            partials = row.partials(Forms, value if row.name in ("max", "min") else c, *x)
            return [tidied(form_of(each).xreplace({value: c})) for each in partials]
        except Unwritable as failure:
            return [failure.cut] * len(graph.operands[i])

    def _through(self, edge: Edge, flow: Form | Cut, forth: bool) -> Form | Cut:
        """What a tangent becomes on its way forth along an edge, or an adjoint on its way back."""
        partials = self.partials[edge.target]
        local = partials[edge.position] if partials else None
        if edge.target in self.graph.arrays:
            return self._form([flow, flow], partial(self._carried, edge, flow, forth, local))
        return self._form([flow, local], partial(times, flow, local))

    def _carried(self, edge: Edge, flow: Form, forth: bool, local: Form | Cut | None) -> Form:
        x = [*map(self._operand, self.graph.operands[edge.target])]
        return carried(self.graph, edge, flow, forth, x, self.symbols, local)

    def _tangents(self, entry: str) -> list[Form | Cut]:
        graph, tangents = self.graph, self.study.tangents[entry]
        moving = [self._form([], partial(seeded, tangents[i])) for i in range(len(graph.inputs))]
        for i in range(len(graph.inputs), len(graph)):
            edges = [edge for edge in graph.edges_into(i) if edge.source not in graph.data and moving[edge.source] != 0]
            moving.append(self._sum([self._through(edge, moving[edge.source], True) for edge in edges], i))
        return moving

    def _adjoints(self) -> list[Form | Cut]:
        graph, seed = self.graph, self.study.seed
        terms: list[list[Form | Cut]] = [[] for _ in range(len(graph))]
        adjoints: list[Form | Cut] = [sympy.S.Zero] * len(graph)
        for i, flow in seed.items():
            terms[i].append(self._form([], partial(seeded, flow)))
        for i in range(len(graph) - 1, -1, -1):
            adjoints[i] = self._sum(terms[i], i)
            for edge in graph.edges_into(i) if adjoints[i] != 0 else ():
                if edge.source not in graph.data:
                    terms[edge.source].append(self._through(edge, adjoints[i], False))
        return adjoints

    def _sum(self, terms: list[Form | Cut], i: int) -> Form | Cut:
        return self._form(terms, lambda: summed(terms) if self.graph.shapes[i] else sympy.Add(*terms))

    # What fits.

    def _form(self, needed: Iterable[Form | Cut], make: Callable[[], Form]) -> Form | Cut:
        """A form, made only if those that it needs are there, and together within the bounds, and there is time."""
        sizes = [(1, 0)]
        for each in needed:
            if isinstance(each, Cut):
                return each
            sizes.append(parts(each))
        size, depth = sum(size for size, _ in sizes), 1 + max(depth for _, depth in sizes)
        if size > self.limits.form_parts or depth > self.limits.form_depth:
            return Cut.LONG
        if time.monotonic() > self.ends:
            return Cut.LATE
        try:
            form = tidied(make())
        except Unwritable as failure:
            return failure.cut
        size, depth = parts(form)
        return form if size <= self.limits.form_parts and depth <= self.limits.form_depth else Cut.LONG

    def _in_inputs(self, form: Form) -> Form | Cut:
        """The same with what the c's are made of put in."""
        counted = occurrences(form)
        put_in = {each: self.expanded[each] for each in counted if each in self.expanded}
        needed = [form, *(value for each, value in put_in.items() for _ in range(counted[each]))]
        return self._form(needed, lambda: form.xreplace(put_in))

    # The answer.

    def reading(self, i: int) -> Reading:
        """The contract's `symbolic` of a node."""
        has_derivative = i not in self.graph.data
        shape = self.graph.shapes[i]
        return {
            "value": self._value(i),
            "tangents": {entry: self._both(forms[i], shape) for entry, forms in self.tangents.items()}
            if has_derivative
            else {},
            "adjoint": self._both(self.adjoints[i], shape) if has_derivative and self.adjoints else None,
        }

    def _value(self, i: int) -> Reading | None:
        """A value in the c's is the node's own operation as it was typed, but for what cannot be typed."""
        graph, row = self.graph, self.graph.rows[i]
        inputs = self._written(self.values[i])
        if i < len(graph.inputs):
            return None if inputs is None else {**inputs, "inputs": inputs}
        constants = [k for k, owner in graph.owners.items() if owner == i]
        try:
            x = [*map(self._constant, constants)] or [*map(self._operand, graph.operands[i])]
        except Unwritable as failure:
            self.cuts[failure.cut] += 1
            return None
        notation = self.study.notation
        untyped = [
            k for k in graph.operands[i]
            if (notation.names[k] != notation.identifiers[k] if k >= 0 else graph.shape_of(k))
        ]  # fmt: skip
        if row.binds > 0 and not untyped:
            text: str = self.study.notation.text(i)
        else:
            text = self.words.written(x[0] if constants else call(row, *x))
        return {"text": text, "latex": self.study.notation.latex(i), "inputs": inputs}

    def _both(self, form: Form | Cut, shape: Any) -> Reading | None:
        """A form in the c's, and in the inputs."""
        if form == 0:
            form = zero(shape)
        reading = self._written(form)
        if reading is None:
            return None
        return {**reading, "inputs": self._written(self._in_inputs(form))}

    def _written(self, form: Form | Cut) -> dict[str, str] | None:
        if not isinstance(form, Cut) and form not in self.readings:
            self.readings[form] = self._write(form)
        reading = form if isinstance(form, Cut) else self.readings[form]
        if isinstance(reading, dict):
            self.characters += sum(map(len, reading.values()))
            if self.characters > self.limits.form_characters:
                reading = Cut.MUCH
        if isinstance(reading, Cut):
            self.cuts[reading] += 1
            return None
        return reading

    def _write(self, form: Form) -> dict[str, str] | Cut:
        if time.monotonic() > self.ends:
            return Cut.LATE
        try:
            return {"text": self.words.written(form), "latex": self.signs.written(form)}
        except Unwritable as failure:
            return failure.cut

    def issues(self) -> list[Issue]:
        """What was left out, by reason."""
        return [
            Issue(None, Kind.LIMIT, f"{self.cuts[cut]:,} {cut.value.format(self.limits)}")
            for cut in Cut
            if self.cuts[cut]
        ]
