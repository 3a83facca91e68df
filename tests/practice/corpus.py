"""Wrong answers made by script: programs × mistakes, worked out by a second engine, mixed with numbers at random.

`python -m tests.practice.corpus` prints the figures by kind over all cells; the tests take a sample.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from graphs.limits import DOOR
from graphs.practice.cells import cell_of
from graphs.practice.practice import practice
from graphs.study import Study, study
from tests.practice.second import Second

W, X, Y = [[1.2, -0.7], [0.4, 2.1]], [0.6, -1.3], [1.5, 0.8]
PROGRAMS: list[tuple[str, dict[str, Any]]] = [
    ("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}), ("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0.5, "x2": 1.5}),
    ("x**3", {"x": 2}), ("sin(x**2)", {"x": 1.3}), ("x*y + sin(x)", {"x": 1.2, "y": 0.7}), ("x/y", {"x": 3, "y": 4}),
    ("x**2*y**3", {"x": 3, "y": 2}), ("(x + y)*(x - y)", {"x": 5, "y": 2}), ("log(x*y)", {"x": 1.5, "y": 2.5}),
    ("sqrt(x**2 + y**2)", {"x": 3, "y": 4}), ("exp(-x**2/2)", {"x": 1.1}), ("1/(1 + exp(-x))", {"x": 0.4}),
    ("sigmoid(w*x + b)", {"w": 0.5, "x": 2.4, "b": -0.3}), ("(w*x + b - y)**2", {"w": 2, "x": 3, "b": 1, "y": 4}),
    ("x*exp(x)", {"x": 1.7}), ("cos(x)*sin(y)", {"x": 0.8, "y": 1.9}), ("tan(x)/y", {"x": 0.6, "y": 2.2}),
    ("x**4 - 3*x**2", {"x": 2}), ("(x*y)**2 + x*y", {"x": 3, "y": 2}), ("log(1 + exp(x))", {"x": 0.9}),
    ("x*y*z", {"x": 2, "y": 3, "z": 5}), ("x/(y + z)", {"x": 7, "y": 3, "z": 2}), ("atan(x/y)", {"x": 1.4, "y": 2.3}),
    ("-log(sigmoid(w*x))", {"w": 1.3, "x": 0.7}), ("tanh(x*w) + x", {"x": 0.5, "w": 1.6}), ("exp(sin(x))", {"x": 2.1}),
    ("x**2/y", {"x": 5, "y": 3}), ("sqrt(x)*y", {"x": 6, "y": 3}), ("sin(x)**2 + cos(x)**2 + x", {"x": 1.1}),
    ("y**2*exp(x*y)", {"x": 0.4, "y": 1.3}),
    ("a = x*y\nb = a + x\na*b", {"x": 3, "y": 2}), ("z = w*x + b\na = tanh(z)\n(a - y)**2", {"w": 0.7, "x": 1.5, "b": 0.2, "y": 1}),
    ("u = x**2\nv = u + y\nw = u*v\nw - u", {"x": 2, "y": 3}), ("p = sigmoid(z)\n-(y*log(p) + (1 - y)*log(1 - p))", {"z": 0.8, "y": 0.3}),
    ("i = sigmoid(x)\ng = tanh(x)\nc = i*g + f\ni*tanh(c)", {"x": 0.9, "f": 0.4}),
    # functions and loops
    ("def f(x):\n    return x*x + 1\ny = f(x)*f(2*x)", {"x": 2}), ("def g(u, v):\n    return u*v + u\ny = g(x, g(x, z))", {"x": 3, "z": 2}),
    ("def sq(t):\n    return t**2\nf = sq(x) + sq(y)*x", {"x": 2, "y": 3}), ("def s(t):\n    return 1/(1 + exp(-t))\ny = s(w*x)*(1 - s(w*x))", {"x": 1.2, "w": 0.8}),
    ("y = x\nfor k in range(3):\n    y = y*x + 1\ny", {"x": 2}), ("s = 0*x\nfor k in range(1, 4):\n    s = s + x**k\ns", {"x": 1.5}),
    ("y = x\nfor k in range(3):\n    y = sin(y) + x\ny", {"x": 0.7}), ("h = 0.5*x\nfor k in range(2):\n    h = tanh(w*h + x)\nh", {"x": 0.6, "w": 1.4}),
    ("y = x\nfor k in range(4):\n    y = y - 0.1*(2*y - z)\ny", {"x": 3, "z": 1.7}), ("def f(a, b):\n    c = a*b\n    return c + sin(c)\ny = f(x, y0)*x", {"x": 1.1, "y0": 0.9}),
    # arrays
    ("sum((W @ x - y)**2)", {"W": W, "x": X, "y": Y}), ("sum(tanh(W @ x))", {"W": W, "x": X}), ("dot(x, y)**2", {"x": X, "y": Y}),
    ("sum(x*exp(y))", {"x": X, "y": Y}), ("x @ W @ x", {"W": W, "x": X}), ("mean((x - y)**2)", {"x": X, "y": Y}),
    ("sum(W @ V)", {"W": W, "V": [[0.3, 1.1], [-0.9, 0.5]]}), ("sum(sigmoid(W @ x + b))", {"W": W, "x": X, "b": Y}),
    ("sum((A @ B)**2)", {"A": [[1, 2], [3, 5]], "B": [[2, -1], [1, 3]]}), ("sum(x**3/y)", {"x": X, "y": Y}),
    ("h = tanh(W @ x)\ndot(v, h)", {"W": W, "x": X, "v": Y}), ("sum(sin(x)*y)", {"x": X, "y": Y}), ("sum(relu(W @ x)*y)", {"W": W, "x": X, "y": Y}),
    ("z = W @ x\nsum(z*z) + sum(x*x)", {"W": W, "x": X}), ("sum(W.T @ x * y)", {"W": W, "x": X, "y": Y}),
]  # fmt: skip


class Item(NamedTuple):
    """A typed number: of a program's cell, and the kinds of mistake that make it; none of a number at random."""

    program: str
    at: dict[str, Any]
    cell: str
    typed: str
    number: float
    kinds: frozenset[str]


