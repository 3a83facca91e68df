"""Both sweeps as a NumPy program that a person reads: each node a line, then each contribution to an adjoint a line.

The lines are made of the formulas of spellings.py, partials.py and pullbacks.py, read over names. The same formulas,
read over NumPy itself, say beforehand what the program computes: it asserts what agrees with the numbers shown, and
says what it leaves out.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import scipy.special

from graphs.autodiff.graph import Value
from graphs.autodiff.jacobian import components, stacked
from graphs.code import helpers
from graphs.code.array_spellings import Use
from graphs.code.folding import Folding
from graphs.code.lines import Line, adjoint_names, names_of, naming
from graphs.code.partials import Partials, partials
from graphs.code.pullbacks import PULLBACKS, Part, Pull, summed
from graphs.code.shown import Shown
from graphs.code.spellings import NUMPY_NAMES, Modules, spelled, spelling
from graphs.code.written import Written, floats, number, times
from graphs.operations.flows import outside
from graphs.operations.shapes import index_text, numpy_key
from graphs.study import Study

_LONG = 70  # characters of the names in a line of adjoints
_SINGULAR = 1e12  # condition of a matrix whose inverse has few digits left
_ROUNDED = "rounding has the better part of it in these formulas"
_LIMIT = "the formulas have it only as a limit here"
_NOTHING = object()  # passed back where a choice lets nothing through
_PLAIN = 1e100  # numbers up to here have squares and products that Python's own floats hold


class _Reading(NamedTuple):
    """What the formulas are read over: names, or numbers.

    n: the modules. values: by node. constant: of an operand below 0. helper: a function of helpers.py. partials: by
    node of numbers, once they are made.
    """

    n: Modules
    values: list[Any]
    constant: Callable[[int], Any]
    helper: Callable[[str], Any]
    partials: dict[int, Partials]


class WengertList:
    """The program of one study."""

    def __init__(self, study: Study):
        self.study, self.graph = study, study.graph
        self.names = names_of(study, "numpy")
        self.bars = adjoint_names(self.names)
        self.shown = Shown(study, "numpy", self.names)
        self.local = [*self.names]  # by node, while a function is written its name in there
        self.helpers: dict[str, None] = {}  # the helpers that its lines call
        self.asserted: list[str] = []
        self.way = set().union(*(self.graph.reaching(k) for k in self.graph.outputs)) - self.graph.data
        self.reached = {*range(len(self.graph.inputs)), *self.graph.outputs} - self.graph.data  # by an adjoint
        self.stop = self._first_missing()
        self.written = _Reading(NUMPY_NAMES, [Written(name) for name in self.names], self._written, self._call, {})
        numbers = [*chain(study.evaluation.values, *study.evaluation.partials)]
        self.plain = all(map(_is_plain, numbers))
        # where a number is infinite, what does not flow is not multiplied with it
        self.skips = not all(np.isfinite(each) for each in numbers if isinstance(each, float))
        with np.errstate(all="ignore"):
            self.folding = self._folded() if self.stop is None else None
            self.forward = (
                [*self._forward()] if self.folding is None else [each.line() for each in self.folding.statements]
            )
            self.reverse = [*self._reverse()] if self.stop is None and self.graph.inputs else []
            self.computed = self._computed() if self.stop is None else None

    def _first_missing(self) -> int | None:
        """The first node that NumPy has no line for, or would end with an error at."""
        graph = self.graph
        for i in range(len(graph.inputs), len(graph)):
            row = graph.rows[i]
            raises = i in self.study.evaluation.undefined and row.inverts
            is_known = spelling("numpy", row) is not None
            if i not in graph.data and (raises or not is_known):
                return i
        return None

    # What the formulas are read over.

    def _written(self, k: int) -> Any:
        """A constant as it is written: a data node by its name, a number as it is."""
        if k in self.graph.owners:
            return Written(self.names[self.graph.owners[k]])
        constant = self.graph.constant(k)
        return Written(f"np.array({floats(constant)})") if np.ndim(constant) else np.float64(constant)

    def _number(self, k: int) -> Any:
        return _of_numpy(self.graph.constant(k))

    def _call(self, helper: str) -> Written:
        self.helpers |= dict.fromkeys(["minor", helper] if helper == "cofactors" else [helper])
        return Written(helper)

    # The two sweeps, over names or over numbers.

    def _value(self, m: _Reading, i: int) -> Any:
        row, operands = self.graph.rows[i], self.graph.operands[i]
        shapes = tuple(self.graph.shape_of(k) for k in operands)
        return spelled("numpy", m.n, row, shapes, self.graph.shapes[i], self._operands(m, i))

    def _operands(self, m: _Reading, i: int) -> list[Any]:
        x = [m.values[k] if k >= 0 else m.constant(k) for k in self.graph.operands[i]]
        if m is self.written and self.graph.rows[i].chooses:  # 1.0 and not 1: of whole numbers alone NumPy makes others
            return [Written(floats(each)) if isinstance(each, float) else each for each in x]
        return x

    def _flows(self, m: _Reading, i: int, adjoint: Any) -> Iterator[tuple[int, Any]]:
        """What a node passes back to its operands: by edge the operand, and its contribution."""
        graph, row, x, c = self.graph, self.graph.rows[i], self._operands(m, i), m.values[i]
        edges = [(position, k) for position, k in enumerate(graph.operands[i]) if k >= 0]
        if row.shape is None:
            if i not in m.partials:
                m.partials[i] = partials(row, m.n, c, x, self._mends(i))
            slopes = m.partials[i]
            for position, k in edges:
                if self.skips and self.study.evaluation.partials[i][position] is None:
                    yield k, _NOTHING
                elif slopes[position] is not None:
                    flow = times(adjoint, slopes[position])
                    yield k, summed(m.n.np, flow, graph.shapes[i], graph.shapes[k])
            return
        use = Use(dict(row.chosen), tuple(graph.shape_of(k) for k in graph.operands[i]), graph.shapes[i])
        for position, k in edges:
            if row.name in PULLBACKS:
                pull = Pull(m.n, m.helper, use, position, self._has_zeros(i, k))
                yield k, PULLBACKS[row.name](pull, adjoint, c, *x)

    def _mends(self, i: int) -> bool:
        """Whether operands of a maximum tie, or an operand of another row or its value is 0 somewhere."""
        values = self.study.evaluation.values
        x = [values[k] if k >= 0 else self.graph.constant(k) for k in self.graph.operands[i]]
        if self.graph.rows[i].extremum:
            return any(np.any(np.equal(one, other)) for n, one in enumerate(x) for other in x[:n])
        return any(np.any(np.equal(each, 0.0)) for each in (*x, values[i]))

    def _has_zeros(self, i: int, k: int) -> bool:
        values, name = self.study.evaluation.values, self.graph.rows[i].name
        if name == "det":
            return bool(np.linalg.cond(values[k]) > _SINGULAR)
        return bool(np.any(np.equal(values[i if name == "norm" else k], 0.0)))

    def _computed(self) -> _Reading:
        """Every node's value as the program computes it, up to where it stops."""
        graph, point = self.graph, [*self.study.point.values()]
        values: list[Any] = [*map(_of_numpy, point)]
        made = _Reading(_NUMPY, values, self._number, lambda name: getattr(helpers, name), {})
        for i in graph.visited(range(len(point), len(graph) if self.stop is None else self.stop)):
            values.append(self.study.evaluation.values[i] if i in graph.data else self._value(made, i))
        return made

    def _sweep(self, seed: dict[int, Any]) -> list[Any]:
        """The adjoints of the inputs as the program computes them."""
        graph = self.graph
        assert self.computed is not None
        adjoints: dict[int, Any] = {i: np.zeros(graph.shapes[i]) for i in range(len(graph.inputs))}
        for k, one in seed.items():
            adjoints[k] = np.array(outside(one, graph.shapes[k]))
        for i in graph.visited(range(max(seed, default=-1), len(graph.inputs) - 1, -1)):
            if i in adjoints and i in self.way:
                for k, flow in self._flows(self.computed, i, adjoints[i]):
                    if flow is _NOTHING:
                        continue
                    place, flow = (numpy_key(flow.key), flow.flow) if isinstance(flow, Part) else (..., flow)
                    adjoints.setdefault(k, np.zeros(graph.shapes[k]))[place] += flow
        return [adjoints[i] for i in range(len(graph.inputs))]

    def _folded(self) -> Folding:
        """The forward sweep. Adjoints need every value, so a function hands on all its nodes, and turns stay apart."""
        plain, taken, parameters = naming(self.study, "numpy")
        taken |= {*self.bars}
        return Folding(
            self.graph, [*self.names], plain, taken, parameters, self._expression, self._text, keeps_all=True
        )

    def _expression(self, i: int, replaced: dict[int, str]) -> str:
        x = self._operands(self.written, i)
        for position, k in enumerate(self.graph.operands[i]):
            if position in replaced or k >= 0:
                x[position] = Written(replaced.get(position) or self.local[k])
        row, shapes = self.graph.rows[i], tuple(map(self.graph.shape_of, self.graph.operands[i]))
        return number(spelled("numpy", NUMPY_NAMES, row, shapes, self.graph.shapes[i], x))

    def _text(self, k: int, beside_a_sign: bool) -> str:
        return self.local[k] if k >= 0 else number(self._written(k))

    def _forward(self) -> Iterator[Line]:
        """Line by line, up to where it stops."""
        for i in range(len(self.graph.inputs), self.stop or 0):
            if i not in self.graph.data:
                yield Line(f"{self.names[i]} = {self._value(self.written, i).text}", i)

    def _reverse(self) -> Iterator[str]:
        """One line for each contribution, against the order of the nodes."""
        graph, bends = self.graph, {issue.node for issue in self.study.issues if issue.kind.bends}
        for i in range(len(graph) - 1, len(graph.inputs) - 1, -1):
            if i not in self.way or i not in self.reached:
                continue
            convention = "  # a kink: this slope is a convention" if i in bends else ""
            nothing = True
            for k, flow in self._flows(self.written, i, Written(self.bars[i])):
                if flow is None:
                    self.stop = i
                    return
                if flow is _NOTHING:
                    yield f"# {graph.rows[i].name} passes nothing back to {self.names[k]} here: it is not chosen"
                    continue
                place, flow = (f"[{index_text(flow.key)}]", flow.flow) if isinstance(flow, Part) else ("", flow)
                yield f"{self.bars[k]}{place} += {flow.text}{convention}"
                self.reached.add(k)
                nothing = False
            if nothing:
                yield f"# {graph.rows[i].name} passes nothing back from {self.names[i]}"

    # The program.

    def lines(self) -> Iterator[str]:
        """All of it."""
        functions = [*self.folding.definitions()] if self.folding is not None else []
        text = "\n".join([*functions, *self.forward, *self.reverse])
        yield "import numpy as np"
        if "special." in text:
            yield "from scipy import special"
        for name in self.helpers:
            yield from ["", "", *helpers.source(name).splitlines()]
        yield from _block("The data.", self._data())
        yield from _block("The point.", self._point())
        yield from _block("Functions of the program: each returns all its nodes.", functions[:-1])
        yield from _block("Forward: each node by those before it.", self.forward)
        if self.stop is not None:
            yield from ["", f"# {self._why_it_stops(self.stop)}"]
            return
        asserts = [*self._asserts_value()]
        if self.graph.inputs and self.study.seed:
            yield from _block("Reverse: all adjoints start at 0, that of the result at its seed.", self._adjoints())
            yield from _block("Each node passes its adjoint back, times its local derivatives.", self.reverse)
            asserts += self._asserts_adjoints()
        elif self.graph.inputs and self.study.jacobian is not None:
            yield from self._pullback()
            asserts += self._asserts_jacobian()
        elif self.graph.inputs:
            asserts.append("# The Jacobian is left out: it is too large to be shown.")
        if self.asserted:
            asserts.append(f'print("agreed: {", ".join(self.asserted)}")')
        yield from _block("What is shown.", asserts)

    def _why_it_stops(self, i: int) -> str:
        row = self.graph.rows[i].name
        if spelling("numpy", self.graph.rows[i]) is None:
            return f"NumPy has no counterpart of {row}, which makes {self.names[i]}: there is no code from here on."
        if i in self.study.evaluation.undefined:
            return f"The {row} that makes {self.names[i]} is undefined here, and NumPy would end with an error."
        return f"No short line passes an adjoint back through the {row} that makes {self.names[i]}."

    def _data(self) -> Iterator[Line]:
        for i in sorted(self.graph.data):
            yield Line(f"{self.names[i]} = {self._literal(self.study.evaluation.values[i])}", i)

    def _point(self) -> Iterator[Line]:
        for i, value in enumerate(self.study.point.values()):
            yield Line(f"{self.names[i]} = {self._literal(value)}", i)

    def _literal(self, value: Value) -> str:
        if np.ndim(value):
            return f"np.array({floats(value)})"
        return floats(value) if self.plain else f"np.float64({floats(value)})"

    def _adjoints(self) -> Iterator[str]:
        """Zeros, and the seeds."""
        seeds = {i: outside(one, self.graph.shapes[i]) for i, one in self.study.seed.items()}
        yield from self._zeros({*seeds})
        for i, seed in seeds.items():
            yield f"{self.bars[i]} = {self._literal(seed)}"

    def _zeros(self, seeded: set[int]) -> Iterator[str]:
        """The adjoints at their start, numbers in one line: arrays must not be one array by several names."""
        started = sorted(self.reached - seeded)
        names = [self.bars[i] for i in started if not self.graph.shapes[i]]
        for line in textwrap.wrap(" ".join(names), _LONG) if names else ():
            yield f"{line.replace(' ', ' = ')} = 0.0"
        for i in started:
            if self.graph.shapes[i]:
                yield f"{self.bars[i]} = np.zeros_like({self.names[i]})"

    def _pullback(self) -> Iterator[str]:
        """The reverse sweep as a function of the seeds, for one row of the Jacobian at a time."""
        outputs = [*dict.fromkeys(self.graph.outputs)]
        inputs = [self.bars[i] for i in range(len(self.graph.inputs))]
        is_plain = len(outputs) == len(self.graph.outputs)
        yield from ["", "", f"def pullback({', '.join(self.bars[k] for k in outputs) if is_plain else 'seed'}):"]
        yield '    """The adjoints of the inputs, by those of the outputs."""'
        yield from (f"    {line}" for line in self._zeros({*outputs} if is_plain else set()))
        if not is_plain:
            yield from (f"    {self.bars[k]} += seed[{n}]" for n, k in enumerate(self.graph.outputs))
        yield from (f"    {line}" for line in self.reverse)
        yield from [f"    return {', '.join(inputs)}" if len(inputs) > 1 else f"    return ({inputs[0]},)", "", ""]
        shape = self.graph.value_shape
        seeds = f"np.eye({math.prod(shape)})" + (
            f".reshape({', '.join(map(str, (-1, *shape)))})" if len(shape) > 1 else ""
        )
        yield "# The Jacobian: one row for each entry of the value."
        star = "*" if is_plain and len(outputs) > 1 else ""
        yield f"rows = [pullback({star}seed) for seed in {seeds}]"

    # What is asserted.

    def _asserts_value(self) -> Iterator[str]:
        value = stacked(self.graph, self.study.evaluation.values)
        names = [self.names[k] for k in self.graph.outputs]
        actual = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
        assert self.computed is not None
        computed = stacked(self.graph, self.computed.values)
        if not np.isfinite(value).all():
            yield "# The value is left out: it is not finite."
        elif not self.shown.agrees(computed, value, self.shown.rounding):
            nodes = set().union(*(self.graph.reaching(k) for k in self.graph.outputs))
            yield f"# The value is left out: {self.shown.strays(nodes) or _ROUNDED}."
        else:
            self.asserted.append("value")
            yield self.shown.close(actual, value, self.shown.rounding)

    def _asserts_adjoints(self) -> Iterator[str]:
        assert self.study.adjoints is not None
        with np.errstate(all="ignore"):
            computed = self._sweep(self.study.seed)
        for i, (adjoint, flow) in enumerate(zip(computed, self.study.adjoints, strict=False)):
            yield self._assert(i, self.bars[i], adjoint, outside(flow, self.graph.shapes[i]))

    def _asserts_jacobian(self) -> Iterator[str]:
        assert self.study.jacobian is not None
        with np.errstate(all="ignore"):
            rows = [self._sweep(seed) for seed in components(self.graph)]
        for i in range(len(self.graph.inputs)):
            slopes = np.array([row[i] for row in self.study.jacobian])
            yield self._assert(i, f"[row[{i}] for row in rows]", np.array([row[i] for row in rows]), slopes)

    def _assert(self, i: int, actual: str, computed: Value, slopes: Value) -> str:
        slack = self.shown.slack(i, slopes)
        if np.isfinite(slopes).all() and self.shown.agrees(computed, slopes, slack):
            self.asserted.append(f"d/d{self.names[i]}")
            return self.shown.close(actual, slopes, slack)
        reason = self.shown.left_out(i, slopes) or (_ROUNDED if np.isfinite(computed).all() else _LIMIT)
        return f"# The derivative by {self.names[i]} is left out: {reason}."


def _is_plain(x: Any) -> bool:
    """Whether this is no number that Python's own would come to grief with, as 1/0 or the square of 1e200."""
    return not isinstance(x, float) or abs(x) < _PLAIN


def _of_numpy(value: Value) -> Any:
    return np.array(value, float) if np.ndim(value) else np.float64(value)


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    content = [*lines]
    if content:
        yield from ["", f"# {title}", *content]


_NUMPY = Modules(np, scipy.special)