Wrong = tuple[str, Any]  # a kind, and the cell's numbers, flat


def wrongs_of_values(two: Second, i: int, others: list[tuple[str, Second]]) -> Iterator[Wrong]:
    graph, value = two.graph, np.ravel(two.values[i])
    yield "sign", -value
    for kind, other in others:
        yield kind, np.ravel(other.values[i])
    if i < len(graph.inputs) or i in graph.data:
        return
    x = [two.values[k] if k >= 0 else np.asarray(graph.constant(k), float) for k in graph.operands[i]]
    name = graph.rows[i].name
    if name == "add":
        yield "missing use", np.ravel(np.broadcast_to(x[1], two.values[i].shape))
        yield "added twice", np.ravel(x[0] + 2 * x[1])
    elif name == "divide":
        yield "inverted", np.ravel(x[1] / x[0])
    elif name == "matmul" and x[0].ndim == 2 and x[0].shape[0] == x[0].shape[1]:
        yield "transposed", np.ravel(x[0].T @ x[1])
    if two.values[i].ndim == 2 and two.values[i].shape[0] == two.values[i].shape[1]:
        yield "transposed", np.ravel(two.values[i].T)
    jacobian = two.jacobians[i][0] if graph.operands[i][0] >= 0 else None
    if jacobian is not None and jacobian.shape == (1, 1):
        yield "value for partial", np.ravel(jacobian)


def wrong_factors(two: Second, i: int, p: int) -> Iterator[Wrong]:
    """Wrong Jacobians of an operation by operand p: by hand rules."""
    graph, right = two.graph, two.jacobians[i][p]
    x = [two.values[k] if k >= 0 else np.asarray(graph.constant(k), float) for k in graph.operands[i]]
    name, own = graph.rows[i].name, x[p]
    yield "sign", -right
    if name in ("matmul", "dot", "sum", "mean", "transpose"):
        return
    if own.shape == two.values[i].shape:

        def diagonal(entries: Any) -> Any:
            return np.diag(np.ravel(np.broadcast_to(entries, own.shape)))
    elif own.shape == () and two.values[i].ndim <= 1:

        def diagonal(entries: Any) -> Any:
            return np.reshape(np.broadcast_to(entries, two.values[i].shape), (-1, 1))
    else:
        return
    yield "value for partial", diagonal(two.values[i])
    yield "inner derivative", diagonal(1.0)
    if right.size == 1:
        with np.errstate(all="ignore"):
            yield "inverted", 1 / right
    if name == "multiply":
        yield "other operand", diagonal(own)
    if name == "divide" and p == 0:
        yield "other operand", diagonal(-x[0] / x[1] ** 2)
    if name == "power" and p == 0:
        yield "power not lowered", diagonal(x[1] * own ** x[1])
        yield "exponent not brought down", diagonal(own ** (x[1] - 1))
    if name == "sqrt":
        yield "exponent not brought down", diagonal(1 / np.sqrt(own))


def wrongs_of_adjoints(two: Second, j: int, others: list[tuple[str, Second]]) -> Iterator[Wrong]:
    bars = two.adjoints()
    right, uses = bars[j], two.uses(j)
    terms = [(i, p, two.jacobians[i][p].T @ bars[i]) for i, p in uses]
    live = [each for each in terms if np.any(each[2])]
    yield "sign", -right
    yield "start", two.adjoints(2.0)[j]
    for kind, other in others:
        yield kind, other.adjoints()[j]
    for source in range(len(two.graph.inputs)):
        if two.values[source].size == 1 and two.values[j].size == 1:
            yield "tangent for adjoint", two.tangents(source, 0)[j]
    if j == two.graph.outputs[0]:
        yield "start", two.adjoints(0.0)[j]
    yield from wrongs_of_terms(two, live, right, lambda wrong, i, p: wrong.T @ bars[i])
    for i, p, term in live:
        if two.graph.rows[i].name == "matmul" and two.jacobians[i][p].shape[0] == two.jacobians[i][p].shape[1]:
            yield "transposed", right - term + two.jacobians[i][p] @ bars[i]
    if two.values[j].ndim == 2 and two.values[j].shape[0] == two.values[j].shape[1]:
        yield "transposed", np.ravel(np.reshape(right, two.values[j].shape).T)


def wrongs_of_terms(two: Second, live: list[Any], right: Any, through: Any) -> Iterator[Wrong]:
    for i, p, term in live:
        if len(live) > 1:
            yield "missing use", right - term
            yield "sign", right - 2 * term
        yield "added twice", right + term
        for kind, wrong in wrong_factors(two, i, p):
            yield kind, right - term + through(wrong, i, p)


def wrongs_of_tangents(
    two: Second, i: int, source: int, entry: int, others: list[tuple[str, Second]]
) -> Iterator[Wrong]:
    dots = two.tangents(source, entry)
    right, operands = dots[i], two.graph.operands[i]
    yield "sign", -right
    yield "start", two.tangents(source, entry, 2.0)[i]
    for kind, other in others:
        yield kind, other.tangents(source, entry)[i]
    if i < len(two.graph.inputs):
        yield "start", 1.0 - right
        return
    yield "tangent for adjoint", two.adjoints()[i]
    for j in range(len(two.graph.inputs)):
        if j != source and two.values[j].size == 1:
            yield "start", two.tangents(j, 0)[i]
    live = [
        (i, p, two.jacobians[i][p] @ dots[k])
        for p, k in enumerate(operands)
        if k >= 0 and np.any(two.jacobians[i][p] @ dots[k])
    ]
    yield from wrongs_of_terms(two, live, right, lambda wrong, i, p: wrong @ dots[operands[p]])
    for _, p, term in live:  # the inner derivative
        if two.jacobians[i][p].size == 1:
            yield "inner derivative", right - term + np.ravel(two.jacobians[i][p])


def wrongs_of_partials(two: Second, i: int, p: int, others: list[tuple[str, Second]]) -> Iterator[Wrong]:
    for kind, wrong in wrong_factors(two, i, p):
        if kind != "inner derivative":
            yield kind, np.ravel(wrong)
    for kind, other in others:
        yield kind, np.ravel(other.jacobians[i][p])


def wrongs_on_the_way(two: Second) -> Iterator[tuple[str, str, float]]:
    """One factor of a reverse sweep wrong somewhere, and what then comes out at the inputs: cell, kind, number."""
    graph = two.graph
    for i in range(len(graph.inputs), len(graph)):
        for p, k in enumerate(graph.operands[i]):
            if k < 0 or i in graph.data or any(value.size > 1 for value in two.values):
                continue
            right = two.jacobians[i][p]
            wrongs = [*wrong_factors(two, i, p)] + [("missing use", 0.0 * right)] * (len(two.uses(k)) > 1)
            for kind, wrong in wrongs:
                two.jacobians[i][p] = wrong
                bars = two.adjoints()
                two.jacobians[i][p] = right
                for source in range(len(graph.inputs)):
                    if source != k:
                        yield f"c{source + 1}.adjoint", kind, float(bars[source][0])


def others_of(made: Study) -> list[tuple[str, Second]]:
    """The same program at other points and in degrees."""
    point = dict(made.point)
    found = []
    with np.errstate(all="ignore"):
        for name in point:
            found += [
                ("another point", Second(made, {**point, name: np.full(np.shape(point[name]), x)}))
                for x in (0.0, 1.0, -1.0)
            ]
        scalars = [name for name in point if np.shape(point[name]) == ()][:2]
        if len(scalars) == 2:
            a, b = scalars
            found.append(("another point", Second(made, {**point, a: point[b], b: point[a]})))
        if any(row.name in ("sin", "cos", "tan", "atan") for row in made.graph.rows):
            found.append(("degrees", Second(made, point, degrees=True)))
    return found


def cells(made: Study, two: Second) -> Iterator[tuple[str, Any, list[Wrong]]]:
    """Every cell, whole, with its right numbers and the wrong ones."""
    others, graph = others_of(made), two.graph
    for i in range(len(graph)):
        if i in graph.data:
            continue
        yield f"c{i + 1}.value", np.ravel(two.values[i]), [*wrongs_of_values(two, i, others)]
        yield f"c{i + 1}.adjoint", two.adjoints()[i], [*wrongs_of_adjoints(two, i, others)]
        for source, name in enumerate(graph.inputs):
            if two.values[source].size == 1:
                right = two.tangents(source, 0)[i]
                yield f"c{i + 1}.tangent:{name}", right, [*wrongs_of_tangents(two, i, source, 0, others)]
        for edge in graph.edges_into(i):
            right = two.jacobians[i][edge.position]
            if right.size == 1 and edge.source not in graph.data:
                yield (
                    f"c{i + 1}-{edge.slot}.partial",
                    np.ravel(right),
                    [*wrongs_of_partials(two, i, edge.position, others)],
                )


def typed(number: float, chance: random.Random) -> str:
    """As somebody types it: whole numbers as they are, others to four to seven digits."""
    if number == round(number) and abs(number) < 1e6:
        return str(round(number))
    digits = chance.choice((4, 5, 6, 7))
    return f"{number:.{digits}g}" if 1e-3 < abs(number) < 1e6 else f"{number:.{digits - 1}e}"


def far_items(seed: int = 7) -> Iterator[Item]:
    """Mistakes elsewhere than at the cell, of numbers that are no small whole ones."""
    chance = random.Random(seed)
    for program, at in PROGRAMS:
        made = study(program, at)
        with np.errstate(all="ignore"):
            two = Second(made, made.point)
            right = two.adjoints()
            found = [*wrongs_on_the_way(two)]
        for cell, kind, number in found:
            here = float(right[cell_node(cell)][0])
            if math.isfinite(number) and number != round(number) and abs(number - here) > 2e-3 * abs(here) + 1e-9:
                text = f"{number:.{chance.choice((5, 6, 7))}g}"
                yield Item(program, at, cell, text, number, frozenset([kind]))


def random_items(style: str, count: int, seed: int = 7) -> Iterator[Item]:
    """Numbers at random alone: of three digits (`three`), or whole ones up to a hundred (`whole`)."""
    chance = random.Random(seed)
    for _ in range(count):
        program, at = chance.choice(PROGRAMS)
        made = study(program, at)
        node = chance.randrange(len(made.graph))
        if made.graph.shapes[node] == () and node not in made.graph.data:
            right = float(made.adjoints[node] or 0.0) or 1.0
            there = right * chance.choice((-1, 1)) * 10 ** chance.uniform(-1.0, 1.0)
            text = f"{there:#.3g}" if style == "three" else str(chance.randint(-100, 100))
            yield Item(program, at, f"c{node + 1}.adjoint", text, float(text), frozenset())


def items(each: int, seed: int = 7) -> Iterator[Item]:
    """each: how many of a kind are taken of a program, 0 for all. One in ten is a number at random."""
    chance = random.Random(seed)
    for program, at in PROGRAMS:
        made = study(program, at)
        with np.errstate(all="ignore"):
            listed = [*cells(made, Second(made, made.point))]
        by_kind: dict[str, list[Item]] = {}
        for cell, right, wrongs in listed:
            shape = made.graph.shapes[cell_node(cell)] if "partial" not in cell else ()
            for flat in range(np.size(right)):
                place = np.unravel_index(flat, shape) if shape else ()
                name = cell + (f"[{','.join(map(str, place))}]" if place else "")
                numbers = [(kind, float(wrong[flat])) for kind, wrong in wrongs if np.size(wrong) == np.size(right)]
                for item in wrong_items(program, at, name, float(right[flat]), numbers, chance):
                    for kind in item.kinds:
                        by_kind.setdefault(kind, []).append(item)
                if name.endswith(".adjoint") or "value" in name:
                    by_kind.setdefault("rounding", []).extend(cut(program, at, name, float(right[flat]), chance))
        taken: list[Item] = []
        for _, found in sorted(by_kind.items()):
            taken += found if not each else chance.sample(found, min(each, len(found)))
        yield from taken
        single = [(cell, float(right[0])) for cell, right, _ in listed if np.size(right) == 1]
        for _ in range(max(1, round(len(taken) / 9))):
            cell, number = chance.choice(single)
            there = (number or 1.0) * chance.choice((-1, 1)) * 10 ** chance.uniform(-1.0, 1.0)
            yield Item(program, at, cell, typed(there, chance), there, frozenset())


def wrong_items(
    program: str, at: dict[str, Any], name: str, right: float, numbers: list[tuple[str, float]], chance: random.Random
) -> Iterator[Item]:
    for _, number in {round(n, 12): (k, n) for k, n in numbers if math.isfinite(n)}.values():
        if abs(number - right) > 2e-3 * abs(right) + 1e-9 and abs(number) < 1e9 and (number == 0 or abs(number) > 1e-9):
            kinds = frozenset(kind for kind, other in numbers if abs(other - number) <= 1e-9 * abs(number) + 1e-12)
            yield Item(program, at, name, typed(number, chance), number, kinds)


def cut(program: str, at: dict[str, Any], name: str, right: float, chance: random.Random) -> list[Item]:
    """The right number with two digits, where that is another number."""
    text = f"{right:.2g}"
    is_other = right and abs(float(text) - right) > 1e-9 * abs(right) and "e" not in text and abs(right) < 90
    return [Item(program, at, name, text, right, frozenset(["rounding"]))] if is_other else []


def cell_node(cell: str) -> int:
    return int(cell.partition(".")[0].partition("-")[0][1:]) - 1


class Figures(NamedTuple):
    """Of a corpus: by kind, how many there are, and how many are named rightly; the items that are not; and false names:
    of numbers at random, and of the rest, those named by nothing that makes them."""

    count: Counter[str]
    right: Counter[str]
    unnamed: list[tuple[Item, list[str]]]
    false: list[tuple[Item, list[str]]]
    total: int


def figures(listed: list[Item]) -> Figures:
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    unnamed, false = [], []
    by_program: dict[str, Study] = {}
    for item in listed:
        key = f"{item.program}{item.at}"
        made = by_program.setdefault(key, by_program.get(key) or study(item.program, item.at))
        checked = practice(made, {item.cell: item.typed}, DOOR)[item.cell]
        assert checked.cell == cell_of(made, item.cell)
        names = [each.kind for each in checked.mistakes]
        kind = "/".join(sorted(item.kinds)) or "random"
        count[kind] += 1
        if not item.kinds:
            right[kind] += not names
            if names:
                false.append((item, names))
        elif item.kinds & {*names}:
            right[kind] += 1
        elif names:
            false.append((item, names))
        else:
            unnamed.append((item, names))
    return Figures(count, right, unnamed, false, len(listed))


if __name__ == "__main__":
    told = figures([*items(int(sys.argv[1]) if len(sys.argv) > 1 else 0)])
    by_kind: dict[str, list[int]] = {}
    for kinds, amount in told.count.items():
        for kind in kinds.split("/"):
            row = by_kind.setdefault(kind, [0, 0])
            row[0] += amount
            row[1] += told.right[kinds]
    for kind, (amount, named) in sorted(by_kind.items()):
        print(f"{kind:28}{amount:6}{named:6}  {100 * named / amount:.1f} %")
    print("kinds                         items named")
    for name, listed in (
        ("on the way", [*far_items()]),
        ("three digits", [*random_items("three", 2000)]),
        ("whole", [*random_items("whole", 2000)]),
    ):
        more = figures(listed)
        print(f"{name}: {more.total}, unnamed {len(more.unnamed)}, false names {len(more.false)}")
    print(f"{told.total} in all; unnamed {len(told.unnamed)}, false names {len(told.false)}")
    for item, names in [*told.unnamed[:25], *told.false[:25]]:
        print(" ", item.program.replace("\n", "; "), item.at, item.cell, item.typed, set(item.kinds), "→", names)
